#!/usr/bin/env python3
"""Flows between regions as scripts loop for them: city_loops.py TABLE.h5 RESULT.h5 [CONSUMERS]

L by numpy.linalg.inv; then, for each consumer, E = diag(S) L diag(y) as a full matrix, and its
R x R blocks summed one by one. Timed for L and for some consumers; all consumers are worked out from
these. The flows of the consumers that were timed are compared with T of RESULT.h5.
"""

import sys
import time

import h5py
import numpy as np

import peer
import stored


def flows(table, l, y):
    """What each region emits for one consumer: blocks of sectors, summed in a loop."""
    e = np.diag(table.S[0]) @ l @ np.diag(y) if table.n <= 2000 else table.S[0][:, None] * l * y
    p = len(table.sectors)
    blocks = np.empty((table.R, table.R))
    for r in range(table.R):
        for s in range(table.R):
            blocks[r, s] = e[r * p : (r + 1) * p, s * p : (s + 1) * p].sum()
    return blocks.sum(axis=1)


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(f"usage: {sys.argv[0]} TABLE.h5 RESULT.h5 [CONSUMERS]")
    table = stored.Table(sys.argv[1])
    count = min(table.R, int(sys.argv[3]) if len(sys.argv) == 4 else 3)
    demand = table.by_consumer()
    with h5py.File(sys.argv[2], "r") as f:
        ours = f["response/T"][:]
        ours = ours.reshape(table.R, -1)
    start = time.perf_counter()
    l = np.linalg.inv(table.i_minus_a())
    inverse = time.perf_counter() - start
    worst = 0.0
    for c in range(count):
        found = flows(table, l, demand[:, c])
        worst = max(worst, float(np.abs(found - ours[:, c]).max() / np.abs(ours[:, c]).max()))
    stored.require(worst, stored.WITHIN, "city_loops.py")
    seconds = []
    for c in range(count):
        start = time.perf_counter()
        flows(table, l, demand[:, c])
        seconds.append(time.perf_counter() - start)
    each = float(np.median(seconds))
    peer.tell(
        "L and loops over blocks",
        table.n,
        inverse + table.R * each,
        {"numpy": np.__version__},
        worked_out_from=f"L and {count} of {table.R} consumers",
        inverse_seconds=inverse,
        seconds_per_consumer=each,
        largest_deviation=worst,
    )


if __name__ == "__main__":
    main()
