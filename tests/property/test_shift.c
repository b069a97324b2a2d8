/* SPDX-License-Identifier: MIT */
/*
 * When a trace's time begins is nobody's business: moved by whole seconds,
 * with the wall clock told as before, it says the same bytes.
 */
#include "property/random_session.h"
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

/* Both before their first input; given up. */
static void
shifts_change_nothing(struct rig *here, struct rig *there, const struct rig_inputs *inputs, pd_usec shift)
{
        play(here, inputs, 0);
        play(there, inputs, shift);
        assert_true(here->published.length > 0);
        assert_int_equal(here->published.length, there->published.length);
        assert_memory_equal(here->published.bytes, there->published.bytes, here->published.length);
        rig_clear(here);
        rig_clear(there);
        free(here);
        free(there);
}

static struct rig *
runner_a(const char *workout)
{
        struct rig *rig = malloc(sizeof(*rig));
        struct pd_workout *plan = malloc(sizeof(*plan));
        struct pd_athlete athlete;

        rig_runner_a(&athlete);
        pd_workout_init(plan);
        if (workout != NULL)
                rig_workout(plan, workout, &athlete);
        rig_init(rig, &athlete, plan);
        free(plan);
        return rig;
}

static pd_usec
random_shift(uint64_t *state)
{
        return (ticks_below(state, 2 * SHIFT_MOST_S + 1) - SHIFT_MOST_S) * PD_SEC;
}

static void
the_stories_say_the_same_whenever_they_begin(void **state)
{
        static const struct {
                const char *path, *workout;
        } stories[] = {
                {STORY("1"), "recovery 4mi"},
                {STORY("2"), "recovery 5mi"},
                {STORY("3"), "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy"},
                {STORY("3_dodged"), "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy"},
                {STORY("4_first"), "5m walk, 10x (2m run, 1m walk)"},
                {STORY("5"), "12m easy, 6x (400mtr 4:00/km, 90s rest)"},
                {STORY("6"), "10km easy"},
                {STORY("7"), "long: 90m easy"},
        };
        uint64_t shifts = seed;

        (void) state;
        for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
                for (uint64_t noise = 0; noise < 2; noise++) {
                        struct rig_inputs inputs = {NULL, 0, 0};

                        rig_inputs_of_story(&inputs, stories[i].path, noise * (seed + 1));
                        shifts_change_nothing(runner_a(stories[i].workout), runner_a(stories[i].workout), &inputs, random_shift(&shifts));
                        rig_inputs_clear(&inputs);
                }
        }
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
                shifts_change_nothing(runner_a(workouts[i % 3]), runner_a(workouts[i % 3]), &inputs, random_shift(&shifts));
                rig_inputs_clear(&inputs);
        }
}

static void
whoever_runs_it_is_the_same_whenever_it_begins(void **state)
{
        (void) state;
        for (uint64_t i = 0; i < 100; i++) {
                struct random_session session;
                uint64_t shifts = seed * 1000 + i;

                random_session_draw(&session, shifts, 900);
                shifts_change_nothing(random_session_rig(&session), random_session_rig(&session), &session.inputs, random_shift(&shifts));
                random_session_clear(&session);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_stories_say_the_same_whenever_they_begin),
                cmocka_unit_test(random_traces_say_the_same_whenever_they_begin),
                cmocka_unit_test(whoever_runs_it_is_the_same_whenever_it_begins),
        };

        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
