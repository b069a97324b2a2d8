/* SPDX-License-Identifier: MIT */
#include "core/coach/cases.h"

#include "core/coach/reps.h"
#include "core/coach/witness.h"

/* Of the heart's mean: more than so many seconds off the target are worth a word, for
 * what a surge of 20 s leaves in it is not; a few are shown. */
#define MEAN_SPEAKS_AFTER_S 22
#define MEAN_SHOWS_AFTER_S 5

/* A rep is short: up to a mile of a slow runner. What is longer is a steady piece of work. */
#define REP_LONGEST (10 * PD_MINUTE)
#define REP_LONGEST_MM 1610000

bool
pd_cases_heart_makes_one(const struct pd_coach_view *view)
{
        return pd_witness_heart_governs(view) && pd_witness_judges_hr(view);
}

/* Seconds in a row above the bound itself: when the tolerance is crossed,
 * they turn out to have been part of the excursion. */
static void
count_above(struct pd_coach *coach, const struct pd_coach_view *view)
{
        const bool by_speed = pd_witness_speed_above(view, 0), by_hr = pd_witness_hr_above(view, 0);

        coach->uncounted_s[PD_WITNESS_SPEED] = by_speed ? coach->uncounted_s[PD_WITNESS_SPEED] + 1 : 0;
        coach->uncounted_s[PD_WITNESS_HEART_RATE] = by_hr ? coach->uncounted_s[PD_WITNESS_HEART_RATE] + 1 : 0;
}

/* The mean of the last seconds is late by one or two; the frames are not. */
static void
note_crossing(struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_band *band = &view->step->speed;

        if (band->high == 0 || !pd_witness_judges_speed(view)
                || !pd_witness_exceeds(band, view->speed_newest_mm_s, PD_SPEED_TOLERANCE_PERCENT))
                coach->crossed = PD_NEVER;
        else if (coach->crossed == PD_NEVER)
                coach->crossed = view->speed_newest_at;
}

static bool
is_short_rep(const struct pd_step *step)
{
        if (!pd_rep_is_hard(step))
                return false;
        return step->extent == PD_EXTENT_OPEN || step->amount <= (step->extent == PD_EXTENT_TIME ? REP_LONGEST : REP_LONGEST_MM);
}

static enum pd_patience
patience_of(const struct pd_step *step)
{
        if (is_short_rep(step))
                return PD_PATIENCE_REP;
        return step->intensity == PD_INTENSITY_RECOVERY ? PD_PATIENCE_RECOVERY : PD_PATIENCE_STEADY;
}

static void
judge_pace(struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_band *band = &view->step->speed;
        struct pd_pace_second second = {
                .now = view->now,
                .crossed = coach->crossed,
                .speed_mm_s = pd_witness_tells(view, PD_WITNESS_SPEED) ? view->speed_mm_s : PD_UNKNOWN,
                .newest_mm_s = view->speed_newest_mm_s,
                .ceiling_mm_s = band->high != 0 ? pd_witness_ceiling(band) : 0,
                .floor_mm_s = band->low != 0 ? pd_witness_floor(band) : 0,
                .borne_out = pd_witness_hr_above(view, 0),
                .patience = patience_of(view->step),
        };

        pd_pace_case_second(&coach->pace, &second);
}

static void
judge_heart(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_heart_second second = {
                .now = view->now,
                .newest_bpm = pd_witness_judges_hr(view) ? view->hr_newest_bpm : PD_UNKNOWN,
                .mean_bpm = view->hr_bpm,
                .ceiling_bpm = pd_witness_ceiling(&view->step->hr),
                .prescribed = view->step->prescribed,
        };

        if (pd_witness_heart_governs(view))
                pd_heart_case_second(&coach->heart, &second);
        else
                pd_heart_case_forget(&coach->heart);
}

void
pd_cases_second(struct pd_coach *coach, const struct pd_coach_view *view)
{
        count_above(coach, view);
        note_crossing(coach, view);
        judge_pace(coach, view);
        judge_heart(coach, view);
}

bool
pd_cases_is_hearts(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return coach->excursion.by_heart_case && pd_cases_heart_makes_one(view);
}

/* Without an open case on that side speed has nothing to say. */
static enum pd_case_stage
stage_of_pace(const struct pd_coach *coach)
{
        return coach->pace.side == coach->excursion.side ? coach->pace.told.stage : PD_CASE_OPEN;
}

/* Its case is open, and sooner or later proven or closed. */
static bool
speed_will_tell(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return coach->pace.side == coach->excursion.side && pd_witness_judges_speed(view);
}

enum pd_case_stage
pd_cases_stage(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;

        if (excursion->witness == PD_WITNESS_SPEED)
                return stage_of_pace(coach);
        if (pd_cases_is_hearts(coach, view))
                return coach->heart.told.stage;
        if (excursion->seconds > MEAN_SPEAKS_AFTER_S && !speed_will_tell(coach, view))
                return PD_CASE_PROVEN;
        return excursion->seconds >= MEAN_SHOWS_AFTER_S ? PD_CASE_SHOWN : PD_CASE_OPEN;
}
