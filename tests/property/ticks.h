/* SPDX-License-Identifier: MIT */
/* Random traces, and inputs with and without wake-ups between them. */
#pragma once

#include "support/rig.h"

/* From PD_SEED, or drawn; printed, so that a run can be had again. */
uint64_t ticks_seed(void);

uint64_t ticks_draw(uint64_t *state);
int64_t ticks_below(uint64_t *state, int64_t bound);

/* Runs, stands, walks, falls silent for seconds or for half an hour, sends
 * late, is stopped and started: no story, but all that a trace may hold. */
void ticks_random_inputs(struct rig_inputs *inputs, uint64_t *state);

/* Fails the running test unless what is published is the same, to the byte,
 * without wake-ups and with up to four of them wherever they fall between
 * two inputs. WORKOUT may be NULL. */
void ticks_change_nothing(const struct rig_inputs *inputs, const char *workout, uint64_t *ticks);
