/* SPDX-License-Identifier: MIT */
/* The thread that brings tails to the card (writer.h). */
#include "journal/writer.h"

#include "purposed/log.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

/* Condition variables know no CLOCK_BOOTTIME. While the machine sleeps
 * nothing is heard, so an interval of being awake is the one that counts. */
static pd_usec
now(void)
{
        struct timespec ts;

        (void) clock_gettime(CLOCK_MONOTONIC, &ts);
        return ts.tv_sec * PD_SEC + ts.tv_nsec / 1000;
}

static void
wait_until(struct pd_writer *writer, pd_usec at)
{
        const struct timespec ts = {.tv_sec = at / PD_SEC, .tv_nsec = at % PD_SEC * 1000};

        (void) pthread_cond_timedwait(&writer->wake, &writer->lock, &ts);
}

static bool
has_work(const struct pd_journal_trace *trace)
{
        switch (trace->stand) {
        case PD_STAND_ARMED:
                return false;
        case PD_STAND_SESSION:
                return trace->length > trace->synced;
        case PD_STAND_CLOSED:
                return trace->length > trace->synced || !trace->trimmed;
        case PD_STAND_SUPERSEDED:
        case PD_STAND_DISCARDED:
                return true;
        }
        assert(false);
        return false;
}

static struct pd_journal_trace *
begin_round(struct pd_writer *writer)
{
        struct pd_journal_trace *round = NULL;

        writer->dirty = false;
        for (struct pd_journal_trace *trace = writer->traces; trace; trace = trace->next) {
                if (!has_work(trace))
                        continue;
                trace->round_stand = trace->stand;
                trace->round_from = trace->synced;
                trace->round_to = trace->length;
                trace->round_start = trace->start;
                trace->round_trimmed = trace->trimmed;
                trace->round_error = 0;
                trace->round_next = round;
                round = trace;
        }
        return round;
}

/* The card has lost what it had taken. What the tail still has goes there
 * once more; said once, for such a card may do it again. */
static void
begin_again(struct pd_writer *writer, struct pd_journal_trace *trace)
{
        const bool said = trace->card.headless;

        pd_card_begin_again(&trace->card, trace->round_start);
        trace->round_from = trace->round_start;
        trace->round_trimmed = false;
        (void) pthread_mutex_lock(&writer->lock);
        trace->synced = trace->round_start;
        (void) pthread_mutex_unlock(&writer->lock);
        if (!trace->card.headless)
                pd_log(LOG_WARNING, "journal: the trace of %s's session %s has vanished from %s; it is written anew",
                        trace->athlete, trace->session, writer->state_dir);
        else if (!said)
                pd_log(LOG_ERR, "journal: the trace of %s's session %s has vanished from %s; its beginning is lost, "
                                "the rest goes to a file beside",
                        trace->athlete, trace->session, writer->state_dir);
}

static int
open_file(struct pd_writer *writer, struct pd_journal_trace *trace)
{
        const int r = pd_card_open(&trace->card, writer->state_dir, trace->athlete, trace->session, trace->round_from);

        if (r != -ENODATA)
                return r;
        begin_again(writer, trace);
        return pd_card_open(&trace->card, writer->state_dir, trace->athlete, trace->session, 0);
}

/* Leaves the file open if there is something to be synced. */
static int
bring(struct pd_writer *writer, struct pd_journal_trace *trace)
{
        const bool growing = trace->round_stand == PD_STAND_SESSION;
        int r;

        if (trace->round_stand == PD_STAND_DISCARDED)
                return trace->card.ours ? pd_card_remove(writer->state_dir, trace->athlete, trace->session) : 0;
        if (trace->round_from == trace->round_to && trace->round_trimmed)
                return 0;
        r = open_file(writer, trace);
        if (r < 0)
                return r;
        if (growing)
                pd_card_reserve(&trace->card, trace->round_from, trace->round_to);
        r = pd_card_copy(&trace->card, trace->tail_fd, trace->round_from, trace->round_to);
        if (r == 0 && !growing && !trace->round_trimmed)
                r = pd_card_trim(&trace->card, trace->round_to);
        if (r < 0)
                pd_card_close(&trace->card);
        return r;
}

/* The only file, or the one whose sync is enough once the others have been
 * pushed; NULL if that is not enough. */
static struct pd_journal_trace *
pick_for_all(struct pd_journal_trace *round)
{
        struct pd_journal_trace *pick = NULL;

        for (struct pd_journal_trace *trace = round; trace; trace = trace->round_next) {
                if (trace->card.fd < 0)
                        continue;
                if (pick && (!pick->card.in_place || !trace->card.in_place || pick->card.device != trace->card.device))
                        return NULL;
                if (pick && pick->card.grown && trace->card.grown)
                        return NULL;
                if (!pick || trace->card.grown)
                        pick = trace;
        }
        return pick;
}

/* One flush of the device however many athletes run, for it costs more than
 * what is written: ten files synced one by one would be ten. A single file
 * is simply synced. Several are pushed to the device but one, whose sync
 * then flushes it for all. Where that is not enough, because two files have
 * grown or the file system moves what it overwrites, syncfs does it. */
static unsigned
sync_files(struct pd_journal_trace *round)
{
        struct pd_journal_trace *const pick = pick_for_all(round);
        const struct pd_journal_trace *done = NULL;
        unsigned syncs = pick != NULL;

        for (struct pd_journal_trace *trace = round; trace; trace = trace->round_next) {
                if (trace->card.fd < 0 || trace == pick)
                        continue;
                if (pick) {
                        trace->round_error = pd_card_push(&trace->card);
                } else if (done && done->card.device == trace->card.device) {
                        trace->round_error = done->round_error;
                } else {
                        trace->round_error = pd_card_sync_device(&trace->card);
                        done = trace;
                        syncs++;
                }
        }
        if (!pick)
                return syncs;
        pick->round_error = pd_card_sync(&pick->card);
        for (struct pd_journal_trace *trace = round; trace; trace = trace->round_next)
                if (trace->card.fd >= 0 && trace->round_error == 0)
                        trace->round_error = pick->round_error;
        return syncs;
}

static unsigned
end_round(struct pd_journal_trace *round)
{
        const unsigned syncs = sync_files(round);

        for (struct pd_journal_trace *trace = round; trace; trace = trace->round_next) {
                pd_card_close(&trace->card);
                if (trace->round_error == 0)
                        trace->round_start = pd_tail_punch(trace->tail_fd, trace->round_start, trace->round_to);
        }
        return syncs;
}

/* So many bytes more of TRACE's tail, or fewer. */
static void
occupy(struct pd_writer *writer, const struct pd_journal_trace *trace, int64_t more)
{
        trace->account->in_memory += (uint64_t) more;
        writer->in_memory += (uint64_t) more;
}

static void
end_trace(struct pd_writer *writer, struct pd_journal_trace *trace)
{
        struct pd_journal_trace **at = &writer->traces;
        char name[PD_TAIL_NAME_SIZE];

        while (*at != trace)
                at = &(*at)->next;
        *at = trace->next;
        pd_tail_name(name, trace->athlete, trace->session,
                trace->stand == PD_STAND_DISCARDED ? PD_TAIL_GONE_SUFFIX : PD_TAIL_SUFFIX);
        (void) unlinkat(writer->run_fd, name, 0);
        (void) close(trace->tail_fd);
        occupy(writer, trace, -(int64_t) (trace->length - trace->start));
        trace->account->traces--;
        free(trace);
}

static int
settle_round(struct pd_writer *writer, struct pd_journal_trace *round)
{
        int error = 0;

        for (struct pd_journal_trace *next; round; round = next) {
                next = round->round_next;
                if (round->round_error < 0) {
                        error = round->round_error;
                        continue;
                }
                writer->stats.card_bytes += round->round_to - round->round_from;
                round->synced = round->round_to;
                round->trimmed = round->round_stand != PD_STAND_SESSION;
                occupy(writer, round, -(int64_t) (round->round_start - round->start));
                round->start = round->round_start;
                if (round->round_stand == PD_STAND_SUPERSEDED || round->round_stand == PD_STAND_DISCARDED)
                        end_trace(writer, round);
        }
        return error;
}

/* What there is to say after a round, decided under the lock: the log may
 * wait for the very card that has just failed. */
enum news { NEWS_NONE, NEWS_REFUSED, NEWS_TAKEN, NEWS_TAKEN_WITH_GAPS };

static enum news
note_error(struct pd_writer *writer, int error)
{
        const int before = writer->last_error;
        const bool gaps = writer->stats.dropped > writer->dropped_before;

        writer->last_error = error;
        if (error < 0) {
                writer->stats.card_errors++;
                return before == 0 ? NEWS_REFUSED : NEWS_NONE;
        }
        writer->dropped_before = writer->stats.dropped;
        if (before == 0)
                return NEWS_NONE;
        return gaps ? NEWS_TAKEN_WITH_GAPS : NEWS_TAKEN;
}

static void
tell(const struct pd_writer *writer, enum news news, int error)
{
        switch (news) {
        case NEWS_NONE:
                break;
        case NEWS_REFUSED:
                pd_log(LOG_WARNING, "journal: %s does not take data: %s; what is heard stays in memory, trying again every %.1f s",
                        writer->state_dir, strerror(-error), (double) writer->interval / PD_SEC);
                break;
        case NEWS_TAKEN:
                pd_log(LOG_NOTICE, "journal: %s takes data again, nothing was lost on the way", writer->state_dir);
                break;
        case NEWS_TAKEN_WITH_GAPS:
                pd_log(LOG_WARNING, "journal: %s takes data again; not all of what was heard meanwhile is on record", writer->state_dir);
                break;
        }
}

/* Entered and left with the lock. */
static void
run_round(struct pd_writer *writer)
{
        struct pd_journal_trace *const round = begin_round(writer);

        if (!round)
                return;
        (void) pthread_mutex_unlock(&writer->lock);
        for (struct pd_journal_trace *trace = round; trace; trace = trace->round_next)
                trace->round_error = bring(writer, trace);
        const unsigned syncs = end_round(round);
        (void) pthread_mutex_lock(&writer->lock);
        writer->stats.card_syncs += syncs;
        const int error = settle_round(writer, round);
        const enum news news = note_error(writer, error);
        if (error < 0) {
                /* Also what came meanwhile waits: a dead card is not asked more often. */
                writer->dirty = true;
                writer->due = now() + writer->interval;
        }
        if (news == NEWS_NONE)
                return;
        (void) pthread_mutex_unlock(&writer->lock);
        tell(writer, news, error);
        (void) pthread_mutex_lock(&writer->lock);
}

static void *
write_on(void *user)
{
        struct pd_writer *const writer = user;

        (void) pthread_mutex_lock(&writer->lock);
        while (!writer->stopping) {
                if (!writer->dirty)
                        (void) pthread_cond_wait(&writer->wake, &writer->lock);
                else if (now() < writer->due)
                        wait_until(writer, writer->due);
                else
                        run_round(writer);
        }
        run_round(writer);
        writer->stopped = true;
        (void) pthread_cond_broadcast(&writer->wake);
        (void) pthread_mutex_unlock(&writer->lock);
        return NULL;
}

static int
start_thread(struct pd_writer *writer)
{
        sigset_t all, before;

        /* The loop takes signals from a descriptor; they must not be delivered here instead. */
        (void) sigfillset(&all);
        (void) pthread_sigmask(SIG_SETMASK, &all, &before);
        const int r = pthread_create(&writer->thread, NULL, write_on, writer);
        (void) pthread_sigmask(SIG_SETMASK, &before, NULL);
        return -r;
}

/* 0 blocks: a tmpfs that was given no size. */
static int
measure_run_dir(struct pd_writer *writer)
{
        struct statvfs fs;

        if (fstatvfs(writer->run_fd, &fs) < 0)
                return -errno;
        writer->total_max = fs.f_blocks > 0 ? (uint64_t) fs.f_blocks * fs.f_frsize / 4 : UINT64_MAX;
        return 0;
}

int
pd_writer_start(struct pd_writer *writer, const struct pd_journal_options *options)
{
        pthread_condattr_t attributes;

        *writer = (struct pd_writer) {
                .interval = options->sync_interval > 0 ? options->sync_interval : 10 * PD_SEC,
                .tail_max = options->tail_max > 0 ? options->tail_max : UINT64_C(16) << 20,
        };
        writer->run_fd = open(options->run_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (writer->run_fd < 0)
                return -errno;
        /* Held until we die: a second one would cut the tails that we write. */
        int r = flock(writer->run_fd, LOCK_EX | LOCK_NB) < 0 ? -errno : measure_run_dir(writer);
        writer->state_dir = strdup(options->state_dir);
        if (r == 0 && !writer->state_dir)
                r = -ENOMEM;
        if (r == 0) {
                (void) pthread_mutex_init(&writer->lock, NULL);
                (void) pthread_condattr_init(&attributes);
                (void) pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
                (void) pthread_cond_init(&writer->wake, &attributes);
                (void) pthread_condattr_destroy(&attributes);
                r = start_thread(writer);
        }
        if (r < 0) {
                (void) close(writer->run_fd);
                free(writer->state_dir);
        }
        return r;
}

bool
pd_writer_stop(struct pd_writer *writer, pd_usec within)
{
        const pd_usec until = now() + within;

        (void) pthread_mutex_lock(&writer->lock);
        writer->stopping = true;
        (void) pthread_cond_broadcast(&writer->wake);
        while (!writer->stopped && now() < until)
                wait_until(writer, until);
        const bool stopped = writer->stopped;
        (void) pthread_mutex_unlock(&writer->lock);
        if (stopped)
                (void) pthread_join(writer->thread, NULL);
        else
                (void) pthread_detach(writer->thread);
        return stopped;
}

void
pd_writer_clear(struct pd_writer *writer)
{
        for (struct pd_journal_trace *trace = writer->traces, *next; trace; trace = next) {
                next = trace->next;
                (void) close(trace->tail_fd);
                free(trace);
        }
        (void) close(writer->run_fd);
        free(writer->state_dir);
        (void) pthread_cond_destroy(&writer->wake);
        (void) pthread_mutex_destroy(&writer->lock);
}

/* Work has come up; the first of a quiet time begins the interval. */
static void
mark(struct pd_writer *writer, pd_usec within)
{
        const pd_usec due = now() + within;

        if (writer->dirty && writer->due <= due)
                return;
        writer->dirty = true;
        writer->due = due;
        (void) pthread_cond_signal(&writer->wake);
}

void
pd_writer_add(struct pd_writer *writer, struct pd_journal_trace *trace)
{
        (void) pthread_mutex_lock(&writer->lock);
        trace->next = writer->traces;
        writer->traces = trace;
        trace->account->traces++;
        occupy(writer, trace, (int64_t) (trace->length - trace->start));
        if (has_work(trace))
                mark(writer, writer->interval);
        (void) pthread_mutex_unlock(&writer->lock);
}

bool
pd_writer_grew(struct pd_writer *writer, struct pd_journal_trace *trace, size_t size, bool input)
{
        (void) pthread_mutex_lock(&writer->lock);
        trace->length += size;
        occupy(writer, trace, (int64_t) size);
        writer->stats.inputs += input;
        if (!writer->dirty && has_work(trace))
                mark(writer, writer->interval);
        const bool fits = trace->account->in_memory <= writer->tail_max && writer->in_memory <= writer->total_max;
        (void) pthread_mutex_unlock(&writer->lock);
        return fits;
}

void
pd_writer_dropped(struct pd_writer *writer)
{
        (void) pthread_mutex_lock(&writer->lock);
        writer->stats.dropped++;
        (void) pthread_mutex_unlock(&writer->lock);
}

void
pd_writer_emptied(struct pd_writer *writer, struct pd_journal_trace *trace)
{
        (void) pthread_mutex_lock(&writer->lock);
        assert(trace->stand == PD_STAND_ARMED);
        occupy(writer, trace, -(int64_t) (trace->length - trace->start));
        trace->length = trace->start = 0;
        (void) pthread_mutex_unlock(&writer->lock);
}

void
pd_writer_bind(struct pd_writer *writer, struct pd_journal_trace *trace, const char *session)
{
        (void) pthread_mutex_lock(&writer->lock);
        assert(trace->stand == PD_STAND_ARMED);
        memcpy(trace->session, session, strnlen(session, sizeof trace->session - 1) + 1);
        trace->stand = PD_STAND_SESSION;
        mark(writer, writer->interval);
        (void) pthread_mutex_unlock(&writer->lock);
}

void
pd_writer_turn(struct pd_writer *writer, struct pd_journal_trace *trace, enum pd_trace_stand stand)
{
        (void) pthread_mutex_lock(&writer->lock);
        trace->stand = stand;
        /* After a run the plug is pulled: what ends now is not left for later. */
        mark(writer, stand != PD_STAND_SUPERSEDED && writer->last_error == 0 ? 0 : writer->interval);
        (void) pthread_mutex_unlock(&writer->lock);
}

bool
pd_writer_retire(struct pd_writer *writer, struct pd_journal_trace *trace)
{
        (void) pthread_mutex_lock(&writer->lock);
        assert(trace->stand == PD_STAND_CLOSED);
        /* A round that has begun with it settles before this is so. */
        const bool done = !has_work(trace);
        if (done)
                end_trace(writer, trace);
        else if (writer->last_error == 0)
                mark(writer, 0); /* somebody waits for it */
        (void) pthread_mutex_unlock(&writer->lock);
        return done;
}

unsigned
pd_writer_traces(struct pd_writer *writer, const struct pd_journal_account *account)
{
        (void) pthread_mutex_lock(&writer->lock);
        const unsigned traces = account->traces;
        (void) pthread_mutex_unlock(&writer->lock);
        return traces;
}

void
pd_writer_stats(struct pd_writer *writer, struct pd_journal_stats *ret)
{
        (void) pthread_mutex_lock(&writer->lock);
        *ret = writer->stats;
        ret->in_memory = writer->in_memory;
        for (const struct pd_journal_trace *trace = writer->traces; trace; trace = trace->next) {
                ret->traces++;
                if (trace->stand != PD_STAND_ARMED && trace->stand != PD_STAND_DISCARDED)
                        ret->unsynced += trace->length - trace->synced;
        }
        (void) pthread_mutex_unlock(&writer->lock);
}
