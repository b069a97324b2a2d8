/* SPDX-License-Identifier: MIT */
#include "enrolment_inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

struct pd_enrolled *
pd_enrolment_named(const struct pd_enrolment *enrolment, const char *address)
{
        for (size_t i = 0; i < enrolment->n; i++)
                if (strcmp(enrolment->sensors[i].sensor.address, address) == 0)
                        return &enrolment->sensors[i];
        return NULL;
}

struct pd_enrolled *
pd_enrolment_append(struct pd_enrolment *enrolment)
{
        struct pd_enrolled *more = reallocarray(enrolment->sensors, enrolment->n + 1, sizeof(*more));

        if (more == NULL)
                return NULL;
        enrolment->sensors = more;
        memset(&more[enrolment->n], 0, sizeof(*more));
        return &more[enrolment->n++];
}

/* By an address in whatever case; NULL. */
static struct pd_enrolled *
find(const struct pd_enrolment *enrolment, const char *address)
{
        char spelled[PD_ADDRESS_SIZE];

        return pd_config_spell_address(address, spelled) == 0 ? pd_enrolment_named(enrolment, spelled) : NULL;
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

int
pd_enrolment_new(const struct pd_config *config, struct pd_state_files *files, struct pd_enrolment **ret)
{
        struct pd_enrolment *enrolment = calloc(1, sizeof(*enrolment));
        int r = enrolment != NULL ? 0 : -ENOMEM;

        for (size_t i = 0; r == 0 && i < config->n_sensors; i++) {
                struct pd_enrolled *sensor = pd_enrolment_append(enrolment);

                if (sensor != NULL)
                        *sensor = (struct pd_enrolled) {.sensor = config->sensors[i], .away_since = PD_NEVER};
                else
                        r = -ENOMEM;
        }
        if (r == 0) {
                enrolment->files = files;
                r = pd_enrolment_read(enrolment);
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
        return find(enrolment, address);
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
        if (pd_enrolment_named(enrolment, sensor.sensor.address) != NULL)
                return -EEXIST;
        if (enrolment->n >= PD_CONFIG_SENSORS_MAX)
                return -ENOSPC;
        place = pd_enrolment_append(enrolment);
        if (place == NULL)
                return -ENOMEM;
        pd_text_copy(sensor.sensor.athlete, sizeof(sensor.sensor.athlete), athlete, strlen(athlete));
        pd_text_copy(sensor.sensor.name, sizeof(sensor.sensor.name), name, strlen(name));
        *place = sensor;
        r = pd_enrolment_keep(enrolment);
        if (r < 0)
                enrolment->n--;
        return r;
}

int
pd_enrolment_remove(struct pd_enrolment *enrolment, const char *address)
{
        struct pd_enrolled *sensor = find(enrolment, address);
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
        r = pd_enrolment_keep(enrolment);
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
        struct pd_enrolled *sensor = find(enrolment, address);
        struct pd_enrolled before;
        int r;

        if (sensor == NULL)
                return -ENOENT;
        if (sensor->sensor.factor != 0 && !sensor->factor_by_command)
                return -EROFS;
        before = *sensor;
        sensor->sensor.factor = factor;
        sensor->factor_by_command = factor != 0;
        r = pd_enrolment_keep(enrolment);
        if (r < 0)
                *sensor = before;
        return r;
}

int
pd_enrolment_release(struct pd_enrolment *enrolment, const char *address, bool released)
{
        struct pd_enrolled *sensor = find(enrolment, address);
        int r;

        if (sensor == NULL)
                return -ENOENT;
        if (sensor->released == released)
                return -EALREADY;
        sensor->released = released;
        r = pd_enrolment_keep(enrolment);
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
        struct pd_enrolled *sensor = pd_config_spell_address(from, old) == 0 ? pd_enrolment_named(enrolment, old) : NULL;
        struct pd_enrolled before;
        int r = pd_config_spell_address(to, new);

        if (sensor == NULL)
                return -ENOENT;
        if (r < 0)
                return r;
        if (pd_enrolment_named(enrolment, new) != NULL)
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
        r = pd_enrolment_keep(enrolment);
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
        struct pd_enrolled *sensor = pd_enrolment_named(enrolment, address);
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
        r = news ? pd_enrolment_keep(enrolment) : 0;
        return r < 0 ? r : another;
}

void
pd_enrolment_away(struct pd_enrolment *enrolment, const char *address, pd_usec away_since)
{
        struct pd_enrolled *sensor = pd_enrolment_named(enrolment, address);

        if (sensor == NULL)
                return;
        sensor->away_since = away_since;
        if (away_since == PD_NEVER)
                sensor->lookalike[0] = '\0';
}

int
pd_enrolment_suspect(struct pd_enrolment *enrolment, const char *address, const char *lookalike)
{
        struct pd_enrolled *sensor = pd_enrolment_named(enrolment, address);

        if (sensor == NULL)
                return -ENOENT;
        memcpy(sensor->lookalike, lookalike, sizeof(sensor->lookalike));
        if (strcmp(sensor->asked, lookalike) == 0)
                return 0;
        memcpy(sensor->asked, lookalike, sizeof(sensor->asked));
        (void) pd_enrolment_keep(enrolment); /* if it cannot be kept she is asked again after a restart */
        return 1;
}
