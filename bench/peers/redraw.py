#!/usr/bin/env python3
"""D_cba of tables whose Z is drawn anew, each solved from scratch: redraw.py TABLE.h5 RESULT.h5
SEED LEVER CV LOOPS

Makes our draws again with NumPy (Philox4x32-10 by hand, scipy's ndtri), compares D_cba of the first
two with /response/D_cba of RESULT.h5 (relative to its largest number, within 1e-9), and times, for
LOOPS draws of NumPy's own generator: lu_factor and one adjoint solve for all stressors, and the
inverse that papers' scripts make.
"""

import json
import platform
import statistics
import sys
import time
import zlib

import h5py
import numpy as np
import scipy
import scipy.linalg
import scipy.special

import peer

MASK = np.uint64(0xFFFFFFFF)


def philox(counter, key):
    """Philox4x32-10 on arrays of 32-bit words in 64 bits."""
    a, b, c, d = (np.asarray(w, dtype=np.uint64) for w in counter)
    k0, k1 = key
    for _ in range(10):
        p0, p1 = np.uint64(0xD2511F53) * a, np.uint64(0xCD9E8D57) * c
        a, b = (p1 >> np.uint64(32)) ^ b ^ np.uint64(k0), p1 & MASK
        c, d = (p0 >> np.uint64(32)) ^ d ^ np.uint64(k1), p0 & MASK
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return a, b, c, d


def factors(n, seed, lever, draw, cv):
    """The factors of all cells of Z that one draw of a lever has."""
    j = np.arange(n, dtype=np.uint64)
    lane = j // np.uint64(512) * np.uint64(256) + j % np.uint64(256)
    second = (j // np.uint64(256)) % np.uint64(2) == 1
    stream = zlib.crc32(lever.encode())
    key = (seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF)
    sigma = np.sqrt(np.log1p(cv * cv))
    out = np.empty((n, n))
    for i in range(n):
        words = philox((lane, np.full(n, i), np.full(n, draw), np.full(n, stream)), key)
        low, high = np.where(second, words[2], words[0]), np.where(second, words[3], words[1])
        bits = (high << np.uint64(32) | low) >> np.uint64(12)
        u = (bits.astype(float) + 0.5) * 2.0**-52
        out[i] = np.exp(sigma * scipy.special.ndtri(u) - sigma * sigma / 2)
    return out


def main():
    table, result, seed, lever, cv, loops = sys.argv[1:7]
    seed, cv = int(seed), float(cv)
    with h5py.File(table, "r") as f:
        Z, Y, x = f["Z"][:], f["Y"][:], f["x"][:]
        regions = f["axis/region"].shape[0]
        categories = f["axis/category"].shape[0]
        account = sorted(f["satellite"].values(), key=lambda g: g.attrs["position"])[0]
        F, F_Y = account["F"][:], account["F_Y"][:]
    with h5py.File(result, "r") as f:
        found = f["response/D_cba"][:]
    F, F_Y = F[: found.shape[1]], F_Y[: found.shape[1]]
    n = len(x)
    some = np.where(x == 0, 1, x)
    S = np.where(x == 0, 0, F / some)

    def solved(drawn, inverse):
        """D_cba by stressor and region."""
        B = np.where(x == 0, 0, drawn / some)
        np.negative(B, out=B)
        B[np.diag_indices(n)] += 1
        if inverse:
            M = S @ np.linalg.inv(B)
        else:
            lu = scipy.linalg.lu_factor(B, overwrite_a=True, check_finite=False)
            M = scipy.linalg.lu_solve(lu, S.T, trans=1, check_finite=False).T
        D = (M @ Y)[:, : regions * categories] + F_Y[:, : regions * categories]
        return D.reshape(len(S), regions, categories).sum(axis=2)

    worst = 0.0
    for draw in range(min(2, len(found))):
        mine = solved(Z * factors(n, seed, lever, draw, cv), False)
        worst = max(worst, np.abs(mine - found[draw]).max() / np.abs(found[draw]).max())
    if not worst <= 1e-9:
        sys.exit(f"redraw.py: ours deviates by {worst:g}, 1e-9 is expected")
    random = np.random.default_rng(seed)
    sigma = np.sqrt(np.log1p(cv * cv))
    seconds = {"lu_factor": [], "inverse": []}
    for _ in range(int(loops)):
        for how in seconds:
            start = time.perf_counter()
            drawn = random.standard_normal((n, n))
            drawn *= sigma
            drawn -= sigma * sigma / 2
            np.exp(drawn, out=drawn)
            drawn *= Z
            solved(drawn, how == "inverse")
            seconds[how].append(time.perf_counter() - start)
    print(
        json.dumps(
            {
                "peer": "draws of NumPy, lu_factor of SciPy or inv of NumPy for each table",
                "n": n,
                "largest_deviation": worst,
                "seconds_per_draw": {k: statistics.median(v) for k, v in seconds.items()},
                "range": {k: [min(v), max(v)] for k, v in seconds.items()},
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
