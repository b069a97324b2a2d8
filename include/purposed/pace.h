/* SPDX-License-Identifier: MIT */
/*
 * Speed as runners say it: time for a kilometre or a mile.
 */
#pragma once

#include <stdint.h>

#define PD_KILOMETRE_MM ((int64_t) 1000000)
#define PD_MILE_MM ((int64_t) 1609344) /* the international mile, exactly */

/* UNITS: enum pd_units; MM_S above 0. Rounded to whole seconds. */
int64_t pd_pace_seconds(int32_t units, int32_t mm_s);

const char *pd_pace_unit(int32_t units); /* "min/km", "min/mi" */
