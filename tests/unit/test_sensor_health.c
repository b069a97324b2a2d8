/* SPDX-License-Identifier: MIT */
/* What the doctor makes of what the daemon says of sensors. */
#include "ctl/doctor/sensor_health.h"

#include "bluez/link.h"
#include "support/cm.h"

#include <string.h>

#define STRAP "C0:00:00:00:00:01"

static struct pd_diagnosis diagnosis; /* large */

static const struct pd_complaint *
judged(struct pd_told_sensor sensor)
{
        sensor.address = STRAP;
        sensor.athlete = "anna";
        sensor.name = "H10";
        sensor.trouble = sensor.trouble != NULL ? sensor.trouble : "";
        sensor.lookalike = sensor.lookalike != NULL ? sensor.lookalike : "";
        diagnosis = (struct pd_diagnosis) {0};
        pd_sensor_judge(&diagnosis, &sensor);
        assert_int_equal(diagnosis.n, 1);
        assert_string_equal(diagnosis.items[0].subject, STRAP);
        assert_non_null(strstr(diagnosis.items[0].text, "H10 of anna: "));
        return &diagnosis.items[0];
}

static void
a_sensor_that_is_heard_is_well_and_one_that_is_let_go_is_not_missed(void **state)
{
        const struct pd_complaint *complaint = judged((struct pd_told_sensor) {.live = true});

        (void) state;
        assert_int_equal(complaint->health, PD_HEALTH_WELL);
        assert_string_equal(complaint->remedy, "");
        complaint = judged((struct pd_told_sensor) {.released = true, .trouble = "unseen", .lookalike = "C0:00:00:00:00:09"});
        assert_int_equal(complaint->health, PD_HEALTH_NOTE);
        assert_non_null(strstr(complaint->remedy, "sensors take " STRAP));
        complaint = judged((struct pd_told_sensor) {0});
        assert_int_equal(complaint->health, PD_HEALTH_NOTE);
        assert_non_null(strstr(complaint->text, "not worn"));
}

/* A word that has no line here would be printed bare. */
static void
each_trouble_of_a_link_has_its_words_and_something_to_do(void **state)
{
        (void) state;
        for (int i = PD_TROUBLE_NONE + 1; i < PD_TROUBLE_COUNT; i++) {
                const char *word = pd_trouble_name((enum pd_trouble) i);
                const struct pd_complaint *complaint = judged((struct pd_told_sensor) {.trouble = word});

                assert_int_not_equal(complaint->health, PD_HEALTH_WELL);
                assert_string_not_equal(complaint->remedy, "");
                assert_null(strstr(complaint->remedy, "sensors list says more"));
                assert_null(strstr(complaint->remedy, "%s"));
        }
}

static void
what_a_person_must_mend_is_ill_and_what_passes_is_a_note(void **state)
{
        static const struct {
                const char *word;
                enum pd_health health;
                const char *remedy;
        } cases[] = {
                {"unseen", PD_HEALTH_NOTE, "wet electrodes"}, {"silent", PD_HEALTH_NOTE, "is it worn"},
                {"held", PD_HEALTH_ILL, "stop that one"}, {"drops", PD_HEALTH_ILL, "ConnectionSupervisionTimeout=600"},
                {"authentication", PD_HEALTH_ILL, "bluetoothctl remove " STRAP}, {"unfit", PD_HEALTH_ILL, "sensors forget " STRAP},
                {"newer", PD_HEALTH_NOTE, "sensors list says more"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                const struct pd_complaint *complaint = judged((struct pd_told_sensor) {.trouble = cases[i].word});

                assert_int_equal(complaint->health, cases[i].health);
                assert_non_null(strstr(complaint->remedy, cases[i].remedy));
        }
}

static void
a_new_address_is_proposed_while_the_old_one_is_away_alone(void **state)
{
        (void) state;
        assert_non_null(strstr(judged((struct pd_told_sensor) {.trouble = "unseen", .lookalike = "C0:00:00:00:00:09"})->remedy,
                "purposectl sensors replace " STRAP " C0:00:00:00:00:09"));
        assert_int_equal(judged((struct pd_told_sensor) {.live = true, .lookalike = "C0:00:00:00:00:09"})->health, PD_HEALTH_WELL);
}

static void
a_stranger_is_named_and_only_one_that_stays_calls_for_something(void **state)
{
        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_stranger_judge(&diagnosis, "EE:00:00:00:00:01", "", false);
        pd_stranger_judge(&diagnosis, "EE:00:00:00:00:02", "Ben's strap", true);
        assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_NOTE), 2);
        assert_string_equal(diagnosis.items[0].remedy, "");
        assert_non_null(strstr(diagnosis.items[0].text, "no name is nobody's here"));
        assert_non_null(strstr(diagnosis.items[1].text, "Ben's strap is nobody's here"));
        assert_non_null(strstr(diagnosis.items[1].remedy, "bluetoothctl untrust EE:00:00:00:00:02"));
        assert_non_null(strstr(diagnosis.items[1].remedy, "purposectl sensors enroll EE:00:00:00:00:02"));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_sensor_that_is_heard_is_well_and_one_that_is_let_go_is_not_missed),
                cmocka_unit_test(each_trouble_of_a_link_has_its_words_and_something_to_do),
                cmocka_unit_test(what_a_person_must_mend_is_ill_and_what_passes_is_a_note),
                cmocka_unit_test(a_new_address_is_proposed_while_the_old_one_is_away_alone),
                cmocka_unit_test(a_stranger_is_named_and_only_one_that_stays_calls_for_something),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
