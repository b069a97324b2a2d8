/* SPDX-License-Identifier: MIT */
/* Was it training? Every reason and every result, at their bounds. */
#include "core/session/verdict.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

struct court {
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct pd_tally tally;
        struct pd_coach coach;
        struct pd_reps reps;
        struct pd_evidence evidence;
        struct pd_judgement judgement;
};

/* An hour that was run, heard and easy, with a goal. */
static struct court *
court_of(enum pd_purpose purpose)
{
        struct court *court = calloc(1, sizeof(*court));

        assert_non_null(court);
        pd_athlete_init(&court->athlete, "anna");
        strcpy(court->athlete.goal, "walk 5 km");
        court->athlete.sessions_done = PD_LEARNING_SESSIONS;
        pd_workout_init(&court->workout);
        court->workout.purpose = purpose;
        pd_tally_init(&court->tally, &court->athlete);
        pd_coach_init(&court->coach);
        pd_reps_init(&court->reps, &court->workout);
        court->tally.moving_s = court->tally.seconds[PD_INTENSITY_EASY] = 3600;
        court->evidence = (struct pd_evidence) {
                .athlete = &court->athlete,
                .workout = &court->workout,
                .tally = &court->tally,
                .coach = &court->coach,
                .reps = &court->reps,
                .start = 100 * PD_SEC,
                .end = 3700 * PD_SEC,
        };
        return court;
}

static void
runs_for(struct court *court, int32_t seconds)
{
        court->tally.moving_s = court->tally.seconds[PD_INTENSITY_EASY] = seconds;
}

/* An excursion that began at 600 s and brought the seconds over to OVER_S. */
static void
goes_over(struct court *court, int32_t over_s, enum pd_intensity intensity)
{
        court->coach.records[court->coach.n_records++] = (struct pd_excursion_record) {600 * PD_SEC, over_s, intensity, PD_WITNESS_SPEED};
}

static void
has_step(struct court *court, struct pd_step step, struct pd_tally_step done)
{
        court->workout.steps[court->workout.n_steps] = step;
        court->tally.steps[court->workout.n_steps] = done;
        court->workout.n_steps++;
}

static void
has_rep(struct court *court, int32_t meant_s, int32_t in_target_s)
{
        has_step(court, (struct pd_step) {.extent = PD_EXTENT_TIME, .amount = meant_s * PD_SEC, .key = true},
                (struct pd_tally_step) {.duration_s = meant_s, .in_target_s = in_target_s});
}

/* 400 m, of which RUN_M were run in SECONDS, all of them as meant. */
static void
has_track_rep(struct court *court, int32_t run_m, int32_t seconds)
{
        has_step(court, (struct pd_step) {.extent = PD_EXTENT_DISTANCE, .amount = 400000, .key = true},
                (struct pd_tally_step) {.duration_s = seconds, .in_target_s = seconds, .distance_mm = run_m * 1000});
}

static void
is_judged(struct court *court, enum pd_purpose_result result, enum pd_verdict verdict, const char *reason)
{
        const char *name;

        pd_verdict_judge(&court->evidence, &court->judgement);
        name = pd_reason_name(court->judgement.reason);
        assert_int_equal(court->judgement.result, result);
        assert_int_equal(court->judgement.verdict, verdict);
        if (reason == NULL)
                assert_null(name);
        else
                assert_string_equal(name != NULL ? name : "(none)", reason);
}

#define MET PD_PURPOSE_RESULT_MET
#define PARTLY PD_PURPOSE_RESULT_PARTLY
#define MISSED PD_PURPOSE_RESULT_MISSED
#define CANNOT_TELL PD_PURPOSE_RESULT_CANNOT_TELL
#define FREE PD_PURPOSE_RESULT_FREE
#define TRAINING PD_VERDICT_TRAINING
#define EXERCISING PD_VERDICT_EXERCISING
#define NO_VERDICT PD_VERDICT_UNKNOWN

static void
every_reason_but_none_has_a_word(void **state)
{
        (void) state;
        assert_null(pd_reason_name(PD_REASON_NONE));
        for (int reason = PD_REASON_NONE + 1; reason < PD_REASON_COUNT; reason++)
                assert_non_null(pd_reason_name((enum pd_reason) reason));
}

static void
easy_runs_below_the_ceiling_are_met(void **state)
{
        static const enum pd_purpose purposes[] = {PD_PURPOSE_RECOVERY, PD_PURPOSE_EASY, PD_PURPOSE_LONG};

        (void) state;
        for (size_t i = 0; i < 3; i++) {
                struct court *court = court_of(purposes[i]);
                is_judged(court, MET, TRAINING, NULL);
                assert_int_equal(court->judgement.went_wrong, PD_NEVER);
                free(court);
        }
}

static void
four_minutes_over_are_forgiven_in_short_runs(void **state)
{
        struct court *court = court_of(PD_PURPOSE_RECOVERY);

        (void) state;
        runs_for(court, 1800); /* a tenth would be 180 s */
        goes_over(court, 240, PD_INTENSITY_MODERATE);
        is_judged(court, MET, TRAINING, NULL);
        court->coach.n_records = 0;
        goes_over(court, 241, PD_INTENSITY_MODERATE);
        is_judged(court, MISSED, EXERCISING, "too_much_grey");
        assert_int_equal(court->judgement.went_wrong, 600 * PD_SEC);
        free(court);
}

static void
a_tenth_over_is_forgiven_in_long_ones(void **state)
{
        struct court *court = court_of(PD_PURPOSE_EASY);

        (void) state;
        goes_over(court, 360, PD_INTENSITY_HARD);
        is_judged(court, MET, TRAINING, NULL);
        court->coach.n_records = 0;
        goes_over(court, 361, PD_INTENSITY_HARD);
        is_judged(court, MISSED, EXERCISING, "too_hard");
        free(court);
}

static void
it_went_wrong_with_the_excursion_that_crossed_the_limit(void **state)
{
        struct court *court = court_of(PD_PURPOSE_RECOVERY);

        (void) state;
        court->coach.n_records = 3;
        court->coach.records[0] = (struct pd_excursion_record) {500 * PD_SEC, 200, PD_INTENSITY_HARD, PD_WITNESS_SPEED};
        court->coach.records[1] = (struct pd_excursion_record) {900 * PD_SEC, 400, PD_INTENSITY_EASY, PD_WITNESS_HEART_RATE};
        court->coach.records[2] = (struct pd_excursion_record) {2000 * PD_SEC, 900, PD_INTENSITY_MODERATE, PD_WITNESS_SPEED};
        is_judged(court, MISSED, EXERCISING, "too_hard"); /* above recovery, and not medium */
        assert_int_equal(court->judgement.went_wrong, 900 * PD_SEC);
        assert_int_equal(court->judgement.intensity, PD_INTENSITY_EASY);
        assert_int_equal(court->judgement.witness, PD_WITNESS_HEART_RATE);
        free(court);
}

static void
a_long_run_is_partly_met_below_85_percent(void **state)
{
        struct court *by_time = court_of(PD_PURPOSE_LONG), *by_way = court_of(PD_PURPOSE_LONG);

        (void) state;
        has_step(by_time, (struct pd_step) {.extent = PD_EXTENT_TIME, .amount = 6000 * PD_SEC}, (struct pd_tally_step) {0});
        runs_for(by_time, 5100);
        is_judged(by_time, MET, TRAINING, NULL);
        runs_for(by_time, 5099);
        is_judged(by_time, PARTLY, TRAINING, "too_short");

        has_step(by_way, (struct pd_step) {.extent = PD_EXTENT_DISTANCE, .amount = 20000000}, (struct pd_tally_step) {0});
        is_judged(by_way, MET, TRAINING, NULL); /* no pod: nobody knows */
        by_way->tally.distance_mm = 17000000;
        is_judged(by_way, MET, TRAINING, NULL);
        by_way->tally.distance_mm = 16999999;
        is_judged(by_way, PARTLY, TRAINING, "too_short");
        free(by_time);
        free(by_way);
}

static void
the_longest_plan_can_be_judged(void **state)
{
        struct court *longest = court_of(PD_PURPOSE_LONG), *reps = court_of(PD_PURPOSE_INTERVALS);

        (void) state;
        for (int i = 0; i < PD_STEPS_MAX; i++) {
                has_step(longest, (struct pd_step) {.extent = PD_EXTENT_TIME, .amount = 100 * PD_HOUR}, (struct pd_tally_step) {0});
                has_rep(reps, 360000, 0);
        }
        is_judged(longest, PARTLY, TRAINING, "too_short");
        is_judged(reps, MISSED, EXERCISING, "too_little_hard");
        free(longest);
        free(reps);
}

static void
key_time_is_met_from_80_percent_and_missed_below_50(void **state)
{
        static const struct {
                int32_t in_target_s;
                enum pd_purpose_result result;
                enum pd_verdict verdict;
                const char *reason;
        } rows[] = {
                {1000, MET, TRAINING, NULL},
                {800, MET, TRAINING, NULL},
                {799, PARTLY, TRAINING, "too_little_hard"},
                {500, PARTLY, TRAINING, "too_little_hard"},
                {499, MISSED, EXERCISING, "too_little_hard"},
                {0, MISSED, EXERCISING, "too_little_hard"},
        };
        static const enum pd_purpose purposes[] = {PD_PURPOSE_TEMPO, PD_PURPOSE_THRESHOLD, PD_PURPOSE_INTERVALS, PD_PURPOSE_HILLS};

        (void) state;
        for (size_t p = 0; p < 4; p++)
                for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                        struct court *court = court_of(purposes[p]);
                        has_rep(court, 1000, rows[i].in_target_s);
                        is_judged(court, rows[i].result, rows[i].verdict, rows[i].reason);
                        assert_int_equal(court->judgement.key_meant_s, 1000);
                        assert_int_equal(court->judgement.key_done_s, rows[i].in_target_s);
                        free(court);
                }
}

static void
one_rep_does_not_stand_for_another(void **state)
{
        struct court *court = court_of(PD_PURPOSE_INTERVALS);

        (void) state;
        has_rep(court, 60, 0);
        has_rep(court, 60, 0);
        has_rep(court, 60, 600); /* the last one went on and on */
        is_judged(court, MISSED, EXERCISING, "too_little_hard");
        assert_int_equal(court->judgement.key_done_s, 60);
        free(court);
}

static void
reps_by_distance_that_were_not_run_are_missing(void **state)
{
        struct court *court = court_of(PD_PURPOSE_INTERVALS);

        (void) state;
        court->tally.distance_mm = 5000000;
        for (int i = 0; i < 5; i++)
                has_track_rep(court, 400, 100);
        is_judged(court, MET, TRAINING, NULL);
        has_track_rep(court, 0, 0);
        is_judged(court, MET, TRAINING, NULL); /* five of six */
        assert_int_equal(court->judgement.key_meant_s, 600);
        has_track_rep(court, 0, 0);
        is_judged(court, PARTLY, TRAINING, "too_little_hard"); /* five of seven */
        for (int i = 0; i < 4; i++)
                has_track_rep(court, 0, 0);
        is_judged(court, MISSED, EXERCISING, "too_little_hard"); /* five of eleven */
        free(court);
}

static void
half_a_rep_by_distance_is_half_a_rep(void **state)
{
        struct court *court = court_of(PD_PURPOSE_INTERVALS);

        (void) state;
        has_track_rep(court, 200, 50);
        is_judged(court, PARTLY, TRAINING, "too_little_hard");
        assert_int_equal(court->judgement.key_done_s, 50);
        assert_int_equal(court->judgement.key_meant_s, 100);
        free(court);
}

static void
without_a_pod_a_rep_lasts_as_long_as_it_took(void **state)
{
        struct court *court = court_of(PD_PURPOSE_INTERVALS);

        (void) state;
        has_step(court, (struct pd_step) {.extent = PD_EXTENT_DISTANCE, .amount = 400000, .key = true},
                (struct pd_tally_step) {.duration_s = 100, .in_target_s = 85});
        is_judged(court, MET, TRAINING, NULL);
        free(court);
}

/* 70 % of the key time, however it was shared out. */
static void
fewer_than_half_of_the_reps_are_too_few_however_much_time_they_took(void **state)
{
        static const struct {
                int32_t done, untold;
                enum pd_purpose_result result;
        } rows[] = {{0, 0, MISSED}, {2, 0, MISSED}, {3, 0, PARTLY}, {2, 2, PARTLY}, {1, 2, MISSED}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct court *court = court_of(PD_PURPOSE_INTERVALS);

                for (int rep = 0; rep < 6; rep++)
                        has_rep(court, 100, 70);
                court->reps.meant = 6;
                court->reps.done = rows[i].done;
                court->reps.untold = rows[i].untold;
                is_judged(court, rows[i].result, rows[i].result == PARTLY ? TRAINING : EXERCISING, "too_little_hard");
                free(court);
        }
}

static void
who_never_came_to_the_reps_missed_them(void **state)
{
        struct court *court = court_of(PD_PURPOSE_INTERVALS), *open = court_of(PD_PURPOSE_TEMPO);

        (void) state;
        has_track_rep(court, 0, 0);
        is_judged(court, MISSED, EXERCISING, "too_little_hard");
        has_step(open, (struct pd_step) {.extent = PD_EXTENT_OPEN, .key = true}, (struct pd_tally_step) {0});
        is_judged(open, MISSED, EXERCISING, "too_little_hard");
        free(court);
        free(open);
}

/* Of those that were heard; where most were not, nobody can tell. */
static void
hills_are_judged_by_the_peaks_that_were_heard(void **state)
{
        static const struct {
                int32_t done, untold;
                enum pd_purpose_result result;
                enum pd_verdict verdict;
                const char *reason;
        } rows[] = {
                {8, 0, MET, TRAINING, NULL},
                {7, 1, MET, TRAINING, NULL},
                {5, 0, PD_PURPOSE_RESULT_PARTLY, TRAINING, "too_little_hard"},
                {4, 0, MISSED, EXERCISING, "too_little_hard"},
                {4, 3, MET, TRAINING, NULL},
                {4, 4, MET, TRAINING, NULL},
                {2, 5, PD_PURPOSE_RESULT_CANNOT_TELL, PD_VERDICT_UNKNOWN, "too_little_heard"},
                {0, 8, PD_PURPOSE_RESULT_CANNOT_TELL, PD_VERDICT_UNKNOWN, "too_little_heard"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct court *court = court_of(PD_PURPOSE_HILLS);
                court->reps.meant = 8;
                court->reps.done = rows[i].done;
                court->reps.untold = rows[i].untold;
                court->reps.by_peak = true;
                is_judged(court, rows[i].result, rows[i].verdict, rows[i].reason);
                free(court);
        }
}

static void
by_her_own_rating_alone_no_effort_can_be_told(void **state)
{
        (void) state;
        for (enum pd_purpose purpose = PD_PURPOSE_RECOVERY; purpose <= PD_PURPOSE_HILLS; purpose++) {
                struct court *court = court_of(purpose);

                court->athlete.judge_by = PD_JUDGE_BY_RPE;
                is_judged(court, PD_PURPOSE_RESULT_CANNOT_TELL, PD_VERDICT_UNKNOWN, "own_rating");
                runs_for(court, 0);
                is_judged(court, PD_PURPOSE_RESULT_CANNOT_TELL, PD_VERDICT_UNKNOWN, "own_rating");
                free(court);
        }
}

static void
what_is_not_judged_by_effort_needs_no_rating(void **state)
{
        static const struct {
                enum pd_purpose purpose;
                enum pd_purpose_result result;
                enum pd_verdict verdict;
                const char *reason;
        } rows[] = {
                {PD_PURPOSE_RACE, PD_PURPOSE_RESULT_MET, PD_VERDICT_TRAINING, NULL},
                {PD_PURPOSE_CROSS, PD_PURPOSE_RESULT_MET, PD_VERDICT_TRAINING, NULL},
                {PD_PURPOSE_REST, PD_PURPOSE_RESULT_MISSED, PD_VERDICT_EXERCISING, "rest_day_run"},
                {PD_PURPOSE_FREE, PD_PURPOSE_RESULT_FREE, PD_VERDICT_EXERCISING, "declared_free"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct court *court = court_of(rows[i].purpose);

                court->athlete.judge_by = PD_JUDGE_BY_RPE;
                is_judged(court, rows[i].result, rows[i].verdict, rows[i].reason);
                free(court);
        }
}

static void
who_is_not_well_is_not_judged_by_what_was_not_asked(void **state)
{
        static const enum pd_purpose asked[] = {PD_PURPOSE_NONE, PD_PURPOSE_INTERVALS, PD_PURPOSE_RACE};
        struct court *court;

        (void) state;
        for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
                court = court_of(asked[i]);
                court->athlete.condition = PD_CONDITION_INJURED;
                is_judged(court, PD_PURPOSE_RESULT_CANNOT_TELL, PD_VERDICT_UNKNOWN, "unwell");
                free(court);
        }
        court = court_of(PD_PURPOSE_EASY);
        court->athlete.condition = PD_CONDITION_INJURED;
        is_judged(court, MET, TRAINING, NULL);
        free(court);
}

static void
a_race_and_cross_training_are_met_by_being_done(void **state)
{
        struct court *race = court_of(PD_PURPOSE_RACE), *cross = court_of(PD_PURPOSE_CROSS);

        (void) state;
        goes_over(race, 3000, PD_INTENSITY_HARD);
        is_judged(race, MET, TRAINING, NULL);
        is_judged(cross, MET, TRAINING, NULL);
        free(race);
        free(cross);
}

static void
a_rest_day_run_is_missed_from_its_first_second(void **state)
{
        struct court *court = court_of(PD_PURPOSE_REST);

        (void) state;
        is_judged(court, MISSED, EXERCISING, "rest_day_run");
        assert_int_equal(court->judgement.went_wrong, court->evidence.start);
        free(court);
}

static void
without_a_plan_or_declared_free_it_is_exercising(void **state)
{
        struct court *none = court_of(PD_PURPOSE_NONE), *declared = court_of(PD_PURPOSE_FREE);

        (void) state;
        is_judged(none, FREE, EXERCISING, "no_plan");
        is_judged(declared, FREE, EXERCISING, "declared_free");
        free(none);
        free(declared);
}

static void
without_a_goal_a_good_run_is_exercising(void **state)
{
        struct court *court = court_of(PD_PURPOSE_EASY);

        (void) state;
        court->athlete.goal[0] = '\0';
        is_judged(court, MET, EXERCISING, "no_goal");
        goes_over(court, 1000, PD_INTENSITY_MODERATE);
        is_judged(court, MISSED, EXERCISING, "too_much_grey"); /* its own reason stands */
        free(court);
}

static void
stopped_within_ten_minutes_nobody_can_tell(void **state)
{
        struct court *court = court_of(PD_PURPOSE_INTERVALS);

        (void) state;
        court->evidence.stopped = true;
        court->evidence.end = court->evidence.start + 10 * PD_MINUTE - 1;
        is_judged(court, CANNOT_TELL, NO_VERDICT, "stopped_early");
        court->evidence.end = court->evidence.start + 10 * PD_MINUTE;
        is_judged(court, MISSED, EXERCISING, "too_little_hard");
        court->evidence.end = court->evidence.start + 5 * PD_MINUTE;
        court->evidence.stopped = false; /* it ended by itself */
        is_judged(court, MISSED, EXERCISING, "too_little_hard");
        free(court);
}

static void
less_than_half_heard_cannot_be_told(void **state)
{
        struct court *court = court_of(PD_PURPOSE_EASY);

        (void) state;
        court->tally.seconds[PD_INTENSITY_EASY] = court->tally.seconds[PD_INTENSITY_UNKNOWN] = 1800;
        is_judged(court, MET, TRAINING, NULL);
        court->tally.seconds[PD_INTENSITY_EASY]--;
        court->tally.seconds[PD_INTENSITY_UNKNOWN]++;
        is_judged(court, CANNOT_TELL, NO_VERDICT, "too_little_heard");
        court->tally.on_its_way_s = 1; /* uphill: the heart was heard, and had not settled */
        is_judged(court, MET, TRAINING, NULL);
        runs_for(court, 0);
        is_judged(court, CANNOT_TELL, NO_VERDICT, "too_little_heard");
        court->workout.purpose = PD_PURPOSE_CROSS; /* not judged by effort */
        is_judged(court, MET, TRAINING, NULL);
        free(court);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_reason_but_none_has_a_word),
                cmocka_unit_test(easy_runs_below_the_ceiling_are_met),
                cmocka_unit_test(four_minutes_over_are_forgiven_in_short_runs),
                cmocka_unit_test(a_tenth_over_is_forgiven_in_long_ones),
                cmocka_unit_test(it_went_wrong_with_the_excursion_that_crossed_the_limit),
                cmocka_unit_test(a_long_run_is_partly_met_below_85_percent),
                cmocka_unit_test(the_longest_plan_can_be_judged),
                cmocka_unit_test(key_time_is_met_from_80_percent_and_missed_below_50),
                cmocka_unit_test(one_rep_does_not_stand_for_another),
                cmocka_unit_test(reps_by_distance_that_were_not_run_are_missing),
                cmocka_unit_test(half_a_rep_by_distance_is_half_a_rep),
                cmocka_unit_test(without_a_pod_a_rep_lasts_as_long_as_it_took),
                cmocka_unit_test(fewer_than_half_of_the_reps_are_too_few_however_much_time_they_took),
                cmocka_unit_test(who_never_came_to_the_reps_missed_them),
                cmocka_unit_test(hills_are_judged_by_the_peaks_that_were_heard),
                cmocka_unit_test(by_her_own_rating_alone_no_effort_can_be_told),
                cmocka_unit_test(what_is_not_judged_by_effort_needs_no_rating),
                cmocka_unit_test(who_is_not_well_is_not_judged_by_what_was_not_asked),
                cmocka_unit_test(a_race_and_cross_training_are_met_by_being_done),
                cmocka_unit_test(a_rest_day_run_is_missed_from_its_first_second),
                cmocka_unit_test(without_a_plan_or_declared_free_it_is_exercising),
                cmocka_unit_test(without_a_goal_a_good_run_is_exercising),
                cmocka_unit_test(stopped_within_ten_minutes_nobody_can_tell),
                cmocka_unit_test(less_than_half_heard_cannot_be_told),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
