/* SPDX-License-Identifier: MIT */
#include "journal/whole_file.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
open_scratch(void *const *state)
{
        int folder = open(*state, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        assert_true(folder >= 0);
        return folder;
}

static void
assert_holds(int folder, const char *name, const char *text)
{
        char bytes[64];
        int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
        ssize_t n = read(fd, bytes, sizeof(bytes));

        assert_int_equal(n, strlen(text));
        assert_memory_equal(bytes, text, strlen(text));
        close(fd);
}

static void
it_is_made_and_replaced_and_nothing_stays_beside_it(void **state)
{
        int folder = open_scratch(state);
        struct stat status;

        assert_int_equal(pd_whole_file_write(folder, "life", "ill\n", 4), 0);
        assert_holds(folder, "life", "ill\n");
        assert_int_equal(pd_whole_file_write(folder, "life", "", 0), 0);
        assert_holds(folder, "life", "");
        assert_int_equal(fstatat(folder, "life", &status, 0), 0);
        assert_int_equal(status.st_mode & 0777, 0600);
        assert_int_equal(faccessat(folder, ".life.next", F_OK, 0), -1);
        close(folder);
}

static void
what_a_power_cut_left_half_written_is_written_over(void **state)
{
        int folder = open_scratch(state);

        scratch_write(*state, ".life.next", "half of something longer");
        assert_int_equal(pd_whole_file_write(folder, "life", "ill\n", 4), 0);
        assert_holds(folder, "life", "ill\n");
        close(folder);
}

static void
where_it_cannot_be_it_stays_as_it_was(void **state)
{
        int folder = open_scratch(state);
        char name[PD_WHOLE_FILE_NAME_SIZE + 1];

        memset(name, 'a', sizeof(name) - 1);
        name[sizeof(name) - 1] = '\0';
        assert_int_equal(pd_whole_file_write(folder, name, "", 0), -ENAMETOOLONG);
        assert_int_equal(mkdirat(folder, "life", 0700), 0); /* a folder in the way */
        assert_int_equal(pd_whole_file_write(folder, "life", "ill\n", 4), -EISDIR);
        assert_int_equal(faccessat(folder, ".life.next", F_OK, 0), -1);
        assert_int_equal(symlinkat("elsewhere", folder, ".plan.next"), 0);
        assert_int_equal(pd_whole_file_write(folder, "plan", "", 0), -ELOOP);
        close(folder);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                TEST(it_is_made_and_replaced_and_nothing_stays_beside_it),
                TEST(what_a_power_cut_left_half_written_is_written_over),
                TEST(where_it_cannot_be_it_stays_as_it_was),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
