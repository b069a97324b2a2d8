/* SPDX-License-Identifier: MIT */
/* Who has pressed stop begins no new session by walking home. */
#include "support/track.h"

#include "support/cm.h"

static void
walking_home_after_a_stop_is_no_new_session(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 600, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        track_run(track, 300, 1400, 120);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_ARMED);
        track_run(track, 10, 0, 100); /* she has stood: what follows is new */
        track_run(track, 60, 2600, 130);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        track_free(track);
}

static void
a_start_after_a_stop_is_a_run_though_she_never_stood(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_summary *summary = &track->rig.last_summary.summary;

        (void) state;
        track_run(track, 600, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        track_run(track, 5, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_START});
        track_run(track, 120, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        assert_true(summary->final);
        assert_in_range(summary->moving_s, 118, 121);
        assert_in_range(summary->duration_s, 118, 121);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(walking_home_after_a_stop_is_no_new_session),
                cmocka_unit_test(a_start_after_a_stop_is_a_run_though_she_never_stood),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
