/* SPDX-License-Identifier: MIT */
/* Silence, judged against the sensor's own habit. */
#include "core/signal/hearing.h"

#include "support/cm.h"

/* N frames, INTERVAL apart, the last one at 1000 s. */
static struct pd_hearing
habit(int n, pd_usec interval)
{
        struct pd_hearing hearing = {.heard = false};

        for (int i = n - 1; i >= 0; i--)
                pd_hearing_frame(&hearing, 1000 * PD_SEC - i * interval);
        return hearing;
}

static void
who_never_spoke_is_neither_fresh_nor_lost(void **state)
{
        struct pd_hearing hearing = {.heard = false};

        (void) state;
        assert_false(pd_hearing_fresh(&hearing, 0));
        assert_int_equal(pd_hearing_lost_at(&hearing), PD_NEVER);
}

static void
silence_is_measured_by_the_usual_interval(void **state)
{
        static const struct {
                pd_usec interval, fresh, lost;
        } rows[] = {
                {PD_SEC / 2, 5 * PD_SEC, 30 * PD_SEC},
                {PD_SEC, 5 * PD_SEC, 30 * PD_SEC},
                {2 * PD_SEC, 8 * PD_SEC, 30 * PD_SEC},
                {7 * PD_SEC, 28 * PD_SEC, 70 * PD_SEC}, /* a recording made "smartly" */
                {20 * PD_SEC, 80 * PD_SEC, 200 * PD_SEC},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_hearing hearing = habit(20, rows[i].interval);
                assert_true(pd_hearing_fresh(&hearing, 1000 * PD_SEC + rows[i].fresh));
                assert_false(pd_hearing_fresh(&hearing, 1000 * PD_SEC + rows[i].fresh + 1));
                assert_int_equal(pd_hearing_lost_at(&hearing), 1000 * PD_SEC + rows[i].lost);
        }
}

static void
a_lone_frame_is_judged_as_if_at_one_hertz(void **state)
{
        struct pd_hearing hearing = habit(1, 0);

        (void) state;
        assert_true(pd_hearing_fresh(&hearing, 1005 * PD_SEC));
        assert_false(pd_hearing_fresh(&hearing, 1005 * PD_SEC + 1));
        assert_int_equal(pd_hearing_lost_at(&hearing), 1030 * PD_SEC);
}

static void
a_gap_is_no_habit(void **state)
{
        struct pd_hearing hearing = habit(20, PD_SEC);

        (void) state;
        pd_hearing_frame(&hearing, 1000 * PD_SEC + 10 * PD_MINUTE);
        assert_int_equal(hearing.usual, PD_SEC);
}

static void
a_habit_changes_slowly(void **state)
{
        struct pd_hearing hearing = habit(20, PD_SEC);

        (void) state;
        pd_hearing_frame(&hearing, 1009 * PD_SEC); /* 1 s and once 9 s: an eighth of the way */
        assert_int_equal(hearing.usual, 2 * PD_SEC);
}

static void
frames_of_one_instant_say_nothing_of_the_habit(void **state)
{
        struct pd_hearing hearing = habit(20, PD_SEC);

        (void) state;
        pd_hearing_frame(&hearing, 1000 * PD_SEC);
        assert_int_equal(hearing.usual, PD_SEC);
}

static void
who_is_lost_is_lost_once_until_it_speaks_again(void **state)
{
        struct pd_hearing hearing = habit(20, PD_SEC);

        (void) state;
        hearing.lost = true;
        assert_int_equal(pd_hearing_lost_at(&hearing), PD_NEVER);
        pd_hearing_frame(&hearing, 2000 * PD_SEC);
        assert_int_equal(pd_hearing_lost_at(&hearing), 2030 * PD_SEC);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(who_never_spoke_is_neither_fresh_nor_lost),
                cmocka_unit_test(silence_is_measured_by_the_usual_interval),
                cmocka_unit_test(a_lone_frame_is_judged_as_if_at_one_hertz),
                cmocka_unit_test(a_gap_is_no_habit),
                cmocka_unit_test(a_habit_changes_slowly),
                cmocka_unit_test(frames_of_one_instant_say_nothing_of_the_habit),
                cmocka_unit_test(who_is_lost_is_lost_once_until_it_speaks_again),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
