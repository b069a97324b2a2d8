/* SPDX-License-Identifier: MIT */
#include "core/engine/explanation.h"

#include "core/coach/witness.h"
#include "core/engine/engine.h"

static void
percents(const struct pd_filter *filter, const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS],
        int32_t ret[static PD_EXPLAINED_STATES])
{
        double above[PD_FILTER_BOUNDS], least = 1;

        pd_filter_above(filter, bounds, above);
        for (int i = 0; i < PD_EXPLAINED_STATES; i++) {
                double more = i < PD_FILTER_BOUNDS ? above[i] : 0;
                ret[i] = (int32_t) (100 * (least - more) + 0.5);
                least = more;
        }
}

static void
weigh(const struct pd_filter *filter, const struct pd_filter_noise *noise, struct pd_explained_witness *ret)
{
        struct pd_filter alone;

        if (ret->value == PD_UNKNOWN || ret->lt1.value == 0)
                return;
        pd_filter_forget(&alone);
        pd_filter_glance(&alone, noise, ret->bounds, ret->value);
        percents(&alone, ret->bounds, ret->alone_percent);
        percents(filter, ret->bounds, ret->percent);
}

static void
know(const struct pd_engine *engine, enum pd_witness witness, const struct pd_anchor *lt1, const struct pd_anchor *lt2,
        struct pd_explained_witness *ret)
{
        pd_usec since;

        ret->doubt = pd_body_doubt(&engine->body, engine->now, witness, &since);
        ret->believed = pd_witness_is_believed(&engine->athlete, witness);
        ret->lt1 = *lt1;
        ret->lt2 = *lt2;
}

static void
hear(const struct pd_engine *engine, struct pd_explanation *ret)
{
        const struct pd_athlete *athlete = &engine->athlete;
        struct pd_filter_noise noise = pd_filter_heart;

        know(engine, PD_WITNESS_SPEED, &athlete->lt1_speed, &athlete->lt2_speed, &ret->speed);
        ret->speed.value = pd_body_speed_newest(&engine->body, engine->now);
        ret->speed.mean = pd_body_speed(&engine->body, engine->now);
        know(engine, PD_WITNESS_POWER, &athlete->lt1_power, &athlete->lt2_power, &ret->power);
        ret->power.value = pd_body_power_newest(&engine->body, engine->now);
        ret->power.mean = pd_body_power(&engine->body, engine->now);
        know(engine, PD_WITNESS_HEART_RATE, &athlete->lt1_hr, &athlete->lt2_hr, &ret->heart);
        ret->heart.value = pd_body_hr(&engine->body, engine->now);
        ret->heart.mean = pd_body_hr_mean(&engine->body, engine->now);
        pd_effort_speed_bounds(athlete, ret->speed.bounds);
        pd_effort_power_bounds(athlete, ret->power.bounds);
        pd_effort_hr_bounds(athlete, ret->heart.bounds);
        weigh(&engine->effort_past.speed, &pd_filter_speed, &ret->speed);
        weigh(&engine->effort_past.power, &pd_filter_power, &ret->power);
        noise.sd = engine->expected.kinetics.sd_tenths / 10.0;
        weigh(&engine->effort_past.heart, &noise, &ret->heart);
}

static void
explain_rep(const struct pd_engine *engine, struct pd_explained_rep *ret)
{
        const struct pd_reps *reps = &engine->reps;
        const struct pd_rep *last = &reps->reps[reps->index];
        bool runs = reps->step != NULL;

        if (!pd_reps_counted(reps) || !(runs ? pd_reps_is_by_peak(reps) : last->by_peak))
                return;
        if (!runs && (last->result == PD_REP_NONE || engine->progress.step != reps->index + 1))
                return;
        *ret = (struct pd_explained_rep) {
                .any = true,
                .result = runs ? PD_REP_NONE : (enum pd_rep_result) last->result,
                .peak_bpm = runs ? reps->peak_bpm : last->peak_bpm,
                .needed_bpm = engine->workout.steps[reps->index].hr.low - engine->workout.steps[reps->index].hr.width,
        };
}

static void
explain_target(const struct pd_engine *engine, const struct pd_coach_view *view, struct pd_explanation *ret)
{
        const struct pd_excursion *excursion = &engine->coach.excursion;

        ret->asked = view->step != NULL;
        if (ret->asked) {
                ret->step = view->step->intensity;
                ret->hr = view->step->hr;
                ret->speed_band = view->step->speed;
                ret->power_band = view->power;
                ret->uphill = view->step->hills;
        }
        ret->target_state = engine->coach.target_state;
        ret->side = excursion->side;
        ret->off_by = excursion->witness;
        if (excursion->side != PD_SIDE_NONE)
                ret->off_s = (int32_t) ((engine->now - excursion->since) / PD_SEC);
        ret->silence = pd_silence_of(&engine->coach, view);
}

void
pd_engine_explain(const struct pd_engine *engine, struct pd_explanation *ret)
{
        const struct pd_coach_view view = pd_engine_view(engine);

        *ret = (struct pd_explanation) {
                .state = engine->session.stage == PD_STAGE_STARTING ? PD_SESSION_RUNNING : pd_engine_session_state(engine),
                .settled = pd_settling_done(&engine->settling, engine->now) && !pd_slowing_heart_falls(&engine->slowing),
                .expected_bpm = view.hr_expected_bpm,
                .asymptote_bpm = view.hr_asymptote_bpm,
                .dfa_a1_milli = pd_alpha1_milli(&engine->alpha1, engine->now),
                .before = engine->effort_before,
                .effort = engine->effort,
                .grey = pd_coach_is_grey(&engine->athlete, view.step, &engine->effort, engine->coach.target_state),
        };
        explain_target(engine, &view, ret);
        explain_rep(engine, &ret->rep);
        hear(engine, ret);
}
