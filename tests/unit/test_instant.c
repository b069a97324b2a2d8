/* SPDX-License-Identifier: MIT */
/* An instant is read in any zone, and nothing else is one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/instant.h"

#include "purposed/event.h"

static void
an_instant_is_read_in_any_zone(void **state)
{
        static const struct {
                const char *text;
                pd_usec real;
                int32_t offset_s;
        } cases[] = {
                {"2022-06-06T00:36:16Z", 1654475776000000, PD_UNKNOWN},
                {"2022-06-06T00:36:16", 1654475776000000, PD_UNKNOWN},
                {"2022-06-06T02:36:16+02:00", 1654475776000000, 7200},
                {"2022-06-06T02:36:16+0200", 1654475776000000, 7200},
                {"2022-06-05T21:06:16.000-03:30", 1654475776000000, -12600},
                {"2022-06-06T14:36:16+14:00", 1654475776000000, 50400},
                {"2022-06-06T00:36:16.25Z", 1654475776250000, PD_UNKNOWN},
                {"2022-06-06T00:36:16.0000019Z", 1654475776000001, PD_UNKNOWN},
                {"2024-02-29T23:59:60Z", 1709251200000000, PD_UNKNOWN},
                {"1970-01-01T00:00:00+01:00", -3600000000, 3600},
                {"9999-12-31T23:59:59Z", 253402300799000000, PD_UNKNOWN},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                pd_usec real = 0;
                int32_t offset_s = 0;

                assert_true(pd_instant_read(cases[i].text, &real, &offset_s));
                assert_int_equal(real, cases[i].real);
                assert_int_equal(offset_s, cases[i].offset_s);
        }
}

static void
nothing_else_is_one(void **state)
{
        static const char *const cases[] = {
                "", "yesterday", "2022-06-06", "2022-06-06T", "2022-06-06 00:36:16Z", "2022-06-06T00:36Z", "2022-06-06T0:36:16Z",
                "2022-13-06T00:36:16Z", "2023-02-29T00:36:16Z", "2022-06-06T24:00:00Z", "2022-06-06T00:60:16Z", "2022-06-06T00:36:61Z",
                "1969-12-31T23:59:59Z", "2022-06-06T00:36:16z", "2022-06-06T00:36:16+2", "2022-06-06T00:36:16+15:00",
                "2022-06-06T00:36:16+02:60", "2022-06-06T00:36:16+02:00 ", "2022-06-06T00:36:16Zulu", " 2022-06-06T00:36:16Z",
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                pd_usec real = 42;
                int32_t offset_s = 43;

                assert_false(pd_instant_read(cases[i], &real, &offset_s));
                assert_int_equal(real, 42);
                assert_int_equal(offset_s, 43);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_instant_is_read_in_any_zone),
                cmocka_unit_test(nothing_else_is_one),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
