/* SPDX-License-Identifier: MIT */
/*
 * What no heart does: heart rate that climbs or falls faster than the quickest
 * heart would. It is not believed until it is back where it was, or has gone on
 * for so long that it must be true: as long as what it contradicts had been
 * believed.
 *
 *                    ┌────┐ doubted
 *   believed  ───────┘    └────────   back: believed at once
 *                    ┌─────────────
 *             ───────┘├ 30 s to 5 min ┤ believed from there on
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>
#include <stdint.h>

#define PD_SPIKE_HR_MOST 220 /* bpm; above, no runner is plausible */

struct pd_spike {
        int32_t believed_bpm; /* 0: nothing yet */
        double high, low;     /* bpm: what the quickest heart may have reached by now */
        pd_usec sound_since;  /* since when all was believed */
        pd_usec last;         /* the newest value */
        pd_usec since;        /* of the doubt; PD_NEVER while there is none */
        int32_t level_bpm;    /* while in doubt: where it seems to stay */
        pd_usec level_at;
        pd_usec sound_at;     /* while in doubt: since when it has moved as a heart may */
};

void pd_spike_init(struct pd_spike *spike);
/* True: it is not to be believed. */
bool pd_spike_heart_rate(struct pd_spike *spike, pd_usec at, int32_t hr_bpm);
