/* SPDX-License-Identifier: MIT */
/* The connection, the name on it, and what is done for a caller (control.h). */
#include "control/control.h"

#include "control/bus.h"
#include "control/listeners.h"
#include "control/said.h"
#include "formats/payload.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <systemd/sd-event.h>
#include <time.h>

#define RETRY_FIRST (250 * PD_MSEC)
#define TIMER_ACCURACY ((uint64_t) PD_SEC / 4)

struct pd_control {
        const struct pd_control_context *context;
        char *bus_address;
        sd_bus *bus;
        sd_bus_slot *lost, *object, *asked;
        sd_event_source *timer;
        struct pd_listeners *listeners; /* NULL without a connection */
        bool owned;           /* the name is ours */
        bool complained;      /* that something is missing */
        pd_usec retry;        /* how long to wait before the next attempt */
        struct pd_said said_last;
        const char *newcomer; /* the only one who is told just now; NULL: all are */
        char payload[PD_PAYLOAD_SIZE];
};

static pd_usec
now_of(const struct pd_control *self)
{
        uint64_t now;

        return sd_event_now(self->context->loop, CLOCK_BOOTTIME, &now) < 0 ? 0 : (pd_usec) now;
}

/* ---- what a caller may do ---------------------------------------------------- */

/* Borrowed from MESSAGE. More than PD_CONTROL_WORDS_MAX are no order: nothing
 * is done for each of them, as sd_bus_message_read_strv() would. */
static int
read_words(sd_bus_message *message, const char *ret[static PD_CONTROL_WORDS_MAX], size_t *ret_n, sd_bus_error *error)
{
        size_t n = 0;
        const char *word;
        int r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "s");

        while (r >= 0) {
                r = sd_bus_message_read_basic(message, SD_BUS_TYPE_STRING, &word);
                if (r <= 0)
                        break;
                if (n == PD_CONTROL_WORDS_MAX)
                        return sd_bus_error_setf(
                                error, SD_BUS_ERROR_LIMITS_EXCEEDED, "an order has at most %d words", PD_CONTROL_WORDS_MAX);
                ret[n++] = word;
        }
        if (r >= 0)
                r = sd_bus_message_exit_container(message);
        *ret_n = n;
        return r;
}

static int
on_order(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_control *self = user;
        struct pd_order_answer answer;
        const char *athlete, *verb, *words[PD_CONTROL_WORDS_MAX];
        size_t n = 0;
        int r = sd_bus_message_read(message, "ss", &athlete, &verb);

        if (r >= 0)
                r = read_words(message, words, &n, error);
        if (r < 0)
                return r;
        self->context->order(self->context->user, athlete, verb, words, n, &answer);
        return sd_bus_reply_method_return(message, "iss", answer.result, answer.text, answer.json);
}

/* What the root says again, and what was said last. */
static void
welcome(struct pd_control *self, const char *newcomer)
{
        self->newcomer = newcomer;
        self->context->restate(self->context->user);
        self->newcomer = NULL;
        for (size_t i = 0; i < self->said_last.n; i++)
                if (self->said_last.items[i].json != NULL)
                        pd_listeners_tell(self->listeners, newcomer, now_of(self), "said", self->said_last.items[i].athlete,
                                self->said_last.items[i].json);
}

static int
on_listen(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_control *self = user;
        const char *sender = sd_bus_message_get_sender(message);
        struct pd_order_answer status;
        int r, is_new;

        if (sender == NULL)
                return -EINVAL;
        is_new = pd_listeners_add(self->listeners, sender, now_of(self));
        if (is_new == -ENOBUFS)
                return sd_bus_error_setf(error, SD_BUS_ERROR_LIMITS_EXCEEDED, "%d listen already", PD_LISTENERS_MAX);
        if (is_new < 0)
                return is_new;
        self->context->order(self->context->user, "", "status", NULL, 0, &status);
        r = sd_bus_reply_method_return(message, "s", status.json);
        if (is_new > 0)
                welcome(self, sender);
        return r;
}

static int
on_forget(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_control *self = user;
        const char *sender = sd_bus_message_get_sender(message);

        (void) error;
        if (sender != NULL)
                pd_listeners_remove(self->listeners, sender);
        return sd_bus_reply_method_return(message, "");
}

static int
read_version(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *reply, void *user,
        sd_bus_error *error)
{
        const struct pd_control *self = user;

        (void) bus, (void) path, (void) interface, (void) property, (void) error;
        return sd_bus_message_append(reply, "s", self->context->version);
}

/* Unprivileged here: who may call has been settled by the bus. */
static const sd_bus_vtable vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD_WITH_ARGS("Order", SD_BUS_ARGS("s", athlete, "s", verb, "as", words),
                SD_BUS_RESULT("i", result, "s", text, "s", json), on_order, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Listen", SD_BUS_NO_ARGS, SD_BUS_RESULT("s", json), on_listen, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD_WITH_ARGS("Forget", SD_BUS_NO_ARGS, SD_BUS_NO_RESULT, on_forget, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_SIGNAL_WITH_ARGS("Event", SD_BUS_ARGS("s", kind, "s", athlete, "s", json), 0),
        SD_BUS_PROPERTY("Version", "s", read_version, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_VTABLE_END,
};

/* ---- the connection ------------------------------------------------------------ */

static void
drop_connection(struct pd_control *self)
{
        self->lost = sd_bus_slot_unref(self->lost);
        self->object = sd_bus_slot_unref(self->object);
        self->asked = sd_bus_slot_unref(self->asked);
        self->listeners = pd_listeners_free(self->listeners);
        self->owned = false;
}

/* The connection itself is given back at the next attempt: this may be
 * called by it. */
static void
retry_later(struct pd_control *self, const char *why)
{
        int r;

        drop_connection(self);
        if (!self->complained)
                pd_log(LOG_WARNING, "control: %s; running on, but purposectl cannot reach this daemon; trying again every %d s at most",
                        why, (int) (PD_CONTROL_RETRY / PD_SEC));
        self->complained = true;
        r = sd_event_source_set_time(self->timer, (uint64_t) (now_of(self) + self->retry));
        if (r >= 0)
                r = sd_event_source_set_enabled(self->timer, SD_EVENT_ONESHOT);
        if (r < 0)
                pd_log(LOG_ERR, "control: no timer (%s); purposectl will not reach this daemon before its next start", strerror(-r));
        self->retry = self->retry * 2 < PD_CONTROL_RETRY ? self->retry * 2 : PD_CONTROL_RETRY;
}

static int
on_lost(sd_bus_message *message, void *user, sd_bus_error *error)
{
        (void) message;
        (void) error;
        retry_later(user, "the connection to the bus is lost");
        return 0;
}

/* DBUS_REQUEST_NAME_REPLY_PRIMARY_OWNER and _ALREADY_OWNER of the specification. */
#define NAME_IS_OURS 1
#define NAME_WAS_OURS 4

static int
on_named(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_control *self = user;
        uint32_t how = 0;

        (void) error;
        self->asked = sd_bus_slot_unref(self->asked);
        if (sd_bus_message_is_method_error(message, SD_BUS_ERROR_ACCESS_DENIED)) {
                self->retry = PD_CONTROL_RETRY;
                retry_later(self, "the bus does not let this user be " PD_CONTROL_NAME
                                  " (its policy is org.purposed1.conf in dbus-1/system.d; if the user is younger: systemctl reload dbus)");
        } else if (sd_bus_message_is_method_error(message, NULL)) {
                retry_later(self, sd_bus_message_get_error(message)->message);
        } else if (sd_bus_message_read(message, "u", &how) < 0 || (how != NAME_IS_OURS && how != NAME_WAS_OURS)) {
                self->retry = PD_CONTROL_RETRY;
                retry_later(self, "another daemon is " PD_CONTROL_NAME);
        } else {
                if (self->complained)
                        pd_log(LOG_NOTICE, "control: purposectl can reach this daemon now");
                self->owned = true;
                self->complained = false;
                self->retry = RETRY_FIRST;
        }
        return 0;
}

static int
connect_bus(struct pd_control *self)
{
        int r;

        self->bus = sd_bus_close_unref(self->bus);
        r = pd_bus_open(self->bus_address, &self->bus);
        if (r >= 0)
                r = sd_bus_attach_event(self->bus, self->context->loop, SD_EVENT_PRIORITY_NORMAL);
        if (r >= 0)
                r = sd_bus_match_signal(self->bus, &self->lost, "org.freedesktop.DBus.Local", "/org/freedesktop/DBus/Local",
                        "org.freedesktop.DBus.Local", "Disconnected", on_lost, self);
        if (r >= 0)
                r = sd_bus_add_object_vtable(self->bus, &self->object, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, vtable, self);
        if (r < 0)
                return r;
        self->listeners = pd_listeners_new(self->bus);
        if (self->listeners == NULL)
                return -ENOMEM;
        return sd_bus_request_name_async(self->bus, &self->asked, PD_CONTROL_NAME, 0, on_named, self);
}

static int
on_timer(sd_event_source *source, uint64_t usec, void *user)
{
        struct pd_control *self = user;
        char why[128];
        int r = connect_bus(self);

        (void) source;
        (void) usec;
        if (r >= 0)
                return 0;
        snprintf(why, sizeof(why), "no bus (%s)", strerror(-r));
        retry_later(self, why);
        return 0;
}

/* ---- life, and what happens ------------------------------------------------------ */

int
pd_control_new(const struct pd_control_context *context, const char *bus_address, struct pd_control **ret)
{
        struct pd_control *self = calloc(1, sizeof(*self));
        int r = -ENOMEM;

        if (self == NULL)
                return r;
        self->context = context;
        self->retry = RETRY_FIRST;
        if (bus_address != NULL)
                self->bus_address = strdup(bus_address);
        if (bus_address == NULL || self->bus_address != NULL) /* at once, in the loop's first turn */
                r = sd_event_add_time(context->loop, &self->timer, CLOCK_BOOTTIME, 0, TIMER_ACCURACY, on_timer, self);
        if (r < 0) {
                pd_control_free(self);
                return r;
        }
        *ret = self;
        return 0;
}

struct pd_control *
pd_control_free(struct pd_control *self)
{
        if (self == NULL)
                return NULL;
        drop_connection(self);
        sd_bus_close_unref(self->bus);
        sd_event_source_disable_unref(self->timer);
        pd_said_clear(&self->said_last);
        free(self->bus_address);
        free(self);
        return NULL;
}

#define KIND_SIZE (8 + PD_ADDRESS_SIZE)

/* As the topic of its payload is called; NULL: nobody here is told. */
static const char *
kind_of(const struct pd_event *event, char buffer[static KIND_SIZE])
{
        switch (event->kind) {
        case PD_EVENT_ALERT:
                return "alert";
        case PD_EVENT_LIVE:
                return "live";
        case PD_EVENT_SESSION:
                return "session";
        case PD_EVENT_SUMMARY:
                return "summary";
        case PD_EVENT_PLAN:
                return "plan";
        case PD_EVENT_WEEK:
                return "week";
        case PD_EVENT_SENSOR:
                snprintf(buffer, KIND_SIZE, "sensor/%s", event->sensor->address);
                return buffer;
        case PD_EVENT_STATE:   /* LIVE in other clothes */
        case PD_EVENT_REARMED: /* the journal's */
                return NULL;
        }
        return NULL;
}

/* PAYLOAD stands. A session that is over has said its last. */
static void
keep_said(struct pd_control *self, const struct pd_event *event, const char *athlete)
{
        if (event->kind == PD_EVENT_ALERT && event->session[0] != '\0')
                pd_said_keep(&self->said_last, athlete, self->payload);
        else if (event->kind == PD_EVENT_SESSION && !pd_session_state_is_run(event->session_change.state))
                pd_said_keep(&self->said_last, athlete, NULL);
}

void
pd_control_event(struct pd_control *self, const struct pd_event *event)
{
        char buffer[KIND_SIZE];
        const char *kind = kind_of(event, buffer), *athlete = event->athlete != NULL ? event->athlete->id : "";
        bool heard = self->listeners != NULL && pd_listeners_n(self->listeners) > 0;
        size_t length;

        if (kind == NULL || (!heard && event->kind != PD_EVENT_ALERT && event->kind != PD_EVENT_SESSION))
                return;
        if (pd_payload_event(event, self->payload, sizeof(self->payload), &length) < 0)
                return;
        keep_said(self, event, athlete);
        if (heard)
                pd_listeners_tell(self->listeners, self->newcomer, now_of(self), kind, athlete, self->payload);
}

void
pd_control_status(const struct pd_control *self, char *ret, size_t size)
{
        size_t n = self->listeners != NULL ? pd_listeners_n(self->listeners) : 0;

        if (!self->owned)
                snprintf(ret, size, "control: no bus");
        else
                snprintf(ret, size, "control: %zu listener%s", n, n == 1 ? "" : "s");
}
