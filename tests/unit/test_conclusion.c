/* SPDX-License-Identifier: MIT */
#include "core/anchors/conclusion.h"

#include "purposed/event.h"
#include "support/cm.h"
#include "support/weeks.h"

static void
effort(struct weeks *weeks, pd_day ago, int32_t seconds, int32_t mm_s, int32_t hr_bpm)
{
        struct pd_proof *proof = weeks_session(weeks, ago);
        size_t i = 0;

        while (pd_stretch_seconds[i] != seconds)
                i++;
        proof->stretches[i] = (struct pd_stretch) {mm_s, hr_bpm, true};
}

static void
is_offered(struct weeks *weeks, const char *key, int32_t value, int32_t width, enum pd_provenance provenance, const char *why)
{
        const struct pd_offer *offer = weeks_look(weeks, key);

        assert_non_null(offer);
        assert_in_range(offer->anchor.value, value - 1, value); /* speeds are kept in whole mm/s */
        assert_int_equal(offer->anchor.width, width);
        assert_int_equal(offer->anchor.provenance, provenance);
        assert_string_equal(offer->why, why);
}

static void
a_highest_heart_rate_is_offered_only_where_the_one_that_is_set_was_exceeded(void **state)
{
        struct weeks weeks;

        (void) state;
        weeks_begin(&weeks);
        weeks_session(&weeks, 9)->hr_held_bpm = 187;
        assert_null(weeks_look(&weeks, "hr_max"));
        weeks_session(&weeks, 5)->hr_held_bpm = 191;
        weeks_session(&weeks, 2)->hr_held_bpm = 189;
        is_offered(&weeks, "hr_max", 191, 3, PD_PROVENANCE_FIELD, "held for half a minute on 2026-12-08");
        weeks_session(&weeks, 1)->hr_held_bpm = 207; /* a strap that slipped: nothing bears it out */
        assert_int_equal(weeks_look(&weeks, "hr_max")->anchor.value, 191);
        weeks_session(&weeks, 1)->hr_held_bpm = 201; /* the 207 bear it out, but six beats below them it does not bear them out */
        assert_int_equal(weeks_look(&weeks, "hr_max")->anchor.value, 201);
        weeks_session(&weeks, 1)->hr_held_bpm = 202;
        assert_int_equal(weeks_look(&weeks, "hr_max")->anchor.value, 207);
        weeks.athlete.hr_max.value = 0;
        assert_null(weeks_look(&weeks, "hr_max")); /* what was held in training is no maximum */
}

static void
one_session_is_believed_that_the_highest_heart_rate_was_exceeded_by_little(void **state)
{
        static const struct {
                struct pd_anchor set;
                int32_t held_bpm;
                bool exceeded;
        } rows[] = {
                {{186, 0, PD_PROVENANCE_TEST}, 186, false}, {{186, 0, PD_PROVENANCE_TEST}, 187, true},
                {{186, 0, PD_PROVENANCE_TEST}, 196, true}, {{186, 0, PD_PROVENANCE_TEST}, 197, false},
                {{179, 11, PD_PROVENANCE_ESTIMATED}, 196, true}, {{179, 11, PD_PROVENANCE_ESTIMATED}, 202, false},
                {{0, 0, PD_PROVENANCE_PRIOR}, 190, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_int_equal(pd_hr_max_is_exceeded(&rows[i].set, rows[i].held_bpm), rows[i].exceeded);
}

static void
one_ramp_is_an_estimate_and_several_are_the_field(void **state)
{
        struct weeks weeks;

        (void) state;
        weeks_begin(&weeks);
        weeks_session(&weeks, 30)->lt1 = (struct pd_crossing) {150, 4};
        is_offered(&weeks, "lt1_hr", 150, 4, PD_PROVENANCE_ESTIMATED, "alpha-1 crossed 0.75 in 1 ramp, on 2026-11-13");
        weeks_session(&weeks, 12)->lt1 = (struct pd_crossing) {154, 4};
        weeks_session(&weeks, 2)->lt1 = (struct pd_crossing) {152, 4};
        is_offered(&weeks, "lt1_hr", 152, 4, PD_PROVENANCE_FIELD, "alpha-1 crossed 0.75 in 3 ramps since 2026-11-13");
        weeks_session(&weeks, 1)->lt1 = (struct pd_crossing) {140, 4};
        assert_int_equal(weeks_look(&weeks, "lt1_hr")->anchor.width, 5); /* they scatter by more than each tells */
        weeks_session(&weeks, 1)->lt2 = (struct pd_crossing) {170, 5};
        is_offered(&weeks, "lt2_hr", 170, 5, PD_PROVENANCE_ESTIMATED, "alpha-1 crossed 0.5 in 1 ramp, on 2026-12-12");
}

static void
the_last_test_is_offered(void **state)
{
        struct weeks weeks;
        struct pd_proof *proof;

        (void) state;
        weeks_begin(&weeks);
        proof = weeks_session(&weeks, 3);
        proof->test = (struct pd_crossing) {171, 3};
        proof->test_speed_mm_s = 3800;
        weeks_session(&weeks, 40)->test = (struct pd_crossing) {166, 3};
        is_offered(&weeks, "lthr", 171, 3, PD_PROVENANCE_TEST, "mean of the last 20 min of the 30-min test on 2026-12-10");
        is_offered(&weeks, "lt2_speed", 3800, 0, PD_PROVENANCE_TEST, "mean of the 30-min test on 2026-12-10");
        weeks.n_offers = pd_offers_of(&weeks.athlete, weeks.sessions, weeks.n, false, weeks.offers);
        assert_int_equal(weeks.offers[1].anchor.width, 114); /* a pod may be 3 % off */
        assert_string_equal(weeks.offers[1].why, "mean of the 30-min test on 2026-12-10; the pod is not calibrated");
}

/* 4 m/s and 200 m, met by all three. */
static void
maximal_efforts_are_critical_speed_and_its_reserve(void **state)
{
        struct weeks weeks;

        (void) state;
        weeks_begin(&weeks);
        effort(&weeks, 20, 180, 4000 + 200000 / 180, 182);
        effort(&weeks, 12, 420, 4000 + 200000 / 420, 184);
        assert_null(weeks_look(&weeks, "d_prime"));
        effort(&weeks, 4, 720, 4000 + 200000 / 720, 185);
        is_offered(&weeks, "critical_speed", 4000, 140, PD_PROVENANCE_FIELD, "3 maximal efforts of 2 to 15 min since 2026-11-23");
        is_offered(&weeks, "d_prime", 200, 88, PD_PROVENANCE_FIELD, "3 maximal efforts of 2 to 15 min since 2026-11-23");
}

static void
the_best_of_training_is_an_estimate_without_a_reserve(void **state)
{
        struct weeks weeks;

        (void) state;
        weeks_begin(&weeks);
        effort(&weeks, 20, 180, 4000 + 200000 / 180, 170); /* 90 % of HRmax: she had more */
        effort(&weeks, 12, 420, 4000 + 200000 / 420, 184);
        effort(&weeks, 4, 720, 4000 + 200000 / 720, 185);
        is_offered(&weeks, "critical_speed", 4000, 156, PD_PROVENANCE_ESTIMATED,
                "the fastest of training since 2026-11-23, not maximal: rather too low");
        assert_null(weeks_look(&weeks, "d_prime"));
        weeks.athlete.lt2_speed = (struct pd_anchor) {3900, 0, PD_PROVENANCE_TEST};
        assert_null(weeks_look(&weeks, "critical_speed")); /* what it would stand for is known better */
        weeks.athlete.lt2_speed.value = weeks.athlete.lt2_speed.provenance = 0;
        weeks.athlete.lt1_speed = (struct pd_anchor) {4100, 0, PD_PROVENANCE_TEST};
        assert_null(weeks_look(&weeks, "critical_speed")); /* below LT1 */
        weeks.athlete.lt1_speed.value = 0;
        weeks.sessions[0].proof.all_out = true; /* it was a race */
        assert_non_null(weeks_look(&weeks, "d_prime"));
        weeks.athlete.hr_max.provenance = PD_PROVENANCE_PRIOR; /* nobody knows what 95 % is */
        assert_null(weeks_look(&weeks, "d_prime"));
}

static void
what_no_runner_has_as_reserve_were_no_maximal_efforts(void **state)
{
        struct weeks weeks;

        (void) state;
        weeks_begin(&weeks);
        effort(&weeks, 20, 180, 4000, 182);
        effort(&weeks, 12, 420, 3980, 184);
        effort(&weeks, 4, 720, 3970, 185);
        assert_null(weeks_look(&weeks, "critical_speed")); /* one pace for all is not even an estimate */
        assert_null(weeks_look(&weeks, "d_prime"));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_highest_heart_rate_is_offered_only_where_the_one_that_is_set_was_exceeded),
                cmocka_unit_test(one_session_is_believed_that_the_highest_heart_rate_was_exceeded_by_little),
                cmocka_unit_test(one_ramp_is_an_estimate_and_several_are_the_field),
                cmocka_unit_test(the_last_test_is_offered),
                cmocka_unit_test(maximal_efforts_are_critical_speed_and_its_reserve),
                cmocka_unit_test(the_best_of_training_is_an_estimate_without_a_reserve),
                cmocka_unit_test(what_no_runner_has_as_reserve_were_no_maximal_efforts),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
