#!/bin/sh
# SPDX-License-Identifier: MIT
# run_refuses.sh TOP BUILT: what ./run does not understand it says in one
# line, and --live says all that is missing, and what to do, before it starts
# anything.
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

# refuses OPTION…
refuses() {
        "$top/run" "$@" >"$room/said" 2>"$room/complaints"
        status=$?
        [ $status -eq 2 ] || fail "$*: status $status"
        [ "$(wc -l <"$room/complaints")" -eq 1 ] && [ ! -s "$room/said" ] || fail "$*: not one line"
}

refuses --stroy 1
refuses --story 8
refuses --story 12
refuses --story
refuses --seconds soon
refuses --seconds 9
refuses --seconds 3601
refuses --live --seconds 30
refuses --config "$room/purposed.conf"
refuses --built "$room"
refuses now

"$top/run" --help >"$room/said" || fail "--help: status $?"
for option in --story --seconds --live --config --built; do
        grep -q -- "$option" "$room/said" || fail "--help does not tell of $option"
done

# Neither system bus, nor anything of /etc, nor of $HOME.
DBUS_SYSTEM_BUS_ADDRESS=unix:path=$room/bus
HOME=$room
export DBUS_SYSTEM_BUS_ADDRESS HOME
unset XDG_STATE_HOME XDG_CONFIG_HOME

# lacks PATTERN…: --live ends with 1, having said all of them.
lacks() {
        "$top/run" --built "$built" --live --config "$room/purposed.conf" >"$room/said" 2>&1 </dev/null
        status=$?
        [ $status -eq 1 ] || fail "--live: status $status"
        for pattern in "$@"; do
                grep -q -- "$pattern" "$room/said" || fail "--live does not say: $pattern"
        done
        [ ! -e "$room/.local" ] || fail "--live made a folder before it had all it needs"
}

lacks "There is no configuration: $room/purposed.conf" "no system bus" "./run --live"
# Nobody listens on the port of discarded bytes.
printf '%s\n' "[mqtt]" "host = 127.0.0.1" "port = 9" >"$room/purposed.conf"
lacks "No athlete" "No sensor is enrolled" "broker at 127.0.0.1:9 is not reachable"
printf '%s\n' "[athlete kim]" "[sensor A0:9E:1A:0B:1C:2D]" "athlete = kim" >"$room/purposed.conf"
lacks "No broker is configured"
printf '%s\n' "[mqtt]" "username = kim" "password_file = $room/nowhere" >>"$room/purposed.conf"
lacks "The configuration does not read" "$room/nowhere"
printf '%s\n' "port = many" >>"$room/purposed.conf"
lacks "The configuration does not read" "many"
[ $failed -eq 0 ] || cat "$room/said"
exit $failed
