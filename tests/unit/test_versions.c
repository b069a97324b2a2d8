/* SPDX-License-Identifier: MIT */
/* Versions, and what is known of some. */
#include "ctl/doctor/versions.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

static void
numbers_are_read_and_what_follows_them_is_not(void **state)
{
        static const struct {
                const char *text;
                int32_t major, minor, patch;
        } cases[] = {
                {"6.8.0-45-generic", 6, 8, 0}, {"5.66", 5, 66, 0}, {"6.1.0-44-amd64", 6, 1, 0}, {"6.12.88+rpt-rpi-v8", 6, 12, 88},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_version version;

                assert_int_equal(pd_version_parse(cases[i].text, &version), 0);
                assert_int_equal(version.major, cases[i].major);
                assert_int_equal(version.minor, cases[i].minor);
                assert_int_equal(version.patch, cases[i].patch);
        }
}

static void
what_does_not_begin_with_two_numbers_is_no_version(void **state)
{
        static const char *const texts[] = {"", "5", "five.66", "5.", ".66", "-5.66", "99999999999.1"};
        struct pd_version version = {1, 2, 3};

        (void) state;
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
                assert_int_equal(pd_version_parse(texts[i], &version), -EINVAL);
        assert_int_equal(version.major, 1);
}

static void
versions_are_compared_number_by_number(void **state)
{
        const struct pd_version old = {5, 9, 9}, new = {5, 66, 0}, newer = {6, 0, 0};

        (void) state;
        assert_true(pd_version_compare(&old, &new) < 0);
        assert_true(pd_version_compare(&newer, &new) > 0);
        assert_int_equal(pd_version_compare(&new, &new), 0);
}

static void
a_kernel_is_named_for_the_faults_of_its_versions_alone(void **state)
{
        static const struct {
                const char *release;
                size_t n_notes;
        } cases[] = {
                {"6.1.0-44-amd64", 0}, {"6.6.24", 0}, {"6.6.25", 1}, {"6.6.28", 0}, {"6.8.0-45-generic", 1}, {"6.8.4", 2}, {"6.8.7", 1},
                {"6.10.0", 0}, {"6.12.30", 0}, {"custom", 1},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                static struct pd_diagnosis diagnosis;

                diagnosis = (struct pd_diagnosis) {0};
                pd_versions_judge_kernel(&diagnosis, cases[i].release);
                assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_NOTE), cases[i].n_notes);
                assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_WELL), cases[i].n_notes == 0);
                assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_ILL), 0);
        }
}

static void
bluez_is_judged_by_what_is_used_of_it(void **state)
{
        static const struct {
                const char *version;
                bool acquires;
                enum pd_health health;
        } cases[] = {
                {"5.66", false, PD_HEALTH_WELL}, {"5.66", true, PD_HEALTH_NOTE}, {"5.87", true, PD_HEALTH_WELL},
                {"5.50", false, PD_HEALTH_NOTE}, {"5.43", false, PD_HEALTH_NOTE}, {"5.47", true, PD_HEALTH_ILL},
                {"5.48", true, PD_HEALTH_NOTE},
                {"", false, PD_HEALTH_NOTE},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                static struct pd_diagnosis diagnosis;

                diagnosis = (struct pd_diagnosis) {0};
                pd_versions_judge_bluez(&diagnosis, cases[i].version, cases[i].acquires);
                assert_int_equal(diagnosis.n, 1);
                assert_int_equal(diagnosis.items[0].health, cases[i].health);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(numbers_are_read_and_what_follows_them_is_not),
                cmocka_unit_test(what_does_not_begin_with_two_numbers_is_no_version),
                cmocka_unit_test(versions_are_compared_number_by_number),
                cmocka_unit_test(a_kernel_is_named_for_the_faults_of_its_versions_alone),
                cmocka_unit_test(bluez_is_judged_by_what_is_used_of_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
