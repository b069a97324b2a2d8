/* SPDX-License-Identifier: MIT */
/* Orders that would change nothing are answered with why. 2026-11-23 is a Monday. */
#include "core/plan/calendar.h"

#include "support/some_plan.h"

#include <errno.h>

static void
an_order_that_changes_nothing_is_answered_with_why(void **state)
{
        static const struct {
                enum pd_command_verb verb;
                const char *words, *error; /* NULL: it makes sense */
        } rows[] = {
                {PD_COMMAND_WORKOUT, "intervals", NULL},
                {PD_COMMAND_WORKOUT, "rest", NULL},
                {PD_COMMAND_WORKOUT, "intervls", "The plan has no workout 'intervls'; did you mean 'intervals'?"},
                {PD_COMMAND_WORKOUT, "swimming", "The plan has no workout 'swimming'; purposectl plan show shows what it has."},
                {PD_COMMAND_EASIER, "tue", NULL},
                {PD_COMMAND_EASIER, "sun", NULL},
                {PD_COMMAND_EASIER, "thu", "2026-11-26 is easy already."},
                {PD_COMMAND_EASIER, "mon", "2026-11-23 asks for nothing as it is."},
                {PD_COMMAND_SKIP_DAY, "thu", NULL},
                {PD_COMMAND_SKIP_DAY, "fri", "2026-11-27 asks for nothing as it is."},
                {PD_COMMAND_SWAP, "tue thu", NULL},
                {PD_COMMAND_SWAP, "mon tue", NULL},
                {PD_COMMAND_SWAP, "thu 2026-12-03", "Both days ask for the same."},
                {PD_COMMAND_SWAP, "wed fri", "Both days ask for the same."},
                {PD_COMMAND_SWAP, "tue sat", "You are away on one of these days; only days on which you are here can be exchanged."},
                {PD_COMMAND_AWAY, "ill", NULL},
                {PD_COMMAND_AWAY, "well sat", NULL},
        };
        struct pd_plan *plan = some_plan("workouts: {intervals: '5x (3m hard, 2m easy)'}\n"
                                         "schedule: {mon: rest, tue: intervals, thu: easy 45m, sat: easy 45m, sun: 'long: easy 90m'}\n");
        const pd_day saturday = some_day("2026-11-28");
        const struct pd_life life = {.n = 1, .entries = {{.kind = PD_LIFE_AWAY, .condition = PD_CONDITION_VACATION,
                                             .from = saturday, .to = saturday}}};
        const struct pd_calendar calendar = {.plan = plan, .life = &life, .today = some_day("2026-11-23")};

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                char error[PD_SENTENCE_SIZE] = "";
                struct pd_life_entry entry;
                int r;

                assert_int_equal(pd_life_order(rows[i].verb, rows[i].words, calendar.today, &entry, error), 0);
                r = pd_calendar_check(&calendar, &entry, error);
                assert_int_equal(r, rows[i].error != NULL ? -ENOENT : 0);
                assert_string_equal(error, rows[i].error != NULL ? rows[i].error : "");
        }
        pd_plan_yaml_free(plan);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_order_that_changes_nothing_is_answered_with_why),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
