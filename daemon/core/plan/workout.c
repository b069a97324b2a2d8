/* SPDX-License-Identifier: MIT */
/* A workout's steps in the athlete's own numbers. */
#include "purposed/plan.h"

#include <assert.h>

/* The three edges between the classes of effort, of one witness. */
struct edges {
        int32_t recovery;
        struct pd_anchor lt1, lt2;
};

const char *
pd_step_words(const struct pd_step *step)
{
        static const char *const uphill[PD_INTENSITY_COUNT] = {
                [PD_INTENSITY_UNKNOWN] = "uphill",
                [PD_INTENSITY_REST] = "uphill, rest",
                [PD_INTENSITY_RECOVERY] = "uphill, recovery",
                [PD_INTENSITY_EASY] = "uphill, easy",
                [PD_INTENSITY_MODERATE] = "uphill, moderate",
                [PD_INTENSITY_HARD] = "uphill, hard",
        };

        if (step->cue[0] != '\0')
                return step->cue;
        return step->hills ? uphill[step->intensity] : pd_intensity_name(step->intensity);
}

void
pd_workout_init(struct pd_workout *workout)
{
        *workout = (struct pd_workout){.purpose = PD_PURPOSE_NONE};
}

static bool
asked(const struct pd_band *band)
{
        return band->low != 0 || band->high != 0;
}

static int32_t
larger(int32_t a, int32_t b)
{
        return a > b ? a : b;
}

/* The ceiling of recovery moves with LT1, and so does its width. */
static struct pd_band
recovery_band(const struct edges *edges)
{
        struct pd_band band = {.high = edges->recovery};

        if (edges->lt1.value > 0)
                band.width = (int32_t) (((int64_t) edges->lt1.width * edges->recovery + edges->lt1.value / 2) / edges->lt1.value);
        return band;
}

/* A band has one width: between two thresholds it is that of the less
 * certain one, so that neither edge accuses too soon. */
static struct pd_band
band_of(enum pd_intensity intensity, const struct edges *edges)
{
        switch (intensity) {
        case PD_INTENSITY_UNKNOWN:
        case PD_INTENSITY_REST:
                return (struct pd_band){0};
        case PD_INTENSITY_RECOVERY:
                return recovery_band(edges);
        case PD_INTENSITY_EASY:
                return (struct pd_band){.high = edges->lt1.value, .width = edges->lt1.width};
        case PD_INTENSITY_MODERATE:
                return (struct pd_band){
                        .low = edges->lt1.value,
                        .high = edges->lt2.value,
                        .width = larger(edges->lt1.width, edges->lt2.width),
                };
        case PD_INTENSITY_HARD:
                return (struct pd_band){.low = edges->lt2.value, .width = edges->lt2.width};
        case PD_INTENSITY_COUNT:
                break;
        }
        assert(false);
        return (struct pd_band){0};
}

/* USUAL is what it is for most runners; what this one's thresholds tell of it goes before. */
static enum pd_intensity
class_of(const struct edges *edges, int32_t value, enum pd_intensity usual)
{
        if (edges->lt1.value != 0 && value < edges->lt1.value)
                return value > edges->recovery ? PD_INTENSITY_EASY : PD_INTENSITY_RECOVERY;
        if (edges->lt2.value != 0 && value >= edges->lt2.value)
                return PD_INTENSITY_HARD;
        if (edges->lt1.value != 0 && (edges->lt2.value != 0 || usual < PD_INTENSITY_MODERATE))
                return PD_INTENSITY_MODERATE;
        return edges->lt2.value != 0 && usual == PD_INTENSITY_HARD ? PD_INTENSITY_MODERATE : usual;
}

/* A share that lies within a threshold's width is on neither side of it for
 * certain: then it stays what it is for most runners. */
static bool
is_borderline(const struct edges *edges, int32_t value, enum pd_intensity usual)
{
        const int32_t from_lt1 = value > edges->lt1.value ? value - edges->lt1.value : edges->lt1.value - value;
        const int32_t from_lt2 = value > edges->lt2.value ? value - edges->lt2.value : edges->lt2.value - value;

        if (edges->lt1.value != 0 && from_lt1 < edges->lt1.width && (usual == PD_INTENSITY_EASY || usual == PD_INTENSITY_MODERATE))
                return true;
        return edges->lt2.value != 0 && from_lt2 < edges->lt2.width && (usual == PD_INTENSITY_MODERATE || usual == PD_INTENSITY_HARD);
}

/* Up to where a ceiling is one for easy running, though it may be above LT1. */
static int32_t
easy_ceiling(const struct edges *edges)
{
        if (edges->lt2.value == 0)
                return edges->lt1.value + edges->lt1.width;
        return (edges->lt1.value + edges->lt2.value) / 2;
}

/* What a band is for this athlete: what its middle is, or the inside of its only bound. */
static enum pd_intensity
class_of_band(const struct pd_band *band, const struct edges *edges, bool is_share, enum pd_intensity usual)
{
        const int32_t lt1 = edges->lt1.value;
        int32_t point = band->low + (band->high - band->low) / 2;

        if (band->high == 0)
                point = band->low;
        else if (band->low == 0)
                point = lt1 != 0 && band->high > lt1 && band->high <= easy_ceiling(edges) ? lt1 - 1 : band->high - 1;
        if (is_share && is_borderline(edges, point, usual))
                return usual;
        return class_of(edges, point, usual);
}

/* Of a band with two ends the class of effort says which one matters. The pace
 * of a rep has both: whoever runs away from it does not run the last one. */
static struct pd_band
one_sided(struct pd_band band, enum pd_intensity intensity, bool is_rep)
{
        if (band.low == 0 || band.high == 0 || is_rep)
                return band;
        if (intensity == PD_INTENSITY_HARD)
                band.high = 0;
        else if (intensity < PD_INTENSITY_MODERATE)
                band.low = 0;
        return band;
}

/* Longer ones are no repeats. */
#define REPEAT_LESS_THAN (20 * PD_MINUTE)
#define REPEAT_LESS_THAN_MM (5 * INT64_C(1000000))
/* LT1 speed is 73.9 % of the highest aerobic one, LT2 87.6 % (Esteve-Lanao et
 * al.): what lies below that much of the workout's work is no work. */
#define BESIDE_WORK_PERMILLE 844

static int64_t
middle(const struct pd_step *step)
{
        return ((int64_t) step->target.low + step->target.high) / 2;
}

/* Is something easy beside the paces, that is told by other means? A walk comes with any run. */
static bool
is_easy_beside(const struct pd_step *step)
{
        const enum pd_intensity intensity = step->said ? step->intensity : pd_target_usual_class(&step->target);

        return !step->walk && (intensity == PD_INTENSITY_RECOVERY || intensity == PD_INTENSITY_EASY);
}

static bool
is_repeat(const struct pd_workout *workout, const struct pd_step *step)
{
        if (step->extent == PD_EXTENT_OPEN)
                return workout->n_steps > 1;
        return step->amount < (step->extent == PD_EXTENT_TIME ? REPEAT_LESS_THAN : REPEAT_LESS_THAN_MM);
}

/* One of several things to do today, and not the race itself; up a hill nobody keeps a pace. */
static bool
is_paced_repeat(const struct pd_workout *workout, const struct pd_step *step)
{
        if (step->intensity != PD_INTENSITY_HARD || workout->n_steps < 2 || step->hills)
                return false;
        return workout->purpose != PD_PURPOSE_RACE && workout->purpose != PD_PURPOSE_HILLS && is_repeat(workout, step);
}

/* A pace says nothing of an athlete whose speeds are unknown; the workout's
 * other paces, and what it is for, say something of the pace. */
static enum pd_intensity
class_of_pace(const struct pd_workout *workout, const struct pd_step *step)
{
        const bool told_hard = !workout->purpose_follows && workout->purpose >= PD_PURPOSE_TEMPO && workout->purpose <= PD_PURPOSE_RACE;
        int64_t slowest = INT64_MAX, fastest = 0, sustained = 0;
        bool eased = false;

        for (size_t i = 0; i < workout->n_steps; i++) {
                const struct pd_step *const other = &workout->steps[i];

                eased = eased || (other->target.reference != PD_REFERENCE_SPEED && is_easy_beside(other));
                if (other->target.reference != PD_REFERENCE_SPEED)
                        continue;
                slowest = middle(other) < slowest ? middle(other) : slowest;
                fastest = middle(other) > fastest ? middle(other) : fastest;
                sustained = middle(other) > sustained && !is_repeat(workout, other) ? middle(other) : sustained;
        }
        if (middle(step) * 1000 < fastest * BESIDE_WORK_PERMILLE)
                return PD_INTENSITY_EASY;
        if (middle(step) > sustained || (told_hard && workout->purpose != PD_PURPOSE_TEMPO))
                return pd_target_usual_class(&step->target);
        if (told_hard)
                return PD_INTENSITY_MODERATE;
        return eased || slowest * 1000 < fastest * BESIDE_WORK_PERMILLE ? PD_INTENSITY_MODERATE : PD_INTENSITY_EASY;
}

static enum pd_intensity
usual_class(const struct pd_workout *workout, const struct pd_step *step)
{
        return step->target.reference == PD_REFERENCE_SPEED ? class_of_pace(workout, step) : pd_target_usual_class(&step->target);
}

void
pd_workout_class_targets(struct pd_workout *workout)
{
        for (size_t i = 0; i < workout->n_steps; i++)
                if (!workout->steps[i].said && workout->steps[i].target.reference != PD_REFERENCE_NONE)
                        workout->steps[i].intensity = usual_class(workout, &workout->steps[i]);
}

void
pd_workout_say_purpose(struct pd_workout *workout, enum pd_purpose purpose)
{
        if (workout->purpose == purpose)
                return;
        workout->purpose = purpose;
        workout->purpose_follows = false;
        pd_workout_class_targets(workout);
        pd_workout_choose_key_steps(workout);
}

/* True if the step is of another class now than the workout's text told. */
static bool
resolve_target(const struct pd_workout *workout, struct pd_step *step, const struct pd_athlete *athlete, const struct edges *hr,
        const struct edges *speed)
{
        const bool is_speed = pd_target_is_speed(&step->target);
        const struct edges *edges = is_speed ? speed : hr;
        const enum pd_intensity before = step->intensity;
        struct pd_band band;

        step->prescribed = pd_target_band(&step->target, athlete, &band);
        if (!step->prescribed)
                return false;
        if (!step->said)
                step->intensity = class_of_band(&band, edges, pd_target_is_share(&step->target), usual_class(workout, step));
        *(is_speed ? &step->speed : &step->hr) = one_sided(band, step->intensity, is_speed && is_paced_repeat(workout, step));
        return step->intensity != before;
}

/* A heart rate that is asked for leaves speed open; a pace whose class is known
 * asks of the heart what that does, but on no side that it leaves open itself. */
static void
fill_other(struct pd_step *step, const struct edges *hr, const struct edges *speed)
{
        const bool classed = step->said || speed->lt1.value != 0 || speed->lt2.value != 0;
        const struct pd_band band = classed ? band_of(step->intensity, hr) : (struct pd_band){0};

        if (!pd_target_is_speed(&step->target)) {
                step->speed = (struct pd_band){0};
                return;
        }
        step->hr = (struct pd_band){
                .low = step->speed.low != 0 ? band.low : 0,
                .high = step->speed.high != 0 ? band.high : 0,
                .width = band.width,
        };
}

/* Uphill is what is hard in a workout for hills that does not say where they are. */
static void
mark_hills(struct pd_workout *workout)
{
        bool any = false;

        for (size_t i = 0; i < workout->n_steps; i++)
                any = any || workout->steps[i].hills;
        for (size_t i = 0; !any && i < workout->n_steps; i++)
                workout->steps[i].hills = workout->purpose == PD_PURPOSE_HILLS && workout->steps[i].intensity == PD_INTENSITY_HARD;
}

void
pd_workout_resolve(struct pd_workout *workout, const struct pd_athlete *athlete)
{
        struct edges hr = {pd_athlete_recovery_hr(athlete), athlete->lt1_hr, athlete->lt2_hr};
        struct edges speed = {pd_athlete_recovery_speed(athlete), athlete->lt1_speed, athlete->lt2_speed};
        bool follows = workout->purpose_follows && workout->purpose == pd_workout_purpose_of_steps(workout);
        bool changed = false;

        assert(workout->n_steps <= PD_STEPS_MAX);

        for (size_t i = 0; i < workout->n_steps; i++) {
                struct pd_step *step = &workout->steps[i];

                if (step->target.reference != PD_REFERENCE_NONE) {
                        changed = resolve_target(workout, step, athlete, &hr, &speed) || changed;
                        if (step->prescribed) {
                                fill_other(step, &hr, &speed);
                                continue;
                        }
                }
                if (!asked(&step->hr))
                        step->hr = band_of(step->intensity, &hr);
                if (!asked(&step->speed))
                        step->speed = band_of(step->intensity, &speed);
        }
        if (changed)
                pd_workout_choose_key_steps(workout);
        if (changed && follows)
                workout->purpose = pd_workout_purpose_of_steps(workout);
        mark_hills(workout);
}

void
pd_step_power(const struct pd_step *step, const struct pd_athlete *athlete, struct pd_band *ret)
{
        const struct edges edges = {pd_athlete_recovery_power(athlete), athlete->lt1_power, athlete->lt2_power};

        *ret = step->prescribed ? (struct pd_band){0} : band_of(step->intensity, &edges);
}

size_t
pd_workout_unresolved(const struct pd_workout *workout, const struct pd_athlete *athlete, size_t from)
{
        struct pd_band band;

        while (from < workout->n_steps && (workout->steps[from].target.reference == PD_REFERENCE_NONE
                        || pd_target_band(&workout->steps[from].target, athlete, &band)))
                from++;
        return from;
}

static enum pd_intensity
hardest(const struct pd_workout *workout)
{
        enum pd_intensity intensity = PD_INTENSITY_UNKNOWN;

        for (size_t i = 0; i < workout->n_steps; i++)
                if (workout->steps[i].intensity > intensity)
                        intensity = workout->steps[i].intensity;
        return intensity;
}

enum pd_purpose
pd_workout_purpose_of_steps(const struct pd_workout *workout)
{
        switch (hardest(workout)) {
        case PD_INTENSITY_UNKNOWN:
                return workout->n_steps > 0 ? PD_PURPOSE_FREE : PD_PURPOSE_NONE;
        case PD_INTENSITY_REST:
                return PD_PURPOSE_REST;
        case PD_INTENSITY_RECOVERY:
                return PD_PURPOSE_RECOVERY;
        case PD_INTENSITY_EASY:
                return PD_PURPOSE_EASY;
        case PD_INTENSITY_MODERATE:
                return PD_PURPOSE_TEMPO;
        case PD_INTENSITY_HARD:
                for (size_t i = 0; i < workout->n_steps; i++)
                        if (workout->steps[i].hills)
                                return PD_PURPOSE_HILLS;
                return workout->n_steps == 1 ? PD_PURPOSE_THRESHOLD : PD_PURPOSE_INTERVALS;
        case PD_INTENSITY_COUNT:
                break;
        }
        return PD_PURPOSE_NONE;
}

void
pd_workout_choose_key_steps(struct pd_workout *workout)
{
        const bool all = hardest(workout) < PD_INTENSITY_MODERATE;
        bool any_run = false;

        for (size_t i = 0; i < workout->n_steps; i++)
                any_run = any_run || (!workout->steps[i].walk && workout->steps[i].intensity == PD_INTENSITY_EASY);
        for (size_t i = 0; i < workout->n_steps; i++) {
                struct pd_step *const step = &workout->steps[i];

                step->key = (all && (!step->walk || !any_run)) || step->intensity >= PD_INTENSITY_MODERATE;
        }
}
