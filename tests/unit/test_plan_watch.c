/* SPDX-License-Identifier: MIT */
/* However a plan's file changes, its reader is told. */
#include "plan_watch.h"

#include "support/cm.h"
#include "support/scratch.h"

#include "purposed/time.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct desk {
        char folder[SCRATCH_SIZE], plans[96], plan[128], elsewhere[96];
        sd_event *loop;
        struct pd_plan_watch *watch;
        unsigned n_changes;
};

static void
on_changed(void *user)
{
        struct desk *desk = user;

        desk->n_changes++;
}

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        scratch_make(desk->folder);
        snprintf(desk->plans, sizeof(desk->plans), "%s/plans", desk->folder);
        snprintf(desk->plan, sizeof(desk->plan), "%s/anna.yaml", desk->plans);
        snprintf(desk->elsewhere, sizeof(desk->elsewhere), "%s/elsewhere", desk->folder);
        assert_true(sd_event_new(&desk->loop) >= 0);
        desk->watch = pd_plan_watch_new(desk->loop, on_changed, desk);
        assert_non_null(desk->watch);
        assert_int_equal(pd_plan_watch_add(desk->watch, desk->plan), 0);
        *state = desk;
        return 0;
}

static int
take_down(void **state)
{
        struct desk *desk = *state;

        pd_plan_watch_free(desk->watch);
        sd_event_unref(desk->loop);
        scratch_remove(desk->folder);
        free(desk);
        return 0;
}

static void
make_folder(const char *path)
{
        assert_int_equal(mkdir(path, 0700), 0);
}

/* All that the loop has to do just now. */
static void
settle(struct desk *desk)
{
        while (sd_event_run(desk->loop, 0) > 0) {}
        desk->n_changes = 0;
}

static void
assert_told(struct desk *desk)
{
        for (int i = 0; desk->n_changes == 0 && i < 10; i++)
                assert_true(sd_event_run(desk->loop, 10 * (uint64_t) PD_SEC) > 0);
        assert_true(desk->n_changes > 0);
        settle(desk);
}

static void
assert_plan_is_watched(struct desk *desk)
{
        settle(desk);
        scratch_write(desk->plans, "anna.yaml", "goal:\n");
        assert_told(desk);
}

static void
a_file_that_is_written_is_told(void **state)
{
        struct desk *desk = *state;

        make_folder(desk->plans);
        pd_plan_watch_begin(desk->watch);
        assert_plan_is_watched(desk);
        assert_int_equal(unlink(desk->plan), 0);
        assert_told(desk);
}

static void
a_file_put_in_its_place_is_told(void **state)
{
        struct desk *desk = *state;
        char other[160];

        make_folder(desk->plans);
        make_folder(desk->elsewhere);
        snprintf(other, sizeof(other), "%s/new", desk->elsewhere);
        pd_plan_watch_begin(desk->watch);
        scratch_write(desk->elsewhere, "new", "goal:\n");
        assert_int_equal(rename(other, desk->plan), 0);
        assert_told(desk);
}

static void
a_folder_may_come_later(void **state)
{
        struct desk *desk = *state;

        pd_plan_watch_begin(desk->watch);
        make_folder(desk->elsewhere); /* no concern of ours */
        settle(desk);
        make_folder(desk->plans);
        assert_told(desk);
        assert_plan_is_watched(desk);
}

static void
folders_above_may_come_later_too(void **state)
{
        struct desk *desk = *state;
        char above[160], folder[176];

        snprintf(above, sizeof(above), "%s/club", desk->folder);
        snprintf(folder, sizeof(folder), "%s/plans", above);
        snprintf(desk->plan, sizeof(desk->plan), "%.80s/club/plans/anna.yaml", desk->folder);
        pd_plan_watch_begin(desk->watch);
        make_folder(above);
        assert_told(desk);
        make_folder(folder);
        assert_told(desk);
        scratch_write(folder, "anna.yaml", "goal:\n");
        assert_told(desk);
}

static void
nobody_is_told_of_other_folders_that_come(void **state)
{
        struct desk *desk = *state;

        pd_plan_watch_begin(desk->watch);
        make_folder(desk->elsewhere);
        while (sd_event_run(desk->loop, 0) > 0) {}
        assert_int_equal(desk->n_changes, 0);
}

static void
a_folder_may_go_and_come_again(void **state)
{
        struct desk *desk = *state;

        make_folder(desk->plans);
        pd_plan_watch_begin(desk->watch);
        assert_plan_is_watched(desk);
        assert_int_equal(unlink(desk->plan), 0);
        assert_int_equal(rmdir(desk->plans), 0);
        assert_told(desk);
        make_folder(desk->plans);
        assert_told(desk);
        assert_plan_is_watched(desk);

        assert_int_equal(rename(desk->plans, desk->elsewhere), 0);
        assert_told(desk);
        make_folder(desk->plans);
        assert_told(desk);
        assert_plan_is_watched(desk);
}

static void
a_link_is_followed(void **state)
{
        struct desk *desk = *state;

        make_folder(desk->plans);
        make_folder(desk->elsewhere);
        scratch_write(desk->elsewhere, "a.yaml", "goal:\n");
        assert_int_equal(symlink("../elsewhere/a.yaml", desk->plan), 0);
        pd_plan_watch_begin(desk->watch);
        scratch_write(desk->elsewhere, "a.yaml", "goal:\n  event: other\n");
        assert_told(desk);

        assert_int_equal(unlink(desk->plan), 0);
        assert_told(desk);
        scratch_write(desk->elsewhere, "a.yaml", "goal:\n"); /* no longer ours */
        while (sd_event_run(desk->loop, 0) > 0) {}
        assert_int_equal(desk->n_changes, 0);
        assert_int_equal(symlink("../elsewhere/a.yaml", desk->plan), 0);
        assert_told(desk);
        scratch_write(desk->elsewhere, "a.yaml", "goal:\n  event: other\n");
        assert_told(desk);
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(a_file_that_is_written_is_told),
                TEST(a_file_put_in_its_place_is_told),
                TEST(a_folder_may_come_later),
                TEST(folders_above_may_come_later_too),
                TEST(nobody_is_told_of_other_folders_that_come),
                TEST(a_folder_may_go_and_come_again),
                TEST(a_link_is_followed),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
