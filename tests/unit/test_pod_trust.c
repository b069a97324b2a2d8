/* SPDX-License-Identifier: MIT */
/* Speed and steps of a pod against one another. */
#include "core/signal/pod_trust.h"

#include "purposed/event.h"

#include "support/cm.h"

/* SECONDS at that speed and cadence after AT; the last answer. */
static enum pd_doubt
go(struct pd_pod_trust *trust, int *at, int seconds, int32_t mm_s, int32_t spm)
{
        enum pd_doubt doubt = PD_DOUBT_NONE;

        for (int i = 0; i < seconds; i++)
                doubt = pd_pod_trust_frame(trust, ++*at * PD_SEC, mm_s, spm);
        return doubt;
}

/* The seconds of it until DOUBT; -1: never in five minutes. */
static int
until(struct pd_pod_trust *trust, int *at, enum pd_doubt doubt, int32_t mm_s, int32_t spm)
{
        for (int i = 0; i < 300; i++)
                if (go(trust, at, 1, mm_s, spm) == doubt)
                        return i;
        return -1;
}

static void
a_run_is_believed(void **state)
{
        static const struct {
                int32_t mm_s, spm;
        } rows[] = {{2800, 170}, {1200, 110}, {0, 0}, {700, 90}, {6500, 200}, {9500, 260}, {2800, PD_UNKNOWN}, {400, 60}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_pod_trust trust;
                int at = 0;

                pd_pod_trust_init(&trust);
                assert_int_equal(go(&trust, &at, 50, rows[i].mm_s, rows[i].spm), PD_DOUBT_NONE);
                assert_false(trust.cadence_doubted);
        }
}

static void
steps_without_speed_are_a_dropout(void **state)
{
        struct pd_pod_trust trust;
        int at = 0;

        (void) state;
        pd_pod_trust_init(&trust);
        go(&trust, &at, 100, 2800, 170);
        assert_int_equal(until(&trust, &at, PD_DOUBT_DROPOUT, 0, 170), 3);
        assert_int_equal(trust.since, 101 * PD_SEC);
        assert_int_equal(go(&trust, &at, 1, 2700, 170), PD_DOUBT_NONE);
        assert_int_equal(trust.since, PD_NEVER);
}

/* She slows down and stands, and the watch shows the steps of before for a while. */
static void
a_stop_is_no_dropout(void **state)
{
        struct pd_pod_trust trust;
        int at = 0;

        (void) state;
        pd_pod_trust_init(&trust);
        go(&trust, &at, 100, 2800, 170);
        go(&trust, &at, 1, 1500, 170);
        assert_int_equal(go(&trust, &at, 7, 0, 170), PD_DOUBT_NONE);
        assert_int_equal(go(&trust, &at, 300, 0, 0), PD_DOUBT_NONE);
}

static void
speed_without_steps_is_not_hers(void **state)
{
        struct pd_pod_trust trust;
        int at = 0;

        (void) state;
        pd_pod_trust_init(&trust);
        assert_int_equal(until(&trust, &at, PD_DOUBT_NO_STEPS, 2800, 0), -1); /* one that never counted any */
        go(&trust, &at, 60, 2800, 170);
        assert_int_equal(until(&trust, &at, PD_DOUBT_NO_STEPS, 2800, 0), 30);
        assert_int_equal(go(&trust, &at, 1, 2800, 168), PD_DOUBT_NONE);
}

static void
nobody_runs_so_fast(void **state)
{
        struct pd_pod_trust trust;
        int at = 0;

        (void) state;
        pd_pod_trust_init(&trust);
        assert_int_equal(go(&trust, &at, 1, 12600, 200), PD_DOUBT_TOO_FAST); /* at once */
        assert_int_equal(go(&trust, &at, 1, 7900, 200), PD_DOUBT_NONE);
        assert_int_equal(until(&trust, &at, PD_DOUBT_TOO_FAST, 8500, 200), 60); /* for so long */
}

static void
a_cadence_of_twice_or_half_is_not_told(void **state)
{
        static const struct {
                int32_t mm_s, spm;
                bool doubted;
        } rows[] = {{2800, 340, true}, {2800, 222, true}, {2800, 85, true}, {5200, 230, false}, {1800, 85, false}, {2800, 100, false}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_pod_trust trust;
                int at = 0;

                pd_pod_trust_init(&trust);
                go(&trust, &at, 10, rows[i].mm_s, rows[i].spm);
                assert_false(trust.cadence_doubted);
                assert_int_equal(go(&trust, &at, 1, rows[i].mm_s, rows[i].spm), PD_DOUBT_NONE); /* speed is none the worse */
                assert_int_equal(trust.cadence_doubted, rows[i].doubted);
        }
}

/* ---- state and input ------------------------------------------------------- */

static void
enter(struct pd_pod_trust *trust, int *at, enum pd_doubt doubt)
{
        pd_pod_trust_init(trust);
        *at = 0;
        go(trust, at, 100, 2800, 170);
        if (doubt == PD_DOUBT_DROPOUT)
                assert_int_equal(go(trust, at, 5, 0, 170), doubt);
        if (doubt == PD_DOUBT_NO_STEPS)
                assert_int_equal(go(trust, at, 40, 2800, 0), doubt);
        if (doubt == PD_DOUBT_TOO_FAST)
                assert_int_equal(go(trust, at, 1, 15000, 170), doubt);
}

static void
each_state_meets_each_input(void **state)
{
        static const enum pd_doubt states[] = {PD_DOUBT_NONE, PD_DOUBT_DROPOUT, PD_DOUBT_NO_STEPS, PD_DOUBT_TOO_FAST};
        static const struct {
                int after_s;
                int32_t mm_s, spm;
                enum pd_doubt then[4]; /* after each of the states */
        } rows[] = {
                {1, 2800, 170, {PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NONE}},
                {1, 0, 170, {PD_DOUBT_NONE, PD_DOUBT_DROPOUT, PD_DOUBT_NONE, PD_DOUBT_NONE}},
                {1, 2800, 0, {PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NO_STEPS, PD_DOUBT_NONE}},
                {1, 0, 0, {PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NONE}},
                {1, 13000, 170, {PD_DOUBT_TOO_FAST, PD_DOUBT_TOO_FAST, PD_DOUBT_TOO_FAST, PD_DOUBT_TOO_FAST}},
                {1, 13000, 0, {PD_DOUBT_TOO_FAST, PD_DOUBT_TOO_FAST, PD_DOUBT_TOO_FAST, PD_DOUBT_TOO_FAST}},
                {30, 0, 170, {PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NONE}}, /* a silence begins all anew */
                {30, 2800, 0, {PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NONE, PD_DOUBT_NONE}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (size_t s = 0; s < sizeof(states) / sizeof(states[0]); s++) {
                        struct pd_pod_trust trust;
                        int at;

                        enter(&trust, &at, states[s]);
                        if (pd_pod_trust_frame(&trust, (at + rows[i].after_s) * PD_SEC, rows[i].mm_s, rows[i].spm) != rows[i].then[s])
                                fail_msg("input %zu in state %zu", i, s);
                        assert_int_equal(trust.since == PD_NEVER, trust.doubt == PD_DOUBT_NONE);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_run_is_believed),
                cmocka_unit_test(steps_without_speed_are_a_dropout),
                cmocka_unit_test(a_stop_is_no_dropout),
                cmocka_unit_test(speed_without_steps_is_not_hers),
                cmocka_unit_test(nobody_runs_so_fast),
                cmocka_unit_test(a_cadence_of_twice_or_half_is_not_told),
                cmocka_unit_test(each_state_meets_each_input),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
