/* SPDX-License-Identifier: MIT */
#include "core/claim.h"

static bool
has_started(const struct pd_claimant *claimant)
{
        return claimant->running && claimant->started;
}

static bool
has_strap(const struct pd_claimant *claimant)
{
        return claimant->strap_live;
}

/* How many are so, and the last of them. */
static size_t
count(const struct pd_claimant *claimants, size_t n, bool (*is_so)(const struct pd_claimant *), int *ret_last)
{
        size_t found = 0;

        for (size_t i = 0; i < n; i++)
                if (is_so(&claimants[i])) {
                        *ret_last = (int) i;
                        found++;
                }
        return found;
}

int
pd_claim_decide(const struct pd_claimant *claimants, size_t n, int holder)
{
        int last = PD_CLAIM_NOBODY;
        size_t found;

        if (holder != PD_CLAIM_NOBODY && claimants[holder].running)
                return holder;
        found = count(claimants, n, has_started, &last);
        if (found == 0)
                found = count(claimants, n, has_strap, &last);
        return found == 1 ? last : PD_CLAIM_NOBODY;
}
