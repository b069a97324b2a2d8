/* SPDX-License-Identifier: MIT */
/* Workouts in a runner's words: what they mean, and what is said of those that mean nothing. */
#include "support/workout_words.h"

#include "formats/line.h"
#include "formats/workout_text.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

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
a_fault_is_named_by_column_and_sentence(void **state)
{
        (void) state;
        assert_fault("", 1, "recovery 4mi");
        assert_fault("   ", 1, "recovery 4mi");
        assert_fault("45m", 4, "one intensity");
        assert_fault("45 easy", 4, "unit");
        assert_fault("easy 45", 8, "unit");
        assert_fault("easy 45min", 8, "Minutes are written m");
        assert_fault("easy 45 furlongs", 9, "unit");
        assert_fault("easy 1h30min", 10, "h, m or s");
        assert_fault("easy 1m2h", 8, "Hours, then");
        assert_fault("easy 1h2km", 8, "Hours, then");
        assert_fault("easy 30s5", 9, "smaller than seconds");
        assert_fault("easy 0m", 6, "longer than nothing");
        assert_fault("easy 101h", 6, "at most 100 h");
        assert_fault("easy 1001km", 6, "1000 km");
        assert_fault("easy 99999999999999999999999s", 6, "too large");
        assert_fault("1h 30m easy", 4, "without blanks");
        assert_fault("easy 1h 30m", 9, "without blanks");
        assert_fault("15m easy 3m hard", 10, "without blanks");
        assert_fault("easy hard", 6, "after ','");
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
        assert_fault("15m easy; 3m hard", 9, "stands ','");
        assert_fault("15m easy @ 4:30", 10, "means nothing");
        assert_fault_at("15m easy\n3m hard", 2, 1, "begins with '-'");
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
both_styles_are_the_same_workout(void **state)
{
        static const struct {
                const char *line, *lines;
        } cases[] = {
                {"15m easy", "- 15m easy"},
                {"15m easy, 2x (3m hard, 2m easy), 10m easy",
                        "Warmup\n- 15m easy\n\nMain Set 2x\n- 3m hard\n- 2m easy\n\nCooldown\n- 10m easy\n"},
                {"15m easy, 2x (3m hard, 2m easy), 10m easy", "- 15m easy\r\n2x\r\n- 3m hard\r\n- 2m easy\r\n\r\n- 10m easy"},
                {"2x (3m hard, 2m easy), 3x (1m hard, 1m rest)", "\n\n2x\n\n- 3m hard\n- 2m easy\n3 x\n  - 1m hard\n  - 1m rest"},
                {"tempo: 10m Z2 HR, 20m 90-95% LTHR", "tempo:\n- 10m Z2 HR\n- 20m 90-95% LTHR"},
                {"long: 2h Z2, easy", "long: Sunday\n- 2h Z2\n- easy"},
                {"hills: 2x (45s hills hard, 2m walk)", "hills:\nUp, and up again 2x:\n- 45s hills hard\n- 2m walk"},
                {"6x (press lap hard, 2m easy)", "6x\n- press lap hard\n- 2m easy"},
        };
        static struct pd_workout one;

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                assert_int_equal(parse(cases[i].line), 0);
                one = workout;
                if (parse(cases[i].lines) < 0)
                        fail_msg("%s: %zu:%zu: %s", cases[i].lines, fault.line, fault.column, fault.expected);
                assert_string_equal(workout.title, one.title);
                assert_memory_equal(&workout, &one, sizeof one);
        }
}

static void
a_fault_in_lines_is_named_by_its_line(void **state)
{
        static const char long_cue[] = "- 1m easy\n- A cue of sixty-four bytes, which is one more than a screen or a voice 10m easy";

        (void) state;
        assert_fault_at("- 10m easy\n- 400m hard", 2, 3, "did you mean 400mtr?");
        assert_fault_at("- 10m easy\n- Fast 400m hard", 2, 8, "did you mean 400mtr?");
        assert_fault_at("Warmup 10m easy\n- 3m hard", 1, 1, "reads like a step");
        assert_fault_at("- 10m easy\n\n10m easy", 3, 1, "reads like a step");
        assert_fault_at("- 10m easy\n\xe2\x80\x93 5m hard", 2, 1, "reads like a step");
        assert_fault_at("long: 90m easy\n- 3m hard", 1, 7, "reads like a step");
        assert_fault_at("6x Main\n- 3m hard", 1, 1, "at the end of the line");
        assert_fault_at("Main x6\n- 3m hard", 1, 6, "at the end of the line");
        assert_fault_at("Repeat 5 times\n- 3m hard", 1, 8, "written 6x");
        assert_fault_at("5 rounds\n- 3m hard", 1, 1, "written 6x");
        assert_fault_at("Main 5\xc3\x97\n- 3m hard", 1, 6, "written 6x");
        assert_fault_at("- 1m easy\n\nMain 6x\n\nCooldown\n- 1m easy", 3, 6, "Below this stand the steps");
        assert_fault_at("- 1m easy\n6x", 2, 1, "Below this stand the steps");
        assert_fault_at("- 3x\n  - 5m hard", 1, 3, "on a line of its own");
        assert_fault_at("6x\n- 2x 1m hard", 2, 3, "on a line of its own");
        assert_fault_at("6x\n- 1m hard 2x", 2, 11, "within a repeat");
        assert_fault_at("201x\n- 1m hard", 1, 1, "1x to 200x");
        assert_fault_at("Main 0x\n- 1m hard", 1, 6, "1x to 200x");
        assert_fault_at("- 1m easy\n200x\n- 1m hard\n", 2, 1, "at most 200 steps");
        assert_fault_at("- easy\n- 10m hard", 1, 3, "Only the last step");
        assert_fault_at("2x\n- 1m hard\n- easy", 3, 3, "repeated");
        assert_fault_at("- easy 10m, hard 5m", 1, 11, "One step a line");
        assert_fault_at("- Easy jog 10m", 1, 15, "only the cue");
        assert_fault_at("- Easy\n- jog", 1, 3, "Only the last step");
        assert_fault_at("-", 1, 2, "one intensity");
        assert_fault_at("- 1m easy\n---", 2, 2, "means nothing");
        assert_fault_at("- 1m easy\n- fast\x01 10m hard", 2, 7, "means nothing");
        assert_fault_at(long_cue, 2, 3, "at most 63 bytes");
}

static void
assert_caret(const char *text, const char *expected)
{
        char shown[PD_LINE_CARET_SIZE];

        assert_int_equal(parse(text), -EBADMSG);
        const char *const line = pd_line_find(text, strlen(text), fault.line);
        pd_line_caret(line, strlen(line), &fault, shown, sizeof shown);
        assert_string_equal(shown, expected);
}

static void
a_caret_points_at_the_fault(void **state)
{
        (void) state;
        assert_caret("6x (400m hard, 2m easy)\n", "6x (400m hard, 2m easy)\n"
                                                  "    ^ 400m means 400 minutes; did you mean 400mtr?");
        assert_caret("- 10m easy\n- Fast 400m hard\n", "- Fast 400m hard\n"
                                                       "       ^ 400m means 400 minutes; did you mean 400mtr?");
}

/* Any text at all: an answer, never a crash, and a column within the line. */
static void
any_mixture_of_words_gets_an_answer(void **state)
{
        static const char *const words[] = {"easy", "hard", "rest", "tempo", ":", ",", "(", ")", "6x", "3m", "400m", "4mi", "1h30", "5'",
                "30\"", " ", " ", ", ", "x", "\n- ", "\n", "\n2x\n", "%", "-",
                "Z2", "140bpm", "5:00/km", "<", "ramp", "press lap", "lthr", "9", ".", "\xc3\xbc", "\xff", "2x (", "walk 1m"};
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
                const char *const line = pd_line_find(text, strlen(text), fault.line);
                assert_in_range(fault.column, 1, strcspn(line, "\n") + 1);
                pd_line_caret(line, strlen(line), &fault, shown, sizeof shown);
                assert_non_null(strstr(shown, fault.expected));
        }
        assert_true(accepted > 100);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(repeats_are_expanded),
                cmocka_unit_test(the_purpose_follows_from_the_hardest_step),
                cmocka_unit_test(a_prefix_says_the_purpose),
                cmocka_unit_test(a_fault_is_named_by_column_and_sentence),
                cmocka_unit_test(repeats_do_not_nest),
                cmocka_unit_test(the_limits_hold),
                cmocka_unit_test(both_styles_are_the_same_workout),
                cmocka_unit_test(a_fault_in_lines_is_named_by_its_line),
                cmocka_unit_test(a_caret_points_at_the_fault),
                cmocka_unit_test(any_mixture_of_words_gets_an_answer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
