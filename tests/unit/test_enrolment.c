/* SPDX-License-Identifier: MIT */
/* Whose sensor is whose: the configuration's word, and what commands added. */
#include "enrolment.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"
#define NEW "C0:00:00:00:00:03"

struct desk {
        char folder[SCRATCH_SIZE];
        struct pd_config_sensor sensor;
        struct pd_config_athlete athletes[3];
        struct pd_config config;
        struct pd_state_files *files;
        struct pd_enrolment *enrolment;
};

static void
start(struct desk *desk)
{
        desk->files = pd_state_files_new(desk->folder);
        assert_int_equal(pd_enrolment_new(&desk->config, desk->files, &desk->enrolment), 0);
}

static void
stop(struct desk *desk)
{
        desk->enrolment = pd_enrolment_free(desk->enrolment);
        desk->files = pd_state_files_free(desk->files);
}

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));

        scratch_make(desk->folder);
        strcpy(desk->sensor.address, STRAP);
        strcpy(desk->sensor.athlete, "anna, ben");
        pd_athlete_init(&desk->athletes[0].athlete, "anna");
        pd_athlete_init(&desk->athletes[1].athlete, "ben");
        pd_athlete_init(&desk->athletes[2].athlete, "carl");
        desk->config = (struct pd_config) {.n_sensors = 1, .sensors = &desk->sensor, .n_athletes = 3, .athletes = desk->athletes};
        *state = desk;
        return 0;
}

static int
take_down(void **state)
{
        struct desk *desk = *state;

        stop(desk);
        scratch_remove(desk->folder);
        free(desk);
        return 0;
}

static void
what_is_enrolled_by_command_is_there_at_the_next_start(void **state)
{
        struct desk *desk = *state;
        const struct pd_enrolled *pod;

        start(desk);
        assert_int_equal(pd_enrolment_add(desk->enrolment, "c0:00:00:00:00:02", "ben", "Left \n shoe"), 0);
        stop(desk);
        start(desk);
        assert_int_equal(pd_enrolment_count(desk->enrolment), 2);
        pod = pd_enrolment_find(desk->enrolment, "c0:00:00:00:00:02");
        assert_ptr_equal(pod, pd_enrolment_at(desk->enrolment, 1));
        assert_string_equal(pod->sensor.address, POD);
        assert_string_equal(pod->sensor.athlete, "ben");
        assert_string_equal(pod->sensor.name, "Left ? shoe");
        assert_true(pod->by_command);
        assert_false(pd_enrolment_at(desk->enrolment, 0)->by_command);
        assert_int_equal(pd_enrolment_remove(desk->enrolment, POD), 0);
        stop(desk);
        start(desk);
        assert_int_equal(pd_enrolment_count(desk->enrolment), 1);
}

static void
the_configurations_word_counts_more(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->folder, PD_ENROLMENT_FILE, "[sensor " STRAP "]\nathlete = carl\n[sensor " POD "]\nathlete = carl\n");
        start(desk);
        assert_int_equal(pd_enrolment_count(desk->enrolment), 2);
        assert_string_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.athlete, "anna, ben");
        assert_int_equal(pd_enrolment_remove(desk->enrolment, STRAP), -EROFS);
}

static void
a_factor_is_there_at_the_next_start(void **state)
{
        struct desk *desk = *state;

        start(desk);
        assert_int_equal(pd_enrolment_add(desk->enrolment, POD, "ben", "Left shoe"), 0);
        assert_int_equal(pd_enrolment_calibrate(desk->enrolment, "c0:00:00:00:00:02", 9524), 0);
        assert_int_equal(pd_enrolment_calibrate(desk->enrolment, STRAP, 11500), 0); /* the configuration's, without one */
        assert_int_equal(pd_enrolment_calibrate(desk->enrolment, "C0:00:00:00:00:03", 9524), -ENOENT);
        for (int i = 0; i < 2; i++) { /* what was read is written again */
                stop(desk);
                start(desk);
                assert_int_equal(pd_enrolment_count(desk->enrolment), 2);
                assert_int_equal(pd_enrolment_find(desk->enrolment, POD)->sensor.factor, 9524);
                assert_string_equal(pd_enrolment_find(desk->enrolment, POD)->sensor.name, "Left shoe");
                assert_int_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.factor, 11500);
                assert_string_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.athlete, "anna, ben");
                assert_false(pd_enrolment_find(desk->enrolment, STRAP)->by_command);
                assert_int_equal(pd_enrolment_calibrate(desk->enrolment, POD, 9524), 0);
        }
        assert_int_equal(pd_enrolment_calibrate(desk->enrolment, POD, 0), 0);
        assert_int_equal(pd_enrolment_calibrate(desk->enrolment, STRAP, 0), 0);
        stop(desk);
        start(desk);
        assert_int_equal(pd_enrolment_find(desk->enrolment, POD)->sensor.factor, 0);
        assert_int_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.factor, 0);
}

static void
what_is_released_is_so_at_the_next_start(void **state)
{
        struct desk *desk = *state;

        start(desk);
        assert_int_equal(pd_enrolment_add(desk->enrolment, POD, "ben", "Left shoe"), 0);
        assert_int_equal(pd_enrolment_release(desk->enrolment, "c0:00:00:00:00:02", true), 0);
        assert_int_equal(pd_enrolment_release(desk->enrolment, STRAP, true), 0); /* the configuration's */
        assert_int_equal(pd_enrolment_release(desk->enrolment, STRAP, true), -EALREADY);
        assert_int_equal(pd_enrolment_release(desk->enrolment, "C0:00:00:00:00:03", true), -ENOENT);
        assert_int_equal(pd_enrolment_release(desk->enrolment, "left shoe", true), -ENOENT);
        for (int i = 0; i < 2; i++) { /* what was read is written again */
                stop(desk);
                start(desk);
                assert_int_equal(pd_enrolment_count(desk->enrolment), 2);
                assert_true(pd_enrolment_find(desk->enrolment, POD)->released);
                assert_true(pd_enrolment_find(desk->enrolment, STRAP)->released);
                assert_false(pd_enrolment_find(desk->enrolment, STRAP)->by_command);
                assert_string_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.athlete, "anna, ben");
                assert_int_equal(pd_enrolment_calibrate(desk->enrolment, POD, 9524), 0);
        }
        assert_int_equal(pd_enrolment_release(desk->enrolment, POD, false), 0);
        assert_int_equal(pd_enrolment_release(desk->enrolment, POD, false), -EALREADY);
        stop(desk);
        start(desk);
        assert_false(pd_enrolment_find(desk->enrolment, POD)->released);
        assert_true(pd_enrolment_find(desk->enrolment, STRAP)->released);
}

static void
the_configurations_factor_counts_more(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->folder, PD_ENROLMENT_FILE,
                "[sensor " STRAP "]\nfactor = 1.05\nname = x\n[sensor " POD "]\nathlete = ben\nfactor = 2\n");
        start(desk);
        assert_int_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.factor, 10500);
        assert_string_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.name, "");
        assert_int_equal(pd_enrolment_find(desk->enrolment, POD)->sensor.factor, 0);
        stop(desk);
        desk->sensor.factor = 9900;
        start(desk);
        assert_int_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.factor, 9900);
        assert_int_equal(pd_enrolment_calibrate(desk->enrolment, STRAP, 9800), -EROFS);
        assert_int_equal(pd_enrolment_find(desk->enrolment, STRAP)->sensor.factor, 9900);
}

static void
what_a_sensor_says_of_itself_is_remembered(void **state)
{
        struct desk *desk = *state;
        const struct pd_enrolled *strap;

        start(desk);
        assert_int_equal(pd_enrolment_learn(desk->enrolment, STRAP, "Polar H10 8C4CAF2E", "", ""), 0);
        assert_int_equal(pd_enrolment_learn(desk->enrolment, STRAP, "", "S-0001", "heart_rate"), 0);
        assert_int_equal(pd_enrolment_learn(desk->enrolment, POD, "a stranger", "", ""), 0);
        stop(desk);
        start(desk);
        strap = pd_enrolment_find(desk->enrolment, STRAP);
        assert_string_equal(strap->called, "Polar H10 8C4CAF2E");
        assert_string_equal(strap->serial, "S-0001");
        assert_string_equal(strap->kind, "heart_rate");
        assert_string_equal(strap->sensor.athlete, "anna, ben");
        assert_int_equal(pd_enrolment_count(desk->enrolment), 1);
        assert_int_equal(pd_enrolment_learn(desk->enrolment, STRAP, "", "S-0001", ""), 0);
        assert_string_equal(strap->other_serial, "");
        assert_int_equal(pd_enrolment_learn(desk->enrolment, STRAP, "", "S-0002", ""), 1); /* another one */
        assert_string_equal(strap->other_serial, "S-0001");
        assert_int_equal(pd_enrolment_learn(desk->enrolment, STRAP, "", "S-0002", ""), 0); /* said once */
}

static void
a_new_address_is_the_same_sensor(void **state)
{
        struct desk *desk = *state;
        const struct pd_enrolled *pod;

        start(desk);
        assert_int_equal(pd_enrolment_add(desk->enrolment, POD, "ben", "Left shoe"), 0);
        assert_int_equal(pd_enrolment_calibrate(desk->enrolment, POD, 9524), 0);
        assert_int_equal(pd_enrolment_learn(desk->enrolment, POD, "Stryd", "P-0001", "running_speed"), 0);
        pd_enrolment_suspect(desk->enrolment, POD, NEW);
        assert_int_equal(pd_enrolment_replace(desk->enrolment, POD, "c0:00:00:00:00:03"), 0);
        pd_enrolment_learn(desk->enrolment, NEW, "Lamp", "", ""); /* it may be a mistake */
        assert_string_equal(pd_enrolment_find(desk->enrolment, NEW)->called, "Stryd");
        for (int i = 0; i < 2; i++) {
                assert_int_equal(pd_enrolment_count(desk->enrolment), 2);
                assert_null(pd_enrolment_find(desk->enrolment, POD));
                pod = pd_enrolment_find(desk->enrolment, NEW);
                assert_string_equal(pod->sensor.name, "Left shoe");
                assert_int_equal(pod->sensor.factor, 9524);
                assert_string_equal(pod->serial, "P-0001");
                assert_string_equal(pod->lookalike, "");
                stop(desk);
                start(desk);
        }
        pd_enrolment_learn(desk->enrolment, NEW, "", "P-0001", "");
        pd_enrolment_learn(desk->enrolment, NEW, "Stryd Air", "", "");
        assert_string_equal(pd_enrolment_find(desk->enrolment, NEW)->called, "Stryd Air");
        assert_int_equal(pd_enrolment_replace(desk->enrolment, POD, STRAP), -ENOENT);
        assert_int_equal(pd_enrolment_replace(desk->enrolment, NEW, STRAP), -EEXIST); /* two are never made one */
        assert_int_equal(pd_enrolment_replace(desk->enrolment, NEW, NEW), -EEXIST);
        assert_int_equal(pd_enrolment_replace(desk->enrolment, NEW, "shoe"), -EINVAL);
}

static void
one_that_was_replaced_is_found_by_what_it_was(void **state)
{
        static const char *const addresses[] = {POD, NEW, "C0:00:00:00:00:04", "C0:00:00:00:00:05", "C0:00:00:00:00:06"};
        struct desk *desk = *state;

        start(desk);
        assert_int_equal(pd_enrolment_add(desk->enrolment, POD, "ben", ""), 0);
        assert_null(pd_enrolment_find_former(desk->enrolment, POD));
        for (size_t i = 1; i < 5; i++)
                assert_int_equal(pd_enrolment_replace(desk->enrolment, addresses[i - 1], addresses[i]), 0);
        for (int i = 0; i < 2; i++) {
                assert_null(pd_enrolment_find_former(desk->enrolment, "shoe"));
                assert_null(pd_enrolment_find_former(desk->enrolment, POD)); /* the last three are kept */
                for (size_t k = 1; k < 4; k++)
                        assert_string_equal(pd_enrolment_find_former(desk->enrolment, addresses[k])->sensor.address, addresses[4]);
                stop(desk);
                start(desk);
        }
        assert_int_equal(pd_enrolment_replace(desk->enrolment, addresses[4], addresses[2]), 0); /* and back */
        assert_null(pd_enrolment_find_former(desk->enrolment, addresses[2]));
        assert_string_equal(pd_enrolment_find_former(desk->enrolment, addresses[4])->sensor.address, addresses[2]);
        assert_int_equal(pd_enrolment_replace(desk->enrolment, STRAP, POD), 0); /* the configuration's */
        assert_int_equal(pd_enrolment_replace(desk->enrolment, POD, "C0:00:00:00:00:07"), 0);
        for (int i = 0; i < 2; i++) {
                assert_string_equal(pd_enrolment_find_former(desk->enrolment, STRAP)->sensor.address, "C0:00:00:00:00:07");
                assert_string_equal(pd_enrolment_find_former(desk->enrolment, POD)->sensor.address, "C0:00:00:00:00:07");
                stop(desk);
                start(desk);
        }
}

static void
one_of_the_configuration_may_have_a_new_address(void **state)
{
        struct desk *desk = *state;
        const struct pd_enrolled *strap;

        strcpy(desk->sensor.name, "Chest");
        start(desk);
        assert_int_equal(pd_enrolment_replace(desk->enrolment, STRAP, POD), 0);
        assert_int_equal(pd_enrolment_replace(desk->enrolment, POD, NEW), 0); /* and once more */
        assert_int_equal(pd_enrolment_calibrate(desk->enrolment, NEW, 9900), 0);
        for (int i = 0; i < 2; i++) {
                stop(desk);
                start(desk);
                strap = pd_enrolment_find(desk->enrolment, NEW);
                assert_int_equal(pd_enrolment_count(desk->enrolment), 1);
                assert_string_equal(strap->sensor.name, "Chest");
                assert_string_equal(strap->was, STRAP);
                assert_int_equal(strap->sensor.factor, 9900);
                assert_false(strap->by_command);
                assert_int_equal(pd_enrolment_remove(desk->enrolment, NEW), -EROFS);
        }
        strcpy(desk->sensor.address, NEW); /* the administrator writes it down */
        stop(desk);
        start(desk);
        assert_int_equal(pd_enrolment_count(desk->enrolment), 1);
        assert_string_equal(pd_enrolment_find(desk->enrolment, NEW)->was, "");
        strcpy(desk->sensor.address, STRAP);
        stop(desk);
        start(desk);
        assert_int_equal(pd_enrolment_replace(desk->enrolment, NEW, STRAP), 0); /* it was a mistake */
        assert_string_equal(pd_enrolment_find(desk->enrolment, STRAP)->was, "");
}

static void
a_link_answers_who_was_missed(void **state)
{
        struct desk *desk = *state;

        start(desk);
        assert_int_equal(pd_enrolment_find(desk->enrolment, STRAP)->away_since, PD_NEVER);
        pd_enrolment_away(desk->enrolment, STRAP, 7);
        pd_enrolment_suspect(desk->enrolment, STRAP, NEW);
        assert_int_equal(pd_enrolment_find(desk->enrolment, STRAP)->away_since, 7);
        assert_string_equal(pd_enrolment_find(desk->enrolment, STRAP)->lookalike, NEW);
        pd_enrolment_away(desk->enrolment, STRAP, PD_NEVER);
        assert_string_equal(pd_enrolment_find(desk->enrolment, STRAP)->lookalike, "");
}

static void
what_cannot_be_is_refused(void **state)
{
        struct desk *desk = *state;

        start(desk);
        assert_int_equal(pd_enrolment_add(desk->enrolment, "left shoe", "anna", ""), -EINVAL);
        assert_int_equal(pd_enrolment_add(desk->enrolment, POD "0", "anna", ""), -EINVAL);
        assert_int_equal(pd_enrolment_add(desk->enrolment, STRAP, "anna", ""), -EEXIST);
        assert_int_equal(pd_enrolment_remove(desk->enrolment, POD), -ENOENT);
        assert_int_equal(pd_enrolment_remove(desk->enrolment, "left shoe"), -ENOENT);
        assert_int_equal(pd_enrolment_count(desk->enrolment), 1);
}

static void
a_damaged_file_costs_only_what_is_damaged(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->folder, PD_ENROLMENT_FILE,
                "[sensor nonsense]\nathlete = anna\nreleased = yes\n"
                "[sensor " POD "]\nathlete = ben\ncolour = red\nreleased = perhaps\n\xff[[[\n");
        start(desk);
        assert_int_equal(pd_enrolment_count(desk->enrolment), 2);
        assert_string_equal(pd_enrolment_at(desk->enrolment, 1)->sensor.athlete, "ben");
        assert_false(pd_enrolment_at(desk->enrolment, 0)->released || pd_enrolment_at(desk->enrolment, 1)->released);
}

static void
an_athlete_is_asked_once_about_each(void **state)
{
        struct desk *desk = *state;

        start(desk);
        assert_int_equal(pd_enrolment_suspect(desk->enrolment, STRAP, NEW), 1);
        pd_enrolment_away(desk->enrolment, STRAP, PD_NEVER); /* it was not */
        assert_int_equal(pd_enrolment_suspect(desk->enrolment, STRAP, NEW), 0);
        assert_string_equal(pd_enrolment_find(desk->enrolment, STRAP)->lookalike, NEW);
        stop(desk);
        start(desk);
        assert_int_equal(pd_enrolment_suspect(desk->enrolment, STRAP, NEW), 0);
        assert_int_equal(pd_enrolment_suspect(desk->enrolment, STRAP, POD), 1);
        assert_int_equal(pd_enrolment_suspect(desk->enrolment, POD, NEW), -ENOENT);
        assert_int_equal(pd_enrolment_replace(desk->enrolment, STRAP, POD), 0);
        assert_string_equal(pd_enrolment_find(desk->enrolment, POD)->asked, "");
}

static void
a_file_that_cannot_be_read_is_not_written_over(void **state)
{
        struct desk *desk = *state;
        char path[SCRATCH_SIZE + 32];

        snprintf(path, sizeof(path), "%s/" PD_ENROLMENT_FILE, desk->folder);
        assert_int_equal(mkdir(path, 0700), 0);
        start(desk);
        assert_int_equal(pd_enrolment_count(desk->enrolment), 1);
        assert_true(pd_enrolment_add(desk->enrolment, POD, "ben", "") < 0);
        assert_true(pd_enrolment_learn(desk->enrolment, STRAP, "Polar H10 8C4CAF2E", "", "") < 0);
        assert_int_equal(pd_enrolment_learn(desk->enrolment, STRAP, "Polar H10 8C4CAF2E", "", ""), 0); /* said once */
        assert_int_equal(pd_enrolment_count(desk->enrolment), 1);
        stop(desk);
        assert_int_equal(rmdir(path), 0); /* still what it was */
}

static void
what_was_written_by_hand_is_written_again(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->folder, PD_ENROLMENT_FILE, "[sensor " POD "]\nathlete = ben\nnotify = acquire\n");
        start(desk);
        assert_int_equal(pd_enrolment_learn(desk->enrolment, POD, "Stryd", "", ""), 0);
        stop(desk);
        start(desk);
        assert_string_equal(pd_enrolment_find(desk->enrolment, POD)->called, "Stryd");
        assert_int_equal(pd_enrolment_find(desk->enrolment, POD)->sensor.notify, PD_CONFIG_NOTIFY_ACQUIRE);
}

static void
nobody_has_no_sensor(void **state)
{
        struct desk *desk = *state;

        scratch_write(desk->folder, PD_ENROLMENT_FILE,
                "[sensor C0:00:00:00:00:03]\nathlete = dora\n[sensor C0:00:00:00:00:04]\n[sensor " POD "]\nathlete = ben\n");
        start(desk);
        assert_int_equal(pd_enrolment_count(desk->enrolment), 2);
        assert_non_null(pd_enrolment_find(desk->enrolment, POD));
}

static void
a_file_holds_no_more_than_there_can_be(void **state)
{
        static char text[PD_STATE_FILE_MAX];
        struct desk *desk = *state;
        size_t length = 0;

        for (unsigned i = 0; i < PD_CONFIG_SENSORS_MAX + 10; i++)
                length += (size_t) snprintf(
                        text + length, sizeof(text) - length, "[sensor C0:00:00:00:%02X:%02X]\nathlete = anna\n", i >> 8, i & 255);
        scratch_write(desk->folder, PD_ENROLMENT_FILE, text);
        start(desk);
        assert_int_equal(pd_enrolment_count(desk->enrolment), PD_CONFIG_SENSORS_MAX);
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(what_is_enrolled_by_command_is_there_at_the_next_start),
                TEST(the_configurations_word_counts_more),
                TEST(a_factor_is_there_at_the_next_start),
                TEST(what_is_released_is_so_at_the_next_start),
                TEST(the_configurations_factor_counts_more),
                TEST(what_a_sensor_says_of_itself_is_remembered),
                TEST(a_new_address_is_the_same_sensor),
                TEST(one_that_was_replaced_is_found_by_what_it_was),
                TEST(one_of_the_configuration_may_have_a_new_address),
                TEST(a_link_answers_who_was_missed),
                TEST(what_cannot_be_is_refused),
                TEST(a_damaged_file_costs_only_what_is_damaged),
                TEST(an_athlete_is_asked_once_about_each),
                TEST(a_file_that_cannot_be_read_is_not_written_over),
                TEST(what_was_written_by_hand_is_written_again),
                TEST(nobody_has_no_sensor),
                TEST(a_file_holds_no_more_than_there_can_be),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
