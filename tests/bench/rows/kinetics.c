/* SPDX-License-Identifier: MIT */
/*
 * How the heart follows speed, learnt: of virtual runners, whose kinetics are
 * known, and of recordings, beside the oracle's fits. Those know the gradient
 * and the whole recording; ours see what a pod sees.
 */
#include "bench/row.h"
#include "bench/spread.h"

#include <math.h>
#include <string.h>

#define SESSIONS 5
#define STEADY_SESSIONS 3
#define AFTERWARDS_S (7 * 3600) /* by then a session is over, even of one who went out of earshot */

/* ---- virtual runners --------------------------------------------------------- */

static void
add_repeats(struct course *course, int reps, int32_t on_s, double fast, int32_t off_s)
{
        course_run(course, 720, 2.5);
        for (int i = 0; i < reps; i++) {
                course_run(course, on_s, fast);
                course_run(course, off_s, 2.2);
        }
        course_run(course, 600, 2.5);
}

/* Six 400s, five times three minutes, ten times a minute, in turn. */
static void
intervals(struct course *course, int which)
{
        if (which % 3 == 0)
                add_repeats(course, 6, 95, 3.8, 90);
        else if (which % 3 == 1)
                add_repeats(course, 5, 180, 3.5, 120);
        else
                add_repeats(course, 10, 60, 3.8, 60);
}

static void
steady(struct course *course, int which)
{
        course_run(course, 2700 + 900 * which, 2.3 + 0.2 * which);
}

/* ATHLETE runs the session and is known a little better afterwards. */
static void
train(struct pd_athlete *athlete, struct course *course)
{
        struct trial *trial = trial_new(athlete, NULL);

        trial_course(trial, course);
        trial_tick(trial, course_length(course) + AFTERWARDS_S);
        if (trial->n_summaries > 0)
                athlete->kinetics = trial->summary.kinetics;
        trial_free(trial);
}

/* The runner of SEED on another day: the same body, other noise. */
static void
draw_day(struct course *course, uint64_t seed, int day)
{
        struct course other;

        course_init(course, seed);
        course_init(&other, seed + (uint64_t) (day + 1) * UINT64_C(1000003));
        other.script.body = course->script.body;
        *course = other;
}

struct errors {
        struct spread on, off, gain;
        size_t unlearnt;
};

static void
errors_clear(struct errors *errors)
{
        spread_clear(&errors->on);
        spread_clear(&errors->off);
        spread_clear(&errors->gain);
}

static void
note_errors(struct errors *errors, const struct pd_kinetics *kinetics, const struct pd_virtual_body *body)
{
        if (kinetics->sessions == 0) {
                errors->unlearnt++;
                return;
        }
        spread_add(&errors->on, fabs(kinetics->tau_on_tenths / 10.0 / body->up_s - 1) * 100);
        spread_add(&errors->off, fabs(kinetics->tau_off_tenths / 10.0 / body->down_s - 1) * 100);
        spread_add(&errors->gain, fabs(kinetics->gain_tenths / 10.0 / body->line_slope - 1) * 100);
}

static void
tell_errors(struct table *table, const char *measure, const char *bar, double on, double off, double gain, struct errors *errors)
{
        double by[3] = {spread_median(&errors->on), spread_median(&errors->off), spread_median(&errors->gain)};

        table_bar(table, measure, bar, by[0] <= on && by[1] <= off && by[2] <= gain,
                "%.0f / %.0f / %.0f (95th %.0f / %.0f / %.0f; %zu learnt not)", by[0], by[1], by[2],
                spread_at(&errors->on, 0.95), spread_at(&errors->off, 0.95), spread_at(&errors->gain, 0.95), errors->unlearnt);
        errors_clear(errors);
}

void
row_kinetics_learnt(const struct bench *bench, struct table *table)
{
        struct errors after[SESSIONS] = {0};

        for (size_t i = 0; i < bench->n_seeds; i++) {
                struct pd_athlete athlete;
                struct course course;

                bench_progress(bench, i, bench->n_seeds);
                course_athlete(&athlete);
                for (int day = 0; day < SESSIONS; day++) {
                        draw_day(&course, bench->first_seed + i, day);
                        intervals(&course, day + (int) i);
                        train(&athlete, &course);
                        note_errors(&after[day], &athlete.kinetics, &course.script.body);
                }
        }
        tell_errors(table, "kinetics after 1 interval session: tau up / down / gain off by, median", "≤ 20 / 20 / 15 %", 20, 20, 15,
                &after[0]);
        tell_errors(table, "the same after 3 sessions", "≤ 15 / 15 / 10 %", 15, 15, 10, &after[2]);
        tell_errors(table, "the same after 5 sessions", "≤ 15 / 12 / 10 %", 15, 12, 10, &after[4]);
        errors_clear(&after[1]);
        errors_clear(&after[3]);
}

void
row_kinetics_steady(const struct bench *bench, struct table *table)
{
        size_t learnt = 0, runs = 0;

        for (size_t i = 0; i < bench->n_seeds; i++) {
                bench_progress(bench, i, bench->n_seeds);
                for (int day = 0; day < STEADY_SESSIONS; day++) {
                        struct pd_athlete athlete;
                        struct course course;

                        course_athlete(&athlete);
                        draw_day(&course, bench->first_seed + i, day);
                        steady(&course, day);
                        train(&athlete, &course);
                        learnt += athlete.kinetics.sessions > 0;
                        runs++;
                }
        }
        table_bar(table, "steady runs that teach kinetics", "none", learnt == 0, "%zu of %zu", learnt, runs);
}

/* ---- unusual -------------------------------------------------------------------- */

#define ILL_BPM 15 /* above her own line: a degree of fever adds about 10 */
#define EASY_S 3600

/* When it is told that her heart is unusual, on an easy hour on which it beats ABOVE; SPREAD_NEVER. */
static double
told_at(uint64_t seed, const struct pd_kinetics *kinetics, double above)
{
        struct pd_athlete athlete;
        struct course course;
        struct trial *trial;
        double at = SPREAD_NEVER;

        course_athlete(&athlete);
        athlete.kinetics = *kinetics;
        course_init(&course, seed);
        course.script.body.line_hr += above;
        course_run(&course, EASY_S, course_draw(&course, 0, 2.1, 2.6));
        trial = trial_new(&athlete, NULL);
        trial_course(trial, &course);
        for (size_t i = 0; i < trial->n_alerts && at == SPREAD_NEVER; i++)
                if (trial->alerts[i].type == PD_ALERT_UNUSUAL_HR)
                        at = trial->alerts[i].at_s;
        trial_free(trial);
        return at;
}

/* Percent. */
static double
share_within(const struct spread *spread, double limit)
{
        size_t n = 0;

        for (size_t i = 0; i < spread->n; i++)
                n += spread->values[i] <= limit;
        return 100.0 * (double) n / (double) spread->n;
}

void
row_kinetics_unusual(const struct bench *bench, struct table *table)
{
        const struct pd_kinetics nothing = {.sessions = 0};
        struct spread told = {NULL, 0, 0}, told_unlearnt = {NULL, 0, 0};
        size_t false_alarms = 0, hours = 0;

        for (size_t i = 0; i < bench->n_seeds; i++) {
                uint64_t seed = bench->first_seed + i;
                struct pd_athlete athlete;
                struct course course;

                bench_progress(bench, i, bench->n_seeds);
                course_athlete(&athlete);
                for (int day = 0; day < 3; day++) {
                        draw_day(&course, seed, day);
                        intervals(&course, day);
                        train(&athlete, &course);
                }
                false_alarms += told_at(seed, &nothing, 0) != SPREAD_NEVER;
                false_alarms += told_at(seed, &athlete.kinetics, 0) != SPREAD_NEVER;
                hours += 2;
                spread_add(&told_unlearnt, told_at(seed, &nothing, ILL_BPM) / 60.0);
                spread_add(&told, told_at(seed, &athlete.kinetics, ILL_BPM) / 60);
        }
        table_bar(table, "unusual heart rate on a usual easy hour", "never", false_alarms == 0, "%zu in %zu h", false_alarms, hours);
        table_bar(table, "told of a heart 15 bpm above its line of 3 sessions, median / 90 %", "≤ 15 / ≤ 20 min",
                spread_median(&told) <= 15 && spread_at(&told, 0.9) <= 20, "%.0f / %.0f min", spread_median(&told), spread_at(&told, 0.9));
        table_tell(table, "the same where nothing was learnt: in the first half hour / hour", "%.0f / %.0f %%",
                share_within(&told_unlearnt, 30), share_within(&told_unlearnt, 60));
        spread_clear(&told);
        spread_clear(&told_unlearnt);
}

/* ---- recordings ----------------------------------------------------------------- */

#define WARM_UP_S 300
#define STEADY_CV 0.12 /* of speed: a steady run */

/* Of live: heart rate less what was expected. */
struct residual {
        double sum, squares;
        size_t n;
};

static void
note_residual(void *user, const struct pd_event *event)
{
        struct residual *residual = user;
        double off;

        if (event->kind != PD_EVENT_LIVE || event->t_s < WARM_UP_S || event->live.hr_expected_bpm == PD_UNKNOWN
                || event->live.hr_bpm == PD_UNKNOWN)
                return;
        off = event->live.hr_bpm - event->live.hr_expected_bpm;
        residual->sum += off;
        residual->squares += off * off;
        residual->n++;
}

static double
rmse(const struct residual *residual)
{
        return residual->n > 0 ? sqrt(residual->squares / (double) residual->n) : NAN;
}

/* Somebody of whom nothing is known but KINETICS runs it. */
static void
play(const struct corpus_recording *recording, const struct pd_kinetics *kinetics, struct residual *residual, struct pd_kinetics *ret)
{
        const struct corpus_playing playing = {.heart = true, .speed = true, .rr = true, .each_second = true};
        struct pd_athlete athlete;
        struct trial *trial;

        pd_athlete_init(&athlete, "runner");
        athlete.auto_start = PD_AUTO_START_BOTH;
        athlete.kinetics = *kinetics;
        trial = trial_new(&athlete, NULL);
        trial->also = note_residual;
        trial->also_user = residual;
        corpus_play(recording, &playing, trial);
        trial_tick(trial, recording->samples[recording->n_samples - 1].t_s + AFTERWARDS_S);
        *ret = trial->n_summaries > 0 ? trial->summary.kinetics : *kinetics;
        trial_free(trial);
}

/* The oracle's fits of those that taught something, and ours. */
struct comparison {
        struct spread on[2], off[2], gain[2], drift[2], residual[2];
        /* Sessions of one runner by steps: what the first taught, and how far off the path that it draws the others are. */
        struct pd_kinetics first;
        struct spread foretold;
};

static bool
is_by_steps(const struct corpus_recording *recording)
{
        for (size_t i = 0; i < recording->n_laps; i++)
                if (recording->laps[i].step >= 0)
                        return true;
        return false;
}

static json_t *
oracle_of(json_t *fits, const char *id)
{
        size_t i;
        json_t *fit;

        json_array_foreach(fits, i, fit) {
                const char *name = json_string_value(json_object_get(fit, "id"));

                if (name != NULL && strcmp(name, id) == 0)
                        return fit;
        }
        return NULL;
}

static double
number(json_t *fit, const char *key)
{
        return json_number_value(json_object_get(fit, key));
}

static void
compare(struct comparison *comparison, json_t *fit, const struct pd_kinetics *kinetics, double residual)
{
        spread_add(&comparison->on[0], kinetics->tau_on_tenths / 10.0);
        spread_add(&comparison->off[0], kinetics->tau_off_tenths / 10.0);
        spread_add(&comparison->gain[0], kinetics->gain_tenths / 10.0);
        spread_add(&comparison->drift[0], kinetics->drift_milli / 1000.0);
        spread_add(&comparison->residual[0], residual);
        spread_add(&comparison->on[1], number(fit, "tau_on"));
        spread_add(&comparison->off[1], number(fit, "tau_off"));
        spread_add(&comparison->gain[1], number(fit, "b"));
        spread_add(&comparison->drift[1], number(fit, "drift_bpm_per_min"));
        spread_add(&comparison->residual[1], number(fit, "rmse"));
}

static void
tell_pair(struct table *table, const char *what, struct spread pair[2])
{
        table_tell(table, what, "%.1f [%.1f-%.1f], oracle %.1f [%.1f-%.1f]", spread_median(&pair[0]), spread_at(&pair[0], 0.25),
                spread_at(&pair[0], 0.75), spread_median(&pair[1]), spread_at(&pair[1], 0.25), spread_at(&pair[1], 0.75));
        spread_clear(&pair[0]);
        spread_clear(&pair[1]);
}

static void
foretell(const struct corpus_recording *recording, struct comparison *comparison, const struct pd_kinetics *learnt)
{
        struct residual residual = {0};
        struct pd_kinetics again;

        if (comparison->first.sessions == 0) {
                comparison->first = *learnt;
                return;
        }
        play(recording, &comparison->first, &residual, &again);
        spread_add(&comparison->foretold, rmse(&residual));
}

/* Does it teach? Its own path is compared then, and what it taught. */
static bool
study(const struct corpus_recording *recording, json_t *fit, struct comparison *comparison, struct table *table)
{
        const struct pd_kinetics nothing = {.sessions = 0};
        struct residual unused = {0}, residual = {0};
        struct pd_kinetics learnt, again;

        play(recording, &nothing, &unused, &learnt);
        if (learnt.sessions == 0)
                return false;
        play(recording, &learnt, &residual, &again);
        compare(comparison, fit, &learnt, rmse(&residual));
        if (is_by_steps(recording))
                foretell(recording, comparison, &learnt);
        table_note(table, "  %-40.40s gain %.1f, tau %.0f / %.0f s, off by %.1f bpm", recording->id, learnt.gain_tenths / 10.0,
                learnt.tau_on_tenths / 10.0, learnt.tau_off_tenths / 10.0, rmse(&residual));
        return true;
}

static void
tell_comparison(struct table *table, struct comparison *comparison)
{
        tell_pair(table, "  tau up, s: median [quartiles] of those that teach", comparison->on);
        tell_pair(table, "  tau down, s", comparison->off);
        tell_pair(table, "  gain, bpm per m/s", comparison->gain);
        tell_pair(table, "  drift, bpm/min", comparison->drift);
        tell_pair(table, "  off the path, bpm (RMSE)", comparison->residual);
        if (comparison->foretold.n > 0)
                table_tell(table, "  off the path that another day's session taught, bpm (RMSE)", "%.1f (%zu sessions by steps)",
                        spread_median(&comparison->foretold), comparison->foretold.n);
        spread_clear(&comparison->foretold);
}

void
row_kinetics_corpus(const struct bench *bench, struct table *table)
{
        json_t *fits = corpus_json(bench->corpus, "oracle/hr_kinetics_fits.json");
        struct comparison comparison = {0};
        static const char measure[] = "recordings with speed CV < 0.12 that teach kinetics";
        size_t n = 0, taught = 0, steady = 0, steady_taught = 0;

        table_heading(table, "heart kinetics of the recordings that teach");
        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                struct corpus_recording recording;
                json_t *fit;

                bench_progress(bench, i, corpus_count(bench->corpus));
                if (!corpus_read(bench->corpus, i, &recording))
                        continue;
                fit = oracle_of(fits, recording.id);
                if (fit != NULL && recording.n_samples > 0) {
                        bool teaches = study(&recording, fit, &comparison, table);
                        n++;
                        taught += teaches;
                        steady += recording.speed_cv < STEADY_CV;
                        steady_taught += teaches && recording.speed_cv < STEADY_CV;
                }
                corpus_recording_clear(&recording);
        }
        if (steady == 0)
                table_skip(table, measure, "none of them has a fit in oracle/hr_kinetics_fits.json");
        else
                table_bar(table, measure, "none", steady_taught == 0, "%zu of %zu; %zu of %zu in all teach", steady_taught, steady,
                        taught, n);
        if (taught > 0)
                tell_comparison(table, &comparison);
        json_decref(fits);
}
