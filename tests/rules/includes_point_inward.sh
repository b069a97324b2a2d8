#!/bin/sh
# SPDX-License-Identifier: MIT
# includes_point_inward.sh TOP: who may include whom.
#
#   include/purposed   <- everything
#   core  sensors      their own folder
#   formats            its own folder, core, sensors
#   adapters           their own folder, core, sensors, formats; never each other
#   daemon/*.c ctl      everything: the composition roots of the daemon and of its client
#
# The pure rooms have the headers of libc and libm that read no clock, file
# or lock, and formats four libraries. A list (.def) is for everyone.
set -u
top=$1
cd "$top" || exit 2
files=$(find include daemon -name '*.[ch]' | sort)
if [ -z "$files" ]; then
        echo "includes_point_inward: nothing to read under $top"
        exit 2
fi

# shellcheck disable=SC2086 # names of ours, without blanks
awk '
function exists(path) {
        if (!(path in known)) {
                known[path] = (getline line < path) >= 0
                close(path)
        }
        return known[path]
}
function refuse(why) {
        print FILENAME ":" FNR ": <" name "> " why
        bad = 1
}
function check_system(    pure) {
        pure = "^(assert|ctype|errno|float|inttypes|limits|math|stdalign|stdarg|stdbool|stddef|stdint|stdio|stdlib|string)\\.h$"
        if (room == "include" && name !~ /^(stdbool|stddef|stdint)\.h$/)
                refuse("does not belong to the shared words")
        else if (room == "formats" && (name ~ pure || name ~ /^(expat|jansson|zlib|yaml)\.h$/))
                return
        else if ((room == "core" || room == "sensors" || room == "formats") && name !~ pure)
                refuse("is not for a pure room")
}
function check_own(    folder, other) {
        if (name ~ /^purposed\// || name ~ /\.def$/ || room == "root")
                return
        folder = FILENAME
        sub(/\/[^\/]*$/, "", folder)
        if (room == "include") {
                refuse("is no shared word")
                return
        }
        if (exists(folder "/" name))
                other = folder "/" name
        else if (exists("daemon/" name))
                other = "daemon/" name
        else {
                refuse("is nowhere under daemon/")
                return
        }
        while (sub(/[^\/]+\/\.\.\//, "", other))
                ;
        split(other, part, "/")
        other = part[3] == "" ? "root" : part[2]
        if (other == room || index(may[room], " " other " "))
                return
        refuse("belongs to " other "; " room " does not know it")
}
BEGIN {
        may["core"] = may["sensors"] = " "
        may["formats"] = " core sensors "
        may["adapter"] = " core sensors formats "
}
FNR == 1 {
        n = split(FILENAME, part, "/")
        room = part[1] == "include" ? "include" : n == 2 || part[2] == "ctl" ? "root" : part[2]
        if (!(room in may))
                may[room] = may["adapter"]
}
/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
        name = $0
        sub(/^[^<"]*[<"]/, "", name)
        sub(/[>"].*/, "", name)
        if ($0 ~ /include[ \t]*</)
                check_system()
        else
                check_own()
}
END { exit bad }
' $files
