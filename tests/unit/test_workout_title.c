/* SPDX-License-Identifier: MIT */
/* The title, and the id that is made of it. */
#include "support/workout_words.h"

#include <string.h>

static void
the_title_is_the_text_in_its_normal_form(void **state)
{
        static const struct {
                const char *text, *title, *id;
        } cases[] = {
                {"Recovery   4 mi", "recovery 4mi", "recovery-4mi"},
                {"15m EASY ,6 x( 3' hard,90s easy )", "15m easy, 6x (3m hard, 1m30s easy)", "15m-easy-6x-3m-hard-1m30s-easy"},
                {"long :60m easy", "long: 1h easy", "long-1h-easy"},
                {"5\" hard", "5s hard", "5s-hard"},
                {"4.50mi easy", "4.50mi easy", "4-50mi-easy"},
                {"15m easy, 6x (3m hard, 2m easy), 10m easy", "15m easy, 6x (3m hard, 2m easy), 10m easy",
                        "15m-easy-6x-3m-hard-2m-easy-10m"},
                {"1m easy, 2m easy, 3m easy, 4m easy, 5m easy, 6m easy, 7m easy, 8m easy",
                        "1m easy, 2m easy, 3m easy, 4m easy, 5m easy, 6m easy, 7m easy, 8", "1m-easy-2m-easy-3m-easy-4m-easy"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                assert_int_equal(parse(cases[i].text), 0);
                assert_string_equal(workout.id, cases[i].id);
                assert_true(pd_id_valid(workout.id));
                assert_int_equal(strncmp(workout.title, cases[i].title, PD_TEXT_SIZE - 1), 0);
                assert_int_equal(workout.steps[0].cue[0], '\0');
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_title_is_the_text_in_its_normal_form),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
