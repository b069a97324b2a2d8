/* SPDX-License-Identifier: MIT */
/* Who runs today and what: a configuration's athlete made ready. */
#include "roster.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct desk {
        struct pd_config_athlete config;
        struct pd_roster_day day;
        struct pd_findings findings;
        struct pd_roster_entry entry;
};

static struct desk *
desk_new(const char *workout)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        assert_non_null(desk);
        pd_athlete_init(&desk->config.athlete, "anna");
        desk->config.athlete.hr_max = (struct pd_anchor) {186, 0, PD_PROVENANCE_TEST};
        desk->config.workout = workout != NULL ? strdup(workout) : NULL;
        strcpy(desk->config.workout_place.file, "/etc/purposed/purposed.conf");
        desk->config.workout_place.line = 12;
        return desk;
}

static void
desk_free(struct desk *desk)
{
        free(desk->config.workout);
        free(desk);
}

static void
missing_thresholds_are_estimated(void **state)
{
        struct desk *desk = desk_new(NULL);

        (void) state;
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_int_equal(desk->entry.athlete.lt1_hr.value, 158);
        assert_int_equal(desk->entry.athlete.lt1_hr.provenance, PD_PROVENANCE_ESTIMATED);
        assert_int_equal(desk->config.athlete.lt1_hr.value, 0); /* as written */
        desk_free(desk);
}

static void
what_was_accepted_besides_the_configuration_counts(void **state)
{
        struct desk *desk = desk_new(NULL);
        struct pd_athlete athlete = desk->config.athlete;

        (void) state;
        athlete.lt1_hr = (struct pd_anchor) {154, 4, PD_PROVENANCE_FIELD};
        desk->day.athlete = &athlete;
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_int_equal(desk->entry.athlete.lt1_hr.value, 154);
        assert_int_equal(desk->entry.athlete.lt2_hr.value, 174); /* what lacks is estimated all the same */
        desk_free(desk);
}

static void
the_year_of_birth_makes_an_age_and_that_a_highest_heart_rate(void **state)
{
        struct desk *desk = desk_new(NULL);

        (void) state;
        desk->config.athlete.hr_max.value = 0;
        desk->config.athlete.birth_year = 1985;
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_int_equal(desk->entry.athlete.hr_max.value, 0); /* a Pi that wakes in 1970 knows no year */
        desk->day = (struct pd_roster_day) {.year = 2026, .sessions_done = 3};
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_int_equal(desk->entry.athlete.age, 41);
        assert_int_equal(desk->entry.athlete.hr_max.value, 179);
        assert_true(pd_athlete_is_learning(&desk->entry.athlete));
        desk->day.sessions_done = PD_LEARNING_SESSIONS;
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_false(pd_athlete_is_learning(&desk->entry.athlete));
        desk_free(desk);
}

static void
without_a_workout_there_is_none(void **state)
{
        struct desk *desk = desk_new(NULL);

        (void) state;
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_NONE);
        assert_int_equal(desk->entry.workout.n_steps, 0);
        assert_int_equal(desk->findings.n, 0);
        desk_free(desk);
}

static void
a_workout_is_compiled_to_the_athletes_own_numbers(void **state)
{
        struct desk *desk = desk_new("easy 45m");

        (void) state;
        desk->config.athlete.lt1_hr = (struct pd_anchor) {152, 0, PD_PROVENANCE_TEST};
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_EASY);
        assert_int_equal(desk->entry.workout.n_steps, 1);
        assert_int_equal(desk->entry.workout.steps[0].hr.high, 152);
        desk_free(desk);
}

static void
a_workout_that_does_not_read_is_found_at_its_line(void **state)
{
        struct desk *desk = desk_new("6x400m hard");

        (void) state;
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), -EBADMSG);
        assert_int_equal(desk->findings.n_errors, 1);
        assert_int_equal(desk->findings.items[0].line, 12);
        assert_string_equal(desk->findings.items[0].file, "/etc/purposed/purposed.conf");
        assert_non_null(strstr(desk->findings.items[0].text, "did you mean 400mtr?"));
        assert_non_null(strstr(desk->findings.items[0].text, "from '400m hard' on"));
        desk_free(desk);
}

static void
what_the_calendar_asks_counts_more_than_the_configuration(void **state)
{
        struct desk *desk = desk_new("easy 45m");
        struct pd_workout *planned = malloc(sizeof(*planned));
        char why[PD_SENTENCE_SIZE];

        (void) state;
        memset(why, 'w', sizeof(why) - 1);
        why[sizeof(why) - 1] = '\0';
        pd_workout_init(planned);
        planned->purpose = PD_PURPOSE_REST;
        desk->day = (struct pd_roster_day) {.condition = PD_CONDITION_ILL, .yesterday = PD_PURPOSE_LONG,
                .yesterday_result = PD_PURPOSE_RESULT_PARTLY, .goal = "Finish", .why = why, .planned = planned};
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_REST);
        assert_int_equal(desk->entry.athlete.condition, PD_CONDITION_ILL);
        assert_int_equal(desk->entry.athlete.yesterday, PD_PURPOSE_LONG);
        assert_int_equal(desk->entry.athlete.yesterday_result, PD_PURPOSE_RESULT_PARTLY);
        assert_string_equal(desk->entry.athlete.goal, "Finish");
        assert_string_equal(desk->entry.athlete.why, why); /* whole */
        free(planned);
        desk_free(desk);
}

static void
a_guest_may_be_any_of_those_who_share(void **state)
{
        struct desk *desk = desk_new(NULL);
        struct pd_config_athlete athletes[3] = {{.workout = NULL}};
        struct pd_config_sensor sensors[2] = {{.athlete = "anna"}, {.athlete = "anna"}};
        const struct pd_config config = {.n_athletes = 3, .athletes = athletes, .n_sensors = 2, .sensors = sensors};

        (void) state;
        pd_athlete_init(&athletes[0].athlete, "anna");
        pd_athlete_init(&athletes[1].athlete, "ben");
        pd_athlete_init(&athletes[2].athlete, "carl");
        strcpy(athletes[0].athlete.name, "Anna");
        assert_false(pd_roster_has_guest(&config));
        strcpy(sensors[1].athlete, "anna, carl");
        assert_true(pd_roster_has_guest(&config));
        pd_roster_guest_of(&config, &desk->entry);
        assert_string_equal(desk->entry.athlete.id, PD_GUEST_ID);
        assert_string_equal(desk->entry.athlete.name, "Anna, carl");
        assert_false(desk->entry.athlete.retain_summary);
        assert_int_equal(desk->entry.workout.purpose, PD_PURPOSE_NONE);
        desk_free(desk);
}

static void
of_a_workout_in_lines_only_the_rest_of_the_line_is_shown(void **state)
{
        struct desk *desk = desk_new("- 10m easy\n- 400m hard\n- 10m easy");

        (void) state;
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), -EBADMSG);
        assert_non_null(strstr(desk->findings.items[0].text, "from '400m hard' on"));
        desk_free(desk);
}

static void
a_target_without_its_threshold_is_a_warning_once(void **state)
{
        struct desk *desk = desk_new("10m Z2 HR, 3x (1km 100% Pace, 500mtr 70% Pace)");

        (void) state;
        assert_int_equal(pd_roster_entry_of(&desk->config, &desk->day, &desk->findings, &desk->entry), 0);
        assert_int_equal(desk->findings.n, 1); /* LTHR is estimated from the highest heart rate */
        assert_int_equal(desk->findings.items[0].grade, PD_FINDING_WARNING);
        assert_int_equal(desk->findings.items[0].line, 12);
        assert_string_equal(desk->findings.items[0].text,
                "step 2 of the workout counts as hard alone: it asks for a zone or share of threshold pace, which is unknown: write "
                "lt2_speed or critical_speed for this athlete");
        assert_int_equal(desk->entry.workout.steps[1].intensity, PD_INTENSITY_HARD);
        assert_int_equal(desk->entry.workout.steps[2].intensity, PD_INTENSITY_RECOVERY);
        desk_free(desk);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(missing_thresholds_are_estimated),
                cmocka_unit_test(what_was_accepted_besides_the_configuration_counts),
                cmocka_unit_test(the_year_of_birth_makes_an_age_and_that_a_highest_heart_rate),
                cmocka_unit_test(without_a_workout_there_is_none),
                cmocka_unit_test(a_workout_is_compiled_to_the_athletes_own_numbers),
                cmocka_unit_test(a_workout_that_does_not_read_is_found_at_its_line),
                cmocka_unit_test(what_the_calendar_asks_counts_more_than_the_configuration),
                cmocka_unit_test(a_guest_may_be_any_of_those_who_share),
                cmocka_unit_test(of_a_workout_in_lines_only_the_rest_of_the_line_is_shown),
                cmocka_unit_test(a_target_without_its_threshold_is_a_warning_once),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
