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
        _arguments '--help' '--version' '1:verb:(plan replay help)' '--config[athletes]:file:_files' '--athlete[which of them]:id:' \
                '--workout[today]:text:' '--speed[times as fast]:number:' '--base[first part of the topics]:topic:' \
                '--node[this machine on the topics]:id:' '--goal[example]:goal:(5k half easy walk5k)' '--force[write over a file]' '--date[another day]:date:' \
                '--week[the week of a day]:date:' '--weeks[how many]:number:' '--json[for scripts]' '*:file:_files'
        ;;
esac
