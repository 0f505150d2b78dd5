"""A table and our result of it, as the peers read them; their own numbers are compared with ours."""

import h5py
import numpy as np


# Two ways that are both backward stable (16 n eps) may differ by twice that, enlarged by cond_1(I - A),
# at most 1.8 / 0.2 on generated tables, whose columns of A sum to 0.8 at most: 8.4e-10 at n = 13,146.
WITHIN = 1e-9


class Table:
    """Z, Y, x, F of a table file; A, S and demand by consumer made from them."""

    def __init__(self, path):
        with h5py.File(path, "r") as f:
            self.Z, self.Y, self.x = f["Z"][:], f["Y"][:], f["x"][:]
            self.regions = [r.decode() for r in f["axis/region"][:]]
            self.sectors = [s.decode() for s in f["axis/sector"][:]]
            self.categories = [c.decode() for c in f["axis/category"][:]]
            account = sorted(f["satellite"].values(), key=lambda g: g.attrs["position"])[0]
            self.F, self.F_Y = account["F"][:1], account["F_Y"][:1]
        self.n, self.R, self.C = len(self.x), len(self.regions), len(self.categories)
        inverse = np.divide(1.0, self.x, out=np.zeros_like(self.x), where=self.x != 0)
        self.A = self.Z * inverse
        self.S = self.F * inverse

    def i_minus_a(self):
        m = np.negative(self.A)
        m[np.diag_indices(self.n)] += 1
        return m

    def by_consumer(self):
        """Final demand of every region, n x R; exogenous consumers left out."""
        return self.Y[:, : self.R * self.C].reshape(self.n, self.R, self.C).sum(axis=2)

    def d_cba(self, w):
        """Footprints by region from outputs by consumer, n x R."""
        direct = self.F_Y[:, : self.R * self.C].reshape(1, self.R, self.C).sum(axis=2)
        return (self.S @ w + direct)[0]


def deviation(found, path, name="D_cba"):
    """The largest difference from our result's array, relative to its largest number.

    Ours follows one stressor; both hold the regions first.
    """
    with h5py.File(path, "r") as f:
        ours = f["response"][name][:].reshape(-1)[: np.size(found)]
    return float(np.abs(np.ravel(found) - ours).max() / np.abs(ours).max())


def require(deviation, within, who):
    """Nobody is timed who computes something else."""
    if not deviation <= within:
        raise SystemExit(f"{who}: deviates from ours by {deviation:g}, {within:g} is allowed")
