/* SPDX-License-Identifier: MIT */
#include "core/signal/settling.h"

/* About 1.5 time constants of the median runner: tau up 39 s, down 73 s
 * (70 fits on real runs). Downwards a little less: that the heart has stopped
 * falling is asked for besides. */
#define SPAN_RISE (60 * PD_SEC)
#define SPAN_FALL (90 * PD_SEC)

/* In percent of a time constant, once it is the athlete's own; the same as for the
 * median runner. Bounded by the quartiles of the fits, 29-58 and 50-94 s: a heart
 * may be quicker or lazier than it was thought to be, but not another one. */
#define RISE_PERCENT 154
#define RISE_LEAST (45 * PD_SEC)
#define RISE_MOST (90 * PD_SEC)
#define FALL_PERCENT 123
#define FALL_LEAST (62 * PD_SEC)
#define FALL_MOST (116 * PD_SEC)

#define MOST_PER_FALL 4 /* time constants: PD_SETTLING_MOST_S, once they are the athlete's own */

static pd_usec
share_of(int32_t tau_tenths, int32_t percent, pd_usec least, pd_usec most)
{
        pd_usec span = tau_tenths * (PD_SEC / 10) * percent / 100;

        return span < least ? least : span > most ? most : span;
}

/* Where the expected path says that the heart has arrived, settling still takes its
 * time: the path knows the speed, and an hour's heat or a night's sleep it does not. That the
 * heart lies on it is no sign of having settled either, for both are on the
 * way. It only ever takes something from what the heart may say (core/coach/witness). */
void
pd_settling_init(struct pd_settling *settling, const struct pd_kinetics *kinetics)
{
        *settling = (struct pd_settling) {.rise = SPAN_RISE, .fall = SPAN_FALL, .most = PD_SETTLING_MOST_S * PD_SEC};
        if (kinetics->sessions == 0)
                return;
        settling->rise = share_of(kinetics->tau_on_tenths, RISE_PERCENT, RISE_LEAST, RISE_MOST);
        settling->fall = share_of(kinetics->tau_off_tenths, FALL_PERCENT, FALL_LEAST, FALL_MOST);
        settling->most = kinetics->tau_off_tenths * (PD_SEC / 10) * MOST_PER_FALL;
}

static void
begin(struct pd_settling *settling, pd_usec at, pd_usec span)
{
        settling->since = at;
        settling->span = span;
        settling->lowest = INT32_MAX;
        settling->lowest_at = at;
}

void
pd_settling_rise(struct pd_settling *settling, pd_usec at)
{
        begin(settling, at, settling->rise);
}

void
pd_settling_fall(struct pd_settling *settling, pd_usec at)
{
        begin(settling, at, settling->fall);
}

void
pd_settling_heart_rate(struct pd_settling *settling, pd_usec at, int32_t bpm)
{
        if (bpm >= settling->lowest)
                return;
        settling->lowest = bpm;
        settling->lowest_at = at;
}

bool
pd_settling_done(const struct pd_settling *settling, pd_usec now)
{
        pd_usec elapsed = now - settling->since;

        if (elapsed < settling->span)
                return false;
        if (elapsed >= settling->most)
                return true;
        return now - settling->lowest_at >= PD_SETTLING_FALLING_S * PD_SEC;
}
