/* SPDX-License-Identifier: MIT */
/* Alerts, with their words: what is said aloud, and when it is kept back. */
#include "core/anchors/conclusion.h"
#include "core/engine/engine.h"
#include "core/engine/voice.h"
#include "core/say/speech.h"

#include <string.h>

/* At most one sensor_lost in this time. */
#define LOST_EVERY (10 * PD_MINUTE)

static int32_t
bound(int32_t value)
{
        return value == 0 ? PD_UNKNOWN : value;
}

static struct pd_band
asked_power(const struct pd_engine *engine)
{
        struct pd_band band = {0};

        if (pd_engine_step(engine) != NULL)
                pd_step_power(pd_engine_step(engine), &engine->athlete, &band);
        return band;
}

struct pd_alert
pd_voice_alert(const struct pd_engine *engine, enum pd_alert_type type, enum pd_severity severity, const char *tag)
{
        const struct pd_step *step = pd_engine_step(engine);
        const struct pd_band power = asked_power(engine);
        struct pd_alert alert = {
                .type = type,
                .severity = severity,
                .priority = severity == PD_SEVERITY_WARNING ? 4 : severity == PD_SEVERITY_NOTICE ? 3 : 2, /* ntfy: 3 = default, 4 = high */
                .step_index = step != NULL ? (int32_t) engine->progress.step : PD_UNKNOWN,
                .hr_bpm = pd_body_hr(&engine->body, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .power_w = pd_body_power(&engine->body, engine->now),
                .hr_low_bpm = step != NULL ? bound(step->hr.low) : PD_UNKNOWN,
                .hr_high_bpm = step != NULL ? bound(step->hr.high) : PD_UNKNOWN,
                .speed_low_mm_s = step != NULL ? bound(step->speed.low) : PD_UNKNOWN,
                .speed_high_mm_s = step != NULL ? bound(step->speed.high) : PD_UNKNOWN,
                .power_low_w = bound(power.low),
                .power_high_w = bound(power.high),
                .over_s = PD_UNKNOWN,
                .heeded_s = PD_UNKNOWN,
        };

        pd_text_copy(alert.tag, sizeof(alert.tag), tag, strlen(tag));
        return alert;
}

struct pd_listener
pd_voice_listener(const struct pd_engine *engine)
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

void
pd_voice_emit_alert(struct pd_engine *engine, const struct pd_alert *alert, pd_usec at)
{
        struct pd_event event = pd_voice_event_at(engine, PD_EVENT_ALERT, at);

        if (is_kept_back(engine, alert->type))
                return;
        event.alert = *alert;
        if (is_quiet_hour(engine, event.real))
                event.alert.say[0] = event.alert.say_public[0] = '\0';
        pd_voice_emit_numbered(engine, &event);
}

void
pd_voice_started(struct pd_engine *engine)
{
        struct pd_alert alert = pd_voice_alert(engine, PD_ALERT_SESSION_STARTED, PD_SEVERITY_INFO, "session");
        struct pd_listener listener = pd_voice_listener(engine);

        pd_speech_started(&listener, &alert);
        pd_voice_emit_alert(engine, &alert, engine->session.start);
}

void
pd_voice_cue(struct pd_engine *engine, enum pd_cue cue, const struct pd_cue_values *values)
{
        struct pd_alert alert = pd_voice_alert(engine, pd_cue_type(cue), pd_cue_severity(cue), pd_cue_tag(cue));
        struct pd_listener listener = pd_voice_listener(engine);

        pd_speech_cue(&listener, cue, values, &alert);
        pd_voice_emit_alert(engine, &alert, engine->now);
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
        if (values.bpm > engine->athlete.declined_hr_max && pd_hr_max_is_exceeded(&engine->athlete.hr_max, values.bpm))
                pd_voice_cue(engine, PD_CUE_HR_MAX_EXCEEDED, &values);
}

void
pd_voice_remark(struct pd_engine *engine, const struct pd_remark *remark)
{
        bool back = remark->type == PD_ALERT_BACK_ON_TARGET;
        struct pd_alert alert = pd_voice_alert(engine, remark->type, back ? PD_SEVERITY_INFO : PD_SEVERITY_WARNING, "effort");
        struct pd_listener listener = pd_voice_listener(engine);

        if (remark->is_cue) {
                pd_voice_cue(engine, remark->cue, &remark->values);
                return;
        }
        alert.witness = remark->witness;
        alert.resolved = back;
        alert.over_s = remark->over_s;
        alert.heeded_s = remark->heeded_s;
        pd_speech_remark(&listener, remark, &alert);
        pd_voice_emit_alert(engine, &alert, engine->now);
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
        struct pd_alert alert = pd_voice_alert(engine, PD_ALERT_STEP, PD_SEVERITY_NOTICE, "step");
        struct pd_listener listener = pd_voice_listener(engine);

        pd_speech_step(&listener, engine->progress.step, &alert);
        pd_voice_emit_alert(engine, &alert, engine->now);
        ask_for_lap(engine);
}

void
pd_voice_sensor_lost(struct pd_engine *engine, enum pd_witness gave, pd_usec last)
{
        struct pd_alert alert = pd_voice_alert(engine, PD_ALERT_SENSOR_LOST, PD_SEVERITY_NOTICE, "sensor");
        struct pd_listener listener = pd_voice_listener(engine);

        if (engine->last_lost != PD_NEVER && engine->now - engine->last_lost < LOST_EVERY)
                return;
        engine->last_lost = engine->now;
        engine->lost_told[gave] = true;
        alert.witness = gave;
        pd_speech_sensor_lost(&listener, gave, (int32_t) ((engine->now - last) / PD_SEC), &alert);
        pd_voice_emit_alert(engine, &alert, engine->now);
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

/* It speaks of the day, or of what is hers: what she measures this moment is
 * not its business, and outside a session nobody's. */
static struct pd_alert
alert_beside_the_run(struct pd_engine *engine, enum pd_alert_type type, const char *tag)
{
        struct pd_alert alert = pd_voice_alert(engine, type, PD_SEVERITY_NOTICE, tag);

        alert.hr_bpm = alert.speed_mm_s = alert.power_w = PD_UNKNOWN;
        return alert;
}

void
pd_voice_brief(struct pd_engine *engine)
{
        struct pd_alert alert = alert_beside_the_run(engine, PD_ALERT_BRIEF, "brief");
        struct pd_listener listener = pd_voice_listener(engine);

        pd_speech_brief(&listener, &alert);
        pd_voice_emit_alert(engine, &alert, engine->now);
}

void
pd_voice_proposal(struct pd_engine *engine, const struct pd_proposal *proposal)
{
        char tag[PD_ID_SIZE];
        struct pd_alert alert;
        struct pd_listener listener = pd_voice_listener(engine);

        pd_proposal_tag(proposal, tag);
        alert = alert_beside_the_run(engine, PD_ALERT_PROPOSAL, tag);
        pd_speech_proposal(&listener, proposal, &alert);
        pd_voice_emit_alert(engine, &alert, engine->now);
}

/* A later one for the same anchor takes its place. */
void
pd_voice_offer(struct pd_engine *engine, const struct pd_offer *offer)
{
        struct pd_listener listener = pd_voice_listener(engine);
        struct pd_alert alert = alert_beside_the_run(engine, PD_ALERT_PROPOSAL, offer->setting->key);

        pd_speech_offer(&listener, offer, &alert);
        pd_voice_emit_alert(engine, &alert, engine->now);
}

/* A later one for the same sensor likewise. */
void
pd_voice_renewal(struct pd_engine *engine, const struct pd_renewal *renewal)
{
        char tag[PD_ID_SIZE];
        struct pd_alert alert;
        struct pd_listener listener = pd_voice_listener(engine);

        pd_renewal_tag(renewal, tag);
        alert = alert_beside_the_run(engine, PD_ALERT_QUESTION, tag);
        pd_speech_renewal(&listener, renewal, &alert);
        pd_voice_emit_alert(engine, &alert, engine->now);
}
