/* SPDX-License-Identifier: MIT */
/*
 * Who says so: heart rate, speed and power against what a step asks, and whose word
 * may be held against her.
 */
#pragma once

#include "core/coach/coach.h"

/* Is anything asked of this witness? */
bool pd_witness_is_asked(const struct pd_band *band);

/* The accusing bounds: outside of what the threshold may really be. */
int32_t pd_witness_ceiling(const struct pd_band *band);
int32_t pd_witness_floor(const struct pd_band *band);

/* Whose word does she want to be judged by? */
bool pd_witness_is_believed(const struct pd_athlete *athlete, enum pd_witness witness);
/* Whose word may be held against her? */
bool pd_witness_may_accuse(const struct pd_coach_view *view, enum pd_witness witness);

/* From here on there must be a step. What is asked of it there. */
const struct pd_band *pd_witness_band(const struct pd_coach_view *view, enum pd_witness witness);
/* What it says, on average and newly: bpm, mm/s or W; PD_UNKNOWN. */
int32_t pd_witness_value(const struct pd_coach_view *view, enum pd_witness witness);
int32_t pd_witness_newest(const struct pd_coach_view *view, enum pd_witness witness);

/* Does it say anything in this step? */
bool pd_witness_is_heard(const struct pd_coach_view *view, enum pd_witness witness);
/* It does, and may be held against her. */
bool pd_witness_judges(const struct pd_coach_view *view, enum pd_witness witness);
/* Is something asked of it, and does it judge? With nobody to tell, she is neither off the target nor back on it. */
bool pd_witness_tells(const struct pd_coach_view *view, enum pd_witness witness);
bool pd_witness_somebody_tells(const struct pd_coach_view *view);
bool pd_witness_prompt_tells(const struct pd_coach_view *view); /* speed or power */

/* Is it asked for no less, and does it judge? Below is who is so by all of these. */
bool pd_witness_has_floor(const struct pd_coach_view *view, enum pd_witness witness);

bool pd_witness_exceeds(const struct pd_band *band, int32_t value, int32_t tolerance_percent);
/* Above its ceiling by more than so many percent, or beats. */
bool pd_witness_is_above(const struct pd_coach_view *view, enum pd_witness witness, int32_t tolerance);
/* Is the ceiling the heart's alone? The workout asks for a heart rate, or neither speed nor power is heard. */
bool pd_witness_heart_governs(const struct pd_coach_view *view);
/* Its expected path, where one is known, does not explain it away. Not asked
 * where the workout prescribes a heart rate: there the ceiling governs. */
bool pd_witness_hr_is_borne_out(const struct pd_coach_view *view);

/* Who sees her off the target on that side; NONE: nobody. TOLERANT: enough to
 * begin an excursion; otherwise, to go on with one. */
enum pd_witness pd_witness_above(const struct pd_coach_view *view, bool tolerant);
enum pd_witness pd_witness_below(const struct pd_coach_view *view, bool tolerant);
/* Of an excursion on that side: who sees that it goes on. */
enum pd_witness pd_witness_of(const struct pd_coach_view *view, enum pd_side side);

/* Does that one itself see her off the target? */
bool pd_witness_sees(const struct pd_coach_view *view, enum pd_side side, enum pd_witness witness);
