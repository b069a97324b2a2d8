/* SPDX-License-Identifier: MIT */
/* What is said of this machine: how the way out is doing. */
#include "mqtt/inside.h"

#include <string.h>
#include <sys/resource.h>

static void
read_health(const struct pd_mqtt *self, struct pd_bridge_health *ret)
{
        struct pd_outbox_counts counts;
        struct rusage usage = { 0 };

        pd_outbox_counts(self->outbox, &counts);
        (void) getrusage(RUSAGE_SELF, &usage);
        memset(ret, 0, sizeof(*ret)); /* padding, too: compared as bytes */
        ret->connected_real = self->connected_real;
        ret->connections = self->connections;
        ret->links = PD_UNKNOWN;
        ret->queued = counts.queued;
        ret->queued_bytes = counts.queued_bytes;
        ret->in_flight = counts.in_flight;
        ret->dropped_live = counts.dropped_live;
        ret->dropped_stale = counts.dropped_stale;
        ret->dropped_full = counts.dropped_full;
        ret->refused = counts.refused;
        ret->memory_peak_kib = usage.ru_maxrss;
}

/* Only when there is news. */
void
pd_mqtt_say_health(struct pd_mqtt *self)
{
        struct pd_bridge_health health;

        read_health(self, &health);
        if (memcmp(&health, &self->said, sizeof(health)) == 0)
                return;
        memcpy(&self->said, &health, sizeof(health));
        if (pd_topics_health(&self->topics, &health, &self->message) == 0)
                pd_mqtt_offer(self);
}
