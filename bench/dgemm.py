#!/usr/bin/env python3
"""The rate of a matrix product now, in GFLOP/s: dgemm.py LIBOPENBLAS N REPEATS

The best of the repetitions, after one that is not counted. Needs neither NumPy nor Java: threads as
OPENBLAS_NUM_THREADS says.
"""

import ctypes
import sys
import time
from array import array


def main():
    library = ctypes.CDLL(sys.argv[1])
    n, repeats = int(sys.argv[2]), int(sys.argv[3])
    # Numbers that differ: zeros need less power, and a clock that follows it would be higher.
    numbers = array("d", (k / 1009 - 0.5 for k in range(1009)))
    numbers *= n * n // len(numbers) + 1
    a = (ctypes.c_double * (n * n)).from_buffer(numbers)
    c = (ctypes.c_double * (n * n))()
    order, one, zero = ctypes.c_int(n), ctypes.c_double(1), ctypes.c_double(0)
    by = ctypes.byref

    def multiply():
        start = time.perf_counter()
        library.dgemm_(
            b"N", b"N", by(order), by(order), by(order), by(one), a, by(order), a, by(order),
            by(zero), c, by(order),
        )  # fmt: skip
        return time.perf_counter() - start

    multiply()
    print(2e-9 * n**3 / min(multiply() for _ in range(repeats)))


if __name__ == "__main__":
    main()
