# shellcheck shell=bash
# Sourced by the scripts beside it, after find-java.sh: builds target/wassily.jar when it is
# missing or older than what it is made from.

# jar_is_stale ROOT: true when there is no jar, or a source is newer than it.
# The stamp counts as well: Maven leaves a jar alone whose content would not change, and then
# only the stamp tells that the newer source has been looked at.
jar_is_stale() {
  local root=$1
  local jar=$root/target/wassily.jar stamp=$root/target/wassily.built
  local -a newer=(-newer "$jar")
  [[ -f $jar ]] || return 0
  [[ -f $stamp ]] && newer+=(-newer "$stamp")
  # Folders count too: their time changes when a file in them is deleted.
  [[ -n $(find "$root/pom.xml" "$root/src/main" "${newer[@]}" -print -quit) ]]
}

# build_jar ROOT: builds if needed. Two callers at once build once: the second waits and then
# finds the jar fresh. Talk goes to stderr. Returns 1 when there is no jar to run in the end.
build_jar() {
  local root=$1
  local jar=$root/target/wassily.jar stamp=$root/target/wassily.built
  jar_is_stale "$root" || return 0

  local obstacle=''
  if ! type -P mvn >/dev/null; then
    obstacle="Maven (mvn) is not installed; Debian and Ubuntu: apt install maven"
  elif ! find_java 25 javac; then
    obstacle=$JAVA_WANTED
  elif ! mkdir -p "$root/target" 2>/dev/null || [[ ! -w $root/target ]]; then
    obstacle="cannot write to $root/target"
  fi
  if [[ -n $obstacle && -f $jar ]]; then
    echo "wassily: running the jar as it is, though sources are newer: $obstacle" >&2
    return 0
  elif [[ -n $obstacle ]]; then
    echo "wassily: cannot build $jar: $obstacle" >&2
    return 1
  fi

  (
    # Opened for writing: on NFS a lock on a file that is only read is refused.
    exec 9>"$root/target/wassily.lock"
    if type -P flock >/dev/null; then
      flock 9
    fi
    jar_is_stale "$root" || exit 0
    reason='sources have changed'
    [[ -f $jar ]] || reason='first use'
    echo "wassily: building $jar ($reason)" >&2
    # The time of the start: an edit made while Maven runs makes the next call build again.
    started=$(mktemp "$root/target/wassily.built.XXXXXX") || exit 1
    trap 'rm -f -- "$started"' EXIT
    # A JVM that still runs the old jar keeps it; written over in place it would break that JVM.
    rm -f -- "$jar"
    # Maven runs on the JDK that was found, so that it needs no other one; the two flags keep
    # Maven's own libraries from warning about what newer JDKs are going to take away.
    quiet='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
    JAVA_HOME=$JAVA_FOUND MAVEN_OPTS="${MAVEN_OPTS:-} $quiet" \
      mvn -B -q -Dstyle.color=never -f "$root/pom.xml" -DskipTests package >&2 9>&- || exit 1
    mv -f -- "$started" "$stamp"
  ) || {
    echo "wassily: the build failed; Maven's messages are above" >&2
    return 1
  }
}
