/* SPDX-License-Identifier: MIT */
/* What stands in a message that commands. */
#include "mqtt/command_letter.h"

#include "support/cm.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static struct pd_command_letter letter;

static int
read_letter(const char *verb, const char *payload)
{
        memset(&letter, 'x', sizeof(letter)); /* of another */
        return pd_command_letter_read(verb, payload, strlen(payload), &letter);
}

static const char *
words(void)
{
        static char text[4200];
        size_t n = 0;

        text[0] = '\0';
        for (size_t i = 0; i < letter.n_words; i++)
                n += (size_t) snprintf(text + n, sizeof(text) - n, "%s[%s]", i > 0 ? " " : "", letter.words[i]);
        return text;
}

static void
words_come_plain_or_under_the_key_of_what_the_verb_takes(void **state)
{
        static const struct {
                const char *verb, *payload, *words;
        } rows[] = {
                {"start", "", ""}, {"start", "{}", ""}, {"start", " \n", ""}, {"lap", "{ \"transaction\" : null, \"time\" : null }", ""},
                {"stop", "", ""}, {"stop", "pain", "[pain]"}, {"stop", "{\"reason\":\"ill\"}", "[ill]"}, {"stop", "{\"reason\":null}", ""},
                {"mute", "10", "[10]"}, {"mute", "{\"minutes\":10}", "[10]"}, {"mute", "{\"minutes\":\"10\"}", "[10]"},
                {"rpe", "\t7 \r\n", "[7]"}, {"rpe", "{\"rating\":7}", "[7]"}, {"rpe", "{\"rating\":\" 7 \"}", "[7]"},
                {"note", "  new shoes  ", "[new shoes]"}, {"note", "{\"text\":\"a  b\"}", "[a  b]"},
                {"note", "\xe2\x82\xac", "[\xe2\x82\xac]"},
                {"away", "ill  today", "[ill] [today]"}, {"away", "{\"words\":\"well\"}", "[well]"},
                {"plan", "today", "[today]"}, {"plan", "today\n", "[today]"},
                {"plan", "{\"words\":\"show 2026-11-23 4\"}", "[show] [2026-11-23] [4]"},
                {"plan", "a:\n b\n", "[install] [a:\n b\n]"}, {"plan", "{\"plan\":\"x\"}", "[install] [x]"},
                {"plan", "{\"plan\":\"a:\\r\\n\\tb\"}", "[install] [a:\r\n\tb]"}, {"plan", "restore", "[restore]"},
                {"anchors", "accept lt1_hr", "[accept] [lt1_hr]"}, {"session", "", ""}, {"explain", "last 12:25", "[last] [12:25]"},
                {"rpe", "6.0", "[6.0]"}, {"rpe", "{\"rating\":6.0}", "[6]"}, {"mute", "{\"minutes\":\"10.00\"}", "[10.00]"},
                {"lap", "PRESS", ""}, {"start", " press\n", ""}, {"rpe", "\n {\"rating\":7}\n", "[7]"},
                {"note", "a", "[a]"}, {"note", "{\"text\":\" a b \"}", "[a b]"}, {"stop", "{\"reason\":\" \"}", ""}, {"start", " ", ""},
                {"join", "", ""}, {"calibrate", "off", "[off]"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                if (read_letter(rows[i].verb, rows[i].payload) != 0)
                        fail_msg("%s %s: %s", rows[i].verb, rows[i].payload, letter.sentence);
                assert_string_equal(words(), rows[i].words);
                assert_int_equal(letter.error, PD_COMMAND_ERROR_NONE);
                assert_string_equal(letter.sentence, "");
                assert_string_equal(letter.transaction.text, "");
                assert_int_equal(letter.sent_real, PD_NEVER);
        }
}

static void
a_switch_mutes_and_speaks_again_on_one_topic(void **state)
{
        static const struct {
                const char *verb, *payload;
                enum pd_command_verb said;
                const char *words;
        } rows[] = {
                {"mute", "ON", PD_COMMAND_MUTE, ""}, {"mute", " OFF\n", PD_COMMAND_UNMUTE, ""}, {"mute", "", PD_COMMAND_MUTE, ""},
                {"mute", "off\n", PD_COMMAND_UNMUTE, ""}, {"mute", " On", PD_COMMAND_MUTE, ""}, {"mute", "5", PD_COMMAND_MUTE, "[5]"},
                {"note", "OFF", PD_COMMAND_NOTE, "[OFF]"}, {"calibrate", "off", PD_COMMAND_CALIBRATE, "[off]"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(read_letter(rows[i].verb, rows[i].payload), 0);
                assert_int_equal(letter.verb, rows[i].said);
                assert_string_equal(words(), rows[i].words);
        }
        assert_int_equal(read_letter("mute", "on and on"), -EBADMSG);
        assert_int_equal(read_letter("mute", "OFFF"), -EBADMSG);
        assert_int_equal(read_letter("mute", "PRESS"), -EBADMSG);
        assert_int_equal(read_letter("unmute", "ON"), -EBADMSG);
        assert_int_equal(read_letter("unmute", "OFF"), -EBADMSG);
}

static void
what_is_wrong_is_said_with_what_would_be_right(void **state)
{
        static const struct {
                const char *verb, *payload;
                enum pd_command_error error;
                const char *sentence;
        } rows[] = {
                {"jump", "", PD_COMMAND_ERROR_UNKNOWN, "There is no command 'jump'; purposectl --help lists them."},
                {"", "", PD_COMMAND_ERROR_UNKNOWN, "There is no command ''; purposectl --help lists them."},
                {"sensors", "scan", PD_COMMAND_ERROR_NOT_HERE,
                        "'sensors' is about the machine itself and is not taken from MQTT; there, ask purposectl sensors."},
                {"assign", "", PD_COMMAND_ERROR_NOT_HERE, "purposectl assign."},
                {"propose", "let-go easy 2026-11-24", PD_COMMAND_ERROR_NOT_HERE,
                        "'propose' is the daemon's own order; nobody else gives it."},
                {"start", "now", PD_COMMAND_ERROR_MALFORMED, "'start' takes nothing after it."},
                {"start", "{\"words\":\"now\"}", PD_COMMAND_ERROR_MALFORMED,
                        "'start' has no \"words\"; it takes nothing but \"transaction\" and \"time\"."},
                {"rpe", "", PD_COMMAND_ERROR_MALFORMED, "'rpe' takes a number from 1 (very easy) to 10 (all out)."},
                {"rpe", "11", PD_COMMAND_ERROR_MALFORMED, "'rpe' takes a number from 1"},
                {"rpe", "{\"rating\":-1}", PD_COMMAND_ERROR_MALFORMED, "'rpe' takes a number from 1"},
                {"rpe", "{\"rating\":true}", PD_COMMAND_ERROR_MALFORMED, "\"rating\" of 'rpe' is a text or a whole number."},
                {"rpe", "{\"rating\":6.5}", PD_COMMAND_ERROR_MALFORMED, "is a text or a whole number."},
                {"mute", "{\"minutes\":1e15}", PD_COMMAND_ERROR_MALFORMED, "is a text or a whole number."},
                {"rpe", "PRESS", PD_COMMAND_ERROR_MALFORMED, "'rpe' takes a number from 1"},
                {"lap", "PRESSED", PD_COMMAND_ERROR_MALFORMED, "'lap' takes nothing after it."},
                {"rpe", "{\"Rating\":6}", PD_COMMAND_ERROR_MALFORMED,
                        "'rpe' has no \"Rating\"; it takes \"rating\", \"transaction\" and \"time\"."},
                {"rpe", "{\"rating\":6,\"rating\":7}", PD_COMMAND_ERROR_MALFORMED, "one JSON object, each key once"},
                {"start", "{", PD_COMMAND_ERROR_MALFORMED, "one JSON object"},
                {"rpe", "{\"rating\":6} 7", PD_COMMAND_ERROR_MALFORMED, "one JSON object"},
                {"note", "{\"text\":6}", PD_COMMAND_ERROR_MALFORMED, "\"text\" of 'note' is a text."},
                {"note", "{\"text\":\"a\\nb\"}", PD_COMMAND_ERROR_MALFORMED, "control characters"},
                {"note", "a\x7f", PD_COMMAND_ERROR_MALFORMED, "control characters"},
                {"note", "\xc0\x80", PD_COMMAND_ERROR_MALFORMED, "not UTF-8"},
                {"note", "", PD_COMMAND_ERROR_MALFORMED, "'note' takes a text of at most 63 bytes in all."},
                {"note", "{\"text\":\"\"}", PD_COMMAND_ERROR_MALFORMED, "'note' takes a text of at most 63 bytes"},
                {"away", "1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3", PD_COMMAND_ERROR_TOO_LONG,
                        "more than 32 words"},
                {"plan", "{\"plan\":7}", PD_COMMAND_ERROR_MALFORMED, "\"plan\" is the plan's YAML, as one text."},
                {"plan", "{\"plan\":\"a\",\"words\":\"today\"}", PD_COMMAND_ERROR_MALFORMED, "one of them at a time"},
                {"plan", "{\"text\":\"a\"}", PD_COMMAND_ERROR_MALFORMED, "it takes \"words\" or \"plan\", \"transaction\" and \"time\"."},
                {"plan", "a\nb\x01", PD_COMMAND_ERROR_MALFORMED, "The plan is not UTF-8"},
                {"plan", "install", PD_COMMAND_ERROR_MALFORMED, "or install and a plan"},
                {"lap", "{\"transaction\":\"\"}", PD_COMMAND_ERROR_MALFORMED, "\"transaction\" is a text of 1 to 64 bytes"},
                {"lap", "{\"transaction\":1.5}", PD_COMMAND_ERROR_MALFORMED, "\"transaction\" is"},
                {"lap", "{\"transaction\":[1]}", PD_COMMAND_ERROR_MALFORMED, "\"transaction\" is"},
                {"lap", "{\"transaction\":\"12345678901234567890123456789012345678901234567890123456789012345\"}",
                        PD_COMMAND_ERROR_MALFORMED, "\"transaction\" is"},
                {"lap", "{\"transaction\":\"a\\nb\"}", PD_COMMAND_ERROR_MALFORMED, "\"transaction\" is"},
                {"lap", "{\"time\":\"2026-11-22T10:15:03\"}", PD_COMMAND_ERROR_MALFORMED, "\"time\" is ISO 8601 with its zone"},
                {"lap", "{\"time\":1795345200}", PD_COMMAND_ERROR_MALFORMED, "\"time\" is ISO 8601"},
                {"lap", "{\"time\":\"\"}", PD_COMMAND_ERROR_MALFORMED, "\"time\" is ISO 8601"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(read_letter(rows[i].verb, rows[i].payload), -EBADMSG);
                if (letter.error != rows[i].error || strstr(letter.sentence, rows[i].sentence) == NULL)
                        fail_msg("%s %s: %s: %s", rows[i].verb, rows[i].payload, pd_command_error_name(letter.error), letter.sentence);
        }
}

static void
a_message_has_a_length_and_a_plan_another(void **state)
{
        static char payload[PD_COMMAND_LETTER_PLAN_MAX + 2];

        (void) state;
        memset(payload, 'a', sizeof(payload));
        assert_int_equal(pd_command_letter_read("note", payload, PD_COMMAND_LETTER_MAX + 1, &letter), -EBADMSG);
        assert_int_equal(letter.error, PD_COMMAND_ERROR_TOO_LONG);
        assert_int_equal(pd_command_letter_read("note", payload, PD_COMMAND_LETTER_MAX, &letter), -EBADMSG);
        assert_int_equal(letter.error, PD_COMMAND_ERROR_MALFORMED); /* of 63 bytes at most */
        assert_int_equal(pd_command_letter_read("plan", payload, PD_COMMAND_LETTER_PLAN_MAX, &letter), -EBADMSG);
        assert_int_equal(letter.error, PD_COMMAND_ERROR_TOO_LONG); /* no line break: no plan */
        payload[1] = '\n';
        assert_int_equal(pd_command_letter_read("plan", payload, PD_COMMAND_LETTER_PLAN_MAX, &letter), 0);
        assert_int_equal(strlen(letter.words[1]), PD_COMMAND_LETTER_PLAN_MAX);
        assert_int_equal(pd_command_letter_read("plan", payload, PD_COMMAND_LETTER_PLAN_MAX + 1, &letter), -EBADMSG);
        assert_int_equal(letter.error, PD_COMMAND_ERROR_TOO_LONG);
        assert_int_equal(pd_command_letter_read("note", "a\0b", 3, &letter), -EBADMSG);
        assert_int_equal(pd_command_letter_read("plan", "a\n\0b", 4, &letter), -EBADMSG);
        assert_int_equal(letter.error, PD_COMMAND_ERROR_MALFORMED);
}

#define LONGEST "1234567890123456789012345678901234567890123456789012345678901234"

static void
a_transaction_is_a_text_or_a_number_and_known_of_what_is_refused_too(void **state)
{
        static const struct {
                const char *verb, *payload, *text;
                bool number;
        } rows[] = {
                {"lap", "{\"transaction\":\"" LONGEST "\"}", LONGEST, false},
                {"lap", "{\"transaction\":\"a b\"}", "a b", false}, {"lap", "{\"transaction\":7}", "7", true},
                {"lap", "{\"transaction\":\"7\"}", "7", false}, {"lap", "{\"transaction\":-7}", "-7", true},
                {"lap", "{\"transaction\":7.0}", "7", true}, {"jump", "{\"transaction\":7,\"x\":1}", "7", true},
                {"sensors", "{\"transaction\":\"t\"}", "t", false}, {"rpe", "{\"transaction\":7,\"rating\":11}", "7", true},
                {"rpe", "{\"transaction\":7,\"time\":1}", "7", true}, {"jump", "{\"transaction\":{}}", "", false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                (void) read_letter(rows[i].verb, rows[i].payload);
                assert_string_equal(letter.transaction.text, rows[i].text);
                assert_int_equal(letter.transaction.number, rows[i].number);
        }
}

static void
it_holds_for_half_a_minute_either_way(void **state)
{
        static const pd_usec ages[] = {0, PD_COMMAND_FRESH, -PD_COMMAND_FRESH};
        pd_usec sent;

        (void) state;
        assert_int_equal(read_letter("lap", "{\"time\":\"2026-11-22T11:00:00.500+01:00\"}"), 0);
        sent = letter.sent_real;
        assert_int_equal(sent, (pd_usec) 1795341600 * PD_SEC + PD_SEC / 2);
        for (size_t i = 0; i < 3; i++)
                assert_int_equal(pd_command_letter_judge_age(&letter, sent + ages[i]), 0);
        assert_int_equal(letter.error, PD_COMMAND_ERROR_NONE);
        assert_int_equal(pd_command_letter_judge_age(&letter, sent + PD_COMMAND_FRESH + 1), -ESTALE);
        assert_int_equal(letter.error, PD_COMMAND_ERROR_TOO_OLD);
        assert_int_equal(pd_command_letter_judge_age(&letter, sent - PD_COMMAND_FRESH - 1), -ESTALE);
        assert_int_equal(letter.error, PD_COMMAND_ERROR_IN_FUTURE);
        assert_int_equal(read_letter("lap", "{\"time\":\"2026-11-22T10:00:00.500Z\"}"), 0);
        assert_int_equal(letter.sent_real, sent);
        assert_int_equal(read_letter("lap", "{\"time\":\"yesterday\"}"), -EBADMSG);
        assert_int_equal(letter.sent_real, PD_NEVER);
        assert_int_equal(read_letter("lap", ""), 0);
        assert_int_equal(pd_command_letter_judge_age(&letter, sent), 0); /* it does not say when */
}

static void
each_error_has_a_word(void **state)
{
        (void) state;
        assert_null(pd_command_error_name(PD_COMMAND_ERROR_NONE));
        for (int i = PD_COMMAND_ERROR_NONE + 1; i < PD_COMMAND_ERROR_COUNT; i++)
                assert_non_null(pd_command_error_name((enum pd_command_error) i));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(words_come_plain_or_under_the_key_of_what_the_verb_takes),
                cmocka_unit_test(a_switch_mutes_and_speaks_again_on_one_topic),
                cmocka_unit_test(what_is_wrong_is_said_with_what_would_be_right),
                cmocka_unit_test(a_message_has_a_length_and_a_plan_another),
                cmocka_unit_test(a_transaction_is_a_text_or_a_number_and_known_of_what_is_refused_too),
                cmocka_unit_test(it_holds_for_half_a_minute_either_way),
                cmocka_unit_test(each_error_has_a_word),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
