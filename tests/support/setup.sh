# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Sourced by the scripts at the top of the tree: what must be installed to
# build and test, and how it is.

# Debian 12 and 13. Whoever configures the tree needs the libraries of the
# tests too; the programs that the tests start are a list of their own.
pd_build_packages="gcc libc6-dev binutils cmake ninja-build pkg-config
libsystemd-dev libmosquitto-dev libssl-dev libinih-dev libyaml-dev libexpat1-dev libjansson-dev zlib1g-dev libsqlite3-dev
libcmocka-dev libglib2.0-dev tzdata"
pd_run_packages="dbus mosquitto mosquitto-clients openssl"
pd_fuzz_packages="clang libclang-rt-dev"
# For tests/portable, which skips what is missing: other machines have other names for them.
pd_cross_packages=
[ "$(dpkg --print-architecture 2>/dev/null)" != amd64 ] ||
        pd_cross_packages="gcc-aarch64-linux-gnu gcc-arm-linux-gnueabihf libc6-dev-arm64-cross libc6-dev-armhf-cross qemu-user"
# For tests/machine, which skips without them: other machines than these have other kernels.
pd_machine_packages=
[ "$(dpkg --print-architecture 2>/dev/null)" != amd64 ] ||
        pd_machine_packages="qemu-system-x86 mmdebstrap busybox-static cpio e2fsprogs kmod xz-utils zstd"
# For tests/browser, which skips without them. node and npm are Debian's unless others are there.
pd_browser_packages="chromium fonts-dejavu-core python3-paho-mqtt python3-jinja2 python3-yaml jq curl"
command -v npm >/dev/null || pd_browser_packages="$pd_browser_packages nodejs npm"
pd_test_packages="$pd_run_packages $pd_cross_packages systemd mandoc groff-base"

pd_say() {
        printf '== %s\n' "$*"
}

# Those of the arguments that are not installed.
pd_missing_packages() {
        for pd_package in "$@"; do
                dpkg-query -W -f '${db:Status-Status}\n' "$pd_package" 2>/dev/null | grep -qx installed || printf '%s ' "$pd_package"
        done
}

# pd_install_missing PACKAGE…: installs what is missing, as root or by sudo.
# 1 if that cannot be, having said what to do by hand.
pd_install_missing() {
        if ! command -v dpkg-query >/dev/null; then
                pd_say "This is not Debian: install what stands for $* yourself. Going on."
                return 0
        fi
        pd_missing=$(pd_missing_packages "$@")
        [ -n "$pd_missing" ] || return 0

        if [ "$(id -u)" -eq 0 ]; then
                pd_root=env
        elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
                pd_root="sudo env"
        elif command -v sudo >/dev/null && [ -t 0 ]; then
                pd_root="sudo env"
        else
                pd_say "Missing, and neither root nor sudo is at hand. Please run as root:"
                printf 'apt-get install --no-install-recommends %s\n' "$pd_missing"
                return 1
        fi
        pd_say "Installing from Debian: $pd_missing"
        # shellcheck disable=SC2086 # words are meant
        {
                $pd_root DEBIAN_FRONTEND=noninteractive apt-get update -q &&
                        $pd_root DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $pd_missing
        } </dev/null || {
                pd_say "apt-get could not install: $pd_missing"
                return 1
        }
}
