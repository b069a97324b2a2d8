/* SPDX-License-Identifier: MIT */
/* An instant as files write it, by ISO 8601: "2016-04-10T18:40:58.125+01:00". */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>

/* All of TEXT, which ends with a NUL: microseconds since 1970 UTC, and local
 * time minus UTC, PD_UNKNOWN where it ends with Z or with nothing. From 1970 to
 * 9999; false for anything else, and RET as it was. */
bool pd_instant_read(const char *text, pd_usec *ret, int32_t *ret_offset_s);
