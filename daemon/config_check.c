/* SPDX-License-Identifier: MIT */
/* What only the whole configuration can tell: who is missing, what contradicts what. */
#include "config_check.h"

#include "zone.h"

#include "core/athlete/contradiction.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#define OLDEST 1900 /* year of birth */
#define WHY_SIZE 320 /* a finding holds no more */
#define REPORT(findings, place, ...) pd_findings_add(findings, PD_FINDING_ERROR, (place)->file, (place)->line, __VA_ARGS__)

static bool
has_athlete(const struct pd_config *config, const char *id)
{
        for (size_t i = 0; i < config->n_athletes; i++)
                if (strcmp(config->athletes[i].athlete.id, id) == 0)
                        return true;
        return false;
}

static void
check_owner(const struct pd_config *config, size_t index, const char *id, struct pd_findings *findings)
{
        const struct pd_config_sensor *sensor = &config->sensors[index];
        size_t before = 0;

        for (size_t i = 0; i < index; i++)
                before += pd_config_sensor_is_of(&config->sensors[i], id);
        if (!has_athlete(config, id))
                REPORT(findings, &sensor->place, "[sensor %s]: there is no [athlete %s]", sensor->address, id);
        else if (before == PD_ENGINE_SENSORS_MAX)
                REPORT(findings, &sensor->place, "athlete %s has more than %d sensors", id, PD_ENGINE_SENSORS_MAX);
}

static void
check_sensors(const struct pd_config *config, struct pd_findings *findings)
{
        char id[PD_ID_SIZE + 1];

        for (size_t i = 0; i < config->n_sensors; i++) {
                const struct pd_config_sensor *sensor = &config->sensors[i];
                const char *at = sensor->athlete;

                if (sensor->athlete[0] == '\0')
                        REPORT(findings, &sensor->place, "[sensor %s] says no athlete, expected athlete = ID", sensor->address);
                while (pd_config_next_owner(&at, id))
                        check_owner(config, i, id, findings);
        }
}

/* Thresholds that contradict each other would be judged by all the same. */
static void
check_anchors(const struct pd_config_athlete *it, struct pd_findings *findings)
{
        struct pd_contradiction found[PD_CONTRADICTIONS_MAX];
        const size_t n = pd_athlete_contradictions(&it->athlete, found);

        for (size_t i = 0; i < n; i++)
                REPORT(findings, &it->place, "[athlete %s]: %s must be below %s", it->athlete.id, found[i].low, found[i].high);
}

static void
check_zone(const struct pd_config_athlete *it, struct pd_findings *findings)
{
        const char *name = it->athlete.time_zone;

        if (name[0] != '\0' && !pd_zone_valid(name))
                REPORT(findings, &it->place, "[athlete %s]: time_zone = %s: no zone of this machine, expected one that "
                                             "timedatectl list-timezones shows, such as Europe/Berlin",
                        it->athlete.id, name);
}

/* "85" is no year of a runner's. */
static void
check_birth_year(const struct pd_config_athlete *it, struct pd_findings *findings)
{
        if (it->athlete.birth_year != 0 && it->athlete.birth_year < OLDEST)
                REPORT(findings, &it->place, "[athlete %s]: birth_year = %d: expected all four digits, such as 1985", it->athlete.id,
                        it->athlete.birth_year);
}

void
pd_config_check(const struct pd_config *config, const char *path, struct pd_findings *findings)
{
        if (strcmp(config->node, PD_CONFIG_RESERVED_ID) == 0)
                pd_findings_add(findings, PD_FINDING_ERROR, path, 0, "node = %s: this id is reserved, choose another", config->node);
        for (size_t i = 0; i < config->n_athletes; i++) {
                check_anchors(&config->athletes[i], findings);
                check_zone(&config->athletes[i], findings);
                check_birth_year(&config->athletes[i], findings);
        }
        check_sensors(config, findings);
        if (config->n_athletes == 0 && findings->n_errors == 0) /* with errors, perhaps there would be one */
                pd_findings_add(findings, PD_FINDING_WARNING, path, 0, "there is no [athlete ID] section: nobody to coach");
}

void
pd_config_note_silence(const struct pd_config *config, const char *path, const struct pd_sink_type *const *sink_types,
        struct pd_findings *findings)
{
        if (config->n_sinks == 0 && sink_types[0] != NULL)
                pd_findings_add(findings, PD_FINDING_NOTE, path, 0,
                        "there is no [%s] section: nobody hears the coach but purposectl watch", sink_types[0]->key);
}

void
pd_config_try_sinks(const struct pd_config *config, const char *path, struct pd_findings *findings)
{
        for (size_t i = 0; i < config->n_sinks; i++) {
                const struct pd_sink_type *type = config->sinks[i].type;
                char why[WHY_SIZE];
                int r = type->settings_try != NULL ? type->settings_try(config->sinks[i].settings, why, sizeof(why)) : 0;

                if (r < 0)
                        pd_findings_add(findings, r == -EACCES ? PD_FINDING_NOTE : PD_FINDING_ERROR, path, 0, "[%s]: %s", type->key, why);
        }
}
