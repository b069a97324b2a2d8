/* SPDX-License-Identifier: MIT */
/* What libmosquitto is given for one connection, and what it calls. */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

#define WILL_DELAY_S 10     /* a short break is no absence */
#define CONNACK_SESSION_PRESENT 1 /* MQTT 5 section 3.2.2.1.1 */
/* What the broker may hand us: twice a plan, so that one that is too long is still answered. Beyond that it keeps it to itself. */
#define PACKET_MOST (128 * 1024)
#define SESSION_EXPIRY_S 60 /* longer than the will's delay, or the will would not wait */

/* --- what the library calls: it is in the middle of something, so take note only --- */

void
pd_mqtt_note_lost(struct pd_mqtt *self, int code)
{
        if (self->lost)
                return;
        self->lost_error = errno;
        self->lost = true;
        self->lost_code = code;
}

static void
on_connect(struct mosquitto *handle, void *user, int code, int flags, const mosquitto_property *properties)
{
        struct pd_mqtt *self = user;
        uint16_t value;
        uint8_t available;

        (void) handle;
        self->greeted = true;
        self->remembered = flags & CONNACK_SESSION_PRESENT;
        self->greeting_code = code;
        self->window = PD_OUTBOX_WINDOW;
        self->keepalive = self->settings.keepalive_s * PD_SEC;
        if (mosquitto_property_read_int16(properties, MQTT_PROP_RECEIVE_MAXIMUM, &value, false) && value < self->window)
                self->window = value;
        if (mosquitto_property_read_int16(properties, MQTT_PROP_SERVER_KEEP_ALIVE, &value, false) && value > 0)
                self->keepalive = value * PD_SEC;
        self->packet_most = 0;
        (void) mosquitto_property_read_int32(properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, &self->packet_most, false);
        self->marks = !mosquitto_property_read_byte(properties, MQTT_PROP_SUBSCRIPTION_ID_AVAILABLE, &available, false) || available;
}

static void
on_disconnect(struct mosquitto *handle, void *user, int code, const mosquitto_property *properties)
{
        (void) handle;
        (void) properties;
        pd_mqtt_note_lost(user, code);
}

/* The broker has answered for one message; is there another that waits? */
static void
note_answer(struct pd_mqtt *self)
{
        struct pd_outbox_counts counts;

        pd_outbox_counts(self->outbox, &counts);
        self->unanswered_since = counts.in_flight > 0 ? pd_mqtt_now(self) : PD_NEVER;
}

/* The place for what the broker bars us from: one below our base, one for all else, which is discovery. */
static char *
barred_at(struct pd_mqtt *self, const char *topic)
{
        size_t length = strlen(self->settings.base);

        return self->barred[strncmp(topic, self->settings.base, length) == 0 && topic[length] == '/' ? 0 : 1];
}

/* Not authorised: the next one is likely not to be, either, and is no news. */
static void
note_barred(struct pd_mqtt *self, const char *topic)
{
        char *barred = barred_at(self, topic);
        bool ours = barred == self->barred[0];

        pd_log(barred[0] ? LOG_DEBUG : LOG_WARNING,
               "mqtt broker %s:%d does not let us write %s: Not authorized, dropping it; its ACL has to allow us %s/#%s",
               self->settings.host, self->settings.port, topic, ours ? self->settings.base : self->settings.discovery_prefix,
               ours ? "" : ", or set `discovery = off`");
        if (!barred[0])
                snprintf(barred, PD_TOPIC_SIZE, "%s", topic);
}

static void
note_taken(struct pd_mqtt *self, const char *topic)
{
        char *barred = barred_at(self, topic);

        if (strcmp(barred, topic) == 0)
                barred[0] = '\0'; /* somebody has mended the ACL meanwhile */
}

static void
note_refused(struct pd_mqtt *self, const char *topic, int code)
{
        if (code == MQTT_RC_NOT_AUTHORIZED)
                note_barred(self, topic);
        else
                pd_log(LOG_WARNING, "mqtt broker %s:%d does not take %s: %s, dropping it", self->settings.host, self->settings.port, topic,
                       mosquitto_reason_string(code));
}

/* Without it no listener knows whether we are there, and the will is likely to be refused as well. */
static void
note_status(struct pd_mqtt *self, int code)
{
        self->status_mid = 0;
        if (code < 128)
                return;
        pd_topics_status(&self->topics, true, &self->message);
        note_refused(self, self->message.topic, code);
}

/* Reasons that may pass: a quota, and whatever is the broker's own affair
 * (MQTT 5 section 3.4.2.1). */
static bool
may_pass(int code)
{
        return code == MQTT_RC_QUOTA_EXCEEDED || code == MQTT_RC_IMPLEMENTATION_SPECIFIC;
}

/* A final summary is worth another try. */
static bool
postpone(struct pd_mqtt *self, int mid, int code)
{
        if (!may_pass(code) || pd_outbox_postpone(self->outbox, pd_mqtt_now(self), mid) < 0)
                return false;
        note_answer(self);
        pd_log(LOG_WARNING, "mqtt broker %s:%d does not take a summary: %s, trying again later", self->settings.host, self->settings.port,
               mosquitto_reason_string(code));
        return true;
}

/* Also called for QoS 0, whose ids the outbox does not know. */
static void
on_publish(struct mosquitto *handle, void *user, int mid, int code, const mosquitto_property *properties)
{
        struct pd_mqtt *self = user;
        bool taken = code < 128; /* reason codes from 0x80 are failures, MQTT 5 section 2.4 */
        struct pd_receipt receipt;
        const char *topic;

        (void) handle;
        (void) properties;
        if (mid == self->status_mid) {
                note_status(self, code);
                return;
        }
        if (postpone(self, mid, code))
                return;
        topic = pd_outbox_topic(self->outbox, mid);
        if (topic == NULL)
                return;
        if (taken)
                note_taken(self, topic);
        else
                note_refused(self, topic, code);
        (void) pd_outbox_acknowledge(self->outbox, mid, taken, &receipt); /* it is in flight */
        note_answer(self);
        pd_mqtt_settle(self, &receipt, taken);
}

static void
on_subscribe(struct mosquitto *handle, void *user, int mid, int n, const int *codes, const mosquitto_property *properties)
{
        (void) handle;
        (void) properties;
        for (int i = 0; i < n; i++)
                pd_mqtt_note_subscribed(user, mid, codes[i]);
}

static void
on_message(struct mosquitto *handle, void *user, const struct mosquitto_message *message, const mosquitto_property *properties)
{
        struct pd_letter letter = {
                .topic = message->topic,
                .payload = message->payload,
                .length = (size_t) message->payloadlen,
                .retained = message->retain,
        };

        (void) handle;
        (void) mosquitto_property_read_varint(properties, MQTT_PROP_SUBSCRIPTION_IDENTIFIER, &letter.mark, false);
        pd_mqtt_take_letter(user, &letter);
}

/* --- the handle ----------------------------------------------------------- */

static int
set_will(struct pd_mqtt *self, struct mosquitto *handle)
{
        bool v5 = self->protocol == MQTT_PROTOCOL_V5;
        mosquitto_property *properties = NULL;
        int rc;

        if (v5) {
                rc = mosquitto_property_add_int32(&properties, MQTT_PROP_WILL_DELAY_INTERVAL, WILL_DELAY_S);
                if (rc != MOSQ_ERR_SUCCESS)
                        return rc;
        }
        pd_topics_status(&self->topics, false, &self->message);
        rc = mosquitto_will_set_v5(handle, self->message.topic, (int) self->message.length, self->message.payload, 1, true, properties);
        if (rc != MOSQ_ERR_SUCCESS)
                mosquitto_property_free_all(&properties);
        return rc;
}

/* A handle for one connection: the library keeps no message beyond it. In
 * version 5 the session outlives the line for SESSION_EXPIRY_S and is taken
 * up again, since a clean start would end it and with it the will's delay. */
static struct mosquitto *
new_handle(struct pd_mqtt *self)
{
        const struct pd_mqtt_settings *settings = &self->settings;
        bool clean = self->protocol != MQTT_PROTOCOL_V5;
        struct mosquitto *handle = mosquitto_new(settings->client_id, clean, self);
        int rc;

        if (!handle)
                return NULL;
        rc = mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, self->protocol);
        if (rc == MOSQ_ERR_SUCCESS)
                rc = mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1);
        if (rc == MOSQ_ERR_SUCCESS && settings->username[0])
                rc = mosquitto_username_pw_set(handle, settings->username, self->password[0] ? self->password : NULL);
        if (rc == MOSQ_ERR_SUCCESS && self->tls)
                rc = pd_tls_attach(self->tls, handle);
        if (rc == MOSQ_ERR_SUCCESS)
                rc = set_will(self, handle);
        if (rc != MOSQ_ERR_SUCCESS) {
                mosquitto_destroy(handle);
                return NULL;
        }
        mosquitto_connect_v5_callback_set(handle, on_connect);
        mosquitto_disconnect_v5_callback_set(handle, on_disconnect);
        mosquitto_publish_v5_callback_set(handle, on_publish);
        mosquitto_subscribe_v5_callback_set(handle, on_subscribe);
        mosquitto_message_v5_callback_set(handle, on_message);
        return handle;
}

/* A certificate that was renewed, or a CA that was put right, needs no new start. */
static int
renew_tls(struct pd_mqtt *self, char *why, size_t size)
{
        struct pd_tls_setup setup = pd_mqtt_tls_setup(&self->settings);
        struct pd_tls *fresh;
        int r;

        if (!self->tls_failed)
                return 0;
        r = pd_tls_new(&setup, &fresh, why, size);
        if (r < 0)
                return r;
        pd_tls_free(self->tls);
        self->tls = fresh;
        self->tls_failed = false;
        return 0;
}

int
pd_mqtt_start_dialling(struct pd_mqtt *self, char *why, size_t size)
{
        int r = renew_tls(self, why, size);

        if (r < 0)
                return r;
        memset(self->barred, 0, sizeof(self->barred));
        struct pd_dial_order order = {
                .handle = new_handle(self),
                .host = self->settings.host,
                .port = self->settings.port,
                .keepalive_s = self->settings.keepalive_s,
                .wake_fd = self->wake_fd,
        };

        if (!order.handle)
                return -ENOMEM;
        if (self->protocol == MQTT_PROTOCOL_V5 &&
            (mosquitto_property_add_int32(&order.properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, SESSION_EXPIRY_S) != MOSQ_ERR_SUCCESS ||
             mosquitto_property_add_int32(&order.properties, MQTT_PROP_MAXIMUM_PACKET_SIZE, PACKET_MOST) != MOSQ_ERR_SUCCESS)) {
                mosquitto_property_free_all(&order.properties);
                mosquitto_destroy(order.handle);
                return -ENOMEM;
        }
        return pd_dial_start(&order, &self->dial);
}
