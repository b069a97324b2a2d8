/* SPDX-License-Identifier: MIT */
#include "core/say/speech.h"

#include "core/plan/plan.h"
#include "core/say/amount.h"
#include "core/say/language.h"
#include "core/say/say.h"
#include "core/say/spoken.h"
#include "core/signal/standing.h"

#include "purposed/pace.h"

#include <string.h>

#define NUMBER_SIZE 24
#define WORDS_SIZE 48
#define METRE_MM 1000

static const struct pd_language *
language_of(const struct pd_listener *listener)
{
        return pd_language_find(listener->athlete->language);
}

static const char *
phrase(const struct pd_listener *listener, enum pd_phrase which)
{
        return language_of(listener)->phrases[which];
}

static const char *
purpose_name(const struct pd_listener *listener)
{
        return phrase(listener, (enum pd_phrase) (PD_PHRASE_PURPOSE_NONE + listener->workout->purpose));
}

static void
fill(char *ret, size_t size, const char *text, const struct pd_place *places)
{
        struct pd_sentence sentence;

        pd_sentence_init(&sentence, ret, size);
        pd_sentence_fill(&sentence, text, places);
        pd_sentence_capitalise(&sentence);
}

/* "-" for what is not known. */
static void
digits(char *ret, int32_t number)
{
        struct pd_sentence sentence;

        pd_sentence_init(&sentence, ret, NUMBER_SIZE);
        if (number == PD_UNKNOWN)
                pd_sentence_add(&sentence, "-");
        else
                pd_sentence_add_number(&sentence, number);
}

static void
clock_text(char *ret, int64_t seconds)
{
        struct pd_sentence sentence;

        pd_sentence_init(&sentence, ret, NUMBER_SIZE);
        pd_sentence_add_clock(&sentence, seconds);
}

static void
pace_text(const struct pd_listener *listener, int32_t mm_s, char *ret)
{
        if (mm_s == PD_UNKNOWN || mm_s < PD_STANDING_MM_S) /* standing, a pace means nothing */
                memcpy(ret, "-", 2);
        else
                clock_text(ret, pd_pace_seconds(listener->athlete->units, mm_s));
}

/* Who asks for easy running first is not contradicted by a rep at once. */
static enum pd_phrase
greeting_of(const struct pd_workout *workout)
{
        if (workout->purpose == PD_PURPOSE_INTERVALS && workout->n_steps > 0 && workout->steps[0].key)
                return PD_PHRASE_BRIEF_INTERVALS;
        return (enum pd_phrase) (PD_PHRASE_GREET_NONE + workout->purpose);
}

/* A limit is said only to whom the heart may accuse: not while her thresholds
 * are guessed, not to somebody who takes beta blockers, and not in a race. */
static bool
has_limit(const struct pd_listener *listener, int32_t limit_bpm)
{
        int32_t by = listener->athlete->judge_by;

        if (limit_bpm == PD_UNKNOWN || pd_athlete_is_learning(listener->athlete) || listener->workout->purpose == PD_PURPOSE_RACE)
                return false;
        return by == PD_JUDGE_BY_BOTH || by == PD_JUDGE_BY_HR;
}

/* Nor is whoever is marked ill greeted with a hard day. */
static bool
is_greeted(const struct pd_listener *listener)
{
        enum pd_purpose purpose = listener->workout->purpose;

        if (pd_athlete_is_unwell(listener->athlete) && pd_plan_is_hard(purpose))
                return false;
        return purpose != PD_PURPOSE_NONE && purpose != PD_PURPOSE_REST;
}

void
pd_speech_started(const struct pd_listener *listener, struct pd_alert *alert)
{
        const char *greeting = phrase(listener, greeting_of(listener->workout));
        const char *workout = listener->workout->title[0] != '\0' ? listener->workout->title : purpose_name(listener);
        int32_t limit = has_limit(listener, alert->hr_high_bpm) ? alert->hr_high_bpm : PD_UNKNOWN;
        char words[WORDS_SIZE], number[NUMBER_SIZE];
        struct pd_sentence sentence;

        digits(number, limit);
        fill(alert->title, sizeof(alert->title), phrase(listener, PD_PHRASE_TITLE_STARTED),
                (struct pd_place[]) {{"purpose", purpose_name(listener)}, {NULL, NULL}});
        fill(alert->message, sizeof(alert->message),
                phrase(listener, limit != PD_UNKNOWN ? PD_PHRASE_MESSAGE_STARTED_CEILING : PD_PHRASE_MESSAGE_STARTED),
                (struct pd_place[]) {{"workout", workout}, {"limit", number}, {NULL, NULL}});
        if (!is_greeted(listener))
                return; /* what is to be said about that has an alert of its own */
        fill(alert->say_public, sizeof(alert->say_public), greeting, (struct pd_place[]) {{NULL, NULL}});

        pd_sentence_init(&sentence, alert->say, sizeof(alert->say));
        pd_sentence_add(&sentence, greeting);
        if (limit == PD_UNKNOWN)
                return;
        language_of(listener)->number(limit, false, words, sizeof(words));
        pd_sentence_add(&sentence, " ");
        pd_sentence_fill(&sentence, phrase(listener, PD_PHRASE_STAY_UNDER), (struct pd_place[]) {{"limit", words}, {NULL, NULL}});
}

static enum pd_phrase
remark_title(const struct pd_remark *remark)
{
        switch (remark->type) {
        case PD_ALERT_GREY_ZONE:
                return PD_PHRASE_TITLE_GREY_ZONE;
        case PD_ALERT_TOO_EASY:
                return PD_PHRASE_TITLE_TOO_EASY;
        case PD_ALERT_BACK_ON_TARGET:
                return PD_PHRASE_TITLE_BACK;
        case PD_ALERT_TOO_HARD:
        case PD_ALERT_DRIFT:
        case PD_ALERT_STEP:
        case PD_ALERT_BRIEF:
        case PD_ALERT_REST_DAY:
        case PD_ALERT_NO_PLAN:
        case PD_ALERT_SENSOR_LOST:
        case PD_ALERT_SENSOR_BACK:
        case PD_ALERT_CANNOT_TELL:
        case PD_ALERT_UNUSUAL_HR:
        case PD_ALERT_QUESTION:
        case PD_ALERT_PROPOSAL:
        case PD_ALERT_SESSION_STARTED:
        case PD_ALERT_SESSION_ENDED:
        case PD_ALERT_TYPE_COUNT:
                return PD_PHRASE_TITLE_TOO_HARD;
        }
        return PD_PHRASE_TITLE_TOO_HARD;
}

#define FOLLOWS(of) (PD_PHRASE_MESSAGE_##of##_HEART == PD_PHRASE_MESSAGE_##of##_SPEED + 1 \
        && PD_PHRASE_MESSAGE_##of##_POWER == PD_PHRASE_MESSAGE_##of##_SPEED + 2)
_Static_assert(FOLLOWS(CEILING) && FOLLOWS(FLOOR) && FOLLOWS(GREY), "the order of phrases.def");
_Static_assert(PD_WITNESS_HEART_RATE == PD_WITNESS_SPEED + 1 && PD_WITNESS_POWER == PD_WITNESS_SPEED + 2, "and of the witnesses");

/* Of three that stand in the order of enum pd_witness from speed on. */
static enum pd_phrase
by_witness(enum pd_phrase by_speed, enum pd_witness witness)
{
        return (enum pd_phrase) (by_speed + ((witness == PD_WITNESS_NONE ? PD_WITNESS_HEART_RATE : witness) - PD_WITNESS_SPEED));
}

static enum pd_phrase
remark_message(const struct pd_listener *listener, const struct pd_remark *remark)
{
        if (remark->type == PD_ALERT_BACK_ON_TARGET)
                return PD_PHRASE_MESSAGE_BACK;
        if (remark->type == PD_ALERT_TOO_EASY)
                return by_witness(PD_PHRASE_MESSAGE_FLOOR_SPEED, remark->witness);
        if (listener->workout->n_steps == 0)
                return by_witness(PD_PHRASE_MESSAGE_GREY_SPEED, remark->witness);
        return by_witness(PD_PHRASE_MESSAGE_CEILING_SPEED, remark->witness);
}

static enum pd_phrase
remark_say(const struct pd_listener *listener, const struct pd_remark *remark)
{
        enum pd_purpose purpose = listener->workout->purpose;
        bool grey = remark->type == PD_ALERT_GREY_ZONE;

        if (remark->type == PD_ALERT_BACK_ON_TARGET)
                return PD_PHRASE_SAY_BACK;
        if (remark->type == PD_ALERT_TOO_EASY)
                return PD_PHRASE_SAY_TOO_EASY;
        if (listener->workout->n_steps == 0)
                return PD_PHRASE_SAY_GREY_NO_PLAN;
        if (purpose == PD_PURPOSE_RECOVERY)
                return grey ? PD_PHRASE_SAY_GREY_RECOVERY : PD_PHRASE_SAY_TOO_HARD_RECOVERY;
        if (!grey && remark->intensity != PD_INTENSITY_HARD) /* over a ceiling that the workout set lower */
                return PD_PHRASE_SAY_TOO_HARD;
        if (purpose == PD_PURPOSE_EASY)
                return grey ? PD_PHRASE_SAY_GREY_EASY : PD_PHRASE_SAY_TOO_HARD_EASY;
        if (purpose == PD_PURPOSE_LONG)
                return grey ? PD_PHRASE_SAY_GREY_LONG : PD_PHRASE_SAY_TOO_HARD_LONG;
        return grey ? PD_PHRASE_SAY_GREY_STEP : PD_PHRASE_SAY_TOO_HARD;
}

void
pd_speech_remark(const struct pd_listener *listener, const struct pd_remark *remark, struct pd_alert *alert)
{
        bool floor = remark->type == PD_ALERT_TOO_EASY, imperial = listener->athlete->units == PD_UNITS_IMPERIAL;
        char pace[NUMBER_SIZE], pace_limit[NUMBER_SIZE], hr[NUMBER_SIZE], hr_limit[NUMBER_SIZE], over[NUMBER_SIZE], heeded[NUMBER_SIZE];
        char power[NUMBER_SIZE], power_limit[NUMBER_SIZE];
        const char *pace_unit = phrase(listener, imperial ? PD_PHRASE_PACE_MILE : PD_PHRASE_PACE_KILOMETRE);
        const struct pd_place places[] = {
                {"purpose", purpose_name(listener)}, {"pace", pace}, {"pace_unit", pace_unit}, {"pace_limit", pace_limit}, {"hr", hr},
                {"hr_limit", hr_limit}, {"power", power}, {"power_limit", power_limit}, {"over", over}, {"heeded", heeded}, {NULL, NULL},
        };

        pace_text(listener, alert->speed_mm_s, pace);
        pace_text(listener, floor ? alert->speed_low_mm_s : alert->speed_high_mm_s, pace_limit);
        digits(hr, alert->hr_bpm);
        digits(hr_limit, floor ? alert->hr_low_bpm : alert->hr_high_bpm);
        digits(power, alert->power_w);
        digits(power_limit, floor ? alert->power_low_w : alert->power_high_w);
        digits(over, remark->over_s);
        digits(heeded, remark->heeded_s);
        fill(alert->title, sizeof(alert->title), phrase(listener, remark_title(remark)), places);
        fill(alert->message, sizeof(alert->message), phrase(listener, remark_message(listener, remark)), places);
        fill(alert->say, sizeof(alert->say), phrase(listener, remark_say(listener, remark)), places);
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}

static struct pd_amount
amount_of_step(const struct pd_listener *listener, const struct pd_step *step)
{
        if (step->extent == PD_EXTENT_TIME)
                return pd_amount_of_time(step->amount);
        return pd_amount_of_way(step->amount, listener->athlete->units == PD_UNITS_IMPERIAL);
}

static bool
is_last_key_step(const struct pd_workout *workout, size_t step)
{
        bool before = false;

        if (!workout->steps[step].key)
                return false;
        for (size_t i = 0; i < workout->n_steps; i++) {
                if (i > step && workout->steps[i].key)
                        return false;
                before = before || (i < step && workout->steps[i].key);
        }
        return before;
}

static enum pd_phrase
step_say(const struct pd_listener *listener, size_t step)
{
        if (listener->workout->steps[step].extent == PD_EXTENT_OPEN)
                return PD_PHRASE_SAY_STEP_OPEN;
        return is_last_key_step(listener->workout, step) ? PD_PHRASE_SAY_STEP_LAST : PD_PHRASE_SAY_STEP;
}

/* Where some steps are walked, the others are run. */
static enum pd_phrase
ask_of(const struct pd_workout *workout, const struct pd_step *step)
{
        if (step->walk)
                return PD_PHRASE_ASK_WALK;
        for (size_t i = 0; i < workout->n_steps && step->intensity == PD_INTENSITY_EASY; i++)
                if (workout->steps[i].walk)
                        return PD_PHRASE_ASK_RUN;
        return (enum pd_phrase) (PD_PHRASE_ASK_UNKNOWN + step->intensity);
}

/* The workout's own words for a step. */
static void
add_cue(struct pd_alert *alert, const char *cue)
{
        struct pd_sentence message = {alert->message, sizeof(alert->message), strlen(alert->message)};
        struct pd_sentence say = {alert->say, sizeof(alert->say), strlen(alert->say)};

        if (cue[0] == '\0')
                return;
        pd_sentence_add(&message, " (");
        pd_sentence_add(&message, cue);
        pd_sentence_add(&message, ")");
        if (pd_spoken_is_plain(cue))
                pd_spoken_follow(&say, cue);
}

void
pd_speech_step(const struct pd_listener *listener, size_t step, struct pd_alert *alert)
{
        const struct pd_step *what = &listener->workout->steps[step];
        const char *how = phrase(listener, ask_of(listener->workout, what));
        enum pd_phrase message = what->extent == PD_EXTENT_OPEN ? PD_PHRASE_MESSAGE_STEP_OPEN : PD_PHRASE_MESSAGE_STEP;
        char spoken[PD_SENTENCE_SIZE] = "", shown[PD_SENTENCE_SIZE] = "", ask[PD_SENTENCE_SIZE], index[NUMBER_SIZE], count[NUMBER_SIZE];

        pd_sentence_write(ask, sizeof(ask), what->hills ? phrase(listener, PD_PHRASE_ASK_HILLS) : how,
                (struct pd_place[]) {{"ask", how}, {NULL, NULL}});
        if (what->extent != PD_EXTENT_OPEN) {
                struct pd_amount amount = amount_of_step(listener, what);
                pd_amount_texts(&amount, language_of(listener), spoken, shown);
        }
        digits(index, (int32_t) step + 1);
        digits(count, (int32_t) listener->workout->n_steps);
        fill(alert->title, sizeof(alert->title), phrase(listener, PD_PHRASE_TITLE_STEP), (struct pd_place[]) {{NULL, NULL}});
        fill(alert->message, sizeof(alert->message), phrase(listener, message),
                (struct pd_place[]) {{"step", index}, {"steps", count}, {"amount", shown}, {"ask", ask}, {NULL, NULL}});
        fill(alert->say, sizeof(alert->say), phrase(listener, step_say(listener, step)),
                (struct pd_place[]) {{"amount", spoken}, {"ask", ask}, {NULL, NULL}});
        add_cue(alert, what->cue);
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}

static enum pd_phrase
lost_say(enum pd_witness of)
{
        switch (of) {
        case PD_WITNESS_SPEED:
                return PD_PHRASE_SAY_POD_LOST;
        case PD_WITNESS_HEART_RATE:
                return PD_PHRASE_SAY_STRAP_LOST;
        case PD_WITNESS_POWER:
        case PD_WITNESS_NONE:
        case PD_WITNESS_COUNT:
                break;
        }
        return PD_PHRASE_SAY_SENSOR_LOST;
}

void
pd_speech_sensor_lost(const struct pd_listener *listener, enum pd_witness of, int32_t silent_s, struct pd_alert *alert)
{
        char over[NUMBER_SIZE];
        const struct pd_place places[] = {
                {"sensor", phrase(listener, (enum pd_phrase) (PD_PHRASE_SENSOR_ANY + of))}, {"over", over}, {NULL, NULL}};

        digits(over, silent_s);
        fill(alert->title, sizeof(alert->title), phrase(listener, PD_PHRASE_TITLE_SENSOR_LOST), places);
        fill(alert->message, sizeof(alert->message), phrase(listener, PD_PHRASE_MESSAGE_SENSOR_LOST), places);
        fill(alert->say, sizeof(alert->say), phrase(listener, lost_say(of)), places);
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}

static const struct {
        enum pd_alert_type type;
        enum pd_severity severity;
        const char *tag;
} cues[PD_CUE_COUNT] = {
#define PD_CUE(symbol, type, severity, tag) [PD_CUE_##symbol] = {PD_ALERT_##type, PD_SEVERITY_##severity, tag},
#include "core/say/cues.def"
#undef PD_CUE
};

enum pd_alert_type
pd_cue_type(enum pd_cue cue)
{
        return cues[cue].type;
}

enum pd_severity
pd_cue_severity(enum pd_cue cue)
{
        return cues[cue].severity;
}

const char *
pd_cue_tag(enum pd_cue cue)
{
        return cues[cue].tag;
}

/* "" for none. */
static void
words(const struct pd_listener *listener, int32_t number, char *ret)
{
        ret[0] = '\0';
        if (number != PD_UNKNOWN)
                language_of(listener)->number(number, false, ret, WORDS_SIZE);
}

static void
way_texts(const struct pd_listener *listener, int32_t metres, char *spoken, char *shown)
{
        struct pd_amount amount = pd_amount_of_way(metres * (int64_t) METRE_MM, listener->athlete->units == PD_UNITS_IMPERIAL);

        pd_amount_call_rep(&amount);
        pd_amount_texts(&amount, language_of(listener), spoken, shown);
}

static void
time_texts(const struct pd_listener *listener, enum pd_cue cue, int32_t seconds, char *spoken, char *shown)
{
        struct pd_amount amount = cue == PD_CUE_LAP ? pd_amount_of_clock(seconds * PD_SEC) : pd_amount_of_time(seconds * PD_SEC);

        pd_amount_texts(&amount, language_of(listener), spoken, shown);
}

static enum pd_phrase
cue_say_public(enum pd_cue cue)
{
        if (cue == PD_CUE_WALK_TILL)
                return PD_PHRASE_SAY_PUBLIC_CUE_WALK_TILL;
        if (cue == PD_CUE_HR_MAX_EXCEEDED)
                return PD_PHRASE_SAY_PUBLIC_CUE_HR_MAX_EXCEEDED;
        if (cue == PD_CUE_NO_POD_SECONDS)
                return PD_PHRASE_SAY_PUBLIC_CUE_NO_POD_SECONDS;
        return (enum pd_phrase) (PD_PHRASE_SAY_CUE_HILL_TOO_GENTLE + cue);
}

void
pd_speech_cue(const struct pd_listener *listener, enum pd_cue cue, const struct pd_cue_values *values, struct pd_alert *alert)
{
        char number[WORDS_SIZE], count[WORDS_SIZE], bpm[WORDS_SIZE], seconds[WORDS_SIZE];
        char way[PD_SENTENCE_SIZE] = "", time[PD_SENTENCE_SIZE] = "", way_said[PD_SENTENCE_SIZE] = "", time_said[PD_SENTENCE_SIZE] = "";
        const char *text = values->text != NULL ? values->text : "";
        enum pd_phrase message = (enum pd_phrase) (PD_PHRASE_MESSAGE_CUE_HILL_TOO_GENTLE + cue);
        enum pd_phrase say = (enum pd_phrase) (PD_PHRASE_SAY_CUE_HILL_TOO_GENTLE + cue);
        const struct pd_place shown[] = {{"number", number}, {"count", count}, {"bpm", bpm}, {"way", way}, {"time", time},
                {"seconds", seconds}, {"text", text}, {NULL, NULL}};
        const struct pd_place said[] = {{"number", number}, {"count", count}, {"bpm", bpm}, {"way", way_said}, {"time", time_said},
                {"seconds", seconds}, {"text", text}, {NULL, NULL}};

        if (cue == PD_CUE_WALK_TILL && values->bpm <= 0) /* nobody knows till when */
                message = say = cue_say_public(cue);
        if (values->distance_m != PD_UNKNOWN)
                way_texts(listener, values->distance_m, way_said, way);
        if (values->seconds != PD_UNKNOWN)
                time_texts(listener, cue, values->seconds, time_said, time);
        digits(number, values->number);
        digits(count, values->count);
        digits(bpm, values->bpm);
        digits(seconds, values->seconds);
        fill(alert->title, sizeof(alert->title), phrase(listener, (enum pd_phrase) (PD_PHRASE_TITLE_CUE_HILL_TOO_GENTLE + cue)), shown);
        fill(alert->message, sizeof(alert->message), phrase(listener, message), shown);
        words(listener, values->number, number);
        words(listener, values->count, count);
        words(listener, values->bpm, bpm);
        words(listener, values->seconds, seconds);
        fill(alert->say, sizeof(alert->say), phrase(listener, say), said);
        fill(alert->say_public, sizeof(alert->say_public), phrase(listener, cue_say_public(cue)), said);
}

static enum pd_phrase
ended_say(enum pd_verdict verdict)
{
        switch (verdict) {
        case PD_VERDICT_TRAINING:
                return PD_PHRASE_SAY_ENDED_TRAINING;
        case PD_VERDICT_EXERCISING:
                return PD_PHRASE_SAY_ENDED_EXERCISING;
        case PD_VERDICT_UNKNOWN:
                return PD_PHRASE_SAY_ENDED_UNKNOWN;
        }
        return PD_PHRASE_SAY_ENDED_UNKNOWN;
}

void
pd_speech_ended(const struct pd_listener *listener, const struct pd_summary *summary, struct pd_alert *alert)
{
        const struct pd_place none[] = {{NULL, NULL}};

        fill(alert->title, sizeof(alert->title), phrase(listener, PD_PHRASE_TITLE_ENDED), none);
        fill(alert->message, sizeof(alert->message), summary->sentence, none);
        fill(alert->say, sizeof(alert->say), phrase(listener, ended_say(summary->verdict)), none);
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}

/* By the witness that saw it go wrong. */
static enum pd_phrase
wrong_sentence(enum pd_witness witness, const struct pd_summary *summary)
{
        if (witness == PD_WITNESS_SPEED && summary->speed_avg_mm_s != PD_UNKNOWN && summary->speed_avg_mm_s >= PD_STANDING_MM_S)
                return PD_PHRASE_VERDICT_WRONG_PACE;
        if (witness == PD_WITNESS_HEART_RATE && summary->hr_avg_bpm != PD_UNKNOWN)
                return PD_PHRASE_VERDICT_WRONG_HEART;
        if (witness == PD_WITNESS_POWER && summary->power_avg_w != PD_UNKNOWN)
                return PD_PHRASE_VERDICT_WRONG_POWER;
        return PD_PHRASE_VERDICT_WRONG;
}

static enum pd_phrase
verdict_sentence(const struct pd_listener *listener, const struct pd_judgement *judgement, const struct pd_summary *summary)
{
        switch (judgement->reason) {
        case PD_REASON_NONE:
                return PD_PHRASE_VERDICT_MET;
        case PD_REASON_NO_GOAL:
                return PD_PHRASE_VERDICT_NO_GOAL;
        case PD_REASON_NO_PLAN:
                return PD_PHRASE_VERDICT_NO_PLAN;
        case PD_REASON_DECLARED_FREE:
                return PD_PHRASE_VERDICT_FREE;
        case PD_REASON_TOO_HARD:
        case PD_REASON_TOO_MUCH_GREY:
                return wrong_sentence(judgement->witness, summary);
        case PD_REASON_TOO_LITTLE_HARD:
                return judgement->reps_meant > 0 ? PD_PHRASE_VERDICT_REPS : PD_PHRASE_VERDICT_KEY;
        case PD_REASON_TOO_MUCH:
                return PD_PHRASE_VERDICT_TOO_MUCH;
        case PD_REASON_STOPPED_FOR_HEALTH:
                return PD_PHRASE_VERDICT_STOPPED;
        case PD_REASON_UNWELL:
                return listener->athlete->condition == PD_CONDITION_INJURED ? PD_PHRASE_BRIEF_INJURED : PD_PHRASE_BRIEF_ILL;
        case PD_REASON_LEARNING:
                return PD_PHRASE_VERDICT_LEARNING;
        case PD_REASON_TOO_SHORT:
                return PD_PHRASE_VERDICT_SHORT;
        case PD_REASON_REST_DAY_RUN:
                return PD_PHRASE_VERDICT_REST_DAY;
        case PD_REASON_STOPPED_EARLY:
                return PD_PHRASE_VERDICT_EARLY;
        case PD_REASON_HER_OWN_RATING:
                return PD_PHRASE_VERDICT_OWN_RATING;
        case PD_REASON_TOO_LITTLE_HEARD:
        case PD_REASON_COUNT:
                return PD_PHRASE_VERDICT_DEAF;
        }
        return PD_PHRASE_VERDICT_DEAF;
}

void
pd_speech_verdict(const struct pd_listener *listener, const struct pd_judgement *judgement, pd_usec start,
        const struct pd_summary *summary, char *ret, size_t size)
{
        bool imperial = listener->athlete->units == PD_UNITS_IMPERIAL;
        char pace[NUMBER_SIZE], hr[NUMBER_SIZE], power[NUMBER_SIZE], from[NUMBER_SIZE] = "", done[NUMBER_SIZE], meant[NUMBER_SIZE];
        char number[NUMBER_SIZE], count[NUMBER_SIZE];
        const struct pd_place places[] = {
                {"purpose", purpose_name(listener)}, {"pace", pace},
                {"a_unit", phrase(listener, imperial ? PD_PHRASE_A_MILE : PD_PHRASE_A_KILOMETRE)}, {"hr", hr}, {"power", power},
                {"class", phrase(listener, (enum pd_phrase) (PD_PHRASE_CLASS_UNKNOWN + judgement->intensity))}, {"from", from},
                {"done", done}, {"meant", meant}, {"number", number}, {"count", count},
                {"text", phrase(listener, summary->stop_reason == PD_STOP_PAIN ? PD_PHRASE_STOP_PAIN : PD_PHRASE_STOP_ILL)}, {NULL, NULL},
        };

        pace_text(listener, summary->speed_avg_mm_s, pace);
        digits(hr, summary->hr_avg_bpm);
        digits(power, summary->power_avg_w);
        digits(number, judgement->reps_done);
        digits(count, judgement->reps_meant);
        clock_text(done, judgement->key_done_s);
        clock_text(meant, judgement->key_meant_s);
        if (judgement->went_wrong != PD_NEVER)
                clock_text(from, (judgement->went_wrong - start) / PD_SEC);
        fill(ret, size, phrase(listener, verdict_sentence(listener, judgement, summary)), places);
        if (judgement->distance_missing)
                (void) pd_sentence_follow(&(struct pd_sentence) {ret, size, strlen(ret)}, phrase(listener, PD_PHRASE_VERDICT_NO_DISTANCE));
}
