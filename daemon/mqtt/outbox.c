/* SPDX-License-Identifier: MIT */
/*
 * Two arrays in step: entries in the order of arrival, and their bytes in
 * the same order in one arena. Bytes are appended; when the arena's end is
 * reached the gaps that were left are squeezed out.
 */
#include "mqtt/outbox.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NO_MID (-1) /* waiting, not in flight */
#define NONE SIZE_MAX

struct entry {
        size_t offset; /* topic with its NUL, then the payload */
        size_t topic_size, length;
        uint32_t topic_hash;
        int qos;
        bool retain;
        enum pd_queueing queueing;
        pd_usec fresh_until; /* PD_NEVER: it stays true */
        int mid;
        int32_t postponed_s; /* how long the last time; 0: never on this line */
        pd_usec not_before;
        struct pd_receipt receipt;
};

struct pd_outbox {
        bool connected;
        size_t window, in_flight;
        size_t offered; /* index of what pd_outbox_next() gave, or NONE */
        size_t n_entries;
        size_t end;   /* of the used arena */
        size_t bytes; /* of it in use */
        uint64_t dropped_live, dropped_stale, dropped_full, refused;
        struct entry entries[PD_OUTBOX_ENTRIES_MAX];
        char arena[PD_OUTBOX_BYTES_MAX];
};

struct pd_outbox *
pd_outbox_new(void)
{
        struct pd_outbox *outbox = calloc(1, sizeof(*outbox));

        if (outbox)
                outbox->offered = NONE;
        return outbox;
}

struct pd_outbox *
pd_outbox_free(struct pd_outbox *outbox)
{
        free(outbox);
        return NULL;
}

static size_t
entry_size(const struct entry *entry)
{
        return entry->topic_size + entry->length;
}

/* FNV-1a. */
static uint32_t
hash(const char *text)
{
        uint32_t h = 2166136261u;

        for (; *text; text++)
                h = (h ^ (unsigned char) *text) * 16777619u;
        return h;
}

static bool
waiting(const struct entry *entry)
{
        return entry->mid == NO_MID;
}

static void
take_out(struct pd_outbox *outbox, size_t i)
{
        struct entry *entry = &outbox->entries[i];

        outbox->bytes -= entry_size(entry);
        if (!waiting(entry))
                outbox->in_flight--;
        memmove(entry, entry + 1, (outbox->n_entries - i - 1) * sizeof(*entry));
        outbox->n_entries--;
        if (outbox->n_entries == 0)
                outbox->end = 0;
        outbox->offered = NONE;
}

/* Does a later message make this one pointless? */
static bool
superseded(const struct pd_outbox *outbox, const struct entry *entry, const char *topic, uint32_t topic_hash, enum pd_queueing queueing,
           const char *session)
{
        if (!waiting(entry) || entry->queueing == PD_QUEUEING_EACH || queueing == PD_QUEUEING_EACH)
                return false;
        if (entry->topic_hash != topic_hash || strcmp(outbox->arena + entry->offset, topic) != 0)
                return false;
        return entry->queueing != PD_QUEUEING_KEEP || strcmp(entry->receipt.session, session) == 0;
}

static void
squeeze(struct pd_outbox *outbox)
{
        size_t end = 0;

        for (size_t i = 0; i < outbox->n_entries; i++) {
                struct entry *entry = &outbox->entries[i];

                memmove(outbox->arena + end, outbox->arena + entry->offset, entry_size(entry));
                entry->offset = end;
                end += entry_size(entry);
        }
        outbox->end = end;
}

static size_t
oldest_droppable(const struct pd_outbox *outbox)
{
        for (size_t i = 0; i < outbox->n_entries; i++)
                if (waiting(&outbox->entries[i]) && outbox->entries[i].queueing != PD_QUEUEING_KEEP)
                        return i;
        return NONE;
}

static int
make_room(struct pd_outbox *outbox, size_t size)
{
        while (outbox->n_entries == PD_OUTBOX_ENTRIES_MAX || PD_OUTBOX_BYTES_MAX - outbox->bytes < size) {
                size_t i = oldest_droppable(outbox);

                outbox->dropped_full++;
                if (i == NONE)
                        return -ENOSPC;
                take_out(outbox, i);
        }
        if (PD_OUTBOX_BYTES_MAX - outbox->end < size)
                squeeze(outbox);
        return 0;
}

static void
append(struct pd_outbox *outbox, pd_usec now, const struct pd_message *message, uint32_t topic_hash)
{
        struct entry *entry = &outbox->entries[outbox->n_entries++];

        *entry = (struct entry) {
                .offset = outbox->end,
                .topic_size = strlen(message->topic) + 1,
                .length = message->length,
                .topic_hash = topic_hash,
                .qos = message->qos,
                .retain = message->retain,
                .queueing = message->queueing,
                .fresh_until = message->expiry_s > 0 ? now + message->expiry_s * PD_SEC : PD_NEVER,
                .mid = NO_MID,
                .receipt.sequence = message->sequence,
                .receipt.ticket = message->ticket,
        };
        memcpy(entry->receipt.athlete, message->athlete, sizeof(entry->receipt.athlete));
        memcpy(entry->receipt.session, message->session, sizeof(entry->receipt.session));
        memcpy(outbox->arena + entry->offset, message->topic, entry->topic_size);
        memcpy(outbox->arena + entry->offset + entry->topic_size, message->payload, entry->length);
        outbox->end += entry_size(entry);
        outbox->bytes += entry_size(entry);
}

int
pd_outbox_put(struct pd_outbox *outbox, pd_usec now, const struct pd_message *message)
{
        uint32_t topic_hash = hash(message->topic);
        int r;

        if (!outbox->connected && message->queueing == PD_QUEUEING_NEVER) {
                outbox->dropped_live++;
                return -ENETDOWN;
        }
        for (size_t i = outbox->n_entries; i-- > 0;)
                if (superseded(outbox, &outbox->entries[i], message->topic, topic_hash, message->queueing, message->session))
                        take_out(outbox, i);
        r = make_room(outbox, strlen(message->topic) + 1 + message->length);
        if (r < 0)
                return r;
        append(outbox, now, message, topic_hash);
        return 0;
}

void
pd_outbox_connect(struct pd_outbox *outbox, size_t window)
{
        outbox->connected = true;
        outbox->window = window;
}

/* Has something newer than entry I taken its place meanwhile? */
static bool
overtaken(const struct pd_outbox *outbox, size_t i)
{
        const struct entry *entry = &outbox->entries[i];

        for (size_t j = i + 1; j < outbox->n_entries; j++) {
                const struct entry *later = &outbox->entries[j];

                if (superseded(outbox, entry, outbox->arena + later->offset, later->topic_hash, later->queueing, later->receipt.session))
                        return true;
        }
        return false;
}

void
pd_outbox_disconnect(struct pd_outbox *outbox)
{
        outbox->connected = false;
        outbox->in_flight = 0;
        outbox->offered = NONE;
        for (size_t i = outbox->n_entries; i-- > 0;) {
                struct entry *entry = &outbox->entries[i];
                bool flew = !waiting(entry);

                entry->mid = NO_MID;
                entry->not_before = entry->postponed_s = 0;
                if (entry->queueing == PD_QUEUEING_NEVER) {
                        take_out(outbox, i);
                        outbox->dropped_live++;
                } else if (flew && overtaken(outbox, i)) {
                        take_out(outbox, i);
                }
        }
}

static void
offer(struct pd_outbox *outbox, size_t i, pd_usec now, struct pd_parcel *ret)
{
        const struct entry *entry = &outbox->entries[i];
        pd_usec left = entry->fresh_until - now;

        outbox->offered = i;
        *ret = (struct pd_parcel) {
                .topic = outbox->arena + entry->offset,
                .payload = outbox->arena + entry->offset + entry->topic_size,
                .length = entry->length,
                .qos = entry->qos,
                .retain = entry->retain,
                .expiry_s = entry->fresh_until == PD_NEVER ? 0 : (int32_t) ((left + PD_SEC - 1) / PD_SEC),
        };
}

/* Is entry I to wait, or one before it on its topic? What is retained there
 * must be the last that was said. */
static bool
held_back(const struct pd_outbox *outbox, size_t i, pd_usec now)
{
        const struct entry *entry = &outbox->entries[i];

        for (size_t j = 0; j <= i; j++) {
                const struct entry *earlier = &outbox->entries[j];

                if (waiting(earlier) && earlier->not_before > now && earlier->topic_hash == entry->topic_hash &&
                    strcmp(outbox->arena + earlier->offset, outbox->arena + entry->offset) == 0)
                        return true;
        }
        return false;
}

bool
pd_outbox_next(struct pd_outbox *outbox, pd_usec now, struct pd_parcel *ret)
{
        if (!outbox->connected)
                return false;
        for (size_t i = 0; i < outbox->n_entries;) {
                const struct entry *entry = &outbox->entries[i];

                if (!waiting(entry) || (entry->qos > 0 && outbox->in_flight >= outbox->window)) {
                        i++;
                } else if (entry->fresh_until <= now) {
                        take_out(outbox, i);
                        outbox->dropped_stale++;
                } else if (held_back(outbox, i, now)) {
                        i++;
                } else {
                        offer(outbox, i, now, ret);
                        return true;
                }
        }
        return false;
}

void
pd_outbox_sent(struct pd_outbox *outbox, int mid)
{
        assert(outbox->offered != NONE);
        struct entry *entry = &outbox->entries[outbox->offered];

        if (entry->qos == 0) {
                take_out(outbox, outbox->offered);
                return;
        }
        entry->mid = mid;
        outbox->in_flight++;
        outbox->offered = NONE;
}

void
pd_outbox_refuse(struct pd_outbox *outbox, struct pd_receipt *ret)
{
        assert(outbox->offered != NONE);
        *ret = outbox->entries[outbox->offered].receipt;
        take_out(outbox, outbox->offered);
        outbox->refused++;
}

static size_t
find_in_flight(const struct pd_outbox *outbox, int mid)
{
        for (size_t i = 0; i < outbox->n_entries; i++)
                if (!waiting(&outbox->entries[i]) && outbox->entries[i].mid == mid)
                        return i;
        return NONE;
}

/* Is a final summary from before RECEIPT still here? A receipt covers all of
 * its session up to its sequence. */
static bool
owes_summary(const struct pd_outbox *outbox, const struct pd_receipt *receipt)
{
        for (size_t i = 0; i < outbox->n_entries; i++) {
                const struct entry *entry = &outbox->entries[i];

                if (entry->queueing == PD_QUEUEING_KEEP && entry->receipt.sequence < receipt->sequence &&
                    strcmp(entry->receipt.athlete, receipt->athlete) == 0 && strcmp(entry->receipt.session, receipt->session) == 0)
                        return true;
        }
        return false;
}

const char *
pd_outbox_topic(const struct pd_outbox *outbox, int mid)
{
        size_t i = find_in_flight(outbox, mid);

        return i == NONE ? NULL : outbox->arena + outbox->entries[i].offset;
}

int
pd_outbox_acknowledge(struct pd_outbox *outbox, int mid, bool taken, struct pd_receipt *ret)
{
        size_t i = find_in_flight(outbox, mid);

        if (i == NONE)
                return -ENOENT;
        *ret = outbox->entries[i].receipt;
        take_out(outbox, i);
        if (!taken)
                outbox->refused++;
        if (owes_summary(outbox, ret))
                ret->sequence = 0;
        return 0;
}

int
pd_outbox_postpone(struct pd_outbox *outbox, pd_usec now, int mid)
{
        size_t i = find_in_flight(outbox, mid);
        struct entry *entry;

        if (i == NONE || outbox->entries[i].queueing != PD_QUEUEING_KEEP)
                return -ENOENT;
        entry = &outbox->entries[i];
        entry->postponed_s = entry->postponed_s == 0 ? PD_OUTBOX_POSTPONE_MIN_S : entry->postponed_s * 2;
        if (entry->postponed_s > PD_OUTBOX_POSTPONE_MAX_S)
                entry->postponed_s = PD_OUTBOX_POSTPONE_MAX_S;
        entry->not_before = now + entry->postponed_s * PD_SEC;
        entry->mid = NO_MID;
        outbox->in_flight--;
        outbox->offered = NONE;
        if (overtaken(outbox, i))
                take_out(outbox, i);
        return 0;
}

void
pd_outbox_counts(const struct pd_outbox *outbox, struct pd_outbox_counts *ret)
{
        *ret = (struct pd_outbox_counts) {
                .queued = outbox->n_entries - outbox->in_flight,
                .queued_bytes = outbox->bytes,
                .in_flight = outbox->in_flight,
                .dropped_live = outbox->dropped_live,
                .dropped_stale = outbox->dropped_stale,
                .dropped_full = outbox->dropped_full,
                .refused = outbox->refused,
        };
}
