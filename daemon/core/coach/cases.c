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

/* Where she stood or walked at a crossing the rest of the half minute says nothing of her running. */
#define RUNNING_MM_S 900

bool
pd_cases_heart_makes_one(const struct pd_coach_view *view)
{
        return pd_witness_heart_governs(view) && pd_witness_judges(view, PD_WITNESS_HEART_RATE);
}

/* Seconds in a row above the bound itself: when the tolerance is crossed,
 * they turn out to have been part of the excursion. */
static void
count_above(struct pd_coach *coach, const struct pd_coach_view *view)
{
        for (enum pd_witness witness = PD_WITNESS_SPEED; witness < PD_WITNESS_COUNT; witness++)
                coach->uncounted_s[witness] = pd_witness_is_above(view, witness, 0) ? coach->uncounted_s[witness] + 1 : 0;
}

/* The mean of the last seconds is late by one or two; the frames are not. */
static void
note_crossing(struct pd_coach *coach, const struct pd_coach_view *view, enum pd_witness witness)
{
        const struct pd_band *band = pd_witness_band(view, witness);
        pd_usec *crossed = &coach->crossed[witness];

        if (band->high == 0 || !pd_witness_judges(view, witness)
                || !pd_witness_exceeds(band, pd_witness_newest(view, witness), PD_PROMPT_TOLERANCE_PERCENT))
                *crossed = PD_NEVER;
        else if (*crossed == PD_NEVER)
                *crossed = witness == PD_WITNESS_SPEED ? view->speed_newest_at : view->power_newest_at;
}

void
pd_cases_forget_crossings(struct pd_coach *coach)
{
        for (enum pd_witness witness = PD_WITNESS_NONE; witness < PD_WITNESS_COUNT; witness++)
                coach->crossed[witness] = PD_NEVER;
}

const struct pd_prompt_case *
pd_cases_prompt(const struct pd_coach *coach, enum pd_witness witness)
{
        return witness == PD_WITNESS_SPEED ? &coach->speed : witness == PD_WITNESS_POWER ? &coach->power : NULL;
}

bool
pd_cases_prompt_is_open(const struct pd_coach *coach, enum pd_side side)
{
        return coach->speed.side == side || coach->power.side == side;
}

/* Of power it is her speed that says so; where that is not to be trusted, nobody knows. */
static bool
walks(const struct pd_coach_view *view)
{
        return view->speed_newest_mm_s != PD_UNKNOWN && view->speed_newest_mm_s < RUNNING_MM_S;
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
judge_prompt(const struct pd_coach *coach, const struct pd_coach_view *view, enum pd_witness witness, struct pd_prompt_case *ret)
{
        const struct pd_band *band = pd_witness_band(view, witness);
        struct pd_prompt_second second = {
                .now = view->now,
                .crossed = coach->crossed[witness],
                .mean = pd_witness_tells(view, witness) ? pd_witness_value(view, witness) : PD_UNKNOWN,
                .newest = pd_witness_newest(view, witness),
                .ceiling = band->high != 0 ? pd_witness_ceiling(band) : 0,
                .floor = band->low != 0 ? pd_witness_floor(band) : 0,
                .borne_out = pd_witness_is_above(view, PD_WITNESS_HEART_RATE, 0),
                .walks = walks(view),
                .patience = patience_of(view->step),
        };

        pd_prompt_case_second(ret, &second);
}

static void
judge_heart(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_heart_second second = {
                .now = view->now,
                .newest_bpm = pd_witness_judges(view, PD_WITNESS_HEART_RATE) ? view->hr_newest_bpm : PD_UNKNOWN,
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
        note_crossing(coach, view, PD_WITNESS_SPEED);
        note_crossing(coach, view, PD_WITNESS_POWER);
        judge_prompt(coach, view, PD_WITNESS_SPEED, &coach->speed);
        judge_prompt(coach, view, PD_WITNESS_POWER, &coach->power);
        judge_heart(coach, view);
}

bool
pd_cases_is_hearts(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return coach->excursion.by_heart_case && pd_cases_heart_makes_one(view);
}

/* Without an open case on that side it has nothing to say. */
static enum pd_case_stage
stage_of_prompt(const struct pd_prompt_case *prompt, enum pd_side side)
{
        return prompt->side == side ? prompt->told.stage : PD_CASE_OPEN;
}

/* Where speed and power both ask for more, she is below by both, or not at all: what one
 * has proven against the wind waits for the other. */
static enum pd_case_stage
stage_below(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        enum pd_case_stage stage = stage_of_prompt(pd_cases_prompt(coach, coach->excursion.witness), PD_SIDE_UNDER);
        const enum pd_case_stage speed = stage_of_prompt(&coach->speed, PD_SIDE_UNDER);
        const enum pd_case_stage power = stage_of_prompt(&coach->power, PD_SIDE_UNDER);

        if (pd_witness_has_floor(view, PD_WITNESS_SPEED) && speed < stage)
                stage = speed;
        return pd_witness_has_floor(view, PD_WITNESS_POWER) && power < stage ? power : stage;
}

/* Its case is open, and sooner or later proven or closed. */
static bool
will_tell(const struct pd_coach *coach, const struct pd_coach_view *view, enum pd_witness witness)
{
        return pd_cases_prompt(coach, witness)->side == coach->excursion.side && pd_witness_judges(view, witness);
}

static bool
somebody_will_tell(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return will_tell(coach, view, PD_WITNESS_SPEED) || will_tell(coach, view, PD_WITNESS_POWER);
}

enum pd_case_stage
pd_cases_stage(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;
        const struct pd_prompt_case *prompt = pd_cases_prompt(coach, excursion->witness);

        if (prompt != NULL)
                return excursion->side == PD_SIDE_UNDER ? stage_below(coach, view) : stage_of_prompt(prompt, excursion->side);
        if (pd_cases_is_hearts(coach, view))
                return coach->heart.told.stage;
        if (excursion->seconds > MEAN_SPEAKS_AFTER_S && !somebody_will_tell(coach, view))
                return PD_CASE_PROVEN;
        return excursion->seconds >= MEAN_SHOWS_AFTER_S ? PD_CASE_SHOWN : PD_CASE_OPEN;
}
