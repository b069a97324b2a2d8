#!/bin/sh
# SPDX-License-Identifier: MIT
# shellcheck disable=SC2016 # backquotes of Markdown
# readme_is_true.sh TOP README PURPOSED: the files that it names are there
# (those of the treadmill and of NAME are the reader's to write), and its
# example of a configuration reads without a finding.
set -u
top=$1
readme=$2
purposed=$3
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
exit $bad
