#!/usr/bin/env python3
"""Times a sweep of scenarios of S and Y beside the two NumPy loops that papers' scripts use.

What a scenario costs is the difference of two sweeps of different length: reading, factorizing and
the certificate are in both. The loops run on a few scenarios of the same kind, with L made before
their clock starts, on the same OpenBLAS and threads. What is promised: bench/README.md.
"""

import argparse
import json
import os
import statistics
from pathlib import Path

import engine
import machine

LEVERS = {
    "plants": {"kind": "intensity-scale", "sectors": ["Coal mining and washing"], "factor": "$s"},
    "cleaner": {
        "kind": "intensity-benchmark",
        "benchmark": "national-average",
        "strength": "$b",
    },
    "less-building": {
        "kind": "demand-shift",
        "from": "Gross fixed capital formation",
        "to": "Household consumption",
        "share": "$share",
        "remainder": "reallocate",
    },
    "less": {"kind": "demand-scale", "factor": "$d"},
}
RANGES = {"s": [0.2, 1.2], "b": [0, 1], "share": [0.15, 0.5], "d": [0.8, 1.2]}


def options():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--regions", type=int, default=313)
    p.add_argument("--sectors", type=int, default=42)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--scenarios", type=int, default=10_000)
    p.add_argument("--few", type=int, default=1_000, help="scenarios of the shorter sweep")
    p.add_argument("--loops", type=int, default=3, help="scenarios that the NumPy loops are timed on")
    p.add_argument("--repeats", type=int, default=3)
    p.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    p.add_argument("--out", type=Path)
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--launcher", default=str(engine.ROOT / "scripts" / "wassily"))
    p.add_argument("--python", default="/usr/bin/python3")
    o = p.parse_args()
    o.n = o.regions * o.sectors
    return o


def sweep_file(o, table, rows):
    """YAML is a superset of JSON."""
    design = {"rows": rows, "seed": o.seed}
    design.update({v: {"uniform": r} for v, r in RANGES.items()})
    file = o.work / f"sweep-{rows}.yaml"
    spec = {
        "wassily": 1,
        "table": str(table),
        "stressors": ["CO2"],
        "levers": LEVERS,
        "design": {"latin-hypercube": design},
        "responses": [{"D_cba": {"by": "region"}}, {"D_pba": {"by": "region"}}],
    }
    file.write_text(json.dumps(spec, indent=1))
    return file


def ours(o, table, rows):
    out = o.work / "sweep-result.h5"
    wall, rss, _ = engine.run(
        [o.launcher, "sweep", sweep_file(o, table, rows), "-o", out, "--force"]
        + ["--backend", "cpu", "--threads", o.threads]
    )
    out.unlink()
    os.sync()
    return {"scenarios": rows, "wall_seconds": wall, "max_rss_bytes": rss}


def peer(o, bench):
    names = list(RANGES)
    rows = [[low + (i + 1) / (o.loops + 1) * (high - low) for low, high in RANGES.values()]
            for i in range(o.loops)]
    file = o.work / "scenarios.json"
    file.write_text(
        json.dumps(
            {
                "stressors": ["CO2"],
                "levers": LEVERS,
                "design": {"variables": names, "rows": rows},
            }
        )
    )
    script = "plain_scenarios.py"
    command = [o.python, engine.PEERS / script, bench.table, file, "--time", o.loops]
    result = engine.json_of(engine.run(command, bench.peer_environment)[2], script)
    bench.same_blas(result["blas"], script)
    return result


def product_rate(o):
    text = engine.run(
        [o.launcher, "bench", "kernels", "--backend", "cpu", "--threads", o.threads]
        + ["--n", 4000, "--repeats", 3, "--json"]
    )[2]
    return engine.json_of(text, "bench kernels")["series"]["gemm"]["gflops"]


def main():
    o = options()
    o.work.mkdir(parents=True, exist_ok=True)
    bench = engine.Bench(o, o.work)
    bench.prepare()
    bench.lend_openblas()
    long, short = [], []
    for _ in range(o.repeats):
        long.append(ours(o, bench.table, o.scenarios))
        short.append(ours(o, bench.table, o.few))
    rate = product_rate(o)
    loops = peer(o, bench)
    wall = statistics.median(r["wall_seconds"] for r in long)
    less = statistics.median(r["wall_seconds"] for r in short)
    each = (wall - less) / (o.scenarios - o.few)
    m = loops["m"]
    gflops = 4e-9 * o.n * m / each  # S·W and W·coefficients
    seconds = loops["seconds_per_scenario"]
    report = {
        "machine": machine.describe(engine.ROOT),
        "n": o.n,
        "m": m,
        "threads": o.threads,
        "blas": bench.bundled,
        "long": long,
        "short": short,
        "seconds_per_scenario": each,
        "gflops_of_the_products_in_all_the_time": gflops,
        "product_gflops": rate,
        "loops": loops,
        "targets": [
            {"name": "S(LY) loop / ours", "value": seconds["S(LY)"] / each, "bound": 1000},
            {"name": "(SL)Y loop / ours", "value": seconds["(SL)Y"] / each, "bound": 70},
            {"name": "rate of the products over all the time / DGEMM", "value": gflops / rate, "bound": 0.7},
        ],
    }
    for t in report["targets"]:
        t["passed"] = t["value"] >= t["bound"]
        print(f"{t['name']:50} {t['value']:10.4g} >= {t['bound']}: {'reached' if t['passed'] else 'MISSED'}")
    print(f"{1e3 * each:.3f} ms for a scenario; {o.scenarios} in {wall:.1f} s from the command line")
    if o.out:
        text = json.dumps(report, indent=1).replace(str(o.work), "<work>").replace(str(engine.ROOT) + "/", "")
        o.out.write_text(text + "\n")
        print("written:", o.out)


if __name__ == "__main__":
    main()
