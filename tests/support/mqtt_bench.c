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

static struct pd_athlete anna = { .id = "anna", .language = "en", .goal = "10 km", .retain_summary = true };

void
mqtt_bench_say(enum pd_event_kind kind, uint32_t sequence)
{
        struct pd_event event = { .kind = kind, .real = PD_NEVER, .athlete = &anna, .session = MQTT_BENCH_SESSION, .sequence = sequence };

        if (kind == PD_EVENT_SESSION)
                event.session_change.state = PD_SESSION_RUNNING;
        if (kind == PD_EVENT_SUMMARY)
                event.summary = (struct pd_summary) { .final = true, .revision = 1, .sentence = "Done as meant." };
        if (kind == PD_EVENT_ALERT)
                event.alert = (struct pd_alert) { .type = PD_ALERT_TOO_HARD, .title = "Ease off", .step_index = PD_UNKNOWN };
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
acknowledged(void *user, const char *sink, const char *athlete, const char *session, uint32_t sequence)
{
        struct mqtt_bench *bench = user;

        assert_string_equal(sink, "mqtt");
        assert_string_equal(athlete, "anna");
        assert_string_equal(session, MQTT_BENCH_SESSION);
        bench->acknowledged = sequence;
}

int
mqtt_bench_set_up(void **state)
{
        (void) state;
        memset(&mqtt_bench, 0, sizeof(mqtt_bench));
        logged[0] = '\0';
        if (sd_event_new(&mqtt_bench.loop) < 0)
                return -1;
        mqtt_bench.context = (struct pd_sink_context) { .loop = mqtt_bench.loop, .node = "pi", .version = "0.1.0",
                                                        .acknowledged = acknowledged, .restate = restate, .user = &mqtt_bench };
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

static void
set(void *settings, const char *key, const char *value)
{
        const struct pd_setting *setting = pd_setting_find(pd_sink_mqtt.settings, key);

        assert_non_null(setting);
        assert_int_equal(pd_setting_parse(setting, value, settings), 0);
}

int
mqtt_bench_plug_in(const char *host, uint16_t port, const char *const *more)
{
        void *settings = calloc(1, pd_sink_mqtt.settings_size);
        char text[8];
        int r;

        assert_non_null(settings);
        snprintf(text, sizeof(text), "%u", port);
        pd_sink_mqtt.settings_init(settings);
        set(settings, "host", host);
        if (port > 0)
                set(settings, "port", text);
        for (; more && *more; more += 2)
                set(settings, more[0], more[1]);
        r = pd_sink_mqtt.new(settings, &mqtt_bench.context, &mqtt_bench.sink);
        free(settings);
        return r;
}

void
mqtt_bench_unplug(void)
{
        if (mqtt_bench.sink)
                mqtt_bench.sink = mqtt_bench.sink->type->free(mqtt_bench.sink);
}

const char *
mqtt_bench_status(void)
{
        static char text[1024];

        mqtt_bench.sink->type->status(mqtt_bench.sink, text, sizeof(text));
        return text;
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

/* Of no clock that a test may have put in its place. */
static pd_usec
now(void)
{
        struct timespec ts;

        clock_gettime(CLOCK_MONOTONIC_RAW, &ts);
        return ts.tv_sec * PD_SEC + ts.tv_nsec / 1000;
}

void
mqtt_bench_wait_for(bool (*condition)(void))
{
        pd_usec deadline = now() + MQTT_BENCH_PATIENCE;

        while (!condition()) {
                assert_true(now() < deadline);
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
