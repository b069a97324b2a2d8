/* SPDX-License-Identifier: MIT */
#include "support/mqtt_bench.h"

#include "support/cm.h"

#include "purposed/log.h"

#include <mosquitto.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct mqtt_bench mqtt_bench;

static char logged[32768]; /* of one test: lines, each with its priority before it */

/* In place of the daemon's. */
void
pd_log(int priority, const char *format, ...)
{
        size_t used = strlen(logged);
        va_list arguments;

        va_start(arguments, format);
        used += (size_t) snprintf(logged + used, sizeof(logged) - used, "<%d>", priority);
        used += (size_t) vsnprintf(logged + used, sizeof(logged) - used, format, arguments);
        va_end(arguments);
        assert_in_range(used, 1, sizeof(logged) - 2);
        strcat(logged, "\n");
        print_message("%s", strrchr(logged, '<'));
}

size_t
mqtt_bench_times_logged(int priority, const char *part)
{
        size_t n = 0;

        for (const char *line = logged; *line; line = strchr(line, '\n') + 1) {
                const char *found = strstr(line, part);

                n += line[1] - '0' <= priority && found && found < strchr(line, '\n');
        }
        return n;
}

void
mqtt_bench_forget_log(void)
{
        logged[0] = '\0';
}

static struct pd_athlete anna = { .id = "anna", .language = "en", .goal = "10 km", .retain_summary = true };

struct pd_event
mqtt_bench_event(enum pd_event_kind kind, uint32_t sequence)
{
        struct pd_event event = { .kind = kind, .real = PD_NEVER, .athlete = &anna, .session = MQTT_BENCH_SESSION, .sequence = sequence };

        if (kind == PD_EVENT_SESSION)
                event.session_change.state = PD_SESSION_RUNNING;
        if (kind == PD_EVENT_SUMMARY)
                event.summary = (struct pd_summary) { .final = true, .revision = 1, .sentence = "Done as meant." };
        if (kind == PD_EVENT_ALERT)
                event.alert = (struct pd_alert) { .type = PD_ALERT_TOO_HARD, .title = "Ease off", .step_index = PD_UNKNOWN };
        return event;
}

void
mqtt_bench_say(enum pd_event_kind kind, uint32_t sequence)
{
        struct pd_event event = mqtt_bench_event(kind, sequence);

        mqtt_bench.sink->type->event(mqtt_bench.sink, &event);
}

static void
restate(void *user)
{
        struct mqtt_bench *bench = user;

        bench->restated++;
        if (bench->sink)
                mqtt_bench_say(PD_EVENT_SESSION, 1);
}

static void
node_state(void *user, struct pd_node_state *ret)
{
        const struct mqtt_bench *bench = user;

        *ret = (struct pd_node_state) { .configuration = "c0ffee", .adapters = bench->adapters, .sensors = 2, .links = 1,
                                        .recoveries = bench->recoveries };
}

static void
acknowledged(void *user, const char *sink, const char *athlete, const char *session, uint32_t sequence)
{
        struct mqtt_bench *bench = user;

        assert_string_equal(sink, "mqtt");
        assert_string_equal(athlete, "anna");
        assert_string_equal(session, MQTT_BENCH_SESSION);
        if (sequence == 1) {
                bench->sessions_taken++;
                return;
        }
        bench->n_acknowledged++;
        bench->acknowledged = sequence;
}

int
mqtt_bench_set_up(void **state)
{
        (void) state;
        memset(&mqtt_bench, 0, sizeof(mqtt_bench));
        mqtt_bench_forget_log();
        if (sd_event_new(&mqtt_bench.loop) < 0)
                return -1;
        mqtt_bench.context = (struct pd_sink_context) { .loop = mqtt_bench.loop, .node = "pi", .version = "0.1.0",
                                                        .acknowledged = acknowledged, .restate = restate, .node_state = node_state,
                                                        .user = &mqtt_bench };
        mqtt_bench.adapters = "";
        return 0;
}

int
mqtt_bench_tear_down(void **state)
{
        (void) state;
        mqtt_bench_unplug();
        mqtt_bench.loop = sd_event_unref(mqtt_bench.loop);
        return 0;
}

void
mqtt_bench_set(void *settings, const char *key, const char *value)
{
        const struct pd_setting *setting = pd_setting_find(pd_sink_mqtt.settings, key);

        assert_non_null(setting);
        assert_int_equal(pd_setting_parse(setting, value, settings), 0);
}

int
mqtt_bench_new_sink(const char *host, uint16_t port, const char *const *more, struct pd_sink **ret)
{
        void *settings = calloc(1, pd_sink_mqtt.settings_size);
        char text[8];
        int r;

        assert_non_null(settings);
        snprintf(text, sizeof(text), "%u", port);
        pd_sink_mqtt.settings_init(settings);
        mqtt_bench_set(settings, "host", host);
        mqtt_bench_set(settings, "discovery", "off"); /* test_mqtt_discovery.c */
        if (port > 0)
                mqtt_bench_set(settings, "port", text);
        for (; more && *more; more += 2)
                mqtt_bench_set(settings, more[0], more[1]);
        mqtt_bench.why[0] = '\0';
        mqtt_bench.tried = pd_sink_mqtt.settings_try(settings, mqtt_bench.why, sizeof(mqtt_bench.why));
        r = pd_sink_mqtt.new(settings, &mqtt_bench.context, ret);
        free(settings);
        return r;
}

int
mqtt_bench_plug_in(const char *host, uint16_t port, const char *const *more)
{
        return mqtt_bench_new_sink(host, port, more, &mqtt_bench.sink);
}

void
mqtt_bench_unplug(void)
{
        if (mqtt_bench.sink)
                mqtt_bench.sink = mqtt_bench.sink->type->free(mqtt_bench.sink);
}

const char *
mqtt_bench_status_of(struct pd_sink *sink)
{
        static char text[1024];

        sink->type->status(sink, text, sizeof(text));
        return text;
}

const char *
mqtt_bench_status(void)
{
        return mqtt_bench_status_of(mqtt_bench.sink);
}

bool
mqtt_bench_is_connected(void)
{
        return strcmp(mqtt_bench_status(), "mqtt: connected") == 0;
}

bool
mqtt_bench_is_off_line(void)
{
        return !mqtt_bench_is_connected();
}

pd_usec
mqtt_bench_now(void)
{
        struct timespec ts;

        clock_gettime(CLOCK_MONOTONIC_RAW, &ts);
        return ts.tv_sec * PD_SEC + ts.tv_nsec / 1000;
}

void
mqtt_bench_wait_for(bool (*condition)(void))
{
        pd_usec deadline = mqtt_bench_now() + MQTT_BENCH_PATIENCE;

        while (!condition()) {
                assert_true(mqtt_bench_now() < deadline);
                assert_true(sd_event_run(mqtt_bench.loop, 20000) >= 0);
        }
}

static const char *awaited;

static bool
status_says_it(void)
{
        return strstr(mqtt_bench_status(), awaited) != NULL;
}

void
mqtt_bench_wait_for_status(const char *part)
{
        awaited = part;
        mqtt_bench_wait_for(status_says_it);
}
