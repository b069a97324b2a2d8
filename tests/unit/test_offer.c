/* SPDX-License-Identifier: MIT */
#include "core/anchors/offer.h"

#include "purposed/event.h"
#include "support/cm.h"
#include "support/weeks.h"

#include <errno.h>
#include <string.h>

static void
nothing_shown_is_nothing_offered(void **state)
{
        struct weeks weeks;

        (void) state;
        weeks_begin(&weeks);
        assert_null(weeks_look(&weeks, "lt1_hr"));
        weeks_session(&weeks, 3);
        assert_null(weeks_look(&weeks, "lt1_hr"));
        assert_int_equal(weeks.n_offers, 0);
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

                weeks_begin(&weeks);
                weeks.athlete.lt1_hr = rows[i].present;
                weeks_session(&weeks, 30)->lt1 = (struct pd_crossing) {152, 4};
                weeks_session(&weeks, 3)->lt1 = (struct pd_crossing) {152, 4};
                assert_int_equal(weeks_look(&weeks, "lt1_hr") != NULL, rows[i].offered);
        }
}

static void
an_estimate_never_contradicts_a_test(void **state)
{
        struct weeks weeks;

        (void) state;
        weeks_begin(&weeks);
        weeks.athlete.lt1_hr = (struct pd_anchor) {170, 0, PD_PROVENANCE_TEST};
        weeks_session(&weeks, 3)->lt1 = (struct pd_crossing) {140, 4};
        assert_null(weeks_look(&weeks, "lt1_hr"));
}

static void
proposals_stand_in_order(void **state)
{
        struct weeks weeks;

        (void) state;
        weeks_begin(&weeks);
        weeks.athlete.lt2_hr = (struct pd_anchor) {160, 0, PD_PROVENANCE_TEST};
        weeks_session(&weeks, 3)->lt1 = (struct pd_crossing) {162, 4};
        assert_null(weeks_look(&weeks, "lt1_hr")); /* not below LT2 */
        weeks_session(&weeks, 2)->test = (struct pd_crossing) {189, 3};
        assert_null(weeks_look(&weeks, "lthr")); /* not below HRmax */
        weeks_session(&weeks, 2)->hr_held_bpm = 195;
        assert_non_null(weeks_look(&weeks, "lthr")); /* that will be another */
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
                "easier tempo 2026-11-25", "anchor a_word_that_is_longer_than_any_name_of_a_threshold_may_be 151",
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
                cmocka_unit_test(what_is_set_stands_unless_the_evidence_is_better_or_differs),
                cmocka_unit_test(an_estimate_never_contradicts_a_test),
                cmocka_unit_test(proposals_stand_in_order),
                cmocka_unit_test(what_was_declined_comes_again_only_with_better_evidence),
                cmocka_unit_test(an_offer_is_read_as_it_was_written),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
