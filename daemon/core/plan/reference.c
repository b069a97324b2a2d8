/* SPDX-License-Identifier: MIT */
/* Targets that are written as shares of what the athlete can do. */
#include "purposed/plan.h"

/* Where the classes of effort begin for most runners, in permille. VT1 is
 * 85.1 %, VT2 93.5 % of the highest heart rate, 73.9 and 87.6 % of the highest
 * aerobic speed (Esteve-Lanao et al., n = 1411); LTHR and threshold speed are
 * taken for VT2. Recovery ends at 0.92 x LT1 heart rate, 0.845 x LT1 speed. */
struct usual {
        int32_t recovery, lt1, lt2;
};

static const struct usual usual_hr_max = {783, 851, 935}, usual_lthr = {837, 910, 1000}, usual_speed = {713, 844, 1000};

/* One heart rate is a mark, not a fence: 3.5 bpm is what a first-order model
 * leaves unexplained in steady running. */
#define MARK_WIDTH_BPM 4

bool
pd_target_is_speed(const struct pd_target *target)
{
        return target->reference == PD_REFERENCE_SPEED || target->reference == PD_REFERENCE_THRESHOLD_SPEED;
}

bool
pd_target_is_share(const struct pd_target *target)
{
        return target->reference == PD_REFERENCE_HR_MAX || target->reference == PD_REFERENCE_LTHR ||
               target->reference == PD_REFERENCE_THRESHOLD_SPEED;
}

static const struct pd_anchor *
either(const struct pd_anchor *first, const struct pd_anchor *second)
{
        return first->value != 0 ? first : second;
}

/* NULL for a target that refers to nothing. */
static const struct pd_anchor *
anchor_of(enum pd_reference reference, const struct pd_athlete *athlete)
{
        switch (reference) {
        case PD_REFERENCE_NONE:
        case PD_REFERENCE_BPM:
        case PD_REFERENCE_SPEED:
                return NULL;
        case PD_REFERENCE_HR_MAX:
                return &athlete->hr_max;
        case PD_REFERENCE_LTHR:
                return either(&athlete->lthr, &athlete->lt2_hr);
        case PD_REFERENCE_THRESHOLD_SPEED:
                return either(&athlete->lt2_speed, &athlete->critical_speed);
        }
        return NULL;
}

static int32_t
permille_of(int32_t value, int32_t permille)
{
        return (int32_t) (((int64_t) value * permille + 500) / 1000);
}

bool
pd_target_band(const struct pd_target *target, const struct pd_athlete *athlete, struct pd_band *ret)
{
        const struct pd_anchor *anchor = anchor_of(target->reference, athlete);
        struct pd_band band = {.low = target->low, .high = target->high};

        if (target->reference == PD_REFERENCE_NONE || (anchor != NULL && anchor->value == 0))
                return false;
        if (anchor != NULL) {
                band.low = permille_of(anchor->value, target->low);
                band.high = permille_of(anchor->value, target->high);
                band.width = permille_of(anchor->width, target->high != 0 ? target->high : target->low);
        }
        if (!pd_target_is_speed(target) && target->low == target->high && band.width < MARK_WIDTH_BPM)
                band.width = MARK_WIDTH_BPM;
        *ret = band;
        return true;
}

static enum pd_intensity
class_of_share(const struct usual *usual, int32_t permille)
{
        if (permille >= usual->lt2)
                return PD_INTENSITY_HARD;
        if (permille >= usual->lt1)
                return PD_INTENSITY_MODERATE;
        return permille > usual->recovery ? PD_INTENSITY_EASY : PD_INTENSITY_RECOVERY;
}

/* What a target is about: its middle, or just inside of its one bound. */
static int32_t
point_of(const struct pd_target *target)
{
        if (target->low == 0)
                return target->high - 1;
        return target->high == 0 ? target->low : target->low + (target->high - target->low) / 2;
}

/* A single pace is that of repeats, mostly; a ceiling is for easy running. */
enum pd_intensity
pd_target_usual_class(const struct pd_target *target)
{
        switch (target->reference) {
        case PD_REFERENCE_NONE:
                return PD_INTENSITY_UNKNOWN;
        case PD_REFERENCE_BPM:
                if (target->low == 0)
                        return PD_INTENSITY_EASY;
                return target->high == 0 ? PD_INTENSITY_HARD : PD_INTENSITY_MODERATE;
        case PD_REFERENCE_SPEED:
                return target->low == target->high ? PD_INTENSITY_HARD : PD_INTENSITY_MODERATE;
        case PD_REFERENCE_HR_MAX:
                return class_of_share(&usual_hr_max, point_of(target));
        case PD_REFERENCE_LTHR:
                return class_of_share(&usual_lthr, point_of(target));
        case PD_REFERENCE_THRESHOLD_SPEED:
                return class_of_share(&usual_speed, point_of(target));
        }
        return PD_INTENSITY_UNKNOWN;
}

const char *
pd_reference_advice(enum pd_reference reference)
{
        switch (reference) {
        case PD_REFERENCE_NONE:
        case PD_REFERENCE_BPM:
        case PD_REFERENCE_SPEED:
                break;
        case PD_REFERENCE_HR_MAX:
                return "a share of the highest heart rate, which is unknown: write hr_max (or birth_year) for this athlete";
        case PD_REFERENCE_LTHR:
                return "a zone or share of threshold heart rate, which is unknown: write lthr, lt2_hr or hr_max for this athlete";
        case PD_REFERENCE_THRESHOLD_SPEED:
                return "a zone or share of threshold pace, which is unknown: write lt2_speed or critical_speed for this athlete";
        }
        return "";
}
