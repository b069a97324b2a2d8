/* SPDX-License-Identifier: MIT */
/*
 * What the sessions of some weeks say of a runner's anchors, whatever is set:
 * each with its width, how it is known, and why.
 */
#pragma once

#include "core/anchors/offer.h"

/* As pd_offers_of(): how many. ATHLETE's highest heart rate tells which efforts were all that she had. */
size_t pd_conclusions_of(const struct pd_athlete *athlete, const struct pd_shown *sessions, size_t n, bool calibrated,
        struct pd_offer ret[static PD_OFFERS_MAX]);

/* Was a highest heart rate, held for half a minute, higher than the one that is
 * SET, and not by so much that one session alone is not believed? */
bool pd_hr_max_is_exceeded(const struct pd_anchor *set, int32_t held_bpm);
