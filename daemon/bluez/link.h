/* SPDX-License-Identifier: MIT */
/*
 * One sensor's connection machine: PURE. It is told what BlueZ says of the
 * sensor and what time it is, and answers with what to do and when to wake
 * it. A method's reply only ends the pending call; whether there is a link
 * is judged by BlueZ's properties, whether it is any good by the data.
 *
 *            adapter up             object appears          its turn
 *     DOWN ────────────▶ ABSENT ───────────────▶ QUEUED ───────────────▶ CONNECTING
 *      ▲ no BlueZ, no      │ is scanned for        ▲                       │    │ 45 s, or 10 s
 *      │ adapter, or off   │ (scan.h)              │ back-off 0.25 s       │    │ if others wait, or
 *      │                   │                       │ doubling to 30 s      │    │ 5 s after an empty "ok"
 *  from anywhere           │ already          ┌────┴────┐ refused          │    ▼
 *                          │ connected        │ WAITING │◀─────────────────┤  DISCONNECTING
 *                          │                  └─────────┘                  │    ▲    │ Connected=false,
 *                          │                    ▲  ▲  ▲   Connected=true   │    │    │ or 10 s: WAITING
 *                          ▼                    │  │  │                    ▼    │    ▼
 *                       RESOLVING ◀─────────────┼──┼──┴────────────────────┘    │
 *                          │ ServicesResolved   │  └── Connected=false          │
 *                          ▼                    │      in any of these          │
 *                      SUBSCRIBING ─────────────┤                               │
 *                          │ subscribed or data │         25 s, 10 s ───────────┤
 *                          ▼                    │                               │
 *                        LIVE ──────────────────┤                               │
 *                        │  ▲ data              │                               │
 *         silence passed ▼  │                   │    silent again               │
 *                     RESUBSCRIBING ────────────┴───────────────────────────────┘
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>
#include <stdint.h>

/* The kernel waits for an advertisement, and slow sensors send one in some seconds. */
#define PD_LINK_CONNECT_MAX (45 * PD_SEC)
/* What is granted to a sensor that may be in a drawer while another waits
 * for its turn: worn sensors advertise at least once a second. */
#define PD_LINK_TURN_MAX (10 * PD_SEC)
/* What it is granted while one waits that has failed less often: it has been
 * tried for longer before, and a worn one is connected within a second or two. */
#define PD_LINK_TURN_SHORT (2 * PD_SEC)
/* Connect answered "ok" and no link is to be seen: a cancelled attempt does that. */
#define PD_LINK_EMPTY_OK_MAX (5 * PD_SEC)
#define PD_LINK_RESOLVE_MAX (25 * PD_SEC)
#define PD_LINK_SUBSCRIBE_MAX (10 * PD_SEC)
#define PD_LINK_DISCONNECT_MAX (10 * PD_SEC)
/* Until it is known what kind of sensor it is, and for how long such a one may be silent. */
#define PD_LINK_SILENCE (15 * PD_SEC)
#define PD_LINK_BACKOFF_MIN (250 * PD_MSEC)
#define PD_LINK_BACKOFF_MAX (30 * PD_SEC)
/* More are not told apart, or who has been in a drawer for a week would give
 * way to all who have been there for an hour: 0.25 s doubled so often is 32 s. */
#define PD_LINK_FAILURES_MAX 7

/* As far as a link counts that was good for everything but data: a strap
 * that is worn dry is heard within seconds of being wetted. 0.25 s doubled so often is 4 s. */
#define PD_LINK_SILENT_FAILURES_MAX 4

enum pd_link_state {
        PD_LINK_DOWN,          /* no BlueZ, no adapter, or it is switched off: nothing can be done */
        PD_LINK_ABSENT,        /* BlueZ has no object of the sensor: someone must scan */
        PD_LINK_WAITING,       /* known, no usable link: the back-off runs */
        PD_LINK_QUEUED,        /* would connect now, if another sensor were not doing so */
        PD_LINK_CONNECTING,    /* Connect was called, there is no link yet */
        PD_LINK_RESOLVING,     /* there is a link; BlueZ reads the services */
        PD_LINK_SUBSCRIBING,   /* the services are known; StartNotify was called */
        PD_LINK_LIVE,          /* data comes, or came a moment ago */
        PD_LINK_RESUBSCRIBING, /* linked but silent: subscribed anew, data is awaited */
        PD_LINK_DISCONNECTING, /* given up: Disconnect was called, which also cancels a Connect */
        PD_LINK_STATE_COUNT
};

enum pd_link_input {
        /* What BlueZ says. Facts are noted in every state, so that a start
         * or a re-sync can state them all before the one that sets off. */
        PD_LINK_OWNER_LOST, /* org.bluez, or the bus itself, is gone: with it every object and every call */
        PD_LINK_ADAPTER_UP,
        PD_LINK_ADAPTER_DOWN,
        PD_LINK_APPEARED,
        PD_LINK_VANISHED,
        PD_LINK_CONNECTED,
        PD_LINK_DISCONNECTED,
        PD_LINK_RESOLVED,
        PD_LINK_UNRESOLVED,
        PD_LINK_DATA, /* a measurement arrived */
        /* What became of our calls. */
        PD_LINK_CONNECT_OK,
        PD_LINK_CONNECT_FAILED,
        PD_LINK_CONNECT_BUSY, /* an attempt is under way already, perhaps another program's */
        PD_LINK_SUBSCRIBE_OK,
        PD_LINK_SUBSCRIBE_FAILED,
        PD_LINK_DISCONNECT_DONE, /* well or ill */
        /* What the adapter's owner grants. */
        PD_LINK_TURN,      /* connect now */
        PD_LINK_TURN_OVER, /* another sensor wants its turn */
        PD_LINK_TIMER,     /* a wake-up: too early ones do nothing */
        PD_LINK_INPUT_COUNT
};

enum pd_link_action {
        PD_LINK_NOTHING,
        PD_LINK_DISCOVER, /* have the sensor scanned for */
        PD_LINK_QUEUE,    /* grant a turn when one is free */
        PD_LINK_CONNECT,
        PD_LINK_DISCONNECT,
        PD_LINK_SUBSCRIBE,
        PD_LINK_RESUBSCRIBE, /* StopNotify, then StartNotify */
        PD_LINK_ACTION_COUNT
};

struct pd_link {
        enum pd_link_state state;
        pd_usec since;                              /* when it was entered */
        pd_usec wake;                               /* PD_NEVER: only an input can change anything */
        pd_usec silence;                            /* how long LIVE may be silent */
        bool adapter, present, connected, resolved; /* as BlueZ says */
        /* A Connect was called and may still be answered. bluetoothd frees a
         * device that vanishes without answering, and an adapter that goes
         * off takes its attempts along. */
        bool connect_pending;
        unsigned failures;                          /* attempts without data since the last data; up to PD_LINK_FAILURES_MAX */
        bool heard;                                 /* data came over this link: its end is no failure */
        bool silent;                                /* given up for want of data alone */
        uint32_t random;                            /* xorshift32: spreads the back-off */
};

/* SEED makes one link's jitter differ from another's. */
void pd_link_init(struct pd_link *link, uint32_t seed);

/* For the kind of sensor that it turned out to be. */
void pd_link_set_silence(struct pd_link *link, pd_usec silence);

/* What to do; then wake the link at link->wake. */
enum pd_link_action pd_link_feed(struct pd_link *link, pd_usec now, enum pd_link_input input);

/* No other sensor should connect while this one does. */
bool pd_link_holds_turn(const struct pd_link *link);

const char *pd_link_state_name(enum pd_link_state state); /* "live" */
