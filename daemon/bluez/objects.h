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

#include "bluez/object.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_OBJECTS_MAX 2048     /* 100 sensors with 12 characteristics and room to spare */
#define PD_OBJECTS_WANTED_MAX 256

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
