/* SPDX-License-Identifier: MIT */
/* Numbers in text: what they are worth, where they end, what does not fit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/numbers.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void
whole_numbers_end_at_the_first_other_character(void **state)
{
        static const struct {
                const char *text;
                int r;
                int64_t value;
                size_t length;
        } cases[] = {
                {"0", 0, 0, 1},
                {"-7 rest", 0, -7, 2},
                {"0012x", 0, 12, 4},
                {"9223372036854775807", 0, INT64_MAX, 19},
                {"-9223372036854775808", 0, INT64_MIN, 20},
                {"9223372036854775808", -ERANGE, 0, 19},
                {"-9223372036854775809", -ERANGE, 0, 20},
                {"99999999999999999999999 ", -ERANGE, 0, 23},
                {"", -EINVAL, 0, 0},
                {"-", -EINVAL, 0, 0},
                {"+1", -EINVAL, 0, 0},
                {" 1", -EINVAL, 0, 0},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                const char *at = cases[i].text;
                int64_t value = 0;

                assert_int_equal(pd_number_integer(&at, at + strlen(at), &value), cases[i].r);
                assert_true(value == cases[i].value);
                assert_int_equal(at - cases[i].text, cases[i].length);
        }
}

static void
decimals_are_rounded_half_away_from_zero(void **state)
{
        static const struct {
                const char *text;
                unsigned decimals;
                int r;
                int64_t value;
                size_t length;
        } cases[] = {
                {"2.781", 3, 0, 2781, 5},
                {"2.7815", 3, 0, 2782, 6},
                {"2.78149999", 3, 0, 2781, 10},
                {"-2.7815", 3, 0, -2782, 7},
                {"2", 6, 0, 2000000, 1},
                {"2.", 1, 0, 20, 2},
                {".5", 0, 0, 1, 2},
                {"142.49", 0, 0, 142, 6},
                {"1.2.3", 3, 0, 1200, 3},
                {"9223372036854775807", 0, 0, INT64_MAX, 19},
                {"9223372036854775807.5", 0, -ERANGE, 0, 21},
                {"9223372036854775807", 1, -ERANGE, 0, 19},
                {"nan", 3, -EINVAL, 0, 0},
                {".", 3, -EINVAL, 0, 0},
                {"-.", 3, -EINVAL, 0, 0},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                const char *at = cases[i].text;
                int64_t value = 0;

                assert_int_equal(pd_number_decimal(&at, at + strlen(at), cases[i].decimals, &value), cases[i].r);
                assert_true(value == cases[i].value);
                assert_int_equal(at - cases[i].text, cases[i].length);
        }
}

static void
a_number_is_never_read_beyond_its_end(void **state)
{
        const char *const text = "12345";
        const char *at = text;
        int64_t value = 0;

        (void) state;
        assert_int_equal(pd_number_integer(&at, text + 3, &value), 0);
        assert_int_equal(value, 123);
        at = text;
        assert_int_equal(pd_number_integer(&at, text, &value), -EINVAL);
}

static void
numbers_are_written_as_printf_writes_them(void **state)
{
        const int64_t values[] = {0, 7, -7, 10, 1234567890123, INT64_MAX, INT64_MIN};
        char expected[32], written[PD_NUMBER_MAX + 1];

        (void) state;
        for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
                snprintf(expected, sizeof expected, "%" PRId64, values[i]);
                *pd_number_write(written, values[i]) = '\0';
                assert_string_equal(written, expected);
        }
}

static void
hexadecimal_digits_are_twenty_two(void **state)
{
        int n = 0;

        (void) state;
        for (int c = 0; c < 256; c++) {
                const char *const lower = "0123456789abcdef", *const upper = "0123456789ABCDEF";
                const char *found = c ? strchr(lower, c) : NULL;
                int expected = found ? (int) (found - lower) : -1;

                if (c && !found && (found = strchr(upper, c)))
                        expected = (int) (found - upper);
                assert_int_equal(pd_number_hex[c], expected);
                n += expected >= 0;
        }
        assert_int_equal(n, 22);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(whole_numbers_end_at_the_first_other_character),
                cmocka_unit_test(decimals_are_rounded_half_away_from_zero),
                cmocka_unit_test(a_number_is_never_read_beyond_its_end),
                cmocka_unit_test(numbers_are_written_as_printf_writes_them),
                cmocka_unit_test(hexadecimal_digits_are_twenty_two),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
