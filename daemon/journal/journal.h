/* SPDX-License-Identifier: MIT */
/*
 * The journal: what an athlete's engine is told is on record before the
 * engine hears it. A trace (formats/trace.h) begins where nothing earlier
 * matters, holds the pre-roll, becomes a session's when one starts, and is
 * closed by the summary as judged.
 *
 *            the loop's thread                     the writer's thread
 *   input ──▶ tail in memory ─ ─ ─ ─ ─ ─ ─ ─ ─ ─▶ file on the card
 *             one write(2) an input,               copied and synced every 10 s
 *             survives any crash of ours           while a session runs, then
 *                                                  punched out of the tail
 *
 * A crash loses nothing, a power cut what was heard since the last sync. A
 * card that is full, read-only or dead costs the loop nothing: the tail
 * grows to its limit, the writer tries again at each interval, and both
 * are counted and said once.
 *
 * All functions belong to one thread, the loop's.
 */
#pragma once

#include "journal/recovery.h"
#include "purposed/event.h"
#include "purposed/input.h"
#include "purposed/snapshot.h"

struct pd_journal;

/* An athlete's traces that are open, wait for the card, or for acknowledgements. */
#define PD_JOURNAL_TRACES_MAX 8

/* Closed traces that take acknowledgements. So many summaries outlive us where
 * the record, which has all of them (owed.h), cannot be written. */
#define PD_JOURNAL_CLOSED_MAX 4

struct pd_journal_options {
        const char *run_dir;     /* must be there; memory, private to us, kept over our restarts */
        const char *state_dir;   /* must be there once a session starts, if not before */
        pd_usec sync_interval;   /* 0: 10 s */
        pd_usec stop_within;     /* 0: 5 s; how long the last sync may take */
        uint64_t tail_max;       /* bytes an athlete may have in memory; 0: 16 MiB, which is a day and a half of
                                  * strap and pod without a card. All athletes together may have a quarter of
                                  * RUN_DIR's file system, as large as it is at the start: on /run others live, too */
};

struct pd_journal_stats {
        uint64_t inputs;      /* on record */
        uint64_t dropped;     /* inputs, acknowledgements and summaries that are not: no room in memory */
        uint64_t card_bytes;  /* copied to the card, zeros not counted */
        uint64_t card_syncs;
        uint64_t card_errors; /* rounds that failed */
        uint64_t unsynced;    /* bytes of sessions that a power cut would take */
        uint64_t in_memory;   /* bytes of all tails */
        unsigned traces;
};

/* Reads the strings of OPTIONS only during the call. 0 or a negative errno;
 * -EWOULDBLOCK: another journal lives in RUN_DIR. */
int pd_journal_new(const struct pd_journal_options *options, struct pd_journal **ret);

/* Goes on with what the recovery found: the last trace stays open if it is,
 * the others are brought to the card. Before the athlete's first input.
 * -EEXIST: too late; or a negative errno: one of them is not gone on with. If
 * that is the open one, nothing is recorded until REARMED. */
int pd_journal_resume(struct pd_journal *journal, const struct pd_recovery *recovery);

/* The pump's tap. When it returns, the input survives us. If there is no
 * room for a trace's first input, or for a later one, that and all that
 * follow are dropped and counted until the engine begins anew: a trace has
 * no gap, and holds everything since its engine knew nothing. */
void pd_journal_input(struct pd_journal *journal, const struct pd_snapshot *snapshot, const struct pd_input *input);

/* To be told of every event: SESSION binds or discards a trace, REARMED
 * lets the next input begin a new one. Saying the same twice is harmless. */
void pd_journal_event(struct pd_journal *journal, const struct pd_event *event);

/* The final summary, one line of JSON: closes the session's trace. -ENOENT:
 * that session has no open trace; -E2BIG; or why the tail does not take it. */
int pd_journal_summary(struct pd_journal *journal, const char *athlete, const char *session, const char *json);

/* A session that is over, judged anew: this summary stands then. -ENOENT: its
 * trace is the card's alone (archive.h), or not closed yet. */
int pd_journal_revise(struct pd_journal *journal, const char *athlete, const char *session, const char *json);

/* The closed trace shall be the card's alone, so that another may take its place;
 * nobody's acknowledgements are taken any more. 0, also if the journal does not
 * have it; -EBUSY: it is still open; -EAGAIN: the card does not have all of it
 * yet, and gets it now. */
int pd_journal_release(struct pd_journal *journal, const char *athlete, const char *session);
/* All closed ones of the athlete's; likewise. */
int pd_journal_release_all(struct pd_journal *journal, const char *athlete);

/* A sink has delivered everything of the session up to SEQUENCE. Kept for
 * the open trace and PD_JOURNAL_CLOSED_MAX closed ones; for older ones nobody asks. */
void pd_journal_ack(struct pd_journal *journal, const char *athlete, const char *sink, const char *session, uint32_t sequence);

void pd_journal_stats(struct pd_journal *journal, struct pd_journal_stats *ret);

/* Moves everything to the card and ends. -ETIMEDOUT: the card did not
 * answer in time, and what the writer still holds is left to it; the
 * tails have it all. Or the errno of the last attempt. Takes NULL. */
int pd_journal_sync_and_free(struct pd_journal *journal);
