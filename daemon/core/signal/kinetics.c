/* SPDX-License-Identifier: MIT */
#include "core/signal/kinetics.h"

#include <math.h>

/* Medians of 70 fits on real runs: tau up 39 s, down 73 s, drift 0.2 bpm/min,
 * residual 3.5 bpm. */
#define TAU_ON 390
#define TAU_OFF 730
#define DRIFT 200
#define SD 35

/* The athlete's own line leads through LT1 and the recovery ceiling, but as steep
 * as hearts are: from the median of the fits to that of the treadmill (Hunt 2015). */
#define OWN_GAIN_LEAST 150
#define OWN_GAIN_MOST 240

/* SD of what holds before anything was learnt: gain 8.3 bpm per m/s (Hunt 2015), drift from
 * the quartiles 0.1 and 0.3 bpm/min of the fits. A line through anchors is as
 * good as a day: see LEVEL_DAY. */
#define GAIN_SD 8.3
#define DRIFT_SD 0.15
#define LEVEL_SD 6.0

/* SD of one day around what an athlete is like: the line moves by some 5 bpm with
 * heat, sleep and coffee (the heart rate of one speed within a month of one runner's easy
 * runs in the corpus: 4 to 6), its steepness by an eighth. */
#define LEVEL_DAY 5.0
#define GAIN_DAY 2.5
#define DRIFT_DAY 0.15
#define SD_DAY 1.0

/* What the sessions before count for grows up to this many: whoever gets fitter changes. */
#define MEMORY 8

/* The longest step of one session. */
#define TAU_STEP 1.35 /* times, or divided by */
#define GAIN_STEP 6.0
#define LEVEL_STEP 6.0
#define DRIFT_STEP 0.1
#define SD_STEP 1.0

static double
bounded(double value, double least, double most)
{
        return value < least ? least : value > most ? most : value;
}

static int32_t
rounded(double value)
{
        return (int32_t) (value + (value < 0 ? -0.5 : 0.5));
}

static int32_t
within(double value, int32_t least, int32_t most)
{
        return rounded(bounded(value, least, most));
}

/* A line that is known to a few bpm, or none. */
static void
draw_line(const struct pd_athlete *athlete, struct pd_kinetics *ret)
{
        int32_t rise = athlete->lt1_hr.value - pd_athlete_recovery_hr(athlete);
        int32_t run = athlete->lt1_speed.value - pd_athlete_recovery_speed(athlete);

        if (athlete->lt1_hr.provenance < PD_PROVENANCE_FIELD || athlete->lt1_speed.provenance < PD_PROVENANCE_FIELD || run <= 0)
                return;
        ret->gain_tenths = within(rise * 10000.0 / run, OWN_GAIN_LEAST, OWN_GAIN_MOST);
        ret->base_tenths = athlete->lt1_hr.value * 10 - rounded(ret->gain_tenths * (athlete->lt1_speed.value / 1000.0));
}

/* A trace may have been written by hand. */
static bool
is_learnt(const struct pd_kinetics *kinetics)
{
        return kinetics->sessions > 0 && kinetics->gain_tenths >= PD_KINETICS_GAIN_LEAST
                && kinetics->tau_on_tenths >= PD_KINETICS_TAU_ON_LEAST && kinetics->tau_off_tenths >= PD_KINETICS_TAU_OFF_LEAST
                && kinetics->sd_tenths >= PD_KINETICS_SD_LEAST;
}

void
pd_kinetics_of(const struct pd_athlete *athlete, struct pd_kinetics *ret)
{
        *ret = athlete->kinetics;
        if (is_learnt(ret))
                return;
        *ret = (struct pd_kinetics) {.tau_on_tenths = TAU_ON, .tau_off_tenths = TAU_OFF, .drift_milli = DRIFT, .sd_tenths = SD};
        draw_line(athlete, ret);
}

/* What BEFORE becomes by one day that showed FOUND: by their precisions, and by no more than STEP. */
static double
blend(double before, double before_sd, double found, double found_sd, double step)
{
        double share = before_sd * before_sd / (before_sd * before_sd + found_sd * found_sd);

        return before + bounded(share * (found - before), -step, step);
}

/* It is a posterior that knows of what was learnt before (kinetics_fit.c). */
static int32_t
learn_tau(int32_t before_tenths, double found, int32_t least, int32_t most)
{
        return within(bounded(found * 10, before_tenths / TAU_STEP, before_tenths * TAU_STEP), least, most);
}

static void
learn_line(const struct pd_kinetics *before, const struct pd_kinetics_found *found, double memory, struct pd_kinetics *ret)
{
        double gain = found->gain, level = found->hr_bpm - ret->drift_milli / 1000.0 * found->minutes;

        if (pd_kinetics_has_line(before)) {
                double was = before->base_tenths / 10.0 + before->gain_tenths / 10.0 * found->speed_m_s;
                double day = sqrt(GAIN_DAY * GAIN_DAY + found->gain_sd * found->gain_sd);

                gain = blend(before->gain_tenths / 10.0, GAIN_SD / memory, gain, day, GAIN_STEP);
                level = blend(was, LEVEL_SD / memory, level, LEVEL_DAY, LEVEL_STEP);
        }
        ret->gain_tenths = within(gain * 10, PD_KINETICS_GAIN_LEAST, PD_KINETICS_GAIN_MOST);
        ret->base_tenths = within(level * 10 - ret->gain_tenths * found->speed_m_s, PD_KINETICS_BASE_LEAST, PD_KINETICS_BASE_MOST);
}

void
pd_kinetics_learn(const struct pd_kinetics *before, const struct pd_kinetics_found *found, struct pd_kinetics *ret)
{
        int32_t n = before->sessions < MEMORY ? before->sessions : MEMORY;
        double memory = sqrt(1.0 + n);
        struct pd_kinetics learnt = {.sessions = before->sessions + (before->sessions < INT32_MAX)};
        double drift = blend(before->drift_milli / 1000.0, DRIFT_SD / memory, found->drift, DRIFT_DAY, DRIFT_STEP);
        double sd = blend(before->sd_tenths / 10.0, SD_DAY / memory, found->sd, SD_DAY, SD_STEP);

        learnt.tau_on_tenths = learn_tau(before->tau_on_tenths, found->tau_on, PD_KINETICS_TAU_ON_LEAST, PD_KINETICS_TAU_ON_MOST);
        learnt.tau_off_tenths = learn_tau(before->tau_off_tenths, found->tau_off, PD_KINETICS_TAU_OFF_LEAST, PD_KINETICS_TAU_OFF_MOST);
        learnt.drift_milli = within(drift * 1000, 0, PD_KINETICS_DRIFT_MOST);
        learnt.sd_tenths = within(sd * 10, PD_KINETICS_SD_LEAST, PD_KINETICS_SD_MOST);
        learn_line(before, found, memory, &learnt);
        *ret = learnt;
}
