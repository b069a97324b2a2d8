/* SPDX-License-Identifier: MIT */
/* The client and the daemon that it speaks to, in a run from its start to its stop. */
#include "whole/scene.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#define RATE 30
#define SAID_SIZE 8192

static struct scene scene;
static char said[SAID_SIZE];

static int
set_up(void **state)
{
        (void) state;
        scene_set(&scene, RATE, "recovery 4mi", NULL);
        return 0;
}

static int
tear_down(void **state)
{
        (void) state;
        scene_clear(&scene);
        return 0;
}

/* The client's exit status; what it says on both outputs stands in `said`. */
static int
client(const char *words)
{
        char command[512];
        FILE *pipe;
        int status;

        snprintf(command, sizeof(command), "%s %s --bus %s 2>&1", PD_CLIENT, words, pd_private_bus_address(scene.bus));
        pipe = popen(command, "re");
        assert_non_null(pipe);
        said[fread(said, 1, sizeof(said) - 1, pipe)] = '\0';
        status = pclose(pipe);
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
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
        assert_says("note --athlete anna new shoes", 0, "Done.");
        assert_says("rpe 11", 2, "a number from 1");
        assert_says("pause --athlete ben", 1, "I know anna.");
        assert_says("stop weather", 0, "Done.");
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
        scene_stop(&scene);
        assert_says("status", 1, "sudo systemctl start purposed");
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(a_run_is_started_and_stopped_by_command, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
