/* SPDX-License-Identifier: MIT */
/*
 * What the files of this room share and nobody else sees.
 *
 *   bluez.c   life and death, the timer
 *   call.c    calls of BlueZ's methods that are under way
 *   radio.c   the adapters: switched on, asked to scan, plugged and unplugged
 *   turn.c    whose turn it is to connect, and on which adapter
 *   tree.c    messages → mirror of the object tree → facts for the links
 *   sensor.c  one sensor: what its link decides is called, replies go back
 *   subscription.c  what it is asked to send, and what it answers
 *   sensor_log.c    what is logged of it
 *   identify.c  the one that is nobody's, and is listened to for some seconds
 *   told.c    what is told to people
 *   profile.c our profile: exported, and registered with every adapter
 *   custody.c who may have a sensor: trusted, let go, a stranger's
 *   climb.c   a wedged adapter: what its ladder decides is done
 *   climb_signs.c  what speaks for and against that
 *   hangers_on.c  whether somebody else's device would suffer from it
 */
#pragma once

#include "bluez/acquired.h"
#include "bluez/adapters.h"
#include "bluez/bluez.h"
#include "bluez/climb.h"
#include "bluez/link.h"
#include "bluez/objects.h"
#include "bluez/peer.h"
#include "bluez/property.h"
#include "bluez/paths.h"
#include "bluez/registration.h"
#include "bluez/stranger.h"
#include "bluez/trust.h"

#define PD_BLUEZ_NAME "org.bluez"
#define PD_BLUEZ_BATTERY_LEVEL 0x2A19 /* as a frame, which org.bluez.Battery1 is turned into */

struct pd_bluez_sensor {
        struct pd_bluez *self;
        unsigned wanted; /* its index, here and in the mirror */
        bool forgotten;  /* nobody's any more; the place is free */
        bool running;    /* a session runs with it */
        pd_usec missed;  /* since when it does without: there is an object, and no link; PD_NEVER */
        bool yielded;    /* it was let go for a sensor of a running session: nobody's until its next turn */
        int adapter;     /* where it was connected last: index in the table; -1 */
        char object[PD_OBJECT_PATH_SIZE]; /* which its link is about; "": none yet */
        struct pd_link link;
        struct pd_trust trust;
        bool reported;       /* the link that the context was told of */
        enum pd_trouble trouble_told; /* ... and what is wrong; PD_TROUBLE_COUNT: nothing was told yet */
        int battery;         /* % as told last over this link; -1: not yet */
        unsigned asked;      /* measurements with StartNotify under way */
        unsigned subscribed; /* ... answered well */
        bool acquire;        /* by AcquireNotify where it can be */
        bool notified;       /* it was said that it cannot */
        uint16_t refused;    /* the measurement of which it was said last that it cannot be subscribed to */
        struct pd_acquired acquired;
        const struct pd_bluez_audience *audience; /* of the guest, which is nobody's; NULL: it is enrolled */
        bool called; /* Connect was called: the link, if there is one, is of our making */
        unsigned told; /* what was logged since the last data: sensor_log.c */
};

/* A call under way. All of them belong to one generation of BlueZ and die
 * with it; a sensor has at most one for each purpose and characteristic. */
enum pd_bluez_purpose {
        PD_BLUEZ_TREE,
        PD_BLUEZ_FILTER,
        PD_BLUEZ_SCAN_START,
        PD_BLUEZ_SCAN_STOP,
        PD_BLUEZ_POWER,
        PD_BLUEZ_CLEAR, /* RemoveDevice, of one that is nobody's any more */
        PD_BLUEZ_CONNECT,
        PD_BLUEZ_DISCONNECT,
        PD_BLUEZ_REMOVE,
        PD_BLUEZ_SUBSCRIBE,
        PD_BLUEZ_ACQUIRE,
        PD_BLUEZ_UNSUBSCRIBE,
        PD_BLUEZ_READ,
        PD_BLUEZ_REGISTER,
        PD_BLUEZ_UNREGISTER,
        PD_BLUEZ_TRUST,  /* Trusted was set, or cleared */
        PD_BLUEZ_LET_GO, /* Disconnect, of one whose link is none of ours */
        PD_BLUEZ_FACE,   /* who is it that connected? */
        PD_BLUEZ_CLIMB_ASK,  /* the tree: whose devices hang on the adapter? */
        PD_BLUEZ_CLIMB_STOP, /* steps */
        PD_BLUEZ_CLIMB_OFF,
        PD_BLUEZ_CLIMB_ON,
};

/* Our profile, and the adapters that know it. */
#define PD_PROFILE_ADAPTERS_MAX 16 /* no machine has so many radios */
struct pd_profile {
        sd_bus_slot *objects, *profile;
        char refusal[PD_TEXT_SIZE];  /* what was last said of a refusal; "" once it stood */
        size_t n;
        struct {
                char path[PD_OBJECT_PATH_SIZE];
                bool pulled; /* it stood there in this generation: what BlueZ connects since may be by our doing */
                struct pd_registration registration;
        } adapters[PD_PROFILE_ADAPTERS_MAX];
};

struct pd_bluez_call {
        struct pd_bluez *self;
        struct pd_bluez_sensor *sensor; /* NULL: the adapter's or the tree's */
        enum pd_bluez_purpose purpose;
        const struct pd_sensor_type *type; /* SUBSCRIBE, ACQUIRE */
        uint16_t uuid;                     /* SUBSCRIBE, ACQUIRE, READ */
        bool again;                        /* ACQUIRE: for the second time */
        char path[PD_OBJECT_PATH_SIZE];
        char object[PD_OBJECT_PATH_SIZE]; /* a path that is the last argument; "": none */
        sd_bus_slot *slot;
        struct pd_bluez_call *previous, *next;
};

struct pd_bluez {
        const struct pd_source_context *context;
        struct pd_objects *objects;
        struct pd_peer *peer;
        struct pd_adapters adapters;
        struct pd_paths others; /* devices of other programs that have a link, which takes a slot */
        struct pd_paths unread; /* those that have connected since our profile is there, and whose services are not read */
        struct pd_paths found;  /* devices that are there because of our scan, and no other */
        bool others_moved;      /* and nobody has looked yet */
        pd_usec look_until; /* somebody wants to know who is near */
        struct pd_near near;
        struct pd_visit visit;
        char visited[PD_ADDRESS_SIZE]; /* whom it is or was about */
        bool visit_seen, visit_linked; /* in the course of it */
        struct pd_profile profile;
        struct pd_strangers strangers;
        struct pd_climbs climbs;
        sd_bus_slot *matches[7];
        sd_event_source *timer;
        pd_usec armed; /* when the timer goes off; PD_NEVER if it is off */
        bool synced;   /* the mirror is BlueZ's tree */
        pd_usec sync;  /* when to ask for the tree; PD_NEVER */
        pd_usec retry; /* how long the last refusal of it was heeded; 0: it was not refused */
        int refusal;   /* the errno of that */
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

/* bluez.c: the timer goes off at WAKE, or before for the sake of others. */
void pd_bluez_arm(struct pd_bluez *self, pd_usec wake);

/* call.c: an asynchronous call to the BlueZ of today. TEMPLATE is copied. */
struct pd_bluez_request {
        const char *interface, *member;
        uint64_t timeout_us;                    /* of D-Bus; 0: sd-bus' 25 s */
        int (*append)(sd_bus_message *message); /* NULL: no arguments */
};
int pd_bluez_call(const struct pd_bluez_call *template, const struct pd_bluez_request *request);
/* BlueZ does not know the object any more, whatever we believe. */
bool pd_bluez_is_unknown(const sd_bus_error *error);
void pd_bluez_drop_calls(struct pd_bluez *self, const struct pd_bluez_sensor *sensor, unsigned purposes /* 1 << purpose */);
void pd_bluez_drop_calls_at(struct pd_bluez *self, const char *path /* NULL: any */, unsigned purposes);

/* radio.c. Whoever must go over the adapters: pd_adapters_usable_after(&self->adapters, ...). */
/* Takes over from the mirror what became of the adapters; the place to hear of a new one is take_over(). */
void pd_bluez_radio_look(struct pd_bluez *self, pd_usec now);
void pd_bluez_radio_feed(struct pd_bluez *self, struct pd_adapter *adapter, pd_usec now, enum pd_scan_input input);
void pd_bluez_radio_wake(struct pd_bluez *self, pd_usec now);
void pd_bluez_radio_answered(const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now);
/* A Connect at PATH, a device's, failed: has its adapter no room? */
void pd_bluez_radio_refused(struct pd_bluez *self, const char *path, const sd_bus_error *error, pd_usec now);
/* Would a device that appears at PATH be there because of our scan, and no other? */
bool pd_bluez_radio_finds(struct pd_bluez *self, const char *path);
/* RemoveDevice of whatever our scan brought of this sensor. */
void pd_bluez_radio_clear(struct pd_bluez_sensor *sensor);
/* There is reason to expect a sensor that is looked for. */
void pd_bluez_scan_expect(struct pd_bluez *self, pd_usec now);

/* turn.c: after any change but data: who scans, who may connect, when to wake. */
void pd_bluez_arrange(struct pd_bluez *self, pd_usec now);
/* A session has run without it for PD_BLUEZ_MISSED_AFTER: it may have another
 * address now, by which it is looked for once. */
bool pd_bluez_sensor_is_missed(const struct pd_bluez_sensor *sensor, pd_usec now);

/* A place for a sensor, and in the mirror. */
int pd_bluez_seat(struct pd_bluez *self, const struct pd_bluez_wish *wish, struct pd_bluez_sensor **ret);

/* Ours, or the guest, at ADDRESS; NULL: it is nobody's here. */
struct pd_bluez_sensor *pd_bluez_sensor_at(const struct pd_bluez *self, const char *address);

/* Nobody's any more: its place is free, and a link that it keeps is another program's. */
void pd_bluez_unseat(struct pd_bluez_sensor *sensor);

/* identify.c */
/* It was connected before, by somebody else: that link is not ours to end. */
bool pd_bluez_guest_is_adopted(const struct pd_bluez_sensor *sensor);
void pd_bluez_guest_spoke(struct pd_bluez_sensor *guest, pd_usec now);
void pd_bluez_guest_wake(struct pd_bluez *self, pd_usec now);
/* If it is the one at ADDRESS. */
void pd_bluez_guest_end(struct pd_bluez *self, const char *address, pd_usec now);

/* tree.c */
int pd_bluez_tree_listen(struct pd_bluez *self, sd_bus *bus);
void pd_bluez_tree_ask(struct pd_bluez *self, pd_usec now);
void pd_bluez_tree_answered(struct pd_bluez *self, sd_bus_message *reply, pd_usec now);
/* An object proved to be gone before BlueZ said so. */
void pd_bluez_tree_forget(struct pd_bluez *self, const char *path, pd_usec now);

/* sensor.c */
void pd_bluez_sensor_init(struct pd_bluez_sensor *sensor, struct pd_bluez *self, const struct pd_bluez_wish *wish);
void pd_bluez_sensor_free(struct pd_bluez_sensor *sensor);
/* Lets its link go. */
void pd_bluez_sensor_release(struct pd_bluez_sensor *sensor, pd_usec now);
/* Tells the context what is wrong with it, if that has changed. */
void pd_bluez_sensor_tell_trouble(struct pd_bluez_sensor *sensor, pd_usec now);
/* That one which is released is away is as it should be. */
enum pd_trouble pd_bluez_sensor_trouble(const struct pd_bluez_sensor *sensor);
/* Lets its link go so that GAINS, whose session runs, finds a slot; it waits until one is free. */
void pd_bluez_sensor_yield(struct pd_bluez_sensor *sensor, const struct pd_bluez_sensor *gains);
/* It is its turn to connect. */
void pd_bluez_sensor_turn(struct pd_bluez_sensor *sensor, pd_usec now);
void pd_bluez_sensor_feed(struct pd_bluez_sensor *sensor, pd_usec now, enum pd_link_input input);
/* Tells the link where the mirror differs from what it knows. */
void pd_bluez_sensor_reconcile(struct pd_bluez_sensor *sensor, pd_usec now);
void pd_bluez_sensor_disconnected(struct pd_bluez_sensor *sensor, const char *reason, const char *message, pd_usec now);
void pd_bluez_sensor_value(struct pd_bluez_sensor *sensor, uint16_t uuid, const uint8_t *bytes, size_t size, pd_usec at);
void pd_bluez_sensor_answered(const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now);
/* A call at PATH, one of its objects. */
int pd_bluez_sensor_call(struct pd_bluez_sensor *sensor, enum pd_bluez_purpose purpose, const char *path,
        const struct pd_sensor_type *type, uint16_t uuid, const struct pd_bluez_request *request);

/* subscription.c */
void pd_bluez_subscriptions_init(struct pd_bluez_sensor *sensor);
void pd_bluez_subscribe(struct pd_bluez_sensor *sensor, pd_usec now);
void pd_bluez_subscribe_anew(struct pd_bluez_sensor *sensor, pd_usec now);
void pd_bluez_unsubscribe(struct pd_bluez_sensor *sensor, bool all);
void pd_bluez_subscriptions_end(struct pd_bluez_sensor *sensor);
/* Is there a measurement among what BlueZ shows of it? */
bool pd_bluez_subscription_offered(const struct pd_bluez_sensor *sensor);
/* One of its characteristics appeared. */
void pd_bluez_subscription_appeared(struct pd_bluez_sensor *sensor, const struct pd_object *object);
void pd_bluez_subscription_answered(const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now);

/* sensor_log.c */
const char *pd_bluez_sensor_name(const struct pd_bluez_sensor *sensor);
void pd_bluez_sensor_log_step(struct pd_bluez_sensor *sensor, const struct pd_link *before, pd_usec now);
void pd_bluez_sensor_log_end(const struct pd_bluez_sensor *sensor, const char *reason, const char *why);
void pd_bluez_sensor_log_refusal(struct pd_bluez_sensor *sensor, const sd_bus_error *error);
void pd_bluez_sensor_log_removal(struct pd_bluez_sensor *sensor);

/* profile.c */
/* Our objects, for a new connection. */
int pd_bluez_profile_export(struct pd_bluez *self, sd_bus *bus);
/* The end of the objects, and of what BlueZ knew of them. */
void pd_bluez_profile_hide(struct pd_bluez *self);
void pd_bluez_profile_lose(struct pd_bluez *self);
/* Registers with whoever does not have it, or takes it back. */
void pd_bluez_profile_look(struct pd_bluez *self, pd_usec now);
pd_usec pd_bluez_profile_wake(const struct pd_bluez *self);
void pd_bluez_profile_answered(struct pd_bluez *self, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now);
/* Our profile stands, or stood, with the adapter to which an object at PATH belongs. */
bool pd_bluez_profile_pulls(const struct pd_bluez *self, const char *path);
/* The kernel connects this one by itself, as soon as it advertises. */
bool pd_bluez_profile_lists(const struct pd_bluez_sensor *sensor, const struct pd_object *device);

/* custody.c */
/* Trusted, or let go, as the facts are. */
void pd_bluez_custody_look(struct pd_bluez_sensor *sensor);
/* Connect is called on it. */
void pd_bluez_custody_called(struct pd_bluez_sensor *sensor, const struct pd_object *device);
/* No longer trusted, then disconnected: whoever wants it may have it. */
void pd_bluez_custody_end(struct pd_bluez_sensor *sensor);
/* A device that is not in the mirror may have connected: its properties, or some of them. */
void pd_bluez_custody_see(struct pd_bluez *self, const char *path, const struct pd_property *properties, size_t n, pd_usec now);
void pd_bluez_custody_answered(struct pd_bluez *self, const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now);
/* climb.c */
void pd_bluez_climbs_init(struct pd_bluez *self, const struct pd_bluez_options *options);
void pd_bluez_climbs_clear(struct pd_bluez *self);
pd_usec pd_bluez_climbs_wake(const struct pd_bluez *self);
void pd_bluez_climbs_look(struct pd_bluez *self, pd_usec now);
/* A sign or a proof of the adapter to which an object at PATH belongs; "/": of bluetoothd. */
void pd_bluez_ladder_feed(struct pd_bluez *self, const char *path, pd_usec now, enum pd_ladder_input input);
void pd_bluez_climb_feed(struct pd_bluez *self, struct pd_climb *climb, pd_usec now, enum pd_ladder_input input);
/* NULL: BlueZ has no adapter there, or more than there is room for. */
struct pd_climb *pd_bluez_climb_of(struct pd_bluez *self, const char *path);
void pd_bluez_climb_answered(const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now);

/* hangers_on.c: TREE, the answer of GetManagedObjects, has a device below the adapter at PATH
 * that is connected and nobody's here; or it cannot be read. */
bool pd_bluez_others_hang_on(const struct pd_bluez *self, const char *path, sd_bus_message *tree);

/* climb_signs.c */
void pd_bluez_signs_of_answer(const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now);
/* That adapter was switched off or unplugged; NULL: BlueZ is gone. */
void pd_bluez_signs_of_absence(struct pd_bluez *self, const char *address, pd_usec now);
void pd_bluez_signs_of_link(const struct pd_bluez_sensor *sensor, enum pd_link_input input, pd_usec now);
/* Somebody's device at PATH has something to say. */
void pd_bluez_signs_of_device(struct pd_bluez *self, const char *path);
