/* SPDX-License-Identifier: MIT */
/* The words of an excursion: which, how often, and whether they were heeded. */
#include "core/coach/alerts.h"

#include "support/coach_bench.h"

#include "support/cm.h"

static void
medium_on_a_recovery_day_is_grey_and_hard_is_too_hard(void **state)
{
        static const struct {
                int32_t speed;
                enum pd_alert_type type;
        } rows[] = {{2700, PD_ALERT_TOO_HARD}, {3000, PD_ALERT_GREY_ZONE}, {3600, PD_ALERT_TOO_HARD}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;
                coach_bench_init(&bench);
                coach_bench_run(&bench, 23, rows[i].speed, PD_UNKNOWN);
                assert_int_equal(bench.spoken[rows[i].type], 1);
        }
}

static void
an_excursion_keeps_its_name(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 30, 2700, PD_UNKNOWN);
        coach_bench_run(&bench, 600, 3100, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 4);
        assert_int_equal(bench.spoken[PD_ALERT_GREY_ZONE], 0);
}

/* Three alerts that were not heeded, in however many excursions, and somebody new
 * is offered a way out: once, and nothing after it. */
static void
unheeded_alerts_add_up_over_the_session(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.athlete.level = PD_LEVEL_BEGINNER;
        for (int i = 0; i < 3; i++) {
                coach_bench_run(&bench, 30, 2700, PD_UNKNOWN);
                assert_int_equal(bench.coach.alerts, i + 1);
                pd_coach_forget(&bench.coach); /* the step has ended, and she had not slowed down */
        }
        for (int i = 0; i < 60 && !bench.last.any; i++)
                coach_bench_run(&bench, 1, 2700, PD_UNKNOWN);
        assert_true(bench.last.any && bench.last.is_cue);
        assert_int_equal(bench.last.cue, PD_CUE_WALK_TILL);
        coach_bench_run(&bench, 600, 2700, PD_UNKNOWN);
        assert_int_equal(bench.coach.alerts, 3);
        assert_int_equal(bench.n_spoken, 4); /* the offer among them: once */
        pd_coach_forget(&bench.coach);
        coach_bench_run(&bench, 600, 2700, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 4);
}

static void
alerts_that_were_heeded_lead_to_no_offer(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.athlete.level = PD_LEVEL_BEGINNER;
        for (int i = 0; i < 5; i++) {
                coach_bench_run(&bench, 25, 2700, PD_UNKNOWN);
                coach_bench_run(&bench, 60, 2200, PD_UNKNOWN);
        }
        assert_int_equal(bench.coach.alerts, 5);
        assert_int_equal(bench.coach.heeded, 5);
        assert_false(bench.coach.offered);
}

static void
an_alert_that_came_late_is_heeded_from_then_on(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 30, 2700, PD_UNKNOWN);
        bench.view.quiet = true;
        coach_bench_run(&bench, 600, 2700, PD_UNKNOWN);
        bench.view.quiet = false;
        coach_bench_run(&bench, 5, 2700, PD_UNKNOWN);
        assert_int_equal(bench.coach.alerts, 2);
        coach_bench_run(&bench, 20, 2250, PD_UNKNOWN);
        assert_int_equal(bench.coach.heeded, 1); /* the second; the first was ten minutes ago */
}

static void
four_alerts_and_then_silence(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 3600, 2700, 150);
        assert_int_equal(bench.n_spoken, 4);
        assert_int_equal(bench.spoken_at[1] - bench.spoken_at[0], 30 * PD_SEC);
        assert_int_equal(bench.spoken_at[2] - bench.spoken_at[1], 60 * PD_SEC);
        assert_int_equal(bench.spoken_at[3] - bench.spoken_at[2], 120 * PD_SEC);
        assert_int_equal(bench.coach.over_s, 3600);
        assert_int_equal(bench.coach.heeded, 0);
        assert_int_equal(bench.coach.excursions, 1);
}

static void
one_all_clear_after_eight_seconds_within(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 40, 2700, PD_UNKNOWN);
        coach_bench_run(&bench, 8, 2450, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 0);
        coach_bench_run(&bench, 1, 2450, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 1);
        assert_int_equal(bench.last.heeded_s, 23); /* spoken in second 18, within from 41 on */
        coach_bench_run(&bench, 300, 2450, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 2);
        assert_int_equal(bench.coach.heeded, 1);
        assert_int_equal(bench.coach.over_s, 40);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(medium_on_a_recovery_day_is_grey_and_hard_is_too_hard),
                cmocka_unit_test(an_excursion_keeps_its_name),
                cmocka_unit_test(unheeded_alerts_add_up_over_the_session),
                cmocka_unit_test(alerts_that_were_heeded_lead_to_no_offer),
                cmocka_unit_test(an_alert_that_came_late_is_heeded_from_then_on),
                cmocka_unit_test(four_alerts_and_then_silence),
                cmocka_unit_test(one_all_clear_after_eight_seconds_within),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
