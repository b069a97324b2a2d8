/* SPDX-License-Identifier: MIT */
/* One object of BlueZ's: an adapter, a device, a characteristic, as far as it
 * matters here. */
#pragma once

#include "purposed/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_OBJECT_PATH_SIZE 128 /* BlueZ's have 62 characters and fewer */

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
                        int32_t rssi_dbm; /* PD_UNKNOWN */
                        int32_t battery_percent;
                } device;
                struct {
                        uint16_t uuid;
                        bool acquirable; /* BlueZ offers AcquireNotify: since 5.48, where values are notified */
                } characteristic;
        };
};

/* Of an RSSI: dBm; PD_UNKNOWN where it was heard, and how strongly is not known. */
int32_t pd_object_rssi(const struct pd_property *property);

/* Takes over those properties of INTERFACE that are kept. -EBADMSG: one was
 * of the wrong type; the rest is taken over. */
int pd_object_take(struct pd_object *object, const char *interface, const struct pd_property *properties, size_t n_properties);
