# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completes the verbs of purposectl, their words and options in bash; the
# athletes are those of the configuration on the line, or the service's.
_purposectl_athletes() {
        local i conf=/etc/purposed/purposed.conf

        for ((i = 1; i < COMP_CWORD; i++)); do
                [[ ${COMP_WORDS[i]} == --config ]] && conf=${COMP_WORDS[i + 1]}
        done
        [[ -r ${conf/#\~/$HOME} ]] && sed -n 's/^[ \t]*\[athlete[ \t]*\([a-z0-9_-]*\)[ \t]*\].*/\1/p' "${conf/#\~/$HOME}"
}

# What may stand after a verb.
_purposectl_words() {
        case $1 in
        stop) echo 'done pain ill weather' ;;
        rpe) echo '1 2 3 4 5 6 7 8 9 10' ;;
        away) echo 'ill injured vacation well today tomorrow' ;;
        swap | easier | skip-day) echo 'today tomorrow monday tuesday wednesday thursday friday saturday sunday' ;;
        plan) echo 'init check show today install restore' ;;
        session) echo 'list show' ;;
        explain | week) echo 'last' ;;
        sensors) echo 'list scan identify enroll replace forget release take' ;;
        athlete) echo 'list forget' ;;
        mqtt) echo 'purge' ;;
        anchors) echo 'list accept decline set unset hr_max hr_rest lthr lt1_hr lt2_hr lt1_speed lt2_speed critical_speed d_prime lt1_power lt2_power critical_power' ;;
        assign) echo 'last' ;;
        calibrate) echo 'off' ;;
        esac
}

_purposectl() {
        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} verb=${COMP_WORDS[1]}
        local orders='start stop pause resume lap skip back free discard mute unmute rpe note report brief
                away swap easier skip-day workout plan join assign calibrate session explain week status sensors anchors mqtt athlete'
        local options='--athlete --json --bus --help'

        if ((COMP_CWORD == 1)); then
                mapfile -t COMPREPLY < <(compgen -W "$orders watch doctor import replay help --help --version" -- "$current")
                return
        fi
        [[ $verb == watch ]] && options='--athlete --bus --help'
        [[ $verb == doctor ]] && options='--json --config --bus --help'
        [[ $verb == plan ]] && options='--goal --force --date --week --weeks --athlete --json --bus --help'
        [[ $verb == import ]] && options='--athlete --day --workout --config --run-dir --state-dir --help'
        [[ $verb == replay ]] && options='--config --athlete --workout --speed --base --node --help'
        case $before in
        --goal) mapfile -t COMPREPLY < <(compgen -W '5k half easy walk5k' -- "$current") ;;
        --date | --week | --weeks) COMPREPLY=() ;;
        --config | --run-dir | --state-dir) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        --athlete) mapfile -t COMPREPLY < <(compgen -W "$(_purposectl_athletes)" -- "$current") ;;
        --day | --workout | --speed | --base | --node | --bus) COMPREPLY=() ;;
        *)
                if [[ $current == -* ]]; then
                        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
                elif [[ $verb == replay || $verb == import ]] || [[ $verb == plan && COMP_CWORD -gt 2 ]]; then
                        mapfile -t COMPREPLY < <(compgen -f -- "$current")
                else
                        mapfile -t COMPREPLY < <(compgen -W "$(_purposectl_words "$verb")" -- "$current")
                fi
                ;;
        esac
}
complete -o filenames -F _purposectl purposectl
