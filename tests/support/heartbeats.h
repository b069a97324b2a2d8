/* SPDX-License-Identifier: MIT */
/*
 * Beats of a heart that breathes, made up: intervals around a mean, longer and
 * shorter in turn, and what a strap makes of them when it errs.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define HEARTBEATS_MAX 1200

struct heartbeats {
        size_t n;
        int32_t ms[HEARTBEATS_MAX];
};

/* N intervals around MEAN_MS; each breath takes PERIOD beats and moves them by DEPTH_MS. */
void heartbeats_breathe(struct heartbeats *ret, size_t n, int32_t mean_ms, double period, double depth_ms);

/* Interval I is taken for two, the first of which takes PERCENT of it. */
void heartbeats_extra(struct heartbeats *beats, size_t i, int32_t percent);
/* Intervals I and I + 1 are taken for one. */
void heartbeats_missed(struct heartbeats *beats, size_t i);
/* The beat after interval I comes early by PERCENT of it, the next in its time. */
void heartbeats_early(struct heartbeats *beats, size_t i, int32_t percent);
