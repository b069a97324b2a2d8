/* SPDX-License-Identifier: MIT */
/*
 * How fast the core is: story 1 over and over, through decoders, engine and
 * topics, with the strap's beats and without them. Prints frames and samples a
 * second of processor time, and what one costs. Aim: a million samples a second
 * on a desktop, a tenth of it with beats, so that a year of training is
 * replayed in a minute on a Pi.
 */
#include "support/rig.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define STORY PD_GOLDEN_DIR "/story1.run"
#define ROUNDS_DEFAULT 100
#define BETWEEN (20 * PD_MINUTE) /* from one run to the next: the session has ended */

struct sink {
        struct pd_topics topics;
        struct pd_message message;
        size_t messages, bytes;
};

static void
hear(void *user, const struct pd_event *event)
{
        struct sink *sink = user;

        if (pd_topics_event(&sink->topics, event, &sink->message) < 0)
                return;
        sink->messages++;
        sink->bytes += sink->message.length;
}

/* Samples that the decoders make of the story's frames. */
static size_t
count_samples(const struct rig_inputs *inputs)
{
        struct pd_sensor_state states[2] = {0};
        size_t n = 0;

        for (size_t i = 0; i < inputs->n; i++) {
                const struct pd_frame *frame = &inputs->items[i].frame;
                const struct pd_sensor_type *type = pd_sensor_type_of(frame->characteristic, NULL);
                struct pd_decoded decoded;

                type->decode(&states[frame->characteristic == 0x2A53], frame, &decoded);
                n += decoded.n_samples;
        }
        return n;
}

static double
now_s(void)
{
        struct timespec now;

        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static double
play(struct pd_pump *pump, const char *athlete, struct rig_inputs *inputs, int rounds)
{
        pd_usec length = inputs->items[inputs->n - 1].at + BETWEEN;
        double began = now_s();

        for (int round = 0; round < rounds; round++)
                for (size_t i = 0; i < inputs->n; i++) {
                        pd_pump_feed(pump, athlete, &inputs->items[i]);
                        inputs->items[i].at += length;
                }
        return now_s() - began;
}

/* A Heart Rate Measurement's flags, heart rate u8, RR…: it ends before them. */
static void
drop_beats(struct rig_inputs *inputs)
{
        for (size_t i = 0; i < inputs->n; i++) {
                struct pd_frame *frame = &inputs->items[i].frame;

                if (inputs->items[i].kind != PD_INPUT_FRAME || frame->characteristic != 0x2A37 || (frame->bytes[0] & 0x11) != 0x10)
                        continue;
                frame->bytes[0] &= (uint8_t) ~0x10;
                frame->length = 2;
        }
}

static void
measure(const char *what, const struct pd_athlete *athlete, const struct pd_workout *plan, struct rig_inputs *inputs, int rounds)
{
        struct sink sink = {.topics = {"purposed", "bench"}};
        struct pd_pump *pump = pd_pump_new(&(struct pd_pump_ports) {.event = hear, .user = &sink});
        size_t samples = count_samples(inputs) * (size_t) rounds;
        double seconds;

        assert(pump != NULL);
        pd_pump_add_athlete(pump, athlete, plan);
        seconds = play(pump, athlete->id, inputs, rounds);
        printf("%s: %d runs, %zu frames, %zu samples, %zu messages of %zu bytes in %.3f s\n", what, rounds, inputs->n * (size_t) rounds,
                samples, sink.messages, sink.bytes, seconds);
        printf("%.0f samples/s, %.0f frames/s; %.0f ns a sample, %.0f ns a frame\n", (double) samples / seconds,
                (double) inputs->n * rounds / seconds, seconds * 1e9 / (double) samples, seconds * 1e9 / (double) inputs->n / rounds);
        pd_pump_free(pump);
}

int
main(int argc, char **argv)
{
        int rounds = argc > 1 ? atoi(argv[1]) : ROUNDS_DEFAULT;
        struct pd_workout *plan = calloc(1, sizeof(*plan));
        struct rig_inputs with_beats = {NULL, 0, 0}, without = {NULL, 0, 0};
        struct pd_athlete athlete;

        if (rounds < 1 || plan == NULL) {
                fputs("usage: replay-bench [ROUNDS]\n", stderr);
                return EXIT_FAILURE;
        }
        rig_runner_a(&athlete);
        rig_workout(plan, "recovery 4mi", &athlete);
        rig_inputs_of_story(&with_beats, STORY, 1);
        rig_inputs_of_story(&without, STORY, 1);
        drop_beats(&without);
        measure("heart rate and speed", &athlete, plan, &without, rounds);
        measure("with beats", &athlete, plan, &with_beats, rounds);
        rig_inputs_clear(&with_beats);
        rig_inputs_clear(&without);
        free(plan);
        return EXIT_SUCCESS;
}
