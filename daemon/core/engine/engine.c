/* SPDX-License-Identifier: MIT */
/*
 * One athlete's engine: time runs forward here and nowhere else.
 *
 *   feed(at) ─▶ deadlines up to `at`, each at its own instant ─▶ the input ─▶ live
 */
#include "core/engine/engine.h"

#include "core/engine/voice.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* While sensors speak every second, the grid is served by their frames; the
 * engine asks to be woken only if they miss this. */
#define GRID_PATIENCE (3 * PD_SEC)

/* Armed for so long without a run: begin anew, so that a trace's pre-roll
 * has an end. */
#define REARM_AFTER (5 * PD_MINUTE)

/* Whoever was armed when all began anew, and is silent since, is not. */
#define WITHDRAW_AFTER (60 * PD_SEC)

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

#define SPENT_FOR (10 * PD_MINUTE)

/* ---- the session ------------------------------------------------------- */

static void
begin_rep(struct pd_engine *engine, pd_usec at)
{
        const struct pd_step *step = pd_progress_step(&engine->progress);

        if (step != NULL)
                pd_reps_begin(&engine->reps, step, engine->progress.step, at);
}

static void
begin_count(struct pd_engine *engine)
{
        pd_usec start = engine->session.start;

        pd_coach_init(&engine->coach);
        pd_tally_init(&engine->tally);
        pd_trend_init(&engine->trend);
        pd_course_init(&engine->course);
        pd_progress_begin(&engine->progress, &engine->workout);
        engine->progress.no_pod = engine->body.pod < 0;
        pd_reps_init(&engine->reps, &engine->workout);
        pd_highest_init(&engine->highest);
        engine->gentle_said = 0;
        engine->pushed = engine->enough_said = false;
        begin_rep(engine, start);
        pd_settling_rise(&engine->settling, start);
        engine->progress_at = start;
        engine->sequence = 0;
        engine->muted = false;
        engine->stop_reason = PD_STOP_DONE;
        engine->rpe = PD_UNKNOWN;
        engine->note[0] = '\0';
        engine->last_lost = PD_NEVER;
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

static void
forget_all(struct pd_engine *engine)
{
        if (engine->freed)
                engine->workout = engine->planned;
        engine->freed = engine->muted = false;
        engine->doubt_since = PD_NEVER;
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
        forget_all(engine);
        engine->rearmed_at = engine->now;
        pd_voice_rearmed(engine);
}

static void
end_session(struct pd_engine *engine)
{
        bool discarded = engine->discarded || pd_session_too_short(&engine->session, pd_tally_mileage(&engine->tally));

        engine->stopped_at = engine->session.stopped ? engine->now : PD_NEVER;
        engine->discarded = false;
        if (!discarded) {
                pd_voice_summary(engine, true);
                pd_voice_afterwards(engine);
        }
        pd_voice_live_over(engine);
        pd_voice_session(engine, PD_SESSION_IDLE, discarded);
        rearm(engine);
}

static struct pd_coach_view
coach_view(const struct pd_engine *engine)
{
        return (struct pd_coach_view) {
                .now = engine->now,
                .start = engine->session.start,
                .purpose = engine->workout.purpose,
                .step = pd_engine_step(engine),
                .athlete = &engine->athlete,
                .effort = engine->effort,
                .hr_bpm = pd_body_hr_mean(&engine->body, engine->now),
                .hr_newest_bpm = pd_body_hr(&engine->body, engine->now),
                .hr_long_bpm = pd_course_mean(&engine->course),
                .hr_trend_bpm = pd_trend_hr_mean(&engine->trend),
                .hr_settled = pd_settling_done(&engine->settling, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .speed_newest_mm_s = pd_body_speed_newest(&engine->body, engine->now),
                .speed_newest_at = engine->body.pod_at,
                .heart_silent = engine->body.strap >= 0 && pd_body_hr(&engine->body, engine->now) == PD_UNKNOWN,
                .quiet = engine->session.stage != PD_STAGE_RUNNING || pd_engine_is_muted(engine),
                .enough = engine->reps.failed >= PD_REPS_ENOUGH,
                .learning = pd_athlete_is_learning(&engine->athlete),
                .beginning = pd_progress_is_beginning(&engine->progress),
        };
}

/* ---- steps -------------------------------------------------------------- */

/* Somebody runs, and is to be spoken to. */
static bool
may_speak(const struct pd_engine *engine)
{
        return engine->session.stage == PD_STAGE_RUNNING && !pd_engine_is_muted(engine);
}

static void
say_of_reps(struct pd_engine *engine, enum pd_cue cue, int32_t peak_bpm)
{
        struct pd_cue_values values = PD_NO_VALUES;

        values.number = engine->reps.done + engine->reps.failed;
        values.bpm = peak_bpm;
        engine->coach.alerts++;
        engine->gentle_said++;
        pd_voice_cue(engine, cue, &values);
}

/* Too many have failed: said once, and when she runs again. */
static void
say_enough(struct pd_engine *engine)
{
        if (engine->enough_said || !engine->pushed || engine->reps.failed < PD_REPS_ENOUGH || !may_speak(engine))
                return;
        engine->enough_said = true;
        say_of_reps(engine, PD_CUE_ENOUGH, PD_UNKNOWN);
}

static bool
may_ask_for_more(const struct pd_engine *engine)
{
        const struct pd_coach_view view = coach_view(engine);

        return pd_coach_may_push(&view) && may_speak(engine);
}

/* The rep that begins now; NULL: it is none. */
static const struct pd_step *
next_rep(const struct pd_engine *engine)
{
        const struct pd_step *step = pd_progress_step(&engine->progress);

        return step != NULL && step->key ? step : NULL;
}

/* A rep without a floor (a run between walks) can fail, but nobody is pushed;
 * nor is who is still being got to know, or not well, nor anybody within the
 * NEXT one (NULL: none begins now). */
static void
judge_rep(struct pd_engine *engine, const struct pd_step *next)
{
        const struct pd_step *step = engine->reps.step;
        size_t index = engine->reps.index;

        switch (pd_reps_due(&engine->reps, engine->now, next)) {
        case PD_REP_NONE:
        case PD_REP_UNTOLD:
                return;
        case PD_REP_DONE:
                engine->coach.heeded += engine->gentle_said;
                engine->gentle_said = 0;
                return;
        case PD_REP_FAILED:
                if (pd_athlete_is_learning(&engine->athlete) || pd_athlete_is_unwell(&engine->athlete))
                        return;
                engine->pushed = engine->pushed || step->hr.low != 0 || step->speed.low != 0;
                if (step->hills && next == NULL && may_ask_for_more(engine))
                        say_of_reps(engine, PD_CUE_HILL_TOO_GENTLE, engine->reps.reps[index].peak_bpm);
                return;
        }
}

/* After enough reps have failed nobody is asked for another one. */
static bool
is_worth_a_cue(const struct pd_engine *engine)
{
        return pd_engine_is_announced(engine) && !(engine->pushed && engine->reps.failed >= PD_REPS_ENOUGH);
}

void
pd_engine_next_step(struct pd_engine *engine)
{
        pd_coach_forget(&engine->coach);
        judge_rep(engine, NULL);
        pd_reps_end(&engine->reps, engine->now);
        judge_rep(engine, next_rep(engine));
        begin_rep(engine, engine->now);
        pd_settling_rise(&engine->settling, engine->now);
        if (is_worth_a_cue(engine))
                pd_voice_step(engine);
}

/* Counts the time since the steps were last counted, spent running or PAUSED. */
static void
advance_steps(struct pd_engine *engine, bool paused)
{
        pd_usec span = engine->now - engine->progress_at;

        engine->progress_at = engine->now;
        if (pd_progress_time(&engine->progress, span, paused))
                pd_engine_next_step(engine);
}

/* ---- the session, performed --------------------------------------------- */

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
                rearm(engine);
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
                begin_count(engine);
                announce(engine);
                return;
        case PD_ACT_PAUSE:
                advance_steps(engine, false);
                pd_coach_forget(&engine->coach);
                pd_voice_session_changed(engine);
                return;
        case PD_ACT_RESUME:
                advance_steps(engine, true);
                pd_settling_rise(&engine->settling, engine->now);
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
                pd_settling_rise(&engine->settling, engine->now);
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

/* ---- the grid ---------------------------------------------------------- */

static void
judge_effort(struct pd_engine *engine)
{
        const struct pd_step *step = pd_engine_step(engine);
        struct pd_testimony testimony = {
                .hr_bpm = pd_body_hr_mean(&engine->body, engine->now),
                .hr_settled = pd_settling_done(&engine->settling, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .trend = &engine->trend,
                .heart_decides = engine->workout.purpose == PD_PURPOSE_RECOVERY || (step != NULL && step->hills),
                .pressing = pd_trend_hr_climbs(&engine->trend, DRIFT_MOST) || pd_trend_speed_rises(&engine->trend, DRIFT_SPEED_PERCENT),
        };

        pd_trend_second(&engine->trend, pd_body_hr_tenths(&engine->body, engine->now), testimony.speed_mm_s);
        pd_course_second(&engine->course, pd_body_hr(&engine->body, engine->now), testimony.hr_settled);

        pd_effort_judge(&engine->athlete, &testimony, &engine->effort);
}

static void
count_second(struct pd_engine *engine)
{
        const struct pd_step *step = pd_engine_step(engine);
        int32_t newest = pd_body_speed_newest(&engine->body, engine->now);
        struct pd_tally_second second = {
                .effort = engine->effort,
                .grey = pd_coach_is_grey(step, &engine->effort, engine->coach.target_state),
                .hr_bpm = pd_body_hr(&engine->body, engine->now),
                .speed_mm_s = pd_body_speed(&engine->body, engine->now),
                .cadence_spm = pd_body_cadence(&engine->body, engine->now),
                .step = step != NULL ? engine->progress.step : PD_TALLY_NO_STEP,
                .in_target = engine->coach.target_state == PD_TARGET_IN || engine->coach.target_state == PD_TARGET_BORDERLINE,
        };

        second.heard = second.hr_bpm != PD_UNKNOWN || second.speed_mm_s != PD_UNKNOWN;
        if (newest != PD_UNKNOWN && pd_session_stir_of_speed(newest) == PD_STIR_STILL) /* standing is no moving second */
                return;
        pd_tally_second(&engine->tally, &second);
}

/* One whole second of trace time, while something is counted and moves. */
static void
grid_second(struct pd_engine *engine)
{
        int32_t hr = pd_body_hr(&engine->body, engine->now);
        struct pd_coach_view view;
        struct pd_rep_second rep;
        struct pd_remark remark;

        if (hr != PD_UNKNOWN)
                pd_settling_heart_rate(&engine->settling, engine->now, hr);
        advance_steps(engine, false);
        judge_effort(engine);
        view = coach_view(engine);
        pd_coach_second(&engine->coach, &view, &remark);
        if (engine->coach.complied) /* what the heart shows now is the past */
                pd_settling_fall(&engine->settling, engine->now);
        count_second(engine);
        pd_coach_rep_second(&engine->coach, &view, &rep);
        pd_reps_second(&engine->reps, &rep);
        if (hr != PD_UNKNOWN)
                pd_highest_add(&engine->highest, engine->now, hr);
        if (remark.any)
                pd_voice_remark(engine, &remark);
        judge_rep(engine, NULL);
        say_enough(engine);
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
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

static pd_usec
deadline_besides_grid(const struct pd_engine *engine)
{
        pd_usec session = earlier(pd_session_deadline(&engine->session), withdraw_deadline(engine));
        pd_usec step = earlier(rest_deadline(engine), doubt_deadline(engine));

        return earlier(session, earlier(lost_deadline(engine), step));
}

static void
lose_time(struct pd_engine *engine)
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
static void
tell_loss(struct pd_engine *engine, bool itself)
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
                grid_second(engine);
        if (rest_deadline(engine) <= engine->now)
                advance_steps(engine, true);
        if (lost_deadline(engine) <= engine->now)
                lose_sensors(engine);
        if (doubt_deadline(engine) <= engine->now)
                lose_time(engine);
        if (pd_session_deadline(&engine->session) <= engine->now)
                pd_engine_stir(engine, PD_STIR_TIME);
        if (withdraw_deadline(engine) <= engine->now)
                pd_voice_session_changed(engine);
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

/* Whoever pressed stop and walks on home begins no new session, until she has
 * stood still, or some time has passed. */
static bool
is_spent(struct pd_engine *engine, enum pd_stir what)
{
        if (engine->stopped_at == PD_NEVER)
                return false;
        if (what == PD_STIR_STILL || engine->now - engine->stopped_at >= SPENT_FOR)
                engine->stopped_at = PD_NEVER;
        return engine->stopped_at != PD_NEVER && (what == PD_STIR_RUN || what == PD_STIR_HEART);
}

/* What a frame means for the session: the pod's word if there is one, and if
 * the pod may begin what has not begun. */
static enum pd_stir
stir_of(const struct pd_engine *engine, const struct pd_body_news *news)
{
        bool pod_starts = engine->athlete.auto_start == PD_AUTO_START_POD || engine->athlete.auto_start == PD_AUTO_START_BOTH;
        bool pod_decides = pod_starts || pd_engine_is_announced(engine);

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

        arrive(engine, at);
        engine->last_input = engine->now;
        if (sensor >= PD_ENGINE_SENSORS_MAX)
                return;
        before = engine->body.hearing[sensor];
        pd_body_frame(&engine->body, engine->now, sensor, samples, n_samples, &news);
        tell_loss(engine, before.lost);
        if (before.lost && !engine->body.hearing[sensor].lost)
                pd_voice_sensor_back(engine, engine->body.gives[sensor], before.last);
        if (engine->doubt_since != PD_NEVER) /* this session's, or already another's? */
                return;
        what = stir_of(engine, &news);
        pd_engine_stir(engine, is_spent(engine, what) ? PD_STIR_DATA : what);
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
                lose_time(engine);
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
        arrive(engine, input->at);
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
        rearm(engine);
        return 0;
}

void
pd_engine_restate(struct pd_engine *engine)
{
        pd_voice_restate(engine);
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
        engine->stopped_at = PD_NEVER;
        engine->published = PD_SESSION_IDLE;
        engine->published_at = PD_NEVER;
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
