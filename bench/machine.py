"""The surroundings of a measurement: without them a number means little."""

import os
import platform
import re
import subprocess
from datetime import datetime, timezone


def first(pattern, file):
    try:
        with open(file, encoding="utf-8") as f:
            match = re.search(pattern, f.read(), re.MULTILINE)
    except OSError:
        return None
    return match.group(1).strip() if match else None


def output(*command):
    """What a command prints, or None when it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def commit(root):
    head = output("git", "-C", root, "rev-parse", "HEAD")
    changed = output("git", "-C", root, "status", "--porcelain", "--untracked-files=no")
    return f"{head} with local changes" if head and changed else head


def describe(root):
    kib = first(r"^MemTotal:\s+(\d+) kB", "/proc/meminfo")
    return {
        "cpu": first(r"^model name\s*:\s*(.*)", "/proc/cpuinfo"),
        "cores": len(os.sched_getaffinity(0)),
        "memory_bytes": int(kib) * 1024 if kib else None,
        "kernel": f"{platform.system()} {platform.release()} {platform.machine()}",
        "os": first(r'^PRETTY_NAME="?([^"\n]*)', "/etc/os-release"),
        "huge_pages": first(r"\[(\w+)\]", "/sys/kernel/mm/transparent_hugepage/enabled"),
        "load_average_before": os.getloadavg(),
        "commit": commit(root),
        "date": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
