/* SPDX-License-Identifier: MIT */
#include "purposed/clock.h"

#define SECONDS_A_DAY 86400
#define YEAR_2020 ((pd_usec) 1577836800 * PD_SEC) /* earlier than any release of this program */

/* Days since 1970 to year, month, day: Howard Hinnant, "chrono-compatible
 * low-level date algorithms", civil_from_days. */
static void
civil_from_days(int64_t days, struct pd_civil *ret)
{
        int64_t shifted = days + 719468;
        int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
        int64_t day_of_era = shifted - era * 146097;
        int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
        int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        int64_t month = (5 * day_of_year + 2) / 153; /* from March */

        ret->day = (int32_t) (day_of_year - (153 * month + 2) / 5 + 1);
        ret->month = (int32_t) (month < 10 ? month + 3 : month - 9);
        ret->year = (int32_t) (year_of_era + era * 400 + (ret->month <= 2 ? 1 : 0));
}

void
pd_clock_civil(pd_usec real, struct pd_civil *ret)
{
        int64_t second = pd_usec_second(real);
        int64_t day = second >= 0 ? second / SECONDS_A_DAY : -((-second + SECONDS_A_DAY - 1) / SECONDS_A_DAY);
        int64_t of_day = second - day * SECONDS_A_DAY;

        civil_from_days(day, ret);
        ret->hour = (int32_t) (of_day / 3600);
        ret->minute = (int32_t) (of_day / 60 % 60);
        ret->second = (int32_t) (of_day % 60);
        ret->millisecond = (int32_t) ((real - second * PD_SEC) / PD_MSEC);
}

bool
pd_clock_plausible(const struct pd_clock *clock)
{
        return clock->synchronised || clock->real >= YEAR_2020;
}
