#!/usr/bin/env python3
"""scipy.linalg.lu_factor of an M0-like matrix, as JSON: scipy_lu.py N [SEED]

The matrix is column-major, what LAPACK factors in place without a copy, and is not checked for
NaN: both are what a user who wants speed writes. The factors that were timed have to lead back to a
known vector.
"""

import peer


def main():
    n, seed = peer.arguments()
    import numpy
    import scipy
    import scipy.linalg

    m = numpy.asfortranarray(peer.m0_like(n, seed))
    scipy.linalg.lu_factor(numpy.eye(600))  # library and threads are up before the clock starts
    known = numpy.linspace(-1, 1, n)
    right = m @ known
    made = []
    seconds = peer.timed(
        lambda: made.append(scipy.linalg.lu_factor(m, overwrite_a=True, check_finite=False))
    )
    apart = peer.require_same(scipy.linalg.lu_solve(made[0], right), known, "scipy_lu.py")
    versions = {"numpy": numpy.__version__, "scipy": scipy.__version__}
    peer.report(
        "scipy.linalg.lu_factor", n, seed, seconds, 2 / 3 * n**3, versions, largest_deviation=apart
    )


if __name__ == "__main__":
    main()
