/* SPDX-License-Identifier: MIT */
/* Shares of what the athlete can do, in the athlete's own numbers. */
#include "purposed/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct pd_athlete
athlete_of(int32_t hr_max, int32_t lthr, int32_t lt2_hr, int32_t lt2_speed, int32_t critical_speed)
{
        struct pd_athlete athlete;

        pd_athlete_init(&athlete, "ann");
        athlete.hr_max.value = hr_max;
        athlete.lthr.value = lthr;
        athlete.lt2_hr.value = lt2_hr;
        athlete.lt2_speed.value = lt2_speed;
        athlete.critical_speed.value = critical_speed;
        return athlete;
}

static void
a_share_is_of_the_threshold_or_of_what_stands_for_it(void **state)
{
        const struct pd_target hr_max = {PD_REFERENCE_HR_MAX, 700, 800}, lthr = {PD_REFERENCE_LTHR, 900, 950},
                               speed = {PD_REFERENCE_THRESHOLD_SPEED, 800, 0};
        struct pd_athlete full = athlete_of(190, 170, 165, 3500, 3700), other = athlete_of(0, 0, 165, 0, 3700);
        struct pd_band band;

        (void) state;
        assert_true(pd_target_band(&hr_max, &full, &band));
        assert_int_equal(band.low, 133);
        assert_int_equal(band.high, 152);
        assert_true(pd_target_band(&lthr, &full, &band));
        assert_int_equal(band.low, 153);
        assert_true(pd_target_band(&lthr, &other, &band));
        assert_int_equal(band.low, 149); /* 148.5 */
        assert_true(pd_target_band(&speed, &full, &band));
        assert_int_equal(band.low, 2800);
        assert_int_equal(band.high, 0);
        assert_true(pd_target_band(&speed, &other, &band));
        assert_int_equal(band.low, 2960);
        assert_false(pd_target_band(&hr_max, &other, &band));
}

static void
what_refers_to_nothing_needs_no_threshold(void **state)
{
        const struct pd_target bpm = {PD_REFERENCE_BPM, 140, 150}, pace = {PD_REFERENCE_SPEED, 3000, 3000}, none = {0};
        struct pd_athlete nobody = athlete_of(0, 0, 0, 0, 0);
        struct pd_band band;

        (void) state;
        assert_true(pd_target_band(&bpm, &nobody, &band));
        assert_int_equal(band.high, 150);
        assert_int_equal(band.width, 0);
        assert_true(pd_target_band(&pace, &nobody, &band));
        assert_int_equal(band.low, 3000);
        assert_false(pd_target_band(&none, &nobody, &band));
}

static void
every_share_has_an_advice_for_whoever_lacks_it(void **state)
{
        (void) state;
        assert_non_null(strstr(pd_reference_advice(PD_REFERENCE_HR_MAX), "hr_max"));
        assert_non_null(strstr(pd_reference_advice(PD_REFERENCE_LTHR), "lthr"));
        assert_non_null(strstr(pd_reference_advice(PD_REFERENCE_THRESHOLD_SPEED), "lt2_speed"));
        assert_string_equal(pd_reference_advice(PD_REFERENCE_BPM), "");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_share_is_of_the_threshold_or_of_what_stands_for_it),
                cmocka_unit_test(what_refers_to_nothing_needs_no_threshold),
                cmocka_unit_test(every_share_has_an_advice_for_whoever_lacks_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
