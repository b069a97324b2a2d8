/* SPDX-License-Identifier: MIT */
/* The files of a configuration, in their order, and what came of them. */
#include "config.h"

#include "bluez/ladder.h"
#include "config_check.h"
#include "config_entry.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HASH_START UINT64_C(0xCBF29CE484222325)
#define HASH_PRIME UINT64_C(0x100000001B3)

#define REPORT(reading, line, ...) pd_findings_add((reading)->findings, PD_FINDING_ERROR, (reading)->file, line, __VA_ARGS__)

/* ---- files ---- */

static bool
on_entry(void *user, const struct pd_conf_entry *entry)
{
        return pd_config_take_entry(user, entry);
}

static bool
on_refused(void *user, unsigned line, const char *expected)
{
        struct pd_config_reading *reading = user;

        REPORT(reading, line, "%s", expected);
        return pd_config_reading_goes_on(reading);
}

static void
report_load(struct pd_config_reading *reading, int error)
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
read_file(struct pd_config_reading *reading, const char *path, bool may_be_absent)
{
        const struct pd_conf_ops ops = { .entry = on_entry, .refused = on_refused, .user = reading };
        char *bytes = NULL;
        size_t size = 0;
        bool world_readable = false;

        reading->file = path;
        reading->room = (struct pd_config_room) { .table = NULL };
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
read_files(struct pd_config_reading *reading, const char *folder, struct dirent **names, size_t n)
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
read_folder(struct pd_config_reading *reading, const char *folder)
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
        config->bluetooth.slots = PD_CONFIG_SLOTS;
        config->bluetooth.recovery = PD_LADDER_REACH_POWER;
        return config;
}

static int
read_all_files(struct pd_config_reading *reading, const char *path)
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
        struct pd_config_reading reading = { .config = config_new(), .sink_types = sink_types, .findings = findings, .hash = HASH_START };
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

int
pd_config_spell_addresses(const char *written, char *ret, size_t size)
{
        char word[PD_ADDRESS_SIZE + 1], address[PD_ADDRESS_SIZE];
        size_t n = 0;

        ret[0] = '\0';
        for (const char *at = written + strspn(written, " \t,"); *at != '\0'; at += strspn(at, " \t,")) {
                size_t length = strcspn(at, " \t,");

                snprintf(word, sizeof(word), "%.*s", (int) length, at);
                if (pd_config_spell_address(word, address) < 0) {
                        snprintf(ret, size, "%.*s", (int) length, at);
                        return -EINVAL;
                }
                if (n + PD_ADDRESS_SIZE + 1 > size)
                        return -E2BIG;
                n += (size_t) snprintf(ret + n, size - n, "%s%s", n > 0 ? " " : "", address);
                at += length;
        }
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
