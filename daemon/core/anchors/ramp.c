/* SPDX-License-Identifier: MIT */
#include "core/anchors/ramp.h"

#include "core/signal/alpha1.h"

#include "purposed/event.h"

#include <math.h>

#define GAP_MOST (30 * PD_SEC)

/* It rises for as long as each five minutes bring a new highest value (steps
 * of a staged test last 3 to 4 min), and falls when 5 bpm are lost. */
#define RISES_WITHIN (5 * PD_MINUTE)
#define FALLS_BPM 5

/* A ramp of a test lasts 8 to 12 min; slower ones are fine, for two windows of
 * alpha-1 overlap less in them. */
#define LENGTH_LEAST (8 * PD_MINUTE)
#define SPAN_LEAST_BPM 20

/* Between these alpha-1 falls along a line (Rogers et al. 2020). */
#define ALPHA_HIGHEST 1100
#define ALPHA_LOWEST 350

#define FIT_LEAST 0.6      /* share of the variance that the line explains */
#define VALUES_LEAST 24    /* two minutes of them */
#define WIDTH_LEAST_BPM 4  /* limits of agreement of single runners are no narrower */
#define WIDTH_MOST_BPM 12  /* the prior's is 8 to 9: what is wider says nothing */

void
pd_ramp_init(struct pd_ramp *ramp)
{
        const struct pd_crossing nowhere = {PD_UNKNOWN, PD_UNKNOWN};

        *ramp = (struct pd_ramp) {.since = PD_NEVER, .last = PD_NEVER, .lt1 = nowhere, .lt2 = nowhere};
}

/* The line through all values, and the heart rate at which it has ALPHA. */
static struct pd_crossing
crossing_of(const struct pd_ramp *ramp, int32_t alpha)
{
        const struct pd_crossing nowhere = {PD_UNKNOWN, PD_UNKNOWN};
        const double n = ramp->n, h = ramp->h / n, a = ramp->a / n;
        const double hh = ramp->hh - n * h * h, ha = ramp->ha - n * h * a, aa = ramp->aa - n * a * a;
        const double apart = 1 + (double) (ramp->latest - ramp->first) / PD_SEC / PD_ALPHA1_LOOK_S; /* values that share no beats */
        double slope, at, scatter;
        struct pd_crossing crossing;

        if (hh <= 0 || aa <= 0 || ha >= 0 || ha * ha < FIT_LEAST * hh * aa)
                return nowhere;
        slope = ha / hh;
        at = h + (alpha - a) / slope;
        if (at < 0 || at > ramp->top_bpm - ramp->low_bpm)
                return nowhere;
        scatter = sqrt((aa - slope * ha) / n) / -slope;
        crossing.bpm = ramp->low_bpm + (int32_t) (at + 0.5);
        crossing.width_bpm = (int32_t) (scatter * sqrt(1 / apart + (at - h) * (at - h) / (hh / n * apart)) + 0.5);
        if (crossing.width_bpm > WIDTH_MOST_BPM)
                return nowhere;
        if (crossing.width_bpm < WIDTH_LEAST_BPM)
                crossing.width_bpm = WIDTH_LEAST_BPM;
        return crossing;
}

static void
keep_narrower(struct pd_crossing *kept, struct pd_crossing other)
{
        if (other.bpm != PD_UNKNOWN && (kept->bpm == PD_UNKNOWN || other.width_bpm < kept->width_bpm))
                *kept = other;
}

void
pd_ramp_show(const struct pd_ramp *ramp, struct pd_crossing *ret_lt1, struct pd_crossing *ret_lt2)
{
        *ret_lt1 = ramp->lt1;
        *ret_lt2 = ramp->lt2;
        if (ramp->since == PD_NEVER || ramp->last - ramp->since < LENGTH_LEAST || ramp->top_bpm - ramp->low_bpm < SPAN_LEAST_BPM)
                return;
        if (ramp->n < VALUES_LEAST)
                return;
        keep_narrower(ret_lt1, crossing_of(ramp, PD_ALPHA1_LT1));
        keep_narrower(ret_lt2, crossing_of(ramp, PD_ALPHA1_LT2));
}

static void
begin(struct pd_ramp *ramp, pd_usec at, int32_t hr_bpm)
{
        struct pd_crossing lt1, lt2;

        pd_ramp_show(ramp, &lt1, &lt2);
        *ramp = (struct pd_ramp) {
                .since = at, .last = at, .top_at = at, .low_bpm = hr_bpm, .top_bpm = hr_bpm, .lt1 = lt1, .lt2 = lt2};
}

void
pd_ramp_add(struct pd_ramp *ramp, pd_usec at, int32_t hr_bpm, int32_t alpha_milli)
{
        double h, a = alpha_milli;

        if (hr_bpm == PD_UNKNOWN || alpha_milli == PD_UNKNOWN)
                return;
        if (ramp->since == PD_NEVER || at - ramp->last > GAP_MOST || at - ramp->top_at > RISES_WITHIN
                || hr_bpm < ramp->top_bpm - FALLS_BPM || hr_bpm < ramp->low_bpm)
                begin(ramp, at, hr_bpm);
        ramp->last = at;
        if (hr_bpm > ramp->top_bpm) {
                ramp->top_bpm = hr_bpm;
                ramp->top_at = at;
        }
        if (alpha_milli > ALPHA_HIGHEST || alpha_milli < ALPHA_LOWEST)
                return;
        if (ramp->n == 0)
                ramp->first = at;
        ramp->latest = at;
        h = hr_bpm - ramp->low_bpm;
        ramp->n++;
        ramp->h += h;
        ramp->a += a;
        ramp->hh += h * h;
        ramp->ha += h * a;
        ramp->aa += a * a;
}
