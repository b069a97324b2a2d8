/* SPDX-License-Identifier: MIT */
/* Some objects by their paths. */
#include "bluez/paths.h"

#include "support/cm.h"

#include <stdio.h>
#include <string.h>

#define KEYBOARD "/org/bluez/hci0/dev_00_00_00_00_00_01"
#define MOUSE "/org/bluez/hci1/dev_00_00_00_00_00_02"

static void
each_is_there_once_and_until_it_is_dropped(void **state)
{
        struct pd_paths paths = {0};

        (void) state;
        assert_false(pd_paths_drop(&paths, KEYBOARD));
        assert_true(pd_paths_add(&paths, KEYBOARD));
        assert_false(pd_paths_add(&paths, KEYBOARD));
        assert_true(pd_paths_add(&paths, MOUSE));
        assert_int_equal(paths.n, 2);
        assert_true(pd_paths_drop(&paths, KEYBOARD));
        assert_false(pd_paths_has(&paths, KEYBOARD));
        assert_true(pd_paths_has(&paths, MOUSE));
}

static void
an_adapter_takes_its_own_along_and_not_those_of_one_named_alike(void **state)
{
        struct pd_paths paths = {0};

        (void) state;
        pd_paths_add(&paths, "/org/bluez/hci1/dev_1");
        pd_paths_add(&paths, "/org/bluez/hci11/dev_3");
        pd_paths_add(&paths, "/org/bluez/hci1/dev_2");
        assert_true(pd_paths_drop(&paths, "/org/bluez/hci1"));
        assert_int_equal(paths.n, 1);
        assert_true(pd_paths_has(&paths, "/org/bluez/hci11/dev_3"));
        assert_false(pd_paths_drop(&paths, "/org/bluez/hci1"));
}

static void
a_crowd_does_not_overflow_them(void **state)
{
        struct pd_paths paths = {0};
        char path[PD_OBJECT_PATH_SIZE + 8];

        (void) state;
        for (int i = 0; i < 1000; i++) {
                snprintf(path, sizeof(path), "/org/bluez/hci0/dev_%d", i);
                assert_int_equal(pd_paths_add(&paths, path), i < PD_PATHS_MAX);
        }
        assert_int_equal(paths.n, PD_PATHS_MAX);
        paths.n = 0;
        memset(path, 'a', sizeof(path));
        path[sizeof(path) - 1] = '\0';
        assert_false(pd_paths_add(&paths, path));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_is_there_once_and_until_it_is_dropped),
                cmocka_unit_test(an_adapter_takes_its_own_along_and_not_those_of_one_named_alike),
                cmocka_unit_test(a_crowd_does_not_overflow_them),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
