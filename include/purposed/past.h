/* SPDX-License-Identifier: MIT */
/*
 * A session that is over, as the record keeps it: what weeks are counted
 * from, and what a calendar compares its plans with.
 */
#pragma once

#include "purposed/date.h"
#include "purposed/event.h"

struct pd_past {
        char id[PD_SESSION_ID_SIZE];
        pd_day day;               /* of its start, as the athlete counts them */
        pd_usec start_real;       /* microseconds since 1970 UTC; PD_NEVER if unknown */
        char workout[PD_ID_SIZE]; /* "" without one */
        enum pd_purpose purpose;
        enum pd_purpose_result result;
        enum pd_verdict verdict;
        int32_t moving_s;
        int32_t distance_m;       /* PD_UNKNOWN if nobody measured it */
        int32_t seconds[PD_INTENSITY_COUNT];
        int32_t grey_s;
        int32_t trimp_tenths;     /* PD_UNKNOWN: before it was counted, or without heart rate */
        int32_t rpe;              /* 1 to 10; PD_UNKNOWN */
};
