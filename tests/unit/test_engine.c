/* SPDX-License-Identifier: MIT */
/*
 * An engine as its listeners hear it: one runner's frames through the pump,
 * and every event that comes of them.
 */
#include "support/track.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>

#define BOOT_A "0123456789abcdef0123456789abcdef"
#define BOOT_B "fedcba9876543210fedcba9876543210"
#define REAL ((pd_usec) 1795342503 * PD_SEC) /* 2026-11-22 10:15:03 UTC */

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

/* Out of earshot for half an hour: the pod's odometer has gone on. */
static void
what_was_run_out_of_earshot_is_mileage_and_not_judged(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_summary *summary = &track->rig.last_summary.summary;

        (void) state;
        track_run(track, 600, 2600, 140);
        track_tick(track, track->now + 10 * PD_MINUTE);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_AWAY);
        assert_int_equal(track_last_session(track)->session_change.state, PD_SESSION_AWAY);
        track->now += 20 * PD_MINUTE;
        track->mm += 5000 * 1000;
        track_run(track, 300, 2600, 140);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        assert_in_range(summary->distance_unheard_m, 4990, 5010);
        assert_in_range(summary->distance_m, 5000 + 900 * 26 / 10 - 20, 5000 + 900 * 26 / 10 + 20);
        assert_in_range(summary->moving_s, 890, 905);
        assert_in_range(summary->speed_avg_mm_s, 2550, 2650); /* of what was heard */
        assert_int_equal(summary->seconds[PD_INTENSITY_UNKNOWN], 0);
        track_free(track);
}

/* Home again without the pod, which has its next word in the next session. */
static void
what_a_session_did_not_hear_is_not_the_next_ones(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 600, 2600, 140);
        track_tick(track, track->now + 10 * PD_MINUTE);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_AWAY);
        track_run(track, 60, TRACK_SILENT, 140);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        track_run(track, 10, 0, 100);
        track_run(track, 400, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 2);
        assert_int_equal(track->rig.last_summary.summary.distance_unheard_m, 0);
        assert_in_range(track->rig.last_summary.summary.distance_m, 1030, 1045);
        track_free(track);
}

static void
a_way_that_nobody_could_run_is_not_believed(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 600, 2600, 140);
        track_tick(track, track->now + 10 * PD_MINUTE);
        track->mm += (int64_t) 100 * 1000 * 1000; /* 100 km in ten minutes */
        track_run(track, 60, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        assert_int_equal(track->rig.last_summary.summary.distance_unheard_m, 0);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_heart_starts_a_session_only_where_it_may),
                cmocka_unit_test(a_heart_at_rest_starts_nothing),
                cmocka_unit_test(a_reboot_between_two_good_clocks_goes_on),
                cmocka_unit_test(a_reboot_with_a_doubtful_clock_ends_at_the_last_movement),
                cmocka_unit_test(a_clock_that_is_synchronised_soon_after_a_reboot_goes_on),
                cmocka_unit_test(a_ceiling_is_not_accused_while_paused),
                cmocka_unit_test(five_minutes_armed_begin_anew),
                cmocka_unit_test(nothing_changes_while_something_is_counted),
                cmocka_unit_test(what_was_run_out_of_earshot_is_mileage_and_not_judged),
                cmocka_unit_test(what_a_session_did_not_hear_is_not_the_next_ones),
                cmocka_unit_test(a_way_that_nobody_could_run_is_not_believed),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
