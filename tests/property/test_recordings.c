/* SPDX-License-Identifier: MIT */
/*
 * Real runs say the same with any ticks. PD_RECORDINGS names a folder of CSV
 * files, or one with a folder csv/; they are no part of the project, and
 * without them this is skipped.
 */
#include "property/ticks.h"
#include "replay/replay.h"

#include <stdarg.h>
#include <stddef.h>
#include <glob.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#define EXIT_SKIPPED 77

static uint64_t seed;

static int
keep(void *user, const struct pd_input *input)
{
        rig_inputs_add(user, input);
        return 0;
}

static void
read_recording(struct rig_inputs *inputs, const char *path)
{
        struct pd_replay *replay;
        struct pd_recording_ops ops = {.input = keep, .user = inputs};
        struct pd_format_error error;
        uint64_t skipped;

        assert_int_equal(pd_replay_open(path, &replay), 0);
        assert_int_equal(pd_replay_read(replay, &ops, &skipped, &error), 0);
        pd_replay_free(replay);
}

/* Real runs: a folder of recordings, not part of the project. */
static void
recorded_runs_say_the_same_with_any_ticks(void **state)
{
        static const char *const workouts[] = {NULL, "recovery 5mi", "easy", "10m easy, 6x (3m hard, 2m easy)"};
        const char *folder = getenv("PD_RECORDINGS");
        char pattern[512];
        glob_t found;

        (void) state;
        snprintf(pattern, sizeof(pattern), "%s/{,csv/}*.csv", folder);
        assert_int_equal(glob(pattern, GLOB_BRACE, NULL, &found), 0);
        for (size_t i = 0; i < found.gl_pathc; i++) {
                struct rig_inputs inputs = {NULL, 0, 0};
                uint64_t ticks = seed + i;

                read_recording(&inputs, found.gl_pathv[i]);
                ticks_change_nothing(&inputs, workouts[i % 4], &ticks);
                rig_inputs_clear(&inputs);
        }
        printf("%zu recordings\n", found.gl_pathc);
        globfree(&found);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(recorded_runs_say_the_same_with_any_ticks),
        };

        if (getenv("PD_RECORDINGS") == NULL) {
                puts("skipped: PD_RECORDINGS names no folder of recordings");
                return EXIT_SKIPPED;
        }
        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
