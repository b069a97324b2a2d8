/* SPDX-License-Identifier: MIT */
/* A heart rate that follows the steps is told by how it came there. */
#include "core/signal/cadence_lock.h"

#include "purposed/event.h"

#include "support/cm.h"

#define SPEED 2800

/* A run of whole seconds: the heart at HR, the steps at CADENCE and what they
 * vary by; a row every EVERY_S. */
struct run {
        struct pd_cadence_lock lock;
        int now, every_s;
};

static int32_t
cadence_at(int second)
{
        static const int8_t off[] = {0, 1, 0, -1, -2, -1, 1, 2, 1, 0, -1, 0, 2};

        return 170 + off[second / 3 % (int) (sizeof(off) / sizeof(off[0]))];
}

static struct run
run_new(int every_s)
{
        struct run run = {.every_s = every_s};

        pd_cadence_lock_init(&run.lock);
        return run;
}

/* On at HR_BPM until UNTIL; the last answer. */
static bool
on(struct run *run, int until, int32_t hr_bpm, int32_t speed_mm_s)
{
        bool locked = pd_cadence_lock_holds(&run->lock);

        for (; run->now < until; run->now += run->every_s)
                locked = pd_cadence_lock_heart_rate(&run->lock, run->now * PD_SEC, hr_bpm, cadence_at(run->now), speed_mm_s);
        return locked;
}

/* The heart on the steps, NUM / DEN of them: the seconds until it is seen, or -1 by UNTIL. */
static int
follow(struct run *run, int until, int32_t num, int32_t den)
{
        int begin = run->now;

        for (; run->now < until; run->now += run->every_s) {
                int32_t cadence = cadence_at(run->now), wobble = run->now % 2;
                if (pd_cadence_lock_heart_rate(&run->lock, run->now * PD_SEC, cadence * num / den + wobble, cadence, SPEED))
                        return run->now - begin;
        }
        return -1;
}

static void
a_jump_to_the_steps_is_seen_within_a_minute(void **state)
{
        static const int32_t ratios[][2] = {{1, 1}, {2, 3}, {1, 2}};

        (void) state;
        for (size_t i = 0; i < 3; i++)
                for (int every_s = 1; every_s <= 7; every_s++) {
                        struct run run = run_new(every_s);
                        int seen;

                        assert_false(on(&run, 300, 145, SPEED));
                        seen = follow(&run, 400, ratios[i][0], ratios[i][1]);
                        assert_in_range(seen, 35, 60);
                        assert_in_range(pd_cadence_lock_since(&run.lock) / PD_SEC, 290, 315);
                }
}

static void
one_that_glides_there_is_seen_within_a_minute(void **state)
{
        struct run run = run_new(1);

        (void) state;
        on(&run, 300, 140, SPEED);
        for (int s = 0; s < 15; s++)
                assert_false(on(&run, 301 + s, 140 + 2 * s, SPEED));
        assert_in_range(follow(&run, 400, 1, 1), 25, 45);
}

static void
closeness_alone_says_nothing(void **state)
{
        struct run run = run_new(1);

        (void) state;
        assert_int_equal(follow(&run, 3600, 1, 1), -1); /* from the first beat on */
        run = run_new(1);
        for (int hr = 140; hr < 170; hr++) /* a minute and a half up there, as a heart does */
                assert_false(on(&run, 300 + 3 * (hr - 140), hr, SPEED));
        assert_int_equal(follow(&run, 3600, 1, 1), -1);
}

static void
a_heart_that_has_its_reasons_is_believed(void **state)
{
        struct run run = run_new(1);

        (void) state;
        on(&run, 300, 145, 2400); /* and then she runs faster */
        for (int s = 0; s < 15; s++)
                on(&run, 301 + s, 147 + 3 * s / 2, 3400);
        assert_false(on(&run, 400, 170, 3400));
        run = run_new(1); /* at the start of a run it climbs */
        on(&run, 60, 120, SPEED);
        assert_int_equal(follow(&run, 300, 1, 1), -1);
        run = run_new(1); /* a fall by 12 is nothing */
        on(&run, 300, 182, SPEED);
        assert_int_equal(follow(&run, 600, 1, 1), -1);
}

static void
one_that_jumps_and_does_not_follow_is_none(void **state)
{
        struct run run = run_new(1);

        (void) state;
        on(&run, 300, 145, SPEED);
        assert_false(on(&run, 1200, 176, SPEED));
        on(&run, 1200, 145, SPEED);
        for (int i = 0; i < 60; i++) /* around it, but not by it */
                assert_false(on(&run, 1202 + 2 * i, i % 2 ? 164 : 176, SPEED));
}

/* Faster by a third from here on: the quickest heart climbs as far as that, and no farther. */
static void
a_faster_pace_explains_no_more_than_a_heart_can(void **state)
{
        static const struct {
                int32_t from_bpm;
                int climb_s;
                bool locked;
        } rows[] = {{156, 6, false}, {150, 6, true}, {150, 14, false}, {130, 14, true}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct run run = run_new(1);

                on(&run, 300, rows[i].from_bpm, 2400);
                for (int s = 0; s < rows[i].climb_s; s++)
                        on(&run, 301 + s, rows[i].from_bpm + (170 - rows[i].from_bpm) * s / rows[i].climb_s, 3200);
                for (int until = 400; run.now < until;)
                        on(&run, run.now + 1, cadence_at(run.now), 3200);
                assert_int_equal(pd_cadence_lock_holds(&run.lock), rows[i].locked);
        }
}

static void
what_has_jumped_about_before_is_none(void **state)
{
        static const int8_t off[] = {0, 14, -12, 22, -18, 6, 28};
        struct run run = run_new(1);

        (void) state;
        on(&run, 240, 145, SPEED);
        for (int i = 0; i < 14; i++)
                on(&run, 245 + 5 * i, 140 + off[i % 7], SPEED);
        on(&run, 315, 128, SPEED);
        assert_int_equal(follow(&run, 600, 1, 1), -1);
}

static void
the_steps_of_the_same_instant_count(void **state)
{
        struct pd_cadence_lock lock;
        bool locked = false;
        int s;

        (void) state;
        pd_cadence_lock_init(&lock);
        for (s = 0; s < 300; s += 7) {
                pd_cadence_lock_heart_rate(&lock, s * PD_SEC, 140, 170, SPEED);
                pd_cadence_lock_steps(&lock, s * PD_SEC, 170, SPEED);
        }
        for (; s < 370 && !locked; s += 7) { /* what the pod said before is far off by now */
                int32_t cadence = s / 7 % 2 ? 164 : 176;
                pd_cadence_lock_heart_rate(&lock, s * PD_SEC, cadence, 340 - cadence, SPEED);
                locked = pd_cadence_lock_steps(&lock, s * PD_SEC + PD_SEC / 4, cadence, SPEED);
        }
        assert_true(locked);
        assert_true(pd_cadence_lock_steps(&lock, s * PD_SEC, PD_UNKNOWN, SPEED)); /* no word, no change */
}

/* ---- state and input ------------------------------------------------------- */

enum stage { FRESH, RUNNING, LOCKED, STAGES };

static struct run
enter(enum stage stage)
{
        struct run run = run_new(1);

        if (stage == FRESH)
                return run;
        on(&run, 300, 140, SPEED);
        if (stage == LOCKED)
                assert_int_not_equal(follow(&run, 400, 1, 1), -1);
        return run;
}

static void
each_state_meets_each_input(void **state)
{
        static const struct {
                int32_t hr_bpm, cadence_spm;
                int seconds;
                bool locked[STAGES];
        } rows[] = {
                /*                        fresh  running locked */
                {140, 170, 5, {false, false, true}},          /* parted, but not for long */
                {140, 170, 15, {false, false, false}},
                {170, 170, 120, {false, true, true}},
                {176, 170, 120, {false, false, true}},        /* near enough to go on */
                {140, 0, 30, {false, false, true}},           /* she stands: nothing can be compared */
                {140, 0, 70, {false, false, false}},
                {140, PD_UNKNOWN, 30, {false, false, true}},  /* no pod */
                {140, PD_UNKNOWN, 70, {false, false, false}},
                {100, 100, 120, {false, false, false}},       /* she walks */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (enum stage stage = FRESH; stage < STAGES; stage++) {
                        struct run run = enter(stage);

                        for (int s = 0; s <= rows[i].seconds; s++)
                                pd_cadence_lock_heart_rate(&run.lock, (run.now + s) * PD_SEC, rows[i].hr_bpm, rows[i].cadence_spm, SPEED);
                        if (pd_cadence_lock_holds(&run.lock) != rows[i].locked[stage])
                                fail_msg("input %zu in state %d", i, (int) stage);
                        assert_int_equal(pd_cadence_lock_since(&run.lock) == PD_NEVER, !rows[i].locked[stage]);
                }
}

static void
a_silence_has_no_jump_in_it(void **state)
{
        struct run run = run_new(1);

        (void) state;
        on(&run, 300, 140, SPEED);
        run.now = 330;
        assert_int_equal(follow(&run, 600, 1, 1), -1);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_jump_to_the_steps_is_seen_within_a_minute),
                cmocka_unit_test(one_that_glides_there_is_seen_within_a_minute),
                cmocka_unit_test(closeness_alone_says_nothing),
                cmocka_unit_test(a_heart_that_has_its_reasons_is_believed),
                cmocka_unit_test(one_that_jumps_and_does_not_follow_is_none),
                cmocka_unit_test(a_faster_pace_explains_no_more_than_a_heart_can),
                cmocka_unit_test(what_has_jumped_about_before_is_none),
                cmocka_unit_test(the_steps_of_the_same_instant_count),
                cmocka_unit_test(each_state_meets_each_input),
                cmocka_unit_test(a_silence_has_no_jump_in_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
