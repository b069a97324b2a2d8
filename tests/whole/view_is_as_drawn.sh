#!/bin/sh
# SPDX-License-Identifier: MIT
# view_is_as_drawn.sh TOP: fixed messages, and the lines that tests/support/
# show_run.awk makes of them: 80 columns, no colour. With every awk that is
# here. To draw anew what is expected, and then look at it:
#   LC_ALL=C awk -v rate=60 -v utf8=1 -f tests/support/show_run.awk <tests/whole/view.messages >tests/whole/view.expected
set -u
top=$1
room=$(mktemp -d) || exit 1
trap 'rm -rf "$room"' EXIT
failed=0

fail() {
        echo "$1"
        failed=1
}

# view AWK… -- OPTION…: into $room/seen
view() {
        LC_ALL=C "$@" -f "$top/tests/support/show_run.awk" <"$messages" >"$room/seen" || fail "$1: status $? for a run with a summary"
}

messages=$top/tests/whole/view.messages
for awk in "mawk -W interactive" gawk "busybox awk" original-awk; do
        command -v "${awk%% *}" >/dev/null || continue
        # shellcheck disable=SC2086 # words are meant
        {
                view $awk -v rate=60 -v utf8=1
                diff -u "$top/tests/whole/view.expected" "$room/seen" || fail "$awk: not as drawn"

                view $awk -v rate=60
                LC_ALL=C grep -v caf "$room/seen" | LC_ALL=C grep -n '[^ -~]' && fail "$awk: not ASCII, which nobody asked for"
                LC_ALL=C sed 's/[\o200-\o277]//g' "$room/seen" | awk 'length > 80 { exit 1 }' || fail "$awk: longer than 80 columns"

                view $awk -v rate=60 -v colour=1
                grep -q "$(printf '\033')\[1;31m" "$room/seen" || fail "$awk: no colour, which was asked for"
        }
done

# At the pace of life a change of state is shown at once, not at the next line's turn.
view awk -v rate=1
grep -q ' 0:32 ' "$room/seen" && fail "two lines within ten seconds, and nothing has changed"
grep -q ' 2:00 .* cannot tell' "$room/seen" || fail "a change is not shown"

grep -v /summary "$messages" >"$room/no_summary"
LC_ALL=C awk -f "$top/tests/support/show_run.awk" <"$room/no_summary" >"$room/seen" && fail "good status without a summary"
exit $failed
