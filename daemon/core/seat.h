/* SPDX-License-Identifier: MIT */
/*
 * A sensor as its athlete has it: the memory of its decoders, and what is
 * known of it.
 */
#pragma once

#include "purposed/event.h"
#include "purposed/sensor.h"

/* Services that one device measures by: a strap with a pod's service and
 * power has three, and battery and device information with it. */
#define PD_SEAT_TYPES_MAX 6

/* News of a sensor are told at once, then once a second with all that has come
 * meanwhile: a link with its labels, battery and first value is six of them. */
#define PD_SEAT_NEWS_EVERY PD_SEC

/* A link that was lost and is back sooner was no absence: a strap under a
 * jacket, a bluetoothd that starts anew. 30 s is what others grant, too. */
#define PD_SEAT_GRACE (30 * PD_SEC)

struct pd_seat {
        struct pd_sensor_report report;
        const struct pd_sensor_type *types[PD_SEAT_TYPES_MAX]; /* heard from this device in this trace */
        struct pd_sensor_state states[PD_SEAT_TYPES_MAX];
        int32_t factor;      /* in parts of PD_FACTOR_ONE, as this trace has it; 0: as the sensor says */
        int32_t factor_next; /* as the next one will */
        int32_t carry;       /* millimetres in parts of PD_FACTOR_ONE that no distance has told yet */
        pd_usec reported; /* when the report was last told; PD_NEVER */
        bool owed;        /* there were news since, too soon to be told */
        pd_usec gone_at;  /* without a link it is no longer available from then on; PD_NEVER: linked, or gone already */
        pd_usec pulse;    /* when it last gave a heart rate; PD_NEVER */
        bool shared;      /* others have a seat for it, too */
        bool held;        /* shared: its frames come here */
        bool leaving;     /* taken back: nothing comes any more, and the next trace is without it */
};

void pd_seat_init(struct pd_seat *seat, const char *address, const char *name);

/* Decodes into RET, calibrated; false if nobody knows the characteristic. True in
 * RET_NEWS if somebody would want to know what is new in the report. */
bool pd_seat_decode(struct pd_seat *seat, const struct pd_frame *frame, struct pd_decoded *ret, bool *ret_news);

/* The counters alone are news from time to time. */
bool pd_seat_is_due(const struct pd_seat *seat, pd_usec now);

/*
 *              lost                    30 s
 *   [linked] ───────▶ [missed] ─────────────────▶ [gone]
 *       ▲   a link, a frame  │ a link, a frame       │
 *       └────────────────────┴───────────────────────┘
 *
 * `connected` is true in the first, `available` in the first two. The first
 * tells of a link, and is true if that is news; the second lets time pass;
 * the third: nobody shall wait for it, it is gone now.
 */
bool pd_seat_note_link(struct pd_seat *seat, bool connected, pd_usec at);
void pd_seat_pass_time(struct pd_seat *seat, pd_usec now);
void pd_seat_give_up(struct pd_seat *seat);

/* When there is something to tell of itself: news that were too soon, or that it is gone. PD_NEVER: there is not. */
pd_usec pd_seat_wake(const struct pd_seat *seat);

/* TROUBLE outlives it; NULL: none. True: it is news. */
bool pd_seat_note_condition(struct pd_seat *seat, const char *trouble, bool released);

/* A new trace begins: the decoders forget, the report stays, and the next
 * factor is the one. */
void pd_seat_forget(struct pd_seat *seat);
