/* SPDX-License-Identifier: MIT */
/* What the daemon's exit status says when it cannot start: whether to try again. */
#include "support/cm.h"
#include "support/daemon_peer.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define ATHLETE "[athlete anna]\nhr_max = 186\n"

/* A bus on which nobody is, so that the machine's own is left in peace. */
#define NO_BUS "--bus", "unix:path=/nonexistent/bus"

/* Starts it, and expects STATUS and that it says WORD. */
static void
ends_with(struct daemon_peer *daemon, const char *const *options, int status, const char *word)
{
        daemon_peer_start(daemon, options);
        assert_int_equal(daemon_peer_end(daemon, 0), status);
        if (!strstr(daemon_peer_said(daemon), word))
                print_error("expected %s in:\n%s\n", word, daemon_peer_said(daemon));
        assert_non_null(strstr(daemon_peer_said(daemon), word));
}

static void
a_wrong_option_is_two(void **state)
{
        static const char *const options[] = {"--nonsense", NULL};
        struct daemon_peer *daemon = daemon_peer_new(ATHLETE);

        (void) state;
        ends_with(daemon, options, 2, "--help");
        daemon_peer_free(daemon);
}

static void
settings_that_make_no_sense_are_the_configuration_s_fault(void **state)
{
        static const char *const options[] = {NO_BUS, NULL};
        struct daemon_peer *daemon = daemon_peer_new(ATHLETE "[mqtt]\nbase = a/#\n");

        (void) state;
        ends_with(daemon, options, 78, "is no topic");
        daemon_peer_free(daemon);
}

static void
whatever_else_is_missing_may_be_there_next_time(void **state)
{
        static const char *const options[] = {NO_BUS, NULL};
        struct daemon_peer *daemon = daemon_peer_new(ATHLETE "[mqtt]\nusername = pi\npassword_file = /nonexistent\n");
        char run[64];

        (void) state;
        ends_with(daemon, options, 1, "/nonexistent");
        daemon_peer_free(daemon);

        daemon = daemon_peer_new(ATHLETE);
        snprintf(run, sizeof(run), "%s/run", daemon_peer_directory(daemon));
        assert_int_equal(rmdir(run), 0);
        ends_with(daemon, options, 1, "--run-dir");
        daemon_peer_free(daemon);
}

static void
a_second_one_does_not_touch_the_first_one_s_tails(void **state)
{
        static const char *const options[] = {NO_BUS, NULL};
        struct daemon_peer *daemon = daemon_peer_new(ATHLETE);
        char run[64];
        int fd;

        (void) state;
        snprintf(run, sizeof(run), "%s/run", daemon_peer_directory(daemon));
        fd = open(run, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
        ends_with(daemon, options, 1, "already running");
        close(fd);
        daemon_peer_free(daemon);
}

#define PASSWORD "s#same  street"
#define PATIENCE_US 30000000

static void
wait_until_it_says(struct daemon_peer *daemon, const char *word)
{
        int64_t until = boottime_us() + PATIENCE_US;

        while (!strstr(daemon_peer_said(daemon), word)) {
                assert_true(boottime_us() < until);
                (void) poll(NULL, 0, 10);
        }
}

static void
a_password_stands_neither_in_the_log_nor_in_the_command_line(void **state)
{
        static const char *const options[] = {NO_BUS, NULL};
        struct daemon_peer *daemon = daemon_peer_new(ATHLETE "[mqtt]\nhost = 127.0.0.1\nport = 1\n"); /* nobody listens */
        char path[64], line[4096];
        size_t n;
        FILE *f;

        (void) state;
        setenv("PURPOSED_MQTT_USERNAME", "pi", 1);
        setenv("PURPOSED_MQTT_PASSWORD", PASSWORD, 1);
        setenv("DEBUG_INVOCATION", "1", 1);
        daemon_peer_start(daemon, options);
        wait_until_it_says(daemon, "cannot reach mqtt broker 127.0.0.1:1");
        snprintf(path, sizeof(path), "/proc/%d/cmdline", (int) daemon_peer_pid(daemon));
        f = fopen(path, "re");
        assert_non_null(f);
        n = fread(line, 1, sizeof(line), f);
        fclose(f);
        assert_true(n > 0);
        assert_null(memmem(line, n, "s#same", strlen("s#same")));
        assert_int_equal(daemon_peer_end(daemon, SIGTERM), 0);
        assert_null(strstr(daemon_peer_said(daemon), "s#same"));
        unsetenv("PURPOSED_MQTT_USERNAME");
        unsetenv("PURPOSED_MQTT_PASSWORD");
        unsetenv("DEBUG_INVOCATION");
        daemon_peer_free(daemon);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_wrong_option_is_two),
                cmocka_unit_test(settings_that_make_no_sense_are_the_configuration_s_fault),
                cmocka_unit_test(whatever_else_is_missing_may_be_there_next_time),
                cmocka_unit_test(a_password_stands_neither_in_the_log_nor_in_the_command_line),
                cmocka_unit_test(a_second_one_does_not_touch_the_first_one_s_tails),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
