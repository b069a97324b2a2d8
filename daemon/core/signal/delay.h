/* SPDX-License-Identifier: MIT */
/* The heart's dead time: the speed of some seconds ago. */
#pragma once

#include <stdint.h>

/* Seconds until the heart answers: 0 to 8 in 70 fits on real runs, and a little more
 * than their middle, for a pod's speed is a mean. */
#define PD_DELAY_S 5

struct pd_delay {
        double speeds[PD_DELAY_S]; /* a ring, m/s */
        int32_t next;
};

/* Nothing was heard before SPEED: it has been that all the time. */
void pd_delay_begin(struct pd_delay *delay, double speed);
/* Another second, of SPEED: which one counts now. */
double pd_delay_second(struct pd_delay *delay, double speed);
