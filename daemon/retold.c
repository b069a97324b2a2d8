/* SPDX-License-Identifier: MIT */
/* A session that is over, as it was published last, and as it shall be from now on. */
#include "history_inside.h"

#include "formats/trace.h"
#include "journal/archive.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct pd_retold *
pd_retold_free(struct pd_retold *retold)
{
        if (retold == NULL)
                return NULL;
        free(retold->telling);
        free(retold->text);
        free(retold);
        return NULL;
}

static void
read_telling(struct pd_history *history, struct pd_retold *retold)
{
        const char *state_dir = history->context->state_dir, *athlete = retold->record.athlete, *session = retold->record.past.id;
        size_t size;
        char *bytes;

        if (pd_archive_read_beginning(state_dir, athlete, session, PD_TELLING_BEGINNING, &bytes, &size) < 0)
                return;
        retold->telling = malloc(sizeof(*retold->telling));
        if (retold->telling != NULL && pd_telling_begin(bytes, size, retold->telling) < 0) {
                free(retold->telling);
                retold->telling = NULL;
        }
        free(bytes);
}

int
pd_retold_read(const char *json, const struct pd_athlete *athlete, struct pd_retold **ret)
{
        struct pd_retold *retold = calloc(1, sizeof(*retold));
        int r = -ENOMEM;

        if (retold != NULL)
                retold->text = malloc(sizeof(*retold->text));
        if (retold != NULL && retold->text != NULL)
                r = pd_summary_read(json, strlen(json), retold->text);
        if (r < 0) {
                pd_retold_free(retold);
                return r;
        }
        pd_workout_init(&retold->named);
        retold->named.purpose = retold->text->purpose;
        memcpy(retold->named.id, retold->text->workout, sizeof(retold->named.id));
        pd_record_event(retold->text, athlete, &retold->named, 0, &retold->event);
        *ret = retold;
        return 0;
}

int
pd_history_find(struct pd_history *history, const struct pd_athlete *athlete, const char *id, struct pd_retold **ret)
{
        struct pd_retold *retold;
        struct pd_record record;
        char *json;
        int r = pd_history_read(history, athlete->id, id, &record, &json);

        if (r < 0)
                return r;
        r = pd_retold_read(json, athlete, &retold);
        free(json);
        if (r < 0)
                return r;
        retold->record = record;
        read_telling(history, retold);
        if (retold->telling != NULL)
                pd_record_event(retold->text, athlete, &retold->telling->snapshot.workout, retold->telling->utc_offset_s, &retold->event);
        *ret = retold;
        return 0;
}

int
pd_history_release(struct pd_history *history, const char *athlete, const char *session)
{
        return history->context->journal != NULL ? pd_journal_release(history->context->journal, athlete, session) : 0;
}

/* Nothing is said of it any more. */
static void
unsay(struct pd_retold *retold)
{
        struct pd_summary *summary = &retold->event.summary;

        summary->purpose_result = PD_PURPOSE_RESULT_FREE;
        summary->verdict = PD_VERDICT_UNKNOWN;
        summary->reason = pd_fate_name(retold->record.fate);
        summary->went_wrong_s = PD_UNKNOWN;
        summary->sentence[0] = '\0';
}

int
pd_history_retire(struct pd_history *history, struct pd_retold *retold)
{
        unsay(retold);
        return pd_history_revise(history, retold);
}

static int
write_revision(struct pd_history *history, struct pd_slip *slip)
{
        const char *athlete = slip->record.athlete, *session = slip->record.past.id;
        int r = -ENOENT;

        slip->json = history->json;
        if (slip->record.fate != PD_FATE_KEPT) {
                slip->kind = PD_SLIP_PUT_ASIDE;
                slip->why = pd_fate_name(slip->record.fate);
                return pd_history_write(history, slip);
        }
        if (history->context->journal != NULL)
                r = pd_journal_revise(history->context->journal, athlete, session, history->json);
        if (r < 0 && r != -ENOENT)
                return r;
        slip->kind = r == 0 ? PD_SLIP_RECORD : PD_SLIP_REVISE;
        return pd_history_write(history, slip);
}

int
pd_history_revise(struct pd_history *history, struct pd_retold *retold)
{
        struct pd_event *event = &retold->event;
        struct pd_slip slip = {.kind = PD_SLIP_REVISE};
        int r;

        event->summary.revision++;
        r = pd_history_json(history, event);
        if (r < 0)
                return r;
        pd_history_record_like(event, &retold->record, &slip.record);
        if (retold->record.past.day != PD_DAY_NONE)
                slip.record.past.day = retold->record.past.day; /* also if the card has no trace yet to tell the time zone */
        r = write_revision(history, &slip);
        if (r == 0)
                history->context->publish(history->context->user, event);
        return r;
}

/* The summary closes it twice: a recovery would tell again, as if it had just
 * ended, what is closed once. */
static int
close_trace(const struct pd_hindsight *hindsight, const char *json, char **ret, size_t *ret_size)
{
        size_t size;
        const char *trace = pd_hindsight_trace(hindsight, &size);
        char *closed = malloc(size + 2 * (size_t) PD_TRACE_SUMMARY_SIZE);
        int n = closed != NULL ? 0 : -ENOMEM;

        if (closed != NULL)
                memcpy(closed, trace, size);
        for (int i = 0; n >= 0 && i < 2; i++) {
                n = pd_trace_write_summary(json, strlen(json), closed + size, PD_TRACE_SUMMARY_SIZE);
                size += n > 0 ? (size_t) n : 0;
        }
        if (n < 0) {
                free(closed);
                return n;
        }
        *ret = closed;
        *ret_size = size;
        return 0;
}

/* Among those kept; INSTEAD is none of them any more. */
static bool
is_last(struct pd_history *history, const struct pd_record *record, const struct pd_retold *instead)
{
        struct pd_record last;

        if (pd_store_last(pd_history_store(history), record->athlete, &last, NULL) < 0 || strcmp(last.past.id, record->past.id) == 0)
                return true;
        if (instead != NULL && strcmp(instead->record.athlete, record->athlete) == 0 && strcmp(last.past.id, instead->record.past.id) == 0)
                return true;
        return record->past.start_real != PD_NEVER && last.past.start_real != PD_NEVER && record->past.start_real >= last.past.start_real;
}

/* Takes INSTEAD off the list, by a slip of its own. RET's JSON is to be freed. */
static int
write_off(struct pd_history *history, struct pd_retold *instead, struct pd_slip *ret)
{
        int r;

        unsay(instead);
        instead->event.summary.revision++;
        r = pd_history_json(history, &instead->event);
        if (r < 0)
                return r;
        *ret = (struct pd_slip) {.kind = PD_SLIP_PUT_ASIDE, .json = strdup(history->json), .why = pd_fate_name(instead->record.fate)};
        pd_history_record_like(&instead->event, &instead->record, &ret->record);
        return ret->json != NULL ? 0 : -ENOMEM;
}

static int
write_retold(struct pd_history *history, struct pd_hindsight *hindsight, struct pd_slip *slip)
{
        char *trace = NULL;
        int r = pd_history_json(history, pd_hindsight_summary(hindsight));

        if (r == 0)
                r = pd_history_release(history, slip->record.athlete, slip->record.past.id);
        if (r == 0)
                r = close_trace(hindsight, history->json, &trace, &slip->trace_size);
        slip->json = history->json;
        slip->trace = trace;
        if (r == 0)
                r = pd_history_write(history, slip);
        free(trace);
        return r;
}

int
pd_history_retell(struct pd_history *history, struct pd_hindsight *hindsight, const struct pd_record *like, struct pd_retold *instead)
{
        const struct pd_history_context *context = history->context;
        struct pd_event *event = pd_hindsight_summary(hindsight);
        struct pd_slip slip = {.kind = PD_SLIP_TRACE}, off = {.json = NULL};
        int r = instead != NULL ? write_off(history, instead, &off) : 0;

        slip.then = instead != NULL ? &off : NULL;
        if (like != NULL)
                pd_history_record_like(event, like, &slip.record);
        else
                pd_record_of(event, &slip.record);
        slip.record.fate = PD_FATE_KEPT;
        if (r == 0)
                r = write_retold(history, hindsight, &slip);
        free((char *) off.json);
        if (r < 0)
                return r;
        event->sequence = 0; /* no sink is waited for */
        if (instead != NULL)
                context->publish(context->user, &instead->event);
        if (is_last(history, &slip.record, instead))
                context->publish(context->user, event);
        if (context->changed != NULL)
                context->changed(context->user, slip.record.athlete);
        return 0;
}
