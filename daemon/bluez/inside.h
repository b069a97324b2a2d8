/* SPDX-License-Identifier: MIT */
/*
 * What the files of this room share and nobody else sees.
 *
 *   bluez.c   life and death, the timer, whose turn it is to connect
 *   tree.c    messages → mirror of the object tree → facts for the links
 *   sensor.c  one sensor: what its link decides is called, replies go back
 *   climb.c   a wedged adapter: what its ladder decides is done
 *   climb_signs.c  what speaks for and against that
 */
#pragma once

#include "bluez/bluez.h"
#include "bluez/climb.h"
#include "bluez/link.h"
#include "bluez/objects.h"
#include "bluez/peer.h"
#include "bluez/property.h"
#include "bluez/scan.h"

#define PD_BLUEZ_NAME "org.bluez"
#define PD_BLUEZ_BATTERY_LEVEL 0x2A19 /* as a frame, which org.bluez.Battery1 is turned into */

struct pd_bluez_sensor {
        struct pd_bluez *self;
        unsigned wanted; /* its index, here and in the mirror */
        bool forgotten;  /* nobody's any more; the place is free */
        struct pd_link link;
        bool reported;       /* the link that the context was told of */
        int battery;         /* % as told last over this link; -1: not yet */
        unsigned asked;      /* measurements with StartNotify under way */
        unsigned subscribed; /* ... answered well */
};

/* A call under way. All of them belong to one generation of BlueZ and die
 * with it; a sensor has at most one for each purpose and characteristic. */
enum pd_bluez_purpose {
        PD_BLUEZ_TREE,
        PD_BLUEZ_FILTER,
        PD_BLUEZ_SCAN_START,
        PD_BLUEZ_SCAN_STOP,
        PD_BLUEZ_CONNECT,
        PD_BLUEZ_DISCONNECT,
        PD_BLUEZ_SUBSCRIBE,
        PD_BLUEZ_UNSUBSCRIBE,
        PD_BLUEZ_READ,
        PD_BLUEZ_CLIMB_ASK,  /* the tree: whose devices hang on the adapter? */
        PD_BLUEZ_CLIMB_STOP, /* steps */
        PD_BLUEZ_CLIMB_OFF,
        PD_BLUEZ_CLIMB_ON,
};

struct pd_bluez_call {
        struct pd_bluez *self;
        struct pd_bluez_sensor *sensor; /* NULL: the adapter's or the tree's */
        enum pd_bluez_purpose purpose;
        const struct pd_sensor_type *type; /* SUBSCRIBE */
        uint16_t uuid;                     /* SUBSCRIBE, READ */
        char path[PD_OBJECT_PATH_SIZE];
        sd_bus_slot *slot;
        struct pd_bluez_call *previous, *next;
};

struct pd_bluez {
        const struct pd_source_context *context;
        struct pd_bluez_options options;
        struct pd_objects *objects;
        struct pd_peer *peer;
        struct pd_scan scan;
        pd_usec look_until; /* somebody wants to know who is near */
        struct pd_near near;
        struct pd_climbs climbs;
        char scan_path[PD_OBJECT_PATH_SIZE]; /* the adapter that was asked to scan */
        sd_bus_slot *matches[6];
        sd_event_source *timer;
        pd_usec armed; /* when the timer goes off; PD_NEVER if it is off */
        bool synced;   /* the mirror is BlueZ's tree */
        pd_usec sync;  /* when to ask for the tree; PD_NEVER */
        pd_usec retry; /* how long the last refusal of it was heeded; 0: it was not refused */
        int refusal;   /* the errno of that */
        char scan_error[PD_TEXT_SIZE]; /* what was last said of scanning; "" once it worked */
        bool full_said;
        bool adapter_lacked; /* it was said that there is none to work with */
        struct pd_bluez_call *calls;
        size_t n_sensors;
        struct pd_bluez_sensor *sensors[PD_BLUEZ_SENSORS_MAX];
};

static inline pd_usec
pd_bluez_now(const struct pd_bluez *self)
{
        return self->context->now(self->context->user);
}

/* bluez.c: an asynchronous call to the BlueZ of today. TEMPLATE is copied. */
struct pd_bluez_request {
        const char *interface, *member;
        uint64_t timeout_us;                    /* of D-Bus; 0: sd-bus' 25 s */
        int (*append)(sd_bus_message *message); /* NULL: no arguments */
};
int pd_bluez_call(const struct pd_bluez_call *template, const struct pd_bluez_request *request);
void pd_bluez_drop_calls(struct pd_bluez *self, const struct pd_bluez_sensor *sensor, unsigned purposes /* 1 << purpose */);
void pd_bluez_scan_feed(struct pd_bluez *self, pd_usec now, enum pd_scan_input input);
/* After any change but data: who scans, who may connect, when to wake. */
void pd_bluez_arrange(struct pd_bluez *self, pd_usec now);

/* tree.c */
int pd_bluez_tree_listen(struct pd_bluez *self, sd_bus *bus);
void pd_bluez_tree_ask(struct pd_bluez *self, pd_usec now);
void pd_bluez_tree_answered(struct pd_bluez *self, sd_bus_message *reply, pd_usec now);
/* An object proved to be gone before BlueZ said so. */
void pd_bluez_tree_forget(struct pd_bluez *self, const char *path, pd_usec now);

/* sensor.c */
/* Lets its link go. */
void pd_bluez_sensor_release(struct pd_bluez_sensor *sensor, pd_usec now);
void pd_bluez_sensor_feed(struct pd_bluez_sensor *sensor, pd_usec now, enum pd_link_input input);
/* Tells the link where the mirror differs from what it knows. */
void pd_bluez_sensor_reconcile(struct pd_bluez_sensor *sensor, pd_usec now);
void pd_bluez_sensor_characteristic(struct pd_bluez_sensor *sensor, const struct pd_object *object);
void pd_bluez_sensor_value(struct pd_bluez_sensor *sensor, uint16_t uuid, const uint8_t *bytes, size_t size, pd_usec at);
void pd_bluez_sensor_answered(const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now);

/* climb.c */
void pd_bluez_climbs_init(struct pd_bluez *self);
void pd_bluez_climbs_clear(struct pd_bluez *self);
pd_usec pd_bluez_climbs_wake(const struct pd_bluez *self);
void pd_bluez_climbs_look(struct pd_bluez *self, pd_usec now);
/* A sign or a proof of the adapter to which an object at PATH belongs; "/": of bluetoothd. */
void pd_bluez_ladder_feed(struct pd_bluez *self, const char *path, pd_usec now, enum pd_ladder_input input);
void pd_bluez_climb_feed(struct pd_bluez *self, struct pd_climb *climb, pd_usec now, enum pd_ladder_input input);
/* NULL: BlueZ has no adapter there, or more than there is room for. */
struct pd_climb *pd_bluez_climb_of(struct pd_bluez *self, const char *path);
/* True: the call was its own. */
bool pd_bluez_climb_answered(const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now);

/* climb_signs.c */
void pd_bluez_signs_of_answer(const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now);
void pd_bluez_signs_of_link(const struct pd_bluez_sensor *sensor, enum pd_link_input input, pd_usec now);
/* Somebody's device at PATH has something to say. */
void pd_bluez_signs_of_device(struct pd_bluez *self, const char *path);
