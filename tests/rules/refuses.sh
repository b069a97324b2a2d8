#!/bin/sh
# SPDX-License-Identifier: MIT
# refuses.sh PATTERN COMMAND…: passes if the command, given something bad,
# ends with 1 and says so. A rule that cannot fail keeps nothing. 77, where it
# lacks a program, is handed on.
pattern=$1
shift
said=$("$@" 2>&1)
code=$?
printf '%s\n' "$said"
[ $code -ne 77 ] || exit 77
if [ $code -ne 1 ]; then
        echo "refuses.sh: expected the end with 1, it was $code"
        exit 1
fi
if ! printf '%s\n' "$said" | grep -q -e "$pattern"; then
        echo "refuses.sh: nothing in it matches: $pattern"
        exit 1
fi
