/* SPDX-License-Identifier: MIT */
/*
 * Life's entries as a file: one command a line, as the athlete would give
 * it, dates written out.
 *
 *   # What has come between you and your plan; purposed writes this file.
 *   away ill 2026-11-25 2026-11-28
 *   swap 2026-12-01 2026-12-03
 *   workout 2026-12-05 long
 */
#pragma once

#include "core/plan/life.h"

#include "purposed/format.h"

#define PD_LIFE_TEXT_SIZE 8192 /* always suffices */

/* Terminated; the length without the NUL. */
size_t pd_life_text_write(const struct pd_life *life, char ret[static PD_LIFE_TEXT_SIZE]);

/* Blank lines and those that begin with # are passed over. -EBADMSG: RET_ERROR
 * says where and why, RET is untouched. */
int pd_life_text_read(const char *bytes, size_t size, struct pd_life *ret, struct pd_format_error *ret_error);
