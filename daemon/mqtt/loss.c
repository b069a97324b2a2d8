/* SPDX-License-Identifier: MIT */
/* Why there is no line, in words, and when it is tried again. */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <syslog.h>

#define BACKOFF_MAX_S 60
#define BACKOFF_DOUBLINGS 6 /* 1 s to 32 s, then BACKOFF_MAX_S */
#define MUTE_MAX 2 /* once may be a broker that is just going down */
#define STEADY (60 * PD_SEC) /* a line that stood so long was a good one: the next wait is short */
/* Two clients of one id: neither can win, so both come back more and more
 * slowly; on a line that stood longer than the other's longest wait it is
 * over. Without a word of the broker's, the longest wait is BACKOFF_MAX_S. */
#define TWIN_DOUBLINGS 4 /* 1 min to 16 min */
#define TWIN_GONE (30 * PD_MINUTE)
#define TWIN_SUSPECTED 2 /* brief lines */
#define SUSPECT_GONE (5 * STEADY)

/* --- the next attempt ------------------------------------------------------- */

/* Three quarters of it to all of it. */
static pd_usec
shorten(pd_usec wait, uint32_t random)
{
        return wait - wait / 4 * (pd_usec) (random % 1024) / 1023;
}

pd_usec
pd_mqtt_backoff(unsigned failures, uint32_t random)
{
        return shorten(failures < BACKOFF_DOUBLINGS ? (1 << failures) * PD_SEC : BACKOFF_MAX_S * PD_SEC, random);
}

static uint32_t
any_number(const struct pd_mqtt *self)
{
        uint32_t random = 0;

        if (getrandom(&random, sizeof(random), GRND_NONBLOCK) < 0)
                random = (uint32_t) pd_mqtt_now(self);
        return random;
}

/* WHAT went wrong, and WHY; said once for as long as it stays the same. */
static void
retry_in(struct pd_mqtt *self, pd_usec wait, const char *what, const char *why)
{
        char complaint[PD_MQTT_COMPLAINT_SIZE];

        pd_mqtt_hang_up(self);
        pd_mqtt_enter(self, PD_MQTT_WAITING, pd_mqtt_now(self) + wait);

        snprintf(complaint, sizeof(complaint), "%s mqtt broker %s:%d: %s", what, self->settings.host, self->settings.port, why);
        pd_log(strcmp(complaint, self->complaint) == 0 ? LOG_DEBUG : LOG_WARNING, "%s, retrying in %d s", complaint,
                         (int) ((wait + PD_SEC / 2) / PD_SEC));
        memcpy(self->complaint, complaint, sizeof(complaint));
}

void
pd_mqtt_retry(struct pd_mqtt *self, const char *what, const char *why)
{
        retry_in(self, pd_mqtt_backoff(self->failures++, any_number(self)), what, why);
}

/* Thrown out once more. */
static void
make_room(struct pd_mqtt *self, const char *why)
{
        unsigned doublings = self->thrown_out <= TWIN_DOUBLINGS ? self->thrown_out - 1 : TWIN_DOUBLINGS;

        retry_in(self, shorten(PD_MINUTE << doublings, any_number(self)), "thrown out by", why);
}

/* --- what went wrong --------------------------------------------------------- */

static const char *
reason(int code, int error)
{
        if (code >= 128)
                return mosquitto_reason_string(code);
        switch (code) {
        case MOSQ_ERR_ERRNO:
                return strerror(error);
        case MOSQ_ERR_EAI:
                return gai_strerror(error);
        case MOSQ_ERR_KEEPALIVE:
                return "it does not answer";
        case MOSQ_ERR_SUCCESS:
        case MOSQ_ERR_CONN_LOST:
                return "it closed the connection";
        default:
                return mosquitto_strerror(code);
        }
}

/* A CONNACK that says no, and what to do about it. Version 3 knows only 1 to 5. */
static const char *
refusal(const struct pd_mqtt *self)
{
        static const char denied[] = "not authorized: are `username`, password and `client_id` those that it knows?";
        int code = self->greeting_code;

        if (self->protocol != MQTT_PROTOCOL_V5)
                return code == CONNACK_REFUSED_BAD_USERNAME_PASSWORD || code == CONNACK_REFUSED_NOT_AUTHORIZED ?
                               denied :
                               mosquitto_connack_string(code);
        switch (code) {
        case MQTT_RC_BAD_USERNAME_OR_PASSWORD:
        case MQTT_RC_NOT_AUTHORIZED:
                return denied;
        case MQTT_RC_QOS_NOT_SUPPORTED: /* of the will, as of all that must arrive */
                return "it takes no QoS 1, by which an alert is known to have arrived (max_qos of mosquitto)";
        case MQTT_RC_RETAIN_NOT_SUPPORTED:
                return "it retains nothing, and who listens later would hear nothing (retain_available of mosquitto)";
        default:
                return mosquitto_reason_string(code);
        }
}

/* A broker of version 3 answers version 5 with a CONNACK that is malformed in
 * version 5: libmosquitto calls that refused or a breach of protocol. */
static bool
refuses_version(const struct pd_mqtt *self)
{
        if (self->protocol != MQTT_PROTOCOL_V5 || self->state != PD_MQTT_GREETING)
                return false;
        if (self->greeted)
                return self->greeting_code == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION ||
                       self->greeting_code == CONNACK_REFUSED_PROTOCOL_VERSION;
        return self->lost_code == MOSQ_ERR_PROTOCOL || self->lost_code == MOSQ_ERR_MALFORMED_PACKET;
}

/* HOW the broker meets version 5; news the first time only, as each line begins with version 5. */
static void
note_old(struct pd_mqtt *self, const char *how)
{
        pd_log(self->known_old ? LOG_DEBUG : LOG_INFO, "mqtt broker %s:%d %s MQTT 5, trying 3.1.1", self->settings.host,
               self->settings.port, how);
        self->known_old = true;
}

void
pd_mqtt_on_refused(struct pd_mqtt *self)
{
        bool version = refuses_version(self);
        const char *why = refusal(self);

        if (version) {
                note_old(self, "does not speak");
                pd_mqtt_hang_up(self);
                self->protocol = MQTT_PROTOCOL_V311;
                pd_mqtt_dial(self);
                return;
        }
        self->protocol = MQTT_PROTOCOL_V5;
        pd_mqtt_retry(self, "refused by", why);
}

bool
pd_mqtt_suspects_twin(const struct pd_mqtt *self)
{
        return self->thrown_out > 0 || self->brief >= TWIN_SUSPECTED;
}

bool
pd_mqtt_has_twin(const struct pd_mqtt *self)
{
        return self->thrown_out > 0 && pd_mqtt_now(self) - self->online_since < TWIN_GONE;
}

/* Two clients of one id throw each other out for ever. */
static void
on_thrown_out(struct pd_mqtt *self)
{
        char why[PD_MQTT_WHY_SIZE];

        if (!pd_mqtt_has_twin(self))
                self->thrown_out = 0;
        self->thrown_out++;
        snprintf(why, sizeof(why), "another client uses our client_id %s: give one of the two another `node` or `client_id`",
                 self->settings.client_id);
        make_room(self, why);
}

/* mosquitto 2.0.11 closes the older line without a word: the second time in a
 * row that a young line is closed, the question is asked. */
static void
on_closed(struct pd_mqtt *self)
{
        char why[PD_MQTT_WHY_SIZE];

        snprintf(why, sizeof(why), "it closed the connection (does another client use our client_id %s?)", self->settings.client_id);
        if (self->brief >= TWIN_SUSPECTED)
                pd_mqtt_retry(self, "thrown out by", why);
        else
                pd_mqtt_retry(self, "lost", reason(self->lost_code, self->lost_error));
}

/* Some brokers of version 3 hang up on version 5 without a CONNACK. Once that
 * is likely the versions take turns, since it may be a sick broker of version
 * 5, or another one next time. */
static int
next_protocol(struct pd_mqtt *self)
{
        bool closed = self->lost_code == MOSQ_ERR_CONN_LOST || self->lost_code == MOSQ_ERR_ERRNO;

        if (self->protocol != MQTT_PROTOCOL_V5 || self->state != PD_MQTT_GREETING || !closed)
                return MQTT_PROTOCOL_V5;
        if (++self->mute < MUTE_MAX)
                return MQTT_PROTOCOL_V5;
        note_old(self, "hangs up on");
        return MQTT_PROTOCOL_V311;
}

/* Neither side gives a reason twice; who is not verified is not spoken to. */
static void
on_untrusted(struct pd_mqtt *self, const struct pd_tls_witness *witness)
{
        const struct pd_tls_setup setup = pd_mqtt_tls_setup(&self->settings);
        char why[PD_MQTT_WHY_SIZE];

        pd_tls_explain(witness, &setup, why, sizeof(why));
        self->tls_failed = true;
        pd_mqtt_retry(self, "no TLS with", why);
}

/* In TLS 1.3 the broker judges our certificate when we believe the handshake to be over. */
static bool
is_untrusted(const struct pd_mqtt *self, const struct pd_tls_witness *witness)
{
        return self->tls && self->state == PD_MQTT_GREETING && witness->alert >= 0;
}

void
pd_mqtt_on_lost(struct pd_mqtt *self)
{
        struct pd_tls_witness witness = pd_tls_take_witness();
        bool online = self->state == PD_MQTT_ONLINE;
        bool steady = online && pd_mqtt_now(self) - self->online_since >= (self->brief < TWIN_SUSPECTED ? STEADY : SUSPECT_GONE);

        if (is_untrusted(self, &witness)) {
                self->protocol = MQTT_PROTOCOL_V5;
                on_untrusted(self, &witness);
                return;
        }
        if (refuses_version(self)) {
                pd_mqtt_on_refused(self);
                return;
        }
        if (steady)
                self->failures = self->brief = 0;
        else if (online && self->lost_code == MOSQ_ERR_CONN_LOST)
                self->brief++;
        self->protocol = next_protocol(self);
        if (online && self->lost_code == MQTT_RC_SESSION_TAKEN_OVER)
                on_thrown_out(self);
        else if (online)
                on_closed(self);
        else
                pd_mqtt_retry(self, "no greeting from", reason(self->lost_code, self->lost_error));
}

void
pd_mqtt_on_unreached(struct pd_mqtt *self, const struct pd_dial_outcome *outcome)
{
        bool breach = self->tls && outcome->result == MOSQ_ERR_ERRNO && outcome->error == EPROTO; /* what libmosquitto calls it */

        self->protocol = MQTT_PROTOCOL_V5;
        if (outcome->result == MOSQ_ERR_TLS || outcome->witness.alert >= 0 || breach)
                on_untrusted(self, &outcome->witness);
        else
                pd_mqtt_retry(self, "cannot reach", reason(outcome->result, outcome->error));
}
