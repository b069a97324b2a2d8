/* SPDX-License-Identifier: MIT */
/* The last sentence of each session that is under way, for those who begin to
 * listen in the middle of one. */
#pragma once

#include "purposed/id.h"
#include "purposed/pump.h"

struct pd_said {
        size_t n;
        struct {
                char athlete[PD_ID_SIZE];
                char *json;
        } items[PD_ATHLETES_MAX];
};

/* Copies, in place of what was there; JSON NULL forgets. Without memory it is
 * forgotten, too. */
void pd_said_keep(struct pd_said *said, const char *athlete, const char *json);
void pd_said_clear(struct pd_said *said);
