/* SPDX-License-Identifier: MIT */
/* A trace is closed: its head and its inputs lead to where the live engine stands. */
#include "property/ticks.h"

#include "support/cm.h"

#include <stdlib.h>

static uint64_t seed;

/* The trace that is being written. */
struct card {
        struct pd_snapshot head;
        struct rig_inputs inputs;
        bool rearmed;
};

static void
hear(void *user, const struct pd_event *event)
{
        struct card *card = user;

        card->rearmed = card->rearmed || event->kind == PD_EVENT_REARMED;
}

static void
tap(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct card *card = user;

        if (card->rearmed || card->inputs.n == 0) {
                card->head = *snapshot;
                card->inputs.n = 0;
        }
        card->rearmed = false;
        rig_inputs_add(&card->inputs, input);
}

static void
assert_leads_to(const struct card *card, const struct pd_engine *live)
{
        struct card deaf = {.rearmed = false};
        struct pd_pump *pump = pd_pump_new(&(struct pd_pump_ports) {.event = hear, .user = &deaf});
        const struct pd_athlete *athlete = &card->head.athlete;
        const struct pd_engine *again;

        assert_int_equal(pd_pump_add_athlete(pump, athlete, &card->head.workout), 0);
        for (size_t i = 0; i < card->head.n_sensors; i++)
                assert_int_equal(pd_pump_enroll(pump, athlete->id, card->head.sensors[i].address, ""), 0);
        for (size_t i = 0; i < card->inputs.n; i++)
                assert_int_equal(pd_pump_feed(pump, athlete->id, &card->inputs.items[i]), 0);
        again = pd_pump_engine(pump, 0);
        assert_int_equal(pd_engine_session_state(again), pd_engine_session_state(live));
        assert_string_equal(pd_engine_session_id(again), pd_engine_session_id(live));
        pd_pump_free(pump);
}

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
                struct pd_pump *pump = pd_pump_new(&(struct pd_pump_ports) {.tap = tap, .event = hear, .user = card});
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
                assert_leads_to(card, pd_pump_engine(pump, 0));
                card->inputs.n = 0;
                card->rearmed = false;
                rig_inputs_clear(&inputs);
                pd_pump_free(pump);
        }
        rig_inputs_clear(&card->inputs);
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
