/* SPDX-License-Identifier: MIT */
/*
 * One sensor's connection machine: PURE. It is told what BlueZ says of the
 * sensor and what time it is, and answers with what to do and when to wake
 * it. A method's reply only ends the pending call; whether there is a link
 * is judged by BlueZ's properties, whether it is any good by the data.
 *
 *          adapter up         appears        its turn          Connected          ServicesResolved
 *    DOWN ────────────▶ ABSENT ───────▶ QUEUED ──────▶ CONNECTING ─────▶ RESOLVING ────────▶ SUBSCRIBING
 *     ▲                   ▲              ▲                 │              ▲         nothing  ▲    │    ▲  held by
 *     │ no BlueZ, no      │ vanished,    │                 │ refused      │         offered  ▼    │    ▼  another
 *     │ adapter, or off:  │ from any     │ 0.25 s … 30 s   ▼              │       INCOMPLETE      │   HELD
 *     │ from any state    │ state beyond ├───────────── WAITING ──────────┤                       │
 *                                        │                                │ linked all            │ subscribed,
 *                                        │ 5 min, or a scan hears it      │ the same              ▼ or data
 *                                        └───────────── AWAITED ──────────┘       RESUBSCRIBING ◀──▶ LIVE
 *
 * Connected=false in a state with a link, and the end of DISCONNECTING, lead
 * to WAITING; after 5 failures in a row, if the kernel's list has the sensor,
 * to AWAITED instead.
 *
 * What ends a state that nothing else ends, and where that leads:
 *
 *   AWAITED        5 min, or an advertisement that a scan hears, each 30 s: QUEUED
 *   CONNECTING     45 s; 10 s if somebody waits or the kernel looks for it as well; 5 s after an empty
 *                  "ok", 30 s after "busy": DISCONNECTING, the second time that BlueZ hung REMOVING
 *   RESOLVING      25 s: DISCONNECTING, the second time in a row REMOVING
 *   SUBSCRIBING    10 s, or refused: likewise
 *   INCOMPLETE     2 s: all objects are asked for; 5 s more: REMOVING
 *   HELD           0.25 s … 30 s: SUBSCRIBING
 *   LIVE           the silence of its kind: RESUBSCRIBING
 *   RESUBSCRIBING  as long again: DISCONNECTING, the third time in a row REMOVING
 *   DISCONNECTING  Connected=false, or answered without a link: WAITING; 10 s: likewise, the second
 *                  time in a row REMOVING
 *   REMOVING       vanished: ABSENT; refused, or 10 s: DISCONNECTING if linked, or else WAITING
 *
 * REMOVING makes BlueZ forget a sensor of which it may remember something
 * that is wrong: until data comes no more than once an hour, or it is
 * DISCONNECTING instead, and never one that is bonded: its keys could not be
 * had again.
 */
#pragma once

#include "purposed/time.h"
#include "purposed/trouble.h"

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
/* Connect answered "InProgress": an attempt of another program's, or of ours
 * before we were killed. The kernel gives up a direct one after 20 s. */
#define PD_LINK_BUSY_MAX (30 * PD_SEC)
#define PD_LINK_RESOLVE_MAX (25 * PD_SEC)
#define PD_LINK_SUBSCRIBE_MAX (10 * PD_SEC)
/* BlueZ may say that the services are resolved before it shows them all (its
 * issue 1489): how long that may take, and then the answer with all objects. */
#define PD_LINK_EXPORT_MAX (2 * PD_SEC)
#define PD_LINK_RELIST_MAX (5 * PD_SEC)
/* BlueZ ends the link itself 2 s after it was asked to (DISCONNECT_TIMER in its src/device.c). */
#define PD_LINK_DISCONNECT_MAX (10 * PD_SEC)
#define PD_LINK_REMOVE_MAX (10 * PD_SEC) /* a connected one is disconnected first */
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

/* After so many failures in a row the kernel, if it has the sensor on its
 * accept list, is left to connect it: it does so within a second or two of an
 * advertisement and costs nobody a turn. */
#define PD_LINK_AWAITED_AFTER 5
/* How often it is tried by hand all the same, for 10 s, whatever the list
 * should do: BlueZ takes a device off it after failures of authentication, and
 * the kernel does not look at it while some program discovers. As rarely as the
 * longest rest between scans, and last in line (scan.h). */
#define PD_LINK_AWAITED_TRY (5 * PD_MINUTE)

/* Links in a row that were no good before BlueZ is made to forget the sensor:
 * what it remembers of the services may be of another firmware. More of those
 * that were merely silent: a pod that does not move may be. */
#define PD_LINK_USELESS_MAX 2
#define PD_LINK_SILENT_USELESS_MAX 3
/* Likewise attempts that BlueZ could neither make nor end. */
#define PD_LINK_STUCK_MAX 2
/* Without data in between: what BlueZ remembers may go bad a second time, and
 * a removal that did not help costs no more than a scan an hour. */
#define PD_LINK_REMOVE_AGAIN PD_HOUR

/* Failures of authentication in a row after which they are no accident: as
 * often as BlueZ itself tries before it gives up. */
#define PD_LINK_AUTH_MAX 3

/* Straps leave 20 to 150 s after a request for other connection parameters
 * was refused; so many links that ended like that are no accident. */
#define PD_LINK_DROP_SPAN (150 * PD_SEC)
#define PD_LINK_DROPS_MAX 3

enum pd_link_state {
        PD_LINK_DOWN,          /* no BlueZ, no adapter, or it is switched off: nothing can be done */
        PD_LINK_ABSENT,        /* BlueZ has no object of the sensor: someone must scan */
        PD_LINK_WAITING,       /* known, no usable link: the back-off runs */
        PD_LINK_AWAITED,       /* known, and the kernel connects it as soon as it is heard */
        PD_LINK_QUEUED,        /* would connect now, if another sensor were not doing so */
        PD_LINK_CONNECTING,    /* Connect was called, there is no link yet */
        PD_LINK_RESOLVING,     /* there is a link; BlueZ reads the services */
        PD_LINK_INCOMPLETE,    /* they are read, and no measurement is among what BlueZ shows */
        PD_LINK_SUBSCRIBING,   /* the services are known; StartNotify was called */
        PD_LINK_HELD,          /* linked, but another program has the measurements: asked for again and again */
        PD_LINK_LIVE,          /* data comes, or came a moment ago */
        PD_LINK_RESUBSCRIBING, /* linked but silent: subscribed anew, data is awaited */
        PD_LINK_DISCONNECTING, /* given up: Disconnect was called, which also cancels a Connect */
        PD_LINK_REMOVING,      /* given up: RemoveDevice was called, so that BlueZ knows nothing wrong of it */
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
        PD_LINK_BONDED, /* BlueZ keeps keys of it, which nothing of ours made */
        PD_LINK_UNBONDED,
        /* The kernel's accept list has it: trusted, and our profile is
         * registered. Void when it vanishes or BlueZ does: say it anew. */
        PD_LINK_LISTED,
        PD_LINK_UNLISTED,
        PD_LINK_DATA,        /* a measurement arrived */
        PD_LINK_ADVERTISED,  /* it was heard by some scan, of ours or another program's */
        PD_LINK_OFFERED,     /* a measurement that can be subscribed to appeared */
        PD_LINK_AUTH_FAILED, /* the link ended, or a call failed, for want of the right keys */
        /* What became of our calls. */
        PD_LINK_CONNECT_OK,
        PD_LINK_CONNECT_FAILED,
        PD_LINK_CONNECT_BUSY, /* an attempt is under way already, perhaps another program's */
        PD_LINK_SUBSCRIBE_OK,
        PD_LINK_SUBSCRIBE_FAILED,
        PD_LINK_SUBSCRIBE_HELD,  /* another program has it for itself */
        PD_LINK_SUBSCRIBE_EMPTY, /* there is nothing to subscribe to */
        /* Answered, well or ill, which a time-out is not. Before, BlueZ has
         * answered the Connect that it cancelled (device_request_disconnect() in its src/device.c). */
        PD_LINK_DISCONNECT_DONE,
        PD_LINK_REMOVE_FAILED, /* of a connected one it is answered well before it is gone: that it vanishes counts alone */
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
        PD_LINK_REMOVE, /* RemoveDevice, then have it scanned for */
        PD_LINK_RELIST, /* ask BlueZ for all its objects */
        PD_LINK_SUBSCRIBE,
        PD_LINK_RESUBSCRIBE, /* StopNotify, then StartNotify */
        PD_LINK_ACTION_COUNT
};

struct pd_link {
        enum pd_link_state state;
        pd_usec since;                                      /* when it was entered */
        pd_usec wake;                                       /* PD_NEVER: only an input can change anything */
        pd_usec silence;                                    /* how long LIVE may be silent */
        bool adapter, present, connected, resolved, bonded; /* as BlueZ says */
        bool listed;                                        /* the kernel connects it by itself */
        /* A Connect was called and may still be at work. bluetoothd frees a
         * device that vanishes without answering, and an adapter that goes
         * off takes its attempts along. */
        bool connect_pending;
        unsigned failures; /* attempts without data since the last data; up to PD_LINK_FAILURES_MAX */
        unsigned useless;  /* links among these that stood and were no good */
        unsigned stuck;    /* attempts since the last link that could neither be made nor ended */
        unsigned auth;     /* failures of authentication since the last data; up to PD_LINK_AUTH_MAX */
        unsigned drops;    /* links in a row that had data and ended within PD_LINK_DROP_SPAN */
        pd_usec up;        /* when the link of today was made */
        bool heard;        /* data came over this link: its end is no failure */
        bool silent;       /* given up for want of data alone */
        bool relisted;     /* all objects have been asked for over this link */
        bool remove_pending; /* a RemoveDevice was called and may still be done */
        bool removed;         /* RemoveDevice was called since the last data, and not in vain: not again for PD_LINK_REMOVE_AGAIN */
        pd_usec remove_asked; /* when that was */
        enum pd_trouble trouble;
        uint32_t random; /* xorshift32: spreads the back-off */
};

/* What BlueZ's objects say of a sensor. */
struct pd_link_facts {
        bool adapter, present, connected, resolved, bonded, listed;
};

/* SEED makes one link's jitter differ from another's. */
void pd_link_init(struct pd_link *link, uint32_t seed);

/* For the kind of sensor that it turned out to be. */
void pd_link_set_silence(struct pd_link *link, pd_usec silence);

/* What to do; then wake the link at link->wake. */
enum pd_link_action pd_link_feed(struct pd_link *link, pd_usec now, enum pd_link_input input);

/* The next thing that the link must be told for it to know FACTS;
 * PD_LINK_INPUT_COUNT: nothing. What is lost comes first and from the ground
 * up, what is new last and ending with what sets the link off: so a link that
 * stands already is adopted as a whole instead of being made a second time. */
enum pd_link_input pd_link_difference(const struct pd_link *link, const struct pd_link_facts *facts);

/* No other sensor should connect while this one does. */
bool pd_link_holds_turn(const struct pd_link *link);

/* Measurements come over it, or have been asked for: what was asked ends with these states. */
bool pd_link_subscribes(const struct pd_link *link);

const char *pd_link_state_name(enum pd_link_state state); /* "live" */
