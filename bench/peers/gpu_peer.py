"""What the PyTorch and CuPy peers share: the operations, their names and the JSON.

A peer is a module-like object with: general(n, seed), leontief(n, seed) -> matrices on the card,
lu(m), inverse(m), product(a, b), synchronize(), versions(). Times are taken after the device has
finished, as ours are; one round before the others is not counted.
"""

import json
import sys
import time


def arguments():
    if len(sys.argv) not in (3, 4):
        sys.exit(f"usage: {sys.argv[0]} N REPEATS [SEED]")
    return int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) == 4 else 7


def timed(peer, work):
    peer.synchronize()
    start = time.perf_counter()
    result = work()
    peer.synchronize()
    seconds = time.perf_counter() - start
    del result
    return seconds


def main(peer, name):
    n, repeats, seed = arguments()
    general, leontief = peer.general(n, seed), peer.leontief(n, seed + 1)
    operations = {
        "gemm": (lambda: peer.product(general, leontief), 2 * n**3),
        "lu_general": (lambda: peer.lu(general), 2 / 3 * n**3),
        "inverse_general": (lambda: peer.inverse(general), 2 * n**3),
        "lu_leontief": (lambda: peer.lu(leontief), 2 / 3 * n**3),
        "inverse_leontief": (lambda: peer.inverse(leontief), 2 * n**3),
    }
    seconds = {operation: [] for operation in operations}
    for i in range(repeats + 1):
        for operation, (work, _) in operations.items():
            took = timed(peer, work)
            if i > 0:
                seconds[operation].append(took)
    json.dump(
        {
            "peer": name,
            "n": n,
            "series": {
                operation: {
                    "seconds": times,
                    "median_seconds": sorted(times)[len(times) // 2],
                    "gflops": 1e-9 * operations[operation][1] / sorted(times)[len(times) // 2],
                }
                for operation, times in seconds.items()
            },
            "versions": peer.versions(),
        },
        sys.stdout,
        indent=1,
    )
    print()
