/* SPDX-License-Identifier: MIT */
#include "roster.h"

#include "formats/line.h"
#include "formats/workout_text.h"

#include <errno.h>
#include <string.h>

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
        pd_workout_init(&ret->workout);
        if (config->workout == NULL)
                return 0;
        if (compile_workout(config, findings, &ret->workout) < 0)
                return -EBADMSG;
        pd_workout_resolve(&ret->workout, &ret->athlete);
        pd_roster_unresolved(&ret->workout, &ret->athlete, &config->workout_place, findings);
        return 0;
}
