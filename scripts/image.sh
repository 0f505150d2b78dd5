#!/usr/bin/env bash
# Makes a self-contained image: Wassily, its own Java and the native libraries in one tarball
# that runs on a Linux x86-64 machine with nothing installed.
#
#   scripts/image.sh [--no-build] [--force] OUT.tar.gz
#
# --no-build takes target/wassily.jar as it is (the tests do: they run inside a build).
# Two images of one commit by one JDK are equal byte for byte.
set -euo pipefail

self=$(readlink -f -- "${BASH_SOURCE[0]}")
root=${self%/scripts/*}
# shellcheck source=scripts/find-java.sh
source "$root/scripts/find-java.sh"
# shellcheck source=scripts/build-jar.sh
source "$root/scripts/build-jar.sh"

fail() {
  echo "image.sh: $2" >&2
  exit "$1"
}

build=yes force=no out=''
for argument; do
  case $argument in
    --no-build) build=no ;;
    --force) force=yes ;;
    -*) fail 2 "unknown option $argument; usage: scripts/image.sh [--no-build] [--force] OUT.tar.gz" ;;
    *) [[ -z $out ]] || fail 2 "one OUT.tar.gz, not both $out and $argument"; out=$argument ;;
  esac
done
[[ -n $out ]] || fail 2 'usage: scripts/image.sh [--no-build] [--force] OUT.tar.gz'
[[ $out == *.tar.gz ]] || fail 2 "$out: the name has to end in .tar.gz"
[[ $force == yes || ! -e $out ]] || fail 1 "$out exists; --force replaces it"

[[ $build == no ]] || build_jar "$root" || exit 1
jar=$root/target/wassily.jar
[[ -f $jar ]] || fail 1 "$jar is missing; leave out --no-build"
find_java 25 jlink || fail 1 "$JAVA_WANTED"
jdk=$JAVA_FOUND
for tool in jdeps jar; do
  [[ -x $jdk/bin/$tool ]] || fail 1 "$jdk has no bin/$tool; a full JDK is needed"
done

work=$(mktemp -d)
trap 'rm -rf -- "$work" "$out.$$.tmp"' EXIT

# What the code needs of Java. All classes go into one folder first: asked about the jars, jdeps
# stops at the first whose module descriptor names a module that is not there.
mkdir "$work/classes"
for library in "$jar" "$root"/target/lib/*.jar; do
  [[ $library == */openblas-* || $library == */jc*-natives-* ]] || (cd "$work/classes" && "$jdk/bin/jar" xf "$library")
done
rm -rf -- "$work/classes/META-INF" "$work/classes/module-info.class"
modules=$("$jdk/bin/jdeps" -q --ignore-missing-deps --print-module-deps "$work/classes")
# No class file shows these: zip archives as file systems, GBK and its like in old tables, signals.
modules+=,jdk.zipfs,jdk.charsets,jdk.unsupported

# A JDK without jmods/ (JEP 493, Temurin since 24) links from its own run-time image by itself.
# Not compressed here: gzip does better over the whole (32 MB against 39), and Java starts faster.
image=$work/wassily
"$jdk/bin/jlink" --add-modules "$modules" --output "$image" \
  --strip-debug --no-header-files --no-man-pages --compress zip-0 ||
  fail 1 "jlink of $jdk failed; where its packages are split, install the one with jmods"
# Java's own classes, parsed in advance: 4 MB that save a tenth of the start-up time.
"$image/bin/java" -XX:+UseSerialGC -Xshare:dump >"$work/dump.log" 2>&1 ||
  fail 1 "java -Xshare:dump failed: $(tail -n 1 "$work/dump.log")"

mkdir -p "$image/lib/app/lib" "$image/lib/native"
cp -- "$jar" "$image/lib/app/"
for library in "$root"/target/lib/*.jar; do
  [[ $library == */openblas-* || $library == */jc*-natives-* ]] || cp -- "$library" "$image/lib/app/lib/"
done
# Of OpenBLAS's jar only what BLAS itself loads: its JNI libraries would be 48 MB more.
openblas=("$root"/target/lib/openblas-*.jar)
inside=org/bytedeco/openblas/linux-x86_64
(cd "$work" && "$jdk/bin/jar" xf "${openblas[0]}" \
  $inside/libopenblas.so.0 $inside/libgfortran.so.5 $inside/libquadmath.so.0 $inside/libgcc_s.so.1)
for library in libopenblas.so.0 libgfortran.so.5 libquadmath.so.0 libgcc_s.so.1; do
  [[ -f $work/$inside/$library ]] || fail 1 "${openblas[0]} holds no $inside/$library"
  cp -- "$work/$inside/$library" "$image/lib/native/"
done
# Of JCuda's the four that are used: its compiler library for PTX would be 24 MB more (9 MB packed).
for library in jcuda:JCudaDriver jcuda:JNvrtc jcublas:JCublas2 jcusolver:JCusolver; do
  file=lib${library#*:}-12.6.0-linux-x86_64.so
  jars=("$root/target/lib/${library%%:*}-natives"-*.jar)
  (cd "$work" && "$jdk/bin/jar" xf "${jars[0]}" "lib/$file")
  [[ -f $work/lib/$file ]] || fail 1 "${jars[0]} holds no lib/$file"
  cp -- "$work/lib/$file" "$image/lib/native/"
done
cp -- "$root/scripts/image-launcher.sh" "$image/bin/wassily"
mkdir "$image/lib/slurm"
cp -- "$root/scripts/slurm"/*.sbatch "$image/lib/slurm/"
cp -- "$root/LICENSE" "$root/README.md" "$root/CITATION.cff" "$image/"
# The same modes whatever the umask of whoever builds.
chmod -R u=rwX,go=rX "$image"
chmod 755 "$image/bin/wassily" "$image/lib/native"/*

# Names in order, one owner, one time: the tarball depends on nothing but its content.
# gzip -9 would take 13 s more for 0.3 MB less.
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime='2026-01-01 00:00:00Z' \
  --format=gnu -cf - -C "$work" wassily | gzip -6n >"$out.$$.tmp"
mv -f -- "$out.$$.tmp" "$out"

size() { du -sb --apparent-size -- "$@" | awk '{ s += $1 } END { printf "%.1f MB", s / 1e6 }'; }
{
  echo "$out: $(size "$out") ($(size "$image") unpacked:" \
    "jars $(size "$image/lib/app"), native libraries $(size "$image/lib/native"), the rest is Java)"
  echo "modules: $modules; from $jdk"
} >&2
