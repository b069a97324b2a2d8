/* SPDX-License-Identifier: MIT */
#include "purposed/pace.h"

#include "purposed/athlete.h"

#include <stdio.h>

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

void
pd_distance_format(int32_t units, int64_t mm, char ret[static PD_DISTANCE_SIZE])
{
        const bool imperial = units == PD_UNITS_IMPERIAL;
        const int64_t hundredths = mm * 100 / (imperial ? PD_MILE_MM : PD_KILOMETRE_MM);

        (void) snprintf(ret, PD_DISTANCE_SIZE, "%lld.%02d %s", (long long) (hundredths / 100), (int) (hundredths % 100),
                imperial ? "mi" : "km");
}
