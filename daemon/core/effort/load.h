/* SPDX-License-Identifier: MIT */
/*
 * What a session costs the body: Banister's training impulse (TRIMP), minutes
 * weighted by how far the heart is on its way from rest to its highest rate.
 */
#pragma once

#include "purposed/athlete.h"
#include "purposed/time.h"

/* A heart rate stands for the time until the next, but for no more than this. */
#define PD_LOAD_HOLD_MOST (10 * PD_SEC)

struct pd_load {
        int32_t rest_bpm, max_bpm;
        int32_t sex; /* enum pd_sex */
        bool heard;
        double trimp;
};

void pd_load_init(struct pd_load *load, const struct pd_athlete *athlete);
/* The heart was at BPM, and nothing else was heard for HELD. */
void pd_load_add(struct pd_load *load, int32_t bpm, pd_usec held);
/* Tenths; PD_UNKNOWN without a heart rate, or without the two ends of the athlete's. */
int32_t pd_load_trimp_tenths(const struct pd_load *load);
