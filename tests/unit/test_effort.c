/* SPDX-License-Identifier: MIT */
/* How hard it is: LT1 152 bpm / 2.90 m/s, LT2 168 / 3.45, so that recovery
 * ends at 140 bpm and 2.451 m/s. */
#include "core/effort/effort.h"

#include "support/cm.h"

#define UNKNOWN PD_INTENSITY_UNKNOWN
#define REST PD_INTENSITY_REST
#define RECOVERY PD_INTENSITY_RECOVERY
#define EASY PD_INTENSITY_EASY
#define MODERATE PD_INTENSITY_MODERATE
#define HARD PD_INTENSITY_HARD

static struct pd_athlete
tested(void)
{
        struct pd_athlete athlete;

        pd_athlete_init(&athlete, "anna");
        athlete.lt1_hr = (struct pd_anchor) {152, 0, PD_PROVENANCE_TEST};
        athlete.lt2_hr = (struct pd_anchor) {168, 0, PD_PROVENANCE_TEST};
        athlete.lt1_speed = (struct pd_anchor) {2900, 0, PD_PROVENANCE_TEST};
        athlete.lt2_speed = (struct pd_anchor) {3450, 0, PD_PROVENANCE_TEST};
        return athlete;
}

static struct pd_effort
judge(const struct pd_athlete *athlete, int32_t bpm, int32_t mm_s)
{
        const struct pd_testimony testimony = {.hr_bpm = bpm, .hr_settled = true, .speed_mm_s = mm_s};
        struct pd_effort ret;

        pd_effort_judge(athlete, &testimony, &ret);
        return ret;
}

static void
classes_of_heart_rate_are_half_open(void **state)
{
        static const struct {
                int32_t bpm;
                enum pd_intensity class;
        } rows[] = {{40, RECOVERY}, {140, RECOVERY}, {141, EASY}, {151, EASY}, {152, MODERATE}, {167, MODERATE}, {168, HARD}, {220, HARD}};
        struct pd_athlete athlete = tested();

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_int_equal(pd_effort_of_hr(&athlete, rows[i].bpm), rows[i].class);
}

static void
classes_of_speed_are_half_open_and_standing_is_rest(void **state)
{
        static const struct {
                int32_t mm_s;
                enum pd_intensity class;
        } rows[] = {{0, REST}, {499, REST}, {500, RECOVERY}, {2451, RECOVERY}, {2452, EASY}, {2899, EASY}, {2900, MODERATE},
                {3449, MODERATE}, {3450, HARD}, {7500, HARD}};
        struct pd_athlete athlete = tested();

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_int_equal(pd_effort_of_speed(&athlete, rows[i].mm_s), rows[i].class);
}

static void
without_an_lt1_nothing_is_known_but_standing(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        athlete.lt1_hr.value = athlete.lt1_speed.value = 0;
        assert_int_equal(pd_effort_of_hr(&athlete, 200), UNKNOWN);
        assert_int_equal(pd_effort_of_speed(&athlete, 5000), UNKNOWN);
        assert_int_equal(pd_effort_of_speed(&athlete, 100), REST);
        assert_int_equal(judge(&athlete, 200, 5000).intensity, UNKNOWN);
        assert_int_equal(judge(&athlete, 200, 5000).certainty_percent, PD_UNKNOWN);
}

static void
without_an_lt2_nothing_is_called_hard(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        athlete.lt2_hr.value = athlete.lt2_speed.value = 0;
        assert_int_equal(pd_effort_of_hr(&athlete, 220), MODERATE);
        assert_int_equal(pd_effort_of_speed(&athlete, 7000), MODERATE);
        assert_int_equal(judge(&athlete, 160, 2500).intensity, MODERATE); /* and nothing is drift */
        assert_false(judge(&athlete, 160, 2500).drift);
}

static void
one_witness_is_enough(void **state)
{
        struct pd_athlete athlete = tested();
        struct pd_effort effort;

        (void) state;
        effort = judge(&athlete, 160, PD_UNKNOWN);
        assert_int_equal(effort.intensity, MODERATE);
        assert_int_equal(effort.witness, PD_WITNESS_HEART_RATE);
        effort = judge(&athlete, PD_UNKNOWN, 3500);
        assert_int_equal(effort.intensity, HARD);
        assert_int_equal(effort.witness, PD_WITNESS_SPEED);
        effort = judge(&athlete, PD_UNKNOWN, PD_UNKNOWN);
        assert_int_equal(effort.intensity, UNKNOWN);
        assert_int_equal(effort.witness, PD_WITNESS_NONE);
}

/* A pod knows no gradient. */
static void
uphill_the_settled_heart_alone_tells(void **state)
{
        static const struct {
                int32_t bpm, mm_s;
                bool settled, on_its_way;
                enum pd_intensity class;
                enum pd_witness witness;
        } rows[] = {
                {170, 2600, true, false, HARD, PD_WITNESS_HEART_RATE},
                {160, 2600, true, false, MODERATE, PD_WITNESS_HEART_RATE}, /* and no drift */
                {130, 3500, true, false, RECOVERY, PD_WITNESS_HEART_RATE},
                {170, 2600, false, true, UNKNOWN, PD_WITNESS_NONE},
                {PD_UNKNOWN, 2600, true, false, UNKNOWN, PD_WITNESS_NONE},
                {PD_UNKNOWN, 3500, false, false, UNKNOWN, PD_WITNESS_NONE},
                {170, 0, false, false, REST, PD_WITNESS_SPEED},
        };
        struct pd_athlete athlete = tested();

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const struct pd_testimony testimony = {
                        .hr_bpm = rows[i].bpm, .hr_settled = rows[i].settled, .speed_mm_s = rows[i].mm_s, .uphill = true};
                struct pd_effort effort;

                pd_effort_judge(&athlete, &testimony, &effort);
                assert_int_equal(effort.intensity, rows[i].class);
                assert_int_equal(effort.witness, rows[i].witness);
                assert_int_equal(effort.on_its_way, rows[i].on_its_way);
                assert_int_equal(effort.certainty_percent == PD_UNKNOWN, rows[i].class == UNKNOWN);
                assert_false(effort.drift);
        }
}

static void
the_heart_speaks_when_speed_has_no_thresholds(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        athlete.lt1_speed.value = athlete.lt2_speed.value = 0;
        assert_int_equal(judge(&athlete, 170, 2000).intensity, HARD);
        assert_int_equal(judge(&athlete, 170, 2000).witness, PD_WITNESS_HEART_RATE);
}

static void
the_higher_of_two_is_believed(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        assert_int_equal(judge(&athlete, 130, 3000).intensity, MODERATE); /* a heart that is late is not lazy */
        assert_int_equal(judge(&athlete, 130, 3000).witness, PD_WITNESS_SPEED);
        assert_int_equal(judge(&athlete, 148, 2300).intensity, EASY);
        assert_int_equal(judge(&athlete, 148, 2300).witness, PD_WITNESS_HEART_RATE);
}

static void
until_it_has_settled_the_heart_is_silent_beside_speed(void **state)
{
        const struct pd_testimony lagging = {.hr_bpm = 180, .hr_settled = false, .speed_mm_s = 2300};
        const struct pd_testimony alone = {.hr_bpm = 180, .hr_settled = false, .speed_mm_s = PD_UNKNOWN};
        struct pd_athlete athlete = tested();
        struct pd_effort effort;

        (void) state;
        pd_effort_judge(&athlete, &lagging, &effort);
        assert_int_equal(effort.intensity, RECOVERY);
        pd_effort_judge(&athlete, &alone, &effort);
        assert_int_equal(effort.intensity, HARD);
}

static void
who_stands_rests_whatever_the_heart_says(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        assert_int_equal(judge(&athlete, 175, 0).intensity, REST);
        assert_int_equal(judge(&athlete, 175, 0).certainty_percent, 100);
}

static void
above_lt1_at_easy_speed_is_drift_up_to_the_midpoint(void **state)
{
        struct pd_athlete athlete = tested();
        struct pd_effort effort;

        (void) state;
        for (int32_t bpm = 152; bpm < 160; bpm++) {
                effort = judge(&athlete, bpm, 2600);
                assert_true(effort.drift);
                assert_int_equal(effort.intensity, EASY);
                assert_int_equal(effort.witness, PD_WITNESS_SPEED);
        }
        effort = judge(&athlete, 160, 2600);
        assert_false(effort.drift);
        assert_int_equal(effort.intensity, MODERATE);
        assert_false(judge(&athlete, 151, 2600).drift);
        assert_false(judge(&athlete, 155, 2950).drift); /* speed explains it */
        assert_int_equal(judge(&athlete, 151, 2300).intensity, EASY);
        assert_int_equal(judge(&athlete, 152, 2300).intensity, EASY); /* drift at the speed of recovery */
        assert_true(judge(&athlete, 152, 2300).drift);
}

static void
a_recovery_day_knows_no_drift(void **state)
{
        const struct pd_testimony testimony = {.hr_bpm = 155, .hr_settled = true, .speed_mm_s = 2300, .heart_decides = true};
        struct pd_athlete athlete = tested();
        struct pd_effort effort;

        (void) state;
        pd_effort_judge(&athlete, &testimony, &effort);
        assert_false(effort.drift);
        assert_int_equal(effort.intensity, MODERATE);
}

static void
certainty_grows_from_half_at_a_threshold_to_all_at_its_width(void **state)
{
        static const struct {
                int32_t bpm, percent;
        } rows[] = {{152, 50}, {153, 56}, {148, 75}, {156, 75}, {144, 100}, {160, 100}, {168, 50}, {166, 75}, {172, 100}};
        struct pd_athlete athlete = tested();

        (void) state;
        athlete.lt1_hr.width = 8;
        athlete.lt2_hr.width = 4;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_int_equal(judge(&athlete, rows[i].bpm, PD_UNKNOWN).certainty_percent, rows[i].percent);
}

static void
a_tested_threshold_is_certain(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        for (int32_t bpm = 100; bpm < 190; bpm++)
                assert_int_equal(judge(&athlete, bpm, PD_UNKNOWN).certainty_percent, 100);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(classes_of_heart_rate_are_half_open),
                cmocka_unit_test(classes_of_speed_are_half_open_and_standing_is_rest),
                cmocka_unit_test(without_an_lt1_nothing_is_known_but_standing),
                cmocka_unit_test(without_an_lt2_nothing_is_called_hard),
                cmocka_unit_test(one_witness_is_enough),
                cmocka_unit_test(uphill_the_settled_heart_alone_tells),
                cmocka_unit_test(the_heart_speaks_when_speed_has_no_thresholds),
                cmocka_unit_test(the_higher_of_two_is_believed),
                cmocka_unit_test(until_it_has_settled_the_heart_is_silent_beside_speed),
                cmocka_unit_test(who_stands_rests_whatever_the_heart_says),
                cmocka_unit_test(above_lt1_at_easy_speed_is_drift_up_to_the_midpoint),
                cmocka_unit_test(a_recovery_day_knows_no_drift),
                cmocka_unit_test(certainty_grows_from_half_at_a_threshold_to_all_at_its_width),
                cmocka_unit_test(a_tested_threshold_is_certain),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
