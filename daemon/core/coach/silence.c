/* SPDX-License-Identifier: MIT */
#include "core/coach/silence.h"

#include "core/coach/cases.h"
#include "core/coach/excursion.h"
#include "core/coach/rest.h"
#include "core/coach/witness.h"

/* Nothing is asked: grey is worth its one sentence (watch.h). */
static enum pd_silence
silence_without_step(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        if (coach->grey_since == PD_NEVER || view->purpose == PD_PURPOSE_FREE)
                return PD_SILENCE_NOTHING_ASKED;
        if (coach->grey_said)
                return PD_SILENCE_GREY_SAID;
        return view->quiet ? PD_SILENCE_MUTED : PD_SILENCE_NOT_YET;
}

/* The heart is the only one to tell, and does not. */
static enum pd_silence
silence_of_heart(const struct pd_coach_view *view)
{
        if (view->step->hills)
                return PD_SILENCE_HILL;
        if (!pd_witness_is_believed(view->athlete, PD_WITNESS_HEART_RATE))
                return PD_SILENCE_NOT_JUDGED_BY;
        return view->hr_settled ? PD_SILENCE_SHORT : PD_SILENCE_SETTLING;
}

static enum pd_silence
silence_on_target(const struct pd_coach_view *view, enum pd_target_state state)
{
        switch (state) {
        case PD_TARGET_BORDERLINE:
                return PD_SILENCE_BORDERLINE;
        case PD_TARGET_SETTLING:
                return silence_of_heart(view);
        case PD_TARGET_UNKNOWN:
                return PD_SILENCE_CANNOT_TELL;
        case PD_TARGET_NONE:
                return PD_SILENCE_NOTHING_ASKED;
        case PD_TARGET_IN:
        case PD_TARGET_OVER:
        case PD_TARGET_UNDER:
                return PD_SILENCE_ON_TARGET;
        }
        return PD_SILENCE_ON_TARGET;
}

static bool
reaches_floor(const struct pd_coach_view *view, enum pd_witness witness)
{
        const struct pd_band *band = pd_witness_band(view, witness);

        return pd_witness_has_floor(view, witness) && pd_witness_newest(view, witness) >= pd_witness_floor(band);
}

/* By speed or power, though the heart may not know yet. The mean of the last seconds may
 * not, either: she may have complied this very second. */
static bool
complies(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;
        const int32_t newest = pd_witness_newest(view, excursion->witness);

        if (pd_cases_prompt(coach, excursion->witness) == NULL || newest == PD_UNKNOWN)
                return false;
        if (!pd_witness_sees(view, excursion->side, excursion->witness))
                return true;
        if (excursion->side == PD_SIDE_OVER)
                return newest <= pd_witness_ceiling(pd_witness_band(view, excursion->witness));
        return reaches_floor(view, PD_WITNESS_SPEED) || reaches_floor(view, PD_WITNESS_POWER);
}

/* It is not to be said at all, however far she is off. */
static enum pd_silence
silence_whatever(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        if (view->quiet)
                return PD_SILENCE_MUTED;
        if (coach->offered)
                return PD_SILENCE_OFFERED;
        if (view->purpose == PD_PURPOSE_RACE)
                return PD_SILENCE_RACE;
        if (coach->excursion.side == PD_SIDE_UNDER && !pd_coach_may_push(view))
                return PD_SILENCE_NO_PUSH;
        return PD_SILENCE_NONE;
}

static enum pd_silence
silence_for_now(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;
        const struct pd_prompt_case *prompt = pd_cases_prompt(coach, excursion->witness);

        if (excursion->back_since != PD_NEVER || complies(coach, view))
                return PD_SILENCE_BACK;
        if (pd_excursion_is_blind(excursion, view))
                return PD_SILENCE_CANNOT_TELL;
        if (excursion->spoken >= PD_EXCURSION_ALERTS_MAX)
                return PD_SILENCE_SAID_ENOUGH;
        if (excursion->spoken > 0)
                return view->now >= excursion->speak_next ? PD_SILENCE_NONE : PD_SILENCE_SAID_BEFORE;
        if (pd_cases_stage(coach, view) != PD_CASE_PROVEN)
                return prompt != NULL && pd_prompt_case_strays(prompt) ? PD_SILENCE_STRAYS : PD_SILENCE_NOT_YET;
        return pd_rest_was_told(coach, view) ? PD_SILENCE_REST_TOLD : PD_SILENCE_NONE;
}

enum pd_silence
pd_silence_of(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        enum pd_silence silence;

        if (view->step == NULL)
                return silence_without_step(coach, view);
        if (view->learning)
                return PD_SILENCE_LEARNING;
        if (coach->excursion.side == PD_SIDE_NONE)
                return silence_on_target(view, coach->target_state);
        silence = silence_whatever(coach, view);
        return silence != PD_SILENCE_NONE ? silence : silence_for_now(coach, view);
}
