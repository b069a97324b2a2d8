/* SPDX-License-Identifier: MIT */
#include "roster.h"

#include "formats/line.h"
#include "formats/workout_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void
take_day(struct pd_athlete *athlete, const struct pd_roster_day *day)
{
        athlete->condition = day->condition;
        athlete->yesterday = day->yesterday;
        athlete->yesterday_result = day->yesterday_result;
        if (day->kinetics != NULL)
                athlete->kinetics = *day->kinetics;
        if (day->goal != NULL)
                pd_text_copy(athlete->goal, sizeof(athlete->goal), day->goal, strlen(day->goal));
        if (day->why != NULL)
                pd_text_copy(athlete->why, sizeof(athlete->why), day->why, strlen(day->why));
}

static int
compile_workout(const struct pd_config_athlete *config, struct pd_findings *findings, struct pd_workout *ret)
{
        const char *const text = config->workout;
        struct pd_format_error error;
        const char *rest;
        size_t shown;

        if (pd_workout_text_parse(text, strlen(text), ret, &error) == 0)
                return 0;
        rest = pd_line_find(text, strlen(text), error.line) + error.column - 1;
        shown = strcspn(rest, "\n");
        pd_findings_add(findings, PD_FINDING_ERROR, config->workout_place.file, config->workout_place.line,
                "workout does not read from '%.*s' on: %s", shown < 40 ? (int) shown : 40, rest, error.expected);
        return -EBADMSG;
}

void
pd_roster_unresolved(const struct pd_workout *workout, const struct pd_athlete *athlete, const struct pd_config_place *place,
        struct pd_findings *findings)
{
        size_t step = 0;
        unsigned said = 0;

        while ((step = pd_workout_unresolved(workout, athlete, step)) < workout->n_steps) {
                const enum pd_reference reference = workout->steps[step++].target.reference;

                if (said & 1u << reference)
                        continue;
                said |= 1u << reference;
                pd_findings_add(findings, PD_FINDING_WARNING, place->file, place->line,
                        "step %zu of the workout counts as %s alone: it asks for %s", step,
                        pd_intensity_name(workout->steps[step - 1].intensity), pd_reference_advice(reference));
        }
}

int
pd_roster_entry_of(const struct pd_config_athlete *config, const struct pd_roster_day *day, struct pd_findings *findings,
        struct pd_roster_entry *ret)
{
        ret->athlete = config->athlete;
        ret->athlete.sessions_done = day->sessions_done;
        if (config->athlete.birth_year != 0 && day->year > config->athlete.birth_year)
                ret->athlete.age = day->year - config->athlete.birth_year;
        pd_athlete_estimate(&ret->athlete);
        take_day(&ret->athlete, day);
        pd_workout_init(&ret->workout);
        if (config->workout != NULL && compile_workout(config, findings, &ret->workout) < 0)
                return -EBADMSG;
        if (day->planned != NULL)
                ret->workout = *day->planned;
        pd_workout_resolve(&ret->workout, &ret->athlete);
        if (day->planned == NULL)
                pd_roster_unresolved(&ret->workout, &ret->athlete, &config->workout_place, findings);
        return 0;
}

static bool
is_shared(const struct pd_config_sensor *sensor)
{
        return strchr(sensor->athlete, ',') != NULL;
}

bool
pd_roster_has_guest(const struct pd_config *config)
{
        for (size_t i = 0; i < config->n_sensors; i++)
                if (is_shared(&config->sensors[i]))
                        return true;
        return false;
}

static bool
shares(const struct pd_config *config, const char *athlete)
{
        for (size_t i = 0; i < config->n_sensors; i++)
                if (is_shared(&config->sensors[i]) && pd_config_sensor_is_of(&config->sensors[i], athlete))
                        return true;
        return false;
}

void
pd_roster_guest_of(const struct pd_config *config, struct pd_roster_entry *ret)
{
        char names[4 * PD_TEXT_SIZE] = "";
        size_t length = 0;

        pd_athlete_init(&ret->athlete, PD_GUEST_ID);
        ret->athlete.retain_summary = false;
        ret->athlete.sessions_done = PD_LEARNING_SESSIONS; /* nobody who could be got to know */
        pd_workout_init(&ret->workout);
        for (size_t i = 0; i < config->n_athletes && length < sizeof(names); i++) {
                const struct pd_athlete *athlete = &config->athletes[i].athlete;

                if (shares(config, athlete->id))
                        length += (size_t) snprintf(names + length, sizeof(names) - length, "%s%s", length > 0 ? ", " : "",
                                athlete->name[0] != '\0' ? athlete->name : athlete->id);
        }
        pd_text_copy(ret->athlete.name, sizeof(ret->athlete.name), names, strlen(names));
}
