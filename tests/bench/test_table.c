/* SPDX-License-Identifier: MIT */
/* What the bench prints. */
#include "bench/table.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

/* For the caller to free. */
static char *
printed(const struct table *table, bool colour)
{
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);

        assert_non_null(out);
        table_print(table, out, colour);
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
        table_note(table, "a curve: %d", 3);
        return table;
}

static void
columns_are_as_wide_as_what_stands_in_them(void **state)
{
        struct table *table = some_table();
        char *text = printed(table, false);

        (void) state;
        assert_string_equal(text,
                "measure       | bar             | reached\n"
                "--------------+-----------------+--------\n"
                "a step        | ≤ 12 s          | 7.0 s\n"
                "spoken        | ≤ 25 s / ≤ 35 s | 40 s  missed\n"
                "without a bar |                 | so much\n"
                "real runs     |                 | skipped: no corpus\n"
                "\n"
                "a curve: 3\n");
        free(text);
        table_free(table);
}

static void
what_is_missed_is_counted_and_red_where_there_are_colours(void **state)
{
        struct table *table = some_table();
        char *text = printed(table, true);

        (void) state;
        assert_int_equal(table_missed(table), 1);
        assert_non_null(strstr(text, "\033[31;1m40 s  missed\033[0m\n"));
        assert_non_null(strstr(text, "\033[32m7.0 s\033[0m\n"));
        free(text);
        table_free(table);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(columns_are_as_wide_as_what_stands_in_them),
                cmocka_unit_test(what_is_missed_is_counted_and_red_where_there_are_colours),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
