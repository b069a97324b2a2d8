/* SPDX-License-Identifier: MIT */
/* One line while it is drawn: never wider than it may be, and no style left open. */
#include "ctl/stroke.h"

#include "support/cm.h"

#include <string.h>

static char bytes[128];

static struct pd_stroke
stroke_of(int width, bool colour, bool utf8)
{
        struct pd_stroke stroke;

        pd_stroke_init(&stroke, bytes, sizeof(bytes), width);
        stroke.colour = colour;
        stroke.utf8 = utf8;
        return stroke;
}

static void
text_is_cut_at_the_width_and_at_a_character(void **state)
{
        struct pd_stroke stroke = stroke_of(5, false, true);

        (void) state;
        pd_stroke_add(&stroke, "1", "für");
        pd_stroke_add(&stroke, NULL, "öäü");
        assert_string_equal(bytes, "fürö" "ä");
        assert_int_equal(stroke.columns, 5);
        pd_stroke_to(&stroke, 9);
        assert_int_equal(stroke.columns, 5);
}

static void
a_style_ends_with_its_text(void **state)
{
        struct pd_stroke stroke = stroke_of(20, true, true);

        (void) state;
        pd_stroke_add(&stroke, "1;31", "over");
        pd_stroke_add(&stroke, "1;31", "");
        pd_stroke_to(&stroke, 6);
        pd_stroke_add(&stroke, NULL, "x");
        assert_string_equal(bytes, "\033[1;31mover\033[0m  x");
}

static void
without_utf8_a_character_is_one_question_mark(void **state)
{
        struct pd_stroke stroke = stroke_of(20, false, false);

        (void) state;
        pd_stroke_add(&stroke, NULL, "Läufer €");
        assert_string_equal(bytes, "L?ufer ?");
}

static void
a_full_buffer_leaves_whole_characters_and_closed_styles(void **state)
{
        char small[48];
        struct pd_stroke stroke;

        (void) state;
        pd_stroke_init(&stroke, small, sizeof(small), 100);
        stroke.colour = stroke.utf8 = true;
        for (int i = 0; i < 20; i++)
                pd_stroke_add(&stroke, "1", "öö");
        assert_true(strlen(small) < sizeof(small));
        assert_string_equal(small + strlen(small) - 4, "\033[0m");
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(text_is_cut_at_the_width_and_at_a_character),
                cmocka_unit_test(a_style_ends_with_its_text),
                cmocka_unit_test(without_utf8_a_character_is_one_question_mark),
                cmocka_unit_test(a_full_buffer_leaves_whole_characters_and_closed_styles),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
