/* SPDX-License-Identifier: MIT */
#include "core/signal/hearing.h"

/* A value is used for four of the sensor's usual intervals (two lost frames
 * and some jitter), but never for less than 5 s. */
#define FRESH_INTERVALS 4
#define FRESH_LEAST (5 * PD_SEC)

/* Silence worth a word: 30 s at 1 Hz, more for slower sensors. */
#define LOST_INTERVALS 10
#define LOST_LEAST (30 * PD_SEC)

static pd_usec
at_least(pd_usec least, pd_usec value)
{
        return value > least ? value : least;
}

void
pd_hearing_frame(struct pd_hearing *hearing, pd_usec at)
{
        pd_usec interval = at - hearing->last;

        if (hearing->heard && interval > 0 && interval <= PD_HEARING_GAP)
                hearing->usual = hearing->usual == 0 ? interval : (7 * hearing->usual + interval) / 8;
        hearing->heard = true;
        hearing->lost = false;
        hearing->last = at;
}

bool
pd_hearing_fresh(const struct pd_hearing *hearing, pd_usec now)
{
        return hearing->heard && now - hearing->last <= at_least(FRESH_LEAST, FRESH_INTERVALS * hearing->usual);
}

pd_usec
pd_hearing_lost_at(const struct pd_hearing *hearing)
{
        if (!hearing->heard || hearing->lost)
                return PD_NEVER;
        return hearing->last + at_least(LOST_LEAST, LOST_INTERVALS * hearing->usual);
}
