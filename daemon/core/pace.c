/* SPDX-License-Identifier: MIT */
#include "purposed/pace.h"

#include "purposed/athlete.h"

int64_t
pd_pace_seconds(int32_t units, int32_t mm_s)
{
        int64_t way = units == PD_UNITS_IMPERIAL ? PD_MILE_MM : PD_KILOMETRE_MM;

        return (way + mm_s / 2) / mm_s;
}

const char *
pd_pace_unit(int32_t units)
{
        return units == PD_UNITS_IMPERIAL ? "min/mi" : "min/km";
}
