/* SPDX-License-Identifier: MIT */
/*
 * What bluetoothd shows of a peripheral's GATT table: GattService1,
 * GattCharacteristic1 and Battery1 objects below its Device1. Once on the
 * bus they stay through lost links: bluetoothd caches the database of a
 * device that it knows. Battery1 alone comes and goes with the link.
 */
#pragma once

#include "fakes/fake_characteristic.h"

struct pd_fake_gatt;

/* PATH and PERIPHERAL are borrowed. SESSIONS as in pd_fake_characteristic_new(). */
struct pd_fake_gatt *pd_fake_gatt_new(
        struct pd_tree *tree, const char *path, struct pd_fake_peripheral *peripheral, void (*sessions)(void *user), void *user);
struct pd_fake_gatt *pd_fake_gatt_free(struct pd_fake_gatt *gatt);

/* The link's services are known, or the link is gone. The first time, the
 * objects appear; faults of the peripheral decide which and when. */
void pd_fake_gatt_set_linked(struct pd_fake_gatt *gatt, bool linked);

/* PropertiesChanged of Battery1, with the value as it was. */
void pd_fake_gatt_say_battery(struct pd_fake_gatt *gatt);
/* NULL: it has none. */
struct pd_fake_characteristic *pd_fake_gatt_measurement(const struct pd_fake_gatt *gatt);
/* The first with that UUID; NULL: it has none. */
struct pd_fake_characteristic *pd_fake_gatt_characteristic(const struct pd_fake_gatt *gatt, uint16_t uuid);
/* Clients want all that it notifies. */
bool pd_fake_gatt_subscribed(const struct pd_fake_gatt *gatt);
