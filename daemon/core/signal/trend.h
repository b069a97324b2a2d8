/* SPDX-License-Identifier: MIT */
/*
 * Where heart rate and speed are going, over the last twenty minutes: the
 * mean of the later half against that of the earlier one.
 *
 *   ├── 10 min ──┼── 10 min ──┤ now
 *       earlier      later        climb = (later - earlier) / 10 min
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_TREND_MINUTES 20
#define PD_TREND_LEAST 10 /* minutes; less says nothing */

struct pd_trend_minute {
        int32_t hr_sum, hr_n;       /* tenths of a bpm */
        int32_t speed_sum, speed_n; /* mm/s */
};

struct pd_trend {
        struct pd_trend_minute minutes[PD_TREND_MINUTES + 1]; /* a ring; the one at `now` is filling */
        size_t n, now; /* whole minutes that are known */
        int32_t seconds; /* of the minute that is filling */
        int32_t wander;  /* SD of a whole minute's mean around the heart's course, in tenths of a bpm; 0: too little to tell */
};

void pd_trend_init(struct pd_trend *trend);
/* One moving second; PD_UNKNOWN for what is not heard. In tenths of a bpm: whole
 * beats are steps that a slow climb does not have. */
void pd_trend_second(struct pd_trend *trend, int32_t hr_tenths, int32_t speed_mm_s);

/* Is heart rate climbing faster than LIMIT (thousandths of a bpm a minute),
 * and by more than chance explains? False while nothing can be told. */
bool pd_trend_hr_climbs(const struct pd_trend *trend, int32_t limit);
/* The mean of the last ten minutes, in bpm; PD_UNKNOWN before there are as many. */
int32_t pd_trend_hr_mean(const struct pd_trend *trend);
/* Is the heart at LIMIT, as surely as its wandering lets one tell? HR_BPM: the
 * mean of the last half minute. */
bool pd_trend_hr_reaches(const struct pd_trend *trend, int32_t hr_bpm, int32_t limit);
/* Is speed rising by more than PERCENT from the earlier half to the later? */
bool pd_trend_speed_rises(const struct pd_trend *trend, int32_t percent);
