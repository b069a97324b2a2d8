/* SPDX-License-Identifier: MIT */
/* What is said of each event: all of them, with everything known and with nothing known. */
#include "core/say/speech.h"

#include "core/say/language.h"

#include "support/cm.h"
#include "support/well_said.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct pd_language *const languages[] = {
#define PD_LANGUAGE(name) &pd_##name,
#include "core/say/languages.def"
#undef PD_LANGUAGE
};

#define N_LANGUAGES (sizeof(languages) / sizeof(languages[0]))

/* The longest that a person may write, 63 bytes: 31 characters of two, and one. */
#define FOUR "\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc"
#define LONGEST FOUR FOUR FOUR FOUR FOUR FOUR FOUR "\xc3\xbc\xc3\xbc\xc3\xbc!"

struct stage {
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct pd_listener listener;
};

static struct stage *
stage_new(void)
{
        struct stage *stage = calloc(1, sizeof(*stage));

        assert_non_null(stage);
        pd_athlete_init(&stage->athlete, "anna");
        stage->athlete.sessions_done = PD_LEARNING_SESSIONS;
        pd_workout_init(&stage->workout);
        stage->listener = (struct pd_listener) {&stage->athlete, &stage->workout};
        return stage;
}

/* The next language, from 0; false after the last. */
static bool
speaks(struct stage *stage, size_t language)
{
        if (language == N_LANGUAGES)
                return false;
        memcpy(stage->athlete.language, languages[language]->code, strlen(languages[language]->code) + 1);
        return true;
}

static struct pd_alert
alert_of(enum pd_alert_type type, bool known)
{
        return (struct pd_alert) {
                .type = type,
                .hr_bpm = known ? 199 : PD_UNKNOWN,
                .speed_mm_s = known ? 2777 : PD_UNKNOWN,
                .hr_low_bpm = known ? 168 : PD_UNKNOWN,
                .hr_high_bpm = known ? 177 : PD_UNKNOWN,
                .speed_low_mm_s = known ? 3450 : PD_UNKNOWN,
                .speed_high_mm_s = known ? 2451 : PD_UNKNOWN,
                .over_s = PD_UNKNOWN,
                .heeded_s = PD_UNKNOWN,
        };
}

/* Whoever stands beside the speaker learns no number of hers. */
static void
is_private(const struct stage *stage, int32_t number, const struct pd_alert *alert)
{
        char words[64];

        pd_language_find(stage->athlete.language)->number(number, false, words, sizeof(words));
        if (words[0] != '\0' && strstr(alert->say_public, words + 1) != NULL) /* the first letter may be a capital */
                fail_msg("%d in '%s'", number, alert->say_public);
}

static void
every_start_is_well_said(void **state)
{
        struct stage *stage = stage_new();

        (void) state;
        memcpy(stage->workout.title, LONGEST, sizeof(LONGEST));
        for (size_t i = 0; speaks(stage, i / PD_PURPOSE_COUNT / 2); i++) {
                bool known = i % 2;
                enum pd_purpose purpose = (enum pd_purpose) (i / 2 % PD_PURPOSE_COUNT);
                struct pd_alert alert = alert_of(PD_ALERT_SESSION_STARTED, known);

                stage->workout.purpose = purpose;
                pd_speech_started(&stage->listener, &alert);
                if (purpose == PD_PURPOSE_NONE || purpose == PD_PURPOSE_REST) {
                        assert_string_equal(alert.say, ""); /* a cue of its own says it */
                        continue;
                }
                is_well_said(&alert);
                is_private(stage, 177, &alert);
                assert_int_equal(strcmp(alert.say, alert.say_public) != 0, known && purpose != PD_PURPOSE_RACE);
        }
        free(stage);
}

static void
the_limit_is_said_and_is_private(void **state)
{
        struct stage *stage = stage_new();
        struct pd_alert alert = alert_of(PD_ALERT_SESSION_STARTED, true);

        (void) state;
        stage->workout.purpose = PD_PURPOSE_RECOVERY;
        pd_speech_started(&stage->listener, &alert);
        assert_string_equal(alert.say, "Recovery day. Slower than you'd like. Stay under one seventy-seven.");
        assert_string_equal(alert.message, "Recovery: stay under 177 bpm");
        assert_string_equal(alert.say_public, "Recovery day. Slower than you'd like.");
        (void) speaks(stage, 1);
        pd_speech_started(&stage->listener, &alert);
        assert_string_equal(alert.say, "Heute Regeneration. Langsamer, als du möchtest. Bleib unter hundertsiebenundsiebzig.");
        assert_string_equal(alert.say_public, "Heute Regeneration. Langsamer, als du möchtest.");
        free(stage);
}

static void
no_limit_is_said_to_whom_the_heart_may_not_accuse(void **state)
{
        static const struct {
                int32_t judge_by, sessions_done;
                bool said;
        } rows[] = {
                {PD_JUDGE_BY_BOTH, 0, false}, /* still learning, by thresholds that were guessed */
                {PD_JUDGE_BY_BOTH, PD_LEARNING_SESSIONS, true},
                {PD_JUDGE_BY_HR, PD_LEARNING_SESSIONS, true},
                {PD_JUDGE_BY_SPEED, PD_LEARNING_SESSIONS, false},
                {PD_JUDGE_BY_RPE, PD_LEARNING_SESSIONS, false},
        };
        struct stage *stage = stage_new();

        (void) state;
        stage->workout.purpose = PD_PURPOSE_EASY;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_alert alert = alert_of(PD_ALERT_SESSION_STARTED, true);
                stage->athlete.judge_by = rows[i].judge_by;
                stage->athlete.sessions_done = rows[i].sessions_done;
                pd_speech_started(&stage->listener, &alert);
                assert_int_equal(strstr(alert.say, "Stay under") != NULL, rows[i].said);
                assert_int_equal(strstr(alert.message, "177") != NULL, rows[i].said);
        }
        free(stage);
}

static void
every_remark_is_well_said(void **state)
{
        static const enum pd_alert_type types[] = {PD_ALERT_TOO_HARD, PD_ALERT_TOO_EASY, PD_ALERT_GREY_ZONE, PD_ALERT_BACK_ON_TARGET};
        static const int32_t spans[] = {0, 22, 360000};
        struct stage *stage = stage_new();
        const unsigned n = 4 * PD_PURPOSE_COUNT * 3 * 2 * 2 * 2 * 3;

        (void) state;
        for (unsigned i = 0; speaks(stage, i / n); i++) {
                unsigned bits = i / (4 * PD_PURPOSE_COUNT * 3);
                int32_t span = spans[(bits >> 3) % 3];
                struct pd_remark remark = {
                        .any = true,
                        .type = types[i % 4],
                        .witness = (enum pd_witness) (i / 4 / PD_PURPOSE_COUNT % 3),
                        .over_s = span,
                        .heeded_s = types[i % 4] == PD_ALERT_BACK_ON_TARGET ? span : PD_UNKNOWN,
                };
                struct pd_alert alert = alert_of(remark.type, bits & 1);
                stage->workout.purpose = (enum pd_purpose) (i / 4 % PD_PURPOSE_COUNT);
                stage->workout.n_steps = bits >> 1 & 1;
                stage->athlete.units = bits >> 2 & 1;
                pd_speech_remark(&stage->listener, &remark, &alert);
                is_well_said(&alert);
                assert_string_equal(alert.say, alert.say_public);
                is_private(stage, 199, &alert);
                is_private(stage, 177, &alert);
                is_private(stage, 168, &alert);
        }
        free(stage);
}

static void
the_message_names_the_witness_that_fired(void **state)
{
        struct stage *stage = stage_new();
        struct pd_remark remark = {.any = true, .type = PD_ALERT_TOO_HARD, .witness = PD_WITNESS_SPEED, .over_s = 22};
        struct pd_alert alert = alert_of(PD_ALERT_TOO_HARD, true);

        (void) state;
        stage->workout.n_steps = 1;
        stage->workout.purpose = PD_PURPOSE_EASY;
        pd_speech_remark(&stage->listener, &remark, &alert);
        assert_string_equal(alert.message, "Easy run: pace 6:00 min/km, no faster than 6:48, for 22 s");
        remark.witness = PD_WITNESS_HEART_RATE;
        pd_speech_remark(&stage->listener, &remark, &alert);
        assert_string_equal(alert.message, "Easy run: heart rate 199, ceiling 177, for 22 s");
        free(stage);
}

static void
grey_and_hard_have_words_of_their_own_on_easy_days(void **state)
{
        static const struct {
                enum pd_purpose purpose;
                enum pd_alert_type type;
                const char *say;
                enum pd_intensity intensity;
        } rows[] = {
                {PD_PURPOSE_RECOVERY, PD_ALERT_TOO_HARD, "Recovery day. Ease off.", PD_INTENSITY_MODERATE},
                {PD_PURPOSE_RECOVERY, PD_ALERT_GREY_ZONE, "Recovery day. This is medium. Ease off.", PD_INTENSITY_MODERATE},
                {PD_PURPOSE_EASY, PD_ALERT_GREY_ZONE, "Easy day. This is medium. Slow down.", PD_INTENSITY_MODERATE},
                {PD_PURPOSE_EASY, PD_ALERT_TOO_HARD, "Easy day. That is hard. Ease off.", PD_INTENSITY_HARD},
                {PD_PURPOSE_EASY, PD_ALERT_TOO_HARD, "Too hard. Ease off.", PD_INTENSITY_EASY}, /* a ceiling below LT1 */
                {PD_PURPOSE_LONG, PD_ALERT_GREY_ZONE, "Long run. This is medium. Slow down.", PD_INTENSITY_MODERATE},
                {PD_PURPOSE_LONG, PD_ALERT_TOO_HARD, "Long run. That is hard. Ease off.", PD_INTENSITY_HARD},
                {PD_PURPOSE_INTERVALS, PD_ALERT_GREY_ZONE, "This part is easy. Ease off.", PD_INTENSITY_MODERATE}, /* the warm-up, a jog */
                {PD_PURPOSE_TEMPO, PD_ALERT_TOO_HARD, "Too hard. Ease off.", PD_INTENSITY_MODERATE},
                {PD_PURPOSE_INTERVALS, PD_ALERT_TOO_EASY, "A little more. You can do this.", PD_INTENSITY_MODERATE},
                {PD_PURPOSE_INTERVALS, PD_ALERT_BACK_ON_TARGET, "That's it. Stay there.", PD_INTENSITY_MODERATE},
        };
        struct stage *stage = stage_new();

        (void) state;
        stage->workout.n_steps = 1;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_remark remark = {.any = true, .type = rows[i].type, .witness = PD_WITNESS_SPEED,
                        .intensity = rows[i].intensity, .over_s = 22, .heeded_s = 5};
                struct pd_alert alert = alert_of(rows[i].type, true);
                stage->workout.purpose = rows[i].purpose;
                pd_speech_remark(&stage->listener, &remark, &alert);
                assert_string_equal(alert.say, rows[i].say);
        }
        free(stage);
}

static const struct amount_row {
        enum pd_extent extent;
        int64_t amount;
        enum pd_units units;
        const char *say, *message;
} amounts[] = {
        {PD_EXTENT_TIME, PD_SEC, PD_UNITS_METRIC, "One second easy.", "Step 1 of 1: 1 second easy"},
        {PD_EXTENT_TIME, 30 * PD_SEC, PD_UNITS_METRIC, "Thirty seconds easy.", "Step 1 of 1: 30 seconds easy"},
        {PD_EXTENT_TIME, 60 * PD_SEC, PD_UNITS_METRIC, "One minute easy.", "Step 1 of 1: 1 minute easy"},
        {PD_EXTENT_TIME, 90 * PD_SEC, PD_UNITS_METRIC, "Ninety seconds easy.", "Step 1 of 1: 90 seconds easy"},
        {PD_EXTENT_TIME, 150 * PD_SEC, PD_UNITS_METRIC, "Two minutes thirty easy.", "Step 1 of 1: 2 minutes 30 easy"},
        {PD_EXTENT_TIME, 15 * PD_MINUTE, PD_UNITS_METRIC, "Fifteen minutes easy.", "Step 1 of 1: 15 minutes easy"},
        {PD_EXTENT_TIME, 100 * PD_HOUR, PD_UNITS_METRIC, "Six thousand minutes easy.", "Step 1 of 1: 6000 minutes easy"},
        {PD_EXTENT_TIME, 100 * PD_HOUR - PD_SEC, PD_UNITS_METRIC, "Fifty-nine ninety-nine minutes fifty-nine easy.",
                "Step 1 of 1: 5999 minutes 59 easy"},
        {PD_EXTENT_DISTANCE, 1000, PD_UNITS_METRIC, "One metre easy.", "Step 1 of 1: 1 metre easy"},
        {PD_EXTENT_DISTANCE, 400000, PD_UNITS_IMPERIAL, "Four hundred metres easy.", "Step 1 of 1: 400 metres easy"},
        {PD_EXTENT_DISTANCE, 1000000, PD_UNITS_IMPERIAL, "One kilometre easy.", "Step 1 of 1: 1 kilometre easy"},
        {PD_EXTENT_DISTANCE, 1500000, PD_UNITS_METRIC, "Fifteen hundred metres easy.", "Step 1 of 1: 1500 metres easy"},
        {PD_EXTENT_DISTANCE, 5000000, PD_UNITS_METRIC, "Five kilometres easy.", "Step 1 of 1: 5 kilometres easy"},
        {PD_EXTENT_DISTANCE, 21100000, PD_UNITS_METRIC, "Twenty-one point one kilometres easy.", "Step 1 of 1: 21.1 kilometres easy"},
        {PD_EXTENT_DISTANCE, 1000000000, PD_UNITS_METRIC, "One thousand kilometres easy.", "Step 1 of 1: 1000 kilometres easy"},
        {PD_EXTENT_DISTANCE, 1609344, PD_UNITS_IMPERIAL, "One mile easy.", "Step 1 of 1: 1 mile easy"},
        {PD_EXTENT_DISTANCE, 1609344, PD_UNITS_METRIC, "Sixteen oh nine metres easy.", "Step 1 of 1: 1609 metres easy"},
        {PD_EXTENT_DISTANCE, 4023360, PD_UNITS_IMPERIAL, "Two point five miles easy.", "Step 1 of 1: 2.5 miles easy"},
        {PD_EXTENT_DISTANCE, 6437376, PD_UNITS_IMPERIAL, "Four miles easy.", "Step 1 of 1: 4 miles easy"},
        {PD_EXTENT_OPEN, 0, PD_UNITS_METRIC, "Now easy.", "Step 1 of 1: easy"},
};

static void
amounts_are_said(const struct amount_row *rows, size_t n_rows, size_t language)
{
        struct stage *stage = stage_new();

        assert_true(speaks(stage, language));
        stage->workout.n_steps = 1;
        for (size_t i = 0; i < n_rows; i++) {
                struct pd_alert alert = alert_of(PD_ALERT_STEP, false);
                stage->athlete.units = rows[i].units;
                stage->workout.steps[0] = (struct pd_step) {
                        .extent = rows[i].extent, .amount = rows[i].amount, .intensity = PD_INTENSITY_EASY};
                pd_speech_step(&stage->listener, 0, &alert);
                assert_string_equal(alert.say, rows[i].say);
                assert_string_equal(alert.message, rows[i].message);
                is_well_said(&alert);
        }
        free(stage);
}

static void
amounts_are_said_as_runners_say_them(void **state)
{
        (void) state;
        amounts_are_said(amounts, sizeof(amounts) / sizeof(amounts[0]), 0);
}

static void
so_they_are_in_german(void **state)
{
        static const struct amount_row rows[] = {
                {PD_EXTENT_TIME, PD_SEC, PD_UNITS_METRIC, "Eine Sekunde locker.", "Abschnitt 1 von 1: 1 Sekunde locker"},
                {PD_EXTENT_TIME, 60 * PD_SEC, PD_UNITS_METRIC, "Eine Minute locker.", "Abschnitt 1 von 1: 1 Minute locker"},
                {PD_EXTENT_TIME, 90 * PD_SEC, PD_UNITS_METRIC, "Neunzig Sekunden locker.", "Abschnitt 1 von 1: 90 Sekunden locker"},
                {PD_EXTENT_TIME, 101 * PD_SEC, PD_UNITS_METRIC, "Hundertein Sekunden locker.",
                        "Abschnitt 1 von 1: 101 Sekunden locker"},
                {PD_EXTENT_TIME, 330 * PD_SEC, PD_UNITS_METRIC, "Fünf Minuten dreißig locker.",
                        "Abschnitt 1 von 1: 5 Minuten 30 locker"},
                {PD_EXTENT_TIME, 100 * PD_HOUR - PD_SEC, PD_UNITS_METRIC,
                        "Fünftausendneunhundertneunundneunzig Minuten neunundfünfzig locker.", "Abschnitt 1 von 1: 5999 Minuten 59 locker"},
                {PD_EXTENT_DISTANCE, 1000, PD_UNITS_METRIC, "Ein Meter locker.", "Abschnitt 1 von 1: 1 Meter locker"},
                {PD_EXTENT_DISTANCE, 1500000, PD_UNITS_METRIC, "Fünfzehnhundert Meter locker.",
                        "Abschnitt 1 von 1: 1500 Meter locker"},
                {PD_EXTENT_DISTANCE, 1000000, PD_UNITS_METRIC, "Ein Kilometer locker.", "Abschnitt 1 von 1: 1 Kilometer locker"},
                {PD_EXTENT_DISTANCE, 21100000, PD_UNITS_METRIC, "Einundzwanzig Komma eins Kilometer locker.",
                        "Abschnitt 1 von 1: 21,1 Kilometer locker"},
                {PD_EXTENT_DISTANCE, 1609344, PD_UNITS_IMPERIAL, "Eine Meile locker.", "Abschnitt 1 von 1: 1 Meile locker"},
                {PD_EXTENT_DISTANCE, 2414016, PD_UNITS_IMPERIAL, "Eins Komma fünf Meilen locker.",
                        "Abschnitt 1 von 1: 1,5 Meilen locker"},
                {PD_EXTENT_OPEN, 0, PD_UNITS_METRIC, "Jetzt locker.", "Abschnitt 1 von 1: locker"},
        };

        (void) state;
        amounts_are_said(rows, sizeof(rows) / sizeof(rows[0]), 1);
}

static void
every_step_is_well_said(void **state)
{
        static const int64_t amounts_of[] = {1000000, 90000000, INT64_C(360000000000)}; /* us, or mm */
        struct stage *stage = stage_new();
        const unsigned n = 3 * PD_INTENSITY_COUNT * 3 * 3 * 2 * 2;

        (void) state;
        for (unsigned i = 0; speaks(stage, i / n); i++) {
                struct pd_alert alert = alert_of(PD_ALERT_STEP, false);
                unsigned rest = i / (3 * PD_INTENSITY_COUNT * 3);
                struct pd_step *step = &stage->workout.steps[199];

                stage->workout.n_steps = 200;
                stage->workout.steps[0].key = rest / 6 % 2;
                stage->athlete.units = rest / 3 % 2;
                *step = (struct pd_step) {.extent = (enum pd_extent) (i % 3), .key = true};
                step->amount = step->extent == PD_EXTENT_DISTANCE ? amounts_of[i / 3 % 3] / 360 : amounts_of[i / 3 % 3];
                step->intensity = (enum pd_intensity) (i / 9 % PD_INTENSITY_COUNT);
                step->hills = rest % 3 == 1;
                step->walk = rest % 3 == 2;
                memcpy(step->cue, LONGEST, i % 2 ? sizeof(LONGEST) : 0);
                pd_speech_step(&stage->listener, 199, &alert);
                is_well_said(&alert);
        }
        free(stage);
}

static void
hills_are_asked_for_as_hard_as_they_are_meant(void **state)
{
        struct stage *stage = stage_new();
        struct pd_alert alert = alert_of(PD_ALERT_STEP, false);

        (void) state;
        stage->workout.n_steps = 1;
        stage->workout.steps[0] = (struct pd_step) {
                .extent = PD_EXTENT_TIME, .amount = PD_MINUTE, .intensity = PD_INTENSITY_HARD, .hills = true};
        pd_speech_step(&stage->listener, 0, &alert);
        assert_string_equal(alert.say, "One minute uphill, hard.");
        stage->workout.steps[0].intensity = PD_INTENSITY_EASY;
        pd_speech_step(&stage->listener, 0, &alert);
        assert_string_equal(alert.say, "One minute uphill, easy.");
        free(stage);
}

static void
intervals_without_a_warm_up_are_not_begun_easily(void **state)
{
        struct stage *stage = stage_new();
        struct pd_alert alert = alert_of(PD_ALERT_SESSION_STARTED, false);

        (void) state;
        stage->workout.purpose = PD_PURPOSE_INTERVALS;
        stage->workout.n_steps = 1;
        pd_speech_started(&stage->listener, &alert);
        assert_string_equal(alert.say, "Intervals today. Easy until I say go.");
        stage->workout.steps[0].key = true;
        pd_speech_started(&stage->listener, &alert);
        assert_string_equal(alert.say, "Intervals today. Save something for the last one.");
        free(stage);
}

static void
the_workouts_own_words_are_said_if_they_can_be(void **state)
{
        static const struct {
                const char *cue, *say, *message;
        } rows[] = {
                {"Stay tall", "One minute hard. Stay tall.", "Step 1 of 1: 1 minute hard (Stay tall)"},
                {"rep 3", "One minute hard.", "Step 1 of 1: 1 minute hard (rep 3)"},
                {"", "One minute hard.", "Step 1 of 1: 1 minute hard"},
                {"a b c d e f g h i j k l", "One minute hard.", "Step 1 of 1: 1 minute hard (a b c d e f g h i j k l)"},
        };
        struct stage *stage = stage_new();

        (void) state;
        stage->workout.n_steps = 1;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_alert alert = alert_of(PD_ALERT_STEP, false);
                stage->workout.steps[0] = (struct pd_step) {.extent = PD_EXTENT_TIME, .amount = PD_MINUTE, .intensity = PD_INTENSITY_HARD};
                memcpy(stage->workout.steps[0].cue, rows[i].cue, strlen(rows[i].cue));
                pd_speech_step(&stage->listener, 0, &alert);
                assert_string_equal(alert.say, rows[i].say);
                assert_string_equal(alert.say_public, rows[i].say);
                assert_string_equal(alert.message, rows[i].message);
        }
        free(stage);
}

/* Each cue with all of its numbers, usual and extreme. */
static void
every_cue_is_well_said(void **state)
{
        static const struct pd_cue_values values[] = {
                {5, 8, 147, 400, 96, "anna, kim"},
                {1, 1, 239, 1, 1, LONGEST},
                {199, 200, 25, 999999, 360000, LONGEST},
                {7, 10, 188, 1609, 480, "kim"},
        };
        struct stage *stage = stage_new();

        (void) state;
        for (size_t i = 0; speaks(stage, i / PD_CUE_COUNT / 4 / 2); i++) {
                enum pd_cue cue = (enum pd_cue) (i % PD_CUE_COUNT);
                const struct pd_cue_values *with = &values[i / PD_CUE_COUNT % 4];
                struct pd_alert alert = alert_of(pd_cue_type(cue), true);

                stage->athlete.units = i / PD_CUE_COUNT / 4 % 2;
                pd_speech_cue(&stage->listener, cue, with, &alert);
                is_well_said(&alert);
                is_private(stage, with->bpm, &alert);
                if (with->seconds > 1)
                        is_private(stage, with->seconds, &alert);
        }
        free(stage);
}

static void
cues_are_said_as_in_the_stories(void **state)
{
        static const struct {
                enum pd_cue cue;
                size_t language;
                int32_t units;
                struct pd_cue_values values;
                const char *say, *say_public;
        } rows[] = {
                {PD_CUE_NO_POD_SECONDS, 0, PD_UNITS_METRIC, {0, 0, 0, 400, 96, NULL},
                        "No footpod. Each four hundred is ninety-six seconds.",
                        "No footpod. I count the seconds for you."},
                {PD_CUE_NO_POD_SECONDS, 0, PD_UNITS_IMPERIAL, {0, 0, 0, 1609, 480, NULL}, "No footpod. Each mile is eight minutes.",
                        "No footpod. I count the seconds for you."},
                {PD_CUE_NO_POD_SECONDS, 1, PD_UNITS_METRIC, {0, 0, 0, 400, 96, NULL},
                        "Kein Laufsensor. Je vierhundert Meter sechsundneunzig Sekunden.",
                        "Kein Laufsensor. Ich zähle die Sekunden für dich."},
                {PD_CUE_NO_POD_LAP, 0, PD_UNITS_METRIC, {0, 0, 0, 400, PD_UNKNOWN, NULL}, "No footpod. Press lap after each four hundred.",
                        "No footpod. Press lap after each four hundred."},
                {PD_CUE_WALK_TILL, 0, PD_UNITS_METRIC, {0, 0, 140, 0, 0, NULL}, "Walk till one forty, then jog.",
                        "Walk a little, then jog."},
                {PD_CUE_WALK_TILL, 0, PD_UNITS_METRIC, {0, 0, 0, 0, 0, NULL}, "Walk a little, then jog.", "Walk a little, then jog."},
                {PD_CUE_WALK_TILL, 1, PD_UNITS_METRIC, {0, 0, 140, 0, 0, NULL}, "Geh bis hundertvierzig, dann trab weiter.",
                        "Geh ein Stück, dann trab weiter."},
                {PD_CUE_REPS_HOW_HARD, 1, PD_UNITS_METRIC, {10, 10, 0, 0, 0, NULL}, "Zehn von zehn. Wie hart war es?",
                        "Zehn von zehn. Wie hart war es?"},
        };
        struct stage *stage = stage_new();

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_alert alert = alert_of(pd_cue_type(rows[i].cue), true);
                assert_true(speaks(stage, rows[i].language));
                stage->athlete.units = rows[i].units;
                pd_speech_cue(&stage->listener, rows[i].cue, &rows[i].values, &alert);
                assert_string_equal(alert.say, rows[i].say);
                assert_string_equal(alert.say_public, rows[i].say_public);
        }
        free(stage);
}

static void
the_last_of_several_key_steps_is_announced_as_such(void **state)
{
        struct stage *stage = stage_new();
        struct pd_alert alert = alert_of(PD_ALERT_STEP, false);

        (void) state;
        stage->workout.n_steps = 5;
        for (size_t i = 0; i < 5; i++)
                stage->workout.steps[i] = (struct pd_step) {
                        .extent = PD_EXTENT_TIME,
                        .amount = PD_MINUTE,
                        .intensity = i % 2 == 1 ? PD_INTENSITY_HARD : PD_INTENSITY_EASY,
                        .key = i % 2 == 1,
                };
        pd_speech_step(&stage->listener, 1, &alert);
        assert_string_equal(alert.say, "One minute hard.");
        pd_speech_step(&stage->listener, 3, &alert);
        assert_string_equal(alert.say, "Last one. One minute hard.");
        is_well_said(&alert);
        pd_speech_step(&stage->listener, 4, &alert);
        assert_string_equal(alert.say, "One minute easy.");
        stage->workout.steps[1].key = false;
        pd_speech_step(&stage->listener, 3, &alert); /* the only one is no last one */
        assert_string_equal(alert.say, "One minute hard.");
        free(stage);
}

static void
every_lost_sensor_is_well_said(void **state)
{
        struct stage *stage = stage_new();

        (void) state;
        for (size_t i = 0; speaks(stage, i / 3); i++) {
                struct pd_alert alert = alert_of(PD_ALERT_SENSOR_LOST, false);
                pd_speech_sensor_lost(&stage->listener, (enum pd_witness) (i % 3), i % 2 ? 30 : 360000, &alert);
                is_well_said(&alert);
        }
        free(stage);
}

static void
every_verdict_is_well_said(void **state)
{
        struct stage *stage = stage_new();

        (void) state;
        for (unsigned i = 0; speaks(stage, i / (PD_REASON_COUNT * PD_PURPOSE_COUNT * PD_INTENSITY_COUNT * 2)); i++) {
                bool known = i % 2;
                struct pd_judgement judgement = {
                        .reason = (enum pd_reason) (i / 2 % PD_REASON_COUNT),
                        .intensity = (enum pd_intensity) (i / 2 / PD_REASON_COUNT % PD_INTENSITY_COUNT),
                        .went_wrong = known ? 259 * PD_SEC : PD_NEVER,
                        .witness = (enum pd_witness) (i % 3),
                        .key_done_s = known ? 280 : 359999,
                        .key_meant_s = known ? 576 : 360000,
                        .reps_done = 4,
                        .reps_meant = i / 2 % 2 ? 8 : 0,
                        .distance_missing = i / 4 % 2,
                };
                struct pd_summary summary = {
                        .hr_avg_bpm = known ? 152 : PD_UNKNOWN,
                        .speed_avg_mm_s = i / 4 % 2 ? 2451 : PD_UNKNOWN,
                        .stop_reason = i / 8 % 2 ? PD_STOP_PAIN : PD_STOP_ILL,
                        .verdict = (enum pd_verdict) (i % 3),
                };
                struct pd_alert alert = alert_of(PD_ALERT_SESSION_ENDED, known);

                stage->workout.purpose = (enum pd_purpose) (i / 2 / PD_REASON_COUNT / PD_INTENSITY_COUNT % PD_PURPOSE_COUNT);
                pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
                is_for_the_eye(summary.sentence, sizeof(summary.sentence));
                pd_speech_ended(&stage->listener, &summary, &alert);
                is_well_said(&alert);
                assert_string_equal(alert.message, summary.sentence);
        }
        free(stage);
}

static void
what_went_wrong_is_told_by_the_witness_that_saw_it(void **state)
{
        struct stage *stage = stage_new();
        struct pd_judgement judgement = {
                .reason = PD_REASON_TOO_MUCH_GREY,
                .intensity = PD_INTENSITY_MODERATE,
                .witness = PD_WITNESS_SPEED,
                .went_wrong = 259 * PD_SEC,
        };
        struct pd_summary summary = {.hr_avg_bpm = 152, .speed_avg_mm_s = 2907};

        (void) state;
        stage->workout.purpose = PD_PURPOSE_RECOVERY;
        stage->athlete.units = PD_UNITS_IMPERIAL;
        pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
        assert_string_equal(summary.sentence, "Recovery at 9:14 a mile: medium from 2:39.");
        judgement.witness = PD_WITNESS_HEART_RATE;
        pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
        assert_string_equal(summary.sentence, "Recovery at 152 beats: medium from 2:39.");
        summary.hr_avg_bpm = PD_UNKNOWN;
        pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
        assert_string_equal(summary.sentence, "Recovery: medium from 2:39.");
        assert_true(speaks(stage, 1));
        judgement.witness = PD_WITNESS_SPEED;
        pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
        assert_string_equal(summary.sentence, "Regeneration mit 9:14 pro Meile: mittelhart ab 2:39.");
        free(stage);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_start_is_well_said),
                cmocka_unit_test(the_limit_is_said_and_is_private),
                cmocka_unit_test(no_limit_is_said_to_whom_the_heart_may_not_accuse),
                cmocka_unit_test(every_remark_is_well_said),
                cmocka_unit_test(the_message_names_the_witness_that_fired),
                cmocka_unit_test(grey_and_hard_have_words_of_their_own_on_easy_days),
                cmocka_unit_test(amounts_are_said_as_runners_say_them),
                cmocka_unit_test(so_they_are_in_german),
                cmocka_unit_test(every_step_is_well_said),
                cmocka_unit_test(hills_are_asked_for_as_hard_as_they_are_meant),
                cmocka_unit_test(intervals_without_a_warm_up_are_not_begun_easily),
                cmocka_unit_test(the_workouts_own_words_are_said_if_they_can_be),
                cmocka_unit_test(every_cue_is_well_said),
                cmocka_unit_test(cues_are_said_as_in_the_stories),
                cmocka_unit_test(the_last_of_several_key_steps_is_announced_as_such),
                cmocka_unit_test(every_lost_sensor_is_well_said),
                cmocka_unit_test(every_verdict_is_well_said),
                cmocka_unit_test(what_went_wrong_is_told_by_the_witness_that_saw_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
