/* SPDX-License-Identifier: MIT */
/* What today asks of each athlete, over days, nights and changes of the clock. */
#include "today.h"

#include "support/cm.h"
#include "support/day_clock.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENTRIES_MAX 16

static const char plan_text[] =
        "goal:\n  event: Half marathon\n  why: To be home by noon.\n"
        "workouts:\n  intervals:\n    why: To run faster for longer.\n    steps: 15m easy, 6x (3m hard, 2m easy), 10m easy\n"
        "schedule:\n  tuesday: intervals\n  thursday: easy 45m\n";

struct desk {
        char folder[SCRATCH_SIZE], plans[96];
        struct pd_config config;
        struct pd_config_athlete anna;
        struct pd_today_context context;
        struct pd_state_files *files;
        struct pd_today *today;
        struct pd_findings findings;
        struct day_clock clock;
        bool synchronised;
        size_t n_entries, n_briefs, n_jumps;
        pd_usec entry_at, brief_at, jump_at; /* of the wall */
        struct pd_roster_entry entry;
        size_t n_past;
        struct pd_past past[2];
        size_t n_proposed;
        char proposed[4][PD_TEXT_SIZE];
        struct pd_reply reply;
};

static pd_usec
utc(int32_t month, int32_t day, int32_t hour, int32_t minute)
{
        return pd_day_begin(pd_day_of_date(2026, month, day), 0, hour * 60 + minute);
}

static void
clock_of(void *user, struct pd_clock *ret)
{
        const struct desk *desk = user;

        *ret = (struct pd_clock) {.boot = desk->clock.boot, .real = desk->clock.real, .synchronised = desk->synchronised};
}

static int32_t
sessions_done(void *user, const char *athlete)
{
        (void) user;
        assert_string_equal(athlete, "anna");
        return 7;
}

static size_t
past(void *user, const char *athlete, pd_day from, pd_day to, struct pd_past *ret, size_t limit)
{
        const struct desk *desk = user;

        (void) athlete;
        (void) from;
        (void) to;
        assert_true(desk->n_past <= limit);
        memcpy(ret, desk->past, desk->n_past * sizeof(ret[0]));
        return desk->n_past;
}

static void
on_entry(void *user, pd_usec at, const struct pd_roster_entry *entry)
{
        struct desk *desk = user;

        assert_int_equal(at, desk->clock.boot);
        desk->n_entries++;
        desk->entry_at = desk->clock.real;
        desk->entry = *entry;
}

static void
on_brief(void *user, pd_usec at, const char *athlete)
{
        struct desk *desk = user;

        (void) at;
        assert_string_equal(athlete, "anna");
        desk->n_briefs++;
        desk->brief_at = desk->clock.real;
}

static void
on_proposal(void *user, pd_usec at, const char *athlete, const char *text)
{
        struct desk *desk = user;

        assert_int_equal(at, desk->clock.boot);
        assert_string_equal(athlete, "anna");
        assert_true(desk->n_proposed < 4);
        strcpy(desk->proposed[desk->n_proposed++], text);
}

static void
on_jump(void *user, pd_usec at)
{
        struct desk *desk = user;

        (void) at;
        desk->n_jumps++;
        desk->jump_at = desk->clock.real;
}

static void
write_plan(const struct desk *desk, const char *text)
{
        scratch_write(desk->plans, "anna.yaml", text);
}

static void
open_today(struct desk *desk)
{
        const struct pd_roster_entry *entry;

        desk->files = pd_state_files_new(desk->folder);
        desk->context.files = desk->files;
        assert_int_equal(pd_today_new(&desk->context, &desk->today), 0);
        assert_int_equal(pd_today_entry(desk->today, 0, &desk->findings, &entry), 0);
        desk->entry = *entry;
}

static void
close_today(struct desk *desk)
{
        desk->today = pd_today_free(desk->today);
        desk->files = pd_state_files_free(desk->files);
}

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        scratch_make(desk->folder);
        snprintf(desk->plans, sizeof(desk->plans), "%s/plans", desk->folder);
        assert_int_equal(mkdir(desk->plans, 0700), 0);
        pd_athlete_init(&desk->anna.athlete, "anna");
        strcpy(desk->anna.athlete.time_zone, "Europe/Berlin");
        desk->anna.athlete.hr_max = (struct pd_anchor) {186, 0, PD_PROVENANCE_TEST};
        desk->anna.athlete.brief = 6 * 60 + 30;
        desk->anna.athlete.birth_year = 1985;
        desk->config = (struct pd_config) {.n_athletes = 1, .athletes = &desk->anna};
        desk->context = (struct pd_today_context) {
                .config = &desk->config,
                .plans_dir = desk->plans,
                .state_dir = desk->folder,
                .clock = clock_of,
                .sessions_done = sessions_done,
                .past = past,
                .entry = on_entry,
                .brief = on_brief,
                .propose = on_proposal,
                .offset_changed = on_jump,
                .user = desk,
        };
        desk->synchronised = true;
        desk->clock.real = utc(11, 23, 12, 0); /* a Monday */
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
        free(desk->anna.workout);
        free(desk);
        return 0;
}

/* Until REAL. */
static void
pass(struct desk *desk, pd_usec real)
{
        day_clock_pass(&desk->clock, desk->today, real);
}

static void
order(struct desk *desk, enum pd_command_verb verb, const char *text)
{
        struct pd_command command = {.verb = verb};
        const char *words[4];
        struct pd_order it = {.command = &command, .athlete = "anna", .words = words, .at = desk->clock.boot};
        char copy[PD_TEXT_SIZE], *rest;

        strcpy(command.text, text);
        strcpy(copy, text);
        for (char *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
                words[it.n_words++] = word;
        pd_reply_clear(&desk->reply);
        for (size_t i = 0; i < pd_today_n_services; i++)
                if (pd_today_services[i].verb == verb)
                        pd_today_services[i].carry_out(desk->today, &it, &desk->reply);
}

static void
assert_said(const struct desk *desk, const char *what)
{
        if (strstr(pd_reply_text(&desk->reply), what) == NULL)
                fail_msg("no '%s' in '%s'", what, pd_reply_text(&desk->reply));
}

static void
the_plan_says_what_a_day_is_for(void **state)
{
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        open_today(desk);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_NONE);
        assert_string_equal(desk->entry.athlete.goal, "Half marathon");
        assert_int_equal(desk->entry.athlete.age, 41);
        assert_int_equal(desk->entry.athlete.sessions_done, 7);
        pass(desk, utc(11, 24, 1, 59));
        assert_int_equal(desk->n_entries, 0);
        pass(desk, utc(11, 24, 2, 0)); /* 03:00 in Berlin */
        assert_int_equal(desk->n_entries, 1);
        assert_int_equal(desk->entry_at, utc(11, 24, 2, 0));
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_INTERVALS);
        assert_string_equal(desk->entry.workout.id, "intervals");
        assert_string_equal(desk->entry.athlete.why, "To run faster for longer.");
        assert_int_not_equal(desk->entry.workout.steps[1].hr.low + desk->entry.workout.steps[0].hr.high, 0); /* resolved */
        pass(desk, utc(11, 27, 12, 0));
        assert_int_equal(desk->n_entries, 4);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_NONE);
}

static void
what_may_be_chosen_is_what_the_plan_has_a_name_for(void **state)
{
        struct desk *desk = *state;
        char choices[PD_CHOICES_MAX][PD_ID_SIZE];
        size_t n;

        open_today(desk);
        assert_int_equal(pd_today_choices(desk->today, "anna", choices), 0); /* no plan, no choice */
        close_today(desk);
        write_plan(desk, plan_text);
        open_today(desk);
        n = pd_today_choices(desk->today, "anna", choices);
        assert_in_range(n, 3, PD_CHOICES_MAX);
        assert_string_equal(choices[0], "rest");
        assert_string_equal(choices[1], "free");
        assert_string_equal(choices[2], "intervals");
        for (size_t i = 0; i < n; i++)
                assert_string_not_equal(choices[i], ""); /* days in words have no name */
        assert_int_equal(pd_today_choices(desk->today, "lea", choices), 0);
}

static void
the_next_session_is_that_of_a_later_day(void **state)
{
        struct desk *desk = *state;
        struct pd_week_left next;

        open_today(desk);
        assert_int_equal(pd_today_next(desk->today, "anna", &next), -ENOENT); /* no plan */
        close_today(desk);
        write_plan(desk, plan_text);
        open_today(desk);
        assert_int_equal(pd_today_next(desk->today, "anna", &next), 0);
        assert_int_equal(next.day, pd_day_of_date(2026, 11, 24));
        assert_int_equal(next.purpose, PD_PURPOSE_INTERVALS);
        assert_string_not_equal(next.title, "");
        pass(desk, utc(11, 24, 12, 0)); /* what is asked today is not next */
        assert_int_equal(pd_today_next(desk->today, "anna", &next), 0);
        assert_int_equal(next.day, pd_day_of_date(2026, 11, 26));
        assert_int_equal(next.purpose, PD_PURPOSE_EASY);
        order(desk, PD_COMMAND_SKIP_DAY, "2026-11-26");
        assert_int_equal(pd_today_next(desk->today, "anna", &next), 0);
        assert_int_equal(next.day, pd_day_of_date(2026, 12, 1));
        order(desk, PD_COMMAND_AWAY, "vacation 2026-11-25 2026-12-31");
        assert_int_equal(desk->reply.result, 0);
        assert_int_equal(pd_today_next(desk->today, "anna", &next), -ENOENT);
        assert_int_equal(pd_today_next(desk->today, "lea", &next), -ENOENT);
}

static void
any_days_workout_can_be_asked_for(void **state)
{
        struct desk *desk = *state;
        struct pd_workout *workout = malloc(sizeof(*workout));
        struct pd_athlete stranger;

        write_plan(desk, plan_text);
        open_today(desk);
        assert_int_equal(pd_today_workout(desk->today, &desk->entry.athlete, pd_day_of_date(2026, 11, 24), workout), 0);
        assert_string_equal(workout->id, "intervals");
        assert_int_equal(pd_today_workout(desk->today, &desk->entry.athlete, pd_day_of_date(2026, 11, 25), workout), -ENOENT);
        assert_int_equal(pd_today_workout(desk->today, &desk->entry.athlete, pd_day_of_date(2025, 11, 25), workout), -ENOENT);
        pd_athlete_init(&stranger, "carl");
        assert_int_equal(pd_today_workout(desk->today, &stranger, pd_day_of_date(2026, 11, 24), workout), -ENOENT);
        free(workout);
}

static void
what_the_plan_leaves_open_is_as_the_configuration_says(void **state)
{
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        desk->anna.workout = strdup("recovery 30m");
        open_today(desk);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_RECOVERY);
        pass(desk, utc(11, 24, 12, 0));
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_INTERVALS);
        order(desk, PD_COMMAND_SKIP_DAY, "");
        assert_int_equal(desk->reply.result, 0);
        assert_int_not_equal(desk->entry.workout.purpose, PD_PURPOSE_RECOVERY);
        assert_int_not_equal(desk->entry.workout.purpose, PD_PURPOSE_INTERVALS);
}

static void
the_brief_is_said_each_morning_once(void **state)
{
        struct desk *desk = *state;

        open_today(desk);
        pass(desk, utc(11, 24, 5, 29));
        assert_int_equal(desk->n_briefs, 0);
        pass(desk, utc(11, 24, 5, 30));
        assert_int_equal(desk->n_briefs, 1);
        close_today(desk); /* started again within the two hours */
        open_today(desk);
        pass(desk, utc(11, 24, 23, 0));
        assert_int_equal(desk->n_briefs, 1);
        pass(desk, utc(11, 25, 12, 0));
        assert_int_equal(desk->n_briefs, 2);
        assert_int_equal(desk->brief_at, utc(11, 25, 5, 30));
}

static void
a_proposal_follows_the_brief_and_is_said_once(void **state)
{
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        open_today(desk);
        pass(desk, utc(11, 25, 5, 29)); /* Tuesday's intervals were missed */
        assert_int_equal(desk->n_proposed, 0);
        pass(desk, utc(11, 25, 5, 30));
        assert_int_equal(desk->n_proposed, 1);
        assert_string_equal(desk->proposed[0], "move intervals 2026-11-24 2026-11-25");
        close_today(desk);
        open_today(desk);
        pass(desk, utc(11, 26, 12, 0)); /* they could be moved to that day as well: no news */
        assert_int_equal(desk->n_briefs, 3);
        assert_int_equal(desk->n_proposed, 1);
        order(desk, PD_COMMAND_PLAN, "today"); /* but it stands here */
        assert_said(desk, "purposectl swap 2026-11-24 2026-11-26");
}

static void
what_lies_before_the_plan_was_not_missed(void **state)
{
        struct desk *desk = *state;

        desk->clock.real = utc(11, 25, 4, 0); /* the day after the intervals */
        write_plan(desk, plan_text);
        open_today(desk);
        pass(desk, utc(11, 25, 12, 0));
        order(desk, PD_COMMAND_PLAN, "today"); /* nor does the page say so */
        assert_null(strstr(pd_reply_text(&desk->reply), "fell out"));
        close_today(desk);
        open_today(desk);
        pass(desk, utc(11, 26, 12, 0));
        assert_int_equal(desk->n_briefs, 2);
        assert_int_equal(desk->n_proposed, 0);
        pass(desk, utc(11, 27, 12, 0)); /* Thursday's easy run was */
        assert_int_equal(desk->n_proposed, 1);
        assert_string_equal(desk->proposed[0], "let-go easy 2026-11-26");
}

static void
what_a_session_changes_is_proposed_when_it_is_over(void **state)
{
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        desk->anna.athlete.brief = PD_TIME_OF_DAY_OFF;
        open_today(desk);
        pass(desk, utc(11, 25, 17, 0));
        assert_int_equal(desk->n_proposed, 0);
        pd_today_session_over(desk->today, desk->clock.boot, "anna");
        pass(desk, utc(11, 25, 17, 1));
        assert_int_equal(desk->n_proposed, 1);
        pd_today_session_over(desk->today, desk->clock.boot, "anna");
        pass(desk, utc(11, 25, 18, 0));
        assert_int_equal(desk->n_proposed, 1);
}

static void
a_brief_is_said_late_but_not_hours_late(void **state)
{
        static const struct {
                int32_t hour, minute;
                size_t briefs;
        } cases[] = {{5, 40, 1}, {7, 30, 1}, {7, 31, 0}, {12, 0, 0}};
        struct desk *desk = *state;

        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                desk->n_briefs = 0;
                desk->clock.real = utc(11, 24 + (int32_t) i, cases[i].hour, cases[i].minute);
                open_today(desk);
                pass(desk, utc(11, 24 + (int32_t) i, 20, 0));
                assert_int_equal(desk->n_briefs, cases[i].briefs);
                close_today(desk);
        }
}

static void
a_clock_that_cannot_be_believed_briefs_nobody(void **state)
{
        struct desk *desk = *state;

        desk->synchronised = false;
        desk->clock.real = 30 * PD_SEC; /* a Pi that has just woken up */
        open_today(desk);
        assert_true(pd_today_deadline(desk->today) == PD_NEVER);
        order(desk, PD_COMMAND_SKIP_DAY, "");
        assert_int_equal(desk->reply.result, -ENODATA);
        desk->clock.real = utc(11, 24, 6, 0); /* set, but by whom? */
        pd_today_clock_set(desk->today);
        assert_int_equal(desk->n_entries, 1);
        assert_int_equal(desk->n_briefs, 0);
        desk->synchronised = true;
        pd_today_clock_set(desk->today);
        assert_int_equal(desk->n_briefs, 1);
        pass(desk, utc(11, 24, 20, 0));
        assert_int_equal(desk->n_briefs, 1);
}

static void
days_and_briefs_keep_to_the_local_clock_over_its_changes(void **state)
{
        struct desk *desk = *state;

        desk->clock.real = utc(3, 28, 12, 0);
        open_today(desk);
        pass(desk, utc(3, 29, 12, 0));
        assert_int_equal(desk->n_jumps, 1);
        assert_int_equal(desk->jump_at, utc(3, 29, 1, 0));
        assert_int_equal(desk->entry_at, utc(3, 29, 1, 0)); /* 03:00 follows 01:59 */
        assert_int_equal(desk->brief_at, utc(3, 29, 4, 30));
        close_today(desk);
        desk->clock.real = utc(10, 24, 12, 0);
        open_today(desk);
        pass(desk, utc(10, 25, 12, 0));
        assert_int_equal(desk->n_jumps, 2);
        assert_int_equal(desk->jump_at, utc(10, 25, 1, 0));
        assert_int_equal(desk->entry_at, utc(10, 25, 2, 0));
        assert_int_equal(desk->brief_at, utc(10, 25, 5, 30));
        assert_int_equal(desk->n_entries, 2);
}

static void
life_is_kept_over_a_start(void **state)
{
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        desk->clock.real = utc(11, 24, 12, 0);
        open_today(desk);
        order(desk, PD_COMMAND_AWAY, "ill 2026-11-24 2026-11-25");
        assert_int_equal(desk->reply.result, 0);
        assert_int_equal(desk->n_entries, 1);
        assert_int_equal(desk->entry.athlete.condition, PD_CONDITION_ILL);
        assert_int_not_equal(desk->entry.workout.purpose, PD_PURPOSE_INTERVALS);
        close_today(desk);
        open_today(desk);
        assert_int_equal(desk->entry.athlete.condition, PD_CONDITION_ILL);
        pass(desk, utc(11, 26, 12, 0));
        assert_int_equal(desk->entry.athlete.condition, PD_CONDITION_WELL);
}

static void
who_is_forgotten_was_never_away(void **state)
{
        struct desk *desk = *state;
        char path[128];

        write_plan(desk, plan_text);
        desk->clock.real = utc(11, 24, 12, 0);
        open_today(desk);
        order(desk, PD_COMMAND_AWAY, "ill 2026-11-24 2026-11-25");
        pd_today_forget(desk->today, "anna");
        pd_today_forget(desk->today, "nobody");
        assert_int_equal(desk->entry.athlete.condition, PD_CONDITION_WELL);
        close_today(desk);
        snprintf(path, sizeof(path), "%s/life/anna", desk->folder);
        assert_int_equal(access(path, F_OK), -1);
        open_today(desk);
        assert_int_equal(desk->entry.athlete.condition, PD_CONDITION_WELL);
}

static void
what_was_learnt_is_kept_over_a_start_until_it_is_forgotten(void **state)
{
        const struct pd_kinetics first = {900, 200, 400, 700, 100, 30, 1}, second = {910, 210, 410, 710, 110, 31, 2};
        struct desk *desk = *state;
        char path[128];

        open_today(desk);
        pd_today_learn(desk->today, "anna", &second);
        pd_today_learn(desk->today, "anna", &first); /* an older tale */
        pd_today_learn(desk->today, "guest", &first);
        close_today(desk);
        open_today(desk);
        assert_memory_equal(&desk->entry.athlete.kinetics, &second, sizeof(second));
        pd_today_forget(desk->today, "anna");
        assert_int_equal(desk->entry.athlete.kinetics.sessions, 0);
        close_today(desk);
        snprintf(path, sizeof(path), "%s/learnt/anna", desk->folder);
        assert_int_equal(access(path, F_OK), -1);
        open_today(desk);
        assert_int_equal(desk->entry.athlete.kinetics.sessions, 0);
}

static void
orders_that_make_no_sense_change_nothing(void **state)
{
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        open_today(desk);
        order(desk, PD_COMMAND_WORKOUT, "hillz");
        assert_int_equal(desk->reply.result, -ENOENT);
        assert_said(desk, "no workout 'hillz'");
        order(desk, PD_COMMAND_SWAP, "someday");
        assert_true(desk->reply.result < 0);
        order(desk, PD_COMMAND_PLAN, "everything");
        assert_int_equal(desk->reply.result, -EINVAL);
        assert_int_equal(desk->n_entries, 0);
        order(desk, PD_COMMAND_WORKOUT, "intervals");
        assert_int_equal(desk->reply.result, 0);
        assert_int_equal(desk->n_entries, 1);
        assert_string_equal(desk->entry.workout.id, "intervals");
}

static void
the_plan_is_shown_by_day_and_by_week(void **state)
{
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        desk->clock.real = utc(11, 24, 12, 0);
        open_today(desk);
        order(desk, PD_COMMAND_PLAN, "today");
        assert_said(desk, "Tuesday 2026-11-24  (Half marathon)\n  intervals  ");
        assert_said(desk, "To run faster for longer.");
        order(desk, PD_COMMAND_PLAN, "show");
        assert_said(desk, "  mon  2026-11-23  -\n");
        assert_said(desk, "  thu  2026-11-26  easy       45 min  easy 45m");
        order(desk, PD_COMMAND_PLAN, "show 2026-12-02 2");
        assert_said(desk, "Week from 2026-11-30");
        assert_said(desk, "Week from 2026-12-07");
        order(desk, PD_COMMAND_PLAN, "today 2026-11-26");
        assert_said(desk, "Thursday 2026-11-26");
        order(desk, PD_COMMAND_SWAP, "today tomorrow");
        order(desk, PD_COMMAND_PLAN, "show");
        assert_said(desk, "  wed  2026-11-25  intervals ");
        assert_said(desk, "(swapped)");
}

static void
a_page_of_the_plan_that_makes_no_sense_is_refused(void **state)
{
        static const char *const rows[] = {
                "sow", "show 61", "show 0", "show 2026-02-30", "today 2", "show 2 2026-11-25", "show 2026-11-25 2 2"};
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        open_today(desk);
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                order(desk, PD_COMMAND_PLAN, rows[i]);
                if (desk->reply.result != -EINVAL)
                        fail_msg("plan %s: %s", rows[i], pd_reply_text(&desk->reply));
        }
}

static void
a_plan_that_does_not_read_leaves_the_last_good_one(void **state)
{
        struct desk *desk = *state;

        write_plan(desk, plan_text);
        desk->clock.real = utc(11, 24, 12, 0);
        open_today(desk);
        assert_string_equal(pd_today_trouble(desk->today), "");
        write_plan(desk, "schedule:\n  tuesday: easy 400m\n  nonsense\n");
        pd_today_session_over(desk->today, desk->clock.boot, "anna");
        assert_int_equal(pd_today_deadline(desk->today), desk->clock.boot);
        pass(desk, desk->clock.real + PD_SEC);
        assert_string_equal(desk->entry.workout.id, "intervals");
        assert_non_null(strstr(pd_today_trouble(desk->today), "anna.yaml does not read, line "));
        close_today(desk); /* but after a start there is none */
        open_today(desk);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_NONE);
        assert_string_not_equal(pd_today_trouble(desk->today), "");
        write_plan(desk, plan_text);
        pd_today_session_over(desk->today, desk->clock.boot, "anna");
        pass(desk, desk->clock.real + PD_SEC);
        assert_string_equal(desk->entry.workout.id, "intervals");
        assert_string_equal(pd_today_trouble(desk->today), "");
}

static void
a_plan_is_read_as_soon_as_it_is_written(void **state)
{
        struct desk *desk = *state;
        sd_event *loop;

        assert_true(sd_event_new(&loop) >= 0);
        desk->clock.real = utc(11, 24, 12, 0);
        open_today(desk);
        pd_today_watch(desk->today, loop);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_NONE);
        write_plan(desk, plan_text);
        assert_true(sd_event_run(loop, 5 * (uint64_t) PD_SEC) > 0);
        assert_int_equal(desk->n_entries, 1);
        assert_string_equal(desk->entry.workout.id, "intervals");
        close_today(desk);
        sd_event_unref(loop);
}

static void
turn_until_planned(struct desk *desk, sd_event *loop)
{
        for (int i = 0; i < 10 && desk->entry.workout.purpose != PD_PURPOSE_INTERVALS; i++)
                assert_true(sd_event_run(loop, 5 * (uint64_t) PD_SEC) > 0);
        assert_string_equal(desk->entry.workout.id, "intervals");
}

static void
a_folder_of_plans_may_come_and_go_and_come_again(void **state)
{
        struct desk *desk = *state;
        char away[128];
        sd_event *loop;

        assert_true(sd_event_new(&loop) >= 0);
        assert_int_equal(rmdir(desk->plans), 0);
        desk->clock.real = utc(11, 24, 12, 0);
        open_today(desk);
        pd_today_watch(desk->today, loop);
        assert_int_equal(mkdir(desk->plans, 0700), 0);
        assert_true(sd_event_run(loop, 5 * (uint64_t) PD_SEC) > 0);
        write_plan(desk, plan_text);
        turn_until_planned(desk, loop);

        snprintf(away, sizeof(away), "%s/away", desk->folder);
        assert_int_equal(rename(desk->plans, away), 0);
        while (sd_event_run(loop, 0) > 0)
                continue;
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_NONE);
        assert_int_equal(rename(away, desk->plans), 0); /* with the file in it */
        turn_until_planned(desk, loop);
        close_today(desk);
        sd_event_unref(loop);
}

static void
yesterday_is_the_day_before_and_no_other(void **state)
{
        struct desk *desk = *state;

        desk->n_past = 2;
        desk->past[0] = (struct pd_past) {.id = "a", .day = pd_day_of_date(2026, 11, 22), .purpose = PD_PURPOSE_LONG,
                .result = PD_PURPOSE_RESULT_MET, .start_real = utc(11, 22, 9, 0)};
        desk->past[1] = (struct pd_past) {.id = "b", .day = pd_day_of_date(2026, 11, 22), .purpose = PD_PURPOSE_EASY,
                .result = PD_PURPOSE_RESULT_MISSED, .start_real = utc(11, 22, 17, 0)};
        open_today(desk);
        assert_int_equal(desk->entry.athlete.yesterday, PD_PURPOSE_EASY);
        assert_int_equal(desk->entry.athlete.yesterday_result, PD_PURPOSE_RESULT_MISSED);
        pass(desk, utc(11, 24, 12, 0));
        assert_int_equal(desk->entry.athlete.yesterday, PD_PURPOSE_NONE);
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(the_plan_says_what_a_day_is_for),
                TEST(what_may_be_chosen_is_what_the_plan_has_a_name_for),
                TEST(the_next_session_is_that_of_a_later_day),
                TEST(any_days_workout_can_be_asked_for),
                TEST(what_the_plan_leaves_open_is_as_the_configuration_says),
                TEST(the_brief_is_said_each_morning_once),
                TEST(a_proposal_follows_the_brief_and_is_said_once),
                TEST(what_lies_before_the_plan_was_not_missed),
                TEST(what_a_session_changes_is_proposed_when_it_is_over),
                TEST(a_brief_is_said_late_but_not_hours_late),
                TEST(a_clock_that_cannot_be_believed_briefs_nobody),
                TEST(days_and_briefs_keep_to_the_local_clock_over_its_changes),
                TEST(life_is_kept_over_a_start),
                TEST(who_is_forgotten_was_never_away),
                TEST(what_was_learnt_is_kept_over_a_start_until_it_is_forgotten),
                TEST(orders_that_make_no_sense_change_nothing),
                TEST(the_plan_is_shown_by_day_and_by_week),
                TEST(a_page_of_the_plan_that_makes_no_sense_is_refused),
                TEST(a_plan_that_does_not_read_leaves_the_last_good_one),
                TEST(a_plan_is_read_as_soon_as_it_is_written),
                TEST(a_folder_of_plans_may_come_and_go_and_come_again),
                TEST(yesterday_is_the_day_before_and_no_other),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
