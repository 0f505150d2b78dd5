#!/usr/bin/env python3
"""LU, inverse and matrix product by PyTorch on a card, in FP64: torch_lu.py N REPEATS [SEED]

PyTorch is told to use cuSOLVER, the library that Wassily calls too; left to itself it may take
MAGMA for some sizes.
"""

import gpu_peer


class Torch:
    def __init__(self):
        import torch

        if not torch.cuda.is_available():
            raise SystemExit("torch_lu.py: PyTorch sees no CUDA device")
        self.torch = torch
        torch.backends.cuda.preferred_linalg_library("cusolver")

    def general(self, n, seed):
        self.torch.manual_seed(seed)
        return self.torch.rand(n, n, dtype=self.torch.float64, device="cuda") * 2 - 1

    def leontief(self, n, seed):
        self.torch.manual_seed(seed)
        m = -self.torch.rand(n, n, dtype=self.torch.float64, device="cuda")
        m.fill_diagonal_(n)
        return m

    def lu(self, m):
        return self.torch.linalg.lu_factor_ex(m)

    def inverse(self, m):
        return self.torch.linalg.inv_ex(m)

    def product(self, a, b):
        return a @ b

    def synchronize(self):
        self.torch.cuda.synchronize()

    def versions(self):
        return {
            "torch": self.torch.__version__,
            "cuda": self.torch.version.cuda,
            "device": self.torch.cuda.get_device_name(0),
        }


if __name__ == "__main__":
    gpu_peer.main(Torch(), "torch")
