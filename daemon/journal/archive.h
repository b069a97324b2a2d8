/* SPDX-License-Identifier: MIT */
/*
 * Traces of sessions that are over, on the card: found, read, exchanged for
 * another telling of the same session, put aside, forgotten. Only those that
 * the journal does not hold any more (pd_journal_release()). Every call
 * waits for the card.
 *
 *   traces/anna/20261122T101503Z.trace.joined     the second of two that were made one
 *   traces/anna/20261122T101503Z.trace.discarded  it was no session, after all
 *   traces/anna/20261122T101503Z.trace.assigned   somebody else has run it, and has the trace
 */
#pragma once

#include "purposed/event.h"

#include <stddef.h>

/* Told of each: a negative return ends it and is handed through. */
typedef int (*pd_archive_func)(void *user, const char *name);

/* Those who have traces; an athlete's sessions, in no order. 0 if there are none. */
int pd_archive_athletes(const char *state_dir, pd_archive_func func, void *user);
int pd_archive_sessions(const char *state_dir, const char *athlete, pd_archive_func func, void *user);

/* To be freed; no NUL ends it. -ENOENT, -EFBIG, -ENOMEM, -EIO… */
int pd_archive_read(const char *state_dir, const char *athlete, const char *session, char **ret, size_t *ret_size);

/* The first SIZE bytes, or all if there are fewer; likewise. */
int pd_archive_read_beginning(const char *state_dir, const char *athlete, const char *session, size_t size, char **ret,
        size_t *ret_size);

/* In place of what is there, if anything is: after a power cut it is the one
 * or the other. */
int pd_archive_write(const char *state_dir, const char *athlete, const char *session, const char *bytes, size_t size);

/* WHY: "joined", "discarded", "assigned". It is no session's trace any more. */
int pd_archive_put_aside(const char *state_dir, const char *athlete, const char *session, const char *why);

/* Whatever of the session is there, put aside or not; fine if nothing is. */
int pd_archive_remove(const char *state_dir, const char *athlete, const char *session);
/* All of an athlete's traces. */
int pd_archive_forget(const char *state_dir, const char *athlete);
