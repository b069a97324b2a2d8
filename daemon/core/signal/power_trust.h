/* SPDX-License-Identifier: MIT */
/*
 * May a pod's word about power be believed? None of it while she runs, the same
 * for longer than strides are alike, or more than a runner has.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>
#include <stdint.h>

struct pd_power_trust {
        int32_t power_w;     /* of the last frame; PD_UNKNOWN */
        pd_usec last;
        pd_usec same_since;  /* since when it has been just that */
        int32_t same;        /* frames in a row that said so */
        pd_usec none_since;  /* no power at a running speed; PD_NEVER */
        bool doubted;        /* as of the last frame */
        pd_usec since;       /* PD_NEVER without a doubt */
};

void pd_power_trust_init(struct pd_power_trust *trust);

/* SPEED: of now; PD_UNKNOWN. None at a running speed is not told from the first frame on, so
 * that nobody is pushed by it; it is doubted once it has lasted. */
bool pd_power_trust_may_be_told(struct pd_power_trust *trust, pd_usec at, int32_t power_w, int32_t speed_mm_s);
