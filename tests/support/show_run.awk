# SPDX-License-Identifier: MIT
# What a run looks like to somebody who watches: reads the lines of
# mosquitto_sub -v (TOPIC PAYLOAD) and writes calm lines for a terminal.
# Nothing is judged here; all words are the daemon's. For any awk of POSIX;
# with mawk, give it -W interactive and LC_ALL=C.
#
#   -v rate=N     how many times as fast as life it comes (1)
#   -v width=N    columns (80)
#   -v colour=1   with colours
#   -v utf8=1     with block and line characters instead of ASCII
#   -v names=1    several athletes: their ids begin the lines
#   -v once=1     end after the first final summary
#
# Ends with 0 if it has shown a summary, with 1 if not.

# ---- words and widths -------------------------------------------------------

function paint(style, text) {
        return colour && style != "" && text != "" ? "\033[" style "m" text "\033[0m" : text
}

# Columns that a text takes: the later bytes of a UTF-8 character take none.
function columns(text) {
        gsub(/[\200-\277]/, "", text)
        return length(text)
}

function times(text, n,    all) {
        for (all = ""; n >= 1; n--)
                all = all text
        return all
}

function left(text, n) {
        return text times(" ", n - columns(text))
}

function right(text, n) {
        return times(" ", n - columns(text)) text
}

function clock(s) {
        if (s == "")
                return "-:--"
        s += 0 # a number that was read as text compares as text
        return s < 3600 ? sprintf("%d:%02d", s / 60, s % 60) : sprintf("%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60)
}

# VALUE of MOST as a bar of at most CELLS, to the eighth of a cell where there
# are characters for that; whatever is not nothing can be seen.
function bar(value, most, cells,    eighths) {
        if (value <= 0 || most <= 0)
                return ""
        eighths = int(8 * cells * value / most + 0.5)
        if (eighths < 1)
                eighths = 1
        if (!utf8)
                return times("#", int((eighths + 7) / 8))
        return times(BLOCK, int(eighths / 8)) PART[eighths % 8]
}

function say(line) {
        sub(/ +$/, "", line)
        print line
        fflush()
        empty = line == ""
}

function gap() {
        if (!empty)
                say("")
}

# TEXT in lines that begin with INDENT blanks, the first of them with HEAD, if
# there is one, which takes as many columns.
function say_wrapped(style, indent, text, head,    n, word, i, line) {
        n = split(text, word, " ")
        line = ""
        for (i = 1; i <= n; i++) {
                if (line != "" && indent + columns(line) + 1 + columns(word[i]) > width) {
                        say((head != "" ? head : times(" ", indent)) paint(style, line))
                        line = head = ""
                }
                line = line (line == "" ? "" : " ") word[i]
        }
        if (line != "")
                say((head != "" ? head : times(" ", indent)) paint(style, line))
}

function say_rule(text,    head) {
        head = times(DASH, 2) " " text " "
        say(paint(DIM, head times(DASH, width - columns(head))))
}

# ---- JSON ---------------------------------------------------------------------

# A string's content, fit for a terminal: no control character survives.
function plain(text,    at, next_one, all) {
        all = ""
        while ((at = index(text, "\\")) > 0) {
                next_one = substr(text, at + 1, 1)
                all = all substr(text, 1, at - 1) (next_one ~ /["\\\/]/ ? next_one : next_one == "u" ? "?" : " ")
                text = substr(text, at + (next_one == "u" ? 6 : 2))
        }
        all = all text
        gsub(/[\001-\037\177]|\302[\200-\237]/, "?", all)
        return all
}

# The keys of one object up to its first array or object, into m[]; null as "".
function parse(text,    key, value) {
        split("", m)
        sub(/^[^{]*[{]/, "", text)
        while (match(text, /^[ ,]*"([^"\\]|\\.)*": */)) {
                key = substr(text, 1, RLENGTH)
                text = substr(text, RLENGTH + 1)
                gsub(/^[ ,]*"|": *$/, "", key)
                if (match(text, /^"([^"\\]|\\.)*"/))
                        value = plain(substr(text, 2, RLENGTH - 2))
                else if (match(text, /^[-+.a-z0-9A-Z]+/))
                        value = substr(text, 1, RLENGTH)
                else
                        return
                text = substr(text, RLENGTH + 1)
                m[key] = value == "null" ? "" : value
        }
}

# ---- one function a topic -------------------------------------------------------

function name_of(who) {
        return names ? left(who, 8) " " : ""
}

# How many hundredths the faster of heart and feet are beyond what is asked
# for; 0 if nothing says. Only for the length of the gauge.
function beyond(who, state,    hr, speed) {
        if (state == "over") {
                hr = hr_high[who] > 0 ? m["hr_bpm"] / hr_high[who] - 1 : 0
                speed = speed_high[who] > 0 ? m["speed_m_s"] / speed_high[who] - 1 : 0
        } else if (state == "under") {
                hr = hr_low[who] > 0 ? 1 - m["hr_bpm"] / hr_low[who] : 0
                speed = speed_low[who] > 0 ? 1 - m["speed_m_s"] / speed_low[who] : 0
        }
        return 100 * (hr > speed ? hr : speed)
}

# What live names as its target, until an alert has said both.
function learn_target(who) {
        if (m["target_kind"] == "heart_rate") {
                hr_low[who] = m["target_low"]
                hr_high[who] = m["target_high"]
        } else if (m["target_kind"] == "speed") {
                speed_low[who] = m["target_low"]
                speed_high[who] = m["target_high"]
        }
}

# The target's state as a word, and how far from it.
function target_of(who, state,    room, cells, far) {
        room = width - 67 - columns(name_of(who))
        far = beyond(who, state)
        cells = int(far / 2 + 0.5) # one for two hundredths
        if (cells > room)
                cells = room
        if (state == "over" || state == "under")
                return paint(STYLE[state], (state == "over" ? UP : DOWN) " " left(state, 6) times(BLOCK, cells))
        return WORD[state] == "" ? "" : paint(STYLE[state], MARK[state] " " WORD[state])
}

function show_live(who, payload,    t, line) {
        if (!match(payload, /"t_s":[0-9]+/))
                return
        t = substr(payload, RSTART + 6, RLENGTH - 6) + 0
        slot = int(t / (every * (session[who] == "paused" ? 5 : 1)))
        if (slot == last_slot[who] && (rate > 1 || index(payload, "\"target_state\":\"" last_target[who] "\"")))
                return
        parse(payload)
        last_slot[who] = slot
        last_target[who] = m["target_state"]
        learn_target(who)
        line = " " name_of(who) right(clock(t), 7)
        line = line "  " (m["hr_bpm"] == "" ? paint(DIM, " -- bpm") : right(m["hr_bpm"], 3) " bpm")
        line = line "  " (m["pace"] == "" ? left("   --", 12) : right(m["pace"], 5) " " left(m["pace_unit"], 6))
        line = line "  " right(m["distance_text"] == "" ? "--" : m["distance_text"], 8)
        line = line "   " paint(STYLE[m["intensity"]], left(m["intensity"], 8))
        say(line "  " target_of(who, m["target_state"]))
}

function show_alert(who,    mark, style, indent) {
        if (m["event_type"] != "session_ended") {
                hr_low[who] = m["hr_target_low_bpm"]
                hr_high[who] = m["hr_target_high_bpm"]
                speed_low[who] = m["speed_target_low_m_s"]
                speed_high[who] = m["speed_target_high_m_s"]
        }
        style = m["severity"] == "warning" ? "1;31" : m["severity"] == "notice" ? "1;33" : m["resolved"] == "true" ? "1;32" : "1;36"
        mark = m["event_type"] == "back_on_target" ? TICK : m["event_type"] == "too_easy" ? DOWN : m["severity"] == "info" || m["event_type"] == "step" ? DOT : UP
        indent = 12 + columns(name_of(who))
        gap()
        say_wrapped(style, indent, OPEN m["say"] CLOSE, " " name_of(who) right(clock(m["t_s"]), 7) "  " paint(style, mark) " ")
        say_wrapped(DIM, indent, m["message"])
        say("")
}

function show_session(who, state,    what) {
        if (state == session[who])
                return
        what = names ? who " " state : state
        if (state == "idle" && session[who] == "")
                say_rule(what ": no sensor is heard yet")
        else if (state == "armed" && (session[who] == "" || session[who] == "idle"))
                say_rule(what ": the sensors are heard, waiting for a run to begin")
        else if (state == "running" && session[who] ~ /paused|away/)
                say_rule(what " again")
        else if (state == "running")
                say_rule(what (m["workout"] == "" ? ", without a plan" : ": " m["workout"]))
        else if (state == "paused")
                say_rule(what ": ten minutes still end the session")
        else if (state == "away")
                say_rule(what ": out of earshot; nothing is judged until she is heard again")
        session[who] = state
}

# ---- the summary ------------------------------------------------------------------

function row(label, text) {
        if (text != "")
                say("   " paint(DIM, left(label, 12)) text)
}

function joined(a, between, b) {
        return a == "" || b == "" ? a : a between b
}

function show_intensities(    i, n, word, most, s) {
        n = split("rest recovery easy moderate hard unknown", word, " ")
        for (i = 1; i <= n; i++)
                if (m[word[i] "_s"] + 0 > most)
                        most = m[word[i] "_s"] + 0
        for (i = 1; i <= n; i++) {
                s = m[word[i] "_s"]
                if (s + 0 == 0 && (word[i] == "rest" || word[i] == "unknown"))
                        continue
                say("   " left(word[i], 12) right(clock(s), 7) "  " paint(STYLE[word[i]], bar(s, most, width > 74 ? 50 : width - 24)))
        }
}

function show_summary(who, payload,    result, style) {
        parse(payload)
        result = m["purpose_result"]
        sub(/_/, " ", result)
        style = m["verdict"] == "training" ? "1;32" : m["verdict"] == "exercising" ? "1;33" : "1"
        gap()
        say_rule((m["final"] == "true" ? "summary" : "summary so far") (names ? " of " who : ""))
        say("")
        say_wrapped("1", 3, m["sentence"])
        say("")
        row("purpose", m["purpose"] == "" ? result : m["purpose"] ": " result)
        row("verdict", paint(style, m["verdict"] == "" ? "none" : m["verdict"]))
        row("distance", m["distance_text"] == "" ? "not measured" : m["distance_text"])
        row("time", clock(m["moving_s"]) (m["duration_s"] + 0 > m["moving_s"] + 0 ? " moving, " clock(m["duration_s"]) " in all" : ""))
        row("pace", joined(m["pace"], " ", m["pace_unit"]) (m["pace"] == "" ? "" : " on average"))
        row("heart rate", m["hr_avg_bpm"] == "" ? "" : m["hr_avg_bpm"] " bpm on average, " m["hr_max_bpm"] " at most")
        row("load", m["trimp"] == "" ? "" : m["trimp"] " TRIMP")
        row("alerts", (m["alerts"] + 0 > 0 ? m["alerts"] ", heeded " m["heeded"] : "none") (m["over_s"] + 0 > 0 ? "; over the target for " clock(m["over_s"]) : ""))
        say("")
        show_intensities()
        say("")
        shown = 1
}

function show_waiting(    who) {
        for (who in waiting) {
                show_summary(who, waiting[who])
                delete waiting[who]
        }
}

# ---- the stream -----------------------------------------------------------------------

function set_styles() {
        DIM = "2"
        STYLE["rest"] = STYLE["unknown"] = STYLE["settling"] = STYLE["none"] = DIM
        STYLE["recovery"] = "36"
        STYLE["easy"] = STYLE["in"] = "32"
        STYLE["moderate"] = STYLE["borderline"] = "33"
        STYLE["hard"] = "31"
        STYLE["over"] = "1;31"
        STYLE["under"] = "1;34"
        WORD["in"] = "on target"
        WORD["settling"] = "settling"
        WORD["borderline"] = "borderline"
        WORD["unknown"] = "cannot tell"
        MARK["in"] = MARK["borderline"] = MARK["settling"] = utf8 ? "\302\267" : "."
}

function set_signs() {
        DASH = utf8 ? "\342\224\200" : "-"
        BLOCK = utf8 ? "\342\226\210" : "#"
        UP = utf8 ? "\342\226\262" : "^"
        DOWN = utf8 ? "\342\226\274" : "v"
        DOT = utf8 ? "\342\227\217" : "*"
        TICK = utf8 ? "\342\234\223" : "+"
        OPEN = utf8 ? "\342\200\234" : "\""
        CLOSE = utf8 ? "\342\200\235" : "\""
        split("\342\226\217 \342\226\216 \342\226\215 \342\226\214 \342\226\213 \342\226\212 \342\226\211", PART, " ")
        PART[0] = ""
}

BEGIN {
        rate = rate > 0 ? rate : 1
        width = width > 0 ? width : 80
        set_styles()
        set_signs()
        # Trace seconds from line to line, so that two come in a second at most.
        n_steps = split("10 15 20 30 45 60 90 120 180 300 600", steps, " ")
        for (i = 1; i < n_steps && steps[i] < rate / 2; i++)
                ;
        every = steps[i]
        empty = 1
}

{
        at = index($0, " ")
        topic = substr($0, 1, at - 1)
        payload = substr($0, at + 1)
        n_parts = split(topic, part, "/")
        who = part[n_parts - 1]
        what = part[n_parts]
}

what == "live" {
        show_live(who, payload)
        next
}

what == "alert" {
        parse(payload)
        show_alert(who)
        next
}

# Held back until the last word has been said.
what == "summary" {
        waiting[who] = payload
        next
}

what == "session" {
        parse(payload)
        if (who in waiting && m["state"] ~ /idle|armed/) {
                session[who] = m["state"]
                final = index(waiting[who], "\"final\":true")
                show_summary(who, waiting[who])
                delete waiting[who]
                if (once && final)
                        exit
        } else {
                show_session(who, m["state"])
        }
        next
}

# The daemon that came on line while we watched.
what == "status" && payload == "online" && (status_topic == "" || topic == status_topic) {
        if (lost)
                say_rule("the broker hears the daemon again")
        status_topic = topic
        lost = 0
        next
}

# It reports what it has when it is told to end, and only then; else the
# broker has lost it, and it will be back.
what == "status" && payload == "offline" && topic == status_topic {
        for (who in waiting)
                exit
        say_rule("the broker has lost the daemon")
        lost = 1
}

END {
        show_waiting()
        exit !shown
}
