#!/usr/bin/env python3
"""Checks of bench/quiet.py and of the clock of bench/runner.py: quiet_checks.py BENCH FOLDER"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, sys.argv[1])
folder = Path(sys.argv[2])

import quiet  # noqa: E402
import runner  # noqa: E402


def same(found, expected):
    if found != expected:
        sys.exit(f"found {found}, expected {expected}")


def taken(stolen, others):
    return {"stolen_share": stolen, "others_share": others}


def counters(*words):
    """A /proc/stat that says the same of every processor of this process."""
    file = folder / "stat"
    numbers = " ".join(map(str, words))
    file.write_text("cpu  0\n" + "".join(f"cpu{p} {numbers}\n" for p in os.sched_getaffinity(0)))
    return file


def theft_and_neighbours():
    tick = os.sysconf("SC_CLK_TCK")
    before = quiet.Usage(counters(100, 0, 0, 50, 0, 0, 0, 7))
    # Three seconds of every processor with programs, the kernel and interrupts, one stolen.
    after = quiet.Usage(
        counters(100 + tick, 0, tick, 50, 0, 0, tick, 7 + tick)
    )
    after.wall, after.own = before.wall + 10, before.own + before.processors
    same(after.since(before), taken(0.1, 0.2))
    nowhere = quiet.Usage(folder / "nowhere")
    same(nowhere.since(nowhere), taken(None, None))
    same(quiet.lost(taken(None, None)), None)


def the_quietest_count():
    rounds = quiet.Rounds(wanted=2, retries=2, quiet_share=0.05)
    rounds.add("stolen", taken(0.5, 0), [90.0, 91.0])
    same(rounds.more(), True)
    rounds.add("slow at its end", taken(0, 0.01), [90.0, 60.0])
    rounds.add("quiet", taken(0.01, 0.02), [90.0, 90.0])
    same(rounds.more(), True)
    rounds.add("beside another program", taken(0, 0.3), [100.0, 95.0])
    same(rounds.more(), False)
    same(rounds.counted(), ["slow at its end", "quiet"])
    report = rounds.report()
    same([r["counted"] for r in report["all"]], [False, True, True, False])
    same(report["all"][0]["result"], "stolen")
    same("result" in report["all"][1], False)
    same(report["all"][1]["disturbed"], ["DGEMM at 60 of 100 GFLOP/s"])
    last = quiet.lines(report)[-1]
    same(last.startswith("2 rounds count, 1 of them disturbed"), True)
    same(last.endswith("; 2 set aside"), True)


def quiet_rounds_are_not_repeated():
    rounds = quiet.Rounds(wanted=1, retries=3, quiet_share=0.05)
    rounds.add("one", taken(None, None), [None, None])  # a system that says nothing
    same(rounds.more(), False)
    same(rounds.counted(), ["one"])


def what_hangs_is_ended():
    start = time.perf_counter()
    try:
        runner.run(["sleep", "60"], limit=0.2)
        sys.exit("slept")
    except runner.Missing as e:
        same(str(e), "ended after 0.2 s (--limit)")
    same(time.perf_counter() - start < 30, True)


def promises_are_of_one_size():
    same([runner.target("x", v, 2)["passed"] for v in (2, 1.9, None)], [True, False, None])
    same(runner.target("x", 2.1, 2, False)["passed"], False)
    same(runner.told(runner.target("x", 2.0, 2)).endswith("2 >= 2 x: reached"), True)
    o = runner.parser("of the checks", regions=3, sectors=4).parse_args([])
    same(o.promised_n, 12)
    o.n, report = 8, {"targets": [runner.target("x", 2.0, 2)]}
    report["rounds"] = quiet.Rounds(1, 0, 0).report()
    runner.finish(o, report)
    same(report["targets"][0]["passed"], None)
    same(runner.told(report["targets"][0]).endswith("promised of n = 12 only"), True)


theft_and_neighbours()
promises_are_of_one_size()
the_quietest_count()
quiet_rounds_are_not_repeated()
what_hangs_is_ended()
