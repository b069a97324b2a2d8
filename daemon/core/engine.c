/* SPDX-License-Identifier: MIT */
/*
 * One athlete's engine: time runs forward here and nowhere else.
 *
 *   feed(at) ─▶ deadlines up to `at`, each at its own instant ─▶ the input ─▶ live
 */
#include "purposed/engine.h"

#include "core/coach/coach.h"
#include "core/effort/effort.h"
#include "core/plan/progress.h"
#include "core/say/say.h"
#include "core/say/speech.h"
#include "core/session/session.h"
#include "core/session/tally.h"
#include "core/session/verdict.h"
#include "core/signal/body.h"
#include "core/signal/settling.h"

#include <stdlib.h>
#include <string.h>

/* While sensors speak every second, the grid is served by their frames; the
 * engine asks to be woken only if they miss this. */
#define GRID_PATIENCE (3 * PD_SEC)

/* A recorder gets a value at least this often. */
#define STATE_EVERY (10 * PD_SEC)

/* At most one sensor_lost in this time. */
#define LOST_EVERY (10 * PD_MINUTE)

/* Armed for so long without a run: begin anew, so that a trace's pre-roll
 * has an end. */
#define REARM_AFTER (5 * PD_MINUTE)

/* A session by heart rate alone: from 30 % of the heart-rate reserve up. */
#define HEART_START_PERCENT 30

/* What a listener was told last in a STATE event. */
struct told {
        pd_usec at;
        enum pd_intensity intensity;
        int32_t step_index;
        enum pd_target_state target_state;
        bool grey;
};

struct pd_engine {
        struct pd_athlete athlete;
        struct pd_workout workout;
        pd_event_func emit;
        void *user;

        pd_usec now;
        bool started; /* `now` has a meaning */
        uint64_t late_inputs;
        pd_usec last_input;

        struct pd_clock wall; /* as it was told at wall_at */
        pd_usec wall_at;      /* PD_NEVER: not told yet */

        struct pd_body body;
        struct pd_session session;
        struct pd_settling settling;
        struct pd_progress progress;
        pd_usec progress_at; /* up to where the steps were counted */
        struct pd_effort effort;
        struct pd_coach coach;
        struct pd_tally tally;

        char session_id[PD_SESSION_ID_SIZE];
        uint32_t sequence;
        enum pd_session_state published; /* on the session topic */
        pd_usec last_lost;    /* when sensor_lost was said; PD_NEVER */
        int64_t last_live;    /* whole second */
        struct told told;
        struct pd_step_done steps_done[PD_STEPS_MAX]; /* lent to a summary */
};

/* ---- events ------------------------------------------------------------ */

static bool
is_announced(const struct pd_engine *engine)
{
        return engine->session.stage == PD_STAGE_RUNNING || engine->session.stage == PD_STAGE_PAUSED;
}

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

static const char *
two_digits(char *ret, int32_t number)
{
        ret[0] = (char) ('0' + number / 10 % 10);
        ret[1] = (char) ('0' + number % 10);
        return ret + 2;
}

/* 20261122T101503Z, or t123456 (second of the trace) without a wall clock. */
static void
name_session(struct pd_engine *engine)
{
        pd_usec real = real_at(engine, engine->session.start);
        char *id = engine->session_id;
        struct pd_civil civil;

        if (real == PD_NEVER) {
                struct pd_sentence sentence;
                pd_sentence_init(&sentence, id, PD_SESSION_ID_SIZE);
                pd_sentence_add(&sentence, "t");
                pd_sentence_add_number(&sentence, pd_usec_second(engine->session.start));
                return;
        }
        pd_clock_civil(real, &civil);
        two_digits(id, civil.year / 100);
        two_digits(id + 2, civil.year);
        two_digits(id + 4, civil.month);
        two_digits(id + 6, civil.day);
        id[8] = 'T';
        two_digits(id + 9, civil.hour);
        two_digits(id + 11, civil.minute);
        two_digits(id + 13, civil.second);
        memcpy(id + 15, "Z", 2);
}

static enum pd_session_state
public_state(const struct pd_engine *engine)
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
        case PD_STAGE_COUNT:
                break;
        }
        return PD_SESSION_IDLE;
}

static void
emit_session_as(struct pd_engine *engine, enum pd_session_state state, bool discarded)
{
        struct pd_event event = event_at(engine, PD_EVENT_SESSION, engine->now);

        engine->published = state;
        event.session_change.state = state;
        event.session_change.since_real = real_at(engine, engine->session_id[0] != '\0' ? engine->session.start : engine->now);
        event.session_change.discarded = discarded;
        emit_numbered(engine, &event);
}

static void
publish_session(struct pd_engine *engine)
{
        enum pd_session_state state = public_state(engine);

        if (state != engine->published)
                emit_session_as(engine, state, false);
}

static const struct pd_step *
current_step(const struct pd_engine *engine)
{
        return pd_session_counts(&engine->session) ? pd_progress_step(&engine->progress) : NULL;
}

static int32_t
bound(int32_t value)
{
        return value == 0 ? PD_UNKNOWN : value;
}

static struct pd_alert
alert_of(const struct pd_engine *engine, enum pd_alert_type type, enum pd_severity severity, const char *tag)
{
        const struct pd_step *step = current_step(engine);
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

static void
emit_alert(struct pd_engine *engine, const struct pd_alert *alert, pd_usec at)
{
        struct pd_event event = event_at(engine, PD_EVENT_ALERT, at);

        event.alert = *alert;
        emit_numbered(engine, &event);
}

static void
say_started(struct pd_engine *engine)
{
        struct pd_alert alert = alert_of(engine, PD_ALERT_SESSION_STARTED, PD_SEVERITY_INFO, "session");
        struct pd_listener listener = listener_of(engine);

        pd_speech_started(&listener, &alert);
        emit_alert(engine, &alert, engine->session.start);
}

static void
say_remark(struct pd_engine *engine, const struct pd_remark *remark)
{
        bool back = remark->type == PD_ALERT_BACK_ON_TARGET;
        struct pd_alert alert = alert_of(engine, remark->type, back ? PD_SEVERITY_INFO : PD_SEVERITY_WARNING, "effort");
        struct pd_listener listener = listener_of(engine);

        alert.witness = remark->witness;
        alert.resolved = back;
        alert.over_s = remark->over_s;
        alert.heeded_s = remark->heeded_s;
        pd_speech_remark(&listener, remark, &alert);
        emit_alert(engine, &alert, engine->now);
}

static void
say_step(struct pd_engine *engine)
{
        struct pd_alert alert = alert_of(engine, PD_ALERT_STEP, PD_SEVERITY_NOTICE, "step");
        struct pd_listener listener = listener_of(engine);

        pd_speech_step(&listener, engine->progress.step, &alert);
        emit_alert(engine, &alert, engine->now);
}

static void
say_sensor_lost(struct pd_engine *engine, enum pd_witness gave, pd_usec last)
{
        struct pd_alert alert = alert_of(engine, PD_ALERT_SENSOR_LOST, PD_SEVERITY_NOTICE, "sensor");
        struct pd_listener listener = listener_of(engine);

        if (engine->last_lost != PD_NEVER && engine->now - engine->last_lost < LOST_EVERY)
                return;
        engine->last_lost = engine->now;
        alert.witness = gave;
        pd_speech_sensor_lost(&listener, gave, (int32_t) ((engine->now - last) / PD_SEC), &alert);
        emit_alert(engine, &alert, engine->now);
}

/* ---- live -------------------------------------------------------------- */

static void
describe_step(const struct pd_engine *engine, struct pd_live *ret)
{
        const struct pd_step *step = current_step(engine);
        const char *name;
        int64_t left;

        ret->step_index = ret->step_count = ret->step_remaining_s = ret->step_remaining_m = PD_UNKNOWN;
        if (step == NULL)
                return;
        name = step->cue[0] != '\0' ? step->cue : pd_intensity_name(step->intensity);
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
                .distance_mm = engine->tally.distance_mm,
                .intensity = engine->effort.intensity,
                .certainty_percent = engine->effort.certainty_percent,
                .target_state = engine->coach.target_state,
                .grey = pd_coach_is_grey(current_step(engine), &engine->effort),
        };

        describe_step(engine, &live);
        return live;
}

/* After the end: nothing that stood there holds any more. */
static struct pd_live
live_nothing(void)
{
        return (struct pd_live) {
                .hr_bpm = PD_UNKNOWN,
                .speed_mm_s = PD_UNKNOWN,
                .cadence_spm = PD_UNKNOWN,
                .distance_mm = PD_UNKNOWN,
                .certainty_percent = PD_UNKNOWN,
                .target_state = PD_TARGET_NONE,
                .step_index = PD_UNKNOWN,
                .step_count = PD_UNKNOWN,
                .step_remaining_s = PD_UNKNOWN,
                .step_remaining_m = PD_UNKNOWN,
        };
}

static void
emit_live(struct pd_engine *engine, enum pd_event_kind kind, const struct pd_live *live)
{
        struct pd_event event = event_at(engine, kind, engine->now);

        event.live = *live;
        engine->emit(engine->user, &event);
}

static bool
is_news(const struct told *told, const struct pd_live *live, pd_usec now)
{
        return now - told->at >= STATE_EVERY || told->intensity != live->intensity || told->step_index != live->step_index
                || told->target_state != live->target_state || told->grey != live->grey;
}

/* The first input in each whole second while a session runs. */
static void
tell_live(struct pd_engine *engine)
{
        int64_t second = pd_usec_second(engine->now);
        struct pd_live live;

        if (!is_announced(engine) || second == engine->last_live)
                return;
        engine->last_live = second;
        live = live_now(engine);
        emit_live(engine, PD_EVENT_LIVE, &live);
        if (!is_news(&engine->told, &live, engine->now))
                return;
        engine->told = (struct told) {engine->now, live.intensity, live.step_index, live.target_state, live.grey};
        emit_live(engine, PD_EVENT_STATE, &live);
}

/* ---- the session ------------------------------------------------------- */

static void
begin_count(struct pd_engine *engine)
{
        pd_usec start = engine->session.start;

        pd_coach_init(&engine->coach);
        pd_tally_init(&engine->tally);
        pd_progress_begin(&engine->progress, &engine->workout);
        pd_settling_rise(&engine->settling, start);
        engine->progress_at = start;
        engine->sequence = 0;
        engine->last_lost = PD_NEVER;
        engine->told.at = start - STATE_EVERY;
}

static void
announce(struct pd_engine *engine)
{
        name_session(engine);
        publish_session(engine);
        say_started(engine);
}

static void
forget_all(struct pd_engine *engine)
{
        pd_body_init(&engine->body);
        pd_session_init(&engine->session);
        pd_coach_init(&engine->coach);
        pd_tally_init(&engine->tally);
        engine->effort = (struct pd_effort) {.intensity = PD_INTENSITY_UNKNOWN, .certainty_percent = PD_UNKNOWN};
        engine->session_id[0] = '\0';
        engine->sequence = 0;
}

/* From here on a trace may begin. */
static void
rearm(struct pd_engine *engine)
{
        struct pd_event event;

        forget_all(engine);
        event = event_at(engine, PD_EVENT_REARMED, engine->now);
        engine->emit(engine->user, &event);
}

static void
fill_summary(struct pd_engine *engine, bool final, struct pd_summary *ret)
{
        const struct pd_session *session = &engine->session;
        struct pd_listener listener = listener_of(engine);
        struct pd_judgement judgement;
        struct pd_evidence evidence = {
                .athlete = &engine->athlete,
                .workout = &engine->workout,
                .tally = &engine->tally,
                .coach = &engine->coach,
                .start = session->start,
                .end = session->last_movement,
                .stopped = session->stopped,
        };

        *ret = (struct pd_summary) {
                .start = session->start,
                .end = session->last_movement,
                .final = final,
                .revision = 1,
                .duration_s = (int32_t) ((session->last_movement - session->start + PD_SEC / 2) / PD_SEC),
                .over_s = engine->coach.over_s,
                .excursions = engine->coach.excursions,
                .alerts = engine->coach.alerts,
                .heeded = engine->coach.heeded,
                .went_wrong_s = PD_UNKNOWN,
        };
        pd_tally_summary(&engine->tally, engine->steps_done, ret);
        pd_verdict_judge(&evidence, &judgement);
        ret->purpose_result = judgement.result;
        ret->verdict = judgement.verdict;
        ret->reason = pd_reason_name(judgement.reason);
        if (judgement.went_wrong != PD_NEVER)
                ret->went_wrong_s = seconds_since_start(engine, judgement.went_wrong);
        pd_speech_verdict(&listener, &judgement, session->start, ret, ret->sentence, sizeof(ret->sentence));
}

static void
emit_summary(struct pd_engine *engine, bool final, struct pd_summary *ret)
{
        struct pd_event event = event_at(engine, PD_EVENT_SUMMARY, engine->now);

        fill_summary(engine, final, ret);
        event.summary = *ret;
        emit_numbered(engine, &event);
}

static void
end_session(struct pd_engine *engine)
{
        bool discarded = pd_session_too_short(&engine->session, engine->tally.distance_mm);
        struct pd_live nothing = live_nothing();
        struct pd_listener listener = listener_of(engine);

        if (!discarded) {
                struct pd_alert alert = alert_of(engine, PD_ALERT_SESSION_ENDED, PD_SEVERITY_INFO, "session");
                struct pd_summary summary;

                emit_summary(engine, true, &summary);
                alert.resolved = true;
                pd_speech_ended(&listener, &summary, &alert);
                emit_alert(engine, &alert, engine->now);
        }
        emit_live(engine, PD_EVENT_STATE, &nothing);
        emit_session_as(engine, PD_SESSION_IDLE, discarded);
        rearm(engine);
}

static struct pd_coach_view
coach_view(const struct pd_engine *engine)
{
        return (struct pd_coach_view) {
                .now = engine->now,
                .purpose = engine->workout.purpose,
                .step = current_step(engine),
                .athlete = &engine->athlete,
                .effort = engine->effort,
                .hr_bpm = pd_body_hr(&engine->body, engine->now),
                .hr_settled = pd_settling_done(&engine->settling, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .speed_newest_mm_s = pd_body_speed_newest(&engine->body, engine->now),
                .quiet = engine->session.stage != PD_STAGE_RUNNING,
        };
}

static void
forget_excursion(struct pd_engine *engine)
{
        struct pd_coach_view view = coach_view(engine);

        pd_coach_forget(&engine->coach, &view);
}

static void
perform(struct pd_engine *engine, enum pd_session_act act)
{
        switch (act) {
        case PD_ACT_NONE:
                return;
        case PD_ACT_ARM:
                publish_session(engine);
                return;
        case PD_ACT_DISARM:
                publish_session(engine);
                rearm(engine);
                return;
        case PD_ACT_BEGIN:
                begin_count(engine);
                return;
        case PD_ACT_CANCEL:
                forget_excursion(engine);
                return;
        case PD_ACT_ANNOUNCE:
                announce(engine);
                return;
        case PD_ACT_BEGIN_AND_ANNOUNCE:
                begin_count(engine);
                announce(engine);
                return;
        case PD_ACT_PAUSE:
                forget_excursion(engine);
                publish_session(engine);
                return;
        case PD_ACT_RESUME:
                pd_settling_rise(&engine->settling, engine->now);
                publish_session(engine);
                return;
        case PD_ACT_END:
                end_session(engine);
                return;
        }
}

static void
stir(struct pd_engine *engine, enum pd_stir what)
{
        perform(engine, pd_session_stir(&engine->session, engine->now, what));
}

/* ---- the grid ---------------------------------------------------------- */

static void
next_step(struct pd_engine *engine)
{
        forget_excursion(engine);
        pd_settling_rise(&engine->settling, engine->now);
        if (is_announced(engine))
                say_step(engine);
}

static void
advance_steps(struct pd_engine *engine)
{
        pd_usec span = engine->now - engine->progress_at;

        engine->progress_at = engine->now;
        if (pd_progress_time(&engine->progress, span, engine->session.stage == PD_STAGE_PAUSED))
                next_step(engine);
}

static void
judge_effort(struct pd_engine *engine)
{
        struct pd_testimony testimony = {
                .hr_bpm = pd_body_hr(&engine->body, engine->now),
                .hr_settled = pd_settling_done(&engine->settling, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .heart_decides = engine->workout.purpose == PD_PURPOSE_RECOVERY,
        };

        pd_effort_judge(&engine->athlete, &testimony, &engine->effort);
}

static void
count_second(struct pd_engine *engine)
{
        const struct pd_step *step = current_step(engine);
        struct pd_tally_second second = {
                .effort = engine->effort,
                .grey = pd_coach_is_grey(step, &engine->effort),
                .hr_bpm = pd_body_hr(&engine->body, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .cadence_spm = pd_body_cadence(&engine->body, engine->now),
                .step = step != NULL ? &engine->progress.step : NULL,
                .in_target = engine->coach.target_state == PD_TARGET_IN || engine->coach.target_state == PD_TARGET_BORDERLINE,
        };

        second.heard = second.hr_bpm != PD_UNKNOWN || second.speed_mm_s != PD_UNKNOWN;
        if (engine->effort.intensity == PD_INTENSITY_REST) /* standing is no moving second */
                return;
        pd_tally_second(&engine->tally, &second);
}

/* Speed has just complied: what the heart shows now is the past. */
static void
watch_compliance(struct pd_engine *engine, int32_t above_before)
{
        if (above_before > 0 && engine->coach.above_s[PD_WITNESS_SPEED] == 0)
                pd_settling_fall(&engine->settling, engine->now);
}

/* One whole second of trace time, while something is counted and moves. */
static void
grid_second(struct pd_engine *engine)
{
        int32_t hr = pd_body_hr(&engine->body, engine->now), above = engine->coach.above_s[PD_WITNESS_SPEED];
        struct pd_coach_view view;
        struct pd_remark remark;

        if (hr != PD_UNKNOWN)
                pd_settling_heart_rate(&engine->settling, engine->now, hr);
        advance_steps(engine);
        judge_effort(engine);
        view = coach_view(engine);
        pd_coach_second(&engine->coach, &view, &remark);
        watch_compliance(engine, above);
        count_second(engine);
        if (remark.any)
                say_remark(engine, &remark);
}

/* ---- time -------------------------------------------------------------- */

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

static pd_usec
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

static pd_usec
deadline_besides_grid(const struct pd_engine *engine)
{
        pd_usec at = pd_session_deadline(&engine->session);

        return earlier(at, earlier(lost_deadline(engine), rest_deadline(engine)));
}

static void
lose_sensors(struct pd_engine *engine)
{
        enum pd_witness gave;
        pd_usec last;

        if (pd_body_lose(&engine->body, engine->now, &gave, &last))
                say_sensor_lost(engine, gave, last);
}

/* Fires what is due now; the order at one instant is fixed. */
static void
fire(struct pd_engine *engine, bool grid)
{
        if (grid && has_grid(engine))
                grid_second(engine);
        if (rest_deadline(engine) <= engine->now)
                advance_steps(engine);
        if (lost_deadline(engine) <= engine->now)
                lose_sensors(engine);
        if (pd_session_deadline(&engine->session) <= engine->now)
                stir(engine, PD_STIR_TIME);
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
static void
arrive(struct pd_engine *engine, pd_usec at)
{
        if (!engine->started) {
                engine->started = true;
                engine->now = at;
                engine->last_live = pd_usec_second(at) - 1;
        }
        if (at < engine->now) {
                engine->late_inputs++;
                at = engine->now;
        }
        run_forward(engine, at);
}

/* Nobody has run for long: what was heard until now is not needed. */
static void
maybe_rearm(struct pd_engine *engine)
{
        if (engine->session.stage == PD_STAGE_ARMED && engine->now - engine->session.since >= REARM_AFTER)
                rearm(engine);
}

/* ---- inputs ------------------------------------------------------------ */

static bool
heart_may_start(const struct pd_athlete *athlete, int32_t hr)
{
        int32_t reserve = athlete->hr_max.value - athlete->hr_rest.value;

        if (athlete->auto_start != PD_AUTO_START_STRAP && athlete->auto_start != PD_AUTO_START_BOTH)
                return false;
        if (hr == PD_UNKNOWN || athlete->hr_max.value == 0 || athlete->hr_rest.value == 0)
                return false;
        return (hr - athlete->hr_rest.value) * 100 >= reserve * HEART_START_PERCENT;
}

/* What a frame means for the session: the pod's word if there is one. */
static enum pd_stir
stir_of(const struct pd_engine *engine, const struct pd_body_news *news)
{
        bool pod_starts = engine->athlete.auto_start == PD_AUTO_START_POD || engine->athlete.auto_start == PD_AUTO_START_BOTH;

        if (news->speed_mm_s != PD_UNKNOWN) {
                enum pd_stir what = pd_session_stir_of_speed(news->speed_mm_s);
                return what == PD_STIR_RUN && !pod_starts && !is_announced(engine) ? PD_STIR_DATA : what;
        }
        if (news->hr_bpm == PD_UNKNOWN || pd_body_speed_newest(&engine->body, engine->now) != PD_UNKNOWN)
                return PD_STIR_DATA;
        return heart_may_start(&engine->athlete, news->hr_bpm) ? PD_STIR_HEART : PD_STIR_KEEP;
}

static void
cover(struct pd_engine *engine, int64_t mm)
{
        const struct pd_step *step = current_step(engine);

        if (!pd_session_counts(&engine->session) || engine->session.stage == PD_STAGE_PAUSED)
                return;
        pd_tally_distance(&engine->tally, mm, step != NULL ? &engine->progress.step : NULL);
        if (pd_progress_distance(&engine->progress, mm))
                next_step(engine);
}

void
pd_engine_feed_samples(struct pd_engine *engine, pd_usec at, unsigned sensor, const struct pd_sample *samples, size_t n_samples)
{
        struct pd_body_news news;

        arrive(engine, at);
        engine->last_input = engine->now;
        if (sensor >= PD_ENGINE_SENSORS_MAX)
                return;
        pd_body_frame(&engine->body, engine->now, sensor, samples, n_samples, &news);
        stir(engine, stir_of(engine, &news));
        if (news.distance_mm != PD_UNKNOWN)
                cover(engine, news.distance_mm);
        tell_live(engine);
        maybe_rearm(engine);
}

static void
command(struct pd_engine *engine, enum pd_command_verb verb)
{
        struct pd_summary summary;

        switch (verb) {
        case PD_COMMAND_START:
                stir(engine, PD_STIR_START);
                return;
        case PD_COMMAND_STOP:
                stir(engine, PD_STIR_STOP);
                return;
        case PD_COMMAND_REPORT:
                if (is_announced(engine))
                        emit_summary(engine, false, &summary);
                return;
        case PD_COMMAND_VERB_COUNT:
                return;
        }
}

/* After a reboot engine time goes on by the wall clock. If that cannot be
 * trusted on both sides, nobody knows how long the gap was. */
static void
wall_clock(struct pd_engine *engine, const struct pd_clock *clock)
{
        bool rebooted = engine->wall_at != PD_NEVER && strcmp(engine->wall.boot_id, clock->boot_id) != 0;
        bool sure = engine->wall.synchronised && clock->synchronised;

        if (rebooted && !sure)
                stir(engine, PD_STIR_LOST_TIME);
        engine->wall = *clock;
        engine->wall_at = engine->now;
}

void
pd_engine_feed(struct pd_engine *engine, const struct pd_input *input)
{
        arrive(engine, input->at);
        switch (input->kind) {
        case PD_INPUT_TICK:
        case PD_INPUT_FRAME: /* comes decoded, as samples */
        case PD_INPUT_LINK:  /* a hint: silence is judged from the frames */
                return;
        case PD_INPUT_COMMAND:
                command(engine, input->command.verb);
                return;
        case PD_INPUT_CLOCK:
                wall_clock(engine, &input->clock);
                return;
        }
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
pd_engine_restate(struct pd_engine *engine)
{
        struct pd_event plan = event_at(engine, PD_EVENT_PLAN, engine->now);
        struct pd_event session = event_at(engine, PD_EVENT_SESSION, engine->now);

        engine->emit(engine->user, &plan);
        session.session_change.state = public_state(engine);
        session.session_change.since_real = real_at(engine, session.session[0] != '\0' ? engine->session.start : engine->now);
        engine->emit(engine->user, &session);
}

/* ---- life -------------------------------------------------------------- */

struct pd_engine *
pd_engine_new(const struct pd_athlete *athlete, const struct pd_workout *workout, pd_event_func emit, void *user)
{
        struct pd_engine *engine = calloc(1, sizeof(*engine));

        if (engine == NULL)
                return NULL;
        engine->athlete = *athlete;
        engine->workout = *workout;
        engine->emit = emit;
        engine->user = user;
        engine->wall_at = PD_NEVER;
        engine->last_lost = PD_NEVER;
        engine->published = PD_SESSION_IDLE;
        forget_all(engine);
        return engine;
}

struct pd_engine *
pd_engine_free(struct pd_engine *engine)
{
        free(engine);
        return NULL;
}

enum pd_session_state
pd_engine_session_state(const struct pd_engine *engine)
{
        return public_state(engine);
}

const char *
pd_engine_session_id(const struct pd_engine *engine)
{
        return engine->session_id;
}

uint64_t
pd_engine_late_inputs(const struct pd_engine *engine)
{
        return engine->late_inputs;
}

pd_usec
pd_engine_now(const struct pd_engine *engine)
{
        return engine->now;
}
