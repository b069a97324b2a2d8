/* SPDX-License-Identifier: MIT */
/*
 * Time runs forward here and nowhere else: each deadline is fired in its order
 * and at its own instant.
 */
#include "core/engine/engine.h"
#include "core/engine/voice.h"

/* While sensors speak every second, the grid is served by their frames; the
 * engine asks to be woken only if they miss this. */
#define GRID_PATIENCE (3 * PD_SEC)

/* Whoever was armed when all began anew, and is silent since, is not. */
#define WITHDRAW_AFTER (60 * PD_SEC)

static bool
has_grid(const struct pd_engine *engine)
{
        return engine->session.stage == PD_STAGE_STARTING || engine->session.stage == PD_STAGE_RUNNING;
}

static pd_usec
grid_deadline(const struct pd_engine *engine)
{
        return has_grid(engine) ? (pd_usec_second(engine->now) + 1) * PD_SEC : PD_NEVER;
}

static pd_usec
lost_deadline(const struct pd_engine *engine)
{
        return engine->session.stage == PD_STAGE_RUNNING ? pd_body_lost_at(&engine->body) : PD_NEVER;
}

/* Rest steps run on while she stands. */
static pd_usec
rest_deadline(const struct pd_engine *engine)
{
        pd_usec left;

        if (engine->session.stage != PD_STAGE_PAUSED)
                return PD_NEVER;
        left = pd_progress_time_left(&engine->progress, true);
        return left == PD_NEVER ? PD_NEVER : engine->progress_at + left;
}

/* Beginning anew is not told on the session topic: usually the next frame
 * arms again. If none comes, what stands there is wrong. */
static pd_usec
withdraw_deadline(const struct pd_engine *engine)
{
        if (engine->session.stage != PD_STAGE_IDLE || engine->published == PD_SESSION_IDLE)
                return PD_NEVER;
        return engine->rearmed_at + WITHDRAW_AFTER;
}

static pd_usec
doubt_deadline(const struct pd_engine *engine)
{
        return engine->doubt_since == PD_NEVER ? PD_NEVER : engine->doubt_since + PD_ENGINE_DOUBT_MOST;
}

static pd_usec
mute_deadline(const struct pd_engine *engine)
{
        return engine->muted && pd_engine_is_announced(engine) ? engine->muted_until : PD_NEVER;
}

static void
speak_again(struct pd_engine *engine)
{
        engine->muted = false;
        pd_voice_session_again(engine);
}

static pd_usec
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

static pd_usec
deadline_besides_grid(const struct pd_engine *engine)
{
        pd_usec session = earlier(pd_session_deadline(&engine->session), withdraw_deadline(engine));
        pd_usec step = earlier(rest_deadline(engine), doubt_deadline(engine));

        return earlier(earlier(session, earlier(mute_deadline(engine), pd_voice_state_due(engine))),
                earlier(lost_deadline(engine), step));
}

pd_usec
pd_engine_deadline(const struct pd_engine *engine)
{
        pd_usec other = deadline_besides_grid(engine);
        pd_usec patience = pd_usec_second(engine->last_input) * PD_SEC + GRID_PATIENCE;
        pd_usec grid = grid_deadline(engine);

        if (!engine->started)
                return PD_NEVER;
        if (grid == PD_NEVER)
                return other;
        return earlier(other, grid > patience ? grid : patience);
}

void
pd_engine_lose_time(struct pd_engine *engine)
{
        engine->doubt_since = PD_NEVER;
        pd_engine_stir(engine, PD_STIR_LOST_TIME);
}

/* One is lost while the others have not been heard lately: it may be she who is
 * leaving, to whom nothing is said. The next frame, or the last one's loss, tells. */
static void
lose_sensors(struct pd_engine *engine)
{
        enum pd_witness gave;
        pd_usec last;

        if (!pd_body_lose(&engine->body, engine->now, &gave, &last))
                return;
        engine->untold = gave;
        engine->untold_last = last;
        engine->loss_untold = pd_body_hears(&engine->body, engine->now) && !pd_body_is_fresh(&engine->body, engine->now);
        if (engine->loss_untold)
                return;
        if (!pd_body_hears(&engine->body, engine->now))
                pd_engine_stir(engine, PD_STIR_SILENT);
        if (engine->session.stage != PD_STAGE_AWAY)
                pd_voice_sensor_lost(engine, gave, last);
}

/* A frame has come: of the lost sensor itself, or of another that is still there. */
void
pd_engine_tell_loss(struct pd_engine *engine, bool itself)
{
        if (engine->loss_untold && !itself && engine->session.stage == PD_STAGE_RUNNING)
                pd_voice_sensor_lost(engine, engine->untold, engine->untold_last);
        engine->loss_untold = false;
}

/* Fires what is due now; the order at one instant is fixed. */
static void
fire(struct pd_engine *engine, bool grid)
{
        if (grid && has_grid(engine))
                pd_engine_second(engine);
        if (rest_deadline(engine) <= engine->now)
                pd_engine_advance_steps(engine, true);
        if (lost_deadline(engine) <= engine->now)
                lose_sensors(engine);
        if (doubt_deadline(engine) <= engine->now)
                pd_engine_lose_time(engine);
        if (pd_session_deadline(&engine->session) <= engine->now)
                pd_engine_stir(engine, PD_STIR_TIME);
        if (mute_deadline(engine) <= engine->now)
                speak_again(engine);
        if (withdraw_deadline(engine) <= engine->now)
                pd_voice_session_changed(engine);
        if (pd_voice_state_due(engine) <= engine->now)
                pd_voice_last_state(engine);
}

static void
run_forward(struct pd_engine *engine, pd_usec at)
{
        for (;;) {
                pd_usec grid = grid_deadline(engine), other = deadline_besides_grid(engine);
                pd_usec next = earlier(grid, other);

                if (next > at)
                        break;
                engine->now = next > engine->now ? next : engine->now;
                fire(engine, grid == next);
        }
        engine->now = at;
}

/* The instant that counts: never before now. */
void
pd_engine_arrive(struct pd_engine *engine, pd_usec at)
{
        if (!engine->started) {
                engine->started = true;
                engine->now = at;
                pd_engine_be_spent(engine, engine->athlete.spent_us);
                engine->last_live = pd_usec_second(at) - 1;
        }
        if (at < engine->now) {
                engine->late_inputs++;
                at = engine->now;
        }
        run_forward(engine, at);
}
