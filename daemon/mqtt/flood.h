/* SPDX-License-Identifier: MIT */
/*
 * How many commands of one athlete are taken: a script that runs wild neither
 * fills the trace nor drives the alerts out of the outbox. Pure; time is an
 * argument.
 *
 *   taken      up to PD_FLOOD_SECOND in a second and PD_FLOOD_MINUTE in a minute
 *   refused    the next PD_FLOOD_REFUSED in that minute: whoever sends is told
 *   ignored    all that come then
 *
 * A second, and a minute, begins with the first command after the one before.
 */
#pragma once

#include "purposed/time.h"

/* Somebody's fingers make five a second; a dashboard that sets everything at once, a dozen. */
#define PD_FLOOD_SECOND 20
#define PD_FLOOD_MINUTE 100
#define PD_FLOOD_REFUSED 20

enum pd_flood_verdict { PD_FLOOD_TAKE, PD_FLOOD_REFUSE, PD_FLOOD_IGNORE };

struct pd_flood {
        pd_usec second_ends, minute_ends; /* all 0: nothing came yet */
        int in_second, in_minute; /* taken */
        int refused;              /* in this minute */
};

enum pd_flood_verdict pd_flood_judge(struct pd_flood *flood, pd_usec now);
