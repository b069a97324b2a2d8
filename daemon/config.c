/* SPDX-License-Identifier: MIT */
/*
 * From entries to values. A section's name is resolved once, when it opens,
 * to a room: the table that knows its keys and the object that they fill.
 */
#include "config.h"

#include "conf_file.h"
#include "config_check.h"
#include "core/say/language.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HASH_START UINT64_C(0xCBF29CE484222325)
#define HASH_PRIME UINT64_C(0x100000001B3)

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
        { .key = NULL },
};

/* An athlete's keys that have no field of fixed size. */
static const struct pd_setting word_settings[] = {
        { .key = "workout", .offset = offsetof(struct pd_config_athlete, workout) },
        { .key = "plan", .offset = offsetof(struct pd_config_athlete, plan) },
        { .key = NULL },
};

#define KNOWN_KEYS_SIZE 288 /* the longest list, an athlete's, has 230 bytes; a finding holds 320 */

/* A key that was set in the file at hand. */
struct mention {
        char section[PD_CONF_NAME_MAX + 1];
        char key[PD_CONF_NAME_MAX + 1];
        unsigned line;
};

/* What the section at hand fills; table NULL: keys are passed over. */
struct room {
        char section[PD_CONF_NAME_MAX + 1]; /* in its one spelling */
        const struct pd_setting *table;
        void *object;
        struct pd_config_athlete *athlete; /* in an athlete's section */
};

struct reading {
        struct pd_config *config;
        const struct pd_sink_type *const *sink_types;
        struct pd_findings *findings;
        const char *file;
        struct room room;
        struct mention *mentions;
        size_t n_mentions;
        uint64_t hash; /* of what was read so far */
        int error;     /* -ENOMEM */
};

/* ---- findings ---- */

static bool
go_on(const struct reading *reading)
{
        return reading->error == 0 && !pd_findings_full(reading->findings);
}

static bool
out_of_memory(struct reading *reading)
{
        reading->error = -ENOMEM;
        return false;
}

#define REPORT(reading, line, ...) pd_findings_add((reading)->findings, PD_FINDING_ERROR, (reading)->file, line, __VA_ARGS__)

/* ---- growing lists ---- */

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
place_of(const struct reading *reading, unsigned line)
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
find_sink_type(const struct reading *reading, const char *key)
{
        for (const struct pd_sink_type *const *type = reading->sink_types; *type; type++)
                if (strcmp((*type)->key, key) == 0)
                        return *type;
        return NULL;
}

static void
enter(struct reading *reading, const struct pd_setting *table, void *object, struct pd_config_athlete *athlete, const char *format, ...)
{
        va_list arguments;

        reading->room = (struct room) { .table = table, .object = object, .athlete = athlete };
        va_start(arguments, format);
        vsnprintf(reading->room.section, sizeof(reading->room.section), format, arguments);
        va_end(arguments);
}

static bool
open_athlete(struct reading *reading, unsigned line, const char *id)
{
        struct pd_config *config = reading->config;
        struct pd_config_athlete *athlete = NULL;

        if (!pd_id_valid(id)) {
                REPORT(reading, line, "[athlete%s%s]: expected an id of 1 to 32 of a-z 0-9 _ -, such as [athlete kim]",
                        id[0] != '\0' ? " " : "", id);
                return go_on(reading);
        }
        if (strcmp(id, PD_CONFIG_RESERVED_ID) == 0 || strcmp(id, PD_GUEST_ID) == 0) {
                REPORT(reading, line, "[athlete %s]: this id is reserved, choose another", id);
                return go_on(reading);
        }
        for (size_t i = 0; i < config->n_athletes && !athlete; i++)
                if (strcmp(config->athletes[i].athlete.id, id) == 0)
                        athlete = &config->athletes[i];
        if (!athlete && config->n_athletes >= PD_ATHLETES_MAX) {
                REPORT(reading, line, "[athlete %s]: there are %d athletes already, the most there can be", id, PD_ATHLETES_MAX);
                return go_on(reading);
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
open_sensor(struct reading *reading, unsigned line, const char *written)
{
        struct pd_config *config = reading->config;
        struct pd_config_sensor *sensor = NULL;
        char address[PD_ADDRESS_SIZE];

        if (pd_config_spell_address(written, address) < 0) {
                REPORT(reading, line, "[sensor %s]: expected a Bluetooth address, such as [sensor A0:9E:1A:0B:1C:2D]", written);
                return go_on(reading);
        }
        for (size_t i = 0; i < config->n_sensors && !sensor; i++)
                if (strcmp(config->sensors[i].address, address) == 0)
                        sensor = &config->sensors[i];
        if (!sensor && config->n_sensors >= PD_CONFIG_SENSORS_MAX) {
                REPORT(reading, line, "[sensor %s]: there are %d sensors already, the most there can be", address,
                        PD_CONFIG_SENSORS_MAX);
                return go_on(reading);
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
open_sink(struct reading *reading, const struct pd_sink_type *type)
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
unknown_section(struct reading *reading, unsigned line, const char *section, const char *word)
{
        struct pd_setting words[16] = { { .key = "purposed" }, { .key = "athlete" }, { .key = "sensor" } };
        size_t n = 3;

        for (const struct pd_sink_type *const *type = reading->sink_types; *type && n + 1 < sizeof(words) / sizeof(words[0]); type++)
                words[n++].key = (*type)->key;

        const struct pd_setting *near = pd_setting_nearest(words, word);
        if (near && strcmp(near->key, word) != 0)
                REPORT(reading, line, "unknown section [%s], did you mean [%s]?", section, near->key);
        else if (near)
                REPORT(reading, line, "unknown section [%s]: nothing follows %s", section, near->key);
        else
                REPORT(reading, line, "unknown section [%s], expected [purposed], [athlete ID], [sensor ADDRESS] or that of a sink",
                        section);
        return go_on(reading);
}

static bool
open_section(struct reading *reading, unsigned line, const char *section)
{
        char word[PD_CONF_NAME_MAX + 1];
        const char *rest = split_section(section, word, sizeof(word));
        const struct pd_sink_type *type = find_sink_type(reading, word);

        reading->room = (struct room) { .table = NULL };
        if (strcmp(word, "athlete") == 0)
                return open_athlete(reading, line, rest);
        if (strcmp(word, "sensor") == 0)
                return open_sensor(reading, line, rest);
        if (rest[0] != '\0')
                return unknown_section(reading, line, section, word);
        if (type)
                return open_sink(reading, type);
        if (strcmp(word, "purposed") != 0)
                return unknown_section(reading, line, section, word);
        enter(reading, pd_config_node_settings, reading->config, NULL, "purposed");
        return true;
}

/* ---- keys ---- */

/* Notes the key, or reports where this file has it already. */
static bool
first_mention(struct reading *reading, unsigned line, const char *key)
{
        for (size_t i = 0; i < reading->n_mentions; i++) {
                const struct mention *mention = &reading->mentions[i];
                if (strcmp(mention->section, reading->room.section) == 0 && strcmp(mention->key, key) == 0) {
                        REPORT(reading, line, "%s is set already in line %u of this file", key, mention->line);
                        return false;
                }
        }

        struct mention *mention = grow((void **) &reading->mentions, &reading->n_mentions, sizeof(*mention));
        if (!mention)
                return out_of_memory(reading);
        memcpy(mention->section, reading->room.section, sizeof(mention->section));
        snprintf(mention->key, sizeof(mention->key), "%s", key);
        mention->line = line;
        return true;
}

/* "host, port, base", cut if there are more than a finding holds. */
static void
list_keys(const struct room *room, char ret[static KNOWN_KEYS_SIZE])
{
        size_t n = 0;

        ret[0] = '\0';
        for (const struct pd_setting *setting = room->table; setting->key && n < KNOWN_KEYS_SIZE; setting++)
                n += (size_t) snprintf(ret + n, KNOWN_KEYS_SIZE - n, "%s%s", n > 0 ? ", " : "", setting->key);
        for (const struct pd_setting *words = word_settings; room->athlete && words->key && n < KNOWN_KEYS_SIZE; words++)
                n += (size_t) snprintf(ret + n, KNOWN_KEYS_SIZE - n, ", %s", words->key);
}

static bool
unknown_key(struct reading *reading, unsigned line, const char *key)
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
        return go_on(reading);
}

static bool
set_words(struct reading *reading, unsigned line, const struct pd_setting *words, const char *value)
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
                return go_on(reading);
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
                snprintf(ret, size, "%" PRId64 " to %" PRId64 " bpm", setting->min, setting->max);
                return;
        case PD_SETTING_SPEED: /* kept in mm/s */
                snprintf(ret, size, "%" PRId64 ".%02" PRId64 " to %" PRId64 ".%02" PRId64 " m/s", setting->min / 1000,
                        setting->min % 1000 / 10, setting->max / 1000, setting->max % 1000 / 10);
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
report_value(struct reading *reading, unsigned line, const struct pd_setting *setting, const char *value, int error)
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
check_language(struct reading *reading, unsigned line)
{
        const char *code = reading->room.athlete->athlete.language;
        char known[KNOWN_KEYS_SIZE];

        if (pd_language_known(code))
                return;
        pd_language_list(known, sizeof(known));
        REPORT(reading, line, "language = %s: there is no such language yet, expected one of %s", code, known);
}

static bool
set_key(struct reading *reading, const struct pd_conf_entry *entry)
{
        const struct pd_setting *setting = pd_setting_find(reading->room.table, entry->key);
        const struct pd_setting *words = reading->room.athlete ? pd_setting_find(word_settings, entry->key) : NULL;

        if (!setting && !words)
                return unknown_key(reading, entry->line, entry->key);
        if (!first_mention(reading, entry->line, entry->key))
                return go_on(reading);
        if (words)
                return set_words(reading, entry->line, words, entry->value);

        int r = pd_setting_parse(setting, entry->value, reading->room.object);
        if (r < 0)
                report_value(reading, entry->line, setting, entry->value, r);
        else if (reading->room.athlete && strcmp(entry->key, "language") == 0)
                check_language(reading, entry->line);
        return go_on(reading);
}

/* ---- files ---- */

static bool
on_entry(void *user, const struct pd_conf_entry *entry)
{
        struct reading *reading = user;

        if (!entry->key)
                return open_section(reading, entry->line, entry->section);
        if (!reading->room.table)
                return true;
        return set_key(reading, entry);
}

static bool
on_refused(void *user, unsigned line, const char *expected)
{
        struct reading *reading = user;

        REPORT(reading, line, "%s", expected);
        return go_on(reading);
}

static void
report_load(struct reading *reading, int error)
{
        if (error == -EFBIG)
                REPORT(reading, 0, "is larger than %d bytes", PD_CONF_FILE_MAX);
        else if (error == -EINVAL)
                REPORT(reading, 0, "is no regular file");
        else
                REPORT(reading, 0, "cannot be read: %s", strerror(-error));
}

/* FNV-1a. Each file ends with a NUL that it does not have, so that a line
 * which moves from one file to the next changes the sum. */
static uint64_t
hash_on(uint64_t hash, const char *bytes, size_t size)
{
        for (size_t i = 0; i < size; i++)
                hash = (hash ^ (uint8_t) bytes[i]) * HASH_PRIME;
        return hash * HASH_PRIME;
}

/* A missing main file is a note; one of conf.d was there a moment ago. */
static int
read_file(struct reading *reading, const char *path, bool may_be_absent)
{
        const struct pd_conf_ops ops = { .entry = on_entry, .refused = on_refused, .user = reading };
        char *bytes = NULL;
        size_t size = 0;
        bool world_readable = false;

        reading->file = path;
        reading->room = (struct room) { .table = NULL };
        reading->n_mentions = 0;

        int r = pd_conf_load(path, &bytes, &size, &world_readable);
        if (r == -ENOMEM)
                return r;
        if (r == -ENOENT && may_be_absent) {
                pd_findings_add(reading->findings, PD_FINDING_NOTE, path, 0, "is not there, every setting has its default");
                return 0;
        }
        if (r < 0) {
                report_load(reading, r);
                return 0;
        }
        if (world_readable)
                pd_findings_add(reading->findings, PD_FINDING_WARNING, path, 0,
                        "may be read by everybody on this machine; it holds health data (chmod 0640)");
        reading->hash = hash_on(reading->hash, bytes, size);
        r = pd_conf_parse(bytes, size, &ops);
        free(bytes);
        return r < 0 ? r : reading->error;
}

static int
is_conf(const struct dirent *entry)
{
        size_t length = strlen(entry->d_name);

        return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".conf") == 0;
}

/* By bytes: the same order whatever the locale. */
static int
by_name(const struct dirent **a, const struct dirent **b)
{
        return strcmp((*a)->d_name, (*b)->d_name);
}

static int
read_files(struct reading *reading, const char *folder, struct dirent **names, size_t n)
{
        char path[PD_CONFIG_PATH_SIZE];
        int r = 0;

        for (size_t i = 0; i < n && r == 0 && !pd_findings_full(reading->findings); i++) {
                if ((size_t) snprintf(path, sizeof(path), "%s/%s", folder, names[i]->d_name) >= sizeof(path)) {
                        reading->file = folder;
                        REPORT(reading, 0, "a path has at most %zu bytes: %s", sizeof(path) - 1, names[i]->d_name);
                        continue;
                }
                r = read_file(reading, path, false);
        }
        return r;
}

static int
read_folder(struct reading *reading, const char *folder)
{
        struct dirent **names = NULL;
        int n = scandir(folder, &names, is_conf, by_name);
        int r = 0;

        reading->file = folder;
        if (n < 0 && errno == ENOMEM)
                return -ENOMEM;
        if (n < 0 && errno != ENOENT)
                report_load(reading, -errno);
        else if (n > PD_CONFIG_FILES_MAX)
                REPORT(reading, 0, "holds %d files, at most %d are read", n, PD_CONFIG_FILES_MAX);
        else if (n > 0)
                r = read_files(reading, folder, names, (size_t) n);

        for (int i = 0; i < n; i++)
                free(names[i]);
        free(names);
        return r;
}

/* ---- the whole ---- */

void
pd_config_node_of(const char *host, char ret[static PD_ID_SIZE])
{
        size_t n = 0;

        for (const char *c = host; *c != '\0' && *c != '.' && n < PD_ID_SIZE - 1; c++) {
                bool keep = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_' || *c == '-';
                ret[n++] = *c >= 'A' && *c <= 'Z' ? (char) (*c - 'A' + 'a') : keep ? *c : '-';
        }
        ret[n] = '\0';
        if (n == 0 || strcmp(ret, PD_CONFIG_RESERVED_ID) == 0)
                snprintf(ret, PD_ID_SIZE, "purposed");
}

static struct pd_config *
config_new(void)
{
        struct pd_config *config = calloc(1, sizeof(*config));
        char host[256] = ""; /* HOST_NAME_MAX is 64; left empty if it cannot be had */

        if (!config)
                return NULL;
        if (gethostname(host, sizeof(host) - 1) < 0)
                host[0] = '\0';
        pd_config_node_of(host, config->node);
        return config;
}

static int
read_all_files(struct reading *reading, const char *path)
{
        char folder[PD_CONFIG_PATH_SIZE];
        const char *slash = strrchr(path, '/');
        int directory = slash ? (int) (slash - path + 1) : 0;

        reading->file = path;
        if ((size_t) snprintf(folder, sizeof(folder), "%.*sconf.d", directory, path) >= sizeof(folder)) {
                REPORT(reading, 0, "a path has at most %zu bytes", sizeof(folder) - 1);
                return 0;
        }

        int r = read_file(reading, path, true);
        if (r < 0 || pd_findings_full(reading->findings))
                return r;
        return read_folder(reading, folder);
}

int
pd_config_read(const char *path, const struct pd_sink_type *const *sink_types, struct pd_findings *findings, struct pd_config **ret)
{
        struct reading reading = { .config = config_new(), .sink_types = sink_types, .findings = findings, .hash = HASH_START };
        size_t n_errors = findings->n_errors;

        if (!reading.config)
                return -ENOMEM;

        int r = read_all_files(&reading, path);
        free(reading.mentions);
        snprintf(reading.config->hash, sizeof(reading.config->hash), "%016" PRIx64, reading.hash);
        if (r == 0)
                pd_config_check(reading.config, path, findings);
        if (r == 0 && findings->n_errors > n_errors)
                r = -EBADMSG;
        if (r < 0) {
                pd_config_free(reading.config);
                return r;
        }
        *ret = reading.config;
        return 0;
}

struct pd_config *
pd_config_free(struct pd_config *config)
{
        if (!config)
                return NULL;
        for (size_t i = 0; i < config->n_athletes; i++) {
                free(config->athletes[i].workout);
                free(config->athletes[i].plan);
        }
        for (size_t i = 0; i < config->n_sinks; i++)
                free(config->sinks[i].settings);
        free(config->athletes);
        free(config->sensors);
        free(config->sinks);
        free(config);
        return NULL;
}

const void *
pd_config_sink_settings(const struct pd_config *config, const struct pd_sink_type *type)
{
        for (size_t i = 0; i < config->n_sinks; i++)
                if (config->sinks[i].type == type)
                        return config->sinks[i].settings;
        return NULL;
}

int
pd_config_spell_address(const char *written, char ret[static PD_ADDRESS_SIZE])
{
        char address[PD_ADDRESS_SIZE + 1]; /* one more, so that a longer one stays wrong */

        snprintf(address, sizeof(address), "%s", written);
        for (char *c = address; *c; c++)
                if (*c >= 'a' && *c <= 'f')
                        *c = (char) (*c - 'a' + 'A');
        if (!pd_address_valid(address))
                return -EINVAL;
        memcpy(ret, address, PD_ADDRESS_SIZE);
        return 0;
}

bool
pd_config_next_owner(const char **at, char ret[static PD_ID_SIZE + 1])
{
        size_t length, n;

        if (**at == '\0')
                return false;
        *at += strspn(*at, " \t");
        length = n = strcspn(*at, ",");
        while (n > 0 && ((*at)[n - 1] == ' ' || (*at)[n - 1] == '\t'))
                n--;
        snprintf(ret, PD_ID_SIZE + 1, "%.*s", (int) n, *at);
        *at += length + ((*at)[length] == ',');
        return true;
}

bool
pd_config_sensor_is_of(const struct pd_config_sensor *sensor, const char *athlete)
{
        const char *at = sensor->athlete;
        char id[PD_ID_SIZE + 1];

        while (pd_config_next_owner(&at, id))
                if (strcmp(id, athlete) == 0)
                        return true;
        return false;
}
