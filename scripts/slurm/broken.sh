#!/usr/bin/env bash
# Runs the selftest with something broken, six times: it must see each. A selftest that passes
# whatever happens is worth nothing. Some minutes; called by selftest.sh --broken.
set -uo pipefail

here=$(cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
root=${here%/scripts/slurm}
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
unseen=0

mkdir "$work/scripts"

# An edit that changes nothing would break nothing.
edited() { # edited FILE SED
  cp -- "$here"/*.sbatch "$work/scripts"
  sed -E "$2" "$here/$1" >"$work/scripts/$1"
  ! cmp -s "$here/$1" "$work/scripts/$1" || {
    echo "broken.sh: $1 has changed, and this edit no longer breaks it: $2" >&2
    exit 1
  }
}
program() { # program: a wassily with the lines on stdin before it
  {
    echo '#!/usr/bin/env bash'
    cat
    # shellcheck disable=SC2016
    echo "exec '$root/scripts/wassily' \"\$@\""
  } >"$work/wassily"
  chmod +x "$work/wassily"
}
seen() { # seen WHAT [VARIABLE=VALUE]...
  local what=$1 log=$work/log
  shift
  if env "$@" "$here/selftest.sh" >"$log" 2>&1 && ! grep -q 'skipped' "$log"; then
    echo "NOT SEEN  $what"
    unseen=$((unseen + 1))
  else
    echo "seen      $what"
    sed -n 's/^.*FAIL  /            /p' "$log"
    # Its files are kept only for people.
    folder=$(sed -n 's/.*its files are in //p' "$log" | tail -n 1)
    [[ $folder != */slurm-selftest.* ]] || rm -rf -- "$folder"
  fi
}

edited shards.sbatch 's/ && \[ \$why != TERM \]//'
seen 'requeue on TERM too' SELFTEST_SCRIPTS="$work/scripts"
edited shards.sbatch "/^trap 'stop USR1'/d"
seen 'no trap for USR1' SELFTEST_SCRIPTS="$work/scripts"
# shellcheck disable=SC2016
edited shards.sbatch 's/scontrol requeue "\$id"/scontrol requeue "$SLURM_JOB_ID"/'
seen 'requeue by the bare job id' SELFTEST_SCRIPTS="$work/scripts"
edited shards.sbatch 's/scontrol requeue "\$id"/false/'
seen 'no requeue' SELFTEST_SCRIPTS="$work/scripts"
program <<'SH'
[ "$1" != run ] || rm -rf -- "$2/work"
SH
seen 'checkpoints ignored' SELFTEST_WASSILY="$work/wassily"
program <<'SH'
if [ "$1" = merge ]; then
  cat "$2"/shard-*.h5 >"$4"
  exit 0
fi
SH
seen 'a merge that checks nothing' SELFTEST_WASSILY="$work/wassily"
exit $((unseen > 0))
