#!/usr/bin/env bash
# Proves on a real Slurm (a controller and three nodes on this machine, lab.sh) that sweeps survive
# what schedulers do to them. Installs Slurm by apt-get where it is missing and root asks for it;
# where that cannot be, it prints "skipped" and ends with 0.
#
#   scripts/slurm/selftest.sh             some 75 s on 2 cores; the last line counts the checks
#   scripts/slurm/selftest.sh --broken    does it six times with something broken, which it must see
#
# One sweep is computed by one process and then as arrays; every merged file must be equal to that
# of the one process, byte for byte:
#   a  8 shards, 2 at a time, from a staged table, then merged; by wassily submit slurm --go
#   b  3 shards, of which one fails for good: the merge refuses and names it, only it is run again
#   c  2 shards, one of which is told that its time is over: it saves, comes back and goes on
#   d  2 shards on a node that dies: they move and go on
#   e  1 shard, cancelled: it saves and stays away; then finished by two processes at once
#
# Nothing here depends on how fast the machine is. A shard to which something is done is held after
# its first batch (-Dwassily.hold=FILE) until it was done; all else waits for what happens next, or
# for a limit that only a failure meets.
set -uo pipefail
# shellcheck disable=SC2317  # functions are called by name

here=$(cd "$(dirname "$(readlink -f -- "${BASH_SOURCE[0]}")")" && pwd)
root=${here%/scripts/slurm}

if [[ ${1:-} == --broken ]]; then
  exec "$here/broken.sh"
elif [[ $# != 0 ]]; then
  echo "usage: scripts/slurm/selftest.sh [--broken]" >&2
  exit 2
fi

LAB=$(mktemp -d "${TMPDIR:-/var/tmp}/slurm-selftest.XXXXXX")
# shellcheck source=scripts/slurm/lab.sh
source "$here/lab.sh"
# broken.sh puts others in their places.
export WASSILY=${SELFTEST_WASSILY:-$root/scripts/wassily}
scripts=${SELFTEST_SCRIPTS:-$here}
limit=${SELFTEST_LIMIT:-120} # seconds for anything to happen
unset SLURM_ARRAY_TASK_ID JOB_COMPLETION_INDEX WASSILY_RESUME_CODE
# Processes of some seconds: the second compiler of the JVM would not pay.
export WASSILY_JAVA_OPTS="-XX:TieredStopAtLevel=1 -Xmx256m"

if ! why=$(lab_install); then
  echo "slurm selftest: skipped: $why"
  rm -rf -- "$LAB"
  exit 0
fi

seconds() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - begun) / 100000))
  printf '%d.%d' $((tenths / 10)) $((tenths % 10))
}
checks=0 failures=0 done=no
finish() {
  local code=$?
  trap '' INT TERM
  # Whatever is held goes on and ends when it is told to.
  rm -f "$LAB"/work/hold-*
  [[ ! -e $SLURM_CONF ]] || timeout 10 scancel -u "$(id -un)" 2>/dev/null
  # shellcheck disable=SC2046
  kill $(jobs -p) 2>/dev/null
  sleep 0.5
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

within_limit() { # within_limit COMMAND...: waits until it holds; 1 when it does not before the limit
  local deadline=$((${EPOCHREALTIME/[.,]/} + limit * 1000000))
  while ! "$@"; do
    ((${EPOCHREALTIME/[.,]/} < deadline)) || return 1
    sleep 0.1
  done
}
check() { # check "PART: WHAT" COMMAND...: must hold now
  local what=$1
  shift
  checks=$((checks + 1))
  if "$@"; then
    echo "[$(seconds) s] ok    $what"
  else
    echo "[$(seconds) s] FAIL  $what"
    failures=$((failures + 1))
    told "${what%%:*}"
    return 1
  fi
}
# What people look at first when a check of a part fails: its jobs, and the last words of each.
told() {
  local job
  for job in ${jobs_of[$1]:-}; do
    squeue -h -j "$job" -o '            queue: %i %T %R on %N' 2>/dev/null
    grep -hE "^JobId=$job " "$LAB/log/jobcomp.log" 2>/dev/null |
      sed -E 's/^JobId=([0-9]+) .*JobState=([A-Z_]+).*/            ended: \1 \2/'
    tail -qn 3 wassily-*-"$job"[._]* 2>/dev/null | cut -c 1-200 | sed 's/^/            | /'
  done
}
need() { # need WHAT COMMAND...: waits for what the rest cannot do without
  check "$1" within_limit "${@:2}" || die "without this the rest says nothing"
}
die() {
  echo "slurm selftest: $1" >&2
  exit 1
}

batches() { # batches RUN SHARD: how many it has finished and not yet put together
  find "$1/work/shard-$2" -name 'batch-*' 2>/dev/null | wc -l
}
at_work() { # at_work RUN NUMBER: so many of its shards have finished a batch
  (($(find "$1/work" -name 'batch-*' 2>/dev/null | cut -d / -f 3 | sort -u | wc -l) >= $2))
}
any_of() { # any_of COMMAND COMMAND…: one of them holds
  local command
  for command in "$@"; do $command && return; done
  return 1
}
gone() { [[ -z $(squeue -h -j "$1" -t PD,R,CG,S 2>/dev/null) ]]; }
ended_as() { # ended_as JOB STATE
  [[ $(grep "^JobId=$1 " "$LAB/log/jobcomp.log" | tail -n 1) == *"JobState=$2 "* ]]
}
merged() { # merged RUN JOB: when the job that merges is over, its bytes are those of one process
  within_limit gone "$2"
  [[ -s $1.h5 ]] && cmp -s one.h5 "$1.h5"
}
log() { echo "wassily-shard-$1.log"; }
starts() { grep -c '^== start' "$(log "$1")"; }
ended_with() { grep -qs "^== end.* exit $2\$" "$(log "$1")"; } # ended_with TASK 'CODE (WHY)'
restarted() { grep -qs '^== start.* restart [1-9]' "$(log "$1")"; }
waits() { [[ -n $(squeue -h -j "$1" -t PD) ]]; }
went_on() { # went_on RUN SHARD: a later start found batches of an earlier one
  grep -lE '"batches_found" : [1-9]' "$1"/log/shard-"$2"-*.json >/dev/null 2>&1
}
running() { # running RUN SHARD NUMBER: so many processes are at it
  (($(grep -lE '"outcome" : "running"' "$1"/log/shard-"$2"-*.json 2>/dev/null | wc -l) >= $3))
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
gpus_are_own() { # a and c alone held 4 at a time
  [[ -z $(shared_gpus "$@") ]] && ! grep -qh '^== start.* gpu none ' "$@" &&
    (($(grep -h '^== start' "$@" | awk '{print $6,$8}' | sort -u | wc -l) >= 4))
}

# With these options of the JVM its shards wait after a batch for as long as hold-RUN exists.
hold() { # hold RUN
  touch "hold-$1"
  echo "$WASSILY_JAVA_OPTS -Dwassily.hold=$PWD/hold-$1"
}
let_go() { rm -f "hold-$1"; }
array() { # array RUN SHARDS [sbatch options]: prints the job
  local run=$1 which=$2
  shift 2
  sbatch --parsable --array="$which" --gres=gpu:1 --mem=500M --time=10 "$@" "$scripts/shards.sbatch" "$run"
}
merging() { # merging RUN JOB: merges when it has ended; prints the job
  sbatch --parsable --dependency="afterany:$2" --mem=500M --time=10 "$scripts/merge.sbatch" "$1" "$1.h5"
}
plan() { # plan RUN SHARDS
  "$WASSILY" plan sweep.yaml --run "$1" --shards "$2" --threads 1 >"plan-$1.txt" 2>&1
}
submit() { # submit RUN [options]
  local run=$1
  shift
  "$WASSILY" submit slurm "$run" ${SELFTEST_SCRIPTS:+--scripts "$SELFTEST_SCRIPTS"} --time 10 "$@" \
    -- -w n1 --mem=500M
}
declare -A jobs_of

"$WASSILY" --version >/dev/null || die "there is no program"
# The clock starts after the build: cluster, tables and all.
begun=${EPOCHREALTIME/[.,]/}
mkdir "$LAB/work"
cd "$LAB/work" || exit 1
lab_up || die "no cluster"
echo "[$(seconds) s] $(sinfo --version), $(sinfo -h -o '%D nodes of %c CPUs and %G')"

# 1,500 scenarios in batches of 1,024 rows of 6 stressors: 9 batches.
"$WASSILY" generate --regions 3 --sectors 8 --stressors 6 --seed 7 -o table.h5 >/dev/null || die "no table"
cat >sweep.yaml <<'YAML'
wassily: 1
title: A sweep of a second
table: table.h5
stressors: ["*"]
levers:
  efficient: {kind: coefficient-scale, suppliers: {regions: "*"}, factor: $f}
  cleaner:   {kind: intensity-scale, factor: $s}
design:
  grid:
    f: {from: 0.9, to: 1, steps: 3}
    s: {from: 0.5, to: 1, steps: 500}
responses:
  - total
  - D_cba: {by: [region, category]}
keep: all
verify: 3
YAML
"$WASSILY" sweep sweep.yaml -o one.h5 --run-dir one --threads 1 >one.txt 2>&1 &
one=$!
planners=()
for run in 'a 8' 'b 3' 'c 2' 'd 2' 'e 1'; do
  # shellcheck disable=SC2086  # the name and the number of shards
  plan $run &
  planners+=($!)
done
for planner in "${planners[@]}"; do
  wait "$planner" || die "a plan was not made: $(tail -qn 1 plan-*.txt)"
done
# All on n1 but for d, whose nodes are going to die.
d=$(WASSILY_JAVA_OPTS=$(hold d) array d 0-1 --exclude=n1)
dm=$(merging d "$d")
c=$(WASSILY_RESUME_CODE=99 WASSILY_JAVA_OPTS=$(hold c) array c 0-1 -w n1)
cm=$(merging c "$c")
WASSILY_JAVA_OPTS=$(hold a) submit a --go --array-limit 2 --stage "$LAB/stage" >submit-a.txt || die "a was not submitted"
a=$(sed -n 's/^array //p' submit-a.txt) am=$(sed -n 's/^merge //p' submit-a.txt)
e=$(WASSILY_JAVA_OPTS=$(hold e) array e 0 -w n1)
wait $one || die "$(cat one.txt)"
# Shard 1 of 3 cannot be computed: there lies the one shard of another division.
cp one/shard-0.h5 b/shard-1.h5
b=$(array b 0-2 -w n1)
bm=$(merging b "$b")
jobs_of=([a]="$a $am" [b]="$b $bm" [c]="$c $cm" [d]="$d $dm" [e]="$e")
echo "[$(seconds) s] arrays: a = $a, b = $b, c = $c, d = $d, e = $e"

need "d: both shards are at work" at_work d 2
need "c: both shards are at work" at_work c 2
need "a: two shards are at work" at_work a 2
need "e: the shard is at work" at_work e 1

node=$(squeue -h -j "$d" -t R -o %N | head -n 1)
[[ -n $node ]] || die "no node has the shards of d"
lab_crash "$node"
let_go d

# To its last task, which holds the array's own job id. Its sibling is held until the task comes back.
scancel --batch --signal=USR1 "${c}_1"
within_limit any_of "ended_with ${c}_1 99.(USR1)" "gone ${c}_1"
check "c: told that its time is over, it saves" ended_with "${c}_1" '99 (USR1)'

scancel "$e"
within_limit any_of "ended_with ${e}_0 75.(TERM)" "gone $e"
check "e: cancelled, it saves" ended_with "${e}_0" '75 (TERM)'

staged=$(find "$LAB/stage" -name '*.h5' -printf '%i ')
let_go a
within_limit any_of "waits ${c}_1" "restarted ${c}_1" "gone ${c}_1"
check "c: it comes back" any_of "waits ${c}_1" "restarted ${c}_1"
let_go c
within_limit any_of "waits $d" "restarted ${d}_0" "restarted ${d}_1" "gone $d"
check "d: the shards of the lost node wait for another" \
  any_of "waits $d" "restarted ${d}_0" "restarted ${d}_1"
lab_slurmd "$node"
scontrol update "nodename=$node" state=resume 2>/dev/null

within_limit gone "$bm"
check "b: the merge refuses, and names shard 1" \
  grep -qs 'holds batches .*shard 1 of 3' "wassily-merge-$bm.log"
check "b: the missing list is what --array takes, and the exit code 65" \
  eval "within_limit ended_as $bm FAILED && grep -qx 1 wassily-merge-$bm.log && test ! -e b.h5"
rm b/shard-1.h5
submit b >submit-b.sh || die "b was not submitted"
check "b: shard 1 alone is missing" grep -q ' --array=1%20 ' submit-b.sh
# What it prints is typed in.
read -r b2 bm2 < <(
  # shellcheck source=/dev/null
  source submit-b.sh >submit-b.txt
  echo "$job $(cat submit-b.txt)"
)
jobs_of[b]+=" $b2 $bm2"

within_limit any_of "gone $e" "restarted ${e}_0"
check "e: stays cancelled, batches kept" \
  eval "gone $e && within_limit ended_as $e CANCELLED && (($(batches e 0) > 0)) && test ! -e e/shard-0.h5"
# Two at once, as where locks do not work: each has a lock file of its own.
had=$(batches e 0)
grew() { (($(batches e 0) >= had + $1)); }
WASSILY_JAVA_OPTS=$(hold e) "$WASSILY" run e --shard 0 >e1.txt 2>&1 &
first=$!
within_limit grew 1
rm -f e/lock/shard-0
WASSILY_JAVA_OPTS=$(hold e) "$WASSILY" run e --shard 0 >e2.txt 2>&1 &
second=$!
within_limit grew 2
check "e: two processes are at it" running e 0 2
let_go e
wait $first
ends=$?
wait $second
check "e: of two writers both end well" test "$ends $?" = "0 0"
"$WASSILY" merge e -o e.h5 --threads 1 >e3.txt 2>&1
check "e: the bytes of one process" cmp -s one.h5 e.h5

check "c: merged, with the bytes of one process" merged c "$cm"
check "c: went on from its checkpoint" eval "went_on c 1 && restarted ${c}_1"
check "c: its sibling was not touched" test "$(starts "${c}_0")" = 1
check "d: merged, with the bytes of one process" merged d "$dm"
check "d: both moved shards went on from their checkpoints" eval 'went_on d 0 && went_on d 1'
check "b: merged, with the bytes of one process" merged b "$bm2"
check "b: shards 0 and 2 were run once" test "$(starts "${b}_0") $(starts "${b}_2")" = "1 1"
check "a: merged, with the bytes of one process" merged a "$am"
check "a: 2 at once and never more" test "$(most_at_once wassily-shard-"${a}"_*.log)" = 2
check "a: the table was staged once" \
  test -n "$staged" -a "$staged" = "$(find "$LAB/stage" -name '*.h5' -printf '%i ')"
check "e: is still cancelled" eval "gone $e && ! restarted ${e}_0"
check "no GPU was ever given to two live shards" gpus_are_own \
  wassily-shard-"${a}"_*.log wassily-shard-"${b}"_*.log wassily-shard-"${b2}"_*.log \
  wassily-shard-"${c}"_*.log wassily-shard-"${e}"_*.log

done=yes
echo "[$(seconds) s] slurm selftest: $([[ $failures == 0 ]] && echo passed || echo "FAILED; its files are in $LAB")"
echo "Tests run: $checks, Failures: $failures, Errors: 0, Skipped: 0"
exit $((failures > 0))
