/* SPDX-License-Identifier: MIT */
/* Where heart rate and speed are going, and what a wandering heart lets one tell. */
#include "core/signal/trend.h"

#include "support/cm.h"

#include "purposed/event.h"

/* Minutes at one speed, the heart climbing by MILLI bpm a minute from BPM, and
 * every other minute SWAY bpm higher or lower. */
static void
run(struct pd_trend *trend, int minutes, int32_t bpm, int32_t milli, int32_t sway)
{
        for (int i = 0; i < 60 * minutes; i++) {
                int32_t climbed = (int32_t) ((int64_t) milli * i / 60 / 100);
                pd_trend_second(trend, 10 * (bpm + (i / 60 % 2 == 0 ? sway : -sway)) + climbed, 2450);
        }
}

static void
climbs_are_told_from_drift_by_their_slope(void **state)
{
        static const struct {
                int32_t milli;
                bool climbs;
        } cases[] = {{0, false}, {200, false}, {300, false}, {360, true}, {1000, true}, {-500, false}};

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_trend trend;
                pd_trend_init(&trend);
                run(&trend, 30, 140, cases[i].milli, 0);
                if (pd_trend_hr_climbs(&trend, 300) != cases[i].climbs)
                        fail_msg("%d thousandths of a bpm a minute", cases[i].milli);
        }
}

static void
nothing_is_told_before_ten_minutes(void **state)
{
        struct pd_trend trend;

        (void) state;
        pd_trend_init(&trend);
        run(&trend, 9, 140, 3000, 0);
        assert_false(pd_trend_hr_climbs(&trend, 300));
        assert_int_equal(pd_trend_hr_mean(&trend), PD_UNKNOWN);
        run(&trend, 1, 170, 0, 0);
        assert_true(pd_trend_hr_climbs(&trend, 300));
}

static void
a_heart_that_wanders_must_climb_further(void **state)
{
        struct pd_trend trend;

        (void) state;
        pd_trend_init(&trend);
        run(&trend, 30, 140, 500, 3);
        assert_false(pd_trend_hr_climbs(&trend, 300));
        pd_trend_init(&trend);
        run(&trend, 30, 140, 1000, 3);
        assert_true(pd_trend_hr_climbs(&trend, 300));
}

static void
a_steady_heart_reaches_a_limit_when_it_does(void **state)
{
        struct pd_trend trend;

        (void) state;
        pd_trend_init(&trend);
        run(&trend, 20, 155, 0, 0);
        assert_false(pd_trend_hr_reaches(&trend, 159, 160));
        assert_true(pd_trend_hr_reaches(&trend, 160, 160));
}

static void
a_wandering_heart_must_be_far_beyond_or_long(void **state)
{
        struct pd_trend trend;

        (void) state;
        pd_trend_init(&trend);
        run(&trend, 20, 155, 0, 3);
        assert_false(pd_trend_hr_reaches(&trend, 166, 160));
        assert_true(pd_trend_hr_reaches(&trend, 173, 160));
        run(&trend, 10, 163, 0, 3);
        assert_int_equal(pd_trend_hr_mean(&trend), 163);
        assert_true(pd_trend_hr_reaches(&trend, 161, 160));
}

static void
silence_is_skipped(void **state)
{
        struct pd_trend trend;

        (void) state;
        pd_trend_init(&trend);
        for (int i = 0; i < 20 * 60; i++)
                pd_trend_second(&trend, PD_UNKNOWN, PD_UNKNOWN);
        assert_int_equal(pd_trend_hr_mean(&trend), PD_UNKNOWN);
        assert_false(pd_trend_hr_climbs(&trend, 300));
        assert_false(pd_trend_speed_rises(&trend, 2));
}

static void
speed_rises_from_half_to_half(void **state)
{
        struct pd_trend trend;

        (void) state;
        pd_trend_init(&trend);
        for (int i = 0; i < 20 * 60; i++)
                pd_trend_second(&trend, 1400, i < 600 ? 2500 : 2540);
        assert_false(pd_trend_speed_rises(&trend, 2));
        pd_trend_init(&trend);
        for (int i = 0; i < 20 * 60; i++)
                pd_trend_second(&trend, 1400, i < 600 ? 2500 : 2560);
        assert_true(pd_trend_speed_rises(&trend, 2));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(climbs_are_told_from_drift_by_their_slope),
                cmocka_unit_test(nothing_is_told_before_ten_minutes),
                cmocka_unit_test(a_heart_that_wanders_must_climb_further),
                cmocka_unit_test(a_steady_heart_reaches_a_limit_when_it_does),
                cmocka_unit_test(a_wandering_heart_must_be_far_beyond_or_long),
                cmocka_unit_test(silence_is_skipped),
                cmocka_unit_test(speed_rises_from_half_to_half),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
