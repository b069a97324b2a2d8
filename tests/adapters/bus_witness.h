/* SPDX-License-Identifier: MIT */
/*
 * A client of org.bluez over GDBus that writes down every signal, one line
 * each in the order of arrival, and can be asked to wait for a line:
 *
 *   Device1 …/dev_C0_00_00_00_00_01 Connected=true
 *   added …/dev_…/service0020/char0021 GattCharacteristic1
 *   removed /org/bluez/hci0 Adapter1
 *   Device1 …/dev_C0_00_00_00_00_01 Disconnected Reason.Timeout
 *   owner :1.5        (or "owner" alone: nobody)
 *
 * Values are kept apart, as they are.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>
#include <stdint.h>

#define BUS_WITNESS_STRAP "/org/bluez/hci0/dev_C0_00_00_00_00_01"
#define BUS_WITNESS_POD "/org/bluez/hci0/dev_C0_00_00_00_00_02"
#define BUS_WITNESS_HEART_RATE BUS_WITNESS_STRAP "/service0020/char0021"
#define BUS_WITNESS_RUNNING BUS_WITNESS_POD "/service0020/char0021"

struct bus_witness;

struct bus_witness *bus_witness_new(const char *address);
/* Leaves the bus. Takes NULL, returns NULL. */
struct bus_witness *bus_witness_free(struct bus_witness *witness);

/* A call to org.bluez. The reply is to be freed; on an error it is NULL and
 * RET_ERROR (may be NULL) the name without "org.bluez.Error.", to be freed. */
GVariant *bus_witness_call(
        struct bus_witness *witness, const char *path, const char *interface, const char *method, GVariant *parameters, char **ret_error);
/* The name of the error, as above, or "" if there was none; valid until the next call. */
const char *bus_witness_ask(
        struct bus_witness *witness, const char *path, const char *interface, const char *method, GVariant *parameters);
const char *bus_witness_try(struct bus_witness *witness, const char *path, const char *interface, const char *method);
/* Without waiting for the answer. */
void bus_witness_cast(struct bus_witness *witness, const char *path, const char *interface, const char *method);

GVariant *bus_witness_get(struct bus_witness *witness, const char *path, const char *interface, const char *property);
/* As bus_witness_ask(). */
const char *bus_witness_set(
        struct bus_witness *witness, const char *path, const char *interface, const char *property, GVariant *value);

/* The objects and interfaces there are, in the form of "added" lines. To be freed. */
char *bus_witness_objects(struct bus_witness *witness);

/* False if no such line (or one that begins so) arrives within 30 s. Looks
 * behind what was found the last time, so that the order is asserted. */
bool bus_witness_wait(struct bus_witness *witness, const char *line);
/* Until N values have come in all; false after 30 s. */
bool bus_witness_wait_values(struct bus_witness *witness, size_t n);

size_t bus_witness_n_values(const struct bus_witness *witness);
/* The I-th value that came, and from where. */
const uint8_t *bus_witness_value(const struct bus_witness *witness, size_t i, const char **ret_path, size_t *ret_length);
/* Runs the loop until what the bus has sent so far is written down. */
void bus_witness_settle(struct bus_witness *witness);
