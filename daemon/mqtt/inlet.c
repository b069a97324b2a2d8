/* SPDX-License-Identifier: MIT */
/*
 * What we listen to: a row a topic. Asked for anew on each line; what comes is
 * given to the row whose topic it bears, if it is not too long. Nothing that
 * was retained from before is asked for.
 */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <mqtt_protocol.h>
#include <string.h>
#include <syslog.h>

static const struct pd_inlet *const inlets[] = {
        &pd_mqtt_birth_inlet,
};
#define N_INLETS (sizeof(inlets) / sizeof(inlets[0]))

_Static_assert(N_INLETS <= PD_MQTT_INLETS_MAX, "an id for each");

void
pd_mqtt_listen(struct pd_mqtt *self)
{
        int options = self->protocol == MQTT_PROTOCOL_V5 ? MQTT_SUB_OPT_SEND_RETAIN_NEVER | MQTT_SUB_OPT_NO_LOCAL : 0;
        char topic[PD_TOPIC_SIZE];

        for (size_t i = 0; i < N_INLETS && !self->lost; i++) {
                int rc;

                self->inlet_mids[i] = 0;
                if (inlets[i]->topic(self, topic) < 0)
                        continue;
                rc = mosquitto_subscribe_v5(self->handle, &self->inlet_mids[i], topic, inlets[i]->qos, options, NULL);
                if (rc != MOSQ_ERR_SUCCESS)
                        pd_mqtt_note_lost(self, rc);
        }
}

void
pd_mqtt_note_subscribed(struct pd_mqtt *self, int mid, int code)
{
        char topic[PD_TOPIC_SIZE];

        for (size_t i = 0; i < N_INLETS; i++) {
                if (self->inlet_mids[i] != mid || code < 128 || inlets[i]->topic(self, topic) < 0)
                        continue;
                pd_log(LOG_WARNING, "mqtt broker %s:%d does not let us listen to %s: %s", self->settings.host, self->settings.port, topic,
                       mosquitto_reason_string(code));
        }
}

void
pd_mqtt_take_letter(struct pd_mqtt *self, const struct pd_letter *letter)
{
        char topic[PD_TOPIC_SIZE];
        bool matches;

        for (size_t i = 0; i < N_INLETS; i++) {
                if (inlets[i]->topic(self, topic) < 0 ||
                    mosquitto_topic_matches_sub(topic, letter->topic, &matches) != MOSQ_ERR_SUCCESS || !matches)
                        continue;
                if (letter->length > inlets[i]->most)
                        pd_log(LOG_DEBUG, "mqtt: %zu bytes on %s are more than the %zu that make sense there, ignoring them",
                               letter->length, letter->topic, inlets[i]->most);
                else
                        inlets[i]->take(self, letter);
                return;
        }
}
