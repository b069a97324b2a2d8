/* SPDX-License-Identifier: MIT */
/*
 * A week goes by: a session counts for it, and when it is over its report is
 * told, once, whatever stops and starts; and if nobody has taken it, again.
 *
 *   a session     stopped       a new week begins
 *   ├─────────────┤  ...  ├─────┼──────────────────▶
 *   week: 1 session             report of 1 session, week: none
 *                         the clock was set on by some days
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define RATE 100        /* of the session */
#define RATE_AFTER 1000 /* of the week's end: days are then some minutes of the machine's */
#define DAY_S 86400
#define BEFORE_S 600    /* so long before it the daemon starts */

static const char running[] = "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n0:00 speed 5.0\n999:00 end\n";

static struct {
        struct scene scene;
        int64_t ends_s; /* of the wall: the week is over */
} trial;

/* Her days begin twelve hours from NOW, so that none does meanwhile; who runs on after a stop is in no other session. */
static void
configure(int64_t now_s)
{
        const int64_t starts = (now_s % DAY_S / 60 + 12 * 60) % (24 * 60), day = (now_s - starts * 60) / DAY_S;
        const int64_t monday = day - (day + 3) % 7; /* 1970 began with a Thursday */
        FILE *file = fopen(daemon_peer_configuration(trial.scene.daemon), "ae");

        assert_non_null(file);
        fprintf(file, "[athlete anna]\ntime_zone = UTC\nday_starts = %02d:%02d\nbrief = off\nauto_start = off\n", (int) (starts / 60),
                (int) (starts % 60));
        assert_int_equal(fclose(file), 0);
        trial.ends_s = (monday + 7) * DAY_S + starts * 60;
}

/* The section that configure() began. */
static void
speak_german(void)
{
        FILE *file = fopen(daemon_peer_configuration(trial.scene.daemon), "ae");

        assert_non_null(file);
        fprintf(file, "language = de\n");
        assert_int_equal(fclose(file), 0);
}

static int
set_up(void **state)
{
        (void) state;
        memset(&trial, 0, sizeof(trial));
        scene_set_lasting(&trial.scene, RATE, "recovery 4mi");
        configure(time(NULL));
        scene_run_text(&trial.scene, running);
        return 0;
}

static int
tear_down(void **state)
{
        (void) state;
        scene_clear(&trial.scene);
        return 0;
}

static size_t
wait_week(size_t from, const char *part)
{
        const size_t i = subscriber_wait(trial.scene.subscriber, from, "/anna/week", part, PATIENCE_MS);

        if (i == SIZE_MAX)
                print_error("no week with %s; the daemon said:\n%s", part, daemon_peer_said(trial.scene.daemon));
        assert_int_not_equal(i, SIZE_MAX);
        return i;
}

static size_t
count_reports(size_t from)
{
        size_t n = 0, i;

        for (; (i = subscriber_find(trial.scene.subscriber, from, "/anna/week", "\"final\":true")) != SIZE_MAX; from = i + 1)
                n += !subscriber_heard(trial.scene.subscriber, i)->retained;
        return n;
}

static void
ask(const char *words, const char *says)
{
        const int64_t until = boottime_us() + PATIENCE_MS * INT64_C(1000);
        char said[4096];

        do {
                (void) scene_client(&trial.scene, words, said, sizeof(said));
                assert_true(boottime_us() < until);
        } while (strstr(said, says) == NULL);
}

/* One session of hers, which counts for the week as soon as it is over. */
static void
run_a_session(char ret_id[static 16])
{
        size_t i;

        trial.scene.epoch = boottime_us();
        scene_start(&trial.scene);
        wait_week(0, "\"sessions\":0,");
        ask("start", "unning");
        scene_wait_alert(&trial.scene, 0, "session_started");
        subscriber_listen_until(trial.scene.subscriber, boottime_us() + 150 * INT64_C(1000000) / RATE); /* what is shorter is no session */
        ask("stop", "");
        i = wait_week(0, "\"sessions\":1,");
        assert_non_null(strstr(subscriber_heard(trial.scene.subscriber, i)->payload, "\"final\":false,\"revision\":null,"));
        heard_value(subscriber_heard(trial.scene.subscriber, i), "id", ret_id, 16);
        assert_int_equal(scene_number(&trial.scene, i, "moving_s") > 100, 1);
        scene_stop(&trial.scene);
}

/* It starts that long before the week is over; its time is a thousand times as fast from here on. */
static void
start_at_the_weeks_end(void)
{
        struct scene *scene = &trial.scene;
        const int64_t boot = boottime_us(), real = time(NULL) * INT64_C(1000000);
        const int64_t at = boot + (trial.ends_s - BEFORE_S) * INT64_C(1000000) - real;

        scene->rate = RATE_AFTER;
        scene->epoch = (boot * RATE_AFTER - at) / (RATE_AFTER - 1);
        scene_start(scene);
}

static void
assert_report(size_t i, const char *id)
{
        const struct heard *heard = subscriber_heard(trial.scene.subscriber, i);
        char value[16];

        assert_string_equal(heard_value(heard, "id", value, sizeof(value)), id);
        assert_string_equal(heard_value(heard, "revision", value, sizeof(value)), "1");
        assert_string_equal(heard_value(heard, "sessions", value, sizeof(value)), "1");
}

static void
a_week_that_is_over_is_reported_once(void **state)
{
        char id[16];
        size_t before, i;

        (void) state;
        run_a_session(id);
        before = subscriber_n(trial.scene.subscriber);
        start_at_the_weeks_end();
        i = wait_week(before, "\"final\":true");
        assert_report(i, id);
        i = wait_week(i, "\"final\":false"); /* what stays there is the week that has begun */
        assert_non_null(strstr(subscriber_heard(trial.scene.subscriber, i)->payload, "\"sessions\":0,"));
        scene_stop(&trial.scene);
        i = subscriber_n(trial.scene.subscriber);
        scene_start(&trial.scene);
        wait_week(i, "\"final\":false");
        ask("week last", id);
        scene_stop(&trial.scene);
        assert_int_equal(count_reports(before), 1);
}

/* As it was to be told, though it would be put in other words by now. */
static void
a_report_that_nobody_took_is_told_after_the_next_start(void **state)
{
        char id[16];
        size_t before, i;

        (void) state;
        run_a_session(id);
        before = subscriber_n(trial.scene.subscriber);
        broker_stop(trial.scene.broker, SIGTERM);
        start_at_the_weeks_end();
        ask("week last", id); /* the new week has begun */
        assert_int_equal(daemon_peer_end(trial.scene.daemon, SIGTERM), 0);
        assert_int_equal(broker_start(trial.scene.broker), 0);
        speak_german();
        scene_start(&trial.scene);
        i = wait_week(before, "\"final\":true");
        assert_report(i, id);
        assert_non_null(strstr(subscriber_heard(trial.scene.subscriber, i)->payload, "\"sentence\":\"Sessions: 1"));
        i = wait_week(i, "\"final\":false");
        assert_non_null(strstr(subscriber_heard(trial.scene.subscriber, i)->payload, "\"sentence\":\"Diese Woche noch kein Lauf.\""));
        scene_stop(&trial.scene);
        i = subscriber_n(trial.scene.subscriber);
        scene_start(&trial.scene);
        wait_week(i, "\"final\":false");
        scene_stop(&trial.scene);
        assert_int_equal(count_reports(before), 1);
}

static void
of_who_is_forgotten_no_week_is_told(void **state)
{
        char id[16];
        size_t before;

        (void) state;
        run_a_session(id);
        before = subscriber_n(trial.scene.subscriber);
        start_at_the_weeks_end();
        before = wait_week(before, "\"final\":true") + 1;
        ask("athlete forget anna", "gone");
        ask("week last", "No run this week.");
        scene_stop(&trial.scene);
        scene_start(&trial.scene);
        wait_week(before, "\"final\":false");
        ask("week last", "No run this week.");
        scene_stop(&trial.scene);
        assert_int_equal(count_reports(before), 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(a_week_that_is_over_is_reported_once, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_report_that_nobody_took_is_told_after_the_next_start, set_up, tear_down),
                cmocka_unit_test_setup_teardown(of_who_is_forgotten_no_week_is_told, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
