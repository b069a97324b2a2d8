/* SPDX-License-Identifier: MIT */
/* When a week is told, and the report of one that is over: over days, changes of the clock, starts. */
#include "today.h"

#include "support/day_clock.h"
#include "support/scratch.h"
#include "support/some_week.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#define PAST_MAX 4
#define TOLD_MAX 32

static const char plan_text[] = "goal: {event: Half marathon}\n"
        "schedule: {tuesday: easy 40m, thursday: easy 40m, sunday: 'long: easy 80m'}\n";

/* What was told of a week. */
struct told {
        char athlete[PD_ID_SIZE], id[PD_WEEK_ID_SIZE];
        bool final;
        int32_t revision, sessions;
        enum pd_week_standing standing;
        pd_usec real;
};

struct desk {
        char folder[SCRATCH_SIZE], plans[96];
        struct pd_config config;
        struct pd_config_athlete athletes[2];
        struct pd_today_context context;
        struct pd_state_files *files;
        struct pd_today *today;
        struct day_clock clock;
        bool in_doubt; /* the clock is not synchronised */
        size_t n_past[2];
        struct pd_past past[2][PAST_MAX];
        size_t n_told;
        struct told told[TOLD_MAX];
        int32_t on_its_way; /* the revision of 2026-W48 that is */
        struct pd_reply reply;
};

static pd_usec
utc(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute)
{
        return pd_day_begin(pd_day_of_date(year, month, day), 0, hour * 60 + minute);
}

static void
clock_of(void *user, struct pd_clock *ret)
{
        const struct desk *desk = user;

        *ret = (struct pd_clock) {.boot = desk->clock.boot, .real = desk->clock.real, .synchronised = !desk->in_doubt};
}

static int32_t
sessions_done(void *user, const char *athlete)
{
        (void) user;
        (void) athlete;
        return 7;
}

static size_t
past(void *user, const char *athlete, pd_day from, pd_day to, struct pd_past *ret, size_t limit)
{
        const struct desk *desk = user;
        const size_t who = strcmp(athlete, "ben") == 0;
        size_t n = 0;

        for (size_t i = 0; i < desk->n_past[who] && n < limit; i++)
                if (desk->past[who][i].day >= from && (to == PD_DAY_NONE || desk->past[who][i].day <= to))
                        ret[n++] = desk->past[who][i];
        return n;
}

static void
on_entry(void *user, pd_usec at, const struct pd_roster_entry *entry)
{
        (void) user;
        (void) at;
        (void) entry;
}

static void
on_jump(void *user, pd_usec at)
{
        (void) user;
        (void) at;
}

static void
on_proposal(void *user, pd_usec at, const char *athlete, const char *text)
{
        (void) user;
        (void) at;
        (void) athlete;
        (void) text;
}

static void
on_week(void *user, pd_usec at, const struct pd_athlete *athlete, const struct pd_week *week)
{
        struct desk *desk = user;
        struct told *told = &desk->told[desk->n_told++];

        assert_int_equal(at, desk->clock.boot);
        assert_true(desk->n_told <= TOLD_MAX);
        assert_string_not_equal(week->sentence, "");
        *told = (struct told) {.final = week->final, .revision = week->revision, .sessions = week->sessions, .standing = week->standing,
                .real = desk->clock.real};
        strcpy(told->athlete, athlete->id);
        pd_week_id(week->monday, told->id);
}

static bool
is_reported(void *user, const char *athlete, pd_day monday, int32_t revision)
{
        const struct desk *desk = user;

        return strcmp(athlete, "anna") == 0 && monday == pd_day_of_date(2026, 11, 23) && revision == desk->on_its_way;
}

static void
open_today(struct desk *desk)
{
        struct pd_findings findings = {0};
        const struct pd_roster_entry *entry;

        desk->files = pd_state_files_new(desk->folder);
        desk->context.files = desk->files;
        assert_int_equal(pd_today_new(&desk->context, &desk->today), 0);
        for (size_t i = 0; i < desk->config.n_athletes; i++)
                assert_int_equal(pd_today_entry(desk->today, i, &findings, &entry), 0);
        pd_today_begin_weeks(desk->today);
}

static void
close_today(struct desk *desk)
{
        desk->today = pd_today_free(desk->today);
        desk->files = pd_state_files_free(desk->files);
}

static void
start_again(struct desk *desk)
{
        close_today(desk);
        desk->n_told = 0;
        open_today(desk);
}

static void
init_athlete(struct pd_config_athlete *athlete, const char *id, const char *zone)
{
        pd_athlete_init(&athlete->athlete, id);
        strcpy(athlete->athlete.time_zone, zone);
        athlete->athlete.brief = PD_TIME_OF_DAY_OFF;
}

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        scratch_make(desk->folder);
        snprintf(desk->plans, sizeof(desk->plans), "%s/plans", desk->folder);
        assert_int_equal(mkdir(desk->plans, 0700), 0);
        init_athlete(&desk->athletes[0], "anna", "Europe/Berlin");
        init_athlete(&desk->athletes[1], "ben", "America/New_York");
        desk->config = (struct pd_config) {.n_athletes = 1, .athletes = desk->athletes};
        desk->context = (struct pd_today_context) {
                .config = &desk->config,
                .plans_dir = desk->plans,
                .state_dir = desk->folder,
                .clock = clock_of,
                .sessions_done = sessions_done,
                .past = past,
                .entry = on_entry,
                .propose = on_proposal,
                .week = on_week,
                .offset_changed = on_jump,
                .user = desk,
        };
        desk->clock.real = utc(2026, 11, 23, 12, 0); /* a Monday */
        pd_reply_init(&desk->reply);
        *state = desk;
        return 0;
}

static int
take_down(void **state)
{
        struct desk *desk = *state;

        close_today(desk);
        pd_reply_clear(&desk->reply);
        scratch_remove(desk->folder);
        free(desk);
        return 0;
}

/* Until REAL. */
static void
pass(struct desk *desk, pd_usec real)
{
        day_clock_pass(&desk->clock, desk->today, real);
}

/* WHO ran easily on DAY, and the daemon heard it. */
static void
run(struct desk *desk, size_t who, const char *day)
{
        const struct some_run easy = {day, PD_PURPOSE_EASY, 40, 0, 0, 6000, false, false};

        desk->past[who][desk->n_past[who]++] = some_past(&easy);
        if (desk->today == NULL)
                return;
        pd_today_session_over(desk->today, desk->clock.boot, desk->athletes[who].athlete.id);
        pd_today_wake(desk->today, desk->clock.boot);
}

static void
assert_told(const struct desk *desk, size_t i, const char *athlete, const char *id, int32_t revision, int32_t sessions)
{
        const struct told *told = &desk->told[i];

        assert_true(i < desk->n_told);
        if (strcmp(told->athlete, athlete) != 0 || strcmp(told->id, id) != 0 || told->revision != revision || told->sessions != sessions)
                fail_msg("%zu: %s, %s, revision %d, %d sessions", i, told->athlete, told->id, told->revision, told->sessions);
        assert_int_equal(told->final, revision > 0);
}

static void
the_running_week_is_told_at_the_start_and_when_it_has_changed(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->plans, "anna.yaml", plan_text);
        open_today(desk);
        assert_int_equal(desk->n_told, 1);
        assert_told(desk, 0, "anna", "2026-W48", 0, 0);
        assert_int_equal(desk->told[0].standing, PD_WEEK_OPEN);
        pass(desk, utc(2026, 11, 23, 20, 0));
        pd_today_anchors_changed(desk->today, "anna"); /* another week it is not */
        assert_int_equal(desk->n_told, 1);
        pass(desk, utc(2026, 11, 24, 12, 0)); /* a day of rest more */
        assert_int_equal(desk->n_told, 2);
        run(desk, 0, "2026-11-24");
        assert_int_equal(desk->n_told, 3);
        assert_told(desk, 2, "anna", "2026-W48", 0, 1);
        assert_int_equal(desk->told[2].standing, PD_WEEK_ON_PLAN);
        pd_today_restate_weeks(desk->today, NULL);
        assert_int_equal(desk->n_told, 4);
        assert_told(desk, 3, "anna", "2026-W48", 0, 1);
        pd_today_restate_weeks(desk->today, "anna");
        assert_int_equal(desk->n_told, 5);
        pd_today_restate_weeks(desk->today, "ben");
        assert_int_equal(desk->n_told, 5);
}

static void
a_week_that_is_over_is_reported_once_before_the_next(void **state)
{
        struct desk *desk = *state;
        size_t reports = 0;

        scratch_write(desk->plans, "anna.yaml", plan_text);
        open_today(desk);
        run(desk, 0, "2026-11-23");
        desk->n_told = 0;
        pass(desk, utc(2026, 11, 30, 1, 59));
        for (size_t i = 0; i < desk->n_told; i++)
                assert_false(desk->told[i].final);
        desk->n_told = 0;
        pass(desk, utc(2026, 11, 30, 2, 0)); /* 03:00 in Berlin */
        assert_int_equal(desk->n_told, 2);
        assert_told(desk, 0, "anna", "2026-W48", 1, 1);
        assert_int_equal(desk->told[0].standing, PD_WEEK_BEHIND);
        assert_told(desk, 1, "anna", "2026-W49", 0, 0);
        pass(desk, utc(2026, 12, 6, 20, 0));
        for (size_t i = 0; i < desk->n_told; i++)
                reports += desk->told[i].final;
        assert_int_equal(reports, 1);
}

/* The power went before the record had it: in other words, perhaps, and then as another revision. */
static void
a_report_that_no_record_has_is_told_again_at_each_start_until_somebody_has_it(void **state)
{
        struct desk *desk = *state;

        open_today(desk);
        run(desk, 0, "2026-11-23");
        pass(desk, utc(2026, 11, 30, 12, 0));
        start_again(desk);
        assert_int_equal(desk->n_told, 2);
        assert_told(desk, 0, "anna", "2026-W48", 2, 1);
        assert_told(desk, 1, "anna", "2026-W49", 0, 0);
        run(desk, 0, "2026-12-01");
        pass(desk, utc(2026, 12, 7, 12, 0)); /* two of them now, in their order */
        start_again(desk);
        assert_int_equal(desk->n_told, 3);
        assert_told(desk, 0, "anna", "2026-W48", 3, 1);
        assert_told(desk, 1, "anna", "2026-W49", 2, 1);
        pd_today_week_acknowledged(desk->today, "anna", pd_day_of_date(2026, 11, 23), 3);
        start_again(desk);
        assert_int_equal(desk->n_told, 2);
        assert_told(desk, 0, "anna", "2026-W49", 3, 1);
        pd_today_week_acknowledged(desk->today, "anna", pd_day_of_date(2026, 11, 30), 3);
        start_again(desk);
        assert_int_equal(desk->n_told, 1);
        assert_told(desk, 0, "anna", "2026-W50", 0, 0);
}

static void
a_report_on_its_way_is_not_told_again_at_a_start(void **state)
{
        struct desk *desk = *state;

        desk->context.reported = is_reported;
        open_today(desk);
        run(desk, 0, "2026-11-23");
        pass(desk, utc(2026, 11, 30, 12, 0));
        desk->on_its_way = 1;
        start_again(desk);
        assert_int_equal(desk->n_told, 1);
        assert_told(desk, 0, "anna", "2026-W49", 0, 0);
        desk->on_its_way = 2; /* another one */
        start_again(desk);
        assert_told(desk, 0, "anna", "2026-W48", 2, 1);
}

static void
a_session_that_comes_later_makes_another_revision(void **state)
{
        struct desk *desk = *state;

        open_today(desk);
        run(desk, 0, "2026-11-23");
        pass(desk, utc(2026, 11, 30, 12, 0));
        pd_today_week_acknowledged(desk->today, "anna", pd_day_of_date(2026, 11, 23), 1);
        desk->n_told = 0;
        pd_today_past_changed(desk->today, desk->clock.boot, "anna"); /* her remark: nothing that counts */
        pd_today_wake(desk->today, desk->clock.boot);
        assert_int_equal(desk->n_told, 0);
        desk->past[0][desk->n_past[0]++] = some_past(&(struct some_run) {"2026-11-29", PD_PURPOSE_LONG, 80, 0, 0, 13000, false, false});
        pd_today_past_changed(desk->today, desk->clock.boot, "anna");
        pd_today_wake(desk->today, desk->clock.boot);
        assert_int_equal(desk->n_told, 2);
        assert_told(desk, 0, "anna", "2026-W48", 2, 2);
        assert_told(desk, 1, "anna", "2026-W49", 0, 0);
        pd_today_week_acknowledged(desk->today, "anna", pd_day_of_date(2026, 11, 23), 1); /* the first one's, late */
        start_again(desk);
        assert_told(desk, 0, "anna", "2026-W48", 3, 2);
        pd_today_week_acknowledged(desk->today, "anna", pd_day_of_date(2026, 11, 23), 3);
        start_again(desk);
        assert_int_equal(desk->n_told, 1);
}

/* The watch has what we did not hear of it. */
static void
more_of_a_session_makes_another_revision(void **state)
{
        struct desk *desk = *state;

        open_today(desk);
        run(desk, 0, "2026-11-23");
        pass(desk, utc(2026, 11, 30, 12, 0));
        desk->n_told = 0;
        desk->past[0][0].distance_m += 100;
        pd_today_past_changed(desk->today, desk->clock.boot, "anna");
        pd_today_wake(desk->today, desk->clock.boot);
        assert_told(desk, 0, "anna", "2026-W48", 2, 1);
        desk->n_told = 0;
        desk->past[0][0].moving_s += 60;
        pd_today_past_changed(desk->today, desk->clock.boot, "anna");
        pd_today_wake(desk->today, desk->clock.boot);
        assert_told(desk, 0, "anna", "2026-W48", 3, 1);
}

/* Of a summer without power only the last weeks are told. */
static void
weeks_long_ago_are_not_reported(void **state)
{
        struct desk *desk = *state;

        open_today(desk);
        run(desk, 0, "2026-11-24");
        pass(desk, utc(2026, 11, 30, 12, 0)); /* W48 is told */
        close_today(desk);
        run(desk, 0, "2026-12-13"); /* W50, in which the last of six weeks began */
        run(desk, 0, "2026-12-14");
        desk->n_told = 0;
        desk->clock.real = utc(2027, 1, 18, 12, 0);
        desk->context.reported = is_reported;
        desk->on_its_way = 1;
        open_today(desk);
        assert_int_equal(desk->n_told, 2);
        assert_told(desk, 0, "anna", "2026-W51", 1, 1);
        assert_told(desk, 1, "anna", "2027-W03", 0, 0);
}

static void
a_watch_that_is_read_weeks_later_revises_the_week_of_its_run(void **state)
{
        struct desk *desk = *state;

        open_today(desk);
        run(desk, 0, "2026-11-23");
        pass(desk, utc(2026, 11, 30, 12, 0));
        run(desk, 0, "2026-11-30");
        pass(desk, utc(2026, 12, 8, 12, 0));
        desk->n_told = 0;
        desk->past[0][desk->n_past[0]++] = some_past(&(struct some_run) {"2026-11-28", PD_PURPOSE_LONG, 80, 0, 0, 13000, false, false});
        pd_today_past_changed(desk->today, desk->clock.boot, "anna");
        pd_today_wake(desk->today, desk->clock.boot);
        assert_int_equal(desk->n_told, 2);
        assert_told(desk, 0, "anna", "2026-W48", 2, 2);
        assert_told(desk, 1, "anna", "2026-W50", 0, 0);
}

static void
nothing_is_reported_of_weeks_before_anybody_was_here(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->plans, "anna.yaml", plan_text);
        open_today(desk);
        pass(desk, utc(2026, 11, 23, 20, 0));
        assert_int_equal(desk->n_told, 1);
        assert_false(desk->told[0].final);
        close_today(desk);
        run(desk, 0, "2026-11-24");
        desk->n_told = 0;
        desk->clock.real = utc(2026, 12, 14, 12, 0); /* off for three weeks: only of the last, in which all was missed */
        open_today(desk);
        assert_int_equal(desk->n_told, 2);
        assert_told(desk, 0, "anna", "2026-W50", 1, 0);
        assert_told(desk, 1, "anna", "2026-W51", 0, 0);
}

/* The power was cut on a Friday, and came back some Mondays later. */
static void
weeks_that_ended_in_the_dark_are_reported_if_somebody_ran(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->plans, "anna.yaml", plan_text);
        open_today(desk);
        run(desk, 0, "2026-11-24");
        pass(desk, utc(2026, 11, 30, 12, 0)); /* W48 is told */
        run(desk, 0, "2026-12-01");
        close_today(desk);
        desk->n_told = 0;
        desk->clock.real = utc(2026, 12, 21, 12, 0);
        desk->context.reported = is_reported;
        desk->on_its_way = 1;
        open_today(desk);
        assert_int_equal(desk->n_told, 3); /* nothing of W50: nobody was here to miss anything */
        assert_told(desk, 0, "anna", "2026-W49", 1, 1);
        assert_told(desk, 1, "anna", "2026-W51", 1, 0);
        assert_told(desk, 2, "anna", "2026-W52", 0, 0);
        run(desk, 0, "2026-12-08"); /* from a file; what was passed over then stays so */
        assert_int_equal(desk->n_told, 3);
}

static void
a_clock_that_was_ahead_silences_no_report_for_long(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->plans, "anna.yaml", plan_text);
        open_today(desk);
        run(desk, 0, "2026-11-24");
        desk->in_doubt = true;
        desk->clock.real = utc(2027, 3, 15, 12, 0);
        pd_today_clock_set(desk->today);
        assert_told(desk, desk->n_told - 2, "anna", "2027-W10", 1, 0);
        desk->n_told = 0;
        desk->clock.real = utc(2026, 11, 30, 12, 0);
        pd_today_clock_set(desk->today); /* ahead then, or behind now? */
        assert_int_equal(desk->n_told, 1);
        assert_told(desk, 0, "anna", "2026-W49", 0, 0);
        desk->in_doubt = false;
        pd_today_clock_set(desk->today);
        pd_today_past_changed(desk->today, desk->clock.boot, "anna");
        pd_today_wake(desk->today, desk->clock.boot);
        assert_int_equal(desk->n_told, 3);
        assert_told(desk, 1, "anna", "2026-W48", 1, 1);
        assert_told(desk, 2, "anna", "2026-W49", 0, 0);
}

static void
weeks_keep_to_the_local_clock_over_its_changes_and_the_years(void **state)
{
        static const struct {
                const char *ran;
                int32_t year, month, day, hour; /* UTC: 03:00 in Berlin on Monday */
                const char *over, *begun;
        } rows[] = {
                {"2026-10-20", 2026, 10, 26, 2, "2026-W43", "2026-W44"}, /* on Sunday, 25 October, summer time has ended */
                {"2026-12-29", 2027, 1, 4, 2, "2026-W53", "2027-W01"},
                {"2027-03-23", 2027, 3, 29, 1, "2027-W12", "2027-W13"},  /* on Sunday, 28 March, it has begun */
        };
        struct desk *desk = *state;

        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const pd_usec begins = utc(rows[i].year, rows[i].month, rows[i].day, rows[i].hour, 0);

                desk->clock.real = begins - 3 * 24 * PD_HOUR;
                desk->n_past[0] = 1;
                desk->past[0][0] = some_past(&(struct some_run) {rows[i].ran, PD_PURPOSE_EASY, 40, 0, 0, 6000, false, false});
                open_today(desk);
                pass(desk, begins - PD_SEC);
                desk->n_told = 0;
                pass(desk, begins);
                assert_int_equal(desk->n_told, 2);
                assert_told(desk, 0, "anna", rows[i].over, 1, 1);
                assert_told(desk, 1, "anna", rows[i].begun, 0, 0);
                assert_int_equal(desk->told[0].real, begins);
                pd_today_forget(desk->today, "anna");
                close_today(desk);
        }
        open_today(desk);
}

static void
each_has_a_week_of_her_own(void **state)
{
        struct desk *desk = *state;

        desk->config.n_athletes = 2;
        open_today(desk);
        assert_int_equal(desk->n_told, 2);
        run(desk, 0, "2026-11-23");
        run(desk, 1, "2026-11-24");
        run(desk, 1, "2026-11-25");
        pass(desk, utc(2026, 11, 30, 1, 59));
        desk->n_told = 0;
        pass(desk, utc(2026, 11, 30, 2, 0)); /* Monday in Berlin, still Sunday in New York */
        assert_int_equal(desk->n_told, 2);
        assert_told(desk, 0, "anna", "2026-W48", 1, 1);
        assert_told(desk, 1, "anna", "2026-W49", 0, 0);
        pass(desk, utc(2026, 11, 30, 8, 0)); /* 03:00 there */
        assert_int_equal(desk->n_told, 4);
        assert_told(desk, 2, "ben", "2026-W48", 1, 2);
        assert_told(desk, 3, "ben", "2026-W49", 0, 0);
}

static void
who_is_forgotten_owes_no_report(void **state)
{
        struct desk *desk = *state;

        open_today(desk);
        run(desk, 0, "2026-11-23");
        pass(desk, utc(2026, 11, 30, 12, 0));
        desk->n_past[0] = 0;
        pd_today_forget(desk->today, "anna");
        start_again(desk);
        assert_int_equal(desk->n_told, 1);
        assert_told(desk, 0, "anna", "2026-W49", 0, 0);
}

/* ---- shown --------------------------------------------------------------------- */

static void
ask(struct desk *desk, const char *word, const char *more)
{
        struct pd_command command = {.verb = PD_COMMAND_WEEK};
        const char *words[] = {word, more};
        struct pd_order it = {.command = &command, .athlete = "anna", .words = words, .at = desk->clock.boot,
                .n_words = (word != NULL) + (size_t) (more != NULL)};

        pd_reply_clear(&desk->reply);
        for (size_t i = 0; i < pd_today_n_services; i++)
                if (pd_today_services[i].verb == PD_COMMAND_WEEK)
                        pd_today_services[i].carry_out(desk->today, &it, &desk->reply);
}

static void
a_week_is_shown_by_day_by_name_and_as_the_last(void **state)
{
        static const struct {
                const char *word, *more, *says;
                int result;
        } rows[] = {
                {NULL, NULL, "Week 2026-W49, 2026-11-30 to 2026-12-06\n", 0},
                {"last", NULL, "Week 2026-W48, 2026-11-23 to 2026-11-29, over\n", 0},
                {"2026-11-24", NULL, "Week 2026-W48,", 0},
                {"2026-W48", NULL, "  sessions   1 of 3\n", 0},
                {"2025-W01", NULL, "No run this week.", 0},
                {"2026-W54", NULL, "'2026-W54' is neither a date such as 2026-11-25, nor a week such as 2026-W48, nor 'last'.", -EINVAL},
                {"last", "now", "'now' is one too many: one week at a time.", -EINVAL},
        };
        struct desk *desk = *state;

        scratch_write(desk->plans, "anna.yaml", plan_text);
        open_today(desk);
        run(desk, 0, "2026-11-24");
        pass(desk, utc(2026, 11, 30, 12, 0));
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                ask(desk, rows[i].word, rows[i].more);
                assert_int_equal(desk->reply.result, rows[i].result);
                if (strstr(pd_reply_text(&desk->reply), rows[i].says) == NULL)
                        fail_msg("no '%s' in '%s'", rows[i].says, pd_reply_text(&desk->reply));
        }
        strcpy(desk->athletes[0].athlete.goal, "To be out more often");
        ask(desk, "2025-W01", NULL); /* before there was a plan */
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"goal\":\"To be out more often\""));
        ask(desk, "last", NULL);
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"id\":\"2026-W48\",\"monday\":\"2026-11-23\""));
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(the_running_week_is_told_at_the_start_and_when_it_has_changed),
                TEST(a_week_that_is_over_is_reported_once_before_the_next),
                TEST(a_report_that_no_record_has_is_told_again_at_each_start_until_somebody_has_it),
                TEST(a_report_on_its_way_is_not_told_again_at_a_start),
                TEST(a_session_that_comes_later_makes_another_revision),
                TEST(more_of_a_session_makes_another_revision),
                TEST(weeks_long_ago_are_not_reported),
                TEST(a_watch_that_is_read_weeks_later_revises_the_week_of_its_run),
                TEST(nothing_is_reported_of_weeks_before_anybody_was_here),
                TEST(weeks_that_ended_in_the_dark_are_reported_if_somebody_ran),
                TEST(a_clock_that_was_ahead_silences_no_report_for_long),
                TEST(weeks_keep_to_the_local_clock_over_its_changes_and_the_years),
                TEST(each_has_a_week_of_her_own),
                TEST(who_is_forgotten_owes_no_report),
                TEST(a_week_is_shown_by_day_by_name_and_as_the_last),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
