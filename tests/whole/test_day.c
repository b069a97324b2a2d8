/* SPDX-License-Identifier: MIT */
/*
 * A day begins while the daemon runs, and the athlete sleeps:
 *
 *   start       30 min: the day      60 min: the brief        180 min: too late for it
 *   ├───────────┼────────────────────┼────────────────────────┤
 *               another workout      said once, whatever stops and starts
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define RATE 300 /* an hour in twelve seconds */
#define MINUTE_US INT64_C(60000000)
#define DAY_S 86400

static const char *const weekdays[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

/* Each weekday has an easy run of its own length: "easy 31m" on Mondays. */
static void
write_plan(const struct scene *scene)
{
        char path[256];
        FILE *file;

        snprintf(path, sizeof(path), "%s/plans", daemon_peer_directory(scene->daemon));
        assert_int_equal(mkdir(path, 0700), 0);
        snprintf(path, sizeof(path), "%s/plans/anna.yaml", daemon_peer_directory(scene->daemon));
        file = fopen(path, "we");
        assert_non_null(file);
        fprintf(file, "goal: to be awake\nschedule:\n");
        for (int i = 0; i < 7; i++)
                fprintf(file, "  %s: easy %dm\n", weekdays[i], 31 + i);
        assert_int_equal(fclose(file), 0);
}

/* Her day begins so many minutes after NOW, and the brief is due as many later. */
static void
configure(const struct scene *scene, int64_t now_s, int minutes)
{
        int begins = (int) (now_s % DAY_S / 60) + minutes, brief = begins + minutes;
        FILE *file = fopen(daemon_peer_configuration(scene->daemon), "ae");

        assert_non_null(file);
        fprintf(file, "[athlete anna]\ntime_zone = UTC\nday_starts = %02d:%02d\nbrief = %02d:%02d\n", begins / 60 % 24, begins % 60,
                brief / 60 % 24, brief % 60);
        assert_int_equal(fclose(file), 0);
}

/* 1970 began with a Thursday. */
static void
run_of_day(int64_t day, char ret[static 16])
{
        snprintf(ret, 16, "asy %dm", 31 + (int) ((day + 3) % 7)); /* easy, or Easy where a sentence begins */
}

/* The one that is for today: what comes next stands behind it. */
static size_t
wait_plan(struct scene *scene, const char *run)
{
        char today[64];
        size_t i;

        snprintf(today, sizeof(today), "%s\",\"purpose\":\"easy\"},\"next\"", run);
        i = subscriber_wait(scene->subscriber, 0, "/anna/plan", today, PATIENCE_MS);
        if (i == SIZE_MAX)
                print_error("no plan with %s; the daemon said:\n%s", run, daemon_peer_said(scene->daemon));
        assert_int_not_equal(i, SIZE_MAX);
        return i;
}

static void
a_day_begins_with_another_workout_and_one_brief(void **state)
{
        char before[16], after[16];
        struct scene scene;
        int64_t now, day, briefed;
        size_t i;

        (void) state;
        scene_set(&scene, RATE, "recovery 4mi", NULL);
        write_plan(&scene);
        scene.epoch = boottime_us();
        now = time(NULL);
        day = (now / 60 + 30) * 60 / DAY_S;
        configure(&scene, now, 30);
        run_of_day(day - 1, before);
        run_of_day(day, after);

        scene_start(&scene);
        wait_plan(&scene, before);
        i = wait_plan(&scene, after);
        assert_true(subscriber_heard(scene.subscriber, i)->at_us >= scene.epoch + 29 * MINUTE_US / RATE);
        scene_stop(&scene);
        scene_start(&scene); /* between the day's beginning and the brief */

        i = scene_wait_alert(&scene, 0, "brief");
        briefed = subscriber_heard(scene.subscriber, i)->at_us;
        assert_true(briefed >= scene.epoch + 59 * MINUTE_US / RATE);
        assert_non_null(strstr(subscriber_heard(scene.subscriber, i)->payload, after));
        i = scene_wait_alert(&scene, 0, "proposal"); /* of the run that was slept through */
        assert_non_null(strstr(subscriber_heard(scene.subscriber, i)->payload, "\"tag\":\"let-go-"));
        scene_stop(&scene);
        scene_start(&scene); /* within the two hours in which it would be said late */
        subscriber_listen_until(scene.subscriber, briefed + 45 * MINUTE_US / RATE);
        scene_stop(&scene);
        assert_int_equal(scene_count_alerts(&scene, "brief"), 1);
        assert_int_equal(scene_count_alerts(&scene, "proposal"), 1);
        scene_clear(&scene);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_day_begins_with_another_workout_and_one_brief),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
