#!/usr/bin/env python3
"""Measures the engine beside NumPy, SciPy and a C pread, interleaved, on one generated table.

Needs only the standard library; a peer that cannot run is named with the reason. What is measured
and what is promised: bench/README.md.
"""

import os
import shlex
from pathlib import Path

import runner
from runner import PEERS, ROOT, Missing, json_of, say, summary

# The phases of --timings that are compared.
READ, FACTORIZE, INVERT = r"^reading .*:/Z$", r"^factoriz", r"^invert"

WIOD_IMPORT = (
    "import --z {data}/Z_1995.csv.gz --y {data}/Y_1995.csv.gz --x {data}/x_1995.csv"
    " --output file --year 1995 --unit 'M USD' --out {out} --force"
)


def options():
    p = runner.parser(__doc__)
    p.add_argument("--testdata", type=Path, default=ROOT.parent / "shared" / "data")
    p.add_argument("--import-args", default=WIOD_IMPORT, help="the import of WIOD 1995")
    return runner.parsed(p)


class Bench(runner.Runner):
    """The parts of one run, each one call."""

    def __init__(self, o, work):
        super().__init__(o, work)
        self.pread = None

    def compile_pread(self):
        source = PEERS / "pread.c"
        if not source.exists():
            raise Missing(f"{source.relative_to(ROOT)} is not there")
        binary = self.work / "pread"
        self.run(["gcc", "-O2", "-pthread", "-o", binary, source])
        self.pread = binary

    def footprint(self):
        out = self.work / "footprint.h5"
        return self.ours(
            "footprint", out, ("read_seconds", READ), ("factorize_seconds", FACTORIZE)
        )

    def inverse(self):
        phases = ("factorize_seconds", FACTORIZE), ("invert_seconds", INVERT)
        result = self.ours("inverse", self.work / "inverse.h5", *phases)
        result["inverse_seconds"] = result["factorize_seconds"] + result["invert_seconds"]
        return result

    def scipy_lu(self):
        return self.peer("scipy_lu.py", self.o.n, self.o.seed)

    def numpy_inverse(self):
        return self.peer("numpy_inverse.py", self.o.n, self.o.seed)

    def pread_peer(self):
        if self.pread is None:
            raise Missing("pread could not be compiled")
        # From the start of the same file, as many bytes as Z has.
        command = [self.pread, self.table, 0, 8 * self.o.n**2, self.o.threads]
        done = self.run(command)
        return {**json_of(done.text, "pread"), "taken": done.taken}

    def wiod(self):
        data = self.o.testdata / "wiod2013" / "csv"
        if not (data / "Z_1995.csv.gz").exists():
            raise Missing(f"{data}/Z_1995.csv.gz is not there (--testdata)")
        out = self.work / "wiod1995.h5"
        words = [w.format(data=data, out=out) for w in shlex.split(self.o.import_args)]
        done = self.run([self.o.launcher, *words])
        out.unlink(missing_ok=True)
        os.sync()
        return done.figures()


def collect(runs, key):
    return summary([r[key] for r in runs]) if runs else None


def compare(o, runs):
    """Medians, ratios of medians and what is promised of them."""
    n = o.n
    figures = {
        "read_seconds": collect(runs["footprint"], "read_seconds"),
        "lu_seconds": collect(runs["footprint"], "factorize_seconds"),
        "inverse_seconds": collect(runs["inverse"], "inverse_seconds"),
        "footprint_wall_seconds": collect(runs["footprint"], "wall_seconds"),
        "footprint_max_rss_bytes": collect(runs["footprint"], "max_rss_bytes"),
        "import_wiod1995_seconds": collect(runs["import_wiod1995"], "wall_seconds"),
        "scipy_lu_seconds": collect(runs["scipy_lu"], "seconds"),
        "numpy_inverse_seconds": collect(runs["numpy_inverse"], "seconds"),
        "pread_seconds": collect(runs["pread"], "seconds"),
    }

    def times_as_fast(ours, peer):
        if not figures[ours] or not figures[peer]:
            return None
        return figures[peer]["median"] / figures[ours]["median"]

    def largest(name):
        return figures[name]["max"] if figures[name] else None

    def median(name):
        return figures[name]["median"] if figures[name] else None

    rss_bound = 1.25 * 8 * n**2 + 300e6
    targets = [
        runner.target(
            "LU / scipy.linalg.lu_factor", times_as_fast("lu_seconds", "scipy_lu_seconds"), 0.95
        ),
        runner.target(
            "inverse / numpy.linalg.inv",
            times_as_fast("inverse_seconds", "numpy_inverse_seconds"),
            1.2,
        ),
        runner.target(
            "reading Z / C pread", times_as_fast("read_seconds", "pread_seconds"), 0.8
        ),
        runner.target(
            "footprint resident set", largest("footprint_max_rss_bytes"), rss_bound, False, "bytes"
        ),
        runner.target(
            "import of WIOD 1995", median("import_wiod1995_seconds"), 3, False, "s"
        ),
    ]
    rates = {}
    for key, flops in (
        ("lu_seconds", 2 / 3 * n**3),
        ("scipy_lu_seconds", 2 / 3 * n**3),
        ("inverse_seconds", 2 * n**3),
        ("numpy_inverse_seconds", 2 * n**3),
    ):
        if figures[key]:
            rates[key.replace("seconds", "gflops")] = 1e-9 * flops / figures[key]["median"]
    for key in ("read_seconds", "pread_seconds"):
        if figures[key]:
            rates[key.replace("seconds", "gb_per_s")] = 8e-9 * n**2 / figures[key]["median"]
    return figures, rates, targets


def printed(report):
    """The report for people; what was promised comes after it."""
    print("{commit}, {date}".format(**report["machine"]))
    gigabytes = f"{1e-9 * (report['machine']['memory_bytes'] or 0):.0f} GB"
    print("{cpu}, {cores} cores, {kernel}, ".format(**report["machine"]) + gigabytes)
    print(f"n = {report['n']}, {report['threads']} threads, {report['repeats']} interleaved runs")
    print(f"BLAS: {report['blas']['bundled']}")
    print(f"\n{'':28}{'median':>12}{'min':>12}{'max':>12}")
    for name, s in report["figures"].items():
        if s:
            print(f"{name:28}" + "".join(f"{s[k]:12.4g}" for k in ("median", "min", "max")))
    print()
    for name, rate in report["rates"].items():
        print(f"{name:28}{rate:12.4g}")
    for name, why in report["missing"].items():
        print(f"missing: {name}: {why}")
    print()


def measure(o):
    bench = Bench(o, o.work)
    surroundings = bench.prepare()
    missing = {}

    def attempt(name, work):
        """A result, or None with the reason kept; what failed once is not tried again."""
        if name in missing:
            return None
        try:
            return work()
        except Missing as e:
            missing[name] = str(e)
            say(f"  missing: {name}: {e}")
            return None

    attempt("bundled OpenBLAS", bench.lend_openblas)
    attempt("pread.c", bench.compile_pread)
    parts = {
        "footprint": bench.footprint,
        "scipy_lu": bench.scipy_lu,
        "inverse": bench.inverse,
        "numpy_inverse": bench.numpy_inverse,
        "pread": bench.pread_peer,
        "import_wiod1995": bench.wiod,
    }
    rounds = bench.rounds(lambda: {name: attempt(name, part) for name, part in parts.items()})
    runs = {
        name: [r[name] for r in rounds.counted() if r[name] is not None] for name in parts
    }
    figures, rates, targets = compare(o, runs)
    peers = {name: runs[name][-1] for name in ("scipy_lu", "numpy_inverse") if runs[name]}
    return {
        "kind": "engine",
        "machine": surroundings,
        "n": o.n,
        "regions": o.regions,
        "sectors": o.sectors,
        "seed": o.seed,
        "threads": o.threads,
        "repeats": o.repeats,
        "blas": {
            "bundled": bench.bundled,
            **{name: peer["blas"] for name, peer in peers.items()},
        },
        "peer_versions": {name: peer["versions"] for name, peer in peers.items()},
        "figures": figures,
        "rates": rates,
        "targets": targets,
        "missing": missing,
        "rounds": rounds.report(),
        "runs": runs,
    }


if __name__ == "__main__":
    runner.main(options(), measure, printed)
