/* SPDX-License-Identifier: MIT */
/*
 * A workout in a runner's words, as Intervals.icu reads them, on one line or
 * a line a step:
 *
 *   recovery 4mi                                  tempo:
 *   15m easy, 6x (3m hard, 2m easy), 10m easy     Warmup
 *   8x (1m30 hills hard, 2m easy), 10m easy       - Keep it light 10m Z2 HR
 *   12m easy, 6x (400mtr 4:00/km, 90s rest)       - 5m ramp 60-80% Pace
 *   5m walk, 10x (2m run, 1m walk)
 *   long: 90m 140-150bpm, 20m moderate            Main Set 3x
 *                                                 - Fast 8m 90-95% LTHR
 *                                                 - press lap rest
 *
 *   workout   = line | lines
 *   line      = [ purpose ":" ] part { "," part }
 *   part      = step | count "x" ( step | "(" step { "," step } ")" )
 *   lines     = [ purpose ":" ] { header | block | "-" [ cue ] step }, one a line
 *   block     = [ header ] count "x", steps, an empty line or a header
 *   step      = these, in any order, each at most once:
 *               effort | "hills" | "freeride", target, "ramp", amount, "press lap"
 *   effort    = "rest" | "walk" | "recovery" | "easy" | "moderate" | "hard" | "run"
 *   target    = 140-150bpm, < 140bpm, > 85% LTHR,
 *               70% HR, 90-95% HRmax, 90-95% LTHR, 78-82% Pace,
 *               Z2, Z2 HR, Z1-Z2 HR, Z5a, Z2 Pace,
 *               4:00/km, 9:15/mi, 7:15-7:00/km Pace
 *   amount    = duration | distance
 *   duration  = 1h30m, 15m, 90s, 1m30 (the last unit left out), 5', 30", 1'30"
 *   distance  = 4mi, 10km, 400mtr
 *
 * walk is recovery. run alone is easy; beside an effort, a target or hills it
 * is only a verb: "easy run 40m", "Run 1km 4:30/km". Capital letters and blanks do not matter;
 * the ends of a range stand in either order. A header is free text, but one
 * that reads like a step or a count is refused rather than passed over. What
 * stands before the time or distance of a step with "-" is its cue, unless
 * all of it is words of the grammar. `m` is minutes; 400m and the like, which
 * a runner means as a distance, are an error that says so.
 *
 * A step needs an effort, a target, hills (hard), or freeride, which asks for
 * nothing. One without an amount lasts until the session ends, so only the
 * last one may be that; with "press lap" until lap is pressed, whatever time
 * stands beside it. A zone without HR or Pace is of heart rate (zones.h). A
 * share of power, watts and cadence are read and refused: power judges by the
 * class of effort alone (pd_step_power), and nobody is coached by cadence.
 *
 * Without a prefix the hardest step says what the workout is for: rest,
 * recovery, easy, tempo (moderate), hills, intervals (hard) or, if it is the only
 * step, threshold (hard); free if all is freeride. Steps at moderate or hard
 * are the key ones; all are where there is none, but for walks. A target's
 * class of effort is that of its middle for this athlete (or for most, where
 * a zone or share lies within the width of a threshold), but an effort that
 * is said goes before; it asks for what its class asks for: hard, no easier;
 * moderate, neither; else no harder. A ramp is on target anywhere between its
 * ends, and what is run on a target is not grey. Until pd_workout_resolve()
 * the class is that for most runners, and where the athlete lacks the
 * threshold it stays so.
 *
 * A pace alone tells nothing of most runners. Then a single one is that of a
 * repeat, and hard, and a range is moderate; but what is slower than 84.4 % of
 * the workout's fastest pace is easy, and so is what is no faster than a pace
 * held for 20 min or 5 km, or moderate if something slower or easy stands
 * beside it; unless the workout is said to be for something hard.
 *
 * Limits: PD_WORKOUT_TEXT_MAX bytes, PD_STEPS_MAX steps with repeats
 * expanded, no repeat within a repeat, a step of at most 100 h or 1000 km,
 * 30 to 240 bpm, 20 to 200 %, 2:00 to 30:00, a cue of 63 bytes.
 */
#pragma once

#include "purposed/format.h"
#include "purposed/plan.h"

#define PD_WORKOUT_TEXT_MAX 65536

/* The workout before pd_workout_resolve(): bands are zero. The title is the
 * text in its normal form on one line, without cues and headers, cut to fit;
 * the id is made of the title.
 * -EBADMSG: RET_ERROR says where and what; its `expected` is a
 * sentence that can stand alone, or under a caret (pd_line_caret). */
int pd_workout_text_parse(const char *text, size_t length, struct pd_workout *ret, struct pd_format_error *ret_error);
