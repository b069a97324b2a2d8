/* SPDX-License-Identifier: MIT */
/*
 * How often a sensor usually speaks, and since when it has not. Silence is
 * judged against the sensor's own habit: a strap at 1 Hz is overdue after
 * seconds, a recording with a row every seven is not.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>

/* Recordings made "smartly" leave up to about 20 s between rows; a longer
 * interval is a gap and no habit: what lay before it says nothing of what is now. */
#define PD_HEARING_GAP (20 * PD_SEC)

struct pd_hearing {
        bool heard;   /* at least once */
        bool lost;    /* silent for so long that it was noted */
        pd_usec last; /* instant of the newest frame */
        pd_usec usual; /* running mean of the intervals; 0 before the second frame */
};

void pd_hearing_frame(struct pd_hearing *hearing, pd_usec at);

/* May its last value still be used at this instant? */
bool pd_hearing_fresh(const struct pd_hearing *hearing, pd_usec now);

/* When it counts as lost if nothing comes; PD_NEVER if never heard or lost already. */
pd_usec pd_hearing_lost_at(const struct pd_hearing *hearing);
