/* SPDX-License-Identifier: MIT */
/*
 * May the pod's word be believed? Speed against steps: one of them going on
 * without the other, a speed that nobody runs, a cadence counted twice or half.
 */
#pragma once

#include "purposed/doubt.h"
#include "purposed/time.h"

#include <stdbool.h>
#include <stdint.h>

/* From here on she runs: nobody walks as fast for long, 7.2 km/h. */
#define PD_POD_RUNNING_MM_S 2000

struct pd_pod_trust {
        bool heard;
        pd_usec last;
        int32_t speed_mm_s; /* of the last frame */
        bool abrupt;        /* it fell from running to nothing within a frame */
        /* Since when it has been so without a break; PD_NEVER: it is not. */
        pd_usec stepping_since; /* steps at no speed */
        pd_usec gliding_since;  /* speed at no steps */
        pd_usec fast_since;
        pd_usec odd_since;      /* a cadence that nobody has at that speed */
        int32_t stepped;        /* frames with speed and steps: it counts them */
        enum pd_doubt doubt;    /* of the speed, as of the last frame */
        pd_usec since;          /* PD_NEVER without one */
        bool cadence_doubted;
};

void pd_pod_trust_init(struct pd_pod_trust *trust);
/* CADENCE: PD_UNKNOWN if the frame has none. The doubt about its speed. */
enum pd_doubt pd_pod_trust_frame(struct pd_pod_trust *trust, pd_usec at, int32_t speed_mm_s, int32_t cadence_spm);
