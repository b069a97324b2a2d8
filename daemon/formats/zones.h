/* SPDX-License-Identifier: MIT */
/* Training zones by their names: which shares of the threshold they are. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct pd_zone {
        const char *name;                /* "z5a" */
        int32_t hr_low, hr_high;         /* permille of LTHR, half-open; 0 = open on that side */
        int32_t speed_low, speed_high;   /* permille of threshold speed, likewise */
};

extern const struct pd_zone pd_zones[];
extern const size_t pd_n_zones;
