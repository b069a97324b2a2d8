/* SPDX-License-Identifier: MIT */
/*
 * JSON read by jansson, and members of its objects in our units. For what we
 * wrote ourselves: payloads, and the summaries that close traces.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_JSON_READ_MOST ((size_t) 1 << 20) /* bytes; a payload is a hundredth of it */

struct json_t; /* jansson's */

/* One object, and nothing behind it. -EBADMSG: it is none, a key stands twice in
 * it, or it is too long; -ENOMEM. */
int pd_json_read(const char *text, size_t length, struct json_t **ret);
/* Takes NULL, and returns it. */
struct json_t *pd_json_read_free(struct json_t *object);

/* Each: 0; -ENOENT: there is no such key, or it is null; -EINVAL: its value
 * is of another kind, or out of range. */

/* Taken by 10^DECIMALS, at most 3, and rounded, halves away from zero: 2.451
 * with 3 decimals is 2451. */
int pd_json_read_number(const struct json_t *object, const char *key, unsigned decimals, int64_t *ret);
int pd_json_read_bool(const struct json_t *object, const char *key, bool *ret);
/* As pd_text_copy() does: cut at a character to fit SIZE, control characters become '?'. */
int pd_json_read_text(const struct json_t *object, const char *key, char *ret, size_t size);
/* All of it, borrowed from OBJECT, a NUL behind it and none in it. */
int pd_json_read_string(const struct json_t *object, const char *key, const char **ret, size_t *ret_length);
/* The object that is its value; lives as long as OBJECT. */
int pd_json_read_object(const struct json_t *object, const char *key, const struct json_t **ret);

/* The first key that is none of the N KEYS, borrowed from OBJECT; NULL: there is no such. */
const char *pd_json_read_stranger(const struct json_t *object, const char *const *keys, size_t n);
