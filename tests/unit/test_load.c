/* SPDX-License-Identifier: MIT */
/* Banister's TRIMP: minutes weighted by the share of the heart-rate reserve. */
#include "core/effort/load.h"

#include "purposed/event.h"

#include "support/cm.h"

static struct pd_load
load_of(int32_t rest, int32_t max, enum pd_sex sex)
{
        struct pd_athlete athlete;
        struct pd_load load;

        pd_athlete_init(&athlete, "anna");
        athlete.hr_rest.value = rest;
        athlete.hr_max.value = max;
        athlete.sex = sex;
        pd_load_init(&load, &athlete);
        return load;
}

static void
a_steady_run_has_the_published_load(void **state)
{
        /* Worked examples by the formula: D x 0.64 e^1.92x; intervals.icu's forum, 68634: 66.2 min at 138 of 44-187 is 98.39. */
        static const struct {
                enum pd_sex sex;
                int32_t rest, max, bpm, seconds, tenths;
        } rows[] = {
                {PD_SEX_MALE, 44, 187, 138, 3972, 984},
                {PD_SEX_MALE, 50, 190, 190, 600, 437},
                {PD_SEX_FEMALE, 50, 190, 190, 600, 457},
                {PD_SEX_UNKNOWN, 50, 190, 190, 600, 447},
                {PD_SEX_MALE, 50, 190, 50, 600, 0},
                {PD_SEX_MALE, 50, 190, 40, 600, 0},   /* below rest: nothing, not less than nothing */
                {PD_SEX_MALE, 50, 190, 220, 600, 437}, /* above the highest: no more than that */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_load load = load_of(rows[i].rest, rows[i].max, rows[i].sex);

                for (int32_t s = 0; s < rows[i].seconds; s++)
                        pd_load_add(&load, rows[i].bpm, PD_SEC);
                assert_int_equal(pd_load_trimp_tenths(&load), rows[i].tenths);
        }
}

static void
a_heart_rate_stands_for_ten_seconds_at_most(void **state)
{
        struct pd_load held = load_of(50, 190, PD_SEX_MALE), counted = held;

        (void) state;
        for (int i = 0; i < 60; i++) {
                pd_load_add(&held, 170, PD_MINUTE);
                pd_load_add(&counted, 170, 10 * PD_SEC);
        }
        assert_int_equal(pd_load_trimp_tenths(&held), pd_load_trimp_tenths(&counted));
        assert_in_range(pd_load_trimp_tenths(&counted), 277, 287); /* 10 min of 0.857 of the reserve: 28.2 */
}

static void
it_is_unknown_without_a_heart_rate_or_its_two_ends(void **state)
{
        struct pd_load loads[] = {load_of(50, 190, PD_SEX_MALE), load_of(0, 190, PD_SEX_MALE), load_of(50, 0, PD_SEX_MALE),
                load_of(60, 60, PD_SEX_MALE)};

        (void) state;
        assert_int_equal(pd_load_trimp_tenths(&loads[0]), PD_UNKNOWN);
        for (size_t i = 1; i < sizeof(loads) / sizeof(loads[0]); i++) {
                pd_load_add(&loads[i], 150, PD_SEC);
                assert_int_equal(pd_load_trimp_tenths(&loads[i]), PD_UNKNOWN);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_steady_run_has_the_published_load),
                cmocka_unit_test(a_heart_rate_stands_for_ten_seconds_at_most),
                cmocka_unit_test(it_is_unknown_without_a_heart_rate_or_its_two_ends),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
