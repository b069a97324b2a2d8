/* SPDX-License-Identifier: MIT */
#include "core/athlete/contradiction.h"

size_t
pd_athlete_contradictions(const struct pd_athlete *athlete, struct pd_contradiction ret[static PD_CONTRADICTIONS_MAX])
{
        const struct {
                struct pd_contradiction keys;
                int32_t low, high;
        } pairs[PD_CONTRADICTIONS_MAX] = {
                {{"hr_rest", "lt1_hr"}, athlete->hr_rest.value, athlete->lt1_hr.value},
                {{"lt1_hr", "lt2_hr"}, athlete->lt1_hr.value, athlete->lt2_hr.value},
                {{"lt1_hr", "lthr"}, athlete->lt1_hr.value, athlete->lthr.value},
                {{"lt1_hr", "hr_max"}, athlete->lt1_hr.value, athlete->hr_max.value},
                {{"lt2_hr", "hr_max"}, athlete->lt2_hr.value, athlete->hr_max.value},
                {{"lthr", "hr_max"}, athlete->lthr.value, athlete->hr_max.value},
                {{"hr_rest", "hr_max"}, athlete->hr_rest.value, athlete->hr_max.value},
                {{"lt1_speed", "lt2_speed"}, athlete->lt1_speed.value, athlete->lt2_speed.value},
                {{"lt1_speed", "critical_speed"}, athlete->lt1_speed.value, athlete->critical_speed.value},
                {{"lt1_power", "lt2_power"}, athlete->lt1_power.value, athlete->lt2_power.value},
                {{"lt1_power", "critical_power"}, athlete->lt1_power.value, athlete->critical_power.value},
        };
        size_t n = 0;

        for (size_t i = 0; i < PD_CONTRADICTIONS_MAX; i++)
                if (pairs[i].low != 0 && pairs[i].high != 0 && pairs[i].low >= pairs[i].high)
                        ret[n++] = pairs[i].keys;
        return n;
}
