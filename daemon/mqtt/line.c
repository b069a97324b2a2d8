/* SPDX-License-Identifier: MIT */
/* The line to the broker: its states (mqtt.h), and what wakes it. */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <mqtt_protocol.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
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

/* The library counts from its own write, which is up to a turn after LAST_OUT:
 * a little later it is sure to find the line silent for long enough, and asks.
 * The broker's patience is one and a half (MQTT 5 section 3.1.2.10). */
static pd_usec
next_look(const struct pd_mqtt *self)
{
        pd_usec later = self->keepalive / 4;

        return self->last_out + self->keepalive + (later < PD_SEC ? later : PD_SEC);
}

static void
welcome(struct pd_mqtt *self)
{
        bool feuding = pd_mqtt_suspects_twin(self);

        if (!feuding) /* or the same would be news each time */
                self->complaint[0] = '\0';
        self->online_since = self->last_out = pd_mqtt_now(self);
        self->connected_real = pd_mqtt_clock(CLOCK_REALTIME);
        self->connections++;
        if (self->protocol == MQTT_PROTOCOL_V5)
                self->known_old = false;
        pd_mqtt_enter(self, PD_MQTT_ONLINE, next_look(self));
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
                        pd_mqtt_on_refused(self);
                        return;
                }
                self->greeted = false;
                welcome(self);
        }
        pd_mqtt_carry_out(self);
        pd_mqtt_announce(self);
        pd_mqtt_flush(self);
        if (self->lost) {
                pd_mqtt_on_lost(self);
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
        if (next_look(self) <= now)
                self->last_out = now; /* it has asked */
        pd_mqtt_enter(self, PD_MQTT_ONLINE, next_look(self));
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
                pd_mqtt_dial(self);
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
                pd_mqtt_retry(self, "cannot reach", "neither a name nor a connection in 30 s");
                break;
        case PD_MQTT_STOPPED:
                break;
        }
        return 0;
}

/* --- dialling ------------------------------------------------------------- */

void
pd_mqtt_dial(struct pd_mqtt *self)
{
        char why[PD_MQTT_WHY_SIZE] = "";
        int r;

        r = pd_mqtt_start_dialling(self, why, sizeof(why));
        if (r < 0) {
                pd_mqtt_retry(self, "cannot dial", why[0] ? why : r == -EBUSY ? "earlier attempts still hang" : strerror(-r));
                return;
        }
        pd_mqtt_enter(self, PD_MQTT_DIALLING, pd_mqtt_now(self) + DIALLING_TIMEOUT);
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
                pd_mqtt_on_unreached(self, &outcome);
                return 0;
        }
        r = sd_event_add_io(self->context->loop, &self->io, mosquitto_socket(self->handle), EPOLLIN, on_io, self);
        if (r < 0) {
                pd_mqtt_retry(self, "cannot listen to", strerror(-r));
                return 0;
        }
        pd_mqtt_enter(self, PD_MQTT_GREETING, pd_mqtt_now(self) + GREETING_TIMEOUT);
        /* libmosquitto 2.0.11 sends no CONNECT before it has seen the handshake's end itself. */
        if (self->tls)
                read_line(self);
        settle(self);
        return 0;
}
