/* SPDX-License-Identifier: MIT */
/* A lane's traces: what each opens with is all that a replay needs. */
#include "support/rig.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

#define BOOT "0123456789abcdef0123456789abcdef"
#define REAL ((pd_usec) 1795342503 * PD_SEC)

/* The trace that is being written. */
struct card {
        struct pd_pump *pump;
        struct pd_snapshot head;
        struct rig_inputs inputs;
        bool rearmed;
        int64_t mm;
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
feed(struct card *card, const struct pd_input *input)
{
        assert_int_equal(pd_pump_feed(card->pump, "anna", input), 0);
}

static struct card *
card_new(void)
{
        struct card *card = calloc(1, sizeof(*card));
        struct pd_input clock = {.kind = PD_INPUT_CLOCK, .clock = {.boot_id = BOOT, .real = REAL, .synchronised = true}};
        struct pd_athlete athlete;
        struct pd_workout workout;

        assert_non_null(card);
        rig_runner_a(&athlete);
        pd_workout_init(&workout);
        strcpy(athlete.id, "anna");
        card->pump = pd_pump_new(&(struct pd_pump_ports) {.tap = tap, .event = hear, .user = card});
        assert_int_equal(pd_pump_add_athlete(card->pump, &athlete, &workout), 0);
        feed(card, &clock);
        return card;
}

static void
card_free(struct card *card)
{
        rig_inputs_clear(&card->inputs);
        pd_pump_free(card->pump);
        free(card);
}

static pd_usec
jog(struct card *card, pd_usec from, int seconds)
{
        for (int i = 0; i < seconds; i++) {
                pd_usec at = from + i * PD_SEC;
                struct pd_input strap = rig_strap_frame(at, 130), pod;

                card->mm += 2600;
                pod = rig_pod_frame(at + 250 * PD_MSEC, 2600, card->mm / 100);
                feed(card, &strap);
                feed(card, &pod);
        }
        return from + seconds * PD_SEC;
}

/* What its trace says, with its own head, is where the engine stands. */
static void
assert_replays(const struct card *card)
{
        const struct pd_engine *live = pd_pump_engine(card->pump, 0), *again;
        struct card deaf = {.rearmed = false};
        struct pd_pump *pump = pd_pump_new(&(struct pd_pump_ports) {.event = hear, .user = &deaf});

        assert_int_equal(pd_pump_add_athlete(pump, &card->head.athlete, &card->head.workout), 0);
        for (size_t i = 0; i < card->inputs.n; i++)
                assert_int_equal(pd_pump_feed(pump, "anna", &card->inputs.items[i]), 0);
        again = pd_pump_engine(pump, 0);
        assert_int_equal(pd_engine_session_state(again), pd_engine_session_state(live));
        assert_string_equal(pd_engine_session_id(again), pd_engine_session_id(live));
        pd_pump_free(pump);
}

/* She has pressed stop, and jogs home: for ten minutes that is no run, in a replay either. */
static void
who_has_stopped_begins_no_run_in_a_replay_either(void **state)
{
        struct card *card = card_new();
        struct pd_input stop = {.kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_STOP}};
        pd_usec now;

        (void) state;
        now = stop.at = jog(card, PD_SEC, 600);
        feed(card, &stop);
        now = jog(card, now, 60);
        assert_int_equal(card->head.athlete.spent_us, PD_ENGINE_SPENT_MOST);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(card->pump, 0)), PD_SESSION_ARMED);
        assert_replays(card);
        now = jog(card, now, 400); /* in between all began anew */
        assert_in_range(card->head.athlete.spent_us, 290 * PD_SEC, 305 * PD_SEC);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(card->pump, 0)), PD_SESSION_ARMED);
        assert_replays(card);
        jog(card, now, 200);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(card->pump, 0)), PD_SESSION_RUNNING);
        assert_replays(card);
        card_free(card);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(who_has_stopped_begins_no_run_in_a_replay_either),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
