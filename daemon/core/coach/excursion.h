/* SPDX-License-Identifier: MIT */
/*
 * Being off the target, from the frame that crossed the tolerance until she has
 * been back for long enough: the picture in core/coach/coach.h.
 *
 *            a witness sees it            8 s within, or the heart's case is clear
 *   none ───────────────────────▶ off ◀──────────────────▶ back ─────────────────▶ none
 *     ▲                            │  ▲   within   off again  │
 *     │  another step, a pause     │  └─ nobody tells: blind, no time off
 *     └────────────────────────────┴──────────────────────────┘
 */
#pragma once

#include "core/coach/coach.h"

void pd_excursion_clear(struct pd_excursion *excursion);

/* One whole second of a step. */
void pd_excursion_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);

/* Can nobody tell whether she is still off the target? */
bool pd_excursion_is_blind(const struct pd_excursion *excursion, const struct pd_coach_view *view);

/* How hard it has been on average. */
enum pd_intensity pd_excursion_intensity(const struct pd_excursion *excursion, const struct pd_athlete *athlete);
