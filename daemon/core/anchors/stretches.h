/* SPDX-License-Identifier: MIT */
/*
 * The fastest stretches of a session: over each of a few lengths of time the
 * best mean speed, found as she runs. A pause ends them all.
 *
 *   slots of two seconds, a ring     ┌──── 1200 s ────┐
 *   ░░░░░░▒▒▓▓▓▓▓▓▓▓▒▒░░░░░░░░░░░░░░░░░░░░░▒▒▓▓▓▓▓▓▓▓▒▒ now
 *                                             └ 180 s ─┘
 */
#pragma once

#include "purposed/proof.h"
#include "purposed/time.h"

#include <stddef.h>

#define PD_STRETCH_SLOT_S 2
#define PD_STRETCH_SLOTS (1200 / PD_STRETCH_SLOT_S)

/* Above, it is no runner's minute but a spike of the GPS, which makes 400 m
 * bests that nobody ran: as the bounds of an athlete's speeds. */
#define PD_STRETCH_SPEED_MOST 7500

struct pd_stretches {
        uint16_t slots[PD_STRETCH_SLOTS]; /* mm in each; MISSING is set where something lacked */
        int32_t n;                        /* slots since the last gap */
        int32_t sum_mm[PD_STRETCHES], missing[PD_STRETCHES];
        struct pd_stretch best[PD_STRETCHES];
        int32_t best_end[PD_STRETCHES]; /* second of the session's moving time */
        int32_t second;
        pd_usec last;         /* PD_NEVER */
        int32_t half_mm;      /* of a slot that has had one second */
        bool halfway, half_missing;
        bool strap; /* a heart was heard: where it is not, nothing is proven */
};

void pd_stretches_init(struct pd_stretches *stretches);
/* The second that ends at AT: its way, and the mean heart rate until then. PD_UNKNOWN for either. */
void pd_stretches_second(struct pd_stretches *stretches, pd_usec at, int32_t mm, int32_t hr_bpm);
/* Into RET, with those marked that are efforts of their own. */
void pd_stretches_show(const struct pd_stretches *stretches, struct pd_stretch ret[static PD_STRETCHES]);
