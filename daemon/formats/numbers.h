/* SPDX-License-Identifier: MIT */
/*
 * Numbers in text that is bounded by a pointer, not by a NUL: the part that
 * all text formats share. Decimal point always '.', whatever the locale; no
 * exponents, no leading '+'.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#define PD_NUMBER_MAX 20 /* characters of "-9223372036854775808" */

/* A whole number at *AT, below END; *AT moves behind it.
 * -EINVAL: no digit stands there, *AT stays; -ERANGE: beyond 64 bits, *AT
 * moves behind the digits. */
int pd_number_integer(const char **at, const char *end, int64_t *ret);

/* A number with or without decimals, in units of 10^-DECIMALS, rounded half
 * away from zero: "2.7815" with 3 decimals is 2782. DECIMALS is at most 9.
 * Errors as above. */
int pd_number_decimal(const char **at, const char *end, unsigned decimals, int64_t *ret);

/* Writes at most PD_NUMBER_MAX characters, no NUL; returns the end. */
char *pd_number_write(char *at, int64_t value);

static inline bool
pd_number_is_digit(char c)
{
        return c >= '0' && c <= '9';
}

/* 0 to 15, or -1 if C is no hexadecimal digit. */
extern const signed char pd_number_hex[256];
