/* SPDX-License-Identifier: MIT */
/*
 * The RR intervals of an unbroken stretch, and which of them are artefacts:
 * Lipponen & Tarvainen 2019, "A robust algorithm for heart rate variability
 * time series artefact correction using novel beat classification", J Med Eng
 * Technol 43:173-181.
 *
 *   oldest ─────────────────────────────────── newest
 *          classed for good  ┆  by what is known
 *                            ├──── 51 ────────┤
 *
 * A beat is judged among the 45 before and the 45 after it. At the newest edge
 * the later ones have not been yet: pd_rr_finish judges by those that have,
 * on a copy; once they are there, the beat is judged anew and for good.
 *
 * In whole milliseconds: what recordings hold and the usual implementations
 * count in. 1/1024 s is finer, so that a millisecond survives the way
 * through a strap's unit.
 */
#pragma once

#include "core/signal/ranked.h"

#include <stdint.h>

/* What a heart can do, in ms: 250 and 30 bpm. */
#define PD_RR_LEAST_MS 240
#define PD_RR_MOST_MS 2000

/* Two minutes at 250 bpm, and some before them to judge these by. */
#define PD_RR_BEATS 520
#define PD_RR_LAG 51   /* beats until a beat is classed for good */
#define PD_RR_RECENT 64  /* those whose thresholds are needed */
#define PD_RR_STRETCH 128 /* those in the window, around the one that is judged */

enum pd_beat {
        PD_BEAT_NORMAL,
        PD_BEAT_ECTOPIC,
        PD_BEAT_MISSED,     /* one was not seen: the interval holds two */
        PD_BEAT_EXTRA,      /* one was seen that was none: it ends this interval */
        PD_BEAT_LONG_SHORT, /* it was seen at the wrong instant */
        PD_BEAT_TOO_SHORT,  /* among its neighbours it is normal, for a heart it is not */
};

/* Rings by the number of the beat; all zero: empty. */
struct pd_rr {
        uint32_t n;       /* beats until now; the newest is n - 1 */
        uint32_t decided; /* the first that is not classed for good */
        int16_t ms[PD_RR_BEATS];
        uint8_t class[PD_RR_BEATS];
        int16_t off_median[PD_RR_STRETCH]; /* in 1/2 ms, doubled below 0 */
        int16_t median[PD_RR_RECENT];      /* of eleven, in 1/2 ms */
        int16_t step_iqr[PD_RR_RECENT];    /* of |dRR|, in 1/4 ms */
        int16_t off_iqr[PD_RR_RECENT];     /* of |off_median|, in 1/8 ms */
        struct pd_ranked steps, offs, around; /* |dRR|, |off_median| and, for the median, the intervals */
};

void pd_rr_init(struct pd_rr *rr);
/* A longer one than a heart can wait counts as the longest that it can. A shorter
 * one stays what it is, the part of a beat before an extra one, and is never normal. */
void pd_rr_add(struct pd_rr *rr, int32_t ms);
/* Classes what is there, also at the newest edge; nothing is added afterwards. */
void pd_rr_finish(struct pd_rr *rr);

/* Of beat I, which is one of the last PD_RR_BEATS. */
int32_t pd_rr_ms(const struct pd_rr *rr, uint32_t i);
enum pd_beat pd_rr_class(const struct pd_rr *rr, uint32_t i);
/* The first beat that is still kept. */
uint32_t pd_rr_first(const struct pd_rr *rr);
