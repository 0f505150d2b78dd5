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
# Seen is what makes its own check fail; any other failure would be chance.
seen() { # seen WHAT CHECK [VARIABLE=VALUE]...
  local what=$1 check=$2 log=$work/log
  shift 2
  env SELFTEST_LIMIT="${SELFTEST_LIMIT:-60}" "$@" "$here/selftest.sh" >"$log" 2>&1
  if grep -q "FAIL  $check" "$log"; then
    echo "seen      $what"
  else
    echo "NOT SEEN  $what"
    unseen=$((unseen + 1))
    grep -v ' ok ' "$log"
  fi
  sed -n 's/^.*FAIL  /            /p' "$log"
  # Its files are kept only for people.
  folder=$(sed -n 's/.*its files are in //p' "$log" | tail -n 1)
  [[ $folder != */slurm-selftest.* ]] || rm -rf -- "$folder"
}

# shellcheck disable=SC2016  # variables of the scripts that are edited
{
  edited shards.sbatch 's/ && \[ \$why != TERM \]//'
  seen 'requeue on TERM too' 'e: stays cancelled' SELFTEST_SCRIPTS="$work/scripts"
  edited shards.sbatch "/^trap 'stop USR1'/d"
  seen 'no trap for USR1' 'c: told that its time is over' SELFTEST_SCRIPTS="$work/scripts"
  edited shards.sbatch 's/scontrol requeue "\$id"/scontrol requeue "$SLURM_JOB_ID"/'
  seen 'requeue by the bare job id' 'c: its sibling' SELFTEST_SCRIPTS="$work/scripts"
  edited shards.sbatch 's/scontrol requeue "\$id"/false/'
  seen 'no requeue' 'c: it comes back' SELFTEST_SCRIPTS="$work/scripts"
}
program <<'SH'
[ "$1" != run ] || rm -rf -- "$2/work"
SH
seen 'checkpoints ignored' 'c: went on from its checkpoint' SELFTEST_WASSILY="$work/wassily"
program <<'SH'
if [ "$1" = merge ]; then
  cat "$2"/shard-*.h5 >"$4"
  exit 0
fi
SH
seen 'a merge that checks nothing' 'b: the merge refuses' SELFTEST_WASSILY="$work/wassily"
exit $((unseen > 0))
