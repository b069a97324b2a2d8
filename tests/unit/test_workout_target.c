/* SPDX-License-Identifier: MIT */
/* How hard, in numbers, and what is said of numbers that mean nothing. */
#include "support/workout_words.h"

#include <stdio.h>
#include <string.h>

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
                                fail_msg("%s: %zu: %s", text, fault.column, fault.expected);
                        if (strcmp(aim(), cases[i].aim) != 0 || workout.steps[0].intensity != cases[i].usual)
                                fail_msg("%s: %s %s", text, aim(), pd_intensity_name(workout.steps[0].intensity));
                        assert_int_equal(workout.steps[0].amount, 10 * PD_MINUTE);
                        if (form == 2)
                                assert_string_equal(workout.steps[0].cue, "Steady, now");
                }
}

static void
a_fault_in_a_target_says_what_to_write(void **state)
{
        (void) state;
        assert_fault("10m 75%", 5, "75% HR (the highest), 90% LTHR or 80% Pace");
        assert_fault("10m 95-105%", 5, "power, which no workout asks for yet");
        assert_fault("10m 88% MMP", 5, "power, which no workout asks for yet");
        assert_fault("10m 220w", 5, "No workout asks for power yet");
        assert_fault("10m 200-240 watts", 5, "No workout asks for power yet");
        assert_fault("10m Z2 Power", 8, "No workout asks for power yet");
        assert_fault("10m ramp Z1-Z2 power", 16, "No workout asks for power yet");
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
        assert_fault("30:00 easy", 6, "a time is written 30m");
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
        assert_fault("10min easy", 3, "Minutes are written m");
        assert_fault("long :60m brisk", 11, "one intensity");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_target_is_a_heart_rate_a_share_a_zone_or_a_pace),
                cmocka_unit_test(a_fault_in_a_target_says_what_to_write),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
