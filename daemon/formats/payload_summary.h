/* SPDX-License-Identifier: MIT */
/* Private to payload.c. */
#pragma once

#include "formats/json.h"

#include "purposed/event.h"

/* A PD_EVENT_SUMMARY as one object; formats/summary.h reads it back. CUTS: the
 * steps that find no room are left out and counted; otherwise they overflow, and
 * who has more room may try again. */
void pd_payload_put_summary(struct pd_json *json, const struct pd_event *event, bool cuts);
