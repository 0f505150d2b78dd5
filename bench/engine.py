#!/usr/bin/env python3
"""Measures the engine beside NumPy, SciPy and a C pread, interleaved, on one generated table.

Needs only the standard library; a peer that cannot run is named with the reason. What is measured
and what is promised: bench/README.md.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import machine

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"

# The phases of --timings that are compared.
READ, FACTORIZE, INVERT = r"^reading .*:/Z$", r"^factoriz", r"^invert"

WIOD_IMPORT = (
    "import --z {data}/Z_1995.csv.gz --y {data}/Y_1995.csv.gz --x {data}/x_1995.csv"
    " --output file --year 1995 --unit 'M USD' --out {out} --force"
)


class Missing(Exception):
    """A measurement that cannot be made here; the message says why."""


def options():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("--n", type=int, help="order of the table, a multiple of --sectors")
    p.add_argument("--regions", type=int, default=313)
    p.add_argument("--sectors", type=int, default=42)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--repeats", type=int, default=3)
    p.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    p.add_argument("--out", type=Path, help="JSON to write, such as bench/results/NAME.json")
    p.add_argument("--work", type=Path, help="folder for tables; default: a temporary one")
    p.add_argument("--launcher", default=str(ROOT / "scripts" / "wassily"))
    p.add_argument("--python", default="/usr/bin/python3", help="runs the NumPy and SciPy peers")
    p.add_argument("--testdata", type=Path, default=ROOT.parent / "shared" / "data")
    p.add_argument("--import-args", default=WIOD_IMPORT, help="the import of WIOD 1995")
    o = p.parse_args()
    if o.n is not None:
        if o.n % o.sectors:
            p.error(f"--n {o.n} is not a multiple of --sectors {o.sectors}")
        o.regions = o.n // o.sectors
    o.n = o.regions * o.sectors
    if o.repeats < 1 or o.threads < 1 or o.n < 1:
        p.error("--n, --repeats and --threads have to be at least 1")
    return o


def say(line):
    print(line, file=sys.stderr, flush=True)


def run(command, environment=None):
    """Runs to the end: seconds, largest resident set in bytes, stdout. Raises Missing."""
    say("  " + shlex.join(map(str, command)))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(
                list(map(str, command)),
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**os.environ, **(environment or {})},
            )
        except OSError as e:
            raise Missing(f"{command[0]}: {e.strerror}") from e
        # wait4 gives the resources of this one child; RUSAGE_CHILDREN would be the maximum of all.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            lines = err.read().decode(errors="replace").strip().splitlines() or ["no message"]
            raise Missing(f"exit code {process.returncode}: {lines[-1]}")
        return seconds, usage.ru_maxrss * 1024, out.read().decode(errors="replace")


def json_of(text, who):
    try:
        return json.loads(text)
    except ValueError as e:
        raise Missing(f"{who} printed no JSON: {text[:80]!r}") from e


class Bench:
    """The parts of one run, each one call."""

    def __init__(self, o, work):
        self.o = o
        self.work = work
        self.table = work / f"bench-{o.regions}x{o.sectors}-{o.seed}.h5"
        self.peer_environment = {"OPENBLAS_NUM_THREADS": str(o.threads)}
        self.bundled = None
        self.pread = None

    def prepare(self):
        o = self.o
        version = run([o.launcher, "--version"])[2].strip()  # builds, if need be
        if not self.table.exists():
            run(
                [o.launcher, "generate", "--regions", o.regions, "--sectors", o.sectors]
                + ["--seed", o.seed, "--out", self.table]
            )
        with open(self.table, "rb") as f:  # into the page cache
            while f.read(1 << 24):
                pass
        return version

    def lend_openblas(self):
        """Lets NumPy and SciPy of the distribution load the OpenBLAS that we carry.

        They ask for libblas.so.3 and liblapack.so.3; OpenBLAS is both.
        """
        jars = sorted((ROOT / "target" / "lib").glob("openblas-*.jar"))
        if not jars:
            raise Missing("target/lib holds no openblas jar; build first")
        folder = self.work / "lent-openblas"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        with zipfile.ZipFile(jars[0]) as jar:
            for name in jar.namelist():
                if re.search(r"/lib(openblas|gfortran|quadmath|gcc_s)\.so\.\d+$", name):
                    # In pieces: what this process holds counts in the resident sets of its
                    # children, which begin as copies of it.
                    with jar.open(name) as packed, open(folder / Path(name).name, "wb") as f:
                        shutil.copyfileobj(packed, f)
        for name in ("libblas.so.3", "liblapack.so.3"):
            (folder / name).symlink_to("libopenblas.so.0")
        self.peer_environment["LD_LIBRARY_PATH"] = str(folder)
        # Asked in a process of its own, so that this one loads no BLAS.
        ask = (
            "import ctypes, sys; l = ctypes.CDLL(sys.argv[1]);"
            "l.openblas_get_config.restype = ctypes.c_char_p;"
            "print(l.openblas_get_config().decode())"
        )
        for name in ("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5"):
            if not (folder / name).exists():
                raise Missing(f"{jars[0].name} holds no {name}")
        command = [sys.executable, "-c", ask, folder / "libopenblas.so.0"]
        self.bundled = run(command, self.peer_environment)[2].strip()

    def compile_pread(self):
        source = PEERS / "pread.c"
        if not source.exists():
            raise Missing(f"{source.relative_to(ROOT)} is not there")
        binary = self.work / "pread"
        run(["gcc", "-O2", "-pthread", "-o", binary, source])
        self.pread = binary

    def timings(self, command, out, *phases):
        """Runs one of our commands: wall seconds, resident set, and seconds of the phases."""
        file = self.work / "timings.json"
        wall, rss, _ = run(
            [self.o.launcher, command, self.table, "--out", out, "--force", "--backend", "cpu"]
            + ["--threads", self.o.threads, "--timings", file]
        )
        found = json_of(file.read_text(), f"{command} --timings")["phases"]
        result = {"wall_seconds": wall, "max_rss_bytes": rss}
        for key, pattern in phases:
            matching = [p["seconds"] for p in found if re.search(pattern, p["name"])]
            if not matching:
                names = ", ".join(p["name"] for p in found)
                raise Missing(f"{command} told no phase like {pattern}; it told: {names}")
            result[key] = matching[0]  # the first: residuals may read Z again
        out.unlink(missing_ok=True)
        file.unlink()
        os.sync()  # what was written must not be flushed during the next measurement
        return result

    def footprint(self):
        out = self.work / "footprint.h5"
        return self.timings(
            "footprint", out, ("read_seconds", READ), ("factorize_seconds", FACTORIZE)
        )

    def inverse(self):
        phases = ("factorize_seconds", FACTORIZE), ("invert_seconds", INVERT)
        result = self.timings("inverse", self.work / "inverse.h5", *phases)
        result["inverse_seconds"] = result["factorize_seconds"] + result["invert_seconds"]
        return result

    def python_peer(self, script):
        command = [self.o.python, PEERS / script, self.o.n, self.o.seed]
        result = json_of(run(command, self.peer_environment)[2], script)
        self.same_blas(result["blas"], script)
        return result

    def same_blas(self, blas, script):
        """Refuses a peer that did not run on the OpenBLAS that we carry."""
        ours = re.search(r"OpenBLAS\s+(\S+)", self.bundled or "")
        if self.bundled is None:
            raise Missing("the bundled OpenBLAS could not be lent to it")
        if blas["name"] != "OpenBLAS" or not ours or blas["version"] != ours.group(1):
            raise Missing(
                f"{script} ran on {blas['name']} {blas['version']}, ours is {self.bundled}; loaded:"
                f" {', '.join(blas['libraries']) or 'none'}"
            )
        if blas["threads"] != self.o.threads:
            raise Missing(f"{script} ran on {blas['threads']} threads, not {self.o.threads}")

    def scipy_lu(self):
        return self.python_peer("scipy_lu.py")

    def numpy_inverse(self):
        return self.python_peer("numpy_inverse.py")

    def pread_peer(self):
        if self.pread is None:
            raise Missing("pread could not be compiled")
        # From the start of the same file, as many bytes as Z has.
        command = [self.pread, self.table, 0, 8 * self.o.n**2, self.o.threads]
        return json_of(run(command)[2], "pread")

    def wiod(self):
        data = self.o.testdata / "wiod2013" / "csv"
        if not (data / "Z_1995.csv.gz").exists():
            raise Missing(f"{data}/Z_1995.csv.gz is not there (--testdata)")
        out = self.work / "wiod1995.h5"
        words = [w.format(data=data, out=out) for w in shlex.split(self.o.import_args)]
        wall, rss, _ = run([self.o.launcher, *words])
        out.unlink(missing_ok=True)
        os.sync()
        return {"wall_seconds": wall, "max_rss_bytes": rss}


def summary(values):
    return {
        "median": statistics.median(values),
        "min": min(values),
        "max": max(values),
        "values": values,
    }


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
    targets = []

    def target(name, value, bound, at_least, unit=""):
        passed = None if value is None else (value >= bound if at_least else value <= bound)
        sign = ">=" if at_least else "<="
        targets.append(
            {"name": name, "value": value, "bound": bound, "sign": sign, "passed": passed}
            | ({"unit": unit} if unit else {})
        )

    def times_as_fast(ours, peer):
        if not figures[ours] or not figures[peer]:
            return None
        return figures[peer]["median"] / figures[ours]["median"]

    def largest(name):
        return figures[name]["max"] if figures[name] else None

    def median(name):
        return figures[name]["median"] if figures[name] else None

    target("LU / scipy.linalg.lu_factor", times_as_fast("lu_seconds", "scipy_lu_seconds"), 0.95, True)
    target(
        "inverse / numpy.linalg.inv",
        times_as_fast("inverse_seconds", "numpy_inverse_seconds"),
        1.2,
        True,
    )
    target("reading Z / C pread", times_as_fast("read_seconds", "pread_seconds"), 0.8, True)
    rss_bound = 1.25 * 8 * n**2 + 300e6
    target("footprint resident set", largest("footprint_max_rss_bytes"), rss_bound, False, "bytes")
    target("import of WIOD 1995", median("import_wiod1995_seconds"), 3, False, "s")
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


def table(report):
    """The report for people."""
    lines = [
        "{commit}, {date}".format(**report["machine"]),
        "{cpu}, {cores} cores, {memory:.0f} GB, {kernel}".format(
            memory=1e-9 * (report["machine"]["memory_bytes"] or 0), **report["machine"]
        ),
        f"n = {report['n']}, {report['threads']} threads, {report['repeats']} interleaved runs",
        f"BLAS: {report['blas']['bundled']}",
        "",
        f"{'':28}{'median':>12}{'min':>12}{'max':>12}",
    ]
    for name, s in report["figures"].items():
        if s:
            cells = "".join(f"{s[k]:12.4g}" for k in ("median", "min", "max"))
            lines.append(f"{name:28}{cells}")
    lines.append("")
    for name, rate in report["rates"].items():
        lines.append(f"{name:28}{rate:12.4g}")
    lines.append("")
    for t in report["targets"]:
        verdict = {True: "reached", False: "MISSED", None: "not measured"}[t["passed"]]
        value = "-" if t["value"] is None else f"{t['value']:.4g}"
        unit = t.get("unit", "x")
        lines.append(f"{t['name']:28}{value:>12} {t['sign']} {t['bound']:.4g} {unit}: {verdict}")
    for name, why in report["missing"].items():
        lines.append(f"missing: {name}: {why}")
    return "\n".join(lines)


def measure(o, work):
    report = {"machine": machine.describe(str(ROOT))}
    bench = Bench(o, work)
    try:
        version = bench.prepare()
    except Missing as e:
        sys.exit(f"engine.py: nothing can be measured: {e}")
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

    devices = attempt("devices", lambda: run([o.launcher, "devices"])[2].strip())
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
    runs = {name: [] for name in parts}
    for i in range(o.repeats):
        say(f"round {i + 1} of {o.repeats}")
        for name, part in parts.items():
            result = attempt(name, part)
            if result is not None:
                runs[name].append(result)
    figures, rates, targets = compare(o, runs)
    peers = {name: runs[name][-1] for name in ("scipy_lu", "numpy_inverse") if runs[name]}
    report |= {
        "program": version,
        "n": o.n,
        "regions": o.regions,
        "sectors": o.sectors,
        "seed": o.seed,
        "threads": o.threads,
        "repeats": o.repeats,
        "devices": devices,
        "blas": {
            "bundled": bench.bundled,
            **{name: peer["blas"] for name, peer in peers.items()},
        },
        "peer_versions": {name: peer["versions"] for name, peer in peers.items()},
        "figures": figures,
        "rates": rates,
        "targets": targets,
        "missing": missing,
        "runs": runs,
    }
    return report


def main():
    o = options()
    with tempfile.TemporaryDirectory(prefix="wassily-bench-") as temporary:
        work = o.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        report = measure(o, work.resolve())
    print(table(report))
    if o.out:
        o.out.parent.mkdir(parents=True, exist_ok=True)
        o.out.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        say(f"written: {o.out}")


if __name__ == "__main__":
    main()
