/* SPDX-License-Identifier: MIT */
/* The JSON writer: every byte of what it says, and what it does without room. */
#include "formats/json.h"

#include "purposed/event.h"
#include "support/cm.h"
#include "support/strict_json.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

static char buffer[512];

static struct pd_json
start(void)
{
        struct pd_json json;

        memset(buffer, '#', sizeof(buffer));
        pd_json_init(&json, buffer, sizeof(buffer));
        return json;
}

static void
assert_written(struct pd_json *json, const char *expected)
{
        size_t length;

        assert_int_equal(pd_json_finish(json, &length), 0);
        assert_string_equal(buffer, expected);
        assert_int_equal(length, strlen(expected));
        assert_true(strict_json_valid(buffer));
}

static void
an_object_holds_every_kind_of_value(void **state)
{
        struct pd_json json = start();

        (void) state;
        pd_json_object(&json, NULL);
        pd_json_null(&json, "a");
        pd_json_bool(&json, "b", true);
        pd_json_bool(&json, "c", false);
        pd_json_integer(&json, "d", -40);
        pd_json_known(&json, "d1", 40);
        pd_json_known(&json, "d2", PD_UNKNOWN);
        pd_json_text(&json, "e", "ö");
        pd_json_text(&json, "f", NULL);
        pd_json_array(&json, "g");
        pd_json_integer(&json, NULL, 1);
        pd_json_object(&json, NULL);
        pd_json_object_end(&json);
        pd_json_array_end(&json);
        pd_json_object(&json, "h");
        pd_json_integer(&json, "i", 2);
        pd_json_object_end(&json);
        pd_json_object_end(&json);
        assert_written(&json, "{\"a\":null,\"b\":true,\"c\":false,\"d\":-40,\"d1\":40,\"d2\":null,"
                               "\"e\":\"ö\",\"f\":null,\"g\":[1,{}],\"h\":{\"i\":2}}");
}

static void
a_decimal_keeps_all_its_places(void **state)
{
        static const struct {
                int64_t value;
                unsigned decimals;
                const char *text;
        } rows[] = {
                { 2451, 3, "2.451" },    { 2450, 3, "2.450" }, { 7, 3, "0.007" },      { 0, 2, "0.00" },   { -5, 2, "-0.05" },
                { 100, 2, "1.00" },      { 0, 0, "0" },        { 10, 0, "10" },        { -1, 0, "-1" },    { -2451, 3, "-2.451" },
                { INT64_MAX, 0, "9223372036854775807" },       { INT64_MIN, 0, "-9223372036854775808" },
                { INT64_MIN, 18, "-9.223372036854775808" },    { 1, 18, "0.000000000000000001" },
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                struct pd_json json = start();

                pd_json_decimal(&json, NULL, rows[i].value, rows[i].decimals);
                assert_written(&json, rows[i].text);
        }
}

static void
a_text_is_escaped_where_json_demands_it(void **state)
{
        struct pd_json json = start();

        (void) state;
        pd_json_text(&json, NULL, "a\"b\\c\nd\te\x01\x1f/\x7f");
        assert_written(&json, "\"a\\\"b\\\\c\\nd\\te\\u0001\\u001f/\x7f\"");
}

static void
bytes_that_are_no_utf8_become_the_replacement_character(void **state)
{
#define R "\xEF\xBF\xBD"
        static const struct {
                const char *in, *out;
        } rows[] = {
                { "\xC3\xB6", "\xC3\xB6" },                       /* ö */
                { "\xE2\x82\xAC", "\xE2\x82\xAC" },               /* euro sign */
                { "\xF0\x9F\x8F\x83", "\xF0\x9F\x8F\x83" },       /* runner, U+1F3C3 */
                { "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF" },       /* U+10FFFF, the last */
                { "x\xFFy", "x" R "y" },                          /* never a byte of UTF-8 */
                { "\x80", R },                                    /* continuation alone */
                { "\xC3", R },                                    /* cut */
                { "\xE2\x82", R R },                              /* cut */
                { "\xC0\xAF", R R },                              /* overlong slash */
                { "\xE0\x9F\xBF", R R R },                        /* overlong */
                { "\xED\xA0\x80", R R R },                        /* surrogate */
                { "\xF0\x8F\xBF\xBF", R R R R },                  /* overlong */
                { "\xF4\x90\x80\x80", R R R R },                  /* above U+10FFFF */
                { "\xC3(", R "(" },                               /* the next byte is not eaten */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                struct pd_json json = start();
                char expected[64];

                pd_json_text(&json, NULL, rows[i].in);
                snprintf(expected, sizeof(expected), "\"%s\"", rows[i].out);
                assert_written(&json, expected);
        }
}

static void
too_small_a_buffer_is_reported_and_never_overrun(void **state)
{
        const char *whole = "{\"a\":[1,2,\"ö\\n\"],\"b\":-1.50}";

        (void) state;
        for (size_t size = 1; size <= strlen(whole) + 1; size++) {
                struct pd_json json;
                size_t length = 4711;
                int r;

                memset(buffer, '#', sizeof(buffer));
                pd_json_init(&json, buffer, size);
                pd_json_object(&json, NULL);
                pd_json_array(&json, "a");
                pd_json_integer(&json, NULL, 1);
                pd_json_integer(&json, NULL, 2);
                pd_json_text(&json, NULL, "ö\n");
                pd_json_array_end(&json);
                pd_json_decimal(&json, "b", -150, 2);
                pd_json_object_end(&json);
                r = pd_json_finish(&json, &length);

                assert_int_equal(r, size > strlen(whole) ? 0 : -ENOBUFS);
                assert_int_equal(length, r == 0 ? strlen(whole) : 4711);
                assert_non_null(memchr(buffer, '\0', size));
                assert_int_equal(buffer[size], '#');
                assert_int_equal(strncmp(buffer, whole, strlen(buffer)), 0);
        }
}

static void
a_copy_takes_back_what_came_later(void **state)
{
        struct pd_json json = start(), before;

        (void) state;
        pd_json_array(&json, NULL);
        pd_json_integer(&json, NULL, 1);
        before = json;
        pd_json_object(&json, NULL);
        pd_json_text(&json, "k", "v");
        json = before;
        pd_json_array_end(&json);
        assert_written(&json, "[1]");
}

static void
what_is_json_already_stands_as_it_is(void **state)
{
        struct pd_json json = start();

        (void) state;
        pd_json_object(&json, NULL);
        pd_json_raw(&json, "a", "[1,{}]");
        pd_json_raw(&json, "b", "null");
        pd_json_object_end(&json);
        assert_written(&json, "{\"a\":[1,{}],\"b\":null}");
}

/* Random bytes as text: whatever they are, what is written parses. */
static void
any_bytes_make_a_valid_text(void **state)
{
        const char *given = getenv("PD_SEED");
        unsigned seed = given ? (unsigned) strtoul(given, NULL, 0) : (unsigned) time(NULL);

        (void) state;
        print_message("PD_SEED=%u\n", seed);
        for (unsigned round = 0; round < 20000; round++) {
                struct pd_json json = start();
                char text[17] = "";
                size_t length;

                for (size_t i = 0; i < 16; i++)
                        text[i] = (char) (rand_r(&seed) >> 4);
                pd_json_text(&json, NULL, text);
                assert_int_equal(pd_json_finish(&json, &length), 0);
                assert_true(strict_json_valid(buffer));
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_object_holds_every_kind_of_value),
                cmocka_unit_test(a_decimal_keeps_all_its_places),
                cmocka_unit_test(a_text_is_escaped_where_json_demands_it),
                cmocka_unit_test(bytes_that_are_no_utf8_become_the_replacement_character),
                cmocka_unit_test(too_small_a_buffer_is_reported_and_never_overrun),
                cmocka_unit_test(a_copy_takes_back_what_came_later),
                cmocka_unit_test(what_is_json_already_stands_as_it_is),
                cmocka_unit_test(any_bytes_make_a_valid_text),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
