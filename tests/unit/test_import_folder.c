/* SPDX-License-Identifier: MIT */
#include "import_folder.h"

#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-event.h>
#include <unistd.h>

struct bench {
        struct house house;
        sd_event *loop;
        struct pd_import_folder *folder;
        char path[192];
};

static void
open_bench(struct bench *bench, const char *folder)
{
        house_open(&bench->house, folder);
        snprintf(bench->path, sizeof(bench->path), "%s/watched", folder);
        assert_int_equal(sd_event_new(&bench->loop), 0);
        assert_int_equal(pd_import_folder_new(bench->loop, bench->house.history, "anna", bench->path, &bench->folder), 0);
}

static void
close_bench(struct bench *bench)
{
        pd_import_folder_free(bench->folder);
        sd_event_unref(bench->loop);
        house_close(&bench->house);
}

static void
path_of(const struct bench *bench, const char *name, char ret[static 256])
{
        snprintf(ret, 256, "%s/%s", bench->path, name);
}

static bool
is_there(const struct bench *bench, const char *name)
{
        char path[256];

        path_of(bench, name, path);
        return access(path, F_OK) == 0;
}

static void
put_file(const struct bench *bench, const char *name, const char *bytes)
{
        char path[256];
        FILE *file;

        path_of(bench, name, path);
        file = fopen(path, "we");
        assert_non_null(file);
        fputs(bytes, file);
        fclose(file);
}

/* A run that the journal has, as a file. */
static void
put_trace(struct bench *bench, const char *name)
{
        char from[256], to[256];

        house_run(&bench->house, "story1", "recovery 4mi", 0);
        snprintf(from, sizeof(from), "%s/traces/anna/20261122T101503Z.trace", bench->house.folder);
        path_of(bench, name, to);
        assert_int_equal(rename(from, to), 0);
        assert_int_equal(pd_history_forget(bench->house.history, "anna"), 0);
}

static void
read_text(const struct bench *bench, const char *name, char *ret, size_t size)
{
        char path[256];
        FILE *file;
        size_t n;

        path_of(bench, name, path);
        file = fopen(path, "re");
        assert_non_null(file);
        n = fread(ret, 1, size - 1, file);
        ret[n] = '\0';
        fclose(file);
}

static void
a_file_is_imported_and_moved_away(void **state)
{
        struct bench bench;
        char text[512];

        open_bench(&bench, *state);
        assert_int_equal(pd_import_folder_turn(bench.folder), 0);
        put_trace(&bench, "run.trace");
        assert_int_equal(pd_import_folder_turn(bench.folder), 1);
        assert_false(is_there(&bench, "run.trace"));
        assert_true(is_there(&bench, "done/run.trace"));
        read_text(&bench, "done/run.trace.txt", text, sizeof(text));
        assert_memory_equal(text, "imported  2026-11-22    4.00 mi", 31);
        assert_int_equal(pd_history_count(bench.house.history, "anna"), 1);
        assert_int_equal(pd_import_folder_turn(bench.folder), 0);
        close_bench(&bench);
}

static void
what_cannot_be_imported_is_put_aside_with_the_reason(void **state)
{
        struct bench bench;
        char text[512];

        open_bench(&bench, *state);
        put_file(&bench, "diary.txt", "dear diary");
        assert_int_equal(pd_import_folder_turn(bench.folder), 1);
        assert_true(is_there(&bench, "refused/diary.txt"));
        read_text(&bench, "refused/diary.txt.txt", text, sizeof(text));
        assert_string_equal(text, "refused   no format that I know; CSV, FIT, TCX (each packed by gzip or not) and traces are read\n");
        close_bench(&bench);
}

static void
what_is_still_being_written_folders_and_links_are_passed_over(void **state)
{
        struct bench bench;
        char path[256];

        open_bench(&bench, *state);
        put_file(&bench, ".run.fit.part", "half of it");
        path_of(&bench, "folder", path);
        assert_int_equal(mkdir(path, 0700), 0);
        path_of(&bench, "link", path);
        assert_int_equal(symlink("/etc/passwd", path), 0);
        assert_int_equal(pd_import_folder_turn(bench.folder), 0);
        assert_true(is_there(&bench, ".run.fit.part"));
        close_bench(&bench);
}

/* Watches give the same name every week. */
static void
a_name_that_is_there_already_gets_a_number(void **state)
{
        struct bench bench;
        char text[64];

        open_bench(&bench, *state);
        for (int i = 0; i < 3; i++) {
                snprintf(text, sizeof(text), "dear diary %d", i);
                put_file(&bench, "activity", text);
                assert_int_equal(pd_import_folder_turn(bench.folder), 1);
        }
        read_text(&bench, "refused/activity", text, sizeof(text));
        assert_string_equal(text, "dear diary 0");
        read_text(&bench, "refused/activity.3", text, sizeof(text));
        assert_string_equal(text, "dear diary 2");
        assert_true(is_there(&bench, "refused/activity.2.txt"));
        close_bench(&bench);
}

/* What the card does not take stays, and is taken as soon as it does. */
static void
a_file_that_cannot_be_dealt_with_lets_the_others_pass(void **state)
{
        struct bench bench;
        char path[256], text[128];

        open_bench(&bench, *state);
        put_trace(&bench, "a.trace");
        put_file(&bench, "b.txt", "dear diary");
        put_file(&bench, "c.txt", "dear diary");
        snprintf(path, sizeof(path), "%s/traces/anna", bench.house.folder);
        fclose(fopen(path, "we")); /* no folder */
        assert_true(pd_import_folder_turn(bench.folder) < 0);
        assert_int_equal(pd_import_folder_turn(bench.folder), 1);
        assert_int_equal(pd_import_folder_turn(bench.folder), 1);
        assert_true(is_there(&bench, "refused/c.txt"));
        assert_true(pd_import_folder_turn(bench.folder) < 0);
        assert_true(is_there(&bench, "a.trace"));
        assert_int_equal(unlink(path), 0);
        assert_int_equal(pd_import_folder_turn(bench.folder), 1);
        read_text(&bench, "done/a.trace.txt", text, sizeof(text));
        assert_memory_equal(text, "imported", 8);
        close_bench(&bench);
}

/* As in the daemon: the word comes after the deed, or not at all. */
static void
a_file_is_done_when_the_card_has_what_came_of_it(void **state)
{
        struct bench bench;
        char path[256];
        int r;

        open_bench(&bench, *state);
        put_trace(&bench, "run.trace");
        pd_import_folder_free(bench.folder);
        house_close(&bench.house);
        bench.house.context.threaded = true;
        assert_int_equal(pd_history_new(&bench.house.context, &bench.house.history), 0);
        assert_int_equal(pd_import_folder_new(bench.loop, bench.house.history, "anna", bench.path, &bench.folder), 0);
        snprintf(path, sizeof(path), "%s/traces/anna", bench.house.folder);
        fclose(fopen(path, "we")); /* no folder */
        while ((r = pd_import_folder_turn(bench.folder)) == 1)
                ;
        assert_int_equal(r, -EIO);
        assert_true(is_there(&bench, "run.trace"));
        assert_false(is_there(&bench, "done/run.trace"));
        assert_int_equal(unlink(path), 0);
        while (!is_there(&bench, "done/run.trace.txt"))
                assert_int_equal(pd_import_folder_turn(bench.folder), 1);
        assert_int_equal(pd_history_count(bench.house.history, "anna"), 1);
        close_bench(&bench);
}

static void
nothing_is_imported_while_somebody_runs(void **state)
{
        struct bench bench;

        open_bench(&bench, *state);
        put_trace(&bench, "run.trace");
        bench.house.runs = true;
        assert_int_equal(pd_import_folder_turn(bench.folder), -EBUSY);
        assert_true(is_there(&bench, "run.trace"));
        bench.house.runs = false;
        assert_int_equal(pd_import_folder_turn(bench.folder), 1);
        close_bench(&bench);
}

/* The loop turns until the file has gone; it would not, if nobody told. */
static void
the_loop_is_told_of_files_that_were_closed(void **state)
{
        struct bench bench;

        open_bench(&bench, *state);
        put_file(&bench, "at-the-start", "dear diary");
        while (!is_there(&bench, "refused/at-the-start"))
                assert_true(sd_event_run(bench.loop, 10 * PD_SEC) > 0);
        put_file(&bench, "later", "dear diary");
        while (!is_there(&bench, "refused/later"))
                assert_true(sd_event_run(bench.loop, 10 * PD_SEC) > 0);
        close_bench(&bench);
}

/* Who brought it waits for the word: the loop is ready for it as soon as it has been told. */
static void
a_file_that_arrives_waits_for_no_timer(void **state)
{
        struct bench bench;

        open_bench(&bench, *state);
        while (sd_event_prepare(bench.loop) > 0)
                (void) sd_event_dispatch(bench.loop);
        (void) sd_event_wait(bench.loop, 0);
        put_file(&bench, "diary", "dear diary");
        assert_true(sd_event_run(bench.loop, UINT64_MAX) > 0); /* told */
        assert_true(is_there(&bench, "diary"));
        assert_int_equal(sd_event_prepare(bench.loop), 1); /* 0: there is something to wait for */
        assert_int_equal(sd_event_dispatch(bench.loop), 1);
        assert_true(is_there(&bench, "refused/diary"));
        close_bench(&bench);
}

static void
of_who_is_forgotten_no_file_stays_in_the_spool(void **state)
{
        static const char *const names[] = {"import", "import/anna", "import/anna/done", "import/ben"};
        static const char *const files[] = {"import/anna/run.fit", "import/anna/.part", "import/anna/done/old.fit"};
        struct bench bench;
        char path[256];

        open_bench(&bench, *state);
        snprintf(bench.path, sizeof(bench.path), "%s", bench.house.folder);
        assert_int_equal(pd_import_forget(bench.house.folder, "anna"), 0);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
                path_of(&bench, names[i], path);
                assert_int_equal(mkdir(path, 0700), 0);
        }
        for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
                put_file(&bench, files[i], "x");
        put_file(&bench, "import/ben/run.fit", "x");
        assert_int_equal(pd_history_forget(bench.house.history, "anna"), 0);
        for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
                assert_false(is_there(&bench, files[i]));
        assert_true(is_there(&bench, "import/anna/done"));
        assert_true(is_there(&bench, "import/ben/run.fit"));
        close_bench(&bench);
}

static void
a_folder_without_a_parent_is_an_error(void **state)
{
        struct pd_import_folder *folder;
        struct bench bench;

        open_bench(&bench, *state);
        assert_int_equal(pd_import_folder_new(bench.loop, bench.house.history, "anna", "/nowhere/at/all", &folder), -ENOENT);
        close_bench(&bench);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_file_is_imported_and_moved_away),
                TEST(what_cannot_be_imported_is_put_aside_with_the_reason),
                TEST(what_is_still_being_written_folders_and_links_are_passed_over),
                TEST(a_name_that_is_there_already_gets_a_number),
                TEST(a_file_that_cannot_be_dealt_with_lets_the_others_pass),
                TEST(a_file_is_done_when_the_card_has_what_came_of_it),
                TEST(nothing_is_imported_while_somebody_runs),
                TEST(the_loop_is_told_of_files_that_were_closed),
                TEST(a_file_that_arrives_waits_for_no_timer),
                TEST(of_who_is_forgotten_no_file_stays_in_the_spool),
                TEST(a_folder_without_a_parent_is_an_error),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
