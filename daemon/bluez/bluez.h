/* SPDX-License-Identifier: MIT */
/*
 * The source of frames from Bluetooth LE sensors, by way of BlueZ: keeps
 * every enrolled sensor connected and subscribed, for ever, whatever comes
 * and goes. It does what link.h, adapters.h, scan.h, power.h and peer.h decide.
 */
#pragma once

#include "purposed/port.h"

#include "bluez/ladder.h"
#include "bluez/link.h"
#include "bluez/near.h"
#include "bluez/objects.h"
#include "bluez/stranger.h"
#include "bluez/visit.h"

#define PD_BLUEZ_SENSORS_MAX PD_OBJECTS_WANTED_MAX
#define PD_BLUEZ_LOOK_FOR (20 * PD_SEC)
/* A sensor that a session misses may have a new address, although BlueZ still
 * has the object of the old one: whoever changes a battery needs as long. */
#define PD_BLUEZ_MISSED_AFTER (3 * PD_MINUTE)
#define PD_BLUEZ_MISSED_FOR (45 * PD_SEC) /* two scans with their rest: a busy neighbourhood hides some */

struct pd_bluez;

/* How Bluetooth is to be used. Texts outlive the source. */
struct pd_bluez_options {
        const char *bus_address; /* NULL is the system bus */
        const char *adapters;    /* addresses of those that may be used, blanks between; "" or NULL: all */
        unsigned slots;          /* links that an adapter holds; 0: as many as it likes */
        enum pd_ladder_reach recovery; /* how much may be done about a wedged adapter */
        const char *errands;     /* the socket of purposed-recovery; NULL: where it usually is */
};

/* CONTEXT outlives it. -ENOMEM, or what sd-event says. */
int pd_bluez_new(const struct pd_source_context *context, const struct pd_bluez_options *options, struct pd_bluez **ret);
struct pd_bluez *pd_bluez_free(struct pd_bluez *self);

/* How a sensor is to be kept. */
struct pd_bluez_wish {
        const char *address;
        bool acquire;  /* its measurements by AcquireNotify */
        bool released; /* somebody else may have it: it is let go and not connected */
};

/* Before or after the start. -EINVAL: no address; -EEXIST; -ENOSPC: PD_BLUEZ_SENSORS_MAX; -ENOMEM. */
int pd_bluez_enroll(struct pd_bluez *self, const struct pd_bluez_wish *wish);

/* Lets it go, for good. Nothing if nobody enrolled it. */
void pd_bluez_forget(struct pd_bluez *self, const char *address);

/* Somebody else, a watch, may have it from now on: no longer trusted, then
 * disconnected, and neither looked for nor connected until it is taken back.
 * -ENOENT: nobody enrolled it. */
int pd_bluez_release(struct pd_bluez *self, const char *address);
int pd_bluez_take(struct pd_bluez *self, const char *address);

/* Sensors that are nobody's here and that BlueZ connected all the same, the
 * latest first: how many, at most LIMIT. */
size_t pd_bluez_strangers(const struct pd_bluez *self, struct pd_stranger *ret, size_t limit);

/* Looks around for PD_BLUEZ_LOOK_FOR, anew with each call, and says at once
 * who has been heard so far. */
size_t pd_bluez_scan(struct pd_bluez *self, struct pd_near_peer *ret, size_t limit);

/* It was heard while somebody was looked for, or BlueZ had it when it was asked last. */
bool pd_bluez_knows(const struct pd_bluez *self, const char *address);

/* Who hears the sensor that is to be identified: neither frames nor links of
 * it reach the context. */
struct pd_bluez_audience {
        void (*frame)(void *user, pd_usec at, const struct pd_frame *frame);
        void (*hint)(void *user, const char *name, int32_t rssi_dbm); /* NULL and PD_UNKNOWN where not known */
        pd_usec patience; /* for so long it may not ask: PD_VISIT_ASKED, as the context counts */
        void *user;
};

struct pd_bluez_identified {
        enum pd_visit_state state;
        pd_usec left;             /* until the state ends by itself */
        bool seen, linked, heard; /* so far */
        uint32_t kinds;           /* as in struct pd_near_peer; 0: it has not said */
};

/* Connects one that is nobody's for some seconds (visit.h), and lets it go
 * as it was found. To be asked each second: whoever stays away ends it.
 * AUDIENCE outlives the source. 1: it begins; 0: it goes on, or is over.
 * -EINVAL: no address; -EEXIST: it is enrolled; -EBUSY: another one is at
 * hand; -ENETDOWN: there is no BlueZ or no adapter to do it with; -ENOSPC;
 * -ENOMEM. */
int pd_bluez_identify(
        struct pd_bluez *self, const char *address, const struct pd_bluez_audience *audience, struct pd_bluez_identified *ret);

/* From now on the context is called, from the loop alone; of what is here it
 * may call pd_bluez_set_running(), and what only tells. Cannot fail: what is
 * not there is waited for. */
void pd_bluez_start(struct pd_bluez *self);

/* A session runs with it, or no longer: it is connected before the others, and
 * finds a slot. Nothing if nobody enrolled it. May be called out of the
 * context's functions. */
void pd_bluez_set_running(struct pd_bluez *self, const char *address, bool running);

/* "hci0 AA:BB:CC:DD:EE:FF 2 of 5 links, hci1 AA:BB:CC:DD:EE:00 off", in the order of
 * their paths; "" if BlueZ has none or has not said. What does not fit is left out. */
void pd_bluez_adapters(const struct pd_bluez *self, char *ret, size_t size);

/* What is wrong with a sensor just now; PD_TROUBLE_NONE for one that nobody enrolled. */
enum pd_trouble pd_bluez_trouble(const struct pd_bluez *self, const char *address);

/* Why nobody can be heard or connected just now: "no Bluetooth adapter"; NULL: nothing is in the way. */
const char *pd_bluez_obstacle(const struct pd_bluez *self);

/* One line for people: "2 of 2 sensors live", or what is missing. */
void pd_bluez_status(const struct pd_bluez *self, char *ret, size_t size);

/* What was done about wedged adapters since the start. */
struct pd_bluez_recovery {
        const char *last; /* "power cycle of hci0 AA:BB:CC:DD:EE:FF: helped"; "" if nothing; until the next call */
        uint64_t steps, helped;
};
void pd_bluez_recovery(const struct pd_bluez *self, struct pd_bluez_recovery *ret);
