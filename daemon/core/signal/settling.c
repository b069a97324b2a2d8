/* SPDX-License-Identifier: MIT */
#include "core/signal/settling.h"

/* About 1.5 time constants of the median runner: tau up 39 s, down 73 s
 * (70 fits on real runs). */
#define SPAN_RISE (60 * PD_SEC)
#define SPAN_FALL (90 * PD_SEC)

/* Still falling: a new lowest value within this time. At 3 bpm above its
 * end, tau 73 s, the heart needs 25 s for one beat a minute. */
#define FALLING_WITHIN (45 * PD_SEC)

/* Four time constants down: by then it is no lag any more. */
#define SPAN_MOST (292 * PD_SEC)

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
        begin(settling, at, SPAN_RISE);
}

void
pd_settling_fall(struct pd_settling *settling, pd_usec at)
{
        begin(settling, at, SPAN_FALL);
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
        if (elapsed >= SPAN_MOST)
                return true;
        return now - settling->lowest_at >= FALLING_WITHIN;
}
