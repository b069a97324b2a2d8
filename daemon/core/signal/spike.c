/* SPDX-License-Identifier: MIT */
#include "core/signal/spike.h"

#include "core/signal/arith.h"
#include "core/signal/hearing.h"

#include <stdlib.h>

/*
 * The quickest heart. Time constants of 70 fits on real runs: up 29 to 58 s
 * (quartiles), down 50 to 94 s; a third less, and two fifths, is left to those outside of them.
 * Where the heart is heading at most, both ways, is the same for everybody: the
 * bounds close in on it from every value that was believed,
 *
 *   high(t) = least of all earlier t0:  most - (most - hr(t0)) e^(-(t - t0) / tau)
 *
 * which is the step below, since all of these share one end and one tau.
 */
#define TAU_UP_S 20
#define TAU_DOWN_S 30
#define HR_LEAST 40
#define SLACK 10 /* bpm: sensors work by blocks of seconds, and report late */

#define BACK 5                    /* bpm from where it was at most: half of what a doubt needs */
#define LEVEL 8                   /* bpm: two residual SD of 3.5 around its course (70 fits), rounded up */
#define DOUBT_LEAST (30 * PD_SEC) /* spikes of poor contact last for seconds */
#define DOUBT_MOST (5 * PD_MINUTE)

void
pd_spike_init(struct pd_spike *spike)
{
        *spike = (struct pd_spike) {.since = PD_NEVER};
}

static void
begin_bounds(struct pd_spike *spike, int32_t hr_bpm)
{
        spike->high = hr_bpm;
        spike->low = hr_bpm;
}

static void
widen_bounds(struct pd_spike *spike, pd_usec span)
{
        double seconds = (double) span / PD_SEC;

        spike->high = PD_SPIKE_HR_MOST - (PD_SPIKE_HR_MOST - spike->high) * pd_exp(-seconds / TAU_UP_S);
        spike->low = HR_LEAST + (spike->low - HR_LEAST) * pd_exp(-seconds / TAU_DOWN_S);
}

static void
narrow_bounds(struct pd_spike *spike, int32_t hr_bpm)
{
        if (hr_bpm < spike->high)
                spike->high = hr_bpm;
        if (hr_bpm > spike->low)
                spike->low = hr_bpm;
}

static bool
is_within_bounds(const struct pd_spike *spike, int32_t hr_bpm)
{
        return hr_bpm <= PD_SPIKE_HR_MOST && hr_bpm <= spike->high + SLACK && hr_bpm >= spike->low - SLACK;
}

/* What is believed is what the heart may have had at most: a climb that is a
 * little too quick for long is no truer at its top. */
static void
begin_doubt(struct pd_spike *spike, pd_usec at, int32_t hr_bpm)
{
        if (hr_bpm > spike->believed_bpm && spike->high < spike->believed_bpm)
                spike->believed_bpm = (int32_t) spike->high;
        if (hr_bpm < spike->believed_bpm && spike->low > spike->believed_bpm)
                spike->believed_bpm = (int32_t) spike->low;
        spike->since = spike->level_at = spike->sound_at = at;
        spike->level_bpm = hr_bpm;
        begin_bounds(spike, hr_bpm);
}

static void
follow_doubt(struct pd_spike *spike, pd_usec at, int32_t hr_bpm)
{
        if (abs(hr_bpm - spike->level_bpm) > LEVEL) {
                spike->level_bpm = hr_bpm;
                spike->level_at = at;
        }
        if (!is_within_bounds(spike, hr_bpm)) {
                spike->sound_at = at;
                begin_bounds(spike, hr_bpm);
        }
}

/* Has it gone on for too long to be none? Staying at one level says more than
 * moving as a heart might. */
static bool
has_held(const struct pd_spike *spike, pd_usec at)
{
        pd_usec weight = spike->since - spike->sound_since;

        weight = weight < DOUBT_LEAST ? DOUBT_LEAST : weight > DOUBT_MOST ? DOUBT_MOST : weight;
        return at - spike->sound_at >= weight || at - spike->level_at >= (weight / 2 < DOUBT_LEAST ? DOUBT_LEAST : weight / 2);
}

static void
maybe_end_doubt(struct pd_spike *spike, pd_usec at, int32_t hr_bpm)
{
        bool back = abs(hr_bpm - spike->believed_bpm) <= BACK, held = has_held(spike, at);

        if (hr_bpm > PD_SPIKE_HR_MOST || (!back && !held))
                return;
        spike->since = PD_NEVER;
        if (!back) /* what was believed before was wrong, or is long past */
                spike->sound_since = at;
        begin_bounds(spike, hr_bpm);
}

bool
pd_spike_heart_rate(struct pd_spike *spike, pd_usec at, int32_t hr_bpm)
{
        if (spike->believed_bpm == 0 || at - spike->last > PD_HEARING_GAP) {
                pd_spike_init(spike);
                spike->believed_bpm = hr_bpm;
                spike->sound_since = at;
                begin_bounds(spike, hr_bpm);
        } else {
                widen_bounds(spike, at - spike->last);
        }
        spike->last = at;
        if (spike->since != PD_NEVER) {
                follow_doubt(spike, at, hr_bpm);
                maybe_end_doubt(spike, at, hr_bpm);
        } else if (!is_within_bounds(spike, hr_bpm)) {
                begin_doubt(spike, at, hr_bpm);
        }
        narrow_bounds(spike, hr_bpm);
        if (spike->since == PD_NEVER)
                spike->believed_bpm = hr_bpm;
        return spike->since != PD_NEVER;
}
