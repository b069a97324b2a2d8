/* SPDX-License-Identifier: MIT */
/*
 * What a sensor has to tell over the attribute protocol (Bluetooth Core,
 * Vol 3 Part F), as a table whose handles count from 1, and what it answers
 * to a request. Pure: bytes in, bytes out. One link at a time.
 *
 *   01  2800  service 180d
 *   02  2803  characteristic: properties, 03, 2a37
 *   03  2a37  its value
 *   04  2902  whether it is to notify (CCC)
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_ATT_MTU_LEAST 23 /* Vol 3 Part F 5.2.1, for LE */
#define PD_ATT_MTU_MOST 247 /* one link-layer packet of 251 bytes, less the L2CAP header */
#define PD_ATTRIBUTES_MAX 64
#define PD_ATTRIBUTE_BYTES_MAX 64

enum pd_attribute_property { PD_ATTRIBUTE_READ = 0x02, PD_ATTRIBUTE_NOTIFY = 0x10 };

struct pd_attribute {
        uint16_t type;
        uint8_t length;
        uint8_t value[PD_ATTRIBUTE_BYTES_MAX];
};

struct pd_attributes {
        uint16_t mtu;
        uint16_t n;
        struct pd_attribute all[PD_ATTRIBUTES_MAX];
};

void pd_attributes_init(struct pd_attributes *self);
void pd_attributes_add_service(struct pd_attributes *self, uint16_t uuid);

/* Returns the handle of the value. With PD_ATTRIBUTE_NOTIFY a CCC follows it. */
uint16_t pd_attributes_add(struct pd_attributes *self, uint16_t uuid, uint8_t properties, const void *value, size_t length);

/* ANSWER holds PD_ATT_MTU_MOST bytes. Returns its length, 0 if the request wants none. */
size_t pd_attributes_answer(struct pd_attributes *self, const uint8_t *request, size_t size, uint8_t *answer);

/* Whether the value with this handle is to be notified, on the link that stands. */
bool pd_attributes_subscribed(const struct pd_attributes *self, uint16_t handle);

/* The link has ended, and with it what was agreed on it. */
void pd_attributes_unlink(struct pd_attributes *self);
