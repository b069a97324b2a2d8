/* SPDX-License-Identifier: MIT */
/*
 * Anchors that cannot all be true: LT1 < LT2 < HRmax, and of speeds likewise.
 */
#pragma once

#include "purposed/athlete.h"

#define PD_CONTRADICTIONS_MAX 11

/* What must be below what; keys of settings. */
struct pd_contradiction {
        const char *low, *high;
};

/* How many; an anchor that is not known contradicts nothing. */
size_t pd_athlete_contradictions(const struct pd_athlete *athlete, struct pd_contradiction ret[static PD_CONTRADICTIONS_MAX]);
