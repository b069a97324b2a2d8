/* SPDX-License-Identifier: MIT */
#pragma once

#include "formats/json.h"

#include "purposed/event.h"

/* A PD_EVENT_WEEK as one object. */
void pd_payload_put_week(struct pd_json *json, const struct pd_event *event);

/* A day of the plan, under KEY (NULL: in an array). */
void pd_payload_put_left(struct pd_json *json, const char *key, const struct pd_week_left *left);
