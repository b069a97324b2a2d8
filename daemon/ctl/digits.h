/* SPDX-License-Identifier: MIT */
/*
 * Numbers that can be read from a treadmill: digits of blocks, three by five,
 * SCALE columns wide a block. A character cell is about twice as tall as it
 * is wide: at scale 2 a block is a square.
 */
#pragma once

#include <stdbool.h>

#define PD_DIGITS_ROWS 5

/* Digits, ':', '.', '-'; anything else is a blank. */
int pd_digits_columns(const char *number, int scale);

/* True if the block in that row and column is filled. */
bool pd_digits_filled(const char *number, int scale, int row, int column);
