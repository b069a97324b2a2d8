/* SPDX-License-Identifier: MIT */
/* The workout's steps as they pass, and the reps among them: what is said of each. */
#include "core/engine/engine.h"
#include "core/engine/voice.h"

void
pd_engine_begin_rep(struct pd_engine *engine, pd_usec at)
{
        const struct pd_step *step = pd_progress_step(&engine->progress);

        if (step != NULL)
                pd_reps_begin(&engine->reps, step, engine->progress.step, at);
}

/* From one rep it is the way to the next. */
static bool
is_between_reps(const struct pd_engine *engine)
{
        const struct pd_step *step = pd_engine_step(engine);
        const size_t i = engine->progress.step;

        if (step == NULL || step->intensity >= PD_INTENSITY_MODERATE || i == 0 || i + 1 >= engine->workout.n_steps)
                return false;
        return pd_rep_is_hard(&engine->workout.steps[i - 1]) && pd_rep_is_hard(&engine->workout.steps[i + 1]);
}

static bool
is_doubted(const struct pd_engine *engine, enum pd_witness witness)
{
        pd_usec since;

        return pd_body_doubt(&engine->body, engine->now, witness, &since) != PD_DOUBT_NONE;
}

struct pd_coach_view
pd_engine_view(const struct pd_engine *engine)
{
        struct pd_coach_view view = {
                .now = engine->now,
                .start = engine->session.start,
                .purpose = engine->workout.purpose,
                .step = pd_engine_step(engine),
                .athlete = &engine->athlete,
                .effort = engine->effort,
                .hr_bpm = pd_body_hr_mean(&engine->body, engine->now),
                .hr_newest_bpm = pd_body_hr(&engine->body, engine->now),
                .hr_long_bpm = pd_course_mean(&engine->course),
                .hr_trend_bpm = pd_trend_hr_mean(&engine->trend),
                .hr_expected_bpm = pd_expected_mean_bpm(&engine->expected),
                .hr_asymptote_bpm = pd_expected_asymptote_bpm(&engine->expected),
                .hr_sd_tenths = engine->expected.kinetics.sd_tenths,
                .hr_settled = pd_settling_done(&engine->settling, engine->now),
                .hr_falls = pd_slowing_heart_falls(&engine->slowing),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .speed_newest_mm_s = pd_body_speed_newest(&engine->body, engine->now),
                .speed_newest_at = engine->body.pod_at,
                .power_w = pd_body_power(&engine->body, engine->now),
                .power_newest_w = pd_body_power_newest(&engine->body, engine->now),
                .power_newest_at = engine->body.power_hearing.last,
                .heart_silent = engine->body.strap >= 0 && pd_body_hr(&engine->body, engine->now) == PD_UNKNOWN,
                .pod_doubted = is_doubted(engine, PD_WITNESS_SPEED) || is_doubted(engine, PD_WITNESS_POWER),
                .quiet = !pd_engine_may_speak(engine),
                .enough = engine->reps.failed >= PD_REPS_ENOUGH,
                .learning = pd_athlete_is_learning(&engine->athlete),
                .beginning = pd_progress_is_beginning(&engine->progress),
                .between_reps = is_between_reps(engine),
        };

        if (view.step != NULL)
                pd_step_power(view.step, &engine->athlete, &view.power);
        return view;
}

static void
say_of_reps(struct pd_engine *engine, enum pd_cue cue, int32_t peak_bpm)
{
        struct pd_cue_values values = PD_NO_VALUES;

        values.number = engine->reps.done + engine->reps.failed;
        values.bpm = peak_bpm;
        engine->coach.alerts++;
        engine->gentle_said++;
        pd_voice_cue(engine, cue, &values);
}

/* Too many have failed: said once, and when she runs again. */
void
pd_engine_say_enough(struct pd_engine *engine)
{
        if (engine->enough_said || !engine->pushed || engine->reps.failed < PD_REPS_ENOUGH || !pd_engine_may_speak(engine))
                return;
        engine->enough_said = true;
        say_of_reps(engine, PD_CUE_ENOUGH, PD_UNKNOWN);
}

static bool
may_ask_for_more(const struct pd_engine *engine)
{
        const struct pd_coach_view view = pd_engine_view(engine);

        return pd_coach_may_push(&view) && pd_engine_may_speak(engine);
}

/* The rep that begins now; NULL: it is none. */
static const struct pd_step *
next_rep(const struct pd_engine *engine)
{
        const struct pd_step *step = pd_progress_step(&engine->progress);

        return step != NULL && step->key ? step : NULL;
}

static bool
has_floor(const struct pd_engine *engine, const struct pd_step *step)
{
        struct pd_band power;

        pd_step_power(step, &engine->athlete, &power);
        return step->hr.low != 0 || step->speed.low != 0 || power.low != 0;
}

/* A rep without a floor (a run between walks) can fail, but nobody is pushed;
 * nor is who is still being got to know, or not well, nor anybody within the
 * NEXT one (NULL: none begins now). Whom power judges up the hill was told there. */
void
pd_engine_judge_rep(struct pd_engine *engine, const struct pd_step *next)
{
        const struct pd_step *step = engine->reps.step;
        size_t index = engine->reps.index;

        switch (pd_reps_due(&engine->reps, engine->now, next)) {
        case PD_REP_NONE:
        case PD_REP_UNTOLD:
                return;
        case PD_REP_DONE:
                engine->coach.heeded += engine->gentle_said;
                engine->gentle_said = 0;
                return;
        case PD_REP_FAILED:
                if (pd_athlete_is_learning(&engine->athlete) || pd_athlete_is_unwell(&engine->athlete))
                        return;
                engine->pushed = engine->pushed || has_floor(engine, step);
                if (step->hills && engine->reps.by_prompt_s == 0 && next == NULL && may_ask_for_more(engine))
                        say_of_reps(engine, PD_CUE_HILL_TOO_GENTLE, engine->reps.reps[index].peak_bpm);
                return;
        }
}

/* After enough reps have failed nobody is asked for another one. */
static bool
is_worth_a_cue(const struct pd_engine *engine)
{
        return pd_engine_is_announced(engine) && !(engine->pushed && engine->reps.failed >= PD_REPS_ENOUGH);
}

/* From a harder step to an easier one the heart falls, which takes it longer. */
static void
settle(struct pd_engine *engine)
{
        size_t step = engine->progress.step;
        const struct pd_step *steps = engine->workout.steps;

        if (pd_progress_step(&engine->progress) == NULL || step == 0 || steps[step].intensity >= steps[step - 1].intensity) {
                pd_settling_rise(&engine->settling, engine->now);
                return;
        }
        pd_settling_fall(&engine->settling, engine->now);
}

void
pd_engine_next_step(struct pd_engine *engine)
{
        pd_coach_forget(&engine->coach);
        pd_engine_judge_rep(engine, NULL);
        pd_reps_end(&engine->reps, engine->now);
        pd_engine_judge_rep(engine, next_rep(engine));
        pd_engine_begin_rep(engine, engine->now);
        settle(engine);
        if (is_worth_a_cue(engine))
                pd_voice_step(engine);
}

/* Counts the time since the steps were last counted, spent running or PAUSED. */
void
pd_engine_advance_steps(struct pd_engine *engine, bool paused)
{
        pd_usec span = engine->now - engine->progress_at;

        engine->progress_at = engine->now;
        if (pd_progress_time(&engine->progress, span, paused))
                pd_engine_next_step(engine);
}
