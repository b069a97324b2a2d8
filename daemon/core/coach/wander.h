/* SPDX-License-Identifier: MIT */
/*
 * How far a runner's speed or power strays by itself: hills, corners, a pod's or
 * a watch's own noise. Half minutes are averaged, and what each differs from
 * the one before is kept for ten minutes.
 *
 *   ├─ 30 s ─┼─ 30 s ─┼─ 30 s ─┤      |b - a|/ā, |c - b|/b̄, ...: their mean
 *       a        b        c
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_WANDER_STEPS 20 /* of half a minute: ten minutes */

struct pd_wander {
        int64_t sum;    /* mm/s or W, of the half minute that is filling */
        int32_t n, seconds;
        int32_t before; /* mean of the half minute before; 0 = none */
        int16_t steps[PD_WANDER_STEPS]; /* a ring, in tenths of a permille */
        size_t n_steps, next;
        size_t marked;  /* the latest of them, since the mark */
};

/* All zero: nothing is known. VALUE: PD_UNKNOWN where nothing is heard, or she does not run. */
void pd_wander_second(struct pd_wander *wander, int32_t value);

/* What follows is not to be compared with what was: another step, a pause. */
void pd_wander_break(struct pd_wander *wander);

/* What comes from here on may turn out to be no straying, but meant: then it is taken back. */
void pd_wander_mark(struct pd_wander *wander);
void pd_wander_take_back(struct pd_wander *wander);

/* Tenths of a permille; PD_UNKNOWN in the first minutes. */
int32_t pd_wander_mean(const struct pd_wander *wander);
