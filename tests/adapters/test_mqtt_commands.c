/* SPDX-License-Identifier: MIT */
/*
 * Commands on a real mosquitto: what reaches the desk, what is answered, and
 * what is refused. The desk, the clock and the athletes are this file's.
 */
#include "support/cm.h"

#include "mqtt/flood.h"
#include "mqtt/mqtt.h"
#include "support/broker.h"
#include "support/mqtt_bench.h"
#include "support/old_door.h"
#include "support/subscriber.h"

#include <errno.h>
#include <mosquitto.h>
#include <mqtt_protocol.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#define RSP "purposed/anna/rsp"
#define NOON ((pd_usec) 1795345200 * PD_SEC) /* 2026-11-22T11:00:00Z */
#define SECOND_MS 1000

static struct {
        struct broker *broker;
        struct subscriber *subscriber;
        struct mosquitto *sender;
        int sent, taken; /* by the broker */
        int n_orders, not_yet; /* for so many the desk asks to be asked again */
        char order[80000]; /* the last: "anna rpe|6" */
        char week[4096];   /* what is told of one */
        struct pd_clock clock;
} bench;

/* --- the root's part ------------------------------------------------------------- */

static void
order(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words, struct pd_order_answer *ret)
{
        size_t n = (size_t) snprintf(bench.order, sizeof(bench.order), "%s %s", athlete, verb);

        (void) user;
        bench.n_orders++;
        for (size_t i = 0; i < n_words; i++)
                n += (size_t) snprintf(bench.order + n, sizeof(bench.order) - n, "|%s", words[i]);
        assert_true(n < sizeof(bench.order));
        *ret = (struct pd_order_answer) {0, "Done.", "{\"verb\":\"x\"}", true};
        if (strcmp(verb, "pause") == 0)
                *ret = (struct pd_order_answer) {-EALREADY, "The session is paused already.", "{}", true};
        if (strcmp(verb, "session") == 0)
                *ret = (struct pd_order_answer) {0, "One session.", "[{\"id\":\"20261122T101503Z\"}]", false};
        if (strcmp(verb, "week") == 0)
                *ret = (struct pd_order_answer) {0, "A week.", bench.week, false};
        if (strcmp(verb, "report") == 0)
                *ret = (struct pd_order_answer) {-EINPROGRESS, "It is on its way.", "{}", true};
        if (bench.not_yet > 0 && bench.not_yet-- > 0) {
                *ret = (struct pd_order_answer) {-EAGAIN, "Ask once more in a second.", "{}", true};
                bench.clock.real += PD_MINUTE; /* what was taken in time grows old while it waits */
        }
        if (strcmp(verb, "lap") == 0)
                mqtt_bench_say(PD_EVENT_ALERT, 2); /* an order tells events */
}

static void
clock_of(void *user, struct pd_clock *ret)
{
        (void) user;
        *ret = bench.clock;
}

/* --- the other side ----------------------------------------------------------------- */

static void
on_taken(struct mosquitto *handle, void *user, int mid)
{
        (void) handle, (void) user, (void) mid;
        bench.taken++;
}

static void
turn(void)
{
        assert_true(sd_event_run(mqtt_bench.loop, 2000) >= 0);
        assert_int_equal(mosquitto_loop(bench.sender, 0, 1), MOSQ_ERR_SUCCESS);
        subscriber_turn(bench.subscriber, 0);
}

static void
wait_until_sent(void)
{
        pd_usec deadline = mqtt_bench_now() + MQTT_BENCH_PATIENCE;

        while (bench.taken < bench.sent) {
                assert_int_equal(mosquitto_loop(bench.sender, 20, 1), MOSQ_ERR_SUCCESS);
                assert_true(mqtt_bench_now() < deadline);
        }
}

static void
send_bytes(const char *topic, const char *payload, size_t length, bool retain)
{
        assert_int_equal(mosquitto_publish(bench.sender, NULL, topic, (int) length, payload, 1, retain), MOSQ_ERR_SUCCESS);
        bench.sent++;
}

static void
send_to(const char *verb, const char *payload)
{
        char topic[256];

        snprintf(topic, sizeof(topic), "purposed/anna/cmd/%s", verb);
        send_bytes(topic, payload, strlen(payload), false);
}

static void
retain(const char *verb, const char *payload)
{
        char topic[256];

        snprintf(topic, sizeof(topic), "purposed/anna/cmd/%s", verb);
        send_bytes(topic, payload, strlen(payload), true);
}

/* The first answer from the FROM-th message on that contains PART. */
static const char *
wait_for_answer(size_t from, const char *part)
{
        pd_usec deadline = mqtt_bench_now() + MQTT_BENCH_PATIENCE;
        size_t i;

        while ((i = subscriber_find(bench.subscriber, from, RSP, part)) == SIZE_MAX) {
                turn();
                if (mqtt_bench_now() > deadline)
                        fail_msg("no answer with %s", part);
        }
        return subscriber_heard(bench.subscriber, i)->payload;
}

static const char *
ask(const char *verb, const char *payload)
{
        size_t from = subscriber_n(bench.subscriber);

        send_to(verb, payload);
        return wait_for_answer(from, "");
}

/* Whatever was sent before has been dealt with once this is answered. */
static void
ask_a_last_time(void)
{
        static int n;
        char payload[64], part[64];
        size_t from = subscriber_n(bench.subscriber);

        snprintf(payload, sizeof(payload), "{\"transaction\":\"last-%d\"}", ++n);
        snprintf(part, sizeof(part), "\"last-%d\"", n);
        send_to("unmute", payload);
        wait_for_answer(from, part);
}

static size_t
answers(size_t from, const char *part)
{
        size_t n = 0, i = from;

        while ((i = subscriber_find(bench.subscriber, i, RSP, part)) != SIZE_MAX) {
                n++;
                i++;
        }
        return n;
}

static void
assert_has(const char *payload, const char *part)
{
        if (strstr(payload, part) == NULL)
                fail_msg("%s lacks %s", payload, part);
}

static bool
anna_is_known(void)
{
        return mqtt_bench.restated > 0 && mqtt_bench_is_connected();
}

static void
plug_in_at(uint16_t port, const char *const *more)
{
        mqtt_bench.restated = 0;
        assert_int_equal(mqtt_bench_plug_in("127.0.0.1", port, more), 0);
        mqtt_bench_wait_for(anna_is_known);
}

/* Subscribed, which has no sign but that a command is answered. */
static void
wait_until_listening(void)
{
        pd_usec deadline = mqtt_bench_now() + MQTT_BENCH_PATIENCE;
        size_t from = subscriber_n(bench.subscriber);

        for (int i = 0; answers(from, "") == 0; i++) {
                if (i % 64 == 0)
                        send_to("unmute", "");
                turn();
                assert_true(mqtt_bench_now() < deadline);
        }
        ask_a_last_time();
        bench.n_orders = 0;
}

static uint16_t
port(void)
{
        return broker_port(bench.broker);
}

static void
connect_sender(void)
{
        bench.sent = bench.taken = 0;
        bench.sender = mosquitto_new("sender", true, NULL);
        assert_non_null(bench.sender);
        mosquitto_publish_callback_set(bench.sender, on_taken);
        mosquitto_max_inflight_messages_set(bench.sender, 0);
        assert_int_equal(mosquitto_connect(bench.sender, "127.0.0.1", port(), 60), MOSQ_ERR_SUCCESS);
}

static int
set_up_with(void **state, const char *configuration)
{
        memset(&bench, 0, sizeof(bench));
        snprintf(bench.week, sizeof(bench.week), "[%*d]", (int) sizeof(bench.week) - 3, 1);
        mosquitto_lib_init();
        if (mqtt_bench_set_up(state) < 0)
                return -1;
        mqtt_bench.context.order = order;
        mqtt_bench.context.clock = clock_of;
        bench.clock = (struct pd_clock) {.real = NOON, .synchronised = true};
        bench.broker = broker_new(configuration);
        if (bench.broker == NULL)
                return -1;
        bench.subscriber = subscriber_new(port());
        connect_sender();
        return 0;
}

static int
set_up(void **state)
{
        return set_up_with(state, NULL);
}

/* Of a thousand bytes in a packet. */
static int
set_up_narrow(void **state)
{
        return set_up_with(state, "allow_anonymous true\nmax_packet_size 1000\n");
}

static int
set_up_listening(void **state)
{
        if (set_up(state) < 0)
                return -1;
        plug_in_at(port(), NULL);
        wait_until_listening();
        return 0;
}

static int
tear_down(void **state)
{
        old_door_take_down();
        mosquitto_destroy(bench.sender);
        subscriber_free(bench.subscriber);
        mqtt_bench_tear_down(state);
        broker_free(bench.broker);
        mosquitto_lib_cleanup();
        return 0;
}

/* --- the tests ---------------------------------------------------------------------- */

static void
each_command_has_its_way_in_words_and_in_json(void **state)
{
        static const struct {
                const char *verb, *payload, *order, *answer;
        } rows[] = {
                {"start", "", "anna start", "\"status\":\"ok\",\"error\":null,\"text\":\"Done.\",\"data\":null}"},
                {"start", "{}", "anna start", "\"verb\":\"start\",\"transaction\":null,"},
                {"stop", "pain", "anna stop|pain", "\"status\":\"ok\""},
                {"stop", "{\"reason\":\"pain\",\"transaction\":7}", "anna stop|pain",
                        "\"verb\":\"stop\",\"transaction\":7,\"status\":\"ok\""},
                {"pause", "", "anna pause", "\"status\":\"error\",\"error\":\"refused\",\"text\":\"The session is paused already.\""},
                {"resume", "", "anna resume", "\"ok\""},
                {"lap", "{\"transaction\":\"a-1\"}", "anna lap", "\"transaction\":\"a-1\",\"status\":\"ok\""},
                {"skip", "", "anna skip", "\"ok\""},
                {"back", "", "anna back", "\"ok\""},
                {"mute", "10", "anna mute|10", "\"ok\""},
                {"mute", "{\"minutes\":20}", "anna mute|20", "\"ok\""},
                {"mute", "", "anna mute", "\"ok\""},
                {"rpe", "6\n", "anna rpe|6", "\"ok\""},
                {"rpe", "{\"rating\":\"6\"}", "anna rpe|6", "\"ok\""},
                {"note", "left calf tight", "anna note|left calf tight", "\"ok\""},
                {"note", "{\"text\":\"l\xc3\xa4uft\"}", "anna note|l\xc3\xa4uft", "\"ok\""},
                {"workout", "tempo-20", "anna workout|tempo-20", "\"ok\""},
                {"easier", "", "anna easier", "\"ok\""},
                {"away", "{\"words\":\"ill today\"}", "anna away|ill|today", "\"ok\""},
                {"swap", "tuesday thursday", "anna swap|tuesday|thursday", "\"ok\""},
                {"anchors", "accept lt1_hr", "anna anchors|accept|lt1_hr", "\"ok\""},
                {"calibrate", "5.00km", "anna calibrate|5.00km", "\"ok\""},
                {"session", "list", "anna session|list", "\"text\":\"One session.\",\"data\":[{\"id\":\"20261122T101503Z\"}]}"},
                {"explain", "", "anna explain", "\"ok\""},
                {"report", "", "anna report", "\"status\":\"ok\",\"error\":null,\"text\":\"It is on its way.\""},
                {"plan", "today", "anna plan|today", "\"ok\""},
                {"plan", "goal:\n  event: 10 km\n", "anna plan|install|goal:\n  event: 10 km\n", "\"ok\""},
                {"plan", "{\"plan\":\"goal:\\n  event: 5 km\\n\"}", "anna plan|install|goal:\n  event: 5 km\n", "\"ok\""},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const char *answer = ask(rows[i].verb, rows[i].payload);

                assert_has(answer, rows[i].answer);
                assert_has(answer, "{\"time\":\"2026-11-22T11:00:00.000Z\",\"verb\":\"");
                assert_string_equal(bench.order, rows[i].order);
                if (i % 15 == 14) /* or it would be a flood */
                        set_up_listening((tear_down(state), state));
        }
}

static void
what_is_no_command_is_answered_and_not_carried_out(void **state)
{
        static const struct {
                const char *verb, *payload, *answer;
        } rows[] = {
                {"jump", "", "\"verb\":\"jump\",\"transaction\":null,\"status\":\"error\",\"error\":\"unknown\""},
                {"jump", "{\"transaction\":3}", "\"transaction\":3,\"status\":\"error\",\"error\":\"unknown\""},
                {"status", "", "\"error\":\"not_here\",\"text\":\"'status' is about the machine itself"},
                {"sensors", "scan", "\"error\":\"not_here\""},
                {"athlete", "{\"transaction\":\"t\",\"words\":\"forget anna\"}",
                        "\"transaction\":\"t\",\"status\":\"error\",\"error\":\"not_here\""},
                {"mqtt", "purge", "\"error\":\"not_here\""},
                {"propose", "anchor lt1_hr 151 +-4 estimated", "\"error\":\"not_here\""},
                {"assign", "20261122T101503Z ben", "\"error\":\"not_here\""},
                {"rpe", "eleven", "\"error\":\"malformed\",\"text\":\"'rpe' takes a number from 1"},
                {"rpe", "{\"ratting\":6}", "\"error\":\"malformed\",\"text\":\"'rpe' has no \\\"ratting\\\"; it takes \\\"rating\\\""},
                {"rpe", "{\"rating\":6", "\"error\":\"malformed\""},
                {"note", "a\x01z", "\"error\":\"malformed\""},
                {"note", "a\xff", "\"error\":\"malformed\""},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_has(ask(rows[i].verb, rows[i].payload), rows[i].answer);
        assert_int_equal(bench.n_orders, 0);
}

static void
what_is_too_long_is_answered_but_for_what_the_broker_keeps_to_itself(void **state)
{
        static char payload[200001];
        size_t from = subscriber_n(bench.subscriber);

        (void) state;
        memset(payload, 'x', sizeof(payload) - 1);
        send_bytes("purposed/anna/cmd/note", payload, 4097, false);
        assert_has(wait_for_answer(from, ""), "\"error\":\"too_long\",\"text\":\"4097 bytes are too many: at most 4096 are taken here.\"");
        from = subscriber_n(bench.subscriber);
        send_bytes("purposed/anna/cmd/plan", payload, 65537, false);
        assert_has(wait_for_answer(from, ""), "\"error\":\"too_long\"");
        from = subscriber_n(bench.subscriber);
        send_bytes("purposed/anna/cmd/plan", payload, 200000, false);
        ask_a_last_time();
        assert_int_equal(answers(from, ""), 1);
        assert_int_equal(bench.n_orders, 1); /* the last one */
        assert_true(mqtt_bench_is_connected());
}

static void
a_transaction_is_carried_out_once_and_answered_alike_across_a_lost_line(void **state)
{
        char first[512];
        size_t from;

        (void) state;
        snprintf(first, sizeof(first), "%s", ask("lap", "{\"transaction\":\"lap-1\"}"));
        bench.clock.real += PD_SEC;
        assert_string_equal(ask("lap", "{\"transaction\":\"lap-1\"}"), first);
        assert_int_equal(bench.n_orders, 1);
        ask("skip", "{\"transaction\":\"lap-1\"}"); /* another verb is another command */
        ask("lap", "{\"transaction\":\"lap-2\"}");
        ask("lap", "");
        assert_int_equal(bench.n_orders, 4);

        broker_stop(bench.broker, SIGTERM);
        mqtt_bench_wait_for(mqtt_bench_is_off_line);
        assert_int_equal(broker_start(bench.broker), 0);
        mosquitto_destroy(bench.sender);
        connect_sender();
        mqtt_bench_wait_for(mqtt_bench_is_connected);
        wait_until_listening();
        from = subscriber_n(bench.subscriber);
        send_to("lap", "{\"transaction\":\"lap-1\"}");
        assert_string_equal(wait_for_answer(from, "lap-1"), first);
        assert_int_equal(bench.n_orders, 0);
}

static void
what_is_published_to_be_retained_is_refused_and_taking_it_back_is_no_command(void **state)
{
        size_t from = subscriber_n(bench.subscriber);

        (void) state;
        retain("start", "{\"transaction\":1}");
        assert_has(wait_for_answer(from, ""), "\"transaction\":1,\"status\":\"error\",\"error\":\"retained\"");
        from = subscriber_n(bench.subscriber);
        retain("start", "");
        ask_a_last_time();
        assert_int_equal(answers(from, ""), 1);
        assert_int_equal(bench.n_orders, 1);
        assert_has(ask("start", "{\"transaction\":1}"), "\"ok\""); /* the same without it is meant */
        from = subscriber_n(bench.subscriber);
        retain("rpe", "eleven"); /* that it makes no sense is the smaller harm */
        assert_has(wait_for_answer(from, "\"rpe\""), "\"error\":\"retained\"");
}

static void
what_was_retained_before_is_not_asked_for(void **state)
{
        size_t from = subscriber_n(bench.subscriber);

        retain("start", "{}");
        wait_until_sent();
        (void) state;
        plug_in_at(port(), NULL);
        wait_until_listening();
        assert_int_equal(answers(from, "start"), 0);
}

static void
a_broker_of_3_1_1_sends_it_all_the_same_and_it_is_refused_as_well(void **state)
{
        size_t from = subscriber_n(bench.subscriber);

        (void) state;
        retain("start", "{\"transaction\":1}");
        wait_until_sent();
        plug_in_at(old_door_hang(mqtt_bench.loop, port()), NULL);
        assert_has(wait_for_answer(from, "\"start\""), "\"transaction\":1,\"status\":\"error\",\"error\":\"retained\"");
        wait_until_listening();
        assert_int_equal(old_door_refused(), 1);
        retain("start", ""); /* reaches us as any empty message does */
        ask_a_last_time();
        assert_int_equal(bench.n_orders, 1);
        assert_has(ask("start", ""), "\"ok\"");
}

static void
what_was_sent_long_ago_or_from_the_future_is_refused_if_our_clock_is_right(void **state)
{
        static const struct {
                const char *payload, *error;
        } rows[] = {
                {"{\"time\":\"2026-11-22T10:59:29Z\"}",
                        "\"error\":\"too_old\",\"text\":\"It was sent 31 s ago; after 30 s it is not carried out.\""},
                {"{\"time\":\"2026-11-22T11:59:31+01:00\"}", "\"status\":\"ok\""},
                {"{\"time\":\"2026-11-22T11:00:31Z\"}", "\"error\":\"in_future\""},
                {"{\"time\":\"2026-11-22T11:00:29Z\"}", "\"status\":\"ok\""},
                {"{\"time\":\"2026-11-22T11:00:00\"}", "\"error\":\"malformed\""},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_has(ask("lap", rows[i].payload), rows[i].error);
        assert_int_equal(bench.n_orders, 2);
        bench.clock.synchronised = false;
        assert_has(ask("lap", rows[0].payload), "\"status\":\"ok\"");
        bench.clock = (struct pd_clock) {.real = PD_MINUTE}; /* a Pi without a battery, in 1970 */
        assert_has(ask("lap", rows[0].payload), "{\"time\":null,\"verb\":\"lap\",\"transaction\":null,\"status\":\"ok\"");
}

static void
what_the_broker_kept_for_us_while_we_were_away_is_not_carried_out(void **state)
{
        size_t from;

        (void) state;
        mqtt_bench_unplug(); /* killed: the broker keeps the session */
        from = subscriber_n(bench.subscriber);
        send_to("stop", "{\"transaction\":5}");
        send_to("rpe", "{\"rating\":11,\"transaction\":6}");
        wait_until_sent();
        plug_in_at(port(), NULL);
        assert_has(wait_for_answer(from, "\"transaction\":5"), "\"error\":\"too_old\",\"text\":\"It waited for purposed");
        assert_has(wait_for_answer(from, "\"transaction\":6"), "\"error\":\"too_old\"");
        assert_int_equal(bench.n_orders, 0);
        assert_has(ask("stop", "{\"transaction\":5}"), "\"ok\"");
}

static void
what_cannot_be_done_yet_is_tried_again_for_some_seconds(void **state)
{
        size_t from = subscriber_n(bench.subscriber);

        (void) state;
        bench.not_yet = 3;
        assert_has(ask("rpe", "{\"rating\":6,\"transaction\":1,\"time\":\"2026-11-22T11:00:00Z\"}"), "\"status\":\"ok\"");
        assert_int_equal(bench.n_orders, 4);
        assert_string_equal(bench.order, "anna rpe|6");
        assert_int_equal(answers(from, ""), 1);
        bench.not_yet = 1000;
        assert_has(ask("rpe", "{\"rating\":6,\"transaction\":2}"), "\"error\":\"busy\",\"text\":\"Ask once more in a second.\"");
        bench.not_yet = 0;
        assert_has(ask("rpe", "{\"rating\":6,\"transaction\":2}"), "\"status\":\"ok\"");
}

static void
what_waits_is_done_in_the_order_in_which_it_came(void **state)
{
        size_t from = subscriber_n(bench.subscriber);

        (void) state;
        bench.not_yet = 1;
        send_to("rpe", "{\"rating\":4,\"transaction\":1}");
        send_to("rpe", "{\"rating\":5,\"transaction\":2}");
        wait_for_answer(from, "\"transaction\":2,\"status\":\"ok\"");
        assert_int_equal(answers(from, "\"transaction\":1,\"status\":\"ok\""), 1);
        assert_string_equal(bench.order, "anna rpe|5");
        assert_int_equal(bench.n_orders, 3);

        from = subscriber_n(bench.subscriber);
        bench.not_yet = 1;
        send_to("note", "tired");
        send_to("lap", ""); /* which does not wait for another verb's sake */
        wait_for_answer(from, "\"verb\":\"note\"");
        assert_in_range(subscriber_find(bench.subscriber, from, RSP, "\"lap\""), from,
                subscriber_find(bench.subscriber, from, RSP, "\"note\""));
}

static void
an_answer_is_no_larger_than_the_broker_takes(void **state)
{
        (void) state;
        plug_in_at(port(), NULL);
        wait_until_listening();
        assert_has(ask("week", "{\"transaction\":1}"),
                "\"transaction\":1,\"status\":\"ok\",\"error\":null,\"text\":\"A week.\",\"data\":null}");
}

static void
nobody_else_is_commanded(void **state)
{
        (void) state;
        send_bytes("purposed/ben/cmd/start", "", 0, false);
        send_bytes("purposed/bridge/cmd/start", "", 0, false);
        send_bytes("purposed/anna/cmd/start/now", "", 0, false);
        send_bytes("purposed/anna/cmd", "start", 5, false);
        ask_a_last_time();
        assert_int_equal(bench.n_orders, 1);
        assert_int_equal(subscriber_find(bench.subscriber, 0, "purposed/ben/rsp", ""), SIZE_MAX);
}

static void
who_is_forgotten_is_commanded_no_more(void **state)
{
        size_t from;

        (void) state;
        ask("lap", "{\"transaction\":1}");
        mqtt_bench.sink->type->forget(mqtt_bench.sink, "anna");
        from = subscriber_n(bench.subscriber);
        send_to("start", "");
        wait_until_sent();
        mqtt_bench_say(PD_EVENT_SESSION, 1); /* she is there again */
        wait_until_listening();
        assert_int_equal(answers(from, "\"start\""), 0);
        ask("lap", "{\"transaction\":1}");
        assert_int_equal(bench.n_orders, 1); /* it was another's */
}

static void
a_flood_is_told_that_it_is_one_and_then_no_more(void **state)
{
        size_t from = subscriber_n(bench.subscriber), n;

        (void) state;
        for (int i = 0; i < 300; i++)
                send_to("lap", "");
        wait_for_answer(from, "\"error\":\"busy\"");
        wait_until_sent();
        while (sd_event_run(mqtt_bench.loop, SECOND_MS * 100) > 0)
                subscriber_turn(bench.subscriber, 0);
        n = answers(from, "\"ok\"");
        assert_in_range(n, PD_FLOOD_SECOND / 2, PD_FLOOD_MINUTE);
        assert_int_equal(n, bench.n_orders);
        assert_in_range(answers(from, "\"busy\""), 1, PD_FLOOD_REFUSED);
        assert_int_equal(mqtt_bench_times_logged(LOG_WARNING, "more commands for anna than anybody gives"), 1);
        assert_true(mqtt_bench_is_connected());
}

static void
where_none_are_wanted_none_are_heard(void **state)
{
        static const char *const settings[] = {"commands", "no", NULL};
        size_t from = subscriber_n(bench.subscriber);

        (void) state;
        plug_in_at(port(), settings);
        send_to("start", "");
        wait_until_sent();
        mqtt_bench_say(PD_EVENT_ALERT, 2);
        while (mqtt_bench.acknowledged != 2)
                turn();
        assert_int_equal(answers(from, ""), 0);
        assert_int_equal(bench.n_orders, 0);
}

static void
answers_are_not_kept_by_the_broker(void **state)
{
        struct subscriber *late;
        size_t n;

        (void) state;
        ask("start", "");
        late = subscriber_new(port()); /* the same name: the other one leaves */
        n = subscriber_n(late);
        for (size_t i = 0; i < n; i++)
                assert_true(strcmp(subscriber_heard(late, i)->topic, RSP) != 0 || !subscriber_heard(late, i)->retained);
        subscriber_free(late);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up_listening, tear_down)
#define BEFORE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(each_command_has_its_way_in_words_and_in_json),
                T(what_is_no_command_is_answered_and_not_carried_out),
                T(what_is_too_long_is_answered_but_for_what_the_broker_keeps_to_itself),
                T(a_transaction_is_carried_out_once_and_answered_alike_across_a_lost_line),
                T(what_is_published_to_be_retained_is_refused_and_taking_it_back_is_no_command),
                BEFORE(what_was_retained_before_is_not_asked_for),
                BEFORE(a_broker_of_3_1_1_sends_it_all_the_same_and_it_is_refused_as_well),
                T(what_was_sent_long_ago_or_from_the_future_is_refused_if_our_clock_is_right),
                T(what_the_broker_kept_for_us_while_we_were_away_is_not_carried_out),
                T(what_cannot_be_done_yet_is_tried_again_for_some_seconds),
                T(what_waits_is_done_in_the_order_in_which_it_came),
                cmocka_unit_test_setup_teardown(an_answer_is_no_larger_than_the_broker_takes, set_up_narrow, tear_down),
                T(nobody_else_is_commanded),
                T(who_is_forgotten_is_commanded_no_more),
                T(a_flood_is_told_that_it_is_one_and_then_no_more),
                BEFORE(where_none_are_wanted_none_are_heard),
                T(answers_are_not_kept_by_the_broker),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
