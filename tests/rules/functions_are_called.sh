#!/bin/sh
# SPDX-License-Identifier: MIT
# functions_are_called.sh TOP: a function that daemon/ shares (pd_…) is named
# there again, beside where it is defined. What only tests call is no part of
# the program.
set -u
cd "$1" || exit 2
files=$(find daemon -name '*.c' -o -name '*.def' | sort)
if [ -z "$files" ]; then
        echo "functions_are_called: nothing to read under $1"
        exit 2
fi

# shellcheck disable=SC2086 # words are meant
awk '
{
        line = $0
        if (match(line, /^pd_[a-z0-9_]+\(/)) {
                name = substr(line, 1, RLENGTH - 1)
                where[name] = FILENAME ":" FNR
                line = substr(line, RLENGTH)
        }
        while (match(line, /pd_[a-z0-9_]+/)) {
                named[substr(line, RSTART, RLENGTH)] = 1
                line = substr(line, RSTART + RLENGTH)
        }
}
END {
        for (name in where)
                if (!(name in named)) {
                        print where[name] ": nobody calls " name
                        bad = 1
                }
        exit bad
}
' $files
