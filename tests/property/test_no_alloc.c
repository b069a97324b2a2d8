/* SPDX-License-Identifier: MIT */
/*
 * After setting up, nothing is allocated: a whole story goes through pump,
 * decoders, engine and topics, through a session's end and a new beginning.
 */
#include "property/ticks.h"

#include "support/cm.h"

#include <stdlib.h>

#define STORY PD_SOURCE_DIR "/tests/golden/story1.run"

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void __wrap_free(void *old);

/* Of the four, since it was last set to 0; volatile, for compilers know that
 * malloc() writes to no variable of ours. */
static volatile size_t calls;

void *
__wrap_malloc(size_t size)
{
        calls++;
        return __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
        calls++;
        return __real_calloc(n, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
        calls++;
        return __real_realloc(old, size);
}

void
__wrap_free(void *old)
{
        calls++;
        __real_free(old);
}

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
        void *volatile memory;

        (void) state;
        calls = 0;
        memory = malloc(1);
        free(memory);
        assert_int_equal(calls, 2);
}

static void
a_whole_story_allocates_nothing(void **state)
{
        struct sink *sink = calloc(1, sizeof(*sink));
        struct pd_pump *pump = pd_pump_new(&(struct pd_pump_ports) {.event = hear, .user = sink});
        struct pd_workout *plan = malloc(sizeof(*plan));
        struct rig_inputs inputs = {NULL, 0, 0};
        struct pd_athlete athlete;
        size_t counted;

        (void) state;
        sink->topics = (struct pd_topics) {"purposed", "rig"};
        rig_runner_a(&athlete);
        rig_workout(plan, "2km easy, 2x (5m hard, 90s rest), 1mi easy", &athlete);
        assert_int_equal(pd_pump_add_athlete(pump, &athlete, plan), 0);
        rig_inputs_of_story(&inputs, STORY, 1);

        calls = 0;
        for (size_t i = 0; i < inputs.n; i++) {
                assert_int_equal(pd_pump_feed(pump, athlete.id, &inputs.items[i]), 0);
                pd_pump_wake(pump, inputs.items[i].at);
        }
        pd_pump_restate(pump);
        counted = calls;
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
