/* SPDX-License-Identifier: MIT */
/* What a pod says of power, and when it is not to be believed. */
#include "core/signal/power_trust.h"

#include "purposed/event.h"

#include "support/cm.h"

struct bench {
        struct pd_power_trust trust;
        int at; /* seconds */
};

static void
begin(struct bench *bench)
{
        bench->at = 0;
        pd_power_trust_init(&bench->trust);
}

static bool
hear(struct bench *bench, int32_t power_w, int32_t mm_s)
{
        return pd_power_trust_may_be_told(&bench->trust, ++bench->at * PD_SEC, power_w, mm_s);
}

/* The frames of it until it is doubted; -1: never in five minutes. */
static int
until_doubted(struct bench *bench, int32_t power_w, int32_t mm_s)
{
        for (int i = 0; i < 300; i++) {
                hear(bench, power_w, mm_s);
                if (bench->trust.doubted)
                        return i;
        }
        return -1;
}

/* SECONDS of strides that differ. */
static void
run(struct bench *bench, int seconds)
{
        for (int i = 0; i < seconds; i++)
                assert_true(hear(bench, 240 + i % 7, 2900));
}

static void
strides_that_differ_are_believed(void **state)
{
        struct bench bench;

        (void) state;
        begin(&bench);
        run(&bench, 300);
        assert_int_equal(bench.trust.since, PD_NEVER);
}

static void
none_while_she_runs_is_not_told_and_doubted_after_ten_seconds(void **state)
{
        struct bench bench;

        (void) state;
        begin(&bench);
        run(&bench, 100);
        assert_false(hear(&bench, 0, 2000));
        assert_true(hear(&bench, 240, 2000));
        assert_true(hear(&bench, 0, 1999));
        assert_true(hear(&bench, 240, 2900));
        assert_int_equal(until_doubted(&bench, 0, 2900), 10);
        assert_int_equal(bench.trust.since, 105 * PD_SEC);
        assert_true(hear(&bench, 238, 2900));
        assert_int_equal(bench.trust.since, PD_NEVER);
}

static void
who_walks_or_stands_has_none(void **state)
{
        static const int32_t speeds[] = {0, 1500, 1999, PD_UNKNOWN};

        (void) state;
        for (size_t i = 0; i < sizeof(speeds) / sizeof(speeds[0]); i++) {
                struct bench bench;

                begin(&bench);
                assert_int_equal(until_doubted(&bench, 0, speeds[i]), -1);
        }
}

static void
the_same_for_half_a_minute_is_frozen(void **state)
{
        struct bench bench;

        (void) state;
        begin(&bench);
        run(&bench, 100);
        assert_int_equal(until_doubted(&bench, 251, 2900), 30);
        assert_false(hear(&bench, 251, 2900));
        assert_true(hear(&bench, 252, 2900));
}

/* A watch that writes every seven seconds may well say it five times. */
static void
the_same_a_few_times_is_not(void **state)
{
        struct bench bench;

        (void) state;
        begin(&bench);
        for (int i = 0; i < 19; i++) {
                bench.at += 6;
                assert_true(hear(&bench, 240, 2900));
        }
        bench.at += 6;
        assert_false(hear(&bench, 240, 2900));
}

/* What was before a gap is no beginning of what is now. */
static void
after_a_gap_it_begins_anew(void **state)
{
        struct bench bench;

        (void) state;
        begin(&bench);
        for (int i = 0; i < 25; i++)
                hear(&bench, 240, 2900);
        bench.at += 60;
        assert_int_equal(until_doubted(&bench, 240, 2900), 30);
        begin(&bench);
        for (int i = 0; i < 9; i++)
                hear(&bench, 0, 2900);
        bench.at += 60;
        assert_int_equal(until_doubted(&bench, 0, 2900), 10);
}

static void
more_than_a_runner_has_is_doubted_at_once(void **state)
{
        struct bench bench;

        (void) state;
        begin(&bench);
        assert_true(hear(&bench, 1000, 9000));
        assert_false(hear(&bench, 1001, 9000));
        assert_int_equal(bench.trust.since, 2 * PD_SEC);
        assert_false(hear(&bench, 1200, 9000));
        assert_int_equal(bench.trust.since, 2 * PD_SEC);
        assert_true(hear(&bench, 900, 9000));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(strides_that_differ_are_believed),
                cmocka_unit_test(none_while_she_runs_is_not_told_and_doubted_after_ten_seconds),
                cmocka_unit_test(who_walks_or_stands_has_none),
                cmocka_unit_test(the_same_for_half_a_minute_is_frozen),
                cmocka_unit_test(the_same_a_few_times_is_not),
                cmocka_unit_test(after_a_gap_it_begins_anew),
                cmocka_unit_test(more_than_a_runner_has_is_doubted_at_once),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
