/* SPDX-License-Identifier: MIT */
/* The root's desk for orders (daemon/orders.c) and STATUS, which is served
 * there (daemon/status.c). The engine's share of orders is test_orders.c's. */
#include "orders.h"
#include "status.h"

#include "support/cm.h"
#include "support/rig.h"
#include "support/strict_json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NOW (100 * PD_SEC)

struct desk {
        struct pd_pump *pump;
        struct pd_orders *orders;
        struct pd_orders_context context;
        struct pd_status_context status;
        struct pd_reply reply;
        struct pd_workout *workout;
        struct pd_athlete athlete;
        size_t n_served;
        char served_athlete[PD_ID_SIZE], served_text[PD_TEXT_SIZE];
        size_t served_words;
};

static void
hear(void *user, const struct pd_event *event)
{
        (void) user;
        (void) event;
}

static pd_usec
now(void *user)
{
        (void) user;
        return NOW;
}

static void
serve(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct desk *desk = user;

        desk->n_served++;
        strcpy(desk->served_athlete, order->athlete);
        strcpy(desk->served_text, order->command->text);
        desk->served_words = order->n_words;
        assert_int_equal(order->at, NOW);
        pd_reply_say(reply, 0, "Served.");
}

static const struct pd_order_service services[] = {
        {PD_COMMAND_SWAP, false, serve},
        {PD_COMMAND_SESSION, true, serve},
        {PD_COMMAND_RPE, false, serve},
};

static void
node_state(void *user, struct pd_node_state *ret)
{
        (void) user;
        *ret = (struct pd_node_state) {.configuration = "0123456789abcdef", .adapters = "hci0 C0:00:00:00:00:AA"};
        ret->journal.inputs = 12;
        ret->journal.card_errors = 3;
}

static bool
outlet(void *user, size_t i, char *ret, size_t size)
{
        (void) user;
        snprintf(ret, size, "mqtt: connected");
        return i == 0;
}

static bool
no_stranger(void *user, size_t i, struct pd_status_stranger *ret)
{
        (void) user;
        (void) i;
        (void) ret;
        return false;
}

static const char *
no_trouble(void *user)
{
        (void) user;
        return "";
}

static void
add_athlete(struct desk *desk, const char *id)
{
        strcpy(desk->athlete.id, id);
        assert_int_equal(pd_pump_add_athlete(desk->pump, &desk->athlete, desk->workout), 0);
}

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        *state = desk;
        desk->pump = pd_pump_new(&(struct pd_pump_ports) {.event = hear, .user = desk});
        desk->workout = malloc(sizeof(*desk->workout));
        rig_runner_a(&desk->athlete);
        rig_workout(desk->workout, "recovery 4mi", &desk->athlete);
        desk->context = (struct pd_orders_context) {.pump = desk->pump, .now = now, .user = desk};
        desk->status = (struct pd_status_context) {.pump = desk->pump, .node = "kitchen", .version = "1.2.3", .node_state = node_state,
                .outlet = outlet, .stranger = no_stranger, .trouble = no_trouble, .user = desk};
        desk->orders = pd_orders_new(&desk->context);
        pd_orders_serve(desk->orders, services, sizeof(services) / sizeof(services[0]), desk);
        pd_orders_serve(desk->orders, pd_status_services, pd_status_n_services, &desk->status);
        pd_reply_init(&desk->reply);
        return 0;
}

static int
tear_down(void **state)
{
        struct desk *desk = *state;

        pd_reply_clear(&desk->reply);
        pd_orders_free(desk->orders);
        pd_pump_free(desk->pump);
        free(desk->workout);
        free(desk);
        return 0;
}

/* WORDS are separated by one blank. */
static void
order(struct desk *desk, const char *athlete, const char *verb, const char *words)
{
        char copy[64];
        const char *list[8];
        size_t n = 0;

        strcpy(copy, words);
        for (char *rest, *word = strtok_r(copy, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
                list[n++] = word;
        pd_reply_clear(&desk->reply);
        pd_orders_take(desk->orders, athlete, verb, list, n, &desk->reply);
        assert_true(strict_json_valid(pd_reply_json(&desk->reply)));
}

static void
assert_answer(const struct desk *desk, int result, const char *text)
{
        assert_string_equal(pd_reply_text(&desk->reply), text);
        assert_int_equal(desk->reply.result, result);
}

static void
an_order_for_a_run_reaches_the_only_athlete(void **state)
{
        struct desk *desk = *state;

        add_athlete(desk, "anna");
        order(desk, "", "pause", "");
        assert_answer(desk, -ESRCH, "No session is running.");
        order(desk, NULL, "start", "");
        assert_answer(desk, 0, "Go.");
        assert_int_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 0)), PD_SESSION_RUNNING);
        order(desk, "anna", "rpe", "6");
        assert_answer(desk, 0, "Noted.");
        assert_int_equal(desk->n_served, 0);
        assert_string_equal(pd_reply_json(&desk->reply), "{\"verb\":\"rpe\",\"athlete\":\"anna\",\"result\":0,\"text\":\"Noted.\"}");
}

static void
whoever_runs_is_meant_but_not_by_a_start(void **state)
{
        struct desk *desk = *state;

        add_athlete(desk, "anna");
        add_athlete(desk, "ben");
        add_athlete(desk, "carla");
        order(desk, "", "pause", "");
        assert_answer(desk, -ENOTUNIQ, "Whom do you mean? I know anna, ben and carla.");
        order(desk, "ben", "start", "");
        assert_answer(desk, 0, "Go.");
        order(desk, "", "pause", "");
        assert_answer(desk, 0, "Paused.");
        assert_int_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 1)), PD_SESSION_PAUSED);
        order(desk, "", "start", "");
        assert_answer(desk, -ENOTUNIQ, "Whom do you mean? I know anna, ben and carla.");
        order(desk, "carla", "start", "");
        order(desk, "", "lap", "");
        assert_int_equal(desk->reply.result, -ENOTUNIQ);
}

static void
a_guest_is_meant_only_while_a_guest_runs(void **state)
{
        struct desk *desk = *state;

        add_athlete(desk, "anna");
        add_athlete(desk, "guest");
        order(desk, "", "swap", "");
        assert_string_equal(desk->served_athlete, "anna");
        order(desk, "guest", "start", "");
        order(desk, "", "swap", "");
        assert_string_equal(desk->served_athlete, "guest");
}

static void
somebody_who_is_not_here_is_said_to_be_unknown(void **state)
{
        struct desk *desk = *state;

        order(desk, "", "start", "");
        assert_answer(desk, -ENOENT, "No athlete is configured.");
        order(desk, "zoe", "start", "");
        assert_answer(desk, -ENOENT, "There is no athlete 'zoe'; none is configured.");
        add_athlete(desk, "anna");
        order(desk, "zoe", "start", "");
        assert_answer(desk, -ENOENT, "There is no athlete 'zoe'; I know anna.");
        order(desk, "zoe", "session", "list");
        assert_answer(desk, -ENOENT, "There is no athlete 'zoe'; I know anna.");
        assert_int_equal(desk->n_served, 0);
}

/* Whoever could give it could put a proposal into the daemon's mouth. */
static void
what_the_daemon_orders_itself_nobody_else_does(void **state)
{
        struct desk *desk = *state;

        add_athlete(desk, "anna");
        order(desk, "anna", "propose", "let-go easy 2026-11-24");
        assert_answer(desk, -EPERM, "'propose' is the daemon's own order; nobody else gives it.");
}

static void
words_that_are_wrong_are_answered_with_what_is_right(void **state)
{
        struct desk *desk = *state;

        add_athlete(desk, "anna");
        order(desk, "", "rpe", "99");
        assert_answer(desk, -EINVAL, "'rpe' takes a number from 1 (very easy) to 10 (all out).");
        order(desk, "", "dance", "");
        assert_answer(desk, -ENOENT, "There is no order 'dance'.");
}

static void
a_verb_is_carried_out_by_whoever_serves_it(void **state)
{
        struct desk *desk = *state;

        add_athlete(desk, "anna");
        order(desk, "", "swap", "tuesday thursday");
        assert_answer(desk, 0, "Served.");
        assert_string_equal(desk->served_athlete, "anna");
        assert_string_equal(desk->served_text, "tuesday thursday");
        assert_int_equal(desk->served_words, 2);
        add_athlete(desk, "ben");
        order(desk, "", "session", "list");
        assert_string_equal(desk->served_athlete, ""); /* anyone's */
        order(desk, "ben", "session", "list");
        assert_string_equal(desk->served_athlete, "ben");
}

static void
what_a_run_can_not_hear_any_more_is_for_the_past(void **state)
{
        struct desk *desk = *state;

        add_athlete(desk, "anna");
        order(desk, "", "rpe", "7");
        assert_answer(desk, 0, "Served.");
        order(desk, "", "note", "tired");
        assert_answer(desk, -ESRCH, "No session is running.");
}

static void
what_nobody_serves_is_refused_honestly(void **state)
{
        struct desk *desk = *state;

        order(desk, "", "join", "");
        assert_answer(desk, -EOPNOTSUPP, "This build cannot do that.");
}

static void
status_tells_of_athletes_sensors_outlets_and_the_journal(void **state)
{
        struct desk *desk = *state;

        add_athlete(desk, "anna");
        add_athlete(desk, "ben");
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", "C0:00:00:00:00:01", "Polar"), 0);
        order(desk, "", "status", "");
        assert_answer(desk, 0,
                "purposed 1.2.3 on kitchen, hci0 C0:00:00:00:00:AA\n\n"
                "anna: idle\n"
                "  today: recovery 4mi\n"
                "  C0:00:00:00:00:01  not heard yet     away      Polar\n"
                "ben: idle\n"
                "  today: recovery 4mi\n"
                "  no sensor is enrolled\n\n"
                "mqtt: connected\n"
                "journal: 12 inputs, 3 errors of the card, 0 bytes not yet on the card\n");
        assert_non_null(strstr(pd_reply_json(&desk->reply),
                "\"sensors\":[{\"address\":\"C0:00:00:00:00:01\",\"type\":null,\"name\":\"Polar\",\"connected\":false,"
                "\"absence\":null,\"battery_percent\":null,\"rssi_dbm\":null}]"));
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(an_order_for_a_run_reaches_the_only_athlete, set_up, tear_down),
                cmocka_unit_test_setup_teardown(whoever_runs_is_meant_but_not_by_a_start, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_guest_is_meant_only_while_a_guest_runs, set_up, tear_down),
                cmocka_unit_test_setup_teardown(somebody_who_is_not_here_is_said_to_be_unknown, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_the_daemon_orders_itself_nobody_else_does, set_up, tear_down),
                cmocka_unit_test_setup_teardown(words_that_are_wrong_are_answered_with_what_is_right, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_verb_is_carried_out_by_whoever_serves_it, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_a_run_can_not_hear_any_more_is_for_the_past, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_nobody_serves_is_refused_honestly, set_up, tear_down),
                cmocka_unit_test_setup_teardown(status_tells_of_athletes_sensors_outlets_and_the_journal, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
