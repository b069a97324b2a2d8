/* SPDX-License-Identifier: MIT */
#include "status.h"

#include <string.h>

#define LINE_SIZE 704 /* of a sink: the broker, a file by its name, and what is wrong with it (PD_MQTT_COMPLAINT_SIZE) */

/* ---- for people ------------------------------------------------------------- */

static const char *
name_of(const struct pd_sensor_report *sensor)
{
        return sensor->name[0] != '\0' ? sensor->name : sensor->model;
}

/* What it is beside live, which may be more than that it is away. */
static const char *
absence_of(const struct pd_status_context *context, const struct pd_sensor_report *sensor)
{
        return context->absence != NULL ? context->absence(context->user, sensor->address) : NULL;
}

static const char *
condition_of(const struct pd_status_context *context, const struct pd_sensor_report *sensor)
{
        const char *absence = absence_of(context, sensor);

        if (absence != NULL)
                return absence;
        return !sensor->connected ? "away" : sensor->type == NULL ? "linked" : "live";
}

/* "  C0:00:00:00:00:01  heart-rate strap  live      Polar H10, battery 82 %, -61 dBm" */
static void
say_sensor(struct pd_reply *reply, const struct pd_status_context *context, const struct pd_sensor_report *sensor)
{
        const char *between = "  ";

        pd_reply_add(reply, "  %s  %-16s  %-8s", sensor->address, sensor->type != NULL ? sensor->type->title : "not heard yet",
                condition_of(context, sensor));
        if (name_of(sensor)[0] != '\0') {
                pd_reply_add(reply, "%s%s", between, name_of(sensor));
                between = ", ";
        }
        if (sensor->battery_percent != PD_UNKNOWN) {
                pd_reply_add(reply, "%sbattery %d %%", between, sensor->battery_percent);
                between = ", ";
        }
        if (sensor->connected && sensor->rssi_dbm != PD_UNKNOWN)
                pd_reply_add(reply, "%s%d dBm", between, sensor->rssi_dbm);
        pd_reply_add(reply, "\n");
}

static const char *
title_of(const struct pd_workout *workout)
{
        return workout->title[0] != '\0' ? workout->title : pd_purpose_name(workout->purpose);
}

/* A shared one stands with whoever has it. */
static void
say_sensors(struct pd_reply *reply, const struct pd_status_context *context, size_t i)
{
        const struct pd_pump *pump = context->pump;
        const size_t n = pd_pump_n_sensors(pump, i);
        size_t said = 0;

        for (size_t k = 0; k < n; k++) {
                if (!pd_pump_sensor_is_here(pump, i, k))
                        continue;
                say_sensor(reply, context, pd_pump_sensor(pump, i, k));
                said++;
        }
        if (said == 0)
                pd_reply_add(reply, "  %s\n", n == 0 ? "no sensor is enrolled" : "what is shared is listed with whoever has it now");
}

/* The guest only while there is one. */
static void
say_athlete(struct pd_reply *reply, const struct pd_status_context *context, size_t i)
{
        const struct pd_pump *pump = context->pump;
        const struct pd_snapshot *snapshot = pd_pump_snapshot(pump, i);
        const struct pd_engine *engine = pd_pump_engine(pump, i);
        const char *session = pd_engine_session_id(engine);

        if (strcmp(snapshot->athlete.id, PD_GUEST_ID) == 0 && pd_engine_session_state(engine) == PD_SESSION_IDLE)
                return;
        pd_reply_add(reply, "%s: %s", snapshot->athlete.id, pd_session_state_name(pd_engine_session_state(engine)));
        if (session[0] != '\0')
                pd_reply_add(reply, ", session %s", session);
        pd_reply_add(reply, "\n  today: %s\n", snapshot->workout.purpose == PD_PURPOSE_NONE ? "no workout" : title_of(&snapshot->workout));
        say_sensors(reply, context, i);
}

static void
say_journal(struct pd_reply *reply, const struct pd_node_state *node)
{
        pd_reply_add(reply, "journal: %llu inputs", (unsigned long long) node->journal.inputs);
        if (node->journal.dropped > 0)
                pd_reply_add(reply, ", %llu dropped", (unsigned long long) node->journal.dropped);
        if (node->journal.card_errors > 0)
                pd_reply_add(reply, ", %llu errors of the card", (unsigned long long) node->journal.card_errors);
        pd_reply_add(reply, ", %llu bytes not yet on the card\n", (unsigned long long) node->journal.unsynced_bytes);
}

/* Only where there was a reason for one. */
static void
say_recovery(struct pd_reply *reply, const struct pd_node_state *node)
{
        if (node->recoveries == 0 || node->recovery == NULL)
                return;
        pd_reply_add(reply, "recovery: %s (%llu steps, %llu helped)\n", node->recovery, (unsigned long long) node->recoveries,
                (unsigned long long) node->recovered);
}

static void
say_all(const struct pd_status_context *context, const struct pd_node_state *node, struct pd_reply *reply)
{
        const struct pd_pump *pump = context->pump;
        char line[LINE_SIZE];

        pd_reply_say(reply, 0, "purposed %s on %s%s%s\n\n", context->version, context->node, node->adapters[0] != '\0' ? ", " : "",
                node->adapters);
        for (size_t i = 0; i < pd_pump_n_athletes(pump); i++)
                say_athlete(reply, context, i);
        if (pd_pump_n_athletes(pump) == 0)
                pd_reply_add(reply, "no athlete is configured\n");
        pd_reply_add(reply, "\n");
        for (size_t i = 0; context->outlet(context->user, i, line, sizeof(line)); i++)
                pd_reply_add(reply, "%s\n", line);
        say_recovery(reply, node);
        say_journal(reply, node);
        if (context->trouble(context->user)[0] != '\0')
                pd_reply_add(reply, "plan: %s\n", context->trouble(context->user));
}

/* ---- for scripts ------------------------------------------------------------- */

struct page {
        const struct pd_status_context *context;
        const struct pd_node_state *node;
};

static void
put_sensor(struct pd_json *json, const struct pd_status_context *context, const struct pd_sensor_report *sensor)
{
        pd_json_object(json, NULL);
        pd_json_text(json, "address", sensor->address);
        pd_json_text(json, "type", sensor->type != NULL ? sensor->type->key : NULL);
        pd_json_text(json, "name", name_of(sensor)[0] != '\0' ? name_of(sensor) : NULL);
        pd_json_bool(json, "connected", sensor->connected);
        pd_json_text(json, "absence", absence_of(context, sensor));
        pd_json_known(json, "battery_percent", sensor->battery_percent);
        pd_json_known(json, "rssi_dbm", sensor->rssi_dbm);
        pd_json_object_end(json);
}

static void
put_athlete(struct pd_json *json, const struct pd_status_context *context, size_t i)
{
        const struct pd_pump *pump = context->pump;
        const struct pd_snapshot *snapshot = pd_pump_snapshot(pump, i);
        const struct pd_engine *engine = pd_pump_engine(pump, i);
        const char *session = pd_engine_session_id(engine);
        bool planned = snapshot->workout.purpose != PD_PURPOSE_NONE;

        pd_json_object(json, NULL);
        pd_json_text(json, "id", snapshot->athlete.id);
        pd_json_text(json, "name", snapshot->athlete.name[0] != '\0' ? snapshot->athlete.name : NULL);
        pd_json_text(json, "state", pd_session_state_name(pd_engine_session_state(engine)));
        pd_json_text(json, "session", session[0] != '\0' ? session : NULL);
        pd_json_text(json, "workout", planned ? title_of(&snapshot->workout) : NULL);
        pd_json_text(json, "purpose", planned ? pd_purpose_name(snapshot->workout.purpose) : NULL);
        pd_json_array(json, "sensors");
        for (size_t k = 0; k < pd_pump_n_sensors(pump, i); k++)
                if (pd_pump_sensor_is_here(pump, i, k))
                        put_sensor(json, context, pd_pump_sensor(pump, i, k));
        pd_json_array_end(json);
        pd_json_object_end(json);
}

static void
put_counts(struct pd_json *json, const struct pd_node_state *node)
{
        pd_json_text(json, "recovery", node->recoveries > 0 ? node->recovery : NULL);
        pd_json_integer(json, "recoveries", (int64_t) node->recoveries);
        pd_json_integer(json, "recovered", (int64_t) node->recovered);
        pd_json_integer(json, "late_inputs", (int64_t) node->late_inputs);
        pd_json_integer(json, "stray_frames", (int64_t) node->stray_frames);
        pd_json_object(json, "journal");
        pd_json_integer(json, "inputs", (int64_t) node->journal.inputs);
        pd_json_integer(json, "dropped", (int64_t) node->journal.dropped);
        pd_json_integer(json, "card_errors", (int64_t) node->journal.card_errors);
        pd_json_integer(json, "memory_bytes", (int64_t) node->journal.memory_bytes);
        pd_json_integer(json, "unsynced_bytes", (int64_t) node->journal.unsynced_bytes);
        pd_json_object_end(json);
}

static void
put_strangers(struct pd_json *json, const struct pd_status_context *context)
{
        struct pd_status_stranger stranger;

        pd_json_array(json, "strangers");
        for (size_t i = 0; context->stranger(context->user, i, &stranger); i++) {
                pd_json_object(json, NULL);
                pd_json_text(json, "address", stranger.address);
                pd_json_text(json, "name", stranger.name[0] != '\0' ? stranger.name : NULL);
                pd_json_bool(json, "trusted", stranger.trusted);
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
}

static void
put_all(struct pd_json *json, void *user)
{
        const struct page *page = user;
        const struct pd_status_context *context = page->context;
        char line[LINE_SIZE];

        pd_json_object(json, NULL);
        pd_json_text(json, "version", context->version);
        pd_json_text(json, "node", context->node);
        pd_json_text(json, "adapters", page->node->adapters[0] != '\0' ? page->node->adapters : NULL);
        pd_json_text(json, "configuration", page->node->configuration);
        pd_json_array(json, "athletes");
        for (size_t i = 0; i < pd_pump_n_athletes(context->pump); i++)
                put_athlete(json, context, i);
        pd_json_array_end(json);
        pd_json_array(json, "outlets");
        for (size_t i = 0; context->outlet(context->user, i, line, sizeof(line)); i++)
                pd_json_text(json, NULL, line);
        pd_json_array_end(json);
        put_strangers(json, context);
        pd_json_text(json, "plan_trouble", context->trouble(context->user)[0] != '\0' ? context->trouble(context->user) : NULL);
        put_counts(json, page->node);
        pd_json_object_end(json);
}

static void
tell(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        const struct pd_status_context *context = user;
        struct pd_node_state node;
        struct page page = {.context = context, .node = &node};

        (void) order;
        context->node_state(context->user, &node);
        say_all(context, &node, reply);
        pd_reply_write_json(reply, put_all, &page);
}

const struct pd_order_service pd_status_services[] = {
        {PD_COMMAND_STATUS, true, tell},
};
const size_t pd_status_n_services = sizeof(pd_status_services) / sizeof(pd_status_services[0]);
