/* SPDX-License-Identifier: MIT */
/* Which of an athlete's plan files counts, and what becomes of one that does not read. */
#include "plan_file.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct desk {
        char folder[SCRATCH_SIZE], etc[96], state[96], sent[112];
        struct pd_config_athlete athlete;
        struct pd_plan_file file;
};

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        scratch_make(desk->folder);
        snprintf(desk->etc, sizeof(desk->etc), "%s/etc", desk->folder);
        snprintf(desk->state, sizeof(desk->state), "%s/state", desk->folder);
        snprintf(desk->sent, sizeof(desk->sent), "%s/plans", desk->state);
        assert_int_equal(mkdir(desk->etc, 0700) + mkdir(desk->state, 0700) + mkdir(desk->sent, 0700), 0);
        pd_athlete_init(&desk->athlete.athlete, "anna");
        *state = desk;
        return 0;
}

static int
take_down(void **state)
{
        struct desk *desk = *state;

        pd_plan_file_clear(&desk->file);
        scratch_remove(desk->folder);
        free(desk);
        return 0;
}

static void
write_plan(const char *folder, const char *event)
{
        char text[128];

        snprintf(text, sizeof(text), "goal:\n  event: %s\n", event);
        scratch_write(folder, "anna.yaml", text);
}

static void
remove_plan(const char *folder)
{
        char path[160];

        snprintf(path, sizeof(path), "%s/anna.yaml", folder);
        assert_int_equal(remove(path), 0);
}

static void
assert_plan(struct desk *desk, bool news, const char *event)
{
        assert_int_equal(pd_plan_file_look(&desk->file), news);
        if (event == NULL) {
                assert_null(desk->file.plan);
                return;
        }
        assert_non_null(desk->file.plan);
        assert_string_equal(desk->file.plan->goal.event, event);
}

static void
the_configurations_folder_counts_more_than_what_was_sent(void **state)
{
        struct desk *desk = *state;

        pd_plan_file_init(&desk->file, &desk->athlete, desk->etc, desk->state);
        assert_plan(desk, false, NULL);
        write_plan(desk->sent, "sent");
        assert_plan(desk, true, "sent");
        assert_plan(desk, false, "sent");
        write_plan(desk->etc, "written");
        assert_plan(desk, true, "written");
        remove_plan(desk->etc);
        assert_plan(desk, true, "sent");
        remove_plan(desk->sent);
        assert_plan(desk, true, NULL);
        assert_plan(desk, false, NULL);
}

static void
plans_lie_beside_the_configuration(void **state)
{
        static const struct {
                const char *path, *folder;
        } cases[] = {
                {"/etc/purposed/purposed.conf", "/etc/purposed/plans"},
                {"/purposed.conf", "/plans"},
                {"my.conf", "plans"},
                {"./my.conf", "./plans"},
        };
        char folder[PD_PLAN_FOLDER_SIZE];

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                pd_plan_file_folder(cases[i].path, folder);
                assert_string_equal(folder, cases[i].folder);
        }
}

static void
a_path_in_the_configuration_counts_alone(void **state)
{
        struct desk *desk = *state;
        char path[160];

        snprintf(path, sizeof(path), "%s/anna.yaml", desk->folder);
        desk->athlete.plan = path;
        pd_plan_file_init(&desk->file, &desk->athlete, desk->etc, desk->state);
        write_plan(desk->etc, "written");
        assert_plan(desk, false, NULL);
        write_plan(desk->folder, "elsewhere");
        assert_plan(desk, true, "elsewhere");
}

static void
the_last_good_plan_is_kept(void **state)
{
        struct desk *desk = *state;

        pd_plan_file_init(&desk->file, &desk->athlete, desk->etc, desk->state);
        write_plan(desk->etc, "a marathon");
        assert_plan(desk, true, "a marathon");
        write_plan(desk->etc, "[");
        assert_plan(desk, true, "a marathon");
        assert_non_null(strstr(desk->file.trouble, "anna.yaml does not read, line "));
        assert_plan(desk, false, "a marathon"); /* said once */
        write_plan(desk->etc, "ten kilometres");
        assert_plan(desk, true, "ten kilometres");
        assert_string_equal(desk->file.trouble, "");
}

static void
what_is_no_file_is_said(void **state)
{
        struct desk *desk = *state;
        char path[160];

        pd_plan_file_init(&desk->file, &desk->athlete, desk->etc, desk->state);
        snprintf(path, sizeof(path), "%s/anna.yaml", desk->etc);
        assert_int_equal(mkdir(path, 0700), 0);
        assert_plan(desk, true, NULL);
        assert_non_null(strstr(desk->file.trouble, "cannot be read"));
}

static void
what_cannot_be_looked_at_is_said_once(void **state)
{
        struct desk *desk = *state;
        char path[160];

        pd_plan_file_init(&desk->file, &desk->athlete, desk->etc, desk->state);
        snprintf(path, sizeof(path), "%s/anna.yaml", desk->etc);
        assert_int_equal(symlink("anna.yaml", path), 0); /* a link to itself */
        assert_plan(desk, true, NULL);
        assert_non_null(strstr(desk->file.trouble, "cannot be read"));
        assert_plan(desk, false, NULL);
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(the_configurations_folder_counts_more_than_what_was_sent),
                cmocka_unit_test(plans_lie_beside_the_configuration),
                TEST(a_path_in_the_configuration_counts_alone),
                TEST(the_last_good_plan_is_kept),
                TEST(what_is_no_file_is_said),
                TEST(what_cannot_be_looked_at_is_said_once),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
