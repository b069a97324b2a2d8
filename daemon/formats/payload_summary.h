/* SPDX-License-Identifier: MIT */
/* Private to payload.c. */
#pragma once

#include "formats/json.h"

#include "purposed/event.h"

/* A PD_EVENT_SUMMARY as one object; formats/summary.h reads it back. */
void pd_payload_put_summary(struct pd_json *json, const struct pd_event *event);
