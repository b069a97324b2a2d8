#!/bin/sh
# SPDX-License-Identifier: MIT
# recordings.sh COACH: the bars are met by real runs, too, those in the folder
# PD_RECORDINGS (laid out as corpus.h has it); 77 without one.
set -eu
if [ -z "${PD_RECORDINGS:-}" ]; then
        echo "skipped: PD_RECORDINGS names no folder of recordings"
        exit 77
fi
exec "$1" --seeds 60 --corpus "$PD_RECORDINGS" --but cost --but alike
