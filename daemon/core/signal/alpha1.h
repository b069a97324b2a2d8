/* SPDX-License-Identifier: MIT */
/*
 * DFA-alpha1 as it goes: a number that falls as effort grows, through 0.75
 * near LT1 and 0.5 near LT2. It looks back two minutes and knows nothing of
 * the last seconds: a slow witness, never the sole one.
 *
 *   every 5 s:  artefacts mended ─▶ trend taken out ─▶ DFA of two minutes
 *               known while fewer than 3 % of the beats are artefacts, none
 *               is left, and the intervals bear out the strap's heart rate
 */
#pragma once

#include "core/signal/beats.h"

/* It looks back so far: Rogers et al. 2021, Front Physiol 11:596567. */
#define PD_ALPHA1_LOOK_S 120

/* What is computed, told with the value: others' variants differ by 0.1. */
#define PD_ALPHA1_VARIANT "120 s, boxes 4-16, smoothness priors 500"

/* Rogers et al. 2021 (first threshold); the second by
 * the same group, as FatMaxxer and Runalyze have it. In thousandths. */
#define PD_ALPHA1_LT1 750
#define PD_ALPHA1_LT2 500

/* Of one look back. PD_UNKNOWN for what is not known. */
struct pd_alpha1 {
        pd_usec at;                 /* of the look; PD_NEVER: none yet */
        int32_t artefacts_permille; /* of the beats of up to two minutes */
        int32_t milli;              /* the value in thousandths */
        int32_t hr_tenths;          /* mean of the same two minutes, by the intervals, in tenths of a bpm */
        bool steady;                /* heart rate moved by less than 5 bpm in them */
};

void pd_alpha1_init(struct pd_alpha1 *alpha1);
/* Each whole second of trace time. */
void pd_alpha1_second(struct pd_alpha1 *alpha1, const struct pd_beats *beats, pd_usec now);
/* The last SPAN_MS of RR, of which no beat before FROM counts; the instant is the caller's. */
void pd_alpha1_look(const struct pd_rr *rr, uint32_t from, int32_t span_ms, struct pd_alpha1 *ret);

/* What may be shown: of the last seconds, and the value only of a steady heart. PD_UNKNOWN. */
int32_t pd_alpha1_milli(const struct pd_alpha1 *alpha1, pd_usec now);
int32_t pd_alpha1_artefacts_permille(const struct pd_alpha1 *alpha1, pd_usec now);
