/* SPDX-License-Identifier: MIT */
/* Plans that are sent: what becomes of the one before, and where they are not taken. */
#include "today.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIVE "goal:\n  event: 5 km\nschedule:\n  tuesday: easy 30m\n"
#define TEN "goal:\n  event: 10 km\nschedule:\n  tuesday: easy 45m\n"

static struct {
        char folder[SCRATCH_SIZE], etc[96];
        struct pd_config config;
        struct pd_config_athlete anna;
        struct pd_today_context context;
        struct pd_state_files *files;
        struct pd_today *today;
        struct pd_findings findings;
        struct pd_reply reply;
} desk;

static void
clock_of(void *user, struct pd_clock *ret)
{
        (void) user;
        *ret = (struct pd_clock) {.real = pd_day_begin(pd_day_of_date(2026, 11, 23), 0, 720), .synchronised = true};
}

static int32_t
sessions_done(void *user, const char *athlete)
{
        (void) user;
        (void) athlete;
        return 7;
}

static void
open_today(void)
{
        const struct pd_roster_entry *entry;

        desk.context = (struct pd_today_context) {
                .config = &desk.config,
                .plans_dir = desk.etc,
                .state_dir = desk.folder,
                .files = desk.files,
                .clock = clock_of,
                .sessions_done = sessions_done,
        };
        assert_int_equal(pd_today_new(&desk.context, &desk.today), 0);
        assert_int_equal(pd_today_entry(desk.today, 0, &desk.findings, &entry), 0);
}

static int
set_up(void **state)
{
        (void) state;
        memset(&desk, 0, sizeof(desk));
        scratch_make(desk.folder);
        snprintf(desk.etc, sizeof(desk.etc), "%s/etc", desk.folder);
        assert_int_equal(mkdir(desk.etc, 0700), 0);
        pd_athlete_init(&desk.anna.athlete, "anna");
        desk.config = (struct pd_config) {.n_athletes = 1, .athletes = &desk.anna};
        desk.files = pd_state_files_new(desk.folder);
        pd_reply_init(&desk.reply);
        return 0;
}

static int
take_down(void **state)
{
        (void) state;
        pd_today_free(desk.today);
        pd_state_files_free(desk.files);
        pd_reply_clear(&desk.reply);
        free(desk.anna.workout);
        scratch_remove(desk.folder);
        return 0;
}

static void
plan(const char *athlete, const char *what, const char *yaml, int result, const char *said)
{
        const struct pd_command command = {.verb = PD_COMMAND_PLAN};
        const char *words[] = {what, yaml};
        const struct pd_order order = {.command = &command, .athlete = athlete, .words = words, .n_words = yaml != NULL ? 2 : 1};

        pd_reply_clear(&desk.reply);
        for (size_t i = 0; i < pd_today_n_services; i++)
                if (pd_today_services[i].verb == PD_COMMAND_PLAN)
                        pd_today_services[i].carry_out(desk.today, &order, &desk.reply);
        assert_int_equal(desk.reply.result, result);
        if (strstr(pd_reply_text(&desk.reply), said) == NULL)
                fail_msg("no '%s' in '%s'", said, pd_reply_text(&desk.reply));
}

/* TEXT NULL: there is none. */
static void
assert_kept(const char *name, const char *text)
{
        char *bytes;
        size_t size;
        int r = pd_state_files_read(desk.files, name, &bytes, &size);

        assert_int_equal(r, text != NULL ? 0 : -ENOENT);
        if (text == NULL)
                return;
        assert_string_equal(bytes, text);
        free(bytes);
}

static void
a_plan_is_installed_and_the_one_before_comes_back(void **state)
{
        (void) state;
        open_today();
        plan("anna", "restore", NULL, -ENOENT, "There is no plan from before.");
        plan("anna", "install", FIVE, 0, "The plan is installed, and counts from the next session on.");
        assert_null(strstr(pd_reply_text(&desk.reply), "restore")); /* nothing was there before */
        assert_kept("plans/anna.yaml", FIVE);
        assert_kept("plans/anna.yaml.before", NULL);
        plan("anna", "install", TEN, 0, "/plans/anna.yaml.before.");
        assert_kept("plans/anna.yaml", TEN);
        assert_kept("plans/anna.yaml.before", FIVE);
        plan("anna", "install", TEN, 0, "nothing was changed");
        assert_kept("plans/anna.yaml.before", FIVE); /* as if it had been sent once */
        for (int i = 0; i < 2; i++) {
                plan("anna", "restore", NULL, 0, "in force again");
                assert_kept("plans/anna.yaml", i == 0 ? FIVE : TEN);
                assert_kept("plans/anna.yaml.before", i == 0 ? TEN : FIVE);
        }
        plan("anna", "restore", "now", -EINVAL, "nothing after it");
}

static void
one_that_does_not_read_is_refused_with_its_lines_and_the_old_one_stays(void **state)
{
        (void) state;
        open_today();
        plan("anna", "install", FIVE, 0, "");
        plan("anna", "install", "goal:\n  event: 5 km\nschedule:\n  tuesday: 400m hard\n  wensday: rest\n", -EBADMSG,
                "The plan does not read, and the old one stays. line 4, column 12: 400m means 400 minutes; did you mean 400mtr?");
        assert_non_null(strstr(pd_reply_text(&desk.reply), "; line 5, column 3: "));
        plan("anna", "install", "", -EBADMSG, "does not read");
        assert_kept("plans/anna.yaml", FIVE);
        assert_kept("plans/anna.yaml.before", NULL);
}

static void
what_a_coach_would_say_is_said(void **state)
{
        (void) state;
        open_today();
        plan("anna", "install", "goal:\n  event: 5 km\nschedule:\n  tuesday: 3x (3m hard, 2m easy)\n  wednesday: 3x (3m hard, 2m easy)\n",
                0, " A coach would say: ");
}

static void
where_the_administrator_has_put_one_none_is_taken(void **state)
{
        char path[192];

        (void) state;
        scratch_write(desk.etc, "anna.yaml", FIVE);
        open_today();
        snprintf(path, sizeof(path), "%s/anna.yaml is there, and it counts: nothing was changed.", desk.etc);
        plan("anna", "install", TEN, -EPERM, path);
        plan("anna", "restore", NULL, -EPERM, path);
        assert_kept("plans/anna.yaml", NULL);
}

static void
where_the_configuration_names_one_none_is_taken(void **state)
{
        static char path[128];

        (void) state;
        snprintf(path, sizeof(path), "%s/hers.yaml", desk.etc);
        desk.anna.plan = path;
        open_today();
        plan("anna", "install", TEN, -EPERM, "The configuration says that your plan is ");
        assert_kept("plans/anna.yaml", NULL);
}

static void
a_guest_has_none(void **state)
{
        (void) state;
        open_today();
        plan("guest", "install", TEN, -ENOENT, "A guest has no plan.");
        assert_kept("plans/guest.yaml", NULL);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(a_plan_is_installed_and_the_one_before_comes_back),
                T(one_that_does_not_read_is_refused_with_its_lines_and_the_old_one_stays),
                T(what_a_coach_would_say_is_said),
                T(where_the_administrator_has_put_one_none_is_taken),
                T(where_the_configuration_names_one_none_is_taken),
                T(a_guest_has_none),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
