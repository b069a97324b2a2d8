/* SPDX-License-Identifier: MIT */
/* The JSON of each kind of message. Each writes one object; nothing fails before pd_json_finish(). */
#pragma once

#include "mqtt/json.h"
#include "mqtt/topics.h"

void pd_payload_live(struct pd_json *json, const struct pd_event *event); /* LIVE and STATE */
void pd_payload_alert(struct pd_json *json, const struct pd_event *event);
void pd_payload_session(struct pd_json *json, const struct pd_event *event);
void pd_payload_summary(struct pd_json *json, const struct pd_event *event);
void pd_payload_plan(struct pd_json *json, const struct pd_event *event);
void pd_payload_sensor(struct pd_json *json, const struct pd_sensor_report *report);
void pd_payload_info(struct pd_json *json, const struct pd_bridge_info *info, const char *node);
void pd_payload_health(struct pd_json *json, const struct pd_bridge_health *health);
