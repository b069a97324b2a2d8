/* SPDX-License-Identifier: MIT */
/*
 * One peripheral: org.bluez.Device1, its GATT objects and org.bluez.Battery1.
 *
 *            Connect()            connect_ms / 2           connect_ms / 2
 *   APART ─────────────▶ CALLING ───────────────▶ RESOLVING ─────────────▶ LINKED
 *     ▲                  │ 20 s out of the air,    Connected=true           GATT objects, Battery1,
 *     │                  │ Disconnect()            Connect() is answered    ServicesResolved=true
 *     └──────────────────┴──────────── Disconnect(), link lost, power off ──┘
 */
#pragma once

#include "fakes/fake_characteristic.h"

struct pd_fake_device_spec {
        const char *address; /* random static */
        const char *name;
        const struct pd_fake_attribute *attributes; /* ends with uuid 0 */
        uint16_t measurement;                       /* the one that notifies */
        uint16_t services[4];                       /* ends with 0 */
        uint8_t battery;                            /* %; 0: it has no battery service */
};

struct pd_fake_device_options {
        unsigned connect_ms;
        /* Not known from earlier: an object only while discovered, and 30 s after. */
        bool unknown;
};

struct pd_fake_device;

/* CHANGED is called when the link or a notify session has changed. */
struct pd_fake_device *pd_fake_device_new(struct pd_tree *tree, const struct pd_fake_device_spec *spec,
        const struct pd_fake_device_options *options, void (*changed)(void *user), void *user);
struct pd_fake_device *pd_fake_device_free(struct pd_fake_device *device);

const struct pd_fake_device_spec *pd_fake_device_spec(const struct pd_fake_device *device);

/* What the adapter does. */
void pd_fake_device_set_adapter(struct pd_fake_device *device, bool powered, bool discovering);
/* Worn, in reach, with a battery: it advertises, and a link can stand. */
void pd_fake_device_set_in_air(struct pd_fake_device *device, bool in_air);
/* The link is lost and can be made again at once. */
void pd_fake_device_drop(struct pd_fake_device *device);
/* A link that somebody else asked for. */
void pd_fake_device_link(struct pd_fake_device *device);

/* PropertiesChanged of Battery1, with the value as it was. */
void pd_fake_device_say_battery(struct pd_fake_device *device);
/* Is a Connect() waiting for an answer? */
bool pd_fake_device_called(const struct pd_fake_device *device);
/* bluetoothd frees it without answering the Connect() that waits, and will
 * discover it anew. False: none waits, or it has shown its services. */
bool pd_fake_device_vanish(struct pd_fake_device *device);

bool pd_fake_device_in_air(const struct pd_fake_device *device);
bool pd_fake_device_linked(const struct pd_fake_device *device); /* and its services resolved */
struct pd_fake_characteristic *pd_fake_device_measurement(const struct pd_fake_device *device);
