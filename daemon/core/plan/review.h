/* SPDX-License-Identifier: MIT */
/*
 * What a coach would say of a plan that reads well. Nothing here forbids
 * anything: each finding is one kind sentence.
 */
#pragma once

#include "core/plan/plan.h"

#define PD_REVIEW_MAX 16

struct pd_review_finding {
        uint32_t line; /* 0 = the plan as a whole */
        char text[200];
        int32_t n_more_weeks; /* of which the same is true, for the same line */
};

struct pd_review {
        size_t n;
        struct pd_review_finding items[PD_REVIEW_MAX];
};

/* TODAY may be PD_DAY_NONE where nobody knows it. */
void pd_review_plan(const struct pd_plan *plan, pd_day today, struct pd_review *ret);
