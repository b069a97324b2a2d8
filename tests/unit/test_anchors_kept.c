/* SPDX-License-Identifier: MIT */
#include "anchors_kept.h"

#include "support/cm.h"

#include <stdio.h>
#include <string.h>

static size_t
index_of(const char *key)
{
        return pd_anchor_index(pd_setting_find(pd_athlete_settings, key));
}

static const char text[] = "# Anchors accepted, set and declined by command; purposed writes this file.\n"
                           "accepted lt1_hr 2026-10-12 152 +-4 field\n"
                           "set hr_max 2026-11-01 188 test\n"
                           "declined critical_speed 2026-11-20 3.610 m/s +-0.140 field\n"
                           "proposed d_prime 2026-11-20 185 m +-90 field\n";

static void
what_is_kept_is_read_as_it_was_written(void **state)
{
        struct pd_kept_anchors kept;
        char written[PD_KEPT_ANCHORS_SIZE];
        enum pd_kept_fate fate;

        (void) state;
        assert_int_equal(pd_kept_anchors_read(text, strlen(text), &kept), 0);
        assert_int_equal(pd_kept_anchors_write(&kept, written), strlen(text));
        assert_string_equal(written, text);
        assert_int_equal(pd_kept_anchor_in_force(&kept, index_of("lt1_hr"), &fate)->anchor.value, 152);
        assert_int_equal(fate, PD_KEPT_ACCEPTED);
        assert_int_equal(pd_kept_anchor_in_force(&kept, index_of("hr_max"), &fate)->day, pd_day_of_date(2026, 11, 1));
        assert_int_equal(fate, PD_KEPT_SET);
        assert_null(pd_kept_anchor_in_force(&kept, index_of("critical_speed"), &fate));
}

static void
nothing_kept_is_no_file(void **state)
{
        const struct pd_kept_anchors kept = {0};
        char written[PD_KEPT_ANCHORS_SIZE];

        (void) state;
        assert_int_equal(pd_kept_anchors_write(&kept, written), 0);
}

static void
all_there_is_fits(void **state)
{
        struct pd_kept_anchors kept, again;
        char written[PD_KEPT_ANCHORS_SIZE];
        size_t size;

        (void) state;
        for (size_t fate = 0; fate < PD_KEPT_FATE_COUNT; fate++)
                for (size_t i = 0; i < PD_CONFIG_ANCHORS_MAX; i++)
                        kept.of[fate][i] = (struct pd_kept_anchor) {20800, {230, 117, PD_PROVENANCE_ESTIMATED}};
        size = pd_kept_anchors_write(&kept, written);
        assert_in_range(size, 1000, PD_KEPT_ANCHORS_SIZE - 1);
        (void) pd_kept_anchors_read(written, size, &again);
        assert_int_equal(again.of[PD_KEPT_PROPOSED][index_of("lt1_hr")].anchor.width, 117);
}

static void
a_line_that_does_not_read_is_named_and_the_others_count(void **state)
{
        static const char *const bad[] = {
                "accepted lt1_hr 2026-10-12", "accepted lt1_hr 12.10.2026 152 field", "liked lt1_hr 2026-10-12 152 field",
                "accepted units 2026-10-12 metric", "accepted lt1_hr 2026-10-12 1520 field", "accepted", "accepted lt1_hr 2026-10-12 ",
        };

        (void) state;
        for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
                struct pd_kept_anchors kept;
                char bytes[256];

                snprintf(bytes, sizeof(bytes), "set hr_max 2026-11-01 188 test\n%s\nset lthr 2026-11-01 168 test", bad[i]);
                assert_int_equal(pd_kept_anchors_read(bytes, strlen(bytes), &kept), 2);
                assert_int_equal(kept.of[PD_KEPT_SET][index_of("hr_max")].anchor.value, 188);
                assert_int_equal(kept.of[PD_KEPT_SET][index_of("lthr")].anchor.value, 168);
                assert_int_equal(kept.of[PD_KEPT_ACCEPTED][index_of("lt1_hr")].anchor.value, 0);
        }
}

static void
what_the_configuration_says_counts_more_and_what_contradicts_it_not_at_all(void **state)
{
        struct pd_kept_anchors kept;
        struct pd_athlete athlete;

        (void) state;
        (void) pd_kept_anchors_read(text, strlen(text), &kept);
        pd_athlete_init(&athlete, "anna");
        athlete.hr_max = (struct pd_anchor) {186, 0, PD_PROVENANCE_TEST};
        pd_kept_anchors_apply(&kept, &athlete);
        assert_int_equal(athlete.hr_max.value, 186);
        assert_int_equal(athlete.lt1_hr.value, 152);
        assert_int_equal(athlete.lt1_hr.width, 4);
        assert_int_equal(athlete.critical_speed.value, 0); /* declined */
        pd_athlete_init(&athlete, "anna");
        athlete.lt2_hr = (struct pd_anchor) {150, 0, PD_PROVENANCE_TEST};
        pd_kept_anchors_apply(&kept, &athlete);
        assert_int_equal(athlete.lt1_hr.value, 0);
        assert_int_equal(athlete.hr_max.value, 188);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_kept_is_read_as_it_was_written),
                cmocka_unit_test(nothing_kept_is_no_file),
                cmocka_unit_test(all_there_is_fits),
                cmocka_unit_test(a_line_that_does_not_read_is_named_and_the_others_count),
                cmocka_unit_test(what_the_configuration_says_counts_more_and_what_contradicts_it_not_at_all),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
