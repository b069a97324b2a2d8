/* SPDX-License-Identifier: MIT */
/* Topic, quality of service and shelf life of each kind of message. */
#include "mqtt/topics.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A message of which all but the payload is known. */
static void
message_init(struct pd_message *message, int qos, bool retain, int32_t expiry_s, enum pd_queueing queueing)
{
        message->topic[0] = message->payload[0] = '\0';
        message->length = 0;
        message->qos = qos;
        message->retain = retain;
        message->expiry_s = expiry_s;
        message->queueing = queueing;
        message->athlete[0] = message->session[0] = '\0';
        message->sequence = 0;
        message->ticket = 0;
}

void
pd_topics_retained(struct pd_message *message)
{
        message_init(message, 1, true, 0, PD_QUEUEING_NEWEST);
}

void
pd_topics_passing(struct pd_message *message, int32_t expiry_s)
{
        message_init(message, 1, false, expiry_s, PD_QUEUEING_EACH);
}

void
pd_topics_of_athlete(const struct pd_topics *topics, const char *athlete, const char *leaf, char ret[static PD_TOPIC_SIZE])
{
        snprintf(ret, PD_TOPIC_SIZE, "%.*s/%.*s/%s", PD_TOPIC_BASE_MAX, topics->base, PD_ID_SIZE - 1, athlete, leaf);
}

void
pd_topics_of_bridge(const struct pd_topics *topics, const char *leaf, char ret[static PD_TOPIC_SIZE])
{
        snprintf(ret, PD_TOPIC_SIZE, "%.*s/bridge/%.*s/%s", PD_TOPIC_BASE_MAX, topics->base, PD_ID_SIZE - 1, topics->node, leaf);
}

static int
set_athlete_topic(const struct pd_topics *topics, const struct pd_event *event, const char *leaf, struct pd_message *message)
{
        if (!event->athlete)
                return -EINVAL;
        snprintf(message->athlete, sizeof(message->athlete), "%s", event->athlete->id);
        snprintf(message->session, sizeof(message->session), "%s", event->session);
        message->sequence = event->sequence;
        message->ticket = event->ticket;
        pd_topics_of_athlete(topics, message->athlete, leaf, message->topic);
        return 0;
}

static int
set_sensor_topic(const struct pd_topics *topics, const char *address, struct pd_message *message)
{
        char leaf[sizeof("sensor/") + PD_ADDRESS_SIZE];

        snprintf(leaf, sizeof(leaf), "sensor/%s", address);
        pd_topics_of_bridge(topics, leaf, message->topic);
        return 0;
}

/* What is left of its life, at least a second: whoever says it holds it to be worth hearing. */
static int32_t
alert_expiry_s(const struct pd_event *event)
{
        bool for_the_day = event->alert.type == PD_ALERT_BRIEF || event->alert.type == PD_ALERT_PROPOSAL;
        pd_usec life = (for_the_day ? PD_DAY_EXPIRY_S : PD_ALERT_EXPIRY_S) * PD_SEC;

        return event->age < life - PD_SEC ? (int32_t) ((life - event->age) / PD_SEC) : 1;
}

/* Topic and delivery; the payload is still to come. */
static int
address(const struct pd_topics *topics, const struct pd_event *event, struct pd_message *message)
{
        switch (event->kind) {
        case PD_EVENT_ALERT:
                message_init(message, 1, false, alert_expiry_s(event), PD_QUEUEING_EACH);
                return set_athlete_topic(topics, event, "alert", message);
        case PD_EVENT_LIVE:
                message_init(message, 0, true, PD_LIVE_EXPIRY_S, PD_QUEUEING_NEVER);
                return set_athlete_topic(topics, event, "live", message);
        case PD_EVENT_STATE:
                message_init(message, 1, true, PD_STATE_EXPIRY_S, PD_QUEUEING_NEWEST);
                return set_athlete_topic(topics, event, "state", message);
        case PD_EVENT_SESSION:
                message_init(message, 1, true, 0, PD_QUEUEING_NEWEST);
                return set_athlete_topic(topics, event, "session", message);
        case PD_EVENT_SUMMARY:
                message_init(message, 1, event->athlete->retain_summary, 0, event->summary.final ? PD_QUEUEING_KEEP : PD_QUEUEING_NEWEST);
                return set_athlete_topic(topics, event, "summary", message);
        case PD_EVENT_PLAN:
                message_init(message, 1, true, 0, PD_QUEUEING_NEWEST);
                return set_athlete_topic(topics, event, "plan", message);
        case PD_EVENT_WEEK: /* a report is kept beside that of another week, as summaries are */
                message_init(message, 1, event->athlete->retain_summary, 0, event->week->final ? PD_QUEUEING_KEEP : PD_QUEUEING_NEWEST);
                return set_athlete_topic(topics, event, "week", message);
        case PD_EVENT_SENSOR:
                message_init(message, 1, true, 0, PD_QUEUEING_NEWEST);
                return set_sensor_topic(topics, event->sensor->address, message);
        case PD_EVENT_REARMED:
                return -ENOMSG;
        }
        return -ENOMSG;
}

/* Byte for byte as it was, if it has been written before. */
static int
write_payload(const struct pd_event *event, struct pd_message *message)
{
        if (event->payload == NULL)
                return pd_payload_event(event, message->payload, sizeof(message->payload), &message->length);
        message->length = strlen(event->payload);
        if (message->length >= sizeof(message->payload))
                return -ENOBUFS;
        memcpy(message->payload, event->payload, message->length + 1);
        return 0;
}

int
pd_topics_event(const struct pd_topics *topics, const struct pd_event *event, struct pd_message *message)
{
        int r;

        r = address(topics, event, message);
        if (r < 0)
                return r;
        if (event->athlete && pd_athlete_is_guest(event->athlete)) /* leaves nothing behind */
                message->retain = false;
        return write_payload(event, message);
}

void
pd_topics_status(const struct pd_topics *topics, bool online, struct pd_message *message)
{
        const char *word = online ? "online" : "offline";

        pd_topics_retained(message);
        pd_topics_of_bridge(topics, "status", message->topic);
        message->length = strlen(word);
        memcpy(message->payload, word, message->length + 1);
}

int
pd_topics_info(const struct pd_topics *topics, const struct pd_bridge_info *info, struct pd_message *message)
{
        pd_topics_retained(message);
        pd_topics_of_bridge(topics, "info", message->topic);
        return pd_payload_info(info, topics->node, message->payload, sizeof(message->payload), &message->length);
}

int
pd_topics_health(const struct pd_topics *topics, const struct pd_bridge_health *health, struct pd_message *message)
{
        pd_topics_retained(message);
        pd_topics_of_bridge(topics, "health", message->topic);
        return pd_payload_health(health, message->payload, sizeof(message->payload), &message->length);
}

int
pd_topics_forget(const struct pd_topics *topics, const char *athlete, size_t i, struct pd_message *message)
{
        static const char *const leaves[] = {"live", "state", "session", "summary", "plan", "week"};

        if (i >= sizeof(leaves) / sizeof(leaves[0]))
                return -ENOENT;
        pd_topics_retained(message);
        snprintf(message->athlete, sizeof(message->athlete), "%s", athlete);
        pd_topics_of_athlete(topics, message->athlete, leaves[i], message->topic);
        return 0;
}

void
pd_topics_forget_sensor(const struct pd_topics *topics, const char *address, struct pd_message *message)
{
        pd_topics_retained(message);
        (void) set_sensor_topic(topics, address, message);
}
