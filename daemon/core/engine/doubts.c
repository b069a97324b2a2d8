/* SPDX-License-Identifier: MIT */
/*
 * What is not to be trusted, and why: said once a cause and session, to whoever
 * would be judged by it, while she runs.
 */
#include "core/coach/witness.h"
#include "core/engine/engine.h"
#include "core/engine/voice.h"

/* As with silence, a doubt is worth a word after half a minute. What takes its
 * time to be seen has had it by then. A strap that finds the heart, or is shaken
 * once, is over it within a minute. */
#define SAY_AFTER (30 * PD_SEC)
#define SAY_SPIKE_AFTER (60 * PD_SEC)

static enum pd_cue
cue_of(enum pd_doubt doubt)
{
        switch (doubt) {
        case PD_DOUBT_CONTACT:
                return PD_CUE_DOUBT_CONTACT;
        case PD_DOUBT_FROZEN:
                return PD_CUE_DOUBT_FROZEN;
        case PD_DOUBT_SPIKE:
                return PD_CUE_DOUBT_SPIKE;
        case PD_DOUBT_BEATS:
                return PD_CUE_DOUBT_BEATS;
        case PD_DOUBT_CADENCE_LOCK:
                return PD_CUE_DOUBT_CADENCE_LOCK;
        case PD_DOUBT_DROPOUT:
                return PD_CUE_DOUBT_DROPOUT;
        case PD_DOUBT_NO_STEPS:
                return PD_CUE_DOUBT_NO_STEPS;
        case PD_DOUBT_TOO_FAST:
                return PD_CUE_DOUBT_TOO_FAST;
        case PD_DOUBT_POWER:
                return PD_CUE_DOUBT_POWER;
        case PD_DOUBT_NONE:
        case PD_DOUBT_CADENCE:
        case PD_DOUBT_COUNT:
                break;
        }
        return PD_CUE_COUNT;
}

static void
tell_doubt(struct pd_engine *engine, enum pd_witness witness)
{
        struct pd_cue_values values = PD_NO_VALUES;
        pd_usec since;
        enum pd_doubt doubt = pd_body_doubt(&engine->body, engine->now, witness, &since);
        enum pd_cue cue = cue_of(doubt);

        if (cue == PD_CUE_COUNT || (engine->doubts_told & 1u << doubt) != 0)
                return;
        if (engine->now - since < (doubt == PD_DOUBT_SPIKE ? SAY_SPIKE_AFTER : SAY_AFTER))
                return;
        if (!pd_witness_is_believed(&engine->athlete, witness))
                return;
        engine->doubts_told |= 1u << doubt;
        values.seconds = (int32_t) ((engine->now - since) / PD_SEC);
        pd_voice_cue(engine, cue, &values);
}

void
pd_engine_tell_doubts(struct pd_engine *engine)
{
        if (!pd_engine_may_speak(engine))
                return;
        tell_doubt(engine, PD_WITNESS_HEART_RATE);
        tell_doubt(engine, PD_WITNESS_SPEED);
        if (engine->athlete.lt1_power.value != 0 || engine->athlete.lt2_power.value != 0)
                tell_doubt(engine, PD_WITNESS_POWER);
}
