/* SPDX-License-Identifier: MIT */
/* The fake bluetoothd on a bus of the test's own, and a witness who looks at it from outside. */
#pragma once

#include "adapters/bus_witness.h"
#include "support/fake_peer.h"
#include "support/private_bus.h"

#define ADAPTER "/org/bluez/hci0"
#define ADAPTER1 "org.bluez.Adapter1"
#define DEVICE1 "org.bluez.Device1"
#define CHARACTERISTIC1 "org.bluez.GattCharacteristic1"
#define STRAP "C0:00:00:00:00:01"

struct scene {
        struct pd_private_bus *bus;
        struct pd_fake_peer *peer;
        struct bus_witness *witness;
        char *script; /* path of a file of this test, or NULL */
};

/* For cmocka: a bus; nothing is on it yet. */
int set_up(void **state);
int tear_down(void **state);
#define ON_A_BUS(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

/* fake-bluez with OPTIONS, which end with NULL, and the witness. */
void open_scene(struct scene *scene, const char *const *options);
/* Both sensors linked and their services known. */
void link_both(struct scene *scene);
/* As bus_witness_try(). */
const char *start_notify(struct bus_witness *witness, const char *path);
