/* SPDX-License-Identifier: MIT */
#include "mqtt/flood.h"

enum pd_flood_verdict
pd_flood_judge(struct pd_flood *flood, pd_usec now)
{
        if (now >= flood->minute_ends) {
                flood->minute_ends = now + PD_MINUTE;
                flood->in_minute = flood->refused = 0;
        }
        if (now >= flood->second_ends) {
                flood->second_ends = now + PD_SEC;
                flood->in_second = 0;
        }
        if (flood->in_second < PD_FLOOD_SECOND && flood->in_minute < PD_FLOOD_MINUTE) {
                flood->in_second++;
                flood->in_minute++;
                return PD_FLOOD_TAKE;
        }
        if (flood->refused == PD_FLOOD_REFUSED)
                return PD_FLOOD_IGNORE;
        flood->refused++;
        return PD_FLOOD_REFUSE;
}
