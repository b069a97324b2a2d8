/* SPDX-License-Identifier: MIT */
/*
 * The highest heart rate of a recording that a heart may have had: reached
 * and held, no spike. For an athlete of whom nothing else is known.
 */
#pragma once

#include "core/signal/spike.h"

#include "purposed/athlete.h"
#include "purposed/time.h"

/* A value must have been reached or passed for this long without a break.
 * Spikes of optical sensors and poor contact last for seconds. */
#define PD_HIGHEST_HELD (30 * PD_SEC)
#define PD_HIGHEST_HR_MOST PD_SPIKE_HR_MOST
#define PD_HIGHEST_HR_LEAST 30

struct pd_highest {
        uint16_t held_ms[PD_HIGHEST_HR_MOST + 1]; /* for how long the pulse has been at least that, and 1; 0: it is less */
        pd_usec last;
        struct pd_spike spike; /* what no heart does was not reached */
        int32_t hr_bpm; /* 0 until something was held */
};

void pd_highest_init(struct pd_highest *highest);
void pd_highest_add(struct pd_highest *highest, pd_usec at, int32_t hr_bpm);

/* An athlete without a name, with thresholds estimated from it; any sensor
 * may begin a session. */
void pd_highest_athlete(const struct pd_highest *highest, struct pd_athlete *ret);
