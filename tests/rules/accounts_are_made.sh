#!/bin/sh
# SPDX-License-Identifier: MIT
# accounts_are_made.sh FOLDER: purposed.sysusers and purposed.tmpfiles of
# FOLDER, tried on an empty root: the user is in the group bluetooth, and only
# it may read the configuration.
set -u
source=$1
if [ "$(id -u)" -ne 0 ] || ! command -v systemd-sysusers >/dev/null || ! command -v systemd-tmpfiles >/dev/null; then
        echo "needs root and systemd"
        exit 77
fi
root=$(mktemp -d) || exit 2
trap 'rm -rf "$root"' EXIT
mkdir -p "$root/etc/purposed/conf.d"
touch "$root/etc/purposed/purposed.conf" "$root/etc/purposed/conf.d/club.conf"
touch "$root/etc/purposed/mqtt-password"

systemd-sysusers --root="$root" "$(realpath "$source/purposed.sysusers")" || exit 1
systemd-tmpfiles --root="$root" --create "$(realpath "$source/purposed.tmpfiles")" || exit 1

gid=$(awk -F: '$1 == "purposed" { print $3 }' "$root/etc/group")
expect() {
        if [ "$1" != "$2" ]; then
                echo "expected $2, got $1 ($3)"
                exit 1
        fi
}
expect "$(awk -F: '$1 == "bluetooth" { print $4 }' "$root/etc/group")" purposed "the group bluetooth"
uid=$(awk -F: '$1 == "purposed" { print $3 }' "$root/etc/passwd")
expect "$(stat -c '%a %u %g' "$root/etc/purposed/mqtt-password")" "400 $uid 0" mqtt-password
expect "$(stat -c '%a %u %g' "$root/etc/purposed")" "750 0 $gid" /etc/purposed
expect "$(stat -c '%a %u %g' "$root/etc/purposed/plans")" "750 0 $gid" plans
expect "$(stat -c '%a %u %g' "$root/etc/purposed/purposed.conf")" "640 0 $gid" purposed.conf
expect "$(stat -c '%a %u %g' "$root/etc/purposed/conf.d/club.conf")" "640 0 $gid" conf.d/club.conf
