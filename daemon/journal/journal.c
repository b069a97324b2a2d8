/* SPDX-License-Identifier: MIT */
/* The loop's side of the journal (journal.h): tails, and when they begin and end. */
#include "journal/journal.h"

#include "formats/trace.h"
#include "journal/tail.h"
#include "journal/writer.h"

#include "purposed/log.h"
#include "purposed/pump.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

/* A summary, or what a trace begins with. */
#define BEGINNING_SIZE (PD_TRACE_SNAPSHOT_SIZE + PD_TRACE_INPUT_SIZE)
#define LINES_SIZE (BEGINNING_SIZE > PD_TRACE_SUMMARY_SIZE ? BEGINNING_SIZE : PD_TRACE_SUMMARY_SIZE)

#define INCOMPLETE "# incomplete: there was no room for what came after\n"

struct athlete {
        char id[PD_ID_SIZE];
        struct pd_journal_account account;
        struct pd_journal_trace *open; /* takes inputs; NULL: the next one begins a trace */
        /* An input of the engine's life so far is on no record: a trace from
         * here on would be replayed into another session. Its next life gets
         * one again. */
        bool waits;
        struct pd_journal_trace *closed[PD_JOURNAL_CLOSED_MAX]; /* in that order; they take acknowledgements */
        size_t n_closed;
        bool told; /* of the lack of room, since the last trace that began well */
};

struct pd_journal {
        struct pd_writer writer;
        pd_usec stop_within;
        size_t n_athletes;
        struct athlete athletes[PD_ATHLETES_MAX];
        char lines[LINES_SIZE]; /* being written */
};

int
pd_journal_new(const struct pd_journal_options *options, struct pd_journal **ret)
{
        struct pd_journal *const journal = calloc(1, sizeof *journal);

        if (!journal)
                return -ENOMEM;
        journal->stop_within = options->stop_within > 0 ? options->stop_within : 5 * PD_SEC;
        const int r = pd_writer_start(&journal->writer, options);
        if (r < 0) {
                free(journal);
                return r;
        }
        *ret = journal;
        return 0;
}

int
pd_journal_sync_and_free(struct pd_journal *journal)
{
        if (!journal)
                return 0;
        if (!pd_writer_stop(&journal->writer, journal->stop_within))
                return -ETIMEDOUT;
        const int r = journal->writer.last_error;
        pd_writer_clear(&journal->writer);
        free(journal);
        return r;
}

void
pd_journal_stats(struct pd_journal *journal, struct pd_journal_stats *ret)
{
        pd_writer_stats(&journal->writer, ret);
}

static struct athlete *
find(struct pd_journal *journal, const char *id)
{
        for (size_t i = 0; i < journal->n_athletes; i++)
                if (!strcmp(journal->athletes[i].id, id))
                        return &journal->athletes[i];
        return NULL;
}

static struct athlete *
find_or_add(struct pd_journal *journal, const char *id)
{
        struct athlete *athlete = find(journal, id);

        if (athlete || journal->n_athletes == PD_ATHLETES_MAX)
                return athlete;
        athlete = &journal->athletes[journal->n_athletes++];
        memcpy(athlete->id, id, strnlen(id, sizeof athlete->id - 1));
        return athlete;
}

/* A trace that nobody else knows yet. Takes TAIL_FD. */
static struct pd_journal_trace *
trace_new(struct athlete *athlete, const char *session, int tail_fd)
{
        struct pd_journal_trace *const trace = calloc(1, sizeof *trace);

        if (!trace) {
                (void) close(tail_fd);
                return NULL;
        }
        memcpy(trace->athlete, athlete->id, sizeof trace->athlete);
        memcpy(trace->session, session, strnlen(session, sizeof trace->session - 1));
        trace->account = &athlete->account;
        trace->tail_fd = tail_fd;
        trace->card.fd = -1;
        trace->card.leftover = PD_CARD_NO_LEFTOVERS;
        return trace;
}

/* A trace begins, empty and armed. */
static int
begin(struct pd_journal *journal, struct athlete *athlete)
{
        char name[PD_TAIL_NAME_SIZE];

        if (pd_writer_traces(&journal->writer, &athlete->account) >= PD_JOURNAL_TRACES_MAX)
                return -EDQUOT;
        pd_tail_name(name, athlete->id, "", PD_TAIL_SUFFIX);
        const int fd = pd_tail_create(journal->writer.run_fd, name);
        if (fd < 0)
                return fd;
        athlete->open = trace_new(athlete, "", fd);
        if (!athlete->open)
                return -ENOMEM;
        pd_writer_add(&journal->writer, athlete->open);
        return 0;
}

/* There is no room. What stands in the trace is a beginning and stays one;
 * where nothing stands, none can begin in the midst of what the engine knows. */
static void
end_early(struct pd_journal *journal, struct athlete *athlete, const char *why)
{
        struct pd_journal_trace *const trace = athlete->open;

        if (!athlete->told)
                pd_log(LOG_ERR, "journal: no room for the trace of %s: %s; the coach goes on without until the session has ended",
                        athlete->id, why);
        athlete->told = true;
        athlete->waits = !trace || trace->length == 0;
        if (athlete->waits)
                return;
        trace->incomplete = true;
        if (pd_tail_append(trace->tail_fd, trace->length, INCOMPLETE, strlen(INCOMPLETE)) == 0)
                (void) pd_writer_grew(&journal->writer, trace, strlen(INCOMPLETE), false);
}

/* The snapshot if the trace begins here, and the input. */
static size_t
write_lines(struct pd_journal *journal, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        size_t size = 0;
        int r;

        if (snapshot) {
                r = pd_trace_write_snapshot(snapshot, journal->lines, PD_TRACE_SNAPSHOT_SIZE);
                assert(r > 0);
                size = (size_t) r;
        }
        r = pd_trace_write_input(input, journal->lines + size, sizeof journal->lines - size);
        assert(r > 0);
        return size + (size_t) r;
}

void
pd_journal_input(struct pd_journal *journal, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct athlete *const athlete = find_or_add(journal, snapshot->athlete.id);

        if (!athlete || athlete->waits || (athlete->open && athlete->open->incomplete)) {
                pd_writer_dropped(&journal->writer);
                return;
        }
        int r = athlete->open ? 0 : begin(journal, athlete);
        if (r == 0) {
                struct pd_journal_trace *const trace = athlete->open;
                /* This thread alone writes LENGTH: it may read it without the lock. */
                const bool first = trace->length == 0;
                const size_t size = write_lines(journal, first ? snapshot : NULL, input);
                r = pd_tail_append(trace->tail_fd, trace->length, journal->lines, size);
                if (r == 0) {
                        athlete->told = athlete->told && !first;
                        if (!pd_writer_grew(&journal->writer, trace, size, true))
                                end_early(journal, athlete, "too much waits for the card");
                        return;
                }
        }
        pd_writer_dropped(&journal->writer);
        end_early(journal, athlete, strerror(-r));
}

/* A line that is no input goes in even where inputs have no room left: there are few. */
static int
append(struct pd_journal *journal, struct pd_journal_trace *trace, int size)
{
        int r = size;

        if (size > 0)
                r = pd_tail_append(trace->tail_fd, trace->length, journal->lines, (size_t) size);
        if (r < 0) {
                pd_writer_dropped(&journal->writer);
                return r;
        }
        (void) pd_writer_grew(&journal->writer, trace, (size_t) size, false);
        return 0;
}

/* A clock that was set back, or none at all, gives a name twice. The earlier
 * trace is put aside on the card, and takes no acknowledgements any more. */
static bool
retire_namesake(struct pd_journal *journal, struct athlete *athlete, const char *session)
{
        for (size_t i = 0; i < athlete->n_closed; i++) {
                if (strcmp(athlete->closed[i]->session, session) != 0)
                        continue;
                if (!pd_writer_retire(&journal->writer, athlete->closed[i]))
                        return false;
                athlete->n_closed--;
                memmove(athlete->closed + i, athlete->closed + i + 1, (athlete->n_closed - i) * sizeof athlete->closed[0]);
                return true;
        }
        return false;
}

/* The pre-roll becomes the session's: a rename tells a successor. */
static void
bind_session(struct pd_journal *journal, struct athlete *athlete, const char *session)
{
        struct pd_journal_trace *const trace = athlete->open;
        char from[PD_TAIL_NAME_SIZE], to[PD_TAIL_NAME_SIZE];

        pd_tail_name(from, trace->athlete, "", PD_TAIL_SUFFIX);
        pd_tail_name(to, trace->athlete, session, PD_TAIL_SUFFIX);
        int r = pd_session_id_valid(session) ? pd_tail_rename(journal->writer.run_fd, from, to) : -EINVAL;
        if (r == -EEXIST && retire_namesake(journal, athlete, session))
                r = pd_tail_rename(journal->writer.run_fd, from, to);
        if (r < 0) {
                pd_log(LOG_ERR, "journal: cannot name %s's trace after session %s: %s; it stays in memory until the next change",
                        trace->athlete, session, strerror(-r));
                return;
        }
        pd_writer_bind(&journal->writer, trace, session);
}

static void
keep_closed(struct pd_journal *journal, struct athlete *athlete, struct pd_journal_trace *trace)
{
        if (athlete->n_closed == PD_JOURNAL_CLOSED_MAX) {
                pd_writer_turn(&journal->writer, athlete->closed[0], PD_STAND_SUPERSEDED);
                athlete->n_closed--;
                memmove(athlete->closed, athlete->closed + 1, athlete->n_closed * sizeof athlete->closed[0]);
        }
        athlete->closed[athlete->n_closed++] = trace;
}

/* Nothing is added to the open trace any more but acknowledgements. */
static void
finish(struct pd_journal *journal, struct athlete *athlete)
{
        struct pd_journal_trace *const trace = athlete->open;

        athlete->open = NULL;
        keep_closed(journal, athlete, trace);
        pd_writer_turn(&journal->writer, trace, PD_STAND_CLOSED);
}

static void
rearm(struct pd_journal *journal, struct athlete *athlete)
{
        struct pd_journal_trace *const trace = athlete->open;

        athlete->waits = false;
        if (!trace)
                return;
        if (trace->session[0]) {
                finish(journal, athlete);
                return;
        }
        if (ftruncate(trace->tail_fd, 0) < 0)
                return; /* a longer pre-roll is still a true one */
        trace->incomplete = false;
        pd_writer_emptied(&journal->writer, trace);
}

/* The tail's new name tells a successor what the card may not know yet. */
static void
discard(struct pd_journal *journal, struct athlete *athlete)
{
        struct pd_journal_trace *const trace = athlete->open;
        char from[PD_TAIL_NAME_SIZE], to[PD_TAIL_NAME_SIZE];

        pd_tail_name(from, trace->athlete, trace->session, PD_TAIL_SUFFIX);
        pd_tail_name(to, trace->athlete, trace->session, PD_TAIL_GONE_SUFFIX);
        (void) pd_tail_rename(journal->writer.run_fd, from, to);
        athlete->open = NULL;
        pd_writer_turn(&journal->writer, trace, PD_STAND_DISCARDED);
}

static void
session_changed(struct pd_journal *journal, struct athlete *athlete, const struct pd_event *event)
{
        struct pd_journal_trace *const trace = athlete->open;

        if (!trace)
                return;
        if (event->session_change.discarded) {
                if (trace->session[0] && !strcmp(trace->session, event->session))
                        discard(journal, athlete);
                return;
        }
        if (event->session[0] && !trace->session[0] && trace->length > 0)
                bind_session(journal, athlete, event->session);
}

void
pd_journal_event(struct pd_journal *journal, const struct pd_event *event)
{
        struct athlete *const athlete = event->athlete ? find(journal, event->athlete->id) : NULL;

        if (!athlete)
                return;
        switch (event->kind) {
        case PD_EVENT_SESSION:
                session_changed(journal, athlete, event);
                break;
        case PD_EVENT_REARMED:
                rearm(journal, athlete);
                break;
        case PD_EVENT_ALERT:
        case PD_EVENT_LIVE:
        case PD_EVENT_STATE:
        case PD_EVENT_SUMMARY: /* comes as JSON: pd_journal_summary() */
        case PD_EVENT_PLAN:
        case PD_EVENT_WEEK: /* the root keeps which has been told */
        case PD_EVENT_SENSOR:
                break;
        }
}

int
pd_journal_summary(struct pd_journal *journal, const char *id, const char *session, const char *json)
{
        struct athlete *const athlete = find(journal, id);

        if (!athlete || !athlete->open || !session[0] || strcmp(athlete->open->session, session))
                return -ENOENT;
        const int r = append(journal, athlete->open, pd_trace_write_summary(json, strlen(json), journal->lines, sizeof journal->lines));
        if (r < 0)
                return r;
        finish(journal, athlete);
        return 0;
}

static size_t
closed_of(const struct athlete *athlete, const char *session)
{
        size_t i = athlete ? athlete->n_closed : 0;

        while (i > 0 && strcmp(athlete->closed[i - 1]->session, session))
                i--;
        return i; /* from 1; 0: there is none */
}

int
pd_journal_revise(struct pd_journal *journal, const char *id, const char *session, const char *json)
{
        struct athlete *const athlete = find(journal, id);
        const size_t i = closed_of(athlete, session);

        if (i == 0)
                return -ENOENT;
        return append(journal, athlete->closed[i - 1], pd_trace_write_summary(json, strlen(json), journal->lines, sizeof journal->lines));
}

int
pd_journal_release(struct pd_journal *journal, const char *id, const char *session)
{
        struct athlete *const athlete = find(journal, id);

        if (athlete && athlete->open && !strcmp(athlete->open->session, session))
                return -EBUSY;
        if (closed_of(athlete, session) == 0)
                return 0;
        return retire_namesake(journal, athlete, session) ? 0 : -EAGAIN;
}

int
pd_journal_release_all(struct pd_journal *journal, const char *id)
{
        struct athlete *const athlete = find(journal, id);

        if (athlete && athlete->open && athlete->open->session[0])
                return -EBUSY;
        while (athlete && athlete->n_closed > 0)
                if (!retire_namesake(journal, athlete, athlete->closed[0]->session))
                        return -EAGAIN;
        return 0;
}

static struct pd_journal_trace *
trace_of(const struct athlete *athlete, const char *session)
{
        if (athlete->open && !strcmp(athlete->open->session, session))
                return athlete->open;
        for (size_t i = athlete->n_closed; i > 0; i--) /* a name may have come again */
                if (!strcmp(athlete->closed[i - 1]->session, session))
                        return athlete->closed[i - 1];
        return NULL;
}

void
pd_journal_ack(struct pd_journal *journal, const char *id, const char *sink, const char *session, uint32_t sequence)
{
        struct athlete *const athlete = find(journal, id);
        struct pd_trace_ack ack = {.sequence = sequence};
        struct pd_journal_trace *const trace = athlete && session[0] ? trace_of(athlete, session) : NULL;

        if (!trace)
                return;
        memcpy(ack.sink, sink, strnlen(sink, sizeof ack.sink - 1));
        memcpy(ack.session, session, strnlen(session, sizeof ack.session - 1));
        (void) append(journal, trace, pd_trace_write_ack(&ack, journal->lines, sizeof journal->lines));
}

static enum pd_trace_stand
stand_of(const struct pd_recovery *recovery, const struct pd_recovery_trace *found)
{
        if (found == pd_recovery_unfinished(recovery))
                return found->session[0] ? PD_STAND_SESSION : PD_STAND_ARMED;
        return found->closed ? PD_STAND_CLOSED : PD_STAND_SUPERSEDED;
}

static int
resume(struct pd_journal *journal, struct athlete *athlete, const struct pd_recovery_trace *found, enum pd_trace_stand stand)
{
        char name[PD_TAIL_NAME_SIZE];

        pd_tail_name(name, athlete->id, found->session, PD_TAIL_SUFFIX);
        const int fd = pd_tail_adopt(journal->writer.run_fd, name, found->size);
        if (fd < 0)
                return fd;
        struct pd_journal_trace *const trace = trace_new(athlete, found->session, fd);
        if (!trace)
                return -ENOMEM;
        trace->stand = stand;
        trace->length = found->size;
        /* Of what the tail still has nobody knows whether it had been synced. */
        trace->start = trace->synced = found->tail_start < found->size ? found->tail_start : found->size;
        trace->card.ours = found->on_card;
        trace->card.announced = stand != PD_STAND_SESSION && found->place > 0;
        trace->card.reserved = found->size;
        if (found->on_card)
                trace->card.leftover = found->size;
        pd_writer_add(&journal->writer, trace);
        if (stand == PD_STAND_SESSION || stand == PD_STAND_ARMED)
                athlete->open = trace;
        else if (stand == PD_STAND_CLOSED)
                keep_closed(journal, athlete, trace);
        return 0;
}

int
pd_journal_resume(struct pd_journal *journal, const struct pd_recovery *recovery)
{
        struct athlete *const athlete = find_or_add(journal, recovery->athlete);
        int r = 0;

        if (!athlete)
                return -ENOSPC;
        if (athlete->open || athlete->n_closed > 0)
                return -EEXIST;
        for (size_t i = 0; i < recovery->n_traces; i++) {
                const struct pd_recovery_trace *found = &recovery->traces[i];
                const int error = resume(journal, athlete, found, stand_of(recovery, found));
                if (error < 0 && found == pd_recovery_unfinished(recovery))
                        athlete->waits = athlete->told = true; /* the caller tells */
                r = r < 0 ? r : error;
        }
        return r;
}
