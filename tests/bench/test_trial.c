/* SPDX-License-Identifier: MIT */
/* A runner on the bench: what she does, what her sensors say, and what is kept of what comes of it. */
#include "bench/trial.h"

#include "support/cm.h"

#include <math.h>
#include <string.h>

static struct trial *
easy_run(uint64_t seed, double share, double bias)
{
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct course course;
        struct trial *trial;

        course_athlete(&athlete);
        trial_workout(&workout, PD_PURPOSE_EASY, PD_INTENSITY_EASY, &athlete);
        course_init(&course, seed);
        course.noise.pod_bias = bias;
        course_run(&course, 15 * 60, share * COURSE_LT1_SPEED);
        trial = trial_new(&athlete, &workout);
        trial_course(trial, &course);
        return trial;
}

static void
bodies_are_drawn_by_their_seed(void **state)
{
        double least = 100, most = 0;
        struct course course, again;

        (void) state;
        for (uint64_t seed = 1; seed <= 200; seed++) {
                const struct pd_virtual_body *body = &course.script.body;

                course_init(&course, seed);
                assert_true(body->up_s >= 29 && body->up_s < 58);
                assert_true(body->down_s >= 50 && body->down_s < 94);
                assert_true(body->line_slope >= 15 && body->line_slope < 30);
                least = fmin(least, body->up_s);
                most = fmax(most, body->up_s);
                course_init(&again, seed);
                assert_memory_equal(&course, &again, sizeof(course));
        }
        assert_true(least < 31 && most > 56); /* all of the range is used */
}

static void
a_course_goes_on_where_it_stopped(void **state)
{
        struct course course;

        (void) state;
        course_init(&course, 1);
        course_run(&course, 60, 2.5);
        course_ramp(&course, 30, 3);
        course_air(&course, PD_VIRTUAL_POD, PD_VIRTUAL_AIR_OFF);
        course_pulse(&course, PD_VIRTUAL_PULSE_LOCKED);
        course_stand(&course, 10);
        assert_int_equal(course_length(&course), 100);
        assert_int_equal(course.script.n_steps, 5);
        assert_int_equal(course.script.steps[1].at_s, 60);
        assert_int_equal(course.script.steps[1].by_s, 90);
        assert_int_equal(course.script.steps[3].at_s, 90);
        assert_true(course.speed == 0);
        assert_true(fabs(course_speed_at_hr(&course, COURSE_LT1_HR) - COURSE_LT1_SPEED) < 1e-12);
        assert_true(course_draw(&course, 0, 2, 3) != course_draw(&course, 1, 2, 3));
}

static void
the_same_seed_is_decided_alike(void **state)
{
        struct trial *one = easy_run(1, 0.9, 0), *same = easy_run(1, 0.9, 0), *other = easy_run(2, 0.9, 0);

        (void) state;
        assert_true(one->digest == same->digest);
        assert_true(one->digest != other->digest);
        trial_free(one);
        trial_free(same);
        trial_free(other);
}

static void
an_easy_run_that_is_none_is_accused_and_an_easy_one_is_not(void **state)
{
        struct trial *easy = easy_run(1, 0.85, 0), *grey = easy_run(1, 1.1, 0);
        const struct trial_alert *first = trial_first_accusation(grey, 0);

        (void) state;
        assert_null(trial_first_accusation(easy, 0));
        assert_null(trial_first_grey(easy, 0));
        assert_true(easy->n_lives > 14 * 60);
        assert_non_null(first);
        assert_int_equal(first->type, PD_ALERT_GREY_ZONE);
        assert_true(trial_count_accusations(grey, 0, 900) > 1);
        assert_int_equal(trial_count_accusations(grey, 0, first->at_s), 0);
        assert_non_null(trial_first_grey(grey, 0));
        assert_true(trial_first_grey(grey, 0)->at_s <= first->at_s);
        trial_free(easy);
        trial_free(grey);
}

static void
a_pod_that_reads_long_is_heard_so(void **state)
{
        struct trial *true_pod = easy_run(1, 0.9, 0), *long_pod = easy_run(1, 0.9, 0.03);
        double sums[2] = {0, 0};

        (void) state;
        assert_int_equal(true_pod->n_lives, long_pod->n_lives);
        for (size_t i = 0; i < true_pod->n_lives; i++) {
                if (true_pod->lives[i].speed_mm_s == PD_UNKNOWN) /* lost with both */
                        continue;
                sums[0] += true_pod->lives[i].speed_mm_s;
                sums[1] += long_pod->lives[i].speed_mm_s;
        }
        assert_true(fabs(sums[1] / sums[0] - 1.03) < 0.002);
        trial_free(true_pod);
        trial_free(long_pod);
}

static void
frames_of_ones_own_are_decoded_as_a_sensors(void **state)
{
        static const uint16_t rr[] = {430, 431};
        struct pd_athlete athlete;
        struct trial *trial;
        const struct trial_live *last;

        (void) state;
        course_athlete(&athlete);
        trial = trial_new(&athlete, NULL);
        for (int s = 0; s < 120; s++) {
                trial_strap(trial, s, 143, rr, 2);
                trial_pod(trial, s + 0.25, 2.5, 164, 2.5 * s);
        }
        assert_true(trial->n_lives > 60);
        last = &trial->lives[trial->n_lives - 1];
        assert_int_equal(last->hr_bpm, 143);
        assert_int_equal(last->speed_mm_s, 2500);
        trial_tick(trial, 1000); /* she has stood still for ten minutes */
        assert_int_equal(trial->n_summaries, 0); /* and it was too short to count */
        trial_free(trial);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(bodies_are_drawn_by_their_seed),
                cmocka_unit_test(a_course_goes_on_where_it_stopped),
                cmocka_unit_test(the_same_seed_is_decided_alike),
                cmocka_unit_test(an_easy_run_that_is_none_is_accused_and_an_easy_one_is_not),
                cmocka_unit_test(a_pod_that_reads_long_is_heard_so),
                cmocka_unit_test(frames_of_ones_own_are_decoded_as_a_sensors),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
