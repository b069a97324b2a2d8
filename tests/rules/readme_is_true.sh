#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2016 # backquotes of Markdown
# readme_is_true.sh TOP README PURPOSED PURPOSECTL VIRTUAL_RUN: the files that
# it names are there (those of the treadmill and of NAME are the reader's to
# write), its example of a configuration reads without a finding, and each of
# its messages is said when story 1 is replayed.
set -u
top=$1
readme=$2
purposed=$3
purposectl=$4
virtual_run=$5
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
bad=0

paths=$(grep -o '`[^`]*`' "$readme" | tr -d '`' | tr ' ' '\n' |
        grep -E '^(daemon|include|conf|tests|systemd)/' | grep -v -e NAME -e treadmill)
for path in $paths; do
        # A pattern such as tests/golden/*.run stands for at least one file.
        # shellcheck disable=SC2086 # the pattern is meant
        set -- "$top"/$path
        [ -e "$1" ] && continue
        echo "$readme names $path, which is not there"
        bad=1
done

# The first block of ini, without what it is indented by.
sed -n '/^ *```ini$/,/^ *```$/p' "$readme" | sed -n '2,/```/p' | sed 's/^   //; /```/d' >"$folder/purposed.conf"
chmod 600 "$folder/purposed.conf"
said=$("$purposed" --check --config "$folder/purposed.conf" 2>&1)
if [ "$said" != "the configuration reads well" ]; then
        printf '%s\n' "$said"
        bad=1
fi

{
        echo "[athlete anna]"
        cat "$top/tests/support/runner_a.conf"
} >"$folder/anna.conf"
chmod 600 "$folder/anna.conf"
"$virtual_run" "$top/tests/golden/story1.run" >"$folder/run.csv" &&
        "$purposectl" replay --config "$folder/anna.conf" --workout 'recovery 4mi' "$folder/run.csv" >"$folder/messages" || exit 2
grep '^purposed/[^ ]* {' "$readme" >"$folder/told"
while IFS= read -r message; do
        grep -Fxq -e "$message" "$folder/messages" && continue
        printf '%s says otherwise than story 1: %s\n' "$readme" "$message"
        bad=1
done <"$folder/told"
exit $bad
