/* SPDX-License-Identifier: MIT */
#include "bench/hour.h"

#include "bench/trial.h"
#include "sensors/decoded.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define SAMPLES_A_FRAME 16
#define FRAMES_MAX 7202

struct hour {
        size_t n;
        struct {
                pd_usec at;
                unsigned sensor;
                size_t n;
                struct pd_sample samples[SAMPLES_A_FRAME];
        } frames[FRAMES_MAX];
};

static void
run(struct course *course)
{
        for (int i = 0; i < 6; i++) {
                course_run(course, 9 * 60, 0.92 * COURSE_LT1_SPEED);
                course_run(course, 60, 1.06 * COURSE_LT1_SPEED);
        }
}

static void
decode(struct hour *hour, const struct pd_virtual_slot *slot, struct pd_sensor_state *state, bool rr)
{
        struct pd_frame frame = {.characteristic = slot->sensor == PD_VIRTUAL_STRAP ? 0x2A37 : 0x2A53, .length = slot->length};
        struct pd_decoded decoded;

        memcpy(frame.bytes, slot->bytes, slot->length);
        pd_sensor_type_of(frame.characteristic, NULL)->decode(state, &frame, &decoded);
        assert(hour->n < FRAMES_MAX && decoded.n_samples <= SAMPLES_A_FRAME);
        hour->frames[hour->n].at = slot->at_ms * PD_MSEC;
        hour->frames[hour->n].sensor = slot->sensor;
        for (size_t i = 0; i < decoded.n_samples; i++)
                if (rr || decoded.samples[i].quantity != PD_QUANTITY_RR)
                        hour->frames[hour->n].samples[hour->frames[hour->n].n++] = decoded.samples[i];
        hour->n++;
}

struct hour *
hour_new(uint64_t seed, bool rr)
{
        struct hour *hour = calloc(1, sizeof(*hour));
        struct pd_sensor_state states[PD_VIRTUAL_SENSOR_COUNT] = {0};
        struct pd_virtual_athlete *runner;
        struct pd_virtual_slot slot;
        struct course course;

        assert(hour != NULL);
        course_init(&course, seed);
        run(&course);
        runner = pd_virtual_athlete_new(&course.script, &course.noise, course.seed);
        assert(runner != NULL);
        while (pd_virtual_athlete_next(runner, &slot))
                if (slot.length > 0)
                        decode(hour, &slot, &states[slot.sensor], rr);
        pd_virtual_athlete_free(runner);
        return hour;
}

struct hour *
hour_free(struct hour *hour)
{
        free(hour);
        return NULL;
}

size_t
hour_n_samples(const struct hour *hour)
{
        return hour->n;
}

static void
ignore(void *user, const struct pd_event *event)
{
        (void) user;
        (void) event;
}

struct pd_engine *
hour_engine(void)
{
        struct pd_workout *workout = malloc(sizeof(*workout));
        struct pd_athlete athlete;
        struct pd_engine *engine;

        assert(workout != NULL);
        course_athlete(&athlete);
        trial_workout(workout, PD_PURPOSE_EASY, PD_INTENSITY_EASY, &athlete);
        engine = pd_engine_new(&athlete, workout, ignore, NULL);
        assert(engine != NULL);
        free(workout);
        return engine;
}

void
hour_feed(const struct hour *hour, struct pd_engine *engine, pd_usec at)
{
        for (size_t i = 0; i < hour->n; i++)
                pd_engine_feed_samples(engine, at + hour->frames[i].at, hour->frames[i].sensor, hour->frames[i].samples, hour->frames[i].n);
}
