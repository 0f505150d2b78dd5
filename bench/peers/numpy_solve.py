#!/usr/bin/env python3
"""Footprints without an inverse: numpy_solve.py TABLE.h5 RESULT.h5

I - A is factorized by scipy's lu_factor, then solved for the demand of all consumers together:
what a script writes whose author knows that an inverse is not needed. Its D_cba is compared with
that of RESULT.h5 (of `wassily footprint TABLE.h5 -s CO2`) before the clock starts.
"""

import sys
import time

import numpy
import scipy
import scipy.linalg

import peer
import stored


def solve(m, y):
    start = time.perf_counter()
    lu = scipy.linalg.lu_factor(m, overwrite_a=True, check_finite=False)
    factorized = time.perf_counter()
    w = scipy.linalg.lu_solve(lu, y, check_finite=False)
    return w, factorized - start, time.perf_counter() - factorized


def main():
    if len(sys.argv) != 3:
        sys.exit(f"usage: {sys.argv[0]} TABLE.h5 RESULT.h5")
    table = stored.Table(sys.argv[1])
    # Column-major, as LAPACK wants both: nothing is transposed within the time.
    y = numpy.asfortranarray(table.by_consumer())
    m = numpy.asfortranarray(table.i_minus_a())
    w, _, _ = solve(m, y)
    apart = stored.deviation(table.d_cba(w), sys.argv[2])
    stored.require(apart, stored.WITHIN, "numpy_solve.py")
    del m, w
    m = numpy.asfortranarray(table.i_minus_a())
    w, lu, solved = solve(m, y)
    peer.tell(
        "scipy.linalg.lu_factor, lu_solve",
        table.n,
        lu + solved,
        {"numpy": numpy.__version__, "scipy": scipy.__version__},
        lu_seconds=lu,
        solve_seconds=solved,
        right_hand_sides=y.shape[1],
        largest_deviation=apart,
    )


if __name__ == "__main__":
    main()
