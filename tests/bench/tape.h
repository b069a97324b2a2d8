/* SPDX-License-Identifier: MIT */
/*
 * All that trials are fed, whatever row begins them, so that another
 * processor can be given the same: traces, one after the other.
 *
 *   # row step_shown
 *   purposed-trace 1                ┐ as formats/trace.h has it
 *   …                               ┘
 *   # trial 91c2a8f3006b5e17, 2 alerts      what came of it: the digest of all that was decided
 */
#pragma once

#include "purposed/input.h"
#include "purposed/snapshot.h"

#include <stdint.h>
#include <stdio.h>

/* One trial's piece of the tape. */
struct tape_piece;

/* Every trial that begins from now on is kept there; NULL: none is. */
void tape_keep_on(FILE *tape);
void tape_row(const char *name);

/* NULL where nothing is kept; the others do nothing then. */
struct tape_piece *tape_begin(const struct pd_snapshot *snapshot);
void tape_input(struct tape_piece *piece, const struct pd_input *input);
void tape_end(struct tape_piece *piece, uint64_t digest, size_t n_alerts);

/* Plays each trial again and tells its rows and what comes of it, in the tape's own words.
 * 0; -EBADMSG: it is no tape, or it stops in the middle of a trial (said on stderr). */
int tape_play(FILE *tape, FILE *out);
