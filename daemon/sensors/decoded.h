/* SPDX-License-Identifier: MIT */
/* How a decoder fills its answer. */
#pragma once

#include "purposed/sensor.h"
#include "sensors/bytes.h"

#include <assert.h>

/* Empty again; the samples beyond n_samples are left as they are. */
static inline void
pd_decoded_reset(struct pd_decoded *decoded)
{
        decoded->n_samples = 0;
        decoded->text[0] = '\0';
        decoded->faults = 0;
}

static inline void
pd_decoded_add(struct pd_decoded *decoded, enum pd_quantity quantity, int32_t value)
{
        assert(decoded->n_samples < PD_SAMPLES_MAX);
        decoded->samples[decoded->n_samples++] = (struct pd_sample){.quantity = quantity, .value = value};
}

static inline void
pd_decoded_fault(struct pd_decoded *decoded, enum pd_frame_fault fault)
{
        decoded->faults = (uint8_t) (decoded->faults | 1U << fault);
}

/* What the reading of all fields has shown about the frame's length. */
static inline void
pd_decoded_judge_length(struct pd_decoded *decoded, const struct pd_frame *frame, const struct pd_bytes *bytes)
{
        if (frame->length == 0)
                pd_decoded_fault(decoded, PD_FAULT_EMPTY);
        else if (bytes->short_of)
                pd_decoded_fault(decoded, PD_FAULT_SHORT);
        else if (bytes->left > 0)
                pd_decoded_fault(decoded, PD_FAULT_LONG);
}

/* A frame of one byte that is either at most MAX or reserved: charge, place on the body. */
static inline void
pd_decoded_single(struct pd_decoded *decoded, const struct pd_frame *frame, enum pd_quantity quantity, uint32_t max)
{
        struct pd_bytes bytes = pd_bytes_of(frame);
        uint32_t value;

        if (pd_bytes_read(&bytes, 1, &value)) {
                if (value <= max)
                        pd_decoded_add(decoded, quantity, (int32_t) value);
                else
                        pd_decoded_fault(decoded, PD_FAULT_RESERVED_VALUE);
        }
        pd_decoded_judge_length(decoded, frame, &bytes);
}

/* A frame of SIZE bytes of which only the bits matter, some of them RESERVED: what a sensor is able to do. */
static inline void
pd_decoded_bits(struct pd_decoded *decoded, const struct pd_frame *frame, size_t size, uint32_t reserved)
{
        struct pd_bytes bytes = pd_bytes_of(frame);
        uint32_t bits;

        if (pd_bytes_read(&bytes, size, &bits) && bits & reserved)
                pd_decoded_fault(decoded, PD_FAULT_RESERVED_BIT);
        pd_decoded_judge_length(decoded, frame, &bytes);
}

/* Sensor Location, which the services of pods and of power meters share. */
#define PD_SENSOR_LOCATION 0x2a5d
#define PD_SENSOR_LOCATION_MAX 16 /* chain ring */

static inline void
pd_decoded_location(struct pd_decoded *decoded, const struct pd_frame *frame)
{
        pd_decoded_single(decoded, frame, PD_QUANTITY_LOCATION, PD_SENSOR_LOCATION_MAX);
}
