/* SPDX-License-Identifier: MIT */
#pragma once

#include <stddef.h>

/* The bytes of the character at the head of TEXT: 1 to 4, or 0 if what
 * stands there is not well-formed UTF-8, is cut, or is a control character
 * (U+0000 to 001F, 007F to 009F), those included that turn the direction of
 * what follows (U+061C, 200E, 200F, 202A to 202E, 2066 to 2069). */
size_t pd_text_character(const char *text, size_t length);

/* How many characters the LENGTH bytes of TEXT have: as wide as they stand in a terminal. */
size_t pd_text_columns(const char *text, size_t length);
