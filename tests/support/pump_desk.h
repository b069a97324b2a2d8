/* SPDX-License-Identifier: MIT */
/* A pump with Anna in it, what its sources send, and what was told and tapped of it. */
#pragma once

#include "support/rig.h"

#define PUMP_DESK_STRAP "C0:00:00:00:00:01" /* as the rig's frames are addressed */
#define PUMP_DESK_POD "C0:00:00:00:00:02"
#define PUMP_DESK_STRANGER "C0:00:00:00:00:99"
#define PUMP_DESK_HEARD_MAX 256

struct pump_desk {
        struct pd_pump *pump;
        struct pd_workout *none, *easy;
        size_t n_events[PD_EVENT_REARMED + 1];
        struct pd_sensor_report report; /* the last one told */
        pd_usec report_at;
        char athlete[PD_ID_SIZE]; /* of the last event */
        char plan_id[PD_ID_SIZE]; /* the last event's workout */
        char summary_plan_id[PD_ID_SIZE]; /* the last summary's workout */
        size_t n_questions;
        char question[PD_SENTENCE_SIZE];
        size_t n_taps;
        struct pd_input taps[PUMP_DESK_HEARD_MAX];
        char tapped_plan[PD_ID_SIZE]; /* the last tap's snapshot */
        struct pd_athlete tapped_athlete;
        char session[PD_SESSION_ID_SIZE]; /* of the last event that had one */
        int32_t tapped_factor; /* of its first sensor */
};

/* The rig's runner A by another name. */
struct pd_athlete pump_desk_named(const char *id);
/* Anna is in it, without a sensor. */
struct pump_desk *pump_desk_new(void);
void pump_desk_free(struct pump_desk *desk);
/* A new pump in place of the old one: nobody is in it. */
void pump_desk_clear(struct pump_desk *desk);

void pump_desk_send(struct pump_desk *desk, pd_usec at, const char *address, uint16_t characteristic, const uint8_t *bytes,
        uint16_t length);
void pump_desk_beat(struct pump_desk *desk, pd_usec at);
/* 2.5 m/s, 164 steps a minute. */
void pump_desk_stride(struct pump_desk *desk, pd_usec at);
/* It must be accepted. */
void pump_desk_order(struct pump_desk *desk, pd_usec at, const char *athlete, enum pd_command_verb verb);
