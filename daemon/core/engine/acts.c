/* SPDX-License-Identifier: MIT */
/* What becomes of a session, performed: its stages are decided in core/session. */
#include "core/engine/engine.h"
#include "core/engine/voice.h"

#include <string.h>

static void
begin_count(struct pd_engine *engine)
{
        pd_usec start = engine->session.start;

        pd_coach_init(&engine->coach);
        pd_tally_init(&engine->tally, &engine->athlete);
        pd_trend_init(&engine->trend);
        pd_course_init(&engine->course);
        pd_effort_forget(&engine->effort_past);
        pd_progress_begin(&engine->progress, &engine->workout);
        engine->progress.no_pod = engine->body.pod < 0;
        pd_reps_init(&engine->reps, &engine->workout);
        pd_highest_init(&engine->highest);
        pd_proving_init(&engine->proving, &engine->workout);
        engine->gentle_said = 0;
        engine->pushed = engine->enough_said = false;
        pd_engine_begin_rep(engine, start);
        pd_engine_heart_begins(engine);
        engine->progress_at = start;
        engine->sequence = 0;
        engine->muted = false;
        engine->stop_reason = PD_STOP_DONE;
        engine->rpe = PD_UNKNOWN;
        engine->note[0] = '\0';
        engine->last_lost = PD_NEVER;
        engine->doubts_told = 0;
        memset(engine->lost_told, 0, sizeof(engine->lost_told));
        engine->loss_untold = engine->returned = false;
        engine->told.at = start - PD_ENGINE_STATE_EVERY;
}

static void
announce(struct pd_engine *engine)
{
        pd_voice_name_session(engine);
        pd_voice_session_changed(engine);
        pd_voice_started(engine);
        pd_voice_circumstances(engine);
}

void
pd_engine_forget_all(struct pd_engine *engine)
{
        pd_engine_unfree(engine);
        engine->muted = false;
        engine->doubt_since = PD_NEVER;
        pd_body_init(&engine->body);
        pd_alpha1_init(&engine->alpha1);
        pd_session_init(&engine->session);
        pd_coach_init(&engine->coach);
        pd_tally_init(&engine->tally, &engine->athlete);
        engine->effort = (struct pd_effort) {.intensity = PD_INTENSITY_UNKNOWN, .certainty_percent = PD_UNKNOWN};
        engine->effort_before = engine->effort;
        engine->session_id[0] = '\0';
        engine->sequence = 0;
}

/* From here on a trace may begin. */
void
pd_engine_start_over(struct pd_engine *engine)
{
        pd_engine_forget_all(engine);
        engine->rearmed_at = engine->now;
        pd_voice_rearmed(engine);
}

static void
end_session(struct pd_engine *engine)
{
        bool discarded = engine->discarded || pd_session_too_short(&engine->session, pd_tally_mileage(&engine->tally));

        pd_engine_be_spent(engine, engine->session.stopped ? PD_ENGINE_SPENT_MOST : 0);
        engine->discarded = false;
        if (!discarded) {
                pd_voice_summary(engine, true);
                pd_voice_afterwards(engine);
        }
        pd_voice_live_over(engine);
        pd_voice_session(engine, PD_SESSION_IDLE, discarded);
        pd_engine_start_over(engine);
}

static void
perform(struct pd_engine *engine, enum pd_session_act act)
{
        switch (act) {
        case PD_ACT_NONE:
                return;
        case PD_ACT_ARM:
                pd_voice_session_changed(engine);
                return;
        case PD_ACT_DISARM:
                pd_voice_session_changed(engine);
                pd_engine_start_over(engine);
                return;
        case PD_ACT_BEGIN:
                begin_count(engine);
                return;
        case PD_ACT_CANCEL:
                pd_coach_forget(&engine->coach);
                return;
        case PD_ACT_ANNOUNCE:
                announce(engine);
                return;
        case PD_ACT_BEGIN_AND_ANNOUNCE:
                pd_engine_be_spent(engine, 0); /* she says that she runs: what moves is the run */
                begin_count(engine);
                announce(engine);
                return;
        case PD_ACT_PAUSE:
                pd_engine_advance_steps(engine, false);
                pd_coach_forget(&engine->coach);
                pd_voice_session_changed(engine);
                return;
        case PD_ACT_RESUME:
                pd_engine_advance_steps(engine, true);
                pd_engine_heart_returns(engine);
                pd_effort_forget(&engine->effort_past);
                pd_voice_session_changed(engine);
                return;
        case PD_ACT_LEAVE:
                pd_coach_forget(&engine->coach);
                pd_tally_drop_held(&engine->tally);
                pd_voice_session_changed(engine);
                return;
        case PD_ACT_RETURN:
                engine->progress_at = engine->now; /* nobody knows what the steps were doing */
                engine->returned = true;
                pd_engine_heart_returns(engine);
                pd_effort_forget(&engine->effort_past);
                pd_voice_session_changed(engine);
                return;
        case PD_ACT_END:
                end_session(engine);
                return;
        }
}

void
pd_engine_stir(struct pd_engine *engine, enum pd_stir what)
{
        perform(engine, pd_session_stir(&engine->session, engine->now, what));
}
