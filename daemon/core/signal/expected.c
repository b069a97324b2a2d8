/* SPDX-License-Identifier: MIT */
#include "core/signal/expected.h"

#include "purposed/event.h"

/* A mean of half a minute is as late as a filter of half of that. */
#define MEAN_TAU 15.0

void
pd_expected_init(struct pd_expected *expected, const struct pd_kinetics *kinetics, int32_t hr_max_bpm)
{
        *expected = (struct pd_expected) {.kinetics = *kinetics, .most = hr_max_bpm};
}

void
pd_expected_break(struct pd_expected *expected)
{
        expected->run = 0;
}

/* The speed of DEAD seconds ago. */
static double
delayed(struct pd_expected *expected, double speed)
{
        double *slot = &expected->speeds[expected->seconds % PD_KINETICS_DEAD], past;

        if (expected->run == 0)
                for (int i = 0; i < PD_KINETICS_DEAD; i++)
                        expected->speeds[i] = speed;
        past = *slot;
        *slot = speed;
        return past;
}

static double
settles_at(const struct pd_expected *expected, double speed)
{
        const struct pd_kinetics *kinetics = &expected->kinetics;
        double hr = kinetics->base_tenths / 10.0 + kinetics->gain_tenths / 10.0 * speed
                + kinetics->drift_milli / 1000.0 * (expected->seconds / 60.0);

        return expected->most > 0 && hr > expected->most ? expected->most : hr;
}

void
pd_expected_second(struct pd_expected *expected, int32_t speed_mm_s, int32_t hr_bpm)
{
        const struct pd_kinetics *kinetics = &expected->kinetics;

        expected->seconds++;
        if (!pd_kinetics_has_line(kinetics) || speed_mm_s == PD_UNKNOWN || (expected->run == 0 && hr_bpm == PD_UNKNOWN)) {
                expected->run = 0;
                return;
        }
        if (expected->run == 0)
                expected->heart = expected->slow = hr_bpm;
        double goal = settles_at(expected, delayed(expected, speed_mm_s / 1000.0));
        expected->heart += (goal - expected->heart) * 10 / (goal > expected->heart ? kinetics->tau_on_tenths : kinetics->tau_off_tenths);
        expected->slow += (expected->heart - expected->slow) / MEAN_TAU;
        expected->asymptote = settles_at(expected, speed_mm_s / 1000.0);
        expected->run++;
}

static int32_t
told(const struct pd_expected *expected, double value)
{
        return expected->run > 0 && value > 0 ? (int32_t) (value + 0.5) : PD_UNKNOWN;
}

int32_t
pd_expected_hr_tenths(const struct pd_expected *expected)
{
        return told(expected, expected->heart * 10);
}

int32_t
pd_expected_hr_bpm(const struct pd_expected *expected)
{
        return told(expected, expected->heart);
}

int32_t
pd_expected_mean_bpm(const struct pd_expected *expected)
{
        return told(expected, expected->slow);
}

int32_t
pd_expected_asymptote_bpm(const struct pd_expected *expected)
{
        return told(expected, expected->asymptote);
}
