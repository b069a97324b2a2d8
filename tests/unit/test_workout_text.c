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
assert_fault_at(const char *text, size_t line, size_t column, const char *expected)
{
        memset(&error, 0, sizeof error);
        workout.n_steps = 77;
        if (parse(text) != -EBADMSG)
                fail_msg("%s: accepted", text);
        if (error.line != line || error.column != column || !strstr(error.expected, expected))
                fail_msg("%s: %zu:%zu: %s", text, error.line, error.column, error.expected);
        assert_int_equal(workout.n_steps, 77);
}

static void
assert_fault(const char *text, size_t column, const char *expected)
{
        assert_fault_at(text, 1, column, expected);
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
        assert_fault("15m easy; 3m hard", 9, "means nothing");
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

/* What the first step asks for: "lthr 850-900 ramp". */
static const char *
aim(void)
{
        static const char *const references[] = {"none", "bpm", "speed", "hr_max", "lthr", "threshold_speed"};
        static char text[128];
        const struct pd_step *step = &workout.steps[0];

        snprintf(text, sizeof text, "%s %d-%d%s", references[step->target.reference], step->target.low, step->target.high,
                step->ramp ? " ramp" : "");
        return text;
}

static void
a_target_is_a_heart_rate_a_share_a_zone_or_a_pace(void **state)
{
        static const char *const forms[] = {"10m %s", "%s 10m", "- Steady, now 10m %s"};
        static const struct {
                const char *target, *aim;
                enum pd_intensity usual;
        } cases[] = {
                {"140-150bpm", "bpm 140-150", PD_INTENSITY_MODERATE},
                {"150-140 bpm", "bpm 140-150", PD_INTENSITY_MODERATE},
                {"140bpm - 150bpm HR", "bpm 140-150", PD_INTENSITY_MODERATE},
                {"150bpm", "bpm 150-150", PD_INTENSITY_MODERATE},
                {"< 140 bpm", "bpm 0-140", PD_INTENSITY_EASY},
                {"<140bpm", "bpm 0-140", PD_INTENSITY_EASY},
                {"> 165bpm", "bpm 165-0", PD_INTENSITY_HARD},
                {"70% HR", "hr_max 700-700", PD_INTENSITY_RECOVERY},
                {"75-80% HR", "hr_max 750-800", PD_INTENSITY_RECOVERY},
                {"80-85%HRmax", "hr_max 800-850", PD_INTENSITY_EASY},
                {"90-95% hr", "hr_max 900-950", PD_INTENSITY_MODERATE},
                {"95% HRmax", "hr_max 950-950", PD_INTENSITY_HARD},
                {"90-95% LTHR", "lthr 900-950", PD_INTENSITY_MODERATE},
                {"95%-90% LTHR", "lthr 900-950", PD_INTENSITY_MODERATE},
                {"87.5% LTHR", "lthr 875-875", PD_INTENSITY_EASY},
                {"< 85% LTHR", "lthr 0-850", PD_INTENSITY_EASY},
                {"Z1", "lthr 0-850", PD_INTENSITY_EASY},
                {"Z2", "lthr 850-900", PD_INTENSITY_EASY},
                {"z2 hr", "lthr 850-900", PD_INTENSITY_EASY},
                {"Z1-Z2 HR", "lthr 0-900", PD_INTENSITY_EASY},
                {"Z3 HR", "lthr 900-950", PD_INTENSITY_MODERATE},
                {"Z4-Z3 HR", "lthr 900-1000", PD_INTENSITY_MODERATE},
                {"Z4-5a", "lthr 950-1030", PD_INTENSITY_MODERATE},
                {"Z5", "lthr 1000-0", PD_INTENSITY_HARD},
                {"Z5b HR", "lthr 1030-1060", PD_INTENSITY_HARD},
                {"Z5c", "lthr 1060-0", PD_INTENSITY_HARD},
                {"Z1 Pace", "threshold_speed 0-775", PD_INTENSITY_EASY},
                {"Z2 Pace", "threshold_speed 775-877", PD_INTENSITY_EASY},
                {"Z2-Z3 Pace", "threshold_speed 775-943", PD_INTENSITY_MODERATE},
                {"Z5a pace", "threshold_speed 1000-1031", PD_INTENSITY_HARD},
                {"78-82% Pace", "threshold_speed 780-820", PD_INTENSITY_EASY},
                {"88% pace", "threshold_speed 880-880", PD_INTENSITY_MODERATE},
                {"5:00/km", "speed 3333-3333", PD_INTENSITY_HARD},
                {"5:00/km Pace", "speed 3333-3333", PD_INTENSITY_HARD},
                {"7:15-7:00/km", "speed 2299-2381", PD_INTENSITY_MODERATE},
                {"7:00/km - 7:15/km Pace", "speed 2299-2381", PD_INTENSITY_MODERATE},
                {"8:00-7:30/mi", "speed 3353-3576", PD_INTENSITY_MODERATE},
                {"ramp 60-80% Pace", "threshold_speed 600-800 ramp", PD_INTENSITY_RECOVERY},
                {"ramp 80%-60% Pace", "threshold_speed 600-800 ramp", PD_INTENSITY_RECOVERY},
                {"ramp 6:30-5:30/km", "speed 2564-3030 ramp", PD_INTENSITY_MODERATE},
                {"Ramp Z2 HR", "lthr 850-900 ramp", PD_INTENSITY_EASY},
                {"easy < 140bpm", "bpm 0-140", PD_INTENSITY_EASY},
                {"hard 5:00/km", "speed 3333-3333", PD_INTENSITY_HARD},
                {"freeride", "none 0-0", PD_INTENSITY_UNKNOWN},
        };
        char text[64];

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
                for (int form = 0; form < 3; form++) {
                        snprintf(text, sizeof text, forms[form], cases[i].target);
                        if (parse(text) < 0)
                                fail_msg("%s: %zu: %s", text, error.column, error.expected);
                        if (strcmp(aim(), cases[i].aim) != 0 || workout.steps[0].intensity != cases[i].usual)
                                fail_msg("%s: %s %s", text, aim(), pd_intensity_name(workout.steps[0].intensity));
                        assert_int_equal(workout.steps[0].amount, 10 * PD_MINUTE);
                        if (form == 2)
                                assert_string_equal(workout.steps[0].cue, "Steady, now");
                }
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
                        fail_msg("%s: %zu:%zu: %s", cases[i].lines, error.line, error.column, error.expected);
                assert_string_equal(workout.title, one.title);
                assert_memory_equal(&workout, &one, sizeof one);
        }
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
                {"- RPE9 - not quite all out 2m 5:00/km press lap", "RPE9 - not quite all out", "open hard*"},
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
                        fail_msg("%s: %zu: %s", cases[i].text, error.column, error.expected);
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

static void
a_fault_in_a_target_says_what_to_write(void **state)
{
        (void) state;
        assert_fault("10m 75%", 5, "75% HR (the highest), 90% LTHR or 80% Pace");
        assert_fault("10m 95-105%", 5, "power, which nothing measures yet");
        assert_fault("10m 88% MMP", 5, "power, which nothing measures yet");
        assert_fault("10m 220w", 5, "Nothing measures power yet");
        assert_fault("10m 200-240 watts", 5, "Nothing measures power yet");
        assert_fault("10m Z2 90rpm", 8, "Cadence is not coached");
        assert_fault("10m Z2 85-95rpm", 8, "Cadence is not coached");
        assert_fault("10m 70% HRR", 9, "not of the reserve");
        assert_fault("10m HR", 5, "75% HR");
        assert_fault("10m Z7", 5, "Zones are Z1 to Z5");
        assert_fault("10m Z0", 5, "Zones are Z1 to Z5");
        assert_fault("10m Z5d", 5, "Zones are Z1 to Z5");
        assert_fault("10m Z2-Z9", 8, "Zones are Z1 to Z5");
        assert_fault("10m Z2-easy", 8, "Zones are Z1 to Z5");
        assert_fault("10m Z1-Z5", 5, "write freeride");
        assert_fault("10m 140-150", 5, "A range ends with its unit");
        assert_fault("10m 140bpm-90%", 5, "A range ends with its unit");
        assert_fault("10-15m easy", 1, "A time or distance is no range");
        assert_fault("10m 140-bpm", 9, "the other end");
        assert_fault("10m 10bpm", 5, "between 30 and 240");
        assert_fault("10m 150-300bpm", 5, "between 30 and 240");
        assert_fault("10m 5% HR", 5, "between 20% and 200%");
        assert_fault("10m < easy", 7, "< 140bpm");
        assert_fault("10m < 5:00/km", 7, "a pace is a range");
        assert_fault("10m < 130-140bpm", 7, "one heart rate");
        assert_fault("10m < 75%", 7, "power");
        assert_fault("10m 5:00", 9, "/km or /mi");
        assert_fault("10m 5:00/100m", 9, "/km or /mi");
        assert_fault("10m 5:00/kmh", 9, "/km or /mi");
        assert_fault("10m 5:00/km-8:00/mi", 20, "/km or /mi");
        assert_fault("10m 5:7/km", 5, "two digits");
        assert_fault("10m 5:00-easy/km", 10, "two digits");
        assert_fault("10m 1:30/km", 5, "between 2:00 and 30:00");
        assert_fault("10m 140bpm 5:00/km", 12, "one target");
        assert_fault("10m ramp", 5, "from one value to another");
        assert_fault("10m ramp 75% HR", 5, "from one value to another");
        assert_fault("10m ramp Z1", 5, "from one value to another");
        assert_fault("10m freeride easy", 1, "leave out either");
        assert_fault("press 10m easy", 7, "press lap");
        assert_fault("10min easy", 3, "m (minutes)");
        assert_fault("long :60m brisk", 11, "one intensity");
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
        const char *const line = pd_line_find(text, strlen(text), error.line);
        pd_line_caret(line, strlen(line), &error, shown, sizeof shown);
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
                const char *const line = pd_line_find(text, strlen(text), error.line);
                assert_in_range(error.column, 1, strcspn(line, "\n") + 1);
                pd_line_caret(line, strlen(line), &error, shown, sizeof shown);
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
                cmocka_unit_test(a_target_is_a_heart_rate_a_share_a_zone_or_a_pace),
                cmocka_unit_test(both_styles_are_the_same_workout),
                cmocka_unit_test(what_stands_before_the_time_is_the_cue),
                cmocka_unit_test(an_open_step_may_wait_for_lap_anywhere),
                cmocka_unit_test(a_fault_in_a_target_says_what_to_write),
                cmocka_unit_test(a_fault_in_lines_is_named_by_its_line),
                cmocka_unit_test(the_limits_hold),
                cmocka_unit_test(the_title_is_the_text_in_its_normal_form),
                cmocka_unit_test(a_caret_points_at_the_fault),
                cmocka_unit_test(any_mixture_of_words_gets_an_answer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
