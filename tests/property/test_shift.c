/* SPDX-License-Identifier: MIT */
/*
 * When a trace's time begins is nobody's business: moved by whole seconds,
 * with the wall clock told as before, it says the same bytes.
 */
#include "property/ticks.h"

#include "support/cm.h"

#include <stdlib.h>

#define STORY(n) PD_SOURCE_DIR "/tests/golden/story" n ".run"
#define REAL ((pd_usec) 1795342503 * PD_SEC)
#define SHIFT_MOST_S (400 * 86400) /* more than a year of uptime, either way */

static uint64_t seed;

static void
play(struct rig *rig, const struct rig_inputs *inputs, pd_usec shift)
{
        rig_clock(rig, inputs->items[0].at + shift, "0123456789abcdef0123456789abcdef", REAL, true);
        for (size_t i = 0; i < inputs->n; i++) {
                struct pd_input input = inputs->items[i];
                input.at += shift;
                rig_feed(rig, &input);
        }
}

static void
shifts_change_nothing(const struct rig_inputs *inputs, const char *workout, pd_usec shift)
{
        struct pd_athlete athlete;
        struct pd_workout *plan = malloc(sizeof(*plan));
        struct rig *here = malloc(sizeof(*here)), *there = malloc(sizeof(*there));

        rig_runner_a(&athlete);
        pd_workout_init(plan);
        if (workout != NULL)
                rig_workout(plan, workout, &athlete);
        rig_init(here, &athlete, plan);
        rig_init(there, &athlete, plan);
        play(here, inputs, 0);
        play(there, inputs, shift);
        assert_true(here->published.length > 0);
        assert_int_equal(here->published.length, there->published.length);
        assert_memory_equal(here->published.bytes, there->published.bytes, here->published.length);
        rig_clear(here);
        rig_clear(there);
        free(here);
        free(there);
        free(plan);
}

static pd_usec
random_shift(uint64_t *state)
{
        return (ticks_below(state, 2 * SHIFT_MOST_S + 1) - SHIFT_MOST_S) * PD_SEC;
}

static void
the_stories_say_the_same_whenever_they_begin(void **state)
{
        struct rig_inputs inputs = {NULL, 0, 0};
        uint64_t shifts = seed;

        (void) state;
        rig_inputs_of_story(&inputs, STORY("1"), seed + 1);
        shifts_change_nothing(&inputs, "recovery 4mi", random_shift(&shifts));
        rig_inputs_clear(&inputs);
        rig_inputs_of_story(&inputs, STORY("2"), 0);
        shifts_change_nothing(&inputs, "recovery 5mi", random_shift(&shifts));
        rig_inputs_clear(&inputs);
}

static void
random_traces_say_the_same_whenever_they_begin(void **state)
{
        static const char *const workouts[] = {NULL, "recovery 30m", "5m easy, 4x (1m hard, 90s rest), 5m easy"};

        (void) state;
        for (uint64_t i = 0; i < 60; i++) {
                struct rig_inputs inputs = {NULL, 0, 0};
                uint64_t inputs_seed = seed * 1000 + i, shifts = inputs_seed + 500;

                ticks_random_inputs(&inputs, &inputs_seed);
                shifts_change_nothing(&inputs, workouts[i % 3], random_shift(&shifts));
                rig_inputs_clear(&inputs);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_stories_say_the_same_whenever_they_begin),
                cmocka_unit_test(random_traces_say_the_same_whenever_they_begin),
        };

        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
