#!/usr/bin/env python3
"""Runs what people use today and Wassily in turns on one table, and prints how many times as long.

Every peer computes the same footprints and has them compared with ours before it is timed. Threads
are pinned for all; NumPy and SciPy run on the OpenBLAS that Wassily carries, or with --as-installed
on their own, which is told by name and version. What cannot run is named with the reason.
"""

import runner
from runner import Missing, say, summary

# Name -> (our command, phases of --timings whose seconds count; none: the whole process).
OURS = {
    "LU": ("footprint", [r"^factoriz"]),
    "inverse": ("inverse", [r"^factoriz", r"^invert"]),
    "LU and solve": ("footprint", [r"^factoriz", r"^solving"]),
    "accounts": ("footprint", [r"^factoriz", r"^solving", r"^residuals", r"^spectral", r"^accounts"]),
    "flows": ("flows", [r"^factoriz", r"^solving", r"^residuals", r"^spectral", r"^accounts"]),
    "file to footprint": ("footprint", []),
}

# What is compared: name, our part, the peer's script with its words, what of the peer counts.
PAIRS = (
    ("scipy.linalg.lu_factor", "LU", "scipy_lu.py", "generated", "seconds"),
    ("numpy.linalg.inv", "inverse", "numpy_inverse.py", "generated", "seconds"),
    ("lu_factor, lu_solve", "LU and solve", "numpy_solve.py", "table", "seconds"),
    ("best iteration", "LU and solve", "scipy_gmres.py", "table", "seconds"),
    ("pymrio calc_all", "accounts", "pymrio_accounts.py", "table", "seconds"),
    ("A, inv(I-A), S.L.Y", "file to footprint", "numpy_inverse.py", "table", "wall_seconds"),
    ("L and loops over blocks", "flows", "city_loops.py", "flows", "seconds"),
)

# What is promised at n = 13,146 on two processors: how many times as long the peer takes.
PROMISED = {"scipy.linalg.lu_factor": 1.15, "numpy.linalg.inv": 1.4, "A, inv(I-A), S.L.Y": 3}


def options():
    p = runner.parser(__doc__)
    p.add_argument("--only", action="append", default=[], help="a peer's script; may be repeated")
    p.add_argument(
        "--as-installed",
        action="store_true",
        help="leave NumPy and SciPy on the BLAS that they come with",
    )
    return runner.parsed(p)


class Peers(runner.Runner):
    """One table, our result of it, and calls of both sides."""

    def results(self):
        """The footprint and the flows that every peer has to find."""
        for command in ("footprint", "flows"):
            self.run(
                [self.o.launcher, command, self.table, "-s", "CO2", "--force", "--backend", "cpu"]
                + ["--threads", self.o.threads, "-o", self.work / f"our-{command}.h5"]
            )

    def our_part(self, part):
        command, phases = OURS[part]
        named = [(f"phase {k}", pattern) for k, pattern in enumerate(phases)]
        more = () if command == "inverse" else ("-s", "CO2")
        found = self.ours(command, self.work / "timed.h5", *named, more=more)
        seconds = sum(found[k] for k, _ in named) if phases else found["wall_seconds"]
        return {**found, "seconds": seconds}

    def their_part(self, script, kind, counts):
        words = {
            "generated": (self.o.n, self.o.seed),
            "table": (self.table, self.work / "our-footprint.h5"),
            "flows": (self.table, self.work / "our-flows.h5"),
        }[kind]
        found = self.peer(script, *words, same_blas=not self.o.as_installed)
        return {**found, "seconds": found[counts]}


def compared(ours, theirs):
    """The ratio of medians, and how far it could be with the fastest and slowest of each."""
    mine, peers = ([r["seconds"] for r in runs] for runs in (ours, theirs))
    return {
        "ours": summary(mine),
        "peer": summary(peers),
        "ratio": summary(peers)["median"] / summary(mine)["median"],
        "ratio_least": min(peers) / max(mine),
        "ratio_most": max(peers) / min(mine),
        "ours_max_rss_bytes": max(r["max_rss_bytes"] for r in ours),
        "peer_max_rss_bytes": max(r["max_rss_bytes"] for r in theirs),
        "blas": theirs[-1]["blas"],
        "versions": theirs[-1]["versions"],
        "largest_deviation": theirs[-1].get("largest_deviation"),
        "what": theirs[-1]["peer"],
    }


def card(devices, missing):
    """CuPy and PyTorch need a card; with one, scripts/gpu-check.sh measures both in turns."""
    absent = [t for t in devices.values() if t.startswith("missing: ")]
    why = absent[0].removeprefix("missing: ") if absent else "scripts/gpu-check.sh measures it"
    for script in ("cupy_lu.py", "torch_lu.py"):
        missing[script] = why


def measure(o):
    bench = Peers(o, o.work)
    surroundings = bench.prepare()
    missing = {}
    try:
        bench.lend_openblas()
        if o.as_installed:
            del bench.peer_environment["LD_LIBRARY_PATH"]
    except Missing as e:
        missing["bundled OpenBLAS"] = str(e)
    bench.results()
    pairs = [p for p in PAIRS if not o.only or p[2] in o.only]

    def one():
        """Peer, ours, peer, ours …: name -> (ours, theirs)."""
        found = {}
        for name, part, script, kind, counts in pairs:
            if name in missing:
                continue
            try:
                theirs = bench.their_part(script, kind, counts)
                found[name] = (bench.our_part(part), theirs)
            except Missing as e:
                missing[name] = str(e)
                say(f"  missing: {name}: {e}")
        return found

    rounds = bench.rounds(one)
    runs = {p[0]: ([], []) for p in pairs}
    for result in rounds.counted():
        for name, both in result.items():
            for side, found in zip(runs[name], both):
                side.append(found)
    card(surroundings["devices"], missing)
    pairs_told = {
        name: {"part": part, **compared(*runs[name])}
        for name, part, _, _, _ in pairs
        if runs[name][1]
    }
    targets = [
        runner.target(f"{name} / ours", pairs_told.get(name, {}).get("ratio"), bound)
        for name, bound in PROMISED.items()
        if any(p[0] == name for p in pairs)
    ]
    whole = pairs_told.get("A, inv(I-A), S.L.Y")
    if whole:
        share = whole["ours_max_rss_bytes"] / whole["peer_max_rss_bytes"]
        targets.append(runner.target("our resident set / that of inv(I-A)", share, 1 / 3, False))
    return {
        "kind": "peers",
        "machine": surroundings,
        "n": o.n,
        "regions": o.regions,
        "sectors": o.sectors,
        "seed": o.seed,
        "threads": o.threads,
        "repeats": o.repeats,
        "blas": {"ours": bench.bundled},
        "pairs": pairs_told,
        "targets": targets,
        "missing": missing,
        "rounds": rounds.report(),
    }


def printed(report):
    print("{commit}, {date}".format(**report["machine"]))
    print("{cpu}, {cores} cores, load before {load_average_before}".format(**report["machine"]))
    print(f"n = {report['n']}, {report['threads']} threads, {report['repeats']} rounds in turns")
    print(f"ours: {report['blas']['ours']}")
    print()
    print(f"{'peer':26}{'ours':20}{'peer s':>9}{'ours s':>9}{'ratio':>8}  range")
    for name, p in report["pairs"].items():
        print(
            f"{name:26}{p['part']:20}{p['peer']['median']:9.4g}{p['ours']['median']:9.4g}"
            f"{p['ratio']:8.3g}  {p['ratio_least']:.3g} - {p['ratio_most']:.3g}"
            f"   {p['blas']['name']} {p['blas']['version']}, {p['blas']['threads']} threads"
        )
    for name, why in report["missing"].items():
        print(f"missing: {name}: {why}")


if __name__ == "__main__":
    runner.main(options(), measure, printed)
