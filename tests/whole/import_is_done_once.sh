#!/bin/sh
# SPDX-License-Identifier: MIT
# import_is_done_once.sh TOP BUILT: the client puts a
# recording on record while no daemon runs, knows it the second time, names
# what it cannot read and goes on, and leaves a daemon's work to the daemon.
set -u
ctl=$2/bin/purposectl
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/run" "$folder/state" "$folder/files"
printf '[athlete kim]\nname = Kim\nlt1_hr = 152 test\nlt2_hr = 168 test\ngoal = a marathon\n' >"$folder/conf"
chmod 0640 "$folder/conf"
"$2/tests/fakes/virtual-run" "$1/tests/golden/story1.run" >"$folder/files/run.csv" || exit 2
echo "dear diary" >"$folder/files/diary.txt"
echo "half of it" >"$folder/files/.part"

import() {
        said=$("$ctl" import --config "$folder/conf" --run-dir "$folder/run" --state-dir "$folder/state" "$@" 2>&1)
        status=$?
}
expect() {
        if [ "$status" -ne "$1" ] || ! printf '%s\n' "$said" | grep -q -e "$2"; then
                printf 'expected %s and "%s", got %s and:\n%s\n' "$1" "$2" "$status" "$said"
                exit 1
        fi
}

import "$folder/files" --day 2026-11-22 --workout 'recovery 4mi'
expect 1 '^imported  2026-11-22    6.44 km   0:47:1.  recovery   met          training '
expect 1 '^refused   .*/diary.txt: no format that I know'
expect 1 '^1 imported, 0 improved, 0 known, 1 refused$'
import "$folder/files/run.csv" --day 2026-11-22
expect 0 '^0 imported, 0 improved, 1 known, 0 refused$'
import "$folder/files/run.csv"
expect 1 'it has no date'
import
expect 2 'import what?'
import --workout nonsense "$folder/files/run.csv"
expect 2 "^purposectl: --workout does not read from 'nonsense' on"
import --dya yesterday "$folder/files/run.csv"
expect 2 'See purposectl import --help'
import "$folder/files/run.csv" --day yesterday
expect 2 'no date such as'
import "$folder/files/run.csv" --athlete lee
expect 1 "no athlete 'lee' .* there are: kim"
[ "$(find "$folder/state/traces/kim" -name '*.trace' | wc -l)" -eq 1 ] || exit 1

# Without a word of it on the command line, the plan of its day judges.
mkdir "$folder/plans" "$folder/elsewhere"
printf 'workouts:\n  slow:\n    purpose: recovery\n    steps: recovery 4mi\nschedule:\n  2026-11-22: slow\n' >"$folder/plans/kim.yaml"
mkdir "$folder/elsewhere/anchors"
echo 'set hr_rest 2026-11-01 47 test' >"$folder/elsewhere/anchors/kim"
import "$folder/files/run.csv" --day 2026-11-22 --state-dir "$folder/elsewhere"
expect 0 'recovery   met '
grep -rq 'hr_rest.*47' "$folder/elsewhere/traces/kim" || exit 1 # set by command, and no daemon here to tell
rm -r "$folder/plans"
import "$folder/files/run.csv" --day 2026-11-22 --state-dir "$folder/nowhere"
expect 1 'nowhere is not there: the daemon makes it when it starts (sudo systemctl start purposed)'
[ ! -e "$folder/nowhere" ] || exit 1

# A lock on the run directory is what a daemon is known by.
exec 9<"$folder/run"
flock -n 9 || exit 2
import "$folder/files/run.csv" --day 2026-11-22
expect 2 'the daemon runs'
import "$folder/files/run.csv"
expect 1 'its folder in .* cannot be entered: No such file or directory'
