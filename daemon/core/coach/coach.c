/* SPDX-License-Identifier: MIT */
#include "core/coach/coach.h"

#include "core/coach/alerts.h"
#include "core/coach/cases.h"
#include "core/coach/excursion.h"
#include "core/coach/reps.h"
#include "core/coach/rest.h"
#include "core/coach/watch.h"
#include "core/coach/witness.h"

#include <string.h>

/* No cue to go harder from here on: 95 % of the highest heart rate. */
#define PUSH_HR_PERCENT 95

void
pd_coach_init(struct pd_coach *coach)
{
        *coach = (struct pd_coach) {.grey_since = PD_NEVER,
                .drift_since = PD_NEVER,
                .unusual_since = PD_NEVER,
                .rash_since = PD_NEVER,
                .rest.told_at = PD_NEVER,
                .target_state = PD_TARGET_NONE};
        pd_excursion_clear(&coach->excursion);
        pd_prompt_case_init(&coach->speed);
        pd_prompt_case_init(&coach->power);
        pd_cases_forget_crossings(coach);
        pd_heart_case_init(&coach->heart);
}

/* The newest word counts as much as the mean: a heart that climbs is ahead of it. */
static bool
heart_reaches(const struct pd_coach_view *view, int64_t bpm_percent)
{
        return (view->hr_bpm != PD_UNKNOWN && view->hr_bpm * INT64_C(100) >= bpm_percent)
                || (view->hr_newest_bpm != PD_UNKNOWN && view->hr_newest_bpm * INT64_C(100) >= bpm_percent);
}

bool
pd_coach_may_push(const struct pd_coach_view *view)
{
        const struct pd_athlete *athlete = view->athlete;

        if (view->enough || view->heart_silent || view->pod_doubted || pd_athlete_is_spared(athlete))
                return false;
        if (athlete->hr_max.value != 0 && heart_reaches(view, (int64_t) athlete->hr_max.value * PUSH_HR_PERCENT))
                return false;
        return athlete->lt2_hr.value == 0 || !heart_reaches(view, (int64_t) athlete->lt2_hr.value * 100);
}

static bool
is_borderline(const struct pd_band *band, int32_t value)
{
        if (value == PD_UNKNOWN || band->width == 0)
                return false;
        return (band->high != 0 && value > band->high) || (band->low != 0 && value < band->low);
}

static bool
is_borderline_by(const struct pd_coach_view *view, enum pd_witness witness)
{
        return pd_witness_tells(view, witness) && is_borderline(pd_witness_band(view, witness), pd_witness_value(view, witness));
}

static enum pd_target_state
state_of(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;
        const struct pd_step *step = view->step;
        bool asks_hr = pd_witness_is_asked(&step->hr);

        if (!asks_hr && !pd_witness_is_asked(&step->speed) && !pd_witness_is_asked(&view->power))
                return PD_TARGET_NONE;
        if (view->learning)
                return PD_TARGET_BORDERLINE;
        if (view->hr_bpm == PD_UNKNOWN && view->speed_mm_s == PD_UNKNOWN && view->power_w == PD_UNKNOWN)
                return PD_TARGET_UNKNOWN;
        if (excursion->shown)
                return excursion->side == PD_SIDE_OVER ? PD_TARGET_OVER : PD_TARGET_UNDER;
        if (pd_witness_prompt_tells(view))
                return is_borderline_by(view, PD_WITNESS_SPEED) || is_borderline_by(view, PD_WITNESS_POWER) ? PD_TARGET_BORDERLINE
                                                                                                          : PD_TARGET_IN;
        if (!asks_hr || view->hr_bpm == PD_UNKNOWN)
                return PD_TARGET_UNKNOWN;
        if (!pd_witness_judges(view, PD_WITNESS_HEART_RATE))
                return PD_TARGET_SETTLING;
        return is_borderline(&step->hr, view->hr_bpm) ? PD_TARGET_BORDERLINE : PD_TARGET_IN;
}

/* Of those that agree speed has the word: what the heart says alone is nobody's word where only speed is believed. */
static bool
is_anybodys_word(const struct pd_athlete *athlete, const struct pd_effort *effort)
{
        return pd_witness_is_believed(athlete, effort->witness) || pd_witness_is_believed(athlete, PD_WITNESS_HEART_RATE)
                || (effort->power_agrees && pd_witness_is_believed(athlete, PD_WITNESS_POWER));
}

bool
pd_coach_is_grey(const struct pd_athlete *athlete, const struct pd_step *step, const struct pd_effort *effort,
        enum pd_target_state state)
{
        const bool on_target = state == PD_TARGET_IN || state == PD_TARGET_BORDERLINE || state == PD_TARGET_SETTLING;

        if (step != NULL && step->prescribed && on_target)
                return false;
        if (!is_anybodys_word(athlete, effort))
                return false;
        if (effort->intensity != PD_INTENSITY_MODERATE || effort->certainty_percent < PD_EFFORT_SURE_PERCENT)
                return false;
        return step == NULL || step->intensity < PD_INTENSITY_MODERATE;
}

/* Hard work that was done faster than asked was done. */
bool
pd_coach_is_on_target(const struct pd_step *step, enum pd_target_state state)
{
        if (state == PD_TARGET_IN || state == PD_TARGET_BORDERLINE)
                return true;
        return state == PD_TARGET_OVER && step->intensity == PD_INTENSITY_HARD && step->speed.low != 0;
}

/* On target; or not off it, where only a ceiling is asked. */
static bool
is_as_asked(enum pd_target_state state, const struct pd_coach_view *view)
{
        const struct pd_step *step = view->step;

        if (pd_coach_is_on_target(step, state))
                return true;
        return step->hr.low == 0 && step->speed.low == 0 && view->power.low == 0 && state != PD_TARGET_OVER;
}

/* A rep counts by what it asks of that witness. */
static bool
counts_by(const struct pd_coach_view *view, enum pd_witness witness)
{
        return pd_witness_is_asked(pd_witness_band(view, witness)) && pd_witness_is_believed(view->athlete, witness)
                && pd_witness_is_heard(view, witness);
}

void
pd_coach_rep_second(const struct pd_coach *coach, const struct pd_coach_view *view, struct pd_rep_second *ret)
{
        *ret = (struct pd_rep_second) {
                .hr_bpm = view->hr_newest_bpm,
                .by_heart = pd_witness_is_believed(view->athlete, PD_WITNESS_HEART_RATE),
        };
        if (view->step == NULL)
                return;
        ret->by_prompt = counts_by(view, PD_WITNESS_SPEED) || counts_by(view, PD_WITNESS_POWER);
        ret->as_asked = is_as_asked(coach->target_state, view);
}

void
pd_coach_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        *ret = (struct pd_remark) {.any = false};
        if (view->step == NULL) {
                coach->target_state = PD_TARGET_NONE;
                pd_watch_grey(coach, view, ret);
                pd_watch_unusual(coach, view, ret);
                return;
        }
        pd_excursion_second(coach, view, ret);
        pd_rest_second(coach, view, ret);
        coach->target_state = state_of(coach, view);
        if (view->purpose == PD_PURPOSE_RACE)
                pd_watch_race(coach, view, ret);
        else
                pd_watch_drift(coach, view, ret);
        pd_watch_unusual(coach, view, ret);
}

void
pd_coach_forget(struct pd_coach *coach)
{
        pd_alerts_settle(coach);
        pd_excursion_clear(&coach->excursion);
        pd_prompt_case_forget(&coach->speed);
        pd_prompt_case_forget(&coach->power);
        pd_cases_forget_crossings(coach);
        pd_heart_case_forget(&coach->heart);
        memset(coach->uncounted_s, 0, sizeof(coach->uncounted_s));
        coach->grey_since = coach->drift_since = coach->unusual_since = coach->rash_since = PD_NEVER;
        coach->rest.told_at = PD_NEVER;
        coach->target_state = PD_TARGET_NONE;
}

const struct pd_excursion_record *
pd_coach_crossing(const struct pd_coach *coach, int32_t limit_s)
{
        for (size_t i = 0; i < coach->n_records; i++)
                if (coach->records[i].over_s > limit_s)
                        return &coach->records[i];
        return NULL;
}
