/* SPDX-License-Identifier: MIT */
/*
 * Names by which things are known on topics, in files and in commands:
 * [a-z0-9_-]{1,32}. Free text is always a separate field.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PD_ID_SIZE 33        /* 32 characters and NUL */
#define PD_ADDRESS_SIZE 18   /* "AA:BB:CC:DD:EE:FF" and NUL */
#define PD_SESSION_ID_SIZE 24 /* "20261122T101503Z", longer where that is taken, and NUL */
#define PD_TEXT_SIZE 64      /* a name, a goal, a cue: UTF-8, cut at a character */
#define PD_SENTENCE_SIZE 160 /* one, or a reason: likewise */

bool pd_id_valid(const char *id);

/* A Bluetooth device address, upper case, colons. */
bool pd_address_valid(const char *address);

/* Copies at most SIZE - 1 bytes of UTF-8 and never cuts a character in two.
 * Bytes that are not UTF-8 and control characters (core/text.h) become '?'. */
void pd_text_copy(char *ret, size_t size, const char *text, size_t length);
