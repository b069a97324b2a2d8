/* SPDX-License-Identifier: MIT */
/*
 * How a home finds us: Home Assistant's discovery. PURE.
 *
 *   device   <prefix>/device/<object id>/config               all components in one message
 *   entity   <prefix>/<platform>/<object id>/<key>/config     one message a component, for those who know no other
 *
 * Retained, QoS 1. Three kinds of device hang together by via_device:
 *
 *   purposed_<node>_bridge ◀── purposed_<node>_athlete_<id>
 *                          ◀── purposed_<node>_sensor_<address without colons>
 *
 * Availability stands with each component, never at the top: what the top
 * says is merged into components, and two forms of it in one refuse all.
 */
#pragma once

#include "mqtt/announced.h"
#include "mqtt/topics.h"

#include "purposed/port.h"

struct pd_discovery {
        const struct pd_topics *topics;
        const char *prefix; /* "homeassistant"; at most PD_DISCOVERY_PREFIX_MAX bytes */
        const char *version;
        enum pd_discovery_mode mode;
};

/* What is known of a device that is to be announced; zeroed before it is filled in. */
struct pd_device {
        enum pd_device_kind kind;
        char id[PD_ID_SIZE]; /* as in struct pd_announced_device */
        char address[PD_ADDRESS_SIZE]; /* of a sensor */
        char name[PD_TEXT_SIZE], maker[PD_TEXT_SIZE], model[PD_TEXT_SIZE], firmware[PD_TEXT_SIZE];
        const struct pd_sensor_type *type; /* NULL: not known yet */
        int32_t units; /* enum pd_units: an athlete's */
        size_t n_choices;
        char choices[PD_CHOICES_MAX][PD_ID_SIZE]; /* of an athlete: workouts that may be chosen */
};

void pd_device_of_bridge(struct pd_device *ret);
/* The device that EVENT tells of, an athlete or a sensor. -ENOMSG: none; nor
 * is the guest, who leaves nothing behind. */
int pd_device_of_event(const struct pd_event *event, struct pd_device *ret);
/* "00:00:5E:00:53:00" → "00005e005300" */
void pd_device_address_id(const char *address, char ret[static PD_ID_SIZE]);

/* Where it is announced. */
void pd_discovery_place(const struct pd_discovery *discovery, enum pd_device_kind kind, const char *id, struct pd_announced_device *ret);

/* The Ith message that announces DEVICE, and takes back components of its
 * kind that ANNOUNCED knows and the table does not any more. -ENOENT: after
 * the last; -ENOBUFS. */
int pd_discovery_announce(const struct pd_discovery *discovery, const struct pd_device *device, const struct pd_announced *announced,
                          size_t i, struct pd_message *message);

/* The Ith message that takes back what was announced at PLACE, or (MIGRATES)
 * prepares for the same entities to be announced elsewhere: they keep what
 * their owner has made of them. -ENOENT: after the last. */
int pd_discovery_withdraw(const struct pd_announced_device *place, const struct pd_announced *announced, bool migrates, size_t i,
                          struct pd_message *message);

/* "<prefix>/status", where Home Assistant says that it is there. */
void pd_discovery_birth_topic(const struct pd_discovery *discovery, char ret[static PD_TOPIC_SIZE]);
