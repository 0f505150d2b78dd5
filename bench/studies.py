#!/usr/bin/env python3
"""Runs both studies at true scale, 313 x 42, and on WIOD 2009, and writes what they took.

What is promised: bench/README.md.
"""

from pathlib import Path

import runner
from runner import median_of

SECONDS, GIGABYTES = 300, 24


def options():
    p = runner.parser(__doc__, seed=1, repeats=1)
    p.add_argument("--wiod", type=Path, help="a table file of WIOD 2009 with CO2 and population")
    p.add_argument("--wiod-study", type=Path, help="the city study's file for it")
    return runner.parsed(p)


def study(o, bench, name, command):
    """One run; its summary goes to the work folder."""
    result = o.work / (name + ".h5")
    done = bench.run([o.launcher, *command, "-o", result, "--force", "--threads", o.threads])
    (o.work / (name + ".txt")).write_text(done.text)
    found = {
        **done.figures(),
        "result_bytes": result.stat().st_size,
        "summary_lines": len(done.text.splitlines()),
    }
    result.unlink()
    return found


def measure(o):
    bench = runner.Runner(o, o.work)
    surroundings = bench.surroundings()
    bench.lend_openblas()
    table = o.work / f"china-like-{o.regions}x{o.sectors}.h5"
    clusters = ["-s", "CO2", "--cluster", "*"]

    def one():
        made = bench.run(
            [o.launcher, "generate", "--preset", "china-like", "--regions", o.regions]
            + ["--sectors", o.sectors, "--seed", o.seed, "-o", table, "--force"]
        )
        runs = {
            "generate": made.figures(),
            "city": study(o, bench, "city", ["study", "city", table, "--preset", "china-cities"]),
            "network": study(
                o, bench, "network",
                ["study", "network", table, *clusters, "--driver-sector", "Construction"],
            ),
        }  # fmt: skip
        if o.wiod:
            city = ["study", "city", o.wiod] + ([o.wiod_study] if o.wiod_study else [])
            network = ["study", "network", o.wiod, *clusters]
            runs["city WIOD 2009"] = study(o, bench, "city WIOD 2009", city)
            runs["network WIOD 2009"] = study(o, bench, "network WIOD 2009", network)
        return runs

    rounds = bench.rounds(one)
    runs = {name: [r[name] for r in rounds.counted()] for name in rounds.counted()[0]}
    at_scale = ("generate", "city", "network")
    whole = sum(median_of(runs[name], "wall_seconds") for name in at_scale)
    most = max(r["max_rss_bytes"] for name in at_scale for r in runs[name]) / 1e9
    return {
        "kind": "studies",
        "machine": surroundings,
        "n": o.n,
        "threads": o.threads,
        "repeats": o.repeats,
        "runs": runs,
        "rounds": rounds.report(),
        "targets": [
            runner.target("table and both studies", whole, SECONDS, False, "s"),
            runner.target("largest resident set", most, GIGABYTES, False, "GB"),
        ],
    }


def printed(report):
    for name, runs in report["runs"].items():
        most = max(r["max_rss_bytes"] for r in runs)
        print(f"{name:24} {median_of(runs, 'wall_seconds'):8.1f} s {most / 1e9:7.2f} GB")


if __name__ == "__main__":
    runner.main(options(), measure, printed)
