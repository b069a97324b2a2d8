/* SPDX-License-Identifier: MIT */
#include "core/effort/load.h"

#include "core/signal/arith.h"

#include "purposed/event.h"

/*
 * A minute at the share x of the heart-rate reserve is worth
 *
 *   men    0.64 x e^(1.92 x)
 *   women  0.86 x e^(1.67 x)
 *
 * Banister 1991, after the rise of blood lactate in each. Where the sex is not
 * told, the mean of the two is wrong by 10 % at most above half the reserve.
 */
static double
men(double x)
{
        return 0.64 * x * pd_exp(1.92 * x);
}

static double
women(double x)
{
        return 0.86 * x * pd_exp(1.67 * x);
}

static double
weight(const struct pd_load *load, int32_t bpm)
{
        double x = (double) (bpm - load->rest_bpm) / (load->max_bpm - load->rest_bpm);

        x = x < 0 ? 0 : x > 1 ? 1 : x;
        switch ((enum pd_sex) load->sex) {
        case PD_SEX_MALE:
                return men(x);
        case PD_SEX_FEMALE:
                return women(x);
        case PD_SEX_UNKNOWN:
                break;
        }
        return (men(x) + women(x)) / 2;
}

void
pd_load_init(struct pd_load *load, const struct pd_athlete *athlete)
{
        *load = (struct pd_load) {.rest_bpm = athlete->hr_rest.value, .max_bpm = athlete->hr_max.value, .sex = athlete->sex};
}

static bool
is_scaled(const struct pd_load *load)
{
        return load->rest_bpm > 0 && load->max_bpm > load->rest_bpm;
}

void
pd_load_add(struct pd_load *load, int32_t bpm, pd_usec held)
{
        if (!is_scaled(load))
                return;
        load->heard = true;
        load->trimp += weight(load, bpm) * (double) (held < PD_LOAD_HOLD_MOST ? held : PD_LOAD_HOLD_MOST) / (double) PD_MINUTE;
}

int32_t
pd_load_trimp_tenths(const struct pd_load *load)
{
        return load->heard ? (int32_t) (load->trimp * 10 + 0.5) : PD_UNKNOWN;
}
