/* SPDX-License-Identifier: MIT */
/*
 * A workout in a runner's words, one line:
 *
 *   recovery 4mi
 *   easy 45m
 *   15m easy, 6x (3m hard, 2m easy), 10m easy
 *   15m easy, 8x (1m30 hills hard, 2m easy), 10m easy
 *   12m easy, 6x (400mtr 4:00/km, 90s rest)
 *   5m walk, 10x (2m run, 1m walk)
 *   long: 90m easy, 20m moderate
 *
 *   workout   = [ purpose ":" ] part { "," part }
 *   part      = step | count "x" ( step | "(" step { "," step } ")" )
 *   step      = intensity [ amount ] | amount intensity
 *   intensity = [ "hills" ] effort | "hills" | pace
 *   effort    = "rest" | "walk" | "recovery" | "easy" | "run" | "moderate" | "hard"
 *   pace      = 4:00/km, 9:15/mi, 7:15-7:00/km
 *   amount    = duration | distance
 *   duration  = 1h30m, 15m, 90s, 1m30 (the last unit left out), 5', 30", 1'30"
 *   distance  = 4mi, 10km, 400mtr
 *
 * walk is recovery, run is easy. Capital letters and blanks do not matter.
 * A step without an amount lasts until the session ends, so only the last
 * one may be that. `m` is minutes; 400m and the like, which a runner means
 * as a distance, are an error that says so.
 *
 * Without a prefix the hardest step says what the workout is for: rest,
 * recovery, easy, tempo (moderate), hills, intervals (hard) or, if it is the only
 * step, threshold (hard). Steps at moderate or hard are the key ones; all
 * are where there is none, but for walks. A pace asks for what its class of
 * effort asks for: hard, no slower; moderate, no faster and no slower; else
 * no faster.
 *
 * Limits: PD_WORKOUT_TEXT_MAX bytes, PD_STEPS_MAX steps with repeats
 * expanded, no repeat within a repeat, a step of at most 100 h or 1000 km.
 */
#pragma once

#include "purposed/format.h"
#include "purposed/plan.h"

#define PD_WORKOUT_TEXT_MAX 65536

/* The workout before pd_workout_resolve(): bands are zero. The title is the
 * text in its normal form, cut to fit; the id is made of the title.
 * -EBADMSG: RET_ERROR says where (line 1) and what; its `expected` is a
 * sentence that can stand alone, or under a caret (pd_line_caret). */
int pd_workout_text_parse(const char *text, size_t length, struct pd_workout *ret, struct pd_format_error *ret_error);
