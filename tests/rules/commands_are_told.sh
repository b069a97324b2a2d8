#!/bin/sh
# SPDX-License-Identifier: MIT
# commands_are_told.sh TOP PAGE INTERFACE: each verb of include/purposed/commands.def
# that MQTT carries is in the section COMMANDS of PAGE and among the verbs of
# INTERFACE, with the key for what it takes; the others are in that section, too, as
# refused. So is the word of each error.
set -u
top=$1
page=$2
interface=$3
bad=0

told=$(sed -n '/^\.Sh COMMANDS$/,/^\.Sh RECONNECTION$/p' "$page")
table=$(printf '%s\n' "$told" | sed -n '/^\.Bl -column/,/^\.El$/p')
verbs=$(sed -n '/^    verb:/,/\]$/p' "$interface" | tr -cs 'a-z-' '\n')

# key_of ARGUMENT: as daemon/mqtt/command_letter.c has it.
key_of() {
        sed -n 's/.*\[PD_ARGUMENT_'"$1"'\] = "\([a-z]*\)".*/\1/p' "$top/daemon/mqtt/command_letter.c"
}

# verbs_of KEY: who takes it, a line each.
verbs_of() {
        sed -n "s/^ *$1: .*x-verbs: \\[\\([^]]*\\)\\].*/\\1/p" "$interface" | tr -cs 'a-z-' '\n'
}

miss() {
        echo "$*"
        bad=1
}

# shellcheck disable=SC2046 # words are meant
set -- $(sed -n 's/^PD_COMMAND(\([A-Z_]*\), "\([a-z-]*\)", \([A-Z]*\), \([A-Z_]*\),.*/\2:\3:\4/p' "$top/include/purposed/commands.def")
[ $# -gt 20 ] || miss "commands.def does not read"
for command; do
        verb=${command%%:*} scope=${command#*:} argument=${command##*:}
        scope=${scope%:*}
        case $verb:$scope in
        anchors:*) ;;
        assign:* | *:NODE | *:OWN)
                printf '%s\n' "$told" | grep -A3 '^\.It not_here' | grep -qw -e "$verb" ||
                        miss "$page does not say that $verb is not for MQTT"
                continue
                ;;
        esac
        printf '%s\n' "$table" | grep '^\.It' | sed 's/Ta.*//' | grep -qw -e "$verb" || miss "the verb $verb is not in the table of $page"
        printf '%s\n' "$verbs" | grep -qx -e "$verb" || miss "the verb $verb is not in $interface"
        key=$(key_of "$argument")
        [ -z "$key" ] || verbs_of "$key" | grep -qx -e "$verb" || miss "$interface does not say that $verb takes \"$key\""
done
# shellcheck disable=SC2013 # errors have no blanks
for error in $(grep -o '\[PD_COMMAND_ERROR_[A-Z_]*\] = "[a-z_]*"' "$top/daemon/mqtt/command_letter.c" | sed 's/.*"\(.*\)"/\1/'); do
        printf '%s\n' "$told" | grep -q "^\.It .*\<$error\>" || miss "the error $error is not in $page"
        sed -n '/^    rsp:/,$p' "$interface" | grep -qw -e "$error" || miss "the error $error is not in $interface"
done
exit $bad
