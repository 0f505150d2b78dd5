#!/usr/bin/env python3
"""Runs `wassily bench` up to n = 13,146 and holds its phases against what is promised of them.

How the LU's time grows with n, products and LU beside the rate of DGEMM, reading beside a plain copy,
all in one process. A round is a whole run; its own rounds are --inner. What is promised:
bench/README.md.
"""

import statistics

import runner

ORDERS = [2500, 5000, 9800, 13146]
# Phase -> its ceiling and the least share of it.
SHARES = {"LU": 0.7, "solve": 0.7, "sweep: products": 0.7, "read": 0.8}


def options():
    p = runner.parser(__doc__, repeats=1)
    p.add_argument(
        "--orders",
        type=lambda text: sorted(int(n) for n in text.split(",")),
        default=ORDERS,
        help="orders of the tables, for trials",
    )
    p.add_argument("--inner", type=int, default=3, help="counted rounds of each run")
    o = runner.parsed(p)
    o.n = o.orders[-1]
    return o


def one(o, bench):
    file = o.work / "bench.json"
    done = bench.run(
        [o.launcher, "bench", "--backend", "cpu", "--threads", o.threads, "--seed", o.seed]
        + ["--n", ",".join(map(str, o.orders)), "--repeats", o.inner]
        + ["--work", o.work, "--json", file, "--force"]
    )
    return {**runner.json_of(file.read_text(), "bench"), **done.figures()}


def targets(runs):
    """Medians over the runs; there is one device."""
    devices = [r["devices"][0] for r in runs]
    found = []
    if all("LU" in d["growth"] for d in devices):
        exponent = statistics.median(d["growth"]["LU"]["exponent"] for d in devices)
        found.append(runner.target("exponent of n in the LU's time", exponent, 3.05, False, ""))
    for k, size in enumerate(devices[0]["sizes"]):
        for phase, least in SHARES.items():
            phases = [d["sizes"][k]["phases"][phase] for d in devices]
            share = statistics.median(p["share_of_ceiling"] for p in phases)
            name = f"{phase} / {phases[0]['ceiling']}, n = {size['n']:,}"
            found.append(runner.target(name, share, least))
    return found


def measure(o):
    bench = runner.Runner(o, o.work)
    surroundings = bench.surroundings()
    bench.lend_openblas()
    rounds = bench.rounds(lambda: one(o, bench))
    runs = rounds.counted()
    return {
        "kind": "phases",
        "machine": surroundings,
        "n": o.n,
        "threads": o.threads,
        "targets": targets(runs),
        "rounds": rounds.report(),
        "runs": runs,
    }


def printed(report):
    for device in (r["devices"][0] for r in report["runs"]):
        lu = device["growth"].get("LU")
        if lu:
            within = f" within {lu['within_95_percent']:.2f} at 95 %" if "within_95_percent" in lu else ""
            print(f"LU grows as n^{lu['exponent']:.3f}{within}, {lu['orders']} orders")
        for size in device["sizes"]:
            product = size["product"]
            print(
                f"n = {size['n']:,}: {product['of']} at {100 * product['share_of_ceiling']:.0f} %"
                " of the ceiling in the same rounds"
            )


if __name__ == "__main__":
    runner.main(options(), measure, printed)
