/* SPDX-License-Identifier: MIT */
/*
 * One peripheral as one adapter knows it: org.bluez.Device1.
 *
 *            Connect()            connect_ms / 2           connect_ms / 2
 *   APART ─────────────▶ CALLING ───────────────▶ RESOLVING ─────────────▶ LINKED
 *     ▲    or auto-      │ 20 s out of the air,    Connected=true           GATT objects, Battery1,
 *     │    connect       │ Disconnect()            Connect() is answered    ServicesResolved=true
 *     └──────────────────┴──────────── Disconnect(), link lost, power off ──┘
 *
 * Auto-connect is the kernel's accept list: a known device with a service
 * that an application has registered is connected when it is heard while
 * nobody discovers. BlueZ's src/device.c has the flags: probe_service() sets
 * it, dev_disconnect() of an untrusted device switches it off until the next
 * dev_connect(); nothing switches it off when the application goes.
 */
#pragma once

#include "fakes/fake_adapter.h"
#include "fakes/fake_characteristic.h"

/* What bluetoothd keeps in /var/lib/bluetooth/ADAPTER/DEVICE. */
struct pd_fake_memory {
        bool known; /* not temporary: an object without being heard */
        bool trusted;
        bool bonded;
};

struct pd_fake_device;

/* What is given is borrowed. CHANGED is called when the link or a notify session has changed. */
struct pd_fake_device *pd_fake_device_new(struct pd_tree *tree, struct pd_fake_adapter *adapter, struct pd_fake_peripheral *peripheral,
        struct pd_fake_memory *memory, unsigned connect_ms, void (*changed)(void *user), void *user);
struct pd_fake_device *pd_fake_device_free(struct pd_fake_device *device);

const char *pd_fake_device_path(const struct pd_fake_device *device);
struct pd_fake_peripheral *pd_fake_device_peripheral(const struct pd_fake_device *device);

/* The adapter or the peripheral is no longer as it was. */
void pd_fake_device_look(struct pd_fake_device *device);
/* An application has registered profiles. */
void pd_fake_device_probe(struct pd_fake_device *device);
/* Adapter1.RemoveDevice(): forgotten, to be discovered anew. False: bluetoothd does not know it. */
bool pd_fake_device_remove(struct pd_fake_device *device);

/* The link is lost and can be made again at once. */
void pd_fake_device_drop(struct pd_fake_device *device);
/* A link that somebody else asked for. */
void pd_fake_device_link(struct pd_fake_device *device);
/* A bond whose key the sensor will have forgotten. */
void pd_fake_device_bond(struct pd_fake_device *device);
void pd_fake_device_say_battery(struct pd_fake_device *device);
/* Is a Connect() waiting for an answer? */
bool pd_fake_device_called(const struct pd_fake_device *device);
/* bluetoothd frees it without answering the Connect() that waits, and will
 * discover it anew. False: none waits. */
bool pd_fake_device_vanish(struct pd_fake_device *device);

bool pd_fake_device_linked(const struct pd_fake_device *device); /* and its services resolved */
/* NULL: it has none. */
struct pd_fake_characteristic *pd_fake_device_measurement(const struct pd_fake_device *device);
struct pd_fake_characteristic *pd_fake_device_characteristic(const struct pd_fake_device *device, uint16_t uuid);
bool pd_fake_device_subscribed(const struct pd_fake_device *device); /* to all that it notifies */
