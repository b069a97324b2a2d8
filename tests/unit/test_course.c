/* SPDX-License-Identifier: MIT */
/* Two minutes' mean of a heart that has settled. */
#include "core/signal/course.h"

#include "support/cm.h"

#include "purposed/event.h"

static void
beat(struct pd_course *course, int seconds, int32_t bpm, bool settled)
{
        for (int i = 0; i < seconds; i++)
                pd_course_second(course, bpm, settled);
}

static void
two_minutes_are_needed(void **state)
{
        struct pd_course course;

        (void) state;
        pd_course_init(&course);
        beat(&course, 119, 150, true);
        assert_int_equal(pd_course_mean(&course), PD_UNKNOWN);
        beat(&course, 1, 150, true);
        assert_int_equal(pd_course_mean(&course), 150);
}

static void
what_is_older_is_forgotten(void **state)
{
        struct pd_course course;

        (void) state;
        pd_course_init(&course);
        beat(&course, 300, 190, true);
        beat(&course, 60, 140, true);
        assert_int_equal(pd_course_mean(&course), 165);
        beat(&course, 60, 140, true);
        assert_int_equal(pd_course_mean(&course), 140);
}

static void
settling_begins_it_anew(void **state)
{
        struct pd_course course;

        (void) state;
        pd_course_init(&course);
        beat(&course, 200, 180, true);
        beat(&course, 1, 180, false);
        beat(&course, 119, 140, true);
        assert_int_equal(pd_course_mean(&course), PD_UNKNOWN);
        beat(&course, 1, 140, true);
        assert_int_equal(pd_course_mean(&course), 140);
}

static void
silence_is_no_beat(void **state)
{
        struct pd_course course;

        (void) state;
        pd_course_init(&course);
        beat(&course, 119, 150, true);
        beat(&course, 30, PD_UNKNOWN, true);
        assert_int_equal(pd_course_mean(&course), PD_UNKNOWN);
        beat(&course, 1, 150, true);
        assert_int_equal(pd_course_mean(&course), 150);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(two_minutes_are_needed),
                cmocka_unit_test(what_is_older_is_forgotten),
                cmocka_unit_test(settling_begins_it_anew),
                cmocka_unit_test(silence_is_no_beat),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
