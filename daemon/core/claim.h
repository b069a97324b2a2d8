/* SPDX-License-Identifier: MIT */
/*
 * Whose run a shared sensor measures: decided by what speaks for each of
 * those who share it, and never guessed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PD_CLAIM_NOBODY (-1)

/* Of one who shares the sensor. */
struct pd_claimant {
        bool running;    /* her session counts */
        bool started;    /* ... by her own word */
        bool strap_live; /* a strap of her own is heard */
};

/* Who has it, given who has had it, as indices:
 *
 *   1. who has it, while she runs
 *   2. the only one who sent start
 *   3. the only one whose own strap is live, if nobody sent start
 *
 * else PD_CLAIM_NOBODY: it is to be asked. */
int pd_claim_decide(const struct pd_claimant *claimants, size_t n, int holder);
