/* SPDX-License-Identifier: MIT */
/*
 * A row of a table of frames: the bytes, and the reading that a person with
 * the spec at hand finds in them. Rows of a stateful sensor are fed in
 * order; `fresh` begins with a device not heard before.
 */
#pragma once

#include "purposed/sensor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

enum row_kind {
        CAPTURED, /* a device has sent these bytes */
        BUILT,    /* written by hand after the spec, or damaged on purpose */
};

struct row {
        const char *device;
        enum row_kind kind;
        bool fresh;
        uint16_t characteristic;
        uint16_t length;
        uint8_t bytes[32];
        size_t n_samples;
        struct pd_sample samples[12];
        unsigned faults; /* bits, as in struct pd_decoded */
};

#define FRAME(...) .length = sizeof((uint8_t[]){__VA_ARGS__}), .bytes = {__VA_ARGS__}
#define SAMPLES(...)                                                                                                                       \
        .n_samples = sizeof((struct pd_sample[]){__VA_ARGS__}) / sizeof(struct pd_sample), .samples = {                                    \
                __VA_ARGS__                                                                                                                \
        }
#define S(symbol, number) {PD_QUANTITY_##symbol, number}
#define FAULT(symbol) (1U << PD_FAULT_##symbol)

#define N_ROWS(table) (sizeof(table) / sizeof((table)[0]))

static inline void
check_row(const struct pd_sensor_type *type, struct pd_sensor_state *state, const struct row *row, size_t index)
{
        struct pd_frame frame = {.address = "AA:BB:CC:00:11:22", .characteristic = row->characteristic, .length = row->length};
        struct pd_decoded decoded;

        memset(&decoded, 0xa5, sizeof(decoded)); /* nothing of an earlier frame may shine through */
        memcpy(frame.bytes, row->bytes, row->length);
        if (row->fresh)
                *state = (struct pd_sensor_state){0};
        type->decode(state, &frame, &decoded);

        if (decoded.n_samples != row->n_samples || decoded.faults != row->faults)
                print_error("row %zu, %s: %zu samples, faults %#x\n", index, row->device, decoded.n_samples, decoded.faults);
        assert_int_equal(decoded.faults, row->faults);
        assert_int_equal(decoded.n_samples, row->n_samples);
        assert_string_equal(decoded.text, "");
        for (size_t i = 0; i < row->n_samples; i++) {
                if (decoded.samples[i].value != row->samples[i].value)
                        print_error("row %zu, %s: sample %zu\n", index, row->device, i);
                assert_int_equal(decoded.samples[i].quantity, row->samples[i].quantity);
                assert_int_equal(decoded.samples[i].value, row->samples[i].value);
        }
}

static inline void
check_table(const struct pd_sensor_type *type, const struct row *table, size_t n_rows)
{
        struct pd_sensor_state state = {0};

        for (size_t i = 0; i < n_rows; i++)
                check_row(type, &state, &table[i], i);
}
