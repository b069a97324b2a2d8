/* SPDX-License-Identifier: MIT */
/* What a person orders in mid-run. */
#include "support/track.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

#define STEPS "10m easy, 5m moderate, 10m easy"

static int
asked(const struct track *track, enum pd_command_verb verb, char ret_text[static 160])
{
        const struct pd_command command = {.verb = verb};
        struct pd_answer answer;
        int r = pd_engine_accepts(track_engine(track), &command, &answer);

        assert_int_equal(r, answer.result);
        assert_true(answer.text[0] != '\0');
        memcpy(ret_text, answer.text, 160);
        return r;
}

static void
order(struct track *track, enum pd_command_verb verb)
{
        track_order(track, &(struct pd_command) {.verb = verb});
}

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
what_makes_no_sense_is_refused_in_a_sentence(void **state)
{
        struct track *track = track_new("easy");
        char text[160];

        (void) state;
        for (int verb = 0; verb < PD_COMMAND_VERB_COUNT; verb++)
                if (pd_command_types[verb].scope == PD_SCOPE_RUN && verb != PD_COMMAND_START && verb != PD_COMMAND_BRIEF) {
                        assert_int_equal(asked(track, (enum pd_command_verb) verb, text), -ESRCH);
                        assert_string_equal(text, "No session is running.");
                }
        assert_int_equal(asked(track, PD_COMMAND_STATUS, text), -EOPNOTSUPP);
        assert_int_equal(asked(track, PD_COMMAND_START, text), 0);
        track_run(track, 60, 2600, 140);
        assert_int_equal(asked(track, PD_COMMAND_START, text), -EALREADY);
        assert_int_equal(asked(track, PD_COMMAND_RESUME, text), -EALREADY);
        assert_int_equal(asked(track, PD_COMMAND_SKIP, text), -ENOENT);
        assert_string_equal(text, "This is the last step.");
        assert_int_equal(asked(track, PD_COMMAND_MUTE, text), 0);
        assert_string_equal(text, "Silent until the session is over; 'unmute' ends it early.");
        order(track, PD_COMMAND_PAUSE);
        assert_int_equal(asked(track, PD_COMMAND_PAUSE, text), -EALREADY);
        assert_int_equal(asked(track, PD_COMMAND_RESUME, text), 0);
        track_free(track);
}

static void
a_pause_that_was_ordered_outlasts_walking(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 60, 2600, 140);
        order(track, PD_COMMAND_PAUSE);
        track_run(track, 60, 950, 120);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_PAUSED);
        order(track, PD_COMMAND_RESUME);
        track_run(track, 10, 950, 120);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        order(track, PD_COMMAND_PAUSE);
        track_run(track, 2, 2600, 120); /* running ends it */
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        track_free(track);
}

static void
steps_are_skipped_and_run_again(void **state)
{
        struct track *track = track_new(STEPS);

        (void) state;
        track_run(track, 120, 2600, 140);
        order(track, PD_COMMAND_SKIP);
        track_run(track, 30, 2600, 140);
        assert_int_equal(track->live.step_index, 1);
        order(track, PD_COMMAND_BACK); /* this one again */
        track_run(track, 2, 2600, 140);
        assert_int_equal(track->live.step_index, 1);
        assert_in_range(track->live.step_remaining_s, 297, 300);
        order(track, PD_COMMAND_BACK); /* at once: the one before */
        track_run(track, 2, 2600, 140);
        assert_int_equal(track->live.step_index, 0);
        assert_in_range(track->live.step_remaining_s, 597, 600);
        track_free(track);
}

static void
a_lap_ends_only_a_step_that_waits_for_it(void **state)
{
        struct track *track = track_new(STEPS);

        (void) state;
        track_run(track, 60, 2600, 140);
        order(track, PD_COMMAND_LAP);
        track_run(track, 2, 2600, 140);
        assert_int_equal(track->live.step_index, 0);
        track_free(track);
        track = track_new("press lap easy, 5m easy");
        track_run(track, 60, 2600, 140);
        order(track, PD_COMMAND_LAP);
        track_run(track, 2, 2600, 140);
        assert_int_equal(track->live.step_index, 1);
        order(track, PD_COMMAND_STOP);
        assert_int_equal(track->rig.last_summary.summary.n_laps, 0); /* it was the step's */
        track_free(track);
}

static void
a_lap_is_kept_and_told(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_summary *summary = &track->rig.last_summary.summary;
        const struct pd_command mute = {.verb = PD_COMMAND_MUTE};

        (void) state;
        track_run(track, 330, 2500, 140);
        order(track, PD_COMMAND_LAP);
        assert_string_equal(track_alert(track, PD_ALERT_STEP, 0)->alert.say, "Lap one. Five thirty.");
        assert_string_equal(track_alert(track, PD_ALERT_STEP, 0)->alert.message, "Lap 1: 5:30");
        track_run(track, 65, 2600, 146);
        track_order(track, &mute);
        order(track, PD_COMMAND_LAP);
        assert_int_equal(track_count_alerts(track, PD_ALERT_STEP), 1); /* kept, and not told */
        track_run(track, 300, 2400, 142);
        order(track, PD_COMMAND_STOP);
        assert_int_equal(summary->n_laps, 3);
        assert_int_equal(summary->laps[1].start_s, 330);
        assert_in_range(summary->laps[1].duration_s, 64, 66);
        assert_in_range(summary->laps[1].distance_m, 168, 170);
        assert_int_equal(summary->laps[1].hr_avg_bpm, 146);
        assert_int_equal(summary->laps[0].distance_m + summary->laps[1].distance_m + summary->laps[2].distance_m, summary->distance_m);
        assert_int_equal(summary->laps[0].moving_s + summary->laps[1].moving_s + summary->laps[2].moving_s, summary->moving_s);
        assert_int_equal(summary->laps[0].duration_s + summary->laps[1].duration_s + summary->laps[2].duration_s, summary->duration_s);
        track_free(track);
}

static void
laps_are_refused_once_no_more_fit(void **state)
{
        struct track *track = track_new("easy");
        char text[160];

        (void) state;
        track_run(track, 60, 2500, 140);
        for (int i = 0; i < PD_LAPS_MAX - 1; i++) {
                assert_int_equal(asked(track, PD_COMMAND_LAP, text), 0);
                order(track, PD_COMMAND_LAP);
                track_run(track, 10, 2500, 140);
        }
        assert_int_equal(asked(track, PD_COMMAND_LAP, text), -ENOSPC);
        order(track, PD_COMMAND_LAP);
        order(track, PD_COMMAND_STOP);
        assert_int_equal(track->rig.last_summary.summary.n_laps, PD_LAPS_MAX);
        track_free(track);
}

static void
declared_free_nothing_is_asked_and_nothing_judged(void **state)
{
        struct track *track = track_new("recovery 30m");
        const struct pd_summary *summary = &track->rig.last_summary.summary;

        (void) state;
        track_run(track, 300, 2300, 135);
        order(track, PD_COMMAND_FREE);
        track_run(track, 600, 3300, 165);
        assert_int_equal(track->live.target_state, PD_TARGET_NONE);
        order(track, PD_COMMAND_STOP);
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_HARD), 0);
        assert_int_equal(summary->purpose_result, PD_PURPOSE_RESULT_FREE);
        assert_int_equal(summary->verdict, PD_VERDICT_EXERCISING);
        assert_string_equal(summary->reason, "declared_free");
        track_run(track, 2, 0, 100);
        track_run(track, 60, 2300, 130); /* the next one has the plan again */
        assert_int_equal(track->live.step_count, 1);
        track_free(track);
}

static void
muted_it_neither_speaks_nor_counts(void **state)
{
        struct track *track = track_new("recovery 30m");

        (void) state;
        track_run(track, 120, 2300, 135);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_MUTE, .number = 5});
        track_run(track, 290, 2900, 150);
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_HARD), 0);
        assert_int_equal(track->live.target_state, PD_TARGET_OVER); /* shown all the same */
        track_run(track, 60, 2900, 150);
        assert_true(track_count_alerts(track, PD_ALERT_TOO_HARD) > 0);
        order(track, PD_COMMAND_STOP);
        assert_int_equal(track->rig.last_summary.summary.alerts, track_count_alerts(track, PD_ALERT_TOO_HARD));
        assert_int_equal(track_count_alerts(track, PD_ALERT_SESSION_ENDED), 1);
        track_free(track);
}

static void
muting_does_not_mute_an_unusual_heart(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 60, 2300, 137);
        order(track, PD_COMMAND_MUTE);
        track_run(track, 1500, 2300, 158); /* the line says 136 at this speed */
        assert_int_equal(track_count_alerts(track, PD_ALERT_UNUSUAL_HR), 1);
        assert_int_equal(track_count_alerts(track, PD_ALERT_GREY_ZONE) + track_count_alerts(track, PD_ALERT_TOO_HARD), 0);
        track_free(track);
}

static void
it_is_told_that_it_is_muted_until_when_and_that_it_speaks_again(void **state)
{
        static const int32_t minutes[] = {5, 0};
        struct track *track = track_new("recovery 30m");
        const struct pd_event *told;
        size_t n;

        (void) state;
        track_run(track, 120, 2300, 135);
        rig_clock(&track->rig, track->now, "b", (pd_usec) 1795342503 * PD_SEC, true);
        for (size_t i = 0; i < 2; i++) {
                n = track->rig.n_events[PD_EVENT_SESSION];
                track_order(track, &(struct pd_command) {.verb = PD_COMMAND_MUTE, .number = minutes[i]});
                assert_int_equal(track->rig.n_events[PD_EVENT_SESSION], n + 1);
                told = track_last_session(track);
                assert_true(told->session_change.muted);
                assert_int_equal(told->session_change.state, PD_SESSION_RUNNING);
                assert_int_equal(told->sequence, 0); /* so alerts are numbered as ever */
                assert_int_equal(told->session_change.muted_until_real, i == 0 ? told->real + 5 * PD_MINUTE : PD_NEVER);
                if (i == 0)
                        track_run(track, 301, 2300, 135);
                else
                        order(track, PD_COMMAND_UNMUTE);
                assert_int_equal(track->rig.n_events[PD_EVENT_SESSION], n + 2);
                assert_false(track_last_session(track)->session_change.muted);
        }
        order(track, PD_COMMAND_MUTE);
        order(track, PD_COMMAND_STOP);
        assert_false(track_last_session(track)->session_change.muted);
        track_free(track);
}

static void
muting_ends_with_the_session(void **state)
{
        struct track *track = track_new("recovery 30m");

        (void) state;
        track_run(track, 600, 2300, 135);
        order(track, PD_COMMAND_MUTE);
        order(track, PD_COMMAND_STOP);
        track_run(track, 2, 0, 100);
        track_run(track, 120, 2300, 135);
        track_run(track, 60, 2900, 150);
        assert_true(track_count_alerts(track, PD_ALERT_TOO_HARD) > 0);
        track_free(track);
}

static void
a_proposal_is_said_outside_a_session_and_names_its_command(void **state)
{
        struct pd_command propose = {.verb = PD_COMMAND_PROPOSE, .text = "move intervals 2026-11-24 2026-11-26"};
        struct track *track = track_new("easy");
        const struct pd_alert *alert;
        char text[160];

        (void) state;
        assert_int_equal(asked(track, PD_COMMAND_PROPOSE, text), -EINVAL); /* nothing */
        track_order(track, &propose);
        assert_int_equal(track_count_alerts(track, PD_ALERT_PROPOSAL), 1);
        alert = &track_alert(track, PD_ALERT_PROPOSAL, 0)->alert;
        assert_string_equal(alert->tag, "move-2026-11-24");
        assert_non_null(strstr(alert->message, "purposectl swap 2026-11-24 2026-11-26"));
        assert_int_equal(alert->hr_bpm, PD_UNKNOWN);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_session_is_started_and_stopped_by_command),
                cmocka_unit_test(what_makes_no_sense_is_refused_in_a_sentence),
                cmocka_unit_test(a_pause_that_was_ordered_outlasts_walking),
                cmocka_unit_test(steps_are_skipped_and_run_again),
                cmocka_unit_test(a_lap_ends_only_a_step_that_waits_for_it),
                cmocka_unit_test(a_lap_is_kept_and_told),
                cmocka_unit_test(laps_are_refused_once_no_more_fit),
                cmocka_unit_test(declared_free_nothing_is_asked_and_nothing_judged),
                cmocka_unit_test(muted_it_neither_speaks_nor_counts),
                cmocka_unit_test(muting_does_not_mute_an_unusual_heart),
                cmocka_unit_test(it_is_told_that_it_is_muted_until_when_and_that_it_speaks_again),
                cmocka_unit_test(muting_ends_with_the_session),
                cmocka_unit_test(a_proposal_is_said_outside_a_session_and_names_its_command),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
