/* SPDX-License-Identifier: MIT */
#include "roster.h"

#include "formats/workout_text.h"

#include <errno.h>
#include <string.h>

static void
take_day(struct pd_athlete *athlete, const struct pd_roster_day *day)
{
        athlete->condition = day->condition;
        athlete->yesterday = day->yesterday;
        athlete->yesterday_result = day->yesterday_result;
        if (day->goal != NULL)
                pd_text_copy(athlete->goal, sizeof(athlete->goal), day->goal, strlen(day->goal));
        if (day->why != NULL)
                pd_text_copy(athlete->why, sizeof(athlete->why), day->why, strlen(day->why));
}

int
pd_roster_entry_of(const struct pd_config_athlete *config, const struct pd_roster_day *day, struct pd_findings *findings,
        struct pd_roster_entry *ret)
{
        struct pd_format_error error;

        ret->athlete = config->athlete;
        ret->athlete.sessions_done = day->sessions_done;
        if (config->athlete.birth_year != 0 && day->year > config->athlete.birth_year)
                ret->athlete.age = day->year - config->athlete.birth_year;
        pd_athlete_estimate(&ret->athlete);
        take_day(&ret->athlete, day);
        pd_workout_init(&ret->workout);
        if (config->workout != NULL && pd_workout_text_parse(config->workout, strlen(config->workout), &ret->workout, &error) < 0) {
                const char *rest = config->workout + error.column - 1;
                pd_findings_add(findings, PD_FINDING_ERROR, config->workout_place.file, config->workout_place.line,
                        "workout does not read from '%.40s' on: %s", rest, error.expected);
                return -EBADMSG;
        }
        if (day->planned != NULL)
                ret->workout = *day->planned;
        pd_workout_resolve(&ret->workout, &ret->athlete);
        return 0;
}
