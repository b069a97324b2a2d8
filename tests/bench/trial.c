/* SPDX-License-Identifier: MIT */
#include "bench/trial.h"

#include "bench/room.h"
#include "support/digest.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"
#define HEART_RATE_MEASUREMENT 0x2A37
#define RSC_MEASUREMENT 0x2A53

static double
seconds_of(pd_usec at)
{
        return (double) at / (double) PD_SEC;
}

static pd_usec
usec_of(double seconds)
{
        return (pd_usec) (seconds * (double) PD_SEC + 0.5);
}

/* ---- what comes of it ---------------------------------------------------- */

static void
digest(struct trial *trial, int64_t value)
{
        trial->digest = digest_bytes(trial->digest, &value, sizeof(value)); /* every machine here is little-endian */
}

static void
digest_text(struct trial *trial, const char *text)
{
        trial->digest = digest_bytes(trial->digest, text, strlen(text));
}

static void
keep_alert(struct trial *trial, const struct pd_event *event)
{
        const struct pd_alert *alert = &event->alert;
        struct trial_alert *kept;

        trial->alerts = room_for_one(trial->alerts, trial->n_alerts, sizeof(trial->alerts[0]));
        kept = &trial->alerts[trial->n_alerts++];
        *kept = (struct trial_alert) {seconds_of(event->at), alert->type, alert->witness, alert->step_index, alert->over_s, alert->hr_bpm,
                alert->speed_mm_s, ""};
        memcpy(kept->say, alert->say, sizeof(kept->say));
        digest(trial, event->at);
        digest(trial, alert->type);
        digest(trial, alert->witness);
        digest(trial, alert->over_s);
        digest_text(trial, alert->message);
        digest_text(trial, alert->say);
}

static void
keep_live(struct trial *trial, const struct pd_event *event)
{
        const struct pd_live *live = &event->live;

        trial->lives = room_for_one(trial->lives, trial->n_lives, sizeof(trial->lives[0]));
        trial->lives[trial->n_lives++] = (struct trial_live) {seconds_of(event->at), live->target_state, live->intensity,
                live->certainty_percent, live->grey, live->hr_bpm, live->speed_mm_s, live->step_index};
        digest(trial, event->at);
        digest(trial, live->target_state);
        digest(trial, live->intensity);
        digest(trial, live->certainty_percent);
        digest(trial, live->grey);
        digest(trial, live->doubt);
        digest(trial, live->hr_expected_bpm);
        digest(trial, live->dfa_a1_milli);
        digest(trial, live->rr_artefacts_permille);
}

static void
keep_summary(struct trial *trial, const struct pd_event *event)
{
        const struct pd_summary *summary = &event->summary;

        trial->n_summaries++;
        trial->summary = *summary;
        trial->summary.steps = NULL;
        for (int i = 0; i < PD_INTENSITY_COUNT; i++)
                digest(trial, summary->seconds[i]);
        digest(trial, summary->grey_s);
        digest(trial, summary->drift_s);
        digest(trial, summary->over_s);
        digest(trial, summary->purpose_result);
        digest(trial, summary->went_wrong_s);
        digest_text(trial, summary->sentence);
        digest(trial, summary->kinetics.base_tenths);
        digest(trial, summary->kinetics.gain_tenths);
        digest(trial, summary->kinetics.tau_on_tenths);
        digest(trial, summary->kinetics.tau_off_tenths);
        digest(trial, summary->kinetics.drift_milli);
        digest(trial, summary->kinetics.sd_tenths);
}

static void
hear(void *user, const struct pd_event *event)
{
        struct trial *trial = user;

        if (event->kind == PD_EVENT_ALERT)
                keep_alert(trial, event);
        else if (event->kind == PD_EVENT_LIVE)
                keep_live(trial, event);
        else if (event->kind == PD_EVENT_SUMMARY)
                keep_summary(trial, event);
        if (trial->also != NULL)
                trial->also(trial->also_user, event);
}

/* ---- life ---------------------------------------------------------------- */

struct trial *
trial_new(const struct pd_athlete *athlete, const struct pd_workout *workout)
{
        struct trial *trial = calloc(1, sizeof(*trial));
        struct pd_workout *none = malloc(sizeof(*none));
        int r;

        assert(trial != NULL && none != NULL);
        pd_workout_init(none);
        trial->athlete = *athlete;
        trial->digest = DIGEST_BEGIN;
        trial->pump = pd_pump_new(&(struct pd_pump_ports) {.event = hear, .user = trial});
        assert(trial->pump != NULL);
        r = pd_pump_add_athlete(trial->pump, athlete, workout != NULL ? workout : none);
        assert(r == 0);
        (void) r;
        trial->piece = tape_begin(pd_pump_snapshot(trial->pump, 0));
        free(none);
        return trial;
}

struct trial *
trial_free(struct trial *trial)
{
        tape_end(trial->piece, trial->digest, trial->n_alerts);
        pd_pump_free(trial->pump);
        free(trial->alerts);
        free(trial->lives);
        free(trial);
        return NULL;
}

void
trial_workout(struct pd_workout *ret, enum pd_purpose purpose, enum pd_intensity intensity, const struct pd_athlete *athlete)
{
        pd_workout_init(ret);
        strcpy(ret->id, "bench");
        strcpy(ret->title, "bench");
        ret->purpose = purpose;
        ret->n_steps = 1;
        ret->steps[0] = (struct pd_step) {.extent = PD_EXTENT_OPEN, .intensity = intensity, .said = true};
        pd_workout_choose_key_steps(ret);
        pd_workout_resolve(ret, athlete);
}

const struct pd_engine *
trial_engine(const struct trial *trial)
{
        return pd_pump_engine(trial->pump, 0);
}

/* ---- what goes in -------------------------------------------------------- */

void
trial_feed(struct trial *trial, const struct pd_input *input)
{
        int r;

        tape_input(trial->piece, input);
        r = pd_pump_feed(trial->pump, trial->athlete.id, input);

        assert(r == 0);
        (void) r;
}

static struct pd_input
frame_of(pd_usec at, enum pd_virtual_sensor sensor, const uint8_t *bytes, size_t length)
{
        bool strap = sensor == PD_VIRTUAL_STRAP;
        struct pd_input input = {.at = at, .kind = PD_INPUT_FRAME};

        strcpy(input.frame.address, strap ? STRAP : POD);
        input.frame.characteristic = strap ? HEART_RATE_MEASUREMENT : RSC_MEASUREMENT;
        input.frame.length = (uint16_t) length;
        memcpy(input.frame.bytes, bytes, length);
        return input;
}

static void
put(uint8_t *bytes, uint64_t value, size_t n)
{
        for (size_t i = 0; i < n; i++)
                bytes[i] = (uint8_t) (value >> (8 * i));
}

/* Heart Rate Measurement: contact supported and detected, heart rate u8, and RR if there is one. */
void
trial_strap(struct trial *trial, double at_s, int32_t bpm, const uint16_t *rr, size_t n_rr)
{
        uint8_t bytes[PD_VIRTUAL_FRAME_BYTES_MAX] = {n_rr > 0 ? 0x16 : 0x06, (uint8_t) bpm};
        struct pd_input input;

        if (n_rr > (sizeof(bytes) - 2) / 2)
                n_rr = (sizeof(bytes) - 2) / 2;
        for (size_t i = 0; i < n_rr; i++)
                put(bytes + 2 + 2 * i, rr[i], 2);
        input = frame_of(usec_of(at_s), PD_VIRTUAL_STRAP, bytes, 2 + 2 * n_rr);
        trial_feed(trial, &input);
}

/* RSC Measurement: running, speed 1/256 m/s, cadence of one foot, and 1/10 m if it counts its way. */
void
trial_pod(struct trial *trial, double at_s, double speed_m_s, int32_t cadence_spm, double odometer_m)
{
        uint8_t bytes[8] = {odometer_m >= 0 ? 0x06 : 0x04};
        struct pd_input input;

        put(bytes + 1, (uint64_t) (speed_m_s * 256 + 0.5), 2);
        bytes[3] = cadence_spm > 0 ? (uint8_t) ((cadence_spm + 1) / 2) : 0;
        if (odometer_m >= 0)
                put(bytes + 4, (uint64_t) (odometer_m * 10 + 0.5), 4);
        input = frame_of(usec_of(at_s), PD_VIRTUAL_POD, bytes, odometer_m >= 0 ? 8 : 4);
        trial_feed(trial, &input);
}

void
trial_tick(struct trial *trial, double at_s)
{
        trial_feed(trial, &(struct pd_input) {.at = usec_of(at_s), .kind = PD_INPUT_TICK});
}

void
trial_command(struct trial *trial, double at_s, const struct pd_command *command)
{
        trial_feed(trial, &(struct pd_input) {.at = usec_of(at_s), .kind = PD_INPUT_COMMAND, .command = *command});
}

void
trial_course(struct trial *trial, const struct course *course)
{
        struct pd_virtual_athlete *runner = pd_virtual_athlete_new(&course->script, &course->noise, course->seed);
        struct pd_virtual_slot slot;

        assert(runner != NULL);
        while (pd_virtual_athlete_next(runner, &slot)) {
                struct pd_input input = {.at = slot.at_ms * PD_MSEC, .kind = PD_INPUT_TICK};

                if (slot.length > 0)
                        input = frame_of(slot.at_ms * PD_MSEC, slot.sensor, slot.bytes, slot.length);
                trial_feed(trial, &input);
        }
        pd_virtual_athlete_free(runner);
}

/* ---- what is asked ------------------------------------------------------- */

bool
trial_is_accusation(enum pd_alert_type type)
{
        return type == PD_ALERT_TOO_HARD || type == PD_ALERT_TOO_EASY || type == PD_ALERT_GREY_ZONE;
}

const struct trial_alert *
trial_first_accusation(const struct trial *trial, double from_s)
{
        for (size_t i = 0; i < trial->n_alerts; i++)
                if (trial->alerts[i].at_s >= from_s && trial_is_accusation(trial->alerts[i].type))
                        return &trial->alerts[i];
        return NULL;
}

size_t
trial_count_accusations(const struct trial *trial, double from_s, double to_s)
{
        size_t n = 0;

        for (size_t i = 0; i < trial->n_alerts; i++)
                n += trial->alerts[i].at_s >= from_s && trial->alerts[i].at_s < to_s && trial_is_accusation(trial->alerts[i].type);
        return n;
}

const struct trial_live *
trial_first_grey(const struct trial *trial, double from_s)
{
        for (size_t i = 0; i < trial->n_lives; i++) {
                const struct trial_live *live = &trial->lives[i];

                if (live->at_s >= from_s && live->target_state == PD_TARGET_OVER && live->grey)
                        return live;
        }
        return NULL;
}
