/* SPDX-License-Identifier: MIT */
/*
 * What Home Assistant was ever told of, so that it can be taken back: of a
 * runner who has left, after a change of the configuration, by `purposectl
 * mqtt purge`. Kept as text between two lives of the daemon:
 *
 *   component athlete sensor heart_rate
 *   announced device homeassistant pi athlete anna
 *   announced entity homeassistant pi sensor 00005e005300
 *
 * A device is named by where it was announced; what its topics are follows
 * from that and from the components that its kind has ever had.
 */
#pragma once

#include "mqtt/entities.h"
#include "purposed/id.h"

#define PD_ANNOUNCED_DEVICES_MAX 256   /* the bridge, 64 athletes, three sensors each */
#define PD_ANNOUNCED_COMPONENTS_MAX 160 /* twice the table of today */
#define PD_ANNOUNCED_TEXT_SIZE ((size_t) 48 * 1024) /* all of them, at their longest */

#define PD_DISCOVERY_PREFIX_MAX 40

enum pd_discovery_mode { PD_DISCOVERY_DEVICE, PD_DISCOVERY_ENTITY, PD_DISCOVERY_OFF };

extern const char *const pd_discovery_modes[]; /* their names; ends with NULL */

/* Under which topics it stands. */
struct pd_announced_device {
        enum pd_discovery_mode mode;
        char prefix[PD_DISCOVERY_PREFIX_MAX + 1];
        char node[PD_ID_SIZE];
        enum pd_device_kind kind;
        char id[PD_ID_SIZE]; /* "bridge", the athlete's, or an address without its colons */
        bool leaving;        /* it is being taken back; not kept */
        size_t next;         /* of the messages that do so */
};

struct pd_announced_component {
        enum pd_device_kind kind;
        char platform[PD_ID_SIZE], key[PD_ID_SIZE];
};

struct pd_announced {
        size_t n_devices, n_components;
        struct pd_announced_device devices[PD_ANNOUNCED_DEVICES_MAX];
        struct pd_announced_component components[PD_ANNOUNCED_COMPONENTS_MAX];
};

const char *pd_device_kind_name(enum pd_device_kind kind); /* "athlete" */

/* The same place? */
bool pd_announced_is(const struct pd_announced_device *a, const struct pd_announced_device *b);

/* Its index, or SIZE_MAX. */
size_t pd_announced_find(const struct pd_announced *announced, const struct pd_announced_device *device);

/* 1: it is new; 0: it stands there, and is not leaving any more; -ENOSPC. */
int pd_announced_add(struct pd_announced *announced, const struct pd_announced_device *device);
/* The same of every component that a row of the table stands for. */
int pd_announced_add_components(struct pd_announced *announced);
void pd_announced_remove(struct pd_announced *announced, size_t i);

/* What does not read is passed over. */
void pd_announced_read(struct pd_announced *announced, const char *text);
/* Returns the length. */
size_t pd_announced_write(const struct pd_announced *announced, char ret[static PD_ANNOUNCED_TEXT_SIZE]);
