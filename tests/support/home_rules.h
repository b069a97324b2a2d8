/* SPDX-License-Identifier: MIT */
/*
 * Home Assistant's rules for what is told to it, as plain checks: discovery
 * messages (its closed schema, and more strictly: what it would drop in
 * silence is refused here), and what the announced components make of each
 * message. Checks assert.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct home;

struct home *home_new(const char *prefix);
void home_free(struct home *home);

/* A message of whatever topic, as it comes to Home Assistant: one of
 * discovery adds, changes or removes components; any other is read by those
 * that listen to it. An empty one takes back. */
void home_hears(struct home *home, const char *topic, const char *payload);

size_t home_n_components(const struct home *home);
/* Is it there, by platform and unique id? */
bool home_has(const struct home *home, const char *platform, const char *unique_id);
/* What its last message came out as; NULL: none came. */
const char *home_value(const struct home *home, const char *unique_id);

/* A component nobody has told anything: its unique id, or NULL if there is none. */
const char *home_untold(const struct home *home);
/* A device whose via_device was not announced before it: likewise. */
const char *home_unhung(const struct home *home);
