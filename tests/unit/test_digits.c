/* SPDX-License-Identifier: MIT */
/* Digits of blocks: how wide they are, and where the blocks stand. */
#include "ctl/digits.h"

#include "support/cm.h"

#include <string.h>

static void
a_number_takes_its_digits_and_a_column_between_them(void **state)
{
        (void) state;
        assert_int_equal(pd_digits_columns("", 2), 0);
        assert_int_equal(pd_digits_columns("7", 1), 3);
        assert_int_equal(pd_digits_columns("142", 1), 11);
        assert_int_equal(pd_digits_columns("142", 2), 20);
        assert_int_equal(pd_digits_columns("10:12", 2), 30);
        assert_int_equal(pd_digits_columns("2.31", 1), 13);
}

static void
assert_row(const char *number, int scale, int row, const char *expected)
{
        char drawn[80] = "";

        for (int column = 0; column < pd_digits_columns(number, scale); column++)
                drawn[column] = pd_digits_filled(number, scale, row, column) ? '#' : ' ';
        assert_string_equal(drawn, expected);
}

static void
blocks_stand_where_the_digit_has_them(void **state)
{
        (void) state;
        assert_row("4:-", 1, 0, "# #      ");
        assert_row("4:-", 1, 1, "# # #    ");
        assert_row("4:-", 1, 2, "###   ###");
        assert_row("4.x", 2, 4, "    ## ##       ");
        assert_row("0", 2, 1, "##  ##");
}

static void
nothing_is_filled_beside_a_number(void **state)
{
        (void) state;
        assert_false(pd_digits_filled("8", 1, 0, -1));
        assert_false(pd_digits_filled("8", 1, 0, 3));
        assert_false(pd_digits_filled("88", 1, 0, 3));
        assert_true(pd_digits_filled("88", 1, 0, 4));
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_number_takes_its_digits_and_a_column_between_them),
                cmocka_unit_test(blocks_stand_where_the_digit_has_them),
                cmocka_unit_test(nothing_is_filled_beside_a_number),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
