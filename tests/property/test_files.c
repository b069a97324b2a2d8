/* SPDX-License-Identifier: MIT */
/*
 * Files of real watches say what others read in them. PD_RECORDINGS names a
 * folder with manifest.json, raw/ (FIT, TCX, packed TCX), csv/ (the same runs,
 * read by other programs) and fit_bad/ (damaged or odd ones). It is no part of
 * the project, and without it this is skipped.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "replay/replay.h"

#include "purposed/event.h"
#include "purposed/sensor.h"

#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_SKIPPED 77

static const char *folder;

/* What went through the decoders. */
struct totals {
        size_t activities, laps, runs;
        int64_t about_mm;
        int64_t n_hr, sum_hr, n_rr, sum_rr;
        int64_t odometer_dm; /* the highest */
        pd_usec last;        /* of this activity; PD_NEVER */
        bool ended;          /* by STOP */
        bool continued;      /* the strap's frame was full: one of the same instant has the same heart rate */
        uint64_t skipped;
};

static int
note_about(void *user, const struct pd_recording_about *about)
{
        struct totals *totals = user;

        assert_true(totals->activities == 0 || totals->ended || totals->last == PD_NEVER);
        totals->activities++;
        totals->runs += pd_recording_on_foot(about);
        totals->laps += about->n_laps;
        totals->about_mm += about->distance_mm == PD_UNKNOWN ? 0 : about->distance_mm;
        totals->last = PD_NEVER;
        totals->ended = false;
        return 0;
}

static void
note_odometer(struct totals *totals, const struct pd_frame *frame)
{
        const uint8_t *const at = frame->bytes + 4;

        if (frame->characteristic != 0x2A53 || !(frame->bytes[0] & 0x02))
                return;
        const uint32_t dm = at[0] | (uint32_t) at[1] << 8 | (uint32_t) at[2] << 16 | (uint32_t) at[3] << 24;
        totals->odometer_dm = dm > totals->odometer_dm ? dm : totals->odometer_dm;
}

static void
note_frame(struct totals *totals, const struct pd_frame *frame)
{
        const struct pd_sensor_type *type = pd_sensor_type_of(frame->characteristic, NULL);
        struct pd_sensor_state state = {{0}};
        struct pd_decoded decoded = {0};

        const bool again = totals->continued;

        assert_non_null(type);
        note_odometer(totals, frame);
        type->decode(&state, frame, &decoded);
        totals->continued = frame->characteristic == 0x2A37 && frame->length >= 19;
        for (size_t i = 0; i < decoded.n_samples; i++) {
                const struct pd_sample *const sample = &decoded.samples[i];

                if (sample->quantity == PD_QUANTITY_HEART_RATE && sample->value > 0 && !again) {
                        totals->n_hr++;
                        totals->sum_hr += sample->value;
                } else if (sample->quantity == PD_QUANTITY_RR) {
                        totals->n_rr++;
                        totals->sum_rr += sample->value;
                }
        }
}

static int
note_input(void *user, const struct pd_input *input)
{
        struct totals *totals = user;

        assert_true(totals->last == PD_NEVER ? input->at == 0 || totals->activities == 0 : input->at >= totals->last);
        assert_false(totals->ended);
        assert_true(input->at < 36 * PD_HOUR || totals->activities == 0);
        totals->continued &= input->at == totals->last;
        totals->last = input->at;
        if (input->kind == PD_INPUT_FRAME)
                note_frame(totals, &input->frame);
        else if (input->kind == PD_INPUT_COMMAND)
                totals->ended = input->command.verb == PD_COMMAND_STOP;
        return 0;
}

static int
total(const char *path, struct totals *ret, struct pd_format_error *error)
{
        const struct pd_recording_ops ops = {.about = note_about, .input = note_input, .user = ret};
        struct pd_replay *replay;

        *ret = (struct totals) {.last = PD_NEVER};
        assert_int_equal(pd_replay_open(path, &replay), 0);
        const int r = pd_replay_read(replay, &ops, &ret->skipped, error);
        pd_replay_free(replay);
        return r;
}

/* The number behind "KEY": in the object that begins at OBJECT. */
static double
member(const char *object, const char *key)
{
        char name[32];
        const char *at;

        snprintf(name, sizeof(name), "\"%s\":", key);
        at = strstr(object, name);
        assert_non_null(at);
        return strtod(at + strlen(name), NULL);
}

static bool
near(double a, double b, double most)
{
        return a - b <= most && b - a <= most;
}

/* A record whose time goes back is skipped here, and elsewhere not. RR are in
 * 1/1024 s, which devices cut to milliseconds: half of one a beat. */
static bool
agrees(const struct totals *raw, const struct totals *table, const char *object)
{
        const int64_t missing = table->n_hr - raw->n_hr;

        return missing >= 0 && missing <= (int64_t) raw->skipped && table->sum_hr - raw->sum_hr <= 255 * missing &&
               table->sum_hr >= raw->sum_hr && raw->n_rr == (int64_t) member(object, "rr") &&
               near((double) raw->sum_rr / 1024, member(object, "rrsum"), 0.0005 * (double) raw->n_rr) &&
               near((double) raw->odometer_dm / 10, member(object, "dist"), 0.11) && raw->laps == (size_t) member(object, "laps");
}

static void
total_raw(const char *id, struct totals *ret)
{
        struct pd_format_error error;
        char path[512];
        glob_t found;

        snprintf(path, sizeof(path), "%s/raw/%.*s/%s.*", folder, (int) (strstr(id, "__") - id), id, strstr(id, "__") + 2);
        assert_int_equal(glob(path, 0, NULL, &found), 0);
        assert_int_equal(total(found.gl_pathv[0], ret, &error), 0);
        globfree(&found);
}

/* Returns whether it was as told. */
static bool
compare(const char *id, const char *object)
{
        struct totals raw, table;
        struct pd_format_error error;
        char path[512];

        total_raw(id, &raw);
        snprintf(path, sizeof(path), "%s/csv/%s.csv", folder, id);
        assert_int_equal(total(path, &table, &error), 0);
        if (agrees(&raw, &table, object))
                return true;
        printf("%s: hr %jd of sum %jd, %jd RR of %.3f s, %.1f m, %zu laps\n"
               "%*s elsewhere %jd of %jd, %.0f of %.3f s, %.1f m, %.0f laps\n",
                id, (intmax_t) raw.n_hr, (intmax_t) raw.sum_hr, (intmax_t) raw.n_rr, (double) raw.sum_rr / 1024,
                (double) raw.odometer_dm / 10, raw.laps, (int) strlen(id), "", (intmax_t) table.n_hr, (intmax_t) table.sum_hr,
                member(object, "rr"), member(object, "rrsum"), member(object, "dist"), member(object, "laps"));
        return false;
}

static void
every_file_says_what_others_read_in_it(void **state)
{
        char path[512], id[128];
        char *manifest = NULL;
        size_t size = 0;
        int n = 0, agreed = 0;

        (void) state;
        snprintf(path, sizeof(path), "%s/manifest.json", folder);
        FILE *const file = fopen(path, "r");
        assert_non_null(file);
        assert_true(getdelim(&manifest, &size, '\0', file) > 0);
        fclose(file);
        for (const char *object = manifest; (object = strstr(object, "\"id\": \"")) != NULL; object++, n++) {
                assert_int_equal(sscanf(object, "\"id\": \"%127[^\"]", id), 1);
                agreed += compare(id, object);
        }
        printf("%d of %d files\n", agreed, n);
        assert_true(n > 0 && agreed == n);
        free(manifest);
}

/* What can be saved is saved, and what is wrong is named by its byte. */
static void
damaged_and_odd_files_yield_what_can_be_saved(void **state)
{
        static const struct {
                const char *name, *expected; /* NULL: whole */
                size_t at, activities, runs;
                int64_t dm;
        } cases[] = {
                {"activity-activity-filecrc", "CRC", 1540, 2, 2, 57},
                {"activity-filecrc", "CRC", 769, 1, 1, 57},
                {"activity-settings-corruptheader", "header", 771, 1, 1, 57},
                {"activity-settings-nodata", "ends too early", 784, 1, 1, 57},
                {"activity-unexpected-eof", "ends too early", 751, 1, 1, 57},
                {"coros-pace-2-cycling-misaligned-fields", NULL, 0, 1, 0, 321439},
                {"elemnt-bolt-no-application-id-inside-developer-data-id", NULL, 0, 1, 0, 9560},
                {"event_timestamp", NULL, 0, 1, 0, 26060},
                {"null_compressed_speed_dist", NULL, 0, 1, 0, 134001},
                {"sample_mulitple_header", NULL, 0, 5, 1, 525337},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_format_error error = {0};
                struct totals totals;
                char path[512];

                snprintf(path, sizeof(path), "%s/fit_bad/%s.fit", folder, cases[i].name);
                const int r = total(path, &totals, &error);
                assert_int_equal(r, cases[i].expected != NULL ? -EBADMSG : 0);
                assert_true(cases[i].expected == NULL || strstr(error.expected, cases[i].expected) != NULL);
                assert_int_equal(error.line, 0);
                assert_int_equal(error.column, cases[i].at);
                assert_int_equal(totals.activities, cases[i].activities);
                assert_int_equal(totals.runs, cases[i].runs);
                assert_int_equal(totals.odometer_dm, cases[i].dm);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_file_says_what_others_read_in_it),
                cmocka_unit_test(damaged_and_odd_files_yield_what_can_be_saved),
        };

        folder = getenv("PD_RECORDINGS");
        if (folder == NULL) {
                puts("skipped: PD_RECORDINGS names no folder of recordings");
                return EXIT_SKIPPED;
        }
        return cmocka_run_group_tests(tests, NULL, NULL);
}
