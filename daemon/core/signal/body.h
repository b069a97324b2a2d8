/* SPDX-License-Identifier: MIT */
/*
 * What the sensors say right now: heart rate from one strap, speed, cadence,
 * way and power from one pod. Power from anything that tells no running speed is a
 * bike's, and not heard. Of several of a kind, the first that speaks is
 * heard for as long as it does. What is not to be trusted is not told; why,
 * is.
 */
#pragma once

#include "core/signal/beats.h"
#include "core/signal/hearing.h"
#include "core/signal/heart_trust.h"
#include "core/signal/pod_trust.h"
#include "core/signal/power_trust.h"
#include "core/signal/window.h"

#include "purposed/engine.h"
#include "purposed/event.h"
#include "purposed/sample.h"

struct pd_body {
        struct pd_hearing hearing[PD_ENGINE_SENSORS_MAX];
        enum pd_witness gives[PD_ENGINE_SENSORS_MAX]; /* what it is good for */
        int strap, pod; /* indices; -1 = none yet */
        struct pd_heart_trust heart_trust; /* of the strap that is heard */
        struct pd_pod_trust pod_trust;     /* of the pod that is heard */
        struct pd_power_trust power_trust; /* likewise */
        struct pd_hearing power_hearing;   /* of its power, which comes in frames of its own */
        int32_t hr_bpm; /* the strap's last; PD_UNKNOWN if it measured nothing, or it is not trusted */
        int32_t cadence_spm;
        int32_t speed_newest_mm_s, power_newest_w;
        struct pd_window hr, speed, power;
        struct pd_beats beats; /* the strap's */
        bool odometer;  /* the pod counts its way itself */
        pd_usec pod_at; /* the pod's last frame; PD_NEVER */
};

/* What one frame brought. PD_UNKNOWN for what it did not. */
struct pd_body_news {
        int32_t hr_bpm;
        int32_t speed_mm_s;
        int64_t distance_mm; /* covered since the frame before */
        bool going; /* she goes on, though what was measured is not trusted */
};

void pd_body_init(struct pd_body *body);
void pd_body_frame(struct pd_body *body, pd_usec at, unsigned sensor, const struct pd_sample *samples, size_t n, struct pd_body_news *ret);

/* PD_UNKNOWN where nothing fresh was heard. */
int32_t pd_body_hr(const struct pd_body *body, pd_usec now);           /* the last frame's */
int32_t pd_body_hr_mean(const struct pd_body *body, pd_usec now);      /* of half a minute: to judge by */
int32_t pd_body_hr_tenths(const struct pd_body *body, pd_usec now);    /* the same in tenths of a bpm */
int32_t pd_body_speed(const struct pd_body *body, pd_usec now);        /* mean of the last seconds */
int32_t pd_body_speed_newest(const struct pd_body *body, pd_usec now); /* the last frame's */
int32_t pd_body_power(const struct pd_body *body, pd_usec now);        /* mean of the last seconds */
int32_t pd_body_power_newest(const struct pd_body *body, pd_usec now); /* the last frame's */
int32_t pd_body_cadence(const struct pd_body *body, pd_usec now);

/* Why that witness' newest word is not told, and since when that is so; NONE if
 * it is, or has fallen silent. */
enum pd_doubt pd_body_doubt(const struct pd_body *body, pd_usec now, enum pd_witness witness, pd_usec *ret_since);
/* The gravest of all, the cadence's too: for the eye. */
enum pd_doubt pd_body_gravest_doubt(const struct pd_body *body, pd_usec now);

/* Is there a sensor that is not lost, and one whose last word may still be used? */
bool pd_body_hears(const struct pd_body *body, pd_usec now);
bool pd_body_is_fresh(const struct pd_body *body, pd_usec now);

/* When the next sensor counts as lost; PD_NEVER. */
pd_usec pd_body_lost_at(const struct pd_body *body);

/* Notes the sensors that are lost by now. True if there was one: what it
 * gave and since when it has been silent. */
bool pd_body_lose(struct pd_body *body, pd_usec now, enum pd_witness *ret_gave, pd_usec *ret_last);
