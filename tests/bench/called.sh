#!/bin/sh
# SPDX-License-Identifier: MIT
# called.sh COACH: how the program answers to its options.
set -u
coach=$1
failed=0

# expect CODE PATTERN [ARGUMENT…]
expect() {
        code=$1
        pattern=$2
        shift 2
        said=$("$coach" "$@" 2>&1)
        is=$?
        if [ $is -ne "$code" ] || ! printf '%s\n' "$said" | grep -q -e "$pattern"; then
                echo "coach $*: expected $code and $pattern, it was $is and"
                printf '%s\n' "$said"
                failed=1
        fi
}

expect 0 '^usage: coach' --help
expect 0 "an athlete's engine .*KiB" --row memory
expect 0 'skipped for want of a corpus: trimp' --row memory trimp
expect 0 'allocations in' --row memory cost --but cost
expect 0 "^| an athlete" --row memory --markdown
expect 2 'there is no row nowhere' --row nowhere
expect 2 'there is no row nowhere' --but nowhere
expect 2 'is not a number from 1' --seeds 0
expect 2 'is not a number from 1' --seeds ten
expect 2 'no list of recordings in /nowhere' --corpus /nowhere
expect 2 '/nowhere/tape: No such file' --keep /nowhere/tape --row memory
expect 2 '^See coach --help$' --unknown
exit $failed
