/* SPDX-License-Identifier: MIT */
/*
 * One athlete's engine: what it is fed, and what it makes of each second.
 *
 *   feed(at) ─▶ deadlines up to `at`, each at its own instant ─▶ the input ─▶ live
 */
#include "core/engine/engine.h"

#include "core/engine/voice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Armed for so long without a run: begin anew, so that a trace's pre-roll
 * has an end. */
#define REARM_AFTER (5 * PD_MINUTE)

/* A power cut takes the trace's last seconds, whose events may have been
 * told: after a reboot their numbers are not given again. More than are
 * said within a journal's interval. */
#define SEQUENCE_LEAP 1000

/* Faster than this, in thousandths of a bpm a minute, or at a rising speed, it
 * is no drift: in 70 fits on real runs 0.2 bpm/min was the median, 0.3 the
 * upper quartile. */
#define DRIFT_MOST 300
#define DRIFT_SPEED_PERCENT 2

/* A session by heart rate alone: from 30 % of the heart-rate reserve up. */
#define HEART_START_PERCENT 30

/* ---- the grid ---------------------------------------------------------- */

static void
judge_effort(struct pd_engine *engine)
{
        const struct pd_step *step = pd_engine_step(engine);
        struct pd_testimony testimony = {
                .hr_bpm = pd_body_hr_mean(&engine->body, engine->now),
                .hr_newest_bpm = pd_body_hr(&engine->body, engine->now),
                .hr_settled = pd_settling_done(&engine->settling, engine->now) && !pd_slowing_heart_falls(&engine->slowing),
                .dfa_a1_milli = pd_alpha1_milli(&engine->alpha1, engine->now),
                .hr_sd_tenths = engine->expected.kinetics.sd_tenths,
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .speed_newest_mm_s = pd_body_speed_newest(&engine->body, engine->now),
                .power_w = pd_body_power(&engine->body, engine->now),
                .power_newest_w = pd_body_power_newest(&engine->body, engine->now),
                .trend = &engine->trend,
                .heart_decides = engine->workout.purpose == PD_PURPOSE_RECOVERY,
                .uphill = step != NULL && step->hills,
                .pressing = pd_trend_hr_climbs(&engine->trend, DRIFT_MOST) || pd_trend_speed_rises(&engine->trend, DRIFT_SPEED_PERCENT),
        };

        pd_trend_second(&engine->trend, pd_body_hr_tenths(&engine->body, engine->now), testimony.speed_mm_s);
        pd_course_second(&engine->course, testimony.hr_newest_bpm, testimony.hr_settled);
        pd_alpha1_second(&engine->alpha1, &engine->body.beats, engine->now);

        engine->effort_before = engine->effort;
        pd_effort_second(&engine->effort_past, &engine->athlete, &testimony, &engine->effort);
}

static void
count_second(struct pd_engine *engine)
{
        const struct pd_step *step = pd_engine_step(engine);
        int32_t newest = pd_body_speed_newest(&engine->body, engine->now);
        struct pd_tally_second second = {
                .effort = engine->effort,
                .grey = pd_coach_is_grey(&engine->athlete, step, &engine->effort, engine->coach.target_state),
                .hr_bpm = pd_body_hr(&engine->body, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .power_w = pd_body_power(&engine->body, engine->now),
                .cadence_spm = pd_body_cadence(&engine->body, engine->now),
                .step = step != NULL ? engine->progress.step : PD_TALLY_NO_STEP,
                .in_target = step != NULL && pd_coach_is_on_target(step, engine->coach.target_state),
        };

        second.heard = second.hr_bpm != PD_UNKNOWN || second.speed_mm_s != PD_UNKNOWN;
        if (newest != PD_UNKNOWN && pd_session_stir_of_speed(newest) == PD_STIR_STILL) /* standing is no moving second */
                return;
        pd_tally_second(&engine->tally, &second);
}

static void
prove_second(struct pd_engine *engine, int32_t hr)
{
        const struct pd_proving_second second = {
                .at = engine->now,
                .hr_bpm = hr,
                .hr_mean_bpm = pd_body_hr_mean(&engine->body, engine->now),
                .speed_mm_s = pd_body_speed_newest(&engine->body, engine->now),
                .step = engine->progress.step,
        };

        if (hr != PD_UNKNOWN)
                pd_highest_add(&engine->highest, engine->now, hr);
        pd_proving_second(&engine->proving, &second);
        if (engine->alpha1.at == engine->now && engine->alpha1.milli != PD_UNKNOWN)
                pd_ramp_add(&engine->proving.ramp, engine->now, (engine->alpha1.hr_tenths + 5) / 10, engine->alpha1.milli);
}

/* One whole second of trace time, while something is counted and moves. */
void
pd_engine_second(struct pd_engine *engine)
{
        int32_t hr = pd_body_hr(&engine->body, engine->now);
        struct pd_coach_view view;
        struct pd_rep_second rep;
        struct pd_remark remark;

        if (hr != PD_UNKNOWN)
                pd_settling_heart_rate(&engine->settling, engine->now, hr);
        pd_slowing_second(&engine->slowing, pd_body_speed(&engine->body, engine->now), hr);
        pd_engine_advance_steps(engine, false);
        pd_engine_heart_second(engine);
        judge_effort(engine);
        view = pd_engine_view(engine);
        pd_coach_second(&engine->coach, &view, &remark);
        count_second(engine);
        pd_coach_rep_second(&engine->coach, &view, &rep);
        pd_reps_second(&engine->reps, &rep);
        prove_second(engine, hr);
        if (remark.any)
                pd_voice_remark(engine, &remark);
        pd_engine_judge_rep(engine, NULL);
        pd_engine_say_enough(engine);
        pd_engine_tell_doubts(engine);
}

/* Nobody has run for long: what was heard until now is not needed. */
static void
maybe_rearm(struct pd_engine *engine)
{
        if (engine->session.stage == PD_STAGE_ARMED && engine->now - engine->session.since >= REARM_AFTER)
                pd_engine_start_over(engine);
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

/* What a frame means for the session: the pod's word if there is one, and if
 * the pod may begin what has not begun. */
static enum pd_stir
stir_of(const struct pd_engine *engine, const struct pd_body_news *news)
{
        bool pod_starts = engine->athlete.auto_start == PD_AUTO_START_POD || engine->athlete.auto_start == PD_AUTO_START_BOTH;
        bool pod_decides = pod_starts || pd_engine_is_announced(engine);

        if (news->going && pd_engine_is_announced(engine) && pd_body_speed_newest(&engine->body, engine->now) == PD_UNKNOWN)
                return PD_STIR_KEEP;
        if (news->speed_mm_s != PD_UNKNOWN) {
                enum pd_stir what = pd_session_stir_of_speed(news->speed_mm_s);
                return what == PD_STIR_RUN && !pod_starts && !pd_engine_is_announced(engine) ? PD_STIR_DATA : what;
        }
        if (news->hr_bpm == PD_UNKNOWN || (pod_decides && pd_body_speed_newest(&engine->body, engine->now) != PD_UNKNOWN))
                return PD_STIR_DATA;
        return heart_may_start(&engine->athlete, news->hr_bpm) ? PD_STIR_HEART : PD_STIR_KEEP;
}

static void
cover(struct pd_engine *engine, int64_t mm)
{
        const struct pd_step *step = pd_engine_step(engine);

        if (!pd_session_counts(&engine->session) || engine->session.stage == PD_STAGE_PAUSED)
                return;
        if (engine->returned)
                pd_tally_unheard(&engine->tally, mm);
        else
                pd_tally_distance(&engine->tally, mm, step != NULL ? engine->progress.step : PD_TALLY_NO_STEP);
        engine->returned = false;
        if (!pd_progress_distance(&engine->progress, mm))
                return;
        engine->progress_at = engine->now; /* a step by time begins here, not on the grid */
        pd_engine_next_step(engine);
}

void
pd_engine_feed_samples(struct pd_engine *engine, pd_usec at, unsigned sensor, const struct pd_sample *samples, size_t n_samples)
{
        struct pd_hearing before;
        struct pd_body_news news;
        enum pd_stir what;

        pd_engine_arrive(engine, at);
        engine->last_input = engine->now;
        if (sensor >= PD_ENGINE_SENSORS_MAX)
                return;
        before = engine->body.hearing[sensor];
        pd_body_frame(&engine->body, engine->now, sensor, samples, n_samples, &news);
        pd_engine_tell_loss(engine, before.lost);
        if (before.lost && !engine->body.hearing[sensor].lost)
                pd_voice_sensor_back(engine, engine->body.gives[sensor], before.last);
        if (engine->doubt_since != PD_NEVER) /* this session's, or already another's? */
                return;
        what = stir_of(engine, &news);
        pd_engine_stir(engine, pd_engine_is_spent(engine, what) ? PD_STIR_DATA : what);
        if (engine->session.last_movement == engine->now)
                pd_tally_moved(&engine->tally);
        if (news.distance_mm != PD_UNKNOWN)
                cover(engine, news.distance_mm);
        pd_voice_live(engine);
        maybe_rearm(engine);
}

/* After a reboot engine time goes on by the wall clock. If that cannot be
 * trusted on both sides, nobody knows how long the gap was. A clock that could
 * be believed before may be so again in a moment: until then she is away. */
static void
reboot(struct pd_engine *engine, const struct pd_clock *clock)
{
        if (engine->session_id[0] != '\0')
                engine->sequence += SEQUENCE_LEAP;
        if (engine->wall.synchronised && clock->synchronised)
                return;
        if (!engine->wall.synchronised || !pd_engine_is_announced(engine)) {
                pd_engine_lose_time(engine);
                return;
        }
        engine->doubt_since = engine->now;
        pd_engine_stir(engine, PD_STIR_SILENT);
}

static void
wall_clock(struct pd_engine *engine, const struct pd_clock *clock)
{
        bool rebooted = engine->wall_at != PD_NEVER && strcmp(engine->wall.boot_id, clock->boot_id) != 0;

        if (rebooted)
                reboot(engine, clock);
        else if (clock->synchronised)
                engine->doubt_since = PD_NEVER;
        /* This is how we start: it was not she who was out of earshot. */
        if (engine->session.stage == PD_STAGE_AWAY && engine->now - engine->session.last_movement >= PD_SESSION_END_AFTER)
                pd_engine_stir(engine, PD_STIR_LOST_TIME);
        memset(engine->lost_told, 0, sizeof(engine->lost_told)); /* after a start it was we who were deaf */
        engine->wall = *clock;
        engine->wall_at = engine->now;
}

void
pd_engine_feed(struct pd_engine *engine, const struct pd_input *input)
{
        if (input->kind == PD_INPUT_TICK && engine->started && input->at <= engine->now)
                return;
        pd_engine_arrive(engine, input->at);
        switch (input->kind) {
        case PD_INPUT_TICK:
        case PD_INPUT_FRAME: /* comes decoded, as samples */
        case PD_INPUT_LINK:  /* a hint: silence is judged from the frames */
                return;
        case PD_INPUT_COMMAND:
                pd_engine_obey(engine, &input->command);
                return;
        case PD_INPUT_CLOCK:
                wall_clock(engine, &input->clock);
                return;
        }
}

int
pd_engine_change(struct pd_engine *engine, const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        if (pd_session_counts(&engine->session))
                return -EBUSY;
        engine->athlete = *athlete;
        engine->workout = *workout;
        return 0;
}

int
pd_engine_rearm(struct pd_engine *engine)
{
        if (pd_session_counts(&engine->session))
                return -EBUSY;
        pd_engine_start_over(engine);
        return 0;
}

void
pd_engine_restate(struct pd_engine *engine)
{
        pd_voice_restate(engine);
}

/* ---- life -------------------------------------------------------------- */

_Static_assert(sizeof(struct pd_engine) <= 64 * 1024, "an athlete takes 64 KiB at most");

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
        engine->spent_until = PD_NEVER;
        engine->published = PD_SESSION_IDLE;
        engine->published_at = PD_NEVER;
        pd_engine_forget_all(engine);
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
        return pd_voice_public_state(engine);
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
