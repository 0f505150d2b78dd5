#!/usr/bin/env python3
"""Times ensembles in which all cells of Z are drawn beside scripts that solve every table anew.

All cells of Z log-normal with cv 0.1, D_cba by region of four stressors: our iterated path, our
refactorizing path, and bench/peers/redraw.py, interleaved on one table. The peer first makes our
draws again and compares D_cba. What a draw costs is the time of the scenarios, with their files
written, over the draws. On a card: ensembles.py --regions 163 --sectors 49 --backend cuda --draws
5000 --loops 2 (n = 7,987). What is promised: bench/README.md.
"""

import argparse
import json
import os
import statistics
from pathlib import Path

import engine
import machine

CV = 0.1
LEVER = "flows"
STRESSORS = ["CO2", "NOx", "SO2", "PM2.5"]
PATHS = ["iterate", "refactorize"]


def options():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--regions", type=int, default=60)
    p.add_argument("--sectors", type=int, default=42)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--draws", type=int, default=40)
    p.add_argument("--loops", type=int, default=5, help="draws that the peer is timed on")
    p.add_argument("--repeats", type=int, default=3)
    p.add_argument("--backend", default="cpu", choices=["cpu", "cuda"])
    p.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    p.add_argument("--out", type=Path)
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--launcher", default=str(engine.ROOT / "scripts" / "wassily"))
    p.add_argument("--python", default="/usr/bin/python3")
    o = p.parse_args()
    o.n = o.regions * o.sectors
    return o


def ours(o, table, path):
    spec = {
        "wassily": 1,
        "table": str(table),
        "stressors": STRESSORS,
        "levers": {LEVER: {"kind": "perturb", "what": "Z", "cv": CV}},
        "design": {"draws": {"rows": o.draws, "seed": o.seed, "solve": path}},
        "responses": [{"D_cba": {"by": "region"}}],
    }
    file = o.work / f"ensemble-{path}.yaml"
    file.write_text(json.dumps(spec, indent=1))
    out = o.work / f"ensemble-{path}.h5"
    timings = o.work / "timings.json"
    wall, rss, _ = engine.run(
        [o.launcher, "sweep", file, "-o", out, "--force"]
        + ["--backend", o.backend, "--threads", o.threads, "--timings", timings]
    )
    phases = {p["name"]: p for p in json.loads(timings.read_text())["phases"]}
    timings.unlink()
    os.sync()
    return {
        "wall_seconds": wall,
        "max_rss_bytes": rss,
        "sweep_seconds": phases["scenarios"]["seconds"],
        "seconds_per_draw": phases["scenarios"]["seconds"] / o.draws,
    }


def peer(o, bench):
    script = "redraw.py"
    command = [o.python, engine.PEERS / script, bench.table, o.work / "ensemble-iterate.h5"]
    command += [o.seed, LEVER, CV, o.loops]
    result = engine.json_of(engine.run(command, bench.peer_environment)[2], script)
    bench.same_blas(result["blas"], script)
    return result


def main():
    o = options()
    o.work.mkdir(parents=True, exist_ok=True)
    bench = engine.Bench(o, o.work)
    bench.prepare()
    bench.lend_openblas()
    runs = {"iterate": [], "refactorize": [], "peer": []}
    for _ in range(o.repeats):
        for path in PATHS:
            runs[path].append(ours(o, bench.table, path))
        runs["peer"].append(peer(o, bench))

    def median(path):
        return statistics.median(r["seconds_per_draw"] for r in runs[path])

    def theirs(how):
        return statistics.median(r["seconds_per_draw"][how] for r in runs["peer"])

    matrix = 8 * o.n * o.n
    rss = max(r["max_rss_bytes"] for r in runs["iterate"])
    targets = [
        {"name": "refactorizing (SciPy) / ours", "value": theirs("lu_factor") / median("iterate"), "bound": 3},
        {"name": "our refactorizing / ours", "value": median("refactorize") / median("iterate"), "bound": 3},
        {"name": "inverse (NumPy) / ours", "value": theirs("inverse") / median("iterate"), "bound": 5},
    ]
    for path in PATHS:
        print(f"{path:12} {1e3 * median(path):.1f} ms a draw")
    for how in ("lu_factor", "inverse"):
        print(f"{how:12} {1e3 * theirs(how):.1f} ms a draw")
    print(f"resident set of the process: {rss / matrix:.2f} matrices, Java's heap among them")
    report = {
        "machine": machine.describe(engine.ROOT),
        "n": o.n,
        "cv": CV,
        "draws": o.draws,
        "backend": o.backend,
        "threads": o.threads,
        "blas": bench.bundled,
        "max_rss_in_matrices": rss / matrix,
        "runs": runs,
        "targets": targets,
    }
    for t in targets:
        t["passed"] = t["value"] >= t["bound"]
        print(f"{t['name']:40} {t['value']:8.4g} >= {t['bound']}: {'reached' if t['passed'] else 'MISSED'}")
    if o.out:
        text = json.dumps(report, indent=1).replace(str(o.work), "<work>").replace(str(engine.ROOT) + "/", "")
        o.out.write_text(text + "\n")
        print("written:", o.out)


if __name__ == "__main__":
    main()
