/* SPDX-License-Identifier: MIT */
#include "core/anchors/ramp.h"

#include "purposed/event.h"
#include "support/cm.h"

#include <stdlib.h>

struct test {
        struct pd_ramp ramp;
        pd_usec at;
        struct pd_crossing lt1, lt2;
};

/* From one heart rate to another; alpha-1 falls by 10 a bpm, 750 at LT1, +- NOISE. */
static void
ramp(struct test *test, int32_t from_bpm, int32_t to_bpm, int32_t seconds, int32_t lt1_bpm, int32_t noise)
{
        for (int32_t s = 0; s < seconds; s += 5) {
                int32_t hr = from_bpm + (to_bpm - from_bpm) * s / seconds;

                test->at += 5 * PD_SEC;
                pd_ramp_add(&test->ramp, test->at, hr, 750 - 10 * (hr - lt1_bpm) + rand() % (2 * noise) - noise);
        }
}

static void
begin(struct test *test)
{
        srand(3);
        test->at = 0;
        pd_ramp_init(&test->ramp);
}

static void
show(struct test *test)
{
        pd_ramp_show(&test->ramp, &test->lt1, &test->lt2);
}

static void
a_ramp_tells_both_thresholds(void **state)
{
        struct test test;

        (void) state;
        begin(&test);
        ramp(&test, 120, 185, 15 * 60, 152, 60);
        show(&test);
        assert_in_range(test.lt1.bpm, 151, 153);
        assert_in_range(test.lt2.bpm, 176, 178);
        assert_int_equal(test.lt1.width_bpm, 4);
        ramp(&test, 150, 120, 300, 152, 60); /* jogged home: it is kept */
        show(&test);
        assert_in_range(test.lt1.bpm, 151, 153);
}

static void
what_is_no_ramp_tells_nothing(void **state)
{
        static const struct {
                int32_t from, to, minutes, noise;
                const char *what;
        } rows[] = {
                {150, 152, 40, 150, "a steady run"},
                {145, 160, 12, 60, "15 bpm"},
                {120, 185, 6, 60, "six minutes"},
                {185, 120, 20, 60, "it falls"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct test test;

                begin(&test);
                ramp(&test, rows[i].from, rows[i].to, rows[i].minutes * 60, 152, rows[i].noise);
                show(&test);
                if (test.lt1.bpm != PD_UNKNOWN || test.lt2.bpm != PD_UNKNOWN)
                        fail_msg("%s", rows[i].what);
        }
}

/* Up to 160 bpm alpha-1 has not come down to 0.5. */
static void
a_threshold_that_was_not_reached_is_not_told(void **state)
{
        struct test test;

        (void) state;
        begin(&test);
        ramp(&test, 120, 162, 12 * 60, 152, 40);
        show(&test);
        assert_in_range(test.lt1.bpm, 150, 154);
        assert_int_equal(test.lt2.bpm, PD_UNKNOWN);
}

static void
of_two_ramps_the_clearer_one_counts(void **state)
{
        struct test test;
        int32_t width;

        (void) state;
        begin(&test);
        ramp(&test, 120, 185, 10 * 60, 150, 200);
        show(&test);
        width = test.lt1.width_bpm;
        assert_true(width > 4);
        ramp(&test, 120, 185, 20 * 60, 156, 20);
        show(&test);
        assert_in_range(test.lt1.bpm, 155, 157);
        assert_int_equal(test.lt1.width_bpm, 4);
}

static void
each_state_meets_each_input(void **state)
{
        enum { NONE, TOO_SHORT, LONG_ENOUGH, OVER, STATES };
        static const struct {
                const char *what;
                int32_t bpm, alpha, after_s; /* bpm: more than the last */
                bool anew[STATES];
        } rows[] = {
                {"higher", 2, 500, 5, {true, false, false, false}},
                {"the same", 0, 500, 5, {true, false, false, false}},
                {"a little lower", -4, 500, 5, {true, false, false, true}}, /* lower than where it began */
                {"much lower", -7, 500, 5, {true, true, true, true}},
                {"after a gap", 1, 500, 31, {true, true, true, true}},
                {"off the line", 1, 1300, 5, {true, false, false, false}},
                {"no alpha-1", 1, PD_UNKNOWN, 5, {false, false, false, false}},
                {"no heart", PD_UNKNOWN, 500, 5, {false, false, false, false}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (int at = NONE; at < STATES; at++) {
                        const int32_t last = at == OVER ? 120 : 179;
                        struct test test;

                        begin(&test);
                        if (at != NONE)
                                ramp(&test, 130, 180, at == TOO_SHORT ? 5 * 60 : 15 * 60, 152, 60);
                        if (at == OVER)
                                pd_ramp_add(&test.ramp, test.at += 5 * PD_SEC, last, 1000);
                        test.at += rows[i].after_s * PD_SEC;
                        pd_ramp_add(&test.ramp, test.at, rows[i].bpm == PD_UNKNOWN ? PD_UNKNOWN : last + rows[i].bpm, rows[i].alpha);
                        show(&test);
                        if ((test.ramp.since == test.at) != rows[i].anew[at])
                                fail_msg("state %d, %s: begun anew, or not", at, rows[i].what);
                        if ((test.lt1.bpm != PD_UNKNOWN) != (at >= LONG_ENOUGH)) /* what was found is kept */
                                fail_msg("state %d, %s: %d", at, rows[i].what, test.lt1.bpm);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_ramp_tells_both_thresholds),
                cmocka_unit_test(what_is_no_ramp_tells_nothing),
                cmocka_unit_test(a_threshold_that_was_not_reached_is_not_told),
                cmocka_unit_test(of_two_ramps_the_clearer_one_counts),
                cmocka_unit_test(each_state_meets_each_input),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
