/* SPDX-License-Identifier: MIT */
/*
 * An engine as its listeners hear it: one runner's frames through the pump,
 * and every event that comes of them.
 */
#include "support/track.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BOOT_A "0123456789abcdef0123456789abcdef"
#define BOOT_B "fedcba9876543210fedcba9876543210"
#define REAL ((pd_usec) 1795342503 * PD_SEC) /* 2026-11-22 10:15:03 UTC */

/* ---- beginning and ending ----------------------------------------------- */

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
a_session_is_named_for_the_wall_clock_of_its_start(void **state)
{
        struct track *track = track_new(NULL);

        (void) state;
        rig_clock(&track->rig, 0, BOOT_A, REAL, true);
        track_run(track, 10, 0, 80);
        track_run(track, 40, 2600, 120);
        assert_string_equal(pd_engine_session_id(track_engine(track)), "20261122T101513Z");
        track_free(track);
}

static void
events_of_a_session_are_numbered_without_gaps(void **state)
{
        struct track *track = track_new("recovery 30m");
        uint32_t sequence = 0;

        (void) state;
        track_run(track, 10, 0, 80);
        track_run(track, 600, 3000, 155);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_REPORT});
        track_run(track, 60, 0, 120);
        track_run(track, 300, 2300, 130);
        track_run(track, 700, 0, 100);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_ARMED);
        for (size_t i = 0; i < track->n_kept; i++) {
                const struct pd_event *event = &track->kept[i];
                if (event->session[0] == '\0')
                        assert_int_equal(event->sequence, 0);
                else
                        assert_int_equal(event->sequence, ++sequence);
        }
        assert_true(sequence > 10);
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

/* ---- commands ------------------------------------------------------------ */

static void
a_session_is_started_and_stopped_by_command(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track->now = 5 * PD_SEC;
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_START});
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        assert_int_equal(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->at, 5 * PD_SEC);
        track_run(track, 60, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 1); /* asked for: never too short */
        assert_string_equal(track->rig.last_summary.summary.reason, "stopped_early");
        assert_int_equal(track->rig.last_summary.summary.verdict, PD_VERDICT_UNKNOWN);
        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_IDLE);
        track_free(track);
}

static void
a_report_is_not_final_and_changes_nothing(void **state)
{
        struct track *asked = track_new("easy"), *quiet = track_new("easy");

        (void) state;
        track_order(asked, &(struct pd_command) {.verb = PD_COMMAND_REPORT}); /* outside a session there is nothing to report */
        assert_int_equal(asked->rig.n_events[PD_EVENT_SUMMARY], 0);
        track_run(asked, 400, 2600, 140);
        track_run(quiet, 400, 2600, 140);
        track_order(asked, &(struct pd_command) {.verb = PD_COMMAND_REPORT});
        assert_int_equal(asked->rig.n_events[PD_EVENT_SUMMARY], 1);
        assert_false(asked->rig.last_summary.summary.final);
        assert_int_equal(asked->rig.last_summary.summary.moving_s, 399);
        assert_int_equal(track_count_alerts(asked, PD_ALERT_SESSION_ENDED), 0);
        track_run(asked, 100, 2600, 140);
        track_run(quiet, 100, 2600, 140);
        track_tick(asked, 7 * PD_HOUR);
        track_tick(quiet, 7 * PD_HOUR);
        assert_true(asked->rig.last_summary.summary.final);
        assert_int_equal(asked->rig.last_summary.sequence, quiet->rig.last_summary.sequence + 1);
        assert_int_equal(asked->rig.last_summary.summary.moving_s, quiet->rig.last_summary.summary.moving_s);
        assert_int_equal(asked->rig.last_summary.summary.end, quiet->rig.last_summary.summary.end);
        track_free(asked);
        track_free(quiet);
}

static void
the_heart_starts_a_session_only_where_it_may(void **state)
{
        static const struct {
                enum pd_auto_start auto_start;
                bool strap_starts, pod_starts, either_starts; /* both are worn */
        } rows[] = {{PD_AUTO_START_OFF, false, false, false}, {PD_AUTO_START_POD, false, true, true},
                {PD_AUTO_START_STRAP, true, false, true}, {PD_AUTO_START_BOTH, true, true, true}};

        (void) state;
        for (size_t i = 0; i < 4; i++) {
                struct pd_athlete athlete;
                struct track *by_strap, *by_pod, *by_either;

                rig_runner_a(&athlete);
                athlete.auto_start = (int32_t) rows[i].auto_start;
                by_strap = track_with(&athlete, NULL);
                by_pod = track_with(&athlete, NULL);
                by_either = track_with(&athlete, NULL);
                track_run(by_either, 100, 2600, 120);
                track_run(by_strap, 100, TRACK_SILENT, 120); /* 52 + 30 % of 134 is 92.2 */
                track_run(by_pod, 100, 2600, TRACK_SILENT);
                assert_int_equal(by_strap->rig.n_events[PD_EVENT_LIVE] > 0, rows[i].strap_starts);
                assert_int_equal(by_pod->rig.n_events[PD_EVENT_LIVE] > 0, rows[i].pod_starts);
                assert_int_equal(by_either->rig.n_events[PD_EVENT_LIVE] > 0, rows[i].either_starts);
                track_free(by_strap);
                track_free(by_pod);
                track_free(by_either);
        }
}

static void
a_heart_at_rest_starts_nothing(void **state)
{
        struct pd_athlete athlete;
        struct track *track;

        (void) state;
        rig_runner_a(&athlete);
        athlete.auto_start = PD_AUTO_START_BOTH;
        track = track_with(&athlete, NULL);
        track_run(track, 200, TRACK_SILENT, 92);
        assert_int_equal(track->rig.n_events[PD_EVENT_LIVE], 0);
        track_run(track, 61, TRACK_SILENT, 93);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        track_free(track);
}

/* ---- what is shown -------------------------------------------------------- */

static void
live_comes_once_in_each_whole_second_with_its_first_input(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 100, 2600, 140);
        assert_true(track->n_live > 60);
        for (size_t i = 1; i < track->n_live; i++) { /* the first was the pod's, that began it all */
                assert_int_equal(track->live_at[i] % PD_SEC, 0); /* the strap's frame is the first */
                assert_int_equal(pd_usec_second(track->live_at[i]), pd_usec_second(track->live_at[i - 1]) + 1);
        }
        track_run(track, 10, 2600, TRACK_SILENT); /* now it is the pod's */
        assert_int_equal(track->live_at[track->n_live - 1] % PD_SEC, 250 * PD_MSEC);
        assert_int_equal(track->live.speed_mm_s, 2602); /* 666/256 m/s, as the pod says it */
        track_free(track);
}

static void
state_comes_on_a_change_and_every_ten_seconds(void **state)
{
        struct track *track = track_new("recovery");
        size_t n;

        (void) state;
        track_run(track, 120, 2300, 130);
        n = track->n_state;
        track_run(track, 100, 2300, 130);
        assert_int_equal(track->n_state, n + 10);
        for (size_t i = n + 1; i < track->n_state; i++)
                assert_int_equal(track->state_at[i] - track->state_at[i - 1], 10 * PD_SEC);
        track_run(track, 3, 2300, 130);
        n = track->n_state;
        track_run(track, 4, 2700, 130); /* the mean rises above the ceiling: another class */
        assert_true(track->n_state > n);
        assert_true(track->state_at[n] - track->state_at[n - 1] < 10 * PD_SEC);
        track_free(track);
}

static void
after_the_end_nothing_stands_any_more(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 400, 2600, 140);
        track_tick(track, 7 * PD_HOUR);
        assert_non_null(strstr(track->rig.published.bytes, "/state {"));
        assert_int_equal(track->state_at[track->n_state - 1], 399250 * PD_MSEC + 6 * PD_HOUR);
        assert_true(track->state_at[track->n_state - 1] > track->live_at[track->n_live - 1]);
        track_free(track);
}

static void
a_newcomer_is_told_plan_and_session_and_nothing_is_counted(void **state)
{
        struct track *track = track_new("easy");
        uint32_t before;
        size_t n;

        (void) state;
        track_run(track, 100, 2600, 140);
        n = track->n_kept;
        before = track->kept[n - 1].sequence;
        pd_pump_restate(track->rig.pump);
        assert_int_equal(track->n_kept, n + 2);
        assert_int_equal(track->kept[n].kind, PD_EVENT_PLAN);
        assert_int_equal(track->kept[n + 1].kind, PD_EVENT_SESSION);
        assert_int_equal(track->kept[n + 1].session_change.state, PD_SESSION_RUNNING);
        assert_int_equal(track->kept[n + 1].sequence, 0);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_REPORT});
        assert_int_equal(track->rig.last_summary.sequence, before + 1);
        track_free(track);
}

/* ---- sensors --------------------------------------------------------------- */

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

/* ---- the wall clock --------------------------------------------------------- */

static void
a_clock_set_in_mid_session_moves_wall_times_alone(void **state)
{
        struct track *track = track_new("easy");
        char id[PD_SESSION_ID_SIZE];

        (void) state;
        rig_clock(&track->rig, 0, BOOT_A, 1000 * PD_SEC, false); /* woke in 1970 */
        track_run(track, 200, 2600, 140);
        assert_int_equal(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->real, PD_NEVER);
        assert_string_equal(pd_engine_session_id(track_engine(track)), "t0-01234567");
        strcpy(id, pd_engine_session_id(track_engine(track)));
        rig_clock(&track->rig, track->now, BOOT_A, REAL, true);
        track_run(track, 300, 2600, 140);
        assert_string_equal(pd_engine_session_id(track_engine(track)), id);
        track_tick(track, 7 * PD_HOUR);
        assert_int_equal(track->rig.last_summary.summary.moving_s, 499);
        assert_int_equal(track->rig.last_summary.real, REAL + (track->rig.last_summary.at - 200 * PD_SEC));
        assert_int_equal(track_last_session(track)->session_change.since_real, track_last_session(track)->real); /* idle since now */
        track_free(track);
}

static void
a_reboot_between_two_good_clocks_goes_on(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        rig_clock(&track->rig, 0, BOOT_A, REAL, true);
        track_run(track, 400, 2600, 140);
        track->now += 2 * PD_MINUTE;
        rig_clock(&track->rig, track->now, BOOT_B, REAL + track->now, true);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_AWAY);
        track_run(track, 100, 2600, 140);
        track_tick(track, 7 * PD_HOUR);
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 1);
        assert_int_equal(track->rig.last_summary.summary.duration_s, 399 + 120 + 100);
        track_free(track);
}

static void
a_reboot_with_a_doubtful_clock_ends_at_the_last_movement(void **state)
{
        (void) state;
        for (int before = 0; before < 2; before++)
                for (int after = 0; after < 2 - before; after++) {
                        struct track *track = track_new("easy");

                        rig_clock(&track->rig, 0, BOOT_A, REAL, before);
                        track_run(track, 400, 2600, 140);
                        track->now += 2 * PD_MINUTE;
                        rig_clock(&track->rig, track->now, BOOT_B, REAL + track->now, after);
                        if (before) /* it may yet be synchronised */
                                track_tick(track, track->now + PD_ENGINE_DOUBT_MOST);
                        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 1);
                        assert_int_equal(track->rig.last_summary.summary.end, 399250 * PD_MSEC);
                        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_IDLE);
                        track_free(track);
                }
}

/* After a reboot a Pi does not know the time for its first seconds. */
static void
a_clock_that_is_synchronised_soon_after_a_reboot_goes_on(void **state)
{
        static const struct {
                pd_usec after; /* the reboot, by the boot's clock */
                size_t summaries;
        } rows[] = {{20 * PD_SEC, 0}, {89 * PD_SEC, 0}, {90 * PD_SEC, 1}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct track *track = track_new("easy");
                pd_usec stopped;

                rig_clock(&track->rig, 0, BOOT_A, REAL, true);
                track_run(track, 400, 2600, 140);
                stopped = track->now;
                rig_clock(&track->rig, stopped, BOOT_B, 1000 * PD_SEC, false);
                assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_AWAY);
                track_run(track, (int) (rows[i].after / PD_SEC) - 1, 2600, 140); /* whose way is this? */
                assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_AWAY);
                track->now = stopped + rows[i].after;
                rig_clock(&track->rig, track->now, BOOT_B, REAL + track->now, true); /* before the leap, and after */
                track->now += 4 * PD_MINUTE;
                rig_clock(&track->rig, track->now, BOOT_B, REAL + track->now, true);
                assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], rows[i].summaries);
                if (rows[i].summaries > 0) {
                        assert_int_equal(track->rig.last_summary.summary.end, 399250 * PD_MSEC);
                } else {
                        track->now += PD_SEC;
                        track_run(track, 100, 2600, 140);
                        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
                        track_tick(track, 7 * PD_HOUR);
                        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 1);
                        assert_int_equal(track->rig.last_summary.summary.duration_s, (stopped + rows[i].after) / PD_SEC + 340);
                }
                track_free(track);
        }
}

/* ---- workouts ---------------------------------------------------------------- */

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

/* Of one step the greeting has said it all, unless it has words of its own. */
static void
the_first_step_is_told_where_the_greeting_does_not_say_it(void **state)
{
        static const struct {
                const char *workout, *say; /* NULL: nothing */
        } rows[] = {
                {"recovery 30m", NULL}, {"10km easy", NULL}, {"10m easy, 5m easy", "Ten minutes easy."},
                {"- Tall and light 30m easy", "Thirty minutes easy. Tall and light."},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct track *track = track_new(rows[i].workout);
                track_run(track, 60, 2300, 130);
                assert_int_equal(track_count_alerts(track, PD_ALERT_STEP), rows[i].say != NULL);
                if (rows[i].say != NULL)
                        assert_string_equal(track_alert(track, PD_ALERT_STEP, 0)->alert.say, rows[i].say);
                track_free(track);
        }
}

/* Whatever the plan says: one kind sentence, and nothing hard is asked or judged. */
static void
of_who_is_not_well_nothing_hard_is_asked(void **state)
{
        static const struct {
                int32_t condition;
                const char *workout, *say;
                size_t steps;
        } rows[] = {
                {PD_CONDITION_ILL, "2m easy, 3x (1m hard, 1m easy)", "You are marked ill. Get well first. The plan can wait.", 4},
                {PD_CONDITION_INJURED, "2m easy, 3m moderate, 2m easy", "You are marked injured. Let it heal first. The plan can wait.", 2},
                {PD_CONDITION_ILL, NULL, "You are marked ill. Get well first. The plan can wait.", 0},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_athlete athlete;
                struct track *track;
                rig_runner_a(&athlete);
                athlete.condition = rows[i].condition;
                track = track_with(&athlete, rows[i].workout);
                track_run(track, 900, 2300, 130);
                track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
                assert_string_equal(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->alert.say, "");
                assert_int_equal(track_count_alerts(track, PD_ALERT_REST_DAY), 1);
                assert_string_equal(track_alert(track, PD_ALERT_REST_DAY, 0)->alert.say, rows[i].say);
                assert_int_equal(track_count_alerts(track, PD_ALERT_STEP), rows[i].steps);
                for (size_t step = 0; step < rows[i].steps; step++)
                        assert_null(strstr(track_alert(track, PD_ALERT_STEP, step)->alert.say, "hard"));
                assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_EASY) + track_count_alerts(track, PD_ALERT_NO_PLAN), 0);
                assert_int_equal(track->rig.last_summary.summary.purpose_result, PD_PURPOSE_RESULT_CANNOT_TELL);
                assert_string_equal(track->rig.last_summary.summary.reason, "unwell");
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

static void
a_ceiling_is_not_accused_while_paused(void **state)
{
        struct track *track = track_new("recovery 30m");

        (void) state;
        track_run(track, 300, 2300, 130);
        track_run(track, 15, 3000, 150);
        track_run(track, 300, 0, 170);
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_HARD) + track_count_alerts(track, PD_ALERT_GREY_ZONE), 0);
        track_free(track);
}

/* ---- waiting ------------------------------------------------------------------ */

static void
five_minutes_armed_begin_anew(void **state)
{
        struct track *track = track_new(NULL);

        (void) state;
        track_run(track, 300, 0, 70);
        assert_int_equal(track->rig.n_events[PD_EVENT_REARMED], 0);
        track_run(track, 1, 0, 70);
        assert_int_equal(track->rig.n_events[PD_EVENT_REARMED], 1);
        track_run(track, 301, 0, 70);
        assert_int_equal(track->rig.n_events[PD_EVENT_REARMED], 2);
        assert_int_equal(track->rig.n_events[PD_EVENT_SESSION], 1); /* armed all the while, and said once */
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
nothing_changes_while_something_is_counted(void **state)
{
        struct pd_athlete athlete;
        struct pd_workout *none = malloc(sizeof(*none));
        struct track *track = track_new("easy");
        const struct pd_workout *plan = &pd_pump_snapshot(track->rig.pump, 0)->workout;
        struct pd_engine *engine = pd_engine_new(&track->rig.athlete, plan, track_listen, track);
        struct pd_input start = {.at = 0, .kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_START}};

        (void) state;
        rig_runner_a(&athlete);
        pd_workout_init(none);
        assert_int_equal(pd_engine_change(engine, &athlete, none), 0);
        pd_engine_feed(engine, &start);
        assert_int_equal(pd_engine_change(engine, &athlete, none), -EBUSY);
        pd_engine_free(engine);
        free(none);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_run_is_announced_after_half_a_minute_and_dated_back),
                cmocka_unit_test(a_session_is_named_for_the_wall_clock_of_its_start),
                cmocka_unit_test(events_of_a_session_are_numbered_without_gaps),
                cmocka_unit_test(ten_minutes_still_end_it_at_the_last_movement),
                cmocka_unit_test(when_all_fall_silent_together_no_second_is_made_up),
                cmocka_unit_test(a_short_run_is_discarded_without_a_summary),
                cmocka_unit_test(five_hundred_metres_in_less_than_five_minutes_count),
                cmocka_unit_test(standing_pauses_and_moving_resumes),
                cmocka_unit_test(a_session_is_started_and_stopped_by_command),
                cmocka_unit_test(a_report_is_not_final_and_changes_nothing),
                cmocka_unit_test(the_heart_starts_a_session_only_where_it_may),
                cmocka_unit_test(a_heart_at_rest_starts_nothing),
                cmocka_unit_test(live_comes_once_in_each_whole_second_with_its_first_input),
                cmocka_unit_test(state_comes_on_a_change_and_every_ten_seconds),
                cmocka_unit_test(after_the_end_nothing_stands_any_more),
                cmocka_unit_test(a_newcomer_is_told_plan_and_session_and_nothing_is_counted),
                cmocka_unit_test(a_lost_strap_is_told_after_half_a_minute_once_in_ten),
                cmocka_unit_test(a_slow_recording_loses_no_sensor),
                cmocka_unit_test(a_clock_set_in_mid_session_moves_wall_times_alone),
                cmocka_unit_test(a_reboot_between_two_good_clocks_goes_on),
                cmocka_unit_test(a_reboot_with_a_doubtful_clock_ends_at_the_last_movement),
                cmocka_unit_test(a_clock_that_is_synchronised_soon_after_a_reboot_goes_on),
                cmocka_unit_test(steps_are_told_as_they_begin_and_rest_runs_on_while_standing),
                cmocka_unit_test(the_first_step_is_told_where_the_greeting_does_not_say_it),
                cmocka_unit_test(of_who_is_not_well_nothing_hard_is_asked),
                cmocka_unit_test(an_estimate_fails_no_rep_within_its_width),
                cmocka_unit_test(work_stands_still_while_she_does),
                cmocka_unit_test(a_rest_after_a_way_begins_where_the_way_ends),
                cmocka_unit_test(a_ceiling_is_not_accused_while_paused),
                cmocka_unit_test(five_minutes_armed_begin_anew),
                cmocka_unit_test(a_minute_of_silence_disarms),
                cmocka_unit_test(so_does_silence_after_a_new_beginning),
                cmocka_unit_test(nothing_changes_while_something_is_counted),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
