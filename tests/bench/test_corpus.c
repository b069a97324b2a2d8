/* SPDX-License-Identifier: MIT */
/* Recordings, read and played. */
#include "bench/corpus.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define HEADING "t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m,altitude_m,power_w\n"

static struct corpus *
open_with(const char *folder, const char *rows)
{
        char path[SCRATCH_SIZE + 8];

        snprintf(path, sizeof(path), "%s/csv", folder);
        assert_int_equal(mkdir(path, 0700), 0);
        snprintf(path, sizeof(path), "%s/laps", folder);
        assert_int_equal(mkdir(path, 0700), 0);
        scratch_write(folder, "manifest.json", "[{\"id\": \"a\", \"cls\": \"steady; hilly\", \"cv\": 0.05}, {\"id\": \"gone\"}]");
        scratch_write(folder, "csv/a.csv", rows);
        scratch_write(folder, "laps/a.json",
                "{\"t0\": 100, \"laps\": [{\"start\": 100, \"elapsed\": 60500, \"dist\": 40000, \"wkt_step\": 1}],"
                " \"steps\": [{\"idx\": 0, \"intensity\": 2}, {\"idx\": 1, \"intensity\": 4}]}");
        return corpus_open(folder);
}

static void
a_recording_is_read_with_what_lacks(void **state)
{
        struct corpus *corpus = open_with(*state, HEADING "0,140,420 430,2.5,164.0,0.0,75.0,\n3,,,,,,,\n4,141,425,2.6,,10.1,,250\n");
        struct corpus_recording recording;

        assert_non_null(corpus);
        assert_int_equal(corpus_count(corpus), 2);
        assert_true(corpus_read(corpus, 0, &recording));
        assert_true(corpus_is(&recording, "steady"));
        assert_false(corpus_is(&recording, "hilly"));
        assert_true(recording.speed_cv == 0.05);
        assert_true(isnan(recording.median_speed));
        assert_true(recording.has_rr);
        assert_int_equal(recording.n_samples, 3);
        assert_int_equal(recording.samples[0].hr_bpm, 140);
        assert_int_equal(recording.samples[0].cadence_spm, 164);
        assert_int_equal(recording.samples[0].n_rr, 2);
        assert_int_equal(recording.samples[1].hr_bpm, PD_UNKNOWN);
        assert_int_equal(recording.samples[1].cadence_spm, PD_UNKNOWN);
        assert_true(isnan(recording.samples[1].speed));
        assert_int_equal(recording.samples[2].first_rr, 2);
        assert_true(recording.rr_ms[2] == 425);
        assert_true(isnan(recording.samples[2].altitude));
        assert_int_equal(recording.n_laps, 1);
        assert_true(recording.laps[0].begin_s == 0 && recording.laps[0].end_s == 60.5 && recording.laps[0].distance_m == 400);
        assert_int_equal(recording.laps[0].intensity, 4);
        corpus_recording_clear(&recording);
        assert_false(corpus_read(corpus, 1, &recording));
        corpus_close(corpus);
}

static void
rows_that_cannot_be_are_left_out(void **state)
{
        struct corpus *corpus = open_with(*state,
                HEADING "0,140,420 x 99999999,inf,1e300,nan,,\r\n3,-5,,-2.5,164,10,,\r\n"
                        "2,141,,2.5,,,,\r\nx,1,,,,,,\n5,1\n6,142,,2.6,164,20,,");
        struct corpus_recording recording;
        char name[128];

        assert_non_null(corpus);
        assert_true(corpus_read(corpus, 0, &recording));
        assert_int_equal(recording.n_samples, 3);
        assert_int_equal(recording.n_rr, 1);
        assert_true(isnan(recording.samples[0].speed) && isnan(recording.samples[0].distance));
        assert_int_equal(recording.samples[0].cadence_spm, PD_UNKNOWN);
        assert_int_equal(recording.samples[1].hr_bpm, PD_UNKNOWN);
        assert_true(isnan(recording.samples[1].speed));
        assert_int_equal(recording.samples[2].hr_bpm, 142);
        corpus_recording_clear(&recording);
        assert_null(corpus_left_out(corpus, 0, name));
        assert_string_equal(corpus_left_out(corpus, 1, name), "there is no csv of it");
        assert_string_equal(name, "gone");
        corpus_close(corpus);
}

static void
a_folder_without_a_list_is_none(void **state)
{
        assert_null(corpus_open(*state));
}

/* One that ran for three minutes, and a watch that kept each third second. */
static size_t
count_lives(const struct corpus *corpus, const struct corpus_playing *playing, struct trial_live *ret_last)
{
        struct corpus_recording recording;
        struct pd_athlete athlete;
        struct trial *trial;
        size_t n;

        assert_true(corpus_read(corpus, 0, &recording));
        course_athlete(&athlete);
        trial = trial_new(&athlete, NULL);
        corpus_play(&recording, playing, trial);
        n = trial->n_lives;
        *ret_last = trial->lives[n - 1];
        trial_free(trial);
        corpus_recording_clear(&recording);
        return n;
}

static void
what_a_watch_kept_seldom_is_played_as_it_was_heard(void **state)
{
        char rows[8192] = HEADING;
        struct corpus *corpus;
        struct trial_live last;
        size_t seldom, each;

        for (int s = 0; s < 180; s += 3)
                sprintf(rows + strlen(rows), "%d,%d,,2.5,164,%.1f,,\n", s, 150 + s % 2, s * 2.5);
        corpus = open_with(*state, rows);
        assert_non_null(corpus);
        seldom = count_lives(corpus, &(struct corpus_playing) {.heart = true, .speed = true}, &last);
        each = count_lives(corpus, &(struct corpus_playing) {.heart = true, .speed = true, .each_second = true, .pod_factor = 1.1}, &last);
        assert_in_range(seldom, 40, 60);
        assert_true(each > 2 * seldom + 10);
        assert_in_range(last.hr_bpm, 150, 151);
        assert_in_range(last.speed_mm_s, 2749, 2751);
        count_lives(corpus, &(struct corpus_playing) {.speed = true}, &last);
        assert_int_equal(last.hr_bpm, PD_UNKNOWN);
        corpus_close(corpus);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_recording_is_read_with_what_lacks),
                TEST(rows_that_cannot_be_are_left_out),
                TEST(a_folder_without_a_list_is_none),
                TEST(what_a_watch_kept_seldom_is_played_as_it_was_heard),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
