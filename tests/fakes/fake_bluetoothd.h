/* SPDX-License-Identifier: MIT */
/*
 * One life of the fake bluetoothd: a connection to the bus with the name
 * org.bluez, and of each controller that is plugged in an adapter with the
 * devices within its reach. When it is killed, the next one begins with a
 * new connection, as a new process would.
 */
#pragma once

#include "fakes/fake_world.h"

struct pd_fake_bluetoothd_options {
        const char *address; /* of the bus */
        unsigned connect_ms; /* of the machine: from Connect() to resolved services */
};

struct pd_fake_bluetoothd_ops {
        void (*ready)(void *user);   /* the name is ours */
        void (*lost)(void *user);    /* the bus, or the name, is gone */
        void (*changed)(void *user); /* a link or a notify session */
        void *user;
};

struct pd_fake_bluetoothd;

/* What is given is borrowed for as long as it lives. -EIO: no such bus. */
int pd_fake_bluetoothd_new(const struct pd_fake_bluetoothd_options *options, struct pd_fake_world *world,
        const struct pd_fake_bluetoothd_ops *ops, struct pd_fake_bluetoothd **ret);
/* Killed: the connection closes without a word. Takes NULL, returns NULL. */
struct pd_fake_bluetoothd *pd_fake_bluetoothd_free(struct pd_fake_bluetoothd *self);

/* The world is no longer as it was. */
void pd_fake_bluetoothd_look(struct pd_fake_bluetoothd *self);

/* The peripheral's on the adapter that has its link, or the first one there is. NULL: all are unplugged. */
struct pd_fake_device *pd_fake_bluetoothd_device(const struct pd_fake_bluetoothd *self, size_t peripheral);
/* NULL: unplugged. */
struct pd_fake_adapter *pd_fake_bluetoothd_adapter(const struct pd_fake_bluetoothd *self, size_t controller);
/* NULL: likewise. */
struct pd_fake_device *pd_fake_bluetoothd_device_on(const struct pd_fake_bluetoothd *self, size_t controller, size_t peripheral);

void pd_fake_bluetoothd_deny(struct pd_fake_bluetoothd *self, bool denied);
void pd_fake_bluetoothd_hang(struct pd_fake_bluetoothd *self, bool hung);

/* Everything that was sent has reached the bus. */
void pd_fake_bluetoothd_flush(struct pd_fake_bluetoothd *self);
