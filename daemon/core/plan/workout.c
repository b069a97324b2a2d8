/* SPDX-License-Identifier: MIT */
/* A workout's steps in the athlete's own numbers. */
#include "purposed/plan.h"

#include <assert.h>

/* The three edges between the classes of effort, of one witness. */
struct edges {
        int32_t recovery;
        struct pd_anchor lt1, lt2;
};

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

/* A pace that stands in the workout: its class of effort says which side of it
 * matters. Without thresholds of speed it stays what the text took it for. */
static void
resolve_pace(struct pd_step *step, const struct edges *speed)
{
        int32_t middle = (step->speed.low + step->speed.high) / 2;

        if (speed->lt1.value != 0 && middle < speed->lt1.value)
                step->intensity = middle > speed->recovery ? PD_INTENSITY_EASY : PD_INTENSITY_RECOVERY;
        else if (speed->lt2.value != 0 && middle < speed->lt2.value)
                step->intensity = PD_INTENSITY_MODERATE;
        if (step->intensity == PD_INTENSITY_HARD)
                step->speed.high = 0;
        else if (step->intensity < PD_INTENSITY_MODERATE)
                step->speed.low = 0;
}

void
pd_workout_resolve(struct pd_workout *workout, const struct pd_athlete *athlete)
{
        struct edges hr = {pd_athlete_recovery_hr(athlete), athlete->lt1_hr, athlete->lt2_hr};
        struct edges speed = {pd_athlete_recovery_speed(athlete), athlete->lt1_speed, athlete->lt2_speed};

        assert(workout->n_steps <= PD_STEPS_MAX);

        for (size_t i = 0; i < workout->n_steps; i++) {
                struct pd_step *step = &workout->steps[i];

                if (step->prescribed && step->speed.low != 0 && step->speed.high != 0)
                        resolve_pace(step, &speed);
                if (!asked(&step->hr))
                        step->hr = band_of(step->intensity, &hr);
                if (!asked(&step->speed))
                        step->speed = band_of(step->intensity, &speed);
        }
}
