/* SPDX-License-Identifier: MIT */
#include "import.h"

#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TOLD_MAX 8

struct told {
        size_t n;
        struct pd_import imports[TOLD_MAX];
};

static void
hear(void *user, const struct pd_import *import)
{
        struct told *told = user;

        assert_true(told->n < TOLD_MAX);
        told->imports[told->n++] = *import;
}

/* A run as a watch tells it: a point a second at SPEED cm/s and 140 bpm, with a
 * pause of PAUSE seconds in its middle in which nothing is written. */
struct watch {
        const char *sport;
        int start_s; /* after HOUSE_STARTED */
        int seconds, pause, cm_s;
};

static void
write_time(FILE *file, int64_t real_s)
{
        struct pd_civil civil;

        pd_clock_civil(real_s * PD_SEC, &civil);
        fprintf(file, "%04d-%02d-%02dT%02d:%02d:%02dZ", civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second);
}

static void
write_activity(FILE *file, const struct watch *watch)
{
        int64_t start = HOUSE_STARTED / PD_SEC + watch->start_s;

        fprintf(file, "<Activity Sport=\"%s\"><Id>", watch->sport);
        write_time(file, start);
        fputs("</Id><Lap StartTime=\"", file);
        write_time(file, start);
        fputs("\"><Track>\n", file);
        for (int i = 0; i < watch->seconds; i++) {
                fputs("<Trackpoint><Time>", file);
                write_time(file, start + i + (i >= watch->seconds / 2 ? watch->pause : 0));
                fprintf(file, "</Time><DistanceMeters>%d.%02d</DistanceMeters>", i * watch->cm_s / 100, i * watch->cm_s % 100);
                fputs("<HeartRateBpm><Value>140</Value></HeartRateBpm></Trackpoint>\n", file);
        }
        fputs("</Track></Lap></Activity>\n", file);
}

static void
write_watch(const struct house *house, const char *name, const struct watch *watches, size_t n, char ret_path[static 256])
{
        FILE *file;

        snprintf(ret_path, 256, "%s/%s", house->folder, name);
        file = fopen(ret_path, "we");
        assert_non_null(file);
        fputs("<?xml version=\"1.0\"?><TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\">"
              "<Activities>\n", file);
        for (size_t i = 0; i < n; i++)
                write_activity(file, &watches[i]);
        fputs("</Activities></TrainingCenterDatabase>\n", file);
        fclose(file);
}

static struct told
import(struct house *house, const char *path, pd_day day)
{
        struct told told = {0};

        assert_int_equal(pd_import_file(house->history, path, &house->athletes[0], day, NULL, hear, &told), 0);
        return told;
}

static void
a_file_is_judged_by_the_plan_of_its_day(void **state)
{
        const struct watch watch = {"Running", 0, 1800, 0, 250};
        struct house house;
        struct told told;
        struct pd_past past;
        char path[256];

        house_open(&house, *state);
        strcpy(house.workout, "30m easy");
        write_watch(&house, "run.tcx", &watch, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.n, 1);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_NEW);
        assert_int_equal(pd_history_list(house.history, "anna", PD_DAY_NONE, PD_DAY_NONE, 1, &past), 1);
        assert_int_equal(past.purpose, PD_PURPOSE_EASY);
        assert_int_equal(past.result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(past.verdict, PD_VERDICT_TRAINING);
        assert_in_range(past.moving_s, 1790, 1800);
        assert_in_range(past.distance_m, 4450, 4500);
        assert_int_equal(past.day, pd_day_at(HOUSE_STARTED, 0, 0));
        assert_int_equal(house.n_published, 1);
        assert_int_equal(house.published[0].summary.revision, 1);
        house_close(&house);
}

/* Sunday, 22:30 UTC. */
static void
a_file_in_utc_alone_is_of_the_day_at_home(void **state)
{
        const struct watch watch = {"Running", (12 * 60 + 15) * 60, 1200, 0, 250};
        static const struct {
                const char *zone;
                int32_t days; /* after Sunday */
        } rows[] = {{"UTC", 0}, {"America/New_York", 0}, {"Asia/Tokyo", 1}};

        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct house house;
                struct pd_past past;
                char path[256];

                house_open(&house, *state);
                strcpy(house.athletes[0].time_zone, rows[i].zone);
                write_watch(&house, "run.tcx", &watch, 1, path);
                assert_int_equal(import(&house, path, PD_DAY_NONE).imports[0].outcome, PD_IMPORT_NEW);
                assert_int_equal(pd_history_list(house.history, "anna", PD_DAY_NONE, PD_DAY_NONE, 1, &past), 1);
                assert_int_equal(past.day, pd_day_at(HOUSE_STARTED, 0, 0) + rows[i].days);
                assert_int_equal(pd_history_forget(house.history, "anna"), 0);
                house_close(&house);
        }
}

static void
the_same_file_and_the_same_run_are_known(void **state)
{
        const struct watch watch = {"Running", 0, 1200, 0, 250}, other = {"Running", 2, 1199, 0, 251};
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        write_watch(&house, "run.tcx", &watch, 1, path);
        import(&house, path, PD_DAY_NONE);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_KNOWN);
        assert_string_equal(told.imports[0].reason, "this file has been imported already");
        write_watch(&house, "exported.tcx", &other, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_KNOWN);
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        assert_int_equal(house.n_published, 1);
        house_close(&house);
}

/* No sink has heard of what was imported while no daemon ran. */
static void
what_came_from_a_file_is_published_at_the_next_start(void **state)
{
        const struct watch watch = {"Running", 0, 1200, 0, 250};
        struct house house;
        char path[256];

        house_open(&house, *state);
        write_watch(&house, "run.tcx", &watch, 1, path);
        import(&house, path, PD_DAY_NONE);
        house_close(&house);
        house_open(&house, *state);
        pd_history_restate(house.history);
        assert_int_equal(house.n_published, 1);
        assert_int_equal(house.published[0].summary.revision, 1);
        house_close(&house);
}

/* Twenty minutes at a red light are no end: the file is one session. */
static void
a_pause_of_any_length_is_a_pause(void **state)
{
        const struct watch watch = {"Running", 0, 1800, 2400, 250};
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        write_watch(&house, "run.tcx", &watch, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.n, 1);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_NEW);
        assert_in_range(told.imports[0].record.duration_s, 4190, 4205);
        assert_in_range(told.imports[0].record.past.distance_m, 4400, 4510);
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        house_close(&house);
}

static void
several_activities_are_told_one_by_one_and_no_run_is_refused(void **state)
{
        const struct watch watches[] = {
                {"Running", 0, 900, 0, 250}, {"Biking", 7200, 900, 0, 800}, {"Running", 14400, 900, 0, 250}, {"Running", 28800, 60, 0, 250},
        };
        static const enum pd_import_outcome outcomes[] = {PD_IMPORT_NEW, PD_IMPORT_REFUSED, PD_IMPORT_NEW, PD_IMPORT_NEW};
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        write_watch(&house, "days.tcx", watches, 4, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.n, 4);
        for (size_t i = 0; i < 4; i++)
                assert_int_equal(told.imports[i].outcome, outcomes[i]);
        assert_non_null(strstr(told.imports[1].reason, "is no run"));
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_KNOWN);
        assert_int_equal(told.imports[2].outcome, PD_IMPORT_KNOWN);
        house_close(&house);
}

/* Of the four miles of story 1 the Pi heard all; the file says no more. */
static void
what_was_heard_live_as_well_stands(void **state)
{
        const struct watch watch = {"Running", 60, 2834, 0, 227};
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        write_watch(&house, "run.tcx", &watch, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_KNOWN);
        assert_string_equal(told.imports[0].reason, "it was heard live, and as well as this");
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        house_close(&house);
}

/* The same with a stretch that nobody heard. */
static void
a_file_replaces_what_was_not_heard_under_the_same_id(void **state)
{
        const struct watch watch = {"Running", -300, 2834, 0, 227};
        struct pd_retold *retold;
        struct house house;
        struct told told;
        uint32_t then;
        char path[256];

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], NULL, &retold), 0);
        retold->event.summary.distance_unheard_m = 900;
        retold->event.summary.rpe = 3;
        assert_int_equal(pd_history_revise(house.history, retold), 0);
        then = retold->event.summary.proof.anchors;
        pd_retold_free(retold);
        house.athletes[0].lt1_hr.value += 4;
        strcpy(house.workout, "recovery 4mi");
        write_watch(&house, "run.tcx", &watch, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_BETTER);
        assert_string_equal(told.imports[0].record.past.id, "20261122T101503Z");
        assert_int_equal(told.imports[0].record.revision, 3);
        assert_int_equal(told.imports[0].record.past.rpe, 3);
        assert_int_equal(told.imports[0].record.source, PD_SOURCE_FILE);
        /* Her thresholds are others by now; the run keeps those of then. */
        assert_int_equal(house.published[house.n_published - 1].summary.proof.anchors, then);
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        assert_string_equal(house.published[house.n_published - 1].session, "20261122T101503Z");
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_KNOWN);
        house_close(&house);
}

/* As if it had been lost sight of HOLE before its end. */
static void
cut_short(struct house *house, pd_usec hole, bool stopped)
{
        struct pd_retold *retold;
        struct pd_summary *summary;

        assert_int_equal(pd_history_find(house->history, &house->athletes[0], NULL, &retold), 0);
        summary = &retold->event.summary;
        retold->event.real -= hole;
        summary->start += hole;
        summary->duration_s -= (int32_t) (hole / PD_SEC);
        summary->moving_s -= (int32_t) (hole / PD_SEC);
        summary->distance_m = summary->distance_m * 6 / 10;
        summary->stopped = stopped;
        assert_int_equal(pd_history_revise(house->history, retold), 0);
        pd_retold_free(retold);
}

/* She ran on out of earshot, where the session ended; the watch was with her. */
static void
a_file_that_goes_on_where_nobody_heard_her_any_more_is_the_same_run(void **state)
{
        const struct watch watch = {"Running", 30, 2834, 0, 227}, later = {"Running", 540, 2834, 0, 227};
        static const struct {
                bool stopped;
                enum pd_import_outcome outcome;
                const char *reason;
        } cases[] = {
                {false, PD_IMPORT_BETTER, "replaces what was heard live"},
                {true, PD_IMPORT_KNOWN, "it was heard live until it was stopped"},
        };
        struct house house;
        struct told told;
        char path[256];

        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                house_open(&house, *state);
                house_run(&house, "story1", "recovery 4mi", 0);
                cut_short(&house, 20 * PD_MINUTE, cases[i].stopped);
                write_watch(&house, "run.tcx", &watch, 1, path);
                told = import(&house, path, PD_DAY_NONE);
                assert_int_equal(told.imports[0].outcome, cases[i].outcome);
                assert_string_equal(told.imports[0].reason, cases[i].reason);
                assert_string_equal(told.imports[0].record.past.id, "20261122T101503Z");
                assert_int_equal(pd_history_count(house.history, "anna"), 1);
                assert_int_equal(pd_history_forget(house.history, "anna"), 0);
                house_close(&house);
        }
        /* It came back into earshot at its end. */
        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        cut_short(&house, 0, false);
        write_watch(&house, "run.tcx", &watch, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_BETTER);
        assert_int_equal(pd_history_forget(house.history, "anna"), 0);
        house_close(&house);
        /* What began when that one was over is another run. */
        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        cut_short(&house, 40 * PD_MINUTE, false);
        write_watch(&house, "run.tcx", &later, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_NEW);
        house_close(&house);
}

/* The watch ran on in the cafe, and made one of what were two. */
static void
what_was_heard_live_in_two_parts_is_not_counted_a_third_time(void **state)
{
        const struct watch watch = {"Running", 0, 3846, 2520, 260};
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        assert_int_equal(house_run(&house, "story6_long", "10km easy", 0), 2);
        write_watch(&house, "run.tcx", &watch, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_KNOWN);
        assert_non_null(strstr(told.imports[0].reason, "purposectl join"));
        assert_int_equal(pd_history_count(house.history, "anna"), 2);
        house_close(&house);
}

static void
break_off(const char *path, int percent)
{
        FILE *file = fopen(path, "r+e");

        assert_non_null(file);
        assert_int_equal(fseek(file, 0, SEEK_END), 0);
        assert_int_equal(ftruncate(fileno(file), ftell(file) * percent / 100), 0);
        fclose(file);
}

static void
of_a_file_that_breaks_off_the_beginning_is_kept_until_all_of_it_comes(void **state)
{
        const struct watch watch = {"Running", 0, 1800, 0, 250};
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        write_watch(&house, "run.tcx", &watch, 1, path);
        break_off(path, 10); /* three minutes are no session */
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_REFUSED);
        assert_non_null(strstr(told.imports[0].reason, "line "));
        write_watch(&house, "run.tcx", &watch, 1, path);
        break_off(path, 50);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.n, 1);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_NEW);
        assert_memory_equal(told.imports[0].reason, "up to a fault: line ", 20);
        assert_in_range(told.imports[0].record.past.moving_s, 850, 905);
        write_watch(&house, "run.tcx", &watch, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_BETTER);
        assert_int_equal(told.imports[0].record.revision, 2);
        assert_in_range(told.imports[0].record.past.moving_s, 1790, 1800);
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        house_close(&house);
}

static void
what_was_discarded_stays_so(void **state)
{
        const struct watch watch = {"Running", 0, 1200, 0, 250}, longer = {"Running", 0, 1500, 0, 250};
        struct pd_retold *retold;
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        write_watch(&house, "run.tcx", &watch, 1, path);
        import(&house, path, PD_DAY_NONE);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], NULL, &retold), 0);
        retold->record.fate = PD_FATE_DISCARDED;
        assert_int_equal(pd_history_retire(house.history, retold), 0);
        pd_retold_free(retold);
        write_watch(&house, "run.tcx", &longer, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_KNOWN);
        assert_string_equal(told.imports[0].reason, "that session is on record, and was taken off the list");
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        house_close(&house);
}

/* The card's fault is none of the file's: it is not put away as refused. */
static void
what_the_card_does_not_take_is_worth_another_attempt(void **state)
{
        const struct watch watch = {"Running", 0, 1200, 0, 250};
        struct told told = {0};
        struct house house;
        char path[256], traces[256];

        house_open(&house, *state);
        write_watch(&house, "run.tcx", &watch, 1, path);
        snprintf(traces, sizeof(traces), "%s/traces", house.folder);
        fclose(fopen(traces, "we")); /* no folder */
        assert_true(pd_import_file(house.history, path, &house.athletes[0], PD_DAY_NONE, NULL, hear, &told) < 0);
        assert_int_equal(told.n, 0);
        assert_int_equal(unlink(traces), 0);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_NEW);
        house_close(&house);
}

static void
an_older_run_does_not_take_the_newest_ones_place_on_the_topics(void **state)
{
        const struct watch watch = {"Running", -86400, 1200, 0, 250};
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        write_watch(&house, "old.tcx", &watch, 1, path);
        told = import(&house, path, PD_DAY_NONE);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_NEW);
        assert_int_equal(house.n_published, 0);
        assert_int_equal(house.n_changed, 1); /* its week is another one */
        assert_int_equal(pd_history_count(house.history, "anna"), 2);
        house_close(&house);
}

static void
write_file(const struct house *house, const char *name, const char *bytes, char ret_path[static 256])
{
        FILE *file;

        snprintf(ret_path, 256, "%s/%s", house->folder, name);
        file = fopen(ret_path, "we");
        assert_non_null(file);
        fputs(bytes, file);
        fclose(file);
}

static void
what_cannot_be_read_is_refused_with_a_reason(void **state)
{
        static const struct {
                const char *bytes, *reason;
        } cases[] = {
                {"", "there is nothing in it"},
                {"dear diary,\ntoday I ran.\n", "no format that I know; CSV, FIT, TCX (each packed by gzip or not) and traces are read"},
                {"t_s,hr_bpm\n1,140\n2,140\n", "it has no date, so no day's plan to be judged by; say which: --day 2026-11-22"},
                {"t_s,hr_bpm\n1,140\nx,140\n", "line 3, column 1: expected t_s: seconds, such as 12 or 12.25, in every row"},
        };
        struct house house;
        struct told told;
        char path[256];

        house_open(&house, *state);
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                write_file(&house, "file", cases[i].bytes, path);
                told = import(&house, path, PD_DAY_NONE);
                assert_int_equal(told.n, 1);
                assert_int_equal(told.imports[0].outcome, PD_IMPORT_REFUSED);
                assert_string_equal(told.imports[0].reason, cases[i].reason);
        }
        snprintf(path, sizeof(path), "%s/nowhere", house.folder);
        told = import(&house, path, PD_DAY_NONE);
        assert_string_equal(told.imports[0].reason, "No such file or directory");
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        house_close(&house);
}

static void
a_table_without_a_date_is_of_the_day_that_is_said(void **state)
{
        struct house house;
        struct told told;
        char path[256];
        FILE *file;

        house_open(&house, *state);
        snprintf(path, sizeof(path), "%s/run.csv", house.folder);
        file = fopen(path, "we");
        fputs("t_s,hr_bpm,speed_m_s\n", file);
        for (int i = 0; i < 1200; i++)
                fprintf(file, "%d,140,2.5\n", i);
        fclose(file);
        told = import(&house, path, pd_day_of_date(2026, 11, 20));
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_NEW);
        assert_int_equal(told.imports[0].record.past.day, pd_day_of_date(2026, 11, 20));
        assert_in_range(told.imports[0].record.past.moving_s, 1190, 1200);
        house_close(&house);
}

/* A bug report's trace, or one from another Pi. */
static void
a_trace_is_a_recording_like_any_other(void **state)
{
        struct house house;
        struct told told = {0};
        char path[256];

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        snprintf(path, sizeof(path), "%s/traces/anna/20261122T101503Z.trace", house.folder);
        assert_int_equal(pd_import_file(house.history, path, &house.athletes[1], PD_DAY_NONE, NULL, hear, &told), 0);
        assert_int_equal(told.n, 1);
        assert_int_equal(told.imports[0].outcome, PD_IMPORT_NEW);
        assert_in_range(told.imports[0].record.past.distance_m, 6430, 6450);
        assert_int_equal(pd_history_count(house.history, "ben"), 1);
        house_close(&house);
}

static void
a_digest_tells_files_apart(void **state)
{
        char a[PD_DIGEST_SIZE], b[PD_DIGEST_SIZE], c[PD_DIGEST_SIZE];

        (void) state;
        pd_import_digest("ab", 2, a);
        pd_import_digest("ba", 2, b);
        pd_import_digest("ab", 2, c);
        assert_string_not_equal(a, b);
        assert_string_equal(a, c);
        assert_int_equal(strlen(a), PD_DIGEST_SIZE - 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_file_is_judged_by_the_plan_of_its_day),
                TEST(a_file_in_utc_alone_is_of_the_day_at_home),
                TEST(the_same_file_and_the_same_run_are_known),
                TEST(what_came_from_a_file_is_published_at_the_next_start),
                TEST(a_pause_of_any_length_is_a_pause),
                TEST(several_activities_are_told_one_by_one_and_no_run_is_refused),
                TEST(what_was_heard_live_as_well_stands),
                TEST(a_file_replaces_what_was_not_heard_under_the_same_id),
                TEST(a_file_that_goes_on_where_nobody_heard_her_any_more_is_the_same_run),
                TEST(what_was_heard_live_in_two_parts_is_not_counted_a_third_time),
                TEST(of_a_file_that_breaks_off_the_beginning_is_kept_until_all_of_it_comes),
                TEST(what_was_discarded_stays_so),
                TEST(what_the_card_does_not_take_is_worth_another_attempt),
                TEST(an_older_run_does_not_take_the_newest_ones_place_on_the_topics),
                TEST(what_cannot_be_read_is_refused_with_a_reason),
                TEST(a_table_without_a_date_is_of_the_day_that_is_said),
                TEST(a_trace_is_a_recording_like_any_other),
                cmocka_unit_test(a_digest_tells_files_apart),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
