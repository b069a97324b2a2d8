/* SPDX-License-Identifier: MIT */
/*
 * A heart-rate ceiling on every real steady run of 30 min to 4 h, at its own
 * 70th percentile: the coach as it is, beside rules of dwell and hysteresis.
 */
#include "bench/ceiling.h"
#include "bench/row.h"

#include "core/coach/heart_case.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define PERCENT 70
#define SHORTEST_S (30 * 60)
#define LONGEST_S (4 * 60 * 60)
#define RUNS_MAX 512
#define BELOW_BPM 3 /* tell_below() */

/* The bar: so many reported, so late in the middle and at the tail, so seldom on after it is over. */
#define REPORTED 95.0
#define MIDDLE_S 16.0
#define TAIL_S 45.0
#define STANDING 5.0
#define SHARE_OF_BEST (2.0 / 3.0)

struct runs {
        size_t n;
        struct ceiling_run runs[RUNS_MAX];
        size_t recording[RUNS_MAX]; /* which of the corpus it is */
        bool *stands; /* as long as the longest of them */
};

static bool
is_meant(const struct corpus_recording *recording)
{
        double length = recording->n_samples > 0 ? recording->samples[recording->n_samples - 1].t_s : 0;

        return corpus_is(recording, "steady") && length >= SHORTEST_S && length <= LONGEST_S;
}

static bool
is_quick(struct ceiling_score *score)
{
        return ceiling_score_reported(score) >= REPORTED && spread_median(&score->delays) <= MIDDLE_S
                && spread_at(&score->delays, 0.95) <= TAIL_S;
}

/* ---- the coach ------------------------------------------------------------ */

/* The step: her heart no higher than CEILING. */
static struct trial *
play(const struct corpus_recording *recording, int32_t ceiling_bpm, bool speed)
{
        struct corpus_playing playing = {.heart = true, .speed = speed, .each_second = true};
        struct pd_command start = {.verb = PD_COMMAND_START};
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct trial *trial;

        course_athlete(&athlete);
        athlete.lt1_hr.value = ceiling_bpm;
        athlete.lt2_hr.value = ceiling_bpm + 16;
        athlete.hr_max.value = ceiling_bpm + 34;
        trial_workout(&workout, PD_PURPOSE_EASY, PD_INTENSITY_EASY, &athlete);
        workout.steps[0].target = (struct pd_target) {PD_REFERENCE_BPM, 0, ceiling_bpm};
        pd_workout_resolve(&workout, &athlete);
        trial = trial_new(&athlete, &workout);
        trial_command(trial, 0, &start);
        corpus_play(recording, &playing, trial);
        return trial;
}

/* Once paused, nobody is accused: live is silent then. */
static bool
is_live(const struct trial *trial, size_t *live, double at_s)
{
        while (*live < trial->n_lives && trial->lives[*live].at_s <= at_s)
                (*live)++;
        return *live > 0 && at_s - trial->lives[*live - 1].at_s <= 2;
}

/* From its first alert to the all-clear. */
static void
coach_stands(const struct trial *trial, const struct ceiling_run *run, bool *ret_stands, struct ceiling_score *score)
{
        bool stands = false;
        size_t next = 0, live = 0;

        for (size_t t = 0; t < run->n; t++) {
                stands = stands && is_live(trial, &live, (double) t);
                for (; next < trial->n_alerts && trial->alerts[next].at_s <= (double) t; next++) {
                        if (trial_is_accusation(trial->alerts[next].type)) {
                                score->repeats += stands && t >= CEILING_FROM_S;
                                stands = true;
                        } else if (trial->alerts[next].type == PD_ALERT_BACK_ON_TARGET) {
                                stands = false;
                        }
                }
                ret_stands[t] = stands;
        }
}

static void
score_coach(const struct bench *bench, struct runs *runs, bool speed, struct ceiling_score *ret)
{
        *ret = (struct ceiling_score) {.firsts = 0};
        for (size_t i = 0; i < runs->n; i++) {
                struct corpus_recording recording;
                struct trial *trial;

                bench_progress(bench, i, runs->n);
                if (!corpus_read(bench->corpus, runs->recording[i], &recording))
                        continue;
                trial = play(&recording, runs->runs[i].ceiling_bpm, speed);
                coach_stands(trial, &runs->runs[i], runs->stands, ret);
                ceiling_score_add(ret, &runs->runs[i], runs->stands);
                trial_free(trial);
                corpus_recording_clear(&recording);
        }
}

/* ---- others ---------------------------------------------------------------- */

static void
score_dwell(struct runs *runs, const struct ceiling_dwell *dwell, struct ceiling_score *ret)
{
        *ret = (struct ceiling_score) {.firsts = 0};
        for (size_t i = 0; i < runs->n; i++) {
                ceiling_dwell_stands(&runs->runs[i], dwell, runs->stands);
                ceiling_score_add(ret, &runs->runs[i], runs->stands);
        }
}

static void
score_runnerup(struct runs *runs, struct ceiling_score *ret)
{
        *ret = (struct ceiling_score) {.firsts = 0};
        for (size_t i = 0; i < runs->n; i++) {
                ceiling_runnerup_stands(&runs->runs[i], runs->stands);
                ceiling_score_add(ret, &runs->runs[i], runs->stands);
        }
}

static void
score_case(struct runs *runs, int32_t patience, struct ceiling_score *ret)
{
        *ret = (struct ceiling_score) {.firsts = 0};
        for (size_t i = 0; i < runs->n; i++) {
                ceiling_case_stands(&runs->runs[i], patience, true, runs->stands);
                ceiling_score_add(ret, &runs->runs[i], runs->stands);
        }
}

static void
try_dwell(struct runs *runs, const struct ceiling_dwell *dwell, double *best, struct ceiling_dwell *ret)
{
        struct ceiling_score score;

        score_dwell(runs, dwell, &score);
        if (is_quick(&score) && ceiling_score_wrong(&score) < *best) {
                *best = ceiling_score_wrong(&score);
                *ret = *dwell;
        }
        ceiling_score_clear(&score);
}

/* The least wrong of those that are as quick as asked: back by as much below
 * the ceiling, at once or for as long, or back at the ceiling itself. */
static double
best_dwell(struct runs *runs, struct ceiling_dwell *ret)
{
        double best = INFINITY;

        for (int32_t above = 0; above <= 4; above++)
                for (int32_t seconds = 1; seconds <= 45; seconds++) {
                        try_dwell(runs, &(struct ceiling_dwell) {above, seconds, -above, 1}, &best, ret);
                        try_dwell(runs, &(struct ceiling_dwell) {above, seconds, -above, seconds}, &best, ret);
                        try_dwell(runs, &(struct ceiling_dwell) {above, seconds, 0, seconds}, &best, ret);
                }
        return best;
}

/* ---- what is told ----------------------------------------------------------- */

static void
tell(struct table *table, const char *name, struct ceiling_score *score)
{
        table_note(table, "  %-44s %6.1f %% %6.1f %% %5.0f /%4.0f s %6.1f %% %6zu %8zu", name, ceiling_score_wrong(score),
                ceiling_score_reported(score), spread_median(&score->delays), spread_at(&score->delays, 0.95),
                ceiling_score_standing(score), score->firsts, score->repeats);
        ceiling_score_clear(score);
}

static void
tell_others(struct table *table, struct runs *runs, double best, const struct ceiling_dwell *best_rule)
{
        static const struct {
                const char *name;
                struct ceiling_dwell dwell;
        } rules[] = {
                {"raw crossing", {0, 1, 0, 1}},
                {"10 s + 2 bpm", {2, 10, -2, 10}},
                {"30 s + 1 bpm", {1, 30, -1, 30}},
        };
        struct ceiling_score score;
        char name[64];

        for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
                score_dwell(runs, &rules[i].dwell, &score);
                tell(table, rules[i].name, &score);
        }
        score_runnerup(runs, &score);
        tell(table, "RunnerUp: mean of 20 s, trimmed", &score);
        if (isinf(best))
                return;
        score_dwell(runs, best_rule, &score);
        snprintf(name, sizeof(name), "the best: %d s + %d bpm, back %+d for %d s", best_rule->above_s, best_rule->above_bpm,
                best_rule->back_bpm, best_rule->back_s);
        tell(table, name, &score);
}

static void
tell_curve(struct table *table, struct runs *runs)
{
        for (int32_t patience = 100; patience <= 220; patience += 10) {
                struct ceiling_score score;
                char name[64];

                score_case(runs, patience, &score);
                snprintf(name, sizeof(name), "the heart's case, patience %.1f s", patience / 10.0);
                tell(table, name, &score);
        }
}

/* ---- the row ---------------------------------------------------------------- */

static void
runs_read(const struct bench *bench, struct runs *runs, int percent)
{
        size_t longest = 0;

        runs->n = 0;
        for (size_t i = 0; i < corpus_count(bench->corpus) && runs->n < RUNS_MAX; i++) {
                struct corpus_recording recording;

                if (!corpus_read(bench->corpus, i, &recording))
                        continue;
                if (is_meant(&recording) && ceiling_run_init(&runs->runs[runs->n], &recording, percent)) {
                        longest = runs->runs[runs->n].n > longest ? runs->runs[runs->n].n : longest;
                        runs->recording[runs->n++] = i;
                }
                corpus_recording_clear(&recording);
        }
        runs->stands = calloc(longest + 1, sizeof(runs->stands[0]));
        assert(runs->stands != NULL);
}

static void
runs_clear(struct runs *runs)
{
        for (size_t i = 0; i < runs->n; i++)
                ceiling_run_clear(&runs->runs[i]);
        free(runs->stands);
        runs->n = 0;
}

/* Another percentile than the one that is judged by: does it hold there, too? */
static void
tell_elsewhere(const struct bench *bench, struct table *table, struct runs *runs, int percent)
{
        struct ceiling_dwell best;
        struct ceiling_score score;
        char name[64];

        runs_read(bench, runs, percent);
        score_case(runs, PD_HEART_PATIENCE, &score);
        snprintf(name, sizeof(name), "ceiling at %d %% (the best: %.1f %% wrong)", percent, best_dwell(runs, &best));
        tell(table, name, &score);
        runs_clear(runs);
}

/* A strap alone on an easy day: an edge that the heart of these runs never came
 * near. What is said of it is said of nothing. */
static void
tell_below(struct table *table, struct runs *runs)
{
        struct ceiling_score score = {.firsts = 0};
        double hours;

        for (size_t i = 0; i < runs->n; i++) {
                struct ceiling_run *run = &runs->runs[i];
                int32_t highest = 0;

                for (size_t t = CEILING_FROM_S; t < run->n; t++)
                        highest = run->twice_median[t] > highest ? run->twice_median[t] : highest;
                run->ceiling_bpm = (highest + 1) / 2 + BELOW_BPM;
                run->n_intervals = 0;
                ceiling_case_stands(run, PD_HEART_PATIENCE, false, runs->stands);
                ceiling_score_add(&score, run, runs->stands);
        }
        hours = (double) score.seconds / 3600;
        table_tell(table, "real runs, strap alone, LT1 3 bpm above their highest minute: in 10 h", "%.1f (%zu in %.1f h)",
                (double) score.firsts * 10 / hours, score.firsts, hours);
        ceiling_score_clear(&score);
}

static void
judge(struct table *table, struct ceiling_score *coach, double best)
{
        static const char wrong_said[] = "a heart-rate ceiling on real steady runs: wrong of the alerts";
        double wrong = ceiling_score_wrong(coach), standing = ceiling_score_standing(coach), reported = ceiling_score_reported(coach);
        double middle = spread_median(&coach->delays), tail = spread_at(&coach->delays, 0.95);

        if (coach->intervals == 0) {
                table_skip(table, wrong_said, "no heart was over it for 45 s");
                return;
        }
        if (isinf(best))
                table_skip(table, wrong_said, "no rule of dwell and hysteresis is as quick as asked");
        else
                table_bar(table, wrong_said, "≤ 2/3 of the best rule", wrong <= SHARE_OF_BEST * best, "%.1f %% (best rule %.1f %%)", wrong,
                        best);
        table_bar(table, "the same: intervals over it that are reported", "≥ 95 %", reported >= REPORTED, "%.1f %% of %zu", reported,
                coach->intervals);
        table_bar(table, "the same: delay, median / 95th", "≤ 16 / ≤ 45 s", middle <= MIDDLE_S && tail <= TAIL_S, "%.0f / %.0f s", middle,
                tail);
        table_bar(table, "the same: accused while the median is 1 bpm below", "≤ 5 %", standing <= STANDING, "%.1f %%", standing);
}

void
row_hr_ceiling(const struct bench *bench, struct table *table)
{
        static struct runs runs;
        struct ceiling_score coach, with_pod;
        struct ceiling_dwell best_rule;
        double best;

        runs_read(bench, &runs, PERCENT);
        if (runs.n == 0) {
                table_skip(table, "heart-rate ceiling on real steady runs", "no such recording");
                runs_clear(&runs);
                return;
        }
        best = best_dwell(&runs, &best_rule);
        score_coach(bench, &runs, false, &coach);
        score_coach(bench, &runs, true, &with_pod);
        judge(table, &coach, best);
        table_heading(table, "a heart-rate ceiling at the 70th percentile: %zu runs, %zu intervals of truth", runs.n, coach.intervals);
        table_note(table, "  %-44s %8s %8s %13s %8s %6s %8s", "rule", "wrong", "reported", "delay 50/95", "standing", "firsts", "repeats");
        tell(table, "the coach", &coach);
        tell(table, "the coach, pod worn (silent while paused)", &with_pod);
        tell_others(table, &runs, best, &best_rule);
        tell_curve(table, &runs);
        tell_below(table, &runs);
        runs_clear(&runs);
        for (int percent = 60; percent <= 80; percent += 5)
                if (percent != PERCENT)
                        tell_elsewhere(bench, table, &runs, percent);
}
