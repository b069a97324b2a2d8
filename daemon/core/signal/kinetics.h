/* SPDX-License-Identifier: MIT */
/*
 * An athlete's kinetics (purposed/kinetics.h): where they begin, and what one
 * more session makes of them.
 */
#pragma once

#include "purposed/athlete.h"
#include "purposed/kinetics.h"

/* What a session showed. */
struct pd_kinetics_found {
        double tau_on, tau_off; /* seconds */
        double gain, gain_sd;   /* bpm per m/s, and its standard error */
        double drift;           /* bpm a minute */
        double hr_bpm, speed_m_s, minutes; /* means: a point of its line */
        double sd;              /* bpm: of the heart around the path that was expected */
};

/* What holds on ATHLETE's day: learnt, or the published medians on the athlete's
 * own line, for which LT1 must be known by heart rate and speed; without that
 * (and where nothing was learnt) the line is not there: gain 0. */
void pd_kinetics_of(const struct pd_athlete *athlete, struct pd_kinetics *ret);

/* Does it have a line? */
static inline bool
pd_kinetics_has_line(const struct pd_kinetics *kinetics)
{
        return kinetics->gain_tenths != 0;
}

/* For how many minutes it has drifted, SECONDS after the session began. */
static inline double
pd_kinetics_drifting(int32_t seconds)
{
        double minutes = seconds / 60.0;

        return minutes < PD_KINETICS_DRIFT_MINUTES ? minutes : PD_KINETICS_DRIFT_MINUTES;
}

/* One session more. No session takes anything far. */
void pd_kinetics_learn(const struct pd_kinetics *before, const struct pd_kinetics_found *found, struct pd_kinetics *ret);
