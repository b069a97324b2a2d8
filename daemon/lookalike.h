/* SPDX-License-Identifier: MIT */
/*
 * A sensor that comes back under a new address, as some do after a change of
 * battery or firmware, is a stranger to BlueZ. What it calls itself betrays
 * it: the athlete is asked, and nothing happens by itself, since two of a
 * kind may be called the same.
 */
#pragma once

#include "enrolment.h"

/* For so long one of ours must have been away before a stranger may be it: it
 * cannot be both, and whoever changes a battery needs as long. */
#define PD_LOOKALIKE_AWAY (3 * PD_MINUTE)

/* "Polar H10 8C4CAF2E": the last word alone is proof enough, if it has so many
 * characters, all of them hexadecimal. */
#define PD_LOOKALIKE_SUFFIX_MIN 6

/* Are these one device's names? */
bool pd_lookalike_names(const char *a, const char *b);

/* The one sensor away that a stranger called NAME may be; KINDS has a bit
 * for each of pd_sensor_types, 0: it does not say. NULL: none, or several. */
const struct pd_enrolled *pd_lookalike_find(const struct pd_enrolment *enrolment, pd_usec now, const char *name, uint32_t kinds);
