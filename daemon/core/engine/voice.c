/* SPDX-License-Identifier: MIT */
/*
 * What the engine says: the envelope of every event, alerts with their
 * words, live values, the summary.
 */
#include "core/engine/voice.h"

#include "core/engine/engine.h"
#include "core/engine/name.h"
#include "core/say/say.h"
#include "core/say/speech.h"
#include "core/session/verdict.h"

#include <string.h>

/* At most one sensor_lost in this time. */
#define LOST_EVERY (10 * PD_MINUTE)

static pd_usec
real_at(const struct pd_engine *engine, pd_usec at)
{
        if (engine->wall_at == PD_NEVER || !pd_clock_plausible(&engine->wall))
                return PD_NEVER;
        return engine->wall.real + (at - engine->wall_at);
}

static int32_t
seconds_since_start(const struct pd_engine *engine, pd_usec at)
{
        return (int32_t) ((at - engine->session.start) / PD_SEC);
}

static struct pd_event
event_at(const struct pd_engine *engine, enum pd_event_kind kind, pd_usec at)
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
                event.t_s = seconds_since_start(engine, at);
        }
        return event;
}

/* Events that must arrive are numbered within the session. */
static void
emit_numbered(struct pd_engine *engine, struct pd_event *event)
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

void
pd_voice_session(struct pd_engine *engine, enum pd_session_state state, bool discarded)
{
        struct pd_event event = event_at(engine, PD_EVENT_SESSION, engine->now);

        engine->published = state;
        engine->published_at = engine->now;
        event.session_change.state = state;
        event.session_change.since_real = since_real(engine, state);
        event.session_change.discarded = discarded;
        emit_numbered(engine, &event);
}

void
pd_voice_session_changed(struct pd_engine *engine)
{
        enum pd_session_state state = pd_voice_public_state(engine);

        if (state != engine->published)
                pd_voice_session(engine, state, false);
}

static int32_t
bound(int32_t value)
{
        return value == 0 ? PD_UNKNOWN : value;
}

static struct pd_alert
alert_of(const struct pd_engine *engine, enum pd_alert_type type, enum pd_severity severity, const char *tag)
{
        const struct pd_step *step = pd_engine_step(engine);
        struct pd_alert alert = {
                .type = type,
                .severity = severity,
                .priority = severity == PD_SEVERITY_WARNING ? 4 : severity == PD_SEVERITY_NOTICE ? 3 : 2, /* ntfy: 3 = default, 4 = high */
                .step_index = step != NULL ? (int32_t) engine->progress.step : PD_UNKNOWN,
                .hr_bpm = pd_body_hr(&engine->body, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .hr_low_bpm = step != NULL ? bound(step->hr.low) : PD_UNKNOWN,
                .hr_high_bpm = step != NULL ? bound(step->hr.high) : PD_UNKNOWN,
                .speed_low_mm_s = step != NULL ? bound(step->speed.low) : PD_UNKNOWN,
                .speed_high_mm_s = step != NULL ? bound(step->speed.high) : PD_UNKNOWN,
                .over_s = PD_UNKNOWN,
                .heeded_s = PD_UNKNOWN,
        };

        pd_text_copy(alert.tag, sizeof(alert.tag), tag, strlen(tag));
        return alert;
}

static struct pd_listener
listener_of(const struct pd_engine *engine)
{
        return (struct pd_listener) {&engine->athlete, &engine->workout};
}

/* Is it quiet for speakers at this hour of the athlete's day? */
static bool
is_quiet_hour(const struct pd_engine *engine, pd_usec real)
{
        const struct pd_hours *quiet = &engine->athlete.quiet;
        int32_t minute;

        if (quiet->from == quiet->to || real == PD_NEVER)
                return false;
        minute = (int32_t) ((real + engine->wall.utc_offset_s * PD_SEC) / PD_MINUTE % (24 * 60));
        if (quiet->from < quiet->to)
                return minute >= quiet->from && minute < quiet->to;
        return minute >= quiet->from || minute < quiet->to;
}

/* What is kept back while muted: all that coaches. That a session begins and
 * ends is a fact, a heart that is unusual is no coaching, and a brief was
 * asked for. */
static bool
is_kept_back(const struct pd_engine *engine, enum pd_alert_type type)
{
        if (!pd_engine_is_muted(engine))
                return false;
        return type != PD_ALERT_UNUSUAL_HR && type != PD_ALERT_SESSION_STARTED && type != PD_ALERT_SESSION_ENDED
                && type != PD_ALERT_BRIEF;
}

static void
emit_alert(struct pd_engine *engine, const struct pd_alert *alert, pd_usec at)
{
        struct pd_event event = event_at(engine, PD_EVENT_ALERT, at);

        if (is_kept_back(engine, alert->type))
                return;
        event.alert = *alert;
        if (is_quiet_hour(engine, event.real))
                event.alert.say[0] = event.alert.say_public[0] = '\0';
        emit_numbered(engine, &event);
}

void
pd_voice_started(struct pd_engine *engine)
{
        struct pd_alert alert = alert_of(engine, PD_ALERT_SESSION_STARTED, PD_SEVERITY_INFO, "session");
        struct pd_listener listener = listener_of(engine);

        pd_speech_started(&listener, &alert);
        emit_alert(engine, &alert, engine->session.start);
}

void
pd_voice_cue(struct pd_engine *engine, enum pd_cue cue, const struct pd_cue_values *values)
{
        struct pd_alert alert = alert_of(engine, pd_cue_type(cue), pd_cue_severity(cue), pd_cue_tag(cue));
        struct pd_listener listener = listener_of(engine);

        pd_speech_cue(&listener, cue, values, &alert);
        emit_alert(engine, &alert, engine->now);
}

/* No footpod: what becomes of the distances, by the first of them. */
static void
explain_distances(struct pd_engine *engine)
{
        for (size_t i = 0; i < engine->workout.n_steps; i++) {
                const struct pd_step *step = &engine->workout.steps[i];
                struct pd_cue_values values = PD_NO_VALUES;
                int64_t amount;

                if (step->extent != PD_EXTENT_DISTANCE)
                        continue;
                values.distance_m = (int32_t) ((step->amount + 500) / 1000);
                if (pd_progress_extent(&engine->progress, step, &amount) == PD_EXTENT_TIME) {
                        values.seconds = (int32_t) (amount / PD_SEC);
                        pd_voice_cue(engine, PD_CUE_NO_POD_SECONDS, &values);
                } else {
                        pd_voice_cue(engine, PD_CUE_NO_POD_LAP, &values);
                }
                return;
        }
}

static void
ask_whose(struct pd_engine *engine)
{
        struct pd_cue_values values = PD_NO_VALUES;

        values.text = engine->athlete.name;
        pd_voice_cue(engine, PD_CUE_WHOSE, &values);
}

void
pd_voice_circumstances(struct pd_engine *engine)
{
        const struct pd_cue_values none = PD_NO_VALUES;

        if (pd_athlete_is_guest(&engine->athlete)) {
                ask_whose(engine);
                return;
        }
        if (pd_athlete_is_unwell(&engine->athlete))
                pd_voice_cue(engine, engine->athlete.condition == PD_CONDITION_ILL ? PD_CUE_ILL : PD_CUE_INJURED, &none);
        else if (engine->workout.purpose == PD_PURPOSE_REST)
                pd_voice_cue(engine, PD_CUE_REST_DAY, &none);
        else if (engine->workout.purpose == PD_PURPOSE_NONE)
                pd_voice_cue(engine, PD_CUE_NO_PLAN, &none);
        else if (engine->athlete.goal[0] == '\0' && engine->workout.purpose != PD_PURPOSE_FREE)
                pd_voice_cue(engine, PD_CUE_NO_GOAL, &none);
        if (pd_athlete_is_learning(&engine->athlete))
                pd_voice_cue(engine, PD_CUE_LEARNING, &none);
        if (engine->progress.no_pod)
                explain_distances(engine);
        if (engine->workout.n_steps > 1 || (engine->workout.n_steps == 1 && engine->workout.steps[0].cue[0] != '\0'))
                pd_voice_step(engine);
}

void
pd_voice_lap(struct pd_engine *engine, int32_t number, pd_usec span)
{
        struct pd_cue_values values = PD_NO_VALUES;

        values.number = number;
        values.seconds = (int32_t) ((span + PD_SEC / 2) / PD_SEC);
        pd_voice_cue(engine, PD_CUE_LAP, &values);
}

static bool
has_stopped_for_health(const struct pd_engine *engine)
{
        return engine->session.stopped && (engine->stop_reason == PD_STOP_PAIN || engine->stop_reason == PD_STOP_ILL);
}

/* A new runner is asked how hard it was; so is who wants to be judged by that.
 * Not if she has said so already, nor if something hurt. */
static void
ask_how_hard(struct pd_engine *engine)
{
        struct pd_cue_values values = PD_NO_VALUES;
        bool reps = pd_reps_counted(&engine->reps);

        if (!pd_athlete_is_learning(&engine->athlete) && engine->athlete.level != PD_LEVEL_BEGINNER
                && engine->athlete.judge_by != PD_JUDGE_BY_RPE)
                return;
        if (engine->rpe != PD_UNKNOWN || has_stopped_for_health(engine))
                return;
        values.number = engine->reps.done;
        values.count = engine->reps.meant;
        pd_voice_cue(engine, reps ? PD_CUE_REPS_HOW_HARD : PD_CUE_HOW_HARD, &values);
}

void
pd_voice_afterwards(struct pd_engine *engine)
{
        struct pd_cue_values values = PD_NO_VALUES;

        ask_how_hard(engine);
        values.bpm = engine->highest.hr_bpm;
        if (engine->athlete.hr_max.value != 0 && values.bpm > engine->athlete.hr_max.value)
                pd_voice_cue(engine, PD_CUE_HR_MAX_EXCEEDED, &values);
}

void
pd_voice_remark(struct pd_engine *engine, const struct pd_remark *remark)
{
        bool back = remark->type == PD_ALERT_BACK_ON_TARGET;
        struct pd_alert alert = alert_of(engine, remark->type, back ? PD_SEVERITY_INFO : PD_SEVERITY_WARNING, "effort");
        struct pd_listener listener = listener_of(engine);

        if (remark->is_cue) {
                pd_voice_cue(engine, remark->cue, &remark->values);
                return;
        }
        alert.witness = remark->witness;
        alert.resolved = back;
        alert.over_s = remark->over_s;
        alert.heeded_s = remark->heeded_s;
        pd_speech_remark(&listener, remark, &alert);
        emit_alert(engine, &alert, engine->now);
}

/* A step that only a lap ends says so. */
static void
ask_for_lap(struct pd_engine *engine)
{
        const struct pd_cue_values none = PD_NO_VALUES;

        if (pd_progress_waits_for_lap(&engine->progress))
                pd_voice_cue(engine, PD_CUE_PRESS_LAP, &none);
}

/* Nothing hard is asked of somebody who is not well. */
static bool
is_spared(const struct pd_engine *engine)
{
        return pd_athlete_is_unwell(&engine->athlete) && pd_engine_step(engine)->intensity >= PD_INTENSITY_MODERATE;
}

void
pd_voice_step(struct pd_engine *engine)
{
        if (is_spared(engine))
                return;
        struct pd_alert alert = alert_of(engine, PD_ALERT_STEP, PD_SEVERITY_NOTICE, "step");
        struct pd_listener listener = listener_of(engine);

        pd_speech_step(&listener, engine->progress.step, &alert);
        emit_alert(engine, &alert, engine->now);
        ask_for_lap(engine);
}

void
pd_voice_sensor_lost(struct pd_engine *engine, enum pd_witness gave, pd_usec last)
{
        struct pd_alert alert = alert_of(engine, PD_ALERT_SENSOR_LOST, PD_SEVERITY_NOTICE, "sensor");
        struct pd_listener listener = listener_of(engine);

        if (engine->last_lost != PD_NEVER && engine->now - engine->last_lost < LOST_EVERY)
                return;
        engine->last_lost = engine->now;
        engine->lost_told[gave] = true;
        alert.witness = gave;
        pd_speech_sensor_lost(&listener, gave, (int32_t) ((engine->now - last) / PD_SEC), &alert);
        emit_alert(engine, &alert, engine->now);
}

void
pd_voice_sensor_back(struct pd_engine *engine, enum pd_witness gives, pd_usec last)
{
        struct pd_cue_values values = PD_NO_VALUES;

        if (!engine->lost_told[gives])
                return;
        engine->lost_told[gives] = false;
        values.seconds = (int32_t) ((engine->now - last) / PD_SEC);
        pd_voice_cue(engine, gives == PD_WITNESS_SPEED ? PD_CUE_POD_BACK : PD_CUE_STRAP_BACK, &values);
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
        if (step->hr.low != 0 || step->hr.high != 0)
                ret->target_witness = PD_WITNESS_HEART_RATE;
        else if (step->speed.low != 0 || step->speed.high != 0)
                ret->target_witness = PD_WITNESS_SPEED;
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
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .cadence_spm = pd_body_cadence(&engine->body, engine->now),
                .distance_mm = pd_tally_mileage(&engine->tally),
                .intensity = engine->effort.intensity,
                .certainty_percent = engine->effort.certainty_percent,
                .target_state = engine->coach.target_state,
                .grey = pd_coach_is_grey(pd_engine_step(engine), &engine->effort, engine->coach.target_state),
        };

        describe_step(engine, &live);
        return live;
}

static void
emit_live(struct pd_engine *engine, enum pd_event_kind kind, const struct pd_live *live)
{
        struct pd_event event = event_at(engine, kind, engine->now);

        event.live = *live;
        engine->emit(engine->user, &event);
}

void
pd_voice_live_over(struct pd_engine *engine)
{
        struct pd_live nothing = {
                .hr_bpm = PD_UNKNOWN,
                .speed_mm_s = PD_UNKNOWN,
                .cadence_spm = PD_UNKNOWN,
                .distance_mm = PD_UNKNOWN,
                .certainty_percent = PD_UNKNOWN,
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
        engine->told = (struct pd_told) {engine->now, live.intensity, live.step_index, live.target_state, live.grey};
        emit_live(engine, PD_EVENT_STATE, &live);
}

/* ---- the summary ------------------------------------------------------- */

static void
describe_reps(const struct pd_reps *reps, struct pd_step_done *steps, size_t n_steps)
{
        for (size_t i = 0; i < n_steps; i++) {
                steps[i].hr_peak_bpm = reps->reps[i].peak_bpm;
                int8_t result = reps->reps[i].result;
                steps[i].as_meant = result == PD_REP_DONE || result == PD_REP_FAILED ? result == PD_REP_DONE : PD_UNKNOWN;
        }
}

static void
fill_summary(struct pd_engine *engine, bool final, struct pd_summary *ret)
{
        const struct pd_session *session = &engine->session;
        struct pd_listener listener = listener_of(engine);
        struct pd_reps reps = engine->reps; /* it may go on */
        struct pd_judgement judgement;
        struct pd_evidence evidence = {
                .reps = &reps,
                .athlete = &engine->athlete,
                .workout = &engine->workout,
                .tally = &engine->tally,
                .coach = &engine->coach,
                .start = session->start,
                .end = session->last_movement,
                .stopped = session->stopped,
                .stop_reason = engine->stop_reason,
        };

        *ret = (struct pd_summary) {
                .start = session->start,
                .end = session->last_movement,
                .final = final,
                .revision = 1,
                .duration_s = (int32_t) (pd_usec_second(session->last_movement) - pd_usec_second(session->start)), /* as the grid counts */
                .over_s = engine->coach.over_s,
                .excursions = engine->coach.excursions,
                .alerts = engine->coach.alerts,
                .heeded = engine->coach.heeded,
                .reps_done = PD_UNKNOWN,
                .reps_meant = PD_UNKNOWN,
                .rpe = engine->rpe,
                .stopped = session->stopped,
                .stop_reason = engine->stop_reason,
                .learning = pd_athlete_is_learning(&engine->athlete),
                .went_wrong_s = PD_UNKNOWN,
        };
        memcpy(ret->note, engine->note, sizeof(ret->note));
        pd_reps_close(&reps, session->last_movement);
        if (pd_reps_counted(&reps)) {
                ret->reps_done = reps.done;
                ret->reps_meant = reps.meant;
        }
        pd_tally_summary(&engine->tally, engine->steps_done, ret);
        describe_reps(&reps, engine->steps_done, ret->n_steps);
        if (engine->freed) /* the steps were another workout's */
                ret->n_steps = 0;
        pd_verdict_judge(&evidence, &judgement);
        ret->purpose_result = judgement.result;
        ret->verdict = judgement.verdict;
        ret->reason = pd_reason_name(judgement.reason);
        if (judgement.went_wrong != PD_NEVER)
                ret->went_wrong_s = seconds_since_start(engine, judgement.went_wrong);
        pd_speech_verdict(&listener, &judgement, session->start, ret, ret->sentence, sizeof(ret->sentence));
}

void
pd_voice_summary(struct pd_engine *engine, bool final)
{
        struct pd_event event = event_at(engine, PD_EVENT_SUMMARY, engine->now);
        struct pd_listener listener = listener_of(engine);
        struct pd_alert alert;
        pd_usec over;

        fill_summary(engine, final, &event.summary);
        emit_numbered(engine, &event);
        if (!final)
                return;
        alert = alert_of(engine, PD_ALERT_SESSION_ENDED, PD_SEVERITY_INFO, "session");
        alert.resolved = true;
        pd_speech_ended(&listener, &event.summary, &alert);
        over = engine->session.last_movement + PD_SESSION_END_AFTER;
        emit_alert(engine, &alert, over < engine->now ? over : engine->now); /* known late, it is no news for a speaker */
}

/* ---- for newcomers ------------------------------------------------------ */

/* A brief speaks of the day: what she measures this moment is not its business,
 * and outside a session nobody's. */
void
pd_voice_brief(struct pd_engine *engine)
{
        struct pd_alert alert = alert_of(engine, PD_ALERT_BRIEF, PD_SEVERITY_NOTICE, "brief");
        struct pd_listener listener = listener_of(engine);

        alert.hr_bpm = alert.speed_mm_s = PD_UNKNOWN;
        pd_speech_brief(&listener, &alert);
        emit_alert(engine, &alert, engine->now);
}

void
pd_voice_proposal(struct pd_engine *engine, const struct pd_proposal *proposal)
{
        char tag[PD_ID_SIZE];
        struct pd_alert alert;
        struct pd_listener listener = listener_of(engine);

        pd_proposal_tag(proposal, tag);
        alert = alert_of(engine, PD_ALERT_PROPOSAL, PD_SEVERITY_NOTICE, tag);
        alert.hr_bpm = alert.speed_mm_s = PD_UNKNOWN;
        pd_speech_proposal(&listener, proposal, &alert);
        emit_alert(engine, &alert, engine->now);
}

void
pd_voice_rearmed(struct pd_engine *engine)
{
        struct pd_event event = event_at(engine, PD_EVENT_REARMED, engine->now);

        engine->emit(engine->user, &event);
}

void
pd_voice_plan_changed(struct pd_engine *engine)
{
        struct pd_event event = event_at(engine, PD_EVENT_PLAN, engine->now);

        engine->emit(engine->user, &event);
}

void
pd_voice_restate(struct pd_engine *engine)
{
        struct pd_event session = event_at(engine, PD_EVENT_SESSION, engine->now);

        pd_voice_plan_changed(engine);
        session.session_change.state = pd_voice_public_state(engine);
        session.session_change.since_real = since_real(engine, session.session_change.state);
        engine->emit(engine->user, &session);
}
