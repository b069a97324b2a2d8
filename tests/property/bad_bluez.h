/* SPDX-License-Identifier: MIT */
/*
 * A bluetoothd and a radio that misbehave in every way that is known of one
 * sensor: a model in virtual time, without a bus. It says what the real one
 * would say by signals and replies, through one function.
 */
#pragma once

#include "property/ticks.h"

#define BAD_SENSORS_MAX 4

/* One at a time or several; for a while. The comment says what lasts beyond that and what cures it. */
enum bad_fault {
        BAD_ABORTS,         /* Connect fails, perhaps after a link of a moment */
        BAD_STUCK,          /* "InProgress" that is nobody's; afterwards until Disconnect, or only RemoveDevice */
        BAD_EMPTY_OK,       /* Connect answers well and there is no link */
        BAD_NO_ANSWER,      /* Connect is never answered, Disconnect ends nothing */
        BAD_FORGOTTEN,      /* the object vanishes */
        BAD_FORGOTTEN_MUTE, /* it vanishes and nobody says so: UnknownObject */
        BAD_UNRESOLVED,     /* the services are never resolved; afterwards until RemoveDevice */
        BAD_INCOMPLETE,     /* no characteristic is shown: late, or unsaid, or until RemoveDevice */
        BAD_HELD,           /* another program has acquired it */
        BAD_SILENT,         /* subscribed, no data; afterwards until StartNotify, or a new link, or RemoveDevice */
        BAD_DROPS,          /* each link falls after seconds */
        BAD_AWAY,           /* out of reach, in a drawer, or a watch has it */
        BAD_KEYS,           /* each link ends for want of the right keys */
        BAD_UNLISTED,       /* the kernel's list does not work, whatever is said of it */
        BAD_RESTART,        /* bluetoothd goes and comes back */
        BAD_POWER,          /* the adapter is off */
        BAD_UNPLUGGED,      /* it is gone, and its devices with it */
        BAD_DEAF,           /* no call does anything or is answered */
        BAD_KILLED,         /* we were: links stand that nobody asked for, or attempts hang */
        BAD_FAULT_COUNT
};

enum bad_call { BAD_CONNECT, BAD_DISCONNECT, BAD_REMOVE, BAD_SUBSCRIBE, BAD_TREE, BAD_SCAN_START, BAD_SCAN_STOP, BAD_CALL_COUNT };

enum bad_result { BAD_OK, BAD_FAILED, BAD_BUSY, BAD_UNKNOWN, BAD_REFUSED, BAD_NO_REPLY /* the bus says that */ };

enum bad_word {
        BAD_GONE,    /* bluetoothd, and its objects */
        BAD_ARRIVED, /* the next one */
        BAD_ADAPTER, /* whatever there is to say of the adapter changed, its absence included */
        BAD_DEVICE,  /* likewise of a sensor's device */
        BAD_SERVICE, /* likewise of its characteristic */
        BAD_ADVERT,  /* a scan hears it */
        BAD_VALUE,   /* it measures */
        BAD_UNTRUE_KEYS,
        BAD_REPLY, /* to CALL, with the token that came with it */
        BAD_REBORN /* it is us who begin anew */
};

struct bad_message {
        enum bad_word word;
        int sensor; /* -1: none */
        enum bad_call call;
        enum bad_result result;
        unsigned token;
};

struct bad_sensor {
        bool worn;                                        /* it advertises; if not, it is in a drawer for good */
        bool away;                                        /* for the time of a fault */
        bool known, bonded, listed, unlisted;             /* an object; the kernel's list has it, or would but for a fault */
        bool lost;                                        /* known to us alone: UnknownObject */
        bool connected, resolved, shown, said, notifying; /* SHOWN: the characteristic is an object; SAID: by a signal */
        bool attempt;                                     /* a Connect that it works on */
        unsigned token;                                   /* of its call; 0: of nobody's */
        bool stale, held;
        int stuck;     /* "InProgress" until: 1 Disconnect, 2 RemoveDevice */
        bool had_data; /* since it was removed, or was to be */
        int mute;      /* no data until: 1 StartNotify, 2 a new link, 3 RemoveDevice */
        unsigned link; /* counts links, so that what was planned for one does not meet the next */
};

struct bad_plan {
        enum bad_fault fault;
        int sensor;
        pd_usec from, until;
};

#define BAD_PLANS_MAX 12
#define BAD_EVENTS_MAX 256

struct bad_bluez {
        uint64_t random;
        pd_usec now;
        bool here, adapter, powered, discovering;
        size_t n_sensors;
        struct bad_sensor sensors[BAD_SENSORS_MAX];
        size_t n_plans;
        struct bad_plan plans[BAD_PLANS_MAX];
        size_t n_events;
        struct bad_event {
                pd_usec at;
                int kind, sensor;
                unsigned link;
                struct bad_message message;
        } events[BAD_EVENTS_MAX];
        void (*hear)(void *user, const struct bad_message *message);
        void *user;
};

/* N sensors, the first of them worn; the plans and N_PLANS are the caller's to write before. */
void bad_begin(struct bad_bluez *bad);

/* Does what is due next, and says so; not beyond LIMIT. */
pd_usec bad_next(const struct bad_bluez *bad);
void bad_run(struct bad_bluez *bad, pd_usec at);

/* What a client asks for. The reply comes later or never. */
void bad_ask(struct bad_bluez *bad, enum bad_call call, int sensor, unsigned token);
/* StopNotify: nobody waits for its answer. */
void bad_stop_notify(struct bad_bluez *bad, int sensor);

const char *bad_fault_name(enum bad_fault fault);
