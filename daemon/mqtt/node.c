/* SPDX-License-Identifier: MIT */
/* What is said of this machine: what it is, and how it is doing. Both when
 * the broker takes us; then health every HEALTH_EVERY and at each step
 * against a wedged adapter, and info when an adapter came or went. Always in
 * a turn in which the line is looked at anyway, so that no one wakes for it. */
#include "mqtt/inside.h"

#include <mqtt_protocol.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

#define HEALTH_EVERY (5 * PD_MINUTE)

/* False if nobody knows. */
static bool
ask(const struct pd_mqtt *self, struct pd_node_state *ret)
{
        if (!self->context->node_state)
                return false;
        self->context->node_state(self->context->user, ret);
        return true;
}

static void
say_info(struct pd_mqtt *self, const struct pd_node_state *node)
{
        const struct pd_bridge_info info = {
                .version = self->context->version,
                .adapters = node ? node->adapters : NULL,
                .configuration = node ? node->configuration : NULL,
                .started_real = self->started_real,
                .mqtt_version = self->protocol == MQTT_PROTOCOL_V5 ? 5 : 4,
        };

        snprintf(self->adapters_said, sizeof(self->adapters_said), "%s", node ? node->adapters : "");
        if (pd_topics_info(&self->topics, &info, &self->message) == 0)
                pd_mqtt_offer_news(self);
}

/* Changes with each step, and when one has helped. */
static uint64_t
recoveries_of(const struct pd_node_state *node)
{
        return node ? node->recoveries + node->recovered : 0;
}

static void
say_health(struct pd_mqtt *self, const struct pd_node_state *node)
{
        struct pd_outbox_counts counts;
        struct rusage usage = { 0 };

        pd_outbox_counts(self->outbox, &counts);
        (void) getrusage(RUSAGE_SELF, &usage);

        const struct pd_bridge_health health = {
                .connected_real = self->connected_real,
                .connections = self->connections,
                .node = node,
                .queued = counts.queued,
                .queued_bytes = counts.queued_bytes,
                .in_flight = counts.in_flight,
                .dropped_live = counts.dropped_live,
                .dropped_stale = counts.dropped_stale,
                .dropped_full = counts.dropped_full,
                .refused = counts.refused,
                .unchanged = self->unchanged,
                .memory_peak_kib = usage.ru_maxrss,
        };
        self->health_at = pd_mqtt_now(self);
        self->recoveries_said = recoveries_of(node);
        if (pd_topics_health(&self->topics, &health, &self->message) == 0)
                pd_mqtt_offer(self);
}

void
pd_mqtt_introduce(struct pd_mqtt *self)
{
        struct pd_node_state state;
        const struct pd_node_state *node = ask(self, &state) ? &state : NULL;

        say_info(self, node);
        say_health(self, node);
}

void
pd_mqtt_look_at_node(struct pd_mqtt *self)
{
        struct pd_node_state state;
        const struct pd_node_state *node = ask(self, &state) ? &state : NULL;

        if (pd_mqtt_now(self) - self->health_at >= HEALTH_EVERY || self->recoveries_said != recoveries_of(node))
                say_health(self, node);
        if (node && strcmp(node->adapters, self->adapters_said) != 0)
                say_info(self, node);
}
