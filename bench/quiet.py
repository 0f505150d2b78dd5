"""Whether the processors were ours while something was measured.

A virtual machine's processors are lent: the host may take them away (steal), and other programs may
run beside. Both make times longer without a trace in the times. What is told here is a share of all
processors that this process may use: 0.5 is one of two.
"""

import os
import re
import resource
import time


class Usage:
    """Seconds that the processors have spent until now."""

    def __init__(self, stat="/proc/stat"):
        self.wall = time.perf_counter()
        self.own = time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
        self.processors = len(os.sched_getaffinity(0))
        self.busy = self.stolen = None
        try:
            with open(stat, encoding="ascii") as f:
                lines = f.read()
        except OSError:  # not on Linux: then nothing is told
            return
        tick = os.sysconf("SC_CLK_TCK")
        self.busy = self.stolen = 0.0
        for processor in os.sched_getaffinity(0):
            line = re.search(rf"^cpu{processor} (.*)$", lines, re.MULTILINE)
            if line is None:
                self.busy = self.stolen = None
                return
            # user nice system idle iowait irq softirq steal
            spent = [int(word) / tick for word in line.group(1).split()[:8]]
            self.busy += sum(spent[:3]) + sum(spent[5:7])
            self.stolen += spent[7]

    def since(self, start):
        """What happened between two looks: what the host took, what other programs took."""
        all_of = (self.wall - start.wall) * self.processors
        if self.busy is None or start.busy is None or all_of <= 0:
            return {"stolen_share": None, "others_share": None}
        others = (self.busy - start.busy) - (self.own - start.own)
        return {
            "stolen_share": round(max(0.0, self.stolen - start.stolen) / all_of, 4),
            "others_share": round(max(0.0, others) / all_of, 4),  # ticks of 10 ms: may be below 0
        }


def lost(taken):
    """What of the processors was not ours; None where the system does not say."""
    if taken["stolen_share"] is None:
        return None
    return taken["stolen_share"] + taken["others_share"]


def told(taken):
    if lost(taken) is None:
        return "nobody knows who else had the processors"
    stolen, others = (100 * taken[k] for k in ("stolen_share", "others_share"))
    return f"of the processors {stolen:.0f} % stolen, {others:.0f} % with others"


class Rounds:
    """Rounds of a measurement, of which the quiet ones count.

    A round is disturbed when more than --quiet-share of the processors was lost in it, or when a
    product of matrices ran, before or after it, below 4/5 of the best rate of all rounds: a clock
    that slows down or a neighbour on the same core is not in /proc/stat. Disturbed rounds are
    repeated, --retries of them at most. Then the quietest count, as many as were asked for. Nothing
    is dropped: the others stay in the report with all their numbers.
    """

    SLOW = 0.8

    def __init__(self, wanted, retries, quiet_share):
        self.wanted = wanted
        self.retries = retries
        self.quiet_share = quiet_share
        self.all = []

    def more(self):
        """Whether another round is needed; judged anew, since the best rate may have risen."""
        quiet = sum(not self.disturbances(r) for r in self.all)
        return quiet < self.wanted and len(self.all) < self.wanted + self.retries

    def add(self, result, taken, rates):
        self.all.append({"taken": taken, "dgemm_gflops": rates, "result": result})

    def best_rate(self):
        return max((g for r in self.all for g in r["dgemm_gflops"] if g), default=None)

    def disturbances(self, round_):
        """Why a round is not quiet; nothing when it is."""
        why = []
        if (lost(round_["taken"]) or 0) > self.quiet_share:
            why.append(told(round_["taken"]))
        known = [g for g in round_["dgemm_gflops"] if g]
        if known and min(known) < self.SLOW * self.best_rate():
            why.append(f"DGEMM at {min(known):.3g} of {self.best_rate():.3g} GFLOP/s")
        return why

    def counting(self):
        """Which rounds count: numbers from 0, ascending."""

        def disturbance(k):
            why = self.disturbances(self.all[k])
            return bool(why), lost(self.all[k]["taken"]) or 0

        return sorted(sorted(range(len(self.all)), key=disturbance)[: self.wanted])

    def counted(self):
        return [self.all[k]["result"] for k in self.counting()]

    def report(self):
        """For the JSON: every round; results of those that do not count."""
        counting = self.counting()
        rounds = []
        for k, r in enumerate(self.all):
            told_of = {key: r[key] for key in ("taken", "dgemm_gflops")}
            told_of |= {"disturbed": self.disturbances(r), "counted": k in counting}
            rounds.append(told_of if k in counting else {**told_of, "result": r["result"]})
        return {"quiet_share": self.quiet_share, "retries": self.retries, "all": rounds}


def lines(rounds):
    """For people, from what Rounds.report made."""
    found = []
    for k, r in enumerate(rounds["all"], 1):
        if r["disturbed"] or not r["counted"]:
            what = "counted all the same" if r["counted"] else "set aside, kept in the JSON"
            found.append(f"round {k}: {'; '.join(r['disturbed']) or 'quiet'}: {what}")
    counted = [r for r in rounds["all"] if r["counted"]]
    disturbed = sum(bool(r["disturbed"]) for r in counted)
    found.append(
        f"{len(counted)} rounds count, {disturbed} of them disturbed (more than"
        f" {100 * rounds['quiet_share']:.0f} % of the processors lost, or DGEMM below"
        f" {100 * Rounds.SLOW:.0f} % of its best); {len(rounds['all']) - len(counted)} set aside"
    )
    return found
