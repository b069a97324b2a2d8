/* SPDX-License-Identifier: MIT */
/*
 * May the strap's heart rate be believed? Contact, values that stand still,
 * spikes, beats that say otherwise, a lock on the cadence.
 */
#pragma once

#include "core/signal/cadence_lock.h"
#include "core/signal/spike.h"

#include "purposed/doubt.h"

/* What one frame of the strap brought, and what else is heard at that instant. */
struct pd_heart_frame {
        int32_t hr_bpm;     /* PD_UNKNOWN: nothing measured, or no skin felt */
        int32_t beats_apart_bpm; /* from the heart rate of its beats; PD_UNKNOWN: it brought none */
        int32_t cadence_spm, speed_mm_s; /* PD_UNKNOWN */
};

struct pd_heart_trust {
        struct pd_spike spike;
        struct pd_cadence_lock lock;
        pd_usec agreed_at;    /* when the beats last bore the heart rate out; PD_NEVER */
        pd_usec beats_at;     /* when they were last compared with it */
        pd_usec differ_since; /* PD_NEVER while they do not */
        int32_t value_bpm;    /* the last */
        pd_usec value_since;
        int32_t repeats;      /* frames with that value */
        enum pd_doubt doubt;  /* as of the last frame */
        pd_usec since;        /* PD_NEVER without one */
};

void pd_heart_trust_init(struct pd_heart_trust *trust);
enum pd_doubt pd_heart_trust_frame(struct pd_heart_trust *trust, pd_usec at, const struct pd_heart_frame *frame);
/* The pod's word of the same instant, if it comes a moment later. */
enum pd_doubt pd_heart_trust_steps(struct pd_heart_trust *trust, pd_usec at, int32_t cadence_spm, int32_t speed_mm_s);
