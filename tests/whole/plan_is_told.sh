#!/bin/sh
# SPDX-License-Identifier: MIT
# plan_is_told.sh TOP BUILT: the verbs of purposectl plan from the first
# evening on: an example is written, read, shown, broken and complained of.
set -u
purposectl=$2/bin/purposectl
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
bad=0

# expect CODE PATTERN WORDS…: the verb ends with CODE, and says so.
expect() {
        code=$1
        pattern=$2
        shift 2
        said=$("$purposectl" plan "$@" 2>&1)
        ended=$?
        if [ $ended -ne "$code" ] || ! printf '%s\n' "$said" | grep -q -e "$pattern"; then
                printf 'plan %s: ended with %s, not %s, or nothing in it is like: %s\n%s\n' "$*" "$ended" "$code" "$pattern" "$said"
                bad=1
        fi
}

for goal in 5k half easy walk5k; do
        expect 0 "$goal.yaml is written" init --goal $goal $goal.yaml
        expect 0 "a coach has nothing to add" check $goal.yaml
        expect 0 '"errors":\[\],"findings":\[\]' check --json $goal.yaml
        expect 0 "planned: " show $goal.yaml
        expect 0 "^Monday 2030-01-07" today --date 2030-01-07 $goal.yaml
done
expect 0 "plan.yaml is written" init
expect 1 "is there already" init
expect 0 "is written" init --force
expect 0 "^Week 1 of 8" show plan.yaml --week "$(sed -n 's/^  start: \([0-9-]*\).*/\1/p' plan.yaml)"
expect 0 "  tue  2030-01-08  intervals  50 min  15m easy, 5x (3m hard, 2m easy), 10m easy" show plan.yaml --week 2030-01-09
expect 0 "^Week from 2030-01-14" show plan.yaml --week 2030-01-09 --weeks 2
expect 0 '"date":"2030-01-08","purpose":"intervals","workout":"intervals"' today --json --date 2030-01-08 plan.yaml
expect 0 "  The work that a 5 km is made of" today --date 2030-01-08 plan.yaml

sed 's/400mtr hard/400m hard/; s/wednesday: rest/wensday: rest/' plan.yaml >broken.yaml
expect 1 "broken.yaml:43:26: 400m means 400 minutes; did you mean 400mtr?" check broken.yaml
expect 1 "^        steps: 15m easy, 8x (400m hard" check broken.yaml
expect 1 "'wensday' in the schedule; did you mean 'wednesday'?" today broken.yaml
expect 1 '"line":43,"column":26' check --json broken.yaml
sed 's/thursday: easy$/wednesday: threshold/; /wednesday: rest/d' plan.yaml >hard.yaml
expect 0 "Two hard days follow each other" check hard.yaml

expect 1 "nowhere.yaml: No such file" show nowhere.yaml
expect 2 "no verb 'sow'" sow
expect 2 "init, check, show, today, install or restore?"
expect 2 "which FILE" install
expect 2 "takes no FILE" restore plan.yaml
expect 1 "broken.yaml:43:26: 400m means 400 minutes" install broken.yaml --bus unix:path=/nowhere
expect 1 "does not run: nothing was changed" install plan.yaml --bus unix:path=/nowhere
expect 2 "such as 2026-11-25, not '2026-02-30'" today --date 2026-02-30 plan.yaml
expect 2 "1 to 60, not '61'" show --weeks 61 plan.yaml
expect 2 "1 to 60, not '4294967297'" show --weeks 4294967297 plan.yaml
expect 2 "not 'marathon'" init --goal marathon other.yaml
expect 2 "one FILE is enough" show a b
expect 0 "purposectl plan VERB" --help
exit $bad
