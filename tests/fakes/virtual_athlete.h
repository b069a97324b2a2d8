/* SPDX-License-Identifier: MIT */
/*
 * A runner who follows a script (run_script.h) and wears a strap and a pod:
 * what the sensors send, as bytes, and what is really the case. The strap
 * speaks at every whole second from 0, the pod a quarter of a second later.
 *
 * Without noise the run is exact: RR intervals are those of the heart rate,
 * nothing wavers, and every machine gives the same bytes (only + - x / and
 * sqrt are used). With noise it is a function of the seed.
 */
#pragma once

#include "fakes/run_script.h"

#define PD_VIRTUAL_FRAME_BYTES_MAX 20 /* ATT MTU 23 less 3 */

struct pd_virtual_athlete;

/* How sensors and radio fall short. What wanders is a first-order
 * autoregression, one step a second: RHO of the step before, SD in the long run. */
struct pd_virtual_noise {
        double hr_rho, hr_sd;             /* bpm */
        double pod_rho, pod_sd;           /* share of the speed */
        double pod_bias;                  /* share of the speed, constant: 0.03 reads 3 % long */
        double breath_rest, breath_max;   /* share of the interval by which breathing moves a beat, at rest and at the highest heart rate */
        double rr_jitter_s;               /* SD, white */
        double lost;                      /* share of a sensor's frames */
        int32_t dropout_s, dropout_every_s; /* of each sensor, one in each span; 0: none */
};

extern const struct pd_virtual_noise pd_virtual_noise_usual;

/* One second of one sensor. There is a slot even when nothing is sent. */
struct pd_virtual_slot {
        int64_t at_ms; /* since the start of the script */
        enum pd_virtual_sensor sensor;
        enum pd_virtual_air air;
        uint8_t length; /* 0 unless the air is ON */
        uint8_t bytes[PD_VIRTUAL_FRAME_BYTES_MAX];
        int16_t power_w; /* what the pod tells besides; -1: nothing */
};

/* SCRIPT and NOISE (NULL: none) are copied; this is the only allocation. NULL if memory is out. */
struct pd_virtual_athlete *pd_virtual_athlete_new(const struct pd_run_script *script, const struct pd_virtual_noise *noise, uint64_t seed);
struct pd_virtual_athlete *pd_virtual_athlete_free(struct pd_virtual_athlete *athlete);

/* The next slot in order of time, of the sensors that are worn; the body is
 * advanced to it. False once the script has ended (its last second is told). */
bool pd_virtual_athlete_next(struct pd_virtual_athlete *athlete, struct pd_virtual_slot *ret);

/* What is the case at the slot told last. */
double pd_virtual_athlete_heart_rate(const struct pd_virtual_athlete *athlete); /* bpm */
double pd_virtual_athlete_speed(const struct pd_virtual_athlete *athlete);      /* m/s */
double pd_virtual_athlete_distance(const struct pd_virtual_athlete *athlete);   /* m */
enum pd_virtual_air pd_virtual_athlete_air(const struct pd_virtual_athlete *athlete, enum pd_virtual_sensor sensor);
