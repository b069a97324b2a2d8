/* SPDX-License-Identifier: MIT */
/* A trace is closed: its head and its inputs lead to where the live engine stands. */
#include "property/ticks.h"
#include "support/card.h"

#include "support/cm.h"

#include <stdlib.h>

static uint64_t seed;

/* Cut anywhere, as by a crash. */
static void
a_trace_leads_to_where_the_live_engine_stood(void **state)
{
        struct card *card = calloc(1, sizeof(*card));
        struct pd_workout *plan = malloc(sizeof(*plan));
        struct pd_athlete athlete;

        (void) state;
        assert_non_null(card);
        assert_non_null(plan);
        rig_runner_a(&athlete);
        rig_workout(plan, "easy", &athlete);
        for (uint64_t i = 0; i < 100; i++) {
                struct pd_pump *pump = card_pump_new(card);
                struct pd_input clock = {.kind = PD_INPUT_CLOCK, .clock = {.real = 1800000000 * PD_SEC, .synchronised = true}};
                struct rig_inputs inputs = {NULL, 0, 0};
                uint64_t draw = seed * 1000 + i;
                size_t n;

                ticks_random_inputs(&inputs, &draw);
                n = (size_t) ticks_below(&draw, (int64_t) inputs.n);
                assert_int_equal(pd_pump_add_athlete(pump, &athlete, plan), 0);
                pd_pump_feed(pump, athlete.id, &clock);
                for (size_t k = 0; k < n; k++)
                        pd_pump_feed(pump, athlete.id, &inputs.items[k]);
                card_assert_leads_to(card, pd_pump_engine(pump, 0));
                card_clear(card);
                rig_inputs_clear(&inputs);
                pd_pump_free(pump);
        }
        free(card);
        free(plan);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_trace_leads_to_where_the_live_engine_stood),
        };

        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
