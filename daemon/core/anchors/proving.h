/* SPDX-License-Identifier: MIT */
/*
 * What a session proves of its runner, gathered second by second: fast
 * stretches, a 30-min test, ramps of alpha-1.
 */
#pragma once

#include "core/anchors/ramp.h"
#include "core/anchors/stretches.h"

#include "purposed/plan.h"

struct pd_proving {
        struct pd_stretches stretches;
        struct pd_ramp ramp;
        size_t test; /* the step that is a 30-min test; PD_PROVING_NO_TEST */
        bool all_out;
        int32_t test_s;                  /* of it */
        int32_t heart_s, speed_s;        /* of those that count, with a value */
        int64_t heart_sum, heart_squares, speed_sum;
};

#define PD_PROVING_NO_TEST SIZE_MAX

/* A workout is a test if its title or its id says so, a step if its cue does. */
void pd_proving_init(struct pd_proving *proving, const struct pd_workout *workout);

/* One moving second; PD_UNKNOWN for what is not heard. STEP: where in the
 * workout she is, or any number beyond. */
struct pd_proving_second {
        pd_usec at;
        int32_t hr_bpm, hr_mean_bpm; /* now; of the last half minute */
        int32_t speed_mm_s;
        size_t step;
};
void pd_proving_second(struct pd_proving *proving, const struct pd_proving_second *second);

void pd_proving_show(const struct pd_proving *proving, struct pd_proof *ret);
