/* SPDX-License-Identifier: MIT */
/*
 * Looks up a member of one JSON object, such as a payload: the top level
 * alone, what lies deeper is passed over. Any text may be given; what is no
 * object, or breaks off, has no members behind that place. The first of two
 * equal keys counts. Keys are compared as they are written.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Each: 0; -ENOENT: there is no such key, or it is null; -EINVAL: its value
 * is of another kind, or out of range. */

/* A whole number, or one with a fraction taken by 10^DECIMALS and cut:
 * 2.451 with 3 decimals is 2451. */
int pd_json_find_number(const char *object, const char *key, unsigned decimals, int64_t *ret);
int pd_json_find_bool(const char *object, const char *key, bool *ret);
/* Cut at a character to fit SIZE; what is no character of UTF-8, and control
 * characters, become '?'. */
int pd_json_find_text(const char *object, const char *key, char *ret, size_t size);
/* Where the object that is its value begins, to be looked into in turn. */
int pd_json_find_object(const char *object, const char *key, const char **ret);
