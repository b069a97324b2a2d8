/* SPDX-License-Identifier: MIT */
/*
 * What one session shows of its runner's thresholds: a few numbers that its
 * summary keeps. Weeks of them make a proposal; none changes anything by itself.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The best mean speed over each of these; 2 to 15 min are what critical speed
 * is fitted to; a minute and twenty tell a repeat, and an hour, from an effort. */
#define PD_STRETCHES 10

extern const int32_t pd_stretch_seconds[PD_STRETCHES];

struct pd_stretch {
        int32_t speed_mm_s; /* PD_UNKNOWN: it was not run, or not measured throughout */
        int32_t hr_bpm;     /* at its end; PD_UNKNOWN */
        bool whole;         /* an effort of just this length: no part of a longer one, with no rest in it */
};

struct pd_crossing {
        int32_t bpm, width_bpm; /* PD_UNKNOWN */
};

struct pd_proof {
        uint32_t anchors;    /* pd_athlete_anchors_version() of those that it was judged by; 0: it is not told */
        bool all_out;        /* a race or a test: meant to be */
        int32_t hr_held_bpm; /* highest, held for half a minute; PD_UNKNOWN */
        struct pd_crossing test; /* mean of the last 20 min of a 30-min test, and its scatter */
        int32_t test_speed_mm_s; /* mean of all 30; PD_UNKNOWN */
        struct pd_crossing lt1, lt2; /* where alpha-1 crossed 0.75 and 0.5 in a ramp */
        struct pd_stretch stretches[PD_STRETCHES];
};

/* Nothing is shown. */
void pd_proof_init(struct pd_proof *proof);
