/* SPDX-License-Identifier: MIT */
#include "support/card.h"

#include "support/cm.h"

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

struct pd_pump *
card_pump_new(struct card *card)
{
        return pd_pump_new(&(struct pd_pump_ports) {.tap = tap, .event = hear, .user = card});
}

void
card_clear(struct card *card)
{
        rig_inputs_clear(&card->inputs);
        card->rearmed = false;
}

void
card_assert_leads_to(const struct card *card, const struct pd_engine *live)
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
