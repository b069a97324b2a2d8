/* SPDX-License-Identifier: MIT */
#include "core/session/tally.h"

#define MM_IN_M 1000

void
pd_tally_init(struct pd_tally *tally, const struct pd_athlete *athlete)
{
        *tally = (struct pd_tally) {.distance_mm = PD_UNKNOWN};
        pd_laps_init(&tally->laps);
        pd_load_init(&tally->load, athlete);
}

static void
add(int64_t *sum, int32_t *n, int32_t value)
{
        if (value == PD_UNKNOWN)
                return;
        *sum += value;
        (*n)++;
}

static void
count_step(struct pd_tally *tally, const struct pd_tally_second *second)
{
        struct pd_tally_step *step = &tally->steps[second->step];

        if (second->step >= tally->n_steps)
                tally->n_steps = second->step + 1;
        step->duration_s++;
        if (second->in_target)
                step->in_target_s++;
        add(&step->hr_sum, &step->hr_n, second->hr_bpm);
        add(&step->speed_sum, &step->speed_n, second->speed_mm_s);
}

static void
count(struct pd_tally *tally, const struct pd_tally_second *second)
{
        tally->moving_s++;
        tally->seconds[second->effort.intensity]++;
        tally->on_its_way_s += second->effort.on_its_way ? 1 : 0;
        tally->grey_s += second->grey ? 1 : 0;
        tally->drift_s += second->effort.drift ? 1 : 0;
        add(&tally->hr_sum, &tally->hr_n, second->hr_bpm);
        add(&tally->speed_sum, &tally->speed_n, second->speed_mm_s);
        add(&tally->power_sum, &tally->power_n, second->power_w);
        add(&tally->cadence_sum, &tally->cadence_n, second->cadence_spm);
        if (second->hr_bpm != PD_UNKNOWN && second->hr_bpm > tally->hr_max)
                tally->hr_max = second->hr_bpm;
        if (second->hr_bpm != PD_UNKNOWN)
                pd_load_add(&tally->load, second->hr_bpm, PD_SEC);
        pd_laps_moved(&tally->laps, second->lap, 1, second->hr_bpm);
        if (second->step != PD_TALLY_NO_STEP)
                count_step(tally, second);
}

void
pd_tally_second(struct pd_tally *tally, const struct pd_tally_second *second)
{
        if (!second->heard || tally->n_held == PD_TALLY_HELD_MAX) {
                tally->deaf_s++;
                return;
        }
        tally->held[tally->n_held] = *second;
        tally->held[tally->n_held++].lap = (uint16_t) tally->laps.current;
}

void
pd_tally_moved(struct pd_tally *tally)
{
        for (size_t i = 0; i < tally->n_held; i++)
                count(tally, &tally->held[i]);
        tally->n_held = 0;
        tally->moving_s += tally->deaf_s;
        pd_laps_moved(&tally->laps, tally->laps.current, tally->deaf_s, PD_UNKNOWN);
        tally->seconds[PD_INTENSITY_UNKNOWN] += tally->deaf_s;
        tally->deaf_s = 0;
}

void
pd_tally_drop_held(struct pd_tally *tally)
{
        tally->n_held = 0;
        tally->deaf_s = 0;
}

void
pd_tally_unheard(struct pd_tally *tally, int64_t mm)
{
        tally->unheard_mm += mm;
        pd_laps_distance(&tally->laps, mm);
}

int64_t
pd_tally_mileage(const struct pd_tally *tally)
{
        return tally->distance_mm == PD_UNKNOWN ? PD_UNKNOWN : tally->distance_mm + tally->unheard_mm;
}

void
pd_tally_distance(struct pd_tally *tally, int64_t mm, size_t step)
{
        if (tally->distance_mm == PD_UNKNOWN)
                tally->distance_mm = 0;
        tally->distance_mm += mm;
        pd_laps_distance(&tally->laps, mm);
        if (step != PD_TALLY_NO_STEP)
                tally->steps[step].distance_mm += mm;
}

/* The mean of a sum, rounded; PD_UNKNOWN of nothing. */
static int32_t
mean_of(int64_t sum, int32_t n)
{
        return n == 0 ? PD_UNKNOWN : (int32_t) ((sum + n / 2) / n);
}

/* Speed over the whole run is distance by time, as a runner counts it; the
 * mean of the pod's speeds only where it counts no distance. */
static int32_t
mean_speed(const struct pd_tally *tally)
{
        if (tally->distance_mm != PD_UNKNOWN && tally->moving_s > 0)
                return (int32_t) ((tally->distance_mm + tally->moving_s / 2) / tally->moving_s);
        return mean_of(tally->speed_sum, tally->speed_n);
}

void
pd_tally_summary(const struct pd_tally *tally, struct pd_step_done *steps, struct pd_summary *ret)
{
        bool pod = tally->distance_mm != PD_UNKNOWN;

        ret->moving_s = tally->moving_s;
        for (int i = 0; i < PD_INTENSITY_COUNT; i++)
                ret->seconds[i] = tally->seconds[i];
        ret->grey_s = tally->grey_s;
        ret->drift_s = tally->drift_s;
        ret->distance_m = pod ? (int32_t) ((pd_tally_mileage(tally) + MM_IN_M / 2) / MM_IN_M) : PD_UNKNOWN;
        ret->distance_unheard_m = (int32_t) ((tally->unheard_mm + MM_IN_M / 2) / MM_IN_M);
        ret->hr_avg_bpm = mean_of(tally->hr_sum, tally->hr_n);
        ret->hr_max_bpm = tally->hr_n > 0 ? tally->hr_max : PD_UNKNOWN;
        ret->speed_avg_mm_s = mean_speed(tally);
        ret->power_avg_w = mean_of(tally->power_sum, tally->power_n);
        ret->cadence_avg_spm = mean_of(tally->cadence_sum, tally->cadence_n);
        ret->trimp_tenths = pd_load_trimp_tenths(&tally->load);
        ret->n_steps = tally->n_steps;
        for (size_t i = 0; i < tally->n_steps; i++) {
                const struct pd_tally_step *step = &tally->steps[i];

                steps[i] = (struct pd_step_done) {
                        .duration_s = step->duration_s,
                        .in_target_s = step->in_target_s,
                        .distance_m = pod ? (int32_t) ((step->distance_mm + MM_IN_M / 2) / MM_IN_M) : PD_UNKNOWN,
                        .hr_avg_bpm = mean_of(step->hr_sum, step->hr_n),
                        .speed_avg_mm_s = mean_of(step->speed_sum, step->speed_n),
                };
        }
        ret->steps = steps;
        pd_laps_summary(&tally->laps, ret);
}
