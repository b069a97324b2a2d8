#!/bin/sh
# SPDX-License-Identifier: MIT
# core_is_pure.sh NM LIBRARY…: what the objects of the pure rooms ask of the
# outside stands in pure_symbols.txt, or is defined in one of these libraries.
# So no clock, file, lock, log or environment can come in unseen.
set -u
LC_ALL=C
export LC_ALL
nm=$1
shift
allowed=${0%/*}/pure_symbols.txt

defined=$(mktemp)
wanted=$(mktemp)
trap 'rm -f "$defined" "$wanted"' EXIT
"$nm" --defined-only -g "$@" | awk 'NF == 3 { print $3 }' >"$defined" || exit 2
# "libx.a:object.c.o:                 U symbol", and a line for each archive
"$nm" -u -A "$@" | awk 'NF == 3 { sub(/:$/, "", $1); print $1, $3 }' >"$wanted" || exit 2
if ! [ -s "$defined" ] || ! [ -s "$wanted" ]; then
        echo "core_is_pure: no symbols at all in: $*"
        exit 2
fi

awk -v allowed="$allowed" -v defined="$defined" '
BEGIN {
        while ((getline line < allowed) > 0) {
                sub(/[ \t]*#.*/, "", line)
                if (line == "")
                        continue
                n = split(line, word, " ")
                where = word[1] == "formats:" ? "formats" : "all"
                for (i = where == "formats" ? 2 : 1; i <= n; i++)
                        may[where, word[i]] = 1
        }
        while ((getline line < defined) > 0)
                may["all", line] = 1
}
# Helpers of the compiler and of _FORTIFY_SOURCE, and other spellings by
# glibc, are what they stand for.
function plain(symbol) {
        sub(/@.*/, "", symbol)
        if (symbol ~ /^__stack_chk_(fail|guard)$/ || symbol == "_GLOBAL_OFFSET_TABLE_" || symbol ~ /^__aeabi_/)
                return ""
        if (symbol ~ /^__u?(div|mod|divmod|mul|ashl|ashr|lshr|cmp)[sdt]i[0-9]$/)
                return ""
        if (symbol ~ /^__(fix|fixuns|float|floatun)[sdt][if][sdt][if]$/)
                return ""
        sub(/^__isoc[0-9]+_/, "", symbol)
        if (symbol ~ /^__.*_chk$/) {
                sub(/^__/, "", symbol)
                sub(/_chk$/, "", symbol)
        }
        return symbol
}
{
        symbol = plain($2)
        room = $1 ~ /libpurposed_formats\.a/ ? "formats" : "all"
        if (symbol == "" || ("all", symbol) in may || (room, symbol) in may)
                next
        print $1 ": " $2 " is not for a pure room"
        bad = 1
}
END { exit bad }
' "$wanted"
