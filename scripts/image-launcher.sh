#!/bin/sh
# Runs Wassily with the Java beside it. Only what the shell itself can do: it has to work
# with an empty PATH, on a machine that has nothing installed.
#
#   WASSILY_JAVA_OPTS   more flags for the JVM, split at blanks (-Xmx4g)
self=$0
while [ -L "$self" ]; do
  # The one thing a shell cannot do itself is to read a link.
  for tool in readlink /usr/bin/readlink /bin/readlink ''; do
    target=$("$tool" "$self" 2>/dev/null) && break
  done
  case $target in
    '')
      echo "wassily: $self is a link and there is no readlink to follow it; call the file it points to" >&2
      exit 1
      ;;
    /*) self=$target ;;
    *) self=${self%/*}/$target ;;
  esac
done
case $self in
  */*) home=${self%/*}/.. ;;
  *) home=.. ;;
esac

# In the C locale Java could neither read nor print names beyond ASCII.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  '' | C | POSIX) export LC_ALL=C.UTF-8 ;;
esac

# Progress bars are for terminals, and Java cannot tell whether stderr is one.
terminal=0
[ -t 2 ] && terminal=1

# The flags are those of scripts/wassily.
# shellcheck disable=SC2086  # split at blanks
exec "$home/bin/java" -XX:+UseSerialGC -Xmx1g --enable-native-access=ALL-UNNAMED \
  ${WASSILY_JAVA_OPTS:-} -Dwassily.native.dir="$home/lib/native" -Dwassily.terminal=$terminal \
  -Dwassily.image="$home" \
  -jar "$home/lib/app/wassily.jar" "$@"
