/* SPDX-License-Identifier: MIT */
#include "core/signal/rr.h"

#include <stdbool.h>
#include <stdlib.h>

/* Lipponen & Tarvainen 2019. */
#define SIDE 45          /* beats on each side of the one that is judged */
#define MEDIAN_SIDE 5
#define ALPHA 5.2        /* quartile deviations that are a threshold: 99.95 % of a normal distribution */
#define ECTOPIC_SLOPE 0.13
#define ECTOPIC_OFFSET 0.17
#define OFF_MEDIAN_MOST 3.0

/* Quartile deviation is half the interquartile range, which is in quarters. */
#define THRESHOLD_OF_QUARTERS (ALPHA / 2 / 4)

/* Equal intervals in a row have no quartiles to divide by: they have at least
 * the millisecond that each of them is rounded to. */
#define STEP_IQR_LEAST 4 /* 1/4 ms */
#define OFF_IQR_LEAST 8  /* 1/8 ms */

void
pd_rr_init(struct pd_rr *rr)
{
        *rr = (struct pd_rr) {.n = 0};
}

uint32_t
pd_rr_first(const struct pd_rr *rr)
{
        return rr->n > PD_RR_BEATS ? rr->n - PD_RR_BEATS : 0;
}

int32_t
pd_rr_ms(const struct pd_rr *rr, uint32_t i)
{
        return rr->ms[i % PD_RR_BEATS];
}

enum pd_beat
pd_rr_class(const struct pd_rr *rr, uint32_t i)
{
        return (enum pd_beat) rr->class[i % PD_RR_BEATS];
}

/* ---- what beats are judged by ------------------------------------------- */

static int32_t
step(const struct pd_rr *rr, uint32_t i)
{
        return i == 0 ? 0 : pd_rr_ms(rr, i) - pd_rr_ms(rr, i - 1);
}

static int16_t
at_least(int32_t value, int16_t least)
{
        return value > least ? (int16_t) value : least;
}

static int16_t *
off(struct pd_rr *rr, uint32_t i)
{
        return &rr->off_median[i % PD_RR_STRETCH];
}

/* What lies beyond the window of beat I to its left goes out; nothing that
 * lies beyond it to its right is in yet. */
static void
know_step_iqr(struct pd_rr *rr, uint32_t i)
{
        if (i > SIDE)
                pd_ranked_remove(&rr->steps, (int16_t) abs(step(rr, i - SIDE - 1)));
        rr->step_iqr[i % PD_RR_RECENT] = at_least(pd_ranked_iqr_quarters(&rr->steps), STEP_IQR_LEAST);
}

static void
know_off_iqr(struct pd_rr *rr, uint32_t i)
{
        if (i > SIDE)
                pd_ranked_remove(&rr->offs, (int16_t) abs(*off(rr, i - SIDE - 1)));
        rr->off_iqr[i % PD_RR_RECENT] = at_least(pd_ranked_iqr_quarters(&rr->offs), OFF_IQR_LEAST);
}

static void
know_median(struct pd_rr *rr, uint32_t i)
{
        int32_t median, beyond;

        if (i > MEDIAN_SIDE)
                pd_ranked_remove(&rr->around, (int16_t) pd_rr_ms(rr, i - MEDIAN_SIDE - 1));
        median = pd_ranked_median_twice(&rr->around);
        beyond = 2 * pd_rr_ms(rr, i) - median;
        rr->median[i % PD_RR_RECENT] = (int16_t) median;
        *off(rr, i) = (int16_t) (beyond < 0 ? 2 * beyond : beyond);
        pd_ranked_add(&rr->offs, (int16_t) abs(*off(rr, i)));
}

/* ---- the classes --------------------------------------------------------- */

/* dRR in thresholds. What lies beyond either end is mirrored there. */
static double
d_of(const struct pd_rr *rr, int64_t i)
{
        if (i < 0)
                i = -i;
        if (i >= rr->n)
                i = 2 * ((int64_t) rr->n - 1) - i;
        return step(rr, (uint32_t) i) / (rr->step_iqr[i % PD_RR_RECENT] * THRESHOLD_OF_QUARTERS);
}

static double
least(double a, double b)
{
        return a < b ? a : b;
}

static double
most(double a, double b)
{
        return a > b ? a : b;
}

/* A beat too early or too late, and the way back after it. */
static bool
is_ectopic(const struct pd_rr *rr, uint32_t i)
{
        double d = d_of(rr, i), before = d_of(rr, (int64_t) i - 1), after = d_of(rr, (int64_t) i + 1);

        if (d > 0)
                return d > 1 && most(before, after) < -ECTOPIC_SLOPE * d - ECTOPIC_OFFSET;
        return d < -1 && least(before, after) > -ECTOPIC_SLOPE * d + ECTOPIC_OFFSET;
}

/* MISSED, EXTRA, LONG_SHORT, or NORMAL. */
static enum pd_beat
length_of(const struct pd_rr *rr, uint32_t i)
{
        double d = d_of(rr, i), next = d_of(rr, (int64_t) i + 1), second = d_of(rr, (int64_t) i + 2);
        double threshold = rr->off_iqr[i % PD_RR_RECENT] * THRESHOLD_OF_QUARTERS; /* 1/2 ms */
        int32_t ms = pd_rr_ms(rr, i), median = rr->median[i % PD_RR_RECENT];
        bool is_long = d > 1 && least(next, second) < -1, is_short = d < -1 && most(next, second) > 1;

        if (is_short && abs(2 * (ms + pd_rr_ms(rr, i + 1)) - median) < threshold)
                return PD_BEAT_EXTRA;
        if (is_long && abs(ms - median) < threshold)
                return PD_BEAT_MISSED;
        if (is_long || is_short || abs(rr->off_median[i % PD_RR_STRETCH]) > OFF_MEDIAN_MOST * threshold)
                return PD_BEAT_LONG_SHORT;
        return PD_BEAT_NORMAL;
}

static void
decide(struct pd_rr *rr, enum pd_beat class)
{
        if (class == PD_BEAT_NORMAL && pd_rr_ms(rr, rr->decided) < PD_RR_LEAST_MS)
                class = PD_BEAT_TOO_SHORT;
        rr->class[rr->decided++ % PD_RR_BEATS] = (uint8_t) class;
}

/* The next beat, and the one after it if that one's step is the smaller one
 * of two (figure 1 of the paper). */
static void
classify(struct pd_rr *rr)
{
        uint32_t i = rr->decided;
        double d = d_of(rr, i);
        bool both;

        if (d <= 1 && d >= -1) {
                decide(rr, PD_BEAT_NORMAL);
                return;
        }
        if (is_ectopic(rr, i)) {
                decide(rr, PD_BEAT_ECTOPIC);
                return;
        }
        both = labs(step(rr, i + 1)) * (int64_t) rr->step_iqr[(i + 2) % PD_RR_RECENT]
                < labs(step(rr, i + 2)) * (int64_t) rr->step_iqr[(i + 1) % PD_RR_RECENT];
        decide(rr, length_of(rr, i));
        if (both)
                decide(rr, length_of(rr, i + 1));
}

/* ---- beat by beat --------------------------------------------------------- */

void
pd_rr_add(struct pd_rr *rr, int32_t ms)
{
        uint32_t n = ++rr->n;

        if (ms < 0)
                ms = 0;
        if (ms > PD_RR_MOST_MS)
                ms = PD_RR_MOST_MS;
        rr->ms[(n - 1) % PD_RR_BEATS] = (int16_t) ms;
        rr->class[(n - 1) % PD_RR_BEATS] = PD_BEAT_NORMAL;
        pd_ranked_add(&rr->steps, (int16_t) abs(step(rr, n - 1)));
        pd_ranked_add(&rr->around, (int16_t) ms);
        if (n > SIDE)
                know_step_iqr(rr, n - 1 - SIDE);
        if (n > MEDIAN_SIDE)
                know_median(rr, n - 1 - MEDIAN_SIDE);
        if (n > MEDIAN_SIDE + SIDE)
                know_off_iqr(rr, n - 1 - MEDIAN_SIDE - SIDE);
        while (rr->decided + PD_RR_LAG < n)
                classify(rr);
}

static uint32_t
last(const struct pd_rr *rr, uint32_t count)
{
        return rr->n > count ? rr->n - count : 0;
}

void
pd_rr_finish(struct pd_rr *rr)
{
        for (uint32_t i = last(rr, SIDE); i < rr->n; i++)
                know_step_iqr(rr, i);
        for (uint32_t i = last(rr, MEDIAN_SIDE); i < rr->n; i++) {
                know_median(rr, i);
                if (i >= SIDE)
                        know_off_iqr(rr, i - SIDE);
        }
        for (uint32_t i = last(rr, SIDE); i < rr->n; i++)
                know_off_iqr(rr, i);
        while (rr->decided + 2 < rr->n)
                classify(rr);
}
