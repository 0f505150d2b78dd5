#!/usr/bin/env python3
"""numpy.linalg.inv, as JSON: numpy_inverse.py N [SEED], or numpy_inverse.py TABLE.h5 RESULT.h5

With N: the inverse alone, of an M0-like matrix. An inverse is counted as 2 n^3, the work of the best
way to make one (getrf and getri); NumPy solves for the identity instead, which is more.

With a table: a footprint from file to numbers as scripts make it, A, L = inv(I - A), S.L.Y; D_cba is
compared with that of RESULT.h5. Who calls it takes the time of the whole process.
"""

import sys
import time

import peer


def whole(table_file, result_file):
    start = time.perf_counter()
    import numpy as np
    import stored

    table = stored.Table(table_file)
    read = time.perf_counter() - start
    l = np.linalg.inv(np.eye(table.n) - table.A)
    found = table.d_cba(l @ table.by_consumer())
    seconds = time.perf_counter() - start
    apart = stored.deviation(found, result_file)
    stored.require(apart, stored.WITHIN, "numpy_inverse.py")
    peer.tell(
        "numpy: A, inv(I - A), S.L.Y",
        table.n,
        seconds,
        {"numpy": np.__version__},
        read_seconds=read,
        largest_deviation=apart,
    )


def main():
    if len(sys.argv) == 3 and sys.argv[1].endswith(".h5"):
        whole(sys.argv[1], sys.argv[2])
        return
    n, seed = peer.arguments()
    import numpy

    m = peer.m0_like(n, seed)
    numpy.linalg.inv(numpy.eye(600))  # library and threads are up before the clock starts
    found = []
    seconds = peer.timed(lambda: found.append(numpy.linalg.inv(m)))
    known = numpy.linspace(-1, 1, n)
    apart = peer.require_same(found[0] @ (m @ known), known, "numpy_inverse.py")
    versions = {"numpy": numpy.__version__}
    peer.report("numpy.linalg.inv", n, seed, seconds, 2 * n**3, versions, largest_deviation=apart)


if __name__ == "__main__":
    main()
