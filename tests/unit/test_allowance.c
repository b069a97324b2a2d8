/* SPDX-License-Identifier: MIT */
/* How often purposed-recovery may act. */
#include "recovery/allowance.h"
#include "support/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/file.h>
#include <unistd.h>

#include <cmocka.h>

#define NOW (1000 * PD_SEC)

static void
path_in(void **state, char ret[static 128])
{
        snprintf(ret, 128, "%s/last", (const char *) *state);
}

static void
the_second_act_waits_until_five_minutes_after_the_first(void **state)
{
        pd_usec wait = 0;
        char path[128];

        path_in(state, path);
        assert_int_equal(pd_allowance_take(path, NOW, &wait), 0);
        assert_int_equal(pd_allowance_take(path, NOW + PD_SEC, &wait), -EAGAIN);
        assert_int_equal(wait, PD_ALLOWANCE_EVERY - PD_SEC);
        assert_int_equal(pd_allowance_take(path, NOW + PD_ALLOWANCE_EVERY - 1, &wait), -EAGAIN);
        assert_int_equal(pd_allowance_take(path, NOW + PD_ALLOWANCE_EVERY, &wait), 0);
        assert_int_equal(pd_allowance_take(path, NOW + PD_ALLOWANCE_EVERY + 1, &wait), -EAGAIN);
}

static void
the_first_act_waits_for_nothing_even_soon_after_boot(void **state)
{
        pd_usec wait = 0;
        char path[128];

        path_in(state, path);
        assert_int_equal(pd_allowance_take(path, PD_SEC, &wait), 0);
}

/* What cannot have been written here grants nothing, and is mended. */
static void
a_stamp_that_is_nonsense_counts_as_now(void **state)
{
        static const char *const stamps[] = {
                "x\n", "-5\n", "99999999999999999999999\n", "2000000000\n", "12", "12 34\n", "00000000000000000000000000000000000000001\n"};
        pd_usec wait = 0;
        char path[128];

        path_in(state, path);
        for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++) {
                scratch_write(*state, "last", stamps[i]);
                assert_int_equal(pd_allowance_take(path, NOW, &wait), -EAGAIN);
                assert_int_equal(wait, PD_ALLOWANCE_EVERY);
                assert_int_equal(pd_allowance_take(path, NOW + PD_ALLOWANCE_EVERY, &wait), 0);
        }
}

static void
of_two_who_ask_at_once_one_is_refused(void **state)
{
        pd_usec wait = 0;
        char path[128];
        int fd;

        path_in(state, path);
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        assert_int_equal(flock(fd, LOCK_EX), 0);
        assert_int_equal(pd_allowance_take(path, NOW, &wait), -EBUSY);
        close(fd);
        assert_int_equal(pd_allowance_take(path, NOW, &wait), 0);
}

static void
without_a_place_for_the_stamp_nothing_is_granted(void **state)
{
        pd_usec wait = 0;
        char path[128];

        snprintf(path, sizeof(path), "%s/nowhere/last", (const char *) *state);
        assert_int_equal(pd_allowance_take(path, NOW, &wait), -ENOENT);
        path_in(state, path);
        assert_int_equal(symlink("/etc/passwd", path), 0);
        assert_int_equal(pd_allowance_take(path, NOW, &wait), -ELOOP);
}

#define T(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(the_second_act_waits_until_five_minutes_after_the_first),
                T(the_first_act_waits_for_nothing_even_soon_after_boot),
                T(a_stamp_that_is_nonsense_counts_as_now),
                T(of_two_who_ask_at_once_one_is_refused),
                T(without_a_place_for_the_stamp_nothing_is_granted),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
