/* SPDX-License-Identifier: MIT */
#include "journal/archive.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define ONE "20261122T101503Z"
#define OTHER "20261123T101503Z"

static void
keep(const char *folder, const char *athlete, const char *session, const char *bytes)
{
        assert_int_equal(pd_archive_write(folder, athlete, session, bytes, strlen(bytes)), 0);
}

static int
collect(void *user, const char *name)
{
        char *names = user;

        strcat(names, name);
        strcat(names, " ");
        return 0;
}

static void
what_is_written_is_read_and_what_is_written_again_replaces_it(void **state)
{
        struct stat st;
        char *bytes, path[256];
        size_t size;

        keep(*state, "anna", ONE, "a longer trace\n");
        keep(*state, "anna", ONE, "a trace\n");
        assert_int_equal(pd_archive_read(*state, "anna", ONE, &bytes, &size), 0);
        assert_int_equal(size, strlen("a trace\n"));
        assert_memory_equal(bytes, "a trace\n", size);
        free(bytes);
        assert_int_equal(pd_archive_read(*state, "anna", OTHER, &bytes, &size), -ENOENT);
        snprintf(path, sizeof(path), "%s/traces/anna/%s.trace", (const char *) *state, ONE);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        assert_int_equal(pd_archive_write(*state, "anna", "../ben", "x", 1), -EINVAL);
}

static void
of_a_long_one_the_beginning_can_be_read(void **state)
{
        size_t size;
        char *bytes;

        assert_int_equal(pd_archive_read_beginning(*state, "anna", "20261122T101503Z", 5, &bytes, &size), -ENOENT);
        assert_int_equal(pd_archive_write(*state, "anna", "20261122T101503Z", "one two", 7), 0);
        assert_int_equal(pd_archive_read_beginning(*state, "anna", "20261122T101503Z", 3, &bytes, &size), 0);
        assert_int_equal(size, 3);
        assert_memory_equal(bytes, "one", 3);
        free(bytes);
        assert_int_equal(pd_archive_read_beginning(*state, "anna", "20261122T101503Z", 100, &bytes, &size), 0);
        assert_int_equal(size, 7);
        free(bytes);
}

static void
only_sessions_traces_and_athletes_folders_are_told(void **state)
{
        char names[256] = "";

        assert_int_equal(pd_archive_athletes(*state, collect, names), 0);
        assert_int_equal(pd_archive_sessions(*state, "anna", collect, names), 0);
        assert_string_equal(names, "");
        keep(*state, "anna", ONE, "x");
        keep(*state, "anna", OTHER, "x");
        assert_int_equal(pd_archive_put_aside(*state, "anna", OTHER, "joined"), 0);
        assert_int_equal(pd_archive_put_aside(*state, "anna", OTHER, "joined"), -ENOENT);
        assert_int_equal(pd_archive_sessions(*state, "anna", collect, names), 0);
        assert_int_equal(pd_archive_athletes(*state, collect, names), 0);
        assert_string_equal(names, ONE " anna ");
}

static int
stop(void *user, const char *name)
{
        (void) user;
        (void) name;
        return -ECANCELED;
}

static void
who_is_told_may_end_it(void **state)
{
        keep(*state, "anna", ONE, "x");
        assert_int_equal(pd_archive_sessions(*state, "anna", stop, NULL), -ECANCELED);
}

static void
what_is_removed_is_gone_with_what_was_put_aside_of_it(void **state)
{
        char names[256] = "", path[256];

        keep(*state, "anna", ONE, "x");
        assert_int_equal(pd_archive_put_aside(*state, "anna", ONE, "discarded"), 0);
        keep(*state, "anna", ONE, "x");
        keep(*state, "anna", OTHER, "x");
        assert_int_equal(pd_archive_remove(*state, "anna", ONE), 0);
        assert_int_equal(pd_archive_remove(*state, "anna", ONE), 0);
        snprintf(path, sizeof(path), "%s/traces/anna/%s.trace.discarded", (const char *) *state, ONE);
        assert_int_equal(access(path, F_OK), -1);
        assert_int_equal(pd_archive_sessions(*state, "anna", collect, names), 0);
        assert_string_equal(names, OTHER " ");
}

static void
who_is_forgotten_has_no_folder_any_more(void **state)
{
        char names[256] = "";

        keep(*state, "anna", ONE, "x");
        keep(*state, "ben", ONE, "x");
        assert_int_equal(pd_archive_forget(*state, "anna"), 0);
        assert_int_equal(pd_archive_forget(*state, "anna"), 0);
        assert_int_equal(pd_archive_athletes(*state, collect, names), 0);
        assert_string_equal(names, "ben ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(what_is_written_is_read_and_what_is_written_again_replaces_it),
                TEST(of_a_long_one_the_beginning_can_be_read),
                TEST(only_sessions_traces_and_athletes_folders_are_told),
                TEST(who_is_told_may_end_it),
                TEST(what_is_removed_is_gone_with_what_was_put_aside_of_it),
                TEST(who_is_forgotten_has_no_folder_any_more),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
