/* SPDX-License-Identifier: MIT */
#include "history_inside.h"

#include "formats/payload.h"
#include "formats/trace.h"
#include "journal/archive.h"
#include "journal/card.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

/* A question comes right after an answer was written down; longer than this the
 * loop does not wait, and the answer is that of before. */
#define WAIT_MOST (100 * PD_MSEC)

#define PURGED_AT_ONCE 256

/* ---- what is written --------------------------------------------------------------- */

int
pd_history_write(struct pd_history *history, const struct pd_slip *slip)
{
        int r;

        if (history->clerk == NULL)
                return pd_clerk_carry_out(history->store, history->context->state_dir, slip);
        r = pd_clerk_take(history->clerk, slip);
        if (r < 0)
                return r;
        if (slip->kind == PD_SLIP_OWE || slip->kind == PD_SLIP_SETTLE)
                return 0;
        history->handed.athlete[0] = '\0';
        if (slip->kind == PD_SLIP_RECORD || slip->kind == PD_SLIP_REVISE) {
                history->handed = slip->record;
                snprintf(history->handed_json, sizeof(history->handed_json), "%s", slip->json);
        }
        return 0;
}

bool
pd_history_is_settled(struct pd_history *history)
{
        return history->clerk == NULL || pd_clerk_wait(history->clerk, 0);
}

/* Of many questions to a card that hangs only the first waits. */
static bool
is_settled(struct pd_history *history)
{
        bool settled = pd_history_is_settled(history);

        if (!settled && !history->stalls)
                settled = pd_clerk_wait(history->clerk, WAIT_MOST);
        history->stalls = !settled;
        return settled;
}

struct pd_store *
pd_history_store(struct pd_history *history)
{
        (void) is_settled(history);
        return history->store;
}

int
pd_history_read(struct pd_history *history, const char *athlete, const char *id, struct pd_record *ret, char **ret_json)
{
        const struct pd_record *handed = &history->handed;

        if (is_settled(history))
                return id == NULL ? pd_store_last(history->store, athlete, ret, ret_json)
                                  : pd_store_get(history->store, athlete, id, ret, ret_json);
        if (strcmp(handed->athlete, athlete) != 0 || (id == NULL ? handed->fate != PD_FATE_KEPT : strcmp(handed->past.id, id) != 0))
                return -EAGAIN;
        *ret_json = strdup(history->handed_json);
        if (*ret_json == NULL)
                return -ENOMEM;
        *ret = *handed;
        return 0;
}

const struct pd_history_context *
pd_history_context(const struct pd_history *history)
{
        return history->context;
}

const struct pd_athlete *
pd_history_athlete(const struct pd_history *history, const char *id)
{
        const struct pd_athlete *athlete;

        for (size_t i = 0; (athlete = history->context->athlete(history->context->user, i)) != NULL; i++)
                if (strcmp(athlete->id, id) == 0)
                        return athlete;
        return NULL;
}

void
pd_history_add(struct pd_history *history, const struct pd_event *event, const char *json)
{
        struct pd_slip slip = {.kind = PD_SLIP_RECORD, .json = json};
        int r;

        pd_record_of(event, &slip.record);
        r = pd_history_write(history, &slip);
        if (r < 0 && history->clerk != NULL)
                pd_log(LOG_WARNING, "%s: %s is not on record: %s; the next start reads it from its trace", event->athlete->id,
                        event->session, r == -EBUSY ? "too much waits for the card" : strerror(-r));
}

void
pd_history_record_like(const struct pd_event *event, const struct pd_record *before, struct pd_record *ret)
{
        pd_record_of(event, ret);
        ret->source = before->source;
        ret->fate = before->fate;
        memcpy(ret->joined_into, before->joined_into, sizeof(ret->joined_into));
        memcpy(ret->digest, before->digest, sizeof(ret->digest));
        if (ret->past.day == PD_DAY_NONE)
                ret->past.day = before->past.day;
}

int
pd_history_json(struct pd_history *history, const struct pd_event *event)
{
        size_t length;

        return pd_payload_event(event, history->json, sizeof(history->json), &length);
}

/* ---- read from the traces ------------------------------------------------------------- */

struct gathering {
        struct pd_history *history;
        struct pd_telling *telling;
        const char *athlete;
        int32_t n;
};

/* As its trace tells it. BEFORE: what the record has of it; NULL: nothing. */
static bool
put_on_record(struct pd_history *history, const char *athlete, const struct pd_telling *telling, const struct pd_record *before)
{
        struct pd_slip slip = {.kind = PD_SLIP_RECORD, .json = history->json};
        struct pd_event event;

        if (!telling->closed)
                return false;
        pd_record_event(&telling->text, &telling->snapshot.athlete, &telling->snapshot.workout, telling->utc_offset_s, &event);
        if (before != NULL)
                pd_history_record_like(&event, before, &slip.record);
        else
                pd_record_of(&event, &slip.record);
        memcpy(slip.record.athlete, athlete, strlen(athlete) + 1);
        return pd_history_json(history, &event) == 0 && pd_history_write(history, &slip) == 0;
}

void
pd_history_recover(struct pd_history *history, const char *athlete, const char *trace, size_t size)
{
        struct pd_telling *telling = malloc(sizeof(*telling)); /* a workout is large */
        struct pd_record before;
        bool known;

        if (telling != NULL && pd_telling_read(trace, size, telling) == 0 && telling->closed) {
                known = pd_store_get(pd_history_store(history), athlete, telling->text.id, &before, NULL) == 0;
                if (!known || before.revision < telling->text.summary.revision)
                        (void) put_on_record(history, athlete, telling, known ? &before : NULL);
        }
        free(telling);
}

/* Twice is closed: see pd_history_retell(). */
static int
gather_session(void *user, const char *session)
{
        struct gathering *gathering = user;
        struct pd_history *history = gathering->history;
        struct pd_record record;
        size_t size;
        char *bytes;
        int r;

        if (pd_store_get(history->store, gathering->athlete, session, &record, NULL) != -ENOENT)
                return 0;
        r = pd_archive_read(history->context->state_dir, gathering->athlete, session, &bytes, &size);
        if (r < 0)
                return r == -ENOMEM ? r : 0;
        r = pd_telling_read(bytes, size, gathering->telling);
        free(bytes);
        if (r == 0 && strcmp(gathering->telling->text.id, session) == 0) /* else it goes on, or is the recovery's to complain of */
                gathering->n += put_on_record(history, gathering->athlete, gathering->telling, NULL);
        return 0;
}

static int
gather_athlete(void *user, const char *athlete)
{
        struct gathering *gathering = user;

        gathering->athlete = athlete;
        return pd_archive_sessions(gathering->history->context->state_dir, athlete, gather_session, gathering);
}

static void
gather(struct pd_history *history)
{
        struct gathering gathering = {.history = history, .telling = malloc(sizeof(*gathering.telling))};
        int r = -ENOMEM;

        if (gathering.telling != NULL)
                r = pd_archive_athletes(history->context->state_dir, gather_athlete, &gathering);
        free(gathering.telling);
        if (r < 0)
                pd_log(LOG_WARNING, "not all traces could be read for the record of sessions: %s", strerror(-r));
        if (gathering.n > 0)
                pd_log(LOG_NOTICE, "put on record from their traces: %d", (int) gathering.n);
}

/* ---- life ---------------------------------------------------------------------------- */

static int
open_record(struct pd_history *history, const char *folder)
{
        int r = pd_store_open(folder, &history->store, &history->is_new);

        if (r == 0)
                gather(history);
        if (r == 0 && history->context->threaded)
                r = pd_clerk_new(history->context->state_dir, folder, &history->clerk);
        if (r < 0)
                history->store = pd_store_close(history->store);
        return r;
}

/* No card stops the coach: what it does not take, memory does until the next start. */
int
pd_history_new(const struct pd_history_context *context, struct pd_history **ret)
{
        struct pd_history *history = calloc(1, sizeof(*history));
        int r;

        if (history == NULL)
                return -ENOMEM;
        history->context = context;
        r = open_record(history, context->state_dir);
        if (r < 0) {
                pd_log(LOG_ERR, "the record of sessions in %s (--state-dir) cannot be opened: %s%s%s", context->state_dir, strerror(-r),
                        r == -EPROTO ? "; a newer purposed has written it" : "",
                        context->run_dir != NULL ? "; going on with one in memory, from the traces that can be read" : "");
                if (context->run_dir != NULL)
                        r = open_record(history, context->run_dir);
        } else if (context->run_dir != NULL && strcmp(context->run_dir, context->state_dir) != 0) {
                pd_store_drop(context->run_dir); /* the traces of then have been read */
        }
        if (r < 0)
                return pd_history_free(history), r;
        *ret = history;
        return 0;
}

struct pd_history *
pd_history_free(struct pd_history *history)
{
        if (history == NULL)
                return NULL;
        pd_clerk_free(history->clerk, PD_CLERK_STOP_WITHIN);
        pd_store_close(history->store);
        free(history);
        return NULL;
}

static void
restate(struct pd_history *history, const struct pd_athlete *athlete)
{
        struct pd_record last[PD_JOURNAL_CLOSED_MAX];
        struct pd_retold *retold;
        int n = pd_store_list_all(pd_history_store(history), athlete->id, PD_JOURNAL_CLOSED_MAX, last);

        while (n > 0 && last[n - 1].revision <= 1 && last[n - 1].source == PD_SOURCE_LIVE)
                n--;
        while (n-- > 0) {
                if (pd_history_find(history, athlete, last[n].past.id, &retold) < 0)
                        continue;
                history->context->publish(history->context->user, &retold->event);
                pd_retold_free(retold);
        }
}

void
pd_history_restate(struct pd_history *history)
{
        const struct pd_athlete *athlete;

        for (size_t i = 0; (athlete = history->context->athlete(history->context->user, i)) != NULL; i++)
                restate(history, athlete);
}

/* The record lacks what another machine's copy of the traces may have. */
int32_t
pd_history_count(struct pd_history *history, const char *athlete)
{
        int32_t count = pd_store_count(pd_history_store(history), athlete);

        return count > 0 ? count : pd_card_count(history->context->state_dir, athlete);
}

int
pd_history_list(struct pd_history *history, const char *athlete, pd_day from, pd_day to, size_t limit, struct pd_past *ret)
{
        struct pd_record *records = calloc(limit > 0 ? limit : 1, sizeof(*records));
        int n;

        if (records == NULL)
                return -ENOMEM;
        n = pd_store_list(pd_history_store(history), athlete, from, to, limit, records);
        for (int i = 0; i < n; i++)
                ret[i] = records[i].past;
        free(records);
        return n;
}

int
pd_history_purge(struct pd_history *history, const char *athlete, pd_usec real, pd_usec *ret_oldest)
{
        struct pd_record *records = calloc(PURGED_AT_ONCE, sizeof(*records));
        struct pd_slip slip = {.kind = PD_SLIP_REMOVE};
        int n = -ENOMEM, purged = 0;

        if (records != NULL)
                n = pd_store_list_all(pd_history_store(history), athlete, PURGED_AT_ONCE, records);
        *ret_oldest = n == PURGED_AT_ONCE ? real : PD_NEVER; /* there may be more behind them */
        for (int i = 0; i < n; i++) {
                pd_usec start = records[i].past.start_real != PD_NEVER ? records[i].past.start_real : real - 1;

                slip.record = records[i];
                if (start < real && pd_history_release(history, athlete, slip.record.past.id) == 0 && pd_history_write(history, &slip) == 0)
                        purged++;
                else if (start < *ret_oldest)
                        *ret_oldest = start;
        }
        free(records);
        return n < 0 ? n : purged;
}

/* What the journal held on to would come back with its next acknowledgement. Who
 * is told that she is forgotten looks into the record: it has nothing of hers any
 * more, and since nobody runs the loop may wait for that. */
int
pd_history_forget(struct pd_history *history, const char *athlete)
{
        struct pd_slip slip = {.kind = PD_SLIP_FORGET};
        int r;

        if (strlen(athlete) >= sizeof(slip.record.athlete))
                return -EINVAL;
        if (history->context->somebody_runs(history->context->user))
                return -EBUSY;
        r = history->context->journal != NULL ? pd_journal_release_all(history->context->journal, athlete) : 0;
        if (r < 0)
                return r;
        memcpy(slip.record.athlete, athlete, strlen(athlete) + 1);
        r = pd_history_write(history, &slip);
        if (r == 0 && history->clerk != NULL)
                (void) pd_clerk_wait(history->clerk, PD_CLERK_STOP_WITHIN);
        if (r == 0 && history->context->forget != NULL)
                history->context->forget(history->context->user, athlete);
        return r;
}
