/* SPDX-License-Identifier: MIT */
#include "owed.h"

#include "formats/payload.h"

#include "purposed/log.h"
#include "purposed/pump.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <systemd/sd-event.h>

enum stand {
        WAITS,   /* for its turn */
        HANDED,  /* the sink has it, and has not delivered it yet */
        REFUSED, /* by the other side, or it cannot be read: the next start tries again */
};

struct item {
        struct pd_debt debt;
        size_t sink; /* its index */
        enum stand stand;
        char *text; /* NULL: the record has it */
};

struct pd_owed {
        struct pd_owed_context context;
        sd_event_source *turn;
        bool begun;
        uint64_t last_ticket;
        size_t n, room;
        struct item *items; /* in the order of their tickets */
        char text[PD_PAYLOAD_SIZE];
};

/* ---- the list ----------------------------------------------------------------------- */

static void
drop(struct pd_owed *owed, struct item *item)
{
        size_t i = (size_t) (item - owed->items);

        free(item->text);
        owed->n--;
        memmove(item, item + 1, (owed->n - i) * sizeof(*item));
}

static struct item *
find(const struct pd_owed *owed, size_t sink, const struct pd_debt *debt)
{
        for (size_t i = 0; i < owed->n; i++) {
                struct item *item = &owed->items[i];

                if (item->sink == sink && item->debt.kind == debt->kind && strcmp(item->debt.athlete, debt->athlete) == 0
                    && strcmp(item->debt.id, debt->id) == 0)
                        return item;
        }
        return NULL;
}

static struct item *
append(struct pd_owed *owed, size_t sink, const struct pd_debt *debt)
{
        if (owed->n == owed->room) {
                size_t room = owed->room > 0 ? 2 * owed->room : 16;
                struct item *items = realloc(owed->items, room * sizeof(*items));

                if (items == NULL)
                        return NULL;
                owed->items = items;
                owed->room = room;
        }
        owed->items[owed->n] = (struct item) {.debt = *debt, .sink = sink};
        if (debt->ticket > owed->last_ticket)
                owed->last_ticket = debt->ticket;
        return &owed->items[owed->n++];
}

static size_t
count(const struct pd_owed *owed, size_t sink, enum stand stand)
{
        size_t n = 0;

        for (size_t i = 0; i < owed->n; i++)
                n += owed->items[i].sink == sink && owed->items[i].stand == stand;
        return n;
}

/* It is not told any more. */
static void
forgive(struct pd_owed *owed, struct item *item, const char *why)
{
        pd_log(LOG_WARNING, "%s: %s has not delivered %s, and it is forgotten: %s", item->debt.athlete, item->debt.sink, item->debt.id,
                why);
        (void) pd_history_settle(owed->context.history, &item->debt);
        drop(owed, item);
}

static void
keep_within_bounds(struct pd_owed *owed, size_t sink, const char *athlete)
{
        struct item *oldest = NULL;
        size_t n = 0;

        for (size_t i = owed->n; i-- > 0;) {
                struct item *item = &owed->items[i];

                if (item->sink != sink || strcmp(item->debt.athlete, athlete) != 0)
                        continue;
                n++;
                if (item->stand != HANDED)
                        oldest = item;
        }
        if (n >= PD_OWED_MAX && oldest != NULL)
                forgive(owed, oldest, "too many wait");
}

/* ---- texts -------------------------------------------------------------------------- */

static bool
is_on_record(struct pd_owed *owed, const struct item *item)
{
        char *text;

        if (!pd_history_is_settled(owed->context.history) || pd_history_owed_text(owed->context.history, item->debt.ticket, &text) < 0)
                return false;
        free(text);
        return true;
}

/* What the record has taken, memory need not keep. */
static void
shed_texts(struct pd_owed *owed)
{
        struct item *oldest = NULL;
        size_t n = 0;

        for (size_t i = owed->n; i-- > 0;) {
                struct item *item = &owed->items[i];

                if (item->text != NULL && is_on_record(owed, item)) {
                        free(item->text);
                        item->text = NULL;
                }
                if (item->text == NULL)
                        continue;
                n++;
                oldest = item;
        }
        if (n >= PD_OWED_TEXTS_MAX)
                forgive(owed, oldest, "the card does not take it");
}

/* ---- handing out ---------------------------------------------------------------------- */

static void
arm(struct pd_owed *owed)
{
        if (owed->begun)
                (void) sd_event_source_set_enabled(owed->turn, SD_EVENT_ONESHOT);
}

static void
hand(struct pd_owed *owed, struct item *item, const struct pd_event *event)
{
        struct pd_sink *sink = owed->context.sinks[item->sink];
        struct pd_event told = *event;

        item->stand = HANDED;
        told.ticket = item->debt.ticket;
        sink->type->event(sink, &told);
}

static struct item *
next(struct pd_owed *owed)
{
        for (size_t i = 0; i < owed->n; i++)
                if (owed->items[i].stand == WAITS && count(owed, owed->items[i].sink, HANDED) < PD_OWED_HANDED_MAX)
                        return &owed->items[i];
        return NULL;
}

/* Of what it says, a sink asks the text. */
static int
tell_week(struct pd_owed *owed, struct item *item, const struct pd_athlete *athlete, const char *text)
{
        struct pd_week week = {.final = true, .revision = (int32_t) item->debt.sequence};
        struct pd_event event = {.kind = PD_EVENT_WEEK, .real = PD_NEVER, .athlete = athlete, .sequence = item->debt.sequence,
                .t_s = PD_UNKNOWN, .week = &week, .payload = text};
        int r = pd_week_parse(item->debt.id, &week.monday);

        if (r < 0)
                return r;
        memcpy(event.session, item->debt.id, sizeof(event.session));
        hand(owed, item, &event);
        if (owed->context.reported != NULL)
                owed->context.reported(owed->context.user, athlete->id);
        return 0;
}

static int
tell(struct pd_owed *owed, struct item *item, const struct pd_athlete *athlete, const char *text)
{
        struct pd_retold *retold;
        int r;

        if (item->debt.kind == PD_EVENT_WEEK)
                return tell_week(owed, item, athlete, text);
        r = pd_retold_read(text, athlete, &retold);
        if (r < 0)
                return r;
        retold->event.sequence = item->debt.sequence;
        retold->event.payload = text;
        hand(owed, item, &retold->event);
        pd_retold_free(retold);
        return 0;
}

static void
hand_out(struct pd_owed *owed, struct item *item)
{
        const struct pd_athlete *athlete = pd_history_athlete(owed->context.history, item->debt.athlete);
        char *text = NULL;
        int r = 0;

        if (athlete == NULL) { /* taken out of the configuration; kept for when she comes back */
                item->stand = REFUSED;
                return;
        }
        if (item->text == NULL)
                r = pd_history_owed_text(owed->context.history, item->debt.ticket, &text);
        if (r == -ENOENT) { /* a guest's, purged */
                drop(owed, item);
                return;
        }
        if (r == 0)
                r = tell(owed, item, athlete, item->text != NULL ? item->text : text);
        if (r < 0) {
                pd_log(LOG_WARNING, "%s: %s is not delivered to %s: %s; the next start tries again", item->debt.athlete, item->debt.id,
                        item->debt.sink, strerror(-r));
                item->stand = REFUSED;
        }
        free(text);
}

/* One at a time: there may be many, and samples wait. */
static int
on_turn(sd_event_source *source, void *user)
{
        struct pd_owed *owed = user;
        struct item *item = next(owed);

        (void) source;
        if (item != NULL) {
                hand_out(owed, item);
                arm(owed);
        }
        return 0;
}

void
pd_owed_begin(struct pd_owed *owed)
{
        owed->begun = true;
        arm(owed);
}

/* ---- taking in ------------------------------------------------------------------------ */

bool
pd_owed_is_for_good(const struct pd_event *event)
{
        return (event->kind == PD_EVENT_SUMMARY && event->summary.final) || (event->kind == PD_EVENT_WEEK && event->week->final);
}

static struct pd_debt
debt_of(const struct pd_owed *owed, size_t sink, const struct pd_event *event)
{
        struct pd_debt debt = {.ticket = owed->last_ticket + 1, .kind = event->kind, .sequence = event->sequence};
        const char *key = owed->context.sinks[sink]->type->key;

        pd_text_copy(debt.sink, sizeof(debt.sink), key, strlen(key));
        memcpy(debt.athlete, event->athlete->id, sizeof(debt.athlete));
        memcpy(debt.id, event->session, sizeof(debt.id));
        return debt;
}

/* What still waits keeps its turn when it is revised. */
static struct item *
enter(struct pd_owed *owed, size_t sink, const struct pd_event *event)
{
        struct pd_debt debt = debt_of(owed, sink, event);
        struct item *before = find(owed, sink, &debt);

        if (before != NULL && before->stand == WAITS) {
                free(before->text);
                before->text = NULL;
                before->debt.sequence = debt.sequence;
                return before;
        }
        if (before != NULL)
                drop(owed, before);
        else
                keep_within_bounds(owed, sink, debt.athlete);
        return append(owed, sink, &debt);
}

/* TEXT is EVENT, written. */
static void
take(struct pd_owed *owed, size_t sink, const struct pd_event *event, const char *text)
{
        bool others_wait = !owed->begun || count(owed, sink, WAITS) > 0 || count(owed, sink, HANDED) >= PD_OWED_HANDED_MAX;
        struct item *item;
        int r;

        shed_texts(owed);
        item = enter(owed, sink, event);
        if (item == NULL) { /* no memory for a line: it is told as any other event */
                owed->context.sinks[sink]->type->event(owed->context.sinks[sink], event);
                return;
        }
        r = pd_history_owe(owed->context.history, &item->debt, text);
        if (r < 0)
                pd_log(LOG_WARNING, "%s: that %s is still to be delivered to %s is not on record: %s", item->debt.athlete, item->debt.id,
                        item->debt.sink, r == -EBUSY ? "too much waits for the card" : strerror(-r));
        if (!others_wait) {
                hand(owed, item, event);
                return;
        }
        item->text = strdup(text); /* the record may take its time */
        arm(owed);
}

static const char *
write_text(struct pd_owed *owed, const struct pd_event *event)
{
        size_t length;
        int r;

        if (event->payload != NULL)
                return event->payload;
        r = pd_payload_event(event, owed->text, sizeof(owed->text), &length);
        if (r < 0)
                pd_log(LOG_ERR, "%s: what is to be said of %s cannot be written: %s", event->athlete->id, event->session, strerror(-r));
        return r < 0 ? NULL : owed->text;
}

void
pd_owed_take(struct pd_owed *owed, const struct pd_event *event)
{
        const char *text = write_text(owed, event);

        for (size_t i = 0; text != NULL && i < owed->context.n_sinks; i++)
                take(owed, i, event, text);
}

void
pd_owed_recall(struct pd_owed *owed, const struct pd_sink *sink, const struct pd_event *event)
{
        struct pd_debt debt;
        const char *text;
        size_t i = 0;

        while (owed->context.sinks[i] != sink)
                i++;
        debt = debt_of(owed, i, event);
        if (find(owed, i, &debt) != NULL) /* on record: its turn comes */
                return;
        text = write_text(owed, event);
        if (text != NULL)
                take(owed, i, event, text);
}

bool
pd_owed_has_week(const struct pd_owed *owed, const char *athlete, pd_day monday, int32_t revision)
{
        struct pd_debt debt = {.kind = PD_EVENT_WEEK};

        pd_text_copy(debt.athlete, sizeof(debt.athlete), athlete, strlen(athlete));
        pd_week_id(monday, debt.id);
        for (size_t i = 0; i < owed->context.n_sinks; i++) {
                const struct item *item = find(owed, i, &debt);

                if (item == NULL || item->debt.sequence != (uint32_t) revision)
                        return false;
        }
        return true;
}

void
pd_owed_settle(struct pd_owed *owed, const char *sink, uint64_t ticket, bool taken)
{
        for (size_t i = 0; i < owed->n; i++) {
                struct item *item = &owed->items[i];

                if (item->debt.ticket != ticket || strcmp(item->debt.sink, sink) != 0)
                        continue;
                if (taken) {
                        (void) pd_history_settle(owed->context.history, &item->debt);
                        drop(owed, item);
                } else {
                        item->stand = REFUSED;
                }
                arm(owed);
                return;
        }
}

bool
pd_owed_lacks(const struct pd_owed *owed, const char *sink, const char *athlete, const char *session, uint32_t sequence)
{
        for (size_t i = 0; i < owed->n; i++) {
                const struct pd_debt *debt = &owed->items[i].debt;

                if (debt->sequence > 0 && debt->sequence < sequence && strcmp(debt->sink, sink) == 0
                    && strcmp(debt->athlete, athlete) == 0 && strcmp(debt->id, session) == 0)
                        return true;
        }
        return false;
}

void
pd_owed_forget(struct pd_owed *owed, const char *athlete)
{
        for (size_t i = owed->n; i-- > 0;)
                if (strcmp(owed->items[i].debt.athlete, athlete) == 0)
                        drop(owed, &owed->items[i]);
}

/* ---- life ------------------------------------------------------------------------------ */

/* Told by who knew no sink: from now on each has its own. */
static void
share_out(struct pd_owed *owed, const struct pd_debt *debt)
{
        char *text;

        if (pd_history_owed_text(owed->context.history, debt->ticket, &text) < 0)
                return;
        for (size_t i = 0; i < owed->context.n_sinks; i++) {
                struct pd_debt own = *debt;
                const char *key = owed->context.sinks[i]->type->key;
                struct item *before = find(owed, i, debt), *item;

                own.ticket = owed->last_ticket + 1;
                pd_text_copy(own.sink, sizeof(own.sink), key, strlen(key));
                if (before != NULL)
                        drop(owed, before);
                item = append(owed, i, &own);
                if (item != NULL && pd_history_owe(owed->context.history, &own, text) < 0)
                        item->text = strdup(text);
        }
        (void) pd_history_settle(owed->context.history, debt);
        free(text);
}

/* What a sink is owed that is not configured stays until it is again. */
static void
load(struct pd_owed *owed, const struct pd_debt *debts, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (debts[i].ticket > owed->last_ticket)
                        owed->last_ticket = debts[i].ticket;
        for (size_t i = 0; i < n; i++) {
                if (debts[i].sink[0] == '\0')
                        share_out(owed, &debts[i]);
                for (size_t k = 0; k < owed->context.n_sinks; k++)
                        if (strcmp(owed->context.sinks[k]->type->key, debts[i].sink) == 0)
                                (void) append(owed, k, &debts[i]);
        }
}

static int
recall_all(struct pd_owed *owed)
{
        const size_t most = (size_t) PD_OWED_MAX * PD_ATHLETES_MAX;
        struct pd_debt *debts = calloc(most, sizeof(*debts));
        int n = debts != NULL ? pd_history_debts(owed->context.history, most, debts) : -ENOMEM;

        if (n > 0)
                load(owed, debts, (size_t) n);
        free(debts);
        return n < 0 ? n : 0;
}

int
pd_owed_new(const struct pd_owed_context *context, struct pd_owed **ret)
{
        struct pd_owed *owed = calloc(1, sizeof(*owed));
        int r;

        if (owed == NULL)
                return -ENOMEM;
        owed->context = *context;
        r = sd_event_add_defer(context->loop, &owed->turn, on_turn, owed);
        if (r >= 0)
                r = sd_event_source_set_enabled(owed->turn, SD_EVENT_OFF);
        if (r < 0) {
                pd_owed_free(owed);
                return r;
        }
        r = recall_all(owed);
        if (r < 0)
                pd_log(LOG_WARNING, "what waits for delivery cannot be read: %s; the last sessions are told from their traces",
                strerror(-r));
        *ret = owed;
        return 0;
}

struct pd_owed *
pd_owed_free(struct pd_owed *owed)
{
        if (owed == NULL)
                return NULL;
        for (size_t i = 0; i < owed->n; i++)
                free(owed->items[i].text);
        free(owed->items);
        sd_event_source_disable_unref(owed->turn);
        free(owed);
        return NULL;
}
