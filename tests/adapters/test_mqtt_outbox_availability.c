/* SPDX-License-Identifier: MIT */
/*
 * Availability that tells the truth, no duplicates, and nothing stale: the
 * MQTT sink and a real mosquitto as a second client sees them, who listens
 * all the time, and a late one, who learns what was retained. What takes its
 * time at the broker (the will's delay, an expiry) is waited for.
 */
#include "support/cm.h"

#include "support/broker.h"
#include "support/mqtt_bench.h"
#include "support/old_door.h"
#include "support/subscriber.h"

#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#define STATUS "purposed/bridge/pi/status"
#define LIVE "purposed/anna/live"
#define STATE "purposed/anna/state"
#define SESSION "purposed/anna/session"
#define PLAN "purposed/anna/plan"
#define HEALTH "purposed/bridge/pi/health"
#define SECOND ((int64_t) 1000000)

static struct {
        struct broker *broker;
        struct subscriber *subscriber;
} bench;

static uint16_t
port(void)
{
        return broker_port(bench.broker);
}

/* The sink and the second client, a turn each. */
static void
turn(void)
{
        assert_true(sd_event_run(mqtt_bench.loop, 5000) >= 0);
        subscriber_turn(bench.subscriber, 0);
}

static const struct heard *
wait_to_hear(size_t from, const char *topic, const char *part)
{
        pd_usec deadline = mqtt_bench_now() + 2 * MQTT_BENCH_PATIENCE;
        size_t i;

        while ((i = subscriber_find(bench.subscriber, from, topic, part)) == SIZE_MAX) {
                assert_true(mqtt_bench_now() < deadline);
                turn();
        }
        return subscriber_heard(bench.subscriber, i);
}

static size_t
times_heard(size_t from, const char *topic, const char *part)
{
        size_t n = 0;

        for (size_t i = from; (i = subscriber_find(bench.subscriber, i, topic, part)) != SIZE_MAX; i++)
                n++;
        return n;
}

static size_t
now_heard(void)
{
        return subscriber_n(bench.subscriber);
}

static void
let_pass(int64_t us)
{
        pd_usec until = mqtt_bench_now() + us;

        while (mqtt_bench_now() < until)
                turn();
}

/* An alert is the last of what was to be said. */
static void
hear_all(void)
{
        size_t from = now_heard();

        mqtt_bench_say(PD_EVENT_ALERT, 9);
        (void) wait_to_hear(from, "purposed/anna/alert", "too_hard");
}

static void
plug_in(uint16_t to)
{
        assert_int_equal(mqtt_bench_plug_in("127.0.0.1", to, NULL), 0);
}

/* Its line ends without a word, as if it had been killed. Returns when. */
static int64_t
kill_it(void)
{
        mqtt_bench_unplug();
        return mqtt_bench_now();
}

/* --- one who comes late ------------------------------------------------------------ */

#define PROBE "probe"

static struct {
        size_t n;
        char topics[64][128];
        bool through;
} late;

static void
on_late(struct mosquitto *handle, void *user, const struct mosquitto_message *message, const mosquitto_property *properties)
{
        (void) handle, (void) user, (void) properties;
        if (strcmp(message->topic, PROBE) == 0)
                late.through = true;
        else if (message->retain && late.n < 64)
                snprintf(late.topics[late.n++], sizeof(late.topics[0]), "%s", message->topic);
}

/* Whether the broker has kept anything on TOPIC, for a new client of VERSION. */
static bool
is_kept(int version, const char *topic)
{
        struct mosquitto *handle = mosquitto_new(NULL, true, NULL);

        memset(&late, 0, sizeof(late));
        assert_non_null(handle);
        mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, version);
        mosquitto_message_v5_callback_set(handle, on_late);
        assert_int_equal(mosquitto_connect(handle, "127.0.0.1", port(), 60), MOSQ_ERR_SUCCESS);
        assert_int_equal(mosquitto_subscribe(handle, NULL, "#", 1), MOSQ_ERR_SUCCESS);
        assert_int_equal(mosquitto_publish(handle, NULL, PROBE, 1, "?", 1, false), MOSQ_ERR_SUCCESS); /* comes after what is retained */
        while (!late.through)
                assert_int_equal(mosquitto_loop(handle, 1000, 1), MOSQ_ERR_SUCCESS);
        mosquitto_destroy(handle);
        for (size_t i = 0; i < late.n; i++)
                if (strcmp(late.topics[i], topic) == 0)
                        return true;
        return false;
}

static void
assert_kept(const char *topic, bool kept)
{
        assert_int_equal(is_kept(MQTT_PROTOCOL_V5, topic), kept);
        assert_int_equal(is_kept(MQTT_PROTOCOL_V311, topic), kept);
}

static void
wait_until_gone(const char *topic)
{
        pd_usec deadline = mqtt_bench_now() + 2 * MQTT_BENCH_PATIENCE;

        while (is_kept(MQTT_PROTOCOL_V5, topic)) {
                assert_true(mqtt_bench_now() < deadline);
                let_pass(SECOND / 5);
        }
        assert_kept(topic, false);
}

/* --- set up ------------------------------------------------------------------------- */

static int
set_up(void **state)
{
        mosquitto_lib_init();
        bench.broker = broker_new(NULL);
        assert_non_null(bench.broker);
        bench.subscriber = subscriber_new(port());
        assert_non_null(bench.subscriber);
        return mqtt_bench_set_up(state);
}

static int
tear_down(void **state)
{
        old_door_take_down();
        mqtt_bench_tear_down(state);
        bench.subscriber = subscriber_free(bench.subscriber);
        bench.broker = broker_free(bench.broker);
        mosquitto_lib_cleanup();
        return 0;
}

/* --- availability that tells the truth ------------------------------------------------- */

/* The broker counts whole seconds. */
static void
offline_is_said_ten_seconds_after_its_death_and_not_before(void **state)
{
        const struct heard *offline;
        size_t from;
        int64_t died, heard;

        (void) state;
        plug_in(port());
        (void) wait_to_hear(0, STATUS, "online");
        from = now_heard();
        died = kill_it();
        offline = wait_to_hear(from, STATUS, "offline");
        heard = mqtt_bench_now();
        assert_false(offline->retained); /* it was there when it was said */
        assert_true(heard - died > 8 * SECOND);
        print_message("will delay: offline %.1f s after its death\n", (double) (heard - died) / (double) SECOND);
        assert_kept(STATUS, true);
        assert_kept(SESSION, true); /* of then: whoever reads it looks at the status, too */
}

static void
back_within_the_will_delay_it_was_never_offline(void **state)
{
        (void) state;
        plug_in(port());
        (void) wait_to_hear(0, STATUS, "online");
        for (int i = 0; i < 3; i++) { /* whatever was left of the first delay is over in the end */
                size_t from = now_heard();

                kill_it();
                let_pass(4 * SECOND);
                plug_in(port());
                (void) wait_to_hear(from, STATUS, "online");
        }
        let_pass(11 * SECOND);
        assert_int_equal(times_heard(0, STATUS, "offline"), 0);
}

static void
a_clean_stop_says_offline_at_once_and_once(void **state)
{
        size_t from;

        (void) state;
        plug_in(port());
        (void) wait_to_hear(0, STATUS, "online");
        from = now_heard();
        mqtt_bench.sink->type->stop(mqtt_bench.sink);
        (void) wait_to_hear(from, STATUS, "offline");
        mqtt_bench_unplug();
        let_pass(11 * SECOND); /* nor by the will */
        assert_int_equal(times_heard(from, STATUS, "offline"), 1);
        assert_kept(STATUS, true);
}

static void
after_a_restart_of_the_broker_it_is_online_and_says_what_it_dropped(void **state)
{
        size_t from;

        (void) state;
        plug_in(port());
        (void) wait_to_hear(0, HEALTH, "\"dropped_live\":0,");
        broker_stop(bench.broker, SIGKILL);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        for (int i = 0; i < 3; i++)
                mqtt_bench_say(PD_EVENT_LIVE, 0);
        from = now_heard();
        assert_int_equal(broker_start(bench.broker), 0);
        (void) wait_to_hear(from, STATUS, "online");
        (void) wait_to_hear(from, HEALTH, "\"dropped_live\":3,");
        (void) wait_to_hear(from, SESSION, "running");
        hear_all();
        assert_int_equal(times_heard(from, LIVE, ""), 0);
        assert_int_equal(times_heard(from, STATUS, "offline"), 0);
}

/* --- nothing stale ------------------------------------------------------------------- */

static void
live_and_state_expire_for_every_late_subscriber(void **state)
{
        int64_t said;

        (void) state;
        plug_in(port());
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        mqtt_bench_say(PD_EVENT_LIVE, 0);
        mqtt_bench_say(PD_EVENT_STATE, 0);
        said = mqtt_bench_now();
        hear_all();
        assert_kept(LIVE, true);
        assert_kept(STATE, true);
        wait_until_gone(LIVE);
        print_message("expiry: live gone after %.1f s\n", (double) (mqtt_bench_now() - said) / (double) SECOND);
        assert_true(mqtt_bench_now() - said > 13 * SECOND);
        assert_kept(STATE, true);
        wait_until_gone(STATE);
        print_message("expiry: state gone after %.1f s\n", (double) (mqtt_bench_now() - said) / (double) SECOND);
        assert_true(mqtt_bench_now() - said > 28 * SECOND);
        assert_kept(SESSION, true);
}

/* On 3.1.1 nothing ends by itself: it is not kept; and the will does not wait. */
static void
a_broker_of_3_1_1_keeps_nothing_that_would_go_stale(void **state)
{
        uint16_t behind_door = old_door_hang(mqtt_bench.loop, port());
        size_t from;

        (void) state;
        plug_in(behind_door);
        (void) wait_to_hear(0, "purposed/bridge/pi/info", "\"mqtt_version\":\"3.1.1\"");
        assert_int_equal(old_door_refused(), 1);
        mqtt_bench_say(PD_EVENT_LIVE, 0);
        mqtt_bench_say(PD_EVENT_STATE, 0);
        hear_all();
        assert_int_equal(times_heard(0, LIVE, ""), 1); /* who listens hears it */
        assert_int_equal(times_heard(0, STATE, ""), 1);
        assert_kept(LIVE, false);
        assert_kept(STATE, false);
        assert_kept(SESSION, true);
        assert_kept(STATUS, true);

        from = now_heard();
        kill_it();
        (void) wait_to_hear(from, STATUS, "offline");
        plug_in(behind_door);
        (void) wait_to_hear(from, STATUS, "online");
        hear_all();
        assert_int_equal(times_heard(from, STATUS, "offline"), 1);
}

/* --- no duplicates ---------------------------------------------------------------------- */

static void
what_a_topic_says_already_is_not_said_again_but_to_a_broker_that_comes_back(void **state)
{
        size_t from;

        (void) state;
        plug_in(port());
        (void) wait_to_hear(0, SESSION, "running");
        for (int i = 0; i < 5; i++) {
                mqtt_bench_say(PD_EVENT_PLAN, 0);
                mqtt_bench_say(PD_EVENT_SESSION, 0);
                mqtt_bench_say(PD_EVENT_STATE, 0); /* it expires, and a recorder must not see it end */
        }
        hear_all();
        assert_int_equal(times_heard(0, PLAN, ""), 1);
        assert_int_equal(times_heard(0, SESSION, ""), 1);
        assert_int_equal(times_heard(0, STATE, ""), 5);

        from = now_heard();
        broker_stop(bench.broker, SIGTERM);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        assert_int_equal(broker_start(bench.broker), 0);
        (void) wait_to_hear(from, SESSION, "running");
        (void) wait_to_hear(from, HEALTH, "\"unchanged\":9,");
        mqtt_bench_say(PD_EVENT_PLAN, 0);
        (void) wait_to_hear(from, PLAN, "");
}

/* --- takeover ------------------------------------------------------------------------------ */

/* "another client …" of a broker that says why (0x8E), "does another client …?" of mosquitto 2.0.11, which does not. */
static bool
names_the_other(void)
{
        return strstr(mqtt_bench_status(), "another client") != NULL && strstr(mqtt_bench_status(), "client_id purposed-pi") != NULL;
}

static struct mosquitto *other;

static bool
taken_over(void)
{
        if (mosquitto_loop(other, 0, 1) != MOSQ_ERR_SUCCESS)
                (void) mosquitto_reconnect(other); /* it does not give up either */
        return names_the_other();
}

static void
a_takeover_is_explained_and_over_when_the_other_has_left(void **state)
{
        (void) state;
        plug_in(port());
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        other = mosquitto_new("purposed-pi", true, NULL);
        assert_int_equal(mosquitto_connect(other, "127.0.0.1", port(), 60), MOSQ_ERR_SUCCESS);
        mqtt_bench_wait_for(taken_over);
        assert_true(mqtt_bench_times_logged(LOG_WARNING, "client_id purposed-pi") >= 1);
        mosquitto_disconnect(other);
        mosquitto_destroy(other);
        if (mqtt_bench_times_logged(LOG_WARNING, "another client uses") == 0) { /* else a minute's wait and half an hour's proof */
                size_t from = now_heard();

                (void) wait_to_hear(from, STATUS, "online");
                hear_all();
        }
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                T(offline_is_said_ten_seconds_after_its_death_and_not_before),
                T(back_within_the_will_delay_it_was_never_offline),
                T(a_clean_stop_says_offline_at_once_and_once),
                T(after_a_restart_of_the_broker_it_is_online_and_says_what_it_dropped),
                T(live_and_state_expire_for_every_late_subscriber),
                T(a_broker_of_3_1_1_keeps_nothing_that_would_go_stale),
                T(what_a_topic_says_already_is_not_said_again_but_to_a_broker_that_comes_back),
                T(a_takeover_is_explained_and_over_when_the_other_has_left),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
