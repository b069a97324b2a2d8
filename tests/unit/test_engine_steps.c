/* SPDX-License-Identifier: MIT */
/* A workout's steps, one after the other: when each begins, and whether a rep has failed. */
#include "support/track.h"

#include "support/cm.h"

#include <string.h>

static void
steps_are_told_as_they_begin_and_rest_runs_on_while_standing(void **state)
{
        struct track *track = track_new("2m easy, 3x (1m hard, 90s rest), 5m easy");
        static const int32_t begins[] = {30, 120, 180, 270, 330, 420, 480, 570}; /* seconds of the session; the first once it is one */

        (void) state;
        track_run(track, 121, 2600, 140); /* from 0.25 s */
        for (int rep = 0; rep < 3; rep++) {
                track_run(track, 60, 3600, 160);
                track_run(track, 90, 0, 130);
        }
        track_run(track, 400, 2600, 140);
        assert_int_equal(track_count_alerts(track, PD_ALERT_STEP), 8);
        for (size_t i = 0; i < 8; i++) {
                const struct pd_event *step = track_alert(track, PD_ALERT_STEP, i);
                assert_int_equal(step->alert.step_index, i);
                assert_in_range(step->t_s, begins[i] - 1, begins[i] + 1);
        }
        assert_string_equal(track_alert(track, PD_ALERT_STEP, 0)->alert.say, "Two minutes easy.");
        assert_string_equal(track_alert(track, PD_ALERT_STEP, 1)->alert.say, "One minute hard.");
        assert_string_equal(track_alert(track, PD_ALERT_STEP, 2)->alert.say, "Ninety seconds rest.");
        assert_string_equal(track_alert(track, PD_ALERT_STEP, 5)->alert.say, "Last one. One minute hard.");
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_EASY) + track_count_alerts(track, PD_ALERT_TOO_HARD), 0);
        track_free(track);
}

/* By heart rate alone: a minute to an equal step or a harder one, a minute and a half to an easier one. */
static void
to_an_easier_step_the_heart_takes_longer(void **state)
{
        static const struct {
                const char *workout;
                int settles_s;
        } rows[] = {
                {"3m easy, 20m hard", 60},
                {"3m hard, 20m easy", 90},
                {"3m easy, 20m easy", 60},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_athlete athlete;
                struct track *track;

                rig_runner_a(&athlete);
                athlete.auto_start = PD_AUTO_START_BOTH;
                track = track_with(&athlete, rows[i].workout);
                track_run(track, 180 + rows[i].settles_s - 3, TRACK_SILENT, 150);
                assert_int_equal(track->live.target_state, PD_TARGET_SETTLING);
                track_run(track, 6, TRACK_SILENT, 150);
                assert_int_not_equal(track->live.target_state, PD_TARGET_SETTLING);
                track_free(track);
        }
}

/* Thresholds out of the age, and a pod whose speed nobody asked for: at a heart
 * rate that may be hard for her, no rep has failed. */
static void
an_estimate_fails_no_rep_within_its_width(void **state)
{
        struct pd_athlete athlete;
        struct track *track;
        int32_t bpm;

        (void) state;
        pd_athlete_init(&athlete, "anna");
        athlete.age = 40;
        athlete.sessions_done = PD_LEARNING_SESSIONS;
        pd_athlete_estimate(&athlete);
        bpm = athlete.lt2_hr.value - athlete.lt2_hr.width;
        track = track_with(&athlete, "2m easy, 6x (400mtr hard, 90s rest)");
        track_run(track, 121, 2600, 130);
        for (int rep = 0; rep < 6; rep++) {
                track_run(track, 100, 4000, bpm);
                track_run(track, 91, 0, 130);
        }
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_EASY), 0);
        assert_int_equal(track->rig.last_summary.summary.reps_done, 6);
        assert_int_equal(track->rig.last_summary.summary.purpose_result, PD_PURPOSE_RESULT_MET);
        track_free(track);
}

static void
work_stands_still_while_she_does(void **state)
{
        struct track *track = track_new("5m easy, 5m hard, 5m easy");

        (void) state;
        track_run(track, 101, 2600, 140);
        track_run(track, 200, 0, 110); /* a traffic light that does not change */
        track_run(track, 190, 2600, 140);
        assert_int_equal(track_count_alerts(track, PD_ALERT_STEP), 1); /* the first */
        track_run(track, 20, 2600, 140);
        assert_int_equal(track_count_alerts(track, PD_ALERT_STEP), 2);
        assert_in_range(track_alert(track, PD_ALERT_STEP, 1)->t_s, 490, 501);
        track_free(track);
}

static void
a_rest_after_a_way_begins_where_the_way_ends(void **state)
{
        struct track *track = track_new("1km easy, 90s rest, 1km easy");
        pd_usec began;

        (void) state;
        track_run(track, 600, 2500, 140);
        began = track_alert(track, PD_ALERT_STEP, 1)->at;
        assert_int_equal(began % PD_SEC, 250 * PD_MSEC); /* with the pod's frame */
        /* on the grid, ninety full seconds on */
        assert_int_equal(track_alert(track, PD_ALERT_STEP, 2)->at, (pd_usec_second(began) + 91) * PD_SEC);
        track_free(track);
}

/* A floor of pace, of heart rate or of both: whoever misses one has failed the rep. */
static void
after_three_failed_reps_with_a_floor_it_is_enough(void **state)
{
        static const char *const workouts[] = {
                "2m easy, 5x (2m > 165bpm, 90s rest)", "2m easy, 5x (2m 4:30/km, 90s rest)", "2m easy, 5x (2m hard, 90s rest)"};

        (void) state;
        for (size_t i = 0; i < sizeof(workouts) / sizeof(workouts[0]); i++) {
                struct track *track = track_new(workouts[i]);
                const struct pd_event *event = track->kept;
                bool said = false;

                track_run(track, 121, 2600, 130);
                for (int rep = 0; rep < 5; rep++) {
                        track_run(track, 120, 2900, 140);
                        track_run(track, 90, 1500, 130);
                }
                for (; event < &track->kept[track->n_kept]; event++)
                        said = said || (event->kind == PD_EVENT_ALERT && strcmp(event->alert.say, "Enough. Jog home.") == 0);
                if (!said)
                        fail_msg("%s", workouts[i]);
                track_free(track);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(steps_are_told_as_they_begin_and_rest_runs_on_while_standing),
                cmocka_unit_test(to_an_easier_step_the_heart_takes_longer),
                cmocka_unit_test(an_estimate_fails_no_rep_within_its_width),
                cmocka_unit_test(work_stands_still_while_she_does),
                cmocka_unit_test(a_rest_after_a_way_begins_where_the_way_ends),
                cmocka_unit_test(after_three_failed_reps_with_a_floor_it_is_enough),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
