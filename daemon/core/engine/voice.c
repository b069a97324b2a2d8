/* SPDX-License-Identifier: MIT */
/*
 * What the engine tells: the envelope of every event, the session's states,
 * live values.
 */
#include "core/engine/voice.h"

#include "core/engine/engine.h"
#include "core/engine/name.h"
#include "core/say/say.h"

#include <string.h>

static pd_usec
real_at(const struct pd_engine *engine, pd_usec at)
{
        if (engine->wall_at == PD_NEVER || !pd_clock_plausible(&engine->wall))
                return PD_NEVER;
        return engine->wall.real + (at - engine->wall_at);
}

int32_t
pd_voice_second_of(const struct pd_engine *engine, pd_usec at)
{
        return (int32_t) ((at - engine->session.start) / PD_SEC);
}

struct pd_event
pd_voice_event_at(const struct pd_engine *engine, enum pd_event_kind kind, pd_usec at)
{
        struct pd_event event = {
                .kind = kind,
                .at = at,
                .real = real_at(engine, at),
                .utc_offset_s = engine->wall.utc_offset_s,
                .athlete = &engine->athlete,
                .workout = &engine->workout,
                .t_s = PD_UNKNOWN,
        };

        if (engine->session_id[0] != '\0') {
                memcpy(event.session, engine->session_id, sizeof(event.session));
                event.t_s = pd_voice_second_of(engine, at);
        }
        return event;
}

/* Events that must arrive are numbered within the session. */
void
pd_voice_emit_numbered(struct pd_engine *engine, struct pd_event *event)
{
        if (engine->session_id[0] != '\0')
                event->sequence = ++engine->sequence;
        engine->emit(engine->user, event);
}

void
pd_voice_name_session(struct pd_engine *engine)
{
        const struct pd_name_origin origin = {
                .real = real_at(engine, engine->session.start),
                .second = pd_usec_second(engine->session.start),
                .boot_id = engine->wall_at != PD_NEVER ? engine->wall.boot_id : "",
                .taken = engine->athlete.just_named,
        };

        pd_name_session(&origin, engine->session_id);
}

enum pd_session_state
pd_voice_public_state(const struct pd_engine *engine)
{
        switch (engine->session.stage) {
        case PD_STAGE_IDLE:
                return PD_SESSION_IDLE;
        case PD_STAGE_ARMED:
        case PD_STAGE_STARTING:
                return PD_SESSION_ARMED;
        case PD_STAGE_RUNNING:
                return PD_SESSION_RUNNING;
        case PD_STAGE_PAUSED:
                return PD_SESSION_PAUSED;
        case PD_STAGE_AWAY:
                return PD_SESSION_AWAY;
        case PD_STAGE_COUNT:
                break;
        }
        return PD_SESSION_IDLE;
}

/* A session's states bear its start, the others their own beginning: the
 * event of the end is no longer of the session. */
static pd_usec
since_real(const struct pd_engine *engine, enum pd_session_state state)
{
        switch (state) {
        case PD_SESSION_IDLE:
        case PD_SESSION_ARMED:
                return engine->published_at == PD_NEVER ? PD_NEVER : real_at(engine, engine->published_at);
        case PD_SESSION_RUNNING:
        case PD_SESSION_PAUSED:
        case PD_SESSION_AWAY:
                return real_at(engine, engine->session.start);
        }
        return PD_NEVER;
}

static struct pd_event
session_event(const struct pd_engine *engine, enum pd_session_state state)
{
        struct pd_event event = pd_voice_event_at(engine, PD_EVENT_SESSION, engine->now);
        bool muted = pd_session_state_is_run(state) && pd_engine_is_muted(engine);

        event.session_change.state = state;
        event.session_change.since_real = since_real(engine, state);
        event.session_change.muted = muted;
        event.session_change.muted_until_real =
                muted && engine->muted_until != PD_NEVER ? real_at(engine, engine->muted_until) : PD_NEVER;
        return event;
}

void
pd_voice_session(struct pd_engine *engine, enum pd_session_state state, bool discarded)
{
        struct pd_event event;

        engine->published = state;
        engine->published_at = engine->now;
        event = session_event(engine, state);
        event.session_change.discarded = discarded;
        pd_voice_emit_numbered(engine, &event);
}

/* The state has not changed, so it takes no number: a listener who misses it is told when it comes back. */
void
pd_voice_session_again(struct pd_engine *engine)
{
        struct pd_event event = session_event(engine, pd_voice_public_state(engine));

        engine->emit(engine->user, &event);
}

void
pd_voice_session_changed(struct pd_engine *engine)
{
        enum pd_session_state state = pd_voice_public_state(engine);

        if (state != engine->published)
                pd_voice_session(engine, state, false);
}

/* ---- live -------------------------------------------------------------- */

static void
describe_step(const struct pd_engine *engine, struct pd_live *ret)
{
        const struct pd_step *step = pd_engine_step(engine);
        const char *name;
        int64_t left;

        ret->step_index = ret->step_count = ret->step_remaining_s = ret->step_remaining_m = PD_UNKNOWN;
        if (step == NULL)
                return;
        name = pd_step_words(step);
        pd_text_copy(ret->step, sizeof(ret->step), name, strlen(name));
        ret->step_index = (int32_t) engine->progress.step;
        ret->step_count = (int32_t) engine->workout.n_steps;
        ret->hr_target = step->hr;
        ret->speed_target = step->speed;
        pd_step_power(step, &engine->athlete, &ret->power_target);
        if (step->hr.low != 0 || step->hr.high != 0)
                ret->target_witness = PD_WITNESS_HEART_RATE;
        else if (step->speed.low != 0 || step->speed.high != 0)
                ret->target_witness = PD_WITNESS_SPEED;
        else if (ret->power_target.low != 0 || ret->power_target.high != 0)
                ret->target_witness = PD_WITNESS_POWER;
        if (pd_progress_remaining(&engine->progress, PD_EXTENT_TIME, &left))
                ret->step_remaining_s = (int32_t) ((left + PD_SEC - 1) / PD_SEC);
        if (pd_progress_remaining(&engine->progress, PD_EXTENT_DISTANCE, &left))
                ret->step_remaining_m = (int32_t) ((left + 999) / 1000);
}

static struct pd_live
live_now(const struct pd_engine *engine)
{
        struct pd_live live = {
                .hr_bpm = pd_body_hr(&engine->body, engine->now),
                .hr_expected_bpm = pd_expected_hr_bpm(&engine->expected),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .power_w = pd_body_power(&engine->body, engine->now),
                .cadence_spm = pd_body_cadence(&engine->body, engine->now),
                .distance_mm = pd_tally_mileage(&engine->tally),
                .intensity = engine->effort.intensity,
                .certainty_percent = engine->effort.certainty_percent,
                .dfa_a1_milli = pd_alpha1_milli(&engine->alpha1, engine->now),
                .dfa_a1_variant = PD_ALPHA1_VARIANT,
                .rr_artefacts_permille = pd_alpha1_artefacts_permille(&engine->alpha1, engine->now),
                .target_state = engine->coach.target_state,
                .grey = pd_coach_is_grey(&engine->athlete, pd_engine_step(engine), &engine->effort, engine->coach.target_state),
                .doubt = pd_body_gravest_doubt(&engine->body, engine->now),
        };

        describe_step(engine, &live);
        return live;
}

static void
emit_live(struct pd_engine *engine, enum pd_event_kind kind, const struct pd_live *live)
{
        struct pd_event event = pd_voice_event_at(engine, kind, engine->now);

        event.live = *live;
        engine->emit(engine->user, &event);
}

void
pd_voice_live_over(struct pd_engine *engine)
{
        struct pd_live nothing = {
                .hr_bpm = PD_UNKNOWN,
                .hr_expected_bpm = PD_UNKNOWN,
                .speed_mm_s = PD_UNKNOWN,
                .power_w = PD_UNKNOWN,
                .cadence_spm = PD_UNKNOWN,
                .distance_mm = PD_UNKNOWN,
                .certainty_percent = PD_UNKNOWN,
                .dfa_a1_milli = PD_UNKNOWN,
                .rr_artefacts_permille = PD_UNKNOWN,
                .step_index = PD_UNKNOWN,
                .step_count = PD_UNKNOWN,
                .step_remaining_s = PD_UNKNOWN,
                .step_remaining_m = PD_UNKNOWN,
        };

        emit_live(engine, PD_EVENT_STATE, &nothing);
}

static bool
is_news(const struct pd_told *told, const struct pd_live *live, pd_usec now)
{
        return now - told->at >= PD_ENGINE_STATE_EVERY || told->intensity != live->intensity || told->step_index != live->step_index
                || told->target_state != live->target_state || told->grey != live->grey;
}

static void
tell_state(struct pd_engine *engine, const struct pd_live *live)
{
        engine->told = (struct pd_told) {engine->now, live->intensity, live->step_index, live->target_state, live->grey};
        emit_live(engine, PD_EVENT_STATE, live);
}

void
pd_voice_live(struct pd_engine *engine)
{
        int64_t second = pd_usec_second(engine->now);
        struct pd_live live;

        if (second == engine->last_live || (!pd_engine_is_announced(engine) && !engine->athlete.live_idle))
                return;
        engine->last_live = second;
        live = live_now(engine);
        emit_live(engine, PD_EVENT_LIVE, &live);
        if (!pd_engine_is_announced(engine) || !is_news(&engine->told, &live, engine->now))
                return;
        tell_state(engine, &live);
}

pd_usec
pd_voice_state_due(const struct pd_engine *engine)
{
        bool owed = pd_engine_is_announced(engine) && engine->last_live > pd_usec_second(engine->told.at);

        return owed ? engine->told.at + PD_ENGINE_STATE_EVERY + PD_SEC : PD_NEVER;
}

void
pd_voice_last_state(struct pd_engine *engine)
{
        struct pd_live live = live_now(engine);

        tell_state(engine, &live);
}

void
pd_voice_rearmed(struct pd_engine *engine)
{
        struct pd_event event = pd_voice_event_at(engine, PD_EVENT_REARMED, engine->now);

        engine->emit(engine->user, &event);
}

void
pd_voice_plan_changed(struct pd_engine *engine)
{
        struct pd_event event = pd_voice_event_at(engine, PD_EVENT_PLAN, engine->now);

        engine->emit(engine->user, &event);
}

void
pd_voice_restate(struct pd_engine *engine)
{
        pd_voice_plan_changed(engine);
        pd_voice_session_again(engine);
}
