/* SPDX-License-Identifier: MIT */
/* Workouts in a runner's words: what they mean, and what is said of those that mean nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/line.h"
#include "formats/workout_text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static struct pd_workout workout;
static struct pd_format_error error;

static int
parse(const char *text)
{
        return pd_workout_text_parse(text, strlen(text), &workout, &error);
}

/* The steps in short: "900s easy; 180s hard*; 400000mm rest; open easy", '*' for a key step. */
static const char *
steps(void)
{
        static char text[65536];
        char *at = text;

        text[0] = '\0';
        for (size_t i = 0; i < workout.n_steps; i++) {
                const struct pd_step *step = &workout.steps[i];

                at += sprintf(at, "%s", i ? "; " : "");
                if (step->extent == PD_EXTENT_OPEN)
                        at += sprintf(at, "open");
                else if (step->extent == PD_EXTENT_TIME)
                        at += sprintf(at, "%gs", (double) step->amount / PD_SEC);
                else
                        at += sprintf(at, "%" PRId64 "mm", step->amount);
                at += sprintf(at, " %s%s", pd_intensity_name(step->intensity), step->key ? "*" : "");
        }
        return text;
}

static void
assert_workout(const char *text, enum pd_purpose purpose, const char *expected)
{
        if (parse(text) < 0)
                fail_msg("%s: %zu: %s", text, error.column, error.expected);
        assert_string_equal(steps(), expected);
        assert_string_equal(pd_purpose_name(workout.purpose), pd_purpose_name(purpose));
}

static void
assert_fault(const char *text, size_t column, const char *expected)
{
        memset(&error, 0, sizeof error);
        workout.n_steps = 77;
        if (parse(text) != -EBADMSG)
                fail_msg("%s: accepted", text);
        assert_int_equal(error.line, 1);
        assert_int_equal(error.column, column);
        if (!strstr(error.expected, expected))
                fail_msg("%s: %s", text, error.expected);
        assert_int_equal(workout.n_steps, 77);
}

static void
a_step_is_an_intensity_and_an_amount_in_either_order(void **state)
{
        (void) state;
        assert_workout("recovery 4mi", PD_PURPOSE_RECOVERY, "6437376mm recovery*");
        assert_workout("4mi recovery", PD_PURPOSE_RECOVERY, "6437376mm recovery*");
        assert_workout("easy 45m", PD_PURPOSE_EASY, "2700s easy*");
        assert_workout("  45m\teasy \r\n", PD_PURPOSE_EASY, "2700s easy*");
        assert_workout("easy", PD_PURPOSE_EASY, "open easy*");
}

static void
amounts_have_units(void **state)
{
        static const struct {
                const char *amount, *step;
        } cases[] = {
                {"1h30m", "5400s easy*"},
                {"1h30", "5400s easy*"},
                {"1h1m1s", "3661s easy*"},
                {"1h5s", "3605s easy*"},
                {"15m", "900s easy*"},
                {"90s", "90s easy*"},
                {"1m30", "90s easy*"},
                {"1m30s", "90s easy*"},
                {"5'", "300s easy*"},
                {"30\"", "30s easy*"},
                {"1'30\"", "90s easy*"},
                {"1'30", "90s easy*"},
                {"1.5h", "5400s easy*"},
                {"15 M", "900s easy*"},
                {"99h59m59s", "359999s easy*"},
                {"4mi", "6437376mm easy*"},
                {"10km", "10000000mm easy*"},
                {"400mtr", "400000mm easy*"},
                {"4.5 mi", "7242048mm easy*"},
                {"0.001mtr", "1mm easy*"},
                {"1000KM", "1000000000mm easy*"},
                /* minutes that nobody takes for metres */
                {"90m", "5400s easy*"},
                {"150m", "9000s easy*"},
                {"1h100m", "9600s easy*"},
                {"100m30", "6030s easy*"},
                {"400'", "24000s easy*"},
                {"100.5m", "6030s easy*"},
        };
        char text[64];

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                snprintf(text, sizeof text, "%s easy", cases[i].amount);
                assert_workout(text, PD_PURPOSE_EASY, cases[i].step);
                snprintf(text, sizeof text, "easy %s", cases[i].amount);
                assert_workout(text, PD_PURPOSE_EASY, cases[i].step);
        }
}

static void
words_stand_for_intensities(void **state)
{
        (void) state;
        assert_workout("1m rest, 1m walk, 1m recovery, 1m easy, 1m run, 1m Moderate, 1m HARD", PD_PURPOSE_INTERVALS,
                "60s rest; 60s recovery; 60s recovery; 60s easy; 60s easy; 60s moderate*; 60s hard*");
}

static void
repeats_are_expanded(void **state)
{
        (void) state;
        assert_workout("15m easy, 2x (3m hard, 2m easy), 10m easy", PD_PURPOSE_INTERVALS,
                "900s easy; 180s hard*; 120s easy; 180s hard*; 120s easy; 600s easy");
        assert_workout("3x400mtr hard", PD_PURPOSE_INTERVALS, "400000mm hard*; 400000mm hard*; 400000mm hard*");
        assert_workout("2 x(1m hard,1m rest),easy", PD_PURPOSE_INTERVALS, "60s hard*; 60s rest; 60s hard*; 60s rest; open easy");
        assert_workout("1x (easy)", PD_PURPOSE_EASY, "open easy*");
}

static void
the_purpose_follows_from_the_hardest_step(void **state)
{
        (void) state;
        assert_workout("rest", PD_PURPOSE_REST, "open rest*");
        assert_workout("walk 30m", PD_PURPOSE_RECOVERY, "1800s recovery*");
        assert_workout("walk 5m, 20m recovery", PD_PURPOSE_RECOVERY, "300s recovery*; 1200s recovery*");
        assert_workout("walk 5m, run 20m", PD_PURPOSE_EASY, "300s recovery; 1200s easy*");
        assert_workout("moderate 20m", PD_PURPOSE_TEMPO, "1200s moderate*");
        assert_workout("10m easy, 20m moderate", PD_PURPOSE_TEMPO, "600s easy; 1200s moderate*");
        assert_workout("hard 20m", PD_PURPOSE_THRESHOLD, "1200s hard*");
        assert_workout("10m easy, 20m hard", PD_PURPOSE_INTERVALS, "600s easy; 1200s hard*");
}

static void
a_prefix_says_the_purpose(void **state)
{
        (void) state;
        assert_workout("long: 2h easy", PD_PURPOSE_LONG, "7200s easy*");
        assert_workout("Race : hard 10km", PD_PURPOSE_RACE, "10000000mm hard*");
        assert_workout("recovery: 10m walk, 20m easy", PD_PURPOSE_RECOVERY, "600s recovery; 1200s easy*");
        assert_workout("hills: 8x (45s hard, 2m walk)", PD_PURPOSE_HILLS,
                "45s hard*; 120s recovery; 45s hard*; 120s recovery; 45s hard*; 120s recovery; 45s hard*; 120s recovery; "
                "45s hard*; 120s recovery; 45s hard*; 120s recovery; 45s hard*; 120s recovery; 45s hard*; 120s recovery");
}

static void
metres_that_are_written_as_minutes_are_a_mistake(void **state)
{
        static const int metres[] = {100, 200, 300, 400, 500, 600, 800, 1000, 1200, 1600};
        char text[64], expected[128];

        (void) state;
        for (size_t i = 0; i < sizeof metres / sizeof metres[0]; i++) {
                snprintf(text, sizeof text, "6x (%dm hard, 2m easy)", metres[i]);
                snprintf(expected, sizeof expected, "%dm means %d minutes; did you mean %dmtr?", metres[i], metres[i], metres[i]);
                assert_fault(text, 5, expected);
                assert_string_equal(error.expected, expected);
        }
}

static void
a_fault_is_named_by_column_and_sentence(void **state)
{
        (void) state;
        assert_fault("", 1, "recovery 4mi");
        assert_fault("   ", 1, "recovery 4mi");
        assert_fault("45m", 4, "one intensity");
        assert_fault("45 easy", 4, "unit");
        assert_fault("easy 45", 8, "unit");
        assert_fault("easy 45min", 8, "unit");
        assert_fault("easy 1h30min", 10, "h, m or s");
        assert_fault("easy 1m2h", 8, "Hours, then");
        assert_fault("easy 1h2km", 8, "Hours, then");
        assert_fault("easy 30s5", 9, "smaller than seconds");
        assert_fault("easy 0m", 6, "longer than nothing");
        assert_fault("easy 101h", 6, "at most 100 h");
        assert_fault("easy 1001km", 6, "1000 km");
        assert_fault("easy 99999999999999999999999s", 6, "too large");
        assert_fault("1h 30m easy", 4, "one intensity");
        assert_fault("easy 1h 30m", 9, "without blanks");
        assert_fault("15m easy 3m hard", 10, "without blanks");
        assert_fault("easy hard", 6, "','");
        assert_fault("brisk 4mi", 1, "one intensity");
        assert_fault("tempo 20m", 1, "tempo: 20m moderate");
        assert_fault("fast: 20m hard", 1, "purpose");
        assert_fault("none: 20m hard", 1, "purpose");
        assert_fault("long:", 6, "one intensity");
        assert_fault("15m easy,", 10, "one intensity");
        assert_fault("15m easy,, 3m hard", 10, "one intensity");
        assert_fault("6x (3m hard, 2m easy", 21, "')'");
        assert_fault("6x (3m hard) 2m easy", 14, "','");
        assert_fault("(3m hard)", 1, "one intensity");
        assert_fault("3m hard)", 8, "','");
        assert_fault("6x ()", 5, "one intensity");
        assert_fault("6x", 3, "one intensity");
        assert_fault("0x (3m hard)", 1, "1x to 200x");
        assert_fault("2.5x (3m hard)", 1, "1x to 200x");
        assert_fault("15m easy; 3m hard", 9, "means nothing");
        assert_fault("15m easy @ 4:30", 10, "means nothing");
        assert_fault("15m easy\n3m hard", 9, "means nothing");
        assert_fault("easy, 10m hard", 1, "Only the last step");
        assert_fault("10m easy, hard, easy", 11, "Only the last step");
        assert_fault("2x (3m hard, easy)", 14, "repeated");
}

static void
repeats_do_not_nest(void **state)
{
        (void) state;
        assert_fault("2x (3x (1m hard, 1m easy), 5m easy)", 5, "within a repeat");
        assert_fault("2x 3x 1m hard", 4, "within a repeat");
}

static void
the_limits_hold(void **state)
{
        static char text[PD_WORKOUT_TEXT_MAX + 16];

        (void) state;
        assert_int_equal(parse("100x (1m hard, 1m easy)"), 0);
        assert_int_equal(workout.n_steps, 200);
        assert_fault("100x (1m hard, 1m easy), 1m easy", 26, "at most 200 steps");
        assert_fault("1m easy, 100x (1m hard, 1m easy)", 10, "at most 200 steps");
        assert_fault("201x 1m hard", 1, "1x to 200x");

        memset(text, ' ', sizeof text - 1);
        memcpy(text, "easy", 4);
        text[PD_WORKOUT_TEXT_MAX] = '\0';
        assert_int_equal(parse(text), 0);
        text[PD_WORKOUT_TEXT_MAX] = ' ';
        assert_fault(text, PD_WORKOUT_TEXT_MAX + 1, "64 KiB");
}

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

static void
assert_caret(const char *text, const char *expected)
{
        char shown[PD_LINE_CARET_SIZE];

        assert_int_equal(parse(text), -EBADMSG);
        pd_line_caret(text, strlen(text), &error, shown, sizeof shown);
        assert_string_equal(shown, expected);
}

static void
a_caret_points_at_the_fault(void **state)
{
        (void) state;
        assert_caret("6x (400m hard, 2m easy)\n", "6x (400m hard, 2m easy)\n"
                                                  "    ^ 400m means 400 minutes; did you mean 400mtr?");
}

/* Any text at all: an answer, never a crash, and a column within the line. */
static void
any_mixture_of_words_gets_an_answer(void **state)
{
        static const char *const words[] = {"easy", "hard", "rest", "tempo", ":", ",", "(", ")", "6x", "3m", "400m", "4mi", "1h30", "5'",
                "30\"", " ", " ", ", ", "x", "9", ".", "\xc3\xbc", "\xff", "2x (", "walk 1m"};
        const uint64_t seed = 20261122;
        uint64_t random = seed;
        int accepted = 0;

        (void) state;
        print_message("seed %" PRIu64 "\n", seed);
        for (int i = 0; i < 200000; i++) {
                char text[128] = "", shown[PD_LINE_CARET_SIZE];

                do {
                        random = random * 6364136223846793005u + 1442695040888963407u;
                        strcat(text, words[(random >> 33) % (sizeof words / sizeof words[0])]);
                } while (random >> 60 && strlen(text) < 100);
                const int r = parse(text);
                if (r == 0) {
                        accepted++;
                        assert_true(workout.n_steps > 0 && workout.n_steps <= PD_STEPS_MAX);
                        assert_true(pd_id_valid(workout.id));
                        continue;
                }
                assert_int_equal(r, -EBADMSG);
                assert_in_range(error.column, 1, strlen(text) + 1);
                pd_line_caret(text, strlen(text), &error, shown, sizeof shown);
                assert_non_null(strstr(shown, error.expected));
        }
        assert_true(accepted > 100);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_step_is_an_intensity_and_an_amount_in_either_order),
                cmocka_unit_test(amounts_have_units),
                cmocka_unit_test(words_stand_for_intensities),
                cmocka_unit_test(repeats_are_expanded),
                cmocka_unit_test(the_purpose_follows_from_the_hardest_step),
                cmocka_unit_test(a_prefix_says_the_purpose),
                cmocka_unit_test(metres_that_are_written_as_minutes_are_a_mistake),
                cmocka_unit_test(a_fault_is_named_by_column_and_sentence),
                cmocka_unit_test(repeats_do_not_nest),
                cmocka_unit_test(the_limits_hold),
                cmocka_unit_test(the_title_is_the_text_in_its_normal_form),
                cmocka_unit_test(a_caret_points_at_the_fault),
                cmocka_unit_test(any_mixture_of_words_gets_an_answer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
