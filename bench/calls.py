"""Calls of other programs: their time, their memory, and who else had the processors meanwhile."""

import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
from typing import NamedTuple

import quiet


class Missing(Exception):
    """A measurement that cannot be made here; the message says why."""


def say(line):
    print(line, file=sys.stderr, flush=True)


class Ran(NamedTuple):
    """A process that ended well."""

    seconds: float
    max_rss_bytes: int
    text: str
    taken: dict  # the share of the processors that others had meanwhile

    def figures(self):
        return {
            "wall_seconds": self.seconds,
            "max_rss_bytes": self.max_rss_bytes,
            "taken": self.taken,
        }


def run(command, environment=None, limit=1800):
    """Runs to the end. Raises Missing where it does not end well, or within the limit in seconds."""
    say("  " + shlex.join(map(str, command)))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        before = quiet.Usage()
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
        ended = threading.Event()
        watch = threading.Timer(limit, lambda: (ended.set(), os.kill(process.pid, signal.SIGKILL)))
        watch.daemon = True
        watch.start()
        # wait4 gives the resources of this one child; RUSAGE_CHILDREN would be the maximum of all.
        # First without reaping, so that the watch never meets another process of the same number.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        watch.cancel()
        watch.join()
        _, status, usage = os.wait4(process.pid, 0)
        after = quiet.Usage()
        process.returncode = os.waitstatus_to_exitcode(status)
        if ended.is_set():
            raise Missing(f"ended after {limit:g} s (--limit)")
        out.seek(0)
        err.seek(0)
        if process.returncode:
            lines = err.read().decode(errors="replace").strip().splitlines() or ["no message"]
            raise Missing(f"exit code {process.returncode}: {lines[-1]}")
        taken = after.since(before)
        seconds = after.wall - before.wall
        say(f"    {seconds:.2f} s, {quiet.told(taken)}")
        text = out.read().decode(errors="replace")
        return Ran(seconds, usage.ru_maxrss * 1024, text, taken)


def json_of(text, who):
    try:
        return json.loads(text)
    except ValueError as e:
        raise Missing(f"{who} printed no JSON: {text[:80]!r}") from e
