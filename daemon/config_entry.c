/* SPDX-License-Identifier: MIT */
/*
 * From entries to values. A section's name is resolved once, when it opens,
 * to a room: the table that knows its keys and the object that they fill.
 */
#include "config_entry.h"

#include "config_check.h"
#include "core/say/language.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct pd_setting pd_config_node_settings[] = {
        { .key = "node",
          .kind = PD_SETTING_ID,
          .offset = offsetof(struct pd_config, node),
          .size = PD_ID_SIZE,
          .expected = "an id of 1 to 32 of a-z 0-9 _ -, such as kitchen-pi" },
        { .key = "import_folder",
          .kind = PD_SETTING_TEXT,
          .offset = offsetof(struct pd_config, import_folder),
          .size = PD_CONFIG_PATH_SIZE,
          .expected = "a folder, such as /srv/watch" },
        { .key = NULL },
};

/* By enum pd_ladder_reach. */
static const char *const recoveries[] = { "off", "power", "service", "hardware", NULL };

const struct pd_setting pd_config_bluetooth_settings[] = {
        { .key = "adapters",
          .kind = PD_SETTING_TEXT,
          .offset = offsetof(struct pd_config_bluetooth, adapters),
          .size = sizeof(((struct pd_config_bluetooth *) NULL)->adapters),
          .expected = "the addresses of at most 8 adapters, such as B8:27:EB:01:02:03 00:1A:7D:DA:71:13" },
        { .key = "slots",
          .kind = PD_SETTING_INTEGER,
          .offset = offsetof(struct pd_config_bluetooth, slots),
          .min = 1,
          .max = PD_CONFIG_SLOTS_MAX,
          .expected = "how many sensors an adapter can be linked to at once, such as 5" },
        { .key = "recovery",
          .kind = PD_SETTING_CHOICE,
          .offset = offsetof(struct pd_config_bluetooth, recovery),
          .choices = recoveries,
          .expected = "how far to go with a wedged adapter: off, power, service or hardware" },
        { .key = NULL },
};

/* By enum pd_config_notify: BlueZ's StartNotify and AcquireNotify. */
static const char *const notify_choices[] = { "start", "acquire", NULL };

const struct pd_setting pd_config_sensor_settings[] = {
        { .key = "athlete",
          .kind = PD_SETTING_TEXT,
          .offset = offsetof(struct pd_config_sensor, athlete),
          .size = sizeof(((struct pd_config_sensor *) NULL)->athlete),
          .expected = "the id of an athlete, such as kim, or of those who share it: kim, lea" },
        { .key = "name",
          .kind = PD_SETTING_TEXT,
          .offset = offsetof(struct pd_config_sensor, name),
          .size = PD_TEXT_SIZE,
          .expected = "a name of at most 63 bytes, such as Kim's strap" },
        { .key = "factor",
          .kind = PD_SETTING_FACTOR,
          .offset = offsetof(struct pd_config_sensor, factor),
          .min = PD_FACTOR_MIN,
          .max = PD_FACTOR_MAX,
          .expected = "what a pod's distance is multiplied by, 0.85 to 1.15 with at most four decimals, such as 1.032" },
        { .key = "notify",
          .kind = PD_SETTING_CHOICE,
          .offset = offsetof(struct pd_config_sensor, notify),
          .choices = notify_choices,
          .expected = "start or acquire" },
        { .key = NULL },
};

/* An athlete's keys that have no field of fixed size. */
static const struct pd_setting word_settings[] = {
        { .key = "workout", .offset = offsetof(struct pd_config_athlete, workout) },
        { .key = "plan", .offset = offsetof(struct pd_config_athlete, plan) },
        { .key = NULL },
};

#define KNOWN_KEYS_SIZE 288 /* the longest list, an athlete's, has 230 bytes; a finding holds 320 */

#define REPORT(reading, line, ...) pd_findings_add((reading)->findings, PD_FINDING_ERROR, (reading)->file, line, __VA_ARGS__)

bool
pd_config_reading_goes_on(const struct pd_config_reading *reading)
{
        return reading->error == 0 && !pd_findings_full(reading->findings);
}

static bool
out_of_memory(struct pd_config_reading *reading)
{
        reading->error = -ENOMEM;
        return false;
}

/* One more zeroed element at the end of LIST; NULL if memory is out. */
static void *
grow(void **list, size_t *n, size_t size)
{
        char *more = reallocarray(*list, *n + 1, size);

        if (!more)
                return NULL;
        *list = more;
        memset(more + *n * size, 0, size);
        return more + (*n)++ * size;
}

static struct pd_config_place
place_of(const struct pd_config_reading *reading, unsigned line)
{
        struct pd_config_place place = { .line = line };

        pd_text_copy(place.file, sizeof(place.file), reading->file, strlen(reading->file));
        return place;
}

/* ---- rooms ---- */

/* The word of a section's name, and what stands after it. */
static const char *
split_section(const char *section, char *ret_word, size_t size)
{
        size_t length = strcspn(section, " \t");

        snprintf(ret_word, size, "%.*s", (int) length, section);
        return section + length + strspn(section + length, " \t");
}

static const struct pd_sink_type *
find_sink_type(const struct pd_config_reading *reading, const char *key)
{
        for (const struct pd_sink_type *const *type = reading->sink_types; *type; type++)
                if (strcmp((*type)->key, key) == 0)
                        return *type;
        return NULL;
}

static void
enter(struct pd_config_reading *reading, const struct pd_setting *table, void *object, struct pd_config_athlete *athlete,
        const char *format, ...)
{
        va_list arguments;

        reading->room = (struct pd_config_room) { .table = table, .object = object, .athlete = athlete };
        va_start(arguments, format);
        vsnprintf(reading->room.section, sizeof(reading->room.section), format, arguments);
        va_end(arguments);
}

static bool
open_athlete(struct pd_config_reading *reading, unsigned line, const char *id)
{
        struct pd_config *config = reading->config;
        struct pd_config_athlete *athlete = NULL;

        if (!pd_id_valid(id)) {
                REPORT(reading, line, "[athlete%s%s]: expected an id of 1 to 32 of a-z 0-9 _ -, such as [athlete kim]",
                        id[0] != '\0' ? " " : "", id);
                return pd_config_reading_goes_on(reading);
        }
        if (strcmp(id, PD_CONFIG_RESERVED_ID) == 0 || strcmp(id, PD_GUEST_ID) == 0) {
                REPORT(reading, line, "[athlete %s]: this id is reserved, choose another", id);
                return pd_config_reading_goes_on(reading);
        }
        for (size_t i = 0; i < config->n_athletes && !athlete; i++)
                if (strcmp(config->athletes[i].athlete.id, id) == 0)
                        athlete = &config->athletes[i];
        if (!athlete && config->n_athletes >= PD_ATHLETES_MAX) {
                REPORT(reading, line, "[athlete %s]: there are %d athletes already, the most there can be", id, PD_ATHLETES_MAX);
                return pd_config_reading_goes_on(reading);
        }
        if (!athlete) {
                athlete = grow((void **) &config->athletes, &config->n_athletes, sizeof(*athlete));
                if (!athlete)
                        return out_of_memory(reading);
                pd_athlete_init(&athlete->athlete, id);
                athlete->place = place_of(reading, line);
        }
        enter(reading, pd_athlete_settings, &athlete->athlete, athlete, "athlete %s", id);
        return true;
}

static bool
open_sensor(struct pd_config_reading *reading, unsigned line, const char *written)
{
        struct pd_config *config = reading->config;
        struct pd_config_sensor *sensor = NULL;
        char address[PD_ADDRESS_SIZE];

        if (pd_config_spell_address(written, address) < 0) {
                REPORT(reading, line, "[sensor %s]: expected a Bluetooth address, such as [sensor A0:9E:1A:0B:1C:2D]", written);
                return pd_config_reading_goes_on(reading);
        }
        for (size_t i = 0; i < config->n_sensors && !sensor; i++)
                if (strcmp(config->sensors[i].address, address) == 0)
                        sensor = &config->sensors[i];
        if (!sensor && config->n_sensors >= PD_CONFIG_SENSORS_MAX) {
                REPORT(reading, line, "[sensor %s]: there are %d sensors already, the most there can be", address,
                        PD_CONFIG_SENSORS_MAX);
                return pd_config_reading_goes_on(reading);
        }
        if (!sensor) {
                sensor = grow((void **) &config->sensors, &config->n_sensors, sizeof(*sensor));
                if (!sensor)
                        return out_of_memory(reading);
                memcpy(sensor->address, address, sizeof(sensor->address));
                sensor->place = place_of(reading, line);
        }
        enter(reading, pd_config_sensor_settings, sensor, NULL, "sensor %s", address);
        return true;
}

static bool
open_sink(struct pd_config_reading *reading, const struct pd_sink_type *type)
{
        struct pd_config *config = reading->config;
        void *settings = (void *) pd_config_sink_settings(config, type);

        if (!settings) {
                struct pd_config_sink *sink = grow((void **) &config->sinks, &config->n_sinks, sizeof(*sink));
                if (!sink)
                        return out_of_memory(reading);
                settings = calloc(1, type->settings_size);
                *sink = (struct pd_config_sink) { .type = type, .settings = settings };
                if (!settings)
                        return out_of_memory(reading);
                type->settings_init(settings);
        }
        enter(reading, type->settings, settings, NULL, "%s", type->key);
        return true;
}

static bool
unknown_section(struct pd_config_reading *reading, unsigned line, const char *section, const char *word)
{
        struct pd_setting words[16] = { { .key = "purposed" }, { .key = "athlete" }, { .key = "sensor" }, { .key = "bluetooth" } };
        size_t n = 4;

        for (const struct pd_sink_type *const *type = reading->sink_types; *type && n + 1 < sizeof(words) / sizeof(words[0]); type++)
                words[n++].key = (*type)->key;

        const struct pd_setting *near = pd_setting_nearest(words, word);
        if (near && strcmp(near->key, word) != 0)
                REPORT(reading, line, "unknown section [%s], did you mean [%s]?", section, near->key);
        else if (near)
                REPORT(reading, line, "unknown section [%s]: nothing follows %s", section, near->key);
        else
                REPORT(reading, line, "unknown section [%s], expected [purposed], [bluetooth], [athlete ID], [sensor ADDRESS] or a sink's",
                        section);
        return pd_config_reading_goes_on(reading);
}

static bool
open_section(struct pd_config_reading *reading, unsigned line, const char *section)
{
        char word[PD_CONF_NAME_MAX + 1];
        const char *rest = split_section(section, word, sizeof(word));
        const struct pd_sink_type *type = find_sink_type(reading, word);

        reading->room = (struct pd_config_room) { .table = NULL };
        if (strcmp(word, "athlete") == 0)
                return open_athlete(reading, line, rest);
        if (strcmp(word, "sensor") == 0)
                return open_sensor(reading, line, rest);
        if (rest[0] != '\0')
                return unknown_section(reading, line, section, word);
        if (type)
                return open_sink(reading, type);
        if (strcmp(word, "bluetooth") == 0)
                enter(reading, pd_config_bluetooth_settings, &reading->config->bluetooth, NULL, "bluetooth");
        else if (strcmp(word, "purposed") == 0)
                enter(reading, pd_config_node_settings, reading->config, NULL, "purposed");
        else
                return unknown_section(reading, line, section, word);
        return true;
}

/* ---- keys ---- */

/* Notes the key, or reports where this file has it already. */
static bool
first_mention(struct pd_config_reading *reading, unsigned line, const char *key)
{
        for (size_t i = 0; i < reading->n_mentions; i++) {
                const struct pd_config_mention *mention = &reading->mentions[i];
                if (strcmp(mention->section, reading->room.section) == 0 && strcmp(mention->key, key) == 0) {
                        REPORT(reading, line, "%s is set already in line %u of this file", key, mention->line);
                        return false;
                }
        }

        struct pd_config_mention *mention = grow((void **) &reading->mentions, &reading->n_mentions, sizeof(*mention));
        if (!mention)
                return out_of_memory(reading);
        memcpy(mention->section, reading->room.section, sizeof(mention->section));
        snprintf(mention->key, sizeof(mention->key), "%s", key);
        mention->line = line;
        return true;
}

/* "host, port, base", cut if there are more than a finding holds. */
static void
list_keys(const struct pd_config_room *room, char ret[static KNOWN_KEYS_SIZE])
{
        size_t n = 0;

        ret[0] = '\0';
        for (const struct pd_setting *setting = room->table; setting->key && n < KNOWN_KEYS_SIZE; setting++)
                n += (size_t) snprintf(ret + n, KNOWN_KEYS_SIZE - n, "%s%s", n > 0 ? ", " : "", setting->key);
        for (const struct pd_setting *words = word_settings; room->athlete && words->key && n < KNOWN_KEYS_SIZE; words++)
                n += (size_t) snprintf(ret + n, KNOWN_KEYS_SIZE - n, ", %s", words->key);
}

static bool
unknown_key(struct pd_config_reading *reading, unsigned line, const char *key)
{
        const struct pd_setting *near = pd_setting_nearest(reading->room.table, key);

        if (!near && reading->room.athlete)
                near = pd_setting_nearest(word_settings, key);
        if (near) {
                REPORT(reading, line, "unknown key %s, did you mean %s?", key, near->key);
        } else {
                char known[KNOWN_KEYS_SIZE];

                list_keys(&reading->room, known);
                REPORT(reading, line, "unknown key %s in [%s], expected %s", key, reading->room.section, known);
        }
        return pd_config_reading_goes_on(reading);
}

static bool
set_words(struct pd_config_reading *reading, unsigned line, const struct pd_setting *words, const char *value)
{
        struct pd_config_athlete *athlete = reading->room.athlete;
        char **field = (char **) ((char *) athlete + words->offset);
        bool plan = field == &athlete->plan;

        free(*field);
        *field = NULL;
        if (value[0] == '\0') /* takes back what an earlier file said */
                return true;
        if (plan && (value[0] != '/' || strlen(value) >= PD_CONFIG_PATH_SIZE)) {
                REPORT(reading, line, "plan = %.64s: expected a whole path, such as /etc/purposed/plans/kim.yaml", value);
                return pd_config_reading_goes_on(reading);
        }
        *field = strdup(value);
        if (!*field)
                return out_of_memory(reading);
        *(plan ? &athlete->plan_place : &athlete->workout_place) = place_of(reading, line);
        return true;
}

/* "100 to 240 bpm": the bounds as a person writes them. */
static void
bounds_text(const struct pd_setting *setting, char *ret, size_t size)
{
        switch (setting->kind) {
        case PD_SETTING_HEART_RATE:
        case PD_SETTING_RESERVE:
        case PD_SETTING_POWER:
                snprintf(ret, size, "%" PRId64 " to %" PRId64 " %s", setting->min, setting->max, pd_setting_unit(setting));
                return;
        case PD_SETTING_SPEED: /* kept in mm/s */
                snprintf(ret, size, "%" PRId64 ".%02" PRId64 " to %" PRId64 ".%02" PRId64 " m/s", setting->min / 1000,
                        setting->min % 1000 / 10, setting->max / 1000, setting->max % 1000 / 10);
                return;
        case PD_SETTING_FACTOR: /* kept in 1/10000 */
                snprintf(ret, size, "0.%04" PRId64 " to 1.%04" PRId64, setting->min, setting->max % PD_FACTOR_ONE);
                return;
        case PD_SETTING_TEXT:
        case PD_SETTING_ID:
        case PD_SETTING_BOOL:
        case PD_SETTING_INTEGER:
        case PD_SETTING_CHOICE:
        case PD_SETTING_HOURS:
        case PD_SETTING_TIME_OF_DAY:
                snprintf(ret, size, "%" PRId64 " to %" PRId64, setting->min, setting->max);
                return;
        }
        assert(false);
        ret[0] = '\0';
}

static void
report_value(struct pd_config_reading *reading, unsigned line, const struct pd_setting *setting, const char *value, int error)
{
        const char *key = setting->key, *expected = setting->expected;
        char bounds[64];

        bounds_text(setting, bounds, sizeof(bounds));
        if (error == -ERANGE)
                REPORT(reading, line, "%s = %.64s is outside of %s, expected %s", key, value, bounds, expected);
        else if (error == -E2BIG)
                REPORT(reading, line, "%s is too long (%zu bytes), expected %s", key, strlen(value), expected);
        else
                REPORT(reading, line, "%s = %.64s: expected %s", key, value, expected);
}

/* A language that is not there would silently be English. */
static void
check_language(struct pd_config_reading *reading, unsigned line)
{
        const char *code = reading->room.athlete->athlete.language;
        char known[KNOWN_KEYS_SIZE];

        if (pd_language_known(code))
                return;
        pd_language_list(known, sizeof(known));
        REPORT(reading, line, "language = %s: there is no such language yet, expected one of %s", code, known);
}

/* A name such as hci0 would mean another adapter after the next plug. */
static void
check_adapters(struct pd_config_reading *reading, unsigned line)
{
        char *adapters = reading->config->bluetooth.adapters;
        char spelt[sizeof(reading->config->bluetooth.adapters)];
        int r = pd_config_spell_addresses(adapters, spelt, sizeof(spelt));

        if (r == -EINVAL)
                REPORT(reading, line, "adapters = %.64s: expected addresses as purposectl status shows them, such as B8:27:EB:01:02:03, "
                                      "with blanks between (hci numbers move when one is plugged)",
                        spelt);
        if (r == 0)
                memcpy(adapters, spelt, sizeof(spelt));
        else
                adapters[0] = '\0';
}

static bool
set_key(struct pd_config_reading *reading, const struct pd_conf_entry *entry)
{
        const struct pd_setting *setting = pd_setting_find(reading->room.table, entry->key);
        const struct pd_setting *words = reading->room.athlete ? pd_setting_find(word_settings, entry->key) : NULL;

        if (!setting && !words)
                return unknown_key(reading, entry->line, entry->key);
        if (!first_mention(reading, entry->line, entry->key))
                return pd_config_reading_goes_on(reading);
        if (words)
                return set_words(reading, entry->line, words, entry->value);

        int r = pd_setting_parse(setting, entry->value, reading->room.object);
        if (r < 0)
                report_value(reading, entry->line, setting, entry->value, r);
        else if (reading->room.athlete && strcmp(entry->key, "language") == 0)
                check_language(reading, entry->line);
        else if (reading->room.table == pd_config_bluetooth_settings && strcmp(entry->key, "adapters") == 0)
                check_adapters(reading, entry->line);
        else if (reading->room.athlete && pd_setting_is_anchor(setting))
                reading->room.athlete->anchor_places[pd_anchor_index(setting)] = place_of(reading, entry->line);
        return pd_config_reading_goes_on(reading);
}

bool
pd_config_take_entry(struct pd_config_reading *reading, const struct pd_conf_entry *entry)
{
        if (!entry->key)
                return open_section(reading, entry->line, entry->section);
        if (!reading->room.table)
                return true;
        return set_key(reading, entry);
}
