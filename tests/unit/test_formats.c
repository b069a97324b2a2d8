/* SPDX-License-Identifier: MIT */
/* The registry: every format is there, and a file's first bytes find it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "purposed/format.h"

#include <string.h>

static const char *
probed(const char *bytes)
{
        const struct pd_format *format = pd_format_probe(bytes, strlen(bytes));

        return format ? format->key : "none";
}

static void
every_format_of_the_list_is_there_and_complete(void **state)
{
        size_t n = 0;

        (void) state;
        for (; pd_formats[n]; n++) {
                assert_non_null(pd_formats[n]->key);
                assert_non_null(pd_formats[n]->title);
                assert_non_null(pd_formats[n]->probe);
                assert_non_null(pd_formats[n]->read);
        }
        assert_int_equal(n, 4);
        assert_string_equal(pd_formats[0]->key, "trace");
        assert_string_equal(pd_formats[1]->key, "csv");
        assert_string_equal(pd_formats[2]->key, "fit");
        assert_string_equal(pd_formats[3]->key, "tcx");
}

static void
first_bytes_tell_the_format(void **state)
{
        (void) state;
        assert_string_equal(probed("purposed-trace 1\nengine 1\n"), "trace");
        assert_string_equal(probed("purposed-trace 2\n"), "trace"); /* whose reader says which version it knows */
        assert_string_equal(probed("t_s,hr_bpm\n0,90\n"), "csv");
        assert_string_equal(probed("hr_bpm , t_s"), "csv");
        assert_string_equal(probed("\xEF\xBB\xBF# from a watch\r\n\r\nt_s\r\n"), "csv");
}

static void
other_bytes_are_nobodys(void **state)
{
        (void) state;
        assert_string_equal(probed(""), "none");
        assert_string_equal(probed("# t_s\n"), "none");
        assert_string_equal(probed("time,heart\n0,90\nt_s\n"), "none");
        assert_string_equal(probed("t_s,t_s\n"), "none");
        assert_string_equal(probed("<?xml version=\"1.0\"?>\n"), "none");
        assert_string_equal(probed("purposed-trac"), "none");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_format_of_the_list_is_there_and_complete),
                cmocka_unit_test(first_bytes_tell_the_format),
                cmocka_unit_test(other_bytes_are_nobodys),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
