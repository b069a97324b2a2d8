/* SPDX-License-Identifier: MIT */
/* Where the heart should be by the speeds of the last minutes. */
#include "core/signal/expected.h"

#include "support/cm.h"

#include "purposed/event.h"

/* 150 bpm at 3 m/s, 20 more a m/s; tau 40 s up, 70 s down; no drift. */
static const struct pd_kinetics level = {
        .base_tenths = 900, .gain_tenths = 200, .tau_on_tenths = 400, .tau_off_tenths = 700, .sd_tenths = 35, .sessions = 1};

static void
run(struct pd_expected *expected, int seconds, int32_t mm_s, int32_t bpm)
{
        for (int i = 0; i < seconds; i++)
                pd_expected_second(expected, mm_s, bpm);
}

static void
it_goes_up_and_down_with_its_own_time_constants(void **state)
{
        struct pd_expected expected;

        (void) state;
        pd_expected_init(&expected, &level, 0);
        run(&expected, 300, 2000, 130);
        assert_int_equal(pd_expected_hr_bpm(&expected), 130);
        run(&expected, PD_DELAY_S, 3500, PD_UNKNOWN);
        assert_int_equal(pd_expected_hr_bpm(&expected), 130); /* it has not answered yet */
        assert_int_equal(pd_expected_asymptote_bpm(&expected), 160);
        run(&expected, 40, 3500, PD_UNKNOWN);
        assert_int_equal(pd_expected_hr_bpm(&expected), 149); /* 63 % of 30 bpm */
        assert_int_equal(pd_expected_mean_bpm(&expected), 144); /* the mean of half a minute of it: 143.6 */
        run(&expected, 600, 3500, PD_UNKNOWN);
        assert_int_equal(pd_expected_hr_bpm(&expected), 160);
        assert_int_equal(pd_expected_mean_bpm(&expected), 160);
        run(&expected, PD_DELAY_S + 70, 2000, PD_UNKNOWN);
        assert_int_equal(pd_expected_hr_bpm(&expected), 141);
        assert_int_equal(pd_expected_hr_tenths(&expected), 1410);
}

static void
it_drifts_and_ends_at_the_highest_rate(void **state)
{
        struct pd_kinetics drifting = level;
        struct pd_expected expected;

        (void) state;
        drifting.drift_milli = 200;
        pd_expected_init(&expected, &drifting, 186);
        run(&expected, 1800, 3000, 150);
        assert_int_equal(pd_expected_asymptote_bpm(&expected), 156);
        run(&expected, 1800, 3000, 150);
        assert_int_equal(pd_expected_asymptote_bpm(&expected), 162);
        run(&expected, 4 * 3600, 3000, 150); /* there it stays, however long she runs */
        assert_int_equal(pd_expected_asymptote_bpm(&expected), 162);
        run(&expected, 600, 5500, PD_UNKNOWN);
        assert_int_equal(pd_expected_asymptote_bpm(&expected), 186);
        assert_int_equal(pd_expected_hr_bpm(&expected), 186);
}

static void
a_pod_that_is_silent_for_a_breath_does_not_lose_the_path(void **state)
{
        struct pd_expected expected;

        (void) state;
        pd_expected_init(&expected, &level, 0);
        run(&expected, 600, 3000, 165);
        run(&expected, 20, PD_UNKNOWN, 165);
        assert_int_equal(pd_expected_hr_bpm(&expected), PD_UNKNOWN); /* not shown meanwhile */
        run(&expected, 1, 3000, 165);
        assert_int_equal(pd_expected_hr_bpm(&expected), 150);
        run(&expected, 21, PD_UNKNOWN, 165);
        run(&expected, 1, 3000, 165);
        assert_int_equal(pd_expected_hr_bpm(&expected), 165); /* it begins where the heart is */
}

/* Each state against each second that may come: what is expected then. */
static void
nothing_is_expected_of_what_nobody_knows(void **state)
{
        enum { LINELESS, NEW, FOLLOWING, STATES };
        static const struct {
                int32_t mm_s, bpm;
                bool with_break;
                int32_t expected[STATES];
        } rows[] = {
                {3000, 140, false, {PD_UNKNOWN, 140, 150}},
                {3000, PD_UNKNOWN, false, {PD_UNKNOWN, PD_UNKNOWN, 150}}, /* it goes on without the heart, but does not begin without */
                {PD_UNKNOWN, 140, false, {PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN}},
                {PD_UNKNOWN, PD_UNKNOWN, false, {PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN}},
                {3000, 140, true, {PD_UNKNOWN, 140, 140}}, /* after a gap it begins where the heart is */
                {3000, PD_UNKNOWN, true, {PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN}},
                {PD_UNKNOWN, 140, true, {PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN}},
        };

        (void) state;
        for (int at = 0; at < STATES; at++)
                for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                        struct pd_kinetics kinetics = level;
                        struct pd_expected expected;

                        if (at == LINELESS)
                                kinetics.gain_tenths = 0;
                        pd_expected_init(&expected, &kinetics, 0);
                        assert_int_equal(pd_expected_hr_bpm(&expected), PD_UNKNOWN);
                        if (at != NEW)
                                run(&expected, 600, 3000, 150);
                        if (rows[i].with_break)
                                pd_expected_break(&expected);
                        run(&expected, 1, rows[i].mm_s, rows[i].bpm);
                        assert_int_equal(pd_expected_hr_bpm(&expected), rows[i].expected[at]);
                        assert_int_equal(pd_expected_mean_bpm(&expected), rows[i].expected[at]);
                        assert_int_equal(pd_expected_asymptote_bpm(&expected) == PD_UNKNOWN, rows[i].expected[at] == PD_UNKNOWN);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(it_goes_up_and_down_with_its_own_time_constants),
                cmocka_unit_test(it_drifts_and_ends_at_the_highest_rate),
                cmocka_unit_test(a_pod_that_is_silent_for_a_breath_does_not_lose_the_path),
                cmocka_unit_test(nothing_is_expected_of_what_nobody_knows),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
