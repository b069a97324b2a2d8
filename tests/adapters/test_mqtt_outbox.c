/* SPDX-License-Identifier: MIT */
/*
 * The MQTT sink against a real mosquitto, a second client that listens, and,
 * where mosquitto cannot be made to misbehave, a scripted peer. The resolver
 * and the clock are this file's (the executable's symbols come before
 * libc's), so that a slow name and an old alert need no waiting.
 */
#include "support/cm.h"

#include "formats/payload.h"
#include "mqtt/mqtt.h"
#include "support/broker.h"
#include "support/mqtt_bench.h"
#include "support/strict_json.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sched.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <syslog.h>
#include <systemd/sd-event.h>
#include <time.h>
#include <unistd.h>

#define HEARD_MAX 256

#ifdef __SANITIZE_THREAD__
/* libmosquitto 2.0.11 unlocks a mutex that it has not locked when the broker says DISCONNECT (lib/connect.c, do_client_disconnect()). */
const char *__tsan_default_suppressions(void);

__attribute__((visibility("default"))) const char *
__tsan_default_suppressions(void)
{
        return "mutex:libmosquitto.so\n";
}
#endif

/* --- the resolver and the clock --------------------------------------------- */

static atomic_int lookups, lookups_done;
static atomic_bool resolver_held;
static sem_t resolver;
static atomic_llong clock_back; /* seconds by which CLOCK_BOOTTIME is behind */
static atomic_llong clock_held; /* microseconds at which it and CLOCK_MONOTONIC stand; 0: they go */

__attribute__((visibility("default"))) int
getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **ret)
{
        int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
        int r;

        *(void **) &real = dlsym(RTLD_NEXT, "getaddrinfo");
        atomic_fetch_add(&lookups, 1);
        if (atomic_load(&resolver_held))
                sem_wait(&resolver);
        r = real(node, service, hints, ret);
        atomic_fetch_add(&lookups_done, 1);
        return r;
}

__attribute__((visibility("default"))) int
clock_gettime(clockid_t clock, struct timespec *ret)
{
        pd_usec held = atomic_load(&clock_held);
        int r;

        /* libmosquitto 2.0.11 looks at the second, later ones at the first. */
        if (held > 0 && (clock == CLOCK_BOOTTIME || clock == CLOCK_MONOTONIC)) {
                *ret = (struct timespec) { .tv_sec = held / PD_SEC, .tv_nsec = held % PD_SEC * 1000 };
                return 0;
        }
#ifdef SYS_clock_gettime64 /* where a long has 32 bits */
        r = (int) syscall(SYS_clock_gettime64, clock, ret);
#else
        r = (int) syscall(SYS_clock_gettime, clock, ret);
#endif
        if (r == 0 && clock == CLOCK_BOOTTIME)
                ret->tv_sec -= atomic_load(&clock_back);
        return r;
}

static struct pd_sink *
plug_in(const char *host, uint16_t port, const char *const *more)
{
        struct pd_sink *sink = NULL;

        assert_int_equal(mqtt_bench_new_sink(host, port, more, &sink), 0);
        return sink;
}

/* --- a listener ------------------------------------------------------------------ */

struct heard {
        char topic[192], payload[PD_PAYLOAD_SIZE];
        bool retained;
        uint32_t expiry_s;
};

static struct {
        struct mosquitto *handle;
        sd_event_source *io;
        bool subscribed;
        size_t n;
        struct heard heard[HEARD_MAX];
} listener;

static void
on_heard(struct mosquitto *handle, void *user, const struct mosquitto_message *message, const mosquitto_property *properties)
{
        struct heard *heard = &listener.heard[listener.n++];

        (void) handle;
        (void) user;
        assert_in_range(listener.n, 1, HEARD_MAX);
        snprintf(heard->topic, sizeof(heard->topic), "%s", message->topic);
        snprintf(heard->payload, sizeof(heard->payload), "%.*s", message->payloadlen, (const char *) message->payload);
        heard->retained = message->retain;
        heard->expiry_s = 0;
        mosquitto_property_read_int32(properties, MQTT_PROP_MESSAGE_EXPIRY_INTERVAL, &heard->expiry_s, false);
}

static void
on_subscribed(struct mosquitto *handle, void *user, int mid, int n, const int *qos, const mosquitto_property *properties)
{
        (void) handle, (void) user, (void) mid, (void) n, (void) qos, (void) properties;
        listener.subscribed = true;
}

static int
on_listener_io(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        (void) fd, (void) revents, (void) user;
        if (mosquitto_loop_read(listener.handle, 1) != MOSQ_ERR_SUCCESS)
                sd_event_source_set_enabled(source, SD_EVENT_OFF); /* the broker has gone */
        else
                while (mosquitto_want_write(listener.handle))
                        mosquitto_loop_write(listener.handle, 1);
        return 0;
}

static void
stop_listening(void)
{
        listener.io = sd_event_source_disable_unref(listener.io);
        if (listener.handle)
                mosquitto_destroy(listener.handle);
        listener.handle = NULL;
}

static bool
subscribed(void)
{
        return listener.subscribed;
}

static void
listen_to(uint16_t port, const char *username, const char *password)
{
        stop_listening();
        listener.n = 0;
        listener.subscribed = false;
        listener.handle = mosquitto_new("listener", true, NULL);
        assert_non_null(listener.handle);
        mosquitto_int_option(listener.handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
        if (username)
                mosquitto_username_pw_set(listener.handle, username, password);
        mosquitto_message_v5_callback_set(listener.handle, on_heard);
        mosquitto_subscribe_v5_callback_set(listener.handle, on_subscribed);
        assert_int_equal(mosquitto_connect(listener.handle, "127.0.0.1", port, 60), MOSQ_ERR_SUCCESS);
        assert_int_equal(mosquitto_subscribe(listener.handle, NULL, "#", 1), MOSQ_ERR_SUCCESS);
        assert_true(sd_event_add_io(mqtt_bench.loop, &listener.io, mosquitto_socket(listener.handle), EPOLLIN, on_listener_io, NULL) >= 0);
        mqtt_bench_wait_for(subscribed);
}

/* How often TOPIC said something that contains PART. */
static size_t
times_heard(const char *topic, const char *part)
{
        size_t n = 0;

        for (size_t i = 0; i < listener.n; i++)
                n += strcmp(listener.heard[i].topic, topic) == 0 && strstr(listener.heard[i].payload, part) != NULL;
        return n;
}

static const struct heard *
last_heard(const char *topic)
{
        for (size_t i = listener.n; i-- > 0;)
                if (strcmp(listener.heard[i].topic, topic) == 0)
                        return &listener.heard[i];
        fail_msg("nothing was heard on %s", topic);
        return NULL;
}

/* --- waiting ---------------------------------------------------------------------- */

static struct {
        const char *topic, *part;
        size_t n;
} wanted;

static bool
wanted_is_heard(void)
{
        return times_heard(wanted.topic, wanted.part) >= wanted.n;
}

static void
wait_to_hear(const char *topic, const char *part)
{
        wanted.topic = topic;
        wanted.part = part;
        wanted.n = 1;
        mqtt_bench_wait_for(wanted_is_heard);
}

static bool
session_is_taken(void)
{
        return mqtt_bench.sessions_taken > 0;
}

static uint32_t awaited;

static bool
awaited_is_acknowledged(void)
{
        return mqtt_bench.acknowledged >= awaited;
}

static void
wait_for_receipt(uint32_t sequence)
{
        awaited = sequence;
        mqtt_bench_wait_for(awaited_is_acknowledged);
}

/* Nothing is left that the broker has not answered: it answers in order. */
static void
settle_accounts(uint32_t sequence)
{
        mqtt_bench_say(PD_EVENT_ALERT, sequence);
        wait_for_receipt(sequence);
}

static int
set_up(void **state)
{
        mosquitto_lib_init();
        return mqtt_bench_set_up(state);
}

static void stop_peer(void);

static int
tear_down(void **state)
{
        struct broker *broker = *state;

        atomic_store(&clock_back, 0);
        atomic_store(&clock_held, 0);
        stop_peer();
        stop_listening();
        mqtt_bench_tear_down(state);
        broker_free(broker);
        *state = NULL;
        mosquitto_lib_cleanup();
        return 0;
}

static struct broker *
start(void **state)
{
        struct broker *broker = broker_new(NULL);

        assert_non_null(broker);
        *state = broker;
        return broker;
}

/* The sink's own end of its line to PORT, among this process's descriptors;
 * the listener's, which has the same peer, is known. -1: there is none. */
static int
line_to(uint16_t port)
{
        for (int fd = 3; fd < 256; fd++) {
                struct sockaddr_in6 address = { 0 }; /* room for either family; the port stands in the same place */
                socklen_t length = sizeof(address);

                if (fd != mosquitto_socket(listener.handle) && getpeername(fd, (struct sockaddr *) &address, &length) == 0 &&
                    address.sin6_port == htons(port))
                        return fd;
        }
        return -1;
}

/* --- with mosquitto ----------------------------------------------------------------- */

static void
it_says_online_and_restates_when_the_broker_takes_it(void **state)
{
        uint16_t port = broker_port(start(state));

        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        mqtt_bench_wait_for(session_is_taken);
        listen_to(port, NULL, NULL); /* later: what is retained is enough to know everything */
        wait_to_hear("purposed/bridge/pi/health", "connections");
        wait_to_hear("purposed/anna/session", "running");
        assert_int_equal(mqtt_bench.restated, 1);
        assert_string_equal(last_heard("purposed/bridge/pi/status")->payload, "online");
        assert_true(last_heard("purposed/bridge/pi/status")->retained);
        assert_non_null(strstr(last_heard("purposed/bridge/pi/info")->payload, "\"mqtt_version\":\"5\""));
        assert_true(last_heard("purposed/anna/session")->retained);
        assert_true(strict_json_valid(last_heard("purposed/bridge/pi/health")->payload));
        assert_non_null(strstr(last_heard("purposed/bridge/pi/health")->payload, "\"sensors\":2,\"links\":1,"));
        assert_non_null(strstr(last_heard("purposed/bridge/pi/info")->payload, "\"adapters\":null,\"configuration\":\"c0ffee\""));
}

/* The kernel's timers do not know this file's clock; the loop does, and
 * looks at it in each of its turns. */
static void
health_is_told_every_five_minutes_and_an_adapter_once_it_is_there(void **state)
{
        uint16_t port = broker_port(start(state));

        listen_to(port, NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        wait_to_hear("purposed/bridge/pi/health", "connections");
        settle_accounts(2);
        mqtt_bench.adapters = "hci0 00:00:5E:00:53:00";
        atomic_store(&clock_back, -31); /* the keepalive has passed: the line is looked at */
        wait_to_hear("purposed/bridge/pi/info", "hci0 00:00:5E:00:53:00");
        assert_int_equal(times_heard("purposed/bridge/pi/health", ""), 1);
        settle_accounts(3);
        atomic_store(&clock_back, -302);
        wanted.topic = "purposed/bridge/pi/health";
        wanted.part = "";
        wanted.n = 2;
        mqtt_bench_wait_for(wanted_is_heard);
        assert_int_equal(times_heard("purposed/bridge/pi/info", ""), 2);
        settle_accounts(4);
        mqtt_bench.recoveries = 1;
        atomic_store(&clock_back, -333);
        wait_to_hear("purposed/bridge/pi/health", "\"recoveries\":1");
}

static void
a_broker_that_lost_its_store_is_told_the_last_summary_again(void **state)
{
        struct broker *broker = start(state);
        static char first[PD_PAYLOAD_SIZE];

        listen_to(broker_port(broker), NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_SUMMARY, 7);
        mqtt_bench_say(PD_EVENT_SUMMARY, 9); /* of two, the last */
        wait_for_receipt(9);
        wait_to_hear("purposed/anna/summary", "20261122T100503Z");
        snprintf(first, sizeof(first), "%s", last_heard("purposed/anna/summary")->payload);
        broker_stop(broker, SIGTERM);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        stop_listening(); /* the broker's process would inherit its socket, and epoll would go on reporting it */

        assert_int_equal(broker_start(broker), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_ALERT, 10);
        wait_for_receipt(10); /* in order: what was said again is there */
        listen_to(broker_port(broker), NULL, NULL);
        wait_to_hear("purposed/anna/summary", "Done as meant.");
        assert_true(last_heard("purposed/anna/summary")->retained);
        assert_string_equal(last_heard("purposed/anna/summary")->payload, first);
}

/* MQTT 5's Maximum Packet Size: the last steps are left out, and counted. */
static void
a_summary_goes_to_a_broker_that_takes_small_packets_with_fewer_steps(void **state)
{
        static struct pd_step_done steps[40];
        struct pd_event event = mqtt_bench_event(PD_EVENT_SUMMARY, 7);
        struct broker *broker = broker_new("allow_anonymous true\nmax_packet_size 2000\n");
        const char *heard, *cut;
        size_t shown = 0;

        assert_non_null(broker);
        *state = broker;
        listen_to(broker_port(broker), NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        event.summary.steps = steps;
        event.summary.n_steps = 40;
        mqtt_bench.sink->type->event(mqtt_bench.sink, &event);
        wait_for_receipt(7);
        wait_to_hear("purposed/anna/summary", "20261122T100503Z");
        heard = last_heard("purposed/anna/summary")->payload;
        assert_true(strict_json_valid(heard));
        for (const char *at = heard; (at = strstr(at, "{\"step_index\":")) != NULL; at++)
                shown++;
        cut = strstr(heard, "\"steps_cut\":");
        assert_non_null(cut);
        assert_int_equal(shown + strtoul(strchr(cut, ':') + 1, NULL, 10), 40);
        assert_in_range(shown, 1, 39);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "summary"), 0);
}

/* Also when it is said again, to a broker that lost its store. */
static void
a_summary_of_200_steps_is_published_whole(void **state)
{
        static struct pd_step_done steps[PD_STEPS_MAX];
        struct pd_event event = mqtt_bench_event(PD_EVENT_SUMMARY, 7);
        struct broker *broker = start(state);

        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        event.summary.steps = steps;
        event.summary.n_steps = PD_STEPS_MAX;
        mqtt_bench.sink->type->event(mqtt_bench.sink, &event);
        wait_for_receipt(7);
        broker_stop(broker, SIGTERM);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        assert_int_equal(broker_start(broker), 0);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        settle_accounts(10); /* in order: what was said again is there */
        listen_to(broker_port(broker), NULL, NULL);
        wait_to_hear("purposed/anna/summary", "\"step_index\":200,");
        wait_to_hear("purposed/anna/summary", "\"steps_cut\":0}");
}

static void
of_who_is_forgotten_nothing_stays_retained(void **state)
{
        struct broker *broker = start(state);

        listen_to(broker_port(broker), NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_SUMMARY, 7);
        wait_for_receipt(7);
        mqtt_bench.sink->type->forget(mqtt_bench.sink, "anna");
        mqtt_bench.sink->type->forget(mqtt_bench.sink, "nobody");
        settle_accounts(8);
        stop_listening();
        listen_to(broker_port(broker), NULL, NULL); /* hears what is retained, and then: */
        mqtt_bench_say(PD_EVENT_SUMMARY, 9);
        wait_to_hear("purposed/anna/summary", "20261122T100503Z");
        assert_int_equal(times_heard("purposed/anna/summary", ""), 1);
        assert_int_equal(times_heard("purposed/anna/session", ""), 0);
}

static void
a_broker_that_remembers_is_not_told_the_summary_again(void **state)
{
        struct broker *broker = start(state);
        int fd;

        listen_to(broker_port(broker), NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(session_is_taken);
        mqtt_bench_say(PD_EVENT_SUMMARY, 9);
        wait_for_receipt(9);
        fd = line_to(broker_port(broker));
        assert_true(fd >= 0);
        assert_int_equal(shutdown(fd, SHUT_RDWR), 0);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_ALERT, 10);
        wait_for_receipt(10);
        wait_to_hear("purposed/anna/alert", "20261122T100503Z-10");
        assert_int_equal(mqtt_bench.restated, 2);
        assert_int_equal(times_heard("purposed/anna/summary", ""), 1);
}

static void
an_alert_is_not_retained_expires_and_is_acknowledged(void **state)
{
        uint16_t port = broker_port(start(state));

        listen_to(port, NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_ALERT, 4);
        wait_to_hear("purposed/anna/alert", "20261122T100503Z-4");
        wait_for_receipt(4);
        assert_int_equal(mqtt_bench.n_acknowledged, 1);
        assert_false(last_heard("purposed/anna/alert")->retained);
        assert_in_range(last_heard("purposed/anna/alert")->expiry_s, 1, 120);
        mqtt_bench_say(PD_EVENT_LIVE, 0);
        wait_to_hear("purposed/anna/live", "{");
        assert_in_range(last_heard("purposed/anna/live")->expiry_s, 1, 15);
}

/* --- a phone that sleeps ------------------------------------------------------ */

static struct {
        bool subscribed;
        char heard[4096]; /* payloads */
} phone;

static void
on_phone_subscribed(struct mosquitto *handle, void *user, int mid, int n, const int *qos)
{
        (void) handle, (void) user, (void) mid, (void) n, (void) qos;
        phone.subscribed = true;
}

static void
on_phone_heard(struct mosquitto *handle, void *user, const struct mosquitto_message *message)
{
        (void) handle, (void) user;
        strncat(phone.heard, message->payload, sizeof(phone.heard) - strlen(phone.heard) - 1);
}

/* Its session outlives the line: the broker keeps what it misses. Awake until PART was heard. */
static void
wake_phone(uint16_t port, const char *part)
{
        mosquitto_property *properties = NULL;
        struct mosquitto *handle = mosquitto_new("phone", false, NULL);

        memset(&phone, 0, sizeof(phone));
        assert_non_null(handle);
        mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, MQTT_PROTOCOL_V5);
        mosquitto_subscribe_callback_set(handle, on_phone_subscribed);
        mosquitto_message_callback_set(handle, on_phone_heard);
        mosquitto_property_add_int32(&properties, MQTT_PROP_SESSION_EXPIRY_INTERVAL, 3600);
        assert_int_equal(mosquitto_connect_bind_v5(handle, "127.0.0.1", port, 60, NULL, properties), MOSQ_ERR_SUCCESS);
        mosquitto_property_free_all(&properties);
        assert_int_equal(mosquitto_subscribe(handle, NULL, "purposed/+/alert", 1), MOSQ_ERR_SUCCESS);
        while (!phone.subscribed || !strstr(phone.heard, part))
                assert_int_equal(mosquitto_loop(handle, 1000, 1), MOSQ_ERR_SUCCESS);
        mosquitto_destroy(handle);
}

static pd_usec slept_until;

static bool
has_slept(void)
{
        return mqtt_bench_now() >= slept_until;
}

/* Expiry is the broker's business, and its clock is its own: this takes the
 * second that is left, and one for its counting in whole ones. */
static void
what_a_phone_slept_through_expires(void **state)
{
        uint16_t port = broker_port(start(state));
        struct pd_event old = mqtt_bench_event(PD_EVENT_ALERT, 4);

        old.age = 119 * PD_SEC;
        wake_phone(port, "");
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench.sink->type->event(mqtt_bench.sink, &old);
        settle_accounts(5);
        slept_until = mqtt_bench_now() + 2100 * PD_MSEC;
        mqtt_bench_wait_for(has_slept);
        wake_phone(port, "20261122T100503Z-5");
        assert_null(strstr(phone.heard, "20261122T100503Z-4"));
}

static void
a_clean_stop_says_offline_at_once_and_sends_what_waits(void **state)
{
        uint16_t port = broker_port(start(state));
        pd_usec before;

        listen_to(port, NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        for (uint32_t i = 2; i < 60; i++) /* more than may be in flight at a time */
                mqtt_bench_say(PD_EVENT_ALERT, i);
        before = mqtt_bench_now();
        mqtt_bench.sink->type->stop(mqtt_bench.sink);
        assert_in_range(mqtt_bench_now() - before, 0, PD_SEC);
        assert_int_equal(mqtt_bench.n_acknowledged, 58);
        wait_to_hear("purposed/bridge/pi/status", "offline");
        assert_int_equal(times_heard("purposed/anna/alert", "\"id\""), 58);
        assert_string_equal(mqtt_bench_status(), "mqtt: stopped");
        mqtt_bench_say(PD_EVENT_ALERT, 61); /* does no harm */
}

static void
a_line_that_breaks_without_a_word_leaves_offline_behind(void **state)
{
        uint16_t port = broker_port(start(state));

        listen_to(port, NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        wait_to_hear("purposed/bridge/pi/status", "online");
        mqtt_bench.sink = mqtt_bench.sink->type->free(mqtt_bench.sink); /* no stop: as if it had been killed */
        wait_to_hear("purposed/bridge/pi/status", "offline");
}

static void
a_short_break_is_no_absence(void **state)
{
        uint16_t port = broker_port(start(state));

        listen_to(port, NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        wait_to_hear("purposed/bridge/pi/status", "online");
        mqtt_bench.sink = mqtt_bench.sink->type->free(mqtt_bench.sink);
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        wanted.n = 2;
        mqtt_bench_wait_for(wanted_is_heard);
        assert_int_equal(times_heard("purposed/bridge/pi/status", "offline"), 0);
}

static void
an_alert_arrives_once_after_the_broker_came_back(void **state)
{
        struct broker *broker = start(state);

        listen_to(broker_port(broker), NULL, NULL);
        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_ALERT, 2);
        wait_for_receipt(2);
        broker_stop(broker, SIGTERM);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        mqtt_bench_say(PD_EVENT_ALERT, 3);
        mqtt_bench_say(PD_EVENT_LIVE, 0);

        assert_int_equal(broker_start(broker), 0);
        listen_to(broker_port(broker), NULL, NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        wait_for_receipt(3);
        mqtt_bench_say(PD_EVENT_ALERT, 4); /* in order: once it is here, nothing of before is still to come */
        wait_to_hear("purposed/anna/alert", "20261122T100503Z-4");
        assert_int_equal(times_heard("purposed/anna/alert", "20261122T100503Z-2"), 0);
        assert_int_equal(times_heard("purposed/anna/alert", "20261122T100503Z-3"), 1);
        assert_int_equal(times_heard("purposed/anna/live", ""), 0);
        assert_int_equal(times_heard("purposed/anna/session", "running"), 1);
        assert_string_equal(last_heard("purposed/bridge/pi/status")->payload, "online");
        assert_int_equal(mqtt_bench.restated, 2);
}

static void
what_was_not_acknowledged_is_sent_again_under_the_same_id(void **state)
{
        struct broker *broker = start(state);

        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_ALERT, 2);
        wait_for_receipt(2);
        broker_freeze(broker);
        mqtt_bench_say(PD_EVENT_ALERT, 3); /* leaves, and no answer comes */
        broker_stop(broker, SIGKILL);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        assert_int_equal(mqtt_bench.acknowledged, 2);

        assert_int_equal(broker_start(broker), 0);
        listen_to(broker_port(broker), NULL, NULL);
        wait_for_receipt(3);
        wait_to_hear("purposed/anna/alert", "20261122T100503Z-3");
        assert_int_equal(mqtt_bench.n_acknowledged, 2);
}

/* A machine that has just started has no past to say anything in. */
static bool
is_up_for_two_minutes(void)
{
        struct timespec now;

        return clock_gettime(CLOCK_BOOTTIME, &now) == 0 && now.tv_sec > 122;
}

static void
an_alert_that_has_grown_old_is_not_sent(void **state)
{
        struct broker *broker = start(state);

        while (!is_up_for_two_minutes())
                assert_true(sd_event_run(mqtt_bench.loop, 1000000) >= 0);
        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        broker_stop(broker, SIGTERM);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        atomic_store(&clock_back, 121); /* it was said 121 s ago */
        assert_true(sd_event_run(mqtt_bench.loop, 0) >= 0);
        mqtt_bench_say(PD_EVENT_ALERT, 3);
        atomic_store(&clock_back, 0);
        assert_true(sd_event_run(mqtt_bench.loop, 0) >= 0);
        mqtt_bench_say(PD_EVENT_ALERT, 4);

        assert_int_equal(broker_start(broker), 0);
        listen_to(broker_port(broker), NULL, NULL);
        wait_to_hear("purposed/anna/alert", "20261122T100503Z-4");
        assert_int_equal(times_heard("purposed/anna/alert", "20261122T100503Z-3"), 0);
}

static bool
lost_without_an_answer(void)
{
        return strstr(mqtt_bench_status(), "lost mqtt broker") != NULL && strstr(mqtt_bench_status(), "does not answer") != NULL;
}

/* The keepalive of 30 s is far off, and would take two periods. */
static void
a_broker_that_answers_no_alert_for_ten_seconds_is_given_up(void **state)
{
        struct broker *broker = start(state);

        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        settle_accounts(2);
        broker_freeze(broker);
        atomic_store(&clock_back, -11); /* silence alone is no reason */
        assert_true(sd_event_run(mqtt_bench.loop, 0) >= 0);
        mqtt_bench_say(PD_EVENT_ALERT, 3);
        atomic_store(&clock_back, -20);
        for (int i = 0; i < 3; i++)
                assert_true(sd_event_run(mqtt_bench.loop, 20000) >= 0);
        assert_true(mqtt_bench_is_connected());
        atomic_store(&clock_back, -22);
        mqtt_bench_wait_for(lost_without_an_answer);

        broker_stop(broker, SIGKILL);
        assert_int_equal(broker_start(broker), 0);
        wait_for_receipt(3);
}

static struct pd_sink *twin;

static bool
speaks_of_a_twin(struct pd_sink *sink)
{
        const char *status = mqtt_bench_status_of(sink);

        return strstr(status, "does another client use our client_id purposed-pi?") != NULL
                || strstr(status, "another client uses our client_id purposed-pi") != NULL;
}

static bool
suspects_the_twin(void)
{
        return speaks_of_a_twin(mqtt_bench.sink) || speaks_of_a_twin(twin);
}

/* mosquitto 2.0.11 closes the older line without a word, so that it takes a
 * few rounds to be sure; 2.0.21 says why. */
static void
two_clients_of_one_id_ask_about_each_other(void **state)
{
        uint16_t port = broker_port(start(state));
        int before = atomic_load(&lookups);

        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        twin = plug_in("127.0.0.1", port, NULL);
        mqtt_bench_wait_for(suspects_the_twin);
        assert_in_range(atomic_load(&lookups) - before, 2, 6); /* no race */
        twin = twin->type->free(twin);
}

static void
write_file(const char *directory, const char *name, const char *text)
{
        char path[128];
        FILE *f;

        snprintf(path, sizeof(path), "%s/%s", directory, name);
        f = fopen(path, "we");
        assert_non_null(f);
        fputs(text, f);
        fclose(f);
}

static bool
refused(void)
{
        return strstr(mqtt_bench_status(), "refused by mqtt broker") != NULL;
}

static void
the_password_comes_from_a_credential(void **state)
{
        static const char *const settings[] = { "username", "pi", "password_file", "mqtt", NULL };
        char directory[] = "/tmp/pd-secret-XXXXXX", configuration[128], command[256];
        struct broker *broker;

        assert_non_null(mkdtemp(directory));
        assert_int_equal(chmod(directory, 0755), 0);
        snprintf(command, sizeof(command), "touch %s/users && mosquitto_passwd -b %s/users pi 'a#b c' && chmod 644 %s/users", directory,
                 directory, directory);
        assert_int_equal(system(command), 0);
        snprintf(configuration, sizeof(configuration), "allow_anonymous false\npassword_file %s/users", directory);
        broker = *state = broker_new(configuration);
        assert_non_null(broker);
        setenv("CREDENTIALS_DIRECTORY", directory, 1);

        write_file(directory, "mqtt", "wrong\n");
        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), settings);
        mqtt_bench_wait_for(refused);
        assert_null(strstr(mqtt_bench_status(), "wrong"));
        mqtt_bench.sink = mqtt_bench.sink->type->free(mqtt_bench.sink);

        write_file(directory, "mqtt", "a#b c\n");
        mqtt_bench.sink = plug_in("127.0.0.1", broker_port(broker), settings);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        unsetenv("CREDENTIALS_DIRECTORY");
        snprintf(command, sizeof(command), "rm -r %s", directory);
        assert_int_equal(system(command), 0);
}

/* --- without mosquitto --------------------------------------------------------------- */

static void
settings_that_cannot_work_are_refused(void **state)
{
        static const char *const rows[][3] = {
                { "base", "a/#", NULL }, { "base", "/a", NULL }, { "base", "a/", NULL }, { "password_file", "/nonexistent", NULL },
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                void *settings = calloc(1, pd_sink_mqtt.settings_size);
                struct pd_sink *sink = NULL;
                char why[320];

                pd_sink_mqtt.settings_init(settings);
                mqtt_bench_set(settings, rows[i][0], rows[i][1]);
                assert_int_equal(pd_sink_mqtt.new(settings, &mqtt_bench.context, &sink), -EBADMSG);
                assert_null(sink);
                assert_true(pd_sink_mqtt.settings_try(settings, why, sizeof(why)) < 0);
                mqtt_bench_set(settings, "base", "purposed");
                mqtt_bench_set(settings, "username", "pi");
                mqtt_bench_set(settings, "password_file", "/nonexistent");
                assert_int_equal(pd_sink_mqtt.new(settings, &mqtt_bench.context, &sink), -ENOENT);
                assert_int_equal(pd_sink_mqtt.settings_try(settings, why, sizeof(why)), -ENOENT);
                assert_string_equal(why, "cannot use password_file /nonexistent: No such file or directory");
                free(settings);
        }
}

static void
a_password_that_leaves_the_machine_in_clear_is_warned_of(void **state)
{
        static const struct {
                const char *host;
                bool warns;
        } rows[] = {
                { "localhost", false }, { "127.0.0.1", false }, { "127.1.2.3", false }, { "::1", false }, { "ip6-localhost", false },
                { "broker.example", true }, { "192.0.2.7", true }, { "2001:db8::1", true }, { "127.example", true },
        };
        char directory[] = "/tmp/pd-secret-XXXXXX", path[64];
        const char *const settings[] = { "username", "pi", "password_file", path, NULL };

        (void) state;
        assert_non_null(mkdtemp(directory));
        write_file(directory, "mqtt", "sesame\n");
        snprintf(path, sizeof(path), "%s/mqtt", directory);
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                mqtt_bench_forget_log();
                mqtt_bench.sink = plug_in(rows[i].host, 1883, settings);
                assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "in clear"), rows[i].warns);
                assert_int_equal(mqtt_bench_times_logged(LOG_DEBUG, "sesame"), 0);
                mqtt_bench.sink = mqtt_bench.sink->type->free(mqtt_bench.sink);
        }
        mqtt_bench.sink = plug_in("broker.example", 1883, NULL); /* no password */
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "in clear"), 1);
        assert_int_equal(unlink(path), 0);
        assert_int_equal(rmdir(directory), 0);
}

static void
the_wait_doubles_up_to_a_minute(void **state)
{
        static const int waits_s[] = { 1, 2, 4, 8, 16, 32, 60, 60 };

        (void) state;
        for (unsigned i = 0; i < sizeof(waits_s) / sizeof(*waits_s); i++) {
                pd_usec most = waits_s[i] * PD_SEC;

                assert_int_equal(pd_mqtt_backoff(i, 0), most);
                assert_int_equal(pd_mqtt_backoff(i, 1023), most * 3 / 4);
                for (uint32_t random = 0; random < 1023; random++) /* at both ends, too, no two alike */
                        assert_true(pd_mqtt_backoff(i, random) > pd_mqtt_backoff(i, random + 1));
        }
        assert_int_equal(pd_mqtt_backoff(4000000000u, 1024), 60 * PD_SEC);
}

static void
a_broker_that_is_not_there_costs_nothing_but_a_look_now_and_then(void **state)
{
        uint16_t port = free_port();
        int before = atomic_load(&lookups), turns = 0;
        pd_usec began = mqtt_bench_now();

        (void) state;
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        while (atomic_load(&lookups) - before < 3) { /* at once, after 1 s, after 2 s more, each up to a quarter less */
                assert_true(mqtt_bench_now() - began < MQTT_BENCH_PATIENCE);
                assert_true(sd_event_run(mqtt_bench.loop, UINT64_MAX) >= 0);
                turns++;
        }
        assert_in_range(mqtt_bench_now() - began, 2200 * PD_MSEC, MQTT_BENCH_PATIENCE);
        assert_in_range(turns, 3, 20);
        assert_non_null(strstr(mqtt_bench_status(), "mqtt: "));
}

static bool
says_why(void)
{
        return strstr(mqtt_bench_status(), "Connection refused") != NULL;
}

static void
the_status_says_why_there_is_no_broker(void **state)
{
        (void) state;
        mqtt_bench.sink = plug_in("127.0.0.1", free_port(), NULL);
        mqtt_bench_wait_for(says_why);
        assert_non_null(strstr(mqtt_bench_status(), "cannot reach mqtt broker 127.0.0.1:"));
}

static int ticks;

static int
on_tick(sd_event_source *source, uint64_t usec, void *user)
{
        (void) user;
        ticks++;
        sd_event_source_set_time(source, usec + 1000);
        return sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
}

static bool
ticked(void)
{
        return ticks >= 200;
}

static bool
looking_up(void)
{
        return atomic_load(&lookups) > atomic_load(&lookups_done);
}

/* Threads of this process. */
static int
n_threads(void)
{
        DIR *directory = opendir("/proc/self/task");
        int n = 0;

        while (directory && readdir(directory))
                n++;
        closedir(directory);
        return n - 2;
}

static void
a_name_that_takes_for_ever_does_not_hold_the_loop(void **state)
{
        sd_event_source *timer = NULL;
        int before = n_threads(), done = atomic_load(&lookups_done);
        pd_usec began;

        (void) state;
        atomic_store(&resolver_held, true);
        mqtt_bench.sink = plug_in("broker.example", 1883, NULL);
        mqtt_bench_wait_for(looking_up);
        ticks = 0;
        assert_true(sd_event_add_time_relative(mqtt_bench.loop, &timer, CLOCK_MONOTONIC, 0, 1, on_tick, NULL) >= 0);
        mqtt_bench_wait_for(ticked);
        sd_event_source_disable_unref(timer);
        assert_string_equal(mqtt_bench_status(), "mqtt: connecting");
        mqtt_bench_say(PD_EVENT_ALERT, 2);

        began = mqtt_bench_now();
        mqtt_bench.sink->type->stop(mqtt_bench.sink);
        mqtt_bench.sink = mqtt_bench.sink->type->free(mqtt_bench.sink);
        assert_in_range(mqtt_bench_now() - began, 0, PD_SEC / 2);
        assert_true(looking_up()); /* the thread is on its own now */

        atomic_store(&resolver_held, false);
        sem_post(&resolver);
        while (atomic_load(&lookups_done) == done || n_threads() > before) {
                assert_true(mqtt_bench_now() - began < MQTT_BENCH_PATIENCE);
                sched_yield();
        }
}

static bool
gives_up_dialling(void)
{
        return strstr(mqtt_bench_status(), "in 30 s") != NULL;
}

static bool
attempts_still_hang(void)
{
        return strstr(mqtt_bench_status(), "earlier attempts still hang") != NULL;
}

static int lookups_wanted;

static bool
lookups_are_reached(void)
{
        return atomic_load(&lookups) >= lookups_wanted;
}

static void
an_attempt_that_hangs_is_abandoned_twice_and_no_more(void **state)
{
        uint16_t port = broker_port(start(state));
        int before = n_threads();
        pd_usec began = mqtt_bench_now();

        lookups_wanted = atomic_load(&lookups);
        atomic_store(&resolver_held, true);
        mqtt_bench.sink = plug_in("127.0.0.1", port, NULL);
        for (int i = 1; i <= 2; i++) {
                lookups_wanted++;
                mqtt_bench_wait_for(lookups_are_reached);
                atomic_store(&clock_back, -31 * i);
                mqtt_bench_wait_for(gives_up_dialling);
        }
        mqtt_bench_wait_for(attempts_still_hang);
        assert_int_equal(atomic_load(&lookups), lookups_wanted);

        atomic_store(&resolver_held, false);
        sem_post(&resolver);
        sem_post(&resolver);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        while (n_threads() > before) {
                assert_true(mqtt_bench_now() - began < 2 * MQTT_BENCH_PATIENCE);
                sched_yield();
        }
}

/* --- a scripted peer ------------------------------------------------------------------- */

static struct {
        const uint8_t *answer; /* to a CONNECT of MQTT 5 */
        size_t size;
        bool stays;              /* after ANSWER, as a broker does */
        const uint8_t *farewell; /* 3 bytes, after its first word; NULL: none */
        int levels[8], n_levels; /* protocol levels that were asked for */
        int n_pings;
        struct said {
                char topic[192];
                bool retain;
        } said[32]; /* by PUBLISH */
        size_t n_said;
        const char *refused; /* topic that is answered with CODE */
        uint8_t code;
        struct {
                char topic[192];
                uint8_t options;
                bool marked; /* by a subscription identifier */
        } asked; /* the last SUBSCRIBE */
        int n_asked;
        uint8_t bytes[65536]; /* heard and not yet understood */
        size_t n;
        sd_event_source *listening, *talking;
} peer;

static void
peer_says(int fd, const uint8_t *bytes, size_t size)
{
        assert_int_equal(write(fd, bytes, size), size);
}

/* CONNECT: 0x10, remaining length, 00 04 'M' 'Q' 'T' 'T', level; BODY begins behind the length. */
static void
hear_connect(int fd, const uint8_t *body)
{
        static const uint8_t welcome[] = { 0x20, 0x02, 0x00, 0x00 };

        assert_in_range(peer.n_levels, 0, 7);
        peer.levels[peer.n_levels++] = body[6];
        if (body[6] != 5) {
                peer_says(fd, welcome, sizeof(welcome));
                return;
        }
        peer_says(fd, peer.answer, peer.size);
        if (!peer.stays)
                shutdown(fd, SHUT_RDWR);
}

/* PUBLISH, QoS 1: 0x32 or with RETAIN 0x33, remaining length, topic's length
 * (2), topic, id (2), …; PUBACK: 0x40, 3, id, code. */
static void
hear_publish(int fd, uint8_t first, const uint8_t *body)
{
        size_t length = (size_t) body[0] << 8 | body[1];
        const uint8_t *id = body + 2 + length;
        uint8_t code = 0;

        assert_in_range(peer.n_said, 0, 31);
        snprintf(peer.said[peer.n_said].topic, sizeof(peer.said->topic), "%.*s", (int) length, (const char *) body + 2);
        if (peer.refused && strcmp(peer.said[peer.n_said].topic, peer.refused) == 0)
                code = peer.code;
        peer.said[peer.n_said++].retain = first & 0x01;
        if (peer.stays && (first & 0x06) == 0x02)
                peer_says(fd, (const uint8_t[]) { 0x40, 0x03, id[0], id[1], code }, 5);
}

/* SUBSCRIBE of MQTT 5: id (2), properties' length (1 here) and properties, topic's length (2), topic, options;
 * SUBACK: 0x90, 4, id, no properties, code. */
static void
hear_subscribe(int fd, const uint8_t *body)
{
        const uint8_t *topic = body + 3 + body[2];
        size_t length = (size_t) topic[0] << 8 | topic[1];
        uint8_t code = topic[2 + length] & 3;

        snprintf(peer.asked.topic, sizeof(peer.asked.topic), "%.*s", (int) length, (const char *) topic + 2);
        peer.asked.options = topic[2 + length];
        peer.asked.marked = body[2] > 0 && body[3] == MQTT_PROP_SUBSCRIPTION_IDENTIFIER;
        peer.n_asked++;
        if (peer.refused && strcmp(peer.asked.topic, peer.refused) == 0)
                code = peer.code;
        peer_says(fd, (const uint8_t[]) { 0x90, 0x04, body[0], body[1], 0x00, code }, 6);
}

static void
hear_packet(int fd, uint8_t first, const uint8_t *body)
{
        switch (first >> 4) {
        case 1:
                hear_connect(fd, body);
                return;
        case 3:
                if (peer.farewell)
                        peer_says(fd, peer.farewell, 3);
                else
                        hear_publish(fd, first, body);
                peer.farewell = NULL;
                return;
        case 8:
                hear_subscribe(fd, body);
                return;
        case 12:
                peer.n_pings++;
                peer_says(fd, (const uint8_t[]) { 0xD0, 0x00 }, 2);
                return;
        }
}

/* Size of the first packet of which all is there, 0 if none is. Remaining
 * length: 7 bits a byte, the lowest first, the highest bit says that more follows. */
static size_t
whole_packet(const uint8_t *bytes, size_t n, const uint8_t **ret_body)
{
        size_t length = 0, i = 1;

        do {
                if (i >= n)
                        return 0;
                length |= (size_t) (bytes[i] & 0x7F) << 7 * (i - 1);
        } while (bytes[i++] & 0x80);
        *ret_body = bytes + i;
        return i + length <= n ? i + length : 0;
}

static int
on_peer_io(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        ssize_t n = read(fd, peer.bytes + peer.n, sizeof(peer.bytes) - peer.n);
        const uint8_t *body;
        size_t size;

        (void) revents, (void) user;
        if (n <= 0)
                return sd_event_source_set_enabled(source, SD_EVENT_OFF);
        peer.n += (size_t) n;
        while ((size = whole_packet(peer.bytes, peer.n, &body)) > 0) {
                hear_packet(fd, peer.bytes[0], body);
                peer.n -= size;
                memmove(peer.bytes, peer.bytes + size, peer.n);
        }
        return 0;
}

static int
on_peer_knock(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        int line = accept4(fd, NULL, NULL, SOCK_CLOEXEC);

        (void) source, (void) revents, (void) user;
        peer.talking = sd_event_source_disable_unref(peer.talking);
        peer.n = 0;
        assert_true(sd_event_add_io(mqtt_bench.loop, &peer.talking, line, EPOLLIN, on_peer_io, NULL) >= 0);
        return sd_event_source_set_io_fd_own(peer.talking, true);
}

/* Listens, and answers version 5 with ANSWER. */
static void
start_peer(const uint8_t *answer, size_t size, const char *const *settings)
{
        struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
        socklen_t length = sizeof(address);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        memset(&peer, 0, sizeof(peer));
        peer.answer = answer;
        peer.size = size;
        assert_int_equal(bind(fd, (struct sockaddr *) &address, length), 0);
        assert_int_equal(listen(fd, 4), 0);
        assert_int_equal(getsockname(fd, (struct sockaddr *) &address, &length), 0);
        assert_true(sd_event_add_io(mqtt_bench.loop, &peer.listening, fd, EPOLLIN, on_peer_knock, NULL) >= 0);
        sd_event_source_set_io_fd_own(peer.listening, true);
        mqtt_bench.sink = plug_in("127.0.0.1", ntohs(address.sin_port), settings);
}

/* One that speaks MQTT 5 and takes everything. */
static void
start_broker_of_5(const char *const *settings)
{
        static const uint8_t welcome[] = { 0x20, 0x03, 0x00, 0x00, 0x00 }; /* CONNACK: no properties */

        start_peer(welcome, sizeof(welcome), settings);
        peer.stays = true;
}

static void
stop_peer(void)
{
        peer.talking = sd_event_source_disable_unref(peer.talking);
        peer.listening = sd_event_source_disable_unref(peer.listening);
}

static void
assert_falls_back(const uint8_t *refusal, size_t size)
{
        start_peer(refusal, size, NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        assert_int_equal(peer.n_levels, 2);
        assert_int_equal(peer.levels[0], 5);
        assert_int_equal(peer.levels[1], 4);
        assert_int_equal(mqtt_bench.restated, 1);
}

static void
that_a_broker_is_of_version_3_is_news_once(void **state)
{
        static const uint8_t refusal[] = { 0x20, 0x02, 0x00, 0x01 };

        (void) state;
        start_peer(refusal, sizeof(refusal), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        assert_int_equal(shutdown(sd_event_source_get_io_fd(peer.talking), SHUT_RDWR), 0);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        assert_int_equal(mqtt_bench_times_logged(LOG_DEBUG, "does not speak MQTT 5"), 2);
        assert_int_equal(mqtt_bench_times_logged(LOG_INFO, "does not speak MQTT 5"), 1);
}

static void
a_broker_that_does_not_take_us_is_told_with_what_to_do(void **state)
{
        static const struct {
                uint8_t code; /* MQTT 5 section 3.2.2.2 */
                const char *words;
        } rows[] = {
                { 0x86, "not authorized: are `username`, password and `client_id` those that it knows?" },
                { 0x87, "not authorized: are `username`, password and `client_id` those that it knows?" },
                { 0x88, "Server unavailable" },
                { 0x9A, "(retain_available of mosquitto)" },
                { 0x9B, "(max_qos of mosquitto)" },
        };

        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                const uint8_t refusal[] = { 0x20, 0x03, 0x00, rows[i].code, 0x00 };

                start_peer(refusal, sizeof(refusal), NULL);
                mqtt_bench_wait_for_status("refused by mqtt broker");
                assert_non_null(strstr(mqtt_bench_status(), rows[i].words));
                assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, rows[i].words), 1);
                tear_down(state);
                set_up(state);
        }
}

static void
a_broker_of_version_3_is_spoken_to_in_3_1_1(void **state)
{
        static const uint8_t refusal[] = { 0x20, 0x02, 0x00, 0x01 }; /* CONNACK of 3.1.1: unacceptable protocol version */

        (void) state;
        assert_falls_back(refusal, sizeof(refusal));
}

static void
a_broker_that_refuses_version_5_in_version_5_too(void **state)
{
        static const uint8_t refusal[] = { 0x20, 0x03, 0x00, 0x84, 0x00 }; /* CONNACK of 5: unsupported protocol version, no properties */

        (void) state;
        assert_falls_back(refusal, sizeof(refusal));
}

static void
a_broker_that_hangs_up_on_version_5_is_tried_in_3_1_1(void **state)
{
        static const int levels[] = { 5, 5, 4, 5, 4 };

        (void) state;
        start_peer(NULL, 0, NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        assert_int_equal(peer.n_levels, 3);
        assert_int_equal(shutdown(sd_event_source_get_io_fd(peer.talking), SHUT_RDWR), 0);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        mqtt_bench_wait_for(mqtt_bench_is_connected); /* no second doubt */
        assert_int_equal(peer.n_levels, 5);
        for (int i = 0; i < peer.n_levels; i++)
                assert_int_equal(peer.levels[i], levels[i]);
}

/* The last that the peer heard on TOPIC, or NULL. */
static const struct said *
last_said(const char *topic)
{
        for (size_t i = peer.n_said; i-- > 0;)
                if (strcmp(peer.said[i].topic, topic) == 0)
                        return &peer.said[i];
        return NULL;
}

static bool
state_is_said(void)
{
        return last_said("purposed/anna/state") != NULL;
}

static void
state_is_retained_only_where_it_expires(void **state)
{
        static const uint8_t refusal[] = { 0x20, 0x02, 0x00, 0x01 };

        (void) state;
        start_broker_of_5(NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_LIVE, 2);
        mqtt_bench_say(PD_EVENT_STATE, 2);
        mqtt_bench_wait_for(state_is_said);
        assert_true(last_said("purposed/anna/state")->retain);
        assert_true(last_said("purposed/anna/live")->retain);
        stop_peer();
        mqtt_bench.sink = mqtt_bench.sink->type->free(mqtt_bench.sink);

        start_peer(refusal, sizeof(refusal), NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_LIVE, 3);
        mqtt_bench_say(PD_EVENT_STATE, 3);
        mqtt_bench_wait_for(state_is_said);
        assert_false(last_said("purposed/anna/state")->retain);
        assert_false(last_said("purposed/anna/live")->retain);
        assert_true(last_said("purposed/anna/session")->retain);
}

static bool
summary_is_said(void)
{
        return last_said("purposed/anna/summary") != NULL;
}

static bool
alert_is_said(void)
{
        return strcmp(peer.said[peer.n_said - 1].topic, "purposed/anna/alert") == 0;
}

/* 0x97: quota exceeded. */
static void
a_summary_that_the_broker_cannot_take_for_now_is_said_again(void **state)
{
        (void) state;
        start_broker_of_5(NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        settle_accounts(2);
        peer.refused = "purposed/anna/summary";
        peer.code = 0x97;
        mqtt_bench_say(PD_EVENT_SUMMARY, 5);
        mqtt_bench_wait_for(summary_is_said);
        mqtt_bench_say(PD_EVENT_ALERT, 6);
        mqtt_bench_wait_for(alert_is_said);
        mqtt_bench_say(PD_EVENT_SESSION, 1); /* has a receipt of its own, in order after the alert's */
        mqtt_bench.sessions_taken = 0;
        mqtt_bench_wait_for(session_is_taken);
        assert_int_equal(mqtt_bench.acknowledged, 2); /* it would cover the summary */

        peer.refused = NULL;
        atomic_store(&clock_back, -32);
        wait_for_receipt(5);
        assert_int_equal(mqtt_bench.acknowledged, 5);
}

static void
a_status_that_the_broker_refuses_is_named(void **state)
{
        (void) state;
        start_broker_of_5(NULL);
        peer.refused = "purposed/bridge/pi/status";
        peer.code = 0x87; /* not authorized */
        mqtt_bench_wait_for(session_is_taken);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "does not let us write purposed/bridge/pi/status: Not authorized"), 1);
}

static bool
is_barred_from_alerts(void)
{
        return strcmp(mqtt_bench_status(), "mqtt: connected, but not allowed to write purposed/anna/alert") == 0;
}

static void
what_the_broker_does_not_allow_is_named_once_and_told_until_it_does(void **state)
{
        (void) state;
        start_broker_of_5(NULL);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        settle_accounts(2);
        peer.refused = "purposed/anna/alert";
        peer.code = 0x87; /* not authorized */
        mqtt_bench_say(PD_EVENT_ALERT, 5);
        mqtt_bench_wait_for(is_barred_from_alerts);
        mqtt_bench_say(PD_EVENT_ALERT, 6);
        mqtt_bench.sessions_taken = 0;
        mqtt_bench_say(PD_EVENT_SESSION, 1); /* its receipt comes after the alert's */
        mqtt_bench_wait_for(session_is_taken);
        assert_true(is_barred_from_alerts());
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "does not let us write purposed/anna/alert: Not authorized"), 1);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "its ACL has to allow us purposed/#"), 1);

        peer.refused = NULL;
        mqtt_bench_say(PD_EVENT_ALERT, 7);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
}

static void
take_order(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words, struct pd_order_answer *ret)
{
        (void) user, (void) athlete, (void) verb, (void) words, (void) n_words, (void) ret;
        fail();
}

static bool
was_refused(void)
{
        return mqtt_bench_times_logged(LOG_WARNING, "does not let us listen to purposed/anna/cmd/+: Not authorized") > 0;
}

static bool
was_asked_twice(void)
{
        return peer.n_asked == 2;
}

static void
commands_that_the_broker_does_not_let_us_hear_are_named_once(void **state)
{
        (void) state;
        mqtt_bench.context.order = take_order;
        start_broker_of_5(NULL);
        peer.refused = "purposed/anna/cmd/+";
        peer.code = 0x87; /* not authorized */
        mqtt_bench_wait_for(was_refused);
        /* QoS 1; nothing of its own, retained as it was published, nothing that was retained before: MQTT 5 section 3.8.3.1 */
        assert_int_equal(peer.asked.options, 1 | 1 << 2 | 1 << 3 | 2 << 4);
        assert_true(peer.asked.marked);
        assert_int_equal(shutdown(sd_event_source_get_io_fd(peer.talking), SHUT_RDWR), 0);
        mqtt_bench_wait_for(was_asked_twice);
        mqtt_bench_say(PD_EVENT_ALERT, 6);
        wait_for_receipt(6);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "does not let us listen to"), 1);
}

static void
a_broker_that_cannot_mark_what_it_kept_for_us_is_asked_to_keep_no_commands(void **state)
{
        static const uint8_t welcome[] = { 0x20, 0x05, 0x00, 0x00, 0x02, MQTT_PROP_SUBSCRIPTION_ID_AVAILABLE, 0x00 };

        (void) state;
        mqtt_bench.context.order = take_order;
        start_peer(welcome, sizeof(welcome), NULL);
        peer.stays = true;
        mqtt_bench_say(PD_EVENT_ALERT, 6);
        wait_for_receipt(6);
        assert_string_equal(peer.asked.topic, "purposed/anna/cmd/+");
        assert_int_equal(peer.asked.options & 3, 0); /* QoS 0 */
        assert_false(peer.asked.marked);
}

static bool
thrown_out(void)
{
        return strstr(mqtt_bench_status(), "mqtt: thrown out by mqtt broker") != NULL;
}

static void
a_taken_over_session_is_named(void **state)
{
        static const uint8_t farewell[] = { 0xE0, 0x01, 0x8E }; /* DISCONNECT: session taken over */

        (void) state;
        start_broker_of_5(NULL);
        peer.farewell = farewell;
        mqtt_bench_wait_for(thrown_out);
        assert_non_null(strstr(mqtt_bench_status(), "another client uses our client_id purposed-pi"));
        assert_int_equal(peer.n_levels, 1);
}

static bool
is_for_now_connected(void)
{
        return strstr(mqtt_bench_status(), "mqtt: for now connected: thrown out by mqtt broker") != NULL;
}

static void
turn_a_few_times(void)
{
        for (int i = 0; i < 3; i++)
                assert_true(sd_event_run(mqtt_bench.loop, 20000) >= 0);
}

/* Two daemons of one node are a fault of the configuration: said once, and no fight. */
static void
a_twin_is_named_once_and_met_more_and_more_slowly(void **state)
{
        static const uint8_t farewell[] = { 0xE0, 0x01, 0x8E };

        (void) state;
        start_broker_of_5(NULL);
        for (int i = 0; i < 3; i++) {
                long waited = 60 * ((1 << i) - 1); /* before */

                peer.farewell = farewell;
                if (i > 0)
                        mqtt_bench_say(PD_EVENT_ALERT, 10 + (uint32_t) i);
                mqtt_bench_wait_for(thrown_out);
                assert_int_equal(peer.n_levels, i + 1);
                atomic_store(&clock_back, -(waited * 5 / 4 + 44 * (1 << i)));
                turn_a_few_times();
                assert_int_equal(peer.n_levels, i + 1); /* not yet */
                atomic_store(&clock_back, -((waited + 60 * (1 << i)) * 5 / 4 + 1));
                mqtt_bench_wait_for(is_for_now_connected);
        }
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING,
                         "another client uses our client_id purposed-pi: give one of the two another `node`"), 1);
        assert_int_equal(mqtt_bench_times_logged(LOG_INFO, "connected to mqtt broker"), 1);
        settle_accounts(20);
        atomic_store(&clock_back, -(2 * 3600)); /* the line stands; the other has been taken care of */
        mqtt_bench_wait_for(mqtt_bench_is_connected);
}

static bool
pinged(void)
{
        return peer.n_pings > 0;
}

/* The alert belongs to the turn that began at 0.9 s and is written at 1.1 s:
 * 5 s after the first, libmosquitto counts 4 whole seconds since the second. */
static void
the_broker_is_asked_whether_it_is_there_though_seconds_are_whole(void **state)
{
        static const char *const settings[] = { "keepalive", "5", NULL };
        pd_usec second = 1000000 * PD_SEC;

        (void) state;
        atomic_store(&clock_held, second);
        start_broker_of_5(settings);
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        settle_accounts(2);
        atomic_store(&clock_held, second + 900 * PD_MSEC);
        assert_true(sd_event_run(mqtt_bench.loop, 0) >= 0);
        atomic_store(&clock_held, second + 1100 * PD_MSEC);
        settle_accounts(3);
        atomic_store(&clock_held, second + 5950 * PD_MSEC);
        turn_a_few_times();
        assert_int_equal(peer.n_pings, 0);
        atomic_store(&clock_held, second + 7000 * PD_MSEC);
        mqtt_bench_wait_for(pinged);
}

int
main(int argc, char **argv)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                T(it_says_online_and_restates_when_the_broker_takes_it),
                T(health_is_told_every_five_minutes_and_an_adapter_once_it_is_there),
                T(a_broker_that_lost_its_store_is_told_the_last_summary_again),
                T(a_summary_goes_to_a_broker_that_takes_small_packets_with_fewer_steps),
                T(a_summary_of_200_steps_is_published_whole),
                T(of_who_is_forgotten_nothing_stays_retained),
                T(a_broker_that_remembers_is_not_told_the_summary_again),
                T(an_alert_is_not_retained_expires_and_is_acknowledged),
                T(what_a_phone_slept_through_expires),
                T(a_clean_stop_says_offline_at_once_and_sends_what_waits),
                T(a_line_that_breaks_without_a_word_leaves_offline_behind),
                T(a_short_break_is_no_absence),
                T(an_alert_arrives_once_after_the_broker_came_back),
                T(what_was_not_acknowledged_is_sent_again_under_the_same_id),
                T(an_alert_that_has_grown_old_is_not_sent),
                T(a_broker_that_answers_no_alert_for_ten_seconds_is_given_up),
                T(two_clients_of_one_id_ask_about_each_other),
                T(the_password_comes_from_a_credential),
                T(settings_that_cannot_work_are_refused),
                T(a_password_that_leaves_the_machine_in_clear_is_warned_of),
                T(the_wait_doubles_up_to_a_minute),
                T(a_broker_that_is_not_there_costs_nothing_but_a_look_now_and_then),
                T(the_status_says_why_there_is_no_broker),
                T(a_name_that_takes_for_ever_does_not_hold_the_loop),
                T(an_attempt_that_hangs_is_abandoned_twice_and_no_more),
                T(that_a_broker_is_of_version_3_is_news_once),
                T(a_broker_that_does_not_take_us_is_told_with_what_to_do),
                T(a_broker_of_version_3_is_spoken_to_in_3_1_1),
                T(a_broker_that_refuses_version_5_in_version_5_too),
                T(a_broker_that_hangs_up_on_version_5_is_tried_in_3_1_1),
                T(state_is_retained_only_where_it_expires),
                T(a_summary_that_the_broker_cannot_take_for_now_is_said_again),
                T(commands_that_the_broker_does_not_let_us_hear_are_named_once),
                T(a_broker_that_cannot_mark_what_it_kept_for_us_is_asked_to_keep_no_commands),
                T(a_status_that_the_broker_refuses_is_named),
                T(what_the_broker_does_not_allow_is_named_once_and_told_until_it_does),
                T(a_taken_over_session_is_named),
                T(a_twin_is_named_once_and_met_more_and_more_slowly),
                T(the_broker_is_asked_whether_it_is_there_though_seconds_are_whole),
        };

        sem_init(&resolver, 0, 0);
        if (argc > 1) /* a pattern of the tests to be run */
                cmocka_set_test_filter(argv[1]);
        return cmocka_run_group_tests(tests, NULL, NULL);
}
