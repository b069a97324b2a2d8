#!/bin/sh
# SPDX-License-Identifier: MIT
# unit_is_sound.sh UNIT EXPOSURE: systemd understands the unit without a
# warning, and finds it no more exposed than EXPOSURE tenths.
set -u
unit=$1
exposure=$2
if ! command -v systemd-analyze >/dev/null; then
        echo "no systemd-analyze here"
        exit 77
fi
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
copy=$folder/${unit##*/}

# The daemon need not be installed for its unit to be looked at.
sed 's,^ExecStart=/[^ ]*,ExecStart=/bin/true,' "$unit" >"$copy"
said=$(systemd-analyze verify --man=no "$copy" 2>&1)
code=$?
# Of other units of this machine it speaks as well.
ours=$(printf '%s\n' "$said" | grep -e "^$copy" -e "^${unit##*/}:")
if [ $code -ne 0 ] || [ -n "$ours" ]; then
        printf '%s\n' "$said"
        exit 1
fi
said=$(systemd-analyze security --offline=true --threshold="$exposure" "$copy" 2>&1)
code=$?
printf '%s\n' "$said" | tail -n 1
if [ $code -ne 0 ]; then
        printf '%s\n' "$said" | grep '✗'
        exit 1
fi
