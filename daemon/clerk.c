/* SPDX-License-Identifier: MIT */
#include "clerk.h"

#include "import_folder.h"

#include "formats/trace.h"
#include "journal/archive.h"

#include "purposed/log.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>

struct queued {
        struct pd_slip slip, then; /* their texts are ours */
        size_t size;
        struct queued *next;
};

struct pd_clerk {
        char *state_dir;
        struct pd_store *store; /* the thread's alone */
        pthread_t thread;
        pthread_mutex_t lock;
        pthread_cond_t news; /* a slip, the end; or the last slip is done */
        struct queued *first, **end;
        size_t waiting; /* bytes, what is being written included */
        bool busy, stopping;
};

/* ---- one slip ------------------------------------------------------------------- */

/* The trace, and one line more. */
static int
add_summary(const char *state_dir, const struct pd_slip *slip)
{
        const char *athlete = slip->record.athlete, *session = slip->record.past.id;
        char *bytes, *grown;
        size_t size;
        int n, r = pd_archive_read(state_dir, athlete, session, &bytes, &size);

        if (r < 0)
                return r == -ENOENT ? 0 : r; /* its trace was lost before: the record is all there is */
        grown = realloc(bytes, size + PD_TRACE_SUMMARY_SIZE);
        if (grown == NULL) {
                free(bytes);
                return -ENOMEM;
        }
        n = pd_trace_write_summary(slip->json, strlen(slip->json), grown + size, PD_TRACE_SUMMARY_SIZE);
        r = n < 0 ? n : pd_archive_write(state_dir, athlete, session, grown, size + (size_t) n);
        free(grown);
        return r;
}

static int
forgotten(int r)
{
        return r == -ENOENT ? 0 : r;
}

/* The trace first: it is the truth. */
static int
carry_out(struct pd_store *store, const char *state_dir, const struct pd_slip *slip)
{
        const char *athlete = slip->record.athlete, *session = slip->record.past.id;
        int r = 0;

        switch (slip->kind) {
        case PD_SLIP_RECORD:
                break;
        case PD_SLIP_REVISE:
                r = add_summary(state_dir, slip);
                break;
        case PD_SLIP_TRACE:
                r = pd_archive_write(state_dir, athlete, session, slip->trace, slip->trace_size);
                break;
        case PD_SLIP_PUT_ASIDE:
                r = forgotten(pd_archive_put_aside(state_dir, athlete, session, slip->why));
                break;
        case PD_SLIP_REMOVE:
                r = forgotten(pd_archive_remove(state_dir, athlete, session));
                return r < 0 ? r : pd_store_remove(store, athlete, session);
        case PD_SLIP_FORGET:
                r = forgotten(pd_archive_forget(state_dir, athlete));
                if (r == 0)
                        r = pd_import_forget(state_dir, athlete);
                return r < 0 ? r : pd_store_forget(store, athlete);
        case PD_SLIP_OWE:
                return pd_store_owe(store, &slip->debt, slip->json);
        case PD_SLIP_SETTLE:
                return pd_store_settle(store, slip->debt.ticket);
        }
        return r < 0 ? r : pd_store_put(store, &slip->record, slip->json);
}

static void
complain(const struct pd_slip *slip, int r)
{
        switch (slip->kind) {
        case PD_SLIP_OWE:
                pd_log(LOG_ERR, "%s: that %s is still to be delivered to %s is not on record: %s; it is not, if the next start comes first",
                        slip->debt.athlete, slip->debt.id, slip->debt.sink, strerror(-r));
                return;
        case PD_SLIP_SETTLE:
                pd_log(LOG_WARNING, "%s: that %s was delivered is not on record: %s; the next start delivers it once more",
                        slip->debt.athlete, slip->debt.id, strerror(-r));
                return;
        case PD_SLIP_RECORD:
        case PD_SLIP_REVISE:
        case PD_SLIP_TRACE:
        case PD_SLIP_PUT_ASIDE:
        case PD_SLIP_REMOVE:
        case PD_SLIP_FORGET:
                pd_log(LOG_ERR, "%s: what became of %s is not on record: %s%s", slip->record.athlete,
                        slip->kind == PD_SLIP_FORGET ? "everything" : slip->record.past.id, strerror(-r),
                        slip->kind == PD_SLIP_RECORD ? "; the next start reads it from its trace" : "");
                return;
        }
}

int
pd_clerk_carry_out(struct pd_store *store, const char *state_dir, const struct pd_slip *slip)
{
        int r = carry_out(store, state_dir, slip);

        if (r == 0 && slip->then != NULL)
                return pd_clerk_carry_out(store, state_dir, slip->then);

        if (r < 0)
                complain(slip, r);
        return r;
}

/* ---- the thread ------------------------------------------------------------------- */

static void
free_texts(struct pd_slip *slip)
{
        free((char *) slip->json);
        free((char *) slip->trace);
        free((char *) slip->why);
}

static struct queued *
free_queued(struct queued *queued)
{
        free_texts(&queued->slip);
        free_texts(&queued->then);
        free(queued);
        return NULL;
}

/* NULL when it is to end. Holds the lock. */
static struct queued *
next(struct pd_clerk *clerk)
{
        struct queued *queued;

        while (clerk->first == NULL && !clerk->stopping)
                (void) pthread_cond_wait(&clerk->news, &clerk->lock);
        queued = clerk->first;
        if (queued == NULL)
                return NULL;
        clerk->first = queued->next;
        if (clerk->first == NULL)
                clerk->end = &clerk->first;
        clerk->busy = true;
        return queued;
}

static void *
work(void *user)
{
        struct pd_clerk *clerk = user;
        struct queued *queued;

        (void) pthread_mutex_lock(&clerk->lock);
        while ((queued = next(clerk)) != NULL) {
                (void) pthread_mutex_unlock(&clerk->lock);
                (void) pd_clerk_carry_out(clerk->store, clerk->state_dir, &queued->slip);
                (void) pthread_mutex_lock(&clerk->lock);
                clerk->waiting -= queued->size;
                free_queued(queued);
                clerk->busy = false;
                (void) pthread_cond_broadcast(&clerk->news);
        }
        (void) pthread_mutex_unlock(&clerk->lock);
        return NULL;
}

static void
prepare_lock(struct pd_clerk *clerk)
{
        pthread_condattr_t attributes;

        (void) pthread_mutex_init(&clerk->lock, NULL);
        (void) pthread_condattr_init(&attributes);
        (void) pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
        (void) pthread_cond_init(&clerk->news, &attributes);
        (void) pthread_condattr_destroy(&attributes);
}

int
pd_clerk_new(const char *state_dir, const char *record_dir, struct pd_clerk **ret)
{
        struct pd_clerk *clerk = calloc(1, sizeof(*clerk));
        bool empty;
        int r;

        if (clerk == NULL)
                return -ENOMEM;
        clerk->end = &clerk->first;
        clerk->state_dir = strdup(state_dir);
        prepare_lock(clerk);
        r = clerk->state_dir != NULL ? pd_store_open(record_dir, &clerk->store, &empty) : -ENOMEM;
        if (r == 0)
                r = -pthread_create(&clerk->thread, NULL, work, clerk);
        if (r == 0) {
                *ret = clerk;
                return 0;
        }
        (void) pthread_cond_destroy(&clerk->news);
        (void) pthread_mutex_destroy(&clerk->lock);
        pd_store_close(clerk->store);
        free(clerk->state_dir);
        free(clerk);
        return r;
}

struct pd_clerk *
pd_clerk_free(struct pd_clerk *clerk, pd_usec within)
{
        if (clerk == NULL)
                return NULL;
        if (!pd_clerk_wait(clerk, within)) {
                pd_log(LOG_WARNING, "the card has not taken all of the record of sessions; the next start reads what "
                                    "their traces tell");
                (void) pthread_detach(clerk->thread); /* it has CLERK until it ends with us */
                return NULL;
        }
        (void) pthread_mutex_lock(&clerk->lock);
        clerk->stopping = true;
        (void) pthread_cond_broadcast(&clerk->news);
        (void) pthread_mutex_unlock(&clerk->lock);
        (void) pthread_join(clerk->thread, NULL);
        (void) pthread_cond_destroy(&clerk->news);
        (void) pthread_mutex_destroy(&clerk->lock);
        pd_store_close(clerk->store);
        free(clerk->state_dir);
        free(clerk);
        return NULL;
}

static bool
copy(const char *text, size_t size, const char **ret)
{
        char *bytes = NULL;

        if (text != NULL) {
                bytes = malloc(size + 1);
                if (bytes == NULL)
                        return false;
                memcpy(bytes, text, size);
                bytes[size] = '\0';
        }
        *ret = bytes;
        return true;
}

static bool
copy_slip(const struct pd_slip *slip, struct pd_slip *ret)
{
        *ret = *slip;
        ret->json = ret->trace = ret->why = NULL;
        ret->then = NULL;
        return copy(slip->json, slip->json != NULL ? strlen(slip->json) : 0, &ret->json)
                && copy(slip->trace, slip->trace_size, &ret->trace)
                && copy(slip->why, slip->why != NULL ? strlen(slip->why) : 0, &ret->why);
}

static struct queued *
queue(const struct pd_slip *slip)
{
        struct queued *queued = calloc(1, sizeof(*queued));

        if (queued == NULL)
                return NULL;
        if (!copy_slip(slip, &queued->slip) || (slip->then != NULL && !copy_slip(slip->then, &queued->then)))
                return free_queued(queued);
        if (slip->then != NULL)
                queued->slip.then = &queued->then;
        queued->size = sizeof(*queued) + slip->trace_size;
        return queued;
}

int
pd_clerk_take(struct pd_clerk *clerk, const struct pd_slip *slip)
{
        struct queued *queued = queue(slip);
        bool room;

        if (queued == NULL)
                return -ENOMEM;
        (void) pthread_mutex_lock(&clerk->lock);
        room = clerk->waiting == 0 || clerk->waiting + queued->size <= PD_CLERK_WAITING_MAX;
        if (room) {
                *clerk->end = queued;
                clerk->end = &queued->next;
                clerk->waiting += queued->size;
                (void) pthread_cond_broadcast(&clerk->news);
        }
        (void) pthread_mutex_unlock(&clerk->lock);
        if (!room)
                free_queued(queued);
        return room ? 0 : -EBUSY;
}

bool
pd_clerk_wait(struct pd_clerk *clerk, pd_usec within)
{
        struct timespec until;
        bool done;
        int r = 0;

        (void) clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_nsec += (long) (within % PD_SEC) * 1000;
        until.tv_sec += (time_t) (within / PD_SEC) + until.tv_nsec / 1000000000;
        until.tv_nsec %= 1000000000;
        (void) pthread_mutex_lock(&clerk->lock);
        while ((clerk->first != NULL || clerk->busy) && r == 0)
                r = pthread_cond_timedwait(&clerk->news, &clerk->lock, &until);
        done = clerk->first == NULL && !clerk->busy;
        (void) pthread_mutex_unlock(&clerk->lock);
        return done;
}
