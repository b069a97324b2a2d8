/* SPDX-License-Identifier: MIT */
/*
 * A pod that tells its runner's power: LT1 230 W, LT2 280, tested, and so 4.3 %
 * wide. On the flat she has 80 W for each m/s.
 */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#define HILLS "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy"
#define WATTS_A_M_S 80
#define UPHILL_W 310

static const char steady[] = "body dead 5 up 39 down 73 line 152 24 2.90 drift 0 rest 52 max 186\n"
                             "0:00 speed 2.25\n20:00 stand\n31:00 end\n";

static struct story *
story_with_power(const char *workout, story_power_func power)
{
        struct story *story = story_new(workout);

        story->athlete.lt1_power = (struct pd_anchor) {230, 10, PD_PROVENANCE_TEST};
        story->athlete.lt2_power = (struct pd_anchor) {280, 12, PD_PROVENANCE_TEST};
        story->power = power;
        return story;
}

/* Strides differ: by a second's worth of watts. */
static int32_t
flat(pd_usec at, int32_t mm_s)
{
        return mm_s * WATTS_A_M_S / 1000 + (mm_s >= 500 ? (int32_t) (at / PD_SEC % 5) - 2 : 0);
}

static bool
is_uphill(pd_usec at)
{
        const int64_t s = at / PD_SEC - 15 * 60;

        return s >= 0 && s < 8 * 210 && s % 210 < 90;
}

/* Up the hill the speed falls and the power does not. */
static int32_t
hilly(pd_usec at, int32_t mm_s)
{
        return is_uphill(at) && mm_s >= 500 ? UPHILL_W + flat(at, 500) - 40 : flat(at, mm_s);
}

/* The last four are dodged. */
static int32_t
dodging(pd_usec at, int32_t mm_s)
{
        if (at < (15 * 60 + 4 * 210) * PD_SEC)
                return hilly(at, mm_s);
        return is_uphill(at) && mm_s >= 500 ? 200 + flat(at, 500) - 40 : flat(at, mm_s);
}

/* A recovery day into the wind: pace and heart are those of one, the power is not. */
static int32_t
windy(pd_usec at, int32_t mm_s)
{
        return flat(at, mm_s) + (mm_s >= 500 && at >= 10 * PD_MINUTE && at < 14 * PD_MINUTE ? 60 : 0);
}

static void
a_pods_power_tells_of_a_hill_what_its_speed_does_not(void **state)
{
        struct story *story = story_with_power(HILLS, hilly);

        (void) state;
        story_play(story, "story3", 0);
        assert_in_range(story->summary.seconds[PD_INTENSITY_HARD], 8 * 80, 8 * 92); /* from the hill's first seconds on */
        assert_in_range(story->summary.seconds[PD_INTENSITY_UNKNOWN], 0, 20);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), 0);
        assert_int_equal(story->summary.reps_done, 8);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_in_range(story->summary.power_avg_w, 200, 240);
        story_matches_golden(story, "power_hills");
        story_free(story);
}

/* It is told on the hill, and not behind it. */
static void
hills_that_are_dodged_are_told_by_power(void **state)
{
        struct story *story = story_with_power(HILLS, dodging);
        const struct said *said;

        (void) state;
        story_play(story, "story3_dodged", 0);
        said = story_said(story, PD_ALERT_TOO_EASY, 0);
        assert_non_null(said);
        assert_int_equal(said->witness, PD_WITNESS_POWER);
        assert_string_equal(said->say, "A little more. You can do this.");
        assert_in_range(said->t_s, 29 * 60 + 15, 29 * 60 + 35);
        assert_int_equal(story->summary.reps_done, 4);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_PARTLY); /* as of all reps that go by time */
        story_free(story);
}

static void
a_recovery_day_into_the_wind_is_too_hard_by_power(void **state)
{
        struct story *story = story_with_power("recovery 20m", windy);
        const struct said *said;

        (void) state;
        story_play_text(story, steady);
        said = story_said(story, PD_ALERT_TOO_HARD, 0);
        if (said == NULL)
                said = story_said(story, PD_ALERT_GREY_ZONE, 0);
        assert_non_null(said);
        assert_int_equal(said->witness, PD_WITNESS_POWER);
        assert_in_range(said->t_s, 10 * 60 + 8, 10 * 60 + 30);
        assert_int_equal(story_count(story, PD_ALERT_BACK_ON_TARGET), 1);
        assert_int_equal(story_said(story, PD_ALERT_BACK_ON_TARGET, 0)->witness, PD_WITNESS_POWER);
        assert_in_range(story_said(story, PD_ALERT_BACK_ON_TARGET, 0)->t_s, 14 * 60 + 5, 14 * 60 + 20);
        story_matches_golden(story, "power_wind");
        story_free(story);
}

/* The same pod, of an athlete who has told no threshold of power: it is shown. */
static void
without_thresholds_power_is_shown_and_judges_nothing(void **state)
{
        struct story *story = story_new("recovery 20m"), *without = story_new("recovery 20m");

        (void) state;
        story->power = windy;
        story_play_text(story, steady);
        story_play_text(without, steady);
        assert_int_equal(story->n_said, without->n_said);
        assert_in_range(story->summary.power_avg_w, 185, 195);
        assert_int_equal(without->summary.power_avg_w, PD_UNKNOWN);
        for (int i = 0; i < PD_INTENSITY_COUNT; i++)
                assert_int_equal(story->summary.seconds[i], without->summary.seconds[i]);
        story_free(story);
        story_free(without);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_pods_power_tells_of_a_hill_what_its_speed_does_not),
                cmocka_unit_test(hills_that_are_dodged_are_told_by_power),
                cmocka_unit_test(a_recovery_day_into_the_wind_is_too_hard_by_power),
                cmocka_unit_test(without_thresholds_power_is_shown_and_judges_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
