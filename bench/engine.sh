#!/usr/bin/env bash
# Measures the engine beside its peers; see bench/README.md. All options: bench/engine.sh --help
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
exec "${PYTHON:-/usr/bin/python3}" "$here/engine.py" "$@"
