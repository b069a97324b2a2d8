#compdef purposed purposectl
# SPDX-License-Identifier: MIT
# Completes purposed and purposectl in zsh.
case $service in
purposed)
        _arguments '--config[configuration]:file:_files' '--check[read the configuration and end]' \
                '--run-dir[memory that outlives a crash]:folder:_files -/' '--state-dir[traces of sessions]:folder:_files -/' \
                '--bus[D-Bus address of org.bluez]:address:' '--clock-rate[times as fast]:rate:' \
                '--clock-epoch[microseconds of CLOCK_BOOTTIME]:microseconds:' '--help' '--version'
        ;;
purposectl)
        _arguments '--help' '--version' '--athlete[which of them]:id:' '--json[the answer for scripts]' '--bus[D-Bus address]:address:' \
                '1:verb:(start stop pause resume lap skip back free discard mute unmute rpe note report brief away swap easier
                        skip-day workout plan join assign calibrate session explain week status sensors anchors mqtt athlete watch doctor import replay help)' \
                '--config[athletes]:file:_files' '--workout[today]:text:' '--speed[times as fast]:number:' \
                '--day[of recordings without a date]:date:' '--run-dir[of the daemon]:folder:_files -/' \
                '--state-dir[of the daemon]:folder:_files -/' \
                '--goal[example]:goal:(5k half easy walk5k)' '--force[write over a file]' '--date[another day]:date:' \
                '--week[the week of a day]:date:' '--weeks[how many]:number:' '--base[first part of the topics]:topic:' '--node[this machine on the topics]:id:' '*:word or recording:_files'
        ;;
esac
