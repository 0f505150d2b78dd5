#!/usr/bin/env python3
"""LU, inverse and matrix product by CuPy on a card, in FP64: cupy_lu.py N REPEATS [SEED]

lu_factor is cupyx.scipy.linalg's, without the check for NaN; the matrix is column-major, so that
nothing is transposed within the time.
"""

import gpu_peer


class CuPy:
    def __init__(self):
        import cupy
        import cupyx.scipy.linalg

        if cupy.cuda.runtime.getDeviceCount() < 1:
            raise SystemExit("cupy_lu.py: CuPy sees no CUDA device")
        self.cupy = cupy
        self.linalg = cupyx.scipy.linalg

    def general(self, n, seed):
        random = self.cupy.random.default_rng(seed)
        return self.cupy.asfortranarray(random.random((n, n)) * 2 - 1)

    def leontief(self, n, seed):
        random = self.cupy.random.default_rng(seed)
        m = -random.random((n, n))
        self.cupy.fill_diagonal(m, n)
        return self.cupy.asfortranarray(m)

    def lu(self, m):
        return self.linalg.lu_factor(m, check_finite=False)

    def inverse(self, m):
        return self.cupy.linalg.inv(m)

    def product(self, a, b):
        return a @ b

    def synchronize(self):
        self.cupy.cuda.Device().synchronize()

    def versions(self):
        return {
            "cupy": self.cupy.__version__,
            "cuda": self.cupy.cuda.runtime.runtimeGetVersion(),
            "device": self.cupy.cuda.runtime.getDeviceProperties(0)["name"].decode(),
        }


if __name__ == "__main__":
    gpu_peer.main(CuPy(), "cupy")
