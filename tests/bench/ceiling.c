/* SPDX-License-Identifier: MIT */
#include "bench/ceiling.h"

#include "core/coach/heart_case.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define HOLD_S 10 /* as old may a value be */
#define TRUE_LEAST_S 45
#define EARLY_S 10 /* so long before an interval, and after it, an alert is right */
#define LATE_S 5
#define MINUTE 60

/* ---- truth --------------------------------------------------------------- */

static int
by_value(const void *a, const void *b)
{
        int32_t x = *(const int32_t *) a, y = *(const int32_t *) b;

        return (x > y) - (x < y);
}

static void
hold(struct ceiling_run *run, const struct corpus_recording *recording)
{
        double heard_at = -HOLD_S - 1;
        int32_t bpm = PD_UNKNOWN;
        size_t next = 0;

        for (size_t t = 0; t < run->n; t++) {
                for (; next < recording->n_samples && recording->samples[next].t_s <= (double) t; next++) {
                        if (recording->samples[next].hr_bpm == PD_UNKNOWN)
                                continue;
                        bpm = recording->samples[next].hr_bpm;
                        heard_at = recording->samples[next].t_s;
                }
                run->hr_bpm[t] = (double) t - heard_at <= HOLD_S ? bpm : PD_UNKNOWN;
        }
}

/* Twice the median of the seconds T − 30 to T + 29, as far as they count. */
static int32_t
twice_median(const struct ceiling_run *run, size_t t)
{
        int32_t values[MINUTE];
        size_t n = 0;

        for (size_t i = t < CEILING_FROM_S + MINUTE / 2 ? CEILING_FROM_S : t - MINUTE / 2; i < t + MINUTE / 2 && i < run->n; i++)
                if (run->hr_bpm[i] != PD_UNKNOWN)
                        values[n++] = run->hr_bpm[i];
        if (n < MINUTE / 2)
                return PD_UNKNOWN;
        qsort(values, n, sizeof(values[0]), by_value);
        return values[(n - 1) / 2] + values[n / 2];
}

/* The value at PERCENT of those that count: the nearest rank. */
static int32_t
percentile(const struct ceiling_run *run, int percent)
{
        int32_t *values = malloc(run->n * sizeof(*values)), value;
        size_t n = 0;

        assert(values != NULL);
        for (size_t t = CEILING_FROM_S; t < run->n; t++)
                if (run->hr_bpm[t] != PD_UNKNOWN)
                        values[n++] = run->hr_bpm[t];
        qsort(values, n, sizeof(values[0]), by_value);
        value = n == 0 ? PD_UNKNOWN : values[(n * (size_t) percent + 99) / 100 - 1];
        free(values);
        return value;
}

static bool
is_over(const struct ceiling_run *run, size_t t)
{
        return run->twice_median[t] != PD_UNKNOWN && run->twice_median[t] > 2 * (run->ceiling_bpm + 1);
}

static void
find_intervals(struct ceiling_run *run)
{
        size_t begin = CEILING_FROM_S;

        for (size_t t = CEILING_FROM_S; t <= run->n; t++) {
                if (t < run->n && is_over(run, t))
                        continue;
                if (t - begin >= TRUE_LEAST_S)
                        run->intervals[run->n_intervals++] = (struct ceiling_interval) {begin, t - 1};
                begin = t + 1;
        }
}

bool
ceiling_run_init(struct ceiling_run *run, const struct corpus_recording *recording, int percent)
{
        *run = (struct ceiling_run) {.n = recording->n_samples > 0 ? (size_t) recording->samples[recording->n_samples - 1].t_s + 1 : 0};
        if (run->n <= CEILING_FROM_S)
                return false;
        run->hr_bpm = calloc(run->n, sizeof(run->hr_bpm[0]));
        run->twice_median = calloc(run->n, sizeof(run->twice_median[0]));
        run->intervals = calloc(run->n / TRUE_LEAST_S + 1, sizeof(run->intervals[0]));
        assert(run->hr_bpm != NULL && run->twice_median != NULL && run->intervals != NULL);
        hold(run, recording);
        run->ceiling_bpm = percentile(run, percent);
        if (run->ceiling_bpm == PD_UNKNOWN) {
                ceiling_run_clear(run);
                return false;
        }
        for (size_t t = CEILING_FROM_S; t < run->n; t++)
                run->twice_median[t] = twice_median(run, t);
        find_intervals(run);
        return true;
}

void
ceiling_run_clear(struct ceiling_run *run)
{
        free(run->hr_bpm);
        free(run->twice_median);
        free(run->intervals);
        *run = (struct ceiling_run) {.n = 0};
}

/* ---- score --------------------------------------------------------------- */

static bool
is_right(const struct ceiling_run *run, size_t t)
{
        for (size_t i = 0; i < run->n_intervals; i++)
                if (t + EARLY_S >= run->intervals[i].begin && t <= run->intervals[i].end + LATE_S)
                        return true;
        return false;
}

/* An accusation that stands when it begins is no later than it. */
static void
score_interval(struct ceiling_score *score, const struct ceiling_interval *interval, const bool *stands)
{
        score->intervals++;
        for (size_t t = interval->begin; t <= interval->end; t++) {
                if (!stands[t])
                        continue;
                score->reported++;
                spread_add(&score->delays, (double) (t - interval->begin));
                return;
        }
}

void
ceiling_score_add(struct ceiling_score *score, const struct ceiling_run *run, const bool *stands)
{
        for (size_t t = CEILING_FROM_S; t < run->n; t++) {
                bool below = run->twice_median[t] != PD_UNKNOWN && run->twice_median[t] < 2 * (run->ceiling_bpm - 1);

                if (stands[t] && !stands[t - 1]) {
                        score->firsts++;
                        score->wrong += !is_right(run, t);
                }
                score->below_s += below;
                score->below_standing_s += below && stands[t];
                score->seconds++;
        }
        for (size_t i = 0; i < run->n_intervals; i++)
                score_interval(score, &run->intervals[i], stands);
}

static double
share(size_t some, size_t all)
{
        return all == 0 ? 0 : 100.0 * (double) some / (double) all;
}

double
ceiling_score_wrong(const struct ceiling_score *score)
{
        return share(score->wrong, score->firsts);
}

double
ceiling_score_reported(const struct ceiling_score *score)
{
        return share(score->reported, score->intervals);
}

double
ceiling_score_standing(const struct ceiling_score *score)
{
        return share(score->below_standing_s, score->below_s);
}

void
ceiling_score_clear(struct ceiling_score *score)
{
        spread_clear(&score->delays);
        *score = (struct ceiling_score) {.firsts = 0};
}

/* ---- rules --------------------------------------------------------------- */

void
ceiling_dwell_stands(const struct ceiling_run *run, const struct ceiling_dwell *dwell, bool *ret_stands)
{
        int32_t above_s = 0, back_s = 0;
        bool stands = false;

        for (size_t t = 0; t < run->n; t++) {
                int32_t bpm = run->hr_bpm[t];

                if (bpm != PD_UNKNOWN) {
                        above_s = bpm > run->ceiling_bpm + dwell->above_bpm ? above_s + 1 : 0;
                        back_s = bpm <= run->ceiling_bpm + dwell->back_bpm ? back_s + 1 : 0;
                }
                stands = stands ? back_s < dwell->back_s : above_s >= dwell->above_s;
                ret_stands[t] = stands;
        }
}

void
ceiling_runnerup_stands(const struct ceiling_run *run, bool *ret_stands)
{
        int32_t values[20], sum = 0;

        for (size_t t = 0; t < run->n; t++) {
                size_t n = 0;

                for (size_t i = t < 19 ? 0 : t - 19; i <= t; i++)
                        if (run->hr_bpm[i] != PD_UNKNOWN)
                                values[n++] = run->hr_bpm[i];
                ret_stands[t] = t > 0 && ret_stands[t - 1];
                if (n < 20)
                        continue;
                qsort(values, n, sizeof(values[0]), by_value);
                sum = 0;
                for (size_t i = 1; i < 19; i++)
                        sum += values[i];
                ret_stands[t] = sum > 18 * run->ceiling_bpm;
        }
}

/* Half a minute's mean, cut to whole beats as the coach sees it. */
static int32_t
mean_of_half(const struct ceiling_run *run, size_t t)
{
        int32_t sum = 0, n = 0;

        for (size_t i = t < 29 ? 0 : t - 29; i <= t; i++)
                if (run->hr_bpm[i] != PD_UNKNOWN) {
                        sum += run->hr_bpm[i];
                        n++;
                }
        return n == 0 ? PD_UNKNOWN : sum / n;
}

void
ceiling_case_stands(const struct ceiling_run *run, int32_t patience, bool *ret_stands)
{
        struct pd_heart_case heart;

        pd_heart_case_init(&heart);
        heart.patience = patience;
        for (size_t t = 0; t < run->n; t++) {
                const struct pd_heart_second second = {(pd_usec) t * PD_SEC, run->hr_bpm[t], mean_of_half(run, t), run->ceiling_bpm};

                ret_stands[t] = pd_heart_case_second(&heart, &second) == PD_CASE_PROVEN;
        }
}
