/* SPDX-License-Identifier: MIT */
/* The [LE] section of BlueZ's main.conf. */
#include "ctl/doctor/link_settings.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct pd_diagnosis diagnosis; /* large */

static struct pd_link_settings
settings_of(const char *folder, const char *text)
{
        struct pd_link_settings settings;
        char path[128];

        scratch_write(folder, "main.conf", text);
        snprintf(path, sizeof(path), "%s/main.conf", folder);
        assert_int_equal(pd_link_settings_read(path, &settings), 0);
        return settings;
}

static void
values_of_the_section_le_are_taken_and_no_others(void **state)
{
        struct pd_link_settings settings = settings_of(*state,
                "[General]\nName = x\nMinConnectionInterval=9\n[LE]\n#ConnectionLatency=5\nConnectionSupervisionTimeout=600\n"
                "MinConnectionInterval = 24\nMaxConnectionInterval=160\nSomethingNewer=1\n");

        assert_int_equal(settings.timeout, 600);
        assert_int_equal(settings.min_interval, 24);
        assert_int_equal(settings.max_interval, 160);
        assert_int_equal(settings.latency, 0);
        assert_int_equal(settings.line, 0);
}

static void
a_value_that_bluez_refuses_is_named_by_its_line(void **state)
{
        static const char *const bad[] = {"9", "3201", "600s", "", "-1"};

        for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
                char text[128];
                struct pd_link_settings settings;

                snprintf(text, sizeof(text), "[LE]\nConnectionSupervisionTimeout=%s\n", bad[i]);
                settings = settings_of(*state, text);
                assert_int_equal(settings.line, 2);
                diagnosis = (struct pd_diagnosis) {0};
                pd_link_settings_judge(&diagnosis, &settings, NULL, 0);
                assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_ILL), 1);
        }
}

static void
the_least_and_the_most_are_taken(void **state)
{
        assert_int_equal(settings_of(*state, "[LE]\nConnectionSupervisionTimeout=10\n").timeout, 10);
        assert_int_equal(settings_of(*state, "[LE]\nConnectionSupervisionTimeout=3200\n").timeout, 3200);
}

static void
a_missing_file_is_told_from_one_without_the_section(void **state)
{
        struct pd_link_settings settings = {.timeout = 7};

        assert_int_equal(pd_link_settings_read("/nowhere/main.conf", &settings), -ENOENT);
        assert_int_equal(settings.timeout, 7);
        assert_int_equal(settings_of(*state, "[Policy]\nAutoEnable=true\n").timeout, 0);
}

static void
time_outs_are_judged_by_a_body_in_the_way(void **state)
{
        static const struct {
                struct pd_link_settings settings;
                int32_t in_use;
                size_t well, notes, ill;
        } cases[] = {
                {{0}, 0, 0, 1, 0},                                      /* the kernel's 420 ms */
                {{.timeout = 600}, 0, 1, 0, 0},
                {{.timeout = 600}, 600, 1, 0, 0},
                {{.timeout = 600}, 42, 0, 2, 0},                        /* bluetooth was not restarted */
                {{.timeout = 400}, 0, 1, 0, 0},
                {{.timeout = 399}, 0, 0, 1, 0},
                {{.timeout = 10}, 0, 0, 0, 1},                          /* twice 50 ms are not less than 100 */
                {{.timeout = 11}, 0, 0, 1, 0},
                {{.timeout = 600, .min_interval = 160, .max_interval = 160}, 0, 1, 0, 0},
                {{.timeout = 42}, 0, 0, 1, 0},
                {{.timeout = 600, .min_interval = 24, .max_interval = 160}, 0, 1, 0, 0},
                {{.timeout = 600, .min_interval = 200, .max_interval = 160}, 0, 0, 0, 1},
                {{.max_interval = 320}, 0, 0, 0, 1},                    /* 400 ms twice is more than 420 ms */
                {{.timeout = 40, .max_interval = 160}, 0, 0, 0, 1},     /* exactly twice is not more */
                {{.timeout = 600, .max_interval = 160, .latency = 20}, 0, 0, 0, 1},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                const struct pd_timeout_in_use in_use = {"hci0", cases[i].in_use};

                diagnosis = (struct pd_diagnosis) {0};
                pd_link_settings_judge(&diagnosis, &cases[i].settings, &in_use, in_use.timeout > 0);
                assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_WELL), cases[i].well);
                assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_NOTE), cases[i].notes);
                assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_ILL), cases[i].ill);
        }
}

static void
add_adapter(const char *folder, const char *name, const char *timeout)
{
        char path[128];

        snprintf(path, sizeof(path), "%s/%s", folder, name);
        assert_int_equal(mkdir(path, 0700), 0);
        snprintf(path, sizeof(path), "%s/supervision_timeout", name);
        scratch_write(folder, path, timeout);
}

static void
every_adapter_of_the_kernels_is_read_and_nothing_else(void **state)
{
        struct pd_timeout_in_use in_use[PD_TIMEOUTS_MAX];
        size_t n;

        add_adapter(*state, "hci0", "42\n");
        add_adapter(*state, "hci12", "600\n");
        add_adapter(*state, "hci3", "x\n");
        add_adapter(*state, "l2cap", "7\n");
        n = pd_timeouts_read(*state, in_use);
        assert_int_equal(n, 2);
        for (size_t i = 0; i < n; i++)
                assert_int_equal(in_use[i].timeout, strcmp(in_use[i].adapter, "hci12") == 0 ? 600 : 42);
        assert_int_equal(pd_timeouts_read("/nowhere", in_use), 0);
}

static void
each_adapter_is_asked_for_its_own(void **state)
{
        const struct pd_link_settings settings = {.timeout = 600};
        const struct pd_timeout_in_use in_use[] = {{"hci0", 600}, {"hci1", 42}};

        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_link_settings_judge(&diagnosis, &settings, in_use, 2);
        assert_int_equal(diagnosis.n, 3);
        assert_string_equal(diagnosis.items[0].text, "6000 ms, as the kernel says of hci0");
        assert_non_null(strstr(diagnosis.items[1].text, "420 ms, as the kernel says of hci1"));
        assert_string_equal(diagnosis.items[2].text, "it says 6000 ms, which does not count yet for hci1");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(values_of_the_section_le_are_taken_and_no_others, scratch_set_up, scratch_tear_down),
                cmocka_unit_test_setup_teardown(a_value_that_bluez_refuses_is_named_by_its_line, scratch_set_up, scratch_tear_down),
                cmocka_unit_test_setup_teardown(the_least_and_the_most_are_taken, scratch_set_up, scratch_tear_down),
                cmocka_unit_test_setup_teardown(a_missing_file_is_told_from_one_without_the_section, scratch_set_up, scratch_tear_down),
                cmocka_unit_test(time_outs_are_judged_by_a_body_in_the_way),
                cmocka_unit_test_setup_teardown(every_adapter_of_the_kernels_is_read_and_nothing_else, scratch_set_up, scratch_tear_down),
                cmocka_unit_test(each_adapter_is_asked_for_its_own),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
