/* SPDX-License-Identifier: MIT */
/*
 * Writes JSON into the caller's buffer: no allocation, no double. A number
 * with a fraction is an integer and the place of its point, so that the same
 * event is the same bytes on every machine.
 *
 * KEY is NULL at the top and within an array. What does not fit is not
 * written, and nothing after it is: ask pd_json_finish() once, at the end.
 * The struct is a value; a copy taken earlier takes back what was written
 * since.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pd_json {
        char *buffer;
        size_t size, length; /* without the NUL */
        unsigned depth;      /* objects and arrays that are open */
        bool comma;          /* the next value follows another */
        bool overflow;
};

void pd_json_init(struct pd_json *json, char *buffer, size_t size);

void pd_json_object(struct pd_json *json, const char *key);
void pd_json_object_end(struct pd_json *json);
void pd_json_array(struct pd_json *json, const char *key);
void pd_json_array_end(struct pd_json *json);

void pd_json_null(struct pd_json *json, const char *key);
void pd_json_bool(struct pd_json *json, const char *key, bool value);
void pd_json_integer(struct pd_json *json, const char *key, int64_t value);
/* The same; PD_UNKNOWN becomes null. */
void pd_json_known(struct pd_json *json, const char *key, int64_t value);
/* VALUE x 10^-DECIMALS: 2451 with 3 decimals is 2.451, 2450 is 2.450. DECIMALS is at most 18. */
void pd_json_decimal(struct pd_json *json, const char *key, int64_t value, unsigned decimals);
/* NULL becomes null. Each byte that is not UTF-8 becomes U+FFFD. */
void pd_json_text(struct pd_json *json, const char *key, const char *text);

/* VALUE is JSON already. */
void pd_json_raw(struct pd_json *json, const char *key, const char *value);

/* Terminates the buffer. -ENOBUFS: it was too small; it then holds a
 * terminated beginning. */
int pd_json_finish(struct pd_json *json, size_t *ret_length);
