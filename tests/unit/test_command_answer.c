/* SPDX-License-Identifier: MIT */
/* What is said of a command. */
#include "mqtt/command_answer.h"

#include "support/cm.h"
#include "support/interface.h"

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
                {{PD_NEVER, "lap", &none, PD_COMMAND_ERROR_NONE, "Lap.", NULL},
                        "{\"time\":null,\"verb\":\"lap\",\"transaction\":null,\"status\":\"ok\",\"error\":null,"
                        "\"text\":\"Lap.\",\"data\":null}"},
                {{0, "lap", &seven, PD_COMMAND_ERROR_REFUSED, "No session is running.", NULL},
                        "{\"time\":\"1970-01-01T00:00:00.000Z\",\"verb\":\"lap\",\"transaction\":7,\"status\":\"error\","
                        "\"error\":\"refused\","
                        "\"text\":\"No session is running.\",\"data\":null}"},
                {{PD_NEVER, "session", &word, PD_COMMAND_ERROR_NONE, "a\nb", "[{\"id\":1}]"},
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

static void
what_is_too_long_is_left_out_and_it_is_said(void **state)
{
        static const struct pd_transaction none = {.text = ""};
        struct pd_command_answer answer = {PD_NEVER, "session", &none, PD_COMMAND_ERROR_NONE, "Two sessions.", NULL};
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
                cmocka_unit_test(what_is_too_long_is_left_out_and_it_is_said),
                cmocka_unit_test(a_repeated_one_is_the_same_bytes),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
