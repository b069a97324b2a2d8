/* SPDX-License-Identifier: MIT */
/* Links of other programs. */
#include "bluez/others.h"

#include "support/cm.h"

#include <stdio.h>
#include <string.h>

#define KEYBOARD "/org/bluez/hci0/dev_00_00_00_00_00_01"
#define MOUSE "/org/bluez/hci1/dev_00_00_00_00_00_02"

static bool
see(struct pd_others *others, const char *path, bool connected)
{
        const struct pd_property properties[] = {
                {.name = "RSSI", .type = 'n', .number = -60}, {.name = "Connected", .type = 'b', .truth = connected}};

        return pd_others_see(others, path, properties, 2);
}

static void
a_link_counts_once_and_until_it_ends(void **state)
{
        struct pd_others others = {0};

        (void) state;
        assert_false(see(&others, KEYBOARD, false));
        assert_true(see(&others, KEYBOARD, true));
        assert_false(see(&others, KEYBOARD, true));
        assert_true(see(&others, MOUSE, true));
        assert_int_equal(others.n, 2);
        assert_true(see(&others, KEYBOARD, false));
        assert_int_equal(others.n, 1);
        assert_string_equal(others.paths[0], MOUSE);
}

static void
what_says_nothing_of_a_link_changes_nothing(void **state)
{
        const struct pd_property rssi = {.name = "RSSI", .type = 'n', .number = -60};
        const struct pd_property crooked = {.name = "Connected", .type = 's', .text = "yes"};
        struct pd_others others = {0};

        (void) state;
        see(&others, KEYBOARD, true);
        assert_false(pd_others_see(&others, KEYBOARD, &rssi, 1));
        assert_false(pd_others_see(&others, MOUSE, &crooked, 1));
        assert_int_equal(others.n, 1);
}

static void
an_adapter_takes_its_links_along_and_not_those_of_one_named_alike(void **state)
{
        struct pd_others others = {0};

        (void) state;
        see(&others, "/org/bluez/hci1/dev_1", true);
        see(&others, "/org/bluez/hci1/dev_2", true);
        see(&others, "/org/bluez/hci11/dev_3", true);
        assert_true(pd_others_forget(&others, "/org/bluez/hci1"));
        assert_int_equal(others.n, 1);
        assert_string_equal(others.paths[0], "/org/bluez/hci11/dev_3");
        assert_false(pd_others_forget(&others, "/org/bluez/hci1"));
}

static void
a_crowd_does_not_overflow_it(void **state)
{
        struct pd_others others = {0};
        char path[PD_OBJECT_PATH_SIZE + 8];

        (void) state;
        for (int i = 0; i < 1000; i++) {
                snprintf(path, sizeof(path), "/org/bluez/hci0/dev_%d", i);
                assert_int_equal(see(&others, path, true), i < PD_OTHERS_MAX);
        }
        assert_int_equal(others.n, PD_OTHERS_MAX);
        others.n = 0;
        memset(path, 'a', sizeof(path));
        path[sizeof(path) - 1] = '\0';
        assert_false(see(&others, path, true));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_link_counts_once_and_until_it_ends),
                cmocka_unit_test(what_says_nothing_of_a_link_changes_nothing),
                cmocka_unit_test(an_adapter_takes_its_links_along_and_not_those_of_one_named_alike),
                cmocka_unit_test(a_crowd_does_not_overflow_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
