/* SPDX-License-Identifier: MIT */
/*
 * The sockets in the wall. A source finds frames; a sink hears events. Each
 * is a folder. A sink is also a line in sinks.def: its section in
 * purposed.conf switches it on and is read by its own table of settings.
 * Operations take the object itself.
 */
#pragma once

#include "purposed/clock.h"
#include "purposed/command.h"
#include "purposed/event.h"
#include "purposed/frame.h"
#include "purposed/id.h"
#include "purposed/input.h"
#include "purposed/setting.h"

struct sd_event;

/* What the root lends to a source; outlives it. */
struct pd_source_context {
        struct sd_event *loop;
        pd_usec (*now)(void *user); /* the daemon's time, by which frames are stamped */
        /* When that instant is on CLOCK_BOOTTIME, to arm an sd-event timer
         * (accuracy 1): the daemon's time may run faster than the machine's. */
        uint64_t (*boottime)(void *user, pd_usec at);
        void (*frame)(void *user, pd_usec at, const struct pd_frame *frame);
        void (*link)(void *user, pd_usec at, const struct pd_link_change *change);
        /* Name and signal of a sensor; NULL and PD_UNKNOWN where not known. */
        void (*hint)(void *user, pd_usec at, const char *address, const char *name, int32_t rssi_dbm);
        /* What is wrong with a sensor has changed: a word that is never freed; NULL: nothing any more. */
        void (*trouble)(void *user, pd_usec at, const char *address, const char *word);
        /* Somebody said his name while sensors are looked for, by us or by a
         * person. KINDS has a bit for each of pd_sensor_types that he says he
         * is. NULL: nobody wants to know. */
        void (*heard)(void *user, pd_usec at, const char *address, const char *name, uint32_t kinds);
        void *user;
};

/* How this machine is doing beside the sink's own affairs; counted since the
 * daemon's start. Texts are the root's, until the next call. */
struct pd_node_state {
        const char *configuration; /* hash of the files as they were read, 16 hex digits */
        const char *adapters;      /* "hci0 AA:BB:CC:DD:EE:FF"; "" if there is none */
        const char *recovery;      /* the last step against a wedged adapter, and what came of it; NULL or "" if there was none */
        uint64_t recoveries, recovered; /* such steps; those that helped */
        int32_t sensors, links;    /* enrolled; connected */
        uint64_t late_inputs;      /* older than their engine's now */
        uint64_t stray_frames;     /* of sensors that are nobody's */
        struct {
                uint64_t inputs, dropped, card_errors;
                uint64_t memory_bytes, unsynced_bytes; /* now: in memory; not yet safe from a power cut */
        } journal;
};

#define PD_CHOICES_MAX 66 /* as many workouts with a name as a plan has, rest and free */

/* What the root lends to a sink; outlives it. */
struct pd_sink_context {
        struct sd_event *loop;
        const char *node; /* id of this machine */
        const char *version;
        /* The sink has delivered this event for good. */
        void (*acknowledged)(void *user, const char *sink, const char *athlete, const char *session, uint32_t sequence);
        /* What bears this ticket has been delivered for good; or (not TAKEN) it is not taken as things stand:
         * the sink is told again after the next start. NULL where nothing is owed. */
        void (*settled)(void *user, const char *sink, uint64_t ticket, bool taken);
        /* A listener appeared (again): pd_pump_restate() is asked for. */
        void (*restate)(void *user);
        /* Small texts of the sink's that outlive the daemon, by name ("mqtt/announced"): kept as a whole, and read
         * at the start, for the caller to free. 0 or a negative errno. NULL: nothing is kept. */
        int (*keep)(void *user, const char *name, const char *text, size_t size);
        int (*recall)(void *user, const char *name, char **ret_text, size_t *ret_size);
        /* Ids of the workouts that an athlete may choose for today, at most
         * PD_CHOICES_MAX: how many. NULL: there is no choice. */
        size_t (*choices)(void *user, const char *athlete, char (*ret)[PD_ID_SIZE]);
        /* An order for ATHLETE that came to the sink, carried out at once: its events are told before this returns,
         * so never from within one. NULL: nobody takes orders. */
        void (*order)(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words,
                struct pd_order_answer *ret);
        /* What the wall clock shows, and whether it can be believed. NULL: nobody knows. */
        void (*clock)(void *user, struct pd_clock *ret);
        /* NULL where nobody knows. */
        void (*node_state)(void *user, struct pd_node_state *ret);
        void *user;
};

struct pd_sink {
        const struct pd_sink_type *type;
};

struct pd_sink_type {
        const char *key; /* name of the section, too */
        const struct pd_setting *settings;
        size_t settings_size;
        void (*settings_init)(void *settings); /* defaults */
        /* Whether they can work: files are read, nobody is called. 0, or a
         * negative errno and WHY. May be NULL. */
        int (*settings_try)(const void *settings, char *why, size_t size);

        /* SETTINGS is borrowed for the call. 0 or a negative errno, logged;
         * -EBADMSG: settings that no new start makes any better. */
        int (*new)(const void *settings, const struct pd_sink_context *context, struct pd_sink **ret);
        void (*event)(struct pd_sink *self, const struct pd_event *event);
        /* Nothing of the athlete's shall stay where the sink has put it. May be NULL. */
        void (*forget)(struct pd_sink *self, const char *athlete);
        /* Nor of the sensor, which is nobody's any more. May be NULL. */
        void (*forget_sensor)(struct pd_sink *self, const char *address);
        /* Takes back what it has announced to others, and announces nothing
         * more; RET tells a person what was done. May be NULL. */
        void (*purge)(struct pd_sink *self, char *ret, size_t size);
        /* For STATUS: "mqtt: connected" */
        void (*status)(const struct pd_sink *self, char *ret, size_t size);
        /* Says goodbye: what can go out at once goes out. Never blocks for more than a second. */
        void (*stop)(struct pd_sink *self);
        struct pd_sink *(*free)(struct pd_sink *self);
};

/* All sinks, in the order of sinks.def; ends with NULL. */
extern const struct pd_sink_type *const pd_sink_types[];
