/* SPDX-License-Identifier: MIT */
/* Who may have come back under a new address. */
#include "lookalike.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"
#define HEART_RATE 1u /* bits of pd_sensor_types */
#define FOOTPOD 2u

struct desk {
        char folder[SCRATCH_SIZE];
        struct pd_config_sensor sensors[2];
        struct pd_config_athlete athlete;
        struct pd_config config;
        struct pd_state_files *files;
        struct pd_enrolment *enrolment;
};

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        scratch_make(desk->folder);
        pd_athlete_init(&desk->athlete.athlete, "anna");
        for (int i = 0; i < 2; i++) {
                strcpy(desk->sensors[i].address, i == 0 ? STRAP : POD);
                strcpy(desk->sensors[i].athlete, "anna");
        }
        desk->config = (struct pd_config) {.n_sensors = 2, .sensors = desk->sensors, .n_athletes = 1, .athletes = &desk->athlete};
        desk->files = pd_state_files_new(desk->folder);
        assert_int_equal(pd_enrolment_new(&desk->config, desk->files, &desk->enrolment), 0);
        pd_enrolment_learn(desk->enrolment, STRAP, "Polar H10 8C4CAF2E", "", "heart_rate");
        pd_enrolment_learn(desk->enrolment, POD, "Stryd", "", "running_speed");
        pd_enrolment_away(desk->enrolment, STRAP, 0);
        pd_enrolment_away(desk->enrolment, POD, 0);
        *state = desk;
        return 0;
}

static int
take_down(void **state)
{
        struct desk *desk = *state;

        pd_enrolment_free(desk->enrolment);
        pd_state_files_free(desk->files);
        scratch_remove(desk->folder);
        free(desk);
        return 0;
}

static const char *
found(const struct desk *desk, pd_usec now, const char *name, uint32_t kinds)
{
        const struct pd_enrolled *enrolled = pd_lookalike_find(desk->enrolment, now, name, kinds);

        return enrolled != NULL ? enrolled->sensor.address : "";
}

static void
names_are_compared_by_what_is_given_once(void **state)
{
        static const struct {
                const char *a, *b;
                bool alike;
        } rows[] = {
                {"Polar H10 8C4CAF2E", "Polar H10 8C4CAF2E", true},
                {"Polar H10 8C4CAF2E", "H10 8C4CAF2E", true}, /* a firmware that calls itself otherwise */
                {"Polar H10 8C4CAF2E", "Polar H10 8C4CAF2F", false},
                {"Stryd", "Stryd", true},
                {"Stryd", "Polar", false},
                {"Left Pod", "Right Pod", false}, /* no suffix */
                {"TICKR 12AB", "TICKR X 12AB", false}, /* too short to be given once */
                {"", "", false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                if (pd_lookalike_names(rows[i].a, rows[i].b) != rows[i].alike)
                        fail_msg("'%s' and '%s'", rows[i].a, rows[i].b);
}

static void
who_is_away_for_long_is_found_by_name_and_kind(void **state)
{
        struct desk *desk = *state;

        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Polar H10 8C4CAF2E", HEART_RATE), STRAP);
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Polar H10 8C4CAF2E", 0), STRAP);
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Polar H10 8C4CAF2E", FOOTPOD), "");
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Stryd", FOOTPOD), POD);
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Polar H10 00000000", HEART_RATE), "");
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY - 1, "Polar H10 8C4CAF2E", HEART_RATE), "");
        pd_enrolment_away(desk->enrolment, STRAP, PD_NEVER); /* there it is */
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Polar H10 8C4CAF2E", HEART_RATE), "");
}

static void
who_is_released_is_not_missed(void **state)
{
        struct desk *desk = *state;

        assert_int_equal(pd_enrolment_release(desk->enrolment, STRAP, true), 0);
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Polar H10 8C4CAF2E", HEART_RATE), "");
}

static void
two_of_the_same_name_are_nobody(void **state)
{
        struct desk *desk = *state;

        pd_enrolment_learn(desk->enrolment, STRAP, "Stryd", "", "running_speed");
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Stryd", FOOTPOD), "");
        pd_enrolment_away(desk->enrolment, POD, PD_NEVER); /* one of them is here */
        assert_string_equal(found(desk, PD_LOOKALIKE_AWAY, "Stryd", FOOTPOD), STRAP);
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(names_are_compared_by_what_is_given_once),
                TEST(who_is_away_for_long_is_found_by_name_and_kind),
                TEST(who_is_released_is_not_missed),
                TEST(two_of_the_same_name_are_nobody),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
