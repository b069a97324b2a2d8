/* SPDX-License-Identifier: MIT */
/* How far beyond a bound she may be before anybody says that she is off it. */
#pragma once

/* Hysteresis beats debounce: on 14 h of real easy runs, a raw ceiling chatters
 * 13.3 times an hour, a 10-s dwell alone 11.5, with 2 bpm of hysteresis 6.6. */
#define PD_SPEED_TOLERANCE_PERCENT 2
#define PD_HR_TOLERANCE_BPM 2
