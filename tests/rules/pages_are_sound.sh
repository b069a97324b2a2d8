#!/bin/sh
# SPDX-License-Identifier: MIT
# pages_are_sound.sh PAGE…: the man pages are what mandoc and groff expect.
# Which other manuals this machine has is not their fault.
set -u
if ! command -v mandoc >/dev/null || ! command -v groff >/dev/null; then
        echo "no mandoc or no groff here"
        exit 77
fi
bad=0
for page in "$@"; do
        said=$(
                mandoc -Tlint "$page" 2>&1 | grep -v -e 'referenced manual not found' -e 'mandoc.db'
                LC_ALL=C.UTF-8 groff -ww -mandoc -Tutf8 -z "$page" 2>&1
        )
        [ -z "$said" ] && continue
        printf '%s\n' "$said"
        bad=1
done
exit $bad
