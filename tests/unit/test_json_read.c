/* SPDX-License-Identifier: MIT */
/* Members of an object of JSON, and nothing out of what is none. */
#include "formats/json_read.h"

#include "support/cm.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char whole[] = " { \"deep\" : {\"a\":[1,{\"b\":\"}]\\\"\"}],\"number\":7}, \"number\":-42 , \"half\":2.5,\"none\":null,"
                            "\"yes\":true,\"no\":false,\"text\":\"a \\\"b\\\" \\\\ \\u00fc\\u20ac\\u001b\\n.\",\"empty\":\"\"} ";

static int
begin(void **state)
{
        return pd_json_read(whole, strlen(whole), (struct json_t **) state);
}

static int
end(void **state)
{
        *state = pd_json_read_free(*state);
        return 0;
}

static void
a_member_is_found(void **state)
{
        const struct json_t *object = *state, *deep;
        int64_t number;
        char text[32];
        bool yes;

        assert_int_equal(pd_json_read_number(object, "number", 0, &number), 0);
        assert_int_equal(number, -42);
        assert_int_equal(pd_json_read_object(object, "deep", &deep), 0);
        assert_int_equal(pd_json_read_number(deep, "number", 0, &number), 0);
        assert_int_equal(number, 7);
        assert_int_equal(pd_json_read_bool(object, "yes", &yes), 0);
        assert_true(yes);
        assert_int_equal(pd_json_read_bool(object, "no", &yes), 0);
        assert_false(yes);
        assert_int_equal(pd_json_read_text(object, "text", text, sizeof(text)), 0);
        assert_string_equal(text, "a \"b\" \\ ü€??.");
        assert_int_equal(pd_json_read_text(object, "empty", text, sizeof(text)), 0);
        assert_string_equal(text, "");
}

static void
a_string_is_borrowed_as_it_is_and_a_key_that_nobody_knows_is_found(void **state)
{
        static const char *const all[] = {"deep", "number", "half", "none", "yes", "no", "text", "empty"};
        const struct json_t *object = *state;
        const char *text;
        size_t length;

        assert_int_equal(pd_json_read_string(object, "text", &text, &length), 0);
        assert_string_equal(text, "a \"b\" \\ ü€\x1b\n.");
        assert_int_equal(length, strlen(text));
        assert_int_equal(pd_json_read_string(object, "empty", &text, &length), 0);
        assert_int_equal(length, 0);
        assert_int_equal(pd_json_read_string(object, "none", &text, &length), -ENOENT);
        assert_int_equal(pd_json_read_string(object, "nothing", &text, &length), -ENOENT);
        assert_int_equal(pd_json_read_string(object, "number", &text, &length), -EINVAL);
        assert_null(pd_json_read_stranger(object, all, 8));
        assert_string_equal(pd_json_read_stranger(object, all, 7), "empty");
        assert_string_equal(pd_json_read_stranger(object, all + 1, 7), "deep");
}

/* 0, and the number in TEXT, or why there is none. */
static int
read_number(const char *text, unsigned decimals, int64_t *ret)
{
        char json[64];
        struct json_t *object;
        int r;

        snprintf(json, sizeof(json), "{\"n\":%s}", text);
        r = pd_json_read(json, strlen(json), &object);
        if (r < 0)
                return r;
        r = pd_json_read_number(object, "n", decimals, ret);
        pd_json_read_free(object);
        return r;
}

static void
a_number_is_taken_in_the_unit_that_is_asked_for(void **state)
{
        static const struct {
                const char *text;
                unsigned decimals;
                int64_t number;
        } rows[] = {
                {"2.5", 3, 2500}, {"2.4514", 3, 2451}, {"2.4515", 3, 2452}, {"140", 3, 140000}, {"2.4", 0, 2}, {"2.5", 0, 3},
                {"-2.5", 0, -3}, {"-0.5", 1, -5}, {"9007199254740993", 0, 9007199254740993}, {"9223372036854775807", 0, INT64_MAX},
                {"1e3", 0, 1000}, {"999999999999.999", 3, 999999999999999},
        };
        int64_t number;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(read_number(rows[i].text, rows[i].decimals, &number), 0);
                assert_int_equal(number, rows[i].number);
        }
}

/* What pd_json_decimal() writes: no double on the way may change it. */
static void
every_thousandth_of_a_speed_is_itself(void **state)
{
        char text[16];
        int64_t number;

        (void) state;
        for (int64_t mm_s = 0; mm_s < 12000; mm_s++) {
                snprintf(text, sizeof(text), "%d.%03d", (int) (mm_s / 1000), (int) (mm_s % 1000));
                assert_int_equal(read_number(text, 3, &number), 0);
                assert_int_equal(number, mm_s);
        }
}

static void
what_is_out_of_range_is_said(void **state)
{
        int64_t number = 5;

        (void) state;
        assert_int_equal(read_number("99999999999999999999", 0, &number), -EBADMSG);
        assert_int_equal(read_number("99999999999999999", 3, &number), -EINVAL);
        assert_int_equal(read_number("1e300", 0, &number), -EINVAL);
        assert_int_equal(read_number("-1e300", 3, &number), -EINVAL);
        assert_int_equal(number, 5);
}

static void
what_is_not_there_or_null_or_of_another_kind_is_said(void **state)
{
        const struct json_t *object = *state, *deep = NULL;
        int64_t number = 5;
        bool yes = true;
        char text[8] = "as was";

        assert_int_equal(pd_json_read_number(object, "a", 0, &number), -ENOENT);
        assert_int_equal(pd_json_read_number(object, "none", 0, &number), -ENOENT);
        assert_int_equal(pd_json_read_number(object, "text", 0, &number), -EINVAL);
        assert_int_equal(pd_json_read_text(object, "number", text, sizeof(text)), -EINVAL);
        assert_int_equal(pd_json_read_bool(object, "number", &yes), -EINVAL);
        assert_int_equal(pd_json_read_object(object, "number", &deep), -EINVAL);
        assert_int_equal(number, 5);
        assert_string_equal(text, "as was");
        assert_null(deep);
}

static void
a_text_is_cut_at_a_character(void **state)
{
        static const char json[] = "{\"t\":\"aüü\"}";
        struct json_t *object;
        char text[4];

        (void) state;
        assert_int_equal(pd_json_read(json, strlen(json), &object), 0);
        assert_int_equal(pd_json_read_text(object, "t", text, sizeof(text)), 0);
        assert_string_equal(text, "aü");
        pd_json_read_free(object);
}

static void
what_is_no_object_or_ambiguous_is_refused(void **state)
{
        static const char *const rows[] = {
                "", "[]", "\"a\"", "7", "{\"a\"", "{\"a\":}", "{\"a\":1,}", "{\"a\":1} 2", "{\"a\":1,\"a\":1}", "{\"a\":\"\xff\"}",
                "{\"a\":\"\\ud800\"}", "{'a':1}", "{\"a\":\"\x1b\"}",
        };
        struct json_t *object = NULL;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_int_equal(pd_json_read(rows[i], strlen(rows[i]), &object), -EBADMSG);
        for (size_t n = 0; n < sizeof(whole) - 2; n++)
                assert_int_equal(pd_json_read(whole, n, &object), -EBADMSG);
        assert_null(object);
}

static void
what_is_too_long_or_too_deep_is_refused(void **state)
{
        char *const text = malloc(PD_JSON_READ_MOST + 1);
        struct json_t *object;

        (void) state;
        memset(text, ' ', PD_JSON_READ_MOST + 1);
        memcpy(text, "{}", 2);
        assert_int_equal(pd_json_read(text, PD_JSON_READ_MOST, &object), 0);
        pd_json_read_free(object);
        assert_int_equal(pd_json_read(text, PD_JSON_READ_MOST + 1, &object), -EBADMSG);
        memset(text, '[', PD_JSON_READ_MOST);
        memcpy(text, "{\"a\":", 5);
        assert_int_equal(pd_json_read(text, PD_JSON_READ_MOST, &object), -EBADMSG);
        free(text);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(a_member_is_found, begin, end),
                cmocka_unit_test_setup_teardown(a_string_is_borrowed_as_it_is_and_a_key_that_nobody_knows_is_found, begin, end),
                cmocka_unit_test(a_number_is_taken_in_the_unit_that_is_asked_for),
                cmocka_unit_test(every_thousandth_of_a_speed_is_itself),
                cmocka_unit_test(what_is_out_of_range_is_said),
                cmocka_unit_test_setup_teardown(what_is_not_there_or_null_or_of_another_kind_is_said, begin, end),
                cmocka_unit_test(a_text_is_cut_at_a_character),
                cmocka_unit_test(what_is_no_object_or_ambiguous_is_refused),
                cmocka_unit_test(what_is_too_long_or_too_deep_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
