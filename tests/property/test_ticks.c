/* SPDX-License-Identifier: MIT */
/*
 * A tick carries no information: whatever wake-ups come between the inputs,
 * the same bytes are published. So do inputs that come late count as now,
 * and a gap may be run through in one leap or a thousand steps.
 */
#include "support/rig.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define STORY(n) PD_SOURCE_DIR "/tests/golden/story" n ".run"

static uint64_t seed;

/* splitmix64 (Steele, Lea, Flood 2014): small, and the same everywhere. */
static uint64_t
draw(uint64_t *state)
{
        uint64_t z = (*state += 0x9E3779B97F4A7C15U);

        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
}

static int64_t
below(uint64_t *state, int64_t bound)
{
        return (int64_t) (draw(state) % (uint64_t) bound);
}

/* Between FROM and TO, up to four wake-ups wherever they fall. */
static void
tick_between(struct rig *rig, pd_usec from, pd_usec to, uint64_t *state)
{
        int64_t n = below(state, 5);
        pd_usec at = from;

        for (int64_t i = 0; i < n && to > at; i++) {
                struct pd_input tick = {.kind = PD_INPUT_TICK};
                at += below(state, to - at + 1);
                tick.at = at;
                rig_feed(rig, &tick);
        }
}

static void
play(struct rig *rig, const struct rig_inputs *inputs, uint64_t *ticks)
{
        for (size_t i = 0; i < inputs->n; i++) {
                if (ticks != NULL && i > 0)
                        tick_between(rig, inputs->items[i - 1].at, inputs->items[i].at, ticks);
                rig_feed(rig, &inputs->items[i]);
        }
}

static void
same_bytes(const struct rig_inputs *inputs, const char *workout, uint64_t *ticks)
{
        struct pd_athlete athlete;
        struct pd_workout *plan = malloc(sizeof(*plan));
        struct rig *quiet = malloc(sizeof(*quiet)), *ticked = malloc(sizeof(*ticked));

        rig_runner_a(&athlete);
        pd_workout_init(plan);
        if (workout != NULL)
                rig_workout(plan, workout, &athlete);
        rig_init(quiet, &athlete, plan);
        rig_init(ticked, &athlete, plan);
        play(quiet, inputs, NULL);
        play(ticked, inputs, ticks);
        assert_true(quiet->published.length > 0);
        assert_int_equal(quiet->published.length, ticked->published.length);
        assert_memory_equal(quiet->published.bytes, ticked->published.bytes, quiet->published.length);
        rig_clear(quiet);
        rig_clear(ticked);
        free(quiet);
        free(ticked);
        free(plan);
}

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
                same_bytes(&inputs, stories[i].workout, &ticks);
                rig_inputs_clear(&inputs);
                rig_inputs_of_story(&inputs, stories[i].path, seed + 1);
                same_bytes(&inputs, stories[i].workout, &ticks);
                rig_inputs_clear(&inputs);
        }
}

/* Runs, stands, walks, falls silent for seconds or for half an hour, sends
 * late, is stopped and started: no story, but all that a trace may hold. */
static void
random_inputs(struct rig_inputs *inputs, uint64_t *state)
{
        static const int32_t speeds[] = {0, 300, 700, 950, 2200, 2600, 3000, 3600};
        pd_usec at = below(state, PD_HOUR), real = 1800000000 * PD_SEC;
        int64_t dm = 0;
        int32_t speed = 0;

        for (int i = 0; i < 1500; i++) {
                int64_t what = below(state, 100);
                struct pd_input input;

                if (what < 2)
                        at += below(state, 40 * PD_MINUTE);
                else
                        at += below(state, 2 * PD_SEC);
                if (below(state, 40) == 0)
                        speed = speeds[below(state, 8)];
                if (what < 45) {
                        dm += speed / 100;
                        input = rig_pod_frame(at, speed, dm);
                } else if (what < 97) {
                        input = rig_strap_frame(at - below(state, 20) * 100 * PD_MSEC, (int32_t) (90 + speed / 40 + below(state, 6)));
                } else if (what < 98) {
                        input = (struct pd_input) {.at = at, .kind = PD_INPUT_CLOCK, .clock = {.real = real + at, .synchronised = true}};
                } else {
                        input = (struct pd_input) {.at = at, .kind = PD_INPUT_COMMAND};
                        input.command.verb = (enum pd_command_verb) below(state, PD_COMMAND_VERB_COUNT);
                }
                rig_inputs_add(inputs, &input);
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

                random_inputs(&inputs, &inputs_seed);
                same_bytes(&inputs, workouts[i % 5], &ticks);
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
        const char *given = getenv("PD_SEED");
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_stories_say_the_same_with_any_ticks),
                cmocka_unit_test(random_traces_say_the_same_with_any_ticks),
                cmocka_unit_test(a_late_input_counts_as_now_and_is_counted),
        };
        FILE *random = given == NULL ? fopen("/dev/urandom", "re") : NULL;

        if (given != NULL)
                seed = strtoull(given, NULL, 10);
        else if (random == NULL || fread(&seed, sizeof(uint32_t), 1, random) != 1)
                seed = 1;
        if (random != NULL)
                fclose(random);
        printf("PD_SEED=%llu\n", (unsigned long long) seed);
        return cmocka_run_group_tests(tests, NULL, NULL);
}
