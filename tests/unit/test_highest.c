/* SPDX-License-Identifier: MIT */
/* The highest heart rate that was reached and held. */
#include "core/athlete/highest.h"

#include "support/cm.h"

/* BPM each STEP_S seconds from FROM to TO, both included. */
static void
hold(struct pd_highest *highest, int from, int to, int step_s, int32_t bpm)
{
        for (int i = from; i <= to; i += step_s)
                pd_highest_add(highest, i * PD_SEC, bpm);
}

static void
nothing_was_held_in_silence(void **state)
{
        struct pd_highest highest;
        struct pd_athlete athlete;

        (void) state;
        pd_highest_init(&highest);
        assert_int_equal(highest.hr_bpm, 0);
        pd_highest_athlete(&highest, &athlete);
        assert_int_equal(athlete.hr_max.value, 0);
        assert_int_equal(athlete.lt1_hr.value, 0);
}

static void
thirty_seconds_hold_a_value(void **state)
{
        struct pd_highest highest;

        (void) state;
        pd_highest_init(&highest);
        hold(&highest, 0, 29, 1, 180);
        assert_int_equal(highest.hr_bpm, 0);
        hold(&highest, 30, 30, 1, 180);
        assert_int_equal(highest.hr_bpm, 180);
}

static void
a_spike_is_not_held(void **state)
{
        struct pd_highest highest;

        (void) state;
        pd_highest_init(&highest);
        hold(&highest, 0, 60, 1, 150);
        hold(&highest, 61, 80, 1, 210);
        hold(&highest, 81, 120, 1, 151);
        assert_int_equal(highest.hr_bpm, 151);
}

/* 4 bpm a second for 20 s, held for half a minute, and down again: no heart climbs like that. */
static void
a_climb_that_no_heart_makes_is_not_reached(void **state)
{
        struct pd_highest highest;

        (void) state;
        pd_highest_init(&highest);
        hold(&highest, 0, 300, 1, 140);
        for (int i = 0; i < 19; i++)
                hold(&highest, 301 + i, 301 + i, 1, 140 + 4 * i);
        hold(&highest, 320, 360, 1, 216);
        for (int i = 0; i < 40; i++)
                hold(&highest, 361 + i, 361 + i, 1, 216 - i * 2);
        assert_in_range(highest.hr_bpm, 140, 150);
}

static void
what_was_passed_counts_as_reached(void **state)
{
        struct pd_highest highest;

        (void) state;
        pd_highest_init(&highest);
        for (int i = 0; i <= 40; i++)
                pd_highest_add(&highest, i * PD_SEC, 160 + i % 2); /* 160, 161, 160 … */
        assert_int_equal(highest.hr_bpm, 160);
}

static void
a_slow_recording_holds_as_well_but_over_a_gap_nothing_is_held(void **state)
{
        struct pd_highest slow, torn;

        (void) state;
        pd_highest_init(&slow);
        hold(&slow, 0, 60, 20, 170);
        assert_int_equal(slow.hr_bpm, 170);
        pd_highest_init(&torn);
        hold(&torn, 0, 84, 21, 170);
        assert_int_equal(torn.hr_bpm, 0);
}

static void
implausible_values_break_what_was_held(void **state)
{
        static const int32_t nonsense[] = {0, PD_HIGHEST_HR_LEAST - 1, PD_HIGHEST_HR_MOST + 1, 255};

        (void) state;
        for (size_t i = 0; i < 4; i++) {
                struct pd_highest highest;
                pd_highest_init(&highest);
                hold(&highest, 0, 25, 1, 170);
                hold(&highest, 26, 26, 1, nonsense[i]);
                hold(&highest, 27, 50, 1, 170);
                assert_int_equal(highest.hr_bpm, 0);
        }
}

static void
it_never_falls(void **state)
{
        struct pd_highest highest;

        (void) state;
        pd_highest_init(&highest);
        hold(&highest, 0, 60, 1, 181);
        hold(&highest, 61, 600, 1, 120);
        assert_int_equal(highest.hr_bpm, 181);
}

static void
an_unknown_runner_is_estimated_from_it(void **state)
{
        struct pd_highest highest;
        struct pd_athlete athlete;

        (void) state;
        pd_highest_init(&highest);
        hold(&highest, 0, 60, 1, 188);
        pd_highest_athlete(&highest, &athlete);
        assert_string_equal(athlete.id, "runner");
        assert_int_equal(athlete.hr_max.value, 188);
        assert_int_equal(athlete.auto_start, PD_AUTO_START_BOTH);
        assert_int_equal(athlete.lt1_hr.value, 160); /* 85.1 % */
        assert_int_equal(athlete.lt2_hr.value, 176); /* 93.5 % */
        assert_int_equal(athlete.lt1_hr.provenance, PD_PROVENANCE_ESTIMATED);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_was_held_in_silence),
                cmocka_unit_test(thirty_seconds_hold_a_value),
                cmocka_unit_test(a_spike_is_not_held),
                cmocka_unit_test(a_climb_that_no_heart_makes_is_not_reached),
                cmocka_unit_test(what_was_passed_counts_as_reached),
                cmocka_unit_test(a_slow_recording_holds_as_well_but_over_a_gap_nothing_is_held),
                cmocka_unit_test(implausible_values_break_what_was_held),
                cmocka_unit_test(it_never_falls),
                cmocka_unit_test(an_unknown_runner_is_estimated_from_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
