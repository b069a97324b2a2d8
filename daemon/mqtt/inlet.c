/* SPDX-License-Identifier: MIT */
/*
 * What we listen to: topics, each with the inlet that takes what comes there,
 * if it is not too long. Asked for anew on each line. Nothing that was
 * retained from before is asked for; brokers of version 3 send it all the same.
 *
 * In version 5 each line marks its subscriptions by a number of its own, which
 * the broker sets on whatever it hands over: what it kept for us while we were
 * away bears another. So a session that is taken up, for the will's sake, does
 * not carry out orders of a minute ago.
 */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <mqtt_protocol.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <syslog.h>

#define MARK_MAX 268435455 /* MQTT 5 section 3.8.2.1.2 */

/* Another than that of the lines before, those of a daemon that was killed included. */
static uint32_t
new_mark(const struct pd_mqtt *self)
{
        uint32_t random = 0;

        if (getrandom(&random, sizeof(random), GRND_NONBLOCK) < 0)
                random = (uint32_t) pd_mqtt_now(self);
        return random % MARK_MAX + 1;
}

static void
subscribe(struct pd_mqtt *self, struct pd_subscription *subscription)
{
        bool v5 = self->protocol == MQTT_PROTOCOL_V5;
        int options = v5 ? MQTT_SUB_OPT_SEND_RETAIN_NEVER | MQTT_SUB_OPT_RETAIN_AS_PUBLISHED | MQTT_SUB_OPT_NO_LOCAL : 0;
        int qos = v5 && !self->marks ? 0 : subscription->inlet->qos; /* else what it keeps for us could not be told */
        mosquitto_property *properties = NULL;
        int rc = MOSQ_ERR_SUCCESS;

        if (v5 && self->marks)
                rc = mosquitto_property_add_varint(&properties, MQTT_PROP_SUBSCRIPTION_IDENTIFIER, self->mark);
        if (rc == MOSQ_ERR_SUCCESS)
                rc = mosquitto_subscribe_v5(self->handle, &subscription->mid, subscription->filter, qos, options, properties);
        mosquitto_property_free_all(&properties);
        if (rc != MOSQ_ERR_SUCCESS)
                pd_mqtt_note_lost(self, rc);
}

static bool
has_line(const struct pd_mqtt *self)
{
        return self->state == PD_MQTT_ONLINE && !self->lost;
}

static struct pd_subscription *
find_subscription(struct pd_mqtt *self, const char *filter)
{
        for (size_t i = 0; i < self->n_subscriptions; i++)
                if (strcmp(self->subscriptions[i].filter, filter) == 0)
                        return &self->subscriptions[i];
        return NULL;
}

void
pd_mqtt_listen_to(struct pd_mqtt *self, const char *filter, const struct pd_inlet *inlet)
{
        struct pd_subscription *subscription;

        if (find_subscription(self, filter) || self->n_subscriptions == PD_MQTT_SUBSCRIPTIONS_MAX)
                return;
        subscription = &self->subscriptions[self->n_subscriptions++];
        *subscription = (struct pd_subscription) { .inlet = inlet };
        snprintf(subscription->filter, sizeof(subscription->filter), "%s", filter);
        if (has_line(self))
                subscribe(self, subscription);
}

void
pd_mqtt_listen_no_more(struct pd_mqtt *self, const char *filter)
{
        struct pd_subscription *subscription = find_subscription(self, filter);
        int rc = MOSQ_ERR_SUCCESS;

        if (!subscription)
                return;
        if (has_line(self))
                rc = mosquitto_unsubscribe(self->handle, NULL, filter);
        if (rc != MOSQ_ERR_SUCCESS)
                pd_mqtt_note_lost(self, rc);
        *subscription = self->subscriptions[--self->n_subscriptions];
}

void
pd_mqtt_listen(struct pd_mqtt *self)
{
        self->mark = new_mark(self);
        for (size_t i = 0; i < self->n_subscriptions && !self->lost; i++)
                subscribe(self, &self->subscriptions[i]);
}

/* Said once for as long as it stays so. */
void
pd_mqtt_note_subscribed(struct pd_mqtt *self, int mid, int code)
{
        for (size_t i = 0; i < self->n_subscriptions; i++) {
                struct pd_subscription *subscription = &self->subscriptions[i];
                bool refused = code >= 128;

                if (subscription->mid != mid)
                        continue;
                if (refused && !subscription->refused)
                        pd_log(LOG_WARNING, "mqtt broker %s:%d does not let us listen to %s: %s; is it in the broker's ACL?",
                               self->settings.host, self->settings.port, subscription->filter, mosquitto_reason_string(code));
                subscription->refused = refused;
        }
}

void
pd_mqtt_take_letter(struct pd_mqtt *self, const struct pd_letter *letter)
{
        for (size_t i = 0; i < self->n_subscriptions; i++) {
                const struct pd_subscription *subscription = &self->subscriptions[i];
                bool matches;

                if (mosquitto_topic_matches_sub(subscription->filter, letter->topic, &matches) != MOSQ_ERR_SUCCESS || !matches)
                        continue;
                if (letter->length > subscription->inlet->most)
                        pd_log(LOG_DEBUG, "mqtt: %zu bytes on %s are more than the %zu that make sense there, ignoring them",
                               letter->length, letter->topic, subscription->inlet->most);
                else
                        subscription->inlet->take(self, letter);
                return;
        }
}
