/* SPDX-License-Identifier: MIT */
/*
 * What is said for good, and owed to every sink until it has delivered it,
 * whoever dies meanwhile and however long the broker is away: final summaries
 * and reports of weeks, each revision in place of the one before. In the order in
 * which they came, at least once, always with the same bytes.
 *
 *   take ──▶ [waits] ──────────────▶ [handed] ──▶ delivered: gone
 *               ▲   its turn, room       │
 *               └── the next start ──────┴──────▶ [refused] as things stand
 *
 * Each is on record (store/store.h) from take to delivery. A sink has
 * PD_OWED_HANDED_MAX of them at a time; of the others memory has a line each, and
 * the text only as long as the record has not taken it. The loop reads one text
 * a turn, and waits for nobody.
 *
 * Without a record (the card is full, dead) it goes on from memory, and over a
 * restart there is what the journal keeps: the last PD_JOURNAL_CLOSED_MAX sessions.
 */
#pragma once

#include "history.h"

#include "purposed/port.h"

/* In the outbox of a sink: the longest payloads there are take three quarters of
 * what mqtt has for them (mqtt/outbox.h), so that a summary always finds room. */
#define PD_OWED_HANDED_MAX 8

/* Of one athlete, for one sink; then the oldest is forgotten. A year in which she
 * runs six days a week and is told of each week (313 + 52), and a month of more. */
#define PD_OWED_MAX 400

/* Texts that the record has not taken: as many as its log holds sessions (store.c). */
#define PD_OWED_TEXTS_MAX 50

struct pd_owed_context {
        struct sd_event *loop;
        struct pd_history *history;
        struct pd_sink *const *sinks; /* lives as long */
        size_t n_sinks;
        /* A report that had to wait was handed out: what came meanwhile of the running week on the
         * same topic is to be said once more, behind it. NULL: nobody asks. */
        void (*reported)(void *user, const char *athlete);
        void *user;
};

struct pd_owed;

/* With what is on record. Nothing is handed out before pd_owed_begin(). */
int pd_owed_new(const struct pd_owed_context *context, struct pd_owed **ret);
struct pd_owed *pd_owed_free(struct pd_owed *owed); /* takes NULL */
void pd_owed_begin(struct pd_owed *owed);

/* Is it for good? Then pd_owed_take() tells the sinks, now or in its turn. */
bool pd_owed_is_for_good(const struct pd_event *event);
void pd_owed_take(struct pd_owed *owed, const struct pd_event *event);
/* The recovery says it again to this SINK, which has not acknowledged it. */
void pd_owed_recall(struct pd_owed *owed, const struct pd_sink *sink, const struct pd_event *event);

/* Is the report of a week, in this revision, on its way to each sink that there is? */
bool pd_owed_has_week(const struct pd_owed *owed, const char *athlete, pd_day monday, int32_t revision);

/* What port.h says of `settled`. */
void pd_owed_settle(struct pd_owed *owed, const char *sink, uint64_t ticket, bool taken);

/* Does the sink still owe the world something of the session from before
 * SEQUENCE? Then an acknowledgement of that would cover too much. */
bool pd_owed_lacks(const struct pd_owed *owed, const char *sink, const char *athlete, const char *session, uint32_t sequence);

void pd_owed_forget(struct pd_owed *owed, const char *athlete);
