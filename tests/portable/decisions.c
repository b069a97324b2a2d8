/* SPDX-License-Identifier: MIT */
/*
 * decisions [SEED]: digests of all that is decided in the golden stories and
 * on courses of its own, one a line; alike on every processor. Linked with
 * libc and libm alone.
 *
 * decisions --tape FILE: the same of what the rows of the bench fed (bench/tape.h).
 */
#include "bench/tape.h"
#include "bench/trial.h"
#include "support/digest.h"
#include "support/rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define RUNNER_A (-1)
#define RUNNERS 3

/* As the tests of tests/golden run them. */
static const struct {
        const char *name, *workout;
        int32_t sessions_done; /* of a newcomer, or RUNNER_A */
        enum pd_auto_start auto_start;
} stories[] = {
        {"story1", "recovery 4mi", RUNNER_A, PD_AUTO_START_POD},
        {"story2", "recovery 5mi", RUNNER_A, PD_AUTO_START_POD},
        {"story3", "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy", RUNNER_A, PD_AUTO_START_POD},
        {"story3_dodged", "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy", RUNNER_A, PD_AUTO_START_POD},
        {"story4_first", "5m walk, 10x (2m run, 1m walk)", 0, PD_AUTO_START_POD},
        {"story4_fifth", "35m easy", 4, PD_AUTO_START_POD},
        {"story5", "12m easy, 6x (400mtr 4:00/km, 90s rest)", RUNNER_A, PD_AUTO_START_STRAP},
        {"story6", "10km easy", RUNNER_A, PD_AUTO_START_POD},
        {"story7", "long: 90m easy", RUNNER_A, PD_AUTO_START_POD},
        {"intervals", "15m easy, 6x (1m hard, 90s rest), 10m easy", RUNNER_A, PD_AUTO_START_POD},
};

static void
tell_story(size_t i, struct rig *rig, struct pd_workout *workout)
{
        struct rig_inputs inputs = {NULL, 0, 0};
        struct pd_athlete athlete;
        char path[512];

        if (stories[i].sessions_done == RUNNER_A)
                rig_runner_a(&athlete);
        else
                rig_newcomer(&athlete, stories[i].sessions_done);
        rig_workout(workout, stories[i].workout, &athlete);
        athlete.auto_start = stories[i].auto_start;
        rig_init(rig, &athlete, workout);
        rig_clock(rig, 0, RIG_BOOT, RIG_STARTED_REAL, true);
        snprintf(path, sizeof(path), PD_GOLDEN_DIR "/%s.run", stories[i].name);
        rig_inputs_of_story(&inputs, path, 0);
        for (size_t j = 0; j < inputs.n; j++)
                rig_feed(rig, &inputs.items[j]);
        printf("story %s # all %zu bytes: %016llx\n", stories[i].name, rig->published.length,
                (unsigned long long) digest_bytes(DIGEST_BEGIN, rig->published.bytes, rig->published.length));
        rig_inputs_clear(&inputs);
        rig_clear(rig);
}

/* ---- courses ---------------------------------------------------------------- */

static void
step(struct course *course)
{
        course_run(course, 12 * 60, 0.92 * COURSE_LT1_SPEED);
        course_run(course, 4 * 60, 1.06 * COURSE_LT1_SPEED);
        course_run(course, 2 * 60, 0.90 * COURSE_LT1_SPEED);
}

static void
creep(struct course *course)
{
        course->noise.pod_bias = 0.03;
        course_run(course, 12 * 60, 0.92 * COURSE_LT1_SPEED);
        course_ramp(course, 3 * 60, 1.06 * COURSE_LT1_SPEED);
        course_run(course, 6 * 60, 1.12 * COURSE_LT1_SPEED);
}

static void
strap_alone(struct course *course)
{
        course->script.worn[PD_VIRTUAL_POD] = false;
        creep(course);
}

static void
strides_and_hills(struct course *course)
{
        course->script.body.drift = 0.2;
        for (int i = 0; i < 5; i++) {
                course_run(course, 280, 0.92 * COURSE_LT1_SPEED);
                course_run(course, 20, 1.15 * COURSE_LT1_SPEED);
        }
        course_run(course, 60, 0.8 * COURSE_LT1_SPEED);
        course_climb(course, 240, 1.2 * COURSE_LT1_SPEED);
        course_stand(course, 60);
        course_run(course, 240, 0.9 * COURSE_LT1_SPEED);
}

static void
pulse_that_cannot_be_trusted(struct course *course)
{
        course_run(course, 10 * 60, 0.88 * COURSE_LT1_SPEED);
        course_pulse(course, PD_VIRTUAL_PULSE_OPTICAL);
        course_run(course, 2 * 60, 0.88 * COURSE_LT1_SPEED);
        course_pulse(course, PD_VIRTUAL_PULSE_LOCKED);
        course_run(course, 4 * 60, 0.93 * COURSE_LT1_SPEED);
        course_pulse(course, PD_VIRTUAL_PULSE_LOOSE);
        course_run(course, 2 * 60, 0.88 * COURSE_LT1_SPEED);
        course_pulse(course, PD_VIRTUAL_PULSE_BEATS);
        course_air(course, PD_VIRTUAL_POD, PD_VIRTUAL_AIR_SILENT);
        course_run(course, 3 * 60, 1.05 * COURSE_LT1_SPEED);
}

static const struct {
        const char *name;
        enum pd_purpose purpose;
        enum pd_intensity intensity;
        void (*run)(struct course *course);
} courses[] = {
        {"easy-step", PD_PURPOSE_EASY, PD_INTENSITY_EASY, step},
        {"recovery-creep", PD_PURPOSE_RECOVERY, PD_INTENSITY_RECOVERY, creep},
        {"strap-alone", PD_PURPOSE_EASY, PD_INTENSITY_EASY, strap_alone},
        {"strides-and-hills", PD_PURPOSE_LONG, PD_INTENSITY_EASY, strides_and_hills},
        {"untrusted-pulse", PD_PURPOSE_EASY, PD_INTENSITY_EASY, pulse_that_cannot_be_trusted},
};

static void
tell_course(size_t i, uint64_t first, uint64_t runner, struct pd_workout *workout)
{
        struct pd_athlete athlete;
        struct course course;
        struct trial *trial;

        course_athlete(&athlete);
        trial_workout(workout, courses[i].purpose, courses[i].intensity, &athlete);
        course_init(&course, first + runner);
        courses[i].run(&course);
        trial = trial_new(&athlete, workout);
        trial_course(trial, &course);
        trial_command(trial, course_length(&course), &(struct pd_command) {.verb = PD_COMMAND_STOP}); /* and a summary is told */
        printf("course %s %llu: %016llx, %zu alerts\n", courses[i].name, (unsigned long long) runner, (unsigned long long) trial->digest,
                trial->n_alerts);
        trial_free(trial);
}

static int
play_tape(const char *path)
{
        FILE *tape = fopen(path, "r");
        int r;

        if (tape == NULL) {
                perror(path);
                return EXIT_FAILURE;
        }
        r = tape_play(tape, stdout);
        fclose(tape);
        return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
        if (argc == 3 && strcmp(argv[1], "--tape") == 0)
                return play_tape(argv[2]);

        uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
        struct pd_workout *workout = calloc(1, sizeof(*workout));
        struct rig *rig = calloc(1, sizeof(*rig));

        if (workout == NULL || rig == NULL)
                return EXIT_FAILURE;
        for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++)
                tell_story(i, rig, workout);
        for (size_t i = 0; i < sizeof(courses) / sizeof(courses[0]); i++)
                for (uint64_t runner = 0; runner < RUNNERS; runner++)
                        tell_course(i, first, runner, workout);
        free(workout);
        free(rig);
        return EXIT_SUCCESS;
}
