/* SPDX-License-Identifier: MIT */
#include "property/ticks.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

uint64_t
ticks_seed(void)
{
        const char *given = getenv("PD_SEED");
        uint32_t drawn = 1;
        uint64_t seed;
        FILE *random;

        if (given == NULL) {
                random = fopen("/dev/urandom", "re");
                if (random == NULL || fread(&drawn, sizeof(drawn), 1, random) != 1)
                        drawn = 1;
                if (random != NULL)
                        fclose(random);
        }
        seed = given != NULL ? strtoull(given, NULL, 10) : drawn;
        printf("PD_SEED=%llu\n", (unsigned long long) seed);
        return seed;
}

/* splitmix64 (Steele, Lea, Flood 2014): small, and the same everywhere. */
uint64_t
ticks_draw(uint64_t *state)
{
        uint64_t z = (*state += 0x9E3779B97F4A7C15U);

        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
}

int64_t
ticks_below(uint64_t *state, int64_t bound)
{
        return (int64_t) (ticks_draw(state) % (uint64_t) bound);
}

void
ticks_random_inputs(struct rig_inputs *inputs, uint64_t *state)
{
        static const int32_t speeds[] = {0, 300, 700, 950, 2200, 2600, 3000, 3600};
        pd_usec at = ticks_below(state, PD_HOUR), real = 1800000000 * PD_SEC;
        int64_t dm = 0;
        int32_t speed = 0;

        for (int i = 0; i < 1500; i++) {
                int64_t what = ticks_below(state, 100);
                struct pd_input input;

                if (what < 2)
                        at += ticks_below(state, 40 * PD_MINUTE);
                else
                        at += ticks_below(state, 2 * PD_SEC);
                if (ticks_below(state, 40) == 0)
                        speed = speeds[ticks_below(state, 8)];
                if (what < 45) {
                        dm += speed / 100;
                        input = rig_pod_frame(at, speed, dm);
                } else if (what < 97) {
                        pd_usec late = ticks_below(state, 20) * 100 * PD_MSEC;
                        input = rig_strap_frame(at - late, (int32_t) (90 + speed / 40 + ticks_below(state, 6)));
                } else if (what < 98) {
                        input = (struct pd_input) {.at = at, .kind = PD_INPUT_CLOCK, .clock = {.real = real + at, .synchronised = true}};
                } else {
                        input = (struct pd_input) {.at = at, .kind = PD_INPUT_COMMAND};
                        input.command.verb = (enum pd_command_verb) ticks_below(state, PD_COMMAND_VERB_COUNT);
                }
                rig_inputs_add(inputs, &input);
        }
}

/* Between FROM and TO, up to four wake-ups wherever they fall. */
static void
tick_between(struct rig *rig, pd_usec from, pd_usec to, uint64_t *state)
{
        int64_t n = ticks_below(state, 5);
        pd_usec at = from;

        for (int64_t i = 0; i < n && to > at; i++) {
                struct pd_input tick = {.kind = PD_INPUT_TICK};
                at += ticks_below(state, to - at + 1);
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

void
ticks_change_nothing(const struct rig_inputs *inputs, const char *workout, uint64_t *ticks)
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
