/* SPDX-License-Identifier: MIT */
/*
 * A sensor as a thing, which no bluetoothd and no adapter outlives: it is
 * in the air or not, has one link at most, and advertises while it has none.
 */
#pragma once

#include "fakes/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pd_fake_attribute {
        uint16_t service;
        uint16_t service_handle;
        uint16_t uuid;
        uint16_t handle;
        bool notify;       /* else it is read */
        const char *value; /* what is read */
        uint8_t length;
};

struct pd_fake_peripheral_spec {
        const char *name;                           /* NULL: it does not say */
        const struct pd_fake_attribute *attributes; /* ends with uuid 0 */
        uint16_t measurement;                       /* the one that notifies; 0: none */
        uint16_t services[5];                       /* as advertised; ends with 0 */
        uint8_t battery;                            /* %; 0: it has no battery service */
        uint16_t company;                           /* of its manufacturer data; 0: none */
        int16_t rssi_dbm;
};

struct pd_fake_peripheral {
        const struct pd_fake_peripheral_spec *spec;
        char address[PD_ADDRESS_SIZE]; /* random static */
        bool in_air;                   /* worn, with a battery */
        const void *linked;            /* the device whose link it has; NULL: none */
        bool armed[PD_FAULT_SENSOR_COUNT];
        struct pd_fault faults[PD_FAULT_SENSOR_COUNT]; /* those that are armed */
};

/* A link can stand. */
bool pd_fake_peripheral_reachable(const struct pd_fake_peripheral *peripheral);
/* An advertisement of it can be heard. */
bool pd_fake_peripheral_advertises(const struct pd_fake_peripheral *peripheral);

void pd_fake_peripheral_arm(struct pd_fake_peripheral *peripheral, const struct pd_fault *fault);
/* The fault that now happens, or NULL; it is counted. Valid until the next is armed. */
const struct pd_fault *pd_fake_peripheral_strikes(struct pd_fake_peripheral *peripheral, enum pd_fault_kind kind);
/* Over are those faults that END ends. */
void pd_fake_peripheral_heal(struct pd_fake_peripheral *peripheral, enum pd_fault_end end);
