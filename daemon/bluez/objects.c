/* SPDX-License-Identifier: MIT */
/* The mirror of BlueZ's object tree, found by path in constant time: every
 * notification asks for one. */
#include "bluez/objects.h"

#include "bluez/uuid.h"

#include "purposed/event.h"
#include "purposed/sensor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024

struct node {
        struct node *next;          /* of its bucket */
        struct node *before, *after; /* of its kind */
        struct pd_object object;
};

struct pd_objects {
        struct node *buckets[BUCKETS];
        struct node *first[PD_OBJECT_KIND_COUNT]; /* of each kind, in no order that means anything */
        size_t count, limit;
        unsigned n_wanted;
        char wanted[PD_OBJECTS_WANTED_MAX][PD_ADDRESS_SIZE];
        char preferred[PD_OBJECTS_WANTED_MAX][PD_OBJECT_PATH_SIZE]; /* an adapter's; "": any */
};

/* FNV-1a, 32 bits. */
static uint32_t
hash(const char *path)
{
        uint32_t h = 2166136261u;

        for (; *path; path++)
                h = (h ^ (uint8_t) *path) * 16777619u;
        return h;
}

static struct node *
find(const struct pd_objects *objects, const char *path)
{
        for (struct node *node = objects->buckets[hash(path) % BUCKETS]; node; node = node->next)
                if (strcmp(node->object.path, path) == 0)
                        return node;
        return NULL;
}

static bool
is_below(const char *path, const char *top)
{
        size_t length = strlen(top);

        return strncmp(path, top, length) == 0 && path[length] == '/';
}

static void
link_in(struct pd_objects *objects, struct node *node)
{
        struct node **bucket = &objects->buckets[hash(node->object.path) % BUCKETS], **first = &objects->first[node->object.kind];

        node->next = *bucket;
        *bucket = node;
        node->after = *first;
        if (node->after)
                node->after->before = node;
        *first = node;
        objects->count++;
}

static void
unlink_and_free(struct pd_objects *objects, struct node *node)
{
        struct node **link = &objects->buckets[hash(node->object.path) % BUCKETS];

        while (*link != node)
                link = &(*link)->next;
        *link = node->next;
        if (node->before)
                node->before->after = node->after;
        else
                objects->first[node->object.kind] = node->after;
        if (node->after)
                node->after->before = node->before;
        free(node);
        objects->count--;
}

static int
add(struct pd_objects *objects, enum pd_object_kind kind, const char *path, struct node **ret)
{
        size_t length = strlen(path);
        struct node *node;

        if (length >= PD_OBJECT_PATH_SIZE)
                return -EBADMSG;
        if (objects->count >= objects->limit)
                return -ENOSPC;
        node = calloc(1, sizeof(*node));
        if (!node)
                return -ENOSPC;
        node->object.kind = kind;
        memcpy(node->object.path, path, length + 1);
        if (kind == PD_OBJECT_DEVICE)
                node->object.device.rssi_dbm = node->object.device.battery_percent = PD_UNKNOWN;
        link_in(objects, node);
        *ret = node;
        return 0;
}

static const char *
text_of(const char *name, const struct pd_property *properties, size_t n_properties)
{
        for (size_t i = 0; i < n_properties; i++)
                if (strcmp(properties[i].name, name) == 0)
                        return properties[i].type == 's' ? properties[i].text : NULL;
        return NULL;
}

static int
add_device(struct pd_objects *objects, const char *path, const struct pd_property *properties, size_t n_properties, struct node **ret)
{
        const char *address = text_of("Address", properties, n_properties);
        int r;

        if (!address || !pd_address_valid(address))
                return -EBADMSG;
        for (unsigned i = 0; i < objects->n_wanted; i++)
                if (strcmp(objects->wanted[i], address) == 0) {
                        r = add(objects, PD_OBJECT_DEVICE, path, ret);
                        if (r == 0)
                                (*ret)->object.wanted = i;
                        return r;
                }
        return 0;
}

static int
add_characteristic(
        struct pd_objects *objects, const char *path, const struct pd_property *properties, size_t n_properties, struct node **ret)
{
        const char *text = text_of("UUID", properties, n_properties);
        uint16_t uuid;
        int r;

        if (!text)
                return -EBADMSG;
        if (pd_uuid16_parse(text, &uuid) < 0 || !pd_sensor_type_of(uuid, NULL))
                return 0;
        for (const struct node *node = objects->first[PD_OBJECT_DEVICE]; node; node = node->after) {
                if (!is_below(path, node->object.path))
                        continue;
                r = add(objects, PD_OBJECT_CHARACTERISTIC, path, ret);
                if (r == 0) {
                        (*ret)->object.wanted = node->object.wanted;
                        (*ret)->object.characteristic.uuid = uuid;
                }
                return r;
        }
        return 0;
}

static void
remove_at_or_below(struct pd_objects *objects, const char *top)
{
        struct node *after;

        for (int kind = 0; kind < PD_OBJECT_KIND_COUNT; kind++)
                for (struct node *node = objects->first[kind]; node; node = after) {
                        after = node->after;
                        if (strcmp(node->object.path, top) == 0 || is_below(node->object.path, top))
                                unlink_and_free(objects, node);
                }
}

struct pd_objects *
pd_objects_new(size_t limit)
{
        struct pd_objects *objects = calloc(1, sizeof(*objects));

        if (objects)
                objects->limit = limit;
        return objects;
}

struct pd_objects *
pd_objects_free(struct pd_objects *objects)
{
        if (objects)
                pd_objects_clear(objects);
        free(objects);
        return NULL;
}

void
pd_objects_clear(struct pd_objects *objects)
{
        for (int kind = 0; kind < PD_OBJECT_KIND_COUNT; kind++)
                while (objects->first[kind])
                        unlink_and_free(objects, objects->first[kind]);
}

int
pd_objects_want(struct pd_objects *objects, const char *address, unsigned *ret_wanted)
{
        unsigned place = 0;

        for (unsigned i = 0; i < objects->n_wanted; i++)
                if (strcmp(objects->wanted[i], address) == 0)
                        return -EEXIST;
        while (place < objects->n_wanted && objects->wanted[place][0] != '\0')
                place++;
        if (place == PD_OBJECTS_WANTED_MAX)
                return -ENOSPC;
        if (place == objects->n_wanted)
                objects->n_wanted++;
        memcpy(objects->wanted[place], address, PD_ADDRESS_SIZE);
        *ret_wanted = place;
        return 0;
}

void
pd_objects_unwant(struct pd_objects *objects, unsigned wanted)
{
        struct node *after;

        for (int kind = 0; kind < PD_OBJECT_KIND_COUNT; kind++)
                for (struct node *node = objects->first[kind]; node; node = after) {
                        after = node->after;
                        if (kind != PD_OBJECT_ADAPTER && node->object.wanted == wanted)
                                unlink_and_free(objects, node);
                }
        objects->wanted[wanted][0] = objects->preferred[wanted][0] = '\0';
}

const char *
pd_objects_address(const struct pd_objects *objects, unsigned wanted)
{
        return objects->wanted[wanted];
}

int
pd_objects_appear(struct pd_objects *objects, const char *path, const char *interface, const struct pd_property *properties,
        size_t n_properties, const struct pd_object **ret)
{
        struct node *node = find(objects, path);
        int r = 0;

        if (!node && strcmp(interface, "org.bluez.Adapter1") == 0)
                r = add(objects, PD_OBJECT_ADAPTER, path, &node);
        else if (!node && strcmp(interface, "org.bluez.Device1") == 0)
                r = add_device(objects, path, properties, n_properties, &node);
        else if (!node && strcmp(interface, "org.bluez.GattCharacteristic1") == 0)
                r = add_characteristic(objects, path, properties, n_properties, &node);
        if (node)
                r = pd_object_take(&node->object, interface, properties, n_properties);
        if (r == 0 || r == -EBADMSG)
                *ret = node ? &node->object : NULL;
        return r;
}

int
pd_objects_change(struct pd_objects *objects, const char *path, const char *interface, const struct pd_property *properties,
        size_t n_properties, const struct pd_object **ret)
{
        struct node *node = find(objects, path);

        *ret = node ? &node->object : NULL;
        return node ? pd_object_take(&node->object, interface, properties, n_properties) : 0;
}

void
pd_objects_vanish(struct pd_objects *objects, const char *path, const char *interface)
{
        struct node *node = find(objects, path);

        if (!node)
                return;
        if (strcmp(interface, "org.bluez.Battery1") == 0 && node->object.kind == PD_OBJECT_DEVICE)
                node->object.device.battery_percent = PD_UNKNOWN;
        else if (strcmp(interface, "org.bluez.Adapter1") == 0 || strcmp(interface, "org.bluez.Device1") == 0 ||
                 strcmp(interface, "org.bluez.GattCharacteristic1") == 0)
                remove_at_or_below(objects, path);
}

void
pd_objects_bar(struct pd_objects *objects, const char *path, bool barred)
{
        struct node *node = find(objects, path);

        if (node && node->object.kind == PD_OBJECT_ADAPTER)
                node->object.adapter.barred = barred;
}

void
pd_objects_prefer(struct pd_objects *objects, unsigned wanted, const char *path)
{
        pd_text_copy(objects->preferred[wanted], PD_OBJECT_PATH_SIZE, path ? path : "", path ? strlen(path) : 0);
}

const struct pd_object *
pd_objects_at(const struct pd_objects *objects, const char *path)
{
        const struct node *node = find(objects, path);

        return node ? &node->object : NULL;
}

/* -1: it is passed over. */
static int
rank_of(const struct pd_objects *objects, const struct pd_object *device)
{
        const struct pd_object *adapter = pd_objects_adapter(objects, device->path);
        const char *preferred = objects->preferred[device->wanted];

        if (adapter && adapter->adapter.barred)
                return -1;
        return (device->device.connected ? 4 : 0) + (adapter && adapter->adapter.powered ? 2 : 0) +
               (*preferred && is_below(device->path, preferred) ? 1 : 0);
}

const struct pd_object *
pd_objects_device(const struct pd_objects *objects, unsigned wanted)
{
        const struct pd_object *best = NULL, *adapter;
        int best_rank = -1;

        for (const struct node *node = objects->first[PD_OBJECT_DEVICE]; node; node = node->after) {
                int rank;

                if (node->object.wanted != wanted)
                        continue;
                rank = rank_of(objects, &node->object);
                if (rank > best_rank) {
                        best = &node->object;
                        best_rank = rank;
                }
        }
        if (best && best_rank < 2) { /* another adapter may find it anew */
                adapter = pd_objects_adapter(objects, NULL);
                return adapter && adapter->adapter.powered ? NULL : best;
        }
        return best;
}

/* BlueZ names a device's path by its address: device_create() in its src/device.c. */
const struct pd_object *
pd_objects_device_under(const struct pd_objects *objects, unsigned wanted, const char *path)
{
        char name[PD_OBJECT_PATH_SIZE + sizeof("/dev_") + PD_ADDRESS_SIZE];
        const struct pd_object *object;

        snprintf(name, sizeof(name), "%s/dev_%s", path, objects->wanted[wanted]);
        for (char *c = name + strlen(path); *c; c++)
                if (*c == ':')
                        *c = '_';
        object = pd_objects_at(objects, name);
        return object && object->kind == PD_OBJECT_DEVICE && object->wanted == wanted ? object : NULL;
}

const struct pd_object *
pd_objects_characteristic(const struct pd_objects *objects, const struct pd_object *device, uint16_t uuid)
{
        for (const struct node *node = objects->first[PD_OBJECT_CHARACTERISTIC]; node; node = node->after)
                if (node->object.characteristic.uuid == uuid && is_below(node->object.path, device->path))
                        return &node->object;
        return NULL;
}

const struct pd_object *
pd_objects_adapter(const struct pd_objects *objects, const char *path)
{
        const struct pd_object *found = NULL;

        for (const struct node *node = objects->first[PD_OBJECT_ADAPTER]; node; node = node->after) {
                if (path ? !is_below(path, node->object.path) : node->object.adapter.barred)
                        continue;
                if (!found || (node->object.adapter.powered && !found->adapter.powered))
                        found = &node->object;
        }
        return found;
}

/* Any index of addresses, where the kind has none. */
#define ANY UINT32_MAX

static const struct pd_object *
next_of(const struct pd_objects *objects, enum pd_object_kind kind, unsigned wanted, const char *path)
{
        const struct pd_object *found = NULL;

        for (const struct node *node = objects->first[kind]; node; node = node->after) {
                if ((wanted != ANY && node->object.wanted != wanted) || strcmp(node->object.path, path) <= 0)
                        continue;
                if (!found || strcmp(node->object.path, found->path) < 0)
                        found = &node->object;
        }
        return found;
}

const struct pd_object *
pd_objects_adapter_after(const struct pd_objects *objects, const char *path)
{
        return next_of(objects, PD_OBJECT_ADAPTER, ANY, path);
}

const struct pd_object *
pd_objects_device_after(const struct pd_objects *objects, unsigned wanted, const char *path)
{
        return next_of(objects, PD_OBJECT_DEVICE, wanted, path);
}
