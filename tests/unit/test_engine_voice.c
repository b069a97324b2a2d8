/* SPDX-License-Identifier: MIT */
/* What the engine tells: the envelope of its events, live values, how things stand. */
#include "support/heartbeats.h"
#include "support/track.h"

#include "support/cm.h"

#include <string.h>

#define BOOT_A "0123456789abcdef0123456789abcdef"
#define REAL ((pd_usec) 1795342503 * PD_SEC) /* 2026-11-22 10:15:03 UTC */

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

/* A second at 60 bpm: a beat of the strap, and then its pod. */
static void
beat(struct track *track, int32_t ms)
{
        struct pd_input strap = rig_strap_frame(track->now, 60);
        uint32_t rr = (uint32_t) ms * 1024 / 1000;

        strap.frame.bytes[2] = (uint8_t) rr; /* in place of the beat that it came with */
        strap.frame.bytes[3] = (uint8_t) (rr >> 8);
        rig_feed(&track->rig, &strap);
        track_run(track, 1, 2600, TRACK_SILENT);
}

static void
alpha1_is_told_after_two_minutes_of_beats_with_the_name_of_what_was_computed(void **state)
{
        struct track *track = track_new("easy");
        struct heartbeats heart;

        (void) state;
        heartbeats_breathe(&heart, 200, 1000, 23.3, 30);
        for (size_t i = 0; i < 100; i++)
                beat(track, heart.ms[i]);
        assert_int_equal(track->live.dfa_a1_milli, PD_UNKNOWN);
        assert_int_equal(track->live.rr_artefacts_permille, 0);
        for (size_t i = 100; i < 200; i++)
                beat(track, heart.ms[i]);
        assert_in_range(track->live.dfa_a1_milli, 1200, 2000);
        assert_string_equal(track->live.dfa_a1_variant, "120 s, boxes 4-16, smoothness priors 500");
        track_run(track, 30, 2600, TRACK_SILENT); /* the strap is off: what was is not what is */
        assert_int_equal(track->live.dfa_a1_milli, PD_UNKNOWN);
        assert_int_equal(track->live.rr_artefacts_permille, PD_UNKNOWN);
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
        track_run(track, 6, 2700, 130); /* above the ceiling: another class, in some seconds */
        assert_true(track->n_state > n);
        assert_true(track->state_at[n] - track->state_at[n - 1] < 10 * PD_SEC);
        track_free(track);
}

/* Whatever was shown last: seven seconds after a state, or in a pause, all fall silent. */
static void
the_last_value_is_delivered_though_no_frame_comes_any_more(void **state)
{
        (void) state;
        for (int paused = 0; paused < 2; paused++)
                for (int seconds = 0; seconds < 10; seconds++) {
                        struct track *track = track_new("easy");
                        size_t n;

                        track_run(track, 400, 2600, 140);
                        if (paused)
                                track_run(track, 60, 0, 110);
                        track_run(track, seconds, paused ? 0 : 2600, paused ? 110 : 140);
                        n = track->n_state;
                        track_tick(track, track->now + 14 * PD_SEC);
                        track_tick(track, track->now + PD_MINUTE);
                        assert_in_range(track->n_state, n, n + 1);
                        assert_true(track->state_at[track->n_state - 1] >= track->live_at[track->n_live - 1]);
                        assert_int_equal(pd_engine_session_state(track_engine(track)), paused ? PD_SESSION_PAUSED : PD_SESSION_AWAY);
                        track_free(track);
                }
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
outside_a_session_the_heart_is_shown_only_to_whom_she_lets(void **state)
{
        struct pd_athlete athlete;
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 60, TRACK_SILENT, 62);
        assert_int_equal(track->n_live, 0);
        track_free(track);
        rig_runner_a(&athlete);
        athlete.live_idle = true;
        track = track_with(&athlete, "easy");
        track_run(track, 60, TRACK_SILENT, 62);
        assert_int_equal(track->n_live, 60);
        assert_int_equal(track->n_state, 0);
        assert_int_equal(track->live.hr_bpm, 62);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_session_is_named_for_the_wall_clock_of_its_start),
                cmocka_unit_test(events_of_a_session_are_numbered_without_gaps),
                cmocka_unit_test(live_comes_once_in_each_whole_second_with_its_first_input),
                cmocka_unit_test(alpha1_is_told_after_two_minutes_of_beats_with_the_name_of_what_was_computed),
                cmocka_unit_test(state_comes_on_a_change_and_every_ten_seconds),
                cmocka_unit_test(the_last_value_is_delivered_though_no_frame_comes_any_more),
                cmocka_unit_test(after_the_end_nothing_stands_any_more),
                cmocka_unit_test(a_newcomer_is_told_plan_and_session_and_nothing_is_counted),
                cmocka_unit_test(a_clock_set_in_mid_session_moves_wall_times_alone),
                cmocka_unit_test(outside_a_session_the_heart_is_shown_only_to_whom_she_lets),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
