/* SPDX-License-Identifier: MIT */
/*
 * The case against one witness' reading of a target: how much speaks for her
 * being off it. A case is built second by second by the witness' own rule
 * (prompt_case: speed, power; heart_case: heart rate); the excursion speaks when one is
 * proven.
 *
 *            beyond the tolerance     sure enough     worth a word
 *   CLEAR ───────────────────▶ OPEN ─────────▶ SHOWN ─────────▶ PROVEN
 *     ▲                          │               │                 │
 *     └──────────────────────────┴───────────────┴─────────────────┘
 *                    back within the bound, for long enough
 */
#pragma once

#include "purposed/time.h"

/* How far beyond a bound she may be before anybody says that she is off it.
 * Hysteresis beats debounce: on 14 h of real easy runs, a raw ceiling chatters
 * 13.3 times an hour, a 10-s dwell alone 11.5, with 2 bpm of hysteresis 6.6. */
#define PD_PROMPT_TOLERANCE_PERCENT 2 /* of speed, of power */
#define PD_HR_TOLERANCE_BPM 2

/* A value that dips back within the bound for a breath is still off it: so many seconds end it. */
#define PD_CASE_BACK_S 8

/* On which side of a target she is off it. */
enum pd_side { PD_SIDE_NONE, PD_SIDE_OVER, PD_SIDE_UNDER };

enum pd_case_stage {
        PD_CASE_CLEAR,  /* on the target, or nothing can be told */
        PD_CASE_OPEN,   /* off it; it may be nothing */
        PD_CASE_SHOWN,  /* it is shown in `live` */
        PD_CASE_PROVEN, /* it is worth a word; stays so until it is clear again */
};

struct pd_case {
        enum pd_case_stage stage;
        pd_usec since;      /* when she left the target; PD_NEVER while CLEAR */
        pd_usec back_since; /* within the bound again, the case not yet closed; PD_NEVER while off or CLEAR */
};

#define PD_CASE_NONE ((struct pd_case) {.stage = PD_CASE_CLEAR, .since = PD_NEVER, .back_since = PD_NEVER})
