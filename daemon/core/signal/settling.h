/* SPDX-License-Identifier: MIT */
/*
 * Heart rate lags. After the start, a new step or a resume what the heart shows
 * is the past: it may not accuse until it has had its time and has stopped
 * falling. When she has slowed down within a step: signal/slowing.
 */
#pragma once

#include "purposed/kinetics.h"
#include "purposed/time.h"

#include <stdbool.h>
#include <stdint.h>

struct pd_settling {
        pd_usec rise, fall, most; /* how long this heart takes */
        pd_usec since;
        pd_usec span;      /* the least time it takes */
        int32_t lowest;    /* bpm, since then */
        pd_usec lowest_at; /* when it fell to that */
};

/* A session begins, of somebody of whom that was learnt. */
void pd_settling_init(struct pd_settling *settling, const struct pd_kinetics *kinetics);

/* Something changed: upwards, or downwards. */
void pd_settling_rise(struct pd_settling *settling, pd_usec at);
void pd_settling_fall(struct pd_settling *settling, pd_usec at);

void pd_settling_heart_rate(struct pd_settling *settling, pd_usec at, int32_t bpm);

bool pd_settling_done(const struct pd_settling *settling, pd_usec now);
