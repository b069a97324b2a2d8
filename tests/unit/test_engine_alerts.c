/* SPDX-License-Identifier: MIT */
/* What is said of a session, to whom, and at which hours. */
#include "support/track.h"

#include "support/cm.h"

#include <string.h>

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
                {{10 * 60 + 15, 11 * 60}, true}, /* from its first minute on */
                {{9 * 60, 10 * 60 + 15}, false}, /* and no more in its last */
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
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_BRIEF}); /* before anything was heard */
        assert_int_equal(track_count_alerts(track, PD_ALERT_BRIEF), 1);
        track_run(track, 5, TRACK_SILENT, 62);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_BRIEF});
        brief = track_alert(track, PD_ALERT_BRIEF, 1);
        assert_int_equal(brief->alert.hr_bpm, PD_UNKNOWN);
        assert_string_equal(brief->session, "");
        assert_int_equal(brief->sequence, 0);
        assert_string_equal(brief->alert.say, "An easy run today. Easy means easy.");
        track_run(track, 60, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_MUTE});
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_BRIEF});
        brief = track_alert(track, PD_ALERT_BRIEF, 2);
        assert_true(brief->session[0] != '\0' && brief->sequence > 0);
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

/* An anchor that sessions propose: tagged by it, so that a later one takes its place. */
static void
what_sessions_propose_is_said(void **state)
{
        struct track *track = track_new(NULL);
        struct pd_command propose = {.verb = PD_COMMAND_PROPOSE};
        const struct pd_event *proposal;

        (void) state;
        strcpy(propose.text, "anchor lt1_hr 151 +-4 estimated");
        track_order(track, &propose);
        assert_int_equal(track_count_alerts(track, PD_ALERT_PROPOSAL), 1);
        proposal = track_alert(track, PD_ALERT_PROPOSAL, 0);
        assert_string_equal(proposal->alert.tag, "lt1_hr");
        assert_non_null(strstr(proposal->alert.message, "151"));
        assert_int_equal(proposal->alert.hr_bpm, PD_UNKNOWN);
        strcpy(propose.text, "anchor lt1_hr"); /* of no value: nothing to say */
        track_order(track, &propose);
        assert_int_equal(track_count_alerts(track, PD_ALERT_PROPOSAL), 1);
        track_free(track);
}

/* A strap under a new address, perhaps; in whatever state she is. */
static void
a_new_battery_is_asked_about(void **state)
{
        struct track *track = track_new(NULL);
        struct pd_command propose = {.verb = PD_COMMAND_PROPOSE};
        const struct pd_event *question;

        (void) state;
        strcpy(propose.text, "renewal C0:00:00:00:00:01 D0:00:00:00:00:09 Polar H10 8C4CAF2E");
        track_order(track, &propose);
        assert_int_equal(track_count_alerts(track, PD_ALERT_QUESTION), 1);
        question = track_alert(track, PD_ALERT_QUESTION, 0);
        assert_string_equal(question->alert.tag, "battery-c00000000001");
        assert_non_null(strstr(question->alert.message, "Polar H10 8C4CAF2E"));
        assert_int_equal(question->alert.hr_bpm, PD_UNKNOWN);
        strcpy(propose.text, "renewal C0:00:00:00:00:01"); /* by nothing */
        track_order(track, &propose);
        assert_int_equal(track_count_alerts(track, PD_ALERT_QUESTION), 1);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_first_step_is_told_where_the_greeting_does_not_say_it),
                cmocka_unit_test(of_who_is_not_well_nothing_hard_is_asked),
                cmocka_unit_test(in_quiet_hours_the_speaker_has_no_word),
                cmocka_unit_test(a_brief_is_said_at_any_time_even_muted_and_without_a_heart_rate),
                cmocka_unit_test(what_is_special_today_is_said_once_and_kindly),
                cmocka_unit_test(a_race_is_greeted_warned_once_of_a_fast_start_and_left_alone),
                cmocka_unit_test(out_of_earshot_nothing_is_said),
                cmocka_unit_test(how_hard_it_was_is_asked_once_and_not_of_whom_it_hurt),
                cmocka_unit_test(without_a_clock_no_hour_is_quiet),
                cmocka_unit_test(what_sessions_propose_is_said),
                cmocka_unit_test(a_new_battery_is_asked_about),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
