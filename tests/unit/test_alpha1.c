/* SPDX-License-Identifier: MIT */
/* DFA-alpha1 as it goes, and when it says nothing. */
#include "core/signal/alpha1.h"

#include "purposed/event.h"

#include "support/heartbeats.h"

#include "support/cm.h"

#define TWO_MINUTES_MS 120000

static struct pd_alpha1
look(const struct heartbeats *beats, uint32_t from)
{
        struct pd_alpha1 ret;
        struct pd_rr rr;

        pd_rr_init(&rr);
        for (size_t i = 0; i < beats->n; i++)
                pd_rr_add(&rr, beats->ms[i]);
        pd_alpha1_look(&rr, from, TWO_MINUTES_MS, &ret);
        return ret;
}

static void
two_minutes_of_beats_have_a_value(void **state)
{
        struct heartbeats beats;
        struct pd_alpha1 alpha1;

        (void) state;
        heartbeats_breathe(&beats, 400, 400, 23.3, 12); /* a slow wave: neighbours are alike */
        alpha1 = look(&beats, 0);
        assert_in_range(alpha1.milli, 1200, 2000);
        assert_int_equal(alpha1.artefacts_permille, 0);
        assert_in_range(alpha1.hr_tenths, 1495, 1505);
        assert_true(alpha1.steady);
        heartbeats_breathe(&beats, 400, 400, 2.1, 12); /* to and fro from beat to beat */
        assert_in_range(look(&beats, 0).milli, 0, 500);
}

static void
less_than_two_minutes_have_none(void **state)
{
        struct heartbeats beats;

        (void) state;
        heartbeats_breathe(&beats, 290, 400, 23.3, 12);
        assert_int_equal(look(&beats, 0).milli, PD_UNKNOWN);
        assert_int_equal(look(&beats, 0).artefacts_permille, 0); /* that of what there is */
        heartbeats_breathe(&beats, 400, 400, 23.3, 12);
        assert_int_equal(look(&beats, 150).milli, PD_UNKNOWN); /* what was before the gap does not count */
        heartbeats_breathe(&beats, 20, 400, 23.3, 12);
        assert_int_equal(look(&beats, 0).artefacts_permille, PD_UNKNOWN);
}

/* One missed beat in sixty is mended; one in twenty is too many. */
static void
three_percent_of_artefacts_are_too_many(void **state)
{
        struct heartbeats beats;
        struct pd_alpha1 clean, alpha1;

        (void) state;
        heartbeats_breathe(&beats, 500, 400, 23.3, 12);
        clean = look(&beats, 0);
        for (size_t i = 100; i < 440; i += 60)
                heartbeats_missed(&beats, i);
        alpha1 = look(&beats, 0);
        assert_in_range(alpha1.artefacts_permille, 10, 29);
        assert_in_range(alpha1.milli, clean.milli - 60, clean.milli + 60);

        heartbeats_breathe(&beats, 500, 400, 23.3, 12);
        for (size_t i = 100; i < 440; i += 20)
                heartbeats_missed(&beats, i);
        alpha1 = look(&beats, 0);
        assert_in_range(alpha1.artefacts_permille, 30, 100);
        assert_int_equal(alpha1.milli, PD_UNKNOWN);
}

/* The newest beat of all: nobody knows yet what follows, and so it is not mended. */
static void
a_step_that_is_left_makes_it_none(void **state)
{
        struct heartbeats beats;

        (void) state;
        heartbeats_breathe(&beats, 400, 400, 23.3, 12);
        beats.ms[399] = 800;
        assert_int_equal(look(&beats, 0).milli, PD_UNKNOWN);
}

static void
a_heart_on_its_way_is_not_steady(void **state)
{
        static const struct {
                int32_t rise_ms; /* over 500 beats */
                bool steady;
        } rows[] = {{0, true}, {-14, true}, {14, true}, {-60, false}, {60, false}};
        struct heartbeats beats;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                heartbeats_breathe(&beats, 500, 400, 23.3, 12);
                for (int32_t k = 0; k < 500; k++)
                        beats.ms[k] += rows[i].rise_ms * k / 500;
                assert_int_equal(look(&beats, 0).steady, rows[i].steady);
                assert_int_not_equal(look(&beats, 0).milli, PD_UNKNOWN);
        }
}

/* ---- as it goes -------------------------------------------------------------- */

/* A frame a second with one interval, at HR_BPM by the strap's word. */
static void
run(struct pd_beats *beats, struct pd_alpha1 *alpha1, int seconds, int32_t hr_bpm)
{
        struct heartbeats heart;

        heartbeats_breathe(&heart, (size_t) seconds, 1000, 23.3, 30);
        for (int s = 0; s < seconds; s++) {
                struct pd_sample rr = {PD_QUANTITY_RR, heart.ms[s] * 1024 / 1000};
                pd_beats_frame(beats, s * PD_SEC, hr_bpm, &rr, 1);
                pd_alpha1_second(alpha1, beats, s * PD_SEC);
        }
}

static void
it_is_looked_at_every_five_seconds_and_forgotten_after_ten(void **state)
{
        struct pd_beats beats;
        struct pd_alpha1 alpha1;

        (void) state;
        pd_beats_init(&beats);
        pd_alpha1_init(&alpha1);
        assert_int_equal(pd_alpha1_milli(&alpha1, 0), PD_UNKNOWN);
        assert_int_equal(pd_alpha1_artefacts_permille(&alpha1, 0), PD_UNKNOWN);
        run(&beats, &alpha1, 164, 60); /* the last second is the 163rd */
        assert_true(alpha1.at == 160 * PD_SEC);
        assert_int_not_equal(pd_alpha1_milli(&alpha1, 163 * PD_SEC), PD_UNKNOWN);
        assert_int_equal(pd_alpha1_milli(&alpha1, 163 * PD_SEC), alpha1.milli);
        assert_int_equal(pd_alpha1_artefacts_permille(&alpha1, 170 * PD_SEC), 0);
        assert_int_equal(pd_alpha1_milli(&alpha1, 170 * PD_SEC + 1), PD_UNKNOWN);
        assert_int_equal(pd_alpha1_artefacts_permille(&alpha1, 170 * PD_SEC + 1), PD_UNKNOWN);
        alpha1.steady = false;
        assert_int_equal(pd_alpha1_milli(&alpha1, 163 * PD_SEC), PD_UNKNOWN);
}

static void
intervals_that_are_not_the_heart_rates_say_nothing(void **state)
{
        struct pd_beats beats;
        struct pd_alpha1 alpha1;

        (void) state;
        pd_beats_init(&beats);
        pd_alpha1_init(&alpha1);
        run(&beats, &alpha1, 200, 75);
        assert_int_equal(alpha1.milli, PD_UNKNOWN);
        assert_int_equal(alpha1.artefacts_permille, 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(two_minutes_of_beats_have_a_value),
                cmocka_unit_test(less_than_two_minutes_have_none),
                cmocka_unit_test(three_percent_of_artefacts_are_too_many),
                cmocka_unit_test(a_step_that_is_left_makes_it_none),
                cmocka_unit_test(a_heart_on_its_way_is_not_steady),
                cmocka_unit_test(it_is_looked_at_every_five_seconds_and_forgotten_after_ten),
                cmocka_unit_test(intervals_that_are_not_the_heart_rates_say_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
