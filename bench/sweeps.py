#!/usr/bin/env python3
"""Times sweeps of scenarios of S and Y beside the two NumPy loops that papers' scripts use.

What a scenario costs is the time from the first batch to the last, with its files written, over the
scenarios: reading, factorizing and the certificate come before and after. The loops run on a few
scenarios of the same kind, with L made before their clock starts, on the same OpenBLAS and threads.
What is promised: bench/README.md.
"""

import json
import os
import statistics

import runner
from runner import json_of, median_of, run, told

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


GROUPS = 25

# Papers ask for both accounts; flows are compared with D_cba alone.
RESPONSES = {
    "D_cba and D_pba": [{"D_cba": {"by": "region"}}, {"D_pba": {"by": "region"}}],
    "D_cba": [{"D_cba": {"by": "region"}}],
    "flows of 25 groups": [{"flows": {"by": ["bench-group", "bench-group"]}}],
}

ADD_GROUPS = """
import sys, h5py
with h5py.File(sys.argv[1], "r+") as f:
    groups = f["axis"].require_group("region_group")
    if "bench-group" not in groups:
        regions = f["axis/region"].shape[0]
        # 7 is prime to 25, so neighbours are in different groups.
        labels = ["group %02d" % (7 * r % int(sys.argv[2])) for r in range(regions)]
        groups.create_dataset("bench-group", data=labels, dtype=h5py.string_dtype("utf-8"))
"""


def options():
    p = runner.parser(__doc__)
    p.add_argument("--scenarios", type=int, default=10_000)
    p.add_argument("--loops", type=int, default=3, help="scenarios that the NumPy loops are timed on")
    return runner.parsed(p)


def sweep_file(o, table, name):
    """YAML is a superset of JSON."""
    design = {"rows": o.scenarios, "seed": o.seed}
    design.update({v: {"uniform": r} for v, r in RANGES.items()})
    file = o.work / "sweep.yaml"
    spec = {
        "wassily": 1,
        "table": str(table),
        "stressors": ["CO2"],
        "levers": LEVERS,
        "design": {"latin-hypercube": design},
        "responses": RESPONSES[name],
    }
    file.write_text(json.dumps(spec, indent=1))
    return file


def ours(o, table, name):
    """A sweep: its seconds by phase, and its largest resident set."""
    out = o.work / "sweep-result.h5"
    timings = o.work / "timings.json"
    wall, rss, _ = run(
        [o.launcher, "sweep", sweep_file(o, table, name), "-o", out, "--force"]
        + ["--backend", "cpu", "--threads", o.threads, "--timings", timings]
    )
    out.unlink()
    phases = {p["name"]: p for p in json.loads(timings.read_text())["phases"]}
    timings.unlink()
    os.sync()
    return {
        "wall_seconds": wall,
        "max_rss_bytes": rss,
        "seconds_per_scenario": phases["scenarios"]["seconds"] / o.scenarios,
        "product_gflops": phases["multiplying"]["units"] / phases["multiplying"]["seconds"] / 1e9,
        "phases": {
            p: phases[p]["seconds"]
            for p in ("changing demand", "expanding S", "multiplying", "summing", "scenarios")
        },
    }


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
    return bench.peer("plain_scenarios.py", bench.table, file, "--time", o.loops)


def product_rate(o):
    text = run(
        [o.launcher, "bench", "kernels", "--backend", "cpu", "--threads", o.threads]
        + ["--n", 4000, "--repeats", 3, "--json"]
    )[2]
    return json_of(text, "bench kernels")["series"]["gemm"]["gflops"]


def measure(o):
    surroundings = runner.surroundings()  # the load is that before the work
    bench = runner.Runner(o, o.work)
    bench.prepare()
    run([o.python, "-c", ADD_GROUPS, bench.table, GROUPS])
    bench.lend_openblas()
    runs = {name: [] for name in RESPONSES}
    rates, loops = [], []
    for _ in range(o.repeats):
        for name in RESPONSES:
            runs[name].append(ours(o, bench.table, name))
        rates.append(product_rate(o))
        loops.append(peer(o, bench))
    rate = statistics.median(rates)
    each = {name: median_of(r, "seconds_per_scenario") for name, r in runs.items()}
    both = each["D_cba and D_pba"]
    seconds = {
        k: statistics.median(run["seconds_per_scenario"][k] for run in loops)
        for k in loops[0]["seconds_per_scenario"]
    }
    return {
        "kind": "sweeps",
        "machine": surroundings,
        "n": o.n,
        "m": loops[0]["m"],
        "scenarios": o.scenarios,
        "threads": o.threads,
        "blas": bench.bundled,
        "runs": runs,
        "seconds_per_scenario": each,
        "dgemm_gflops": rates,
        "loops": loops,
        "targets": [
            runner.target("S(LY) loop / ours", seconds["S(LY)"] / both, 1000),
            runner.target("(SL)Y loop / ours", seconds["(SL)Y"] / both, 70),
            runner.target(
                "rate of the products / DGEMM",
                median_of(runs["D_cba and D_pba"], "product_gflops") / rate,
                0.7,
            ),
            runner.target(
                "flows of 25 groups / D_cba", each["flows of 25 groups"] / each["D_cba"], 2, False
            ),
        ],
    }


def main():
    o = options()
    report = runner.in_folder(o, lambda _: measure(o))
    for t in report["targets"]:
        print(told(t))
    for name, value in report["seconds_per_scenario"].items():
        print(f"{1e3 * value:.3f} ms for a scenario: {name}")
    runner.write(o, report)


if __name__ == "__main__":
    main()
