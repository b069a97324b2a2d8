/* SPDX-License-Identifier: MIT */
/*
 * What an athlete's sessions of the last weeks have shown, read from the record
 * once: a summary costs some 50 us to read here, a Pi Zero twenty times that, and
 * the loop waits for it.
 */
#pragma once

#include "store/store.h"

#include "core/anchors/conclusion.h"

/* Two a day for eight weeks. */
#define PD_RECALLED_MAX 112

/* Filled with 0 it has read nothing. */
struct pd_recalled {
        size_t n;
        struct pd_recalled_id {
                char session[PD_SESSION_ID_SIZE];
                int32_t revision; /* as read; 0: it could not be */
        } *ids;
        struct pd_shown *shown; /* likewise, the last first */
};

/* As the record has it on the day TODAY; of many sessions the last. What memory or
 * the record do not give is not there. */
void pd_recalled_renew(struct pd_recalled *recalled, struct pd_store *store, const char *athlete, pd_day today);
void pd_recalled_clear(struct pd_recalled *recalled);
