# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Sourced by scripts that tell a story of tests/golden: a virtual runner, and
# the daemon with a bus and a broker of its own. After children.sh, whose room
# it is; from whoever sources it: top, built, story, rate.

# The moment at which the story's script ends, in its seconds: "58:14 end".
story_end() {
        awk '$2 == "end" { n = split($1, part, ":"); for (i = 1; i <= n; i++) s = 60 * s + part[i]; print s }' "$script"
}

# Enough for the daemon and the runner alike: tenths, as --clock-rate takes them.
rate_of() {
        awk -v end="$1" -v seconds="$2" 'BEGIN {
                rate = int(10 * end / seconds + 0.999) / 10
                printf rate < 100 ? "%.1f\n" : "%.0f\n", rate
        }'
}

start_broker() {
        mosquitto=$(command -v mosquitto || echo /usr/sbin/mosquitto)
        for try in 1 2 3 4 5 6 7 8 9 10; do
                # Below the ports that the kernel itself hands out.
                port=$((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000))
                printf '%s\n' "listener $port 127.0.0.1" "allow_anonymous true" "persistence false" "log_dest stderr" \
                        "log_type error" "log_type warning" "log_type notice" "log_type information" "log_type subscribe" \
                        >"$room/mosquitto.conf"
                # Started as root it would become somebody who may not read the room.
                [ "$(id -u)" -ne 0 ] || echo "user root" >>"$room/mosquitto.conf"
                begin broker$try "$mosquitto" -c "$room/mosquitto.conf"
                broker=broker$try
                says $broker "mosquitto version .* running" && return
                grep -q "Address already in use" "$room/$broker.log" || break
                read -r name <&9 # the news of its end
        done
        give_up "the broker did not start" "$broker"
}

# Everybody may own and call everything: nobody else knows the address.
start_bus() {
        bus=unix:path=$room/bus
        cat >"$room/bus.conf" <<END_OF_BUS
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>$bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END_OF_BUS
        begin bus dbus-daemon --nofork --nopidfile --print-address --config-file="$room/bus.conf"
        says bus unix:path || give_up "the private D-Bus did not start" bus
}

# Runner A, who has been in a laboratory.
runner_a() {
        cat "$top/tests/support/runner_a.conf"
}

# Of whom no more is known than her age.
newcomer() {
        echo "goal = walk 5 km"
        echo "birth_year = $(($(date +%Y) - 41))"
}

# The files and workouts are those of tests/golden.
choose_story() {
        script=story$story
        runner=runner_a
        sensors="C0:00:00:00:00:01 C0:00:00:00:00:02"
        case $story in
        1) workout="recovery 4mi" ;;
        2) workout="recovery 5mi" ;;
        3) workout="hills: 15m easy, 8x (1m30 hills hard, 2m easy), 10m easy" ;;
        4)
                script=story4_first
                runner=newcomer
                workout="5m walk, 10x (2m run, 1m walk)"
                ;;
        5)
                workout="intervals: 12m easy, 6x (400mtr 4:00/km, 90s rest)"
                sensors="C0:00:00:00:00:01" # the strap, and no pod
                ;;
        6) workout="10km easy" ;;
        7) workout="long: 90m easy" ;;
        esac
        script=$top/tests/golden/$script.run
}

write_configuration() {
        {
                printf '%s\n' "[purposed]" "node = story" "[athlete anna]" "name = Anna" "workout = $workout"
                [ "$story" != 5 ] || echo "auto_start = strap"
                $runner
                for address in $sensors; do
                        printf '%s\n' "[sensor $address]" "athlete = anna"
                done
                printf '%s\n' "[mqtt]" "host = 127.0.0.1" "port = $port"
        } >"$room/purposed.conf"
}

start_daemon() {
        mkdir "$room/state" "$room/tail"
        begin daemon "$built/bin/purposed" --config "$room/purposed.conf" --run-dir "$room/tail" --state-dir "$room/state" \
                --bus "$bus" --clock-rate "$rate"
}

# She runs once the daemon has her sensors.
start_sensors() {
        begin fake "$built/tests/fakes/fake-bluez" --address "$bus" --run "$script" --rate "$rate"
        says fake ready || give_up "the virtual sensors did not start" fake
}
