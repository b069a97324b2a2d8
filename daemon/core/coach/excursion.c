/* SPDX-License-Identifier: MIT */
#include "core/coach/excursion.h"

#include "core/coach/alerts.h"
#include "core/coach/cases.h"
#include "core/coach/silence.h"
#include "core/coach/witness.h"

#include <string.h>

#define BACK_AFTER (PD_CASE_BACK_S * PD_SEC)

/* A witness that falls silent takes its knowledge with it: a heart that is late is
 * no all-clear for a pod, before it has had the time that it takes to climb
 * (core/signal/settling: one and a half time constants). */
#define OTHER_KNOWS_AFTER (60 * PD_SEC)

void
pd_excursion_clear(struct pd_excursion *excursion)
{
        *excursion = (struct pd_excursion) {.side = PD_SIDE_NONE, .back_since = PD_NEVER};
}

enum pd_intensity
pd_excursion_intensity(const struct pd_excursion *excursion, const struct pd_athlete *athlete)
{
        int32_t mean;

        if (excursion->seconds == 0)
                return PD_INTENSITY_UNKNOWN;
        mean = (int32_t) (excursion->sum / excursion->seconds);
        return pd_effort_of(athlete, excursion->witness, mean);
}

static void
record(struct pd_coach *coach, const struct pd_athlete *athlete)
{
        struct pd_excursion *excursion = &coach->excursion;
        struct pd_excursion_record *last = coach->n_records > 0 ? &coach->records[coach->n_records - 1] : NULL;

        if ((last == NULL || last->since != excursion->since) && coach->n_records < PD_EXCURSIONS_MAX) {
                last = &coach->records[coach->n_records++];
                last->since = excursion->since;
        }
        last->over_s = coach->over_s;
        last->intensity = pd_excursion_intensity(excursion, athlete);
        if (excursion->spoken == 0 || last->witness == PD_WITNESS_NONE) /* who has spoken is named, whoever goes on with it */
                last->witness = excursion->witness;
}

static void
begin(struct pd_coach *coach, const struct pd_coach_view *view, enum pd_side side, enum pd_witness witness)
{
        struct pd_excursion *excursion = &coach->excursion;

        pd_excursion_clear(excursion);
        excursion->side = side;
        excursion->witness = witness;
        excursion->since = view->now;
        if (coach->crossed[witness] != PD_NEVER)
                excursion->since = coach->crossed[witness];
        excursion->by_heart_case = side == PD_SIDE_OVER && witness == PD_WITNESS_HEART_RATE && pd_cases_heart_makes_one(view);
        if (excursion->by_heart_case)
                excursion->since = coach->heart.told.since;
        if (side == PD_SIDE_OVER && coach->uncounted_s[witness] > 0)
                coach->over_s += coach->uncounted_s[witness] - 1;
}

/* Of the heart's case, seconds are over while half a minute's mean is: single
 * values above a ceiling come and go. */
static bool
is_over(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return coach->excursion.side == PD_SIDE_OVER
                && (!pd_cases_is_hearts(coach, view) || pd_witness_is_above(view, PD_WITNESS_HEART_RATE, 0));
}

/* This second, once. */
static void
count_over(struct pd_coach *coach, const struct pd_coach_view *view)
{
        if (!is_over(coach, view))
                return;
        coach->over_s++;
        memset(coach->uncounted_s, 0, sizeof(coach->uncounted_s));
        record(coach, view->athlete);
}

/* Another second off the target. */
static void
another_second(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_excursion *excursion = &coach->excursion;
        int32_t value = pd_cases_is_hearts(coach, view) ? view->hr_newest_bpm : pd_witness_value(view, excursion->witness);

        if (value != PD_UNKNOWN) {
                excursion->sum += value;
                excursion->seconds++;
        }
        excursion->back_since = PD_NEVER;
        count_over(coach, view);
}

/* Does that prompt one see it, and has proven it? */
static bool
has_proven(const struct pd_coach *coach, const struct pd_coach_view *view, enum pd_witness witness)
{
        const struct pd_prompt_case *prompt = pd_cases_prompt(coach, witness);
        const enum pd_side side = coach->excursion.side;

        return prompt != NULL && prompt->side == side && prompt->told.stage == PD_CASE_PROVEN && pd_witness_sees(view, side, witness);
}

/* Who would be its witness now: who sees her off the target, or in the end whoever else can tell. */
static enum pd_witness
successor(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;
        enum pd_witness sees = pd_witness_of(view, excursion->side);

        if (sees == PD_WITNESS_SPEED && has_proven(coach, view, PD_WITNESS_POWER) && !has_proven(coach, view, PD_WITNESS_SPEED))
                return PD_WITNESS_POWER;
        if (sees != PD_WITNESS_NONE)
                return sees;
        for (enum pd_witness other = PD_WITNESS_SPEED; other < PD_WITNESS_COUNT && excursion->blind >= OTHER_KNOWS_AFTER; other++)
                if (other != excursion->witness && pd_witness_tells(view, other))
                        return other;
        return PD_WITNESS_NONE;
}

/* A prompt one sees it: more surely than its witness, or instead of it. */
static bool
takes_over(const struct pd_coach *coach, const struct pd_coach_view *view, enum pd_witness next)
{
        const struct pd_excursion *excursion = &coach->excursion;

        if (pd_cases_prompt(coach, next) == NULL)
                return false;
        if (!pd_witness_sees(view, excursion->side, excursion->witness))
                return true;
        return excursion->spoken == 0 && has_proven(coach, view, next) && !has_proven(coach, view, excursion->witness);
}

/* Who is named is who fires: another one, once its witness has fallen silent or sees it no more. */
static void
maybe_succeed(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_excursion *excursion = &coach->excursion;
        enum pd_witness next = successor(coach, view);
        bool silent = pd_witness_value(view, excursion->witness) == PD_UNKNOWN;

        if (!pd_witness_heart_governs(view))
                excursion->by_heart_case = false;
        if (next == PD_WITNESS_NONE || next == excursion->witness)
                return;
        if (!silent && !takes_over(coach, view, next))
                return;
        excursion->witness = next;
        excursion->sum = 0;
        excursion->seconds = 0;
}

/* Until something is said its witness must see it; then whoever does keeps it going. */
static bool
is_off(const struct pd_excursion *excursion, const struct pd_coach_view *view)
{
        if (excursion->spoken > 0)
                return pd_witness_of(view, excursion->side) != PD_WITNESS_NONE;
        return pd_witness_sees(view, excursion->side, excursion->witness);
}

bool
pd_excursion_is_blind(const struct pd_excursion *excursion, const struct pd_coach_view *view)
{
        return !pd_witness_somebody_tells(view) || pd_witness_value(view, excursion->witness) == PD_UNKNOWN;
}

static void
close_on(struct pd_prompt_case *prompt, enum pd_side side)
{
        if (prompt->side == side)
                pd_prompt_case_close(prompt);
}

/* To the other side. A speed below what is asked is none where power is not. */
static bool
has_gone_over(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const enum pd_side other = coach->excursion.side == PD_SIDE_OVER ? PD_SIDE_UNDER : PD_SIDE_OVER;

        if (other == PD_SIDE_UNDER && pd_witness_has_floor(view, PD_WITNESS_POWER) && coach->power.side != PD_SIDE_UNDER)
                return false;
        return pd_cases_prompt_is_open(coach, other);
}

/* The all-clear, unless she has gone from one side to the other. */
static void
end(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;
        const enum pd_side side = excursion->side;

        pd_alerts_settle(coach);
        if (excursion->spoken > 0 && !has_gone_over(coach, view))
                pd_alerts_all_clear(excursion, ret);
        pd_excursion_clear(excursion);
        close_on(&coach->speed, side);
        close_on(&coach->power, side);
}

/* Back, nothing was said, and no case is left on this side. */
static bool
is_nothing(const struct pd_coach *coach)
{
        return coach->excursion.spoken == 0 && !pd_cases_prompt_is_open(coach, coach->excursion.side);
}

static void
go_on(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        another_second(coach, view);
        if (pd_silence_of(coach, view) == PD_SILENCE_NONE)
                pd_alerts_speak(coach, view, ret);
}

/* The heart's own case says for itself when it is over. */
static void
follow_heart(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;
        const struct pd_case *told = &coach->heart.told;

        if (told->stage == PD_CASE_CLEAR) {
                if (excursion->back_since == PD_NEVER)
                        excursion->back_since = view->now;
                end(coach, view, ret);
                return;
        }
        excursion->back_since = told->back_since;
        if (told->back_since == PD_NEVER)
                go_on(coach, view, ret);
        else
                count_over(coach, view);
}

static void
follow(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;

        maybe_succeed(coach, view);
        if (pd_cases_is_hearts(coach, view)) {
                follow_heart(coach, view, ret);
                return;
        }
        if (is_off(excursion, view)) {
                go_on(coach, view, ret);
                return;
        }
        if (pd_excursion_is_blind(excursion, view)) {
                if (excursion->back_since == PD_NEVER)
                        excursion->blind += PD_SEC;
                return;
        }
        if (excursion->back_since == PD_NEVER)
                excursion->back_since = view->now;
        if (is_nothing(coach) || view->now - excursion->back_since >= BACK_AFTER)
                end(coach, view, ret);
}

static enum pd_witness
sees_over(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_case *told = &coach->heart.told;

        if (!pd_cases_heart_makes_one(view))
                return pd_witness_above(view, true);
        if (told->stage < PD_CASE_SHOWN || told->back_since != PD_NEVER || !pd_witness_hr_is_borne_out(view))
                return PD_WITNESS_NONE;
        return PD_WITNESS_HEART_RATE;
}

static void
look(struct pd_coach *coach, const struct pd_coach_view *view)
{
        enum pd_side side = PD_SIDE_OVER;
        enum pd_witness witness = sees_over(coach, view);

        if (witness == PD_WITNESS_NONE) {
                side = PD_SIDE_UNDER;
                witness = pd_witness_below(view, true);
        }
        if (witness == PD_WITNESS_NONE)
                return;
        begin(coach, view, side, witness);
        another_second(coach, view);
}

/* What was shown stays so until she is back. */
static void
show(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_excursion *excursion = &coach->excursion;

        if (excursion->side == PD_SIDE_NONE || excursion->back_since != PD_NEVER)
                excursion->shown = false;
        else if (pd_cases_stage(coach, view) >= PD_CASE_SHOWN)
                excursion->shown = true;
}

void
pd_excursion_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        pd_cases_second(coach, view);
        if (coach->excursion.side == PD_SIDE_NONE)
                look(coach, view);
        else
                follow(coach, view, ret);
        show(coach, view);
}
