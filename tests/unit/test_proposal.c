/* SPDX-License-Identifier: MIT */
/* What is proposed when a day was missed, or after an illness. 2026-11-23 is a Monday. */
#include "core/plan/calendar.h"

#include "support/some_plan.h"

#include <stdio.h>

static const char yaml[] = "schedule: {mon: easy 45m, tue: 'intervals: 5x (3m hard, 2m easy)', wed: rest, thu: 'threshold: hard 20m',\n"
                           "  fri: easy 30m, sun: 'long: easy 90m'}\n";

static struct pd_past
ran(const char *day, enum pd_purpose purpose)
{
        struct pd_past past = {.day = some_day(day), .purpose = purpose, .moving_s = 5400, .distance_m = PD_UNKNOWN};

        (void) snprintf(past.id, sizeof past.id, "%s", day);
        return past;
}

static void
expect(const struct pd_calendar *calendar, const char *date, const char *command, const char *sentence)
{
        struct pd_calendar_day day;

        pd_calendar_day(calendar, some_day(date), &day);
        if (sentence == NULL) {
                if (day.n_proposals != 0)
                        fail_msg("%s: '%s' %s", date, day.proposals[0].command, day.proposals[0].sentence);
                return;
        }
        if (day.n_proposals != 1)
                fail_msg("%s: %zu proposals", date, day.n_proposals);
        assert_string_equal(day.proposals[0].command, command);
        assert_string_equal(day.proposals[0].sentence, sentence);
}

static void
a_missed_easy_day_is_dropped_and_that_is_said_once(void **state)
{
        struct pd_plan *plan = some_plan(yaml);
        struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-24")};

        (void) state;
        /* On Monday, the Sunday before was missed: another week, and the same kindness. */
        expect(&calendar, "2026-11-24", "", "Yesterday's easy session fell out: let it go, nothing has to be made up.");
        calendar.today = some_day("2026-11-23");
        expect(&calendar, "2026-11-23", "", "Yesterday's long session fell out: let it go, nothing has to be made up.");
        expect(&calendar, "2026-11-24", NULL, NULL); /* nothing of a day to come is missed yet */
        pd_plan_yaml_free(plan);
}

static void
what_lies_before_the_plan_was_known_takes_no_room_either(void **state)
{
        struct pd_plan *plan = some_plan("schedule: {mon: 'intervals: 5x (3m hard, 2m easy)', wed: 'threshold: hard 20m'}\n");
        struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-26"), .since = some_day("2026-11-24")};

        (void) state;
        expect(&calendar, "2026-11-26", "swap 2026-11-25 2026-11-26",
                "Wednesday's threshold fell out; on Thursday it would be 48 hours from every other hard day: move it there?");
        calendar.since = some_day("2026-11-26");
        expect(&calendar, "2026-11-26", NULL, NULL);
        pd_plan_yaml_free(plan);
}

static void
a_missed_hard_day_moves_only_48_hours_from_every_other(void **state)
{
        struct pd_plan *plan = some_plan(yaml);
        struct pd_past past[3] = {ran("2026-11-23", PD_PURPOSE_EASY), ran("2026-11-26", PD_PURPOSE_THRESHOLD)};
        struct pd_calendar calendar = {.plan = plan, .past = past, .n_past = 1, .today = some_day("2026-11-25")};

        (void) state;
        /* Wednesday is a day before the threshold, Friday a day after it; Saturday is free. */
        expect(&calendar, "2026-11-25", "swap 2026-11-24 2026-11-28",
                "Tuesday's intervals fell out; on Saturday it would be 48 hours from every other hard day: move it there?");
        /* On Thursday the threshold is run: still Saturday. */
        calendar.n_past = 2;
        calendar.today = some_day("2026-11-27");
        expect(&calendar, "2026-11-27", "swap 2026-11-24 2026-11-28",
                "Tuesday's intervals fell out; on Saturday it would be 48 hours from every other hard day: move it there?");
        /* Once it was run on some day, it is no longer missed. */
        past[2] = ran("2026-11-28", PD_PURPOSE_INTERVALS);
        calendar.n_past = 3;
        calendar.today = some_day("2026-11-28");
        expect(&calendar, "2026-11-29", NULL, NULL);
        pd_plan_yaml_free(plan);
}

static void
what_was_run_hard_counts_whatever_it_was_for(void **state)
{
        static const enum pd_purpose purposes[] = {PD_PURPOSE_EASY, PD_PURPOSE_LONG, PD_PURPOSE_FREE};
        struct pd_plan *plan = some_plan("schedule: {mon: 'intervals: hard 20m'}\n");

        (void) state;
        for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++) {
                struct pd_past past = ran("2026-11-24", purposes[i]);
                struct pd_calendar calendar = {.plan = plan, .past = &past, .n_past = 1, .today = some_day("2026-11-25")};

                past.seconds[PD_INTENSITY_HARD] = 239;
                expect(&calendar, "2026-11-25", "swap 2026-11-23 2026-11-25",
                        "Monday's intervals fell out; on Wednesday it would be 48 hours from every other hard day: move it there?");
                past.seconds[PD_INTENSITY_HARD] = 240;
                expect(&calendar, "2026-11-25", "swap 2026-11-23 2026-11-26",
                        "Monday's intervals fell out; on Thursday it would be 48 hours from every other hard day: move it there?");
        }
        pd_plan_yaml_free(plan);
}

static void
a_hard_day_does_not_take_the_place_of_what_matters(void **state)
{
        static const struct {
                const char *plan, *to;
                const char *ran; /* on it; NULL: nothing */
                bool ill;        /* on Tuesday */
        } rows[] = {
                {"schedule: {mon: 'intervals: hard 20m'}\n", "2026-11-25", NULL, false},
                {"schedule: {mon: 'intervals: hard 20m', wed: 'long: easy 90m'}\n", "2026-11-26", NULL, false},
                {"schedule: {mon: 'intervals: hard 20m', wed: cross}\n", "2026-11-26", NULL, false},
                {"schedule: {mon: 'intervals: hard 20m'}\n", "2026-11-26", "2026-11-25", false},
                {"schedule: {mon: 'intervals: hard 20m'}\n", "2026-11-26", NULL, true},
                {"schedule: {mon: 'race: hard 20m'}\n", NULL, NULL, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_plan *plan = some_plan(rows[i].plan);
                const struct pd_life life = {.n = rows[i].ill, .entries = {{.kind = PD_LIFE_AWAY, .condition = PD_CONDITION_ILL,
                                                                   .from = some_day("2026-11-24"), .to = some_day("2026-11-24")}}};
                const struct pd_past past = ran("2026-11-25", PD_PURPOSE_EASY);
                const struct pd_calendar calendar = {.plan = plan, .life = &life, .past = &past, .n_past = rows[i].ran != NULL,
                        .today = some_day("2026-11-25")};
                struct pd_calendar_day day;
                char command[PD_TEXT_SIZE];

                pd_calendar_day(&calendar, calendar.today, &day);
                (void) snprintf(command, sizeof command, "swap 2026-11-23 %s", rows[i].to != NULL ? rows[i].to : "");
                if (day.n_proposals != (rows[i].to != NULL) || (rows[i].to != NULL && strcmp(day.proposals[0].command, command) != 0))
                        fail_msg("row %zu: %zu, %s", i, day.n_proposals, day.proposals[0].command);
                pd_plan_yaml_free(plan);
        }
}

static void
a_hard_day_without_room_is_let_go(void **state)
{
        struct pd_plan *plan = some_plan("schedule: {tue: 'intervals: hard 20m', thu: 'tempo: moderate 20m', sat: 'hills: 10x 30s "
                "hills hard'}\n");
        struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-25")};

        (void) state;
        expect(&calendar, "2026-11-25", "",
                "Yesterday's intervals fell out, and no day of this week is 48 hours from every other hard one: let it go.");
        pd_plan_yaml_free(plan);
        plan = some_plan("schedule: {sun: 'intervals: hard 20m'}\n");
        calendar = (struct pd_calendar){.plan = plan, .today = some_day("2026-11-30")};
        expect(&calendar, "2026-11-30", "", "Yesterday's intervals fell out, and its week is over: let it go.");
        calendar.today++;
        expect(&calendar, "2026-12-01", NULL, NULL);
        pd_plan_yaml_free(plan);
}

static void
two_missed_hard_days_do_not_meet(void **state)
{
        struct pd_plan *plan = some_plan("schedule: {mon: 'intervals: hard 20m', wed: 'tempo: moderate 20m'}\n");
        const struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-26")};
        struct pd_calendar_day day;

        (void) state;
        pd_calendar_day(&calendar, some_day("2026-11-26"), &day);
        assert_int_equal(day.n_proposals, 2);
        assert_string_equal(day.proposals[0].command, "swap 2026-11-23 2026-11-26");
        assert_string_equal(day.proposals[1].command, "swap 2026-11-25 2026-11-28");
        pd_plan_yaml_free(plan);
}

/* Ill until Monday the 23rd; then as many easy days as the illness had, at most four. */
static void
after_an_illness_come_as_many_easy_days_at_most_four(void **state)
{
        struct pd_plan *plan = some_plan("schedule: {mon: 'tempo: moderate 20m', tue: 'tempo: moderate 20m', wed: 'tempo: moderate 20m',\n"
                                         "  thu: 'tempo: moderate 20m', fri: 'tempo: moderate 20m', sat: 'tempo: moderate 20m', sun: "
                                                 "'tempo: moderate 20m'}\n");

        (void) state;
        for (int32_t ill = 1; ill <= 7; ill++) {
                const pd_day last = some_day("2026-11-23");
                const struct pd_life life = {.n = 1, .entries = {{.kind = PD_LIFE_AWAY, .condition = PD_CONDITION_ILL,
                                                     .from = last - ill + 1, .to = last}}};

                for (int32_t after = 1; after <= 6; after++) {
                        const struct pd_calendar calendar = {.plan = plan, .life = &life, .today = last + after};
                        const bool easy = after <= ill && after <= 4;
                        char command[PD_TEXT_SIZE], date[PD_DATE_SIZE], sentence[PD_SENTENCE_SIZE];
                        struct pd_calendar_day day;

                        pd_day_format(last + after, date);
                        (void) snprintf(command, sizeof command, "easier %s", date);
                        (void) snprintf(sentence, sizeof sentence, "You were ill for %d day%s: an easy run instead of tempo?", ill,
                                ill == 1 ? "" : "s");
                        pd_calendar_day(&calendar, last + after, &day);
                        if ((day.n_proposals > 0 && strcmp(day.proposals[0].command, command) == 0) != easy)
                                fail_msg("ill for %d days, %d days after", ill, after);
                        if (easy)
                                assert_string_equal(day.proposals[0].sentence, sentence);
                }
        }
        pd_plan_yaml_free(plan);
}

static void
nothing_is_proposed_to_somebody_who_is_away_or_was(void **state)
{
        struct pd_plan *plan = some_plan(yaml);
        struct pd_life life = {.n = 1, .entries = {{.kind = PD_LIFE_AWAY, .condition = PD_CONDITION_VACATION, .from = some_day(
                "2026-11-22"),
                                           .to = some_day("2026-11-25")}}};
        struct pd_calendar calendar = {.plan = plan, .life = &life, .today = some_day("2026-11-25")};

        (void) state;
        expect(&calendar, "2026-11-25", NULL, NULL);
        calendar.today = some_day("2026-11-26");
        expect(&calendar, "2026-11-26", NULL, NULL); /* what lay in the vacation was not missed, and nobody was ill */
        pd_plan_yaml_free(plan);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_missed_easy_day_is_dropped_and_that_is_said_once),
                cmocka_unit_test(what_lies_before_the_plan_was_known_takes_no_room_either),
                cmocka_unit_test(a_missed_hard_day_moves_only_48_hours_from_every_other),
                cmocka_unit_test(what_was_run_hard_counts_whatever_it_was_for),
                cmocka_unit_test(a_hard_day_does_not_take_the_place_of_what_matters),
                cmocka_unit_test(a_hard_day_without_room_is_let_go),
                cmocka_unit_test(two_missed_hard_days_do_not_meet),
                cmocka_unit_test(after_an_illness_come_as_many_easy_days_at_most_four),
                cmocka_unit_test(nothing_is_proposed_to_somebody_who_is_away_or_was),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
