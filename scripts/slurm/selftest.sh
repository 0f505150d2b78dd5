#!/usr/bin/env bash
# Proves on a real Slurm (a controller and three nodes on this machine, lab.sh) that sweeps survive
# what schedulers do to them. Installs Slurm by apt-get where it is missing and root asks for it;
# where that cannot be, it prints "skipped" and ends with 0.
#
#   scripts/slurm/selftest.sh             some 100 s on 2 busy cores; the last line counts the checks
#   scripts/slurm/selftest.sh --broken    does it six times with something broken, which it must see
#
# One sweep of some seconds is computed by one process and then as arrays; every merged file must
# be equal to that of the one process, byte for byte:
#   a  8 shards, 2 at a time, then merged
#   b  3 shards, of which one fails for good: the merge refuses and names it, only it is run again
#   c  2 shards, one of which is told that its time is over: it saves, comes back and goes on
#   d  2 shards on a node that dies: they move and go on
#   e  1 shard, cancelled: it saves and stays away; then finished by two processes at once
set -uo pipefail

here=$(cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
root=${here%/scripts/slurm}

if [[ ${1:-} == --broken ]]; then
  exec "$here/broken.sh"
elif [[ $# != 0 ]]; then
  echo "usage: scripts/slurm/selftest.sh [--broken]" >&2
  exit 2
fi

# The clock starts here: cluster, tables and all.
begun=$(date +%s%N)
seconds() {
  local tenths=$((($(date +%s%N) - begun) / 100000000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}

LAB=$(mktemp -d "${TMPDIR:-/var/tmp}/slurm-selftest.XXXXXX")
# shellcheck source=scripts/slurm/lab.sh
source "$here/lab.sh"
# broken.sh puts others in their places.
export WASSILY=${SELFTEST_WASSILY:-$root/scripts/wassily}
shards=${SELFTEST_SHARDS:-$here/shards.sbatch}
merge=${SELFTEST_MERGE:-$here/merge.sbatch}
unset SLURM_ARRAY_TASK_ID JOB_COMPLETION_INDEX WASSILY_RESUME_CODE
# Processes of some seconds: the second compiler of the JVM would not pay.
export WASSILY_JAVA_OPTS="-XX:TieredStopAtLevel=1 -Xmx256m"

if ! why=$(lab_install); then
  echo "slurm selftest: skipped: $why"
  rm -rf -- "$LAB"
  exit 0
fi

checks=0 failures=0 done=no
finish() {
  local code=$?
  trap '' INT TERM
  [[ ! -e $SLURM_CONF ]] || scancel -u "$(id -un)" 2>/dev/null
  sleep 0.3
  lab_down
  if [[ $done == no ]]; then
    echo "slurm selftest: broken off; its files are in $LAB" >&2
    exit $((code == 0 ? 1 : code))
  fi
  [[ $failures != 0 ]] || rm -rf -- "$LAB"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

check() { # check WHAT COMMAND...: must hold now
  local what=$1
  shift
  checks=$((checks + 1))
  if "$@"; then
    echo "[$(seconds) s] ok    $what"
  else
    echo "[$(seconds) s] FAIL  $what"
    failures=$((failures + 1))
  fi
}
within() { # within SECONDS COMMAND...: must hold before long
  local deadline=$(($(date +%s%N) + $1 * 1000000000))
  shift
  while ! "$@"; do
    (($(date +%s%N) < deadline)) || return 1
    sleep 0.1
  done
}
die() {
  echo "slurm selftest: $1" >&2
  exit 1
}

batches() { # batches RUN SHARD: how many it has finished and not yet put together
  find "$1/work/shard-$2" -name 'batch-*' 2>/dev/null | wc -l
}
begun_all() { # begun_all RUN SHARDS: each has finished a batch
  local s
  for ((s = 0; s < $2; s++)); do (($(batches "$1" $s) > 0)) || return 1; done
}
gone() { [[ -z $(squeue -h -j "$1" -t PD,R,CG 2>/dev/null) ]]; }
ended_as() { # ended_as JOB STATE
  [[ $(grep "JobId=$1 " "$LAB/log/jobcomp.log" | tail -n 1) == *"JobState=$2 "* ]]
}
as_one_process() { [[ -s $1 ]] && cmp -s one.h5 "$1"; }
starts() { grep -c '^== start' "$1"; }
# moved JOB: a task waits again, or has begun again already
moved() { [[ -n $(squeue -h -j "$1" -t PD) ]] || grep -qs '^== start.* restart 1' wassily-shard-"$1"_*.log; }
log() { echo "wassily-shard-$1.log"; }
went_on() { # went_on RUN SHARD: a later start found batches of an earlier one
  grep -lE '"batches_found" : [1-9]' "$1"/log/shard-"$2"-*.json >/dev/null 2>&1
}
# Most tasks at once, from "== start ID TIME …" and "== end ID TIME …".
most_at_once() {
  grep -hE '^== (start|end)' "$@" | sort -k4,4n |
    awk '$2=="start"{n++; if(n>m)m=n} $2=="end"{n--} END{print m+0}'
}
# GPUs that were given to a second task while the first lived.
shared_gpus() {
  grep -hE '^== (start|end)' "$@" | sort -k4,4n | awk '
    $2=="start"{k=$6":"$8; if((k in u)&&u[k]!=$3)print k,u[k],$3; u[k]=$3; w[$3]=k}
    $2=="end"{delete u[w[$3]]}'
}
gpus_are_own() {
  [[ -z $(shared_gpus "$@") ]] && ! grep -qh '^== start.* gpu none ' "$@" &&
    (($(grep -h '^== start' "$@" | awk '{print $6,$8}' | sort -u | wc -l) >= 4))
}

array() { # array RUN SHARDS [sbatch options]: prints the job
  local run=$1 which=$2
  shift 2
  sbatch --parsable --array="$which" --gres=gpu:1 --mem=500M --time=10 "$@" "$shards" "$run" --threads 1
}
merging() { # merging RUN JOB: merges when it has ended; prints the job
  sbatch --parsable --dependency="afterany:$2" --mem=500M --time=10 "$merge" "$1" "$1.h5" --threads 1
}
plan() { "$WASSILY" plan sweep.yaml --run "$1" --shards "$2" --threads 1 >"plan-$1.txt" 2>&1 || die "$(cat "plan-$1.txt")"; }

"$WASSILY" --version >/dev/null || die "there is no program"
# The build is not part of the time.
begun=$(date +%s%N)
mkdir "$LAB/work"
cd "$LAB/work" || exit 1
lab_up || die "no cluster"
echo "[$(seconds) s] $(sinfo --version), $(sinfo -h -o '%D nodes of %c CPUs and %G')"

"$WASSILY" generate --regions 3 --sectors 8 --stressors 6 --seed 7 -o table.h5 >/dev/null || die "no table"
cat >sweep.yaml <<'YAML'
wassily: 1
title: A sweep of some seconds
table: table.h5
stressors: ["*"]
levers:
  efficient: {kind: coefficient-scale, suppliers: {regions: "*"}, factor: $f}
  cleaner:   {kind: intensity-scale, factor: $s}
design:
  grid:
    f: {from: 0.9, to: 1, steps: 90}
    s: {from: 0.5, to: 1, steps: 20}
responses:
  - total
  - D_cba: {by: [region, category]}
keep: all
verify: 3
YAML
"$WASSILY" sweep sweep.yaml -o one.h5 --run-dir one --threads 1 >one.txt 2>&1 &
one=$!
# All on n1 but for d, whose nodes are going to die.
plan d 2
d=$(array d 0-1 --exclude=n1)
dm=$(merging d "$d")
plan c 2
c=$(array c 0-1 -w n1)
cm=$(merging c "$c")
echo "[$(seconds) s] arrays: d = $d, c = $c; merges: $dm, $cm"

check "d: both shards are at work" within 40 begun_all d 2
node=$(squeue -h -j "$d" -t R -o %N | head -n 1)
# The node dies: its daemon, the step daemons and all below them, by their ids.
mapfile -t doomed < <(
  own=" $(lab_ids | tr '\n' ' ') "
  cat "$LAB/run/slurmd-$node.pid"
  for job in $(squeue -h -j "$d" -w "$node" -t R -o %A); do
    for step in $(pgrep -f "slurmstepd: \[$job\.batch\]"); do
      [[ $own == *" $step "* ]] || continue
      echo "$step"
      for shell in $(pgrep -P "$step"); do
        echo "$shell"
        pgrep -P "$shell"
      done
    done
  done
)
kill -9 "${doomed[@]}"
scontrol update "nodename=$node" state=down reason=selftest

# To its last task, which holds the array's own job id.
check "c: both shards are at work" within 40 begun_all c 2
scancel --batch --signal=USR1 "${c}_1"
check "c: told that its time is over, it saves and comes back" \
  within 20 grep -qs 'exit 75 (USR1)' "$(log "${c}_1")"
check "d: the shards of the lost node wait for another" within 10 moved "$d"
rm -f "$LAB/run/slurmd-$node.pid"
lab_slurmd "$node"
scontrol update "nodename=$node" state=resume 2>/dev/null

plan a 8
a=$(array a 0-7%2 -w n1)
am=$(merging a "$a")
plan e 1
e=$(array e 0 -w n1)
plan b 3
wait $one || die "$(cat one.txt)"
# Shard 1 of 3 cannot be computed: there lies the one shard of another division.
cp one/shard-0.h5 b/shard-1.h5
b=$(array b 0-2 -w n1)
bm=$(merging b "$b")

check "e: at work" within 40 begun_all e 1
scancel "$e"
check "e: cancelled, it saves" within 20 grep -qs 'exit 75 (TERM)' "$(log "${e}_0")"
check "b: the merge refuses, and names shard 1" within 60 \
  grep -qs 'holds batches .*shard 1 of 3' "wassily-merge-$bm.log"
check "b: the missing list is what --array takes, and the exit code 65" \
  eval "within 10 ended_as $bm FAILED && grep -qx 1 wassily-merge-$bm.log && test ! -e b.h5"
rm b/shard-1.h5
check "b: shard 1 alone is missing" test "$("$WASSILY" missing b)" = 1
b2=$(array b 1 -w n1)
bm2=$(merging b "$b2")

check "c: merged" within 60 test -s c.h5
check "c: went on from its checkpoint" \
  eval "went_on c 1 && grep -q '^== start.* restart 1' $(log "${c}_1")"
check "c: its sibling was not touched" test "$(starts "$(log "${c}_0")")" = 1
check "c: the bytes of one process" as_one_process c.h5
check "d: merged" within 60 test -s d.h5
check "d: the moved shards went on from their checkpoints" eval 'went_on d 0 || went_on d 1'
check "d: the bytes of one process" as_one_process d.h5
check "a: merged" within 60 test -s a.h5
check "a: 8 shards give the bytes of one process" as_one_process a.h5
check "a: 2 at once and never more" test "$(most_at_once wassily-shard-"${a}"_*.log)" = 2
check "b: merged after only shard 1 was run" within 60 test -s b.h5
check "b: 3 shards give the bytes of one process" as_one_process b.h5
check "b: shard 0 and 2 were run once" \
  test "$(starts "$(log "${b}_0")")$(starts "$(log "${b}_2")")" = 11
check "e: stayed cancelled, batches kept" \
  eval "gone $e && ended_as $e CANCELLED && (($(batches e 0) > 0)) && test ! -e e/shard-0.h5"

# Two at once, as where locks do not work: each has a lock file of its own.
"$WASSILY" run e --shard 0 --threads 1 >e1.txt 2>&1 &
first=$!
had=$(batches e 0)
grew() { (($(batches e 0) > had)) || [[ -e e/shard-0.h5 ]]; }
within 20 grew
rm -f e/lock/shard-0
"$WASSILY" run e --shard 0 --threads 1 >e2.txt 2>&1
second=$?
wait $first
check "e: of two writers both end well" test "$second $?" = "0 0"
"$WASSILY" merge e -o e.h5 --threads 1 >e3.txt 2>&1
check "e: and the bytes are those of one process" as_one_process e.h5
check "no GPU was ever given to two live shards" gpus_are_own \
  wassily-shard-"${a}"_*.log wassily-shard-"${b}"_*.log wassily-shard-"${b2}"_*.log \
  wassily-shard-"${c}"_*.log wassily-shard-"${e}"_*.log
: "$am" "$bm2" "$dm"

done=yes
echo "[$(seconds) s] slurm selftest: $([[ $failures == 0 ]] && echo passed || echo "FAILED; its files are in $LAB")"
echo "Tests run: $checks, Failures: $failures, Errors: 0, Skipped: 0"
exit $((failures > 0))
