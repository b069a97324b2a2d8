/* SPDX-License-Identifier: MIT */
/*
 * What a sensor file must provide: one GATT service, bytes in, samples out.
 * A new one is a file in daemon/sensors/ and a line in sensors.def.
 */
#pragma once

#include "purposed/frame.h"
#include "purposed/sample.h"
#include "purposed/time.h"

#include <stddef.h>

/* 20 bytes of a heart-rate frame hold 9 RR; a frame of PD_FRAME_BYTES_MAX 121. */
#define PD_SAMPLES_MAX 128

/* What can be wrong with a frame that is decoded all the same. */
enum pd_frame_fault {
        PD_FAULT_EMPTY,        /* no bytes at all */
        PD_FAULT_SHORT,        /* fewer bytes than the flags promise */
        PD_FAULT_LONG,         /* bytes after the last field */
        PD_FAULT_RESERVED_BIT, /* a flag that the spec reserves */
        PD_FAULT_RESERVED_VALUE, /* a value that the spec reserves (battery at 170 %) */
        PD_FAULT_RESET,        /* an odometer went back: new base, nothing added */
        PD_FAULT_COUNT
};

const char *pd_frame_fault_name(enum pd_frame_fault fault); /* "short" */

struct pd_decoded {
        size_t n_samples;
        struct pd_sample samples[PD_SAMPLES_MAX];
        char text[PD_TEXT_SIZE]; /* device information; "" if the frame held none */
        uint8_t faults;          /* bit (1 << enum pd_frame_fault) */
};

enum pd_delivery {
        PD_DELIVERY_NOTIFY, /* subscribe for as long as the link stands */
        PD_DELIVERY_READ,   /* read once after connecting */
};

struct pd_characteristic {
        uint16_t uuid;
        enum pd_delivery delivery;
        const char *text_key; /* key of its text in the sensor's report, or NULL */
};

/* What a pod's speed, distance and stride are to be multiplied by, in parts of
 * PD_FACTOR_ONE; 0: nobody has calibrated it. Worn as it is meant to be, a pod
 * is never further off. */
#define PD_FACTOR_ONE 10000
#define PD_FACTOR_MIN 8500
#define PD_FACTOR_MAX 11500

/* Decoder memory for one device; every type's state fits (checked when built). */
#define PD_SENSOR_STATE_SIZE 64
struct pd_sensor_state {
        _Alignas(8) uint8_t bytes[PD_SENSOR_STATE_SIZE];
};

struct pd_sensor_type {
        const char *key;   /* "heart_rate": [a-z0-9_] */
        const char *title; /* "heart-rate strap": what a person calls it; NULL if it is no sensor of its own */
        uint16_t service;
        const struct pd_characteristic *characteristics;
        size_t n_characteristics;

        /* A live link that says nothing for so long is sick: it is subscribed
         * anew, then made anew. Longer than any pause of a healthy sensor of
         * the kind; 0 where title is NULL. */
        pd_usec silence;

        /* Decodes leniently: whole fields from the left until the bytes run
         * out, a partial field is absent, the tail is ignored, all counted in
         * `faults`. STATE is zeroed when the device is first heard in a trace.
         * Cannot fail: garbage yields no samples. */
        void (*decode)(void *state, const struct pd_frame *frame, struct pd_decoded *ret);
};

/* All types, in the order of sensors.def; ends with NULL. */
extern const struct pd_sensor_type *const pd_sensor_types[];

/* The type that has this characteristic, or NULL; of several that share one (what is read,
 * such as where the sensor sits, is told alike by all) the first. RET_CHARACTERISTIC may be NULL. */
const struct pd_sensor_type *pd_sensor_type_of(uint16_t characteristic, const struct pd_characteristic **ret_characteristic);

/* The speed in mm/s that a frame tells, with no other before it; -1: none. */
int32_t pd_sensor_speed_in(const struct pd_frame *frame);
