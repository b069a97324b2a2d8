/* SPDX-License-Identifier: MIT */
#include "support/rig.h"

#include "fakes/run_file.h"
#include "fakes/virtual_athlete.h"
#include "formats/workout_text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"

void
rig_runner_a(struct pd_athlete *ret)
{
        pd_athlete_init(ret, "anna");
        strcpy(ret->name, "Runner A");
        strcpy(ret->goal, "half marathon in spring");
        ret->units = PD_UNITS_IMPERIAL;
        ret->hr_max = (struct pd_anchor) {186, 0, PD_PROVENANCE_TEST};
        ret->hr_rest = (struct pd_anchor) {52, 0, PD_PROVENANCE_TEST};
        ret->lt1_hr = (struct pd_anchor) {152, 0, PD_PROVENANCE_TEST};
        ret->lt2_hr = (struct pd_anchor) {168, 0, PD_PROVENANCE_TEST};
        ret->lt1_speed = (struct pd_anchor) {2900, 0, PD_PROVENANCE_TEST};
        ret->lt2_speed = (struct pd_anchor) {3450, 0, PD_PROVENANCE_TEST};
}

void
rig_newcomer(struct pd_athlete *ret, int32_t sessions_done)
{
        pd_athlete_init(ret, "anna");
        strcpy(ret->goal, "walk 5 km");
        ret->age = 41;
        ret->sessions_done = sessions_done;
        if (sessions_done >= PD_LEARNING_SESSIONS)
                ret->lt1_hr = (struct pd_anchor) {160, 0, PD_PROVENANCE_TEST};
        pd_athlete_estimate(ret);
}

void
rig_workout(struct pd_workout *ret, const char *words, const struct pd_athlete *athlete)
{
        struct pd_format_error error;
        int r = pd_workout_text_parse(words, strlen(words), ret, &error);

        assert(r == 0);
        (void) r;
        pd_workout_resolve(ret, athlete);
}

void
rig_text_add(struct rig_text *text, const char *bytes, size_t length)
{
        if (text->length + length + 1 > text->size) {
                text->size = 2 * (text->length + length + 1);
                text->bytes = realloc(text->bytes, text->size);
                assert(text->bytes != NULL);
        }
        memcpy(text->bytes + text->length, bytes, length);
        text->length += length;
        text->bytes[text->length] = '\0';
}

void
rig_text_clear(struct rig_text *text)
{
        free(text->bytes);
        *text = (struct rig_text) {NULL, 0, 0};
}

static void
hear(void *user, const struct pd_event *event)
{
        struct rig *rig = user;

        rig->n_events[event->kind]++;
        if (event->kind == PD_EVENT_SUMMARY)
                rig->last_summary = *event;
        if (event->kind == PD_EVENT_ALERT)
                rig->last_alert = *event;
        if (rig->also != NULL)
                rig->also(rig->also_user, event);
        if (rig->unpublished || pd_topics_event(&rig->topics, event, &rig->message) < 0)
                return;
        rig_text_add(&rig->published, rig->message.topic, strlen(rig->message.topic));
        rig_text_add(&rig->published, " ", 1);
        rig_text_add(&rig->published, rig->message.payload, rig->message.length);
        rig_text_add(&rig->published, "\n", 1);
}

void
rig_init(struct rig *rig, const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        struct pd_pump_ports ports = {.event = hear, .user = rig};
        int r;

        memset(rig, 0, sizeof(*rig));
        rig->athlete = *athlete;
        rig->topics = (struct pd_topics) {"purposed", "rig"};
        rig->pump = pd_pump_new(&ports);
        assert(rig->pump != NULL);
        r = pd_pump_add_athlete(rig->pump, athlete, workout);
        assert(r == 0);
        (void) r;
}

void
rig_clear(struct rig *rig)
{
        rig->pump = pd_pump_free(rig->pump);
        rig_text_clear(&rig->published);
}

void
rig_feed(struct rig *rig, const struct pd_input *input)
{
        int r = pd_pump_feed(rig->pump, rig->athlete.id, input);

        assert(r == 0);
        (void) r;
}

void
rig_clock(struct rig *rig, pd_usec at, const char *boot_id, pd_usec real, bool synchronised)
{
        struct pd_input input = {.at = at, .kind = PD_INPUT_CLOCK};

        strncpy(input.clock.boot_id, boot_id, sizeof(input.clock.boot_id) - 1);
        input.clock.boot = at;
        input.clock.real = real;
        input.clock.synchronised = synchronised;
        rig_feed(rig, &input);
}

void
rig_inputs_add(struct rig_inputs *inputs, const struct pd_input *input)
{
        if (inputs->n == inputs->size) {
                inputs->size = inputs->size == 0 ? 1024 : 2 * inputs->size;
                inputs->items = realloc(inputs->items, inputs->size * sizeof(inputs->items[0]));
                assert(inputs->items != NULL);
        }
        inputs->items[inputs->n++] = *input;
}

void
rig_inputs_clear(struct rig_inputs *inputs)
{
        free(inputs->items);
        *inputs = (struct rig_inputs) {NULL, 0, 0};
}

static struct pd_input
frame_of(pd_usec at, const char *address, uint16_t characteristic, const uint8_t *bytes, uint16_t length)
{
        struct pd_input input = {.at = at, .kind = PD_INPUT_FRAME, .frame = {.characteristic = characteristic, .length = length}};

        strcpy(input.frame.address, address);
        memcpy(input.frame.bytes, bytes, length);
        return input;
}

struct pd_input
rig_strap_frame(pd_usec at, int32_t bpm)
{
        return rig_beat_frame(at, bpm, bpm > 0 ? 60 * 1024 / bpm : 0);
}

struct pd_input
rig_beat_frame(pd_usec at, int32_t bpm, int32_t rr)
{
        /* contact supported and detected, RR; heart rate u8, one beat */
        const uint8_t bytes[] = {0x16, (uint8_t) bpm, (uint8_t) rr, (uint8_t) (rr >> 8)};

        return frame_of(at, STRAP, 0x2A37, bytes, bpm > 0 ? 4 : 2);
}

struct pd_input
rig_pod_frame(pd_usec at, int32_t mm_s, int64_t distance_dm)
{
        uint32_t raw = (uint32_t) ((mm_s * 256 + 500) / 1000), dm = (uint32_t) distance_dm;
        /* running, distance; speed 1/256 m/s, steps of one foot while it goes, decimetres */
        const uint8_t bytes[] = {0x06, (uint8_t) raw, (uint8_t) (raw >> 8), mm_s > 0 ? RIG_STEPS : 0, (uint8_t) dm, (uint8_t) (dm >> 8),
                (uint8_t) (dm >> 16), (uint8_t) (dm >> 24)};

        return frame_of(at, POD, 0x2A53, bytes, sizeof(bytes));
}

struct pd_input
rig_power_frame(pd_usec at, int32_t watts)
{
        const uint8_t bytes[] = {0x00, 0x00, (uint8_t) watts, (uint8_t) (watts >> 8)};

        return frame_of(at, POD, 0x2A63, bytes, sizeof(bytes));
}

void
rig_inputs_of_script(struct rig_inputs *inputs, const struct pd_run_script *script, uint64_t noise_seed)
{
        struct pd_virtual_athlete *athlete = pd_virtual_athlete_new(script, noise_seed != 0 ? &pd_virtual_noise_usual : NULL, noise_seed);
        struct pd_virtual_slot slot;

        assert(athlete != NULL);
        while (pd_virtual_athlete_next(athlete, &slot)) {
                bool strap = slot.sensor == PD_VIRTUAL_STRAP;
                struct pd_input input;

                input = (struct pd_input) {.at = slot.at_ms * PD_MSEC, .kind = PD_INPUT_TICK};
                if (slot.length > 0)
                        input = frame_of(slot.at_ms * PD_MSEC, strap ? STRAP : POD, strap ? 0x2A37 : 0x2A53, slot.bytes,
                                slot.length);
                rig_inputs_add(inputs, &input);
        }
        pd_virtual_athlete_free(athlete);
}

void
rig_inputs_of_story(struct rig_inputs *inputs, const char *path, uint64_t noise_seed)
{
        struct pd_run_script *script = calloc(1, sizeof(*script));

        assert(script != NULL);
        if (pd_run_file_read(path, script) < 0)
                abort();
        rig_inputs_of_script(inputs, script, noise_seed);
        free(script);
}
