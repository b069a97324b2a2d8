/* SPDX-License-Identifier: MIT */
/*
 * A session's id: 20261122T101503Z, the second of its start.
 *
 *   20261122T101503Zb   the second one that began in it; the third has c
 *   t123-0f3a91c4       without a wall clock: the second of the engine's time, which comes
 *                       again after each boot, and the beginning of the boot's id
 *   t123                nor is the boot known
 */
#pragma once

#include "purposed/event.h"

struct pd_name_origin {
        pd_usec real;        /* PD_NEVER: no wall clock */
        int64_t second;      /* of the engine's time */
        const char *boot_id; /* "": unknown */
        const char *taken;   /* the name given last; "" */
};

void pd_name_session(const struct pd_name_origin *origin, char ret[static PD_SESSION_ID_SIZE]);
