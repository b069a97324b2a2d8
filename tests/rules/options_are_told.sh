#!/bin/sh
# SPDX-License-Identifier: MIT
# options_are_told.sh PROGRAM DOCUMENT…: the options that the program's --help
# tells, its verbs and their options, stand in each document: man page or
# completion. A man page tells of no other options.
set -u
program=$1
shift
name=${program##*/}

told=$("$program" --help) || exit 2
verbs=
if [ "$name" = purposectl ]; then
        verbs=$(printf '%s\n' "$told" | sed -n 's/^  \([a-z][a-z-]*\)  *[a-z].*/\1/p' | grep -vx purposectl)
        for verb in $verbs; do
                told="$told
$("$program" "$verb" --help)" || exit 2
        done
fi
options=$(printf '%s\n' "$told" | sed -n 's/^  \(--[a-z-]*\).*/\1/p' | sort -u)
if [ -z "$options" ]; then
        echo "options_are_told: $name --help tells no options"
        exit 2
fi
bad=0
for document in "$@"; do
        # `--help` in a completion is `Fl -help` in a page.
        here=$(sed 's/Fl -/--/g; s/ | -/ --/g' "$document" | grep -o -e '--[a-z][a-z-]*' | sort -u)
        for option in $options; do
                printf '%s\n' "$here" | grep -qx -e "$option" && continue
                echo "$option is not in $document"
                bad=1
        done
        for verb in $verbs; do
                grep -qw -e "$verb" "$document" && continue
                echo "the verb $verb is not in $document"
                bad=1
        done
        case $document in
        *.[1-8]) ;;
        *) continue ;;
        esac
        # shellcheck disable=SC2013 # options have no blanks
        for option in $(sed -n 's/^\.It Fl -\([a-z-]*\).*/--\1/p' "$document"); do
                printf '%s\n' "$options" | grep -qx -e "$option" && continue
                echo "$document tells of $option, which $name does not take"
                bad=1
        done
done
exit $bad
