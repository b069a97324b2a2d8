/* SPDX-License-Identifier: MIT */
#include "outlets.h"

#include "support/cm.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void
purge(struct pd_sink *self, char *ret, size_t size)
{
        (void) self;
        snprintf(ret, size, "All of it.");
}

static const struct pd_sink_type mqtt = {.key = "mqtt", .purge = purge}, other = {.key = "other"}, mute = {.key = "mqtt"};

/* With sinks of those types, the second may be NULL. */
static int
ask(const struct pd_sink_type *first, const struct pd_sink_type *second, const char *word, char ret_text[static 256])
{
        struct pd_sink a = {first}, b = {second}, *sinks[] = {&a, &b};
        struct pd_outlets outlets = {.sinks = sinks, .n_sinks = (size_t) (first != NULL) + (second != NULL)};
        const struct pd_command command = {.verb = PD_COMMAND_MQTT};
        const struct pd_order order = {.command = &command, .athlete = "", .words = &word, .n_words = word != NULL};
        struct pd_reply reply = {0};
        int result;

        assert_int_equal(pd_outlet_n_services, 1);
        assert_int_equal(pd_outlet_services[0].verb, PD_COMMAND_MQTT);
        assert_true(pd_outlet_services[0].anyone);
        pd_outlet_services[0].carry_out(&outlets, &order, &reply);
        snprintf(ret_text, 256, "%s", pd_reply_text(&reply));
        result = reply.result;
        pd_reply_clear(&reply);
        return result;
}

static void
purge_is_the_sinks_and_its_answer_is_told(void **state)
{
        char text[256];

        (void) state;
        assert_int_equal(ask(&other, &mqtt, "purge", text), 0);
        assert_string_equal(text, "All of it.");
}

static void
without_mqtt_there_is_nothing_to_purge(void **state)
{
        char text[256];

        (void) state;
        assert_int_equal(ask(&other, NULL, "purge", text), -ENOENT);
        assert_non_null(strstr(text, "no section [mqtt]"));
        assert_int_equal(ask(NULL, NULL, "purge", text), -ENOENT);
        assert_int_equal(ask(&mute, NULL, "purge", text), -ENOENT);
}

static void
any_other_word_is_answered_with_the_right_one(void **state)
{
        char text[256];

        (void) state;
        assert_int_equal(ask(&mqtt, NULL, "wipe", text), -EINVAL);
        assert_string_equal(text, "mqtt takes one word: purge.");
        assert_int_equal(ask(&mqtt, NULL, NULL, text), -EINVAL);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(purge_is_the_sinks_and_its_answer_is_told),
                cmocka_unit_test(without_mqtt_there_is_nothing_to_purge),
                cmocka_unit_test(any_other_word_is_answered_with_the_right_one),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
