/* SPDX-License-Identifier: MIT */
/*
 * The sink that speaks MQTT on a loop of the test's own, which plays the
 * root: it hears what is acknowledged and what is logged. One at a time.
 */
#pragma once

#include "mqtt/mqtt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <systemd/sd-event.h>

#define MQTT_BENCH_PATIENCE (30 * PD_SEC) /* far beyond what any condition needs */
#define MQTT_BENCH_SESSION "20261122T100503Z"

struct mqtt_bench {
        sd_event *loop;
        struct pd_sink_context context;
        struct pd_sink *sink;
        int restated, sessions_taken; /* the latter: sequence 1 was acknowledged, the session that a restatement says */
        int n_acknowledged;
        uint32_t acknowledged; /* the last of the others */
        uint64_t recoveries;   /* what node_state() says */
        const char *adapters;
        int tried;     /* what settings_try() said of the last sink's settings before it was made */
        char why[512]; /* "": nothing */
};

extern struct mqtt_bench mqtt_bench;

/* For cmocka; the second frees the sink. */
int mqtt_bench_set_up(void **state);
int mqtt_bench_tear_down(void **state);

/* MORE: key, value, …, NULL. What new() returned; 0: mqtt_bench.sink is there. */
int mqtt_bench_plug_in(const char *host, uint16_t port, const char *const *more);
void mqtt_bench_unplug(void);
/* The same of a sink that is the caller's. PORT 0: none is given. */
int mqtt_bench_new_sink(const char *host, uint16_t port, const char *const *more, struct pd_sink **ret);
void mqtt_bench_set(void *settings, const char *key, const char *value); /* asserted to be taken */

/* An event of the athlete anna; the second tells it to the sink. */
struct pd_event mqtt_bench_event(enum pd_event_kind kind, uint32_t sequence);
void mqtt_bench_say(enum pd_event_kind kind, uint32_t sequence);

const char *mqtt_bench_status(void);
const char *mqtt_bench_status_of(struct pd_sink *sink);
bool mqtt_bench_is_connected(void);
bool mqtt_bench_is_off_line(void);

/* Turns the loop until it holds; asserted within MQTT_BENCH_PATIENCE. */
void mqtt_bench_wait_for(bool (*condition)(void));
pd_usec mqtt_bench_now(void); /* of no clock that a test may have put in its place */
void mqtt_bench_wait_for_status(const char *part);

/* How many lines of PRIORITY and above contain PART. */
size_t mqtt_bench_times_logged(int priority, const char *part);
void mqtt_bench_forget_log(void);
