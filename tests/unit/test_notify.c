/* SPDX-License-Identifier: MIT */
/* The supervisor's side: a socket that reads what the service says. */
#include "notify.h"

#include "loop_clock.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#define PATIENCE_MS 5000 /* before a message that must come is given up */

struct rig {
        int supervisor;
        sd_event *event;
        struct pd_notify *notify;
        char heard[512];
};

static int
set_up(void **state)
{
        struct rig *rig = calloc(1, sizeof(*rig));
        /* An abstract name of the kernel's choice: nothing to remove. */
        struct sockaddr_un address = { .sun_family = AF_UNIX };
        socklen_t size = sizeof(sa_family_t);
        char name[128];

        rig->supervisor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        assert_int_equal(bind(rig->supervisor, (struct sockaddr *) &address, size), 0);
        size = sizeof(address);
        assert_int_equal(getsockname(rig->supervisor, (struct sockaddr *) &address, &size), 0);
        snprintf(name, sizeof(name), "@%.*s", (int) (size - sizeof(sa_family_t) - 1), address.sun_path + 1);
        setenv("NOTIFY_SOCKET", name, 1);
        unsetenv("WATCHDOG_USEC");
        unsetenv("WATCHDOG_PID");
        assert_true(sd_event_new(&rig->event) >= 0);
        *state = rig;
        return 0;
}

static int
tear_down(void **state)
{
        struct rig *rig = *state;

        pd_notify_free(rig->notify);
        sd_event_unref(rig->event);
        close(rig->supervisor);
        free(rig);
        return 0;
}

/* The next message, if one is there already. */
static const char *
heard(struct rig *rig)
{
        ssize_t n = recv(rig->supervisor, rig->heard, sizeof(rig->heard) - 1, 0);

        rig->heard[n > 0 ? n : 0] = '\0';
        return rig->heard;
}

static void
watch(struct rig *rig, const char *usec)
{
        setenv("WATCHDOG_USEC", usec, 1);
        assert_int_equal(pd_notify_new(rig->event, &rig->notify), 0);
}

static void
ready_and_stopping_are_said(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(pd_notify_ready(), 0);
        assert_string_equal(heard(rig), "READY=1");
        assert_int_equal(pd_notify_stopping(), 0);
        assert_string_equal(heard(rig), "STOPPING=1");
}

static void
a_status_is_said_once_on_one_line(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(pd_notify_new(rig->event, &rig->notify), 0);
        assert_int_equal(pd_notify_status(rig->notify, "2 sensors"), 0);
        assert_string_equal(heard(rig), "STATUS=2 sensors");
        assert_int_equal(pd_notify_status(rig->notify, "2 sensors"), 0);
        assert_string_equal(heard(rig), "");
        assert_int_equal(pd_notify_status(rig->notify, "3\nREADY=1"), 0);
        assert_string_equal(heard(rig), "STATUS=3?READY=1");
}

static void
without_a_supervisor_nothing_is_said_and_nothing_fails(void **state)
{
        struct rig *rig = *state;

        unsetenv("NOTIFY_SOCKET");
        assert_int_equal(pd_notify_new(rig->event, &rig->notify), 0);
        assert_int_equal(pd_notify_ready(), 0);
        assert_int_equal(pd_notify_status(rig->notify, "x"), 0);
        assert_int_equal(pd_notify_turned(rig->notify), 0);
        assert_string_equal(heard(rig), "");
}

static void
a_turn_within_half_the_period_feeds_nothing(void **state)
{
        struct rig *rig = *state;

        watch(rig, "3600000000");
        for (int i = 0; i < 1000; i++)
                assert_int_equal(pd_notify_turned(rig->notify), 0);
        assert_string_equal(heard(rig), "");
}

static void
a_quiet_daemon_has_a_turn_and_feeds_by_half_the_period(void **state)
{
        struct rig *rig = *state;
        pd_usec begun = pd_boottime_now();

        watch(rig, "40000");
        for (int fed = 0; fed < 3;) {
                assert_true(sd_event_run(rig->event, PATIENCE_MS * 1000) > 0);
                assert_int_equal(pd_notify_turned(rig->notify), 0);
                fed += strcmp(heard(rig), "WATCHDOG=1") == 0;
        }
        assert_true(pd_boottime_now() - begun >= 3 * 20 * PD_MSEC);
}

static int
on_busy(sd_event_source *source, void *user)
{
        (void) source;
        (void) user;
        return 0;
}

/* The timer is due, but there is always other work that does not finish its turns. */
static void
the_timer_alone_feeds_nothing(void **state)
{
        struct rig *rig = *state;
        sd_event_source *busy = NULL;
        pd_usec begun = pd_boottime_now();

        watch(rig, "2000");
        assert_true(sd_event_add_defer(rig->event, &busy, on_busy, NULL) >= 0);
        assert_true(sd_event_source_set_enabled(busy, SD_EVENT_ON) >= 0);
        while (pd_boottime_now() - begun < 20 * PD_MSEC)
                assert_true(sd_event_run(rig->event, 0) >= 0);
        sd_event_source_disable_unref(busy);
        assert_true(sd_event_run(rig->event, PATIENCE_MS * 1000) > 0);
        assert_string_equal(heard(rig), "");

        assert_int_equal(pd_notify_turned(rig->notify), 0);
        assert_string_equal(heard(rig), "WATCHDOG=1");
}

static void
a_meal_that_did_not_arrive_is_served_again(void **state)
{
        struct rig *rig = *state;
        char name[128];

        watch(rig, "2000");
        snprintf(name, sizeof(name), "%s", getenv("NOTIFY_SOCKET"));
        setenv("NOTIFY_SOCKET", "@purposed-nobody-listens-here", 1);
        int r = 0;
        for (int turns = 0; turns < 100 && r == 0; turns++) {
                assert_true(sd_event_run(rig->event, PATIENCE_MS * 1000) >= 0);
                r = pd_notify_turned(rig->notify);
        }
        assert_int_equal(r, -ECONNREFUSED);

        setenv("NOTIFY_SOCKET", name, 1);
        assert_true(sd_event_run(rig->event, PATIENCE_MS * 1000) > 0);
        assert_int_equal(pd_notify_turned(rig->notify), 0);
        assert_string_equal(heard(rig), "WATCHDOG=1");
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                TEST(ready_and_stopping_are_said),
                TEST(a_status_is_said_once_on_one_line),
                TEST(without_a_supervisor_nothing_is_said_and_nothing_fails),
                TEST(a_turn_within_half_the_period_feeds_nothing),
                TEST(a_quiet_daemon_has_a_turn_and_feeds_by_half_the_period),
                TEST(the_timer_alone_feeds_nothing),
                TEST(a_meal_that_did_not_arrive_is_served_again),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
