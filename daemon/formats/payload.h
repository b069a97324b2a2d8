/* SPDX-License-Identifier: MIT */
/*
 * An event as JSON: what is published, and what closes a trace. One object
 * a message, the same bytes wherever it goes.
 *
 * Every key of a payload is always there, null if unknown. `step_index`
 * counts from 1, as people do: "step 2 of 5" (the core counts from 0).
 * `step` is the step's cue, or its intensity. Distances are cut, not
 * rounded: what has not been run is not claimed.
 */
#pragma once

#include "formats/json.h"

#include "purposed/event.h"
#include "purposed/port.h"

#include <stddef.h>
#include <stdint.h>

#define PD_PAYLOAD_SIZE 98304 /* with the NUL: a summary of 200 steps and 50 laps */

/* What of the node does not change while it runs. */
struct pd_bridge_info {
        const char *version;
        const char *adapters;      /* NULL or "": none, or the writer cannot know */
        const char *configuration; /* hash of what was read; NULL likewise */
        pd_usec started_real;      /* microseconds since 1970 UTC */
        int mqtt_version;          /* 5, or 4 for 3.1.1 */
};

/* How the node and the way out are doing. */
struct pd_bridge_health {
        pd_usec connected_real; /* microseconds since 1970 UTC */
        uint64_t connections;
        const struct pd_node_state *node; /* NULL if the writer cannot know */
        size_t queued, queued_bytes, in_flight;
        uint64_t dropped_live, dropped_stale, dropped_full, refused, unchanged;
        int64_t memory_peak_kib;
};

/* Each writes one object and its length without the NUL. 0, or
 * -ENOMSG: nobody outside hears of this kind of event;
 * -EINVAL: an event of an athlete, without one;
 * -ENOBUFS: it does not fit. RET is undefined after a failure. */
int pd_payload_event(const struct pd_event *event, char *ret, size_t size, size_t *ret_length);
int pd_payload_info(const struct pd_bridge_info *info, const char *node, char *ret, size_t size, size_t *ret_length);
int pd_payload_health(const struct pd_bridge_health *health, char *ret, size_t size, size_t *ret_length);

/* Leaves out the last steps of a summary that pd_payload_event() wrote, and
 * counts them in steps_cut, until it is MOST bytes long, or shorter. -ENOBUFS:
 * it is no summary, or too long without any step; it stays as it was. */
int pd_payload_cut_steps(char *json, size_t most, size_t *ret_length);

/* The same object as a value of a larger text, and nothing left out of it. -ENOMSG, -EINVAL. */
int pd_payload_put_event(struct pd_json *json, const struct pd_event *event);
