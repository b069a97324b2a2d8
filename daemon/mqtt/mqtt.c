/* SPDX-License-Identifier: MIT */
/* libmosquitto on sd-event: see mqtt.h for the states. */
#include "mqtt/mqtt.h"

#include "mqtt/dial.h"
#include "mqtt/outbox.h"
#include "mqtt/secret.h"
#include "mqtt/topics.h"

#include "purposed/log.h"

#include <assert.h>
#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <syslog.h>
#include <systemd/sd-event.h>
#include <time.h>
#include <unistd.h>

#define HOST_SIZE 254            /* RFC 1035: 253 characters */
#define TEXT_SIZE 128
#define CLIENT_ID_SIZE 65
#define COMPLAINT_SIZE (HOST_SIZE + 200)
#define GREETING_TIMEOUT (10 * PD_SEC)
#define GOODBYE_TIMEOUT (900 * PD_MSEC) /* stop() has a second */
#define BACKOFF_MAX_S 60
#define BACKOFF_DOUBLINGS 6      /* 1 s to 32 s, then BACKOFF_MAX_S */
#define STEADY (60 * PD_SEC)     /* a line that stood so long was a good one: the next wait is short */
#define TIMER_ACCURACY (100 * PD_MSEC)
#define WILL_DELAY_S 10          /* a short break is no absence */
#define SESSION_EXPIRY_S 60      /* longer than the will's delay, or the will would not wait */

struct settings {
        char host[HOST_SIZE];
        int32_t port;
        char base[PD_TOPIC_BASE_MAX + 1];
        char username[TEXT_SIZE];
        char password_file[256];
        char client_id[CLIENT_ID_SIZE];
        int32_t keepalive_s;
};

#define TEXT(key_, field_, expected_)                                                                                                     \
        {                                                                                                                                 \
                .key = key_, .kind = PD_SETTING_TEXT, .offset = offsetof(struct settings, field_),                                        \
                .size = sizeof(((struct settings *) NULL)->field_), .expected = expected_                                                 \
        }
#define INTEGER(key_, field_, min_, max_, expected_)                                                                                      \
        {                                                                                                                                 \
                .key = key_, .kind = PD_SETTING_INTEGER, .offset = offsetof(struct settings, field_), .min = min_, .max = max_,           \
                .expected = expected_                                                                                                     \
        }

static const struct pd_setting settings_table[] = {
        TEXT("host", host, "the broker's name or address, such as localhost"),
        INTEGER("port", port, 1, 65535, "a port, such as 1883"),
        TEXT("base", base, "the first part of every topic, such as purposed"),
        TEXT("username", username, "the name by which the broker knows this client"),
        TEXT("password_file", password_file, "an absolute file name, or the name of a systemd credential"),
        TEXT("client_id", client_id, "a name that no other client of the broker has"),
        /* libmosquitto takes no less than 5 s. */
        INTEGER("keepalive", keepalive_s, 5, 3600, "seconds of silence before the broker is asked whether it is there, such as 30"),
        { .key = NULL },
};

enum state {
        WAITING,  /* no line; the timer holds the next attempt */
        DIALLING, /* a thread looks the name up and connects */
        GREETING, /* the socket stands, CONNECT is sent, no CONNACK yet */
        ONLINE,   /* the broker has taken us */
        STOPPED,  /* said goodbye; nothing happens any more */
};

struct mqtt {
        struct pd_sink sink;
        const struct pd_sink_context *context;
        struct settings settings;
        char password[PD_SECRET_SIZE];
        struct pd_topics topics;
        struct pd_outbox *outbox;
        struct pd_message message; /* scratch */

        enum state state;
        struct pd_dial *dial;     /* in DIALLING */
        struct mosquitto *handle; /* in GREETING and ONLINE */
        int protocol;             /* MQTT_PROTOCOL_V5 or _V311: of this attempt */
        unsigned failures;        /* in a row */
        unsigned brief;           /* lines in a row that the broker closed before they were STEADY */
        pd_usec online_since, last_out;
        pd_usec keepalive;
        int goodbye_mid; /* of `offline`, until it is acknowledged */

        int wake_fd;
        sd_event_source *wake, *io, *timer;

        /* What libmosquitto's callbacks noted; settle() looks at it. */
        bool greeted, lost;
        int greeting_code, lost_code, lost_error;
        size_t window;

        char complaint[COMPLAINT_SIZE]; /* the last that was logged; "" once on line */
        pd_usec started_real, connected_real;
        uint64_t connections;
        struct pd_bridge_health said; /* the health published last */
};

static void dial(struct mqtt *self);

static struct mqtt *
of(struct pd_sink *sink)
{
        return (struct mqtt *) sink;
}

/* --- time ---------------------------------------------------------------- */

static pd_usec
clock_read(clockid_t clock)
{
        struct timespec ts;

        clock_gettime(clock, &ts);
        return ts.tv_sec * PD_SEC + ts.tv_nsec / 1000;
}

static pd_usec
now_of(const struct mqtt *self)
{
        uint64_t now;

        if (sd_event_now(self->context->loop, CLOCK_BOOTTIME, &now) < 0)
                return clock_read(CLOCK_BOOTTIME);
        return (pd_usec) now;
}

/* The only writer of the state; AT is when on_timer() shall look at it. */
static void
enter(struct mqtt *self, enum state state, pd_usec at)
{
        self->state = state;
        if (at == PD_NEVER) {
                sd_event_source_set_enabled(self->timer, SD_EVENT_OFF);
                return;
        }
        sd_event_source_set_time(self->timer, (uint64_t) at);
        sd_event_source_set_enabled(self->timer, SD_EVENT_ONESHOT);
}

pd_usec
pd_mqtt_backoff(unsigned failures, uint32_t random)
{
        pd_usec wait = failures < BACKOFF_DOUBLINGS ? (1 << failures) * PD_SEC : BACKOFF_MAX_S * PD_SEC;

        wait += wait / 4 * (2 * (pd_usec) (random % 1024) - 1023) / 1023;
        if (wait < PD_SEC)
                return PD_SEC;
        return wait < BACKOFF_MAX_S * PD_SEC ? wait : BACKOFF_MAX_S * PD_SEC;
}

/* --- off line -------------------------------------------------------------- */

static void
hang_up(struct mqtt *self)
{
        /* The library may have closed the socket: the source goes first thing. */
        self->io = sd_event_source_disable_unref(self->io);
        self->dial = pd_dial_abandon(self->dial);
        if (self->handle)
                mosquitto_destroy(self->handle);
        self->handle = NULL;
        self->greeted = self->lost = false;
        pd_outbox_disconnect(self->outbox);
}

/* WHAT went wrong, and WHY; said once for as long as it stays the same. */
static void
retry(struct mqtt *self, const char *what, const char *why)
{
        char complaint[COMPLAINT_SIZE];
        uint32_t random = 0;
        pd_usec wait;

        if (getrandom(&random, sizeof(random), GRND_NONBLOCK) < 0)
                random = (uint32_t) now_of(self);
        wait = pd_mqtt_backoff(self->failures++, random);
        hang_up(self);
        enter(self, WAITING, now_of(self) + wait);

        snprintf(complaint, sizeof(complaint), "%s mqtt broker %s:%d: %s", what, self->settings.host, self->settings.port, why);
        pd_log(strcmp(complaint, self->complaint) == 0 ? LOG_DEBUG : LOG_WARNING, "%s, retrying in %d s", complaint,
                         (int) ((wait + PD_SEC / 2) / PD_SEC));
        memcpy(self->complaint, complaint, sizeof(complaint));
}

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

/* A CONNACK that says no. Version 3 knows only 1 to 5. */
static const char *
refusal(const struct mqtt *self)
{
        if (self->protocol == MQTT_PROTOCOL_V5)
                return mosquitto_reason_string(self->greeting_code);
        return mosquitto_connack_string(self->greeting_code);
}

/* A broker of version 3 answers version 5 with a CONNACK that is malformed in
 * version 5: libmosquitto calls that refused or a breach of protocol. */
static bool
refuses_version(const struct mqtt *self)
{
        if (self->protocol != MQTT_PROTOCOL_V5 || self->state != GREETING)
                return false;
        if (self->greeted)
                return self->greeting_code == MQTT_RC_UNSUPPORTED_PROTOCOL_VERSION ||
                       self->greeting_code == CONNACK_REFUSED_PROTOCOL_VERSION;
        return self->lost_code == MOSQ_ERR_PROTOCOL || self->lost_code == MOSQ_ERR_MALFORMED_PACKET;
}

static void
on_refused(struct mqtt *self)
{
        bool version = refuses_version(self);
        const char *why = refusal(self);

        if (version) {
                pd_log(LOG_INFO, "mqtt broker %s:%d does not speak MQTT 5, trying 3.1.1", self->settings.host,
                                 self->settings.port);
                hang_up(self);
                self->protocol = MQTT_PROTOCOL_V311;
                dial(self);
                return;
        }
        self->protocol = MQTT_PROTOCOL_V5;
        retry(self, "refused by", why);
}

/* Two clients of one id throw each other out for ever. Version 5 has a word for
 * it, but mosquitto 2.0.11 closes the older line without any: the second time
 * in a row that a young line is closed, the question is asked. The longest
 * wait after a plain word, growing ones after a suspicion. */
static bool
taken_over(struct mqtt *self, char *ret, size_t size)
{
        bool certain = self->lost_code == MQTT_RC_SESSION_TAKEN_OVER;

        if (!certain && self->brief < 2)
                return false;
        if (certain)
                self->failures = BACKOFF_DOUBLINGS;
        snprintf(ret, size,
                 certain ? "another client uses our client_id %s" :
                           "it closed the connection (does another client use our client_id %s?)",
                 self->settings.client_id);
        return true;
}

static void
on_lost(struct mqtt *self)
{
        bool online = self->state == ONLINE;
        bool steady = online && now_of(self) - self->online_since >= STEADY;
        char why[CLIENT_ID_SIZE + 80];

        if (refuses_version(self)) {
                on_refused(self);
                return;
        }
        if (steady)
                self->failures = self->brief = 0;
        else if (online && self->lost_code == MOSQ_ERR_CONN_LOST)
                self->brief++;
        self->protocol = MQTT_PROTOCOL_V5; /* it may be another broker next time */
        if (online && taken_over(self, why, sizeof(why)))
                retry(self, "thrown out by", why);
        else
                retry(self, online ? "lost" : "no greeting from", reason(self->lost_code, self->lost_error));
}

/* --- on line --------------------------------------------------------------- */

static void
note_lost(struct mqtt *self, int code)
{
        if (self->lost)
                return;
        self->lost_error = errno;
        self->lost = true;
        self->lost_code = code;
}

/* Publishes now. Returns MOSQ_ERR_*; the message's id in RET_MID. */
static int
publish(struct mqtt *self, const struct pd_parcel *parcel, int *ret_mid)
{
        mosquitto_property *properties = NULL;
        int rc = MOSQ_ERR_SUCCESS;

        if (parcel->expiry_s > 0 && self->protocol == MQTT_PROTOCOL_V5)
                rc = mosquitto_property_add_int32(&properties, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, (uint32_t) parcel->expiry_s);
        if (rc == MOSQ_ERR_SUCCESS)
                rc = mosquitto_publish_v5(self->handle, ret_mid, parcel->topic, (int) parcel->length, parcel->payload, parcel->qos,
                                          parcel->retain, properties);
        mosquitto_property_free_all(&properties);
        self->last_out = now_of(self);
        return rc;
}

/* All that can go. Stops while the socket is full: what waits in our outbox
 * can still be replaced by something newer, in the library's it cannot. */
static void
flush(struct mqtt *self)
{
        struct pd_parcel parcel;
        int mid, rc;

        while (self->state == ONLINE && !self->lost && !mosquitto_want_write(self->handle) &&
               pd_outbox_next(self->outbox, now_of(self), &parcel)) {
                rc = publish(self, &parcel, &mid);
                switch (rc) {
                case MOSQ_ERR_SUCCESS:
                        pd_outbox_sent(self->outbox, mid);
                        break;
                case MOSQ_ERR_NO_CONN:
                case MOSQ_ERR_CONN_LOST:
                case MOSQ_ERR_ERRNO:
                        note_lost(self, rc);
                        break;
                default:
                        pd_log(LOG_WARNING, "cannot publish on %s: %s, dropping the message", parcel.topic,
                                         mosquitto_strerror(rc));
                        pd_outbox_refuse(self->outbox);
                }
        }
}

static void
offer(struct mqtt *self)
{
        (void) pd_outbox_put(self->outbox, now_of(self), &self->message); /* what is dropped is counted */
}

static void
read_health(const struct mqtt *self, struct pd_bridge_health *ret)
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
static void
say_health(struct mqtt *self)
{
        struct pd_bridge_health health;

        read_health(self, &health);
        if (memcmp(&health, &self->said, sizeof(health)) == 0)
                return;
        memcpy(&self->said, &health, sizeof(health));
        if (pd_topics_health(&self->topics, &health, &self->message) == 0)
                offer(self);
}

/* Around the outbox: `online` comes before anything that waits, `offline` after all. */
static void
say_status(struct mqtt *self, bool online, int *ret_mid)
{
        struct pd_parcel parcel = { .qos = 1, .retain = true };
        int rc;

        pd_topics_status(&self->topics, online, &self->message);
        parcel.topic = self->message.topic;
        parcel.payload = self->message.payload;
        parcel.length = self->message.length;
        rc = publish(self, &parcel, ret_mid);
        if (rc != MOSQ_ERR_SUCCESS)
                note_lost(self, rc);
}

static void
welcome(struct mqtt *self)
{
        struct pd_bridge_info info = {
                .version = self->context->version,
                .started_real = self->started_real,
                .mqtt_version = self->protocol == MQTT_PROTOCOL_V5 ? 5 : 4,
        };

        self->online_since = self->last_out = now_of(self);
        self->connected_real = clock_read(CLOCK_REALTIME);
        self->connections++;
        self->complaint[0] = '\0';
        enter(self, ONLINE, self->online_since + self->keepalive);
        pd_log(LOG_INFO, "connected to mqtt broker %s:%d (MQTT %s)", self->settings.host, self->settings.port,
                         self->protocol == MQTT_PROTOCOL_V5 ? "5" : "3.1.1");

        say_status(self, true, NULL);
        if (pd_topics_info(&self->topics, &info, &self->message) == 0)
                offer(self);
        say_health(self);
        if (self->context->restate)
                self->context->restate(self->context->user);
        pd_outbox_connect(self->outbox, self->window);
}

/* --- what the library calls: it is in the middle of something, so take note only --- */

static void
on_connect(struct mosquitto *handle, void *user, int code, int flags, const mosquitto_property *properties)
{
        struct mqtt *self = user;
        uint16_t value;

        (void) handle;
        (void) flags;
        self->greeted = true;
        self->greeting_code = code;
        self->window = PD_OUTBOX_WINDOW;
        self->keepalive = self->settings.keepalive_s * PD_SEC;
        if (mosquitto_property_read_int16(properties, MQTT_PROP_RECEIVE_MAXIMUM, &value, false) && value < self->window)
                self->window = value;
        if (mosquitto_property_read_int16(properties, MQTT_PROP_SERVER_KEEP_ALIVE, &value, false) && value > 0)
                self->keepalive = value * PD_SEC;
}

static void
on_disconnect(struct mosquitto *handle, void *user, int code, const mosquitto_property *properties)
{
        (void) handle;
        (void) properties;
        note_lost(user, code);
}

/* Also called for QoS 0, whose ids the outbox does not know. */
static void
on_publish(struct mosquitto *handle, void *user, int mid, int code, const mosquitto_property *properties)
{
        struct mqtt *self = user;
        const struct pd_sink_context *context = self->context;
        bool taken = code < 128; /* reason codes from 0x80 are failures, MQTT 5 section 2.4 */
        struct pd_receipt receipt;

        (void) handle;
        (void) properties;
        if (mid == self->goodbye_mid)
                self->goodbye_mid = 0;
        if (pd_outbox_acknowledge(self->outbox, mid, taken, &receipt) < 0)
                return;
        if (!taken)
                pd_log(LOG_WARNING, "mqtt broker %s:%d does not take a message: %s, dropping it", self->settings.host,
                                 self->settings.port, mosquitto_reason_string(code));
        else if (receipt.sequence > 0 && context->acknowledged)
                context->acknowledged(context->user, pd_sink_mqtt.key, receipt.athlete, receipt.session, receipt.sequence);
}

/* --- the loop --------------------------------------------------------------- */

static void
arm(struct mqtt *self)
{
        if (self->io)
                sd_event_source_set_io_events(self->io, EPOLLIN | (mosquitto_want_write(self->handle) ? EPOLLOUT : 0));
}

/* After anything that the library did. */
static void
settle(struct mqtt *self)
{
        if (self->state == GREETING && self->greeted) {
                if (self->greeting_code != 0) {
                        on_refused(self);
                        return;
                }
                self->greeted = false;
                welcome(self);
        }
        flush(self);
        if (self->lost) {
                on_lost(self);
                return;
        }
        arm(self);
}

static int
on_io(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        struct mqtt *self = user;
        int rc = MOSQ_ERR_SUCCESS;

        (void) source;
        (void) fd;
        if (revents & ~(uint32_t) EPOLLOUT)
                rc = mosquitto_loop_read(self->handle, 1);
        if (rc == MOSQ_ERR_SUCCESS && !self->lost && (revents & EPOLLOUT))
                rc = mosquitto_loop_write(self->handle, 1);
        if (rc != MOSQ_ERR_SUCCESS)
                note_lost(self, rc);
        settle(self);
        return 0;
}

/* Asks whether the broker is there, once the line has been silent for the
 * keepalive; not each second. */
static void
keep_alive(struct mqtt *self)
{
        pd_usec now = now_of(self);
        int rc = mosquitto_loop_misc(self->handle);

        if (rc != MOSQ_ERR_SUCCESS)
                note_lost(self, rc);
        if (self->last_out + self->keepalive <= now)
                self->last_out = now;
        enter(self, ONLINE, self->last_out + self->keepalive);
        say_health(self);
        settle(self);
}

static int
on_timer(sd_event_source *source, uint64_t usec, void *user)
{
        struct mqtt *self = user;

        (void) source;
        (void) usec;
        switch (self->state) {
        case WAITING:
                dial(self);
                break;
        case GREETING:
                note_lost(self, MOSQ_ERR_KEEPALIVE);
                settle(self);
                break;
        case ONLINE:
                keep_alive(self);
                break;
        case DIALLING:
        case STOPPED:
                break;
        }
        return 0;
}

/* --- dialling ------------------------------------------------------------- */

static int
set_will(struct mqtt *self, struct mosquitto *handle)
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
new_handle(struct mqtt *self)
{
        const struct settings *settings = &self->settings;
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
        if (rc == MOSQ_ERR_SUCCESS)
                rc = set_will(self, handle);
        if (rc != MOSQ_ERR_SUCCESS) {
                mosquitto_destroy(handle);
                return NULL;
        }
        mosquitto_connect_v5_callback_set(handle, on_connect);
        mosquitto_disconnect_v5_callback_set(handle, on_disconnect);
        mosquitto_publish_v5_callback_set(handle, on_publish);
        return handle;
}

static int
start_dialling(struct mqtt *self)
{
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
            mosquitto_property_add_int32(&order.properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, SESSION_EXPIRY_S) != MOSQ_ERR_SUCCESS) {
                mosquitto_destroy(order.handle);
                return -ENOMEM;
        }
        return pd_dial_start(&order, &self->dial);
}

static void
dial(struct mqtt *self)
{
        int r;

        r = start_dialling(self);
        if (r < 0) {
                retry(self, "cannot dial", strerror(-r));
                return;
        }
        enter(self, DIALLING, PD_NEVER);
}

/* The thread is through. */
static int
on_wake(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        struct mqtt *self = user;
        eventfd_t value;
        int rc, error, r;

        (void) source;
        (void) revents;
        if (eventfd_read(fd, &value) < 0 || self->state != DIALLING)
                return 0;
        rc = pd_dial_finish(self->dial, &self->handle, &error);
        self->dial = NULL;
        if (rc != MOSQ_ERR_SUCCESS) {
                self->protocol = MQTT_PROTOCOL_V5;
                retry(self, "cannot reach", reason(rc, error));
                return 0;
        }
        r = sd_event_add_io(self->context->loop, &self->io, mosquitto_socket(self->handle), EPOLLIN, on_io, self);
        if (r < 0) {
                retry(self, "cannot listen to", strerror(-r));
                return 0;
        }
        enter(self, GREETING, now_of(self) + GREETING_TIMEOUT);
        settle(self);
        return 0;
}

/* --- the sink --------------------------------------------------------------- */

static void
settings_init(void *settings)
{
        *(struct settings *) settings = (struct settings) { .host = "localhost", .port = 1883, .base = "purposed", .keepalive_s = 30 };
}

static void
sink_event(struct pd_sink *sink, const struct pd_event *event)
{
        struct mqtt *self = of(sink);
        int r;

        if (self->state == STOPPED)
                return;
        r = pd_topics_event(&self->topics, event, &self->message);
        if (r == -ENOMSG)
                return;
        if (r < 0) {
                pd_log(LOG_ERR, "cannot write an mqtt message of kind %d: %s, dropping it", (int) event->kind, strerror(-r));
                return;
        }
        offer(self);
        if (self->state != ONLINE)
                return;
        flush(self);
        /* The line's end is left to the loop: the caller is in the middle of its events. */
        if (self->lost)
                sd_event_source_set_time(self->timer, 0);
        else
                arm(self);
}

static void
sink_status(const struct pd_sink *sink, char *ret, size_t size)
{
        const struct mqtt *self = (const struct mqtt *) sink;

        switch (self->state) {
        case WAITING:
                snprintf(ret, size, "mqtt: %s", self->complaint[0] ? self->complaint : "off line");
                return;
        case DIALLING:
        case GREETING:
                snprintf(ret, size, "mqtt: connecting");
                return;
        case ONLINE:
                snprintf(ret, size, "mqtt: connected");
                return;
        case STOPPED:
                snprintf(ret, size, "mqtt: stopped");
                return;
        }
}

/* One turn of the line without the loop. False once it is of no use any more. */
static bool
turn(struct mqtt *self, pd_usec deadline)
{
        pd_usec left = deadline - clock_read(CLOCK_BOOTTIME);
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

static bool
has_more(const struct mqtt *self)
{
        struct pd_outbox_counts counts;

        pd_outbox_counts(self->outbox, &counts);
        return counts.queued + counts.in_flight > 0;
}

/* What can go out goes out, then `offline`, then DISCONNECT with the session's end. */
static void
say_goodbye(struct mqtt *self)
{
        pd_usec deadline = clock_read(CLOCK_BOOTTIME) + GOODBYE_TIMEOUT;
        mosquitto_property *properties = NULL;

        do
                flush(self);
        while (has_more(self) && turn(self, deadline));

        if (!self->lost)
                say_status(self, false, &self->goodbye_mid);
        while (self->goodbye_mid != 0 && turn(self, deadline))
                ;
        if (self->protocol == MQTT_PROTOCOL_V5)
                (void) mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, 0);
        if (!self->lost)
                (void) mosquitto_disconnect_v5(self->handle, 0, properties);
        while (!self->lost && mosquitto_want_write(self->handle) && turn(self, deadline))
                ;
        mosquitto_property_free_all(&properties);
}

static void
sink_stop(struct pd_sink *sink)
{
        struct mqtt *self = of(sink);

        if (self->state == ONLINE)
                say_goodbye(self);
        hang_up(self);
        enter(self, STOPPED, PD_NEVER);
}

static struct pd_sink *
sink_free(struct pd_sink *sink)
{
        struct mqtt *self = of(sink);

        if (!self)
                return NULL;
        if (self->outbox)
                hang_up(self);
        sd_event_source_disable_unref(self->wake);
        sd_event_source_disable_unref(self->timer);
        if (self->wake_fd >= 0)
                close(self->wake_fd);
        pd_outbox_free(self->outbox);
        explicit_bzero(self->password, sizeof(self->password));
        free(self);
        mosquitto_lib_cleanup();
        return NULL;
}

static int
check(struct mqtt *self)
{
        struct settings *settings = &self->settings;
        size_t length = strlen(settings->base);

        if (length == 0 || settings->base[0] == '/' || settings->base[length - 1] == '/' ||
            mosquitto_pub_topic_check(settings->base) != MOSQ_ERR_SUCCESS) {
                pd_log(LOG_ERR, "mqtt: base '%s' is no topic", settings->base);
                return -EINVAL;
        }
        if (settings->password_file[0] && !settings->username[0]) {
                pd_log(LOG_ERR, "mqtt: password_file needs a username");
                return -EINVAL;
        }
        if (!settings->client_id[0])
                snprintf(settings->client_id, sizeof(settings->client_id), "purposed-%s", self->context->node);
        if (!settings->password_file[0])
                return 0;
        int r = pd_secret_read(settings->password_file, self->password);
        if (r < 0)
                pd_log(LOG_ERR, "mqtt: cannot read the password from %s: %s", settings->password_file, strerror(-r));
        return r;
}

static int
plug_in(struct mqtt *self)
{
        sd_event *loop = self->context->loop;
        int r;

        self->outbox = pd_outbox_new();
        if (!self->outbox)
                return -ENOMEM;
        self->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (self->wake_fd < 0)
                return -errno;
        r = sd_event_add_io(loop, &self->wake, self->wake_fd, EPOLLIN, on_wake, self);
        if (r < 0)
                return r;
        return sd_event_add_time(loop, &self->timer, CLOCK_BOOTTIME, 0, TIMER_ACCURACY, on_timer, self);
}

static int
sink_new(const void *settings, const struct pd_sink_context *context, struct pd_sink **ret)
{
        struct mqtt *self = calloc(1, sizeof(*self));
        int r;

        if (!self)
                return -ENOMEM;
        mosquitto_lib_init();
        self->sink.type = &pd_sink_mqtt;
        self->context = context;
        self->settings = *(const struct settings *) settings;
        self->topics = (struct pd_topics) { .base = self->settings.base, .node = context->node };
        self->protocol = MQTT_PROTOCOL_V5;
        self->wake_fd = -1;
        self->started_real = clock_read(CLOCK_REALTIME);

        r = check(self);
        if (r == 0)
                r = plug_in(self);
        if (r < 0) {
                sink_free(&self->sink);
                return r;
        }
        enter(self, WAITING, now_of(self)); /* the first attempt, once the loop runs */
        *ret = &self->sink;
        return 0;
}

const struct pd_sink_type pd_sink_mqtt = {
        .key = "mqtt",
        .settings = settings_table,
        .settings_size = sizeof(struct settings),
        .settings_init = settings_init,
        .new = sink_new,
        .event = sink_event,
        .status = sink_status,
        .stop = sink_stop,
        .free = sink_free,
};
