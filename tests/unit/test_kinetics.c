/* SPDX-License-Identifier: MIT */
/* Where an athlete's kinetics begin, and what a session makes of them. */
#include "core/signal/kinetics.h"

#include "support/cm.h"

static struct pd_athlete
runner(enum pd_provenance hr, enum pd_provenance speed)
{
        struct pd_athlete athlete;

        pd_athlete_init(&athlete, "anna");
        athlete.lt1_hr = (struct pd_anchor) {152, 0, hr};
        athlete.lt1_speed = (struct pd_anchor) {2900, 0, speed};
        return athlete;
}

static int32_t
on_line(const struct pd_kinetics *kinetics, int32_t mm_s)
{
        return (kinetics->base_tenths + kinetics->gain_tenths * mm_s / 1000 + 5) / 10;
}

static void
they_begin_with_the_published_ones_on_the_athletes_own_line(void **state)
{
        const struct pd_athlete athlete = runner(PD_PROVENANCE_TEST, PD_PROVENANCE_FIELD);
        struct pd_kinetics kinetics;

        (void) state;
        pd_kinetics_of(&athlete, &kinetics);
        assert_true(pd_kinetics_has_line(&kinetics));
        assert_int_equal(kinetics.sessions, 0);
        assert_int_equal(kinetics.tau_on_tenths, 390);
        assert_int_equal(kinetics.tau_off_tenths, 730);
        assert_int_equal(kinetics.gain_tenths, 240); /* from LT1 to the recovery ceiling it would be 27 */
        assert_int_equal(on_line(&kinetics, 2900), 152);
}

static void
without_a_line_that_somebody_measured_there_is_none(void **state)
{
        static const enum pd_provenance rows[][2] = {
                {PD_PROVENANCE_ESTIMATED, PD_PROVENANCE_TEST}, {PD_PROVENANCE_TEST, PD_PROVENANCE_ESTIMATED},
                {PD_PROVENANCE_TEST, PD_PROVENANCE_UNKNOWN},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const struct pd_athlete athlete = runner(rows[i][0], rows[i][1]);
                struct pd_kinetics kinetics;

                pd_kinetics_of(&athlete, &kinetics);
                assert_false(pd_kinetics_has_line(&kinetics));
                assert_int_equal(kinetics.tau_on_tenths, 390);
        }
}

static const struct pd_kinetics learnt = {
        .base_tenths = 900, .gain_tenths = 200, .tau_on_tenths = 300, .tau_off_tenths = 600, .drift_milli = 100, .sd_tenths = 30,
        .sessions = 3};

static void
what_was_learnt_counts_for_more_than_what_is_published(void **state)
{
        struct pd_athlete athlete = runner(PD_PROVENANCE_TEST, PD_PROVENANCE_TEST);
        struct pd_kinetics kinetics;

        (void) state;
        athlete.kinetics = learnt;
        pd_kinetics_of(&athlete, &kinetics);
        assert_memory_equal(&kinetics, &learnt, sizeof(learnt));
}

static void
a_head_that_was_written_by_hand_divides_by_nothing(void **state)
{
        struct pd_kinetics rows[] = {learnt, learnt, learnt, learnt};

        (void) state;
        rows[0].tau_on_tenths = 0;
        rows[1].tau_off_tenths = 0;
        rows[2].gain_tenths = 0;
        rows[3].sd_tenths = 0;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_athlete athlete = runner(PD_PROVENANCE_TEST, PD_PROVENANCE_TEST);
                struct pd_kinetics kinetics;

                athlete.kinetics = rows[i];
                pd_kinetics_of(&athlete, &kinetics);
                assert_int_equal(kinetics.sessions, 0);
                assert_int_equal(kinetics.tau_on_tenths, 390);
        }
}

static const struct pd_kinetics_found typical = {
        .tau_on = 45, .tau_off = 80, .gain = 20, .gain_sd = 1, .drift = 0.2, .hr_bpm = 150, .speed_m_s = 3, .minutes = 30, .sd = 3.5};

static void
no_session_takes_anything_far(void **state)
{
        struct pd_kinetics_found high = typical, low = typical;
        struct pd_kinetics after;

        (void) state;
        high.tau_on = high.tau_off = 1000;
        high.gain = 40, high.hr_bpm = 220, high.drift = 5, high.sd = 9;
        pd_kinetics_learn(&learnt, &high, &after);
        assert_int_equal(after.tau_on_tenths, 405);
        assert_int_equal(after.tau_off_tenths, 810);
        assert_in_range(after.gain_tenths, 201, 260);
        assert_in_range(on_line(&after, 3000), 150, 156);
        assert_in_range(after.drift_milli, 101, 200);
        assert_in_range(after.sd_tenths, 31, 40);
        low.tau_on = low.tau_off = 1;
        low.gain = 1, low.hr_bpm = 60, low.drift = -5, low.sd = 0;
        pd_kinetics_learn(&learnt, &low, &after);
        assert_in_range(after.tau_on_tenths, 222, 223);
        assert_in_range(after.tau_off_tenths, 444, 445);
        assert_in_range(after.gain_tenths, 140, 199);
        assert_in_range(on_line(&after, 3000), 144, 150);
        assert_int_equal(after.drift_milli, 0);
        assert_in_range(after.sd_tenths, 20, 29);
        assert_int_equal(after.sessions, 4);
}

static void
many_like_sessions_lead_there_and_nothing_leaves_its_bounds(void **state)
{
        struct pd_kinetics_found wild = typical;
        struct pd_kinetics kinetics = learnt, again;

        (void) state;
        for (int i = 0; i < 40; i++) {
                pd_kinetics_learn(&kinetics, &typical, &again);
                kinetics = again;
        }
        assert_int_equal(kinetics.tau_on_tenths, 450);
        assert_int_equal(kinetics.tau_off_tenths, 800);
        assert_in_range(kinetics.gain_tenths, 195, 205);
        assert_in_range(on_line(&kinetics, 3000), 143, 145); /* 150, less the drift of half an hour */
        assert_int_equal(kinetics.sessions, 43);
        wild.tau_on = wild.tau_off = 1e6;
        wild.gain = 1e6, wild.hr_bpm = 1e6, wild.drift = 1e6, wild.sd = 1e6;
        for (int i = 0; i < 400; i++) {
                pd_kinetics_learn(&kinetics, &wild, &again);
                kinetics = again;
        }
        assert_int_equal(kinetics.tau_on_tenths, PD_KINETICS_TAU_ON_MOST);
        assert_int_equal(kinetics.tau_off_tenths, PD_KINETICS_TAU_OFF_MOST);
        assert_int_equal(kinetics.gain_tenths, PD_KINETICS_GAIN_MOST);
        assert_int_equal(kinetics.base_tenths, PD_KINETICS_BASE_MOST);
        assert_int_equal(kinetics.drift_milli, PD_KINETICS_DRIFT_MOST);
        assert_int_equal(kinetics.sd_tenths, PD_KINETICS_SD_MOST);
}

static void
where_no_line_was_known_the_first_session_draws_it(void **state)
{
        const struct pd_athlete athlete = runner(PD_PROVENANCE_UNKNOWN, PD_PROVENANCE_UNKNOWN);
        struct pd_kinetics before, after;

        (void) state;
        pd_kinetics_of(&athlete, &before);
        pd_kinetics_learn(&before, &typical, &after);
        assert_int_equal(after.gain_tenths, 200);
        assert_int_equal(on_line(&after, 3000), 144);
        assert_int_equal(after.sessions, 1);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(they_begin_with_the_published_ones_on_the_athletes_own_line),
                cmocka_unit_test(without_a_line_that_somebody_measured_there_is_none),
                cmocka_unit_test(what_was_learnt_counts_for_more_than_what_is_published),
                cmocka_unit_test(a_head_that_was_written_by_hand_divides_by_nothing),
                cmocka_unit_test(no_session_takes_anything_far),
                cmocka_unit_test(many_like_sessions_lead_there_and_nothing_leaves_its_bounds),
                cmocka_unit_test(where_no_line_was_known_the_first_session_draws_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
