/* SPDX-License-Identifier: MIT */
/*
 * The record of sessions that are over: an index, in SQLite, of what the
 * traces say. What weeks are counted from, what a list shows, and which file
 * has been imported already. Were it lost, it is made again from the traces'
 * closing summaries: they are the truth.
 *
 *   STATE_DIR/history.sqlite          0600
 *   STATE_DIR/history.sqlite.damaged  as it was found; another one was begun
 *
 * For the card: one transaction a session, of a few pages, into SQLite's
 * write-ahead log with synchronous=FULL. A commit is then one append and one
 * flush, where the usual journal has two files' worth of them; the log is folded
 * into the file at open, at close and when it has grown to 1 MiB. Without the
 * flush a power cut would take what no summary in a trace tells: that a session
 * was discarded or joined, and from which file one came. What it takes of the
 * rest the next start reads from the traces. Of memory, a connection keeps 256 KiB.
 *
 * Calls wait for the card: one connection belongs to one thread. Several, of
 * several threads or processes, see each other's sessions.
 */
#pragma once

#include "purposed/past.h"

#include <stdbool.h>

enum pd_source { PD_SOURCE_LIVE, PD_SOURCE_FILE };

enum pd_fate {
        PD_FATE_KEPT,
        PD_FATE_DISCARDED, /* by command, afterwards: it counts for nothing */
        PD_FATE_JOINED,    /* into another session, which has all of it */
};

const char *pd_source_name(enum pd_source source); /* "live" */
const char *pd_fate_name(enum pd_fate fate);       /* "joined" */

#define PD_DIGEST_SIZE 33 /* 32 hex digits and NUL */

struct pd_record {
        char athlete[PD_ID_SIZE];
        struct pd_past past;
        pd_usec end_real; /* PD_NEVER if unknown */
        int32_t revision, duration_s;
        int32_t unheard_m; /* of the distance; PD_UNKNOWN */
        enum pd_source source;
        enum pd_fate fate;
        char joined_into[PD_SESSION_ID_SIZE]; /* "" if it was not */
        char digest[PD_DIGEST_SIZE];          /* of the file that it came from; "" */
        bool stopped; /* by command */
        enum pd_stop_reason stop_reason;
        char note[PD_TEXT_SIZE];
        char sentence[PD_SENTENCE_SIZE];
};

struct pd_store;

/* Makes or updates the database in STATE_DIR. A damaged one is put aside and
 * logged, RET_EMPTY says that what comes is to be read from the traces. A
 * negative errno; -EPROTO: a newer version of ours has written it. */
int pd_store_open(const char *state_dir, struct pd_store **ret, bool *ret_empty);
struct pd_store *pd_store_close(struct pd_store *store); /* takes NULL */
/* The database in STATE_DIR is not wanted any more. Fine if there is none. */
void pd_store_drop(const char *state_dir);

/* The same id with the same or a higher revision replaces; -ESTALE: a higher one
 * is there. JSON: the summary as judged. */
int pd_store_put(struct pd_store *store, const struct pd_record *record, const char *json);

/* -ENOENT. RET_JSON is to be freed; may be NULL. */
int pd_store_get(struct pd_store *store, const char *athlete, const char *id, struct pd_record *ret, char **ret_json);
/* The last that was kept. -ENOENT. */
int pd_store_last(struct pd_store *store, const char *athlete, struct pd_record *ret, char **ret_json);
/* From which file it came, whatever became of it; -ENOENT. */
int pd_store_find_digest(struct pd_store *store, const char *athlete, const char *digest, struct pd_record *ret);
/* The one kept whose start is nearest to START_REAL, within WITHIN; -ENOENT. */
int pd_store_find_start(struct pd_store *store, const char *athlete, pd_usec start_real, pd_usec within, struct pd_record *ret);

/* Those kept, the last first, of the days FROM to TO (PD_DAY_NONE: no bound):
 * how many, at most LIMIT. */
int pd_store_list(struct pd_store *store, const char *athlete, pd_day from, pd_day to, size_t limit, struct pd_record *ret);
/* Whatever became of them. */
int pd_store_list_all(struct pd_store *store, const char *athlete, size_t limit, struct pd_record *ret);
/* How many were kept; 0 if that cannot be read. */
int32_t pd_store_count(struct pd_store *store, const char *athlete);

int pd_store_remove(struct pd_store *store, const char *athlete, const char *id); /* fine if it is not there */
int pd_store_forget(struct pd_store *store, const char *athlete); /* a damaged one that was put aside goes, too: it has everybody */

/* ---- what is owed to sinks ---- */

/* What was said of an athlete for good, until a sink has delivered it. */
struct pd_debt {
        uint64_t ticket; /* the order in which they are told; 0: the next one */
        char sink[PD_ID_SIZE]; /* "": to every one there is, told by who knows none */
        enum pd_event_kind kind; /* SUMMARY or WEEK */
        char athlete[PD_ID_SIZE];
        char id[PD_SESSION_ID_SIZE]; /* of the session, or the week */
        uint32_t sequence; /* of the event, 0 if it had none; of a week its revision */
};

/* TEXT as it is published. What the sink was owed of the same kind and id
 * before gives way. */
int pd_store_owe(struct pd_store *store, const struct pd_debt *debt, const char *text);
/* It has delivered it; fine if it is not there. */
int pd_store_settle(struct pd_store *store, uint64_t ticket);
/* The debts in their order: how many, at most LIMIT; of more, the last ones. */
int pd_store_debts(struct pd_store *store, size_t limit, struct pd_debt *ret);
/* -ENOENT. RET_TEXT is to be freed. */
int pd_store_owed_text(struct pd_store *store, uint64_t ticket, char **ret_text);
