/* SPDX-License-Identifier: MIT */
/*
 * A virtual runner of the bench and what she does: her heart is drawn by the
 * seed, her speed is said second by second, her sensors fall short as the
 * bench has it. Truth is what she really does.
 */
#pragma once

#include "fakes/virtual_athlete.h"

#include "purposed/athlete.h"

/* Noise of the bench: pod AR(1) 0.7, SD 2.5 %; heart rate AR(1) 0.95, SD 3.5 bpm;
 * RR jitter 8 ms; 1 % of frames lost, 10 s without any in each 20 min. */
extern const struct pd_virtual_noise course_noise;

/* The thresholds of every runner of the bench, tested: LT1 152 bpm at 2.90 m/s,
 * LT2 168 bpm at 3.45 m/s, highest 186, resting 52. */
#define COURSE_LT1_SPEED 2.9 /* m/s */
#define COURSE_LT1_HR 152.0  /* bpm */
void course_athlete(struct pd_athlete *ret);

struct course {
        struct pd_run_script script;
        struct pd_virtual_noise noise; /* course_noise; a row may set its pod_bias */
        uint64_t seed;
        double speed; /* m/s, at the end of what is said so far */
};

/* Time constants up 29-58 s and down 50-94 s and a gain of 15-30 bpm per m/s,
 * drawn by SEED; a dead time of 5 s, no drift; strap and pod. At LT1 speed the
 * heart goes to LT1 heart rate. */
void course_init(struct course *course, uint64_t seed);
/* The speed at which the heart goes to BPM. */
double course_speed_at_hr(const struct course *course, double bpm);
/* Runs on at SPEED for so long, from the first second on. */
void course_run(struct course *course, int32_t seconds, double speed);
/* From the speed of now to SPEED, linearly. */
void course_ramp(struct course *course, int32_t seconds, double speed);
void course_stand(struct course *course, int32_t seconds);
/* Uphill: the pod shows the speed of now on, the heart works as at SPEED. */
void course_climb(struct course *course, int32_t seconds, double speed);
/* From the end of what is said so far on. */
void course_air(struct course *course, enum pd_virtual_sensor sensor, enum pd_virtual_air air);
/* What the strap makes of the heart, likewise. */
void course_pulse(struct course *course, enum pd_virtual_pulse pulse);
/* Seconds that are said so far. */
int32_t course_length(const struct course *course);
/* A number in [LOW, HIGH) by the course's seed and WHICH: another WHICH, another number. */
double course_draw(const struct course *course, uint64_t which, double low, double high);
