/* SPDX-License-Identifier: MIT */
#include "core/effort/effort.h"

#include "core/signal/alpha1.h"
#include "core/signal/standing.h"

#define UNSETTLED_PERCENT 50 /* a heart that is still on its way says where it was */
/* DFA-alpha1 falls through a value at each threshold. Variants and artefacts move it by
 * up to 0.2 (15 strap runs), and what it says is of two minutes. It speaks for no more than half the
 * way to the next threshold's value: for as long as it may last, it alone makes
 * 86 % of what is as likely as not, which is never held against her. */
#define ALPHA1_SD 200.0
#define ALPHA1_SD_MOST 1.25
#define ALPHA1_NEWS (PD_FILTER_LOGISTIC / PD_ALPHA1_LOOK_S) /* a second of those that it looks back */

#define HALF 0.5 /* what is as likely as not is above: edges are half-open */

/* Where the heart tells nothing of what is above. */
static const double nothing[PD_FILTER_BOUNDS];

/* The recovery ceiling itself may still be run ("up to"); it is a share of
 * LT1, and so is its width. */
static void
bounds_of(const struct pd_anchor *lt1, const struct pd_anchor *lt2, int32_t recovery, struct pd_filter_bound ret[static PD_FILTER_BOUNDS])
{
        const int32_t width = lt1->value == 0 ? 0 : (int32_t) ((int64_t) lt1->width * recovery / lt1->value);

        ret[PD_BOUND_RECOVERY] = (struct pd_filter_bound) {recovery + 1, width};
        ret[PD_BOUND_LT1] = (struct pd_filter_bound) {lt1->value, lt1->width};
        ret[PD_BOUND_LT2] = (struct pd_filter_bound) {lt2->value, lt2->width};
}

void
pd_effort_hr_bounds(const struct pd_athlete *athlete, struct pd_filter_bound ret[static PD_FILTER_BOUNDS])
{
        bounds_of(&athlete->lt1_hr, &athlete->lt2_hr, pd_athlete_recovery_hr(athlete), ret);
}

void
pd_effort_speed_bounds(const struct pd_athlete *athlete, struct pd_filter_bound ret[static PD_FILTER_BOUNDS])
{
        bounds_of(&athlete->lt1_speed, &athlete->lt2_speed, pd_athlete_recovery_speed(athlete), ret);
}

void
pd_effort_power_bounds(const struct pd_athlete *athlete, struct pd_filter_bound ret[static PD_FILTER_BOUNDS])
{
        bounds_of(&athlete->lt1_power, &athlete->lt2_power, pd_athlete_recovery_power(athlete), ret);
}

static enum pd_intensity
class_of(const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS], int32_t value)
{
        enum pd_intensity class = PD_INTENSITY_RECOVERY;

        if (bounds[PD_BOUND_LT1].value == 0)
                return PD_INTENSITY_UNKNOWN;
        for (int i = 0; i < PD_FILTER_BOUNDS; i++)
                if (bounds[i].value != 0 && value >= bounds[i].value)
                        class = (enum pd_intensity) (PD_INTENSITY_EASY + i);
        return class;
}

static enum pd_intensity
of_hr(const struct pd_athlete *athlete, int32_t bpm)
{
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];

        pd_effort_hr_bounds(athlete, bounds);
        return class_of(bounds, bpm);
}

static enum pd_intensity
of_speed(const struct pd_athlete *athlete, int32_t mm_s)
{
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];

        pd_effort_speed_bounds(athlete, bounds);
        return mm_s < PD_STANDING_MM_S ? PD_INTENSITY_REST : class_of(bounds, mm_s);
}

static enum pd_intensity
of_power(const struct pd_athlete *athlete, int32_t watts)
{
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];

        pd_effort_power_bounds(athlete, bounds);
        return class_of(bounds, watts);
}

enum pd_intensity
pd_effort_of(const struct pd_athlete *athlete, enum pd_witness witness, int32_t value)
{
        switch (witness) {
        case PD_WITNESS_SPEED:
                return of_speed(athlete, value);
        case PD_WITNESS_POWER:
                return of_power(athlete, value);
        case PD_WITNESS_HEART_RATE:
                return of_hr(athlete, value);
        case PD_WITNESS_NONE:
        case PD_WITNESS_COUNT:
                break;
        }
        return PD_INTENSITY_UNKNOWN;
}

void
pd_effort_forget(struct pd_effort_past *past)
{
        pd_filter_forget(&past->speed);
        pd_filter_forget(&past->power);
        pd_filter_forget(&past->heart);
}

/* What a witness says after this second. */
struct word {
        bool known;
        enum pd_witness witness; /* whose it is */
        double above[PD_FILTER_BOUNDS];
};

/* What she does shows in it at once. */
static void
hear_prompt(struct pd_filter *filter, const struct pd_filter_noise *noise, const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS],
        int32_t newest, struct word *word)
{
        if (bounds[PD_BOUND_LT1].value == 0) {
                pd_filter_forget(filter);
                return;
        }
        if (newest == PD_UNKNOWN) {
                pd_filter_blind(filter, noise);
                return;
        }
        word->known = true;
        pd_filter_second(filter, noise, bounds, newest);
        pd_filter_above(filter, bounds, word->above);
}

static struct word
hear_speed(struct pd_effort_past *past, const struct pd_athlete *athlete, const struct pd_testimony *testimony)
{
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];
        struct word word = {.witness = PD_WITNESS_SPEED};

        pd_effort_speed_bounds(athlete, bounds);
        if (testimony->uphill)
                pd_filter_forget(&past->speed);
        else
                hear_prompt(&past->speed, &pd_filter_speed, bounds, testimony->speed_newest_mm_s, &word);
        return word;
}

static struct word
hear_power(struct pd_effort_past *past, const struct pd_athlete *athlete, const struct pd_testimony *testimony)
{
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];
        struct word word = {.witness = PD_WITNESS_POWER};

        pd_effort_power_bounds(athlete, bounds);
        hear_prompt(&past->power, &pd_filter_power, bounds, testimony->power_newest_w, &word);
        return word;
}

static double
word_of_alpha1(int32_t at_milli, int32_t milli)
{
        double z = (at_milli - milli) / ALPHA1_SD;

        return ALPHA1_NEWS * (z > ALPHA1_SD_MOST ? ALPHA1_SD_MOST : z < -ALPHA1_SD_MOST ? -ALPHA1_SD_MOST : z);
}

/* A weak and slow witness: it leans on what the heart says. */
static void
hear_alpha1(struct pd_filter *heart, int32_t milli)
{
        if (milli == PD_UNKNOWN)
                return;
        pd_filter_nudge(heart, PD_BOUND_LT1, word_of_alpha1(PD_ALPHA1_LT1, milli));
        pd_filter_nudge(heart, PD_BOUND_LT2, word_of_alpha1(PD_ALPHA1_LT2, milli));
}

/* A heart on its way shows the past: it is heard, and nothing of it is kept. */
static struct word
hear_heart(struct pd_effort_past *past, const struct pd_athlete *athlete, const struct pd_testimony *testimony)
{
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];
        struct pd_filter_noise noise = pd_filter_heart;
        struct word word = {.witness = PD_WITNESS_HEART_RATE};

        if (testimony->hr_sd_tenths != 0)
                noise.sd = testimony->hr_sd_tenths / 10.0;
        pd_effort_hr_bounds(athlete, bounds);
        if (bounds[PD_BOUND_LT1].value == 0)
                return word;
        if (testimony->hr_newest_bpm == PD_UNKNOWN) {
                pd_filter_blind(&past->heart, &noise);
                return word;
        }
        word.known = true;
        if (testimony->hr_settled) {
                pd_filter_second(&past->heart, &noise, bounds, testimony->hr_newest_bpm);
                hear_alpha1(&past->heart, testimony->dfa_a1_milli);
        } else {
                pd_filter_glance(&past->heart, &noise, bounds, testimony->hr_newest_bpm);
        }
        pd_filter_above(&past->heart, bounds, word.above);
        return word;
}

/* Up to the midpoint of LT1 and LT2 a heart above LT1 may be drift; from there
 * on it is effort, whatever the speed. */
static bool
may_drift(const struct pd_athlete *athlete, const struct pd_testimony *testimony)
{
        int32_t midpoint = (athlete->lt1_hr.value + athlete->lt2_hr.value) / 2;

        if (testimony->heart_decides || testimony->pressing || athlete->lt2_hr.value == 0 || testimony->hr_bpm == PD_UNKNOWN
                || testimony->hr_bpm >= athlete->lt2_hr.value)
                return false;
        if (testimony->trend != NULL)
                return !pd_trend_hr_reaches(testimony->trend, testimony->hr_bpm, midpoint);
        return testimony->hr_bpm < midpoint;
}

static enum pd_intensity
state_of(const double above[static PD_FILTER_BOUNDS])
{
        enum pd_intensity state = PD_INTENSITY_RECOVERY;

        for (int i = 0; i < PD_FILTER_BOUNDS && above[i] >= HALF; i++)
                state = (enum pd_intensity) (PD_INTENSITY_EASY + i);
        return state;
}

static int32_t
percent(double p)
{
        return (int32_t) (100 * p + 0.5);
}

/* The higher of speed and power is believed, bound by bound: wind and hills speed
 * does not know, and a way down not power. */
static struct word
higher_of(const struct word *speed, const struct word *power)
{
        struct word word = *speed;

        if (!speed->known || !power->known)
                return speed->known ? *speed : *power;
        if (state_of(power->above) > state_of(speed->above))
                word.witness = PD_WITNESS_POWER;
        for (int i = 0; i < PD_FILTER_BOUNDS; i++)
                if (power->above[i] > word.above[i])
                        word.above[i] = power->above[i];
        return word;
}

static struct pd_effort
effort_of(const double above[static PD_FILTER_BOUNDS], enum pd_witness witness)
{
        enum pd_intensity state = state_of(above);
        int i = (int) state - (int) PD_INTENSITY_RECOVERY; /* the bound that it lies below */
        double least = i == 0 ? 1 : above[i - 1], more = i == PD_FILTER_BOUNDS ? 0 : above[i];

        return (struct pd_effort) {
                .intensity = state,
                .certainty_percent = percent(least - more),
                .witness = witness,
        };
}

static struct pd_effort
unsettled(const struct word *heart)
{
        struct pd_effort effort = effort_of(heart->above, PD_WITNESS_HEART_RATE);

        if (effort.certainty_percent > UNSETTLED_PERCENT)
                effort.certainty_percent = UNSETTLED_PERCENT;
        return effort;
}

/* Heart rate lags: until settled it speaks only if nobody else can. Up a hill
 * slow is not easy, so that the heart alone could tell. */
static struct pd_effort
by_heart_alone(const struct word *heart, const struct pd_testimony *testimony)
{
        if (heart->known && testimony->hr_settled)
                return effort_of(heart->above, PD_WITNESS_HEART_RATE);
        if (heart->known && !testimony->uphill)
                return unsettled(heart);
        return (struct pd_effort) {
                .intensity = PD_INTENSITY_UNKNOWN,
                .certainty_percent = PD_UNKNOWN,
                .witness = PD_WITNESS_NONE,
                .on_its_way = heart->known,
        };
}

/* So it is of that one and the heart. What may be drift is no grey,
 * but not less than a lower heart rate would say. */
static struct pd_effort
by_both(const struct word *prompt, const struct word *heart, bool drifts)
{
        double above[PD_FILTER_BOUNDS];
        const double *more = drifts ? nothing : heart->above;
        enum pd_intensity by_prompt = state_of(prompt->above);
        struct pd_effort effort;

        for (int i = 0; i < PD_FILTER_BOUNDS; i++) {
                double p = i == PD_BOUND_RECOVERY ? heart->above[i] : more[i];
                above[i] = p > prompt->above[i] ? p : prompt->above[i];
        }
        effort = effort_of(above, prompt->witness);
        if (effort.intensity > by_prompt)
                effort.witness = PD_WITNESS_HEART_RATE;
        return effort;
}

/* Neither the legs nor their power explain a heart above LT1. */
static bool
is_below_lt1(const struct pd_athlete *athlete, const struct pd_testimony *testimony, const struct word *speed, const struct word *power)
{
        return (!speed->known || testimony->speed_mm_s < athlete->lt1_speed.value)
                && (!power->known || testimony->power_w < athlete->lt1_power.value);
}

void
pd_effort_second(struct pd_effort_past *past, const struct pd_athlete *athlete, const struct pd_testimony *testimony,
        struct pd_effort *ret)
{
        struct word speed, power, prompt, heart = hear_heart(past, athlete, testimony);
        bool drifts;

        if (testimony->speed_mm_s != PD_UNKNOWN && testimony->speed_mm_s < PD_STANDING_MM_S) {
                pd_filter_forget(&past->speed); /* who has stood begins anew */
                pd_filter_forget(&past->power);
                *ret = (struct pd_effort) {PD_INTENSITY_REST, 100, PD_WITNESS_SPEED, .drift = false};
                return;
        }
        speed = hear_speed(past, athlete, testimony);
        power = hear_power(past, athlete, testimony);
        prompt = higher_of(&speed, &power);
        if (!prompt.known) {
                *ret = by_heart_alone(&heart, testimony);
                return;
        }
        drifts = may_drift(athlete, testimony);
        *ret = heart.known && testimony->hr_settled ? by_both(&prompt, &heart, drifts) : effort_of(prompt.above, prompt.witness);
        ret->power_agrees = power.known && state_of(power.above) == ret->intensity;
        ret->may_drift = drifts && heart.known && testimony->hr_settled && is_below_lt1(athlete, testimony, &speed, &power);
        ret->drift = ret->may_drift && testimony->hr_bpm >= athlete->lt1_hr.value;
}
