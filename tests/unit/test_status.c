/* SPDX-License-Identifier: MIT */
/* What "status" answers. */
#include "status.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"

struct desk {
        struct pd_pump *pump;
        struct pd_status_context context;
        struct pd_reply reply;
        const char *trouble, *recovery;
        size_t n_strangers;
};

static void
on_input(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        (void) user;
        (void) snapshot;
        (void) input;
}

static void
on_event(void *user, const struct pd_event *event)
{
        (void) user;
        (void) event;
}

static void
node_state(void *user, struct pd_node_state *ret)
{
        const char *recovery = ((struct desk *) user)->recovery;

        *ret = (struct pd_node_state) {.adapters = "hci0", .configuration = "abc", .recovery = recovery};
        if (recovery)
                ret->recoveries = 2;
}

static bool
outlet(void *user, size_t i, char *ret, size_t size)
{
        (void) user;
        snprintf(ret, size, "mqtt: connected");
        return i == 0;
}

static bool
stranger(void *user, size_t i, struct pd_status_stranger *ret)
{
        if (i >= ((struct desk *) user)->n_strangers)
                return false;
        *ret = (struct pd_status_stranger) {.address = "EE:00:00:00:00:01", .trusted = i > 0};
        if (i > 0)
                memcpy(ret->name, "\"H10\"", sizeof("\"H10\""));
        return true;
}

static const char *
trouble(void *user)
{
        return ((struct desk *) user)->trouble;
}

static void
add_athlete(struct pd_pump *pump, const char *id)
{
        struct pd_workout *workout = calloc(1, sizeof(*workout));
        struct pd_athlete athlete;

        assert_non_null(workout);
        pd_athlete_init(&athlete, id);
        pd_workout_init(workout);
        assert_int_equal(pd_pump_add_athlete(pump, &athlete, workout), 0);
        free(workout);
}

static int
set_up(void **state)
{
        const struct pd_pump_ports ports = {.tap = on_input, .event = on_event};
        static struct desk desk;

        desk = (struct desk) {.pump = pd_pump_new(&ports), .trouble = ""};
        assert_non_null(desk.pump);
        add_athlete(desk.pump, "anna");
        add_athlete(desk.pump, "ben");
        add_athlete(desk.pump, PD_GUEST_ID);
        desk.context = (struct pd_status_context) {
                .pump = desk.pump, .node = "pi", .version = "1", .node_state = node_state, .outlet = outlet,
                .stranger = stranger, .trouble = trouble,
                .user = &desk,
        };
        *state = &desk;
        return 0;
}

static int
take_down(void **state)
{
        struct desk *desk = *state;

        pd_pump_free(desk->pump);
        pd_reply_clear(&desk->reply);
        return 0;
}

static void
ask(struct desk *desk)
{
        const struct pd_order order = {.athlete = ""};

        pd_reply_clear(&desk->reply);
        pd_status_services[0].carry_out(&desk->context, &order, &desk->reply);
        assert_int_equal(desk->reply.result, 0);
}

static size_t
times(const char *text, const char *what)
{
        size_t n = 0;

        for (text = strstr(text, what); text != NULL; text = strstr(text + 1, what))
                n++;
        return n;
}

static void
a_shared_sensor_is_listed_once(void **state)
{
        struct desk *desk = *state;

        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        pd_pump_enroll(desk->pump, "anna", POD, "");
        pd_pump_enroll(desk->pump, "ben", POD, "");
        ask(desk);
        assert_int_equal(times(pd_reply_text(&desk->reply), STRAP), 1);
        assert_int_equal(times(pd_reply_text(&desk->reply), POD), 1);
        assert_int_equal(times(pd_reply_json(&desk->reply), POD), 1);
}

static void
a_sensor_is_linked_until_it_has_measured_something(void **state)
{
        struct desk *desk = *state;
        const struct pd_link_change up = {.address = STRAP, .connected = true};
        const struct pd_frame frame = {.address = STRAP, .characteristic = 0x2A37, .length = 2, .bytes = {0, 152}};

        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        ask(desk);
        assert_non_null(strstr(pd_reply_text(&desk->reply), STRAP "  not heard yet     away"));
        pd_pump_link(desk->pump, PD_SEC, &up);
        ask(desk);
        assert_non_null(strstr(pd_reply_text(&desk->reply), STRAP "  not heard yet     linked"));
        pd_pump_frame(desk->pump, 2 * PD_SEC, &frame);
        ask(desk);
        assert_non_null(strstr(pd_reply_text(&desk->reply), STRAP "  heart-rate strap  live"));
}

static void
who_has_no_sensor_is_told(void **state)
{
        struct desk *desk = *state;

        ask(desk);
        assert_int_equal(times(pd_reply_text(&desk->reply), "no sensor is enrolled"), 2);
        assert_null(strstr(pd_reply_text(&desk->reply), PD_GUEST_ID)); /* not while there is none */
}

static void
scripts_are_told_of_strangers(void **state)
{
        struct desk *desk = *state;

        ask(desk);
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"strangers\":[]"));
        desk->n_strangers = 2;
        ask(desk);
        assert_non_null(strstr(pd_reply_json(&desk->reply),
                "\"strangers\":[{\"address\":\"EE:00:00:00:00:01\",\"name\":null,\"trusted\":false},"
                "{\"address\":\"EE:00:00:00:00:01\",\"name\":\"\\\"H10\\\"\",\"trusted\":true}]"));
}

static void
a_plan_that_does_not_read_is_told(void **state)
{
        struct desk *desk = *state;

        ask(desk);
        assert_null(strstr(pd_reply_text(&desk->reply), "plan:"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"plan_trouble\":null"));
        desk->trouble = "anna.yaml does not read, line 3";
        ask(desk);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "plan: anna.yaml does not read, line 3\n"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"plan_trouble\":\"anna.yaml does not read, line 3\""));
}

static void
what_was_done_about_the_adapter_is_told_once_something_was(void **state)
{
        struct desk *desk = *state;

        ask(desk);
        assert_null(strstr(pd_reply_text(&desk->reply), "recovery"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"recovery\":null,\"recoveries\":0,\"recovered\":0"));
        desk->recovery = "power cycle of hci0: failed";
        ask(desk);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "recovery: power cycle of hci0: failed (2 steps, 0 helped)\n"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"recovery\":\"power cycle of hci0: failed\",\"recoveries\":2"));
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        static const struct CMUnitTest tests[] = {
                TEST(a_shared_sensor_is_listed_once),
                TEST(a_sensor_is_linked_until_it_has_measured_something),
                TEST(who_has_no_sensor_is_told),
                TEST(scripts_are_told_of_strangers),
                TEST(a_plan_that_does_not_read_is_told),
                TEST(what_was_done_about_the_adapter_is_told_once_something_was),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
