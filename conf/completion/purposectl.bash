# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completes the verbs of purposectl and their options in bash; the athletes
# are those of the configuration on the line.
_purposectl_athletes() {
        local i conf

        for ((i = 1; i < COMP_CWORD; i++)); do
                [[ ${COMP_WORDS[i]} == --config ]] && conf=${COMP_WORDS[i + 1]}
        done
        [[ -r ${conf/#\~/$HOME} ]] && sed -n 's/^[ \t]*\[athlete[ \t]*\([a-z0-9_-]*\)[ \t]*\].*/\1/p' "${conf/#\~/$HOME}"
}

_purposectl() {
        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
        local options='--config --athlete --workout --speed --base --node --help'

        if [[ ${COMP_WORDS[1]} == plan ]]; then
                options='--goal --force --date --week --weeks --athlete --json --help'
        fi

        if ((COMP_CWORD == 1)); then
                mapfile -t COMPREPLY < <(compgen -W 'plan replay help --help --version' -- "$current")
                return
        fi
        case $before in
        plan) mapfile -t COMPREPLY < <(compgen -W 'init check show today' -- "$current") ;;
        --goal) mapfile -t COMPREPLY < <(compgen -W '5k half easy walk5k' -- "$current") ;;
        --date | --week | --weeks) COMPREPLY=() ;;
        --config) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        --athlete) mapfile -t COMPREPLY < <(compgen -W "$(_purposectl_athletes)" -- "$current") ;;
        --workout | --speed | --base | --node) COMPREPLY=() ;;
        *)
                if [[ $current == -* ]]; then
                        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current")
                else
                        mapfile -t COMPREPLY < <(compgen -f -- "$current")
                fi
                ;;
        esac
}
complete -o filenames -F _purposectl purposectl
