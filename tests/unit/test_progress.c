/* SPDX-License-Identifier: MIT */
/* Where in the workout we are. */
#include "core/plan/progress.h"

#include "support/cm.h"

#include <stdlib.h>

#define KM 1000000

struct course {
        struct pd_workout *workout;
        struct pd_progress progress;
};

static struct course
course_of(const struct pd_step *steps, size_t n)
{
        struct course course = {.workout = malloc(sizeof(*course.workout))};

        assert_non_null(course.workout);
        pd_workout_init(course.workout);
        for (size_t i = 0; i < n; i++)
                course.workout->steps[i] = steps[i];
        course.workout->n_steps = n;
        pd_progress_begin(&course.progress, course.workout);
        return course;
}

#define COURSE(...) course_of((struct pd_step[]) {__VA_ARGS__}, sizeof((struct pd_step[]) {__VA_ARGS__}) / sizeof(struct pd_step))
#define TIME(seconds, class) {.extent = PD_EXTENT_TIME, .amount = (seconds) * PD_SEC, .intensity = PD_INTENSITY_##class}
#define WAY(mm, class) {.extent = PD_EXTENT_DISTANCE, .amount = (mm), .intensity = PD_INTENSITY_##class}
#define OPEN(class) {.extent = PD_EXTENT_OPEN, .intensity = PD_INTENSITY_##class}

static int64_t
remaining(const struct pd_progress *progress, enum pd_extent extent)
{
        int64_t ret = -1;

        return pd_progress_remaining(progress, extent, &ret) ? ret : -1;
}

static void
without_a_workout_there_is_no_step(void **state)
{
        struct course none = course_of(NULL, 0);
        struct pd_progress nothing = {.workout = NULL};

        (void) state;
        assert_null(pd_progress_step(&none.progress));
        assert_null(pd_progress_step(&nothing));
        assert_false(pd_progress_time(&none.progress, PD_HOUR, false));
        assert_false(pd_progress_distance(&none.progress, KM));
        assert_int_equal(remaining(&none.progress, PD_EXTENT_TIME), -1);
        assert_int_equal(pd_progress_time_left(&none.progress, false), PD_NEVER);
        free(none.workout);
}

static void
a_step_by_time_ends_when_its_time_is_full(void **state)
{
        struct course c = COURSE(TIME(60, EASY), TIME(30, HARD), OPEN(EASY));

        (void) state;
        assert_false(pd_progress_time(&c.progress, 59 * PD_SEC, false));
        assert_int_equal(remaining(&c.progress, PD_EXTENT_TIME), PD_SEC);
        assert_int_equal(remaining(&c.progress, PD_EXTENT_DISTANCE), -1);
        assert_int_equal(pd_progress_time_left(&c.progress, false), PD_SEC);
        assert_true(pd_progress_time(&c.progress, PD_SEC, false));
        assert_int_equal(c.progress.step, 1);
        assert_int_equal(c.progress.done, 0);
        free(c.workout);
}

static void
a_step_by_distance_ends_when_its_way_is_run(void **state)
{
        struct course c = COURSE(WAY(KM, EASY), WAY(KM, HARD), OPEN(EASY));

        (void) state;
        assert_false(pd_progress_time(&c.progress, PD_HOUR, false)); /* time does not move it */
        assert_false(pd_progress_distance(&c.progress, KM - 1));
        assert_int_equal(remaining(&c.progress, PD_EXTENT_DISTANCE), 1);
        assert_true(pd_progress_distance(&c.progress, 1));
        assert_int_equal(c.progress.step, 1);
        free(c.workout);
}

static void
the_first_tenth_of_a_step_is_its_beginning(void **state)
{
        struct course course = COURSE(TIME(100, EASY), WAY(KM, HARD), OPEN(EASY));

        (void) state;
        assert_true(pd_progress_is_beginning(&course.progress));
        pd_progress_time(&course.progress, 9 * PD_SEC, false);
        assert_true(pd_progress_is_beginning(&course.progress));
        pd_progress_time(&course.progress, PD_SEC, false);
        assert_false(pd_progress_is_beginning(&course.progress));
        pd_progress_time(&course.progress, 90 * PD_SEC, false);
        assert_true(pd_progress_is_beginning(&course.progress)); /* of the next */
        pd_progress_distance(&course.progress, KM / 10);
        assert_false(pd_progress_is_beginning(&course.progress));
        pd_progress_distance(&course.progress, KM);
        assert_false(pd_progress_is_beginning(&course.progress)); /* without an end there is no tenth */
        free(course.workout);
}

static void
a_surplus_is_carried_over_within_its_kind(void **state)
{
        struct course times = COURSE(TIME(60, EASY), TIME(30, HARD), TIME(30, EASY), OPEN(EASY));
        struct course mixed = COURSE(TIME(60, EASY), WAY(KM, HARD), TIME(60, EASY), OPEN(EASY));

        (void) state;
        assert_true(pd_progress_time(&times.progress, 100 * PD_SEC, false)); /* over two ends at once */
        assert_int_equal(times.progress.step, 2);
        assert_int_equal(times.progress.done, 10 * PD_SEC);

        assert_true(pd_progress_time(&mixed.progress, 70 * PD_SEC, false));
        assert_int_equal(mixed.progress.step, 1);
        assert_int_equal(mixed.progress.done, 0); /* ten seconds are no way */
        assert_true(pd_progress_distance(&mixed.progress, KM + 3000));
        assert_int_equal(mixed.progress.step, 2);
        assert_int_equal(mixed.progress.done, 0);
        free(times.workout);
        free(mixed.workout);
}

static void
work_stands_still_while_paused_and_rest_runs_on(void **state)
{
        struct course work = COURSE(TIME(60, HARD), OPEN(EASY)), rest = COURSE(TIME(90, REST), TIME(60, HARD), OPEN(EASY));

        (void) state;
        assert_false(pd_progress_time(&work.progress, PD_HOUR, true));
        assert_int_equal(work.progress.done, 0);
        assert_int_equal(pd_progress_time_left(&work.progress, true), PD_NEVER);

        assert_int_equal(pd_progress_time_left(&rest.progress, true), 90 * PD_SEC);
        assert_true(pd_progress_time(&rest.progress, 90 * PD_SEC, true));
        assert_int_equal(rest.progress.step, 1);
        assert_int_equal(pd_progress_time_left(&rest.progress, true), PD_NEVER); /* the next one waits for her */
        free(work.workout);
        free(rest.workout);
}

static void
a_surplus_of_rest_does_not_reach_work_while_paused(void **state)
{
        struct course c = COURSE(TIME(90, REST), TIME(60, HARD), OPEN(EASY));

        (void) state;
        assert_true(pd_progress_time(&c.progress, 10 * PD_MINUTE, true));
        assert_int_equal(c.progress.step, 1);
        assert_int_equal(c.progress.done, 0);
        free(c.workout);
}

static void
the_last_step_goes_on(void **state)
{
        struct course c = COURSE(TIME(60, EASY), TIME(60, HARD));

        (void) state;
        pd_progress_time(&c.progress, 60 * PD_SEC, false);
        assert_int_equal(pd_progress_time_left(&c.progress, false), PD_NEVER);
        assert_false(pd_progress_time(&c.progress, PD_HOUR, false));
        assert_ptr_equal(pd_progress_step(&c.progress), &c.workout->steps[1]);
        assert_int_equal(remaining(&c.progress, PD_EXTENT_TIME), 0);
        free(c.workout);
}

static void
an_open_step_never_ends_by_itself(void **state)
{
        struct course c = COURSE(OPEN(EASY), TIME(60, HARD));

        (void) state;
        assert_false(pd_progress_time(&c.progress, PD_HOUR, false));
        assert_false(pd_progress_distance(&c.progress, 10 * (int64_t) KM));
        assert_int_equal(remaining(&c.progress, PD_EXTENT_OPEN), -1);
        assert_int_equal(pd_progress_time_left(&c.progress, false), PD_NEVER);
        free(c.workout);
}

static void
only_an_open_step_before_the_last_waits_for_lap(void **state)
{
        struct course c = COURSE(TIME(60, EASY), OPEN(HARD), OPEN(EASY));
        static const bool waits[] = {false, true, false};

        (void) state;
        for (size_t i = 0; i < 3; i++) {
                assert_int_equal(pd_progress_waits_for_lap(&c.progress), waits[i]);
                (void) pd_progress_skip(&c.progress);
        }
        pd_workout_init(c.workout);
        pd_progress_begin(&c.progress, c.workout);
        assert_false(pd_progress_waits_for_lap(&c.progress));
        free(c.workout);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(without_a_workout_there_is_no_step),
                cmocka_unit_test(a_step_by_time_ends_when_its_time_is_full),
                cmocka_unit_test(a_step_by_distance_ends_when_its_way_is_run),
                cmocka_unit_test(the_first_tenth_of_a_step_is_its_beginning),
                cmocka_unit_test(a_surplus_is_carried_over_within_its_kind),
                cmocka_unit_test(work_stands_still_while_paused_and_rest_runs_on),
                cmocka_unit_test(a_surplus_of_rest_does_not_reach_work_while_paused),
                cmocka_unit_test(the_last_step_goes_on),
                cmocka_unit_test(an_open_step_never_ends_by_itself),
                cmocka_unit_test(only_an_open_step_before_the_last_waits_for_lap),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
