/* SPDX-License-Identifier: MIT */
/* The body of the virtual athlete and what its sensors make of it (virtual_athlete.h). */
#include "fakes/virtual_athlete.h"

#include <math.h>
#include <stdlib.h>

/* The grid on which the body lives: 20 points a second, so that the strap's
 * whole seconds and the pod's quarters lie on it. One Euler step of 0.05 s
 * against time constants from 1 s errs by less than 0.1 bpm. */
#define STEPS_PER_S 20
#define STEP_MS (1000 / STEPS_PER_S)
#define STEP_S (1.0 / STEPS_PER_S)
#define POD_STEP (STEPS_PER_S / 4)
#define DELAY_SIZE (PD_RUN_DEAD_SECONDS_MAX * STEPS_PER_S + 1)

/* As found in recordings of runs: the residual of a first-order fit has an
 * SD of 3.5 bpm and wanders over tens of seconds; a pod's speed wavers by
 * 2.5 %, nearly white at 1 Hz. Breathing and the jitter of the beat are
 * round figures of the order seen in straps. */
const struct pd_virtual_noise pd_virtual_noise_usual = {
        .hr_rho = 0.95, .hr_sd = 3.5, .pod_rho = 0.7, .pod_sd = 0.025, .breath_rest = 0.04, .breath_max = 0.005, .rr_jitter_s = 0.004,
};

/* From 15 breaths a minute at rest to 45 at the highest heart rate. */
#define BREATH_HZ_REST 0.25
#define BREATH_HZ_MAX 0.75

#define KG 70

/* One frame of ATT MTU 23 holds 9 RR beside an 8-bit heart rate; a heart
 * below 250 bpm makes 5 a second at most. */
#define BEATS_MAX 9

struct pd_virtual_athlete {
        struct pd_run_script script;
        struct pd_virtual_noise noise; /* all 0: none */
        bool noisy;
        int32_t dropout_s[PD_VIRTUAL_SENSOR_COUNT]; /* when the newest one begins */
        uint64_t random; /* state of splitmix64 */

        int64_t step; /* the grid point where the body is */
        enum pd_virtual_sensor next_sensor;
        int32_t next_s;

        size_t next_instruction;
        bool ramping, standing;
        double effort; /* the heart's own speed; below 0: the pod's */
        double ramp_from, ramp_to;
        int64_t ramp_begin, ramp_end; /* grid points */

        double speed, hr, distance;
        double delayed[DELAY_SIZE]; /* speed by grid point, a ring */
        bool delayed_standing[DELAY_SIZE];
        enum pd_virtual_air air[PD_VIRTUAL_SENSOR_COUNT];
        enum pd_virtual_pulse pulse;
        uint8_t shown_hr; /* by the strap, in the slot before */

        double hr_noise, pod_noise, pod_distance;
        double breath;     /* 0..1, where in the breath */
        int64_t last_beat; /* 1/1024 s since the start */
        int64_t next_beat;
        uint16_t beats[BEATS_MAX]; /* RR that ended since the last slot of the strap */
        size_t n_beats;
};

/* splitmix64 (Steele, Lea, Flood 2014), as a fraction in [0, 1). */
static double
random_fraction(struct pd_virtual_athlete *athlete)
{
        uint64_t z = athlete->random += UINT64_C(0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
        z ^= z >> 31;
        return (double) (z >> 11) / 9007199254740992.0; /* 2^53 */
}

/* The sum of twelve fractions less six: mean 0, SD 1, near enough to normal
 * and free of libm. */
static double
random_normal(struct pd_virtual_athlete *athlete)
{
        double sum = -6;
        for (int i = 0; i < 12; i++)
                sum += random_fraction(athlete);
        return sum;
}

/* One step of a first-order autoregression whose SD in the long run is SD. */
static double
wander(struct pd_virtual_athlete *athlete, double value, double rho, double sd)
{
        return rho * value + sd * sqrt(1 - rho * rho) * random_normal(athlete);
}

/* A wave of period and amplitude 1, of two parabolas. */
static double
wave(double phase)
{
        double half = phase < 0.5 ? phase : phase - 0.5;
        double arch = 16 * half * (0.5 - half);
        return phase < 0.5 ? arch : -arch;
}

static double
clamp(double value, double low, double high)
{
        return value < low ? low : value > high ? high : value;
}

/* From 0 at rest to 1 at the highest heart rate. */
static double
reserve(const struct pd_virtual_athlete *athlete)
{
        const struct pd_virtual_body *body = &athlete->script.body;
        double span = body->max_hr - body->rest_hr;
        return span > 0 ? clamp((athlete->hr - body->rest_hr) / span, 0, 1) : 0;
}

/* What the strap would call the heart rate now. */
static double
felt_heart_rate(const struct pd_virtual_athlete *athlete)
{
        return clamp(athlete->hr + athlete->hr_noise, 25, 250);
}

/* What the pod makes of a metre. */
static double
pod_reading(const struct pd_virtual_athlete *athlete)
{
        return 1 + athlete->noise.pod_bias + athlete->pod_noise;
}

/* The interval that begins now, in 1/1024 s. */
static int64_t
draw_interval(struct pd_virtual_athlete *athlete)
{
        double seconds = 60 / felt_heart_rate(athlete);

        if (athlete->noisy) {
                const struct pd_virtual_noise *noise = &athlete->noise;
                double depth = noise->breath_rest + (noise->breath_max - noise->breath_rest) * reserve(athlete);
                seconds *= 1 + depth * wave(athlete->breath);
                seconds += noise->rr_jitter_s * random_normal(athlete);
        }
        return (int64_t) (clamp(seconds, 0.24, 2.4) * 1024 + 0.5);
}

static void
begin_instruction(struct pd_virtual_athlete *athlete, const struct pd_run_step *instruction)
{
        if (instruction->verb != PD_RUN_AIR && instruction->verb != PD_RUN_PULSE)
                athlete->effort = instruction->verb == PD_RUN_EFFORT ? instruction->speed : -1;
        switch (instruction->verb) {
        case PD_RUN_EFFORT:
                return;
        case PD_RUN_SPEED:
                athlete->ramping = athlete->standing = false;
                athlete->speed = instruction->speed;
                return;
        case PD_RUN_RAMP:
                athlete->ramping = true;
                athlete->standing = false;
                athlete->ramp_from = athlete->speed;
                athlete->ramp_to = instruction->speed;
                athlete->ramp_begin = (int64_t) instruction->at_s * STEPS_PER_S;
                athlete->ramp_end = (int64_t) instruction->by_s * STEPS_PER_S;
                return;
        case PD_RUN_STAND:
                athlete->ramping = false;
                athlete->standing = true;
                athlete->speed = 0;
                return;
        case PD_RUN_AIR:
                athlete->air[instruction->sensor] = instruction->air;
                return;
        case PD_RUN_PULSE:
                athlete->pulse = instruction->pulse;
                return;
        }
}

/* Speed and air at the grid point where the body is. */
static void
follow_script(struct pd_virtual_athlete *athlete)
{
        const struct pd_run_script *script = &athlete->script;

        if (athlete->ramping) {
                double part = (double) (athlete->step - athlete->ramp_begin) / (double) (athlete->ramp_end - athlete->ramp_begin);
                athlete->ramping = part < 1;
                athlete->speed = athlete->ramping ? athlete->ramp_from + (athlete->ramp_to - athlete->ramp_from) * part : athlete->ramp_to;
        }
        while (athlete->next_instruction < script->n_steps) {
                const struct pd_run_step *instruction = &script->steps[athlete->next_instruction];
                if ((int64_t) instruction->at_s * STEPS_PER_S > athlete->step)
                        break;
                begin_instruction(athlete, instruction);
                athlete->next_instruction++;
        }
        athlete->delayed[athlete->step % DELAY_SIZE] = athlete->effort >= 0 ? athlete->effort : athlete->speed;
        athlete->delayed_standing[athlete->step % DELAY_SIZE] = athlete->standing;
}

/* Where the heart rate is heading: the line at the speed of the dead time
 * ago, and the drift of this minute. */
static double
heading(const struct pd_virtual_athlete *athlete)
{
        const struct pd_virtual_body *body = &athlete->script.body;
        int64_t then = athlete->step - (int64_t) (body->dead_s * STEPS_PER_S + 0.5);

        if (then < 0 || athlete->delayed_standing[then % DELAY_SIZE])
                return body->rest_hr;
        double minutes = (double) athlete->step * STEP_S / 60;
        double line = body->line_hr + body->line_slope * (athlete->delayed[then % DELAY_SIZE] - body->line_speed);
        return clamp(line + body->drift * minutes, body->rest_hr, body->max_hr);
}

static void
beat(struct pd_virtual_athlete *athlete)
{
        int64_t now = athlete->step * 1024 / STEPS_PER_S;

        while (athlete->next_beat <= now) {
                if (athlete->n_beats < BEATS_MAX)
                        athlete->beats[athlete->n_beats++] = (uint16_t) (athlete->next_beat - athlete->last_beat);
                athlete->last_beat = athlete->next_beat;
                athlete->next_beat += draw_interval(athlete);
        }
}

/* One grid point on. */
static void
live(struct pd_virtual_athlete *athlete)
{
        const struct pd_virtual_body *body = &athlete->script.body;
        double before = athlete->speed;
        double target = heading(athlete);

        athlete->hr += (target - athlete->hr) * STEP_S / (target > athlete->hr ? body->up_s : body->down_s);
        athlete->step++;
        follow_script(athlete);

        double covered = (before + athlete->speed) / 2 * STEP_S;
        athlete->distance += covered;
        athlete->pod_distance += covered * pod_reading(athlete);
        if (athlete->noisy) {
                athlete->breath += (BREATH_HZ_REST + (BREATH_HZ_MAX - BREATH_HZ_REST) * reserve(athlete)) * STEP_S;
                athlete->breath -= athlete->breath >= 1 ? 1 : 0;
        }
        if (athlete->noisy && athlete->step % STEPS_PER_S == 0) {
                athlete->hr_noise = wander(athlete, athlete->hr_noise, athlete->noise.hr_rho, athlete->noise.hr_sd);
                athlete->pod_noise = wander(athlete, athlete->pod_noise, athlete->noise.pod_rho, athlete->noise.pod_sd);
        }
        beat(athlete);
}

static void
put_le(uint8_t *bytes, uint64_t value, unsigned n)
{
        for (unsigned i = 0; i < n; i++)
                bytes[i] = (uint8_t) (value >> (8 * i));
}

/* Steps of both feet a minute: a walk below 2 m/s, 160 to 170 at a jog. */
static double
steps_per_minute(double speed)
{
        if (speed < 0.1)
                return 0;
        return speed < 2 ? 70 + 35 * speed : 144 + 8 * speed;
}

/* What the strap takes for the heart rate. */
static uint8_t
heart_rate_shown(const struct pd_virtual_athlete *athlete)
{
        switch (athlete->pulse) {
        case PD_VIRTUAL_PULSE_LOCKED:
                return (uint8_t) (steps_per_minute(athlete->speed) + 0.5);
        case PD_VIRTUAL_PULSE_LOOSE:
                return athlete->shown_hr;
        case PD_VIRTUAL_PULSE_BEATS:
        case PD_VIRTUAL_PULSE_OPTICAL:
                break;
        }
        return (uint8_t) (felt_heart_rate(athlete) + 0.5);
}

/*
 * Heart Rate Measurement, 0x2A37:
 *
 *   0      1    2 3     4 5    ...
 *  ┌──────┬────┬───────┬──────┬───
 *  │ 0x16 │ HR │ RR    │ RR   │       0x16: contact supported and detected, RR
 *  └──────┴────┴───────┴──────┴───    0x06 in a second without a beat, 0x04 without contact
 */
static void
fill_strap(struct pd_virtual_athlete *athlete, struct pd_virtual_slot *slot)
{
        if (athlete->pulse != PD_VIRTUAL_PULSE_BEATS)
                athlete->n_beats = 0;
        slot->bytes[0] = athlete->pulse == PD_VIRTUAL_PULSE_LOOSE ? 0x04 : athlete->n_beats > 0 ? 0x16 : 0x06;
        slot->bytes[1] = athlete->shown_hr = heart_rate_shown(athlete);
        for (size_t i = 0; i < athlete->n_beats; i++)
                put_le(slot->bytes + 2 + 2 * i, athlete->beats[i], 2);
        slot->length = (uint8_t) (2 + 2 * athlete->n_beats);
}

/*
 * RSC Measurement, 0x2A53:
 *
 *   0      1 2           3         4 5      6 7 8 9
 *  ┌──────┬─────────────┬─────────┬────────┬──────────┐
 *  │ 0x07 │ 1/256 m/s   │ cadence │ cm     │ 1/10 m   │   0x07: stride, distance, running
 *  └──────┴─────────────┴─────────┴────────┴──────────┘   0x03: the same, walking or standing
 */
static void
fill_pod(const struct pd_virtual_athlete *athlete, struct pd_virtual_slot *slot)
{
        double speed = athlete->speed * pod_reading(athlete);
        /* Contacts of the foot that wears it, so half the steps. */
        double cadence = (double) (int) (steps_per_minute(speed) / 2 + 0.5);

        slot->bytes[0] = athlete->speed >= 2 ? 0x07 : 0x03;
        put_le(slot->bytes + 1, (uint64_t) (speed * 256 + 0.5), 2);
        slot->bytes[3] = (uint8_t) cadence;
        put_le(slot->bytes + 4, cadence > 0 ? (uint64_t) (speed * 60 / cadence * 100 + 0.5) : 0, 2);
        put_le(slot->bytes + 6, (uint64_t) (athlete->pod_distance * 10 + 0.5), 4);
        slot->length = 10;
}

/* 1 W a kg for each m/s, as a Stryd's; uphill what it takes on the flat to be
 * as hard. No two strides are alike, without noise either. */
static int16_t
watts(const struct pd_virtual_athlete *athlete, const struct pd_virtual_slot *slot)
{
        const double speed = athlete->effort >= 0 ? athlete->effort : athlete->speed;

        if (!athlete->script.power || slot->length == 0)
                return -1;
        return (int16_t) (speed > 0 ? KG * speed * pod_reading(athlete) + (double) (slot->at_ms / 1000 % 3) : 0);
}

struct pd_virtual_athlete *
pd_virtual_athlete_new(const struct pd_run_script *script, const struct pd_virtual_noise *noise, uint64_t seed)
{
        struct pd_virtual_athlete *athlete = calloc(1, sizeof(*athlete));

        if (!athlete)
                return NULL;
        athlete->script = *script;
        athlete->noisy = noise != NULL;
        if (noise != NULL)
                athlete->noise = *noise;
        athlete->random = seed;
        athlete->hr = script->body.rest_hr;
        follow_script(athlete);
        athlete->next_beat = draw_interval(athlete);
        return athlete;
}

struct pd_virtual_athlete *
pd_virtual_athlete_free(struct pd_virtual_athlete *athlete)
{
        free(athlete);
        return NULL;
}

/* The radio loses a frame, or a sensor for a while, once in each span at a place of its own. */
static bool
is_lost(struct pd_virtual_athlete *athlete, const struct pd_virtual_slot *slot)
{
        const struct pd_virtual_noise *noise = &athlete->noise;
        int32_t now_s = (int32_t) (slot->at_ms / 1000), *begin_s = &athlete->dropout_s[slot->sensor];

        if (noise->dropout_every_s > 0 && now_s % noise->dropout_every_s == 0)
                *begin_s = now_s + (int32_t) (random_fraction(athlete) * (noise->dropout_every_s - noise->dropout_s));
        if (noise->dropout_every_s > 0 && now_s >= *begin_s && now_s < *begin_s + noise->dropout_s)
                return true;
        return noise->lost > 0 && random_fraction(athlete) < noise->lost;
}

bool
pd_virtual_athlete_next(struct pd_virtual_athlete *athlete, struct pd_virtual_slot *ret)
{
        struct pd_virtual_slot slot = {0};

        do {
                if (athlete->next_s > athlete->script.end_s)
                        return false;
                slot.sensor = athlete->next_sensor;
                slot.at_ms = (int64_t) athlete->next_s * 1000 + (slot.sensor == PD_VIRTUAL_POD ? POD_STEP * STEP_MS : 0);
                athlete->next_s += slot.sensor == PD_VIRTUAL_POD;
                athlete->next_sensor = slot.sensor == PD_VIRTUAL_POD ? PD_VIRTUAL_STRAP : PD_VIRTUAL_POD;
        } while (!athlete->script.worn[slot.sensor]);

        while (athlete->step * STEP_MS < slot.at_ms)
                live(athlete);
        slot.air = athlete->air[slot.sensor];
        if (is_lost(athlete, &slot) && slot.air == PD_VIRTUAL_AIR_ON)
                slot.air = PD_VIRTUAL_AIR_SILENT;
        if (slot.air == PD_VIRTUAL_AIR_ON && slot.sensor == PD_VIRTUAL_STRAP)
                fill_strap(athlete, &slot);
        if (slot.air == PD_VIRTUAL_AIR_ON && slot.sensor == PD_VIRTUAL_POD)
                fill_pod(athlete, &slot);
        slot.power_w = slot.sensor == PD_VIRTUAL_POD ? watts(athlete, &slot) : -1;
        /* Beats that nobody heard are gone. */
        if (slot.sensor == PD_VIRTUAL_STRAP)
                athlete->n_beats = 0;
        *ret = slot;
        return true;
}

double
pd_virtual_athlete_heart_rate(const struct pd_virtual_athlete *athlete)
{
        return athlete->hr;
}

double
pd_virtual_athlete_speed(const struct pd_virtual_athlete *athlete)
{
        return athlete->speed;
}

double
pd_virtual_athlete_distance(const struct pd_virtual_athlete *athlete)
{
        return athlete->distance;
}

enum pd_virtual_air
pd_virtual_athlete_air(const struct pd_virtual_athlete *athlete, enum pd_virtual_sensor sensor)
{
        return athlete->air[sensor];
}
