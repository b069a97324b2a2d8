/* SPDX-License-Identifier: MIT */
/* What a coach says of a plan that reads well. */
#include "core/plan/review.h"

#include "support/some_plan.h"

#include <stdio.h>

struct row {
        const char *yaml;
        uint32_t line;
        const char *text; /* NULL: nothing to say */
};

static void
expect(const struct row *rows, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                struct pd_plan *plan = some_plan(rows[i].yaml);
                struct pd_review review;

                pd_review_plan(plan, some_day("2026-11-25"), &review);
                if (review.n != (rows[i].text != NULL))
                        fail_msg("row %zu: %zu findings: %s", i, review.n, review.n > 0 ? review.items[0].text : "");
                if (rows[i].text != NULL) {
                        assert_string_equal(review.items[0].text, rows[i].text);
                        assert_int_equal(review.items[0].line, rows[i].line);
                }
                pd_plan_yaml_free(plan);
        }
}

/* Strides are no work, and a long run may have some. */
static void
a_workout_is_called_what_it_is(void **state)
{
        static const struct row rows[] = {
                {"workouts:\n  usual:\n    purpose: easy\n    steps: 45m Z3 HR\n", 2,
                        "This is called easy, but 45 min of it are not: call it what it is, or make them easy."},
                {"workouts: {s: {purpose: easy, steps: '25m easy, 6x (40s hard, 1m easy)'}}\n", 0, NULL},
                {"workouts: {s: {purpose: recovery, steps: '30m easy, 6x (41s hard, 1m easy)'}}\n", 1,
                        "This is called recovery, but 4 min of it are not: call it what it is, or make them easy."},
                {"workouts: {s: {purpose: easy, steps: '45m easy, 5m moderate'}}\n", 0, NULL},
                {"workouts: {s: {purpose: easy, steps: '44m easy, 5m moderate'}}\n", 1,
                        "This is called easy, but 5 min of it are not: call it what it is, or make them easy."},
                {"workouts: {s: {purpose: long, steps: '60m easy, 30m moderate'}}\n", 0, NULL},
                {"workouts: {s: {purpose: threshold, steps: '8km 4:30/km'}}\n", 0, NULL}, /* a pace is what it is for */
                {"workouts: {s: {purpose: easy, steps: '40m 6:00/km'}}\n", 0, NULL},
                {"workouts: {s: {purpose: intervals, steps: '60m easy'}}\n", 1,
                        "This is called intervals, but no step of it is moderate or hard."},
        };

        (void) state;
        expect(rows, sizeof rows / sizeof rows[0]);
}

static void
each_finding_is_one_kind_sentence_at_its_line(void **state)
{
        static const struct row rows[] = {
                {"goal: {event: 10 km, date: 2027-04-25}\nschedule: {tue: easy 45m, thu: easy 45m}\n", 1,
                        "The goal is a race, but no day is hard: one session a week of intervals, threshold, tempo or hills would help."},
                {"goal: {event: 10 km, date: 2027-04-25}\nschedule: {tue: easy 45m, thu: 'hard 20m'}\n", 0, NULL},
                {"goal: {event: Walk 5 km, date: 2027-04-25}\nschedule: {tue: walk 45m, thu: walk 45m}\n", 0, NULL},
                {"goal: to feel well\nschedule: {tue: easy 45m, thu: easy 45m}\n", 0, NULL},
                {"goal:\n  event: A walk\n  date: 2026-11-24\n", 2,
                        "The goal's date, 2026-11-24, is over: give the plan a new one, or leave the date out."},
                {"goal:\n  event: A walk\n  date: 2026-11-25\n", 0, NULL},
                {"schedule:\n  tue: hard 20m\n  wed: moderate 20m\n  fri: easy 45m\n", 3,
                        "Two hard days follow each other, Tuesday (threshold) and Wednesday (tempo): 48 hours between them make both "
                                "better."},
                {"schedule:\n  mon: hard 20m\n  wed: easy 20m\n  sun: moderate 45m\n", 2,
                        "Two hard days follow each other, Sunday (tempo) and Monday (threshold): 48 hours between them make both better."},
                {"schedule:\n  tue: hard 20m\n  thu: easy 20m\n  2026-12-02: moderate 45m\n", 4,
                        "Two hard days follow each other, Tuesday (threshold) and Wednesday (tempo): 48 hours between them make both "
                                "better."},
                {"schedule:\n  wed: hard 20m\n  sat: easy 20m\nweeks:\n  start: 2026-12-28\n  1:\n    thu: moderate 45m\n", 7,
                        "Two hard days follow each other, Wednesday (threshold) and Thursday (tempo): 48 hours between them make both "
                                "better."},
                {"schedule:\n  tue: moderate 45m\n  thu: moderate 45m\n", 2,
                        "The week is medium on every day: make most runs easy and one of them truly hard."},
                {"schedule:\n  tue: moderate 45m\n  thu: hard 20m\n", 2,
                        "The week has no easy day: most of what makes a runner fast is easy."},
                {"schedule: {mon: easy, tue: easy, wed: easy, thu: easy, fri: easy, sat: easy, sun: easy}\n", 1,
                        "The week has no day of rest: one day off is when the work takes effect."},
                {"schedule: {mon: easy, tue: easy, wed: easy, thu: easy, fri: easy, sat: easy, sun: rest}\n", 0, NULL},
                {"goal: {event: parkrun, target: '24:59'}\nschedule: {tue: easy 40m, sat: 'race: 5km hard'}\n", 0, NULL},
                {"schedule:\n  mon: hard 20m\n  wed: moderate 45m\n  fri: hard 20m\n  sun: easy 60m\n", 2,
                        "The week has more hard days (3) than easy ones (1): easy days are what lets the hard ones work."},
                {"schedule:\n  mon: hard 20m\n  wed: easy 45m\n  fri: hard 20m\n  sun: easy 60m\n", 0, NULL},
                {"schedule:\n  mon: hard 20m\n  wed: moderate 45m\n  sun: 'long: easy 90m'\n", 0, NULL},
                {"week:\n  sessions: 4\nschedule: {tue: easy 45m, thu: easy 45m}\n", 2,
                        "The week aims at 4 sessions, but its days hold 2."},
                {"week:\n  hard: 1\nschedule: {tue: easy 45m, thu: easy 45m}\n", 2,
                        "The week aims at 1 hard session, but its days hold 0."},
                {"week:\n  distance: 40 km\nschedule: {tue: easy 45m, thu: easy 10km}\n", 2,
                        "The week aims at 40 km, but its days come to 21 km at most."},
                {"week:\n  distance: 10 km\nschedule: {tue: easy 45m, thu: easy 10km}\n", 2,
                        "The week aims at 10 km, but its days come to 14 km at least."},
                {"week:\n  distance: 40 km\nschedule: {tue: easy 45m, thu: easy}\n", 0, NULL}, /* nobody knows how far that is */
                {"schedule: {tue: easy 60m}\nweeks:\n  start: 2026-12-28\n  1: {sat: easy 60m}\n  2: {sat: easy 97m}\n", 5,
                        "Week 2 is 30 % longer than the longest of the weeks before it: 30 % is much, grow more slowly."},
                {"schedule: {tue: easy 60m}\nweeks:\n  start: 2026-12-28\n  1: {sat: easy 60m}\n  2: {sat: easy 96m}\n", 0, NULL},
                /* an easy week is no measure for the next */
                {"schedule: {tue: easy 60m}\nweeks:\n  start: 2026-12-28\n  1: {sat: easy 90m}\n  2: {sat: easy 20m}\n  3: {sat: easy "
                        "95m}\n", 0,
                        NULL},
        };

        (void) state;
        expect(rows, sizeof rows / sizeof rows[0]);
}

static void
findings_are_told_once_and_have_a_limit(void **state)
{
        char text[2048] = "week: {hard: 9, sessions: 3}\nschedule: {tue: hard 20m, wed: hard 20m}\nweeks:\n  start: 2026-12-28\n";
        struct pd_review review;
        struct pd_plan *plan;

        (void) state;
        for (int week = 1; week <= 30; week++)
                snprintf(text + strlen(text), sizeof(text) - strlen(text), "  %d: {sat: easy 20m, hard: 9}\n", week);
        plan = some_plan(text);
        pd_review_plan(plan, PD_DAY_NONE, &review);
        assert_int_equal(review.n, PD_REVIEW_MAX);
        for (size_t i = 0; i < review.n; i++)
                for (size_t k = 0; k < i; k++)
                        assert_string_not_equal(review.items[i].text, review.items[k].text);
        pd_plan_yaml_free(plan);
}

static void
what_is_true_of_many_weeks_is_told_once(void **state)
{
        struct pd_plan *plan = some_plan("week: {sessions: 3}\nschedule: {tue: easy 20m, sat: easy 20m}\n"
                                         "weeks: {start: 2026-12-28, 1-30: {thu: rest}}\n");
        struct pd_review review;

        (void) state;
        pd_review_plan(plan, PD_DAY_NONE, &review);
        assert_int_equal(review.n, 1);
        assert_string_equal(review.items[0].text, "Week 1 aims at 3 sessions, but its days hold 2.");
        assert_int_equal(review.items[0].n_more_weeks, 29);
        pd_plan_yaml_free(plan);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_workout_is_called_what_it_is),
                cmocka_unit_test(each_finding_is_one_kind_sentence_at_its_line),
                cmocka_unit_test(findings_are_told_once_and_have_a_limit),
                cmocka_unit_test(what_is_true_of_many_weeks_is_told_once),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
