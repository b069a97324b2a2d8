/* SPDX-License-Identifier: MIT */
#include "core/signal/expected.h"

#include "purposed/event.h"

/* A pod that is silent for no longer does not let the path be lost: she runs on as she did. */
#define BRIDGE_S 20

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

static double
settles_at(const struct pd_expected *expected, double speed)
{
        const struct pd_kinetics *kinetics = &expected->kinetics;
        double hr = kinetics->base_tenths / 10.0 + kinetics->gain_tenths / 10.0 * speed
                + kinetics->drift_milli / 1000.0 * pd_kinetics_drifting(expected->seconds);

        return expected->most > 0 && hr > expected->most ? expected->most : hr;
}

/* Can the path go on, or begin? */
static bool
can_follow(const struct pd_expected *expected, int32_t hr_bpm)
{
        if (!pd_kinetics_has_line(&expected->kinetics) || expected->silent > BRIDGE_S)
                return false;
        return expected->run > 0 || (expected->silent == 0 && hr_bpm != PD_UNKNOWN);
}

void
pd_expected_second(struct pd_expected *expected, int32_t speed_mm_s, int32_t hr_bpm)
{
        const struct pd_kinetics *kinetics = &expected->kinetics;
        double goal;

        expected->seconds++;
        expected->silent = speed_mm_s == PD_UNKNOWN ? expected->silent + 1 : 0;
        if (!can_follow(expected, hr_bpm)) {
                expected->run = 0;
                return;
        }
        if (expected->silent == 0)
                expected->speed = speed_mm_s / 1000.0;
        if (expected->run == 0) {
                expected->heart = expected->slow = hr_bpm;
                pd_delay_begin(&expected->delay, expected->speed);
        }
        goal = settles_at(expected, pd_delay_second(&expected->delay, expected->speed));
        expected->heart += (goal - expected->heart) * 10 / (goal > expected->heart ? kinetics->tau_on_tenths : kinetics->tau_off_tenths);
        expected->slow += (expected->heart - expected->slow) / MEAN_TAU;
        expected->asymptote = settles_at(expected, expected->speed);
        expected->run++;
}

static int32_t
told(const struct pd_expected *expected, double value)
{
        return expected->run > 0 && expected->silent == 0 && value > 0 ? (int32_t) (value + 0.5) : PD_UNKNOWN;
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
