/* SPDX-License-Identifier: MIT */
#include "explained.h"

#include "core/signal/alpha1.h"

#include "purposed/pace.h"

#include <stdio.h>
#include <string.h>

#define VALUE_SIZE 32
#define BOUND_SIZE 96
#define LEAST_PERCENT 3 /* worth a word */
#define STANDS_MM_S 500 /* below, no pace is told */
#define COLUMNS 80 /* of the terminals that there are */
#define INDENT 4 /* of what goes on on the next line */

static const char *const bound_names[PD_FILTER_BOUNDS] = {"the recovery ceiling", "LT1", "LT2"};
static const char *const states[PD_EXPLAINED_STATES] = {"recovery", "easy", "moderate", "hard"};

static const char *const doubts[PD_DOUBT_COUNT] = {
        [PD_DOUBT_CONTACT] = "it feels no skin",
        [PD_DOUBT_FROZEN] = "it has stood still for longer than a heart does",
        [PD_DOUBT_SPIKE] = "it leapt faster than a heart can",
        [PD_DOUBT_BEATS] = "the intervals between the beats say otherwise",
        [PD_DOUBT_CADENCE_LOCK] = "it follows the steps",
        [PD_DOUBT_DROPOUT] = "it feels steps and no speed",
        [PD_DOUBT_NO_STEPS] = "it has a speed and no steps",
        [PD_DOUBT_TOO_FAST] = "it is faster than people run",
        [PD_DOUBT_POWER] = "it is none, the same for too long, or more than a runner has",
};

/* Where a value stands to a bound; that of recovery is the lowest value above its ceiling. */
static const struct words {
        const char *from, *above, *below, *not_above;
} words_of_heart = {"at or above", "above", "below", "not above"},
  words_of_speed = {"no slower than", "faster than", "slower than", "no faster than"};

/* ---- values ------------------------------------------------------------------------- */

static void
write_speed(int32_t mm_s, int32_t units, char ret[static VALUE_SIZE])
{
        int64_t seconds = mm_s >= STANDS_MM_S ? pd_pace_seconds(units, mm_s) : 0;

        if (mm_s < STANDS_MM_S)
                snprintf(ret, VALUE_SIZE, "%d.%02d m/s", mm_s / 1000, mm_s / 10 % 100);
        else
                snprintf(ret, VALUE_SIZE, "%d:%02d %s", (int) (seconds / 60), (int) (seconds % 60), pd_pace_unit(units));
}

static void
write_value(int32_t value, enum pd_witness kind, int32_t units, char ret[static VALUE_SIZE])
{
        if (kind == PD_WITNESS_SPEED)
                write_speed(value, units, ret);
        else
                snprintf(ret, VALUE_SIZE, kind == PD_WITNESS_POWER ? "%d W" : "%d bpm", value);
}

/* "LT1 (152 bpm, estimated, 12 either way)". The bound of recovery is the lowest
 * value above its ceiling. */
static void
write_bound(const struct pd_explained_witness *witness, int i, enum pd_witness kind, int32_t units, char ret[static BOUND_SIZE])
{
        const struct pd_filter_bound *bound = &witness->bounds[i];
        const struct pd_anchor *anchor = i == PD_BOUND_LT2 ? &witness->lt2 : &witness->lt1;
        char value[VALUE_SIZE], width[VALUE_SIZE] = "";

        write_value(i == PD_BOUND_RECOVERY ? bound->value - 1 : bound->value, kind, units, value);
        if (bound->width != 0 && kind != PD_WITNESS_HEART_RATE)
                snprintf(width, sizeof(width), ", %d %% either way", (100 * bound->width + bound->value / 2) / bound->value);
        else if (bound->width != 0)
                snprintf(width, sizeof(width), ", %d either way", bound->width);
        snprintf(ret, BOUND_SIZE, "%s (%s, %s%s)", bound_names[i], value,
                i == PD_BOUND_RECOVERY ? "a share of LT1" : pd_provenance_name(anchor->provenance), width);
}

/* ---- a witness ---------------------------------------------------------------------- */

/* "88 % moderate, 12 % easy" */
static void
say_states(const int32_t percent[static PD_EXPLAINED_STATES], struct pd_reply *reply)
{
        const char *between = "";

        for (int i = PD_EXPLAINED_STATES - 1; i >= 0; i--) {
                if (percent[i] < LEAST_PERCENT)
                        continue;
                pd_reply_add(reply, "%s%d %% %s", between, percent[i], states[i]);
                between = ", ";
        }
}

static void
say_place(const struct pd_explained_witness *witness, enum pd_witness kind, int32_t units, struct pd_reply *reply)
{
        const struct words *words = kind == PD_WITNESS_SPEED ? &words_of_speed : &words_of_heart;
        char bound[BOUND_SIZE];
        int above = -1;

        for (int i = 0; i < PD_FILTER_BOUNDS; i++)
                if (witness->bounds[i].value != 0 && witness->value >= witness->bounds[i].value)
                        above = i;
        if (above >= 0) {
                write_bound(witness, above, kind, units, bound);
                pd_reply_add(reply, " is %s %s", above == PD_BOUND_RECOVERY ? words->above : words->from, bound);
        }
        if (above + 1 < PD_FILTER_BOUNDS && witness->bounds[above + 1].value != 0) {
                write_bound(witness, above + 1, kind, units, bound);
                if (above >= 0)
                        pd_reply_add(reply, " and %s %s", words->below, bound);
                else
                        pd_reply_add(reply, " is %s %s", above + 1 == PD_BOUND_RECOVERY ? words->not_above : words->below, bound);
        }
}

static void
say_weight(const struct pd_explained_witness *witness, struct pd_reply *reply)
{
        pd_reply_add(reply, ".\n    This second: ");
        say_states(witness->alone_percent, reply);
        pd_reply_add(reply, "; with those before: ");
        say_states(witness->percent, reply);
        pd_reply_add(reply, ".%s", witness->believed ? "" : " It accuses nobody: judge_by says so.");
}

static void
say_unheard(const char *what, enum pd_doubt doubt, const char *otherwise, struct pd_reply *reply)
{
        if (doubt != PD_DOUBT_NONE && doubts[doubt] != NULL)
                pd_reply_add(reply, "\n  %s: the sensor is not to be trusted, for %s.", what, doubts[doubt]);
        else
                pd_reply_add(reply, "\n  %s: %s", what, otherwise);
}

static void
say_speed(const struct pd_explanation *explanation, int32_t units, struct pd_reply *reply)
{
        const struct pd_explained_witness *speed = &explanation->speed;
        char value[VALUE_SIZE];

        if (speed->value == PD_UNKNOWN) {
                say_unheard("Speed", speed->doubt, "no pod is heard.", reply);
                return;
        }
        write_speed(speed->value, units, value);
        pd_reply_add(reply, "\n  Speed: %s", value);
        if (explanation->effort.intensity == PD_INTENSITY_REST)
                pd_reply_add(reply, "; who stands, rests.");
        else if (explanation->uphill)
                pd_reply_add(reply, "; up a hill that says nothing, for a pod knows no gradient.");
        else if (speed->lt1.value == 0)
                pd_reply_add(reply, "; that says nothing, for no LT1 speed is known.");
        else {
                say_place(speed, PD_WITNESS_SPEED, units, reply);
                say_weight(speed, reply);
        }
}

/* Nothing where no pod tells it, as most do not. */
static void
say_power(const struct pd_explanation *explanation, int32_t units, struct pd_reply *reply)
{
        const struct pd_explained_witness *power = &explanation->power;

        if (power->value == PD_UNKNOWN && power->doubt == PD_DOUBT_NONE)
                return;
        if (power->value == PD_UNKNOWN) {
                say_unheard("Power", power->doubt, "", reply);
                return;
        }
        pd_reply_add(reply, "\n  Power: %d W", power->value);
        if (explanation->effort.intensity == PD_INTENSITY_REST)
                pd_reply_add(reply, "; who stands, rests.");
        else if (power->lt1.value == 0)
                pd_reply_add(reply, "; that says nothing, for no LT1 power is known.");
        else {
                say_place(power, PD_WITNESS_POWER, units, reply);
                say_weight(power, reply);
        }
}

static void
say_heart(const struct pd_explanation *explanation, int32_t units, struct pd_reply *reply)
{
        const struct pd_explained_witness *heart = &explanation->heart;

        if (heart->value == PD_UNKNOWN) {
                say_unheard("Heart rate", heart->doubt, "no strap is heard.", reply);
                return;
        }
        pd_reply_add(reply, "\n  Heart rate: %d bpm (%d over half a minute", heart->value, heart->mean);
        if (explanation->expected_bpm != PD_UNKNOWN)
                pd_reply_add(reply, "; %d expected by the speed, which leads to %d", explanation->expected_bpm, explanation->asymptote_bpm);
        pd_reply_add(reply, ")");
        if (heart->lt1.value == 0) {
                pd_reply_add(reply, "; that says nothing, for no LT1 heart rate is known.");
                return;
        }
        say_place(heart, PD_WITNESS_HEART_RATE, units, reply);
        if (explanation->settled) {
                say_weight(heart, reply);
                return;
        }
        pd_reply_add(reply, ".\n    It is on its way and shows the past: nothing beside speed, and by itself a guess. This second: ");
        say_states(heart->alone_percent, reply);
        pd_reply_add(reply, ".");
}

/* Nothing where it is not known, as with most straps. */
static void
say_alpha1(int32_t milli, struct pd_reply *reply)
{
        const char *side = milli > PD_ALPHA1_LT1 ? "above 0.75, as below LT1" : milli > PD_ALPHA1_LT2 ? "below 0.75, as from LT1 on"
                : "not above 0.50, as from LT2 on";

        if (milli != PD_UNKNOWN)
                pd_reply_add(reply, "\n  DFA-alpha1: %d.%02d over two minutes is %s. It leans on the heart's word and accuses nobody.",
                        milli / 1000, milli / 10 % 100, side);
}

/* ---- what came of it ----------------------------------------------------------------- */

static const char *
witness_words(enum pd_witness witness)
{
        return witness == PD_WITNESS_SPEED ? "speed" : witness == PD_WITNESS_POWER ? "power" : "heart rate";
}

static void
say_conclusion(const struct pd_explanation *explanation, struct pd_reply *reply)
{
        const struct pd_effort *effort = &explanation->effort, *before = &explanation->before;

        if (effort->intensity == PD_INTENSITY_UNKNOWN) {
                pd_reply_add(reply, "\n  So nobody can tell how hard it was.");
                return;
        }
        pd_reply_add(reply, "\n  So it was %s, %d %% sure, by %s", pd_intensity_name(effort->intensity), effort->certainty_percent,
                witness_words(effort->witness));
        if (before->intensity == PD_INTENSITY_UNKNOWN)
                pd_reply_add(reply, "; a second before, unknown.");
        else
                pd_reply_add(reply, "; a second before, %s (%d %%).", pd_intensity_name(before->intensity), before->certainty_percent);
        if (effort->drift)
                pd_reply_add(reply, " The heart is above LT1 at a speed that does not explain it: drift, and no grey.");
        if (explanation->grey)
                pd_reply_add(reply, " That is grey: moderate where nothing asks for it.");
        else if (effort->intensity == PD_INTENSITY_MODERATE && effort->certainty_percent < PD_EFFORT_SURE_PERCENT)
                pd_reply_add(reply, " Below %d %% that accuses nobody.", PD_EFFORT_SURE_PERCENT);
}

static void
say_band(const struct pd_band *band, enum pd_witness kind, int32_t units, struct pd_reply *reply)
{
        char value[VALUE_SIZE];

        if (band->low != 0) {
                write_value(band->low, kind, units, value);
                pd_reply_add(reply, ", %s %s", kind == PD_WITNESS_SPEED ? "no slower than" : "at least", value);
        }
        if (band->high != 0) {
                write_value(band->high, kind, units, value);
                pd_reply_add(reply, ", %s %s", kind == PD_WITNESS_SPEED ? "no faster than" : "at most", value);
        }
        if ((band->low != 0 || band->high != 0) && band->width != 0 && kind != PD_WITNESS_SPEED)
                pd_reply_add(reply, " (%d either way are borderline)", band->width);
}

static const char *const silences[PD_SILENCE_COUNT] = {
        [PD_SILENCE_NONE] = "It is being said.",
        [PD_SILENCE_NOTHING_ASKED] = "Nothing is said, for nothing is asked.",
        [PD_SILENCE_GREY_SAID] = "Nothing more is said: where nothing is asked, grey is said once.",
        [PD_SILENCE_LEARNING] = "Nothing is said: the first sessions accuse nobody.",
        [PD_SILENCE_ON_TARGET] = "Nothing is said: that is as asked.",
        [PD_SILENCE_BORDERLINE] = "Nothing is said: within the threshold's width it is borderline.",
        [PD_SILENCE_HILL] = "Nothing is said uphill: the pod knows no gradient, and the heart is late.",
        [PD_SILENCE_SETTLING] = "Nothing is said: the heart has not settled.",
        [PD_SILENCE_SHORT] = "Nothing is said: the step is over before a heart shows it.",
        [PD_SILENCE_NOT_JUDGED_BY] = "Nothing is said: judge_by leaves nobody who could tell.",
        [PD_SILENCE_CANNOT_TELL] = "Nothing is said: no witness can tell.",
        [PD_SILENCE_NO_PUSH] = "Nothing is said: that is below what is asked, but the heart is high, a sensor doubted, or it is "
                               "enough for today.",
        [PD_SILENCE_MUTED] = "Nothing is said: the coach is muted, or the run is paused.",
        [PD_SILENCE_RACE] = "Nothing is said: in a race only a rash start is.",
        [PD_SILENCE_OFFERED] = "Nothing more is said: it was offered to walk, and that was the last word.",
        [PD_SILENCE_BACK] = "Nothing is said: on target again, but for too short a time to call it that.",
        [PD_SILENCE_REST_TOLD] = "Nothing more is said yet: it was said that this is no rest.",
        [PD_SILENCE_STRAYS] = "Nothing is said yet: that strays by itself, so that the word waits longer.",
        [PD_SILENCE_NOT_YET] = "Nothing is said yet: so short an excess may pass by itself.",
        [PD_SILENCE_SAID_BEFORE] = "Nothing more is said: it was, and is not to be repeated yet.",
        [PD_SILENCE_SAID_ENOUGH] = "Nothing more is said: it was said as often as it is going to be.",
};

static const char *
what_became(enum pd_rep_result result)
{
        switch (result) {
        case PD_REP_NONE:
                return "so far";
        case PD_REP_DONE:
                return "done as meant";
        case PD_REP_FAILED:
                return "too gentle";
        case PD_REP_UNTOLD:
                return "nobody can tell";
        }
        return "";
}

/* Uphill, or with a strap alone. */
static void
say_rep(const struct pd_explained_rep *rep, struct pd_reply *reply)
{
        if (!rep->any)
                return;
        pd_reply_add(reply, "\n  Rep: it counts by the heart's peak, until 15 s after it; at least %d bpm are meant. ", rep->needed_bpm);
        if (rep->peak_bpm == PD_UNKNOWN)
                pd_reply_add(reply, "No peak is heard%s%s.", rep->result != PD_REP_NONE ? ": " : " ", what_became(rep->result));
        else if (rep->result == PD_REP_NONE)
                pd_reply_add(reply, "The peak so far: %d bpm.", rep->peak_bpm);
        else
                pd_reply_add(reply, "The peak was %d bpm: %s.", rep->peak_bpm, what_became(rep->result));
}

static void
say_coach(const struct pd_explanation *explanation, int32_t units, const char *said, struct pd_reply *reply)
{
        pd_reply_add(reply, "\n  Coach: ");
        if (explanation->asked) {
                pd_reply_add(reply, "%s is asked", pd_intensity_name(explanation->step));
                say_band(&explanation->hr, PD_WITNESS_HEART_RATE, units, reply);
                if (!explanation->uphill)
                        say_band(&explanation->speed_band, PD_WITNESS_SPEED, units, reply);
                say_band(&explanation->power_band, PD_WITNESS_POWER, units, reply);
                pd_reply_add(reply, ".\n    Shown: %s. ", pd_target_state_name(explanation->target_state));
        }
        if (explanation->side != PD_SIDE_NONE)
                pd_reply_add(reply, "%s the target for %d s, by %s. ", explanation->side == PD_SIDE_OVER ? "Over" : "Under",
                        explanation->off_s, witness_words(explanation->off_by));
        if (said != NULL)
                pd_reply_add(reply, "Spoken: \"%s\"", said);
        else
                pd_reply_add(reply, "%s", silences[explanation->silence]);
}

/* ---- together ------------------------------------------------------------------------ */

static void
say_all(const struct pd_explanation *explanation, int32_t units, const char *said, struct pd_reply *reply)
{
        if (explanation->state != PD_SESSION_RUNNING) {
                pd_reply_add(reply, "\n  The session is %s: nothing is judged.", pd_session_state_name(explanation->state));
                if (said != NULL)
                        pd_reply_add(reply, " Spoken: \"%s\"", said);
                return;
        }
        say_speed(explanation, units, reply);
        say_power(explanation, units, reply);
        say_heart(explanation, units, reply);
        say_alpha1(explanation->dfa_a1_milli, reply);
        say_conclusion(explanation, reply);
        say_rep(&explanation->rep, reply);
        say_coach(explanation, units, said, reply);
}

void
pd_explained_say(const struct pd_explanation *explanation, int32_t units, const char *said, struct pd_reply *reply)
{
        struct pd_reply whole;
        const char *line;

        pd_reply_init(&whole);
        say_all(explanation, units, said, &whole);
        for (line = pd_reply_text(&whole); *line == '\n';) {
                size_t length = strcspn(++line, "\n");

                pd_reply_add(reply, "\n");
                pd_reply_add_folded(reply, line, length, COLUMNS, INDENT);
                line += length;
        }
        if (whole.result < 0)
                reply->result = whole.result;
        pd_reply_clear(&whole);
}
