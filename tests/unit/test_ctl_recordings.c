/* SPDX-License-Identifier: MIT */
/* Which files a command line names. */
#include "ctl/recordings.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

static struct pd_recordings recordings; /* large */

/* EXPECTED: below FOLDER. */
static void
assert_path(size_t i, const char *folder, const char *expected)
{
        char path[256];

        snprintf(path, sizeof(path), "%s/%s", folder, expected);
        assert_string_equal(recordings.paths[i], path);
}

static void
of_a_folder_all_files_are_named_in_their_order(void **state)
{
        static const char *const names[] = {"2026/c.fit", "b.tcx", "a.fit", ".hidden", "2026/.part"};
        char year[256], *paths[] = {*state};

        snprintf(year, sizeof(year), "%s/2026", paths[0]);
        assert_int_equal(mkdir(year, 0700), 0);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
                scratch_write(*state, names[i], "");
        assert_int_equal(pd_recordings_gather(&recordings, 1, paths), 0);
        assert_int_equal(recordings.n, 3);
        assert_path(0, *state, "2026/c.fit");
        assert_path(1, *state, "a.fit");
        assert_path(2, *state, "b.tcx");
        pd_recordings_clear(&recordings);
        assert_int_equal(recordings.n, 0);
}

/* Whether it can be read is seen when it is. */
static void
what_is_named_itself_stays_where_it_was_named(void **state)
{
        char dotted[] = ".dotted.fit", missing[] = "/missing.fit", *paths[] = {missing, *state, dotted};

        scratch_write(*state, "b.fit", "");
        scratch_write(*state, "a.fit", "");
        assert_int_equal(pd_recordings_gather(&recordings, 3, paths), 0);
        assert_int_equal(recordings.n, 4);
        assert_string_equal(recordings.paths[0], "/missing.fit");
        assert_path(1, *state, "a.fit");
        assert_path(2, *state, "b.fit");
        assert_string_equal(recordings.paths[3], ".dotted.fit");
        pd_recordings_clear(&recordings);
}

static void
more_than_fit_are_refused(void **state)
{
        char name[] = "a.fit", *one[] = {name}, *folder[] = {*state};

        scratch_write(*state, "a.fit", "");
        recordings.n = PD_RECORDINGS_MAX;
        assert_int_equal(pd_recordings_gather(&recordings, 1, one), -EINVAL);
        assert_int_equal(pd_recordings_gather(&recordings, 1, folder), -EINVAL);
        assert_int_equal(recordings.n, PD_RECORDINGS_MAX);
        recordings.n = 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(of_a_folder_all_files_are_named_in_their_order),
                TEST(what_is_named_itself_stays_where_it_was_named),
                TEST(more_than_fit_are_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
