#!/usr/bin/env python3
"""Footprints by iterations, without factors: scipy_gmres.py TABLE.h5 RESULT.h5 [COLUMNS]

Three ways to (I-A)X = Y for some consumers' demands: scipy's gmres and bicgstab, column by column,
and the power series X <- Y + AX for all columns together, which is a matrix product for each step.
Every way goes on until its D_cba agrees with that of RESULT.h5 to 1e-9; the time of all consumers
is worked out from those that were solved for. The fastest way counts.
"""

import sys
import time

import numpy as np
import scipy
import scipy.sparse.linalg as iterative

import peer
import stored

SOLVERS = {"gmres": iterative.gmres, "bicgstab": iterative.bicgstab}


def solved(solver, a, y):
    """Column by column; the tolerance is relative to the right-hand side."""
    import inspect

    # The name of the relative tolerance changed in SciPy 1.12.
    known = inspect.signature(solver).parameters
    tolerance = {"rtol" if "rtol" in known else "tol": 1e-11, "atol": 0}
    n = a.shape[0]
    operator = iterative.LinearOperator((n, n), matvec=lambda v: v - a @ v, dtype=float)
    w = np.empty_like(y)
    for c in range(y.shape[1]):
        w[:, c], info = solver(operator, y[:, c], **tolerance)
        if info != 0:
            raise RuntimeError(f"no convergence in column {c}: {info}")
    return w


def series(a, y):
    """The error of step k is at most rho(A)^k; stops when a step changes nothing at 1e-12."""
    w = y.copy()
    for _ in range(1000):
        w, before = y + a @ w, w
        if np.abs(w - before).max() <= 1e-12 * np.abs(w).max():
            return w
    raise RuntimeError("no convergence in 1,000 steps")


def main():
    if len(sys.argv) not in (3, 4):
        sys.exit(f"usage: {sys.argv[0]} TABLE.h5 RESULT.h5 [COLUMNS]")
    table = stored.Table(sys.argv[1])
    y = table.by_consumer()
    all_columns = y.shape[1]
    columns = min(all_columns, int(sys.argv[3]) if len(sys.argv) == 4 else 4)
    y_some = np.ascontiguousarray(y[:, :columns])
    ways = {}
    for name in (*SOLVERS, "power series"):
        work = (lambda: series(table.A, y)) if name == "power series" else None
        if work is None:
            solver = SOLVERS[name]
            work = lambda solver=solver: solved(solver, table.A, y_some)  # noqa: E731
        try:
            w = work()
        except RuntimeError as e:
            ways[name] = {"failed": str(e)}
            continue
        whole = np.zeros_like(y)
        whole[:, : w.shape[1]] = w
        apart = stored.deviation(table.d_cba(whole)[: w.shape[1]], sys.argv[2])
        stored.require(apart, stored.WITHIN, f"scipy_gmres.py, {name}")
        start = time.perf_counter()
        work()
        took = time.perf_counter() - start
        ways[name] = {
            "seconds": took,
            "columns": w.shape[1],
            "seconds_of_all_columns": took * all_columns / w.shape[1],
            "largest_deviation": apart,
        }
    usable = {k: v for k, v in ways.items() if "seconds" in v}
    if not usable:
        sys.exit(f"scipy_gmres.py: nothing converged: {ways}")
    best = min(usable, key=lambda k: usable[k]["seconds_of_all_columns"])
    peer.tell(
        f"iterations: {best}",
        table.n,
        usable[best]["seconds_of_all_columns"],
        {"numpy": np.__version__, "scipy": scipy.__version__},
        best=best,
        ways=ways,
        right_hand_sides=all_columns,
        largest_deviation=usable[best]["largest_deviation"],
    )


if __name__ == "__main__":
    main()
