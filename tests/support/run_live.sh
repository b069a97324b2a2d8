# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Sourced by run: the daemon with the BlueZ and the broker of this machine,
# once nothing is missing. From run: config, built, top and the view.

lacking=

lacks() {
        lacking=yes
        printf '* %s\n' "$1"
        shift
        printf '%s\n' "$@" | sed 's/^/  /'
}

# The files of a configuration in the order in which they are read.
configuration_files() {
        echo "$config"
        for file in "$(dirname "$config")"/conf.d/*.conf; do
                [ ! -e "$file" ] || echo "$file"
        done
}

# setting SECTION KEY DEFAULT: what stands last in the configuration.
setting() {
        configuration_files | while IFS= read -r file; do cat "$file"; done | awk -v section="$1" -v key="$2" -v value="$3" '
                /^[ \t]*\[/ {
                        gsub(/^[ \t]*\[[ \t]*|[ \t]*\].*$/, "")
                        in_it = $0 == section
                        next
                }
                in_it && match($0, "^[ \t]*" key "[ \t]*=") {
                        value = substr($0, RLENGTH + 1)
                        gsub(/^[ \t]+|[ \t]+$/, "", value)
                }
                END { print value }'
}

# sections WORD: how many [WORD …] there are.
sections() {
        configuration_files | while IFS= read -r file; do cat "$file"; done | grep -cE "^[[:space:]]*\[[[:space:]]*$1([[:space:]]|\])"
}

check_configuration() {
        if ! [ -e "$config" ]; then
                lacks "There is no configuration: $config." "Begin with the one that explains itself:" \
                        "install -D -m 640 $top/conf/purposed.conf $config" \
                        "then say who runs, what she wears, and where the broker is."
                return 1
        fi
        if ! [ -r "$config" ]; then
                lacks "You may not read $config." "It holds health data. Run as root, or copy it and say --config FILE."
                return 1
        fi
        if ! findings=$("$built/bin/purposed" --check --config "$config" 2>&1); then
                lacks "The configuration does not read:" "$findings"
                return 1
        fi
        [ "$(sections athlete)" -gt 0 ] || lacks "No athlete: nobody is coached." "Write an [athlete ID] section into $config."
        [ "$(sections sensor)" -gt 0 ] || lacks "No sensor is enrolled." \
                "Wear the strap, find its address with: bluetoothctl --timeout 20 scan le" \
                "and write into $config:" "  [sensor A0:9E:1A:0B:1C:2D]" "  athlete = ID"
}

# What bluetoothd says of itself, if it is there.
check_bluez() {
        objects=$(busctl --system call org.bluez / org.freedesktop.DBus.ObjectManager GetManagedObjects 2>&1) || {
                case $objects in
                *"ccess denied"* | *AccessDenied* | *"not permitted"*)
                        lacks "BlueZ does not talk to you." "Run as root, or join its group and log in again:" \
                                "sudo usermod -aG bluetooth $(id -un)"
                        ;;
                *"connect"*"bus"*) lacks "There is no system bus here ($objects)." "Live needs a running system with D-Bus and BlueZ." ;;
                *)
                        lacks "bluetoothd is not on the system bus." "apt-get install bluez; systemctl enable --now bluetooth"
                        ;;
                esac
                return
        }
        case $objects in
        *'"org.bluez.Adapter1"'*'"Powered" b true'*) ;;
        *'"org.bluez.Adapter1"'*)
                lacks "The Bluetooth adapter is off." "bluetoothctl power on; if it stays off: rfkill unblock bluetooth"
                ;;
        *) lacks "There is no Bluetooth adapter." "Plug one in, or on a Raspberry Pi see whether its own is switched off." ;;
        esac
}

# The client's options go into a file of its own: a password on a command line
# is everybody's.
write_client_options() {
        username=$(setting mqtt username "")
        password_file=$(setting mqtt password_file "")
        port=$(setting mqtt port 1883)
        host=$(setting mqtt host localhost)
        {
                printf '%s\n' "-h $host" "-p $port"
                [ -z "$username" ] || printf '%s\n' "-u $username"
                [ -z "$password_file" ] || printf '%s\n' "-P $(head -n 1 "$password_file")"
        } >"$room/mosquitto_sub"
        XDG_CONFIG_HOME=$room
        export XDG_CONFIG_HOME
}

check_broker() {
        if [ "$(sections mqtt)" -eq 0 ]; then
                lacks "No broker is configured: nothing would be heard." \
                        "Write an [mqtt] section into $config; an empty one means localhost:1883."
                return
        fi
        password_file=$(setting mqtt password_file "")
        case $password_file in
        "" | /*) ;;
        *)
                lacks "The broker's password is a credential of the service ($password_file)." \
                        "Only systemd hands it out. For --live, give a file: password_file = /…"
                return
                ;;
        esac
        if [ -n "$password_file" ] && ! [ -r "$password_file" ]; then
                lacks "You may not read $password_file." "It holds the broker's password."
                return
        fi
        write_client_options
        answer=$(mosquitto_sub -E -W 5 -t "purposed/run/hello" 2>&1) ||
                lacks "The broker at $host:$port is not reachable${answer:+ ($answer)}." \
                        "Here: apt-get install mosquitto; systemctl enable --now mosquitto" \
                        "Elsewhere: is host right in $config, and does it let $(uname -n) in?"
}

check_live() {
        if systemctl is-active --quiet purposed.service 2>/dev/null; then
                lacks "The service purposed runs already, and a strap talks to one listener." \
                        "Watch it: mosquitto_sub -v -t 'purposed/+/alert'" "Or stop it first: sudo systemctl stop purposed"
        fi
        if check_configuration; then
                check_broker
        fi
        check_bluez
        [ -z "$lacking" ] && return
        echo "Then again: ./run --live. Without any of this: ./run"
        exit 1
}

live_daemon() {
        exec "$built/bin/purposed" --config "$config" --run-dir "$run_dir" --state-dir "$state_dir" >&3 2>&4
}

# The daemon reports the session so far, if there is one, and says that it is
# off line: the view ends with that.
end_live() {
        trap '' INT TERM HUP
        finish daemon
        begin patience sleep 2
        until [ -e "$room/view.ended" ] || [ -e "$room/patience.ended" ]; do
                read -r name <&9
        done
        finish listener
        finish view
        [ "$(cat "$room/view.ended")" -eq 0 ]
        exit
}

run_live() {
        config=${config:-/etc/purposed/purposed.conf}
        rate=1
        once=0
        describe_terminal
        make_room
        state_home=${XDG_STATE_HOME:-$HOME/.local/state} # before the client's options take XDG_CONFIG_HOME
        check_live
        names=$(($(sections athlete) > 1))
        state_dir=$state_home/purposed
        run_dir=${XDG_RUNTIME_DIR:-$state_dir}/purposed-tail
        mkdir -p "$state_dir" "$run_dir" || exit 1
        cat <<END_OF_WELCOME

Live: BlueZ of this machine, broker $host:$port, configuration $config.
Wear the strap (wet its electrodes), wake the pod by a few steps, and run.
Traces are kept in $state_dir. Ctrl-C ends it, with the summary so far.

END_OF_WELCOME
        begin_view "$(setting mqtt base purposed)"
        begin daemon live_daemon
        trap end_live INT TERM HUP
        read -r name <&9
        [ "$name" = view ] || echo "run: $name ended early, with status $(cat "$room/$name.ended")" >&2
        [ "$name" != listener ] || cat "$room/listener.log" >&2
        end_live
}
