/* SPDX-License-Identifier: MIT */
/*
 * How an athlete's heart follows speed: it goes towards a line, fast upwards
 * and slowly downwards.
 *
 *   settles at  base + gain x speed + drift x time of the first hour
 *   each second (where it settles - where it is) / tau;  tau_on below it, tau_off above it
 */
#pragma once

#include <stdint.h>

/* A heart does not climb for ever: of 31 runs the shorter half (8 to 52 min) drifted by 0.27 bpm a minute,
 * the longer (57 to 112 min) by 0.12, and both by 10 bpm until their ends (medians). */
#define PD_KINETICS_DRIFT_MINUTES 60

struct pd_kinetics {
        int32_t base_tenths;   /* of a bpm: where the line meets speed 0; no heart rate that is ever seen */
        int32_t gain_tenths;   /* of a bpm per m/s */
        int32_t tau_on_tenths; /* of a second */
        int32_t tau_off_tenths;
        int32_t drift_milli;   /* thousandths of a bpm a minute */
        int32_t sd_tenths;     /* of a bpm: of the heart around its expected path */
        int32_t sessions;      /* that it was learnt from; 0: nothing was learnt, and nothing above holds */
};

/* Of what is learnt. Gain: 24.2 +- 8.3 bpm per m/s on a treadmill (Hunt 2015), 15 [7-20] in 70
 * fits on real runs, so two SD of the one and the lower quartile of the other. Tau: the
 * fits' 29-58 s up and 50-94 s down, and as much again in ratio. Residual: 3.5 [2.8-4.4]. */
#define PD_KINETICS_BASE_LEAST (-500)
#define PD_KINETICS_BASE_MOST 1800
#define PD_KINETICS_GAIN_LEAST 70
#define PD_KINETICS_GAIN_MOST 410
#define PD_KINETICS_TAU_ON_LEAST 170
#define PD_KINETICS_TAU_ON_MOST 770
#define PD_KINETICS_TAU_OFF_LEAST 320
#define PD_KINETICS_TAU_OFF_MOST 1430
#define PD_KINETICS_DRIFT_MOST 600
#define PD_KINETICS_SD_LEAST 20
#define PD_KINETICS_SD_MOST 60
