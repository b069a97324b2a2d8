# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Sourced by scripts that start several programs and must end them all,
# whatever happens. First make_room: a private folder, which goes when the script ends.
#   begin NAME COMMAND…     a child, and its keeper: a shell that waits for it,
#      │                    passes TERM on, and ends only after it
#      └▶ keeper ─▶ child
#           │ at its end: status into $room/NAME.ended, NAME down the pipe
#           ▼             $room/news, on which the script waits
#
# Ctrl-C reaches the whole group of processes; only the script heeds it, and
# ends the children in order.

room=
keepers=

keep() {
        name=$1
        child=
        told=
        shift
        trap '' INT HUP
        trap 'told=yes; [ -z "$child" ] || kill "$child" 2>/dev/null' TERM
        "$@" 9>&- &
        child=$!
        [ -z "$told" ] || kill "$child" 2>/dev/null
        wait "$child"
        status=$?
        while [ $status -gt 128 ] && kill -0 "$child" 2>/dev/null; do # it was the trap that ended the waiting
                wait "$child"
                status=$?
        done
        echo $status >"$room/$name.ended"
        echo "$name" >&9
}

# What it says goes to $room/NAME.log, unless it sends it elsewhere.
begin() {
        keep "$@" </dev/null >"$room/$1.log" 2>&1 &
        eval "keeper_$1=$!"
        keepers="$! $keepers"
}

# Ends NAME and waits until it has ended.
finish() {
        eval "keeper=\${keeper_$1:-}"
        [ -n "$keeper" ] || return 0
        kill "$keeper" 2>/dev/null
        wait "$keeper" 2>/dev/null
}

clean() {
        trap '' INT TERM HUP
        finish view # it shall not tell of the taking down
        for keeper in $keepers; do # the last to come goes first
                kill "$keeper" 2>/dev/null
                wait "$keeper" 2>/dev/null
        done
        [ -z "$room" ] || rm -rf "$room"
}

make_room() {
        room=$(mktemp -d /tmp/purposed-run-XXXXXX) || exit 1 # not $TMPDIR: a socket's path has 108 bytes at most
        trap clean EXIT
        trap 'exit 129' HUP
        trap 'exit 130' INT
        trap 'exit 143' TERM
        mkfifo "$room/news" "$room/messages" || exit 1
        exec 9<>"$room/news"
}

# Until TEXT stands in the log of NAME; 1 if NAME ends before, or after 10 s.
says() {
        patience=100
        until grep -q -- "$2" "$room/$1.log" 2>/dev/null; do
                [ ! -e "$room/$1.ended" ] || return 1
                patience=$((patience - 1))
                [ $patience -gt 0 ] || return 1
                sleep 0.1
        done
}

# give_up WHAT NAME…: and the last of what they said.
give_up() {
        finish view
        {
                echo
                echo "run: $1"
                shift
                for name in "$@"; do
                        [ -s "$room/$name.log" ] || continue
                        echo "The last lines of $name:"
                        tail -n 15 "$room/$name.log" | sed 's/^/    /'
                done
        } >&2
        exit 1
}
