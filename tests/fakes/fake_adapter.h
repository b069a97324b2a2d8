/* SPDX-License-Identifier: MIT */
/*
 * A controller as a thing, which is plugged in or not and outlives every
 * bluetoothd, and what a bluetoothd makes of it: org.bluez.Adapter1 and
 * GattManager1 at /org/bluez/hciN.
 */
#pragma once

#include "fakes/fault.h"
#include "fakes/object_tree.h"

#include <stdint.h>

struct pd_fake_controller {
        char address[PD_ADDRESS_SIZE];
        int number; /* of hciN; another one after each plug, as the kernel likes */
        bool plugged, powered;
        bool blocked;             /* by rfkill */
        bool discovery_dead;      /* nothing is seen until it is started anew */
        int32_t slots;            /* how many links it can have; negative: no limit */
        bool wedged;              /* answers no command */
        enum pd_fault_end wedged_until;
};

struct pd_fake_adapter_ops {
        void (*changed)(void *user);                      /* power or discovery */
        void (*registered)(void *user);                   /* applications came or went */
        bool (*remove)(void *user, const char *path);     /* RemoveDevice(); false: no such device */
        size_t (*links)(void *user);                      /* that stand */
        void *user;
};

struct pd_fake_adapter;

/* What is given is borrowed. */
struct pd_fake_adapter *pd_fake_adapter_new(
        struct pd_tree *tree, struct pd_fake_controller *controller, const struct pd_fake_adapter_ops *ops);
/* Off the bus: unplugged. Takes NULL, returns NULL. */
struct pd_fake_adapter *pd_fake_adapter_free(struct pd_fake_adapter *adapter);

/* The next StartDiscovery begins, but its caller hears an error, as if the
 * answer had not come in time; the StopDiscovery after that is "InProgress". */
void pd_fake_adapter_muddle(struct pd_fake_adapter *adapter);
/* Somebody else, or rfkill, switches it. */
void pd_fake_adapter_set_powered(struct pd_fake_adapter *adapter, bool powered);
void pd_fake_adapter_set_blocked(struct pd_fake_adapter *adapter, bool blocked);

const char *pd_fake_adapter_path(const struct pd_fake_adapter *adapter);
bool pd_fake_adapter_powered(const struct pd_fake_adapter *adapter);
bool pd_fake_adapter_discovering(const struct pd_fake_adapter *adapter);
bool pd_fake_adapter_hears(const struct pd_fake_adapter *adapter); /* what is discovered is told */
bool pd_fake_adapter_wedged(const struct pd_fake_adapter *adapter);
bool pd_fake_adapter_has_slot(const struct pd_fake_adapter *adapter);
/* An application has a GattProfile1 for that service. */
bool pd_fake_adapter_serves(const struct pd_fake_adapter *adapter, uint16_t service);
