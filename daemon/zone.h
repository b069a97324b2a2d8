/* SPDX-License-Identifier: MIT */
/*
 * Time zones by name: what the local clock shows at an instant, and when it
 * shows what. The C library knows one zone at a time, that of TZ; here it
 * is lent to another one for the length of a question. Others may read the
 * environment meanwhile, so nothing is ever moved in it: TZ stands in a
 * buffer of ours whose text is rewritten. Only the loop's thread asks, and
 * no other thread of this process turns instants into local times.
 *
 * NAME "" is the machine's own zone: TZ as it was at the start, else
 * /etc/localtime as it is now.
 */
#pragma once

#include "purposed/date.h"

#include <stdbool.h>

/* "Europe/Berlin", and the machine has it. */
bool pd_zone_valid(const char *name);

/* Local time minus UTC, in seconds, at REAL, microseconds since 1970. */
int32_t pd_zone_offset(const char *name, pd_usec real);

/* The first instant at which the local clock shows MINUTE of DAY, or later.
 * Where it is put forward over that time, the instant at which it is; where
 * it is put back, the first of the two. */
pd_usec pd_zone_moment(const char *name, pd_day day, int32_t minute);

/* The day of an instant. It begins at the moment STARTS, and no later day
 * has begun: it never goes back, as the local clock does. */
pd_day pd_zone_day(const char *name, pd_usec real, int32_t starts);

/* The first instant after FROM and not after UNTIL, at most some weeks
 * later, from which another offset holds; PD_NEVER. */
pd_usec pd_zone_change(const char *name, pd_usec from, pd_usec until);
