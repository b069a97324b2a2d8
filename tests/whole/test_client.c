/* SPDX-License-Identifier: MIT */
/* The client and the daemon that it speaks to, in a run from its start to its stop. */
#include "whole/easy_run.h"

#include "support/cm.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SAID_SIZE 8192

static char said[SAID_SIZE];

static int
client(const char *words)
{
        return scene_client(&scene, words, said, sizeof(said));
}

static void
assert_says(const char *words, int status, const char *part)
{
        int r = client(words);

        if (r != status || strstr(said, part) == NULL)
                print_error("purposectl %s: status %d, said: %s\n", words, r, said);
        assert_int_equal(r, status);
        assert_non_null(strstr(said, part));
}

/* What a pipe is told, up to the first line with PART in it. */
static void
assert_watch_tells(const char *part)
{
        char command[512];
        FILE *pipe;

        snprintf(command, sizeof(command), "%s watch --athlete anna --bus %s | grep -m1 -e '%s'", PD_CLIENT,
                pd_private_bus_address(scene.bus), part);
        pipe = popen(command, "re");
        assert_non_null(pipe);
        assert_true(fread(said, 1, sizeof(said) - 1, pipe) > 0);
        assert_int_equal(pclose(pipe), 0);
}

static void
a_run_is_started_and_stopped_by_command(void **state)
{
        size_t from;

        (void) state;
        scene_run(&scene, STORY1, false);
        scene_start(&scene);
        assert_int_not_equal(subscriber_wait(scene.subscriber, 0, "/session", "\"armed\"", PATIENCE_MS), SIZE_MAX);
        assert_says("status", 0, "anna: ");
        assert_says("status", 0, "mqtt: connected");
        client("start"); /* the runner may have been faster */
        from = scene_wait_alert(&scene, 0, "session_started");
        assert_says("start", 1, "A session is running already.");
        assert_says("status --json", 0, "\"state\":\"running\"");
        assert_watch_tells("^anna -- running");
        assert_watch_tells("^anna .* bpm .*min/mi .* mi ");
        assert_says("note --athlete anna new shoes", 0, "Noted.");
        assert_says("rpe 11", 2, "a number from 1");
        assert_says("pause --athlete ben", 1, "I know anna.");
        scene_wait_second(&scene, 10);
        assert_says("stop weather", 0, "The session is over.");
        from = scene_wait_final(&scene, from);
        assert_non_null(strstr(subscriber_heard(scene.subscriber, from)->payload, "\"note\":\"new shoes\""));
        assert_non_null(strstr(subscriber_heard(scene.subscriber, from)->payload, "\"stopped\":\"weather\""));
        /* At once: the card may still be busy with the run, whoever asks is not told so. */
        assert_says("rpe 4", 0, "Noted.");
        assert_says("free", 0, "It was a free run.");
        from = scene_wait_final(&scene, from + 1);
        assert_non_null(strstr(subscriber_heard(scene.subscriber, from)->payload, "\"revision\":2"));
        from = scene_wait_final(&scene, from + 1);
        assert_non_null(strstr(subscriber_heard(scene.subscriber, from)->payload, "\"revision\":3"));
        assert_says("session show", 0, "4 of 10");
        assert_says("explain last 0:05", 0, "  Speed: ");
        assert_says("explain last 9:59:59", 1, "The session is only ");
        assert_says("explain last noon", 2, "See purposectl explain --help");
        scene_stop(&scene);
        assert_says("status", 1, "sudo systemctl start purposed");
}

/* 2.5 m/s of a pod that makes 1 W a kg of 70 for each m/s, and 0 to 2 W besides. */
static void
the_power_of_a_pod_is_told_from_the_radio_to_the_broker(void **state)
{
        size_t summary;

        (void) state;
        scene_run_text(&scene, "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\nsensors strap pod power\n"
                               "0:00 speed 2.5\n59:00 end\n");
        scene_start(&scene);
        scene_wait_alert(&scene, 0, "session_started");
        assert_int_not_equal(subscriber_wait(scene.subscriber, 0, "/live", "\"power_w\":176,", PATIENCE_MS), SIZE_MAX);
        assert_watch_tells("^anna .*  176 W");
        /* Half a kilometre is a session. */
        assert_int_not_equal(subscriber_wait(scene.subscriber, 0, "/live", "\"distance_text\":\"0.35 mi\"", PATIENCE_MS), SIZE_MAX);
        assert_says("stop weather", 0, "The session is over.");
        summary = scene_wait_final(&scene, 0);
        assert_int_equal(scene_number(&scene, summary, "power_avg_w"), 176);
        assert_says("session show", 0, "power        176 W");
        assert_says("explain last 0:20", 0, "Power: 17");
        scene_stop(&scene);
}

static void
assert_doctor_says(int status, const char *part)
{
        char words[512];

        snprintf(words, sizeof(words), "doctor --config %s", daemon_peer_configuration(scene.daemon));
        assert_says(words, status, part);
}

/* The bus of a test has no systemd: what else is ill on a machine of tests is not ours to say. */
static void
the_doctor_sees_what_is_well_and_what_is_not(void **state)
{
        (void) state;
        assert_doctor_says(1, "ILL   purposed            the daemon does not run\n");
        assert_non_null(strstr(said, "-> Start it:\n                          sudo systemctl start purposed\n"));
        assert_non_null(strstr(said, "well  broker              somebody listens at"));
        scene_run(&scene, STORY1, false);
        scene_start(&scene);
        assert_int_not_equal(subscriber_wait(scene.subscriber, 0, "/session", "\"armed\"", PATIENCE_MS), SIZE_MAX);
        assert_says("doctor surplus", 2, "takes no words");
        assert_says("doctor --config /nowhere", 1, "cannot be read");
        assert_doctor_says(0, "adapter hci0");
        assert_non_null(strstr(said, "mqtt: connected"));
        assert_non_null(strstr(said, STRAP));
        assert_says("status --json", 0, "\"strangers\":[]");
        assert_says("sensors release " POD, 0, "is released");
        assert_doctor_says(0, "purposectl sensors take " POD);
        broker_stop(scene.broker, SIGKILL);
        assert_says("status", 0, "mqtt: ");
        assert_doctor_says(1, "ILL   broker");
        assert_non_null(strstr(said, ": nobody listens there"));
}

/* Twenty minutes of a watch, two days before the stories. */
static void
write_watch(char ret_path[static 256])
{
        FILE *file;

        snprintf(ret_path, 256, "%s/watch.tcx", daemon_peer_directory(scene.daemon));
        file = fopen(ret_path, "we");
        assert_non_null(file);
        fputs("<?xml version=\"1.0\"?><TrainingCenterDatabase xmlns=\"http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2\">"
              "<Activities><Activity Sport=\"Running\"><Id>2026-11-20T08:00:00Z</Id><Lap StartTime=\"2026-11-20T08:00:00Z\"><Track>\n",
                file);
        for (int i = 0; i < 1200; i++)
                fprintf(file, "<Trackpoint><Time>2026-11-20T08:%02d:%02dZ</Time><DistanceMeters>%d.%d</DistanceMeters><HeartRateBpm>"
                              "<Value>130</Value></HeartRateBpm></Trackpoint>\n", i / 60, i % 60, i * 25 / 10, i * 25 % 10);
        fputs("</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n", file);
        fclose(file);
}

static void
assert_import_says(const char *path, int status, const char *part)
{
        const char *directory = daemon_peer_directory(scene.daemon);
        char command[1024];
        FILE *pipe;
        int r;

        snprintf(command, sizeof(command), "%s import %s --config %s --run-dir %s/run --state-dir %s/state 2>&1", PD_CLIENT, path,
                daemon_peer_configuration(scene.daemon), directory, directory);
        pipe = popen(command, "re");
        assert_non_null(pipe);
        said[fread(said, 1, sizeof(said) - 1, pipe)] = '\0';
        r = pclose(pipe);
        if (WEXITSTATUS(r) != status || strstr(said, part) == NULL)
                print_error("%s\nstatus %d, said: %s\n", command, r, said);
        assert_int_equal(WEXITSTATUS(r), status);
        assert_non_null(strstr(said, part));
}

static void
the_daemon_imports_what_the_client_hands_in(void **state)
{
        char path[256];

        (void) state;
        scene_run_text(&scene, "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n0:00 stand\n59:00 end\n");
        scene_start(&scene);
        assert_int_not_equal(subscriber_wait(scene.subscriber, 0, "/session", "\"armed\"", PATIENCE_MS), SIZE_MAX);
        write_watch(path);
        assert_import_says(path, 0, "1 imported, 0 improved, 0 known, 0 refused");
        assert_int_not_equal(subscriber_wait(scene.subscriber, 0, "/summary", "20261120T0800", PATIENCE_MS), SIZE_MAX);
        assert_says("session list", 0, "2026-11-20");
        assert_import_says(path, 0, "0 imported, 0 improved, 1 known, 0 refused");
        assert_import_says(daemon_peer_configuration(scene.daemon), 1, "no format that I know");
        assert_import_says("/nowhere.fit", 1, "No such file");
        scene_stop(&scene);
}

static void
write_plan(void)
{
        char path[256];
        FILE *file;

        snprintf(path, sizeof(path), "%s/plans", daemon_peer_directory(scene.daemon));
        assert_int_equal(mkdir(path, 0700), 0);
        snprintf(path, sizeof(path), "%s/plans/anna.yaml", daemon_peer_directory(scene.daemon));
        file = fopen(path, "we");
        assert_non_null(file);
        fputs("goal: to be awake\nschedule:\n  monday: easy 31m\n  tuesday: easy 32m\n  wednesday: easy 33m\n  thursday: easy 34m\n"
              "  friday: easy 35m\n  saturday: easy 36m\n  sunday: easy 37m\n",
                file);
        assert_int_equal(fclose(file), 0);
}

static void
the_daemon_knows_what_became_of_the_plan(void **state)
{
        (void) state;
        write_plan();
        scene_start(&scene);
        assert_int_not_equal(subscriber_wait(scene.subscriber, 0, "/anna/plan", "easy 3", PATIENCE_MS), SIZE_MAX);
        assert_says("plan show", 0, "  planned: 7 sessions, 0 hard, about 3:58 h\n");
        assert_null(strstr(said, "swapped"));
        assert_says("swap today tomorrow", 0, "");
        assert_says("plan show --weeks 2", 0, "(swapped)");
        assert_says("plan today --json", 0, "\"purpose\":\"easy\",");
        assert_says("plan show --week 2026-11-25 --athlete ben", 1, "I know anna.");
        scene_stop(&scene);
        client("plan show");
        assert_non_null(strstr(said, "the daemon does not run; this is from the file alone"));
}

/* Twice the same: the second one is 5 % longer by order. */
static void
a_pod_is_calibrated_for_the_next_run_and_after_a_restart(void **state)
{
        char words[64];
        size_t from;
        long first, second;

        (void) state;
        scene_run_text(&scene, "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n"
                               "0:00 speed 4.0\n5:00 stand\n10:00 speed 4.0\n15:00 stand\n59:00 end\n");
        scene_start(&scene);
        from = subscriber_wait(scene.subscriber, 0, "/session", "\"paused\"", PATIENCE_MS);
        assert_int_not_equal(from, SIZE_MAX);
        assert_says("calibrate 1200mtr", 1, "Somebody runs");
        assert_says("stop", 0, "The session is over.");
        from = scene_wait_final(&scene, from);
        first = scene_number(&scene, from, "distance_m");
        assert_in_range(first, 1150, 1205);
        snprintf(words, sizeof(words), "calibrate %ldmtr", first + first / 20);
        assert_says(words, 0, "short: from the next session on its distance counts times 1.0");
        assert_says("sensors list", 0, "times 1.0");
        from = subscriber_wait(scene.subscriber, from, "/session", "\"paused\"", PATIENCE_MS);
        assert_int_not_equal(from, SIZE_MAX);
        assert_says("stop", 0, "The session is over.");
        from = scene_wait_final(&scene, from);
        second = scene_number(&scene, from, "distance_m");
        assert_in_range(second, 1200 * 104 / 100, 1200 * 106 / 100);
        scene_stop(&scene);
        scene_start(&scene);
        assert_int_not_equal(subscriber_wait(scene.subscriber, scene.before, "/status", "online", PATIENCE_MS), SIZE_MAX);
        assert_says("sensors list --json", 0, "\"factor\":1.0");
        scene_stop(&scene);
}

/* Until `status` says so: bluetoothd and the daemon take their time. */
static void
wait_for_status(const char *part)
{
        for (int i = 0; i < 100 && (client("status") != 0 || strstr(said, part) == NULL); i++)
                ;
        assert_says("status", 0, part);
}

static void
a_released_strap_is_let_go_in_mid_session_and_stays_so_over_a_restart(void **state)
{
        (void) state;
        scene_run(&scene, STORY1, false);
        scene_start(&scene);
        (void) scene_wait_alert(&scene, 0, "session_started");
        assert_says("sensors release virtual strap", 0, "The session goes on without what it measures: anna.");
        wait_for_status("1 of 1 sensors live, 1 released");
        assert_says("sensors list", 0, STRAP "  anna  released  Virtual Strap");
        assert_says("status --json", 0, "\"state\":\"running\"");
        assert_says("discard", 0, "");
        scene_stop(&scene);
        scene_start(&scene);
        assert_int_not_equal(subscriber_wait(scene.subscriber, scene.before, "/status", "online", PATIENCE_MS), SIZE_MAX);
        wait_for_status("1 of 1 sensors live, 1 released");
        assert_says("sensors list --json", 0, "\"connected\":false,\"released\":true");
        assert_says("sensors take " STRAP, 0, STRAP " is anna's again");
        wait_for_status("2 of 2 sensors live");
        scene_stop(&scene);
}

#define RENEWED "D0:00:00:00:00:09" /* nobody is there */

static void
an_address_that_nobody_has_heard_replaces_nothing(void **state)
{
        (void) state;
        scene_run(&scene, STORY1, false);
        scene_start(&scene);
        (void) scene_wait_alert(&scene, 0, "session_started");
        assert_says("sensors identify " STRAP, 1, STRAP " is enrolled for anna: purposectl watch");
        assert_says("sensors replace " STRAP " " RENEWED, 1, "Nothing was heard of " RENEWED);
        wait_for_status("2 of 2 sensors live");
        assert_says("discard", 0, "");
        scene_stop(&scene);
}

static void
a_strap_with_a_new_battery_is_asked_about_and_replaced(void **state)
{
        size_t question;

        (void) state;
        scene_run(&scene, STORY1, false);
        scene_start(&scene);
        (void) scene_wait_alert(&scene, 0, "session_started");
        assert_true(pd_fake_peer_command(scene.fake, "strap address changes"));
        question = subscriber_wait(scene.subscriber, 0, "/alert", "A new battery?", PATIENCE_MS);
        assert_int_not_equal(question, SIZE_MAX);
        assert_non_null(strstr(subscriber_heard(scene.subscriber, question)->payload,
                "Is there a new battery in your Virtual Strap? purposectl sensors replace " STRAP " C0:00:00:00:01:01"));
        assert_says("sensors replace " STRAP " C0:00:00:00:01:01", 0, "C0:00:00:00:01:01 is anna's Virtual Strap now");
        wait_for_status("2 of 2 sensors live");
        assert_says("status --json", 0, "\"state\":\"running\"");
        assert_int_equal(scene_count_alerts(&scene, "question"), 1);
        assert_says("discard", 0, "");
        scene_stop(&scene);
        scene_start(&scene);
        assert_int_not_equal(subscriber_wait(scene.subscriber, scene.before, "/status", "online", PATIENCE_MS), SIZE_MAX);
        assert_says("sensors list --json", 0, "{\"address\":\"C0:00:00:00:01:01\",\"athlete\":\"anna\"");
        wait_for_status("2 of 2 sensors live");
        assert_says("sensors replace C0:00:00:00:01:01 " STRAP, 0, STRAP " is anna's Virtual Strap now"); /* it was a mistake */
        wait_for_status("1 of 2 sensors live");
        scene_stop(&scene);
}

/* A configuration without the pod: it is nobody's. */
static int
set_up_slowly(void **state)
{
        char *before, *section, path[512];
        FILE *file;

        (void) state;
        scene_set(&scene, 10, "recovery 4mi", NULL);
        before = scene_configuration("recovery 4mi", broker_port(scene.broker));
        section = strstr(before, "[sensor " POD "]");
        assert_non_null(section);
        snprintf(path, sizeof(path), "%s", daemon_peer_configuration(scene.daemon));
        file = fopen(path, "we");
        assert_non_null(file);
        assert_true(fprintf(file, "%.*s%s", (int) (section - before), before, strstr(section, "[mqtt]")) > 0);
        assert_int_equal(fclose(file), 0);
        free(before);
        return 0;
}

static void
a_pod_is_identified_and_then_enrolled(void **state)
{
        (void) state;
        scene_run(&scene, STORY1, false);
        scene_start(&scene);
        wait_for_status("1 of 1 sensors live");
        assert_says("sensors identify c0:00:00:00:00:02", 0, "Is it yours? purposectl sensors enroll " POD);
        assert_non_null(strstr(said, "Virtual Pod: footpod"));
        assert_says("sensors list --json", 0, "[{\"address\":\"" STRAP "\"");
        assert_null(strstr(said, POD));
        assert_says("sensors enroll c0:00:00:00:00:02", 0, "is anna's now.");
        wait_for_status("2 of 2 sensors live");
        assert_says("sensors list", 0, POD "  anna ");
        scene_stop(&scene);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(the_daemon_knows_what_became_of_the_plan, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_run_is_started_and_stopped_by_command, set_up, tear_down),
                cmocka_unit_test_setup_teardown(the_power_of_a_pod_is_told_from_the_radio_to_the_broker, set_up, tear_down),
                cmocka_unit_test_setup_teardown(the_doctor_sees_what_is_well_and_what_is_not, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_pod_is_calibrated_for_the_next_run_and_after_a_restart, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_released_strap_is_let_go_in_mid_session_and_stays_so_over_a_restart, set_up, tear_down),
                cmocka_unit_test_setup_teardown(an_address_that_nobody_has_heard_replaces_nothing, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_strap_with_a_new_battery_is_asked_about_and_replaced, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_pod_is_identified_and_then_enrolled, set_up_slowly, tear_down),
                cmocka_unit_test_setup_teardown(the_daemon_imports_what_the_client_hands_in, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
