/* SPDX-License-Identifier: MIT */
#include "core/effort/effort.h"

#define UNSETTLED_PERCENT 50 /* a heart that is still on its way says where it was */
#define STANDING_MM_S 500 /* below: standing still, as in the pause rule */

/* One witness' thresholds, lowest first; 0 = unknown. */
struct bounds {
        int32_t recovery;
        const struct pd_anchor *lt1, *lt2;
};

static struct bounds
hr_bounds(const struct pd_athlete *athlete)
{
        return (struct bounds) {pd_athlete_recovery_hr(athlete), &athlete->lt1_hr, &athlete->lt2_hr};
}

static struct bounds
speed_bounds(const struct pd_athlete *athlete)
{
        return (struct bounds) {pd_athlete_recovery_speed(athlete), &athlete->lt1_speed, &athlete->lt2_speed};
}

/* Half-open classes: a value on a bound belongs to the class above it, but
 * the recovery ceiling itself may still be run ("up to"). */
static enum pd_intensity
class_of(const struct bounds *bounds, int32_t value)
{
        if (bounds->lt1->value == 0)
                return PD_INTENSITY_UNKNOWN;
        if (bounds->lt2->value != 0 && value >= bounds->lt2->value)
                return PD_INTENSITY_HARD;
        if (value >= bounds->lt1->value)
                return PD_INTENSITY_MODERATE;
        return value > bounds->recovery ? PD_INTENSITY_EASY : PD_INTENSITY_RECOVERY;
}

static int32_t
distance_to(const struct pd_anchor *anchor, int32_t value)
{
        return value >= anchor->value ? value - anchor->value : anchor->value - value;
}

/* 50 % on a threshold, 100 % from its width on outwards. The full
 * classifier's probability will take this place. */
static int32_t
certainty_at(const struct pd_anchor *anchor, int32_t value)
{
        int32_t away;

        if (anchor->value == 0 || anchor->width == 0)
                return 100;
        away = distance_to(anchor, value);
        if (away >= anchor->width)
                return 100;
        return (int32_t) (50 + (int64_t) 50 * away / anchor->width);
}

static int32_t
certainty_of(const struct bounds *bounds, int32_t value)
{
        int32_t at_lt1 = certainty_at(bounds->lt1, value);
        int32_t at_lt2 = certainty_at(bounds->lt2, value);

        return at_lt1 < at_lt2 ? at_lt1 : at_lt2;
}

enum pd_intensity
pd_effort_of_hr(const struct pd_athlete *athlete, int32_t bpm)
{
        struct bounds bounds = hr_bounds(athlete);

        return class_of(&bounds, bpm);
}

enum pd_intensity
pd_effort_of_speed(const struct pd_athlete *athlete, int32_t mm_s)
{
        struct bounds bounds = speed_bounds(athlete);

        if (mm_s < STANDING_MM_S)
                return PD_INTENSITY_REST;
        return class_of(&bounds, mm_s);
}

static void
by_hr(const struct pd_athlete *athlete, int32_t bpm, struct pd_effort *ret)
{
        struct bounds bounds = hr_bounds(athlete);

        ret->intensity = class_of(&bounds, bpm);
        ret->certainty_percent = ret->intensity == PD_INTENSITY_UNKNOWN ? PD_UNKNOWN : certainty_of(&bounds, bpm);
        ret->witness = PD_WITNESS_HEART_RATE;
}

static void
by_speed(const struct pd_athlete *athlete, int32_t mm_s, struct pd_effort *ret)
{
        struct bounds bounds = speed_bounds(athlete);

        ret->intensity = pd_effort_of_speed(athlete, mm_s);
        ret->certainty_percent = ret->intensity == PD_INTENSITY_UNKNOWN ? PD_UNKNOWN
                : ret->intensity == PD_INTENSITY_REST                    ? 100
                                                                         : certainty_of(&bounds, mm_s);
        ret->witness = PD_WITNESS_SPEED;
}

/* Heart rate above LT1 at a speed that does not explain it. From the
 * midpoint of LT1 and LT2 it is effort, whatever the speed. */
static bool
is_drift(const struct pd_athlete *athlete, const struct pd_testimony *testimony)
{
        int32_t midpoint = (athlete->lt1_hr.value + athlete->lt2_hr.value) / 2;

        if (testimony->heart_decides || testimony->pressing || athlete->lt2_hr.value == 0 || testimony->hr_bpm >= athlete->lt2_hr.value)
                return false;
        if (testimony->trend != NULL)
                return !pd_trend_hr_reaches(testimony->trend, testimony->hr_bpm, midpoint);
        return testimony->hr_bpm < midpoint;
}

/* Up a hill slow is not easy, and a heart on its way there says where it was. */
static void
judge_uphill(const struct pd_testimony *testimony, const struct pd_effort *speed, const struct pd_effort *heart, struct pd_effort *ret)
{
        if (speed->intensity == PD_INTENSITY_REST)
                *ret = *speed;
        else if (testimony->hr_settled)
                *ret = *heart;
        else
                *ret = (struct pd_effort) {
                        .intensity = PD_INTENSITY_UNKNOWN,
                        .certainty_percent = PD_UNKNOWN,
                        .witness = PD_WITNESS_NONE,
                        .on_its_way = heart->intensity != PD_INTENSITY_UNKNOWN,
                };
}

void
pd_effort_judge(const struct pd_athlete *athlete, const struct pd_testimony *testimony, struct pd_effort *ret)
{
        struct pd_effort speed = {.intensity = PD_INTENSITY_UNKNOWN, .certainty_percent = PD_UNKNOWN, .witness = PD_WITNESS_NONE};
        struct pd_effort heart = speed;

        if (testimony->speed_mm_s != PD_UNKNOWN)
                by_speed(athlete, testimony->speed_mm_s, &speed);
        if (testimony->hr_bpm != PD_UNKNOWN)
                by_hr(athlete, testimony->hr_bpm, &heart);

        if (testimony->uphill) {
                judge_uphill(testimony, &speed, &heart, ret);
                return;
        }

        /* Heart rate lags: until settled it speaks only if nobody else can. */
        if (speed.intensity == PD_INTENSITY_UNKNOWN) {
                *ret = heart;
                if (!testimony->hr_settled && heart.certainty_percent > UNSETTLED_PERCENT)
                        ret->certainty_percent = UNSETTLED_PERCENT;
                return;
        }
        *ret = speed;
        if (!testimony->hr_settled || heart.intensity <= speed.intensity || speed.intensity == PD_INTENSITY_REST)
                return;
        if (heart.intensity >= PD_INTENSITY_MODERATE && is_drift(athlete, testimony)) {
                heart.intensity = PD_INTENSITY_EASY; /* no grey, but not less than a lower heart rate would say */
                heart.drift = true;
        }
        if (heart.intensity > speed.intensity)
                *ret = heart;
        ret->drift = heart.drift;
}
