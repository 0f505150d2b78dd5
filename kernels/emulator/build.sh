#!/usr/bin/env bash
# Builds the emulated CUDA libraries with gcc.   build.sh OUT_DIR [12|13]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${1:?build.sh OUT_DIR [12|13]}
cuda=${2:-12}
case $cuda in
  12) blas=libcublas.so.12 solver=libcusolver.so.11 mg=libcusolverMg.so.11 nvrtc=libnvrtc.so.12
      defines=(-DCUDA=12 -DDEFAULT_DRIVER='"12060"' -DCOMPILER_VERSION='"12060"' -DDEFAULT_ARCHITECTURE=52
        -DARCHITECTURES=50,52,53,60,61,62,70,72,75,80,86,87,89,90) ;;
  13) blas=libcublas.so.13 solver=libcusolver.so.12 mg=libcusolverMg.so.12 nvrtc=libnvrtc.so.13
      defines=(-DCUDA=13 -DDEFAULT_DRIVER='"13000"' -DCOMPILER_VERSION='"13000"' -DDEFAULT_ARCHITECTURE=75
        -DARCHITECTURES=75,80,86,87,88,89,90,100,103,110,120,121) ;;
  *) echo "build.sh: CUDA 12 or 13, not $cuda" >&2; exit 2 ;;
esac
mkdir -p "$out"
out=$(cd "$out" && pwd)
work=$(mktemp -d "$out/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
flags=(-std=c++17 -O2 -fPIC -fvisibility=hidden -ffp-contract=off -Wall -Wextra -Werror "${defines[@]}")

# library SONAME SOURCES [-- LIBRARIES]: one translation unit, so that headers are read once. The symbols get the version
# that NVIDIA's have, which is the soname.
library() {
  local soname=$1 version=()
  shift
  while (($# > 0)) && [[ $1 != -- ]]; do
    echo "#include \"$here/$1.cpp\""
    shift
  done > "$work/$soname.cpp"
  shift || true
  if [[ $soname != libcuda.so.1 ]]; then
    echo "$soname { global: cu*; nvrtc*; local: *; };" > "$work/$soname.map"
    version=(-Wl,--version-script="$work/$soname.map")
  fi
  g++ "${flags[@]}" -shared "$work/$soname.cpp" -o "$work/$soname" "$@" -Wl,-soname,"$soname" -Wl,-z,defs \
    -Wl,-rpath,'$ORIGIN' "${version[@]}"
}

library libcuda.so.1 settings faults memory host_memory context handles streams launch driver_device driver_memory driver_copy \
  driver_stream driver_module -- -ldl &
library_pid=$!
(library "$mg" cusolver_mg) &
wait "$library_pid"
library "$nvrtc" nvrtc compile rewrite -- "$work/libcuda.so.1" &
nvrtc_pid=$!
library "$blas" cublas cublas_vectors cublas_matrices loops -- "$work/libcuda.so.1"
library "$solver" cusolver loops -- "$work/libcuda.so.1"
wait "$nvrtc_pid"
wait
cp "$here"/{emulator.h,kernel_abi.h,kernel_runtime.cpp} "$work"
# Complete or not at all: a test run that starts meanwhile never sees half a library.
for file in libcuda.so.1 "$blas" "$solver" "$mg" "$nvrtc" emulator.h kernel_abi.h kernel_runtime.cpp; do
  mv "$work/$file" "$out/$file"
done
