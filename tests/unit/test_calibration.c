/* SPDX-License-Identifier: MIT */
/* A run of known length, and the pod that measured it reads right in the next one. */
#include "calibration.h"

#include "journal/archive.h"
#include "mending.h"
#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST "20261122T101503Z"
#define FOUR_MILES_MM 6437376
#define STRAP "C0:00:00:00:00:01"

struct track {
        struct house house;
        struct pd_config_sensor sensors[2];
        struct pd_config_athlete athlete;
        struct pd_config config;
        struct pd_state_files *files;
        struct pd_calibration calibration;
        struct pd_reply reply;
        int32_t told; /* the last factor that reached the root; -1 */
};

static void
calibrated(void *user, const struct pd_config_sensor *sensor)
{
        struct track *track = user;

        assert_string_equal(sensor->address, HOUSE_POD);
        track->told = sensor->factor;
}

static int
set_up(void **state)
{
        struct track *track = calloc(1, sizeof(*track));
        char folder[SCRATCH_SIZE];

        scratch_make(folder);
        house_open(&track->house, folder);
        strcpy(track->sensors[0].address, HOUSE_POD);
        strcpy(track->sensors[0].athlete, "anna");
        strcpy(track->sensors[0].name, "Left shoe");
        strcpy(track->sensors[0].place.file, "purposed.conf");
        strcpy(track->sensors[1].address, STRAP);
        strcpy(track->sensors[1].athlete, "anna");
        track->athlete.athlete = track->house.athletes[0];
        track->config = (struct pd_config) {.n_sensors = 2, .sensors = track->sensors, .n_athletes = 1, .athletes = &track->athlete};
        track->files = pd_state_files_new(track->house.folder);
        track->calibration = (struct pd_calibration) {.history = track->house.history, .calibrated = calibrated, .user = track};
        assert_int_equal(pd_enrolment_new(&track->config, track->files, &track->calibration.enrolment), 0);
        pd_reply_init(&track->reply);
        track->told = -1;
        *state = track;
        return 0;
}

static int
take_down(void **state)
{
        struct track *track = *state;

        pd_reply_clear(&track->reply);
        pd_enrolment_free(track->calibration.enrolment);
        pd_state_files_free(track->files);
        house_close(&track->house);
        scratch_remove(track->house.folder);
        free(track);
        return 0;
}

static void
ask(struct track *track, const char *words)
{
        struct pd_command command;
        const char *expected, *const list[] = {words};
        const struct pd_order order = {.command = &command, .athlete = "anna", .words = list, .n_words = words[0] != '\0'};

        assert_int_equal(pd_command_parse("calibrate", list, order.n_words, &command, &expected), 0);
        pd_reply_clear(&track->reply);
        pd_calibration_services[0].carry_out(&track->calibration, &order, &track->reply);
}

static void
assert_answer(struct track *track, const char *words, int result, const char *text)
{
        ask(track, words);
        if (track->reply.result != result || strstr(pd_reply_text(&track->reply), text) == NULL)
                fail_msg("'%s': %d '%s'", words, track->reply.result, pd_reply_text(&track->reply));
}

static struct pd_retold *
last(struct track *track)
{
        struct pd_retold *retold;

        assert_int_equal(pd_history_find(track->house.history, &track->house.athletes[0], NULL, &retold), 0);
        return retold;
}

static int32_t
last_distance(struct track *track)
{
        struct pd_retold *retold = last(track);
        int32_t distance_m = retold->event.summary.distance_m;

        pd_retold_free(retold);
        return distance_m;
}

/* ---- what it is for ------------------------------------------------------------------- */

static void
a_pod_that_reads_five_per_cent_long_is_right_in_the_next_run(void **state)
{
        struct track *track = *state;

        track->house.pod_reads = 105;
        house_run(&track->house, "story1", "recovery 45m", 0);
        assert_in_range(last_distance(track), 6750, 6768);
        assert_answer(track, "4mi", 0, "Left shoe read 5.0 % long: from the next session on its distance counts times 0.95");
        assert_in_range(track->told, 9510, 9530);
        track->house.pod_factor = track->told;
        house_run(&track->house, "story1", "recovery 45m", 90 * PD_MINUTE);
        assert_in_range(last_distance(track) * 1000, FOUR_MILES_MM - FOUR_MILES_MM / 1000, FOUR_MILES_MM + FOUR_MILES_MM / 1000);

        /* What is judged again afterwards is as long. */
        assert_int_equal(pd_mending_set_free(track->house.history, &track->house.athletes[0], NULL), 0);
        assert_in_range(last_distance(track) * 1000, FOUR_MILES_MM - FOUR_MILES_MM / 1000, FOUR_MILES_MM + FOUR_MILES_MM / 1000);
}

/* What it measured had a factor already. */
static void
a_second_calibration_mends_the_first(void **state)
{
        struct track *track = *state;

        track->house.pod_reads = 105;
        track->house.pod_factor = 10000 * 100 / 110; /* 4.5 % short now */
        house_run(&track->house, "story1", "recovery 45m", 0);
        assert_in_range(last_distance(track), 6138, 6150);
        assert_answer(track, "4 mi", 0, "5.0 % long");
        assert_in_range(track->told, 9510, 9530);
}

static void
a_calibration_is_taken_back(void **state)
{
        struct track *track = *state;

        assert_answer(track, "off", -ENOENT, "No pod of anna's is calibrated.");
        assert_int_equal(pd_enrolment_calibrate(track->calibration.enrolment, HOUSE_POD, 9524), 0);
        assert_answer(track, "off", 0, "what the pod says counts");
        assert_int_equal(track->told, 0);
        assert_int_equal(pd_enrolment_find(track->calibration.enrolment, HOUSE_POD)->sensor.factor, 0);
}

/* ---- what is refused -------------------------------------------------------------------- */

static void
what_is_no_distance_is_told_so(void **state)
{
        static const struct {
                const char *words, *text;
        } rows[] = {
                {"", "such as 5.00km, 3.1mi or 1609mtr; or off"},
                {"road", "such as 5.00km"},
                {"40s", "such as 5.00km"},
                {"5km 5km", "such as 5.00km"},
                {"5km treadmill", "such as 5.00km"},
                {"5", "A number is followed by its unit"},
                {"1600m", "did you mean 1600mtr?"},
                {"0km", "longer than nothing"},
        };
        struct track *track = *state;

        house_run(&track->house, "story1", "recovery 45m", 0);
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_answer(track, rows[i].words, -EINVAL, rows[i].text);
        assert_int_equal(track->told, -1);
}

static void
only_the_last_run_of_today_counts(void **state)
{
        struct track *track = *state;

        assert_answer(track, "4mi", -ESRCH, "none of today");
        house_run(&track->house, "story1", "recovery 45m", 0);
        track->house.runs = true;
        assert_answer(track, "4mi", -EBUSY, "Somebody runs");
        track->house.runs = false;
        track->house.now.real += 24 * PD_HOUR;
        assert_answer(track, "4mi", -ESRCH, "none of today");
        assert_int_equal(track->told, -1);
}

static void
another_distance_is_no_error_of_the_pod(void **state)
{
        struct track *track = *state;

        house_run(&track->house, "story1", "recovery 45m", 0);
        assert_answer(track, "3.39mi", -ERANGE, "was it another distance?"); /* 0.8475 */
        assert_answer(track, "4.61mi", -ERANGE, "was it another distance?"); /* 1.1525 */
        assert_answer(track, "3.41mi", 0, "long");
        assert_answer(track, "4.59mi", 0, "short");
}

static void
no_pod_is_calibrated_by_what_it_did_not_measure(void **state)
{
        struct track *track = *state;
        struct pd_retold *retold;

        house_run(&track->house, "story1", "recovery 45m", 0);
        retold = last(track);
        retold->event.summary.distance_unheard_m = 300;
        assert_true(pd_history_revise(track->house.history, retold) >= 0);
        assert_answer(track, "4mi", -ENODATA, "out of earshot");
        retold->event.summary.distance_unheard_m = 0;
        retold->event.summary.distance_m = 999;
        assert_true(pd_history_revise(track->house.history, retold) >= 0);
        assert_answer(track, "1km", -ERANGE, "at least one kilometre");
        retold->event.summary.distance_m = PD_UNKNOWN;
        assert_true(pd_history_revise(track->house.history, retold) >= 0);
        assert_answer(track, "4mi", -ENODATA, "No pod measured the last session");
        retold->event.summary.distance_m = 6437;
        retold->record.source = PD_SOURCE_FILE;
        assert_true(pd_history_revise(track->house.history, retold) >= 0);
        assert_answer(track, "4mi", -ENODATA, "A file measured");
        pd_retold_free(retold);
        assert_int_equal(track->told, -1);
}

/* One frame of the trace comes from OTHER. */
static void
let_another_speak(struct track *track, const char *other)
{
        char *trace, *frame;
        size_t size;

        assert_int_equal(pd_archive_read(track->house.folder, "anna", FIRST, &trace, &size), 0);
        frame = memmem(trace + size / 2, size / 2, "frame " HOUSE_POD " 2a53", strlen("frame " HOUSE_POD " 2a53"));
        assert_non_null(frame);
        memcpy(frame + strlen("frame "), other, strlen(other));
        assert_int_equal(pd_archive_write(track->house.folder, "anna", FIRST, trace, size), 0);
        free(trace);
}

static void
of_two_pods_nobody_knows_which_was_right(void **state)
{
        struct track *track = *state;

        house_run(&track->house, "story1", "recovery 45m", 0);
        let_another_speak(track, "C0:00:00:00:00:03");
        assert_answer(track, "4mi", -ENOTUNIQ, "Two pods were heard");
        assert_int_equal(track->told, -1);
}

static void
without_its_trace_nobody_knows_which_pod_it_was(void **state)
{
        struct track *track = *state;
        char path[256];

        house_run(&track->house, "story1", "recovery 45m", 0);
        snprintf(path, sizeof(path), "%s/traces/anna/" FIRST ".trace", track->house.folder);
        assert_int_equal(remove(path), 0);
        assert_answer(track, "4mi", -ENODATA, "The trace of the last session is lost");
}

static void
a_pod_of_the_configuration_with_a_factor_is_its_business(void **state)
{
        struct track *track = *state;

        pd_enrolment_free(track->calibration.enrolment);
        track->sensors[0].factor = 10100;
        track->sensors[0].place.line = 7;
        assert_int_equal(pd_enrolment_new(&track->config, track->files, &track->calibration.enrolment), 0);
        house_run(&track->house, "story1", "recovery 45m", 0);
        assert_answer(track, "4mi", -EROFS, "The factor of Left shoe stands in purposed.conf, line 7 and below");
        assert_answer(track, "off", -EROFS, "change it there");
        pd_enrolment_free(track->calibration.enrolment);
        track->config.n_sensors = 0;
        assert_int_equal(pd_enrolment_new(&track->config, track->files, &track->calibration.enrolment), 0);
        assert_answer(track, "4mi", -ENOENT, HOUSE_POD " is nobody's");
        assert_int_equal(track->told, -1);
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(a_pod_that_reads_five_per_cent_long_is_right_in_the_next_run),
                TEST(a_second_calibration_mends_the_first),
                TEST(a_calibration_is_taken_back),
                TEST(what_is_no_distance_is_told_so),
                TEST(only_the_last_run_of_today_counts),
                TEST(another_distance_is_no_error_of_the_pod),
                TEST(no_pod_is_calibrated_by_what_it_did_not_measure),
                TEST(of_two_pods_nobody_knows_which_was_right),
                TEST(without_its_trace_nobody_knows_which_pod_it_was),
                TEST(a_pod_of_the_configuration_with_a_factor_is_its_business),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
