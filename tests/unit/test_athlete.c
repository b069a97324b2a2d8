/* SPDX-License-Identifier: MIT */
/* What follows from what is known of an athlete. */
#include "purposed/athlete.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct pd_athlete
athlete_with_hr_max(int32_t bpm)
{
        struct pd_athlete athlete;

        pd_athlete_init(&athlete, "ann");
        athlete.hr_max = (struct pd_anchor){bpm, 3, PD_PROVENANCE_FIELD};
        return athlete;
}

static void
a_new_athlete_is_unknown_but_for_the_defaults(void **test_state)
{
        struct pd_athlete athlete;

        (void) test_state;
        memset(&athlete, 0xff, sizeof(athlete));
        pd_athlete_init(&athlete, "ann");
        assert_string_equal(athlete.id, "ann");
        assert_string_equal(athlete.name, "");
        assert_string_equal(athlete.language, "en");
        assert_int_equal(athlete.units, PD_UNITS_METRIC);
        assert_int_equal(athlete.auto_start, PD_AUTO_START_POD);
        assert_string_equal(athlete.goal, "");
        assert_int_equal(athlete.hr_max.value, 0);
        assert_int_equal(athlete.lt1_speed.provenance, PD_PROVENANCE_UNKNOWN);
}

static void
thresholds_are_estimated_from_the_highest_heart_rate(void **test_state)
{
        struct pd_athlete athlete = athlete_with_hr_max(190);

        (void) test_state;
        pd_athlete_estimate(&athlete);
        assert_int_equal(athlete.lt1_hr.value, 162); /* 161.69 */
        assert_int_equal(athlete.lt1_hr.width, 9);   /* 8.74 */
        assert_int_equal(athlete.lt1_hr.provenance, PD_PROVENANCE_ESTIMATED);
        assert_int_equal(athlete.lt2_hr.value, 178); /* 177.65 */
        assert_int_equal(athlete.lt2_hr.width, 5);   /* 4.75 */
        assert_int_equal(athlete.lt2_hr.provenance, PD_PROVENANCE_ESTIMATED);
        assert_int_equal(athlete.lt1_speed.value, 0);
        assert_int_equal(athlete.lt2_speed.value, 0);
}

static void
without_a_highest_heart_rate_nothing_is_estimated(void **test_state)
{
        struct pd_athlete athlete = athlete_with_hr_max(0);

        (void) test_state;
        pd_athlete_estimate(&athlete);
        assert_int_equal(athlete.lt1_hr.value, 0);
        assert_int_equal(athlete.lt1_hr.provenance, PD_PROVENANCE_UNKNOWN);
        assert_int_equal(athlete.lt2_hr.value, 0);
}

static void
a_known_threshold_is_never_overwritten(void **test_state)
{
        struct pd_athlete athlete = athlete_with_hr_max(190);

        (void) test_state;
        athlete.lt1_hr = (struct pd_anchor){152, 0, PD_PROVENANCE_TEST};
        pd_athlete_estimate(&athlete);
        assert_int_equal(athlete.lt1_hr.value, 152);
        assert_int_equal(athlete.lt1_hr.width, 0);
        assert_int_equal(athlete.lt1_hr.provenance, PD_PROVENANCE_TEST);
        assert_int_equal(athlete.lt2_hr.value, 178);
}

static void
an_estimate_that_contradicts_what_is_known_is_dropped(void **test_state)
{
        struct pd_athlete high = athlete_with_hr_max(190), low = athlete_with_hr_max(190);

        (void) test_state;
        high.lt1_hr = (struct pd_anchor){179, 0, PD_PROVENANCE_TEST};
        pd_athlete_estimate(&high);
        assert_int_equal(high.lt2_hr.value, 0);

        low.lt2_hr = (struct pd_anchor){160, 0, PD_PROVENANCE_TEST};
        pd_athlete_estimate(&low);
        assert_int_equal(low.lt1_hr.value, 0);
}

static void
estimating_twice_is_estimating_once(void **test_state)
{
        (void) test_state;
        for (int32_t bpm = 100; bpm <= 240; bpm++) {
                struct pd_athlete once = athlete_with_hr_max(bpm), twice;

                pd_athlete_estimate(&once);
                twice = once;
                pd_athlete_estimate(&twice);
                assert_memory_equal(&once.lt1_hr, &twice.lt1_hr, sizeof(once.lt1_hr));
                assert_memory_equal(&once.lt2_hr, &twice.lt2_hr, sizeof(once.lt2_hr));
                assert_true(once.lt1_hr.value < once.lt2_hr.value && once.lt2_hr.value < bpm);
        }
}

static void
recovery_ends_below_lt1(void **test_state)
{
        struct pd_athlete athlete;

        (void) test_state;
        pd_athlete_init(&athlete, "ann");
        assert_int_equal(pd_athlete_recovery_hr(&athlete), 0);
        assert_int_equal(pd_athlete_recovery_speed(&athlete), 0);
        athlete.lt1_hr.value = 152;
        athlete.lt1_speed.value = 2900;
        assert_int_equal(pd_athlete_recovery_hr(&athlete), 140);     /* 139.84 */
        assert_int_equal(pd_athlete_recovery_speed(&athlete), 2451); /* 2450.5 */
}

static void
one_set_of_anchors_has_one_version(void **test_state)
{
        struct pd_athlete athlete, other;
        uint32_t version;

        (void) test_state;
        pd_athlete_init(&athlete, "ann");
        version = pd_athlete_anchors_version(&athlete);
        assert_int_not_equal(version, 0);
        other = athlete;
        other.units = PD_UNITS_IMPERIAL; /* is no anchor */
        assert_int_equal(pd_athlete_anchors_version(&other), version);
        other.lt1_hr = (struct pd_anchor) {152, 4, PD_PROVENANCE_FIELD};
        assert_int_not_equal(pd_athlete_anchors_version(&other), version);
        athlete.lt2_hr = (struct pd_anchor) {152, 4, PD_PROVENANCE_FIELD}; /* the same value of another */
        assert_int_not_equal(pd_athlete_anchors_version(&other), pd_athlete_anchors_version(&athlete));
        version = pd_athlete_anchors_version(&other);
        other.lt1_hr.width = 5;
        assert_int_not_equal(pd_athlete_anchors_version(&other), version);
}

static void
a_power_is_never_estimated_and_critical_power_stands_for_lt2(void **test_state)
{
        struct pd_athlete athlete = athlete_with_hr_max(190);

        (void) test_state;
        pd_athlete_estimate(&athlete);
        assert_int_equal(athlete.lt1_power.value, 0);
        assert_int_equal(athlete.lt2_power.value, 0);
        assert_int_equal(pd_athlete_recovery_power(&athlete), 0);
        athlete.lt1_power = (struct pd_anchor){230, 10, PD_PROVENANCE_TEST};
        athlete.critical_power = (struct pd_anchor){285, 12, PD_PROVENANCE_FIELD};
        pd_athlete_estimate(&athlete);
        assert_int_equal(athlete.lt2_power.value, 285);
        assert_int_equal(athlete.lt2_power.provenance, PD_PROVENANCE_FIELD);
        assert_int_equal(pd_athlete_recovery_power(&athlete), 194); /* 194.35 */
}

/* What was judged before there was power keeps the number that it was judged by. */
static void
a_set_without_power_has_the_version_that_it_had(void **test_state)
{
        struct pd_athlete athlete = athlete_with_hr_max(186);
        uint32_t version = pd_athlete_anchors_version(&athlete);

        (void) test_state;
        assert_int_equal(version, 0xa9e4039a);
        athlete.lt2_power = (struct pd_anchor){280, 12, PD_PROVENANCE_TEST};
        assert_int_not_equal(pd_athlete_anchors_version(&athlete), version);
        athlete.critical_power = athlete.lt2_power;
        athlete.lt2_power = (struct pd_anchor){0};
        assert_int_not_equal(pd_athlete_anchors_version(&athlete), version);
}

static void
who_has_tested_a_power_is_no_stranger(void **test_state)
{
        struct pd_athlete athlete = athlete_with_hr_max(186);

        (void) test_state;
        assert_true(pd_athlete_is_learning(&athlete));
        athlete.lt1_power = (struct pd_anchor){230, 10, PD_PROVENANCE_TEST};
        assert_false(pd_athlete_is_learning(&athlete));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_new_athlete_is_unknown_but_for_the_defaults),
                cmocka_unit_test(thresholds_are_estimated_from_the_highest_heart_rate),
                cmocka_unit_test(without_a_highest_heart_rate_nothing_is_estimated),
                cmocka_unit_test(a_known_threshold_is_never_overwritten),
                cmocka_unit_test(an_estimate_that_contradicts_what_is_known_is_dropped),
                cmocka_unit_test(estimating_twice_is_estimating_once),
                cmocka_unit_test(recovery_ends_below_lt1),
                cmocka_unit_test(one_set_of_anchors_has_one_version),
                cmocka_unit_test(a_power_is_never_estimated_and_critical_power_stands_for_lt2),
                cmocka_unit_test(a_set_without_power_has_the_version_that_it_had),
                cmocka_unit_test(who_has_tested_a_power_is_no_stranger),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
