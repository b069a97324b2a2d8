/* SPDX-License-Identifier: MIT */
/*
 * An hour's run, decoded beforehand: what an engine alone is fed, to see what
 * that costs. With RR or without.
 */
#pragma once

#include "purposed/engine.h"

#include <stdbool.h>

struct hour;

/* Of the runner of SEED: easy, with a minute above LT1 in every ten. */
struct hour *hour_new(uint64_t seed, bool rr);
struct hour *hour_free(struct hour *hour);
/* Frames of strap and pod: a sample of heart rate, with its RR, or of speed, with cadence and way. */
size_t hour_n_samples(const struct hour *hour);

/* An engine for it; what it says is heard by nobody. */
struct pd_engine *hour_engine(void);
/* The whole hour, which begins at AT. */
void hour_feed(const struct hour *hour, struct pd_engine *engine, pd_usec at);
