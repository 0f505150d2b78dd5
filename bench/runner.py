"""What all measurements beside peers share: running programs, one OpenBLAS for both, reports.

Needs only the standard library. What is measured and what is promised: bench/README.md.
"""

import argparse
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import zipfile
from pathlib import Path

import machine
import quiet
from calls import Missing, json_of, run, say

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"


def parser(doc, regions=313, sectors=42, seed=7, repeats=3):
    """The options of every measurement; what it promises, it promises of tables of this size."""
    p = argparse.ArgumentParser(description=doc.splitlines()[0])
    p.set_defaults(promised_n=regions * sectors)
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
    p.add_argument(
        "--quiet-share",
        type=float,
        default=0.05,
        help="share of the processors that may be stolen or with other programs in a round that"
        " counts; default: %(default)s",
    )
    p.add_argument(
        "--retries",
        type=int,
        default=3,
        help="how many rounds more are made where some were disturbed; default: %(default)s",
    )
    p.add_argument(
        "--limit",
        type=float,
        default=1800,
        help="seconds after which one call is ended and told as missing; default: %(default)s",
    )
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
    if o.retries < 0 or o.quiet_share < 0 or o.limit <= 0:
        p.error("--retries and --quiet-share must not be negative, --limit has to be positive")
    return o


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
        self.bundled = None  # what the OpenBLAS that we carry calls itself, once it is lent
        self.lent = {}

    def run(self, command, environment=None):
        return run(command, environment, self.o.limit)

    def surroundings(self):
        """What the machine is; the load is that before the work."""
        found = machine.describe(str(ROOT))
        version = self.run([self.o.launcher, "--version"])  # builds, if need be
        found["program"] = version.text.strip()
        found["devices"] = self.devices()
        return found

    def prepare(self):
        """Makes the table, reads it once, and says what the machine is."""
        o = self.o
        found = self.surroundings()
        if not self.table.exists():
            self.run(
                [o.launcher, "generate", "--regions", o.regions, "--sectors", o.sectors]
                + ["--seed", o.seed, "--out", self.table]
            )
        with open(self.table, "rb") as f:  # into the page cache
            while f.read(1 << 24):
                pass
        return found

    def devices(self):
        """What our program says it can compute on: BLAS and threads, card, driver, CUDA."""
        told_of = json_of(self.run([self.o.launcher, "devices", "--json"]).text, "devices")
        steps = {}
        for backend in told_of["backends"]:
            for step in backend["steps"]:
                name = backend["name"] + ("" if step["what"] == backend["name"] else f" {step['what']}")
                steps[name] = step["text"] if step["good"] else f"missing: {step['text']}"
        return steps

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
        self.bundled = self.run(command, self.peer_environment).text.strip()
        self.lent = dict(self.peer_environment)

    def product_rate(self):
        """GFLOP/s of a product of matrices now; None where there is no OpenBLAS to ask."""
        if self.bundled is None:
            return None
        # 2,048: 0.2 s at 90 GFLOP/s. Small tables are not worth as much.
        order = min(2048, max(512, self.o.n))
        library = Path(self.lent["LD_LIBRARY_PATH"]) / "libopenblas.so.0"
        command = [sys.executable, "-B", ROOT / "bench" / "dgemm.py", library, order, 3]
        return float(self.run(command, self.lent).text)

    def rounds(self, one):
        """Calls one() for every round, more often where the machine was not ours: quiet.Rounds."""
        rounds = quiet.Rounds(self.o.repeats, self.o.retries, self.o.quiet_share)
        while rounds.more():
            say(f"round {len(rounds.all) + 1} of {self.o.repeats}, {self.o.retries} more if disturbed")
            rate = self.product_rate()
            before = quiet.Usage()
            result = one()
            taken = quiet.Usage().since(before)
            rounds.add(result, taken, [rate, self.product_rate()])
            for why in rounds.disturbances(rounds.all[-1]):
                say(f"  disturbed: {why}")
        return rounds

    def timed(self, words, out, backend="cpu"):
        """One of our commands: what it took, and its phases. What it wrote to out stays."""
        file = self.work / "timings.json"
        done = self.run(
            [self.o.launcher, *words, "--out", out, "--force", "--backend", backend]
            + ["--threads", self.o.threads, "--timings", file]
        )
        phases = json_of(file.read_text(), f"{words[0]} --timings")["phases"]
        file.unlink()
        os.sync()  # what was written must not be flushed during the next measurement
        return done.figures(), phases

    def ours(self, command, out, *phases, more=()):
        """A command on the table: what it took, and seconds of the phases; its result is dropped."""
        result, found = self.timed([command, self.table, *more], out)
        out.unlink(missing_ok=True)
        for key, pattern in phases:
            matching = [p["seconds"] for p in found if re.search(pattern, p["name"])]
            if not matching:
                names = ", ".join(p["name"] for p in found)
                raise Missing(f"{command} told no phase like {pattern}; it told: {names}")
            result[key] = matching[0]  # the first: residuals may read Z again
        return result

    def peer(self, script, *words, same_blas=True):
        """What a peer printed, with what its whole process took; its BLAS is checked."""
        command = [self.o.python, PEERS / script, *words]
        done = self.run(command, self.peer_environment)
        result = json_of(done.text, script)
        if same_blas:
            self.same_blas(result["blas"], script)
        return {**result, **done.figures()}

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
    if "promised_for_n" in t and t["value"] is not None:
        verdict = f"promised of n = {t['promised_for_n']:,} only"
    value = "-" if t["value"] is None else f"{t['value']:.4g}"
    return f"{t['name']:44}{value:>12} {t['sign']} {t['bound']:.4g} {t['unit']}: {verdict}"


def main(o, measure, printed=lambda report: None):
    """Measures in a folder for tables, which is removed where nobody named one; tells and writes."""
    with tempfile.TemporaryDirectory(prefix="wassily-bench-") as temporary:
        o.work = (o.work or Path(temporary)).resolve()
        o.work.mkdir(parents=True, exist_ok=True)
        try:
            report = measure(o)
        except Missing as e:
            sys.exit(f"{Path(sys.argv[0]).name}: nothing was measured: {e}")
    printed(report)
    finish(o, report)


def finish(o, report):
    """Prints what was promised and how quiet it was, and writes the report."""
    for t in report["targets"]:
        if o.n != o.promised_n:
            t |= {"passed": None, "promised_for_n": o.promised_n}
        print(told(t))
    for line in quiet.lines(report["rounds"]):
        print(line)
    write(o, report)


def write(o, report):
    """Writes the report without the names of this machine's folders."""
    if not o.out:
        return
    text = json.dumps(report, indent=1, default=str)
    text = text.replace(str(o.work), "<work>").replace(str(ROOT) + "/", "")
    text = text.replace(str(ROOT.parent) + "/", "../")
    o.out.parent.mkdir(parents=True, exist_ok=True)
    o.out.write_text(text + "\n", encoding="utf-8")
    say(f"written: {o.out}")
