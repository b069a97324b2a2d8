/* SPDX-License-Identifier: MIT */
/*
 * How often memory was asked for, by all that is linked into the program. C
 * libraries that are shared go their own ways.
 */
#pragma once

#include <stddef.h>

/* Calls of malloc, calloc, realloc and free since the program began. */
size_t allocations_count(void);
