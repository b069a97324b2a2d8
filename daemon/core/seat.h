/* SPDX-License-Identifier: MIT */
/*
 * A sensor as its athlete has it: the memory of its decoders, and what is
 * known of it.
 */
#pragma once

#include "purposed/event.h"
#include "purposed/sensor.h"

/* Services that one device measures by: a strap with a pod's service and
 * power has three, and battery and device information with it. */
#define PD_SEAT_TYPES_MAX 6

struct pd_seat {
        struct pd_sensor_report report;
        const struct pd_sensor_type *types[PD_SEAT_TYPES_MAX]; /* heard from this device in this trace */
        struct pd_sensor_state states[PD_SEAT_TYPES_MAX];
        int32_t factor;      /* in parts of PD_FACTOR_ONE, as this trace has it; 0: as the sensor says */
        int32_t factor_next; /* as the next one will */
        int32_t carry;       /* millimetres in parts of PD_FACTOR_ONE that no distance has told yet */
        pd_usec reported; /* when the report was last told; PD_NEVER */
        pd_usec pulse;    /* when it last gave a heart rate; PD_NEVER */
        bool shared;      /* others have a seat for it, too */
        bool held;        /* shared: its frames come here */
        bool leaving;     /* taken back: nothing comes any more, and the next trace is without it */
};

void pd_seat_init(struct pd_seat *seat, const char *address, const char *name);

/* Decodes into RET, calibrated; false if nobody knows the characteristic. True in
 * RET_NEWS if somebody would want to know what is new in the report. */
bool pd_seat_decode(struct pd_seat *seat, const struct pd_frame *frame, struct pd_decoded *ret, bool *ret_news);

/* The counters alone are news from time to time. */
bool pd_seat_is_due(const struct pd_seat *seat, pd_usec now);

/* A new trace begins: the decoders forget, the report stays, and the next
 * factor is the one. */
void pd_seat_forget(struct pd_seat *seat);
