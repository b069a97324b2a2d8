/* SPDX-License-Identifier: MIT */
#include "core/session/tally.h"

#define MM_IN_M 1000

void
pd_tally_init(struct pd_tally *tally)
{
        *tally = (struct pd_tally) {.distance_mm = PD_UNKNOWN};
}

/* Somebody spoke again: the silence before was part of the run after all. */
static void
heard_again(struct pd_tally *tally)
{
        tally->moving_s += tally->deaf_s;
        tally->seconds[PD_INTENSITY_UNKNOWN] += tally->deaf_s;
        tally->deaf_s = 0;
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
        size_t step = *second->step;

        if (step >= tally->n_steps)
                tally->n_steps = step + 1;
        tally->steps[step].duration_s++;
        if (second->in_target)
                tally->steps[step].in_target_s++;
        add(&tally->steps[step].hr_sum, &tally->steps[step].hr_n, second->hr_bpm);
        add(&tally->steps[step].speed_sum, &tally->steps[step].speed_n, second->speed_mm_s);
}

void
pd_tally_second(struct pd_tally *tally, const struct pd_tally_second *second)
{
        if (!second->heard) {
                tally->deaf_s++;
                return;
        }
        heard_again(tally);
        tally->moving_s++;
        tally->seconds[second->effort.intensity]++;
        tally->grey_s += second->grey ? 1 : 0;
        tally->drift_s += second->effort.drift ? 1 : 0;
        add(&tally->hr_sum, &tally->hr_n, second->hr_bpm);
        add(&tally->speed_sum, &tally->speed_n, second->speed_mm_s);
        add(&tally->cadence_sum, &tally->cadence_n, second->cadence_spm);
        if (second->hr_bpm != PD_UNKNOWN && second->hr_bpm > tally->hr_max)
                tally->hr_max = second->hr_bpm;
        if (second->step != NULL)
                count_step(tally, second);
}

void
pd_tally_distance(struct pd_tally *tally, int64_t mm, const size_t *step)
{
        if (tally->distance_mm == PD_UNKNOWN)
                tally->distance_mm = 0;
        tally->distance_mm += mm;
        if (step != NULL)
                tally->steps[*step].distance_mm += mm;
}

int32_t
pd_tally_mean(int64_t sum, int32_t n)
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
        return pd_tally_mean(tally->speed_sum, tally->speed_n);
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
        ret->distance_m = pod ? (int32_t) ((tally->distance_mm + MM_IN_M / 2) / MM_IN_M) : PD_UNKNOWN;
        ret->hr_avg_bpm = pd_tally_mean(tally->hr_sum, tally->hr_n);
        ret->hr_max_bpm = tally->hr_n > 0 ? tally->hr_max : PD_UNKNOWN;
        ret->speed_avg_mm_s = mean_speed(tally);
        ret->cadence_avg_spm = pd_tally_mean(tally->cadence_sum, tally->cadence_n);
        ret->n_steps = tally->n_steps;
        for (size_t i = 0; i < tally->n_steps; i++)
                steps[i] = (struct pd_step_done) {
                        .duration_s = tally->steps[i].duration_s,
                        .in_target_s = tally->steps[i].in_target_s,
                        .distance_m = pod ? (int32_t) ((tally->steps[i].distance_mm + MM_IN_M / 2) / MM_IN_M) : PD_UNKNOWN,
                        .hr_avg_bpm = pd_tally_mean(tally->steps[i].hr_sum, tally->steps[i].hr_n),
                        .speed_avg_mm_s = pd_tally_mean(tally->steps[i].speed_sum, tally->steps[i].speed_n),
                };
        ret->steps = steps;
}
