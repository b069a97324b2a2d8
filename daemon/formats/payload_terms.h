/* SPDX-License-Identifier: MIT */
/*
 * How payloads spell what occurs in several of them. Private to the files of
 * payload.h. What is unknown is null.
 */
#pragma once

#include "formats/json.h"

#include "purposed/event.h"

void pd_payload_thousandths(struct pd_json *json, const char *key, int32_t value);
/* 0 is no pulse, and in a target an open side: the next, too. */
void pd_payload_hr(struct pd_json *json, const char *key, int32_t bpm);
void pd_payload_speed_limit(struct pd_json *json, const char *key, int32_t mm_s);
void pd_payload_words(struct pd_json *json, const char *key, const char *text); /* "" is null */
void pd_payload_trimp(struct pd_json *json, int32_t tenths); /* "trimp" */
/* RFC 3339 in UTC, milliseconds cut. REAL: microseconds since 1970 UTC. */
void pd_payload_time(struct pd_json *json, const char *key, pd_usec real);

/* "pace" and "pace_unit": "8:43" for the athlete's unit of length, to the nearest second. */
void pd_payload_pace(struct pd_json *json, const struct pd_event *event, int32_t mm_s);
/* Decimal minutes a kilometre, to the nearest hundredth: 10^8 / (60 v). */
void pd_payload_pace_min_km(struct pd_json *json, int32_t mm_s);
/* "distance_m", and "distance_text" such as "3.21 km", "2.00 mi". */
void pd_payload_distance(struct pd_json *json, const struct pd_event *event, int64_t mm);
/* The same under keys of its own. */
void pd_payload_distance_as(struct pd_json *json, const struct pd_event *event, const char *key, const char *text_key, int64_t mm);
/* "unknown_s" to "hard_s", by class of effort. */
void pd_payload_seconds(struct pd_json *json, const int32_t seconds[static PD_INTENSITY_COUNT]);

bool pd_payload_has_workout(const struct pd_event *event);
void pd_payload_workout(struct pd_json *json, const struct pd_event *event); /* its id */
void pd_payload_purpose(struct pd_json *json, const struct pd_event *event);
/* NULL: the run has gone on past the workout, or there is none. */
const struct pd_step *pd_payload_step_at(const struct pd_event *event, int64_t index);
