/* SPDX-License-Identifier: MIT */
/* The line to the broker: its states (mqtt.h), and why it is not there. */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <syslog.h>
#include <time.h>

/* Three name servers, each asked twice for 5 s (resolv.conf(5)); TCP alone would knock for two minutes. */
#define DIALLING_TIMEOUT (30 * PD_SEC)
#define GREETING_TIMEOUT (10 * PD_SEC)
/* A PUBACK takes a round trip. So long without any, and nobody is there: an
 * alert must not wait for two keepalives. Each PUBACK counts, not only the
 * oldest message's, so that a window of large summaries on a slow line is no
 * reason to hang up for as long as it makes progress. */
#define ANSWER_TIMEOUT (10 * PD_SEC)
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

static void dial(struct pd_mqtt *self);

/* --- time ---------------------------------------------------------------- */

pd_usec
pd_mqtt_clock(clockid_t clock)
{
        struct timespec ts;

        clock_gettime(clock, &ts);
        return ts.tv_sec * PD_SEC + ts.tv_nsec / 1000;
}

pd_usec
pd_mqtt_now(const struct pd_mqtt *self)
{
        uint64_t now;

        if (sd_event_now(self->context->loop, CLOCK_BOOTTIME, &now) < 0)
                return pd_mqtt_clock(CLOCK_BOOTTIME);
        return (pd_usec) now;
}

void
pd_mqtt_enter(struct pd_mqtt *self, enum pd_mqtt_state state, pd_usec at)
{
        self->state = state;
        self->look_at = at;
        if (at == PD_NEVER) {
                sd_event_source_set_enabled(self->timer, SD_EVENT_OFF);
                return;
        }
        sd_event_source_set_time(self->timer, (uint64_t) at);
        sd_event_source_set_enabled(self->timer, SD_EVENT_ONESHOT);
}

/* A quarter more or less. */
static pd_usec
scatter(pd_usec wait, uint32_t random)
{
        return wait + wait / 4 * (2 * (pd_usec) (random % 1024) - 1023) / 1023;
}

pd_usec
pd_mqtt_backoff(unsigned failures, uint32_t random)
{
        pd_usec wait = failures < BACKOFF_DOUBLINGS ? (1 << failures) * PD_SEC : BACKOFF_MAX_S * PD_SEC;

        wait = scatter(wait, random);
        if (wait < PD_SEC)
                return PD_SEC;
        return wait < BACKOFF_MAX_S * PD_SEC ? wait : BACKOFF_MAX_S * PD_SEC;
}

/* --- off line -------------------------------------------------------------- */

void
pd_mqtt_hang_up(struct pd_mqtt *self)
{
        eventfd_t stale;

        /* The library may have closed the socket: the source goes first thing. */
        self->io = sd_event_source_disable_unref(self->io);
        self->dial = pd_dial_abandon(self->dial);
        (void) eventfd_read(self->wake_fd, &stale); /* of an attempt that came to its end meanwhile */
        if (self->handle)
                mosquitto_destroy(self->handle);
        self->handle = NULL;
        self->greeted = self->lost = false;
        self->unanswered_since = PD_NEVER;
        self->status_mid = 0;
        self->mark = 0;
        pd_outbox_disconnect(self->outbox);
        pd_mqtt_line_is_gone(self);
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

static void
retry(struct pd_mqtt *self, const char *what, const char *why)
{
        retry_in(self, pd_mqtt_backoff(self->failures++, any_number(self)), what, why);
}

/* Thrown out once more. */
static void
make_room(struct pd_mqtt *self, const char *why)
{
        unsigned doublings = self->thrown_out <= TWIN_DOUBLINGS ? self->thrown_out - 1 : TWIN_DOUBLINGS;

        retry_in(self, scatter(PD_MINUTE << doublings, any_number(self)), "thrown out by", why);
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
refusal(const struct pd_mqtt *self)
{
        if (self->protocol == MQTT_PROTOCOL_V5)
                return mosquitto_reason_string(self->greeting_code);
        return mosquitto_connack_string(self->greeting_code);
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

static void
on_refused(struct pd_mqtt *self)
{
        bool version = refuses_version(self);
        const char *why = refusal(self);

        if (version) {
                note_old(self, "does not speak");
                pd_mqtt_hang_up(self);
                self->protocol = MQTT_PROTOCOL_V311;
                dial(self);
                return;
        }
        self->protocol = MQTT_PROTOCOL_V5;
        retry(self, "refused by", why);
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
                retry(self, "thrown out by", why);
        else
                retry(self, "lost", reason(self->lost_code, self->lost_error));
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
        retry(self, "no TLS with", why);
}

/* In TLS 1.3 the broker judges our certificate when we believe the handshake to be over. */
static bool
is_untrusted(const struct pd_mqtt *self, const struct pd_tls_witness *witness)
{
        return self->tls && self->state == PD_MQTT_GREETING && witness->alert >= 0;
}

static void
on_lost(struct pd_mqtt *self)
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
                on_refused(self);
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
                retry(self, "no greeting from", reason(self->lost_code, self->lost_error));
}

/* --- on line --------------------------------------------------------------- */

void
pd_mqtt_tell_all(struct pd_mqtt *self)
{
        pd_mqtt_say_status(self, true);
        pd_said_forget(&self->said); /* who listens now may not have heard it */
        pd_mqtt_announce_all(self);
        pd_mqtt_announce(self);
        pd_mqtt_introduce(self);
        if (self->context->restate)
                self->context->restate(self->context->user);
        pd_mqtt_leave_stale(self);
}

static void
welcome(struct pd_mqtt *self)
{
        bool feuding = self->thrown_out > 0 || self->brief >= TWIN_SUSPECTED;

        if (!feuding) /* or the same would be news each time */
                self->complaint[0] = '\0';
        self->online_since = self->last_out = pd_mqtt_now(self);
        self->connected_real = pd_mqtt_clock(CLOCK_REALTIME);
        self->connections++;
        if (self->protocol == MQTT_PROTOCOL_V5)
                self->known_old = false;
        pd_mqtt_enter(self, PD_MQTT_ONLINE, self->online_since + self->keepalive);
        pd_log(feuding ? LOG_DEBUG : LOG_INFO, "connected to mqtt broker %s:%d (MQTT %s)", self->settings.host, self->settings.port,
                         self->protocol == MQTT_PROTOCOL_V5 ? "5" : "3.1.1");

        pd_mqtt_forget_retained(self);
        pd_mqtt_listen(self);
        pd_mqtt_tell_all(self);
        if (!self->remembered)
                pd_mqtt_restate_summaries(self);
        pd_outbox_connect(self->outbox, self->window);
}

static pd_usec
answer_due(const struct pd_mqtt *self)
{
        return self->unanswered_since == PD_NEVER ? PD_NEVER : self->unanswered_since + ANSWER_TIMEOUT;
}

void
pd_mqtt_arm(struct pd_mqtt *self)
{
        if (self->io)
                sd_event_source_set_io_events(self->io, EPOLLIN | (mosquitto_want_write(self->handle) ? EPOLLOUT : 0));
        /* Only ever earlier: the timer finds out by itself what has been answered meanwhile. */
        if (self->state == PD_MQTT_ONLINE && answer_due(self) < self->look_at)
                pd_mqtt_enter(self, PD_MQTT_ONLINE, answer_due(self));
}

/* After anything that the library did. */
static void
settle(struct pd_mqtt *self)
{
        if (self->state == PD_MQTT_GREETING && self->greeted) {
                if (self->protocol == MQTT_PROTOCOL_V5)
                        self->mute = 0;
                if (self->greeting_code != 0) {
                        on_refused(self);
                        return;
                }
                self->greeted = false;
                welcome(self);
        }
        pd_mqtt_carry_out(self);
        pd_mqtt_announce(self);
        pd_mqtt_flush(self);
        if (self->lost) {
                on_lost(self);
                return;
        }
        pd_mqtt_arm(self);
}

static int
read_line(struct pd_mqtt *self)
{
        int rc = mosquitto_loop_read(self->handle, 1);

        if (rc != MOSQ_ERR_SUCCESS)
                pd_mqtt_note_lost(self, rc);
        return rc;
}

static int
on_io(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        struct pd_mqtt *self = user;
        int rc = MOSQ_ERR_SUCCESS;

        (void) source;
        (void) fd;
        if (revents & ~(uint32_t) EPOLLOUT)
                rc = read_line(self);
        if (rc == MOSQ_ERR_SUCCESS && !self->lost && (revents & EPOLLOUT)) {
                rc = mosquitto_loop_write(self->handle, 1);
                self->last_out = pd_mqtt_now(self);
                if (rc != MOSQ_ERR_SUCCESS)
                        pd_mqtt_note_lost(self, rc);
        }
        settle(self);
        return 0;
}

/* The library counts whole seconds from its own write, which is up to a turn
 * after LAST_OUT: what it does not find due when the keepalive is over it does
 * a second later. It may have asked at either look, so the next period begins
 * with the first: the broker's patience is one and a half (MQTT 5 section
 * 3.1.2.10). */
static pd_usec
next_look(struct pd_mqtt *self, pd_usec now)
{
        pd_usec due = self->last_out + self->keepalive;

        if (now < due)
                return due;
        if (now < due + PD_SEC)
                return due + PD_SEC;
        self->last_out = now - PD_SEC;
        return self->last_out + self->keepalive;
}

/* Asks whether the broker is there, once the line has been silent for the
 * keepalive; not each second. Whoever owes an answer is not asked. */
static void
keep_alive(struct pd_mqtt *self)
{
        pd_usec now = pd_mqtt_now(self);
        int rc = mosquitto_loop_misc(self->handle);

        if (rc != MOSQ_ERR_SUCCESS)
                pd_mqtt_note_lost(self, rc);
        else if (answer_due(self) <= now)
                pd_mqtt_note_lost(self, MOSQ_ERR_KEEPALIVE);
        pd_mqtt_enter(self, PD_MQTT_ONLINE, next_look(self, now));
        pd_mqtt_look_at_node(self);
        settle(self);
}

/* Home Assistant has had its time to come up. */
int
pd_mqtt_on_birth(sd_event_source *source, uint64_t usec, void *user)
{
        struct pd_mqtt *self = user;

        (void) source;
        (void) usec;
        if (self->state != PD_MQTT_ONLINE || self->lost)
                return 0;
        pd_log(LOG_DEBUG, "Home Assistant has come up: telling it everything again");
        pd_mqtt_tell_all(self);
        settle(self);
        return 0;
}

int
pd_mqtt_on_timer(sd_event_source *source, uint64_t usec, void *user)
{
        struct pd_mqtt *self = user;

        (void) source;
        (void) usec;
        switch (self->state) {
        case PD_MQTT_WAITING:
                dial(self);
                break;
        case PD_MQTT_GREETING:
                pd_mqtt_note_lost(self, MOSQ_ERR_KEEPALIVE);
                settle(self);
                break;
        case PD_MQTT_ONLINE:
                keep_alive(self);
                break;
        case PD_MQTT_DIALLING:
                self->protocol = MQTT_PROTOCOL_V5;
                retry(self, "cannot reach", "neither a name nor a connection in 30 s");
                break;
        case PD_MQTT_STOPPED:
                break;
        }
        return 0;
}

/* --- dialling ------------------------------------------------------------- */

static void
dial(struct pd_mqtt *self)
{
        char why[PD_MQTT_WHY_SIZE] = "";
        int r;

        r = pd_mqtt_start_dialling(self, why, sizeof(why));
        if (r < 0) {
                retry(self, "cannot dial", why[0] ? why : r == -EBUSY ? "earlier attempts still hang" : strerror(-r));
                return;
        }
        pd_mqtt_enter(self, PD_MQTT_DIALLING, pd_mqtt_now(self) + DIALLING_TIMEOUT);
}

static void
on_unreached(struct pd_mqtt *self, const struct pd_dial_outcome *outcome)
{
        bool breach = self->tls && outcome->result == MOSQ_ERR_ERRNO && outcome->error == EPROTO; /* what libmosquitto calls it */

        self->protocol = MQTT_PROTOCOL_V5;
        if (outcome->result == MOSQ_ERR_TLS || outcome->witness.alert >= 0 || breach)
                on_untrusted(self, &outcome->witness);
        else
                retry(self, "cannot reach", reason(outcome->result, outcome->error));
}

/* The thread is through. */
int
pd_mqtt_on_wake(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        struct pd_mqtt *self = user;
        struct pd_dial_outcome outcome;
        eventfd_t value;
        int r;

        (void) source;
        (void) revents;
        if (eventfd_read(fd, &value) < 0 || self->state != PD_MQTT_DIALLING)
                return 0;
        pd_dial_finish(self->dial, &outcome);
        self->dial = NULL;
        self->handle = outcome.handle;
        if (outcome.result != MOSQ_ERR_SUCCESS) {
                on_unreached(self, &outcome);
                return 0;
        }
        r = sd_event_add_io(self->context->loop, &self->io, mosquitto_socket(self->handle), EPOLLIN, on_io, self);
        if (r < 0) {
                retry(self, "cannot listen to", strerror(-r));
                return 0;
        }
        pd_mqtt_enter(self, PD_MQTT_GREETING, pd_mqtt_now(self) + GREETING_TIMEOUT);
        /* libmosquitto 2.0.11 sends no CONNECT before it has seen the handshake's end itself. */
        if (self->tls)
                read_line(self);
        settle(self);
        return 0;
}
