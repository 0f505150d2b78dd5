#!/usr/bin/env python3
"""Runs both studies at true scale, 313 x 42, and on WIOD 2009, and writes what they took.

What is promised: bench/README.md.
"""

from pathlib import Path

import runner
from runner import run, told

SECONDS, GIGABYTES = 300, 24


def options():
    p = runner.parser(__doc__, seed=1)
    p.add_argument("--wiod", type=Path, help="a table file of WIOD 2009 with CO2 and population")
    p.add_argument("--wiod-study", type=Path, help="the city study's file for it")
    return runner.parsed(p)


def study(o, name, command, report):
    """One run: seconds, largest resident set; its summary goes to the work folder."""
    result = o.work / (name + ".h5")
    seconds, rss, text = run(
        [o.launcher, *command, "-o", result, "--force", "--threads", o.threads]
    )
    (o.work / (name + ".txt")).write_text(text)
    report["runs"][name] = {
        "seconds": seconds,
        "max_rss_bytes": rss,
        "result_bytes": result.stat().st_size,
        "summary_lines": len(text.splitlines()),
    }
    result.unlink()
    print(f"{name:24} {seconds:8.1f} s {rss / 1e9:7.2f} GB")


def measure(o):
    version = run([o.launcher, "--version"])[2].strip()
    report = {
        "kind": "studies",
        "machine": runner.surroundings(),
        "version": version,
        "n": o.n,
        "threads": o.threads,
        "runs": {},
    }
    table = o.work / f"china-like-{o.regions}x{o.sectors}.h5"
    seconds, rss, _ = run(
        [o.launcher, "generate", "--preset", "china-like", "--regions", o.regions]
        + ["--sectors", o.sectors, "--seed", o.seed, "-o", table, "--force"]
    )
    report["runs"]["generate"] = {"seconds": seconds, "max_rss_bytes": rss}
    print(f"{'generate':24} {seconds:8.1f} s {rss / 1e9:7.2f} GB")
    study(o, "city", ["study", "city", table, "--preset", "china-cities"], report)
    study(
        o,
        "network",
        ["study", "network", table, "-s", "CO2", "--cluster", "*", "--driver-sector", "Construction"],
        report,
    )
    whole = sum(r["seconds"] for r in report["runs"].values())
    most = max(r["max_rss_bytes"] for r in report["runs"].values()) / 1e9
    if o.wiod:
        city = ["study", "city", o.wiod] + ([o.wiod_study] if o.wiod_study else [])
        study(o, "city WIOD 2009", city, report)
        study(
            o, "network WIOD 2009", ["study", "network", o.wiod, "-s", "CO2", "--cluster", "*"], report
        )
    report["targets"] = [
        runner.target("table and both studies", whole, SECONDS, False, "s"),
        runner.target("largest resident set", most, GIGABYTES, False, "GB"),
    ]
    return report


def main():
    o = options()
    report = runner.in_folder(o, lambda _: measure(o))
    for t in report["targets"]:
        print(told(t))
    runner.write(o, report)


if __name__ == "__main__":
    main()
