/* SPDX-License-Identifier: MIT */
/*
 * A mirror of that part of org.bluez's object tree that matters: adapters,
 * the devices that are wanted, and those of their characteristics that a
 * sensor type decodes. There is no bus inside: it is fed with properties
 * that have been taken from messages. Strangers' devices are never kept, so
 * a crowd cannot fill it.
 *
 *   /org/bluez/hci0                                        Adapter1
 *   /org/bluez/hci0/dev_C0_00_00_00_00_01                  Device1, Battery1
 *   /org/bluez/hci0/dev_C0_00_00_00_00_01/service000a/char000b   GattCharacteristic1
 */
#pragma once

#include "purposed/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_OBJECT_PATH_SIZE 128 /* BlueZ's have 62 characters and fewer */
#define PD_OBJECTS_MAX 2048     /* 100 sensors with 12 characteristics and room to spare */
#define PD_OBJECTS_WANTED_MAX 256

/* A property as it came from the bus. TYPE is D-Bus' own: 'b', 's', 'o',
 * 'y', 'n', 'q', 'i', 'u'; 'a' for an array of bytes; 0 for anything else.
 * Of a list each element stands for itself, under the list's name: 'S' is a
 * text of an array, 'A' are the bytes that a dictionary has under KEY. */
struct pd_property {
        const char *name;
        char type;
        uint16_t key; /* A */
        union {
                bool truth;       /* b */
                const char *text; /* s, o, S */
                int64_t number;   /* y, n, q, i, u */
                struct {          /* ay, A */
                        const uint8_t *bytes;
                        size_t size;
                };
        };
};

enum pd_object_kind { PD_OBJECT_NONE, PD_OBJECT_ADAPTER, PD_OBJECT_DEVICE, PD_OBJECT_CHARACTERISTIC, PD_OBJECT_KIND_COUNT };

struct pd_object {
        enum pd_object_kind kind;
        char path[PD_OBJECT_PATH_SIZE];
        unsigned wanted; /* DEVICE, CHARACTERISTIC: index of the address */
        union {
                struct {
                        bool powered, discovering;
                        bool blocked; /* by rfkill, as far as BlueZ says (PowerState, since 5.65) */
                        bool barred;  /* it may not be used: what is below is passed over */
                        char address[PD_ADDRESS_SIZE]; /* "" if not known */
                } adapter;
                struct {
                        char name[PD_TEXT_SIZE]; /* Alias, or Name; "" if neither is known */
                        bool connected, resolved, trusted;
                        bool paired, bonded; /* somebody's wish that it stays */
                        bool serves; /* one of its services is a sensor's */
                        int32_t rssi_dbm; /* PD_UNKNOWN, likewise */
                        int32_t battery_percent;
                } device;
                struct {
                        uint16_t uuid;
                        bool acquirable; /* BlueZ offers AcquireNotify: since 5.48, where values are notified */
                } characteristic;
        };
};

struct pd_objects;

/* NULL if memory is out. LIMIT is PD_OBJECTS_MAX but in tests. */
struct pd_objects *pd_objects_new(size_t limit);
struct pd_objects *pd_objects_free(struct pd_objects *objects);

/* Forgets the tree, not what is wanted. */
void pd_objects_clear(struct pd_objects *objects);

/* -EEXIST; -ENOSPC. Devices that were fed before are not found afterwards:
 * feed the tree again. */
int pd_objects_want(struct pd_objects *objects, const char *address, unsigned *ret_wanted);
/* No longer: it and all that is below are forgotten, and the index is free. */
void pd_objects_unwant(struct pd_objects *objects, unsigned wanted);
const char *pd_objects_address(const struct pd_objects *objects, unsigned wanted);

/* An interface appeared at PATH, with all its properties. RET is the object
 * that it belongs to, or NULL if that is none of ours.
 * -ENOSPC: the mirror is full; -EBADMSG: a property that is needed is
 * missing, of the wrong type or nonsense (the rest is taken over). */
int pd_objects_appear(struct pd_objects *objects, const char *path, const char *interface, const struct pd_property *properties,
        size_t n_properties, const struct pd_object **ret);

/* Some properties changed. Those of interfaces or objects that are not kept
 * are passed over. -EBADMSG: one was of the wrong type; the rest is taken over. */
int pd_objects_change(struct pd_objects *objects, const char *path, const char *interface, const struct pd_property *properties,
        size_t n_properties, const struct pd_object **ret);

/* An interface is gone from PATH. A device takes its characteristics along,
 * an adapter all that is below. */
void pd_objects_vanish(struct pd_objects *objects, const char *path, const char *interface);

/* The adapter at PATH may not be used, or may. */
void pd_objects_bar(struct pd_objects *objects, const char *path, bool barred);
/* Of a sensor's devices the one below this adapter counts, unless another is connected. PATH NULL: any. */
void pd_objects_prefer(struct pd_objects *objects, unsigned wanted, const char *path);

/* NULL if there is none. Pointers are good until the next appear, vanish or clear. */
const struct pd_object *pd_objects_at(const struct pd_objects *objects, const char *path);
/* Under several adapters: a connected one first, then the preferred, then
 * one whose adapter is on. While any adapter is on, none of those that are off. */
const struct pd_object *pd_objects_device(const struct pd_objects *objects, unsigned wanted);
/* The one below the adapter at PATH. */
const struct pd_object *pd_objects_device_under(const struct pd_objects *objects, unsigned wanted, const char *path);
/* In the order of paths the next one after PATH; the first after "". */
const struct pd_object *pd_objects_device_after(const struct pd_objects *objects, unsigned wanted, const char *path);
const struct pd_object *pd_objects_characteristic(const struct pd_objects *objects, const struct pd_object *device, uint16_t uuid);
/* The adapter that owns PATH; with NULL any that may be used and is on, or else any that may be used. */
const struct pd_object *pd_objects_adapter(const struct pd_objects *objects, const char *path);
/* In the order of paths the next one after PATH; the first after "". */
const struct pd_object *pd_objects_adapter_after(const struct pd_objects *objects, const char *path);

/* The UUID of a service that is a sensor's, by its full text. */
bool pd_uuid_is_sensors(const char *text);

/* "00002a37-0000-1000-8000-00805f9b34fb" is 0x2A37. -EINVAL: not a 16-bit UUID of the base. */
int pd_uuid16_parse(const char *text, uint16_t *ret);
