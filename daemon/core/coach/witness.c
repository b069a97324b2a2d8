/* SPDX-License-Identifier: MIT */
#include "core/coach/witness.h"

/* Where speed or power says that all is well, the heart must say more, and for
 * longer: twice the residual of a first-order model, 3.5 bpm (70 fits on real
 * runs), on average over two minutes. Half a minute's mean strays as far by
 * chance once in six hours of running, two minutes' does not. */
#define HR_AGAINST_PROMPT_BPM 7

/* Steps shorter than this are not the heart's to judge: 90 % of its swing
 * takes 53 s up (59 real 400-m reps). */
#define HR_STEP_LEAST (90 * PD_SEC)

bool
pd_witness_is_asked(const struct pd_band *band)
{
        return band->low != 0 || band->high != 0;
}

int32_t
pd_witness_ceiling(const struct pd_band *band)
{
        return band->high + band->width;
}

int32_t
pd_witness_floor(const struct pd_band *band)
{
        return band->low - band->width;
}

bool
pd_witness_is_believed(const struct pd_athlete *athlete, enum pd_witness witness)
{
        switch ((enum pd_judge_by) athlete->judge_by) {
        case PD_JUDGE_BY_BOTH:
                return true;
        case PD_JUDGE_BY_HR:
                return witness == PD_WITNESS_HEART_RATE;
        case PD_JUDGE_BY_SPEED:
                return witness == PD_WITNESS_SPEED;
        case PD_JUDGE_BY_POWER:
                return witness == PD_WITNESS_POWER;
        case PD_JUDGE_BY_RPE:
                return false;
        }
        return false;
}

bool
pd_witness_may_accuse(const struct pd_coach_view *view, enum pd_witness witness)
{
        return !view->learning && pd_witness_is_believed(view->athlete, witness);
}

const struct pd_band *
pd_witness_band(const struct pd_coach_view *view, enum pd_witness witness)
{
        static const struct pd_band none;

        switch (witness) {
        case PD_WITNESS_SPEED:
                return &view->step->speed;
        case PD_WITNESS_POWER:
                return &view->power;
        case PD_WITNESS_HEART_RATE:
                return &view->step->hr;
        case PD_WITNESS_NONE:
        case PD_WITNESS_COUNT:
                break;
        }
        return &none;
}

int32_t
pd_witness_value(const struct pd_coach_view *view, enum pd_witness witness)
{
        return witness == PD_WITNESS_SPEED ? view->speed_mm_s : witness == PD_WITNESS_POWER ? view->power_w : view->hr_bpm;
}

int32_t
pd_witness_newest(const struct pd_coach_view *view, enum pd_witness witness)
{
        if (witness == PD_WITNESS_SPEED)
                return view->speed_newest_mm_s;
        return witness == PD_WITNESS_POWER ? view->power_newest_w : view->hr_newest_bpm;
}

/* A pod's speed knows no gradient; its power does. */
bool
pd_witness_is_heard(const struct pd_coach_view *view, enum pd_witness witness)
{
        if (pd_witness_value(view, witness) == PD_UNKNOWN)
                return false;
        return witness != PD_WITNESS_SPEED || (view->purpose != PD_PURPOSE_HILLS && !view->step->hills);
}

/* A distance lasts as long as it takes at the pace that is asked, or at hers. */
static bool
is_short(const struct pd_coach_view *view)
{
        const struct pd_step *step = view->step;
        int32_t speed = step->speed.low != 0 ? step->speed.low : step->speed.high != 0 ? step->speed.high : view->speed_mm_s;

        switch (step->extent) {
        case PD_EXTENT_OPEN:
                return false;
        case PD_EXTENT_TIME:
                return step->amount < HR_STEP_LEAST;
        case PD_EXTENT_DISTANCE:
                return speed > 0 && step->amount < speed * (HR_STEP_LEAST / PD_SEC);
        }
        return false;
}

static bool
judges_promptly(const struct pd_coach_view *view, enum pd_witness witness)
{
        return pd_witness_may_accuse(view, witness) && pd_witness_is_heard(view, witness);
}

static bool
has_ceiling(const struct pd_coach_view *view, enum pd_witness witness)
{
        return pd_witness_band(view, witness)->high != 0 && judges_promptly(view, witness);
}

/* Does a prompt one have a word in it, too? Then it is that which says whether she has complied: from there on the heart shows the past. */
static bool
prompt_answers(const struct pd_coach_view *view)
{
        return has_ceiling(view, PD_WITNESS_SPEED) || has_ceiling(view, PD_WITNESS_POWER);
}

static bool
heart_judges(const struct pd_coach_view *view)
{
        if (!pd_witness_may_accuse(view, PD_WITNESS_HEART_RATE))
                return false;
        if (view->hr_bpm == PD_UNKNOWN || !view->hr_settled || view->step->hills)
                return false;
        if (view->hr_falls && prompt_answers(view))
                return false;
        return !is_short(view);
}

bool
pd_witness_judges(const struct pd_coach_view *view, enum pd_witness witness)
{
        return witness == PD_WITNESS_HEART_RATE ? heart_judges(view) : judges_promptly(view, witness);
}

bool
pd_witness_exceeds(const struct pd_band *band, int32_t value, int32_t tolerance_percent)
{
        return (int64_t) value * 100 > (int64_t) pd_witness_ceiling(band) * (100 + tolerance_percent);
}

/* Where the workout asks for a heart rate, the heart decides: no drift excuse. */
static bool
heart_alone(const struct pd_step *step)
{
        return step->prescribed && !pd_witness_is_asked(&step->speed);
}

/* What may be drift is measured from LT1: a ceiling for recovery lies below it, and knows no such excuse. */
static bool
is_excused(const struct pd_coach_view *view)
{
        return view->effort.may_drift && view->step->intensity > PD_INTENSITY_RECOVERY && !heart_alone(view->step);
}

bool
pd_witness_heart_governs(const struct pd_coach_view *view)
{
        return view->step->hr.high != 0 && !is_excused(view) && !prompt_answers(view);
}

static bool
heart_is_above(const struct pd_coach_view *view, int32_t tolerance_bpm)
{
        const struct pd_band *band = &view->step->hr;

        if (band->high == 0 || !heart_judges(view) || is_excused(view))
                return false;
        return view->hr_bpm > pd_witness_ceiling(band) + tolerance_bpm;
}

bool
pd_witness_is_above(const struct pd_coach_view *view, enum pd_witness witness, int32_t tolerance)
{
        if (witness == PD_WITNESS_HEART_RATE)
                return heart_is_above(view, tolerance);
        return has_ceiling(view, witness) && pd_witness_exceeds(pd_witness_band(view, witness), pd_witness_value(view, witness), tolerance);
}

/* Where thresholds lie close together, the midpoint of LT1 and LT2 comes first:
 * from there on it is effort, whatever the speed, or the power. */
static int32_t
bound_against_prompt(const struct pd_coach_view *view)
{
        int32_t bound = pd_witness_ceiling(&view->step->hr), midpoint = (view->athlete->lt1_hr.value + view->athlete->lt2_hr.value) / 2;

        if (view->athlete->lt2_hr.value != 0 && midpoint > bound && midpoint <= bound + HR_AGAINST_PROMPT_BPM)
                return midpoint - 1;
        return bound + HR_AGAINST_PROMPT_BPM;
}

/* Half of an accusation by heart rate is that her speed leads there, or that it cannot be
 * her speed: where that leads to no more than the ceiling, above it by more than the heart's usual
 * wavering around its path, and never for less than 4 bpm (twice the residual of 70 fits is
 * 7). Measured from the ceiling and not from the path, so that a pod which reads high,
 * and raises the path, excuses nobody; while the heart falls after a faster stretch it is on its way. */
#define HR_OFF_PATH_TENTHS 40

bool
pd_witness_hr_is_borne_out(const struct pd_coach_view *view)
{
        int32_t ceiling = pd_witness_ceiling(&view->step->hr), usual = 2 * view->hr_sd_tenths;

        if (heart_alone(view->step) || view->hr_asymptote_bpm == PD_UNKNOWN || view->hr_asymptote_bpm > ceiling)
                return true;
        return !view->hr_falls && (view->hr_bpm - ceiling) * 10 > (usual > HR_OFF_PATH_TENTHS ? usual : HR_OFF_PATH_TENTHS);
}

/* May heart rate begin to accuse beside a prompt one? If it is sure of its word against
 * that. Where it governs, its own case begins (core/coach/cases). */
static bool
hr_accuses(const struct pd_coach_view *view)
{
        if (!heart_is_above(view, PD_HR_TOLERANCE_BPM))
                return false;
        return view->hr_long_bpm != PD_UNKNOWN && view->hr_long_bpm > bound_against_prompt(view);
}

static bool
is_below(const struct pd_coach_view *view, enum pd_witness witness, bool tolerant)
{
        int32_t percent = tolerant ? 100 - PD_PROMPT_TOLERANCE_PERCENT : 100;

        return (int64_t) pd_witness_value(view, witness) * 100 < (int64_t) pd_witness_floor(pd_witness_band(view, witness)) * percent;
}

bool
pd_witness_has_floor(const struct pd_coach_view *view, enum pd_witness witness)
{
        return pd_witness_band(view, witness)->low != 0 && judges_promptly(view, witness);
}

/* Speed, where it is known, speaks for the heart, too: one that is late is not lazy. So
 * does power; and where both are known she is below only by both: against the wind, or
 * up a slope, a slow pace is no lazy one. */
enum pd_witness
pd_witness_below(const struct pd_coach_view *view, bool tolerant)
{
        const struct pd_band *hr = &view->step->hr;
        const bool speed = pd_witness_has_floor(view, PD_WITNESS_SPEED), power = pd_witness_has_floor(view, PD_WITNESS_POWER);
        int32_t bpm = tolerant ? PD_HR_TOLERANCE_BPM : 0;

        if ((speed && !is_below(view, PD_WITNESS_SPEED, tolerant)) || (power && !is_below(view, PD_WITNESS_POWER, tolerant)))
                return PD_WITNESS_NONE;
        if (speed || power)
                return speed ? PD_WITNESS_SPEED : PD_WITNESS_POWER;
        if (hr->low != 0 && heart_judges(view) && view->hr_bpm < pd_witness_floor(hr) - bpm
                && view->hr_newest_bpm < pd_witness_floor(hr))
                return PD_WITNESS_HEART_RATE;
        return PD_WITNESS_NONE;
}

/* Two witnesses that know nothing of each other need little tolerance. A pod's speed and
 * power are made of the same strides: one does not bear the other out. */
static int32_t
tolerance(const struct pd_coach_view *view)
{
        return heart_is_above(view, 0) ? PD_PROMPT_TOLERANCE_PERCENT / 2 : PD_PROMPT_TOLERANCE_PERCENT;
}

enum pd_witness
pd_witness_above(const struct pd_coach_view *view, bool tolerant)
{
        const int32_t percent = tolerant ? tolerance(view) : 0;

        if (pd_witness_is_above(view, PD_WITNESS_SPEED, percent))
                return PD_WITNESS_SPEED;
        if (pd_witness_is_above(view, PD_WITNESS_POWER, percent))
                return PD_WITNESS_POWER;
        if (tolerant ? hr_accuses(view) : heart_is_above(view, 0))
                return PD_WITNESS_HEART_RATE;
        return PD_WITNESS_NONE;
}

enum pd_witness
pd_witness_of(const struct pd_coach_view *view, enum pd_side side)
{
        switch (side) {
        case PD_SIDE_OVER:
                return pd_witness_above(view, false);
        case PD_SIDE_UNDER:
                return pd_witness_below(view, false);
        case PD_SIDE_NONE:
                return PD_WITNESS_NONE;
        }
        return PD_WITNESS_NONE;
}

bool
pd_witness_sees(const struct pd_coach_view *view, enum pd_side side, enum pd_witness witness)
{
        if (side == PD_SIDE_OVER)
                return pd_witness_is_above(view, witness, 0);
        return side == PD_SIDE_UNDER && pd_witness_below(view, false) == witness;
}

bool
pd_witness_tells(const struct pd_coach_view *view, enum pd_witness witness)
{
        return pd_witness_is_asked(pd_witness_band(view, witness)) && pd_witness_judges(view, witness);
}

bool
pd_witness_prompt_tells(const struct pd_coach_view *view)
{
        return pd_witness_tells(view, PD_WITNESS_SPEED) || pd_witness_tells(view, PD_WITNESS_POWER);
}

bool
pd_witness_somebody_tells(const struct pd_coach_view *view)
{
        return pd_witness_prompt_tells(view) || pd_witness_tells(view, PD_WITNESS_HEART_RATE);
}
