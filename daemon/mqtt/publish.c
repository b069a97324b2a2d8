/* SPDX-License-Identifier: MIT */
/* From the outbox to the broker, as long as the line stands. */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <mqtt_protocol.h>
#include <poll.h>
#include <string.h>
#include <syslog.h>

#define GOODBYE_TIMEOUT (900 * PD_MSEC) /* stop() has a second */

/* MQTT 5 section 3.3 around topic and payload: type and flags, the remaining
 * length (4), the topic's (2), the packet's id (2), properties: their length
 * and the expiry (6). */
#define AROUND (1 + 4 + 2 + 2 + 6)

size_t
pd_mqtt_payload_most(const struct pd_mqtt *self, const char *topic)
{
        size_t around = AROUND + strlen(topic);

        if (self->packet_most == 0)
                return SIZE_MAX;
        return self->packet_most > around ? self->packet_most - around : 0;
}

/* A summary that the broker would not take whole goes with fewer steps; what
 * waits in the outbox stays as it is. */
static void
cut_to_size(struct pd_mqtt *self, struct pd_parcel *parcel)
{
        size_t most = pd_mqtt_payload_most(self, parcel->topic);

        if (parcel->length <= most || most == 0)
                return;
        memcpy(self->message.payload, parcel->payload, parcel->length);
        self->message.payload[parcel->length] = '\0';
        if (pd_payload_cut_steps(self->message.payload, most, &parcel->length) == 0)
                parcel->payload = self->message.payload;
}

/* Publishes now. Returns MOSQ_ERR_*; the message's id in RET_MID. */
static int
publish(struct pd_mqtt *self, const struct pd_parcel *parcel, int *ret_mid)
{
        mosquitto_property *properties = NULL;
        bool expires = parcel->expiry_s > 0, v5 = self->protocol == MQTT_PROTOCOL_V5;
        int rc = MOSQ_ERR_SUCCESS;

        if (expires && v5)
                rc = mosquitto_property_add_int32(&properties, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, (uint32_t) parcel->expiry_s);
        if (rc == MOSQ_ERR_SUCCESS)
                rc = mosquitto_publish_v5(self->handle, ret_mid, parcel->topic, (int) parcel->length, parcel->payload, parcel->qos,
                                          parcel->retain && (v5 || !expires), properties); /* 3.1.1 would never forget it */
        mosquitto_property_free_all(&properties);
        self->last_out = pd_mqtt_now(self);
        return rc;
}

void
pd_mqtt_settle(struct pd_mqtt *self, const struct pd_receipt *receipt, bool taken)
{
        const struct pd_sink_context *context = self->context;

        if (taken && receipt->sequence > 0 && context->acknowledged)
                context->acknowledged(context->user, pd_sink_mqtt.key, receipt->athlete, receipt->session, receipt->sequence);
        if (receipt->ticket != 0 && context->settled)
                context->settled(context->user, pd_sink_mqtt.key, receipt->ticket, taken);
}

/* All that can go. Stops while the socket is full: what waits in our outbox
 * can still be replaced by something newer, in the library's it cannot. */
void
pd_mqtt_flush(struct pd_mqtt *self)
{
        struct pd_receipt receipt;
        struct pd_parcel parcel;
        int mid, rc;

        while (self->state == PD_MQTT_ONLINE && !self->lost && !mosquitto_want_write(self->handle) &&
               pd_outbox_next(self->outbox, pd_mqtt_now(self), &parcel)) {
                cut_to_size(self, &parcel);
                rc = publish(self, &parcel, &mid);
                switch (rc) {
                case MOSQ_ERR_SUCCESS:
                        pd_outbox_sent(self->outbox, mid);
                        if (parcel.qos > 0 && self->unanswered_since == PD_NEVER)
                                self->unanswered_since = pd_mqtt_now(self);
                        break;
                case MOSQ_ERR_NO_CONN:
                case MOSQ_ERR_CONN_LOST:
                case MOSQ_ERR_ERRNO:
                        pd_mqtt_note_lost(self, rc);
                        break;
                default:
                        pd_log(LOG_WARNING, "cannot publish on %s: %s, dropping the message", parcel.topic,
                                         mosquitto_strerror(rc));
                        pd_outbox_refuse(self->outbox, &receipt);
                        pd_mqtt_settle(self, &receipt, false);
                }
        }
}

void
pd_mqtt_offer(struct pd_mqtt *self)
{
        (void) pd_outbox_put(self->outbox, pd_mqtt_now(self), &self->message); /* what is dropped is counted */
}

/* How many it has dropped, or seen refused, of what might hold: live values are not among them. */
static uint64_t
lost_messages(const struct pd_mqtt *self)
{
        struct pd_outbox_counts counts;

        pd_outbox_counts(self->outbox, &counts);
        return counts.dropped_stale + counts.dropped_full + counts.refused;
}

void
pd_mqtt_offer_news(struct pd_mqtt *self)
{
        uint64_t lost = lost_messages(self);

        if (self->lost_count != lost)
                pd_said_forget(&self->said);
        self->lost_count = lost;
        if (pd_said_already(&self->said, &self->message))
                self->unchanged++;
        else
                pd_mqtt_offer(self);
}

/* Around the outbox: `online` comes before anything that waits, `offline` after all. */
void
pd_mqtt_say_status(struct pd_mqtt *self, bool online)
{
        struct pd_parcel parcel = { .qos = 1, .retain = true };
        int rc;

        pd_topics_status(&self->topics, online, &self->message);
        parcel.topic = self->message.topic;
        parcel.payload = self->message.payload;
        parcel.length = self->message.length;
        rc = publish(self, &parcel, &self->status_mid);
        if (rc != MOSQ_ERR_SUCCESS)
                pd_mqtt_note_lost(self, rc);
}

/* --- without the loop ------------------------------------------------------ */

/* One turn of the line without the loop. False once it is of no use any more. */
static bool
turn(struct pd_mqtt *self, pd_usec deadline)
{
        pd_usec left = deadline - pd_mqtt_clock(CLOCK_BOOTTIME);
        struct pollfd poll_fd = { .fd = mosquitto_socket(self->handle), .events = POLLIN };

        if (left <= 0 || self->lost || poll_fd.fd < 0)
                return false;
        if (mosquitto_want_write(self->handle))
                poll_fd.events |= POLLOUT;
        if (poll(&poll_fd, 1, (int) (left / PD_MSEC) + 1) <= 0)
                return false;
        if (poll_fd.revents & ~POLLOUT && mosquitto_loop_read(self->handle, 1) != MOSQ_ERR_SUCCESS)
                return false;
        if (!self->lost && poll_fd.revents & POLLOUT && mosquitto_loop_write(self->handle, 1) != MOSQ_ERR_SUCCESS)
                return false;
        return !self->lost;
}

/* Once nothing is on its way, all that could go has gone: what waits still is
 * postponed, and is not waited for. */
static bool
has_more(const struct pd_mqtt *self)
{
        struct pd_outbox_counts counts;

        pd_outbox_counts(self->outbox, &counts);
        return counts.in_flight > 0 || mosquitto_want_write(self->handle);
}

/* What can go out goes out, then `offline`, then DISCONNECT with the session's end. */
void
pd_mqtt_say_goodbye(struct pd_mqtt *self)
{
        pd_usec deadline = pd_mqtt_clock(CLOCK_BOOTTIME) + GOODBYE_TIMEOUT;
        mosquitto_property *properties = NULL;

        do
                pd_mqtt_flush(self);
        while (has_more(self) && turn(self, deadline));

        if (!self->lost)
                pd_mqtt_say_status(self, false);
        while (self->status_mid != 0 && turn(self, deadline))
                ;
        if (self->protocol == MQTT_PROTOCOL_V5)
                (void) mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, 0);
        if (!self->lost)
                (void) mosquitto_disconnect_v5(self->handle, 0, properties);
        while (!self->lost && mosquitto_want_write(self->handle) && turn(self, deadline))
                ;
        mosquitto_property_free_all(&properties);
}
