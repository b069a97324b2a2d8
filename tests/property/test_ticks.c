/* SPDX-License-Identifier: MIT */
/*
 * A tick carries no information: whatever wake-ups come between the inputs,
 * the same bytes are published. So do inputs that come late count as now,
 * and a gap may be run through in one leap or a thousand steps.
 */
#include "property/ticks.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <cmocka.h>

#define STORY(n) PD_SOURCE_DIR "/tests/golden/story" n ".run"

static uint64_t seed;

static void
the_stories_say_the_same_with_any_ticks(void **state)
{
        static const struct {
                const char *path, *workout;
        } stories[] = {{STORY("1"), "recovery 4mi"}, {STORY("2"), "recovery 5mi"}};

        (void) state;
        for (size_t i = 0; i < 2; i++) {
                struct rig_inputs inputs = {NULL, 0, 0};
                uint64_t ticks = seed + i;

                rig_inputs_of_story(&inputs, stories[i].path, 0);
                ticks_change_nothing(&inputs, stories[i].workout, &ticks);
                rig_inputs_clear(&inputs);
                rig_inputs_of_story(&inputs, stories[i].path, seed + 1);
                ticks_change_nothing(&inputs, stories[i].workout, &ticks);
                rig_inputs_clear(&inputs);
        }
}

static void
random_traces_say_the_same_with_any_ticks(void **state)
{
        static const char *const workouts[] = {NULL, "recovery 30m", "easy", "5m easy, 4x (1m hard, 90s rest), 5m easy",
                "tempo: 20m moderate"};

        (void) state;
        for (uint64_t i = 0; i < 60; i++) {
                struct rig_inputs inputs = {NULL, 0, 0};
                uint64_t inputs_seed = seed * 1000 + i, ticks = inputs_seed + 500;

                ticks_random_inputs(&inputs, &inputs_seed);
                ticks_change_nothing(&inputs, workouts[i % 5], &ticks);
                rig_inputs_clear(&inputs);
        }
}

static void
a_late_input_counts_as_now_and_is_counted(void **state)
{
        struct rig *rig = malloc(sizeof(*rig));
        struct pd_workout *none = malloc(sizeof(*none));
        struct pd_athlete athlete;
        struct pd_input input;

        (void) state;
        rig_runner_a(&athlete);
        pd_workout_init(none);
        rig_init(rig, &athlete, none);
        input = rig_strap_frame(10 * PD_SEC, 100);
        rig_feed(rig, &input);
        input = rig_strap_frame(9 * PD_SEC, 101);
        rig_feed(rig, &input);
        assert_int_equal(pd_engine_late_inputs(pd_pump_engine(rig->pump, 0)), 1);
        assert_int_equal(pd_engine_now(pd_pump_engine(rig->pump, 0)), 10 * PD_SEC);
        rig_clear(rig);
        free(rig);
        free(none);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_stories_say_the_same_with_any_ticks),
                cmocka_unit_test(random_traces_say_the_same_with_any_ticks),
                cmocka_unit_test(a_late_input_counts_as_now_and_is_counted),
        };

        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
