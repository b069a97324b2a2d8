/* SPDX-License-Identifier: MIT */
/*
 * What is published: an event becomes a topic and a payload. The daemon and
 * `purposectl replay` call the same function, so replay prints what the
 * daemon would have said, byte for byte.
 *
 *   <base>/<athlete>/live      QoS 0, retained     worthless 15 s later, and not retained in MQTT 3.1.1, which knows no end
 *   <base>/<athlete>/alert     QoS 1               worthless 120 s later
 *   <base>/<athlete>/state     QoS 1, retained     worthless 30 s later, and likewise
 *   <base>/<athlete>/session   QoS 1, retained
 *   <base>/<athlete>/summary   QoS 1, retained
 *   <base>/<athlete>/plan      QoS 1, retained
 *   <base>/<athlete>/week      QoS 1, retained
 *   <base>/<athlete>/rsp       QoS 1               worthless 30 s later (command_answer.h)
 *   <base>/bridge/<node>/sensor/<address>, status, info, health     QoS 1, retained
 */
#pragma once

#include "formats/payload.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_TOPIC_SIZE 192     /* base, "/bridge/", node, "/sensor/", address */
#define PD_TOPIC_BASE_MAX 64  /* bytes of the base */

#define PD_LIVE_EXPIRY_S 15
#define PD_STATE_EXPIRY_S 30  /* three of its periods: a heart rate is not shown as today's when it was yesterday's */
#define PD_ALERT_EXPIRY_S 120 /* an alert delivered an hour late is worse than none */
#define PD_DAY_EXPIRY_S (6 * 3600) /* what holds for the day waits for a phone that sleeps: a brief, a proposal */

/* What may become of a message that cannot go out at once. */
enum pd_queueing {
        PD_QUEUEING_NEVER,  /* dropped while off line; replaced by the next of its topic while the line is slow */
        PD_QUEUEING_NEWEST, /* the next of its topic replaces it */
        PD_QUEUEING_EACH,   /* every one of them, until it has expired */
        PD_QUEUEING_KEEP,   /* as NEWEST within its session; never dropped for lack of room */
};

struct pd_message {
        char topic[PD_TOPIC_SIZE];
        size_t length; /* of the payload */
        int qos;
        bool retain;
        int32_t expiry_s; /* 0 = it stays true */
        enum pd_queueing queueing;
        /* Of the event behind it; "" and 0 where it has none. */
        char athlete[PD_ID_SIZE];
        char session[PD_SESSION_ID_SIZE];
        uint32_t sequence;
        uint64_t ticket;
        char payload[PD_PAYLOAD_SIZE]; /* the last: a copy that is kept ends behind it */
};

/* Where the topics hang. */
struct pd_topics {
        const char *base; /* "purposed"; at most PD_TOPIC_BASE_MAX bytes */
        const char *node;
};

/* What stays true until it is said anew; without a payload it takes back what was said. The topic is still to come. */
void pd_topics_retained(struct pd_message *message);
/* What is said once, to whoever listens then, and is worthless after EXPIRY_S. */
void pd_topics_passing(struct pd_message *message, int32_t expiry_s);

/* "<base>/<athlete>/<leaf>", "<base>/bridge/<node>/<leaf>" */
void pd_topics_of_athlete(const struct pd_topics *topics, const char *athlete, const char *leaf, char ret[static PD_TOPIC_SIZE]);
void pd_topics_of_bridge(const struct pd_topics *topics, const char *leaf, char ret[static PD_TOPIC_SIZE]);

/* 0, or
 * -ENOMSG: nobody outside hears of this kind of event;
 * -EINVAL: an event of an athlete, without one;
 * -ENOBUFS: larger than a payload may be (never for what the engine says).
 * MESSAGE is undefined after a failure. */
int pd_topics_event(const struct pd_topics *topics, const struct pd_event *event, struct pd_message *message);

void pd_topics_status(const struct pd_topics *topics, bool online, struct pd_message *message);
int pd_topics_info(const struct pd_topics *topics, const struct pd_bridge_info *info, struct pd_message *message);
int pd_topics_health(const struct pd_topics *topics, const struct pd_bridge_health *health, struct pd_message *message);

/* The Ith message that takes back what is retained of an athlete: an empty one.
 * -ENOENT: after the last. */
int pd_topics_forget(const struct pd_topics *topics, const char *athlete, size_t i, struct pd_message *message);

/* The same of a sensor. */
void pd_topics_forget_sensor(const struct pd_topics *topics, const char *address, struct pd_message *message);
