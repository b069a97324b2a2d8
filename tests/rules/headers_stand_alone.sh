#!/bin/sh
# SPDX-License-Identifier: MIT
# headers_stand_alone.sh TOP CC [FLAG…]: every header under include/ and
# daemon/ of TOP compiles as C11 with nothing before it.
set -u
top=$1
cc=$2
shift 2
bad=0
n=0

headers=$(cd "$top" && find include daemon -name '*.h' | sort)
for header in $headers; do
        n=$((n + 1))
        said=$(printf '#include "%s"\n' "$top/$header" |
                $cc -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only \
                        -I "$top/include" -I "$top/daemon" "$@" -x c - 2>&1) && continue
        echo "$header does not stand alone:"
        printf '%s\n' "$said" | head -n 5
        bad=1
done
if [ $n -eq 0 ]; then
        echo "headers_stand_alone: no header under $top"
        exit 2
fi
echo "$n headers"
exit $bad
