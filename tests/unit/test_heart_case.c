/* SPDX-License-Identifier: MIT */
/* The case that heart rate makes: ceiling 150 bpm. */
#include "core/coach/heart_case.h"

#include "purposed/event.h"

#include "support/cm.h"

#define CEILING 150

struct runner {
        struct pd_heart_case heart;
        pd_usec now;
        int32_t last[30]; /* for the mean of half a minute */
        int n;
        bool on_its_own; /* no plan prescribes the ceiling */
};

static void
runner_init(struct runner *runner)
{
        *runner = (struct runner) {.now = 0};
        pd_heart_case_init(&runner->heart);
}

static enum pd_case_stage
second(struct runner *runner, int32_t bpm)
{
        struct pd_heart_second second = {.now = runner->now += PD_SEC, .newest_bpm = bpm, .ceiling_bpm = CEILING,
                .prescribed = !runner->on_its_own};
        int32_t sum = 0;
        int n;

        if (bpm != PD_UNKNOWN)
                runner->last[runner->n++ % 30] = bpm;
        n = runner->n < 30 ? runner->n : 30;
        for (int i = 0; i < n; i++)
                sum += runner->last[i];
        second.mean_bpm = n > 0 ? sum / n : PD_UNKNOWN;
        return pd_heart_case_second(&runner->heart, &second);
}

/* Seconds at BPM; when, from 1 on, STAGE was reached in them: 0 = it was not. */
static int
stay(struct runner *runner, int seconds, int32_t bpm, enum pd_case_stage stage)
{
        int reached = 0;

        for (int i = 1; i <= seconds; i++)
                if (second(runner, bpm) >= stage && reached == 0)
                        reached = i;
        return reached;
}

/* From FROM on by one beat every EACH seconds; when the case was proven, counted from the first second above. */
static int
climb(struct runner *runner, int32_t from, int each, int seconds)
{
        int above = 0;

        for (int i = 0; i < seconds; i++) {
                int32_t bpm = from + i / each;

                above += bpm > CEILING + 1;
                if (second(runner, bpm) == PD_CASE_PROVEN)
                        return above;
        }
        return 0;
}

static void
up_to_one_beat_above_it_is_nothing(void **state)
{
        struct runner runner;

        (void) state;
        runner_init(&runner);
        assert_int_equal(stay(&runner, 3600, CEILING + 1, PD_CASE_OPEN), 0);
        assert_int_equal(runner.heart.told.since, PD_NEVER);
}

static void
a_small_excess_that_stays_is_told_in_the_end(void **state)
{
        struct runner runner;

        (void) state;
        runner_init(&runner);
        stay(&runner, 60, CEILING + 1, PD_CASE_OPEN);
        assert_int_equal(stay(&runner, 7, CEILING + 2, PD_CASE_SHOWN), 0);
        assert_int_equal(runner.heart.told.stage, PD_CASE_OPEN);
        assert_int_equal(second(&runner, CEILING + 2), PD_CASE_SHOWN);
        assert_int_equal(stay(&runner, 60, CEILING + 2, PD_CASE_PROVEN), 41 - 8);
        assert_int_equal(runner.heart.told.since, 61 * PD_SEC);
}

static void
a_large_excess_is_told_at_once(void **state)
{
        struct runner runner;

        (void) state;
        runner_init(&runner);
        assert_int_equal(stay(&runner, 60, CEILING + 6, PD_CASE_PROVEN), 30); /* the first half minute of all */
        stay(&runner, 30, CEILING + 9, PD_CASE_PROVEN);
        pd_heart_case_forget(&runner.heart);
        assert_int_equal(stay(&runner, 29, CEILING + 6, PD_CASE_PROVEN), 0);
        assert_int_equal(second(&runner, CEILING + 6), PD_CASE_PROVEN);
}

/* A heart on its way up is ahead of one that has come where it wanted to. */
static void
the_faster_it_climbs_the_sooner_it_is_told(void **state)
{
        static const struct {
                int each; /* seconds a beat */
                int told;
        } rows[] = {
                {2, 13},
                {10, 13},
                {20, 41},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct runner runner;

                runner_init(&runner);
                stay(&runner, 60, CEILING - 8, PD_CASE_OPEN);
                assert_int_equal(climb(&runner, CEILING - 8, rows[i].each, 300), rows[i].told);
        }
}

/* It is above for 16 s in each minute: the climb that was told after 16 s is waited for. */
static void
a_heart_that_always_comes_back_is_waited_for(void **state)
{
        struct runner runner;

        (void) state;
        runner_init(&runner);
        for (int i = 0; i < 10; i++) {
                stay(&runner, 44, CEILING - 2, PD_CASE_OPEN);
                assert_int_equal(stay(&runner, 16, CEILING + 3, PD_CASE_PROVEN), 0);
        }
        stay(&runner, 60, CEILING - 8, PD_CASE_OPEN);
        assert_int_equal(climb(&runner, CEILING - 8, 5, 300), 38); /* by then it is far above */
}

static void
seconds_that_dip_do_not_end_the_last_minute(void **state)
{
        struct runner runner;
        int told = 0;

        (void) state;
        runner_init(&runner);
        stay(&runner, 60, CEILING - 1, PD_CASE_OPEN);
        for (int i = 0; i < 60 && told == 0; i++)
                if (second(&runner, i % 5 == 4 ? CEILING - 1 : CEILING + 3) == PD_CASE_PROVEN)
                        told = i + 1;
        assert_int_equal(told, 51); /* four of five */
}

/* The edge of easy running: a surge of the heart is no word, a change of its level is. */
static void
a_ceiling_that_no_plan_prescribes_is_judged_by_the_level(void **state)
{
        struct runner runner;

        (void) state;
        runner_init(&runner);
        runner.on_its_own = true;
        for (int i = 0; i < 10; i++) {
                stay(&runner, 40, CEILING - 3, PD_CASE_OPEN);
                assert_int_equal(stay(&runner, 20, CEILING + 5, PD_CASE_PROVEN), 0);
        }
        stay(&runner, 240, CEILING - 8, PD_CASE_OPEN);
        assert_int_equal(stay(&runner, 120, CEILING + 4, PD_CASE_PROVEN), 47); /* 9.75 of 12 bpm are 1.67 time constants of 28 s */
        assert_int_equal(runner.heart.told.since, runner.now - 119 * PD_SEC);
}

static void
what_is_proven_stands_until_half_a_minute_is_clearly_below(void **state)
{
        struct runner runner;

        (void) state;
        runner_init(&runner);
        stay(&runner, 60, CEILING + 4, PD_CASE_PROVEN);
        assert_int_equal(runner.heart.told.back_since, PD_NEVER);
        assert_int_equal(stay(&runner, 120, CEILING - 2, PD_CASE_PROVEN), 1);
        assert_int_equal(runner.heart.told.stage, PD_CASE_PROVEN);
        assert_int_equal(runner.heart.told.back_since, 61 * PD_SEC);
        assert_int_equal(second(&runner, CEILING - 3), PD_CASE_CLEAR);
        assert_int_equal(runner.heart.told.since, PD_NEVER);
}

static void
what_is_only_shown_ends_below_the_ceiling(void **state)
{
        struct runner runner;

        (void) state;
        runner_init(&runner);
        stay(&runner, 10, CEILING + 2, PD_CASE_SHOWN);
        assert_int_equal(second(&runner, CEILING), PD_CASE_SHOWN);
        assert_int_equal(second(&runner, CEILING - 1), PD_CASE_CLEAR);
}

static void
unheard_seconds_change_nothing(void **state)
{
        struct runner runner;

        (void) state;
        runner_init(&runner);
        stay(&runner, 20, CEILING + 2, PD_CASE_SHOWN);
        stay(&runner, 20, PD_UNKNOWN, PD_CASE_SHOWN);
        assert_int_equal(runner.heart.told.stage, PD_CASE_SHOWN);
        assert_int_equal(stay(&runner, 60, CEILING + 2, PD_CASE_PROVEN), 21);
}

static void
another_ceiling_is_another_case(void **state)
{
        struct runner runner;
        struct pd_heart_second lower = {.now = PD_HOUR, .newest_bpm = CEILING + 2, .mean_bpm = CEILING + 2,
                .ceiling_bpm = CEILING - 1, .prescribed = true};

        (void) state;
        runner_init(&runner);
        stay(&runner, 50, CEILING + 2, PD_CASE_PROVEN);
        assert_int_equal(pd_heart_case_second(&runner.heart, &lower), PD_CASE_OPEN);
        assert_int_equal(runner.heart.told.since, PD_HOUR);
}

static void
each_stage_answers_each_second(void **state)
{
        static const int seconds[] = {[PD_CASE_CLEAR] = 0, [PD_CASE_OPEN] = 1, [PD_CASE_SHOWN] = 8, [PD_CASE_PROVEN] = 41};
        static const struct {
                int32_t bpm;
                enum pd_case_stage then[4]; /* from CLEAR, OPEN, SHOWN, PROVEN */
        } rows[] = {
                {CEILING + 3, {PD_CASE_OPEN, PD_CASE_OPEN, PD_CASE_SHOWN, PD_CASE_PROVEN}},
                {CEILING + 1, {PD_CASE_CLEAR, PD_CASE_OPEN, PD_CASE_SHOWN, PD_CASE_PROVEN}},
                {CEILING, {PD_CASE_CLEAR, PD_CASE_OPEN, PD_CASE_SHOWN, PD_CASE_PROVEN}},
                {CEILING - 1, {PD_CASE_CLEAR, PD_CASE_CLEAR, PD_CASE_CLEAR, PD_CASE_PROVEN}},
                {CEILING - 120, {PD_CASE_CLEAR, PD_CASE_CLEAR, PD_CASE_CLEAR, PD_CASE_CLEAR}}, /* half a minute's mean, too */
                {PD_UNKNOWN, {PD_CASE_CLEAR, PD_CASE_OPEN, PD_CASE_SHOWN, PD_CASE_PROVEN}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (int stage = PD_CASE_CLEAR; stage <= PD_CASE_PROVEN; stage++) {
                        struct runner runner;

                        runner_init(&runner);
                        stay(&runner, 60, CEILING - 1, PD_CASE_OPEN);
                        stay(&runner, seconds[stage], CEILING + 2, PD_CASE_PROVEN);
                        assert_int_equal(runner.heart.told.stage, stage);
                        assert_int_equal(second(&runner, rows[i].bpm), rows[i].then[stage]);
                }
}

/* It hovers a beat below what counts as above, and climbs; and the same, read higher. */
static void
a_strap_that_reads_high_proves_no_later(void **state)
{
        int usual = 0;

        (void) state;
        for (int32_t more = 0; more <= 10; more++) {
                struct runner runner;
                int proven = 0;

                runner_init(&runner);
                stay(&runner, 60, 140 + more, PD_CASE_PROVEN);
                proven = stay(&runner, 40, CEILING + more, PD_CASE_PROVEN);
                for (int i = 0; i < 30 && proven == 0; i++)
                        proven = second(&runner, CEILING + 2 + i / 2 + more) == PD_CASE_PROVEN ? 41 + i : 0;
                assert_in_range(proven, 1, 70);
                usual = more == 0 ? proven : usual;
                assert_true(proven <= usual);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_strap_that_reads_high_proves_no_later),
                cmocka_unit_test(up_to_one_beat_above_it_is_nothing),
                cmocka_unit_test(a_small_excess_that_stays_is_told_in_the_end),
                cmocka_unit_test(a_large_excess_is_told_at_once),
                cmocka_unit_test(the_faster_it_climbs_the_sooner_it_is_told),
                cmocka_unit_test(a_heart_that_always_comes_back_is_waited_for),
                cmocka_unit_test(seconds_that_dip_do_not_end_the_last_minute),
                cmocka_unit_test(a_ceiling_that_no_plan_prescribes_is_judged_by_the_level),
                cmocka_unit_test(what_is_proven_stands_until_half_a_minute_is_clearly_below),
                cmocka_unit_test(what_is_only_shown_ends_below_the_ceiling),
                cmocka_unit_test(unheard_seconds_change_nothing),
                cmocka_unit_test(another_ceiling_is_another_case),
                cmocka_unit_test(each_stage_answers_each_second),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
