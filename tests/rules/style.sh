#!/bin/sh
# SPDX-License-Identifier: MIT
# style.sh TOP: the habits that a machine can see. Samples of bad style under
# tests/rules/samples are passed over.
set -u
LC_ALL=C
export LC_ALL
top=$1
cd "$top" || exit 2
files=$(find . \( -name .git -o -path ./build -o -path './build-*' -o -path ./tests/rules/samples \) -prune -o -type f \
        \( -name '*.[ch]' -o -name '*.def' -o -name CMakeLists.txt -o -name '*.cmake' -o -name '*.sh' -o -name '*.mjs' \
        -o -path ./check -o -path ./run -o -path './.ci/*' -o -path './systemd/*' -o -path './conf/*.conf' \) -print \
        | sed 's,^\./,,' | sort)
if [ -z "$files" ]; then
        echo "style: nothing to read under $top"
        exit 2
fi
bad=0

for file in $files; do
        case ${file##*/} in
        *manager* | *handler* | *utils* | *helper*)
                echo "$file: a file is named for what it is about, not from the pattern book"
                bad=1
                ;;
        esac
        if [ -s "$file" ] && [ -n "$(tail -c 1 "$file")" ]; then
                echo "$file: no newline at the end"
                bad=1
        fi
done

# shellcheck disable=SC2086 # names of ours, without blanks
awk '
function refuse(why) {
        print FILENAME ":" FNR ": " why
        bad = 1
}
# What a comment or a text says is no code.
function code_of(line) {
        gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
        gsub(/\/\*[^*]*\*\//, "", line)
        sub(/\/\*.*/, "", line)
        if (line ~ /^[ \t]*\*/)
                line = ""
        return line
}
function columns(line) {
        gsub(/[\200-\277]/, "", line) # the later bytes of a UTF-8 character
        return length(line)
}
# The last file that was begun is over.
function over() {
        if (last == "")
                return
        if (!licensed) {
                print last ": no SPDX-License-Identifier in the first three lines"
                bad = 1
        }
        if (last ~ /\.h$/ && !once) {
                print last ": no #pragma once"
                bad = 1
        }
}
function calls(code, names) {
        return code ~ "(^|[^A-Za-z0-9_])(" names ")[ ]*\\("
}
BEGIN {
        outside = "clock_gettime|gettimeofday|time|localtime|localtime_r|getenv|printf|fprintf|puts|fopen|open|syslog"
        outside = outside "|pthread_[a-z_]+|sd_[a-z_]+"
}
FNR == 1 {
        over()
        last = FILENAME
        licensed = once = body = 0
        c = FILENAME ~ /\.[ch]$/
        pure = FILENAME ~ /^daemon\/(core|sensors|formats)\//
        test = FILENAME ~ /^tests\//
}
FNR <= 3 && /SPDX-License-Identifier: MIT/ { licensed = 1 }
/^#pragma once/ { once = 1 }
/\t/ { refuse("a tab") }
/[ \t\r]$/ { refuse("blanks at the end of the line") }
columns($0) > 140 { refuse(columns($0) " columns, at most 140") }
/(^|[^A-Za-z_])(T[O]DO|F[I]XME|X[X]X)([^A-Za-z_]|$)/ { refuse("unfinished work") }
!c { next }
{ code = code_of($0) }
code ~ /^[ \t]*typedef[ \t]+(struct|union|enum)[ \t]/ { refuse("a typedef of a struct hides what it is") }
/^\{$/ { body = FNR }
/^\}$/ && body {
        if (FNR - body - 1 > 70)
                refuse("a function of " (FNR - body - 1) " lines, at most 70")
        body = 0
}
pure && calls(code, outside) {
        refuse("no clock, file, lock or log in a pure room")
}
test && calls(code, "sleep|usleep|nanosleep|clock_nanosleep|g_usleep") { refuse("a test waits for a condition, it does not sleep") }
END {
        over()
        exit bad
}
' $files || bad=1
exit $bad
