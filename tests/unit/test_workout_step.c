/* SPDX-License-Identifier: MIT */
/* The words of one step, and its cue. */
#include "support/workout_words.h"


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
words_stand_for_intensities(void **state)
{
        (void) state;
        assert_workout("1m rest, 1m walk, 1m recovery, 1m easy, 1m run, 1m Moderate, 1m HARD", PD_PURPOSE_INTERVALS,
                "60s rest; 60s recovery; 60s recovery; 60s easy; 60s easy; 60s moderate*; 60s hard*");
}

static void
run_is_a_verb_beside_what_says_how_hard(void **state)
{
        (void) state;
        assert_workout("- Run 1km 4:30/km Pace", PD_PURPOSE_THRESHOLD, "1000000mm hard*");
        assert_workout("6x (run 3m 105% Pace, walk 2m), run 10m", PD_PURPOSE_INTERVALS,
                "180s hard*; 120s recovery; 180s hard*; 120s recovery; 180s hard*; 120s recovery; 180s hard*; 120s recovery; "
                "180s hard*; 120s recovery; 180s hard*; 120s recovery; 600s easy");
        assert_workout("easy run 40m", PD_PURPOSE_EASY, "2400s easy*");
        assert_workout("- Run easy 40m", PD_PURPOSE_EASY, "2400s easy*");
        assert_workout("30m recovery run", PD_PURPOSE_RECOVERY, "1800s recovery*");
        assert_workout("run 45s hills", PD_PURPOSE_HILLS, "45s hard*");
        assert_fault("walk run 10m", 1, "neither walking nor rest");
        assert_fault("run 10m rest", 1, "neither walking nor rest");
        assert_workout("run", PD_PURPOSE_EASY, "open easy*");
}

static void
a_pace_is_classed_by_the_others_and_by_how_long_it_is_held(void **state)
{
        (void) state;
        assert_workout("60m 6:30/km", PD_PURPOSE_EASY, "3600s easy*");
        assert_workout("10km 6:30-6:00/km", PD_PURPOSE_EASY, "10000000mm easy*");
        assert_workout("6:30/km", PD_PURPOSE_EASY, "open easy*");
        assert_workout("race: 10km 4:30/km", PD_PURPOSE_RACE, "10000000mm hard*");
        assert_workout("tempo: 20m 4:30/km", PD_PURPOSE_TEMPO, "1200s moderate*");
        assert_workout("threshold: 20m 4:30/km", PD_PURPOSE_THRESHOLD, "1200s hard*");
        assert_workout("long: 20km 5:45/km, 5km 5:00/km", PD_PURPOSE_LONG, "20000000mm easy*; 5000000mm easy*");
        assert_workout("2x (1km 4:15/km, 2m 6:00/km)", PD_PURPOSE_INTERVALS, "1000000mm hard*; 120s easy; 1000000mm hard*; 120s easy");
        assert_workout("10m 6:00-5:30/km, 20m 4:30/km", PD_PURPOSE_TEMPO, "600s easy; 1200s moderate*");
        assert_workout("15m easy, 8km 5:00/km, 10m easy", PD_PURPOSE_TEMPO, "900s easy; 8000000mm moderate*; 600s easy");
        assert_workout("15m Z1 HR, 8km 5:00/km", PD_PURPOSE_TEMPO, "900s easy; 8000000mm moderate*");
        assert_workout("5m walk, 8km 7:00/km, 5m walk", PD_PURPOSE_EASY, "300s recovery; 8000000mm easy*; 300s recovery");
        /* no faster than what is held: not harder, either */
        assert_workout("3km 6:00/km, 5km 5:30/km", PD_PURPOSE_EASY, "3000000mm easy*; 5000000mm easy*");
        assert_workout("2km 6:30/km, 5km 5:15/km, 1km 5:30/km", PD_PURPOSE_TEMPO,
                "2000000mm easy; 5000000mm moderate*; 1000000mm moderate*");
        /* 84.4 % of 4:15/km is 5:02.1/km */
        assert_workout("1km 4:15/km, 1km 5:02/km", PD_PURPOSE_INTERVALS, "1000000mm hard*; 1000000mm hard*");
        assert_workout("1km 4:15/km, 1km 5:03/km", PD_PURPOSE_INTERVALS, "1000000mm hard*; 1000000mm easy");
        assert_workout("1200s 5:00/km", PD_PURPOSE_EASY, "1200s easy*");
        assert_workout("1199s 5:00/km", PD_PURPOSE_THRESHOLD, "1199s hard*");
        assert_workout("5km 5:00/km", PD_PURPOSE_EASY, "5000000mm easy*");
        assert_workout("4.999km 5:00/km", PD_PURPOSE_THRESHOLD, "4999000mm hard*");
}

static void
what_stands_before_the_time_is_the_cue(void **state)
{
        static const struct {
                const char *text, *cue, *steps;
        } cases[] = {
                {"- Keep it light 10m Z2 HR", "Keep it light", "600s easy*"},
                {"- Warmup: 10m easy", "Warmup", "600s easy*"},
                {"-Cooldown 9m Z1-Z2 HR", "Cooldown", "540s easy*"},
                {"- RPE9 - not quite all out 2m hard press lap", "RPE9 - not quite all out", "open hard*"},
                {"- Not too hard, 10m easy", "Not too hard", "600s easy*"},
                {"- Tempo 20m Z3 HR", "Tempo", "1200s moderate*"},
                {"- 90rpm at least 10m easy", "90rpm at least", "600s easy*"},
                {"- Lauf \xc3\xbc\x62" "er Br\xc3\xbc\x63ken 1km easy", "Lauf \xc3\xbc\x62" "er Br\xc3\xbc\x63ken", "1000000mm easy*"},
                {"- easy 10m", "", "600s easy*"},
                {"- Recovery 3m Z1 HR", "", "180s recovery*"},
                {"- hills hard 45s", "", "45s hard*"},
                {"- 5:00/km 400mtr", "", "400000mm hard*"},
                {"- go for it press lap hard", "go for it", "open hard*"},
                {"- 20m freeride", "freeride", "1200s unknown*"},
                {"- Have fun 20m freeride", "Have fun", "1200s unknown*"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                if (parse(cases[i].text) < 0)
                        fail_msg("%s: %zu: %s", cases[i].text, fault.column, fault.expected);
                assert_string_equal(workout.steps[0].cue, cases[i].cue);
                assert_string_equal(steps(), cases[i].steps);
        }
}

static void
an_open_step_may_wait_for_lap_anywhere(void **state)
{
        (void) state;
        assert_workout("press lap easy, 3m hard", PD_PURPOSE_INTERVALS, "open easy; 180s hard*");
        assert_workout("2x (1km hard, press lap rest)", PD_PURPOSE_INTERVALS, "1000000mm hard*; open rest; 1000000mm hard*; open rest");
        assert_workout("9m Z2 press lap, 3m hard", PD_PURPOSE_INTERVALS, "open easy; 180s hard*");
        assert_workout("10m freeride", PD_PURPOSE_FREE, "600s unknown*");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_step_is_an_intensity_and_an_amount_in_either_order),
                cmocka_unit_test(words_stand_for_intensities),
                cmocka_unit_test(run_is_a_verb_beside_what_says_how_hard),
                cmocka_unit_test(a_pace_is_classed_by_the_others_and_by_how_long_it_is_held),
                cmocka_unit_test(what_stands_before_the_time_is_the_cue),
                cmocka_unit_test(an_open_step_may_wait_for_lap_anywhere),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
