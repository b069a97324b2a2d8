/* SPDX-License-Identifier: MIT */
/* What becomes of a session: announced, paused, resumed, ended, discarded. */
#include "support/track.h"

#include "support/cm.h"

static void
a_run_is_announced_after_half_a_minute_and_dated_back(void **state)
{
        struct track *track = track_new(NULL);

        (void) state;
        track_run(track, 10, 0, 80);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_ARMED);
        track_run(track, 30, 2600, 120);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_ARMED);
        assert_int_equal(track->n_live, 0);
        track_run(track, 1, 2600, 120);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        assert_int_equal(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->at, 10250 * PD_MSEC);
        assert_int_equal(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->t_s, 0);
        assert_string_equal(pd_engine_session_id(track_engine(track)), "t10"); /* no wall clock was told */
        track_free(track);
}

static void
ten_minutes_still_end_it_at_the_last_movement(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_summary *summary = &track->rig.last_summary.summary;

        (void) state;
        track_run(track, 400, 2600, 140); /* the strap arms, the pod begins: from 0.25 s */
        track_run(track, 601, 0, 100);
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 1);
        assert_true(summary->final);
        assert_int_equal(summary->start, 250 * PD_MSEC);
        assert_int_equal(summary->end, 400250 * PD_MSEC);
        assert_int_equal(summary->duration_s, 400);
        assert_int_equal(summary->moving_s, 400);
        assert_int_equal(track->rig.last_summary.at, 1000250 * PD_MSEC);
        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_ARMED); /* the sensors speak on */
        track_free(track);
}

static void
when_all_fall_silent_together_no_second_is_made_up(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_summary *summary = &track->rig.last_summary.summary;

        (void) state;
        track_run(track, 400, 2600, 140);
        track_tick(track, 7 * PD_HOUR);
        assert_int_equal(summary->end, 399250 * PD_MSEC);
        assert_int_equal(summary->duration_s, 399);
        assert_int_equal(summary->moving_s, 399);
        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_IDLE);
        track_free(track);
}

static void
a_short_run_is_discarded_without_a_summary(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 150, 2600, 140); /* 390 m in two and a half minutes */
        track_tick(track, 7 * PD_HOUR);
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 0);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SESSION_ENDED), 0);
        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_IDLE);
        assert_true(track_last_session(track)->session_change.discarded);
        track_free(track);
}

static void
five_hundred_metres_in_less_than_five_minutes_count(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 200, 2600, 140); /* 518 m */
        track_tick(track, 7 * PD_HOUR);
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 1);
        assert_false(track_last_session(track)->session_change.discarded);
        track_free(track);
}

static void
standing_pauses_and_moving_resumes(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 100, 2600, 140);
        track_run(track, 5, 0, 130);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        track_run(track, 1, 0, 130);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_PAUSED);
        track_run(track, 60, 800, 120); /* shuffling is no running */
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_PAUSED);
        track_run(track, 300, 2600, 140);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        track_tick(track, 7 * PD_HOUR);
        assert_int_equal(track->rig.last_summary.summary.moving_s, 100 + 299); /* from 0.25 to 100.25 s, and from 166.25 to 465.25 s */
        assert_int_equal(track->rig.last_summary.summary.duration_s, 465);
        track_free(track);
}

static void
a_discarded_session_has_no_summary(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 600, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_DISCARD});
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 0);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SESSION_ENDED), 0);
        assert_true(track_last_session(track)->session_change.discarded);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_run_is_announced_after_half_a_minute_and_dated_back),
                cmocka_unit_test(ten_minutes_still_end_it_at_the_last_movement),
                cmocka_unit_test(when_all_fall_silent_together_no_second_is_made_up),
                cmocka_unit_test(a_short_run_is_discarded_without_a_summary),
                cmocka_unit_test(five_hundred_metres_in_less_than_five_minutes_count),
                cmocka_unit_test(standing_pauses_and_moving_resumes),
                cmocka_unit_test(a_discarded_session_has_no_summary),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
