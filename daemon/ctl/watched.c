/* SPDX-License-Identifier: MIT */
#include "ctl/watched.h"

#include "formats/json_read.h"

#include <string.h>

static void
forget_live(struct pd_watched *watched)
{
        watched->t_s = watched->hr_bpm = watched->power_w = watched->target_low = watched->target_high = PD_UNKNOWN;
        watched->step_index = watched->step_count = watched->step_remaining_s = watched->step_remaining_m = PD_UNKNOWN;
        watched->pace[0] = watched->distance[0] = watched->intensity[0] = watched->target_state[0] = '\0';
        watched->target_kind[0] = watched->step[0] = '\0';
        watched->grey = false;
}

void
pd_watched_init(struct pd_watched *watched, const char *id)
{
        *watched = (struct pd_watched) {.said_t_s = PD_UNKNOWN};
        pd_text_copy(watched->id, sizeof(watched->id), id, strlen(id));
        pd_text_copy(watched->state, sizeof(watched->state), "idle", 4);
        forget_live(watched);
}

static void
take_text(const struct json_t *json, const char *key, char *ret, size_t size)
{
        if (pd_json_read_text(json, key, ret, size) < 0)
                ret[0] = '\0';
}

static void
take_number(const struct json_t *json, const char *key, unsigned decimals, int64_t *ret)
{
        if (pd_json_read_number(json, key, decimals, ret) < 0)
                *ret = PD_UNKNOWN;
}

/* ---- one function a kind ------------------------------------------------------ */

static void
hear_live(struct pd_watched *watched, const struct json_t *json, pd_usec now)
{
        (void) now;
        take_number(json, "t_s", 0, &watched->t_s);
        take_number(json, "hr_bpm", 0, &watched->hr_bpm);
        take_number(json, "power_w", 0, &watched->power_w);
        take_text(json, "pace", watched->pace, sizeof(watched->pace));
        take_text(json, "pace_unit", watched->pace_unit, sizeof(watched->pace_unit));
        take_text(json, "distance_text", watched->distance, sizeof(watched->distance));
        take_text(json, "intensity", watched->intensity, sizeof(watched->intensity));
        take_text(json, "target_state", watched->target_state, sizeof(watched->target_state));
        watched->grey = false;
        (void) pd_json_read_bool(json, "grey", &watched->grey);
        take_text(json, "doubt", watched->doubt, sizeof(watched->doubt));
        take_text(json, "target_kind", watched->target_kind, sizeof(watched->target_kind));
        take_number(json, "target_low", 3, &watched->target_low);
        take_number(json, "target_high", 3, &watched->target_high);
        take_text(json, "step", watched->step, sizeof(watched->step));
        take_number(json, "step_index", 0, &watched->step_index);
        take_number(json, "step_count", 0, &watched->step_count);
        take_number(json, "step_remaining_s", 0, &watched->step_remaining_s);
        take_number(json, "step_remaining_m", 0, &watched->step_remaining_m);
}

static void
hear_alert(struct pd_watched *watched, const struct json_t *json, pd_usec now)
{
        take_text(json, "say", watched->say, sizeof(watched->say));
        take_text(json, "message", watched->message, sizeof(watched->message));
        take_text(json, "severity", watched->severity, sizeof(watched->severity));
        take_number(json, "t_s", 0, &watched->said_t_s);
        watched->said_at = now;
        watched->resolved = false;
        (void) pd_json_read_bool(json, "resolved", &watched->resolved);
}

static void
hear_session(struct pd_watched *watched, const struct json_t *json, pd_usec now)
{
        bool ran = pd_watched_runs(watched);

        (void) now;
        take_text(json, "state", watched->state, sizeof(watched->state));
        watched->muted = false;
        (void) pd_json_read_bool(json, "muted", &watched->muted);
        if (ran == pd_watched_runs(watched))
                return;
        forget_live(watched);
        if (!ran)
                watched->summary.sentence[0] = '\0';
        watched->said_t_s = PD_UNKNOWN;
}

static void
hear_summary(struct pd_watched *watched, const struct json_t *json, pd_usec now)
{
        bool is_final = false;

        (void) now;
        (void) pd_json_read_bool(json, "final", &is_final);
        if (!is_final)
                return;
        take_text(json, "sentence", watched->summary.sentence, sizeof(watched->summary.sentence));
        take_text(json, "distance_text", watched->summary.distance, sizeof(watched->summary.distance));
        take_text(json, "pace", watched->summary.pace, sizeof(watched->summary.pace));
        take_text(json, "pace_unit", watched->pace_unit, sizeof(watched->pace_unit));
        take_number(json, "moving_s", 0, &watched->summary.moving_s);
        take_number(json, "hr_avg_bpm", 0, &watched->summary.hr_avg_bpm);
        take_number(json, "trimp", 1, &watched->summary.trimp_tenths);
}

static void
hear_plan(struct pd_watched *watched, const struct json_t *json, pd_usec now)
{
        const struct json_t *workout;

        (void) now;
        take_text(json, "goal", watched->goal, sizeof(watched->goal));
        watched->workout[0] = '\0';
        if (pd_json_read_object(json, "workout", &workout) == 0)
                take_text(workout, "title", watched->workout, sizeof(watched->workout));
}

/* The running one: it comes behind the report of the last. */
static void
hear_week(struct pd_watched *watched, const struct json_t *json, pd_usec now)
{
        bool is_final = false;

        (void) now;
        (void) pd_json_read_bool(json, "final", &is_final);
        if (!is_final)
                take_text(json, "sentence", watched->week, sizeof(watched->week));
}

static struct pd_watched_sensor *
sensor_of(struct pd_watched *watched, const char *address)
{
        struct pd_watched_sensor *sensor;

        for (size_t i = 0; i < watched->n_sensors; i++)
                if (strcmp(watched->sensors[i].address, address) == 0)
                        return &watched->sensors[i];
        if (watched->n_sensors == PD_WATCHED_SENSORS_MAX)
                return NULL;
        sensor = &watched->sensors[watched->n_sensors++];
        pd_text_copy(sensor->address, sizeof(sensor->address), address, strlen(address));
        return sensor;
}

static void
hear_sensor(struct pd_watched *watched, const char *address, const struct json_t *json)
{
        struct pd_watched_sensor *sensor = sensor_of(watched, address);

        if (sensor == NULL)
                return;
        take_text(json, "kind", sensor->type, sizeof(sensor->type));
        take_text(json, "name", sensor->name, sizeof(sensor->name));
        sensor->connected = false;
        (void) pd_json_read_bool(json, "connected", &sensor->connected);
        take_number(json, "battery", 0, &sensor->battery_percent);
}

void
pd_watched_hear(struct pd_watched *watched, const char *kind, const char *payload, pd_usec now)
{
        static const struct {
                const char *kind;
                void (*hear)(struct pd_watched *watched, const struct json_t *json, pd_usec now);
        } kinds[] = {
                {"live", hear_live}, {"alert", hear_alert}, {"said", hear_alert}, {"session", hear_session},
                {"summary", hear_summary}, {"plan", hear_plan}, {"week", hear_week},
        };

        struct json_t *json;

        if (pd_json_read(payload, strlen(payload), &json) < 0)
                return;
        if (strncmp(kind, "sensor/", 7) == 0)
                hear_sensor(watched, kind + 7, json);
        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
                if (strcmp(kinds[i].kind, kind) == 0)
                        kinds[i].hear(watched, json, now);
        pd_json_read_free(json);
}

bool
pd_watched_runs(const struct pd_watched *watched)
{
        return strcmp(watched->state, "running") == 0 || strcmp(watched->state, "paused") == 0 || strcmp(watched->state, "away") == 0;
}

int64_t
pd_watched_age(const struct pd_watched *watched, pd_usec now)
{
        if (watched->said_t_s != PD_UNKNOWN && watched->t_s != PD_UNKNOWN)
                return watched->t_s > watched->said_t_s ? watched->t_s - watched->said_t_s : 0;
        return now > watched->said_at ? (now - watched->said_at) / PD_SEC : 0;
}
