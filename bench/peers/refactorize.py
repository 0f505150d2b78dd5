#!/usr/bin/env python3
"""D_cba of tables with changed coefficients, each factorized anew: refactorize.py TABLE.h5
CHANGES.json RESULT.h5 K

CHANGES.json: {"rows": whether only the region's own rows change, "design": [[region, factor], ...]}.
Compares the first K scenarios, and the last, with /response/D_cba of RESULT.h5 (relative to its
largest number, within 1e-10), then times K of them: I - A' filled, factorized, one adjoint solve for
M = S.L', and M.Y summed by region. What stays the same (A, S, Y) is there before the clock starts.
"""

import json
import platform
import statistics
import sys
import time

import h5py
import numpy as np
import scipy
import scipy.linalg

import peer


def main():
    table, changes, result, count = sys.argv[1:5]
    with h5py.File(table, "r") as f:
        Z, Y, x = f["Z"][:], f["Y"][:], f["x"][:]
        regions, sectors = f["axis/region"].shape[0], f["axis/sector"].shape[0]
        categories = f["axis/category"].shape[0]
        account = sorted(f["satellite"].values(), key=lambda g: g.attrs["position"])[0]
        F, F_Y = account["F"][0], account["F_Y"][0]
    with h5py.File(result, "r") as f:
        found = f["response/D_cba"][:]
    spec = json.load(open(changes))
    n = len(x)
    some = np.where(x == 0, 1, x)
    A = np.where(x == 0, 0, Z / some)
    S = np.where(x == 0, 0, F / some)

    def changed(scenario):
        """D_cba by region."""
        region, factor = spec["design"][scenario]
        J = slice(region * sectors, (region + 1) * sectors)
        B = np.negative(A)
        B[J if spec["rows"] else slice(None), J] *= factor
        B[np.diag_indices(n)] += 1
        lu = scipy.linalg.lu_factor(B, overwrite_a=True, check_finite=False)
        M = scipy.linalg.lu_solve(lu, S, trans=1, check_finite=False)
        D = (M @ Y)[: regions * categories] + F_Y[: regions * categories]
        return D.reshape(regions, categories).sum(axis=1)

    scale = np.abs(found).max()
    last = len(spec["design"]) - 1
    worst = 0.0
    for s in [*range(int(count)), last]:
        worst = max(worst, np.abs(changed(s) - found[s].reshape(-1)[:regions]).max() / scale)
    if not worst <= 1e-10:
        sys.exit(f"refactorize.py: ours deviates by {worst:g}, 1e-10 is expected")
    seconds = []
    for s in range(int(count)):
        start = time.perf_counter()
        changed(s)
        seconds.append(time.perf_counter() - start)
    print(
        json.dumps(
            {
                "peer": "scipy.linalg.lu_factor for each table",
                "n": n,
                "largest_deviation": worst,
                "seconds_per_scenario": statistics.median(seconds),
                "range": [min(seconds), max(seconds)],
                "blas": peer.blas_in_use(),
                "versions": {
                    "python": platform.python_version(),
                    "numpy": np.__version__,
                    "scipy": scipy.__version__,
                },
            }
        )
    )


if __name__ == "__main__":
    main()
