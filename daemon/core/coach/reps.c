/* SPDX-License-Identifier: MIT */
#include "core/coach/reps.h"

/* The peak comes after the rep: dead time of some 5 s, and the sensor's own. */
#define PEAK_WITHIN (15 * PD_SEC)
#define AS_ASKED_PERCENT 80

void
pd_reps_init(struct pd_reps *reps, const struct pd_workout *workout)
{
        *reps = (struct pd_reps) {.run_start = PD_NEVER, .went_wrong = PD_NEVER};
        for (size_t i = 0; i < workout->n_steps; i++) {
                reps->reps[i].peak_bpm = PD_UNKNOWN;
                reps->meant += workout->steps[i].key;
        }
        if (reps->meant < 2)
                reps->meant = 0;
}

bool
pd_reps_counted(const struct pd_reps *reps)
{
        return reps->meant > 0;
}

void
pd_reps_begin(struct pd_reps *reps, const struct pd_step *step, size_t index, pd_usec now)
{
        if (!pd_reps_counted(reps) || !step->key)
                return;
        reps->step = step;
        reps->index = index;
        reps->start = now;
        reps->ended = PD_NEVER;
        reps->hr_last = reps->peak_bpm = PD_UNKNOWN;
        reps->seconds = reps->as_asked_s = reps->by_prompt_s = 0;
        reps->by_heart = false;
}

/* One beat too many is no peak: two seconds in a row must show it. */
static void
follow_peak(struct pd_reps *reps, int32_t hr_bpm)
{
        int32_t held = hr_bpm < reps->hr_last ? hr_bpm : reps->hr_last;

        if (hr_bpm != PD_UNKNOWN && reps->hr_last != PD_UNKNOWN && held > reps->peak_bpm)
                reps->peak_bpm = held;
        reps->hr_last = hr_bpm;
}

void
pd_reps_second(struct pd_reps *reps, const struct pd_rep_second *second)
{
        if (reps->step == NULL)
                return;
        follow_peak(reps, second->hr_bpm);
        reps->by_heart = reps->by_heart || second->by_heart;
        if (reps->ended != PD_NEVER)
                return;
        reps->seconds++;
        reps->by_prompt_s += second->by_prompt;
        reps->as_asked_s += second->as_asked;
}

/* More is asked than not to run too fast, and neither speed nor power can tell whether it
 * was done. One that was skipped at once was not. */
static bool
is_beyond_prompt(const struct pd_reps *reps)
{
        const struct pd_step *step = reps->step;

        if (step->hr.low == 0 && step->speed.low == 0)
                return false;
        return reps->by_prompt_s * 2 < reps->seconds;
}

bool
pd_reps_is_by_peak(const struct pd_reps *reps)
{
        return reps->step != NULL && is_beyond_prompt(reps) && reps->step->hr.low != 0 && reps->by_heart;
}

static bool
is_untold(const struct pd_reps *reps)
{
        return is_beyond_prompt(reps) && (!pd_reps_is_by_peak(reps) || reps->peak_bpm == PD_UNKNOWN);
}

static bool
was_as_meant(const struct pd_reps *reps)
{
        const struct pd_step *step = reps->step;
        int64_t meant = reps->seconds;

        if (pd_reps_is_by_peak(reps))
                return reps->peak_bpm >= step->hr.low - step->hr.width;
        if (step->extent == PD_EXTENT_TIME && step->amount / PD_SEC > meant)
                meant = step->amount / PD_SEC;
        return meant > 0 && (int64_t) reps->as_asked_s * 100 >= meant * AS_ASKED_PERCENT;
}

static void
count_failed(struct pd_reps *reps)
{
        reps->failed++;
        if (reps->run_start == PD_NEVER)
                reps->run_start = reps->start;
        if (reps->failed * 2 >= reps->meant && reps->went_wrong == PD_NEVER)
                reps->went_wrong = reps->run_start;
}

static enum pd_rep_result
settle(struct pd_reps *reps)
{
        struct pd_rep *rep = &reps->reps[reps->index];
        enum pd_rep_result result = is_untold(reps) ? PD_REP_UNTOLD : was_as_meant(reps) ? PD_REP_DONE : PD_REP_FAILED;

        reps->by_peak = reps->by_peak || is_beyond_prompt(reps);
        rep->peak_bpm = reps->peak_bpm;
        rep->result = (int8_t) result;
        rep->by_peak = pd_reps_is_by_peak(reps);
        reps->step = NULL;
        if (result == PD_REP_UNTOLD)
                reps->untold++;
        else if (result == PD_REP_FAILED)
                count_failed(reps);
        if (result != PD_REP_DONE)
                return result;
        reps->done++;
        reps->run_start = PD_NEVER;
        return PD_REP_DONE;
}

void
pd_reps_end(struct pd_reps *reps, pd_usec now)
{
        if (reps->step != NULL && reps->ended == PD_NEVER)
                reps->ended = now;
}

enum pd_rep_result
pd_reps_due(struct pd_reps *reps, pd_usec now, const struct pd_step *next)
{
        if (reps->step == NULL || reps->ended == PD_NEVER)
                return PD_REP_NONE;
        if (pd_reps_is_by_peak(reps) && next == NULL && now - reps->ended < PEAK_WITHIN)
                return PD_REP_NONE;
        return settle(reps);
}

void
pd_reps_close(struct pd_reps *reps, pd_usec now)
{
        pd_reps_end(reps, now);
        if (reps->step != NULL)
                (void) settle(reps);
        reps->failed = reps->meant - reps->done - reps->untold; /* those that were never begun, too */
        if (pd_reps_counted(reps) && reps->failed * 2 >= reps->meant && reps->went_wrong == PD_NEVER)
                reps->went_wrong = reps->run_start != PD_NEVER ? reps->run_start : now;
}
