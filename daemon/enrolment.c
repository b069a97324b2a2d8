/* SPDX-License-Identifier: MIT */
#include "enrolment.h"

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

struct pd_enrolment {
        struct pd_state_files *files;
        int unread; /* why the file could not be read; 0. It is not written then: what it has is not known */
        size_t n;
        struct pd_enrolled *sensors; /* the configuration's first */
};

static struct pd_enrolled *
find(const struct pd_enrolment *enrolment, const char *address)
{
        for (size_t i = 0; i < enrolment->n; i++)
                if (strcmp(enrolment->sensors[i].sensor.address, address) == 0)
                        return &enrolment->sensors[i];
        return NULL;
}

static struct pd_enrolled *
append(struct pd_enrolment *enrolment)
{
        struct pd_enrolled *more = reallocarray(enrolment->sensors, enrolment->n + 1, sizeof(*more));

        if (more == NULL)
                return NULL;
        enrolment->sensors = more;
        memset(&more[enrolment->n], 0, sizeof(*more));
        return &more[enrolment->n++];
}

/* ---- the file ------------------------------------------------------------------ */

struct reading {
        struct pd_enrolment *enrolment;
        char address[PD_ADDRESS_SIZE]; /* of the section at hand; "": it is passed over */
        bool factor_alone; /* the sensor is the configuration's */
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
        reading->factor_alone = false;
        if (strncmp(entry->section, word, sizeof(word) - 1) != 0 ||
                pd_config_spell_address(entry->section + sizeof(word) - 1, reading->address) < 0) {
                refuse(entry->line, "expected a section such as [sensor A0:9E:1A:0B:1C:2D]");
                return true;
        }
        sensor = find(reading->enrolment, reading->address);
        if (sensor != NULL && !sensor->by_command) {
                reading->factor_alone = true;
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
        sensor = append(reading->enrolment);
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
        struct pd_enrolled *enrolled = find(reading->enrolment, reading->address);
        bool is_factor = strcmp(setting->key, "factor") == 0;

        if (is_factor ? enrolled->sensor.factor != 0 : reading->factor_alone)
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

        if (reading->factor_alone)
                return; /* the configuration has both */
        if (pd_config_spell_address(entry->value, was) < 0) {
                refuse(entry->line, "expected a Bluetooth address");
                return;
        }
        enrolled = find(enrolment, was);
        if (enrolled == NULL || enrolled->by_command || strcmp(last->sensor.address, reading->address) != 0)
                return; /* the configuration has it no longer */
        memcpy(enrolled->was, was, sizeof(was));
        memcpy(enrolled->sensor.address, reading->address, sizeof(enrolled->sensor.address));
        reading->factor_alone = true;
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
                if (pd_setting_parse(setting, entry->value, find(reading->enrolment, reading->address)) < 0)
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

static bool
is_somebodys(const struct pd_config *config, const struct pd_config_sensor *sensor)
{
        for (size_t i = 0; i < config->n_athletes; i++)
                if (pd_config_sensor_is_of(sensor, config->athletes[i].athlete.id))
                        return true;
        return false;
}

/* Whoever has been taken out of the configuration has no sensor: it is not
 * connected for nobody. */
static void
drop_strangers(struct pd_enrolment *enrolment, const struct pd_config *config)
{
        size_t n = 0;

        for (size_t i = 0; i < enrolment->n; i++) {
                const struct pd_enrolled *sensor = &enrolment->sensors[i];

                if (sensor->by_command && sensor->sensor.athlete[0] == '\0')
                        continue; /* remembered of one that the configuration had */
                if (sensor->by_command && !is_somebodys(config, &sensor->sensor))
                        pd_log(LOG_WARNING, "%s: %s is enrolled for '%s', whom the configuration does not know; passed over",
                                PD_ENROLMENT_FILE, sensor->sensor.address, sensor->sensor.athlete);
                else
                        enrolment->sensors[n++] = *sensor;
        }
        enrolment->n = n;
}

static int
read_file(struct pd_enrolment *enrolment)
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

static int
keep(const struct pd_enrolment *enrolment)
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

/* ---- outside ---------------------------------------------------------------------- */

int
pd_enrolment_new(const struct pd_config *config, struct pd_state_files *files, struct pd_enrolment **ret)
{
        struct pd_enrolment *enrolment = calloc(1, sizeof(*enrolment));
        int r = enrolment != NULL ? 0 : -ENOMEM;

        for (size_t i = 0; r == 0 && i < config->n_sensors; i++) {
                struct pd_enrolled *sensor = append(enrolment);

                if (sensor != NULL)
                        *sensor = (struct pd_enrolled) {.sensor = config->sensors[i], .away_since = PD_NEVER};
                else
                        r = -ENOMEM;
        }
        if (r == 0) {
                enrolment->files = files;
                r = read_file(enrolment);
        }
        if (r == 0)
                drop_strangers(enrolment, config);
        if (r < 0) {
                pd_enrolment_free(enrolment);
                return r;
        }
        *ret = enrolment;
        return 0;
}

struct pd_enrolment *
pd_enrolment_free(struct pd_enrolment *enrolment)
{
        if (enrolment == NULL)
                return NULL;
        free(enrolment->sensors);
        free(enrolment);
        return NULL;
}

size_t
pd_enrolment_count(const struct pd_enrolment *enrolment)
{
        return enrolment->n;
}

const struct pd_enrolled *
pd_enrolment_at(const struct pd_enrolment *enrolment, size_t i)
{
        return &enrolment->sensors[i];
}

const struct pd_enrolled *
pd_enrolment_find(const struct pd_enrolment *enrolment, const char *address)
{
        char spelled[PD_ADDRESS_SIZE];

        return pd_config_spell_address(address, spelled) == 0 ? find(enrolment, spelled) : NULL;
}

const struct pd_enrolled *
pd_enrolment_find_former(const struct pd_enrolment *enrolment, const char *address)
{
        char spelled[PD_ADDRESS_SIZE];

        if (pd_config_spell_address(address, spelled) < 0)
                return NULL;
        for (size_t i = 0; i < enrolment->n; i++)
                if (strcmp(enrolment->sensors[i].was, spelled) == 0 || strstr(enrolment->sensors[i].formerly, spelled) != NULL)
                        return &enrolment->sensors[i];
        return NULL;
}

int
pd_enrolment_add(struct pd_enrolment *enrolment, const char *address, const char *athlete, const char *name)
{
        struct pd_enrolled sensor = {.by_command = true, .away_since = PD_NEVER}, *place;
        int r = pd_config_spell_address(address, sensor.sensor.address);

        if (r < 0)
                return r;
        if (find(enrolment, sensor.sensor.address) != NULL)
                return -EEXIST;
        if (enrolment->n >= PD_CONFIG_SENSORS_MAX)
                return -ENOSPC;
        place = append(enrolment);
        if (place == NULL)
                return -ENOMEM;
        pd_text_copy(sensor.sensor.athlete, sizeof(sensor.sensor.athlete), athlete, strlen(athlete));
        pd_text_copy(sensor.sensor.name, sizeof(sensor.sensor.name), name, strlen(name));
        *place = sensor;
        r = keep(enrolment);
        if (r < 0)
                enrolment->n--;
        return r;
}

int
pd_enrolment_remove(struct pd_enrolment *enrolment, const char *address)
{
        char spelled[PD_ADDRESS_SIZE];
        struct pd_enrolled *sensor = pd_config_spell_address(address, spelled) == 0 ? find(enrolment, spelled) : NULL;
        struct pd_enrolled before;
        size_t behind;
        int r;

        if (sensor == NULL)
                return -ENOENT;
        if (!sensor->by_command)
                return -EROFS;
        before = *sensor;
        behind = (size_t) (enrolment->sensors + enrolment->n - (sensor + 1));
        memmove(sensor, sensor + 1, behind * sizeof(*sensor));
        enrolment->n--;
        r = keep(enrolment);
        if (r < 0) {
                memmove(sensor + 1, sensor, behind * sizeof(*sensor));
                *sensor = before;
                enrolment->n++;
        }
        return r;
}

int
pd_enrolment_calibrate(struct pd_enrolment *enrolment, const char *address, int32_t factor)
{
        char spelled[PD_ADDRESS_SIZE];
        struct pd_enrolled *sensor = pd_config_spell_address(address, spelled) == 0 ? find(enrolment, spelled) : NULL;
        struct pd_enrolled before;
        int r;

        if (sensor == NULL)
                return -ENOENT;
        if (sensor->sensor.factor != 0 && !sensor->factor_by_command)
                return -EROFS;
        before = *sensor;
        sensor->sensor.factor = factor;
        sensor->factor_by_command = factor != 0;
        r = keep(enrolment);
        if (r < 0)
                *sensor = before;
        return r;
}

int
pd_enrolment_release(struct pd_enrolment *enrolment, const char *address, bool released)
{
        char spelled[PD_ADDRESS_SIZE];
        struct pd_enrolled *sensor = pd_config_spell_address(address, spelled) == 0 ? find(enrolment, spelled) : NULL;
        int r;

        if (sensor == NULL)
                return -ENOENT;
        if (sensor->released == released)
                return -EALREADY;
        sensor->released = released;
        r = keep(enrolment);
        if (r < 0)
                sensor->released = !released;
        return r;
}

/* OLD comes first; NEW is none of the former ones any more. */
static void
remember_address(struct pd_enrolled *sensor, const char *old, const char *new)
{
        char before[PD_TEXT_SIZE], *rest = NULL;
        size_t length = strlen(old);

        memcpy(before, sensor->formerly, sizeof(before));
        memcpy(sensor->formerly, old, length + 1);
        for (char *word = strtok_r(before, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
                size_t n = strlen(word) + 1;

                if (strcmp(word, new) == 0 || strcmp(word, old) == 0 || length + n >= sizeof(sensor->formerly))
                        continue;
                sensor->formerly[length] = ' ';
                memcpy(sensor->formerly + length + 1, word, n);
                length += n;
        }
}

int
pd_enrolment_replace(struct pd_enrolment *enrolment, const char *from, const char *to)
{
        char old[PD_ADDRESS_SIZE], new[PD_ADDRESS_SIZE];
        struct pd_enrolled *sensor = pd_config_spell_address(from, old) == 0 ? find(enrolment, old) : NULL;
        struct pd_enrolled before;
        int r = pd_config_spell_address(to, new);

        if (sensor == NULL)
                return -ENOENT;
        if (r < 0)
                return r;
        if (find(enrolment, new) != NULL)
                return -EEXIST;
        before = *sensor;
        memcpy(sensor->sensor.address, new, sizeof(new));
        remember_address(sensor, old, new);
        sensor->lookalike[0] = sensor->asked[0] = sensor->other_serial[0] = '\0';
        sensor->unproved = sensor->serial[0] != '\0';
        if (!sensor->by_command && strcmp(sensor->was, new) == 0)
                sensor->was[0] = '\0';
        else if (!sensor->by_command && sensor->was[0] == '\0')
                memcpy(sensor->was, old, sizeof(old));
        r = keep(enrolment);
        if (r < 0)
                *sensor = before;
        return r;
}

/* True: it is news. */
static bool
note(char *field, size_t size, const char *text)
{
        if (text[0] == '\0' || strcmp(field, text) == 0)
                return false;
        pd_text_copy(field, size, text, strlen(text));
        return true;
}

int
pd_enrolment_learn(struct pd_enrolment *enrolment, const char *address, const char *called, const char *serial, const char *kind)
{
        struct pd_enrolled *sensor = find(enrolment, address);
        char before[PD_TEXT_SIZE];
        bool news, another;
        int r;

        if (sensor == NULL)
                return 0;
        memcpy(before, sensor->serial, sizeof(before));
        another = note(sensor->serial, sizeof(sensor->serial), serial);
        if (serial[0] != '\0')
                sensor->unproved = false;
        news = another;
        if (!sensor->unproved)
                news = note(sensor->called, sizeof(sensor->called), called) | note(sensor->kind, sizeof(sensor->kind), kind) | another;
        another = another && before[0] != '\0';
        if (another)
                memcpy(sensor->other_serial, before, sizeof(before));
        r = news ? keep(enrolment) : 0;
        return r < 0 ? r : another;
}

void
pd_enrolment_away(struct pd_enrolment *enrolment, const char *address, pd_usec away_since)
{
        struct pd_enrolled *sensor = find(enrolment, address);

        if (sensor == NULL)
                return;
        sensor->away_since = away_since;
        if (away_since == PD_NEVER)
                sensor->lookalike[0] = '\0';
}

int
pd_enrolment_suspect(struct pd_enrolment *enrolment, const char *address, const char *lookalike)
{
        struct pd_enrolled *sensor = find(enrolment, address);

        if (sensor == NULL)
                return -ENOENT;
        memcpy(sensor->lookalike, lookalike, sizeof(sensor->lookalike));
        if (strcmp(sensor->asked, lookalike) == 0)
                return 0;
        memcpy(sensor->asked, lookalike, sizeof(sensor->asked));
        (void) keep(enrolment); /* if it cannot be kept she is asked again after a restart */
        return 1;
}
