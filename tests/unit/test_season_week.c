/* SPDX-License-Identifier: MIT */
/* A week against the plan: its figures, how it stands, its sentence. 2026-11-23 is a Monday. */
#include "support/some_week.h"
#include "support/well_said.h"

#include <stdlib.h>

#define RUNS_MAX 6
#define RAN(...) {__VA_ARGS__, false, false}
#define GREY(...) {__VA_ARGS__, true, false}
#define DEAF(...) {__VA_ARGS__, false, true}

static const char yaml[] = "goal: {event: Half marathon}\n"
                           "workouts: {i: {purpose: intervals, steps: '15m easy, 5x (3m hard, 2m easy), 20m easy'}}\n"
                           "schedule: {mon: rest, tue: i, thu: easy 40m, sat: easy 40m, sun: 'long: easy 80m'}\n";
static const char aims[] = "goal: {why: For the view.}\nweek: {distance: 30km, sessions: 3, hard: 1}\nschedule: {mon: rest}\n";

static const char way[] = "goal: {why: For the view.}\nweek: {distance: 30km}\nschedule: {mon: rest}\n";
static const char sessions[] = "goal: {why: For the view.}\nweek: {sessions: 2}\nschedule: {mon: rest}\n";

struct row {
        const char *what, *plan; /* NULL: none */
        const char *today;
        struct some_run runs[RUNS_MAX];
        const char *ill; /* "ill 2026-11-24 2026-11-25"; NULL */
        enum pd_week_standing standing;
        int32_t sessions, planned, missed, hard, left, rest_days;
        const char *sentence;
};

static void
week_of(const struct row *row, const char *language, struct pd_week *ret)
{
        struct pd_plan *plan = row->plan != NULL ? some_plan(row->plan) : NULL;
        struct pd_past past[RUNS_MAX];
        struct pd_life life = {.n = 0};
        struct pd_calendar calendar = {.plan = plan, .life = &life, .past = past, .today = some_day(row->today)};
        struct pd_life_entry entry;
        struct pd_athlete athlete;
        char error[PD_SENTENCE_SIZE];

        calendar.n_past = some_pasts(row->runs, RUNS_MAX, past);
        if (row->ill != NULL) {
                assert_int_equal(pd_life_order(PD_COMMAND_AWAY, row->ill, some_day("2026-11-23"), &entry, error), 0);
                assert_int_equal(pd_life_add(&life, &entry, some_day("2026-11-23")), 0);
        }
        pd_athlete_init(&athlete, "anna");
        strcpy(athlete.language, language);
        pd_season_week(&calendar, some_day("2026-11-23"), ret);
        pd_speech_week(&athlete, ret);
        pd_plan_yaml_free(plan);
}

static const struct row rows[] = {
        {"no run yet", yaml, "2026-11-23",
                {{0}}, NULL,
                PD_WEEK_OPEN, 0, 4, 0, 0, 4, 0,
                "No run yet this week. Next: Intervals, Tuesday."},
        {"as planned", yaml, "2026-11-25",
                {RAN("2026-11-24", PD_PURPOSE_INTERVALS, 60, 0, 15, 9000)}, NULL,
                PD_WEEK_ON_PLAN, 1, 4, 0, 1, 3, 1,
                "Sessions: 1 of 4, 9 kilometres. All as planned so far. Next: Easy run, Thursday."},
        {"today's is not missed", yaml, "2026-11-24",
                {{0}}, NULL,
                PD_WEEK_OPEN, 0, 4, 0, 0, 4, 1,
                "No run yet this week. Next: Intervals, Tuesday."},
        {"missed", yaml, "2026-11-25",
                {{0}}, NULL,
                PD_WEEK_BEHIND, 0, 4, 1, 0, 3, 2,
                "No run yet this week. Something fell out. Let it go, nothing has to be made up. Next: Easy run, Thursday."},
        {"on another day", yaml, "2026-11-26",
                {RAN("2026-11-25", PD_PURPOSE_INTERVALS, 60, 0, 15, 9000)}, NULL,
                PD_WEEK_ON_PLAN, 1, 4, 0, 1, 3, 2,
                "Sessions: 1 of 4, 9 kilometres. All as planned so far. Next: Easy run, Thursday."},
        {"ahead", yaml, "2026-11-24",
                {RAN("2026-11-23", PD_PURPOSE_LONG, 80, 0, 0, 13000), RAN("2026-11-24", PD_PURPOSE_INTERVALS, 60, 0, 15, 9000)}, NULL,
                PD_WEEK_AHEAD, 2, 4, 0, 1, 2, 0,
                "Sessions: 2 of 4, 22 kilometres. Something of the days to come is done already. Next: Easy run, Thursday."},
        {"a hard one too many", yaml, "2026-11-26",
                {RAN("2026-11-24", PD_PURPOSE_INTERVALS, 60, 0, 15, 9000), RAN("2026-11-25", PD_PURPOSE_TEMPO, 40, 20, 0, 7000)}, NULL,
                PD_WEEK_MORE, 2, 4, 0, 2, 3, 1,
                "Sessions: 2 of 4, 16 kilometres. That is more than was planned. Resting is training, too."},
        {"far too long", yaml, "2026-11-30",
                {RAN("2026-11-28", PD_PURPOSE_EASY, 300, 0, 0, 40000)}, NULL,
                PD_WEEK_MORE, 1, 4, 3, 0, 0, 6,
                "Sessions: 1 of 4, 40 kilometres. That is more than was planned. Resting is training, too."},
        {"over, as planned", yaml, "2026-11-30",
                {RAN("2026-11-24", PD_PURPOSE_INTERVALS, 60, 0, 15, 9000),
                 RAN("2026-11-26", PD_PURPOSE_EASY, 40, 0, 0, 6000),
                 RAN("2026-11-28", PD_PURPOSE_EASY, 40, 0, 0, 6100),
                 RAN("2026-11-29", PD_PURPOSE_LONG, 80, 0, 0, 13000)}, NULL,
                PD_WEEK_ON_PLAN, 4, 4, 0, 1, 0, 3,
                "Sessions: 4 of 4, 34.1 kilometres. All as planned."},
        {"over, something missed", yaml, "2026-12-02",
                {RAN("2026-11-24", PD_PURPOSE_INTERVALS, 60, 0, 15, 0)}, NULL,
                PD_WEEK_BEHIND, 1, 4, 3, 1, 0, 6,
                "Sessions: 1 of 4. Something fell out. Let it go, this is a new week."},
        {"ill days ask for nothing", yaml, "2026-11-27",
                {{0}}, "ill 2026-11-24 2026-11-26",
                PD_WEEK_OPEN, 0, 2, 0, 0, 2, 4,
                "No run yet this week. Next: Easy run, Saturday."},
        {"ill all week", yaml, "2026-11-30",
                {{0}}, "ill 2026-11-23 2026-11-29",
                PD_WEEK_AWAY, 0, PD_UNKNOWN, 0, 0, 0, 7,
                "No run this week. Days away need not be made up."},
        {"no plan", NULL, "2026-11-26",
                {RAN("2026-11-24", PD_PURPOSE_NONE, 50, 0, 0, 8000)}, NULL,
                PD_WEEK_NO_PLAN, 1, PD_UNKNOWN, 0, 0, 0, 2,
                "Sessions: 1, 8 kilometres."},
        {"always medium", NULL, "2026-11-30",
                {GREY("2026-11-24", PD_PURPOSE_FREE, 50, 30, 0, 8000),
                 GREY("2026-11-26", PD_PURPOSE_FREE, 50, 30, 0, 8000),
                 GREY("2026-11-28", PD_PURPOSE_FREE, 50, 30, 0, 8000)}, NULL,
                PD_WEEK_NO_PLAN, 3, PD_UNKNOWN, 0, 0, 0, 4,
                "Sessions: 3, 24 kilometres. Long in the grey zone on 3 of 3 runs. The easy ones may be slower."},
        {"twice is not always", NULL, "2026-11-30",
                {GREY("2026-11-24", PD_PURPOSE_FREE, 50, 30, 0, 8000), GREY("2026-11-26", PD_PURPOSE_FREE, 50, 30, 0, 8000)}, NULL,
                PD_WEEK_NO_PLAN, 2, PD_UNKNOWN, 0, 0, 0, 5,
                "Sessions: 2, 16 kilometres."},
        {"aims alone, a day too few", aims, "2026-11-29",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 60, 0, 0, 10000)}, NULL,
                PD_WEEK_BEHIND, 1, 3, 0, 0, 0, 5,
                "Sessions: 1 of 3, 10 kilometres. Something fell out. Let it go, nothing has to be made up."},
        {"aims alone, running", aims, "2026-11-28",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 60, 0, 0, 10000)}, NULL,
                PD_WEEK_ON_PLAN, 1, 3, 0, 0, 0, 4,
                "Sessions: 1 of 3, 10 kilometres. All as planned so far."},
        {"what today asks for is done today", yaml, "2026-11-24",
                {RAN("2026-11-24", PD_PURPOSE_INTERVALS, 60, 0, 15, 9000)}, NULL,
                PD_WEEK_ON_PLAN, 1, 4, 0, 1, 3, 1,
                "Sessions: 1 of 4, 9 kilometres. All as planned so far. Next: Easy run, Thursday."},
        {"aims alone, done, and some days ago", aims, "2026-12-03",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 60, 0, 0, 10000), RAN("2026-11-26", PD_PURPOSE_EASY, 60, 0, 0, 10000),
                 RAN("2026-11-28", PD_PURPOSE_EASY, 60, 0, 0, 10000)}, NULL,
                PD_WEEK_ON_PLAN, 3, 3, 0, 0, 0, 4,
                "Sessions: 3 of 3, 30 kilometres. All as planned."},
        {"an aim of sessions alone", sessions, "2026-11-30",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 60, 0, 0, 0), RAN("2026-11-26", PD_PURPOSE_EASY, 60, 0, 0, 0)}, NULL,
                PD_WEEK_ON_PLAN, 2, 2, 0, 0, 0, 5,
                "Sessions: 2 of 2. All as planned."},
        {"an aim of way alone", way, "2026-11-30",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 99, 0, 0, 24000)}, NULL,
                PD_WEEK_ON_PLAN, 1, PD_UNKNOWN, 0, 0, 0, 6,
                "Sessions: 1, 24 kilometres. All as planned."},
        {"all of it and a fifth", way, "2026-11-30",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 99, 0, 0, 36000)}, NULL,
                PD_WEEK_ON_PLAN, 1, PD_UNKNOWN, 0, 0, 0, 6,
                "Sessions: 1, 36 kilometres. All as planned."},
        {"more than that", way, "2026-11-30",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 99, 0, 0, 36001)}, NULL,
                PD_WEEK_MORE, 1, PD_UNKNOWN, 0, 0, 0, 6,
                "Sessions: 1, 36 kilometres. That is more than was planned. Resting is training, too."},
        {"short of it", way, "2026-11-30",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 99, 0, 0, 23999)}, NULL,
                PD_WEEK_BEHIND, 1, PD_UNKNOWN, 0, 0, 0, 6,
                "Sessions: 1, 24 kilometres. Something fell out. Let it go, this is a new week."},
        {"none of it", way, "2026-11-30",
                {{0}}, NULL,
                PD_WEEK_BEHIND, 0, PD_UNKNOWN, 0, 0, 0, 7,
                "No run this week. Something fell out. Let it go, this is a new week."},
        {"it may yet come", way, "2026-11-29",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 60, 0, 0, 8000)}, NULL,
                PD_WEEK_ON_PLAN, 1, PD_UNKNOWN, 0, 0, 0, 5,
                "Sessions: 1, 8 kilometres. All as planned so far."},
        {"nobody measured what may be the rest of it", way, "2026-11-30",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 60, 0, 0, 8000), RAN("2026-11-26", PD_PURPOSE_EASY, 99, 0, 0, 0)}, NULL,
                PD_WEEK_NO_PLAN, 2, PD_UNKNOWN, 0, 0, 0, 5,
                "Sessions: 2, 8 kilometres."},
        {"half of them medium is not always", NULL, "2026-11-30",
                {GREY("2026-11-23", PD_PURPOSE_FREE, 50, 30, 0, 1000), GREY("2026-11-24", PD_PURPOSE_FREE, 50, 30, 0, 1000),
                 GREY("2026-11-25", PD_PURPOSE_FREE, 50, 30, 0, 1000), RAN("2026-11-26", PD_PURPOSE_FREE, 50, 0, 0, 1000),
                 RAN("2026-11-27", PD_PURPOSE_FREE, 50, 0, 0, 1000), RAN("2026-11-28", PD_PURPOSE_FREE, 50, 0, 0, 1000)}, NULL,
                PD_WEEK_NO_PLAN, 6, PD_UNKNOWN, 0, 0, 0, 1,
                "Sessions: 6, 6 kilometres."},
        {"a tenth is not long", NULL, "2026-11-30",
                {GREY("2026-11-24", PD_PURPOSE_FREE, 50, 5, 0, 1000), GREY("2026-11-26", PD_PURPOSE_FREE, 50, 5, 0, 1000),
                 GREY("2026-11-28", PD_PURPOSE_FREE, 50, 5, 0, 1000)}, NULL,
                PD_WEEK_NO_PLAN, 3, PD_UNKNOWN, 0, 0, 0, 4,
                "Sessions: 3, 3 kilometres."},
        {"nor are four minutes", NULL, "2026-11-30",
                {GREY("2026-11-24", PD_PURPOSE_FREE, 20, 4, 0, 1000), GREY("2026-11-26", PD_PURPOSE_FREE, 20, 4, 0, 1000),
                 GREY("2026-11-28", PD_PURPOSE_FREE, 20, 4, 0, 1000)}, NULL,
                PD_WEEK_NO_PLAN, 3, PD_UNKNOWN, 0, 0, 0, 4,
                "Sessions: 3, 3 kilometres."},
        {"aims alone, over", aims, "2026-11-30",
                {RAN("2026-11-24", PD_PURPOSE_EASY, 60, 0, 0, 10000)}, NULL,
                PD_WEEK_BEHIND, 1, 3, 0, 0, 0, 6,
                "Sessions: 1 of 3, 10 kilometres. Something fell out. Let it go, this is a new week."},
};

static void
a_week_stands_as_it_was_run_and_nobody_is_driven(void **state)
{
        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const struct row *row = &rows[i];
                struct pd_week week;

                week_of(row, "en", &week);
                if (week.standing != row->standing || strcmp(week.sentence, row->sentence) != 0)
                        fail_msg("%s: %s, '%s'", row->what, pd_week_standing_name(week.standing), week.sentence);
                if (week.sessions != row->sessions || week.sessions_planned != row->planned || week.missed != row->missed
                    || week.hard != row->hard || week.n_left != (size_t) row->left || week.rest_days != row->rest_days)
                        fail_msg("%s: %d of %d, %d missed, %d hard, %zu left, %d at rest", row->what, week.sessions, week.sessions_planned,
                                week.missed, week.hard, week.n_left, week.rest_days);
                assert_int_equal(week.final, some_day(row->today) >= some_day("2026-11-30"));
        }
}

static void
each_sentence_is_whole_in_every_language(void **state)
{
        static const char *const languages[] = {"en", "de"};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (size_t k = 0; k < 2; k++) {
                        struct pd_week week;

                        week_of(&rows[i], languages[k], &week);
                        is_for_the_eye(week.sentence, sizeof(week.sentence));
                        assert_int_equal(week.sentence[strlen(week.sentence) - 1], '.');
                }
}

static void
german_says_it_as_kindly(void **state)
{
        struct pd_week week;

        (void) state;
        week_of(&rows[3], "de", &week);
        assert_string_equal(week.sentence,
                "Diese Woche noch kein Lauf. Etwas ist ausgefallen. Hak es ab, nachholen muss man nichts. "
                "Als Nächstes: Lockerer Lauf, Donnerstag.");
}

/* ---- figures -------------------------------------------------------------------- */

static void
what_is_not_known_is_not_claimed(void **state)
{
        static const struct {
                const char *what;
                struct some_run runs[RUNS_MAX];
                int32_t distance_m, unmeasured, easy, grey, trimp_tenths;
        } cases[] = {
                {"nothing run", {{0}},
                        0, 0, PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN},
                {"all known", {RAN("2026-11-24", PD_PURPOSE_NONE, 50, 10, 0, 8000), RAN("2026-11-25", PD_PURPOSE_NONE, 50, 5, 5, 7000)},
                        15000, 0, 80, 0, 1000},
                {"one on a treadmill",
                        {RAN("2026-11-24", PD_PURPOSE_NONE, 50, 0, 0, 8000), RAN("2026-11-25", PD_PURPOSE_NONE, 50, 0, 0, 0)},
                        8000, 1, 100, 0, 1000},
                {"none measured", {RAN("2026-11-25", PD_PURPOSE_NONE, 50, 0, 0, 0)},
                        PD_UNKNOWN, 1, 100, 0, 500},
                {"a fifth not heard: still spoken of",
                        {RAN("2026-11-24", PD_PURPOSE_NONE, 80, 0, 8, 9000),
                         DEAF("2026-11-25", PD_PURPOSE_NONE, 20, 0, 0, 3000)},
                        12000, 0, 90, 0, PD_UNKNOWN},
                {"more than a fifth not heard", {RAN("2026-11-24", PD_PURPOSE_NONE, 79, 0, 8, 9000),
                         DEAF("2026-11-25", PD_PURPOSE_NONE, 21, 0, 0, 3000)},
                        12000, 0, PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN},
                {"grey", {GREY("2026-11-24", PD_PURPOSE_NONE, 40, 10, 0, 8000)},
                        8000, 0, 75, 25, 400},
                {"another week's", {RAN("2026-11-22", PD_PURPOSE_NONE, 50, 0, 0, 8000), RAN("2026-11-30", PD_PURPOSE_NONE, 50, 0, 0, 8000)},
                        0, 0, PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct row row = {.today = "2026-11-30"};
                struct pd_week week;

                memcpy(row.runs, cases[i].runs, sizeof(row.runs));
                week_of(&row, "en", &week);
                if (week.distance_m != cases[i].distance_m || week.unmeasured != cases[i].unmeasured || week.easy_percent != cases[i].easy
                    || week.grey_percent != cases[i].grey || week.trimp_tenths != cases[i].trimp_tenths)
                        fail_msg("%s: %d m but %d, easy %d, grey %d, load %d", cases[i].what, week.distance_m, week.unmeasured,
                                week.easy_percent, week.grey_percent, week.trimp_tenths);
                assert_int_equal(week.easy_aim_percent, 80);
                assert_int_equal(week.easy_aim_basis, PD_WEEK_BASIS_LITERATURE);
        }
}

static void
the_easy_share_aims_at_what_the_plan_adds_up_to(void **state)
{
        const struct row row = {.plan = yaml, .today = "2026-11-23"};
        struct pd_week week;

        (void) state;
        week_of(&row, "en", &week); /* 15 of 220 minutes are hard */
        assert_int_equal(week.easy_aim_basis, PD_WEEK_BASIS_PLAN);
        assert_int_equal(week.easy_aim_percent, 93);
        assert_int_equal(week.moving_planned_s, 220 * 60);
        assert_string_equal(week.goal, "Half marathon");
}

/* Nobody's pace is known: 80 min are no distance, and 10 km no time. */
static void
distance_and_time_are_planned_in_their_own_measure(void **state)
{
        static const struct {
                const char *yaml;
                int32_t distance_m, moving_s;
        } cases[] = {
                {"goal: to run\nschedule: {tue: easy 40m, sun: easy 80m}\n", PD_UNKNOWN, 7200},
                {"goal: to run\nschedule: {tue: easy 5km, sun: easy 10km}\n", 15000, PD_UNKNOWN},
                {"goal: to run\nschedule: {tue: easy 5km, sun: easy 80m}\n", PD_UNKNOWN, PD_UNKNOWN},
                {"goal: to run\nschedule: {tue: 'easy 5km, hard 3m', sun: easy 10km}\n", PD_UNKNOWN, PD_UNKNOWN},
                {"goal: to run\nschedule: {tue: cross, sun: easy 10km}\n", 10000, PD_UNKNOWN},
                {"goal: to run\nweek: {distance: 20km}\nschedule: {tue: easy 40m, sun: easy 80m}\n", 20000, 7200},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                const struct row row = {.plan = cases[i].yaml, .today = "2026-11-23"};
                struct pd_week week;

                week_of(&row, "en", &week);
                if (week.distance_planned_m != cases[i].distance_m || week.moving_planned_s != cases[i].moving_s)
                        fail_msg("case %zu: %d m, %d s", i, week.distance_planned_m, week.moving_planned_s);
        }
}

static void
what_a_plan_would_have_asked_before_it_was_made_is_not_missed(void **state)
{
        struct pd_plan *plan = some_plan(yaml);
        struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-27"), .since = some_day("2026-11-26")};
        struct pd_week week;

        (void) state;
        pd_season_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.missed, 1); /* Thursday's; not Tuesday's */
        assert_int_equal(week.sessions_planned, 3);
        calendar.since = some_day("2026-11-27");
        pd_season_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.missed, 0);
        assert_int_equal(week.standing, PD_WEEK_OPEN);
        calendar.since = some_day("2026-11-23");
        pd_season_week(&calendar, some_day("2026-11-16"), &week); /* over by then */
        assert_int_equal(week.standing, PD_WEEK_NO_PLAN);
        assert_int_equal(week.sessions_planned, PD_UNKNOWN);
        assert_string_equal(week.goal, "");
        pd_plan_yaml_free(plan);
}

static void
what_was_run_before_the_plan_was_known_counts_as_it_asks(void **state)
{
        const struct some_run run = RAN("2026-11-24", PD_PURPOSE_INTERVALS, 60, 0, 15, 9000);
        struct pd_plan *plan = some_plan(yaml);
        struct pd_past past = some_past(&run);
        struct pd_calendar calendar = {.plan = plan, .past = &past, .n_past = 1, .today = some_day("2026-11-26"),
                .since = some_day("2026-11-26")};
        struct pd_week week;

        (void) state;
        pd_season_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.sessions_planned, 4);
        pd_plan_yaml_free(plan);
}

/* The week had begun before: what was run of it then, nobody knows. */
static void
aims_of_a_week_that_was_planned_midway_are_not_fallen_short_of(void **state)
{
        static const char *const plans[] = {aims, way};

        (void) state;
        for (size_t i = 0; i < 2; i++) {
                struct pd_plan *plan = some_plan(plans[i]);
                struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-30"), .since = some_day("2026-11-24")};
                struct pd_week week;

                pd_season_week(&calendar, some_day("2026-11-23"), &week);
                assert_int_equal(week.standing, PD_WEEK_NO_PLAN);
                calendar.since = some_day("2026-11-23");
                pd_season_week(&calendar, some_day("2026-11-23"), &week);
                assert_int_equal(week.standing, PD_WEEK_BEHIND);
                pd_plan_yaml_free(plan);
        }
}

static void
the_easy_share_follows_what_was_made_easier(void **state)
{
        struct pd_plan *plan = some_plan(yaml);
        struct pd_life life = {.n = 0};
        struct pd_calendar calendar = {.plan = plan, .life = &life, .today = some_day("2026-11-23")};
        struct pd_life_entry entry;
        char error[PD_SENTENCE_SIZE];
        struct pd_week week;

        (void) state;
        assert_int_equal(pd_life_order(PD_COMMAND_EASIER, "2026-11-24", calendar.today, &entry, error), 0);
        assert_int_equal(pd_life_add(&life, &entry, calendar.today), 0);
        pd_season_week(&calendar, calendar.today, &week);
        assert_int_equal(week.easy_aim_percent, 100);
        pd_plan_yaml_free(plan);
}

static void
a_week_of_a_build_has_its_number(void **state)
{
        struct pd_plan *plan = some_plan("goal: to run\nschedule: {tue: easy 40m}\nweeks: {start: 2026-11-16, 3: {tue: easy 50m}}\n");
        struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-23")};
        struct pd_week week;

        (void) state;
        pd_season_week(&calendar, calendar.today, &week);
        assert_int_equal(week.number, 2);
        assert_int_equal(week.of, 3);
        pd_plan_yaml_free(plan);
}

/* Standing is no class of effort; and of somebody new nobody is accused. */
static void
who_stood_is_heard_as_well_and_who_is_new_is_not_medium(void **state)
{
        const struct some_run run = GREY("2026-11-24", PD_PURPOSE_NONE, 40, 20, 0, 8000);
        struct pd_past past = some_past(&run);
        struct pd_calendar calendar = {.past = &past, .n_past = 1, .today = some_day("2026-11-25")};
        struct pd_week week;

        (void) state;
        past.moving_s += 30 * 60;
        past.seconds[PD_INTENSITY_REST] = 30 * 60;
        past.verdict = PD_VERDICT_UNKNOWN;
        pd_season_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.easy_percent, 50);
        assert_int_equal(week.grey_sessions, 0);
        past.verdict = PD_VERDICT_EXERCISING;
        pd_season_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.grey_sessions, 1);
}

static void
a_session_of_which_nothing_is_known_is_counted_and_adds_nothing(void **state)
{
        const struct some_run run = RAN("2026-11-24", PD_PURPOSE_NONE, 40, 10, 0, 8000);
        struct pd_past past[3] = {some_past(&run), {.day = some_day("2026-11-25")}};
        struct pd_calendar calendar = {.past = past, .n_past = 3, .today = some_day("2026-11-26")};
        struct pd_week week;

        (void) state;
        past[1].moving_s = past[1].distance_m = past[1].grey_s = past[1].trimp_tenths = past[1].rpe = PD_UNKNOWN;
        for (size_t i = 0; i < PD_INTENSITY_COUNT; i++)
                past[1].seconds[i] = PD_UNKNOWN;
        past[2] = past[1];
        pd_season_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.sessions, 3);
        assert_int_equal(week.moving_s, 40 * 60);
        assert_int_equal(week.distance_m, 8000);
        assert_int_equal(week.unmeasured, 2);
        assert_int_equal(week.seconds[PD_INTENSITY_EASY], 30 * 60);
        assert_int_equal(week.grey_s, 0);
        assert_int_equal(week.trimp_tenths, PD_UNKNOWN);
}

static void
equal_weeks_are_equal_bytes(void **state)
{
        struct pd_week a, b;

        (void) state;
        memset(&a, 0x55, sizeof(a));
        memset(&b, 0xaa, sizeof(b));
        week_of(&rows[1], "en", &a);
        week_of(&rows[1], "en", &b);
        assert_memory_equal(&a, &b, offsetof(struct pd_week, sentence));
        assert_string_equal(a.sentence, b.sentence);
}

static void
there_is_a_report_where_something_was_run_missed_or_nobody_was_there(void **state)
{
        static const struct {
                struct row row;
                bool report;
        } cases[] = {
                {{.today = "2026-11-30"}, false},
                {{.today = "2026-11-30", .plan = aims}, false},
                {{.today = "2026-11-30", .plan = yaml}, true},
                {{.today = "2026-11-30", .ill = "vacation 2026-11-24 2026-11-25"}, true},
                {{.today = "2026-11-30", .runs = {RAN("2026-11-25", PD_PURPOSE_NONE, 50, 0, 0, 0)}}, true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_week week;

                week_of(&cases[i].row, "en", &week);
                assert_int_equal(pd_season_has_report(&week), cases[i].report);
        }
}

static void
each_word_is_one_of_its_own(void **state)
{
        (void) state;
        for (int i = 0; i < PD_WEEK_STANDING_COUNT; i++)
                for (int k = 0; k < i; k++)
                        assert_string_not_equal(pd_week_standing_name((enum pd_week_standing) i),
                        pd_week_standing_name((enum pd_week_standing) k));
        assert_null(pd_week_basis_name(PD_WEEK_BASIS_NONE));
        assert_string_equal(pd_week_basis_name(PD_WEEK_BASIS_LITERATURE), "literature");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_week_stands_as_it_was_run_and_nobody_is_driven),
                cmocka_unit_test(each_sentence_is_whole_in_every_language),
                cmocka_unit_test(german_says_it_as_kindly),
                cmocka_unit_test(what_is_not_known_is_not_claimed),
                cmocka_unit_test(the_easy_share_aims_at_what_the_plan_adds_up_to),
                cmocka_unit_test(distance_and_time_are_planned_in_their_own_measure),
                cmocka_unit_test(what_a_plan_would_have_asked_before_it_was_made_is_not_missed),
                cmocka_unit_test(what_was_run_before_the_plan_was_known_counts_as_it_asks),
                cmocka_unit_test(aims_of_a_week_that_was_planned_midway_are_not_fallen_short_of),
                cmocka_unit_test(the_easy_share_follows_what_was_made_easier),
                cmocka_unit_test(a_week_of_a_build_has_its_number),
                cmocka_unit_test(who_stood_is_heard_as_well_and_who_is_new_is_not_medium),
                cmocka_unit_test(a_session_of_which_nothing_is_known_is_counted_and_adds_nothing),
                cmocka_unit_test(equal_weeks_are_equal_bytes),
                cmocka_unit_test(there_is_a_report_where_something_was_run_missed_or_nobody_was_there),
                cmocka_unit_test(each_word_is_one_of_its_own),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
