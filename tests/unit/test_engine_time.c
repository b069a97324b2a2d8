/* SPDX-License-Identifier: MIT */
/* Each deadline at its own instant: silence, sensors that are lost, being away for long. */
#include "support/track.h"

#include "support/cm.h"

static void
a_lost_strap_is_told_after_half_a_minute_once_in_ten(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 100, 2600, 140); /* the strap's last frame at 99 s */
        track_run(track, 29, 2600, TRACK_SILENT);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 0);
        track_run(track, 1, 2600, TRACK_SILENT);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 1);
        assert_int_equal(track_alert(track, PD_ALERT_SENSOR_LOST, 0)->at, 129 * PD_SEC);
        assert_int_equal(track_alert(track, PD_ALERT_SENSOR_LOST, 0)->alert.witness, PD_WITNESS_HEART_RATE);
        assert_string_equal(track_alert(track, PD_ALERT_SENSOR_LOST, 0)->alert.say, "I can't hear your strap.");
        for (int i = 0; i < 9; i++) { /* comes and goes */
                track_run(track, 20, 2600, 140);
                track_run(track, 40, 2600, TRACK_SILENT);
        }
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 1);
        track_run(track, 60, 2600, 140);
        track_run(track, 40, 2600, TRACK_SILENT);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 2);
        track_free(track);
}

static void
a_slow_recording_loses_no_sensor(void **state)
{
        struct pd_athlete athlete;
        struct track *track;

        (void) state;
        rig_runner_a(&athlete);
        athlete.auto_start = PD_AUTO_START_BOTH;
        track = track_with(&athlete, NULL);
        for (; track->now < 20 * PD_MINUTE; track->now += 6 * PD_SEC)
                track_run(track, 1, 2600, 140); /* a row every seven seconds */
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 0);
        track_free(track);
}

static void
a_minute_of_silence_disarms(void **state)
{
        struct track *track = track_new(NULL);

        (void) state;
        track_run(track, 100, 0, 70); /* the last frame at 99.25 s */
        assert_int_equal(pd_engine_deadline(track_engine(track)), 159250 * PD_MSEC);
        track_tick(track, 7 * PD_HOUR);
        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_IDLE);
        assert_int_equal(track_last_session(track)->at, 159250 * PD_MSEC);
        assert_int_equal(pd_engine_deadline(track_engine(track)), PD_NEVER);
        track_free(track);
}

static void
so_does_silence_after_a_new_beginning(void **state)
{
        struct track *track = track_new(NULL);

        (void) state;
        track_run(track, 301, 0, TRACK_SILENT); /* the last frame at 300.25 s begins anew */
        assert_int_equal(track->rig.n_events[PD_EVENT_REARMED], 1);
        track_tick(track, 7 * PD_HOUR);
        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_IDLE);
        assert_int_equal(track_last_session(track)->at, 360250 * PD_MSEC);
        assert_int_equal(pd_engine_deadline(track_engine(track)), PD_NEVER);
        track_run(track, 1, 0, TRACK_SILENT);
        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_ARMED);
        track_free(track);
}

static void
who_stays_away_has_ended_where_she_was_last_heard(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 600, 2600, 140);
        track_tick(track, 7 * PD_HOUR);
        assert_true(track->rig.last_summary.summary.final);
        assert_int_equal(track->rig.last_summary.summary.duration_s, 599);
        track_free(track);
}

static void
a_sensor_that_comes_back_is_said_once_if_its_loss_was(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 120, 2600, 140);
        track_run(track, 60, 2600, TRACK_SILENT);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 1);
        track_run(track, 60, 2600, 140);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_BACK), 1);
        assert_string_equal(track_alert(track, PD_ALERT_SENSOR_BACK, 0)->alert.say, "I hear the strap again.");
        track_run(track, 60, 2600, TRACK_SILENT); /* within ten minutes: neither its loss nor its return */
        track_run(track, 60, 2600, 140);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 1);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_BACK), 1);
        track_free(track);
}

static void
a_strap_that_is_lost_while_the_pod_is_late_is_told_when_the_pod_speaks_again(void **state)
{
        struct track *track = track_new("recovery 60m");

        (void) state;
        track_run(track, 600, 2300, 135);
        track_run(track, 20, 2300, TRACK_SILENT);
        track->now += 15 * PD_SEC; /* the pod, too, is silent for a while */
        track_tick(track, track->now - PD_SEC);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 0);
        track_run(track, 1, 2300, TRACK_SILENT);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 1);
        assert_string_equal(track_alert(track, PD_ALERT_SENSOR_LOST, 0)->alert.say, "I can't hear your strap.");
        track_run(track, 60, 2300, TRACK_SILENT);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 1);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_lost_strap_is_told_after_half_a_minute_once_in_ten),
                cmocka_unit_test(a_slow_recording_loses_no_sensor),
                cmocka_unit_test(a_minute_of_silence_disarms),
                cmocka_unit_test(so_does_silence_after_a_new_beginning),
                cmocka_unit_test(who_stays_away_has_ended_where_she_was_last_heard),
                cmocka_unit_test(a_sensor_that_comes_back_is_said_once_if_its_loss_was),
                cmocka_unit_test(a_strap_that_is_lost_while_the_pod_is_late_is_told_when_the_pod_speaks_again),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
