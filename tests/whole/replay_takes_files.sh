#!/bin/sh
# SPDX-License-Identifier: MIT
# replay_takes_files.sh TOP BUILT: a watch's file with two runs and a ride,
# from the bytes to what would be published and what is said of it.
set -u
purposectl=$2/bin/purposectl
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
bad=0

# activity SPORT DAY SECONDS: 3 m/s at 150 bpm, stopped for a minute at half time
activity() {
        awk -v sport="$1" -v day="$2" -v seconds="$3" '
        function point(s, clock) {
                clock = s < seconds / 2 ? s : s + 60
                printf "<Trackpoint><Time>2026-06-%02dT08:%02d:%02d+02:00</Time>", day, clock / 60, clock % 60
                printf "<DistanceMeters>%d</DistanceMeters>", 3 * s
                print "<HeartRateBpm><Value>150</Value></HeartRateBpm></Trackpoint>"
        }
        BEGIN {
                printf "<Activity Sport=\"%s\"><Lap StartTime=\"2026-06-%02dT08:00:00+02:00\"><Track>\n", sport, day
                for (s = 0; s < seconds; s++) {
                        if (s == seconds / 2)
                                print "</Track><Track>"
                        point(s)
                }
                print "</Track></Lap></Activity>"
        }'
}

# expect WHAT WANTED FOUND
expect() {
        [ "$2" = "$3" ] && return
        printf '%s\n  expected: %s\n  found:    %s\n' "$1" "$2" "$3"
        bad=1
}

{
        echo '<TrainingCenterDatabase><Activities>'
        activity Running 3 600
        activity Biking 2 300
        activity Running 1 400
        echo '</Activities></TrainingCenterDatabase>'
} >"$folder/runs.tcx"
gzip "$folder/runs.tcx"

"$purposectl" replay "$folder/runs.tcx.gz" >"$folder/out" 2>"$folder/err"
expect 'exit status' 0 $?
expect 'what the file says' "running on 2026-06-03 at 08:00, 1.80 km, 10:59 min, 1 lap
cycling on 2026-06-02 at 08:00, 0.90 km, 5:59 min, 1 lap: no run, passed over
running on 2026-06-01 at 08:00, 1.20 km, 7:39 min, 1 lap" "$(sed -n 's/.*gz: \([a-z]*ing on .*\)/\1/p' "$folder/err")"
# The strap alone shows a run in its second second; the pod's speed comes later.
expect 'beginnings' '2026-06-03T06:00:01.000Z 2026-06-01T06:00:01.000Z' \
        "$(sed -n 's/.*\/summary .*"start":"\([^"]*\)".*/\1/p' "$folder/out" | tr '\n' ' ' | sed 's/ $//')"
# 300 and 200 points a second apart, twice: the pause between is none of it.
expect 'moving' '597 397' "$(sed -n 's/.*\/summary .*"moving_s":\([0-9]*\).*/\1/p' "$folder/out" | tr '\n' ' ' | sed 's/ $//')"

head -c 700 "$folder/runs.tcx.gz" >"$folder/cut.gz"
"$purposectl" replay "$folder/cut.gz" >"$folder/out" 2>"$folder/err"
expect 'exit status of a damaged one' 1 $?
expect 'a damaged one' 'damaged, or cut off: gzip cannot unpack it' "$(sed -n 's/.*gz: //p' "$folder/err")"

gunzip "$folder/runs.tcx.gz"
head -n 300 "$folder/runs.tcx" >"$folder/cut.tcx"
"$purposectl" replay "$folder/cut.tcx" >"$folder/out" 2>"$folder/err"
expect 'exit status of half a file' 1 $?
expect 'half a file' 'tcx:301:1: expected well-formed XML, not: no element found' "$(sed -n 's/.*\.\(tcx:[0-9]*:.*\)/\1/p' "$folder/err")"
expect 'summaries of half a file' 1 "$(grep -c /summary "$folder/out")"

# A strap alone begins no session by itself, unless it is told to.
awk 'BEGIN { print "t_s,hr_bpm"; for (s = 0; s < 300; s++) print s ",150" }' >"$folder/strap.csv"
printf '%s\n' '[athlete kim]' 'hr_max = 186' >"$folder/kim.conf"
chmod 640 "$folder/kim.conf"
"$purposectl" replay --config "$folder/kim.conf" --workout easy "$folder/strap.csv" >"$folder/out" 2>"$folder/err"
expect 'exit status of a strap alone' 0 $?
expect 'a strap alone' 1 "$(grep -c 'no session began: .* auto_start is strap or both$' "$folder/err")"

# Wrong words are said once, however many recordings there are.
"$purposectl" replay --workout nonsense "$folder/strap.csv" "$folder/strap.csv" >"$folder/out" 2>"$folder/err"
expect 'exit status of nonsense for a workout' 2 $?
expect 'nonsense for a workout' 1 "$(grep -c 'the workout does not read' "$folder/err")"
exit $bad
