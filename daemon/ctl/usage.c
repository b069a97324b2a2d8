/* SPDX-License-Identifier: MIT */
#include "ctl/usage.h"

#include "ctl/ctl.h"

#include <stdio.h>

const struct pd_ctl_usage pd_ctl_usages[PD_COMMAND_VERB_COUNT] = {
        [PD_COMMAND_START] = {"", {"start", "start --athlete anna"}},
        [PD_COMMAND_STOP] = {"[done|pain|ill|weather]", {"stop", "stop pain"}},
        [PD_COMMAND_MUTE] = {"[MINUTES]", {"mute", "mute 20"}},
        [PD_COMMAND_RPE] = {"RATING", {"rpe 6"}},
        [PD_COMMAND_NOTE] = {"TEXT…", {"note new shoes", "note 'left calf tight'"}},
        [PD_COMMAND_AWAY] = {"ill|injured|vacation FROM [TO] | well",
                {"away ill today", "away vacation 2026-12-20 2027-01-03", "away well"}},
        [PD_COMMAND_SWAP] = {"DAY DAY", {"swap today tomorrow", "swap tuesday thursday"}},
        [PD_COMMAND_EASIER] = {"[DAY]", {"easier", "easier tomorrow"}},
        [PD_COMMAND_SKIP_DAY] = {"[DAY]", {"skip-day", "skip-day friday"}},
        [PD_COMMAND_WORKOUT] = {"ID", {"workout tempo-20"}},
        [PD_COMMAND_PLAN] = {"today [DATE] | show [DATE] [WEEKS] | install FILE | restore",
                {"plan today", "plan show", "plan show 2026-11-23 4", "plan restore"}},
        [PD_COMMAND_JOIN] = {"[SESSION]", {"join"}},
        [PD_COMMAND_ASSIGN] = {"SESSION ATHLETE", {"assign 20261122T101503Z anna"}},
        [PD_COMMAND_CALIBRATE] = {"DISTANCE | off", {"calibrate 5.00km", "calibrate 3.1mi", "calibrate off"}},
        [PD_COMMAND_SESSION] = {"list | show [SESSION]", {"session list", "session show 20261122T101503Z"}},
        [PD_COMMAND_EXPLAIN] = {"[SESSION|last] [TIME]", {"explain", "explain last 12:25", "explain 20261122T101503Z 745"}},
        [PD_COMMAND_WEEK] = {"[DATE|WEEK|last]", {"week", "week last", "week 2026-W47", "week 2026-11-25 --json"}},
        [PD_COMMAND_STATUS] = {"", {"status", "status --json"}},
        [PD_COMMAND_SENSORS] = {
                "list | scan | identify ADDRESS | enroll ADDRESS [NAME] |\n"
                "    replace OLD NEW | forget|release|take ADDRESS|NAME",
                {"sensors scan", "sensors identify C0:11:22:33:44:55", "sensors enroll C0:11:22:33:44:55 --athlete anna",
                        "sensors release 'left shoe'"}},
        [PD_COMMAND_ANCHORS] = {"[ATHLETE] | accept NAME | decline NAME |\n    set NAME VALUE | unset NAME",
                {"anchors", "anchors accept lt1_hr", "anchors set hr_max '188 test'", "anchors set lt2_speed 4:54/km"}},
        [PD_COMMAND_MQTT] = {"purge", {"mqtt purge"}},
        [PD_COMMAND_ATHLETE] = {"list | forget ID", {"athlete list", "athlete forget anna"}},
};

void
pd_ctl_order_help(enum pd_command_verb verb)
{
        const struct pd_command_type *type = &pd_command_types[verb];
        const char *words = pd_ctl_usages[verb].words != NULL ? pd_ctl_usages[verb].words : "";

        printf("purposectl %s%s%s [OPTIONS]\n\n  %s\n\n", type->word, words[0] != '\0' ? " " : "", words, type->help);
        puts("  --athlete ID   who is meant; needed only where that is not clear\n"
             "  --json         the answer for scripts\n"
             "  --bus ADDRESS  another D-Bus than the system's\n"
             "  --help         this");
        if (pd_ctl_usages[verb].examples[0] == NULL)
                return;
        puts("\nExamples:");
        for (size_t i = 0; i < PD_CTL_EXAMPLES_MAX && pd_ctl_usages[verb].examples[i] != NULL; i++)
                printf("  purposectl %s\n", pd_ctl_usages[verb].examples[i]);
}

/* By scope; the daemon's own orders are nobody's to give. */
static const char *const headings[] = {
        [PD_SCOPE_RUN] = "The run",
        [PD_SCOPE_DAY] = "Your days",
        [PD_SCOPE_PAST] = "Sessions that are over",
        [PD_SCOPE_NODE] = "This machine",
};

void
pd_ctl_list_orders(FILE *to)
{
        for (size_t scope = 0; scope < sizeof(headings) / sizeof(headings[0]); scope++) {
                if (headings[scope] == NULL)
                        continue;
                fprintf(to, "%s:\n", headings[scope]);
                for (size_t i = 0; i < PD_COMMAND_VERB_COUNT; i++)
                        if ((size_t) pd_command_types[i].scope == scope)
                                fprintf(to, "  %-10s %s\n", pd_command_types[i].word, pd_command_types[i].help);
                fputc('\n', to);
        }
}
