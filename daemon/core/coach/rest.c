/* SPDX-License-Identifier: MIT */
#include "core/coach/rest.h"

#include "core/coach/reps.h"
#include "core/coach/watch.h"
#include "core/coach/witness.h"

/* A rest that is run as fast as this share of the rep is none: for reps at LT2,
 * the slowest that are hard, LT1 lies at 84.4 % (73.9 and 87.6 % of the highest
 * aerobic speed, Esteve-Lanao et al.). */
#define NO_REST_PERCENT 85

/* Time to heed it in. */
#define HEEDED_WITHIN (30 * PD_SEC)

static void
follow_rep(struct pd_rest *rest, const struct pd_coach_view *view)
{
        if (rest->rep != view->step) {
                rest->rep = view->step;
                rest->sum = rest->seconds = 0;
        }
        if (view->speed_mm_s == PD_UNKNOWN)
                return;
        rest->sum += view->speed_mm_s;
        rest->seconds++;
}

/* How fast it is run, in percent of the rep before; PD_UNKNOWN. */
static int32_t
percent_of_rep(const struct pd_coach *coach)
{
        int32_t speed = pd_prompt_case_recent(&coach->speed);

        if (speed == PD_UNKNOWN || coach->rest.rep == NULL || coach->rest.rep->hills || coach->rest.sum <= 0)
                return PD_UNKNOWN;
        return (int32_t) ((int64_t) speed * 100 * coach->rest.seconds / coach->rest.sum);
}

static void
tell(struct pd_coach *coach, const struct pd_coach_view *view, int32_t percent, struct pd_remark *ret)
{
        struct pd_cue_values values = PD_NO_VALUES;

        coach->rest.told = true;
        coach->rest.told_at = view->now;
        coach->alerts++;
        values.number = percent;
        pd_remark_cue(ret, PD_CUE_NO_REST, values);
}

void
pd_rest_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_rest *rest = &coach->rest;
        int32_t percent;

        if (pd_rep_is_hard(view->step))
                follow_rep(rest, view);
        if (!view->between_reps || !pd_witness_may_accuse(view, PD_WITNESS_SPEED))
                return;
        percent = percent_of_rep(coach);
        if (rest->told_at != PD_NEVER && percent != PD_UNKNOWN && percent < NO_REST_PERCENT) {
                rest->told_at = PD_NEVER;
                coach->heeded++;
        }
        if (percent >= NO_REST_PERCENT && !rest->told && !view->quiet && !ret->any)
                tell(coach, view, percent, ret);
}

bool
pd_rest_was_told(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return coach->rest.told_at != PD_NEVER && view->now - coach->rest.told_at < HEEDED_WITHIN;
}
