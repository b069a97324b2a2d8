/* SPDX-License-Identifier: MIT */
/*
 * One org.bluez.GattCharacteristic1. Like bluetoothd's, it stays on the bus
 * through a lost link, and so do its notify sessions; what was acquired as
 * a socket ends with the link.
 */
#pragma once

#include "fakes/fake_peripheral.h"
#include "fakes/object_tree.h"

#define PD_FAKE_MTU 247
#define PD_FAKE_VALUE_MAX (PD_FAKE_MTU - 3) /* of one notification */

struct pd_fake_characteristic;

/* SESSIONS is called when a client has subscribed, unsubscribed or gone. */
struct pd_fake_characteristic *pd_fake_characteristic_new(struct pd_tree *tree, const char *device_path,
        struct pd_fake_peripheral *peripheral, const struct pd_fake_attribute *attribute, void (*sessions)(void *user), void *user);
struct pd_fake_characteristic *pd_fake_characteristic_free(struct pd_fake_characteristic *characteristic);

/* Onto the bus; nothing if it is there already. */
void pd_fake_characteristic_export(struct pd_fake_characteristic *characteristic);
void pd_fake_characteristic_set_linked(struct pd_fake_characteristic *characteristic, bool linked);

/* A client wants its values, whether or not the link stands. */
bool pd_fake_characteristic_subscribed(const struct pd_fake_characteristic *characteristic);

/* A notification over the air; false if nobody was told. */
bool pd_fake_characteristic_notify(struct pd_fake_characteristic *characteristic, const uint8_t *bytes, size_t length);

/* As pd_bus_clients_ping(). Who holds the socket cannot be asked and counts as done. */
void pd_fake_characteristic_confirm(
        struct pd_fake_characteristic *characteristic, GCancellable *cancellable, void (*done)(void *user, bool all), void *user);

/* The sensor forgets that it was asked to notify; sessions look alive, and
 * only a new one, or a new link, brings the values back. */
void pd_fake_characteristic_forget(struct pd_fake_characteristic *characteristic);

/* "0000180d-0000-1000-8000-00805f9b34fb", to be freed. */
char *pd_fake_uuid(uint16_t uuid);
