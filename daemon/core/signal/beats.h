/* SPDX-License-Identifier: MIT */
/*
 * The beats that a strap tells of, frame by frame, for as long as none is
 * lost: a lost frame, silence or lost contact begins a new stretch. What was
 * not heard is never bridged by a long interval.
 */
#pragma once

#include "core/signal/rr.h"

#include "purposed/sample.h"
#include "purposed/time.h"

#include <stdbool.h>

#define PD_BEATS_FRAMES 20 /* kept */
#define PD_BEATS_NEWEST 11

/* Further apart from the strap's word, in bpm, and they are not of the heart that it
 * tells of: in nine recordings 99 % of all windows lay within 4, in the worst of
 * them 92 %. */
#define PD_BEATS_APART_MOST 10

struct pd_beats {
        struct pd_rr rr;
        uint32_t whole; /* the first beat from which on none was longer than a heart can wait */
        uint32_t n_frames; /* of this stretch */
        pd_usec at;    /* the newest frame's; PD_NEVER */
        pd_usec usual; /* running mean of the intervals; 0 before the second frame */
        int32_t hr_bpm; /* by the newest frame; PD_UNKNOWN */
        int16_t newest_ms[PD_BEATS_NEWEST]; /* a ring; a lost frame, or a strap that never tells of all, does not matter here */
        uint32_t n_newest;
        pd_usec told; /* when the newest of them came */
        int32_t behind_ms[PD_BEATS_FRAMES]; /* a ring: time since the frame before, less the intervals that it told */
};

void pd_beats_init(struct pd_beats *beats);
/* HR_BPM: PD_UNKNOWN if nothing was measured, or without skin. */
void pd_beats_frame(struct pd_beats *beats, pd_usec at, int32_t hr_bpm, const struct pd_sample *samples, size_t n);

/* Does the stretch reach to NOW, as far as can be told? */
bool pd_beats_fresh(const struct pd_beats *beats, pd_usec now);

/* Heart rate by the newest frame's word, less that of the newest intervals: the median
 * of eleven, which a missed or an extra beat does not move. In bpm; PD_UNKNOWN
 * without intervals. */
int32_t pd_beats_hr_apart(const struct pd_beats *beats);
