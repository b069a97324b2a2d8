/* SPDX-License-Identifier: MIT */
/*
 * Speed and way as runners say them: time for a kilometre or a mile, and
 * how many of those.
 */
#pragma once

#include <stdint.h>

#define PD_KILOMETRE_MM ((int64_t) 1000000)
#define PD_MILE_MM ((int64_t) 1609344) /* the international mile, exactly */

/* UNITS: enum pd_units; MM_S above 0. Rounded to whole seconds. */
int64_t pd_pace_seconds(int32_t units, int32_t mm_s);

const char *pd_pace_unit(int32_t units); /* "min/km", "min/mi" */

/* "3.21 km", "2.00 mi": cut, not rounded, as what has not been run is not claimed. MM from 0. */
#define PD_DISTANCE_SIZE 40
void pd_distance_format(int32_t units, int64_t mm, char ret[static PD_DISTANCE_SIZE]);
