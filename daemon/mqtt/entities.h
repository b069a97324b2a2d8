/* SPDX-License-Identifier: MIT */
/*
 * What a home sees of us: a row an entity, in Home Assistant's words. Which
 * device it belongs to, on which topic its value comes, and how it is read
 * out of the message; and which command it gives.
 *
 *   sensor, binary_sensor, event    are told
 *   switch, select, number          are told, and command
 *   button                          commands
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pd_device_kind {
        PD_DEVICE_BRIDGE,  /* this daemon */
        PD_DEVICE_ATHLETE,
        PD_DEVICE_SENSOR,  /* a strap, a pod */
        PD_DEVICE_KIND_COUNT
};

/* Without which the entity is not available. */
enum pd_entity_needs {
        PD_NEEDS_DEVICE, /* the bridge, and a sensor's own link */
        PD_NEEDS_BRIDGE,
        PD_NEEDS_NOTHING, /* it tells the very thing */
};

/* The places behind the point that are shown; 0 in a row: nothing is said of them. */
#define PD_ENTITY_PLACES(n) ((n) + 1)

struct pd_entity {
        enum pd_device_kind of;
        const char *key;      /* within its device; a part of its ids: [a-z0-9_] */
        const char *platform; /* "sensor" */
        const char *name;
        const char *leaf;           /* of the topic; NULL: the sensor's own, and a button has none */
        const char *value;          /* template; NULL: the payload as it is */
        const char *value_imperial; /* NULL: the same for everybody */
        bool attributes;            /* the message's keys become attributes */
        const char *attributes_template; /* or these alone */
        const char *device_class, *unit, *unit_imperial, *state_class, *icon;
        const char *on, *off; /* payloads of a binary sensor that says neither ON nor OFF */
        /* The words that it may say, from 0; "": one that is never said; NULL after the last. */
        const char *(*option)(unsigned i);
        const char *command; /* the verb of what it commands; NULL: it only shows */
        const char *press;   /* what a button says to it; NULL: nothing */
        int32_t least, most; /* of a number, whose steps are 1 */
        const char *anchor;  /* the one that a number sets, between the ends that it may have; NULL: another number */
        bool chooses;        /* its options are the athlete's own: workouts */
        const char *sensor_type; /* key of the only one that has it; NULL: all */
        unsigned places;         /* PD_ENTITY_PLACES() */
        enum pd_entity_needs needs;
        bool expires;    /* with the message that told it */
        bool diagnostic;
        bool config;       /* it changes how we work */
        bool off_at_first; /* there for those who switch it on */
};

/* Ends with key == NULL. */
extern const struct pd_entity pd_entities[];

/* Is there a row of that key for that kind of device? */
bool pd_entity_exists(enum pd_device_kind of, const char *key);
