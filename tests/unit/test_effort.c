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

static struct pd_testimony
steady(int32_t bpm, int32_t mm_s)
{
        return (struct pd_testimony) {
                .hr_bpm = bpm, .hr_newest_bpm = bpm, .hr_settled = true, .dfa_a1_milli = PD_UNKNOWN,
                .speed_mm_s = mm_s, .speed_newest_mm_s = mm_s,
                .power_w = PD_UNKNOWN, .power_newest_w = PD_UNKNOWN};
}

static struct pd_effort
go_on(struct pd_effort_past *past, const struct pd_athlete *athlete, const struct pd_testimony *testimony, int seconds)
{
        struct pd_effort ret = {.intensity = UNKNOWN};

        for (int i = 0; i < seconds; i++)
                pd_effort_second(past, athlete, testimony, &ret);
        return ret;
}

/* After ten minutes of the same. */
static struct pd_effort
judge_all(const struct pd_athlete *athlete, const struct pd_testimony *testimony)
{
        struct pd_effort_past past;

        pd_effort_forget(&past);
        return go_on(&past, athlete, testimony, 600);
}

static struct pd_effort
judge(const struct pd_athlete *athlete, int32_t bpm, int32_t mm_s)
{
        const struct pd_testimony testimony = steady(bpm, mm_s);

        return judge_all(athlete, &testimony);
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
                assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_HEART_RATE, rows[i].bpm), rows[i].class);
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
                assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_SPEED, rows[i].mm_s), rows[i].class);
}

static void
without_an_lt1_nothing_is_known_but_standing(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        athlete.lt1_hr.value = athlete.lt1_speed.value = 0;
        assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_HEART_RATE, 200), UNKNOWN);
        assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_SPEED, 5000), UNKNOWN);
        assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_SPEED, 100), REST);
        assert_int_equal(judge(&athlete, 200, 5000).intensity, UNKNOWN);
        assert_int_equal(judge(&athlete, 200, 5000).certainty_percent, PD_UNKNOWN);
}

static void
without_an_lt2_nothing_is_called_hard(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        athlete.lt2_hr.value = athlete.lt2_speed.value = 0;
        assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_HEART_RATE, 220), MODERATE);
        assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_SPEED, 7000), MODERATE);
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
                struct pd_testimony testimony = steady(rows[i].bpm, rows[i].mm_s);
                struct pd_effort effort;

                testimony.hr_settled = rows[i].settled;
                testimony.uphill = true;
                effort = judge_all(&athlete, &testimony);
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
        struct pd_testimony lagging = steady(180, 2300), alone = steady(180, PD_UNKNOWN);
        struct pd_athlete athlete = tested();

        (void) state;
        lagging.hr_settled = alone.hr_settled = false;
        assert_int_equal(judge_all(&athlete, &lagging).intensity, RECOVERY);
        assert_int_equal(judge_all(&athlete, &alone).intensity, HARD);
        assert_int_equal(judge_all(&athlete, &alone).certainty_percent, 50);
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
        struct pd_testimony testimony = steady(155, 2300);
        struct pd_athlete athlete = tested();
        struct pd_effort effort;

        (void) state;
        testimony.heart_decides = true;
        effort = judge_all(&athlete, &testimony);
        assert_false(effort.drift);
        assert_int_equal(effort.intensity, MODERATE);
}

/* Within the width, never certain; outside of it, soon. */
static void
inside_the_width_nothing_is_certain_however_long_it_lasts(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        athlete.lt1_hr.width = 8;
        athlete.lt1_speed.width = 120;
        athlete.lt2_hr.value = 180; /* far off */
        for (int32_t bpm = 144; bpm < 160; bpm++)
                assert_in_range(judge(&athlete, bpm, PD_UNKNOWN).certainty_percent, 50, PD_EFFORT_SURE_PERCENT - 1);
        for (int32_t mm_s = 2780; mm_s < 3020; mm_s += 5)
                assert_in_range(judge(&athlete, PD_UNKNOWN, mm_s).certainty_percent, 50, PD_EFFORT_SURE_PERCENT - 1);
        assert_in_range(judge(&athlete, 163, PD_UNKNOWN).certainty_percent, PD_EFFORT_SURE_PERCENT, 100);
        assert_in_range(judge(&athlete, PD_UNKNOWN, 3060).certainty_percent, PD_EFFORT_SURE_PERCENT, 100);
        assert_in_range(judge(&athlete, PD_UNKNOWN, 2740).certainty_percent, PD_EFFORT_SURE_PERCENT, 100);
}

static void
a_tested_threshold_is_sharp(void **state)
{
        static const struct {
                int32_t mm_s;
                enum pd_intensity class;
        } rows[] = {{2420, RECOVERY}, {2480, EASY}, {2870, EASY}, {2930, MODERATE}, {3410, MODERATE}, {3490, HARD}};
        struct pd_athlete athlete = tested();

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_effort effort = judge(&athlete, PD_UNKNOWN, rows[i].mm_s);

                assert_int_equal(effort.intensity, rows[i].class);
                assert_in_range(effort.certainty_percent, PD_EFFORT_SURE_PERCENT, 100);
        }
}

/* Edges are half-open: what goes on upon a bound is above it. */
static void
on_a_bound_the_upper_state_is_the_likelier_one(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        assert_int_equal(judge(&athlete, PD_UNKNOWN, 2899).intensity, EASY);
        assert_int_equal(judge(&athlete, PD_UNKNOWN, 2900).intensity, MODERATE);
        assert_int_equal(judge(&athlete, PD_UNKNOWN, 3450).intensity, HARD);
        assert_int_equal(judge(&athlete, PD_UNKNOWN, 2451).intensity, RECOVERY); /* "up to" */
        assert_int_equal(judge(&athlete, PD_UNKNOWN, 2452).intensity, EASY);
        assert_int_equal(judge(&athlete, 151, PD_UNKNOWN).intensity, EASY);
        assert_int_equal(judge(&athlete, 152, PD_UNKNOWN).intensity, MODERATE);
        assert_int_equal(judge(&athlete, 140, PD_UNKNOWN).intensity, RECOVERY);
        assert_int_equal(judge(&athlete, 141, PD_UNKNOWN).intensity, EASY);
}

enum what { SPEED_OF, HEART_OF, NOBODY, STANDS, UPHILL, WHATS };

static struct pd_testimony
word(enum what what, enum pd_intensity of)
{
        static const int32_t speeds[] = {[RECOVERY] = 2200, [EASY] = 2680, [MODERATE] = 3180, [HARD] = 3800};
        static const int32_t hearts[] = {[RECOVERY] = 128, [EASY] = 146, [MODERATE] = 160, [HARD] = 178};
        struct pd_testimony testimony = steady(PD_UNKNOWN, PD_UNKNOWN);

        switch (what) {
        case SPEED_OF:
                return steady(PD_UNKNOWN, speeds[of]);
        case HEART_OF:
                return steady(hearts[of], PD_UNKNOWN);
        case STANDS:
                return steady(hearts[of], 0);
        case UPHILL:
                testimony = steady(PD_UNKNOWN, speeds[of]);
                testimony.uphill = true;
                return testimony;
        case NOBODY:
        case WHATS:
                return testimony;
        }
        return testimony;
}

/* From each state, by each witness' word for each state: after one second,
 * after twenty, after three minutes. */
static void
assert_moves(const struct pd_athlete *athlete, enum pd_intensity from, enum pd_intensity to, enum what what)
{
        const bool heart = what == HEART_OF, deaf = what == NOBODY || what == UPHILL;
        const struct pd_testimony before = word(heart ? HEART_OF : SPEED_OF, from), after = word(what, to);
        enum pd_intensity soon = deaf ? UNKNOWN : what == STANDS ? REST : heart ? UNKNOWN : to;
        enum pd_intensity at_once = deaf || what == STANDS ? soon : from, late = heart ? to : soon;
        struct pd_effort_past past;

        pd_effort_forget(&past);
        assert_int_equal(go_on(&past, athlete, &before, 300).intensity, from);
        assert_int_equal(go_on(&past, athlete, &after, 1).intensity, at_once);
        if (!heart)
                assert_int_equal(go_on(&past, athlete, &after, 19).intensity, soon);
        assert_int_equal(go_on(&past, athlete, &after, heart ? 300 : 160).intensity, late);
}

static void
from_each_state_each_word_leads_where_it_should(void **state)
{
        struct pd_athlete athlete = tested();

        (void) state;
        for (int from = RECOVERY; from <= HARD; from++)
                for (int to = RECOVERY; to <= HARD; to++)
                        for (int what = SPEED_OF; what < WHATS; what++)
                                assert_moves(&athlete, (enum pd_intensity) from, (enum pd_intensity) to, (enum what) what);
}

/* It leans on the heart, and makes nothing sure that was not. */
static void
alpha1_is_a_weak_witness(void **state)
{
        struct pd_testimony testimony = steady(153, PD_UNKNOWN);
        struct pd_athlete athlete = tested();
        int32_t without = judge_all(&athlete, &testimony).certainty_percent;

        (void) state;
        testimony.dfa_a1_milli = 550;
        assert_int_equal(judge_all(&athlete, &testimony).intensity, MODERATE);
        assert_true(judge_all(&athlete, &testimony).certainty_percent > without);
        testimony.hr_bpm = testimony.hr_newest_bpm = 152;
        testimony.dfa_a1_milli = 100;
        assert_true(judge_all(&athlete, &testimony).certainty_percent < PD_EFFORT_SURE_PERCENT);
        testimony = steady(163, PD_UNKNOWN);
        testimony.dfa_a1_milli = 1200;
        assert_int_equal(judge_all(&athlete, &testimony).intensity, MODERATE);
        testimony = steady(130, PD_UNKNOWN);
        testimony.dfa_a1_milli = 100;
        assert_int_equal(judge_all(&athlete, &testimony).intensity, RECOVERY);
}

static void
one_wild_second_changes_nothing(void **state)
{
        const struct pd_testimony usual = steady(140, 2600), wild = steady(223, 6000);
        struct pd_athlete athlete = tested();
        struct pd_effort_past past;

        (void) state;
        pd_effort_forget(&past);
        go_on(&past, &athlete, &usual, 300);
        assert_int_equal(go_on(&past, &athlete, &wild, 1).intensity, EASY);
        assert_int_equal(go_on(&past, &athlete, &usual, 1).intensity, EASY);
}

static void
who_has_stood_begins_anew(void **state)
{
        const struct pd_testimony hard = steady(PD_UNKNOWN, 3800), stands = steady(PD_UNKNOWN, 0), easy = steady(PD_UNKNOWN, 2680);
        struct pd_athlete athlete = tested();
        struct pd_effort_past past;

        (void) state;
        pd_effort_forget(&past);
        go_on(&past, &athlete, &hard, 300);
        go_on(&past, &athlete, &stands, 1);
        assert_int_equal(go_on(&past, &athlete, &easy, 1).intensity, EASY);
}

/* Whether it would be drift, were the heart above LT1: slower than LT1, a heart that has settled, and nothing that forbids it. */
static void
what_may_be_drift_is_told_before_it_is(void **state)
{
        static const struct {
                int32_t bpm, mm_s;
                bool settled, decides, pressing, may, drift;
        } rows[] = {
                {155, 2600, true, false, false, true, true},
                {145, 2600, true, false, false, true, false},
                {160, 2600, true, false, false, false, false}, /* the midpoint */
                {155, 2899, true, false, false, true, true},
                {155, 2900, true, false, false, false, false},
                {155, 2600, false, false, false, false, false},
                {155, 2600, true, true, false, false, false},
                {155, 2600, true, false, true, false, false},
                {155, PD_UNKNOWN, true, false, false, false, false},
                {PD_UNKNOWN, 2600, true, false, false, false, false},
                {155, 0, true, false, false, false, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_testimony testimony = steady(rows[i].bpm, rows[i].mm_s);
                struct pd_athlete athlete = tested();
                struct pd_effort effort;

                testimony.hr_settled = rows[i].settled;
                testimony.heart_decides = rows[i].decides;
                testimony.pressing = rows[i].pressing;
                effort = judge_all(&athlete, &testimony);
                if (effort.may_drift != rows[i].may || effort.drift != rows[i].drift)
                        fail_msg("row %zu", i);
        }
}

/* LT1 at 230 W, LT2 at 280, recovery up to 194; as sharp as the others here. */
static struct pd_effort
judge_power(int32_t bpm, int32_t mm_s, int32_t watts, bool uphill)
{
        struct pd_athlete athlete = tested();
        struct pd_testimony testimony = steady(bpm, mm_s);

        athlete.lt1_power = (struct pd_anchor) {230, 0, PD_PROVENANCE_TEST};
        athlete.lt2_power = (struct pd_anchor) {280, 0, PD_PROVENANCE_TEST};
        testimony.power_w = testimony.power_newest_w = watts;
        testimony.uphill = uphill;
        return judge_all(&athlete, &testimony);
}

static void
classes_of_power_are_half_open(void **state)
{
        static const struct {
                int32_t watts;
                enum pd_intensity class;
        } rows[] = {{0, RECOVERY}, {194, RECOVERY}, {195, EASY}, {229, EASY}, {230, MODERATE}, {279, MODERATE}, {280, HARD}};
        struct pd_athlete athlete = tested();

        (void) state;
        assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_POWER, 400), UNKNOWN);
        athlete.lt1_power.value = 230;
        athlete.lt2_power.value = 280;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_int_equal(pd_effort_of(&athlete, PD_WITNESS_POWER, rows[i].watts), rows[i].class);
}

static enum pd_intensity
class_of_watts(int32_t watts)
{
        return watts >= 280 ? HARD : watts >= 230 ? MODERATE : watts > 194 ? EASY : RECOVERY;
}

static void
the_highest_of_three_is_believed_and_named(void **state)
{
        static const struct {
                int32_t bpm, mm_s, watts;
                bool uphill;
                enum pd_intensity class;
                enum pd_witness witness;
        } rows[] = {
                {130, 2200, 180, false, RECOVERY, PD_WITNESS_SPEED},
                {130, 2200, 250, false, MODERATE, PD_WITNESS_POWER}, /* against the wind, or up a slope that nobody told of */
                {130, 3100, 180, false, MODERATE, PD_WITNESS_SPEED}, /* down one */
                {130, 3100, 250, false, MODERATE, PD_WITNESS_SPEED},
                {175, 2200, 180, false, HARD, PD_WITNESS_HEART_RATE},
                {130, 2200, 300, false, HARD, PD_WITNESS_POWER},
                {130, 1800, 300, true, HARD, PD_WITNESS_POWER}, /* uphill it is all that a pod can tell */
                {PD_UNKNOWN, 1800, 300, true, HARD, PD_WITNESS_POWER},
                {130, 1800, PD_UNKNOWN, true, RECOVERY, PD_WITNESS_HEART_RATE},
                {PD_UNKNOWN, 2200, PD_UNKNOWN, false, RECOVERY, PD_WITNESS_SPEED},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const struct pd_effort effort = judge_power(rows[i].bpm, rows[i].mm_s, rows[i].watts, rows[i].uphill);

                if (effort.power_agrees != (rows[i].watts != PD_UNKNOWN && class_of_watts(rows[i].watts) == effort.intensity))
                        fail_msg("row %zu: power agrees, or does not", i);
                if (effort.intensity != rows[i].class || effort.witness != rows[i].witness)
                        fail_msg("row %zu: %s by %d", i, pd_intensity_name(effort.intensity), (int) effort.witness);
        }
}

/* A power above LT1 is an effort, and no drift of the heart's. */
static void
power_above_lt1_is_no_drift(void **state)
{
        (void) state;
        assert_true(judge_power(156, 2700, 210, false).drift);
        assert_true(judge_power(156, 2700, PD_UNKNOWN, false).drift);
        assert_false(judge_power(156, 2700, 240, false).drift);
}

static void
without_its_thresholds_power_judges_nothing(void **state)
{
        struct pd_athlete athlete = tested();
        struct pd_testimony testimony = steady(130, 2200);
        const struct pd_effort without = judge_all(&athlete, &testimony);
        struct pd_effort with;

        (void) state;
        testimony.power_w = testimony.power_newest_w = 900;
        with = judge_all(&athlete, &testimony);
        assert_memory_equal(&with, &without, sizeof(with));
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
                cmocka_unit_test(inside_the_width_nothing_is_certain_however_long_it_lasts),
                cmocka_unit_test(a_tested_threshold_is_sharp),
                cmocka_unit_test(on_a_bound_the_upper_state_is_the_likelier_one),
                cmocka_unit_test(from_each_state_each_word_leads_where_it_should),
                cmocka_unit_test(alpha1_is_a_weak_witness),
                cmocka_unit_test(one_wild_second_changes_nothing),
                cmocka_unit_test(who_has_stood_begins_anew),
                cmocka_unit_test(what_may_be_drift_is_told_before_it_is),
                cmocka_unit_test(classes_of_power_are_half_open),
                cmocka_unit_test(the_highest_of_three_is_believed_and_named),
                cmocka_unit_test(power_above_lt1_is_no_drift),
                cmocka_unit_test(without_its_thresholds_power_judges_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
