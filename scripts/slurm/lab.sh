# shellcheck shell=bash
# Sourced: a real Slurm (munged, slurmctld, N slurmd) on this machine, in one private folder,
# without systemd, cgroups, a database or root.
#
#   source scripts/slurm/lab.sh; lab_install && lab_up; sinfo; ...; lab_crash n2; ...; lab_down
LAB=${LAB:-$(mktemp -d "${TMPDIR:-/var/tmp}/slurm-lab.XXXXXX")}
LAB_NODES=${LAB_NODES:-3}   # each is a slurmd process
LAB_CPUS=${LAB_CPUS:-16}    # of each node, more than there are is fine
LAB_GPUS=${LAB_GPUS:-8}     # of each node: stand-ins that set CUDA_VISIBLE_DEVICES
# The controller listens here, slurmd i on LAB_PORT + i; by process id, so that two labs seldom meet.
LAB_PORT=${LAB_PORT:-$((20000 + $$ % 5000 * 8))}
export SLURM_CONF=$LAB/etc/slurm.conf
export PATH=$PATH:${LAB_SBIN:-/usr/sbin:/sbin}

# What is missing of Slurm.
lab_missing() {
  local missing='' tool
  for tool in slurmctld slurmd munged sbatch; do
    type -P "$tool" >/dev/null || missing+=" $tool"
  done
  echo "$missing"
}

# Puts Slurm there where it is missing and can be; one line and 1 where it cannot.
lab_install() {
  local missing
  missing=$(lab_missing)
  [[ -n $missing ]] || return 0
  if [[ $(id -u) != 0 ]] || ! type -P apt-get >/dev/null; then
    echo "no$missing, and only root can install slurm-wlm and munge by apt-get"
    return 1
  fi
  # Without lists there is nothing to install from; where they cannot be had, apt waits long.
  local quiet=(-qq -o Acquire::Retries=1 -o Acquire::http::Timeout=10 -o DPkg::Lock::Timeout=60)
  if ! { timeout 60 apt-get "${quiet[@]}" update &&
    DEBIAN_FRONTEND=noninteractive timeout 120 apt-get "${quiet[@]}" install -y \
      --no-install-recommends slurm-wlm munge; } >"$LAB/apt.log" 2>&1; then
    echo "no$missing, and apt-get could not install slurm-wlm and munge: $(tail -n 1 "$LAB/apt.log")"
    return 1
  fi
  missing=$(lab_missing)
  [[ -z $missing ]] || {
    echo "slurm-wlm and munge are installed, but do not have$missing"
    return 1
  }
}

lab_conf() {
  local host user i
  host=$(hostname -s) user=$(id -un)
  mkdir -p "$LAB"/{etc,state,log,run,dev,munge}
  for ((i = 1; i <= LAB_NODES; i++)); do mkdir -p "$LAB/spool/n$i"; done
  # They must resolve to a device, else jobs run but CUDA_VISIBLE_DEVICES stays unset.
  for ((i = 0; i < LAB_GPUS; i++)); do ln -sfn /dev/null "$LAB/dev/gpu$i"; done
  # The real host name with an address spares name service; cred_expire is also how long a
  # requeued job waits (5 s is the least, 120 s the default).
  cat >"$SLURM_CONF" <<CONF
ClusterName=lab
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$user
SlurmdUser=$user
SlurmctldPort=$LAB_PORT
AuthType=auth/munge
AuthInfo=socket=$LAB/run/munge.socket,cred_expire=5
CryptoType=crypto/munge
StateSaveLocation=$LAB/state
SlurmdSpoolDir=$LAB/spool/%n
SlurmctldPidFile=$LAB/run/slurmctld.pid
SlurmdPidFile=$LAB/run/slurmd-%n.pid
SlurmctldLogFile=$LAB/log/slurmctld.log
SlurmdLogFile=$LAB/log/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/filetxt
JobCompLoc=$LAB/log/jobcomp.log
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=1,sched_interval=2,sched_min_interval=100000,bf_interval=2
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
GresTypes=gpu
JobRequeue=1
MailProg=/bin/true
KillWait=60
MinJobAge=600
InactiveLimit=0
WaitTime=0
SlurmctldTimeout=10
SlurmdTimeout=60
MessageTimeout=30
TCPTimeout=10
ReturnToService=2
SlurmdParameters=config_overrides
PropagateResourceLimits=NONE
$(for ((i = 1; i <= LAB_NODES; i++)); do
    echo "NodeName=n$i NodeAddr=127.0.0.1 NodeHostname=$host Port=$((LAB_PORT + i)) CPUs=$LAB_CPUS RealMemory=64000 Gres=gpu:$LAB_GPUS State=UNKNOWN"
  done)
PartitionName=main Nodes=n[1-$LAB_NODES] Default=YES MaxTime=300 State=UP
CONF
  echo "NodeName=n[1-$LAB_NODES] Name=gpu File=$LAB/dev/gpu[0-$((LAB_GPUS - 1))]" >"$LAB/etc/gres.conf"
  printf 'CgroupPlugin=cgroup/v1\nCgroupAutomount=no\n' >"$LAB/etc/cgroup.conf"
}

lab_munge() {
  # munged insists: its key is its user's alone, and nobody else writes to its folders.
  chmod 0755 "$LAB" "$LAB/run"
  chmod 0700 "$LAB/munge"
  (umask 077 && head -c 128 /dev/urandom >"$LAB/munge/key")
  munged --force --key-file="$LAB/munge/key" --socket="$LAB/run/munge.socket" \
    --pid-file="$LAB/munge/munged.pid" --log-file="$LAB/munge/munged.log" \
    --seed-file="$LAB/munge/seed" --num-threads=2
}

# Starts a node; its process id is in $LAB/run/slurmd-NODE.pid.
lab_slurmd() { slurmd -N "$1"; }

lab_up() {
  local i
  lab_conf && lab_munge && slurmctld || return 1
  for ((i = 1; i <= LAB_NODES; i++)); do lab_slurmd "n$i" || return 1; done
  for ((i = 0; i < 600; i++)); do
    [[ $(sinfo -h -t idle -o %D 2>/dev/null) == "$LAB_NODES" ]] && return 0
    sleep 0.1
  done
  echo "the nodes are not idle after a minute; see $LAB/log" >&2
  return 1
}

# The processes of this lab alone: daemons and jobs that were started with its SLURM_CONF.
lab_ids() {
  local process
  for process in /proc/[0-9]*; do
    grep -qzxF "SLURM_CONF=$SLURM_CONF" "$process/environ" 2>/dev/null || continue
    case $(cat "$process/comm" 2>/dev/null) in
      slurmctld* | slurmd* | slurmstepd* | munged) ;;
      *) grep -qz '^SLURM_JOB_ID=' "$process/environ" 2>/dev/null || continue ;;
    esac
    echo "${process#/proc/}"
  done
}

# A node dies: its daemon, its step daemons and all below them, at once and by their ids.
lab_crash() { # lab_crash NODE
  local node=$1 doomed job id
  doomed=$(cat "$LAB/run/slurmd-$node.pid") || return 1
  for job in $(squeue -h -w "$node" -t R -o %A); do
    for id in $(lab_ids); do
      [[ $({ tr '\0' ' ' <"/proc/$id/cmdline"; } 2>/dev/null) == "slurmstepd: [$job."* ]] &&
        doomed+=" $id $(lab_below "$id")"
    done
  done
  # shellcheck disable=SC2086  # one word each
  kill -9 $doomed
  rm -f "$LAB/run/slurmd-$node.pid"
  scontrol update "nodename=$node" state=down reason=crash
}

# All processes below one, children first.
lab_below() {
  local stat line fields
  for stat in /proc/[0-9]*/stat; do
    line=$(cat "$stat" 2>/dev/null) || continue
    # The name, in brackets, may hold blanks; behind it come the state and the parent.
    read -ra fields <<<"${line##*) }"
    if [[ ${fields[1]} == "$1" ]]; then
      stat=${stat#/proc/} stat=${stat%/stat}
      echo "$stat"
      lab_below "$stat"
    fi
  done
}

lab_down() {
  local ids i
  for ((i = 0; i < 10; i++)); do
    ids=$(lab_ids)
    [[ -n $ids ]] || return 0
    # shellcheck disable=SC2086  # one word each
    kill $ids 2>/dev/null
    sleep 0.2
  done
  # shellcheck disable=SC2046
  kill -9 $(lab_ids) 2>/dev/null
  return 0
}
