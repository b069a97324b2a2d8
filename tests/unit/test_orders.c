/* SPDX-License-Identifier: MIT */
/* What a person orders in mid-run, and being out of earshot. */
#include "support/track.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>
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
what_makes_no_sense_is_refused_in_a_sentence(void **state)
{
        struct track *track = track_new("easy");
        char text[160];

        (void) state;
        for (int verb = 0; verb < PD_COMMAND_VERB_COUNT; verb++)
                if (pd_command_types[verb].scope == PD_SCOPE_RUN && verb != PD_COMMAND_START && verb != PD_COMMAND_BRIEF
                        && verb != PD_COMMAND_PROPOSE) {
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
a_discarded_session_has_no_summary(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 600, 2600, 140);
        order(track, PD_COMMAND_DISCARD);
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 0);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SESSION_ENDED), 0);
        assert_true(track_last_session(track)->session_change.discarded);
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

static void
walking_home_after_a_stop_is_no_new_session(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 600, 2600, 140);
        order(track, PD_COMMAND_STOP);
        track_run(track, 300, 1400, 120);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_ARMED);
        track_run(track, 10, 0, 100); /* she has stood: what follows is new */
        track_run(track, 60, 2600, 130);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
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
        order(track, PD_COMMAND_STOP);
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
        order(track, PD_COMMAND_STOP);
        track_run(track, 10, 0, 100);
        track_run(track, 400, 2600, 140);
        order(track, PD_COMMAND_STOP);
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
        order(track, PD_COMMAND_STOP);
        assert_int_equal(track->rig.last_summary.summary.distance_unheard_m, 0);
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

static void
in_quiet_hours_the_speaker_has_no_word(void **state)
{
        static const struct {
                struct pd_hours quiet;
                bool silent;
        } rows[] = {
                {{22 * 60, 6 * 60 + 30}, false},
                {{10 * 60, 11 * 60}, true},
                {{10 * 60, 10 * 60}, false},
                {{11 * 60, 10 * 60 + 30}, true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_athlete athlete;
                struct track *track;

                rig_runner_a(&athlete);
                athlete.quiet = rows[i].quiet;
                track = track_with(&athlete, "easy");
                rig_clock(&track->rig, 0, "0123456789abcdef0123456789abcdef", (pd_usec) 1795342503 * PD_SEC, true); /* 10:15 UTC */
                track_run(track, 60, 2600, 140);
                assert_int_equal(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->alert.say[0] == '\0', rows[i].silent);
                assert_true(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->alert.message[0] != '\0');
                track_free(track);
        }
}

static void
a_brief_is_said_at_any_time_even_muted_and_without_a_heart_rate(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_event *brief;

        (void) state;
        order(track, PD_COMMAND_BRIEF); /* before anything was heard */
        assert_int_equal(track_count_alerts(track, PD_ALERT_BRIEF), 1);
        track_run(track, 5, TRACK_SILENT, 62);
        order(track, PD_COMMAND_BRIEF);
        brief = track_alert(track, PD_ALERT_BRIEF, 1);
        assert_int_equal(brief->alert.hr_bpm, PD_UNKNOWN);
        assert_string_equal(brief->session, "");
        assert_int_equal(brief->sequence, 0);
        assert_string_equal(brief->alert.say, "An easy run today. Easy means easy.");
        track_run(track, 60, 2600, 140);
        order(track, PD_COMMAND_MUTE);
        order(track, PD_COMMAND_BRIEF);
        brief = track_alert(track, PD_ALERT_BRIEF, 2);
        assert_true(brief->session[0] != '\0' && brief->sequence > 0);
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

static void
what_is_special_today_is_said_once_and_kindly(void **state)
{
        static const struct {
                const char *workout, *goal;
                enum pd_alert_type type;
                const char *say;
        } rows[] = {
                {"rest", "10k", PD_ALERT_REST_DAY, "Today is a rest day. Resting is training, too."},
                {NULL, "10k", PD_ALERT_NO_PLAN, "No plan today. Enjoy the run."},
                {NULL, "", PD_ALERT_NO_PLAN, "No plan today. Enjoy the run."},
                {"easy", "", PD_ALERT_NO_PLAN, "No goal yet. Enjoy the run."},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_athlete athlete;
                struct track *track;

                rig_runner_a(&athlete);
                memcpy(athlete.goal, rows[i].goal, strlen(rows[i].goal) + 1);
                track = track_with(&athlete, rows[i].workout);
                track_run(track, 900, 2400, 138);
                assert_int_equal(track_count_alerts(track, rows[i].type), 1);
                assert_string_equal(track_alert(track, rows[i].type, 0)->alert.say, rows[i].say);
                assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_HARD) + track_count_alerts(track, PD_ALERT_GREY_ZONE), 0);
                track_free(track);
        }
}

static void
a_race_is_greeted_warned_once_of_a_fast_start_and_left_alone(void **state)
{
        struct track *track = track_new("race: 10km 5:00/km");

        (void) state;
        track_run(track, 120, 3600, 170);
        assert_string_equal(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->alert.say, "Race day. Start slower than you feel.");
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_HARD), 1);
        assert_string_equal(track_alert(track, PD_ALERT_TOO_HARD, 0)->alert.say, "Too fast for the start. Settle in.");
        track_run(track, 600, 3000, 178);
        track_run(track, 600, 3800, 184);
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_HARD) + track_count_alerts(track, PD_ALERT_TOO_EASY), 1);
        track_free(track);
}

static void
out_of_earshot_nothing_is_said(void **state)
{
        struct track *track = track_new("recovery 60m");
        size_t before;

        (void) state;
        track_run(track, 600, 2300, 135);
        before = track->n_kept;
        track_tick(track, track->now + 20 * PD_MINUTE);
        assert_int_equal(track->n_kept, before + 1); /* away */
        assert_int_equal(track->kept[before].kind, PD_EVENT_SESSION);
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

static void
how_hard_it_was_is_asked_once_and_not_of_whom_it_hurt(void **state)
{
        static const struct {
                int32_t rating; /* 0: none yet */
                enum pd_stop_reason reason;
                size_t asked;
        } rows[] = {{0, PD_STOP_DONE, 1}, {7, PD_STOP_DONE, 0}, {0, PD_STOP_PAIN, 0}, {0, PD_STOP_ILL, 0}, {0, PD_STOP_WEATHER, 1}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_athlete athlete;
                struct track *track;

                rig_runner_a(&athlete);
                athlete.level = PD_LEVEL_BEGINNER;
                track = track_with(&athlete, "easy");
                track_run(track, 900, 2600, 140);
                if (rows[i].rating > 0)
                        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_RPE, .number = rows[i].rating});
                track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP, .number = (int32_t) rows[i].reason});
                assert_int_equal(track_count_alerts(track, PD_ALERT_QUESTION), rows[i].asked);
                track_free(track);
        }
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
without_a_clock_no_hour_is_quiet(void **state)
{
        struct pd_athlete athlete;
        struct track *track;

        (void) state;
        rig_runner_a(&athlete);
        athlete.quiet = (struct pd_hours) {0, 24 * 60 - 1};
        track = track_with(&athlete, "easy");
        track_run(track, 60, 2600, 140);
        assert_true(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->alert.say[0] != '\0');
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_makes_no_sense_is_refused_in_a_sentence),
                cmocka_unit_test(a_pause_that_was_ordered_outlasts_walking),
                cmocka_unit_test(steps_are_skipped_and_run_again),
                cmocka_unit_test(a_lap_ends_only_a_step_that_waits_for_it),
                cmocka_unit_test(a_lap_is_kept_and_told),
                cmocka_unit_test(laps_are_refused_once_no_more_fit),
                cmocka_unit_test(declared_free_nothing_is_asked_and_nothing_judged),
                cmocka_unit_test(a_discarded_session_has_no_summary),
                cmocka_unit_test(muted_it_neither_speaks_nor_counts),
                cmocka_unit_test(muting_does_not_mute_an_unusual_heart),
                cmocka_unit_test(the_reason_the_rating_and_the_note_are_in_the_summary),
                cmocka_unit_test(walking_home_after_a_stop_is_no_new_session),
                cmocka_unit_test(what_was_run_out_of_earshot_is_mileage_and_not_judged),
                cmocka_unit_test(what_a_session_did_not_hear_is_not_the_next_ones),
                cmocka_unit_test(a_way_that_nobody_could_run_is_not_believed),
                cmocka_unit_test(who_stays_away_has_ended_where_she_was_last_heard),
                cmocka_unit_test(a_sensor_that_comes_back_is_said_once_if_its_loss_was),
                cmocka_unit_test(outside_a_session_the_heart_is_shown_only_to_whom_she_lets),
                cmocka_unit_test(a_brief_is_said_at_any_time_even_muted_and_without_a_heart_rate),
                cmocka_unit_test(a_proposal_is_said_outside_a_session_and_names_its_command),
                cmocka_unit_test(what_is_special_today_is_said_once_and_kindly),
                cmocka_unit_test(a_race_is_greeted_warned_once_of_a_fast_start_and_left_alone),
                cmocka_unit_test(out_of_earshot_nothing_is_said),
                cmocka_unit_test(a_strap_that_is_lost_while_the_pod_is_late_is_told_when_the_pod_speaks_again),
                cmocka_unit_test(how_hard_it_was_is_asked_once_and_not_of_whom_it_hurt),
                cmocka_unit_test(muting_ends_with_the_session),
                cmocka_unit_test(in_quiet_hours_the_speaker_has_no_word),
                cmocka_unit_test(without_a_clock_no_hour_is_quiet),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
