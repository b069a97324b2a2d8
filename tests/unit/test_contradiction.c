/* SPDX-License-Identifier: MIT */
#include "core/athlete/contradiction.h"

#include "support/cm.h"

static void
each_threshold_lies_below_the_next_and_what_is_unknown_contradicts_nothing(void **state)
{
        static const struct {
                int32_t rest, lt1, lt2, lthr, max, lt1_speed, lt2_speed;
                size_t n;
                const char *low, *high;
        } rows[] = {
                {52, 152, 168, 168, 186, 2900, 3450, 0, NULL, NULL},
                {0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL},
                {0, 168, 168, 0, 0, 0, 0, 1, "lt1_hr", "lt2_hr"},
                {0, 170, 0, 168, 0, 0, 0, 1, "lt1_hr", "lthr"},
                {0, 0, 190, 0, 186, 0, 0, 1, "lt2_hr", "hr_max"},
                {0, 0, 0, 186, 186, 0, 0, 1, "lthr", "hr_max"},
                {190, 0, 0, 0, 186, 0, 0, 1, "hr_rest", "hr_max"},
                {0, 0, 0, 0, 0, 3500, 3450, 1, "lt1_speed", "lt2_speed"},
                {0, 190, 0, 0, 186, 3500, 3450, 2, "lt1_hr", "hr_max"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_contradiction found[PD_CONTRADICTIONS_MAX];
                const struct pd_athlete athlete = {
                        .hr_rest.value = rows[i].rest, .lt1_hr.value = rows[i].lt1, .lt2_hr.value = rows[i].lt2,
                        .lthr.value = rows[i].lthr, .hr_max.value = rows[i].max, .lt1_speed.value = rows[i].lt1_speed,
                        .lt2_speed.value = rows[i].lt2_speed,
                };

                assert_int_equal(pd_athlete_contradictions(&athlete, found), rows[i].n);
                if (rows[i].n == 0)
                        continue;
                assert_string_equal(found[0].low, rows[i].low);
                assert_string_equal(found[0].high, rows[i].high);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_threshold_lies_below_the_next_and_what_is_unknown_contradicts_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
