/* SPDX-License-Identifier: MIT */
/*
 * The container of Garmin's FIT files: messages out of bytes, whatever they
 * mean (FIT Protocol, developer.garmin.com/fit/protocol).
 *
 *   file   | header 12 or 14 | records: data_size bytes | CRC u16 |  and perhaps another file behind it
 *   header | its size u8 | protocol u8 | profile u16 | data_size u32 | ".FIT" | CRC u16 of bytes 0-11, or 0 |
 *
 *   record header, u8
 *     0 d v 0 llll   local type l: v = 0 data, 1 definition; d: with developer fields
 *     1 ll ttttt     data of local type l, t seconds after the last time stamp, modulo 32
 *
 *   definition | 0 | 1 = big endian | global u16 | n u8 | n × (number, size, base type) | developer: n u8 | n × (number, size, index) |
 *   data       | the fields in that order | developer fields |
 *
 * A local type holds until it is defined anew. All are little endian unless
 * the definition says otherwise; the header always is.
 *
 * Limits are the format's own: 16 local types of 255 fields of 255 bytes.
 * Nothing is allocated, and each step reads at least one byte. More than 16
 * fields without a byte are refused, lest looking for one takes for ever.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_FIT_LOCAL_TYPES 16

struct pd_fit_definition {
        const uint8_t *fields; /* three bytes each; NULL: not defined */
        uint8_t n_fields;
        bool big_endian;
        uint16_t global;
        uint32_t size; /* of a data message, without its header */
};

struct pd_fit_message {
        uint16_t global;
        bool timed;
        uint32_t timestamp; /* seconds since 1989-12-31 UTC; below 0x10000000 since the watch was switched on */
        const struct pd_fit_definition *definition;
        const uint8_t *data;
};

struct pd_fit {
        const uint8_t *bytes;
        size_t size;
        size_t at;         /* the next byte */
        size_t file_start; /* of the file that is being read, in a chain of them */
        size_t file_end;   /* where its CRC stands, or the bytes end */
        bool timed;
        uint32_t timestamp; /* the last that was seen */
        struct pd_fit_definition definitions[PD_FIT_LOCAL_TYPES];
        const char *expected; /* the first fault of all; NULL */
        size_t fault_at;
};

bool pd_fit_probe(const char *bytes, size_t size);

void pd_fit_init(struct pd_fit *fit, const char *bytes, size_t size);

/* The next file of the chain; false: there is none, or a fault in its header. */
bool pd_fit_file(struct pd_fit *fit);

/* The next data message of the file; false: its end, or a fault. RET borrows
 * from FIT. Behind a wrong CRC the next file may be read, behind any other
 * fault there is none. */
bool pd_fit_message(struct pd_fit *fit, struct pd_fit_message *ret);

/* The number of a field, or its element I. False: not there, invalid, or no integer. */
bool pd_fit_element(const struct pd_fit_message *message, uint8_t field, size_t i, int64_t *ret);
bool pd_fit_number(const struct pd_fit_message *message, uint8_t field, int64_t *ret);

static inline int64_t
pd_fit_number_or(const struct pd_fit_message *message, uint8_t field, int64_t otherwise)
{
        int64_t value;

        return pd_fit_number(message, field, &value) ? value : otherwise;
}

/* A field's bytes as they stand; NULL: not there. */
const uint8_t *pd_fit_bytes(const struct pd_fit_message *message, uint8_t field, size_t *ret_size);

/* Text, cut to SIZE; false, and RET as it was, if there is none. */
bool pd_fit_text(const struct pd_fit_message *message, uint8_t field, char *ret, size_t size);
