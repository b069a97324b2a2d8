/* SPDX-License-Identifier: MIT */
/*
 * What a strap and a pod would have sent, made from the numbers of a
 * recording: so a file passes the decoders like the radio.
 *
 *   strap, 0x2A37 (Heart Rate Service 1.0, 3.1.1)
 *   | flags: 0 wide hr, 4 RR | hr u8 or u16 | RR u16, 1/1024 s, oldest first |
 *   pod, 0x2A63 (Cycling Power Service 1.0, 3.2.1), where its power is known
 *   | flags u16: none | power s16, W |
 *   pod, 0x2A53 (Running Speed and Cadence Service 1.0, 3.1.1)
 *   | flags: 1 distance | speed u16, 1/256 m/s | cadence u8, one foot | distance u32, dm |
 */
#pragma once

#include "purposed/format.h"

#include <stdint.h>

#define PD_READING_ABSENT INT64_MIN

/* The most that a frame carries. */
#define PD_READING_HR_MAX 65535
#define PD_READING_RR_US_MAX 63999023         /* 65535/1024 s */
#define PD_READING_SPEED_UM_S_MAX 255996093   /* 65535/256 m/s */
#define PD_READING_CADENCE_MSPM_MAX 510999    /* 255 a foot, rounded up */
#define PD_READING_POWER_W_MAX 32767
#define PD_READING_DISTANCE_MM_MAX 429496729549 /* UINT32_MAX dm */

/* What a recording says of one instant; PD_READING_ABSENT where it does not. */
struct pd_reading {
        int64_t hr_bpm;
        int64_t speed_um_s;
        int64_t cadence_mspm; /* steps of both feet, thousandths a minute */
        int64_t distance_mm;  /* since the beginning */
        int64_t power_w;
        size_t n_rr;
        const uint16_t *rr; /* 1/1024 s, oldest first */
};

void pd_reading_init(struct pd_reading *reading);

/* An RR interval as the frame has it; 0 if it carries no such length. */
uint16_t pd_reading_rr(int64_t us);

/* Numbers beyond a frame become absent. Returns how many. */
unsigned pd_reading_trim(struct pd_reading *reading);

/* Hands the frames of AT to OPS->input.
 *
 * Without heart rate and RR there is no strap frame; RR alone come with
 * heart rate 0, 'no measurement'. Without speed there is no pod frame, for it
 * must have one and none is invented: if there was cadence, distance or power,
 * SKIPPED counts it. Without cadence it is 0. */
int pd_reading_send(const struct pd_recording_ops *ops, pd_usec at, const struct pd_reading *reading, uint64_t *skipped);
