/* SPDX-License-Identifier: MIT */
/*
 * Whoever pressed stop and walks on home begins no new session, until she has
 * stood still, or some time has passed. A trace that begins meanwhile says so
 * in its head, or its replay would see a run.
 */
#include "core/engine/engine.h"

void
pd_engine_be_spent(struct pd_engine *engine, int64_t usec)
{
        engine->spent_until = usec > 0 ? engine->now + usec : PD_NEVER;
}

bool
pd_engine_is_spent(struct pd_engine *engine, enum pd_stir what)
{
        if (what == PD_STIR_STILL || engine->now >= engine->spent_until)
                engine->spent_until = PD_NEVER;
        return engine->spent_until != PD_NEVER && (what == PD_STIR_RUN || what == PD_STIR_HEART);
}

int32_t
pd_engine_spent_us(const struct pd_engine *engine)
{
        if (engine->spent_until == PD_NEVER || engine->now >= engine->spent_until)
                return 0;
        return (int32_t) (engine->spent_until - engine->now);
}
