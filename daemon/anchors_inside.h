/* SPDX-License-Identifier: MIT */
/*
 * What the files of anchors share and nobody else sees.
 *
 *   anchors.c           what is kept, what is proposed
 *   anchors_recalled.c  what sessions have shown
 *   anchors_kept.c      as a file says it
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
