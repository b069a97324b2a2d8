/* SPDX-License-Identifier: MIT */
#include "roster.h"

#include "formats/line.h"
#include "formats/workout_text.h"

#include <errno.h>
#include <string.h>

int
pd_roster_entry_of(const struct pd_config_athlete *config, struct pd_findings *findings, struct pd_roster_entry *ret)
{
        struct pd_format_error error;
        char caret[PD_LINE_CARET_SIZE];

        ret->athlete = config->athlete;
        pd_athlete_estimate(&ret->athlete);
        pd_workout_init(&ret->workout);
        if (config->workout == NULL)
                return 0;
        if (pd_workout_text_parse(config->workout, strlen(config->workout), &ret->workout, &error) < 0) {
                pd_line_caret(config->workout, strlen(config->workout), &error, caret, sizeof(caret));
                pd_findings_add(findings, PD_FINDING_ERROR, config->workout_place.file, config->workout_place.line,
                        "the workout does not read:\n%s", caret);
                return -EBADMSG;
        }
        pd_workout_resolve(&ret->workout, &ret->athlete);
        return 0;
}
