/* SPDX-License-Identifier: MIT */
#include "support/pump_desk.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

static void
hear(void *user, const struct pd_event *event)
{
        struct pump_desk *desk = user;

        desk->n_events[event->kind]++;
        strcpy(desk->athlete, event->athlete->id);
        strcpy(desk->plan_id, event->workout->id);
        if (event->session[0] != '\0')
                strcpy(desk->session, event->session);
        if (event->kind == PD_EVENT_SUMMARY)
                strcpy(desk->summary_plan_id, event->workout->id);
        if (event->kind == PD_EVENT_ALERT && event->alert.type == PD_ALERT_QUESTION) {
                desk->n_questions++;
                strcpy(desk->question, event->alert.message);
        }
        if (event->kind != PD_EVENT_SENSOR)
                return;
        desk->report = *event->sensor;
        desk->report_at = event->at;
}

static void
tap(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct pump_desk *desk = user;

        if (desk->n_taps < PUMP_DESK_HEARD_MAX)
                desk->taps[desk->n_taps] = *input;
        desk->n_taps++;
        strcpy(desk->tapped_plan, snapshot->workout.id);
        desk->tapped_athlete = snapshot->athlete;
        desk->tapped_factor = snapshot->sensors[0].factor;
}

/* Fifteen minutes further east with each letter. */
static int32_t
utc_offset(void *user, const struct pd_athlete *athlete, pd_usec real)
{
        (void) user;
        return (athlete->id[0] - 'a') * 900 + (real >= 2000 * PD_SEC ? 3600 : 0);
}

struct pd_athlete
pump_desk_named(const char *id)
{
        struct pd_athlete athlete;

        rig_runner_a(&athlete);
        strcpy(athlete.id, id);
        return athlete;
}

void
pump_desk_clear(struct pump_desk *desk)
{
        pd_pump_free(desk->pump);
        desk->pump = pd_pump_new(&(struct pd_pump_ports) {.tap = tap, .event = hear, .user = desk, .utc_offset = utc_offset});
        assert_non_null(desk->pump);
}

struct pump_desk *
pump_desk_new(void)
{
        struct pump_desk *desk = calloc(1, sizeof(*desk));
        struct pd_athlete anna = pump_desk_named("anna");

        assert_non_null(desk);
        pump_desk_clear(desk);
        desk->none = malloc(sizeof(*desk->none));
        desk->easy = malloc(sizeof(*desk->easy));
        pd_workout_init(desk->none);
        rig_workout(desk->easy, "easy 45m", &anna);
        assert_int_equal(pd_pump_add_athlete(desk->pump, &anna, desk->none), 0);
        return desk;
}

void
pump_desk_free(struct pump_desk *desk)
{
        pd_pump_free(desk->pump);
        free(desk->none);
        free(desk->easy);
        free(desk);
}

void
pump_desk_send(struct pump_desk *desk, pd_usec at, const char *address, uint16_t characteristic, const uint8_t *bytes, uint16_t length)
{
        struct pd_frame frame = {.characteristic = characteristic, .length = length};

        strcpy(frame.address, address);
        memcpy(frame.bytes, bytes, length);
        pd_pump_frame(desk->pump, at, &frame);
}

void
pump_desk_beat(struct pump_desk *desk, pd_usec at)
{
        pump_desk_send(desk, at, PUMP_DESK_STRAP, 0x2A37, (const uint8_t[]) {0x06, 140}, 2);
}

void
pump_desk_stride(struct pump_desk *desk, pd_usec at)
{
        pump_desk_send(desk, at, PUMP_DESK_POD, 0x2A53, (const uint8_t[]) {0x04, 0x80, 0x02, 82}, 4);
}

void
pump_desk_order(struct pump_desk *desk, pd_usec at, const char *athlete, enum pd_command_verb verb)
{
        struct pd_answer answer;

        assert_int_equal(pd_pump_command(desk->pump, at, athlete, &(struct pd_command) {.verb = verb}, &answer), 0);
}
