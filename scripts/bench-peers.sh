#!/usr/bin/env bash
# What people use today and Wassily in turns on one generated table, on the same threads and BLAS;
# prints how many times as long the peers take. See bench/README.md.
#
#   scripts/bench-peers.sh                                  n = 13,146: about half an hour
#   scripts/bench-peers.sh --n 2100 --repeats 5             a quick look
#   scripts/bench-peers.sh --out bench/results/peers.json   all options: --help
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
exec "${PYTHON:-/usr/bin/python3}" -B "$here/../bench/peers.py" "$@"
