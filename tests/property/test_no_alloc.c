/* SPDX-License-Identifier: MIT */
/*
 * After setting up, nothing is allocated: a whole story goes through pump,
 * decoders, engine and topics, through a session's end and a new beginning.
 */
#include "property/ticks.h"

#include "support/allocations.h"
#include "support/cm.h"

#include <stdlib.h>

#define STORY PD_SOURCE_DIR "/tests/golden/story1.run"

struct sink {
        struct pd_topics topics;
        struct pd_message message;
        size_t n_messages, n_summaries;
};

static void
hear(void *user, const struct pd_event *event)
{
        struct sink *sink = user;

        sink->n_messages += pd_topics_event(&sink->topics, event, &sink->message) == 0;
        sink->n_summaries += event->kind == PD_EVENT_SUMMARY;
}

static void
the_wraps_see_an_allocation(void **state)
{
        size_t before = allocations_count();
        void *volatile memory;

        (void) state;
        memory = malloc(1);
        free(memory);
        assert_int_equal(allocations_count() - before, 2);
}

static void
a_whole_story_allocates_nothing(void **state)
{
        struct sink *sink = calloc(1, sizeof(*sink));
        struct pd_pump *pump = pd_pump_new(&(struct pd_pump_ports) {.event = hear, .user = sink});
        struct pd_workout *plan = malloc(sizeof(*plan));
        struct rig_inputs inputs = {NULL, 0, 0};
        struct pd_athlete athlete;
        size_t before, counted;

        (void) state;
        sink->topics = (struct pd_topics) {"purposed", "rig"};
        rig_runner_a(&athlete);
        rig_workout(plan, "2km easy, 2x (5m hard, 90s rest), 1mi easy", &athlete);
        assert_int_equal(pd_pump_add_athlete(pump, &athlete, plan), 0);
        rig_inputs_of_story(&inputs, STORY, 1);

        before = allocations_count();
        for (size_t i = 0; i < inputs.n; i++) {
                assert_int_equal(pd_pump_feed(pump, athlete.id, &inputs.items[i]), 0);
                pd_pump_wake(pump, inputs.items[i].at);
        }
        pd_pump_restate(pump);
        counted = allocations_count() - before;
        assert_int_equal(counted, 0);
        assert_true(sink->n_messages > 2000);
        assert_int_equal(sink->n_summaries, 1);

        rig_inputs_clear(&inputs);
        pd_pump_free(pump);
        free(plan);
        free(sink);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_wraps_see_an_allocation),
                cmocka_unit_test(a_whole_story_allocates_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
