#!/usr/bin/env python3
"""Times ensembles in which all cells of Z are drawn beside scripts that solve every table anew.

All cells of Z log-normal with cv 0.1, D_cba by region of four stressors: our iterated path, our
refactorizing path, and bench/peers/redraw.py, interleaved on one table. The peer first makes our
draws again and compares D_cba. What a draw costs is the time of the scenarios, with their files
written, over the draws. On a card: ensembles.py --regions 163 --sectors 49 --backend cuda --draws
5000 --loops 2 (n = 7,987). What is promised: bench/README.md.
"""

import json

import runner
from runner import median_of

CV = 0.1
LEVER = "flows"
STRESSORS = ["CO2", "NOx", "SO2", "PM2.5"]
PATHS = ["iterate", "refactorize"]


def options():
    p = runner.parser(__doc__, regions=60)
    p.add_argument("--draws", type=int, default=40)
    p.add_argument("--loops", type=int, default=5, help="draws that the peer is timed on")
    p.add_argument("--backend", default="cpu", choices=["cpu", "cuda"])
    o = runner.parsed(p)
    if o.backend == "cuda":
        o.promised_n = 163 * 49
    return o


def ours(o, bench, path):
    spec = {
        "wassily": 1,
        "table": str(bench.table),
        "stressors": STRESSORS,
        "levers": {LEVER: {"kind": "perturb", "what": "Z", "cv": CV}},
        "design": {"draws": {"rows": o.draws, "seed": o.seed, "solve": path}},
        "responses": [{"D_cba": {"by": "region"}}],
    }
    file = o.work / f"ensemble-{path}.yaml"
    file.write_text(json.dumps(spec, indent=1))
    result, found = bench.timed(["sweep", file], o.work / f"ensemble-{path}.h5", o.backend)
    seconds = next(p["seconds"] for p in found if p["name"] == "scenarios")
    return {**result, "sweep_seconds": seconds, "seconds_per_draw": seconds / o.draws}


def peer(o, bench):
    return bench.peer(
        "redraw.py", bench.table, o.work / "ensemble-iterate.h5", o.seed, LEVER, CV, o.loops
    )


def measure(o):
    bench = runner.Runner(o, o.work)
    surroundings = bench.prepare()
    bench.lend_openblas()

    def one():
        return {path: ours(o, bench, path) for path in PATHS} | {"peer": peer(o, bench)}

    rounds = bench.rounds(one)
    runs = {who: [r[who] for r in rounds.counted()] for who in (*PATHS, "peer")}
    each = {path: median_of(runs[path], "seconds_per_draw") for path in PATHS}
    for how in ("lu_factor", "inverse"):
        each[how] = median_of([r["seconds_per_draw"] for r in runs["peer"]], how)
    for how, seconds in each.items():
        print(f"{how:12} {1e3 * seconds:.1f} ms a draw")
    matrices = max(r["max_rss_bytes"] for r in runs["iterate"]) / (8 * o.n * o.n)
    print(f"resident set of the process: {matrices:.2f} matrices, Java's heap among them")
    mine = each["iterate"]
    return {
        "kind": "ensembles",
        "machine": surroundings,
        "n": o.n,
        "cv": CV,
        "draws": o.draws,
        "backend": o.backend,
        "threads": o.threads,
        "blas": bench.bundled,
        "max_rss_in_matrices": matrices,
        "seconds_per_draw": each,
        "runs": runs,
        "rounds": rounds.report(),
        "targets": [
            runner.target("refactorizing (SciPy) / ours", each["lu_factor"] / mine, 3),
            runner.target("our refactorizing / ours", each["refactorize"] / mine, 3),
            runner.target("inverse (NumPy) / ours", each["inverse"] / mine, 5),
        ],
    }


if __name__ == "__main__":
    runner.main(options(), measure)
