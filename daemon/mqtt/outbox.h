/* SPDX-License-Identifier: MIT */
/*
 * The only queue between the events and the broker. Pure: time is an
 * argument (any clock that never goes back and counts sleep, too), memory
 * is reserved once.
 *
 *             put                next + sent             acknowledge
 *   message ───────▶ [waiting] ───────────────▶ [in flight] ───────▶ gone
 *                        ▲                          │
 *                        └──────────────────────────┘ line lost, or postponed: sent again, the same payload
 *
 * In the order of arrival, except that QoS 0 passes what waits for room in
 * flight. A message that has expired is dropped when its turn comes, and
 * counted. When there is no room, the oldest that waits and may be dropped
 * makes it; a final summary never does.
 *
 * A final summary that the broker cannot take for now is postponed, and with
 * it what came later on its topic: PD_OUTBOX_POSTPONE_MIN_S, doubled each
 * time up to PD_OUTBOX_POSTPONE_MAX_S, until the next line at the latest.
 */
#pragma once

#include "mqtt/topics.h"
#include "purposed/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Enough to restate 64 athletes with 16 sensors each, and to hold some 100
 * summaries of a usual workout (20 steps), or ten of 200 steps. Reserved, not
 * touched: what was never used costs no memory. */
#define PD_OUTBOX_ENTRIES_MAX 2048
#define PD_OUTBOX_BYTES_MAX ((size_t) 1024 * 1024) /* topics and payloads */

/* QoS 1 messages without an answer at one time. Below the 20 that
 * mosquitto takes from one client by default. */
#define PD_OUTBOX_WINDOW 16

#define PD_OUTBOX_POSTPONE_MIN_S 30
#define PD_OUTBOX_POSTPONE_MAX_S 960 /* five doublings: a quota is some person's business */

struct pd_outbox;

/* The next message to send. Topic and payload are the outbox's, until the next call that changes it. */
struct pd_parcel {
        const char *topic;
        const char *payload;
        size_t length;
        int qos;
        bool retain;
        int32_t expiry_s; /* what is left of it, at least 1; 0 = it stays true */
};

/* What has been delivered for good. */
struct pd_receipt {
        char athlete[PD_ID_SIZE];
        char session[PD_SESSION_ID_SIZE];
        uint32_t sequence; /* 0: nobody waits for it, or a final summary before it is still to be delivered */
        uint64_t ticket;   /* 0: it bears none */
};

struct pd_outbox_counts {
        size_t queued, queued_bytes, in_flight; /* now */
        uint64_t dropped_live;  /* QoS 0 while off line */
        uint64_t dropped_stale; /* expired before its turn */
        uint64_t dropped_full;  /* no room for it or for what came later */
        uint64_t refused;       /* not taken by the broker */
};

struct pd_outbox *pd_outbox_new(void); /* NULL if memory is out */
struct pd_outbox *pd_outbox_free(struct pd_outbox *outbox);

/* Copies the message. -ENETDOWN: worthless while off line, dropped;
 * -ENOSPC: no room and nothing that could make it. Both are counted. */
int pd_outbox_put(struct pd_outbox *outbox, pd_usec now, const struct pd_message *message);

/* The line stands; at most WINDOW messages may be in flight. */
void pd_outbox_connect(struct pd_outbox *outbox, size_t window);
/* The line is gone: what was in flight waits again, unless something newer took its place. */
void pd_outbox_disconnect(struct pd_outbox *outbox);

/* False if nothing can be sent now, as always while off line. */
bool pd_outbox_next(struct pd_outbox *outbox, pd_usec now, struct pd_parcel *ret);

/* What became of the parcel that pd_outbox_next() gave last. */
void pd_outbox_sent(struct pd_outbox *outbox, int mid); /* MID: by which QoS 1 will be acknowledged */
void pd_outbox_refuse(struct pd_outbox *outbox, struct pd_receipt *ret); /* it can never be sent: dropped, counted */

/* The topic of what is in flight by that MID, until the next call that changes the outbox; NULL: nothing is. */
const char *pd_outbox_topic(const struct pd_outbox *outbox, int mid);

/* The broker's answer. -ENOENT: no such message is in flight. */
int pd_outbox_acknowledge(struct pd_outbox *outbox, int mid, bool taken, struct pd_receipt *ret);

/* The broker does not take it for now. 0: it waits; -ENOENT: no such final
 * summary is in flight, the message is still there to be acknowledged. */
int pd_outbox_postpone(struct pd_outbox *outbox, pd_usec now, int mid);

void pd_outbox_counts(const struct pd_outbox *outbox, struct pd_outbox_counts *ret);
