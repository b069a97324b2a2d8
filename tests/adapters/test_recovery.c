/* SPDX-License-Identifier: MIT */
/* purposed-recovery as a process, and its way to systemd against a systemd
 * that is a process of the test's own. */
#include "recovery/service.h"
#include "support/private_bus.h"
#include "support/scratch.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <cmocka.h>

#define JOB "/org/freedesktop/systemd1/job/7"

/* ---- systemd ---- */

/* What becomes of the job; NULL: it is refused. */
static const char *outcome;

static void
end_job(sd_bus *bus, const char *path, const char *result)
{
        sd_bus_emit_signal(bus, "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", "JobRemoved", "uoss", 7, path,
                "bluetooth.service", result);
}

static int
restart_unit(sd_bus_message *message, void *user, sd_bus_error *error)
{
        sd_bus *bus = sd_bus_message_get_bus(message);
        const char *unit, *mode;

        (void) user;
        if (sd_bus_message_read(message, "ss", &unit, &mode) < 0 || strcmp(unit, "bluetooth.service") != 0 || strcmp(mode, "replace") != 0)
                return sd_bus_error_set(error, SD_BUS_ERROR_INVALID_ARGS, "not what was expected");
        if (!outcome)
                return sd_bus_error_set(error, SD_BUS_ERROR_ACCESS_DENIED, "not you");
        end_job(bus, JOB "0", "failed"); /* somebody else's */
        sd_bus_reply_method_return(message, "o", JOB);
        end_job(bus, JOB, outcome);
        return 1;
}

static const sd_bus_vtable manager[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("TryRestartUnit", "ss", "o", restart_unit, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_SIGNAL("JobRemoved", "uoss", 0),
        SD_BUS_VTABLE_END,
};

/* In the child; says so on FD once it can be called. */
static void
be_systemd(const char *address, int fd)
{
        sd_bus *bus = NULL;

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (sd_bus_new(&bus) < 0 || sd_bus_set_address(bus, address) < 0 || sd_bus_set_bus_client(bus, true) < 0 || sd_bus_start(bus) < 0
                || sd_bus_add_object_vtable(
                           bus, NULL, "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager", manager, NULL)
                        < 0
                || sd_bus_request_name(bus, "org.freedesktop.systemd1", 0) < 0 || write(fd, "1", 1) != 1)
                _exit(1);
        for (;;)
                if (sd_bus_process(bus, NULL) == 0)
                        sd_bus_wait(bus, UINT64_MAX);
}

static int
restart_with(const char *result)
{
        struct pd_private_bus *bus = NULL;
        int ready[2], r;
        pid_t systemd;
        char byte;

        assert_int_equal(pd_private_bus_new(&bus), 0);
        assert_int_equal(pipe(ready), 0);
        outcome = result;
        systemd = fork();
        assert_true(systemd >= 0);
        if (systemd == 0)
                be_systemd(pd_private_bus_address(bus), ready[1]);
        close(ready[1]);
        assert_int_equal(read(ready[0], &byte, 1), 1);
        close(ready[0]);
        r = pd_service_restart(pd_private_bus_address(bus));
        kill(systemd, SIGKILL);
        assert_int_equal(waitpid(systemd, NULL, 0), systemd);
        pd_private_bus_free(bus);
        return r;
}

static void
a_restart_is_what_becomes_of_its_job(void **state)
{
        (void) state;
        assert_int_equal(restart_with("done"), 0);
        assert_int_equal(restart_with("failed"), -EIO);
        assert_int_equal(restart_with("canceled"), -EIO);
        assert_int_equal(restart_with(NULL), -EACCES);
}

static void
without_a_bus_or_a_systemd_it_fails_at_once(void **state)
{
        struct pd_private_bus *bus = NULL;

        (void) state;
        assert_true(pd_service_restart("unix:path=/nowhere/bus") < 0);
        assert_int_equal(pd_private_bus_new(&bus), 0);
        assert_true(pd_service_restart(pd_private_bus_address(bus)) < 0);
        pd_private_bus_free(bus);
}

/* ---- the program ---- */

/* What it answers to LINE, with its stamp in FOLDER; "" if nothing. RET is its exit status. */
static int
run_program(const char *folder, const char *line, char ret_answer[static 256])
{
        int pair[2], status;
        ssize_t n;
        pid_t child;

        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        child = fork();
        assert_true(child >= 0);
        if (child == 0) {
                if (folder)
                        setenv("RUNTIME_DIRECTORY", folder, 1);
                dup2(pair[1], STDIN_FILENO);
                execl(PD_RECOVERY, PD_RECOVERY, (char *) NULL);
                _exit(127);
        }
        close(pair[1]);
        (void) !send(pair[0], line, strlen(line), MSG_NOSIGNAL); /* it may have ended already */
        n = recv(pair[0], ret_answer, 255, 0);
        ret_answer[n > 0 ? n : 0] = '\0';
        close(pair[0]);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFEXITED(status));
        return WEXITSTATUS(status);
}

static void
the_program_answers_and_acts_once_in_five_minutes(void **state)
{
        char answer[256];

        assert_int_equal(run_program(*state, "reset hci0\n", answer), 0);
        assert_non_null(strstr(answer, "failed: expected one line"));
        assert_int_equal(run_program(*state, "reset AA:BB:CC:DD:EE:FF\n", answer), 0);
        assert_string_equal(answer, "failed: no adapter has the address AA:BB:CC:DD:EE:FF\n");
        assert_int_equal(run_program(*state, "restart\n", answer), 0);
        assert_non_null(strstr(answer, "failed: too soon after the last time; in "));
}

static void
by_hand_it_says_that_it_is_not_for_that(void **state)
{
        char answer[256];

        (void) state;
        unsetenv("RUNTIME_DIRECTORY");
        assert_int_equal(run_program(NULL, "restart\n", answer), 2);
        assert_string_equal(answer, "");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_restart_is_what_becomes_of_its_job),
                cmocka_unit_test(without_a_bus_or_a_systemd_it_fails_at_once),
                cmocka_unit_test_setup_teardown(the_program_answers_and_acts_once_in_five_minutes, scratch_set_up, scratch_tear_down),
                cmocka_unit_test(by_hand_it_says_that_it_is_not_for_that),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
