/* SPDX-License-Identifier: MIT */
/*
 * The case that a prompt witness makes (case.h), speed or power: what she does
 * shows in it at once. It is excess × time, where the excess
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
 * How patient it is depends on the day, and on how clean the witness is: where
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

#define PD_PROMPT_RECENT_S 15

struct pd_prompt_case {
        struct pd_case told;
        enum pd_side side; /* NONE while CLEAR */
        int32_t evidence;  /* tenths of a permille × s */
        int32_t off_s;     /* heard seconds since the case was opened */
        int64_t sum;       /* of what they were off by, tenths of a permille */
        int32_t back_s;    /* the last ones of them, within the bound */
        int32_t step_s;    /* since the step began */
        int32_t recent[PD_PROMPT_RECENT_S]; /* a ring: mm/s or W, as the next */
        int32_t n_recent, next_recent;
        struct pd_wander wander;
};

/* One second: what is asked, and what is done. */
struct pd_prompt_second {
        pd_usec now;
        pd_usec crossed;        /* the first of the frames in a row beyond the tolerance; PD_NEVER */
        int32_t mean;           /* of the last seconds; PD_UNKNOWN where none may accuse */
        int32_t newest;         /* the last frame's; PD_UNKNOWN */
        int32_t ceiling;        /* 0 = open, as the next */
        int32_t floor;
        bool borne_out;         /* the heart is above its ceiling, too: half the tolerance, and what is over counts twice */
        bool walks;             /* or stands: that says nothing of how her running strays */
        enum pd_patience patience;
};

/* At the start of a session: nothing was asked before. */
void pd_prompt_case_init(struct pd_prompt_case *self);

/* Another step, or a pause: nothing is off, and she needs some seconds to change her speed. */
void pd_prompt_case_forget(struct pd_prompt_case *self);

/* She has complied, or it was nothing. */
void pd_prompt_case_close(struct pd_prompt_case *self);

/* The mean of the last 15 s of this step, the first 10 s left out; PD_UNKNOWN until there are as many. */
int32_t pd_prompt_case_recent(const struct pd_prompt_case *self);

/* Does it wait longer, because what it measures strays by itself? */
bool pd_prompt_case_strays(const struct pd_prompt_case *self);

enum pd_case_stage pd_prompt_case_second(struct pd_prompt_case *self, const struct pd_prompt_second *second);
