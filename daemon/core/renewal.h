/* SPDX-License-Identifier: MIT */
/*
 * A sensor that may have come back under a new address, as an order and a
 * trace have it: "renewal C0:00:00:00:00:01 D0:00:00:00:00:09 Polar H10
 * 8C4CAF2E". The athlete is asked whether it is so.
 */
#pragma once

#include "purposed/id.h"

struct pd_renewal {
        char was[PD_ADDRESS_SIZE], is[PD_ADDRESS_SIZE];
        char name[PD_TEXT_SIZE]; /* what it calls itself, as far as there is room in an order */
};

void pd_renewal_write(const struct pd_renewal *renewal, char ret[static PD_TEXT_SIZE]);
int pd_renewal_read(const char *text, struct pd_renewal *ret); /* 0 or -EINVAL */

/* "battery-c00000000001": about that sensor, whichever the new address is. */
void pd_renewal_tag(const struct pd_renewal *renewal, char ret[static PD_ID_SIZE]);
