/* SPDX-License-Identifier: MIT */
/* What is said of a command. */
#include "mqtt/command_answer.h"

#include "support/cm.h"
#include "support/interface.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const struct pd_topics topics = {.base = "purposed", .node = "pi"};
static struct pd_message message;

static void
every_key_is_there(void **state)
{
        static const struct pd_transaction none = {.text = ""}, seven = {.number = true, .text = "7"}, word = {.text = "a\"b"};
        static const struct {
                struct pd_command_answer answer;
                const char *payload;
        } rows[] = {
                {{PD_NEVER, "lap", &none, PD_COMMAND_ERROR_NONE, "Lap.", NULL, SIZE_MAX},
                        "{\"time\":null,\"verb\":\"lap\",\"transaction\":null,\"status\":\"ok\",\"error\":null,"
                        "\"text\":\"Lap.\",\"data\":null}"},
                {{0, "lap", &seven, PD_COMMAND_ERROR_REFUSED, "No session is running.", NULL, SIZE_MAX},
                        "{\"time\":\"1970-01-01T00:00:00.000Z\",\"verb\":\"lap\",\"transaction\":7,\"status\":\"error\","
                        "\"error\":\"refused\","
                        "\"text\":\"No session is running.\",\"data\":null}"},
                {{PD_NEVER, "session", &word, PD_COMMAND_ERROR_NONE, "a\nb", "[{\"id\":1}]", SIZE_MAX},
                        "{\"time\":null,\"verb\":\"session\",\"transaction\":\"a\\\"b\",\"status\":\"ok\",\"error\":null,"
                        "\"text\":\"a\\nb\","
                        "\"data\":[{\"id\":1}]}"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_command_answer_write(&topics, "anna", &rows[i].answer, &message);
                assert_string_equal(message.topic, "purposed/anna/rsp");
                assert_string_equal(message.payload, rows[i].payload);
                assert_int_equal(message.length, strlen(rows[i].payload));
                assert_null(interface_refusal(message.topic, message.payload));
        }
        assert_int_equal(message.qos, 1);
        assert_false(message.retain);
        assert_int_equal(message.expiry_s, PD_COMMAND_ANSWER_EXPIRY_S);
        assert_int_equal(message.queueing, PD_QUEUEING_EACH);
        assert_int_equal(message.sequence, 0);
}

/* The message is where others were written before. */
static void
nobody_waits_for_it(void **state)
{
        static const struct pd_transaction none = {.text = ""};
        const struct pd_command_answer answer = {PD_NEVER, "lap", &none, PD_COMMAND_ERROR_NONE, "Lap.", NULL, SIZE_MAX};

        (void) state;
        message.ticket = 7;
        message.sequence = 8;
        pd_command_answer_write(&topics, "anna", &answer, &message);
        assert_int_equal(message.ticket, 0);
        assert_int_equal(message.sequence, 0);
        message.ticket = 7;
        pd_command_answer_repeat(&topics, "anna", "{}", 2, &message);
        assert_int_equal(message.ticket, 0);
}

static void
what_is_too_long_is_left_out_and_it_is_said(void **state)
{
        static const struct pd_transaction none = {.text = ""};
        struct pd_command_answer answer = {PD_NEVER, "session", &none, PD_COMMAND_ERROR_NONE, "Two sessions.", NULL, SIZE_MAX};
        char *large = malloc(PD_COMMAND_ANSWER_MAX + 1);

        (void) state;
        assert_non_null(large);
        memset(large, '1', PD_COMMAND_ANSWER_MAX);
        large[PD_COMMAND_ANSWER_MAX] = '\0';
        answer.data = large;
        pd_command_answer_write(&topics, "anna", &answer, &message);
        assert_non_null(strstr(message.payload, "\"text\":\"Two sessions.\",\"data\":null}"));
        answer.text = large;
        pd_command_answer_write(&topics, "anna", &answer, &message);
        assert_non_null(strstr(message.payload, "\"text\":\"The answer is too long for MQTT; purposectl has all of it.\",\"data\":null}"));
        free(large);
}

static void
a_broker_that_takes_little_is_told_little(void **state)
{
        static const struct pd_transaction none = {.text = ""};
        struct pd_command_answer answer = {PD_NEVER, "session", &none, PD_COMMAND_ERROR_NONE, "Two.", "[1,2]", SIZE_MAX};
        size_t whole;

        (void) state;
        pd_command_answer_write(&topics, "anna", &answer, &message);
        whole = message.length;
        answer.most = whole;
        pd_command_answer_write(&topics, "anna", &answer, &message);
        assert_int_equal(message.length, whole);
        answer.most = whole - 1;
        pd_command_answer_write(&topics, "anna", &answer, &message);
        assert_non_null(strstr(message.payload, "\"text\":\"Two.\",\"data\":null}"));
        answer.most = 1;
        pd_command_answer_write(&topics, "anna", &answer, &message);
        assert_non_null(strstr(message.payload, "\"text\":\"The answer is too long for MQTT;"));
}

static void
a_repeated_one_is_the_same_bytes(void **state)
{
        (void) state;
        pd_command_answer_repeat(&topics, "anna", "{\"a\":1}", 7, &message);
        assert_string_equal(message.payload, "{\"a\":1}");
        assert_int_equal(message.length, 7);
        assert_string_equal(message.topic, "purposed/anna/rsp");
        assert_int_equal(message.expiry_s, PD_COMMAND_ANSWER_EXPIRY_S);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_key_is_there),
                cmocka_unit_test(nobody_waits_for_it),
                cmocka_unit_test(a_broker_that_takes_little_is_told_little),
                cmocka_unit_test(what_is_too_long_is_left_out_and_it_is_said),
                cmocka_unit_test(a_repeated_one_is_the_same_bytes),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
