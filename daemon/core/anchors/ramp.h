/* SPDX-License-Identifier: MIT */
/*
 * DFA-alpha1 against heart rate while the effort rises: where the line
 * through them crosses 0.75 is LT1, where it crosses 0.5 LT2 (Rogers et al.
 * 2020: VT1 at 152, alpha-1 of 0.75 at 154 bpm, r = 0.96, n = 15). Only a
 * ramp tells: on a steady run alpha-1 wanders at one heart rate.
 *
 *   alpha1  1.0 ·  .
 *          0.75 ────· .───────────
 *           0.5 ───────┼─·─.──────
 *                     LT1   LT2   bpm
 */
#pragma once

#include "purposed/proof.h"
#include "purposed/time.h"

struct pd_ramp {
        pd_usec since, last, top_at; /* PD_NEVER: none rises */
        int32_t low_bpm, top_bpm;
        pd_usec first, latest; /* of the values that the line is laid through */
        double n, h, a, hh, ha, aa; /* their sums, heart rate from low_bpm on */
        struct pd_crossing lt1, lt2; /* the narrowest of the ramps that are over */
};

void pd_ramp_init(struct pd_ramp *ramp);
/* A value of alpha-1 in thousandths, with the mean heart rate of the same two
 * minutes. */
void pd_ramp_add(struct pd_ramp *ramp, pd_usec at, int32_t hr_bpm, int32_t alpha_milli);
/* The narrowest crossings, that of a ramp which still rises among them. */
void pd_ramp_show(const struct pd_ramp *ramp, struct pd_crossing *ret_lt1, struct pd_crossing *ret_lt2);
