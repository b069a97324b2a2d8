/* SPDX-License-Identifier: MIT */
/* An explanation in words, a row for each thing that may be said. */
#include "explained.h"

#include "support/cm.h"
#include "support/unfolded.h"

#include <stdio.h>
#include <string.h>

/* An easy day at LT1 speed, tested; the heart is unheard. */
static struct pd_explanation
plain(void)
{
        return (struct pd_explanation) {
                .state = PD_SESSION_RUNNING,
                .speed = {
                        .value = 2950, .mean = 2950, .believed = true,
                        .lt1 = {2900, 0, PD_PROVENANCE_TEST}, .lt2 = {3450, 0, PD_PROVENANCE_TEST},
                        .bounds = {{2451, 0}, {2900, 0}, {3450, 0}},
                        .alone_percent = {0, 20, 79, 1}, .percent = {0, 5, 95, 0},
                },
                .heart = {
                        .value = PD_UNKNOWN, .mean = PD_UNKNOWN, .believed = true,
                        .lt1 = {152, 12, PD_PROVENANCE_ESTIMATED}, .lt2 = {168, 6, PD_PROVENANCE_ESTIMATED},
                        .bounds = {{141, 11}, {152, 12}, {168, 6}},
                        .alone_percent = {0, 30, 70, 0}, .percent = {0, 40, 60, 0},
                },
                .power.value = PD_UNKNOWN,
                .settled = true,
                .expected_bpm = PD_UNKNOWN,
                .asymptote_bpm = PD_UNKNOWN,
                .dfa_a1_milli = PD_UNKNOWN,
                .before = {.intensity = PD_INTENSITY_UNKNOWN, .certainty_percent = PD_UNKNOWN},
                .effort = {.intensity = PD_INTENSITY_MODERATE, .certainty_percent = 95, .witness = PD_WITNESS_SPEED},
                .asked = true,
                .step = PD_INTENSITY_EASY,
                .speed_band = {.high = 2900},
                .target_state = PD_TARGET_IN,
                .silence = PD_SILENCE_ON_TARGET,
        };
}

static void
assert_says(const struct pd_explanation *explanation, const char *said, const char *text)
{
        struct pd_reply reply;

        pd_reply_init(&reply);
        pd_explained_say(explanation, PD_UNITS_METRIC, said, &reply);
        unfold(reply.text);
        if (strstr(pd_reply_text(&reply), text) == NULL)
                fail_msg("it does not say '%s':\n%s", text, pd_reply_text(&reply));
        pd_reply_clear(&reply);
}

static void
speed_says_where_it_is_and_what_that_makes_likely(void **state)
{
        struct pd_explanation explanation = plain();

        (void) state;
        assert_says(&explanation, NULL,
                "Speed: 5:39 min/km is no slower than LT1 (5:45 min/km, test) and slower than LT2 (4:50 min/km, test). "
                "This second: 79 % moderate, 20 % easy; with those before: 95 % moderate, 5 % easy. ");
        explanation.speed.believed = false;
        assert_says(&explanation, NULL, "It accuses nobody: judge_by says so.");
        explanation.speed.bounds[PD_BOUND_LT1].width = 145;
        assert_says(&explanation, NULL, "LT1 (5:45 min/km, test, 5 % either way)");
        explanation.speed.value = 3600;
        assert_says(&explanation, NULL, "4:38 min/km is no slower than LT2 (4:50 min/km, test). This");
        explanation.speed.value = 2000;
        assert_says(&explanation, NULL, "8:20 min/km is no faster than the recovery ceiling (6:48 min/km, a share of LT1). ");
        explanation.uphill = true;
        assert_says(&explanation, NULL, "Speed: 8:20 min/km; up a hill that says nothing, for a pod knows no gradient.");
        explanation.uphill = false;
        explanation.speed.lt1.value = 0;
        assert_says(&explanation, NULL, "that says nothing, for no LT1 speed is known.");
        explanation.speed.value = 120;
        explanation.effort.intensity = PD_INTENSITY_REST;
        assert_says(&explanation, NULL, "Speed: 0.12 m/s; who stands, rests.");
        explanation.speed.value = PD_UNKNOWN;
        assert_says(&explanation, NULL, "Speed: no pod is heard.");
        explanation.speed.doubt = PD_DOUBT_NO_STEPS;
        assert_says(&explanation, NULL, "Speed: the sensor is not to be trusted, for it has a speed and no steps.");
}

static void
the_heart_says_where_it_is_or_where_it_was(void **state)
{
        struct pd_explanation explanation = plain();

        (void) state;
        assert_says(&explanation, NULL, "Heart rate: no strap is heard.");
        explanation.heart.doubt = PD_DOUBT_CADENCE_LOCK;
        assert_says(&explanation, NULL, "Heart rate: the sensor is not to be trusted, for it follows the steps.");
        explanation.heart.value = 155;
        explanation.heart.mean = 154;
        assert_says(&explanation, NULL,
                "Heart rate: 155 bpm (154 over half a minute) is at or above LT1 (152 bpm, estimated, 12 either way)"
                " and below LT2 (168 bpm, estimated, 6 either way). This second: 70 % moderate, 30 % easy; with");
        explanation.expected_bpm = 151;
        explanation.asymptote_bpm = 153;
        assert_says(&explanation, NULL, "155 bpm (154 over half a minute; 151 expected by the speed, which leads to 153) is at");
        explanation.settled = false;
        assert_says(&explanation, NULL,
                "It is on its way and shows the past: nothing beside speed, and by itself a guess. This second: 70 % moderate, 30 % easy.");
        explanation.heart.lt1.value = 0;
        assert_says(&explanation, NULL, "; that says nothing, for no LT1 heart rate is known.");
}

static void
alpha1_is_told_where_it_is_known(void **state)
{
        struct pd_explanation explanation = plain();

        (void) state;
        explanation.dfa_a1_milli = 1043;
        assert_says(&explanation, NULL, "DFA-alpha1: 1.04 over two minutes is above 0.75, as below LT1. It leans on the heart's word");
        explanation.dfa_a1_milli = 620;
        assert_says(&explanation, NULL, "DFA-alpha1: 0.62 over two minutes is below 0.75, as from LT1 on.");
        explanation.dfa_a1_milli = 401;
        assert_says(&explanation, NULL, "DFA-alpha1: 0.40 over two minutes is not above 0.50, as from LT2 on.");
}

static void
the_conclusion_is_a_state_its_certainty_and_its_witness(void **state)
{
        struct pd_explanation explanation = plain();

        (void) state;
        assert_says(&explanation, NULL, "So it was moderate, 95 % sure, by speed; a second before, unknown.");
        explanation.grey = true;
        explanation.before = explanation.effort;
        assert_says(&explanation, NULL, "a second before, moderate (95 %). That is grey: moderate where nothing asks for it.");
        explanation.grey = false;
        explanation.effort = (struct pd_effort) {PD_INTENSITY_MODERATE, 72, PD_WITNESS_HEART_RATE, .drift = false};
        assert_says(&explanation, NULL,
                "So it was moderate, 72 % sure, by heart rate; a second before, moderate (95 %). Below 90 % that accuses nobody.");
        explanation.effort = (struct pd_effort) {PD_INTENSITY_EASY, 97, PD_WITNESS_SPEED, .drift = true};
        assert_says(&explanation, NULL, "The heart is above LT1 at a speed that does not explain it: drift, and no grey.");
        explanation.effort = (struct pd_effort) {PD_INTENSITY_UNKNOWN, PD_UNKNOWN, PD_WITNESS_NONE, .drift = false};
        assert_says(&explanation, NULL, "So nobody can tell how hard it was.");
}

static void
the_coach_says_what_is_asked_and_why_it_spoke_or_did_not(void **state)
{
        struct pd_explanation explanation = plain();

        (void) state;
        assert_says(&explanation, NULL,
                "Coach: easy is asked, no faster than 5:45 min/km. Shown: in. Nothing is said: that is as asked.");
        explanation.hr = (struct pd_band) {.low = 140, .high = 152, .width = 12};
        assert_says(&explanation, NULL, "easy is asked, at least 140 bpm, at most 152 bpm (12 either way are borderline), no faster");
        explanation.side = PD_SIDE_OVER;
        explanation.off_by = PD_WITNESS_SPEED;
        explanation.off_s = 14;
        explanation.silence = PD_SILENCE_NOT_YET;
        assert_says(&explanation, NULL, "Over the target for 14 s, by speed. Nothing is said yet: so short an excess may pass by itself.");
        assert_says(&explanation, "Ease off.", "Over the target for 14 s, by speed. Spoken: \"Ease off.\"");
        explanation.side = PD_SIDE_UNDER;
        explanation.off_by = PD_WITNESS_HEART_RATE;
        assert_says(&explanation, NULL, "Under the target for 14 s, by heart rate.");
        explanation.asked = false;
        explanation.side = PD_SIDE_NONE;
        explanation.silence = PD_SILENCE_NOTHING_ASKED;
        assert_says(&explanation, NULL, "Coach: Nothing is said, for nothing is asked.");
        explanation.state = PD_SESSION_PAUSED;
        assert_says(&explanation, NULL, "The session is paused: nothing is judged.");
}

static void
each_silence_has_its_own_reason(void **state)
{
        struct pd_explanation explanation = plain();
        char before[256] = "";

        (void) state;
        for (enum pd_silence silence = PD_SILENCE_NOTHING_ASKED; silence < PD_SILENCE_COUNT; silence++) {
                struct pd_reply reply;
                const char *why;

                pd_reply_init(&reply);
                explanation.silence = silence;
                pd_explained_say(&explanation, PD_UNITS_METRIC, NULL, &reply);
                why = strstr(pd_reply_text(&reply), "Shown: in. Nothing ");
                assert_non_null(why);
                assert_null(strstr(why, "(null)"));
                assert_string_not_equal(why, before);
                snprintf(before, sizeof(before), "%s", why);
                pd_reply_clear(&reply);
        }
        explanation.silence = PD_SILENCE_NO_PUSH;
        assert_says(&explanation, NULL, "Nothing is said: that is below what is asked, but the heart is high");
}

static void
a_rep_that_counts_by_its_peak_says_so(void **state)
{
        struct pd_explanation explanation = plain();

        (void) state;
        explanation.uphill = true;
        explanation.rep = (struct pd_explained_rep) {true, PD_REP_NONE, PD_UNKNOWN, 168};
        assert_says(&explanation, NULL, "Rep: it counts by the heart's peak, until 15 s after it; at least 168 bpm are meant. "
                                        "No peak is heard so far. Coach: easy is asked. Shown");
        explanation.rep = (struct pd_explained_rep) {true, PD_REP_NONE, 150, 168};
        assert_says(&explanation, NULL, "The peak so far: 150 bpm.");
        explanation.rep = (struct pd_explained_rep) {true, PD_REP_FAILED, 154, 168};
        assert_says(&explanation, NULL, "The peak was 154 bpm: too gentle.");
        explanation.rep.result = PD_REP_DONE;
        assert_says(&explanation, NULL, "The peak was 154 bpm: done as meant.");
}

static void
no_line_is_longer_than_a_terminal_and_a_number_stays_with_its_unit(void **state)
{
        struct pd_explanation explanation = plain();
        struct pd_reply reply;
        char *lines, *line;

        (void) state;
        explanation.heart.value = explanation.heart.mean = 155;
        explanation.expected_bpm = explanation.asymptote_bpm = 151;
        explanation.hr = (struct pd_band) {.low = 140, .high = 152, .width = 12};
        pd_reply_init(&reply);
        pd_explained_say(&explanation, PD_UNITS_METRIC, "Bleib unter hundertzweiundfünfzig, größere Schritte später", &reply);
        for (lines = reply.text; (line = strsep(&lines, "\n")) != NULL;) {
                size_t columns = 0;

                for (const char *c = line; *c != '\0'; c++)
                        columns += ((unsigned char) *c & 0xc0) != 0x80;
                assert_in_range(columns, 0, 80);
                assert_int_not_equal(strncmp(line, "    %", 5), 0);
                assert_int_not_equal(strncmp(line, "    bpm", 7), 0);
                assert_int_not_equal(strncmp(line, "    min/km", 10), 0);
        }
        pd_reply_clear(&reply);
}

static void
power_says_where_it_is_where_a_pod_tells_it(void **state)
{
        struct pd_explanation explanation = plain();
        struct pd_explained_witness *power = &explanation.power;

        (void) state;
        *power = (struct pd_explained_witness) {
                .value = 251, .mean = 250, .believed = true, .lt1 = {230, 10, PD_PROVENANCE_TEST}, .lt2 = {280, 12, PD_PROVENANCE_TEST},
                .bounds = {{195, 8}, {230, 10}, {280, 12}}, .alone_percent = {0, 9, 88, 3}, .percent = {0, 2, 98, 0},
        };
        explanation.uphill = true;
        assert_says(&explanation, NULL,
                "Power: 251 W is at or above LT1 (230 W, test, 4 % either way) and below LT2 (280 W, test, 4 % either way). "
                "This second: 3 % hard, 88 % moderate, 9 % easy; with those before: 98 % moderate.");
        explanation.effort.witness = PD_WITNESS_POWER;
        assert_says(&explanation, NULL, "So it was moderate, 95 % sure, by power;");
        explanation.asked = true;
        explanation.power_band = (struct pd_band) {.high = 194, .width = 8};
        assert_says(&explanation, NULL, "at most 194 W (8 either way are borderline)");
        power->lt1.value = 0;
        assert_says(&explanation, NULL, "Power: 251 W; that says nothing, for no LT1 power is known.");
        power->value = PD_UNKNOWN;
        power->doubt = PD_DOUBT_POWER;
        assert_says(&explanation, NULL, "Power: the sensor is not to be trusted, for it is none, the same for too long, or more than");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(speed_says_where_it_is_and_what_that_makes_likely),
                cmocka_unit_test(the_heart_says_where_it_is_or_where_it_was),
                cmocka_unit_test(alpha1_is_told_where_it_is_known),
                cmocka_unit_test(the_conclusion_is_a_state_its_certainty_and_its_witness),
                cmocka_unit_test(the_coach_says_what_is_asked_and_why_it_spoke_or_did_not),
                cmocka_unit_test(each_silence_has_its_own_reason),
                cmocka_unit_test(a_rep_that_counts_by_its_peak_says_so),
                cmocka_unit_test(no_line_is_longer_than_a_terminal_and_a_number_stays_with_its_unit),
                cmocka_unit_test(power_says_where_it_is_where_a_pod_tells_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
