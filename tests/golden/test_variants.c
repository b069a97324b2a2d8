/* SPDX-License-Identifier: MIT */
/*
 * The stories with other numbers: another runner, other speeds, other steps,
 * another start. What holds is the rule, not the minute.
 */
#include "golden/story.h"

#include "support/cm.h"

#include <stdio.h>
#include <string.h>

/* LT1 and LT2 of a runner, tested; her body lies on the line through LT1. */
struct runner {
        int32_t lt1_bpm, lt2_bpm, lt1_mm_s, lt2_mm_s, hr_max, hr_rest;
        enum pd_units units;
};

static const struct runner runners[] = {
        {152, 168, 2900, 3450, 186, 52, PD_UNITS_METRIC},
        {138, 156, 2300, 2800, 172, 60, PD_UNITS_METRIC},
        {165, 180, 3900, 4500, 198, 44, PD_UNITS_IMPERIAL},
        {147, 171, 2600, 3300, 190, 55, PD_UNITS_METRIC},
};
#define N_RUNNERS (sizeof(runners) / sizeof(runners[0]))

static struct story *
story_of(const struct runner *runner, const char *workout)
{
        struct story *story = story_new(workout);
        struct pd_athlete *athlete = &story->athlete;

        athlete->units = (int32_t) runner->units;
        athlete->hr_max = (struct pd_anchor) {runner->hr_max, 0, PD_PROVENANCE_TEST};
        athlete->hr_rest = (struct pd_anchor) {runner->hr_rest, 0, PD_PROVENANCE_TEST};
        athlete->lt1_hr = (struct pd_anchor) {runner->lt1_bpm, 0, PD_PROVENANCE_TEST};
        athlete->lt2_hr = (struct pd_anchor) {runner->lt2_bpm, 0, PD_PROVENANCE_TEST};
        athlete->lt1_speed = (struct pd_anchor) {runner->lt1_mm_s, 0, PD_PROVENANCE_TEST};
        athlete->lt2_speed = (struct pd_anchor) {runner->lt2_mm_s, 0, PD_PROVENANCE_TEST};
        rig_workout(&story->workout, workout, athlete);
        return story;
}

struct script {
        char text[8192];
        size_t length;
};

static void
body(struct script *script, const struct runner *runner, double drift)
{
        script->length = (size_t) snprintf(script->text, sizeof(script->text),
                "body dead 5 up 39 down 73 line %d 24 %.3f drift %.2f rest %d max %d\n", runner->lt1_bpm, runner->lt1_mm_s / 1000.0,
                drift, runner->hr_rest, runner->hr_max);
}

static void
line(struct script *script, int32_t at_s, const char *what)
{
        size_t left = sizeof(script->text) - script->length;

        script->length += (size_t) snprintf(script->text + script->length, left, "%d:%02d %s\n", at_s / 60, at_s % 60, what);
}

static void
speed(struct script *script, int32_t at_s, int32_t mm_s)
{
        char what[32];

        snprintf(what, sizeof(what), "speed %.3f", mm_s / 1000.0);
        line(script, at_s, what);
}

static void
ramp(struct script *script, int32_t at_s, int32_t mm_s, int32_t by_s)
{
        char what[48];

        snprintf(what, sizeof(what), "ramp %.3f by %d:%02d", mm_s / 1000.0, by_s / 60, by_s % 60);
        line(script, at_s, what);
}

static void
stop(struct script *script, int32_t at_s)
{
        line(script, at_s, "stand");
        line(script, at_s + 660, "end");
}

/* Story 1: too quick for a minute and a half, from FAST on. */
static void
talked_out_of_it(const struct runner *runner, int32_t start, int32_t fast)
{
        struct story *story = story_of(runner, "recovery 40m");
        struct script script;
        int32_t ceiling = pd_athlete_recovery_speed(&story->athlete), slow = ceiling * 92 / 100, quick = ceiling * 122 / 100;
        int32_t crossed = fast + 30 * (ceiling * 102 / 100 - slow) / (quick - slow);
        const struct said *first;

        body(&script, runner, 0.05);
        if (start > 0)
                line(&script, 0, "stand");
        speed(&script, start, slow);
        ramp(&script, start + fast, quick, start + fast + 30);
        ramp(&script, start + fast + 95, slow, start + fast + 110);
        stop(&script, start + 2400);
        story_play_text(story, script.text);

        first = story_said(story, PD_ALERT_TOO_HARD, 0);
        assert_non_null(first);
        assert_in_range(first->t_s, crossed + 14, crossed + 25);
        assert_int_equal(first->witness, PD_WITNESS_SPEED);
        assert_in_range(story->shown_over_s, crossed, crossed + 12);
        assert_in_range(story_count(story, PD_ALERT_TOO_HARD), 1, 2);
        assert_int_equal(story_count(story, PD_ALERT_GREY_ZONE) + story_count(story, PD_ALERT_TOO_EASY), 0);
        assert_in_range(story_said(story, PD_ALERT_BACK_ON_TARGET, 0)->t_s, fast + 95, fast + 121);
        assert_int_equal(story->summary.excursions, 1);
        assert_int_equal(story->summary.heeded, story->summary.alerts);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        story_free(story);
}

static void
recovery_of_other_runners(void **state)
{
        (void) state;
        for (size_t i = 0; i < N_RUNNERS; i++) {
                talked_out_of_it(&runners[i], 0, 720);
                talked_out_of_it(&runners[i], 200, 500);
                talked_out_of_it(&runners[i], 17, 1500);
        }
}

/* Story 2: off from the beginning, or after a while; on an easy day it is grey. */
static void
never_heeded(const struct runner *runner, const char *workout, int32_t ceiling, int32_t quick, enum pd_alert_type type, int32_t from)
{
        struct story *story = story_of(runner, workout);
        struct script script;

        body(&script, runner, 0.05);
        speed(&script, 0, ceiling * 9 / 10);
        speed(&script, from, quick);
        stop(&script, 2700);
        story_play_text(story, script.text);
        assert_int_equal(story_count(story, type), 4);
        assert_int_equal(story_count(story, PD_ALERT_TOO_HARD) + story_count(story, PD_ALERT_GREY_ZONE), 4);
        assert_in_range(story_said(story, type, 0)->t_s, from + 8, from + 30);
        for (size_t i = 1; i < 4; i++)
                assert_int_equal(story_said(story, type, i)->t_s - story_said(story, type, i - 1)->t_s, 15 << i);
        assert_int_equal(story_count(story, PD_ALERT_BACK_ON_TARGET), 0);
        assert_in_range(story->summary.over_s, 2700 - from - 10, 2700 - from + 3);
        assert_in_range(story->summary.went_wrong_s, from, from + 3);
        assert_int_equal(story->summary.heeded, 0);
        assert_int_equal(story->summary.verdict, PD_VERDICT_EXERCISING);
        story_free(story);
}

static void
nobody_listens(void **state)
{
        (void) state;
        for (size_t i = 0; i < N_RUNNERS; i++) {
                const struct runner *runner = &runners[i];
                int32_t recovery = (runner->lt1_mm_s * 845 + 500) / 1000, grey = (runner->lt1_mm_s + runner->lt2_mm_s) / 2;

                never_heeded(runner, "recovery 45m", recovery, runner->lt1_mm_s * 97 / 100, PD_ALERT_TOO_HARD, 300);
                never_heeded(runner, "45m easy", runner->lt1_mm_s, grey, PD_ALERT_GREY_ZONE, 300);
                never_heeded(runner, "45m easy", runner->lt1_mm_s, grey, PD_ALERT_GREY_ZONE, 1000);
                never_heeded(runner, "45m easy", runner->lt1_mm_s, runner->lt2_mm_s * 106 / 100, PD_ALERT_TOO_HARD, 900);
        }
}

/* Story 3: N hills of UP seconds, the first DONE of them in earnest. */
static void
hills(const struct runner *runner, int32_t n, int32_t done, int32_t up, int32_t down)
{
        char workout[96], effort[32];
        struct story *story;
        struct script script;
        int32_t easy = runner->lt1_mm_s * 86 / 100;

        snprintf(workout, sizeof(workout), "10m easy, %dx (%ds hills hard, %ds easy), 5m easy", n, up, down);
        story = story_of(runner, workout);
        body(&script, runner, 0);
        speed(&script, 0, easy);
        for (int32_t i = 0; i < n; i++) {
                int32_t begins = 600 + i * (up + down);
                double hard = runner->lt1_mm_s / 1000.0 + (i < done ? 1.35 : 0.1);
                speed(&script, begins, easy * 9 / 10);
                snprintf(effort, sizeof(effort), "effort %.3f", hard);
                line(&script, begins, effort);
                speed(&script, begins + up, easy);
        }
        stop(&script, 600 + n * (up + down) + 300);
        story_play_text(story, script.text);
        assert_int_equal(story->summary.reps_meant, n);
        assert_int_equal(story->summary.reps_done, done);
        assert_int_equal(story_count(story, PD_ALERT_TOO_HARD) + story_count(story, PD_ALERT_GREY_ZONE), 0);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), n - done > 3 ? 3 : n - done);
        for (int32_t i = 0; i < n - done && i < 3; i++) {
                const struct said *said = story_said(story, PD_ALERT_TOO_EASY, (size_t) i);
                int32_t ended = 600 + (done + i) * (up + down) + up;
                assert_in_range(said->t_s, ended, ended + 16);
                assert_string_equal(said->say, i < 2 ? "That hill was too gentle." : "Enough. Jog home.");
        }
        assert_int_equal(story->summary.verdict, done * 2 > n ? PD_VERDICT_TRAINING : PD_VERDICT_EXERCISING);
        if (done * 2 <= n)
                assert_in_range(story->summary.went_wrong_s, 600 + done * (up + down) - 3, 600 + done * (up + down) + 3);
        story_free(story);
}

static void
other_hills(void **state)
{
        (void) state;
        hills(&runners[0], 6, 6, 75, 150);
        hills(&runners[0], 10, 4, 90, 120);
        hills(&runners[1], 6, 3, 90, 120);
        hills(&runners[2], 8, 8, 100, 140);
        hills(&runners[2], 5, 5, 120, 120);
        hills(&runners[0], 6, 5, 90, 150);
}

/* Story 4: a run told to be easy, by an LT1 that has been tested: two wordings of it. */
static void
another_newcomer(void **state)
{
        struct story *story = story_newcomer("4m walk, 8x (1m run, 2m walk)", 3);
        struct script script = {.length = 0};

        (void) state;
        script.length = (size_t) snprintf(script.text, sizeof(script.text),
                "body dead 5 up 39 down 73 line 168 26 2.20 drift 0.2 rest 66 max 190\n");
        speed(&script, 0, 1400);
        for (int32_t i = 0; i < 8; i++) {
                speed(&script, 240 + i * 180, 2200);
                speed(&script, 300 + i * 180, 1400);
        }
        stop(&script, 240 + 8 * 180);
        story_play_text(story, script.text);
        assert_int_equal(story_count(story, PD_ALERT_STEP), 17);
        assert_int_equal(story->n_said, 17 + 4);
        assert_string_equal(story_said(story, PD_ALERT_QUESTION, 0)->say, "Eight of eight. How hard was it?");
        assert_int_equal(story->summary.verdict, PD_VERDICT_UNKNOWN);
        story_free(story);
}

/* Story 5: other reps. 800 m at 4:10 are 200 s; a mile at 7:00 is 7 min. */
static void
another_treadmill(void **state)
{
        struct story *story = story_strap_only("10m easy, 4x (800mtr 4:10/km, 2m rest)");
        struct script script = {.length = 0};

        (void) state;
        script.length = (size_t) snprintf(script.text, sizeof(script.text),
                "body dead 5 up 39 down 73 line 152 24 2.90 drift 0 rest 126 max 190\nsensors strap\n");
        speed(&script, 0, 2600);
        for (int32_t i = 0; i < 4; i++) {
                speed(&script, 600 + i * 320 - (i > 0 ? 8 : 0), 4000);
                line(&script, 600 + i * 320 + 200, "stand");
        }
        line(&script, 600 + 4 * 320, "strap off");
        line(&script, 600 + 4 * 320 + 700, "end");
        story_play_text(story, script.text);
        assert_string_equal(story_said(story, PD_ALERT_CANNOT_TELL, 0)->say, "No footpod. Each eight hundred is three minutes twenty.");
        for (int32_t i = 0; i < 4; i++) {
                assert_in_range(story_said(story, PD_ALERT_STEP, (size_t) (2 * i + 1))->t_s, 597 + i * 320, 603 + i * 320);
                assert_in_range(story_said(story, PD_ALERT_STEP, (size_t) (2 * i + 2))->t_s, 797 + i * 320, 803 + i * 320);
        }
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY) + story_count(story, PD_ALERT_TOO_HARD), 0);
        assert_int_equal(story->summary.distance_m, PD_UNKNOWN);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        story_free(story);
}

/* Story 6: other lights; a café just below ten minutes, and just beyond. */
static void
lights(const struct runner *runner, int32_t still_s, size_t sessions)
{
        struct story *story = story_of(runner, "60m easy");
        struct script script;
        int32_t easy = runner->lt1_mm_s * 9 / 10;

        body(&script, runner, 0);
        speed(&script, 0, easy);
        line(&script, 400, "stand");
        speed(&script, 425, easy);
        line(&script, 900, "stand");
        speed(&script, 1020, easy);
        line(&script, 1800, "stand");
        speed(&script, 1800 + still_s, easy);
        stop(&script, 3600 + still_s);
        story_play_text(story, script.text);
        assert_int_equal(story->n_summaries, sessions);
        assert_int_equal(story->n_said, 2 * sessions);
        if (sessions == 1)
                assert_in_range(story->summary.moving_s, 3600 - 145 - 15, 3600 - 145 + 15);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        story_free(story);
}

static void
other_lights(void **state)
{
        (void) state;
        for (size_t i = 0; i < N_RUNNERS; i++) {
                lights(&runners[i], 585, 1);
                lights(&runners[i], 620, 2);
        }
}

/* Story 7: drift of other slopes. It ends at the midpoint of LT1 and LT2. */
static void
heat(const struct runner *runner, double drift, int32_t at_minute_0)
{
        struct story *story = story_of(runner, "long: 90m easy");
        struct script script;
        int32_t mm_s = runner->lt1_mm_s - (runner->lt1_bpm - at_minute_0) * 1000 / 24;
        int32_t midpoint = (runner->lt1_bpm + runner->lt2_bpm) / 2;
        int32_t to_lt1 = (int32_t) ((runner->lt1_bpm - at_minute_0) * 60 / drift);
        int32_t to_midpoint = (int32_t) ((midpoint - at_minute_0) * 60 / drift);
        const struct said *said;

        body(&script, runner, drift);
        speed(&script, 0, mm_s);
        stop(&script, 5400);
        story_play_text(story, script.text);
        said = story_said(story, PD_ALERT_DRIFT, 0);
        assert_non_null(said);
        assert_in_range(said->t_s, to_lt1 + (int32_t) (2 * 60 / drift), to_lt1 + (int32_t) (2 * 60 / drift) + 120);
        assert_int_equal(story_count(story, PD_ALERT_DRIFT), 1);
        if (to_midpoint > 5400) {
                assert_int_equal(story_count(story, PD_ALERT_GREY_ZONE) + story_count(story, PD_ALERT_TOO_HARD), 0);
                assert_in_range(story->summary.drift_s, 5400 - to_lt1 - 30, 5400 - to_lt1 + 30);
                assert_int_equal(story->summary.grey_s, 0);
        } else {
                said = story_said(story, PD_ALERT_GREY_ZONE, 0);
                assert_non_null(said);
                assert_in_range(said->t_s, to_midpoint, to_midpoint + 120);
                assert_int_equal(said->witness, PD_WITNESS_HEART_RATE);
                assert_in_range(story->summary.drift_s, to_midpoint - to_lt1 - 60, to_midpoint - to_lt1 + 60);
        }
        story_free(story);
}

static void
other_heats(void **state)
{
        (void) state;
        heat(&runners[0], 0.15, 144);
        heat(&runners[0], 0.3, 141);
        heat(&runners[0], 0.25, 145);
        heat(&runners[1], 0.2, 130);
        heat(&runners[2], 0.25, 155);
        heat(&runners[3], 0.3, 135);
}

/* She runs faster and faster, though never as fast as LT1: that the heart
 * climbs with it is no drift. */
static void
a_heart_that_climbs_with_speed_is_no_drift(void **state)
{
        struct story *story = story_of(&runners[0], "long: 90m easy");
        struct script script;

        (void) state;
        body(&script, &runners[0], 0.1);
        speed(&script, 0, 2550);
        ramp(&script, 1800, 2880, 4200);
        stop(&script, 4200);
        story_play_text(story, script.text);
        assert_int_equal(story_count(story, PD_ALERT_DRIFT), 0);
        assert_in_range(story->summary.drift_s, 0, 60);
        assert_in_range(story->summary.grey_s, 300, 1500);
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(recovery_of_other_runners),
                cmocka_unit_test(nobody_listens),
                cmocka_unit_test(other_hills),
                cmocka_unit_test(another_newcomer),
                cmocka_unit_test(another_treadmill),
                cmocka_unit_test(other_lights),
                cmocka_unit_test(other_heats),
                cmocka_unit_test(a_heart_that_climbs_with_speed_is_no_drift),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
