/* SPDX-License-Identifier: MIT */
/*
 * As much of Jinja as discovery messages use: value, value_json and its
 * members, words before it, texts, numbers, * and /, <, or, in, is (not) none, if … else,
 * length, int, round, tojson, a dict and its get(), a copy of value_json with some
 * keys none.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* What TEMPLATE says of MESSAGE, a JSON text. False: it is no template that is
 * known here, or reads a key that is not there, or counts with what is no number. */
bool template_render(const char *template, const char *message, char *ret, size_t size);
