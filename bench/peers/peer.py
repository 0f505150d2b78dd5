"""What the NumPy and SciPy peers share: the matrix, the clock, and which BLAS really ran."""

import ctypes
import json
import os
import platform
import re
import resource
import sys
import time


def m0_like(n, seed):
    """A matrix like M0 = diag(x) - Z: Z >= 0, dense, with column sums of A = Z/x below 0.8.

    Pivoting finds it as easy as a real one: the diagonal dominates every column.
    """
    import numpy

    rng = numpy.random.default_rng(seed)
    m = rng.random((n, n))
    m *= -1.0
    for j in range(0, n, 1024):  # in panels: the whole must not be held twice
        panel = m[:, j : j + 1024]
        d = -panel.sum(axis=0) / rng.uniform(0.3, 0.8, panel.shape[1])
        for k in range(panel.shape[1]):
            panel[j + k, k] += d[k]
    return m


# An upper bound of cond_1 of m0_like from n = 60 on: columns whose sum beside the diagonal d is at
# most 0.8 d have ||M|| <= 1.8 max d and ||M^-1|| <= 5 / min d, and max d is 8/3 of min d where all
# columns sum to the same; they differ by a third at n = 60 and by 2 % at n = 13,146.
CONDITION = 40


def require_same(found, expected, who):
    """Nobody is timed whose factors or inverse do not lead back to a known vector.

    In the 1-norm. A backward error of 16 n eps of the solve and of 2 n eps of the right-hand side
    are enlarged by the condition at most.
    """
    import numpy

    n = len(expected)
    apart = float(numpy.abs(found - expected).sum() / numpy.abs(expected).sum())
    allowed = CONDITION * 18 * n * numpy.finfo(float).eps
    if not apart <= allowed:
        sys.exit(f"{who}: deviates from the known vector by {apart:g}, {allowed:g} is allowed")
    return apart


def timed(work):
    """Seconds of one call; its result is dropped before the next."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def loaded_libraries():
    """Paths of BLAS and LAPACK libraries mapped into this process."""
    found = []
    with open("/proc/self/maps") as maps:
        for line in maps:
            path = line.split(None, 5)[5].strip() if len(line.split(None, 5)) == 6 else ""
            name = os.path.basename(path)
            if re.match(r"lib.*(blas|lapack|mkl|blis|atlas)", name) and path not in found:
                found.append(path)
    return found


def openblas_symbol(library, name):
    """A function of an OpenBLAS, whatever prefix or suffix its wheel gave it; None if absent."""
    for decorated in (name, name + "64_", "scipy_" + name, "scipy_" + name + "64_"):
        try:
            return getattr(library, decorated)
        except AttributeError:
            continue
    return None


def blas_in_use():
    """The BLAS that the last call ran on, asked from the loaded libraries themselves.

    {"name": "OpenBLAS", "version": "0.3.31", "config": ..., "threads": ..., "libraries": [...]};
    the name is "reference or unknown" where no loaded library calls itself OpenBLAS.
    """
    libraries = loaded_libraries()
    answers = []
    for path in libraries:
        library = ctypes.CDLL(path)
        config = openblas_symbol(library, "openblas_get_config")
        if config is None:
            continue
        config.restype = ctypes.c_char_p
        threads = openblas_symbol(library, "openblas_get_num_threads")
        text = config().decode()
        version = re.search(r"OpenBLAS\s+(\S+)", text)
        answers.append(
            {
                "name": "OpenBLAS",
                "version": version.group(1) if version else "unknown",
                "config": text.strip(),
                "threads": threads() if threads else None,
                "path": os.path.realpath(path),
            }
        )
    # A symbol can be found through a library's dependencies: libblas.so.3 of the reference BLAS
    # has none, so one that answers is OpenBLAS itself or leads to it.
    distinct = {a["config"]: a for a in answers}
    if len(distinct) == 1:
        return {**answers[0], "libraries": libraries}
    # Other libraries cannot be asked, but their files carry versions: libblas.so.3.11.0.
    files = sorted({os.path.basename(os.path.realpath(path)) for path in libraries})
    name = "several OpenBLAS" if distinct else "reference or unknown"
    return {
        "name": name,
        "version": "; ".join(a["version"] for a in distinct.values()) or " ".join(files) or "unknown",
        "config": "; ".join(distinct) or "none",
        "threads": None,
        "libraries": libraries,
    }


def report(what, n, seed, seconds, flops, versions, **more):
    print(
        json.dumps(
            {
                "peer": what,
                "n": n,
                "seed": seed,
                "seconds": seconds,
                "gflops": 1e-9 * flops / seconds,
                **more,
                "blas": blas_in_use(),
                "versions": {"python": platform.python_version(), **versions},
                "max_rss_bytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
            }
        )
    )


def tell(what, n, seconds, versions, **more):
    """What a peer that worked on a table prints."""
    print(
        json.dumps(
            {
                "peer": what,
                "n": n,
                "seconds": seconds,
                **more,
                "blas": blas_in_use(),
                "versions": {"python": platform.python_version(), **versions},
            }
        )
    )


def arguments():
    if len(sys.argv) not in (2, 3):
        sys.exit(f"usage: {sys.argv[0]} N [SEED]")
    return int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) == 3 else 7
