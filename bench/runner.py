"""What all measurements beside peers share: running programs, one OpenBLAS for both, reports.

Needs only the standard library. What is measured and what is promised: bench/README.md.
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


class Missing(Exception):
    """A measurement that cannot be made here; the message says why."""


def parser(doc, regions=313, sectors=42, seed=7, repeats=3):
    """The options of every measurement."""
    p = argparse.ArgumentParser(description=doc.splitlines()[0])
    p.add_argument("--n", type=int, help="order of the table, a multiple of --sectors")
    p.add_argument("--regions", type=int, default=regions)
    p.add_argument("--sectors", type=int, default=sectors)
    p.add_argument("--seed", type=int, default=seed)
    p.add_argument("--repeats", type=int, default=repeats)
    p.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    p.add_argument("--out", type=Path, help="JSON to write, such as bench/results/NAME.json")
    p.add_argument("--work", type=Path, help="folder for tables; default: a temporary one")
    p.add_argument("--launcher", default=str(ROOT / "scripts" / "wassily"))
    p.add_argument("--python", default="/usr/bin/python3", help="runs the NumPy and SciPy peers")
    return p


def parsed(p):
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


class Runner:
    """One generated table, our program and the peers' surroundings."""

    def __init__(self, o, work):
        self.o = o
        self.work = work
        self.table = work / f"bench-{o.regions}x{o.sectors}-{o.seed}.h5"
        # Pins every BLAS that a peer may bring.
        count = str(o.threads)
        self.peer_environment = {
            "OPENBLAS_NUM_THREADS": count,
            "OMP_NUM_THREADS": count,
            "MKL_NUM_THREADS": count,
        }
        self.bundled = None

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

    def ours(self, command, out, *phases, more=()):
        """Runs one of our commands: wall seconds, resident set, and seconds of the phases."""
        file = self.work / "timings.json"
        wall, rss, _ = run(
            [self.o.launcher, command, self.table, "--out", out, "--force", "--backend", "cpu"]
            + ["--threads", self.o.threads, "--timings", file, *more]
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

    def peer(self, script, *words, same_blas=True):
        """What a peer printed, with what its whole process took; its BLAS is checked."""
        command = [self.o.python, PEERS / script, *words]
        wall, rss, text = run(command, self.peer_environment)
        result = json_of(text, script)
        if same_blas:
            self.same_blas(result["blas"], script)
        return {**result, "wall_seconds": wall, "max_rss_bytes": rss}

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


def summary(values):
    return {
        "median": statistics.median(values),
        "min": min(values),
        "max": max(values),
        "values": values,
    }


def median_of(runs, key):
    return statistics.median(r[key] for r in runs)


def target(name, value, bound, at_least=True, unit="x"):
    """What is promised of a figure, and whether it was reached; None was not measured."""
    passed = None if value is None else (value >= bound if at_least else value <= bound)
    sign = ">=" if at_least else "<="
    return {
        "name": name,
        "value": value,
        "bound": bound,
        "sign": sign,
        "unit": unit,
        "passed": passed,
    }


def told(t):
    """A target for people."""
    verdict = {True: "reached", False: "MISSED", None: "not measured"}[t["passed"]]
    value = "-" if t["value"] is None else f"{t['value']:.4g}"
    return f"{t['name']:44}{value:>12} {t['sign']} {t['bound']:.4g} {t['unit']}: {verdict}"


def in_folder(o, measure):
    """Calls measure with the folder for tables, which is removed where nobody named one."""
    with tempfile.TemporaryDirectory(prefix="wassily-bench-") as temporary:
        work = o.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        o.work = work.resolve()
        return measure(o.work)


def write(o, report):
    """Writes the report without the names of this machine's folders."""
    if not o.out:
        return
    text = json.dumps(report, indent=1, default=str)
    text = text.replace(str(o.work), "<work>").replace(str(ROOT) + "/", "")
    o.out.parent.mkdir(parents=True, exist_ok=True)
    o.out.write_text(text + "\n", encoding="utf-8")
    say(f"written: {o.out}")


def surroundings():
    return machine.describe(str(ROOT))
