#!/bin/sh
# SPDX-License-Identifier: MIT
# control_is_guarded.sh TOP BUILT: the real daemon and the real client on a
# bus with the rules of a system bus and the policy that we ship: root and
# the members of the group may speak, others are told how to become one. The
# group of the policy is replaced by one that every Debian has.
set -u
top=$1
built=$2
group=games
if [ "$(id -u)" -ne 0 ] || ! command -v setpriv >/dev/null || ! command -v dbus-daemon >/dev/null; then
        echo "needs root, setpriv and dbus-daemon"
        exit 77
fi
room=$(mktemp -d) || exit 1
bus_pid=
daemon_pid=
watch_pid=
end() {
        [ -z "$watch_pid" ] || kill "$watch_pid" 2>/dev/null
        [ -z "$daemon_pid" ] || kill "$daemon_pid"
        [ -z "$bus_pid" ] || kill "$bus_pid"
        wait
        rm -rf "$room"
}
trap end EXIT
chmod 755 "$room"
mkdir "$room/run" "$room/state"
cp "$built/bin/purposectl" "$room/purposectl" # where anybody may run it
chmod 755 "$room/purposectl"
failed=0

fail() {
        echo "$1"
        cat "$room/said"
        failed=1
}

# As others: whoever is nobody in particular, and the same in the group.
as_root() { "$room/purposectl" "$@" --bus "unix:path=$room/bus" >"$room/said" 2>&1; }
as_stranger() {
        timeout 30 setpriv --reuid=65534 --regid=65534 --clear-groups "$room/purposectl" "$@" --bus "unix:path=$room/bus" >"$room/said" 2>&1
}
as_member() {
        setpriv --reuid=65534 --regid=65534 --groups="$(getent group $group | cut -d : -f 3)" "$room/purposectl" "$@" \
                --bus "unix:path=$room/bus" >"$room/said" 2>&1
}
# Tries until that succeeds: half a minute at most.
await() {
        for _ in $(seq 300); do
                "$@" && return
                sleep 0.1
        done
        fail "$* never succeeded"
}

sed "s/group=\"purposed\"/group=\"$group\"/; s/user=\"purposed\"/user=\"$group\"/" "$top/systemd/org.purposed1.conf" \
        >"$room/org.purposed1.conf"
# What of Debian's system.conf matters here.
cat >"$room/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=$room/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <deny own="*"/>
    <deny send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
    <allow send_destination="org.freedesktop.DBus"/>
  </policy>
  <include>$room/org.purposed1.conf</include>
</busconfig>
END
dbus-daemon --nofork --nopidfile --config-file="$room/bus.conf" 2>"$room/bus.log" &
bus_pid=$!
await test -S "$room/bus"

as_root status && fail "a status without a daemon"
grep -q 'the daemon does not run' "$room/said" || fail "it is not said that the daemon does not run"
grep -q 'systemctl start purposed' "$room/said" || fail "it is not said how to start it"

printf '[purposed]\nnode = kitchen\n[athlete anna]\nname = Anna\n' >"$room/purposed.conf"
chmod 640 "$room/purposed.conf"
start_daemon() {
        "$built/bin/purposed" --config "$room/purposed.conf" --run-dir "$room/run" --state-dir "$room/state" \
                --bus "unix:path=$room/bus" 2>>"$room/log" &
        daemon_pid=$!
        await as_root status
}
start_daemon
grep -q 'on kitchen' "$room/said" || fail "root is told no status"
as_member status || fail "a member of the group is refused"
grep -q '^anna: idle' "$room/said" || fail "a member is told no status"

for verb in status start watch; do
        as_stranger $verb
        [ $? -eq 1 ] || fail "$verb by a stranger: not status 1"
        grep -q "adduser \$USER purposed" "$room/said" || fail "$verb by a stranger: not told how to join"
done
as_stranger doctor --config "$room/purposed.conf"
grep -q '^note  configuration .*Permission denied' "$room/said" || fail "the doctor does not say that this is not for strangers"
grep -q '^note  purposed .*you may not ask the daemon' "$room/said" || fail "the doctor does not say that the daemon is not for strangers"
grep -q "^ *sudo adduser \$USER purposed" "$room/said" || fail "the doctor does not say how to join"
as_member pause
[ $? -eq 1 ] || fail "a pause of nothing: not status 1"
grep -qx 'No session is running.' "$room/said" || fail "a pause of nothing: not told why"
as_member rpe eleven
[ $? -eq 2 ] || fail "a rating in letters: not status 2"
grep -q 'from 1 (very easy) to 10' "$room/said" || fail "a rating in letters: not told what would be right"

# shellcheck disable=SC2046 # words are meant
as_member note $(seq 65)
[ $? -eq 1 ] || fail "65 words: not status 1"
grep -q 'at most 64 words' "$room/said" || fail "65 words: not told how many there may be"
as_member status --athlete ääääääääääääääääääääääääää
grep -q "^There is no athlete 'ä*?\{0,1\}'; I know anna" "$room/said" || fail "a long name: no answer"
if [ -e /dev/full ]; then
        "$room/purposectl" --help >/dev/full 2>"$room/said" && fail "an answer that could not be written: status 0"
fi

# By any of its names.
owner=$(busctl --address="unix:path=$room/bus" call org.freedesktop.DBus / org.freedesktop.DBus GetNameOwner s org.purposed1 |
        cut -d '"' -f 2)
for name in org.purposed1 "$owner"; do
        setpriv --reuid=65534 --regid=65534 --clear-groups busctl --address="unix:path=$room/bus" call "$name" /org/purposed1 \
                org.purposed1.Coach Listen >"$room/said" 2>&1 && fail "a stranger may listen to $name"
        grep -q 'Access denied\|Sender is not authorized\|rejected' "$room/said" || fail "a stranger is kept from $name by something else"
done
setpriv --reuid=65534 --regid=65534 --clear-groups busctl --address="unix:path=$room/bus" call org.freedesktop.DBus / org.freedesktop.DBus \
        RequestName su org.purposed1 0 >"$room/said" 2>&1 && fail "a stranger may be the daemon"

# Whom nobody reads any more ends, though nothing more is said.
{
        timeout 30 "$room/purposectl" watch --bus "unix:path=$room/bus"
        echo $? >"$room/ended"
} | grep -q -m1 '^anna -- '
[ "$(cat "$room/ended")" -ne 124 ] || fail "whoever watches goes on although nobody reads"

# Whoever watches believes nobody else, not even while the daemon is away.
"$room/purposectl" watch --bus "unix:path=$room/bus" >"$room/watched" 2>&1 &
watch_pid=$!
await grep -q '^anna -- ' "$room/watched"
kill "$daemon_pid"
wait "$daemon_pid"
await grep -q 'the daemon has stopped' "$room/watched"
setpriv --reuid=65534 --regid=65534 --clear-groups busctl --address="unix:path=$room/bus" emit /org/purposed1 org.purposed1.Coach Event \
        sss alert anna '{"say":"Run faster.","message":""}' || fail "no signal could be sent"
start_daemon
await as_root start
await grep -q '^anna -- running' "$room/watched"
grep -q 'Run faster' "$room/watched" && fail "a stranger is believed"
kill "$watch_pid"
exit $failed
