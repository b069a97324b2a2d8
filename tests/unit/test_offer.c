/* SPDX-License-Identifier: MIT */
#include "core/anchors/offer.h"

#include "purposed/event.h"
#include "support/cm.h"

#include <errno.h>
#include <string.h>

#define TODAY 20800 /* 2026-12-13 */
#define SESSIONS 8

struct weeks {
        struct pd_athlete athlete;
        struct pd_shown sessions[SESSIONS];
        size_t n;
        struct pd_offer offers[PD_OFFERS_MAX];
        size_t n_offers;
};

static void
begin(struct weeks *weeks)
{
        pd_athlete_init(&weeks->athlete, "anna");
        weeks->athlete.hr_max = (struct pd_anchor) {188, 0, PD_PROVENANCE_TEST};
        weeks->n = 0;
}

static struct pd_proof *
session(struct weeks *weeks, pd_day ago)
{
        struct pd_shown *shown = &weeks->sessions[weeks->n++];

        shown->day = TODAY - ago;
        pd_proof_init(&shown->proof);
        return &shown->proof;
}

static void
effort(struct weeks *weeks, pd_day ago, int32_t seconds, int32_t mm_s, int32_t hr_bpm)
{
        struct pd_proof *proof = session(weeks, ago);
        size_t i = 0;

        while (pd_stretch_seconds[i] != seconds)
                i++;
        proof->stretches[i] = (struct pd_stretch) {mm_s, hr_bpm, true};
}

static const struct pd_offer *
look(struct weeks *weeks, const char *key)
{
        weeks->n_offers = pd_offers_of(&weeks->athlete, weeks->sessions, weeks->n, true, weeks->offers);
        for (size_t i = 0; i < weeks->n_offers; i++)
                if (strcmp(weeks->offers[i].setting->key, key) == 0)
                        return &weeks->offers[i];
        return NULL;
}

static void
is_offered(struct weeks *weeks, const char *key, int32_t value, int32_t width, enum pd_provenance provenance, const char *why)
{
        const struct pd_offer *offer = look(weeks, key);

        assert_non_null(offer);
        assert_in_range(offer->anchor.value, value - 1, value); /* speeds are kept in whole mm/s */
        assert_int_equal(offer->anchor.width, width);
        assert_int_equal(offer->anchor.provenance, provenance);
        assert_string_equal(offer->why, why);
}

static void
nothing_shown_is_nothing_offered(void **state)
{
        struct weeks weeks;

        (void) state;
        begin(&weeks);
        assert_null(look(&weeks, "lt1_hr"));
        session(&weeks, 3);
        assert_null(look(&weeks, "lt1_hr"));
        assert_int_equal(weeks.n_offers, 0);
}

static void
a_highest_heart_rate_is_offered_only_where_the_one_that_is_set_was_exceeded(void **state)
{
        struct weeks weeks;

        (void) state;
        begin(&weeks);
        session(&weeks, 9)->hr_held_bpm = 187;
        assert_null(look(&weeks, "hr_max"));
        session(&weeks, 5)->hr_held_bpm = 191;
        session(&weeks, 2)->hr_held_bpm = 189;
        is_offered(&weeks, "hr_max", 191, 3, PD_PROVENANCE_FIELD, "held for half a minute on 2026-12-08");
        weeks.athlete.hr_max.value = 0;
        assert_null(look(&weeks, "hr_max")); /* what was held in training is no maximum */
}

static void
one_ramp_is_an_estimate_and_several_are_the_field(void **state)
{
        struct weeks weeks;

        (void) state;
        begin(&weeks);
        session(&weeks, 30)->lt1 = (struct pd_crossing) {150, 4};
        is_offered(&weeks, "lt1_hr", 150, 4, PD_PROVENANCE_ESTIMATED, "alpha-1 crossed 0.75 in 1 ramp, on 2026-11-13");
        session(&weeks, 12)->lt1 = (struct pd_crossing) {154, 4};
        session(&weeks, 2)->lt1 = (struct pd_crossing) {152, 4};
        is_offered(&weeks, "lt1_hr", 152, 4, PD_PROVENANCE_FIELD, "alpha-1 crossed 0.75 in 3 ramps since 2026-11-13");
        session(&weeks, 1)->lt1 = (struct pd_crossing) {140, 4};
        assert_int_equal(look(&weeks, "lt1_hr")->anchor.width, 5); /* they scatter by more than each tells */
        session(&weeks, 1)->lt2 = (struct pd_crossing) {170, 5};
        is_offered(&weeks, "lt2_hr", 170, 5, PD_PROVENANCE_ESTIMATED, "alpha-1 crossed 0.5 in 1 ramp, on 2026-12-12");
}

static void
the_last_test_is_offered(void **state)
{
        struct weeks weeks;
        struct pd_proof *proof;

        (void) state;
        begin(&weeks);
        proof = session(&weeks, 3);
        proof->test = (struct pd_crossing) {171, 3};
        proof->test_speed_mm_s = 3800;
        session(&weeks, 40)->test = (struct pd_crossing) {166, 3};
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
        begin(&weeks);
        effort(&weeks, 20, 180, 4000 + 200000 / 180, 182);
        effort(&weeks, 12, 420, 4000 + 200000 / 420, 184);
        assert_null(look(&weeks, "d_prime"));
        effort(&weeks, 4, 720, 4000 + 200000 / 720, 185);
        is_offered(&weeks, "critical_speed", 4000, 140, PD_PROVENANCE_FIELD, "3 maximal efforts of 2 to 15 min since 2026-11-23");
        is_offered(&weeks, "d_prime", 200, 88, PD_PROVENANCE_FIELD, "3 maximal efforts of 2 to 15 min since 2026-11-23");
}

static void
the_best_of_training_is_an_estimate_without_a_reserve(void **state)
{
        struct weeks weeks;

        (void) state;
        begin(&weeks);
        effort(&weeks, 20, 180, 4000 + 200000 / 180, 170); /* 90 % of HRmax: she had more */
        effort(&weeks, 12, 420, 4000 + 200000 / 420, 184);
        effort(&weeks, 4, 720, 4000 + 200000 / 720, 185);
        is_offered(&weeks, "critical_speed", 4000, 156, PD_PROVENANCE_ESTIMATED,
                "the fastest of training since 2026-11-23, not maximal: rather too low");
        assert_null(look(&weeks, "d_prime"));
        weeks.athlete.lt2_speed = (struct pd_anchor) {3900, 0, PD_PROVENANCE_TEST};
        assert_null(look(&weeks, "critical_speed")); /* what it would stand for is known better */
        weeks.athlete.lt2_speed.value = weeks.athlete.lt2_speed.provenance = 0;
        weeks.athlete.lt1_speed = (struct pd_anchor) {4100, 0, PD_PROVENANCE_TEST};
        assert_null(look(&weeks, "critical_speed")); /* below LT1 */
        weeks.athlete.lt1_speed.value = 0;
        weeks.sessions[0].proof.all_out = true; /* it was a race */
        assert_non_null(look(&weeks, "d_prime"));
        weeks.athlete.hr_max.provenance = PD_PROVENANCE_PRIOR; /* nobody knows what 95 % is */
        assert_null(look(&weeks, "d_prime"));
}

static void
what_no_runner_has_as_reserve_were_no_maximal_efforts(void **state)
{
        struct weeks weeks;

        (void) state;
        begin(&weeks);
        effort(&weeks, 20, 180, 4000, 182);
        effort(&weeks, 12, 420, 3980, 184);
        effort(&weeks, 4, 720, 3970, 185);
        assert_null(look(&weeks, "critical_speed")); /* one pace for all is not even an estimate */
        assert_null(look(&weeks, "d_prime"));
}

static void
what_is_set_stands_unless_the_evidence_is_better_or_differs(void **state)
{
        static const struct {
                struct pd_anchor present;
                bool offered;
        } rows[] = {
                {{152, 3, PD_PROVENANCE_FIELD}, false}, {{157, 3, PD_PROVENANCE_FIELD}, true}, {{156, 4, PD_PROVENANCE_FIELD}, false},
                {{152, 8, PD_PROVENANCE_ESTIMATED}, true}, {{152, 0, PD_PROVENANCE_TEST}, false}, {{160, 0, PD_PROVENANCE_TEST}, false},
                {{161, 0, PD_PROVENANCE_TEST}, true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct weeks weeks;

                begin(&weeks);
                weeks.athlete.lt1_hr = rows[i].present;
                session(&weeks, 30)->lt1 = (struct pd_crossing) {152, 4};
                session(&weeks, 3)->lt1 = (struct pd_crossing) {152, 4};
                assert_int_equal(look(&weeks, "lt1_hr") != NULL, rows[i].offered);
        }
}

static void
an_estimate_never_contradicts_a_test(void **state)
{
        struct weeks weeks;

        (void) state;
        begin(&weeks);
        weeks.athlete.lt1_hr = (struct pd_anchor) {170, 0, PD_PROVENANCE_TEST};
        session(&weeks, 3)->lt1 = (struct pd_crossing) {140, 4};
        assert_null(look(&weeks, "lt1_hr"));
}

static void
proposals_stand_in_order(void **state)
{
        struct weeks weeks;

        (void) state;
        begin(&weeks);
        weeks.athlete.lt2_hr = (struct pd_anchor) {160, 0, PD_PROVENANCE_TEST};
        session(&weeks, 3)->lt1 = (struct pd_crossing) {162, 4};
        assert_null(look(&weeks, "lt1_hr")); /* not below LT2 */
        session(&weeks, 2)->test = (struct pd_crossing) {189, 3};
        assert_null(look(&weeks, "lthr")); /* not below HRmax */
        session(&weeks, 2)->hr_held_bpm = 195;
        assert_non_null(look(&weeks, "lthr")); /* that will be another */
}

static void
what_was_declined_comes_again_only_with_better_evidence(void **state)
{
        const struct pd_anchor declined = {152, 6, PD_PROVENANCE_FIELD};
        static const struct {
                struct pd_anchor evidence;
                bool better;
        } rows[] = {
                {{152, 6, PD_PROVENANCE_FIELD}, false}, {{157, 5, PD_PROVENANCE_FIELD}, false}, {{159, 6, PD_PROVENANCE_FIELD}, true},
                {{152, 4, PD_PROVENANCE_FIELD}, true}, {{152, 6, PD_PROVENANCE_TEST}, true}, {{170, 6, PD_PROVENANCE_ESTIMATED}, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_int_equal(pd_offer_is_better(&rows[i].evidence, &declined), rows[i].better);
}

static void
an_offer_is_read_as_it_was_written(void **state)
{
        static const char *const texts[] = {
                "anchor lt1_hr 152 +-4 field", "anchor lthr 168 test", "anchor critical_speed 3.610 m/s +-0.140 field",
                "anchor d_prime 185 m +-88 field", "anchor hr_max 191 field",
        };
        static const char *const refused[] = {
                "", "anchor", "anchor lt1_hr", "anchor lt1_hr ", "anchor lt1_hr fast", "anchor units metric", "anchor lt1_hr 900",
                "easier tempo 2026-11-25",
        };

        (void) state;
        for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
                char written[PD_TEXT_SIZE];
                struct pd_offer offer;

                assert_int_equal(pd_offer_read(texts[i], &offer), 0);
                pd_offer_write(&offer, written);
                assert_string_equal(written, texts[i]);
        }
        for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
                struct pd_offer offer;

                assert_int_equal(pd_offer_read(refused[i], &offer), -EINVAL);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_shown_is_nothing_offered),
                cmocka_unit_test(a_highest_heart_rate_is_offered_only_where_the_one_that_is_set_was_exceeded),
                cmocka_unit_test(one_ramp_is_an_estimate_and_several_are_the_field),
                cmocka_unit_test(the_last_test_is_offered),
                cmocka_unit_test(maximal_efforts_are_critical_speed_and_its_reserve),
                cmocka_unit_test(the_best_of_training_is_an_estimate_without_a_reserve),
                cmocka_unit_test(what_no_runner_has_as_reserve_were_no_maximal_efforts),
                cmocka_unit_test(what_is_set_stands_unless_the_evidence_is_better_or_differs),
                cmocka_unit_test(an_estimate_never_contradicts_a_test),
                cmocka_unit_test(proposals_stand_in_order),
                cmocka_unit_test(what_was_declined_comes_again_only_with_better_evidence),
                cmocka_unit_test(an_offer_is_read_as_it_was_written),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
