#!/usr/bin/env bash
# Proves and measures Wassily on a machine with an NVIDIA card, where nothing is installed.
#
#   scripts/gpu-check.sh --pack FILE.tar.gz                  on the machine that builds
#   gpu-check.sh WORK_FOLDER OUT_FOLDER [OPTION…]            on the one with the card
#
# The packed file holds the self-contained image, this script and the peers; unpack it anywhere
# and run its gpu-check.sh, or give it to any copy of this script with --image. Needs bash, tar
# with gzip, coreutils and the driver with CUDA's libraries. Where python3 has CuPy or PyTorch,
# they do the same work in turn with Wassily.
#
#   --image FILE       the packed file or an image of scripts/image.sh; with --pack: the image to pack
#   --n N              order of the table and matrices, a multiple of 42; default 13146
#   --rounds R         rounds of kernels and peers, in turn; default 3
#   --repeats K        counted repetitions within a round; default 3
#   --limit SECONDS    for each step; default 300
#   --cuda-path DIR    CUDA's libraries, where they are not found by themselves
#   --device N         which card
#   --python PROGRAM   which python3 is asked for CuPy and PyTorch; none: no peers
#   --keep             leave table and image in WORK_FOLDER
#   --no-build         with --pack: take target/wassily.jar as it is
#
# Leaves gpu-check.json and gpu-check.log in OUT_FOLDER. Exit code: 0 all floors reached; 1 a step
# or a floor failed; 2 wrong command line; 7 nothing failed, but not everything was measured.
set -uo pipefail
export LC_ALL=C

self=${BASH_SOURCE[0]}
[[ $self == */* ]] || self=./$self
here=$(cd -- "${self%/*}" && pwd) || exit 1

fail() {
  echo "gpu-check.sh: $2" >&2
  exit "$1"
}

usage='usage: gpu-check.sh WORK_FOLDER OUT_FOLDER [--image FILE] [--n N] …, or gpu-check.sh --pack FILE.tar.gz'

# ---------------------------------------------------------------- on the machine that builds

# The image of image.sh with this script, the peers and the commit beside it.
pack() {
  local out=$1 build=$2 image=$3 root=${here%/scripts} work commit
  [[ $out == *.tar.gz ]] || fail 2 "$out: the name has to end in .tar.gz"
  [[ -f $root/scripts/image.sh ]] || fail 2 '--pack works in a checkout only'
  work=$(mktemp -d) || exit 1
  # shellcheck disable=SC2064  # the folder of now
  trap "rm -rf -- '$work' '$out.$$.tmp'" EXIT
  if [[ -z $image ]]; then
    image=$work/image.tar.gz
    # shellcheck disable=SC2086  # nothing or one option
    "$root/scripts/image.sh" $build "$image" || exit 1
  fi
  mkdir "$work/beside" "$work/beside/peers" || exit 1
  cp -- "$root/scripts/gpu-check.sh" "$work/beside/" &&
    cp -- "$root"/bench/peers/{gpu_peer,torch_lu,cupy_lu}.py "$work/beside/peers/" || exit 1
  commit=$(git -C "$root" rev-parse HEAD 2>/dev/null) || commit=unknown
  [[ -z $(git -C "$root" status --porcelain --untracked-files=no 2>/dev/null) ]] ||
    commit+=' with local changes'
  echo "$commit" >"$work/beside/commit"
  gzip -dc -- "$image" >"$work/all.tar" &&
    tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2026-01-01 00:00:00Z' \
      --mode='u=rwX,go=rX' --format=gnu -rf "$work/all.tar" -C "$work/beside" \
      commit gpu-check.sh peers &&
    gzip -6n <"$work/all.tar" >"$out.$$.tmp" && mv -f -- "$out.$$.tmp" "$out" || exit 1
  echo "$out: $(stat -c %s -- "$out") bytes; on the machine with the card:" >&2
  echo "  tar xzf ${out##*/} && bash gpu-check.sh WORK_FOLDER OUT_FOLDER" >&2
}

# ---------------------------------------------------------------- the command line

image='' n=13146 rounds=3 repeats=3 limit=300 python=python3 keep=no packed='' build=''
cuda=() folders=()
while (($# > 0)); do
  case $1 in
    --pack | --image | --n | --rounds | --repeats | --limit | --cuda-path | --device | --python)
      (($# > 1)) || fail 2 "$1 needs a value; $usage"
      ;;&
    --pack) packed=$2 && shift ;;
    --image) image=$2 && shift ;;
    --n) n=$2 && shift ;;
    --rounds) rounds=$2 && shift ;;
    --repeats) repeats=$2 && shift ;;
    --limit) limit=$2 && shift ;;
    --cuda-path | --device) cuda+=("$1" "$2") && shift ;;
    --python) python=$2 && shift ;;
    --keep) keep=yes ;;
    --no-build) build=--no-build ;;
    -h | --help)
      while IFS= read -r line && [[ $line == '#'* ]]; do
        [[ $line == '#!'* ]] || echo "${line#\#}"
      done <"$self"
      exit 0
      ;;
    -*) fail 2 "unknown option $1; $usage" ;;
    *) folders+=("$1") ;;
  esac
  shift
done
[[ -z $image || -f $image ]] || fail 2 "--image $image: no such file"
if [[ -n $packed ]]; then
  pack "$packed" "$build" "$image"
  exit 0
fi
((${#folders[@]} == 2)) || fail 2 "$usage"
for number in "$n" "$rounds" "$repeats" "$limit"; do
  [[ $number =~ ^[1-9][0-9]{0,8}$ ]] || fail 2 "$number: a whole number from 1 on is expected"
done
((n % 42 == 0)) || fail 2 "--n $n is not a multiple of 42, the number of sectors"

mkdir -p -- "${folders[@]}" || exit 1
work=$(cd -- "${folders[0]}" && pwd)/gpu-check.$$ || exit 1 # two runs at once share nothing
out=$(cd -- "${folders[1]}" && pwd) || exit 1
steps=$work/steps log=$out/gpu-check.log json=$out/gpu-check.json
rm -rf -- "$work" "$json"
mkdir -- "$work" "$steps" || exit 1
: >"$log" || exit 1
: >"$steps/steps.tsv"
# shellcheck disable=SC2317  # called at the end
ended() {
  [[ $keep == yes ]] || rm -rf -- "$work"
}
trap ended EXIT

# ---------------------------------------------------------------- steps

say() {
  echo "$*" >>"$log"
  echo "$*" >&2
}

# note NAME EXIT SECONDS TEXT
note() {
  local text=${4//[$'\t\n\r']/ }
  printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$text" >>"$steps/steps.tsv"
}

guard=()
if type -P timeout >/dev/null; then
  guard=(timeout -k 10 "$limit")
else
  say 'no program timeout: the steps have no time limit'
fi

# step NAME COMMAND…: runs it, keeps what it prints (as NAME.json where that is JSON), its exit
# code and its time; goes on whatever happens.
step() {
  local name=$1 from to code took first='' last='' line
  shift
  say "== $name: $*"
  from=${EPOCHREALTIME/./}
  "${guard[@]}" "$@" </dev/null >"$steps/$name.out" 2>"$steps/$name.err"
  code=$?
  to=${EPOCHREALTIME/./}
  printf -v took '%d.%06d' $(((to - from) / 1000000)) $(((to - from) % 1000000))
  IFS= read -r first <"$steps/$name.out" || true
  [[ $first == '{'* ]] && mv -- "$steps/$name.out" "$steps/$name.json"
  for line in "$steps/$name.out" "$steps/$name.json" "$steps/$name.err"; do
    [[ ! -f $line ]] || cat -- "$line" >>"$log"
  done
  if ((code != 0)); then
    while IFS= read -r line || [[ -n $line ]]; do
      [[ -z $line ]] || last=$line
    done <"$steps/$name.err"
    ((code != 124 && code != 137)) || last="stopped after $limit s; $last"
  fi
  note "$name" "$code" "$took" "$last"
  say "-- $name: exit code $code after $took s"
  return "$code"
}

# left_out NAME WHY: a step that cannot be tried here.
left_out() {
  say "== $1: left out, $2"
  note "$1" - - "$2"
}

# ---------------------------------------------------------------- the program

wassily=''
if [[ -n $image ]]; then
  if type -P gzip >/dev/null; then
    step unpack tar -xzf "$image" -C "$work"
  else
    step unpack "$python" -m tarfile -e "$image" "$work"
  fi
  wassily=$work/wassily/bin/wassily
  here=$work
elif [[ -x $here/wassily/bin/wassily ]]; then
  wassily=$here/wassily/bin/wassily
else
  wassily=$here/wassily # of a checkout
fi
peers=$here/peers
[[ -d $peers ]] || peers=${here%/scripts}/bench/peers
# An image of image.sh brings none: those of this script's own place.
own=$(cd -- "${self%/*}" && pwd)
[[ -d $peers ]] || peers=$own/peers
[[ -d $peers ]] || peers=${own%/scripts}/bench/peers

# What is written into the report without any other program.
fact() {
  printf '%s\t%s\n' "$1" "$2" >>"$steps/machine.tsv"
}

machine() {
  local line cpu='' cores=0 commit=unknown
  while IFS= read -r line; do
    case $line in
      'model name'*) cpu=${line#*: } ;;
      processor*) cores=$((cores + 1)) ;;
    esac
  done </proc/cpuinfo
  fact cpu "$cpu"
  fact cores "$cores"
  while read -r name value _; do
    [[ $name == MemTotal: ]] && fact memory_bytes $((value * 1024))
  done </proc/meminfo
  { read -r line </proc/sys/kernel/osrelease && fact kernel "Linux $line"; } 2>/dev/null
  { read -r line </proc/driver/nvidia/version && fact driver "$line"; } 2>/dev/null
  if [[ -r /etc/os-release ]]; then
    while IFS= read -r line; do
      [[ $line == PRETTY_NAME=* ]] && line=${line#*=} && fact os "${line//\"/}"
    done </etc/os-release
  fi
  printf -v line '%(%Y-%m-%dT%H:%M:%S%z)T' -1
  fact date "$line"
  for line in "$here/commit" "$own/commit"; do
    [[ $commit == unknown && -r $line ]] && read -r commit <"$line"
  done
  [[ $commit != unknown ]] || commit=$(git -C "$own" rev-parse HEAD 2>/dev/null) || commit=unknown
  fact commit "$commit"
  fact cuda_visible_devices "${CUDA_VISIBLE_DEVICES-not set}"
  fact bash "$BASH_VERSION"
}
machine

step version "$wassily" --version && while IFS= read -r line; do
  [[ $line != Java* ]] || fact java "$line"
  [[ $line != wassily* ]] || fact program "$line"
done <"$steps/version.out"
if type -P nvidia-smi >/dev/null; then
  step nvidia-smi nvidia-smi \
    --query-gpu=name,driver_version,memory.total,pci.bus_id,clocks.max.sm,clocks.max.memory,power.limit,ecc.mode.current \
    --format=csv,noheader && IFS= read -r line <"$steps/nvidia-smi.out" && fact nvidia_smi "$line"
else
  left_out nvidia-smi 'not there'
fi

# ---------------------------------------------------------------- right?

card=(--backend cuda "${cuda[@]}")
step devices "$wassily" devices --json "${cuda[@]}"
step selftest "$wassily" selftest --json "${card[@]}"
step selftest-cpu "$wassily" selftest --json --backend cpu

table=$work/table.h5
if step generate "$wassily" generate --regions $((n / 42)) --sectors 42 --seed 7 -o "$table"; then
  cat -- "$table" >/dev/null # into the page cache
  # Kept ones are compared; their time holds the hash of the table.
  step footprint-kept-cpu "$wassily" footprint "$table" --backend cpu -o "$steps/cpu.h5" \
    --timings "$steps/phases-kept-cpu.json"
  step footprint-kept-cuda "$wassily" footprint "$table" "${card[@]}" -o "$steps/cuda.h5" \
    --timings "$steps/phases-kept-cuda.json"
  step compare "$wassily" compare "$steps/cpu.h5" "$steps/cuda.h5" --tolerance 1e-10 --json
  step footprint-cpu-1 "$wassily" footprint "$table" --backend cpu --timings "$steps/phases-cpu-1.json"
  for ((i = 1; i <= 3; i++)); do
    step "footprint-cuda-$i" "$wassily" footprint "$table" "${card[@]}" \
      --timings "$steps/phases-cuda-$i.json"
  done
else
  for name in footprint-kept-cpu footprint-kept-cuda compare footprint-cuda; do
    left_out "$name" 'there is no table'
  done
fi

# ---------------------------------------------------------------- fast?

programs=(kernels) with=()
[[ ! -f $table ]] || with=(--table "$table")
for peer in torch cupy; do
  if [[ $python == none ]] || ! type -P "$python" >/dev/null; then
    left_out "$peer" 'no python3'
  elif ! "${guard[@]}" "$python" -c "import $peer" </dev/null >>"$log" 2>&1; then
    left_out "$peer" "python3 has no $peer"
  elif [[ ! -f $peers/${peer}_lu.py ]]; then
    left_out "$peer" "${peer}_lu.py is not there"
  else
    programs+=("$peer")
  fi
done
for ((i = 1; i <= rounds; i++)); do
  for program in "${programs[@]}"; do
    if [[ $program == kernels ]]; then
      step "kernels-$i" "$wassily" bench kernels "${card[@]}" --n "$n" --repeats "$repeats" --json \
        "${with[@]}"
    else
      step "$program-$i" "$python" -B "$peers/${program}_lu.py" "$n" "$repeats"
    fi
  done
done

# ---------------------------------------------------------------- the report

"${guard[@]}" "$wassily" bench report "$steps" --n "$n" -o "$json" --force \
  </dev/null >"$work/report.out" 2>"$work/report.err"
code=$?
cat -- "$work/report.out" "$work/report.err" >>"$log"
cat -- "$work/report.out"
cat -- "$work/report.err" >&2
case $code in
  0 | 1 | 7) [[ -f $json ]] || code=1 ;;
  *) code=1 ;;
esac
if [[ ! -f $json ]]; then
  # The program itself does not run: the steps say why.
  quote() {
    local text=${1//\\/\\\\}
    text=${text//\"/\\\"}
    printf '"%s"' "${text//[[:cntrl:]]/ }"
  }
  {
    printf '{"outcome": "failed", "n": %s, "floors": [], "steps": [' "$n"
    separator=''
    while IFS=$'\t' read -r name exit_code took text; do
      printf '%s\n  {"name": %s, "exit": %s, "seconds": %s, "note": %s}' "$separator" \
        "$(quote "$name")" "$(quote "$exit_code")" "${took/#-/null}" "$(quote "$text")"
      separator=,
    done <"$steps/steps.tsv"
    printf '\n]}\n'
  } >"$json"
fi
say "$json"
exit "$code"
