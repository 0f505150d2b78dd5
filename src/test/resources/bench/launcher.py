#!/usr/bin/env python3
"""Stands in for scripts/wassily in BenchIT: writes files and invented timings.

The k-th footprint says that LU took SECONDS[k]; so medians are known in advance.
"""

import json
import sys
from pathlib import Path

SECONDS = [4.0, 1.0, 2.0]


def option(name):
    return sys.argv[sys.argv.index(name) + 1]


def main():
    command = sys.argv[1]
    if command == "--version":
        print("wassily of the test")
    elif command == "devices":
        steps = [{"what": "cpu", "good": True, "text": "a processor of the test"}]
        print(json.dumps({"backends": [{"name": "cpu", "ready": True, "steps": steps}]}))
    elif command == "generate":
        n = int(option("--regions")) * int(option("--sectors"))
        Path(option("--out")).write_bytes(bytes(8 * n * n + 4096))
    elif command in ("footprint", "inverse"):
        table = Path(sys.argv[2])
        calls = table.with_name(f"{command}.calls")
        k = int(calls.read_text()) if calls.exists() else 0
        calls.write_text(str(k + 1))
        Path(option("--out")).write_text("result")
        phases = [
            {"name": f"reading {table}:/Z", "seconds": 0.5, "units": 1},
            {"name": "factorizing 60 × 60", "seconds": SECONDS[k], "units": 1},
            {"name": "inverting", "seconds": 10.0, "units": 1},
            {"name": f"reading {table}:/Z", "seconds": 99.0, "units": 1},
        ]
        Path(option("--timings")).write_text(json.dumps({"phases": phases}))
    else:
        sys.exit(f"no command {command}")


if __name__ == "__main__":
    main()
