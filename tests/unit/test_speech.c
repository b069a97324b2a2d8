/* SPDX-License-Identifier: MIT */
/* What is said of each event: all of them, with everything known and with nothing known. */
#include "core/say/speech.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 14

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
        pd_workout_init(&stage->workout);
        stage->listener = (struct pd_listener) {&stage->athlete, &stage->workout};
        return stage;
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

static int
words_in(const char *text)
{
        int n = 0;

        for (bool inside = false; *text != '\0'; text++) {
                n += *text != ' ' && !inside;
                inside = *text != ' ';
        }
        return n;
}

static void
is_for_the_eye(const char *text)
{
        if (text[0] == '\0' || strpbrk(text, "{}") != NULL || strstr(text, "  ") != NULL || strstr(text, "2147483648") != NULL)
                fail_msg("for the eye: '%s'", text);
}

static void
is_for_the_ear(const char *text)
{
        if (text[0] == '\0' || strpbrk(text, "{}0123456789:") != NULL || strstr(text, "  ") != NULL || words_in(text) > WORDS_MAX)
                fail_msg("for the ear: '%s'", text);
        if (strstr(text, "bpm") != NULL || strstr(text, "m/s") != NULL || strstr(text, "/km") != NULL || strstr(text, "/mi") != NULL)
                fail_msg("a unit: '%s'", text);
}

static void
is_well_said(const struct pd_alert *alert)
{
        is_for_the_eye(alert->title);
        is_for_the_eye(alert->message);
        is_for_the_ear(alert->say);
        is_for_the_ear(alert->say_public);
}

static void
every_start_is_well_said(void **state)
{
        struct stage *stage = stage_new();

        (void) state;
        for (int purpose = 0; purpose < PD_PURPOSE_COUNT; purpose++)
                for (int known = 0; known < 2; known++) {
                        struct pd_alert alert = alert_of(PD_ALERT_SESSION_STARTED, known);
                        stage->workout.purpose = (enum pd_purpose) purpose;
                        pd_speech_started(&stage->listener, &alert);
                        if (purpose == PD_PURPOSE_NONE || purpose == PD_PURPOSE_REST) {
                                assert_string_equal(alert.say, ""); /* a cue of its own says it */
                                continue;
                        }
                        is_well_said(&alert);
                        assert_null(strstr(alert.say_public, "seventy-seven")); /* the limit is private */
                        assert_int_equal(strstr(alert.say, "Stay under one seventy-seven.") != NULL, known);
                }
        free(stage);
}

static void
every_remark_is_well_said(void **state)
{
        static const enum pd_alert_type types[] = {PD_ALERT_TOO_HARD, PD_ALERT_TOO_EASY, PD_ALERT_GREY_ZONE, PD_ALERT_BACK_ON_TARGET};
        struct stage *stage = stage_new();

        (void) state;
        for (unsigned i = 0; i < 4 * PD_PURPOSE_COUNT * 3 * 2 * 2 * 2; i++) {
                unsigned bits = i / (4 * PD_PURPOSE_COUNT * 3);
                struct pd_remark remark = {
                        .any = true,
                        .type = types[i % 4],
                        .witness = (enum pd_witness) (i / 4 / PD_PURPOSE_COUNT % 3),
                        .over_s = 22,
                        .heeded_s = types[i % 4] == PD_ALERT_BACK_ON_TARGET ? 75 : PD_UNKNOWN,
                };
                struct pd_alert alert = alert_of(remark.type, bits & 1);
                stage->workout.purpose = (enum pd_purpose) (i / 4 % PD_PURPOSE_COUNT);
                stage->workout.n_steps = bits >> 1 & 1;
                stage->athlete.units = bits >> 2 & 1;
                pd_speech_remark(&stage->listener, &remark, &alert);
                is_well_said(&alert);
                assert_string_equal(alert.say, alert.say_public);
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
        } rows[] = {
                {PD_PURPOSE_RECOVERY, PD_ALERT_TOO_HARD, "Recovery day. Ease off."},
                {PD_PURPOSE_RECOVERY, PD_ALERT_GREY_ZONE, "Recovery day. This is medium. Ease off."},
                {PD_PURPOSE_EASY, PD_ALERT_GREY_ZONE, "Easy day. This is medium. Slow down."},
                {PD_PURPOSE_LONG, PD_ALERT_TOO_HARD, "Easy day. That is hard. Ease off."},
                {PD_PURPOSE_TEMPO, PD_ALERT_TOO_HARD, "Too hard. Ease off."},
                {PD_PURPOSE_INTERVALS, PD_ALERT_TOO_EASY, "A little more. You can do this."},
                {PD_PURPOSE_INTERVALS, PD_ALERT_BACK_ON_TARGET, "That's it. Stay there."},
        };
        struct stage *stage = stage_new();

        (void) state;
        stage->workout.n_steps = 1;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_remark remark = {.any = true, .type = rows[i].type, .witness = PD_WITNESS_SPEED, .over_s = 22, .heeded_s = 5};
                struct pd_alert alert = alert_of(rows[i].type, true);
                stage->workout.purpose = rows[i].purpose;
                pd_speech_remark(&stage->listener, &remark, &alert);
                assert_string_equal(alert.say, rows[i].say);
        }
        free(stage);
}

static const struct {
        enum pd_extent extent;
        int64_t amount;
        enum pd_units units;
        const char *say, *message;
} amounts[] = {
        {PD_EXTENT_TIME, 30 * PD_SEC, PD_UNITS_METRIC, "Thirty seconds easy.", "Step 1 of 1: 30 seconds easy"},
        {PD_EXTENT_TIME, 60 * PD_SEC, PD_UNITS_METRIC, "One minute easy.", "Step 1 of 1: 1 minute easy"},
        {PD_EXTENT_TIME, 90 * PD_SEC, PD_UNITS_METRIC, "Ninety seconds easy.", "Step 1 of 1: 90 seconds easy"},
        {PD_EXTENT_TIME, 150 * PD_SEC, PD_UNITS_METRIC, "Two minutes thirty easy.", "Step 1 of 1: 2 minutes 30 easy"},
        {PD_EXTENT_TIME, 15 * PD_MINUTE, PD_UNITS_METRIC, "Fifteen minutes easy.", "Step 1 of 1: 15 minutes easy"},
        {PD_EXTENT_TIME, 100 * PD_HOUR, PD_UNITS_METRIC, "Six thousand minutes easy.", "Step 1 of 1: 6000 minutes easy"},
        {PD_EXTENT_TIME, 100 * PD_HOUR - PD_SEC, PD_UNITS_METRIC, "Fifty-nine ninety-nine minutes fifty-nine easy.",
                "Step 1 of 1: 5999 minutes 59 easy"},
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
amounts_are_said_as_runners_say_them(void **state)
{
        struct stage *stage = stage_new();

        (void) state;
        stage->workout.n_steps = 1;
        for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
                struct pd_alert alert = alert_of(PD_ALERT_STEP, false);
                stage->athlete.units = amounts[i].units;
                stage->workout.steps[0] = (struct pd_step) {
                        .extent = amounts[i].extent, .amount = amounts[i].amount, .intensity = PD_INTENSITY_EASY};
                pd_speech_step(&stage->listener, 0, &alert);
                assert_string_equal(alert.say, amounts[i].say);
                assert_string_equal(alert.message, amounts[i].message);
                is_well_said(&alert);
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
        for (int witness = PD_WITNESS_NONE; witness <= PD_WITNESS_HEART_RATE; witness++) {
                struct pd_alert alert = alert_of(PD_ALERT_SENSOR_LOST, false);
                pd_speech_sensor_lost(&stage->listener, (enum pd_witness) witness, 30, &alert);
                is_well_said(&alert);
        }
        free(stage);
}

static void
every_verdict_is_well_said(void **state)
{
        struct stage *stage = stage_new();

        (void) state;
        for (unsigned i = 0; i < PD_REASON_COUNT * PD_PURPOSE_COUNT * PD_INTENSITY_COUNT * 2; i++) {
                bool known = i % 2;
                struct pd_judgement judgement = {
                        .reason = (enum pd_reason) (i / 2 % PD_REASON_COUNT),
                        .intensity = (enum pd_intensity) (i / 2 / PD_REASON_COUNT % PD_INTENSITY_COUNT),
                        .went_wrong = known ? 259 * PD_SEC : PD_NEVER,
                        .key_done_s = 280,
                        .key_meant_s = 576,
                };
                struct pd_summary summary = {
                        .hr_avg_bpm = known ? 152 : PD_UNKNOWN,
                        .speed_avg_mm_s = PD_UNKNOWN,
                        .verdict = (enum pd_verdict) (i % 3),
                };
                struct pd_alert alert = alert_of(PD_ALERT_SESSION_ENDED, known);

                stage->workout.purpose = (enum pd_purpose) (i / 2 / PD_REASON_COUNT / PD_INTENSITY_COUNT);
                pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
                is_for_the_eye(summary.sentence);
                pd_speech_ended(&stage->listener, &summary, &alert);
                is_well_said(&alert);
                assert_string_equal(alert.message, summary.sentence);
        }
        free(stage);
}

static void
what_went_wrong_is_told_by_the_best_witness(void **state)
{
        struct stage *stage = stage_new();
        struct pd_judgement judgement = {
                .reason = PD_REASON_TOO_MUCH_GREY, .intensity = PD_INTENSITY_MODERATE, .went_wrong = 259 * PD_SEC};
        struct pd_summary summary = {.hr_avg_bpm = 152, .speed_avg_mm_s = 2907};

        (void) state;
        stage->workout.purpose = PD_PURPOSE_RECOVERY;
        stage->athlete.units = PD_UNITS_IMPERIAL;
        pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
        assert_string_equal(summary.sentence, "Recovery at 9:14 a mile: medium from 2:39.");
        summary.speed_avg_mm_s = PD_UNKNOWN;
        pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
        assert_string_equal(summary.sentence, "Recovery at 152 beats: medium from 2:39.");
        summary.hr_avg_bpm = PD_UNKNOWN;
        pd_speech_verdict(&stage->listener, &judgement, 100 * PD_SEC, &summary, summary.sentence, sizeof(summary.sentence));
        assert_string_equal(summary.sentence, "Recovery: medium from 2:39.");
        free(stage);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_start_is_well_said),
                cmocka_unit_test(every_remark_is_well_said),
                cmocka_unit_test(the_message_names_the_witness_that_fired),
                cmocka_unit_test(grey_and_hard_have_words_of_their_own_on_easy_days),
                cmocka_unit_test(amounts_are_said_as_runners_say_them),
                cmocka_unit_test(the_last_of_several_key_steps_is_announced_as_such),
                cmocka_unit_test(every_lost_sensor_is_well_said),
                cmocka_unit_test(every_verdict_is_well_said),
                cmocka_unit_test(what_went_wrong_is_told_by_the_best_witness),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
