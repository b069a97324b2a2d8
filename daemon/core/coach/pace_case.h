/* SPDX-License-Identifier: MIT */
/*
 * The case that speed makes (case.h): excess × time, where the excess
 * saturates. What is 3 % off says as much as what is 15 %, so that a large one
 * is told fast, a small one slowly, and a surge of 20 s (a road, a stride)
 * not at all.
 *
 *   beyond  3 % ┈┈┈┈┈┈┈┈┈╱▒▒▒▒▒▒▒▒▒▒▒   counts as 3 %
 *   the     2 % ┈┈┈┈┈┈┈┈╱▒▒▒▒▒▒▒▒▒▒▒▒   opens the case
 *   bound   0 % ───────╱▒▒▒▒▒▒▒▒▒▒▒▒▒
 *                      │  │         └ proven: 3 % × patience
 *                      │  └ shown: 10 % × s
 *                      └ within the bound it drains, by up to 8 % a second
 *
 * How patient it is depends on the day, and on how clean her speed is: where
 * it strays by itself (wander.h), most of what goes beyond the bound comes
 * back by itself, and the case waits for it.
 *
 * A rep is short, and its pace is the point: there the mean of 15 s decides,
 * from 10 s into it on, when she has had the time to get up to speed.
 */
#pragma once

#include "core/coach/case.h"
#include "core/coach/wander.h"

#include <stdint.h>

enum pd_patience {
        PD_PATIENCE_REP,      /* her pace is what the step is for */
        PD_PATIENCE_RECOVERY, /* too fast is what this day is not for */
        PD_PATIENCE_STEADY,
};

#define PD_PACE_RECENT_S 15

struct pd_pace_case {
        struct pd_case told;
        enum pd_side side; /* NONE while CLEAR */
        int32_t evidence;  /* tenths of a permille × s */
        int32_t off_s;     /* heard seconds since the case was opened */
        int64_t sum;       /* of what they were off by, tenths of a permille */
        int32_t back_s;    /* the last ones of them, within the bound */
        int32_t step_s;    /* since the step began */
        int32_t recent[PD_PACE_RECENT_S]; /* a ring: mm/s */
        int32_t n_recent, next_recent;
        struct pd_wander wander;
};

/* One second: what is asked, and what is done. */
struct pd_pace_second {
        pd_usec now;
        pd_usec crossed;        /* the first of the frames in a row beyond the tolerance; PD_NEVER */
        int32_t speed_mm_s;     /* of the last seconds; PD_UNKNOWN where none may accuse */
        int32_t newest_mm_s;    /* the last frame's; PD_UNKNOWN */
        int32_t ceiling_mm_s;   /* 0 = open, as the next */
        int32_t floor_mm_s;
        bool borne_out;         /* the heart is above its ceiling, too: half the tolerance, and what is over counts twice */
        enum pd_patience patience;
};

/* At the start of a session: nothing was asked before. */
void pd_pace_case_init(struct pd_pace_case *pace);

/* Another step, or a pause: nothing is off, and she needs some seconds to change her speed. */
void pd_pace_case_forget(struct pd_pace_case *pace);

/* She has complied, or it was nothing. */
void pd_pace_case_close(struct pd_pace_case *pace);

/* The mean of the last 15 s of this step, the first 10 s left out; PD_UNKNOWN until there are as many. mm/s. */
int32_t pd_pace_case_recent(const struct pd_pace_case *pace);

/* Does it wait longer, because her speed strays by itself? */
bool pd_pace_case_strays(const struct pd_pace_case *pace);

enum pd_case_stage pd_pace_case_second(struct pd_pace_case *pace, const struct pd_pace_second *second);
