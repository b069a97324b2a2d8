/* SPDX-License-Identifier: MIT */
/* What the doctor makes of adapters. */
#include "ctl/doctor/adapter_health.h"

#include "support/cm.h"

#include <string.h>

#define FIRST "AA:00:00:00:00:01"
#define SECOND "AA:00:00:00:00:02"

static struct pd_diagnosis diagnosis; /* large */

static void
an_adapter_is_ill_if_it_is_off_and_ought_to_be_used(void **state)
{
        static const struct {
                struct pd_told_adapter adapter;
                const char *wanted;
                enum pd_health health;
                const char *remedy;
        } cases[] = {
                {{"hci0", FIRST, "on", true}, "", PD_HEALTH_WELL, ""},
                {{"hci0", FIRST, "", true}, FIRST, PD_HEALTH_WELL, ""},
                {{"hci0", FIRST, "off", false}, "", PD_HEALTH_ILL, "bluetoothctl power on"},
                {{"hci0", FIRST, "", false}, SECOND " " FIRST, PD_HEALTH_ILL, "bluetoothctl power on"},
                {{"hci0", FIRST, "off-blocked", false}, "", PD_HEALTH_ILL, "sudo rfkill unblock bluetooth"},
                {{"hci0", FIRST, "off-blocked", false}, SECOND, PD_HEALTH_WELL, ""}, /* nobody's business */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                diagnosis = (struct pd_diagnosis) {0};
                pd_adapter_judge(&diagnosis, &cases[i].adapter, cases[i].wanted);
                assert_int_equal(diagnosis.n, 1);
                assert_string_equal(diagnosis.items[0].subject, "adapter hci0");
                assert_int_equal(diagnosis.items[0].health, cases[i].health);
                assert_string_equal(diagnosis.items[0].remedy, cases[i].remedy);
        }
}

static void
one_that_is_configured_and_not_there_is_missed(void **state)
{
        const struct pd_told_adapter there[] = {{"hci0", FIRST, "on", true}};

        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_adapters_judge_missing(&diagnosis, there, 1, "");
        pd_adapters_judge_missing(&diagnosis, there, 1, FIRST);
        assert_int_equal(diagnosis.n, 0);
        pd_adapters_judge_missing(&diagnosis, there, 1, SECOND " " FIRST);
        assert_int_equal(diagnosis.n, 1);
        assert_int_equal(diagnosis.items[0].health, PD_HEALTH_ILL);
        assert_non_null(strstr(diagnosis.items[0].text, SECOND " is configured"));
        pd_adapters_judge_missing(&diagnosis, there, 1, FIRST " " SECOND);
        assert_int_equal(diagnosis.n, 2);
}

#define LINE "hci0 " FIRST " 5 of 5 links, hci1 " SECOND " not used, hci2 " FIRST " off, and cannot be switched on, " \
             "hci3 " SECOND " blocked by rfkill, hci4 " FIRST " 1 of 5 links, hci5 " SECOND " 3 links"

/* Beside BlueZ' own words only that no link is free is news. */
static void
the_daemons_line_is_taken_apart(void **state)
{
        static const enum pd_health healths[] = {
                PD_HEALTH_NOTE, PD_HEALTH_WELL, PD_HEALTH_ILL, PD_HEALTH_ILL, PD_HEALTH_WELL, PD_HEALTH_WELL};

        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_adapters_judge_line(&diagnosis, LINE, false);
        assert_int_equal(diagnosis.n, 6);
        for (size_t i = 0; i < 6; i++)
                assert_int_equal(diagnosis.items[i].health, healths[i]);
        assert_string_equal(diagnosis.items[2].text, FIRST ", off, and cannot be switched on");
        assert_string_equal(diagnosis.items[2].remedy, "bluetoothctl power on");
        assert_string_equal(diagnosis.items[3].remedy, "sudo rfkill unblock bluetooth");
        diagnosis = (struct pd_diagnosis) {0};
        pd_adapters_judge_line(&diagnosis, LINE, true);
        assert_int_equal(diagnosis.n, 1);
        assert_non_null(strstr(diagnosis.items[0].text, "all its links are in use"));
}

static void
what_is_no_such_line_says_nothing(void **state)
{
        static const char *const lines[] = {"", "hci0", "hci0 " FIRST, ", hci1", ", hci1, hci2"};

        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
                pd_adapters_judge_line(&diagnosis, lines[i], true);
        assert_int_equal(diagnosis.n, 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_adapter_is_ill_if_it_is_off_and_ought_to_be_used),
                cmocka_unit_test(one_that_is_configured_and_not_there_is_missed),
                cmocka_unit_test(the_daemons_line_is_taken_apart),
                cmocka_unit_test(what_is_no_such_line_says_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
