#!/usr/bin/env python3
"""Runs both studies at true scale, 313 x 42, and on WIOD 2009, and writes what they took.

What is promised: bench/README.md.
"""

import argparse
import json
import os
from pathlib import Path

import engine
import machine

SECONDS, GIGABYTES = 300, 24


def options():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--regions", type=int, default=313)
    p.add_argument("--sectors", type=int, default=42)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    p.add_argument("--wiod", type=Path, help="a table file of WIOD 2009 with CO2 and population")
    p.add_argument("--wiod-study", type=Path, help="the city study's file for it")
    p.add_argument("--out", type=Path)
    p.add_argument("--work", type=Path, required=True)
    p.add_argument("--launcher", default=str(engine.ROOT / "scripts" / "wassily"))
    o = p.parse_args()
    o.n = o.regions * o.sectors
    return o


def study(o, name, command, report):
    """One run: seconds, largest resident set; its summary goes to the work folder."""
    result = o.work / (name + ".h5")
    seconds, rss, text = engine.run(
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


def main():
    o = options()
    o.work.mkdir(parents=True, exist_ok=True)
    version = engine.run([o.launcher, "--version"])[2].strip()
    report = {
        "machine": machine.describe(engine.ROOT),
        "version": version,
        "n": o.n,
        "threads": o.threads,
        "runs": {},
    }
    table = o.work / f"china-like-{o.regions}x{o.sectors}.h5"
    seconds, rss, _ = engine.run(
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
        {"name": "table and both studies, seconds", "value": whole, "most": SECONDS},
        {"name": "largest resident set, GB", "value": most, "most": GIGABYTES},
    ]
    for t in report["targets"]:
        t["passed"] = t["value"] <= t["most"]
        reached = "reached" if t["passed"] else "MISSED"
        print(f"{t['name']:40} {t['value']:8.1f} <= {t['most']}: {reached}")
    if o.out:
        text = json.dumps(report, indent=1).replace(str(o.work), "<work>")
        o.out.write_text(text.replace(str(engine.ROOT) + "/", "") + "\n")
        print("written:", o.out)


if __name__ == "__main__":
    main()
