/* SPDX-License-Identifier: MIT */
/*
 * What was learnt of an athlete's heart, as a file: keys and values as in a trace's head.
 *
 *   # How your heart follows your speed. purposed writes this file.
 *   heart_base 824
 *   heart_gain 240
 *   …
 */
#pragma once

#include "purposed/format.h"
#include "purposed/kinetics.h"

#define PD_LEARNT_TEXT_SIZE 512 /* always suffices */

/* Terminated; the length without the NUL. */
size_t pd_learnt_text_write(const struct pd_kinetics *kinetics, char ret[static PD_LEARNT_TEXT_SIZE]);

/* Blank lines and those that begin with # are passed over. -EBADMSG: RET_ERROR
 * says where and why, RET is untouched. */
int pd_learnt_text_read(const char *bytes, size_t size, struct pd_kinetics *ret, struct pd_format_error *ret_error);
