/* SPDX-License-Identifier: MIT */
/* The file of what was enrolled by command: purposed.conf's words, and some of its own. */
#include "enrolment_inside.h"

#include "conf_file.h"

#include "purposed/log.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#define HEAD \
        "# Sensors enrolled by command; purposed writes this file.\n" \
        "# What the configuration says of the same sensor counts more.\n"
#define ENTRY_SIZE (PD_CONFIG_OWNERS_MAX * PD_ID_SIZE + 4 * PD_TEXT_SIZE + PD_ID_SIZE + 3 * PD_ADDRESS_SIZE + 160)

/* What only a command says of a sensor. */
static const struct pd_setting command_settings[] = {
        {.key = "released", .kind = PD_SETTING_BOOL, .offset = offsetof(struct pd_enrolled, released), .expected = "yes or no"},
        {.key = "formerly",
                .kind = PD_SETTING_TEXT,
                .offset = offsetof(struct pd_enrolled, formerly),
                .size = PD_TEXT_SIZE,
                .expected = "Bluetooth addresses"},
        {.key = "called",
                .kind = PD_SETTING_TEXT,
                .offset = offsetof(struct pd_enrolled, called),
                .size = PD_TEXT_SIZE,
                .expected = "what it calls itself"},
        {.key = "serial",
                .kind = PD_SETTING_TEXT,
                .offset = offsetof(struct pd_enrolled, serial),
                .size = PD_TEXT_SIZE,
                .expected = "a serial number"},
        {.key = "kind", .kind = PD_SETTING_ID, .offset = offsetof(struct pd_enrolled, kind), .expected = "a kind such as heart_rate"},
        {.key = "asked",
                .kind = PD_SETTING_TEXT,
                .offset = offsetof(struct pd_enrolled, asked),
                .size = PD_ADDRESS_SIZE,
                .expected = "a Bluetooth address"},
        {.key = NULL},
};

struct reading {
        struct pd_enrolment *enrolment;
        char address[PD_ADDRESS_SIZE]; /* of the section at hand; "": it is passed over */
        bool configured; /* the sensor is the configuration's: of what that may say, a factor is all that is taken */
        int error;
};

static void
refuse(unsigned line, const char *what)
{
        pd_log(LOG_WARNING, "%s:%u: %s; passed over", PD_ENROLMENT_FILE, line, what);
}

static bool
open_section(struct reading *reading, const struct pd_conf_entry *entry)
{
        static const char word[] = "sensor ";
        struct pd_enrolled *sensor;

        reading->address[0] = '\0';
        reading->configured = false;
        if (strncmp(entry->section, word, sizeof(word) - 1) != 0 ||
                pd_config_spell_address(entry->section + sizeof(word) - 1, reading->address) < 0) {
                refuse(entry->line, "expected a section such as [sensor A0:9E:1A:0B:1C:2D]");
                return true;
        }
        sensor = pd_enrolment_named(reading->enrolment, reading->address);
        if (sensor != NULL && !sensor->by_command) {
                reading->configured = true;
                return true;
        }
        if (sensor != NULL) { /* here twice */
                reading->address[0] = '\0';
                return true;
        }
        if (reading->enrolment->n >= PD_CONFIG_SENSORS_MAX) {
                refuse(entry->line, "there are as many sensors as there can be");
                reading->address[0] = '\0';
                return true;
        }
        sensor = pd_enrolment_append(reading->enrolment);
        if (sensor == NULL) {
                reading->error = -ENOMEM;
                return false;
        }
        sensor->by_command = true;
        sensor->away_since = PD_NEVER;
        memcpy(sensor->sensor.address, reading->address, PD_ADDRESS_SIZE);
        return true;
}

static void
take_entry(struct reading *reading, const struct pd_setting *setting, const struct pd_conf_entry *entry)
{
        struct pd_enrolled *enrolled = pd_enrolment_named(reading->enrolment, reading->address);
        bool is_factor = strcmp(setting->key, "factor") == 0;

        if (is_factor ? enrolled->sensor.factor != 0 : reading->configured)
                return; /* the configuration's word */
        if (pd_setting_parse(setting, entry->value, &enrolled->sensor) < 0)
                refuse(entry->line, setting->expected);
        else if (is_factor)
                enrolled->factor_by_command = true;
}

/* "replaces = A0:9E:1A:0B:1C:2D" comes first in its section, which is that of
 * a sensor nobody has: it becomes the configuration's one. */
static void
take_replaced(struct reading *reading, const struct pd_conf_entry *entry)
{
        struct pd_enrolment *enrolment = reading->enrolment;
        struct pd_enrolled *last = &enrolment->sensors[enrolment->n - 1], *enrolled;
        char was[PD_ADDRESS_SIZE];

        if (reading->configured)
                return; /* the configuration has both */
        if (pd_config_spell_address(entry->value, was) < 0) {
                refuse(entry->line, "expected a Bluetooth address");
                return;
        }
        enrolled = pd_enrolment_named(enrolment, was);
        if (enrolled == NULL || enrolled->by_command || strcmp(last->sensor.address, reading->address) != 0)
                return; /* the configuration has it no longer */
        memcpy(enrolled->was, was, sizeof(was));
        memcpy(enrolled->sensor.address, reading->address, sizeof(enrolled->sensor.address));
        reading->configured = true;
        enrolment->n--;
}

static bool
on_entry(void *user, const struct pd_conf_entry *entry)
{
        struct reading *reading = user;
        const struct pd_setting *setting;

        if (entry->key == NULL)
                return open_section(reading, entry);
        if (reading->address[0] == '\0')
                return true;
        if (strcmp(entry->key, "replaces") == 0) {
                take_replaced(reading, entry);
                return true;
        }
        setting = pd_setting_find(command_settings, entry->key);
        if (setting != NULL) {
                if (pd_setting_parse(setting, entry->value, pd_enrolment_named(reading->enrolment, reading->address)) < 0)
                        refuse(entry->line, setting->expected);
                return true;
        }
        setting = pd_setting_find(pd_config_sensor_settings, entry->key);
        if (setting == NULL)
                refuse(entry->line, "expected athlete, name, factor, notify or released");
        else
                take_entry(reading, setting, entry);
        return true;
}

static bool
on_refused(void *user, unsigned line, const char *expected)
{
        (void) user;
        refuse(line, expected);
        return true;
}

int
pd_enrolment_read(struct pd_enrolment *enrolment)
{
        struct reading reading = {.enrolment = enrolment};
        const struct pd_conf_ops ops = {.entry = on_entry, .refused = on_refused, .user = &reading};
        char *bytes;
        size_t size;
        int r = pd_state_files_read(enrolment->files, PD_ENROLMENT_FILE, &bytes, &size);

        if (r == -ENOENT)
                return 0;
        if (r < 0) {
                pd_log(LOG_WARNING, "%s cannot be read: %s; going on with the configuration's sensors, and nothing is kept until it can",
                        PD_ENROLMENT_FILE, strerror(-r));
                enrolment->unread = r;
                return 0;
        }
        r = pd_conf_parse(bytes, size, &ops);
        free(bytes);
        return r < 0 ? r : reading.error;
}

static bool
is_remembered(const struct pd_enrolled *enrolled)
{
        return enrolled->was[0] != '\0' || enrolled->formerly[0] != '\0' || enrolled->asked[0] != '\0' ||
                enrolled->called[0] != '\0' || enrolled->serial[0] != '\0' || enrolled->kind[0] != '\0';
}

static size_t
write_text(const char *key, const char *text, char *ret, size_t size)
{
        return text[0] != '\0' ? (size_t) snprintf(ret, size, "%s = %s\n", key, text) : 0;
}

/* How many bytes. */
static size_t
write_sensor(const struct pd_enrolled *enrolled, char *ret, size_t size)
{
        const struct pd_config_sensor *sensor = &enrolled->sensor;
        char value[16];
        size_t length = 0;

        if (!enrolled->by_command && !enrolled->factor_by_command && !enrolled->released && !is_remembered(enrolled))
                return 0;
        length += (size_t) snprintf(ret, size, "\n[sensor %s]\n", sensor->address);
        length += write_text("replaces", enrolled->was, ret + length, size - length);
        if (enrolled->by_command)
                length += (size_t) snprintf(ret + length, size - length, "athlete = %s\n", sensor->athlete);
        if (enrolled->by_command)
                length += write_text("name", sensor->name, ret + length, size - length);
        if (enrolled->factor_by_command) {
                (void) pd_setting_format(pd_setting_find(pd_config_sensor_settings, "factor"), sensor, value, sizeof(value));
                length += write_text("factor", value, ret + length, size - length);
        }
        if (enrolled->by_command && sensor->notify != PD_CONFIG_NOTIFY_START) { /* by hand: no command says it */
                (void) pd_setting_format(pd_setting_find(pd_config_sensor_settings, "notify"), sensor, value, sizeof(value));
                length += write_text("notify", value, ret + length, size - length);
        }
        if (enrolled->released)
                length += (size_t) snprintf(ret + length, size - length, "released = yes\n");
        length += write_text("formerly", enrolled->formerly, ret + length, size - length);
        length += write_text("called", enrolled->called, ret + length, size - length);
        length += write_text("serial", enrolled->serial, ret + length, size - length);
        length += write_text("kind", enrolled->kind, ret + length, size - length);
        length += write_text("asked", enrolled->asked, ret + length, size - length);
        return length;
}

int
pd_enrolment_keep(const struct pd_enrolment *enrolment)
{
        size_t size = sizeof(HEAD) + enrolment->n * ENTRY_SIZE, length;
        char *text = enrolment->unread == 0 ? malloc(size) : NULL;
        int r;

        if (text == NULL)
                return enrolment->unread != 0 ? enrolment->unread : -ENOMEM;
        length = (size_t) snprintf(text, size, "%s", HEAD);
        for (size_t i = 0; i < enrolment->n; i++)
                length += write_sensor(&enrolment->sensors[i], text + length, size - length);
        r = pd_state_files_keep(enrolment->files, PD_ENROLMENT_FILE, text, length);
        free(text);
        return r;
}
