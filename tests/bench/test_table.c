/* SPDX-License-Identifier: MIT */
/* What the bench prints. */
#include "bench/table.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

/* For the caller to free. */
static char *
printed(const struct table *table, bool colour, size_t width)
{
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);

        assert_non_null(out);
        table_print(table, out, colour, width);
        fclose(out);
        return text;
}

static struct table *
some_table(void)
{
        struct table *table = table_new();

        table_bar(table, "a step", "≤ 12 s", true, "%.1f s", 7.0);
        table_bar(table, "spoken", "≤ 25 s / ≤ 35 s", false, "%d s", 40);
        table_tell(table, "without a bar", "%s", "so much");
        table_skip(table, "real runs", "no corpus");
        table_heading(table, "nothing");
        table_heading(table, "some %s", "curve");
        table_note(table, "a curve: %d", 3);
        return table;
}

static void
columns_are_as_wide_as_what_stands_in_them(void **state)
{
        struct table *table = some_table();
        char *text = printed(table, false, 0);

        (void) state;
        assert_string_equal(text,
                "measure       | bar             | reached\n"
                "--------------+-----------------+-------------------\n"
                "a step        | ≤ 12 s          | 7.0 s\n"
                "spoken        | ≤ 25 s / ≤ 35 s | missed: 40 s\n"
                "without a bar |                 | so much\n"
                "real runs     |                 | skipped: no corpus\n"
                "\n"
                "some curve:\n"
                "a curve: 3\n");
        free(text);
        table_free(table);
}

static void
what_is_missed_is_counted_and_red_where_there_are_colours(void **state)
{
        struct table *table = some_table();
        char *text = printed(table, true, 0);

        (void) state;
        assert_int_equal(table_missed(table), 1);
        assert_non_null(strstr(text, "\033[31;1mmissed: 40 s\033[0m\n"));
        assert_non_null(strstr(text, "\033[32m7.0 s\033[0m\n"));
        free(text);
        table_free(table);
}

static void
what_finds_no_room_goes_on_below_in_its_own_column(void **state)
{
        struct table *table = table_new();
        char *text;

        (void) state;
        table_bar(table, "a step into the grey zone, shown", "≤ 12 s", false, "%s", "7.0 s, and after it one");
        text = printed(table, false, 40);
        assert_string_equal(text,
                "measure        | bar    | reached\n"
                "---------------+--------+---------------\n"
                "a step into    | ≤ 12 s | missed: 7.0 s,\n"
                "the grey zone, |        | and after it\n"
                "shown          |        | one\n");
        free(text);
        table_free(table);
}

static void
markdown_has_what_was_measured_alone(void **state)
{
        struct table *table = some_table();
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);

        (void) state;
        assert_non_null(out);
        table_tell(table, "a | b_c", "%d * %d", 2, 3);
        table_markdown(table, out);
        fclose(out);
        assert_string_equal(text,
                "| measure | bar | reached |\n"
                "|---|---|---|\n"
                "| a step | ≤ 12 s | 7.0 s |\n"
                "| spoken | ≤ 25 s / ≤ 35 s | **missed:** 40 s |\n"
                "| without a bar |  | so much |\n"
                "| a \\| b\\_c |  | 2 \\* 3 |\n");
        free(text);
        table_free(table);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(columns_are_as_wide_as_what_stands_in_them),
                cmocka_unit_test(what_is_missed_is_counted_and_red_where_there_are_colours),
                cmocka_unit_test(what_finds_no_room_goes_on_below_in_its_own_column),
                cmocka_unit_test(markdown_has_what_was_measured_alone),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
