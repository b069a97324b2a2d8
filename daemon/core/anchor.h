/* SPDX-License-Identifier: MIT */
/*
 * The textual form of an anchor: its value, and where the athlete says so,
 * how wide it is and how it is known.
 *
 *   152          152 test         152 +-8 estimated       152 +-3%
 *   2.90         2.90 m/s test    9:15/mi +-3% field      5:45/km +-0.1
 *   185 m        185 m +-40 field
 *   240 W        240 W test       240 W +-5%
 *   ^ value      ^ m/s, pace, m, W         ^ % of the value, or its unit
 */
#pragma once

#include "purposed/athlete.h"

/* Longest form: "12345.678 m/s +-12345.678 estimated" and NUL. */
#define PD_ANCHOR_TEXT_SIZE 64

enum pd_anchor_unit { PD_ANCHOR_BPM, PD_ANCHOR_MM_S, PD_ANCHOR_M, PD_ANCHOR_W };

/* SPREAD: half-width of an estimated value in 1/1000 of it, for a text that
 * gives no width. 0, -EINVAL (no such form) or -ERANGE (a number too large
 * for any runner, or a width above the value). */
int pd_anchor_parse(const char *text, enum pd_anchor_unit unit, int32_t spread, struct pd_anchor *ret);

/* What stands behind a number: "bpm". */
const char *pd_anchor_unit_name(enum pd_anchor_unit unit);

/* What pd_anchor_parse() reads back as the same anchor; "" if it is unknown. */
void pd_anchor_format(const struct pd_anchor *anchor, enum pd_anchor_unit unit, int32_t spread, char ret[static PD_ANCHOR_TEXT_SIZE]);
