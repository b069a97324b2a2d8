/* SPDX-License-Identifier: MIT */
/*
 * The daemon's life among neighbours that come and go, and before it has
 * any. Runs are a short one of nine minutes, with an excursion in the
 * seventh, and the standing that ends it.
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <dirent.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define RATE 100

static const char short_run[] = "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n"
                                "0:00 speed 2.25\n"
                                "6:00 ramp 2.98 by 6:30\n"
                                "7:35 ramp 2.25 by 7:50\n"
                                "9:00 stand\n"
                                "20:00 end\n";

/* ---- what was heard ------------------------------------------------------------ */

/* All alerts and summaries of anna bear one session's id. */
static void
one_session(const struct scene *scene)
{
        char id[64], first[64] = "";

        for (size_t i = 0; i < subscriber_n(scene->subscriber); i++) {
                const struct heard *heard = subscriber_heard(scene->subscriber, i);
                bool alert = strstr(heard->topic, "/anna/alert") != NULL;
                if (!alert && !strstr(heard->topic, "/anna/summary"))
                        continue;
                heard_value(heard, alert ? "session" : "id", id, sizeof(id));
                assert_true(id[0] != '\0');
                if (first[0] != '\0')
                        assert_string_equal(id, first);
                strcpy(first, id);
        }
        assert_true(first[0] != '\0');
}

static void
is_null(const struct scene *scene, size_t message, const char *key)
{
        char part[64];

        snprintf(part, sizeof(part), "\"%s\":null", key);
        if (!strstr(subscriber_heard(scene->subscriber, message)->payload, part))
                print_error("%s\n", subscriber_heard(scene->subscriber, message)->payload);
        assert_non_null(strstr(subscriber_heard(scene->subscriber, message)->payload, part));
}

/* ---- neighbours that come and go -------------------------------------------------- */

static void
alerts_raised_while_the_broker_is_away_arrive_once_under_their_ids(void **state)
{
        /* The subscriber is known to it again before anybody delivers. */
        char folder[] = "/tmp/pd-broker-kept-XXXXXX", configuration[256], file[64];
        struct scene scene;
        size_t raised;
        int64_t back;

        (void) state;
        assert_non_null(mkdtemp(folder));
        snprintf(configuration, sizeof(configuration), "allow_anonymous true\npersistence true\npersistence_location %s/\n",
                folder);
        scene_set(&scene, RATE, "recovery 4mi", configuration);
        scene_run_text(&scene, short_run);
        scene_start(&scene);
        scene_wait_second(&scene, 340);
        broker_stop(scene.broker, SIGTERM);
        subscriber_listen_until(scene.subscriber, boottime_us() + 1200000); /* two minutes of hers */
        back = boottime_us();
        assert_int_equal(broker_start(scene.broker), 0);
        raised = scene_wait_alert(&scene, 0, "too_hard");
        assert_true(subscriber_heard(scene.subscriber, raised)->at_us > back);
        assert_in_range(scene_number(&scene, raised, "t_s"), 385, 400);
        scene_wait_alert(&scene, 0, "session_ended");
        scene_wait_final(&scene, 0);
        assert_int_equal(scene_count_alerts(&scene, "session_started"), 1);
        assert_int_equal(scene_count_alerts(&scene, "too_hard"), 2);
        assert_int_equal(scene_count_alerts(&scene, "back_on_target"), 1);
        assert_int_equal(scene_count_alerts(&scene, "session_ended"), 1);
        assert_int_equal(scene_count_alerts(&scene, "sensor_lost"), 0);
        one_session(&scene);
        scene_stop(&scene);
        scene_clear(&scene);
        snprintf(file, sizeof(file), "%s/mosquitto.db", folder);
        unlink(file);
        assert_int_equal(rmdir(folder), 0);
}

static void
bluez_may_come_late_and_die_in_mid_run(void **state)
{
        struct scene scene;
        size_t final;

        (void) state;
        scene_set(&scene, RATE, "recovery 4mi", NULL);
        scene_start(&scene);
        assert_int_not_equal(subscriber_wait(scene.subscriber, 0, "/status", "online", PATIENCE_MS), SIZE_MAX);
        scene_run_text(&scene, short_run);
        scene_wait_second(&scene, 150);
        assert_true(pd_fake_peer_command(scene.fake, "restart 50"));
        final = scene_wait_final(&scene, 0);
        assert_in_range(scene_number(&scene, final, "duration_s"), 530, 550);
        assert_in_range(scene_number(&scene, final, "distance_m"), 1150, 1300);
        assert_int_equal(scene_count_alerts(&scene, "too_hard"), 2);
        one_session(&scene);
        scene_stop(&scene);
        scene_clear(&scene);
}

/* ---- stopped and started ---------------------------------------------------------- */

static void
a_stop_in_mid_run_reports_and_the_session_goes_on(void **state)
{
        struct scene scene;
        size_t report, final;

        (void) state;
        scene_set(&scene, RATE, "recovery 4mi", NULL);
        scene_run_text(&scene, short_run);
        scene_start(&scene);
        scene_wait_second(&scene, 200);
        scene_stop(&scene);
        report = subscriber_wait(scene.subscriber, 0, "/anna/summary", "\"final\":false", PATIENCE_MS);
        assert_int_not_equal(report, SIZE_MAX);
        assert_in_range(scene_number(&scene, report, "duration_s"), 199, 230);
        assert_int_equal(subscriber_find(scene.subscriber, 0, "/anna/summary", "\"final\":true"), SIZE_MAX);

        scene_start(&scene);
        final = scene_wait_final(&scene, report);
        assert_in_range(scene_number(&scene, final, "duration_s"), 530, 550);
        assert_int_equal(scene_number(&scene, final, "revision"), 1);
        scene_wait_alert(&scene, 0, "session_ended");
        assert_int_equal(scene_count_alerts(&scene, "session_started"), 1);
        one_session(&scene);
        scene_stop(&scene);
        scene_clear(&scene);
}

static void
started_after_ten_minutes_the_session_has_ended_at_its_last_movement(void **state)
{
        struct scene scene;
        size_t final;
        int64_t stopped;

        (void) state;
        scene_set(&scene, RATE, "recovery 4mi", NULL);
        scene_run_text(&scene, short_run);
        scene_start(&scene);
        scene_wait_second(&scene, 320);
        scene_stop(&scene);
        stopped = boottime_us();
        scene.fake = pd_fake_peer_free(scene.fake);
        scene_shift_clock(&scene, stopped, 20 * 60 * (int64_t) 1000000);
        scene_start(&scene);
        final = scene_wait_final(&scene, 0);
        assert_in_range(scene_number(&scene, final, "duration_s"), 319, 350);
        assert_int_not_equal(subscriber_wait(scene.subscriber, scene.before, "/anna/session", "\"idle\"", PATIENCE_MS), SIZE_MAX);
        scene_stop(&scene);
        assert_int_equal(scene_count_alerts(&scene, "session_ended"), 0); /* ten minutes late, it is not said any more */
        assert_int_equal(scene_count_alerts(&scene, "sensor_lost"), 0);
        one_session(&scene);
        scene_clear(&scene);
}

/* ---- two at once -------------------------------------------------------------------- */

static void
two_athletes_minds_stay_apart(void **state)
{
        char *configuration;
        struct scene scene;
        size_t ben, anna;

        (void) state;
        scene_set(&scene, RATE, "recovery 4mi", NULL);
        daemon_peer_free(scene.daemon);
        assert_true(asprintf(&configuration,
                            "[purposed]\nnode = trial\n"
                            "[athlete anna]\nhr_max = 186 test\nhr_rest = 52 test\nauto_start = strap\nworkout = 40m easy\n"
                            "[athlete ben]\nhr_max = 190 test\nlt1_speed = 3.50 test\nlt2_speed = 4.00 test\nworkout = recovery 3mi\n"
                            "[sensor " STRAP "]\nathlete = anna\n[sensor " POD "]\nathlete = ben\n"
                            "[mqtt]\nhost = 127.0.0.1\nport = %u\n",
                            broker_port(scene.broker)) > 0);
        scene.daemon = daemon_peer_new(configuration);
        free(configuration);
        scene_run_text(&scene, short_run);
        scene_start(&scene);
        ben = scene_wait_final(&scene, 0);
        assert_non_null(strstr(subscriber_heard(scene.subscriber, ben)->topic, "/ben/"));
        assert_in_range(scene_number(&scene, ben, "distance_m"), 1150, 1300);
        is_null(&scene, ben, "hr_avg_bpm");
        scene_stop(&scene);
        anna = subscriber_wait(scene.subscriber, 0, "/anna/summary", "\"final\":false", PATIENCE_MS);
        assert_int_not_equal(anna, SIZE_MAX);
        is_null(&scene, anna, "distance_m");
        assert_in_range(scene_number(&scene, anna, "hr_max_bpm"), 140, 160);
        assert_int_equal(subscriber_find(scene.subscriber, 0, "/anna/alert", "Ease off"), SIZE_MAX);
        scene_clear(&scene);
}

/* ---- before there is anything --------------------------------------------------------- */

static void
said_at(struct daemon_peer *daemon, int line, const char *word)
{
        char place[128];

        snprintf(place, sizeof(place), "%s:%d: error", daemon_peer_configuration(daemon), line);
        if (!strstr(daemon_peer_said(daemon), place) || !strstr(daemon_peer_said(daemon), word))
                print_error("expected %s … %s in:\n%s\n", place, word, daemon_peer_said(daemon));
        assert_non_null(strstr(daemon_peer_said(daemon), place));
        assert_non_null(strstr(daemon_peer_said(daemon), word));
}

static void
a_mistake_in_the_configuration_is_shown_at_its_line(void **state)
{
        static const char *const none[] = {NULL}, *const check[] = {"--check", NULL};
        struct daemon_peer *daemon = daemon_peer_new("[athlete anna]\nname = Anna\nhr_max = fast\n");

        (void) state;
        daemon_peer_start(daemon, none);
        assert_int_equal(daemon_peer_end(daemon, 0), 78);
        said_at(daemon, 3, "hr_max");
        daemon_peer_start(daemon, check);
        assert_int_equal(daemon_peer_end(daemon, 0), 78);
        daemon_peer_free(daemon);

        daemon = daemon_peer_new("[athlete anna]\nhr_max = 186\nworkout = 10m eesy\n");
        daemon_peer_start(daemon, none);
        assert_int_equal(daemon_peer_end(daemon, 0), 78);
        said_at(daemon, 3, "eesy");
        daemon_peer_start(daemon, check);
        assert_int_equal(daemon_peer_end(daemon, 0), 78);
        daemon_peer_free(daemon);
}

static void
check_ends(struct daemon_peer *daemon, const char *const *options, const char *said)
{
        daemon_peer_start(daemon, options);
        assert_int_equal(daemon_peer_end(daemon, 0), 78);
        if (!strstr(daemon_peer_said(daemon), said))
                print_error("expected %s in:\n%s\n", said, daemon_peer_said(daemon));
        assert_non_null(strstr(daemon_peer_said(daemon), said));
        assert_null(strstr(daemon_peer_said(daemon), "reads well"));
}

static void
a_file_that_is_not_there_does_not_read_well(void **state)
{
        static const char *const check[] = {"--check", NULL}, *const nowhere[] = {"--config", "/nowhere", NULL},
                                 *const check_nowhere[] = {"--check", "--config", "/nowhere", NULL};
        struct daemon_peer *daemon = daemon_peer_new("[athlete anna]\n[mqtt]\ntls = yes\ncafile = /nowhere/ca.crt\n");

        (void) state;
        check_ends(daemon, check, "error: [mqtt]: cannot use cafile /nowhere/ca.crt: No such file");
        check_ends(daemon, nowhere, "/nowhere: error: cannot be read: No such file");
        check_ends(daemon, check_nowhere, "/nowhere: error: cannot be read: No such file");
        daemon_peer_free(daemon);

        daemon = daemon_peer_new("[athlete anna]\n[mqtt]\nusername = pi\npassword_file = /nowhere/secret\n");
        check_ends(daemon, check, "error: [mqtt]: cannot use password_file /nowhere/secret: No such file");
        daemon_peer_free(daemon);
}

static void
a_sound_configuration_is_said_to_be_sound(void **state)
{
        static const char *const check[] = {"--check", NULL};
        char *configuration = scene_configuration("recovery 4mi", 1883);
        struct daemon_peer *daemon = daemon_peer_new(configuration);

        (void) state;
        free(configuration);
        daemon_peer_start(daemon, check);
        assert_int_equal(daemon_peer_end(daemon, 0), 0);
        assert_non_null(strstr(daemon_peer_said(daemon), "reads well"));
        daemon_peer_free(daemon);
}

static void
a_fast_clock_is_for_trials_only(void **state)
{
        static const char *const fast[] = {"--clock-rate", "60", NULL};
        char *configuration = scene_configuration("recovery 4mi", 1883);
        struct daemon_peer *daemon = daemon_peer_new(configuration);

        (void) state;
        free(configuration);
        daemon_peer_start(daemon, fast);
        assert_int_equal(daemon_peer_end(daemon, 0), 2);
        assert_non_null(strstr(daemon_peer_said(daemon), "--bus"));
        daemon_peer_free(daemon);
}

/* The supervisor is told WORD: the whole datagram in RET. */
static void
wait_told(int fd, const char *word, char *ret, size_t size)
{
        struct pollfd told = {.fd = fd, .events = POLLIN};
        int64_t until = boottime_us() + PATIENCE_MS * INT64_C(1000);

        while (boottime_us() < until) {
                ssize_t n = recv(fd, ret, size - 1, 0);
                ret[n > 0 ? n : 0] = '\0';
                if (n > 0 && strncmp(ret, word, strlen(word)) == 0)
                        return;
                if (n <= 0)
                        poll(&told, 1, 100);
        }
        fail_msg("the supervisor is never told %s", word);
}

static void
it_is_ready_though_nobody_is_there(void **state)
{
        static const char *const nowhere[] = {"--bus", "unix:path=/nonexistent/bus", NULL};
        char *configuration = scene_configuration("recovery 4mi", free_port());
        struct daemon_peer *daemon = daemon_peer_new(configuration);
        int fd = daemon_peer_supervise(daemon, "400000");
        char told[512];

        (void) state;
        free(configuration);
        daemon_peer_start(daemon, nowhere);
        wait_told(fd, "STATUS=", told, sizeof(told));
        assert_non_null(strstr(told, "anna idle; ")); /* for people: no numbers of states, no braces */
        assert_non_null(strstr(told, "mqtt: "));
        wait_told(fd, "READY=1", told, sizeof(told));
        wait_told(fd, "WATCHDOG=1", told, sizeof(told));
        wait_told(fd, "WATCHDOG=1", told, sizeof(told));
        assert_int_equal(daemon_peer_end(daemon, SIGTERM), 0);
        wait_told(fd, "STOPPING=1", told, sizeof(told));
        daemon_peer_free(daemon);
}

/* ---- at rest ---------------------------------------------------------------------------- */

static long
context_switches(pid_t pid)
{
        char path[300], line[128];
        long sum = 0, n;
        struct dirent *task;
        DIR *tasks;

        snprintf(path, sizeof(path), "/proc/%d/task", (int) pid);
        tasks = opendir(path);
        assert_non_null(tasks);
        while ((task = readdir(tasks)) != NULL) {
                snprintf(path, sizeof(path), "/proc/%d/task/%s/status", (int) pid, task->d_name);
                FILE *file = task->d_name[0] == '.' ? NULL : fopen(path, "re");
                while (file && fgets(line, sizeof(line), file))
                        if (sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1)
                                sum += n;
                if (file)
                        fclose(file);
        }
        closedir(tasks);
        return sum;
}

/* A figure to look at, not a limit: other machines have other noise. */
static void
at_rest_it_sleeps(void **state)
{
        static const char *const still[] = {NULL};
        struct scene scene;
        const char *options[] = {"--bus", NULL, NULL};
        long before, after;

        (void) state;
        scene_set(&scene, 2, "recovery 4mi", NULL);
        assert_int_equal(pd_fake_peer_new(pd_private_bus_address(scene.bus), still, &scene.fake), 0);
        options[1] = pd_private_bus_address(scene.bus);
        daemon_peer_start(scene.daemon, options);
        for (const char *const *sensor = (const char *const[]) {STRAP, POD, NULL}; *sensor; sensor++) {
                char topic[64];
                snprintf(topic, sizeof(topic), "/sensor/%s", *sensor);
                assert_int_not_equal(subscriber_wait(scene.subscriber, 0, topic, "\"connected\":true", PATIENCE_MS), SIZE_MAX);
        }
        before = context_switches(daemon_peer_pid(scene.daemon));
        subscriber_listen_until(scene.subscriber, boottime_us() + 10000000);
        after = context_switches(daemon_peer_pid(scene.daemon));
        printf("10 s at rest, sensors linked and silent: %ld wake-ups\n", after - before);
        assert_true(after >= before && before > 0);
        assert_int_equal(daemon_peer_end(scene.daemon, SIGTERM), 0);
        scene_clear(&scene);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_mistake_in_the_configuration_is_shown_at_its_line),
                cmocka_unit_test(a_file_that_is_not_there_does_not_read_well),
                cmocka_unit_test(a_sound_configuration_is_said_to_be_sound),
                cmocka_unit_test(a_fast_clock_is_for_trials_only),
                cmocka_unit_test(it_is_ready_though_nobody_is_there),
                cmocka_unit_test(alerts_raised_while_the_broker_is_away_arrive_once_under_their_ids),
                cmocka_unit_test(bluez_may_come_late_and_die_in_mid_run),
                cmocka_unit_test(a_stop_in_mid_run_reports_and_the_session_goes_on),
                cmocka_unit_test(started_after_ten_minutes_the_session_has_ended_at_its_last_movement),
                cmocka_unit_test(two_athletes_minds_stay_apart),
                cmocka_unit_test(at_rest_it_sleeps),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
