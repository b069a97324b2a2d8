/* SPDX-License-Identifier: MIT */
/*
 * One life of the fake bluetoothd: a connection to the bus with the name
 * org.bluez, an adapter, and the sensors within its reach. When it is
 * killed, the next one begins with a new connection, as a new process would.
 */
#pragma once

#include "fakes/fake_sensors.h"

struct pd_fake_bluetoothd_options {
        const char *address; /* of the bus */
        bool worn[PD_VIRTUAL_SENSOR_COUNT];
        struct pd_fake_device_options device;
};

struct pd_fake_bluetoothd_ops {
        void (*ready)(void *user);   /* the name is ours */
        void (*lost)(void *user);    /* the bus, or the name, is gone */
        void (*changed)(void *user); /* a link or a notify session */
        void *user;
};

struct pd_fake_bluetoothd;
struct pd_fake_adapter;

/* OPTIONS and OPS are borrowed for as long as it lives. -EIO: no such bus. */
int pd_fake_bluetoothd_new(
        const struct pd_fake_bluetoothd_options *options, const struct pd_fake_bluetoothd_ops *ops, struct pd_fake_bluetoothd **ret);
/* Killed: the connection closes without a word. Takes NULL, returns NULL. */
struct pd_fake_bluetoothd *pd_fake_bluetoothd_free(struct pd_fake_bluetoothd *self);

/* NULL: not worn, or the adapter is unplugged. */
struct pd_fake_device *pd_fake_bluetoothd_device(const struct pd_fake_bluetoothd *self, enum pd_virtual_sensor sensor);

/* The adapter leaves with everything on it, or comes back. */
void pd_fake_bluetoothd_plug(struct pd_fake_bluetoothd *self, bool in);

/* NULL: unplugged. */
struct pd_fake_adapter *pd_fake_bluetoothd_adapter(const struct pd_fake_bluetoothd *self);

void pd_fake_bluetoothd_deny(struct pd_fake_bluetoothd *self, bool denied);

/* Everything that was sent has reached the bus. */
void pd_fake_bluetoothd_flush(struct pd_fake_bluetoothd *self);
