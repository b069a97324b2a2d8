# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completes the options of purposed in bash.
_purposed() {
        local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
        local options='--config --check --run-dir --state-dir --bus --clock-rate --clock-epoch --help --version'

        case $before in
        --config) mapfile -t COMPREPLY < <(compgen -f -- "$current") ;;
        --run-dir | --state-dir) mapfile -t COMPREPLY < <(compgen -d -- "$current") ;;
        --bus | --clock-rate | --clock-epoch) COMPREPLY=() ;;
        *) mapfile -t COMPREPLY < <(compgen -W "$options" -- "$current") ;;
        esac
}
complete -o filenames -F _purposed purposed
