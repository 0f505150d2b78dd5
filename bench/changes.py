#!/usr/bin/env python3
"""Times sweeps in which A changes beside NumPy, which factorizes every changed table anew.

Three kinds of 1,000 changes of rank 42 at n = 2,520, all with the baseline's S and D_cba by region:
  distinct  each scenario makes one of 60 regions more or less efficient: other columns, other numbers
  columns   all scenarios change the 42 columns of one region, dense
  rows      the same, but only what the region buys of itself: 42 rows
The peer solves one adjoint system for each changed table (scipy's lu_factor, lu_solve), which is the
least that a script can do, and its D_cba is compared with ours before it is timed.
What is promised: bench/README.md.
"""

import csv
import json
import random

import runner
from runner import median_of

KINDS = {"distinct": 10, "columns": 50, "rows": 50}  # and how many times faster is promised


def options():
    p = runner.parser(__doc__, regions=60)
    p.add_argument("--scenarios", type=int, default=1_000)
    p.add_argument("--loops", type=int, default=5, help="scenarios that the peer is timed on")
    return runner.parsed(p)


def names(o, bench):
    ask = "import h5py, json, sys; f = h5py.File(sys.argv[1]);"
    ask += "print(json.dumps([r.decode() for r in f['axis/region'][:]]))"
    return json.loads(bench.run([o.python, "-c", ask, bench.table]).text)


def sweep(o, table, kind, regions):
    """The sweep file, and for the peer the region and factor of every scenario."""
    numbers = random.Random(o.seed)
    design = []
    for s in range(o.scenarios):
        region = s % o.regions if kind == "distinct" else 0
        design.append((region, round(numbers.uniform(0.7, 1.1), 6)))
    used = sorted({r for r, _ in design})
    levers = {}
    for r in used:
        cells = {"regions": [regions[r]]}
        lever = {"kind": "coefficient-scale", "users": cells, "factor": f"$f{r}"}
        if kind == "rows":
            lever["suppliers"] = cells
        levers[f"efficiency-{r}"] = lever
    with open(o.work / "changes.csv", "w", newline="") as f:
        rows = csv.writer(f)
        rows.writerow([f"f{r}" for r in used])
        for region, factor in design:
            rows.writerow([factor if r == region else "off" for r in used])
    spec = {
        "wassily": 1,
        "table": str(table),
        "stressors": ["CO2"],
        "levers": levers,
        "design": {"list": "changes.csv"},
        "responses": [{"D_cba": {"by": "region"}}],
    }
    file = o.work / "changes.yaml"
    file.write_text(json.dumps(spec, indent=1))
    (o.work / "changes.json").write_text(json.dumps({"rows": kind == "rows", "design": design}))
    return file


def ours(o, bench, file):
    """A sweep; its result stays for the peer."""
    result, found = bench.timed(["sweep", file], o.work / "changes-result.h5")
    phases = {p["name"]: p["seconds"] for p in found}
    return {
        **result,
        "seconds_per_scenario": phases["scenarios"] / o.scenarios,
        "phases": {p: phases[p] for p in ("changing A", "scenarios")},
    }


def peer(o, bench):
    return bench.peer(
        "refactorize.py", bench.table, o.work / "changes.json", o.work / "changes-result.h5", o.loops
    )


def measure(o):
    bench = runner.Runner(o, o.work)
    surroundings = bench.prepare()
    bench.lend_openblas()
    regions = names(o, bench)

    def one():
        result = {}
        for kind in KINDS:
            file = sweep(o, bench.table, kind, regions)
            result[kind] = {"ours": ours(o, bench, file), "peer": peer(o, bench)}
        return result

    rounds = bench.rounds(one)
    counted = rounds.counted()
    runs = {k: {who: [r[k][who] for r in counted] for who in ("ours", "peer")} for k in KINDS}
    targets = []
    for kind, bound in KINDS.items():
        mine, theirs = (
            median_of(runs[kind][who], "seconds_per_scenario") for who in ("ours", "peer")
        )
        targets.append(runner.target(f"refactorizing / ours, {kind}", theirs / mine, bound))
        print(f"{kind:10} ours {1e3 * mine:.3f} ms, refactorizing {1e3 * theirs:.1f} ms a scenario")
    return {
        "kind": "changes",
        "machine": surroundings,
        "n": o.n,
        "rank": o.sectors,
        "scenarios": o.scenarios,
        "threads": o.threads,
        "blas": bench.bundled,
        "runs": runs,
        "rounds": rounds.report(),
        "targets": targets,
    }


if __name__ == "__main__":
    runner.main(options(), measure)
