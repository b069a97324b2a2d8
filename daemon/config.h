/* SPDX-License-Identifier: MIT */
/*
 * /etc/purposed/purposed.conf and, beside it, conf.d/NAME.conf in the order
 * of their names: read, checked, and turned into values. Of a key that
 * stands in several files the last one counts; twice in one file is an
 * error. A sink is known here by its settings table alone.
 */
#pragma once

#include "finding.h"

#include "purposed/athlete.h"
#include "purposed/id.h"
#include "purposed/port.h"
#include "purposed/pump.h"

#define PD_CONFIG_FILES_MAX 64 /* in conf.d */
#define PD_CONFIG_SENSORS_MAX (PD_ATHLETES_MAX * PD_ENGINE_SENSORS_MAX)
#define PD_CONFIG_OWNERS_MAX 8 /* of a shared sensor */
#define PD_CONFIG_PATH_SIZE 256
#define PD_CONFIG_HASH_SIZE 17 /* 16 hex digits and NUL */

/* Where something was written, for errors that show themselves later. */
struct pd_config_place {
        char file[PD_CONFIG_PATH_SIZE];
        unsigned line;
};

#define PD_CONFIG_ANCHORS_MAX 12

struct pd_config_athlete {
        struct pd_athlete athlete; /* as written: nothing is estimated yet */
        struct pd_config_place anchor_places[PD_CONFIG_ANCHORS_MAX]; /* by pd_anchor_index(); of those that are written */
        struct pd_config_place place;
        char *workout; /* every day's that the plan leaves open, as text; NULL = none */
        struct pd_config_place workout_place;
        char *plan; /* path of the plan's file; NULL = where it usually is */
        struct pd_config_place plan_place;
};

/* How its measurements come from BlueZ. */
enum pd_config_notify { PD_CONFIG_NOTIFY_START, PD_CONFIG_NOTIFY_ACQUIRE };

struct pd_config_sensor {
        char address[PD_ADDRESS_SIZE];
        char athlete[PD_CONFIG_OWNERS_MAX * PD_ID_SIZE]; /* ids with commas between; as written */
        char name[PD_TEXT_SIZE]; /* "" = what it calls itself */
        int32_t factor; /* of what it measures, in parts of PD_FACTOR_ONE; 0: not calibrated */
        int32_t notify; /* enum pd_config_notify */
        struct pd_config_place place;
};

#define PD_CONFIG_ADAPTERS_MAX 8 /* more than anybody has plugged in */

/* How Bluetooth is used: [bluetooth]. */
struct pd_config_bluetooth {
        char adapters[PD_CONFIG_ADAPTERS_MAX * (PD_ADDRESS_SIZE + 1)]; /* those that may be used, blanks between; "" = all */
        int32_t slots; /* links that an adapter holds */
        int32_t recovery; /* enum pd_ladder_reach: what may be done about a wedged one */
};

/* A sink that has a section. */
struct pd_config_sink {
        const struct pd_sink_type *type;
        void *settings; /* of type->settings_size */
};

struct pd_config {
        char node[PD_ID_SIZE];
        char import_folder[PD_CONFIG_PATH_SIZE]; /* below it a folder each athlete; "" = none is watched there */
        char hash[PD_CONFIG_HASH_SIZE]; /* of every file's bytes as they were read, in that order: FNV-1a, 64 bits, in hex */
        struct pd_config_bluetooth bluetooth;
        size_t n_athletes, n_sensors, n_sinks;
        struct pd_config_athlete *athletes; /* in the order of their first mention, like the others */
        struct pd_config_sensor *sensors;
        struct pd_config_sink *sinks;
};

/* What CSR dongles hold, and what Home Assistant's bluetooth-adapters assumes of
 * any: Broadcom's hold 7. One too few costs nothing until so many are worn
 * at once; one too many ends links in odd ways. */
#define PD_CONFIG_SLOTS 5
#define PD_CONFIG_SLOTS_MAX 32

/* The keys of [purposed], [bluetooth] and of a [sensor] section. */
extern const struct pd_setting pd_config_node_settings[];
extern const struct pd_setting pd_config_bluetooth_settings[];
extern const struct pd_setting pd_config_sensor_settings[];

/* Reads PATH and its conf.d. SINK_TYPES ends with NULL. FINDINGS is added to,
 * whatever becomes of it. -EBADMSG: there are errors among them; -ENOMEM. */
int pd_config_read(const char *path, const struct pd_sink_type *const *sink_types, struct pd_findings *findings, struct pd_config **ret);
struct pd_config *pd_config_free(struct pd_config *config);

/* A Bluetooth address in its one spelling, capitals; -EINVAL. */
int pd_config_spell_address(const char *written, char ret[static PD_ADDRESS_SIZE]);

/* Addresses with blanks or commas between, in their one spelling with one
 * blank; -EINVAL: one is none, and stands in RET; -E2BIG. */
int pd_config_spell_addresses(const char *written, char *ret, size_t size);

/* The next id of a sensor's athletes, from *AT on, which is moved behind it;
 * false at the end. RET is "" where there is none between two commas, and
 * cut where it is too long for one. */
bool pd_config_next_owner(const char **at, char ret[static PD_ID_SIZE + 1]);

/* Is ATHLETE one of those to whom the sensor belongs? */
bool pd_config_sensor_is_of(const struct pd_config_sensor *sensor, const char *athlete);

/* The settings of a sink that is switched on, or NULL. */
const void *pd_config_sink_settings(const struct pd_config *config, const struct pd_sink_type *type);

/* A host name made into an id: lower case, up to its first dot, what an id
 * cannot hold as '-'; "purposed" if nothing is left. */
void pd_config_node_of(const char *host, char ret[static PD_ID_SIZE]);
