/* SPDX-License-Identifier: MIT */
#include "core/session/verdict.h"

#include "core/plan/plan.h"

/* Missed: over the ceiling, after settling, for more than
 * max(4 min, 10 % of the moving time). */
#define OVER_LEAST_S 240
#define OVER_PERCENT 10

/* Key time done as meant: met from 80 %, missed below a half. */
#define KEY_MET_PERCENT 80
#define KEY_MISSED_PERCENT 50

#define LONG_PERCENT 85                  /* volume counts where it is the purpose */
#define RECOVERY_MOST_PERCENT 120        /* more of it is no recovery */
#define STOPPED_EARLY (10 * PD_MINUTE)   /* too early to judge */
#define HEARD_PERCENT 50                 /* less of it known: cannot tell */

const char *
pd_reason_name(enum pd_reason reason)
{
        static const char *const names[PD_REASON_COUNT] = {
                [PD_REASON_NO_GOAL] = "no_goal",
                [PD_REASON_NO_PLAN] = "no_plan",
                [PD_REASON_DECLARED_FREE] = "declared_free",
                [PD_REASON_TOO_HARD] = "too_hard",
                [PD_REASON_TOO_MUCH_GREY] = "too_much_grey",
                [PD_REASON_TOO_LITTLE_HARD] = "too_little_hard",
                [PD_REASON_TOO_SHORT] = "too_short",
                [PD_REASON_REST_DAY_RUN] = "rest_day_run",
                [PD_REASON_TOO_MUCH] = "too_much",
                [PD_REASON_STOPPED_FOR_HEALTH] = "stopped_for_health",
                [PD_REASON_UNWELL] = "unwell",
                [PD_REASON_LEARNING] = "learning",
                [PD_REASON_STOPPED_EARLY] = "stopped_early",
                [PD_REASON_TOO_LITTLE_HEARD] = "too_little_heard",
                [PD_REASON_HER_OWN_RATING] = "own_rating",
        };

        return names[reason];
}

static void
set(struct pd_judgement *ret, enum pd_purpose_result result, enum pd_reason reason)
{
        ret->result = result;
        ret->reason = reason;
}

static bool
heard_enough(const struct pd_tally *tally)
{
        int32_t known = tally->moving_s - tally->seconds[PD_INTENSITY_UNKNOWN] + tally->on_its_way_s;

        return known > 0 && known * 100 >= tally->moving_s * HEARD_PERCENT;
}

/* Recovery, easy and long runs: what counts is what was not run. */
static void
judge_ceiling(const struct pd_evidence *evidence, struct pd_judgement *ret)
{
        int32_t tenth = evidence->tally->moving_s * OVER_PERCENT / 100;
        int32_t limit = tenth > OVER_LEAST_S ? tenth : OVER_LEAST_S;
        const struct pd_excursion_record *crossing = pd_coach_crossing(evidence->coach, limit);

        if (crossing == NULL) {
                set(ret, PD_PURPOSE_RESULT_MET, PD_REASON_NONE);
                return;
        }
        ret->went_wrong = crossing->since;
        ret->intensity = crossing->intensity;
        ret->witness = crossing->witness;
        set(ret, PD_PURPOSE_RESULT_MISSED, crossing->intensity == PD_INTENSITY_MODERATE ? PD_REASON_TOO_MUCH_GREY : PD_REASON_TOO_HARD);
}

static int64_t
meant_distance_mm(const struct pd_workout *workout)
{
        int64_t sum = 0;

        for (size_t i = 0; i < workout->n_steps; i++)
                if (workout->steps[i].extent == PD_EXTENT_DISTANCE)
                        sum += workout->steps[i].amount;
        return sum;
}

static int64_t
meant_s(const struct pd_workout *workout)
{
        int64_t sum = 0;

        for (size_t i = 0; i < workout->n_steps; i++)
                if (workout->steps[i].extent == PD_EXTENT_TIME)
                        sum += workout->steps[i].amount;
        return sum / PD_SEC;
}

static bool
exceeds_volume(const struct pd_evidence *evidence, int32_t percent)
{
        const struct pd_tally *tally = evidence->tally;
        int64_t seconds = meant_s(evidence->workout), mm = meant_distance_mm(evidence->workout);

        if (seconds > 0 && tally->moving_s * INT64_C(100) > seconds * percent)
                return mm == 0;
        return mm > 0 && seconds == 0 && tally->distance_mm != PD_UNKNOWN && tally->distance_mm * 100 > mm * percent;
}

static void
judge_recovery(const struct pd_evidence *evidence, struct pd_judgement *ret)
{
        judge_ceiling(evidence, ret);
        if (ret->result == PD_PURPOSE_RESULT_MET && exceeds_volume(evidence, RECOVERY_MOST_PERCENT))
                set(ret, PD_PURPOSE_RESULT_PARTLY, PD_REASON_TOO_MUCH);
}

static void
judge_long(const struct pd_evidence *evidence, struct pd_judgement *ret)
{
        const struct pd_tally *tally = evidence->tally;

        judge_ceiling(evidence, ret);
        if (ret->result != PD_PURPOSE_RESULT_MET)
                return;
        if (tally->moving_s * 100 < meant_s(evidence->workout) * LONG_PERCENT)
                set(ret, PD_PURPOSE_RESULT_PARTLY, PD_REASON_TOO_SHORT);
        if (tally->distance_mm != PD_UNKNOWN && tally->distance_mm * 100 < meant_distance_mm(evidence->workout) * LONG_PERCENT)
                set(ret, PD_PURPOSE_RESULT_PARTLY, PD_REASON_TOO_SHORT);
}

/* The pace of the key steps by distance, in mm/s; 0 if none was begun. */
static int64_t
rep_speed(const struct pd_evidence *evidence)
{
        const struct pd_workout *workout = evidence->workout;
        int64_t mm = 0, seconds = 0;

        for (size_t i = 0; i < workout->n_steps; i++) {
                if (!workout->steps[i].key || workout->steps[i].extent != PD_EXTENT_DISTANCE)
                        continue;
                mm += evidence->tally->steps[i].distance_mm;
                seconds += evidence->tally->steps[i].duration_s;
        }
        return seconds > 0 ? mm / seconds : 0;
}

/* How long a key step should have lasted: as asked by time; by distance, as
 * long as it took, and what is missing of it at SPEED. */
static int64_t
key_meant_s(const struct pd_step *step, const struct pd_tally_step *done, int64_t speed)
{
        switch (step->extent) {
        case PD_EXTENT_TIME:
                return step->amount / PD_SEC;
        case PD_EXTENT_DISTANCE:
                if (speed == 0 || done->distance_mm >= step->amount)
                        return done->duration_s;
                return done->duration_s + (step->amount - done->distance_mm) / speed;
        case PD_EXTENT_OPEN:
                return done->duration_s;
        }
        return done->duration_s;
}

static void
judge_key_steps(const struct pd_evidence *evidence, struct pd_judgement *ret)
{
        const struct pd_workout *workout = evidence->workout;
        int64_t done = 0, meant = 0, speed = rep_speed(evidence);

        for (size_t i = 0; i < workout->n_steps; i++) {
                const struct pd_tally_step *step = &evidence->tally->steps[i];
                int64_t meant_here = key_meant_s(&workout->steps[i], step, speed);

                if (!workout->steps[i].key)
                        continue;
                done += step->in_target_s < meant_here ? step->in_target_s : meant_here; /* one rep does not stand for another */
                meant += meant_here;
        }
        ret->key_done_s = (int32_t) done;
        ret->key_meant_s = (int32_t) meant;
        if (meant == 0 || done * 100 < meant * KEY_MISSED_PERCENT) /* 0: no key step was begun */
                set(ret, PD_PURPOSE_RESULT_MISSED, PD_REASON_TOO_LITTLE_HARD);
        else if (done * 100 >= meant * KEY_MET_PERCENT)
                set(ret, PD_PURPOSE_RESULT_MET, PD_REASON_NONE);
        else
                set(ret, PD_PURPOSE_RESULT_PARTLY, PD_REASON_TOO_LITTLE_HARD);
}

/* Reps that were judged by their peak have no time on target. Half of them is
 * not enough: the story of the dodged hills. */
static void
judge_reps(const struct pd_evidence *evidence, struct pd_judgement *ret)
{
        const struct pd_reps *reps = evidence->reps;
        int32_t told = reps->meant - reps->untold;

        if (told * 2 < reps->meant)
                set(ret, PD_PURPOSE_RESULT_CANNOT_TELL, PD_REASON_TOO_LITTLE_HEARD);
        else if (reps->done * 100 >= told * KEY_MET_PERCENT)
                set(ret, PD_PURPOSE_RESULT_MET, PD_REASON_NONE);
        else if (reps->done * 2 > told)
                set(ret, PD_PURPOSE_RESULT_PARTLY, PD_REASON_TOO_LITTLE_HARD);
        else
                set(ret, PD_PURPOSE_RESULT_MISSED, PD_REASON_TOO_LITTLE_HARD);
        if (ret->result == PD_PURPOSE_RESULT_MISSED)
                ret->went_wrong = reps->went_wrong;
}

/* However much of each was as asked: a rep that was not done as meant was not done. */
static bool
most_reps_failed(const struct pd_reps *reps)
{
        return pd_reps_counted(reps) && reps->done * 2 < reps->meant - reps->untold;
}

static void
judge_key(const struct pd_evidence *evidence, struct pd_judgement *ret)
{
        if (evidence->reps->by_peak)
                judge_reps(evidence, ret);
        else
                judge_key_steps(evidence, ret);
        if (ret->result == PD_PURPOSE_RESULT_PARTLY && most_reps_failed(evidence->reps))
                set(ret, PD_PURPOSE_RESULT_MISSED, PD_REASON_TOO_LITTLE_HARD);
        if (ret->result == PD_PURPOSE_RESULT_MISSED && ret->went_wrong == PD_NEVER)
                ret->went_wrong = evidence->reps->went_wrong;
}

static void
judge_purpose(const struct pd_evidence *evidence, struct pd_judgement *ret)
{
        switch (evidence->workout->purpose) {
        case PD_PURPOSE_RECOVERY:
                judge_recovery(evidence, ret);
                return;
        case PD_PURPOSE_EASY:
                judge_ceiling(evidence, ret);
                return;
        case PD_PURPOSE_LONG:
                judge_long(evidence, ret);
                return;
        case PD_PURPOSE_TEMPO:
        case PD_PURPOSE_THRESHOLD:
        case PD_PURPOSE_INTERVALS:
        case PD_PURPOSE_HILLS:
                judge_key(evidence, ret);
                return;
        case PD_PURPOSE_RACE:
        case PD_PURPOSE_CROSS:
                set(ret, PD_PURPOSE_RESULT_MET, PD_REASON_NONE);
                return;
        case PD_PURPOSE_REST:
                set(ret, PD_PURPOSE_RESULT_MISSED, PD_REASON_REST_DAY_RUN);
                ret->went_wrong = evidence->start;
                return;
        case PD_PURPOSE_NONE:
                set(ret, PD_PURPOSE_RESULT_FREE, PD_REASON_NO_PLAN);
                return;
        case PD_PURPOSE_FREE:
        case PD_PURPOSE_COUNT:
                set(ret, PD_PURPOSE_RESULT_FREE, PD_REASON_DECLARED_FREE);
                return;
        }
}

static enum pd_verdict
verdict_of(enum pd_purpose_result result)
{
        switch (result) {
        case PD_PURPOSE_RESULT_MET:
        case PD_PURPOSE_RESULT_PARTLY:
                return PD_VERDICT_TRAINING;
        case PD_PURPOSE_RESULT_MISSED:
        case PD_PURPOSE_RESULT_FREE:
                return PD_VERDICT_EXERCISING;
        case PD_PURPOSE_RESULT_CANNOT_TELL:
                return PD_VERDICT_UNKNOWN;
        }
        return PD_VERDICT_UNKNOWN;
}

static bool
is_judged_by_effort(enum pd_purpose purpose)
{
        return purpose >= PD_PURPOSE_RECOVERY && purpose <= PD_PURPOSE_HILLS;
}

/* Marked ill or injured, whatever the plan had been. */
static bool
was_asked_nothing(const struct pd_evidence *evidence)
{
        enum pd_purpose purpose = evidence->workout->purpose;

        return pd_athlete_is_unwell(evidence->athlete) && (purpose == PD_PURPOSE_NONE || pd_plan_is_hard(purpose));
}

void
pd_verdict_judge(const struct pd_evidence *evidence, struct pd_judgement *ret)
{
        *ret = (struct pd_judgement) {
                .went_wrong = PD_NEVER,
                .reps_done = evidence->reps->done,
                .reps_meant = evidence->reps->meant,
                .distance_missing = evidence->tally->distance_mm == PD_UNKNOWN && meant_distance_mm(evidence->workout) > 0,
        };
        if (evidence->stop_reason == PD_STOP_PAIN || evidence->stop_reason == PD_STOP_ILL)
                set(ret, PD_PURPOSE_RESULT_CANNOT_TELL, PD_REASON_STOPPED_FOR_HEALTH);
        else if (was_asked_nothing(evidence))
                set(ret, PD_PURPOSE_RESULT_CANNOT_TELL, PD_REASON_UNWELL);
        else if (pd_athlete_is_learning(evidence->athlete))
                set(ret, PD_PURPOSE_RESULT_CANNOT_TELL, PD_REASON_LEARNING);
        else if (evidence->stopped && evidence->end - evidence->start < STOPPED_EARLY)
                set(ret, PD_PURPOSE_RESULT_CANNOT_TELL, PD_REASON_STOPPED_EARLY);
        else if (is_judged_by_effort(evidence->workout->purpose) && evidence->athlete->judge_by == PD_JUDGE_BY_RPE)
                set(ret, PD_PURPOSE_RESULT_CANNOT_TELL, PD_REASON_HER_OWN_RATING); /* it comes when all is over, and is one number */
        else if (is_judged_by_effort(evidence->workout->purpose) && !heard_enough(evidence->tally))
                set(ret, PD_PURPOSE_RESULT_CANNOT_TELL, PD_REASON_TOO_LITTLE_HEARD);
        else
                judge_purpose(evidence, ret);
        ret->verdict = verdict_of(ret->result);

        /* Without a goal it is exercising, however well it was done. */
        if (ret->verdict == PD_VERDICT_TRAINING && evidence->athlete->goal[0] == '\0') {
                ret->verdict = PD_VERDICT_EXERCISING;
                ret->reason = PD_REASON_NO_GOAL;
        }
}
