/* SPDX-License-Identifier: MIT */
#include "bluez/near.h"

#include "bluez/broadcast.h"
#include "bluez/uuid.h"

#include "purposed/event.h"
#include "purposed/sensor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEVICE "/dev_"

/* "/org/bluez/hci0/dev_C0_00_00_00_00_01" is C0:00:00:00:00:01. */
static bool
address_of(const char *path, char ret[static PD_ADDRESS_SIZE])
{
        const char *at = strstr(path, DEVICE);

        if (!at || strlen(at + sizeof(DEVICE) - 1) != PD_ADDRESS_SIZE - 1)
                return false;
        memcpy(ret, at + sizeof(DEVICE) - 1, PD_ADDRESS_SIZE);
        for (char *c = ret; *c != '\0'; c++)
                if (*c == '_')
                        *c = ':';
        return pd_address_valid(ret);
}

/* Its place, or one that is free, or the one of whom it is longest ago. */
static struct pd_near_peer *
place_for(struct pd_near *near, const char *address)
{
        struct pd_near_peer *oldest = &near->peers[0];

        for (size_t i = 0; i < PD_NEAR_MAX; i++) {
                struct pd_near_peer *peer = &near->peers[i];

                if (strcmp(peer->address, address) == 0)
                        return peer;
                if (oldest->address[0] != '\0' && (peer->address[0] == '\0' || peer->at < oldest->at))
                        oldest = peer;
        }
        memset(oldest, 0, sizeof(*oldest));
        memcpy(oldest->address, address, PD_ADDRESS_SIZE);
        oldest->rssi_dbm = oldest->hr_bpm = PD_UNKNOWN;
        oldest->counter = -1;
        return oldest;
}

static uint32_t
kind_of(const char *uuid)
{
        uint16_t service;

        if (pd_uuid16_parse(uuid, &service) < 0)
                return 0;
        for (unsigned i = 0; pd_sensor_types[i] && i < 32; i++)
                if (pd_sensor_types[i]->title && pd_sensor_types[i]->service == service)
                        return 1u << i;
        return 0;
}

/* The first one may be any age: BlueZ tells what it heard an hour ago. */
static void
see_broadcast(struct pd_near_peer *peer, pd_usec now, const struct pd_property *property)
{
        struct pd_broadcast broadcast;

        if (!pd_broadcast_read(property->key, property->bytes, property->size, &broadcast))
                return;
        if (peer->counter >= 0 && broadcast.counter != peer->counter) {
                peer->hr_bpm = broadcast.hr_bpm;
                peer->hr_at = now;
        }
        peer->counter = broadcast.counter;
}

static void
see(struct pd_near_peer *peer, pd_usec now, const struct pd_property *property)
{
        if (strcmp(property->name, "RSSI") == 0 && property->type == 'n')
                peer->rssi_dbm = (int32_t) property->number;
        else if (strcmp(property->name, "Name") == 0 && property->type == 's')
                pd_text_copy(peer->name, sizeof(peer->name), property->text, strlen(property->text));
        else if (strcmp(property->name, "UUIDs") == 0 && property->type == 'S')
                peer->kinds |= kind_of(property->text);
        else if (strcmp(property->name, "ManufacturerData") == 0 && property->type == 'A')
                see_broadcast(peer, now, property);
}

const struct pd_near_peer *
pd_near_see(struct pd_near *near, pd_usec now, const char *path, const struct pd_property *properties, size_t n)
{
        char address[PD_ADDRESS_SIZE];
        struct pd_near_peer *peer;

        if (!address_of(path, address))
                return NULL;
        peer = place_for(near, address);
        peer->at = now;
        for (size_t i = 0; i < n; i++)
                see(peer, now, &properties[i]);
        return peer;
}

const struct pd_near_peer *
pd_near_find(const struct pd_near *near, const char *address)
{
        for (size_t i = 0; i < PD_NEAR_MAX; i++)
                if (*address != '\0' && strcmp(near->peers[i].address, address) == 0)
                        return &near->peers[i];
        return NULL;
}

void
pd_near_kinds(uint32_t kinds, char *ret, size_t size)
{
        size_t length = 0;

        ret[0] = '\0';
        for (unsigned i = 0; pd_sensor_types[i] && i < 32; i++) {
                size_t room = strlen(pd_sensor_types[i]->title && kinds & 1u << i ? pd_sensor_types[i]->title : "");

                if (room > 0 && length + room + sizeof(", ") <= size)
                        length += (size_t) snprintf(ret + length, size - length, "%s%s", length > 0 ? ", " : "", pd_sensor_types[i]->title);
        }
}

static int
nearest_first(const void *a, const void *b)
{
        const struct pd_near_peer *left = a, *right = b;

        return left->rssi_dbm < right->rssi_dbm ? 1 : left->rssi_dbm > right->rssi_dbm ? -1 : strcmp(left->address, right->address);
}

size_t
pd_near_list(const struct pd_near *near, pd_usec now, struct pd_near_peer *ret, size_t limit)
{
        struct pd_near_peer heard[PD_NEAR_MAX];
        size_t n = 0;

        for (size_t i = 0; i < PD_NEAR_MAX; i++) {
                const struct pd_near_peer *peer = &near->peers[i];

                if (peer->address[0] != '\0' && peer->rssi_dbm != PD_UNKNOWN && now - peer->at <= PD_NEAR_FOR)
                        heard[n++] = *peer;
                if (n > 0 && now - heard[n - 1].hr_at > PD_NEAR_HR_FOR)
                        heard[n - 1].hr_bpm = PD_UNKNOWN;
        }
        qsort(heard, n, sizeof(heard[0]), nearest_first);
        n = n < limit ? n : limit;
        memcpy(ret, heard, n * sizeof(heard[0]));
        return n;
}
