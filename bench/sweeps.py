#!/usr/bin/env python3
"""Times sweeps of scenarios of S and Y beside the two NumPy loops that papers' scripts use.

What a scenario costs is the time from the first batch to the last, with its files written, over the
scenarios: reading, factorizing and the certificate come before and after. The loops run on a few
scenarios of the same kind, with L made before their clock starts, on the same OpenBLAS and threads.
What is promised: bench/README.md.
"""

import csv
import json
import statistics

import runner
from runner import json_of, median_of

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

# Every sector is scaled before it is lowered to the benchmark, so that no rows are treated alike and
# all n are multiplied (docs/adr/0017): what products cost where nothing saves them.
ROWS_APART = {**LEVERS, "plants": {"kind": "intensity-scale", "factor": "$s"}}

BOTH = [{"D_cba": {"by": "region"}}, {"D_pba": {"by": "region"}}]

# Papers ask for both accounts; flows are compared with D_cba alone.
SWEEPS = {
    "D_cba and D_pba": (LEVERS, BOTH),
    "D_cba and D_pba, rows apart": (ROWS_APART, BOTH),
    "D_cba": (LEVERS, BOTH[:1]),
    "flows of 25 groups": (LEVERS, [{"flows": {"by": ["bench-group", "bench-group"]}}]),
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
    levers, responses = SWEEPS[name]
    spec = {
        "wassily": 1,
        "table": str(table),
        "stressors": ["CO2"],
        "levers": levers,
        "design": {"latin-hypercube": design},
        "responses": responses,
    }
    file.write_text(json.dumps(spec, indent=1))
    return file


def ours(o, bench, name):
    """A sweep: its seconds by phase, and its largest resident set."""
    out = o.work / "sweep-result.h5"
    result, found = bench.timed(["sweep", sweep_file(o, bench.table, name)], out)
    out.unlink()
    phases = {p["name"]: p for p in found}
    return {
        **result,
        "seconds_per_scenario": phases["scenarios"]["seconds"] / o.scenarios,
        "product_gflops": phases["multiplying"]["units"] / phases["multiplying"]["seconds"] / 1e9,
        "phases": {
            p: phases[p]["seconds"]
            for p in ("changing demand", "expanding S", "multiplying", "summing", "scenarios")
        },
    }


def loops_file(o):
    """Scenarios within the ranges, for the loops: the peer's file, and ours of the same."""
    rows = [
        [low + (i + 1) / (o.loops + 1) * (high - low) for low, high in RANGES.values()]
        for i in range(o.loops)
    ]
    file = o.work / "scenarios.json"
    design = {"variables": list(RANGES), "rows": rows}
    file.write_text(json.dumps({"stressors": ["CO2"], "levers": LEVERS, "design": design}))
    with open(o.work / "scenarios.csv", "w", newline="") as f:
        csv.writer(f).writerows([list(RANGES), *rows])
    return file


def loops_result(o, bench):
    """Our D_cba and D_pba of the loops' scenarios: what the peer has to find before it is timed."""
    loops_file(o)
    spec = json.loads(sweep_file(o, bench.table, "D_cba and D_pba").read_text())
    file = o.work / "loops.yaml"
    file.write_text(json.dumps({**spec, "design": {"list": "scenarios.csv"}}))
    bench.timed(["sweep", file], o.work / "loops.h5")


def peer(o, bench):
    return bench.peer(
        "plain_scenarios.py", bench.table, o.work / "scenarios.json",
        "--compare", o.work / "loops.h5", "--within", 1e-9, "--time", o.loops,
    )  # fmt: skip


def kernel_rate(o, bench):
    """GFLOP/s of a product of order 4,000 by our own backend."""
    command = [o.launcher, "bench", "kernels", "--backend", "cpu", "--threads", o.threads]
    text = bench.run([*command, "--n", 4000, "--repeats", 3, "--json"]).text
    return json_of(text, "bench kernels")["series"]["gemm"]["gflops"]


def measure(o):
    bench = runner.Runner(o, o.work)
    surroundings = bench.prepare()
    bench.run([o.python, "-c", ADD_GROUPS, bench.table, GROUPS])
    bench.lend_openblas()
    loops_result(o, bench)

    def one():
        result = {name: ours(o, bench, name) for name in SWEEPS}
        return {"ours": result, "dgemm_gflops": kernel_rate(o, bench), "loops": peer(o, bench)}

    rounds = bench.rounds(one)
    counted = rounds.counted()
    runs = {name: [r["ours"][name] for r in counted] for name in SWEEPS}
    rates = [r["dgemm_gflops"] for r in counted]
    loops = [r["loops"] for r in counted]
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
        "rounds": rounds.report(),
        "targets": [
            runner.target("S(LY) loop / ours", seconds["S(LY)"] / both, 1000),
            runner.target("(SL)Y loop / ours", seconds["(SL)Y"] / both, 70),
            runner.target(
                "rate of the products, rows apart / DGEMM",
                median_of(runs["D_cba and D_pba, rows apart"], "product_gflops") / rate,
                0.7,
            ),
            runner.target(
                "flows of 25 groups / D_cba", each["flows of 25 groups"] / each["D_cba"], 2, False
            ),
        ],
    }


def printed(report):
    for name, value in report["seconds_per_scenario"].items():
        print(f"{1e3 * value:.3f} ms for a scenario: {name}")


if __name__ == "__main__":
    runner.main(options(), measure, printed)
