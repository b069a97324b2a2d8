/* SPDX-License-Identifier: MIT */
/* The heart against its expected path, second by second, and what a session teaches of it. */
#include "core/engine/engine.h"

/* One that was only estimated is 10 bpm off, and may be passed. */
static int32_t
known_most(const struct pd_athlete *athlete)
{
        return athlete->hr_max.provenance >= PD_PROVENANCE_FIELD ? athlete->hr_max.value : 0;
}

void
pd_engine_heart_begins(struct pd_engine *engine)
{
        struct pd_kinetics kinetics;

        pd_kinetics_of(&engine->athlete, &kinetics);
        pd_settling_init(&engine->settling, &kinetics);
        pd_settling_rise(&engine->settling, engine->session.start);
        pd_slowing_init(&engine->slowing);
        pd_expected_init(&engine->expected, &kinetics, known_most(&engine->athlete));
        pd_kinetics_fit_init(&engine->fit);
}

/* A pod knows no gradient. */
static int32_t
speed_on_the_flat(const struct pd_engine *engine)
{
        const struct pd_step *step = pd_engine_step(engine);

        if (engine->workout.purpose == PD_PURPOSE_HILLS || (step != NULL && step->hills))
                return PD_UNKNOWN;
        return pd_body_speed(&engine->body, engine->now);
}

void
pd_engine_heart_second(struct pd_engine *engine)
{
        int32_t speed = speed_on_the_flat(engine), hr = pd_body_hr(&engine->body, engine->now), path;

        pd_expected_second(&engine->expected, speed, hr);
        path = pd_expected_hr_tenths(&engine->expected);
        pd_kinetics_fit_second(&engine->fit, speed, hr, path == PD_UNKNOWN || hr == PD_UNKNOWN ? PD_UNKNOWN : hr * 10 - path);
}

void
pd_engine_heart_returns(struct pd_engine *engine)
{
        pd_expected_break(&engine->expected);
        pd_kinetics_fit_break(&engine->fit);
        pd_settling_rise(&engine->settling, engine->now);
}

void
pd_engine_heart_learns(const struct pd_engine *engine, struct pd_kinetics *ret)
{
        const struct pd_kinetics *before = &engine->expected.kinetics;
        struct pd_kinetics_found found;

        if (pd_kinetics_fit_find(&engine->fit, before, &found))
                pd_kinetics_learn(before, &found, ret);
        else
                *ret = engine->athlete.kinetics;
}
