/* SPDX-License-Identifier: MIT */
/* Files of the state directory: replaced as a whole, the last state wins. */
#include "state_file.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[SCRATCH_SIZE];

static int
make_folder(void **state)
{
        (void) state;
        scratch_make(folder);
        return 0;
}

static int
drop_folder(void **state)
{
        (void) state;
        scratch_remove(folder);
        return 0;
}

static void
assert_holds(const char *name, const char *text)
{
        struct pd_state_files *files = pd_state_files_new(folder);
        char *bytes;
        size_t size;

        assert_int_equal(pd_state_files_read(files, name, &bytes, &size), 0);
        assert_int_equal(size, strlen(text));
        assert_string_equal(bytes, text);
        free(bytes);
        pd_state_files_free(files);
}

static void
what_is_kept_is_there_at_the_next_start(void **state)
{
        struct pd_state_files *files = pd_state_files_new(folder);
        struct stat status;
        char path[128];
        char *bytes;
        size_t size;

        (void) state;
        assert_int_equal(pd_state_files_read(files, "life/anna", &bytes, &size), -ENOENT);
        assert_int_equal(pd_state_files_keep(files, "life/anna", "away ill\n", 9), 0);
        assert_int_equal(pd_state_files_keep(files, "sensors.conf", "\n", 1), 0);
        pd_state_files_free(files);
        assert_holds("life/anna", "away ill\n");
        assert_holds("sensors.conf", "\n");
        snprintf(path, sizeof(path), "%s/life/anna", folder);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 0777, 0600);
        snprintf(path, sizeof(path), "%s/life/.anna.next", folder);
        assert_int_equal(access(path, F_OK), -1);
}

static void
a_link_does_not_lead_outside(void **state)
{
        struct pd_state_files *files = pd_state_files_new(folder);
        char outside[128], link[128], file[160];

        (void) state;
        snprintf(outside, sizeof(outside), "%s/outside", folder);
        snprintf(link, sizeof(link), "%s/plans", folder);
        snprintf(file, sizeof(file), "%s/anna.yaml", outside);
        assert_int_equal(mkdir(outside, 0700), 0);
        assert_int_equal(symlink(outside, link), 0);
        assert_int_equal(pd_state_files_keep(files, "plans/anna.yaml", "a", 1), 0);
        pd_state_files_free(files);
        assert_int_equal(access(file, F_OK), -1);

        assert_int_equal(symlink("outside", strcat(link, "-too")), 0); /* the state directory itself may be one */
        files = pd_state_files_new(link);
        assert_int_equal(pd_state_files_keep(files, "anna.yaml", "a", 1), 0);
        pd_state_files_free(files);
        assert_int_equal(access(file, F_OK), 0);
}

static void
what_is_kept_empty_is_gone(void **state)
{
        struct pd_state_files *files = pd_state_files_new(folder);
        char *bytes;
        size_t size;

        (void) state;
        assert_int_equal(pd_state_files_keep(files, "brief/ben", "2026-11-25", 10), 0);
        pd_state_files_free(files);
        assert_holds("brief/ben", "2026-11-25");
        files = pd_state_files_new(folder);
        assert_int_equal(pd_state_files_keep(files, "brief/ben", "", 0), 0);
        assert_int_equal(pd_state_files_keep(files, "brief/nobody", "", 0), 0); /* nor was */
        pd_state_files_free(files);
        files = pd_state_files_new(folder);
        assert_int_equal(pd_state_files_read(files, "brief/ben", &bytes, &size), -ENOENT);
        pd_state_files_free(files);
}

static void
the_last_state_wins(void **state)
{
        struct pd_state_files *files = pd_state_files_new(folder);
        char text[16];

        (void) state;
        for (int i = 0; i < 200; i++) {
                snprintf(text, sizeof(text), "%d", i);
                assert_int_equal(pd_state_files_keep(files, "count", text, strlen(text)), 0);
        }
        pd_state_files_free(files);
        assert_holds("count", "199");
}

/* Whether the thread has written it yet or not. */
static void
what_was_kept_is_read_at_once(void **state)
{
        struct pd_state_files *files = pd_state_files_new(folder);
        char text[16], *bytes;
        size_t size;

        (void) state;
        for (int i = 0; i < 200; i++) {
                snprintf(text, sizeof(text), "%d", i);
                assert_int_equal(pd_state_files_keep(files, "count", text, strlen(text)), 0);
                assert_int_equal(pd_state_files_read(files, "count", &bytes, &size), 0);
                assert_string_equal(bytes, text);
                free(bytes);
                assert_int_equal(pd_state_files_keep(files, "count", "", 0), 0);
                assert_int_equal(pd_state_files_read(files, "count", &bytes, &size), -ENOENT);
        }
        pd_state_files_free(files);
}

static void
what_is_too_large_is_refused(void **state)
{
        static const char bytes[PD_STATE_FILE_MAX + 1];
        struct pd_state_files *files = pd_state_files_new(folder);

        (void) state;
        assert_int_equal(pd_state_files_keep(files, "large", bytes, sizeof(bytes)), -EFBIG);
        assert_int_equal(pd_state_files_keep(files, "large", bytes, PD_STATE_FILE_MAX), 0);
        pd_state_files_free(files);
}

static int
outcome_of(struct pd_state_files *files, uint64_t from, uint64_t to)
{
        int r;

        do
                r = pd_state_files_outcome(files, from, to);
        while (r == -EAGAIN);
        return r;
}

static void
what_could_not_be_written_is_known_until_it_is(void **state)
{
        struct pd_state_files *files = pd_state_files_new(folder);

        (void) state;
        scratch_write(folder, "plans", "no folder");
        assert_int_equal(pd_state_files_keep(files, "plans/anna", "a", 1), 0);
        assert_int_equal(pd_state_files_keep(files, "anchors", "b", 1), 0);
        assert_int_equal(pd_state_files_count(files), 2);
        assert_int_equal(outcome_of(files, 0, 1), -ENOTDIR);
        assert_int_equal(outcome_of(files, 1, 2), 0);
        assert_int_equal(pd_state_files_keep(files, "plans/anna", "a", 1), 0); /* of another order */
        assert_int_equal(outcome_of(files, 2, 3), -ENOTDIR);
        assert_int_equal(pd_state_files_keep(files, "plans", "", 0), 0);
        assert_int_equal(pd_state_files_keep(files, "plans/anna", "a", 1), 0);
        assert_int_equal(outcome_of(files, 3, 5), 0);
        pd_state_files_free(files);
        assert_holds("plans/anna", "a");
}

static void
one_that_comes_after_another_fails_with_it(void **state)
{
        struct pd_state_files *files = pd_state_files_new(folder);

        (void) state;
        scratch_write(folder, "taken", "no folder");
        assert_int_equal(pd_state_files_keep(files, "plan", "old", 3), 0);
        assert_int_equal(pd_state_files_keep(files, "taken/before", "old", 3), 0);
        assert_int_equal(pd_state_files_keep_after(files, "taken/before", "plan", "new", 3), 0);
        assert_int_equal(outcome_of(files, 1, 3), -ENOTDIR);
        pd_state_files_free(files);
        assert_holds("plan", "old");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(what_is_kept_is_there_at_the_next_start, make_folder, drop_folder),
                cmocka_unit_test_setup_teardown(a_link_does_not_lead_outside, make_folder, drop_folder),
                cmocka_unit_test_setup_teardown(what_is_kept_empty_is_gone, make_folder, drop_folder),
                cmocka_unit_test_setup_teardown(the_last_state_wins, make_folder, drop_folder),
                cmocka_unit_test_setup_teardown(what_was_kept_is_read_at_once, make_folder, drop_folder),
                cmocka_unit_test_setup_teardown(what_could_not_be_written_is_known_until_it_is, make_folder, drop_folder),
                cmocka_unit_test_setup_teardown(one_that_comes_after_another_fails_with_it, make_folder, drop_folder),
                cmocka_unit_test_setup_teardown(what_is_too_large_is_refused, make_folder, drop_folder),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
