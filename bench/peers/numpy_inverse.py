#!/usr/bin/env python3
"""numpy.linalg.inv of an M0-like matrix, as JSON: numpy_inverse.py N [SEED]

An inverse is counted as 2 n^3, the work of the best way to make one (getrf and getri); NumPy
solves for the identity instead, which is more.
"""

import peer


def main():
    n, seed = peer.arguments()
    import numpy

    m = peer.m0_like(n, seed)
    numpy.linalg.inv(numpy.eye(600))  # library and threads are up before the clock starts
    seconds = peer.timed(lambda: numpy.linalg.inv(m))
    versions = {"numpy": numpy.__version__}
    peer.report("numpy.linalg.inv", n, seed, seconds, 2 * n**3, versions)


if __name__ == "__main__":
    main()
