/* SPDX-License-Identifier: MIT */
/*
 * Sessions that are over: kept on record, shown, mended.
 *
 *   summary ─▶ record                  what is mended is published again, under
 *   order ─▶ trace ─▶ hindsight ─┐     the same id with the next revision
 *             ▲                  ▼
 *             └──── clerk ◀── revision ─▶ sinks
 *
 * A rating, a remark: the summary's text is changed. Two made one, a session
 * given to another athlete, one declared free: the traces are replayed, and
 * what comes of it takes the first one's place on the card. That costs some
 * tenths of a second, and waits until nobody runs.
 */
#pragma once

#include "hindsight.h"
#include "record.h"

#include "journal/journal.h"
#include "store/store.h"
#include "purposed/format.h"

struct pd_history;

/* Two runs further apart are no one session. */
#define PD_JOIN_GAP_MAX (4 * PD_HOUR)

/* What the plan asks of the athlete on a day, for a recording that says ABOUT
 * of itself (NULL: nothing). -ENOENT: the day asks for nothing. */
typedef int (*pd_workout_func)(void *user, const struct pd_athlete *athlete, pd_day day, const struct pd_recording_about *about,
        struct pd_workout *ret);

/* What the root lends; outlives it. */
struct pd_history_context {
        const char *state_dir;
        const char *run_dir; /* memory: the record is there while STATE_DIR does not take one; may be NULL */
        bool threaded; /* what is written is written by a thread: there is a loop that must not wait */
        struct pd_journal *journal; /* NULL: none lives in the state directory */
        /* Of those who are here, with today's values, from 0; NULL after the last. */
        const struct pd_athlete *(*athlete)(void *user, size_t i);
        pd_workout_func workout;
        /* Is anybody in the middle of a session? */
        bool (*somebody_runs)(void *user);
        void (*clock)(void *user, struct pd_clock *ret);
        /* A summary is another one: for the sinks and whoever listens. */
        void (*publish)(void *user, const struct pd_event *event);
        /* A session came to the athlete's past, or is another one there, be it published or not. May be NULL. */
        void (*changed)(void *user, const char *athlete);
        /* Nothing of the athlete's shall be retained anywhere. May be NULL. */
        void (*forget)(void *user, const char *athlete);
        void *user;
};

/* Opens the record, and reads from their traces what it lacks: waits for the
 * card. A negative errno, said in the log. */
int pd_history_new(const struct pd_history_context *context, struct pd_history **ret);
struct pd_history *pd_history_free(struct pd_history *history);

/* A final summary, and as JSON what closes the trace. */
void pd_history_add(struct pd_history *history, const struct pd_event *event, const char *json);

/* At a start: a closed trace as the recovery found it, which may be younger
 * than the record: the power went, or the card was full. */
void pd_history_recover(struct pd_history *history, const char *athlete, const char *trace, size_t size);

/* At a start with a new record: what a recovery would say of sessions that were
 * mended is not true any more, and nobody knows whether it was delivered. So
 * of an athlete's PD_JOURNAL_CLOSED_MAX last sessions, the oldest such one and all
 * after it are published again, in their order. */
void pd_history_restate(struct pd_history *history);

/* How many sessions of the athlete have been judged. */
int32_t pd_history_count(struct pd_history *history, const char *athlete);
/* Those kept of the days FROM to TO, the last first: how many, or a negative errno. */
int pd_history_list(struct pd_history *history, const char *athlete, pd_day from, pd_day to, size_t limit, struct pd_past *ret);

/* Traces and record of sessions that began before REAL, and of those without
 * a date, leave nothing: how many, or a negative errno. RET_OLDEST: when the
 * first of those began that stay, PD_NEVER if none does. For guests. */
int pd_history_purge(struct pd_history *history, const char *athlete, pd_usec real, pd_usec *ret_oldest);
/* All of an athlete's. -EBUSY: somebody runs; -EAGAIN: a session has just ended. */
int pd_history_forget(struct pd_history *history, const char *athlete);

/* ---- what is owed to sinks (owed.h) ---- */

/* Was the record begun at this start? Then nobody knows what was owed. */
bool pd_history_is_new(const struct pd_history *history);
/* TEXT as it is published, on record until it is settled. 0, or why it is not going to be. */
int pd_history_owe(struct pd_history *history, const struct pd_debt *debt, const char *text);
int pd_history_settle(struct pd_history *history, const struct pd_debt *debt);
/* Those that are on record, in their order: how many, or a negative errno. At the start. */
int pd_history_debts(struct pd_history *history, size_t limit, struct pd_debt *ret);
/* Does not wait for what is being written: -ENOENT: it is not on record, or not
 * yet. RET is to be freed. */
int pd_history_owed_text(struct pd_history *history, uint64_t ticket, char **ret);

/* ---- for those who mend sessions or bring them from elsewhere ---- */

/* A session that is over, as it was published last. */
struct pd_retold {
        struct pd_record record;
        struct pd_telling *telling; /* what the trace begins with; NULL: it is lost */
        struct pd_summary_text *text;
        struct pd_workout named; /* of the workout no more is known than the summary says */
        struct pd_event event;
};

const struct pd_history_context *pd_history_context(const struct pd_history *history);
struct pd_store *pd_history_store(struct pd_history *history); /* after what has been written */
bool pd_history_is_settled(struct pd_history *history); /* is all that was asked for on record, or has failed? At once */
const struct pd_athlete *pd_history_athlete(const struct pd_history *history, const char *id); /* NULL: not here */

/* ID NULL: the last one that was kept. -ENOENT; -EAGAIN: it has just been
 * changed, and the card is slow. */
int pd_history_find(struct pd_history *history, const struct pd_athlete *athlete, const char *id, struct pd_retold **ret);
/* As JSON, a summary, tells it alone: of its record and trace nothing is known. What pd_summary_read() says. */
int pd_retold_read(const char *json, const struct pd_athlete *athlete, struct pd_retold **ret);
struct pd_retold *pd_retold_free(struct pd_retold *retold);

/* Its trace shall be the card's alone, to be replaced. -EBUSY: it runs; -EAGAIN: in a moment. */
int pd_history_release(struct pd_history *history, const char *athlete, const char *session);

/* The summary event of RETOLD was changed: the next revision of it is on record
 * with the fate of its record, and is published. */
int pd_history_revise(struct pd_history *history, struct pd_retold *retold);

/* It is no session of the athlete's any more, by the fate of its record (not
 * KEPT): on record as that, its trace put aside, and published as one of which
 * nothing is said, if none that counts came after it. Released before. */
int pd_history_retire(struct pd_history *history, struct pd_retold *retold);

/* What HINDSIGHT found is on record under the id and revision that its summary
 * event bears, its trace in place; the rest of the record is as in LIKE, which
 * may be NULL. It is published if no later session is there. INSTEAD (may be
 * NULL): the session that is in it now; retired once the card has the new trace,
 * and not before. */
int pd_history_retell(struct pd_history *history, struct pd_hindsight *hindsight, const struct pd_record *like,
        struct pd_retold *instead);
