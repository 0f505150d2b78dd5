# shellcheck shell=bash
# Sourced by the scripts beside it: finds a Java that is new enough.
#
# Nothing is started to find it as long as the candidates have a `release` file,
# as every JDK since 9 has; `java -version` costs 50 ms each and is asked only
# where that file is missing.

# Prints the major version of the Java in a folder ("25"), or nothing.
java_major() {
  local home=$1 line version=''
  if [[ -r $home/release ]]; then
    while IFS= read -r line || [[ -n $line ]]; do
      if [[ $line == JAVA_VERSION=* ]]; then
        version=${line#JAVA_VERSION=}
        break
      fi
    done <"$home/release"
  fi
  if [[ -z $version ]]; then
    # openjdk version "25.0.3" 2026-04-21
    version=$("$home/bin/java" -version 2>&1 </dev/null) || return 0
    version=${version#*version }
  fi
  version=${version#\"}
  printf '%s' "${version%%[!0-9]*}"
}

# find_java MINIMUM TOOL
# Sets JAVA_FOUND to the folder of a Java ≥ MINIMUM that has bin/TOOL (java, javac, jlink).
# JAVA_HOME comes first, then the newest in the usual folders, then the java on PATH.
# Returns 1 and sets JAVA_WANTED, one line that says what was found and what to install.
# WASSILY_JVM_DIRS (colon-separated) replaces the usual folders.
find_java() {
  local minimum=$1 tool=$2 home major best=0 dirs dir seen='' path_java
  JAVA_FOUND='' JAVA_WANTED=''

  # Accepts $home when it is good enough, else remembers it for the message.
  suits() {
    [[ -x $home/bin/java ]] || return 1
    major=$(java_major "$home")
    if [[ -z $major ]]; then
      seen+=", one of unknown version in $home"
    elif ((major < minimum)); then
      seen+=", $major in $home"
    elif [[ ! -x $home/bin/$tool ]]; then
      seen+=", $major without $tool in $home"
    else
      return 0
    fi
    return 1
  }

  if [[ -n ${JAVA_HOME:-} ]]; then
    home=${JAVA_HOME%/}
    if suits; then
      JAVA_FOUND=$home
      return 0
    fi
    [[ -x $home/bin/java ]] || seen+=", no bin/java in JAVA_HOME=$home"
  fi

  IFS=: read -r -a dirs <<<"${WASSILY_JVM_DIRS-/usr/lib/jvm:/usr/java:/opt/java:${HOME:-}/.sdkman/candidates/java:${HOME:-}/.jdks}"
  for dir in ${dirs[@]+"${dirs[@]}"}; do
    for home in "$dir"/*; do
      # Distributions add second names as links: java-17 → java-17-openjdk-amd64.
      [[ -L $home ]] && home=$(readlink -f -- "$home")
      # "Found" names each one once.
      [[ "$seen, " == *" in $home, "* ]] && continue
      if suits && ((major > best)); then
        best=$major
        JAVA_FOUND=$home
      fi
    done
  done
  [[ -n $JAVA_FOUND ]] && return 0

  if path_java=$(type -P java) && path_java=$(readlink -f -- "$path_java"); then
    home=${path_java%/bin/java}
    if [[ "$seen, " != *" in $home, "* ]] && suits; then
      JAVA_FOUND=$home
      return 0
    fi
  fi

  seen=${seen#, }
  # shellcheck disable=SC2034  # read by the scripts that source this one
  JAVA_WANTED="needs Java $minimum or newer with $tool; found: ${seen:-none}. Install temurin-$minimum-jdk (https://adoptium.net), your distribution's openjdk-$minimum-jdk or SDKMAN's Java $minimum, or set JAVA_HOME to one."
  return 1
}
