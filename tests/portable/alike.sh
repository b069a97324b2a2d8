#!/bin/sh
# SPDX-License-Identifier: MIT
# alike.sh TOP DECISIONS PROCESSOR [TAPE]: DECISIONS (the program, built for this machine)
# and the same on PROCESSOR tell the same, or the difference is printed and 1 returned.
# TAPE: what coach --keep has kept here is played there, too.
#
#   golden       what it tells of the stories is what tests/golden holds
#   no-fma       this machine without FMA and AVX2
#   arm64 armhf  built by Debian's cross compiler, run by QEMU; 77 where either is missing
#   other-seeds  must differ: for the test of this test
set -eu
top=$1
decisions=$2
processor=$3
tape=${4:-}
folder=$(dirname "$decisions")/$processor
mkdir -p "$folder"
# The test and the bench's row may run at a time: what is told is each one's own, what
# is built both's.
told=$(mktemp -d)
trap 'rm -rf "$told"' EXIT

# build TRIPLET QEMU
build() {
        if ! command -v "$1-gcc" >/dev/null || ! command -v "$2" >/dev/null; then
                echo "there is no $1-gcc or no $2 (Debian: gcc-$1, qemu-user)"
                exit 77
        fi
        exec 9>"$folder/lock"
        flock 9
        cmake -S "$top/tests/portable/alone" -B "$folder" -G Ninja -DCMAKE_SYSTEM_NAME=Linux -DCMAKE_C_COMPILER="$1-gcc" >"$folder/log" &&
                ninja -C "$folder" >>"$folder/log" || {
                tail -n 40 "$folder/log"
                exit 1
        }
        exec 9>&-
}

# tell COMMAND…: what the program tells there
tell() {
        "$@" >"$told/there"
        [ -z "$tape" ] || "$@" --tape "$tape" >>"$told/there"
}

"$decisions" >"$told/here"
[ "$processor" = golden ] || [ -z "$tape" ] || grep '^# ' "$tape" >>"$told/here"

case $processor in
golden)
        sed -n 's/^story \([^ ]*\) .*/\1/p' "$told/here" | while read -r story; do
                echo "story $story $(tail -n 1 "$top/tests/golden/$story.events")"
        done >"$told/there"
        grep '^story ' "$told/here" >"$told/stories"
        mv "$told/stories" "$told/here"
        ;;
no-fma) tell env GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2 "$decisions" ;;
arm64)
        build aarch64-linux-gnu qemu-aarch64
        tell qemu-aarch64 "$folder/decisions"
        ;;
armhf)
        build arm-linux-gnueabihf qemu-arm
        tell qemu-arm "$folder/decisions"
        ;;
other-seeds) "$decisions" 2 >"$told/there" ;;
esac
diff "$told/here" "$told/there"
echo "$processor: $(wc -l <"$told/here") digests, all alike"
