/* SPDX-License-Identifier: MIT */
/* The sink: what the root calls. */
#include "mqtt/mqtt.h"

#include "mqtt/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define TIMER_ACCURACY (100 * PD_MSEC)

static struct pd_mqtt *
of(struct pd_sink *sink)
{
        return (struct pd_mqtt *) sink;
}

/* What can go out now. */
void
pd_mqtt_send_out(struct pd_mqtt *self)
{
        if (self->state != PD_MQTT_ONLINE)
                return;
        pd_mqtt_announce(self);
        pd_mqtt_flush(self);
        /* The line's end is left to the loop: the caller is in the middle of its events. */
        if (self->lost)
                sd_event_source_set_time(self->timer, 0);
        else
                pd_mqtt_arm(self);
}

static void
sink_event(struct pd_sink *sink, const struct pd_event *event)
{
        struct pd_mqtt *self = of(sink);
        int r;

        if (self->state == PD_MQTT_STOPPED)
                return;
        pd_mqtt_obey(self, event->athlete);
        pd_mqtt_learn(self, event);
        pd_mqtt_announce(self); /* before the first value */
        r = pd_topics_event(&self->topics, event, &self->message);
        if (r == -ENOMSG)
                return;
        if (r < 0) {
                pd_log(LOG_ERR, "cannot write an mqtt message of kind %d: %s, dropping it", (int) event->kind, strerror(-r));
                return;
        }
        if (event->kind == PD_EVENT_SUMMARY)
                pd_mqtt_keep_summary(self);
        pd_mqtt_offer_news(self);
        pd_mqtt_send_out(self);
}

static void
sink_forget(struct pd_sink *sink, const char *athlete)
{
        struct pd_mqtt *self = of(sink);

        if (self->state == PD_MQTT_STOPPED)
                return;
        pd_mqtt_obey_no_more(self, athlete);
        pd_mqtt_forget_summary(self, athlete);
        pd_mqtt_dismiss(self, PD_DEVICE_ATHLETE, athlete);
        for (size_t i = 0; pd_topics_forget(&self->topics, athlete, i, &self->message) == 0; i++)
                pd_mqtt_offer_news(self);
        pd_mqtt_send_out(self);
}

static void
sink_forget_sensor(struct pd_sink *sink, const char *address)
{
        struct pd_mqtt *self = of(sink);
        char id[PD_ID_SIZE];

        if (self->state == PD_MQTT_STOPPED)
                return;
        pd_device_address_id(address, id);
        pd_mqtt_dismiss(self, PD_DEVICE_SENSOR, id);
        pd_topics_forget_sensor(&self->topics, address, &self->message);
        pd_mqtt_offer_news(self);
        pd_mqtt_send_out(self);
}

static void
sink_purge(struct pd_sink *sink, char *ret, size_t size)
{
        struct pd_mqtt *self = of(sink);
        bool online = self->state == PD_MQTT_ONLINE;
        size_t n = pd_mqtt_take_all_back(self);

        pd_mqtt_send_out(self);
        if (n == 0)
                snprintf(ret, size, "Home Assistant was told of nothing, so there is nothing to take back.");
        else
                snprintf(ret, size,
                         "Home Assistant %s told to forget %zu device%s%s. Nothing more is announced until purposed starts again; "
                         "`discovery = off` in [mqtt] keeps it so.",
                         online ? "is" : "will be", n, n == 1 ? "" : "s", online ? "" : " once the broker is there");
}

static void
sink_status(const struct pd_sink *sink, char *ret, size_t size)
{
        const struct pd_mqtt *self = (const struct pd_mqtt *) sink;

        switch (self->state) {
        case PD_MQTT_WAITING:
                snprintf(ret, size, "mqtt: %s", self->complaint[0] ? self->complaint : "off line");
                return;
        case PD_MQTT_DIALLING:
        case PD_MQTT_GREETING:
                snprintf(ret, size, "mqtt: connecting");
                return;
        case PD_MQTT_ONLINE:
                if (pd_mqtt_has_twin(self))
                        snprintf(ret, size, "mqtt: for now connected: %s", self->complaint);
                else if (self->barred[0][0] || self->barred[1][0])
                        snprintf(ret, size, "mqtt: connected, but not allowed to write %s", self->barred[self->barred[0][0] ? 0 : 1]);
                else
                        snprintf(ret, size, "mqtt: connected");
                return;
        case PD_MQTT_STOPPED:
                snprintf(ret, size, "mqtt: stopped");
                return;
        }
}

static void
sink_stop(struct pd_sink *sink)
{
        struct pd_mqtt *self = of(sink);

        if (self->state == PD_MQTT_ONLINE)
                pd_mqtt_say_goodbye(self);
        pd_mqtt_hang_up(self);
        pd_mqtt_enter(self, PD_MQTT_STOPPED, PD_NEVER);
}

static struct pd_sink *
sink_free(struct pd_sink *sink)
{
        struct pd_mqtt *self = of(sink);

        if (!self)
                return NULL;
        if (self->outbox)
                pd_mqtt_hang_up(self);
        sd_event_source_disable_unref(self->wake);
        sd_event_source_disable_unref(self->timer);
        sd_event_source_disable_unref(self->birth);
        if (self->wake_fd >= 0)
                close(self->wake_fd);
        pd_outbox_free(self->outbox);
        pd_mqtt_forget_summaries(self);
        pd_mqtt_free_commands(self);
        free(self->known);
        pd_tls_free(self->tls);
        explicit_bzero(self->password, sizeof(self->password));
        free(self);
        mosquitto_lib_cleanup();
        return NULL;
}

static int
plug_in(struct pd_mqtt *self)
{
        sd_event *loop = self->context->loop;
        int r;

        self->outbox = pd_outbox_new();
        if (!self->outbox)
                return -ENOMEM;
        self->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (self->wake_fd < 0)
                return -errno;
        r = sd_event_add_io(loop, &self->wake, self->wake_fd, EPOLLIN, pd_mqtt_on_wake, self);
        if (r < 0)
                return r;
        r = sd_event_add_time(loop, &self->birth, CLOCK_BOOTTIME, 0, TIMER_ACCURACY, pd_mqtt_on_birth, self);
        if (r < 0)
                return r;
        (void) sd_event_source_set_enabled(self->birth, SD_EVENT_OFF);
        return sd_event_add_time(loop, &self->timer, CLOCK_BOOTTIME, 0, TIMER_ACCURACY, pd_mqtt_on_timer, self);
}

static int
sink_new(const void *settings, const struct pd_sink_context *context, struct pd_sink **ret)
{
        struct pd_mqtt *self = calloc(1, sizeof(*self));
        int r;

        if (!self)
                return -ENOMEM;
        mosquitto_lib_init();
        self->sink.type = &pd_sink_mqtt;
        self->context = context;
        self->settings = *(const struct pd_mqtt_settings *) settings;
        self->topics = (struct pd_topics) { .base = self->settings.base, .node = context->node };
        self->discovery = (struct pd_discovery) {
                .topics = &self->topics,
                .prefix = self->settings.discovery_prefix,
                .version = context->version,
                .mode = (enum pd_discovery_mode) self->settings.discovery,
        };
        self->protocol = MQTT_PROTOCOL_V5;
        self->wake_fd = -1;
        self->unanswered_since = PD_NEVER;
        self->started_real = pd_mqtt_clock(CLOCK_REALTIME);

        r = pd_mqtt_settings_check(self);
        if (r == 0)
                r = plug_in(self);
        if (r == 0)
                r = pd_mqtt_take_commands(self);
        if (r < 0) {
                sink_free(&self->sink);
                return r;
        }
        pd_mqtt_recall_announced(self);
        pd_mqtt_await_birth(self);
        pd_mqtt_enter(self, PD_MQTT_WAITING, pd_mqtt_now(self)); /* the first attempt, once the loop runs */
        *ret = &self->sink;
        return 0;
}

const struct pd_sink_type pd_sink_mqtt = {
        .key = "mqtt",
        .settings = pd_mqtt_settings,
        .settings_size = sizeof(struct pd_mqtt_settings),
        .settings_init = pd_mqtt_settings_init,
        .settings_try = pd_mqtt_settings_try,
        .new = sink_new,
        .event = sink_event,
        .forget = sink_forget,
        .forget_sensor = sink_forget_sensor,
        .purge = sink_purge,
        .status = sink_status,
        .stop = sink_stop,
        .free = sink_free,
};
