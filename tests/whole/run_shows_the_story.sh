#!/bin/sh
# SPDX-License-Identifier: MIT
# run_shows_the_story.sh TOP BUILT: what ./run shows of story 1 is the story,
# and nothing is left of it, neither then nor when it is ended early.
set -u
top=$1
built=$2
room=$(mktemp -d) || exit 1
trap 'rm -rf "$room"' EXIT
failed=0

fail() {
        echo "$1"
        failed=1
}

shows() {
        grep -qE -- "$1" "$room/shown" || fail "not shown: $1"
}

# between LOW HIGH PATTERN: the first line with PATTERN begins with a moment of that span, in seconds.
between() {
        at=$(grep -E -- "$3" "$room/shown" | awk 'NR == 1 { split($1, part, ":"); print 60 * part[1] + part[2] }')
        { [ -n "$at" ] && [ "$at" -ge "$1" ] && [ "$at" -le "$2" ]; } || fail "$3: at ${at:-no time}, not from $1 to $2"
}

# The processes that carry this test's mark in their environment: all that ./run starts, and itself.
marked() {
        grep -lzx "PD_MARK=$room" /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3
}

started() {
        for pid in $(marked); do
                tr '\0' ' ' <"/proc/$pid/cmdline" && echo
        done 2>/dev/null
}

# The one that is the program NAME, and not the shell that keeps it.
pid_of() {
        for pid in $(marked); do
                ! grep -qz "/$1$" "/proc/$pid/cmdline" || echo "$pid"
        done 2>/dev/null
}

# The folder that they work in; empty as long as the daemon does not run.
folder() {
        started | sed -n 's,.*bin/purposed .*\(/tmp/purposed-run-[A-Za-z0-9]*\)/purposed.conf.*,\1,p' | head -n 1
}

begin() {
        PD_MARK=$room NO_COLOR=1 LC_ALL=C "$top/run" --built "$built" "$@" >"$room/shown" 2>"$room/complaints" &
        run=$!
        place=
        until [ -n "$place" ]; do
                kill -0 $run || break
                place=$(folder)
        done 2>/dev/null
        [ -d "$place" ] || fail "the daemon was never seen"
}

nothing_left() {
        [ -z "$(started)" ] || fail "still running: $(started)"
        [ ! -e "$place" ] || fail "still there: $place"
}

begin --seconds 20
wait $run
status=$?
[ $status -eq 0 ] || fail "status $status"
nothing_left
shows '^-- running: recovery-4mi'
shows '"Recovery day\. Slower than you.d like\. Stay under one forty\."'
between 745 757 '"Recovery day\. Ease off\."'
shows 'pace 9:0[0-9] min/mi, no faster than 10:57'
between 820 841 '"That.s it\. Stay there\."'
shows ' 10:3[0-9]  13[5-9] bpm .*recovery  \. on target'
shows '"Done\. That was training\."'
shows '^   purpose     recovery: met$'
shows '^   verdict     training$'
shows '^   distance    (3\.99|4\.00) mi$'
shows '^   alerts      [12], heeded [12]; over the target for 1:[2-5][0-9]$'
# A machine that stands still for a tenth of a second loses 17 s of the run.
shows '^   recovery      (3[89]|4[0-6]):.*#{40}'
[ "$(tr -d ' -~\n' <"$room/shown" | wc -c)" -eq 0 ] || fail "more than ASCII, in the locale C without a terminal"
[ "$(awk 'length > 80' "$room/shown" | wc -l)" -eq 0 ] || fail "lines of more than 80 columns"
[ $failed -eq 0 ] || cat "$room/shown" "$room/complaints"

begin --story 2
kill -TERM $run
wait $run
status=$?
[ $status -eq 143 ] || fail "ended early, with status $status"
nothing_left

# A child that dies is told of, and takes the rest with it.
begin --story 2
kill -KILL "$(pid_of fake-bluez)"
wait $run
status=$?
[ $status -eq 1 ] || fail "status $status although a child died"
grep -q 'fake ended early, with status 137' "$room/complaints" || fail "it is not said that the fake died"
nothing_left
exit $failed
