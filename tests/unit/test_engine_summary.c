/* SPDX-License-Identifier: MIT */
/* The summary of a session: at its end, or asked for in between. */
#include "support/track.h"

#include "support/cm.h"

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
the_reason_the_rating_and_the_note_are_in_the_summary(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_summary *summary = &track->rig.last_summary.summary;

        (void) state;
        track_run(track, 900, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_RPE, .number = 8});
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_NOTE, .text = "the knee"});
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP, .number = PD_STOP_PAIN});
        assert_int_equal(summary->rpe, 8);
        assert_string_equal(summary->note, "the knee");
        assert_true(summary->stopped);
        assert_int_equal(summary->stop_reason, PD_STOP_PAIN);
        assert_int_equal(summary->verdict, PD_VERDICT_UNKNOWN);
        assert_string_equal(summary->sentence, "Stopped for pain. Take care.");
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_report_is_not_final_and_changes_nothing),
                cmocka_unit_test(the_reason_the_rating_and_the_note_are_in_the_summary),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
