#!/usr/bin/env python3
"""Times ensembles in which all cells of Z are drawn beside scripts that solve every table anew.

All cells of Z log-normal with cv 0.1, D_cba by region of four stressors: our iterated path, our
refactorizing path, and bench/peers/redraw.py, interleaved on one table. The peer first makes our
draws again and compares D_cba. What a draw costs is the time of the scenarios, with their files
written, over the draws. On a card: ensembles.py --regions 163 --sectors 49 --backend cuda --draws
5000 --loops 2 (n = 7,987). How the process grows with n x n is told by a second table of twice as many
regions, with a heap that is there from the start. What is promised: bench/README.md.
"""

import json

import runner
from runner import median_of

CV = 0.1
LEVER = "flows"
STRESSORS = ["CO2", "NOx", "SO2", "PM2.5"]
PATHS = ["iterate", "refactorize"]

# Of the same size in both, so that it is no part of the growth.
HEAP = {"WASSILY_JAVA_OPTS": "-Xms80m -Xmx80m -Xmn24m -XX:+AlwaysPreTouch"}
CATEGORIES = 4  # of generated tables
OF_DEMAND = 3  # blocks of n x m: Y, its parts, L times these


def options():
    p = runner.parser(__doc__, regions=60)
    p.add_argument("--draws", type=int, default=40)
    p.add_argument("--loops", type=int, default=5, help="draws that the peer is timed on")
    p.add_argument("--backend", default="cpu", choices=["cpu", "cuda"])
    o = runner.parsed(p)
    if o.backend == "cuda":
        o.promised_n = 163 * 49
    return o


def sweep_file(o, table, path, draws):
    spec = {
        "wassily": 1,
        "table": str(table),
        "stressors": STRESSORS,
        "levers": {LEVER: {"kind": "perturb", "what": "Z", "cv": CV}},
        "design": {"draws": {"rows": draws, "seed": o.seed, "solve": path}},
        "responses": [{"D_cba": {"by": "region"}}],
    }
    file = o.work / f"ensemble-{path}.yaml"
    file.write_text(json.dumps(spec, indent=1))
    return file


def ours(o, bench, path):
    file = sweep_file(o, bench.table, path, o.draws)
    result, found = bench.timed(["sweep", file], o.work / f"ensemble-{path}.h5", o.backend)
    seconds = next(p["seconds"] for p in found if p["name"] == "scenarios")
    return {**result, "sweep_seconds": seconds, "seconds_per_draw": seconds / o.draws}


def memory(o, bench):
    """How the resident set of the iterated path grows, from the table to one of twice its order."""
    twice = o.work / "twice.h5"
    bench.run(
        [o.launcher, "generate", "--regions", 2 * o.regions, "--sectors", o.sectors]
        + ["--seed", o.seed, "--out", twice, "--force"]
    )
    orders, widths, sets = [], [], []
    for table, regions in ((bench.table, o.regions), (twice, 2 * o.regions)):
        file = sweep_file(o, table, "iterate", draws=10)
        command = [o.launcher, "sweep", file, "-o", o.work / "memory.h5", "--force"]
        done = bench.run(command + ["--backend", "cpu", "--threads", o.threads], HEAP)
        orders.append(regions * o.sectors)
        widths.append(regions * CATEGORIES + 1)
        sets.append(done.max_rss_bytes)
    matrices = 8 * (orders[1] ** 2 - orders[0] ** 2)
    demand = 8 * OF_DEMAND * (orders[1] * widths[1] - orders[0] * widths[0])
    return {
        "orders": orders,
        "max_rss_bytes": sets,
        "growth_in_matrices": (sets[1] - sets[0]) / matrices,
        "of_these_final_demand": demand / matrices,
    }


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
    held = memory(o, bench)
    growth, demand = held["growth_in_matrices"], held["of_these_final_demand"]
    print(f"growth with n x n: {growth:.2f} matrices, {demand:.2f} of them Y, its parts and L*Y")
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
        "memory": held,
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
