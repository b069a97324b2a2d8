/* SPDX-License-Identifier: MIT */
/* A member of an object found in any text, and nothing found in what is none. */
#include "formats/json_find.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

static const char object[] = " { \"deep\" : {\"a\":[1,{\"b\":\"}]\\\"\"}],\"number\":7}, \"number\":-42 , \"half\":2.5,\"none\":null,"
                             "\"yes\":true,\"no\":false,\"text\":\"a \\\"b\\\" \\\\ \\u00fc\\u20ac\\u001b\\n.\",\"empty\":\"\"} ";

static void
a_member_of_the_top_level_is_found(void **state)
{
        const char *deep;
        int64_t number;
        char text[32];
        bool yes;

        (void) state;
        assert_int_equal(pd_json_find_number(object, "number", 0, &number), 0);
        assert_int_equal(number, -42);
        assert_int_equal(pd_json_find_object(object, "deep", &deep), 0);
        assert_int_equal(pd_json_find_number(deep, "number", 0, &number), 0);
        assert_int_equal(number, 7);
        assert_int_equal(pd_json_find_bool(object, "yes", &yes), 0);
        assert_true(yes);
        assert_int_equal(pd_json_find_bool(object, "no", &yes), 0);
        assert_false(yes);
        assert_int_equal(pd_json_find_text(object, "text", text, sizeof(text)), 0);
        assert_string_equal(text, "a \"b\" \\ ü€? .");
        assert_int_equal(pd_json_find_text(object, "empty", text, sizeof(text)), 0);
        assert_string_equal(text, "");
}

static void
a_fraction_is_taken_in_the_unit_that_is_asked_for(void **state)
{
        static const struct {
                const char *json;
                unsigned decimals;
                int64_t number;
        } rows[] = {
                {"{\"n\":2.5}", 3, 2500}, {"{\"n\":2.4519}", 3, 2451}, {"{\"n\":140}", 3, 140000},
                {"{\"n\":2.9}", 0, 2}, {"{\"n\":-0.5}", 1, -5},
        };
        int64_t number;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(pd_json_find_number(rows[i].json, "n", rows[i].decimals, &number), 0);
                assert_int_equal(number, rows[i].number);
        }
}

static void
what_is_not_there_or_null_or_of_another_kind_is_said(void **state)
{
        const char *deep = NULL;
        int64_t number = 5;
        bool yes = true;
        char text[8] = "as was";

        (void) state;
        assert_int_equal(pd_json_find_number(object, "a", 0, &number), -ENOENT);
        assert_int_equal(pd_json_find_number(object, "none", 0, &number), -ENOENT);
        assert_int_equal(pd_json_find_number(object, "text", 0, &number), -EINVAL);
        assert_int_equal(pd_json_find_number("{\"n\":99999999999999999999}", "n", 0, &number), -EINVAL);
        assert_int_equal(pd_json_find_number("{\"n\":99999999999999999}", "n", 3, &number), -EINVAL);
        assert_int_equal(pd_json_find_text(object, "number", text, sizeof(text)), -EINVAL);
        assert_int_equal(pd_json_find_bool(object, "number", &yes), -EINVAL);
        assert_int_equal(pd_json_find_object(object, "number", &deep), -EINVAL);
        assert_int_equal(number, 5);
        assert_string_equal(text, "as was");
        assert_null(deep);
}

static void
a_text_is_cut_at_a_character(void **state)
{
        char text[4];

        (void) state;
        assert_int_equal(pd_json_find_text("{\"t\":\"aüü\"}", "t", text, sizeof(text)), 0);
        assert_string_equal(text, "aü");
        assert_int_equal(pd_json_find_text("{\"t\":\"a\xff\x1b\"}", "t", text, sizeof(text)), 0);
        assert_string_equal(text, "a??");
}

/* Whatever stands there, the reader ends within it: a sanitizer watches. */
static void
every_beginning_of_an_object_is_survived(void **state)
{
        char beginning[sizeof(object)], text[32];
        const char *deep;
        int64_t number;

        (void) state;
        for (size_t n = 0; n < sizeof(object); n++) {
                memcpy(beginning, object, n);
                beginning[n] = '\0';
                (void) pd_json_find_text(beginning, "text", text, sizeof(text));
                (void) pd_json_find_number(beginning, "missing", 0, &number);
                (void) pd_json_find_object(beginning, "deep", &deep);
        }
        assert_int_equal(pd_json_find_number("{\"a\":}", "b", 0, &number), -ENOENT);
        assert_int_equal(pd_json_find_number("{\"a\"", "a", 0, &number), -ENOENT);
        assert_int_equal(pd_json_find_number("[\"a\"]", "a", 0, &number), -ENOENT);
        assert_int_equal(pd_json_find_number("{\"a\":[1,2", "b", 0, &number), -ENOENT);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_member_of_the_top_level_is_found),
                cmocka_unit_test(a_fraction_is_taken_in_the_unit_that_is_asked_for),
                cmocka_unit_test(what_is_not_there_or_null_or_of_another_kind_is_said),
                cmocka_unit_test(a_text_is_cut_at_a_character),
                cmocka_unit_test(every_beginning_of_an_object_is_survived),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
