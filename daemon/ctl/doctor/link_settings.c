/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/link_settings.h"

#include "conf_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A body between strap and antenna takes half a second; with 4 s and more it ends no link. */
#define TIMEOUT_ENOUGH 400
#define TIMEOUT_KERNEL 42 /* the kernel's own: 420 ms */
/* What src/main.c of BlueZ takes: others are refused by it. */
#define TIMEOUT_MIN 10
#define TIMEOUT_MAX 3200
#define INTERVAL_MIN 6
#define INTERVAL_MAX 3200
#define INTERVAL_MAX_KERNEL 40 /* the kernel's own: 50 ms */
#define LATENCY_MAX 499

#define REMEDY "put ConnectionSupervisionTimeout=600 below [LE] in " PD_MAIN_CONF ", then:\nsudo systemctl restart bluetooth"

static int32_t *
field_of(struct pd_link_settings *settings, const char *key, int32_t *ret_min, int32_t *ret_max)
{
        const struct {
                const char *key;
                int32_t *field, min, max;
        } fields[] = {
                {"ConnectionSupervisionTimeout", &settings->timeout, TIMEOUT_MIN, TIMEOUT_MAX},
                {"MinConnectionInterval", &settings->min_interval, INTERVAL_MIN, INTERVAL_MAX},
                {"MaxConnectionInterval", &settings->max_interval, INTERVAL_MIN, INTERVAL_MAX},
                {"ConnectionLatency", &settings->latency, 0, LATENCY_MAX},
        };

        for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
                if (strcmp(fields[i].key, key) != 0)
                        continue;
                *ret_min = fields[i].min;
                *ret_max = fields[i].max;
                return fields[i].field;
        }
        return NULL;
}

static bool
take_entry(void *user, const struct pd_conf_entry *entry)
{
        struct pd_link_settings *settings = user;
        int32_t min, max, *field = entry->key != NULL && strcmp(entry->section, "LE") == 0
                ? field_of(settings, entry->key, &min, &max) : NULL;
        char *end;
        long value;

        if (field == NULL)
                return true;
        value = strtol(entry->value, &end, 10);
        if (end == entry->value || *end != '\0' || value < min || value > max)
                settings->line = entry->line;
        else
                *field = (int32_t) value;
        return true;
}

/* What GKeyFile takes and inih does not is BlueZ's own affair. */
static bool
pass_over(void *user, unsigned line, const char *expected)
{
        (void) user;
        (void) line;
        (void) expected;
        return true;
}

int
pd_link_settings_read(const char *path, struct pd_link_settings *ret)
{
        const struct pd_conf_ops ops = {.entry = take_entry, .refused = pass_over, .user = ret};
        char *bytes = NULL;
        bool world_readable;
        size_t size;
        int r = pd_conf_load(path, &bytes, &size, &world_readable);

        if (r < 0)
                return r;
        *ret = (struct pd_link_settings) {0};
        r = pd_conf_parse(bytes, size, &ops);
        free(bytes);
        return r;
}

/* In 10 ms; 0: it does not say. */
static int32_t
timeout_of(const char *folder, const char *name)
{
        char path[256];
        long value = 0;
        FILE *file;

        snprintf(path, sizeof(path), "%s/%.16s/supervision_timeout", folder, name);
        file = fopen(path, "re");
        if (file == NULL)
                return 0;
        if (fscanf(file, "%ld", &value) != 1 || value < 0 || value > INT32_MAX)
                value = 0;
        fclose(file);
        return (int32_t) value;
}

size_t
pd_timeouts_read(const char *folder, struct pd_timeout_in_use ret[static PD_TIMEOUTS_MAX])
{
        DIR *open = opendir(folder);
        struct dirent *entry;
        size_t n = 0;

        if (open == NULL)
                return 0;
        while (n < PD_TIMEOUTS_MAX && (entry = readdir(open)) != NULL) {
                int32_t timeout = strncmp(entry->d_name, "hci", 3) == 0 ? timeout_of(folder, entry->d_name) : 0;

                if (timeout == 0)
                        continue;
                ret[n].timeout = timeout;
                snprintf(ret[n++].adapter, sizeof(ret[0].adapter), "%.15s", entry->d_name);
        }
        closedir(open);
        return n;
}

/* "The supervision timeout in milliseconds shall be larger than (1 + latency) x
 * interval x 2" (Core Specification, Vol 6, Part B, 4.5.2): 4 units of 1.25 ms
 * are 5 ms, and a half of 10 ms. */
static bool
is_consistent(const struct pd_link_settings *settings, int32_t timeout)
{
        int32_t interval = settings->max_interval > 0 ? settings->max_interval : INTERVAL_MAX_KERNEL;

        if (settings->min_interval > interval)
                return false;
        return 4 * timeout > interval * (1 + settings->latency);
}

static void
judge_timeout(struct pd_diagnosis *diagnosis, int32_t timeout, const char *from)
{
        if (timeout < TIMEOUT_ENOUGH)
                pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, "supervision timeout", REMEDY,
                        "%d ms, as %s: a body between strap and antenna may end the link", timeout * 10, from);
        else
                pd_diagnosis_add(diagnosis, PD_HEALTH_WELL, "supervision timeout", NULL, "%d ms, as %s", timeout * 10, from);
}

static void
judge_in_use(struct pd_diagnosis *diagnosis, const struct pd_link_settings *settings, const struct pd_timeout_in_use *in_use)
{
        char from[64];

        snprintf(from, sizeof(from), "the kernel says of %s", in_use->adapter);
        judge_timeout(diagnosis, in_use->timeout, from);
        if (settings->timeout > 0 && settings->timeout != in_use->timeout)
                pd_diagnosis_add(diagnosis, PD_HEALTH_NOTE, "main.conf", "sudo systemctl restart bluetooth",
                        "it says %d ms, which does not count yet for %s", settings->timeout * 10, in_use->adapter);
}

void
pd_link_settings_judge(
        struct pd_diagnosis *diagnosis, const struct pd_link_settings *settings, const struct pd_timeout_in_use *in_use, size_t n)
{
        int32_t timeout = settings->timeout > 0 ? settings->timeout : TIMEOUT_KERNEL;

        if (settings->line > 0) {
                pd_diagnosis_add(diagnosis, PD_HEALTH_ILL, "main.conf",
                        "time-outs are 10 to 3200 (of 10 ms), intervals 6 to 3200 (of 1.25 ms), a latency is 0 to 499",
                        PD_MAIN_CONF ", line %u: BlueZ does not take this value", settings->line);
                return;
        }
        if (!is_consistent(settings, timeout)) {
                pd_diagnosis_add(diagnosis, PD_HEALTH_ILL, "main.conf",
                        "the time-out must be longer than twice the longest interval times one plus the latency; " REMEDY,
                        "the values below [LE] of " PD_MAIN_CONF " contradict each other: no link can be made with them");
                return;
        }
        if (n == 0)
                judge_timeout(diagnosis, timeout, settings->timeout > 0 ? "main.conf says" : "the kernel has it by itself");
        for (size_t i = 0; i < n; i++)
                judge_in_use(diagnosis, settings, &in_use[i]);
}
