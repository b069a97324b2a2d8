/* SPDX-License-Identifier: MIT */
/*
 * What the files of anchors share and nobody else sees.
 *
 *   anchors.c           what is kept, what is proposed
 *   anchors_recalled.c  what sessions have shown
 *   anchors_kept.c      as a file says it
 *   anchors_page.c      what an athlete has, shown
 *   anchors_orders.c    list, accept, decline, set, unset
 */
#pragma once

#include "anchors.h"
#include "anchors_recalled.h"

#include "core/anchors/offer.h"

struct pd_anchors {
        const struct pd_anchors_context *context;
        struct pd_kept_anchors *kept; /* by the configuration's athletes; so is the next */
        struct pd_recalled *recalled;
};

/* NULL: she is not configured. */
const struct pd_config_athlete *pd_anchors_config(const struct pd_anchors *anchors, const char *athlete);
struct pd_kept_anchors *pd_anchors_kept(const struct pd_anchors *anchors, const char *athlete);

/* Writes the file. */
void pd_anchors_keep(const struct pd_anchors *anchors, const char *athlete);

/* What her sessions of the last weeks propose, declined or not. 0 where nobody knows the day. */
size_t pd_anchors_offers(const struct pd_anchors *anchors, const char *athlete, struct pd_offer ret[static PD_OFFERS_MAX]);

/* Is it no more than what she declined? */
bool pd_anchors_is_declined(const struct pd_kept_anchors *kept, const struct pd_offer *offer);

/* ---- what she has, shown ---- */

#define PD_ANCHORS_VALUE_SIZE 96

struct pd_anchors_page {
        const struct pd_anchors *anchors;
        const struct pd_config_athlete *config;
        const struct pd_kept_anchors *kept;
        struct pd_athlete today; /* with what is estimated: what the next session is judged by */
        struct pd_athlete known; /* without */
        size_t n_offers;
        struct pd_offer offers[PD_OFFERS_MAX];
};

/* Of one who is configured. */
void pd_anchors_page_open(const struct pd_anchors *anchors, const char *athlete, struct pd_anchors_page *ret);
bool pd_anchors_page_is_configured(const struct pd_anchors_page *page, const struct pd_setting *setting);
const struct pd_offer *pd_anchors_page_offer(const struct pd_anchors_page *page, const struct pd_setting *setting); /* or NULL */

/* Of one who is configured; "": of everybody. */
void pd_anchors_page_list(const struct pd_anchors *anchors, const char *athlete, struct pd_reply *reply);

/* "3.610 m/s (4:37 min/km) ± 0.140, field", and as purposed.conf takes it: "lt1_hr = 152 +-4 field". */
void pd_anchors_write_value(const struct pd_setting *setting, const struct pd_anchor *anchor, int32_t units,
        char ret[static PD_ANCHORS_VALUE_SIZE]);
void pd_anchors_write_line(const struct pd_setting *setting, const struct pd_anchor *anchor, char ret[static PD_ANCHORS_VALUE_SIZE]);
