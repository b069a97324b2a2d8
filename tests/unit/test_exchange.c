/* SPDX-License-Identifier: MIT */
/* One line in, one line out: over a pair of sockets. */
#include "recovery/exchange.h"
#include "support/scratch.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
        struct pd_exchange exchange;
        char folder[SCRATCH_SIZE], stamp[128];
        int result; /* of act */
        unsigned n_acts;
        struct pd_request request; /* the last */
};

static pd_usec clock_now, clock_step; /* what a look at it adds */

static pd_usec
look_at_clock(void)
{
        clock_now += clock_step;
        return clock_now - clock_step;
}

static int
act(void *user, const struct pd_request *request, char *ret, size_t size)
{
        struct scene *scene = user;

        scene->n_acts++;
        scene->request = *request;
        snprintf(ret, size, "something was %s", scene->result < 0 ? "left" : "made");
        return scene->result;
}

static int
set_up(void **state)
{
        static struct scene scene;

        scene = (struct scene) {0};
        scratch_make(scene.folder);
        snprintf(scene.stamp, sizeof(scene.stamp), "%s/last", scene.folder);
        scene.exchange = (struct pd_exchange) {
                .allowed = getuid(), .stamp = scene.stamp, .now = look_at_clock, .patience = PD_MSEC, .act = act, .user = &scene};
        clock_now = 1000 * PD_SEC;
        clock_step = 0;
        *state = &scene;
        return 0;
}

static int
tear_down(void **state)
{
        scratch_remove(((struct scene *) *state)->folder);
        return 0;
}

/* What is answered to SAID. */
static const char *
exchange(struct scene *scene, const char *said)
{
        static char answer[256];
        int pair[2];
        ssize_t n;

        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        if (*said)
                assert_int_equal(send(pair[0], said, strlen(said), MSG_NOSIGNAL), strlen(said));
        assert_int_equal(pd_exchange_serve(&scene->exchange, pair[1]), 0);
        n = recv(pair[0], answer, sizeof(answer) - 1, MSG_DONTWAIT);
        assert_true(n > 0);
        answer[n] = '\0';
        close(pair[0]);
        close(pair[1]);
        return answer;
}

static void
a_line_is_done_and_answered_with_a_line(void **state)
{
        struct scene *scene = *state;

        assert_string_equal(exchange(scene, "reset AA:BB:CC:DD:EE:FF\n"), "done: something was made\n");
        assert_int_equal(scene->request.verb, PD_REQUEST_RESET);
        assert_string_equal(scene->request.address, "AA:BB:CC:DD:EE:FF");
        clock_now += 5 * PD_MINUTE;
        scene->result = -EIO;
        assert_string_equal(exchange(scene, "restart\n"), "failed: something was left\n");
        assert_int_equal(scene->request.verb, PD_REQUEST_RESTART);
        assert_int_equal(scene->n_acts, 2);
}

static void
what_is_no_such_line_is_refused_and_costs_nobody_his_turn(void **state)
{
        static const char *const lines[] = {"", "restart", "restart\nrestart\n", "\n", "reset hci0\n", "reset aa:bb:cc:dd:ee:ff\n",
                "restart restart restart restart restart restart restart\n"};
        struct scene *scene = *state;

        for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
                assert_non_null(strstr(exchange(scene, lines[i]), "failed: expected one line: restart, or reset"));
        assert_int_equal(scene->n_acts, 0);
        assert_string_equal(exchange(scene, "restart\n"), "done: something was made\n");
}

static void
the_next_within_five_minutes_is_told_how_long_to_wait(void **state)
{
        struct scene *scene = *state;

        exchange(scene, "restart\n");
        clock_now += 10 * PD_SEC;
        assert_string_equal(exchange(scene, "reset AA:BB:CC:DD:EE:FF\n"), "failed: too soon after the last time; in 291 s\n");
        assert_int_equal(scene->n_acts, 1);
}

/* Else whoever opens a connection early and speaks late would set the last time back. */
static void
the_time_of_an_act_is_when_it_is_asked_for_and_not_when_somebody_came(void **state)
{
        struct scene *scene = *state;

        scratch_write(scene->folder, "last", "1001500000\n");
        scene->exchange.patience = 5 * PD_SEC;
        clock_step = PD_SEC; /* comes at 1000 s, is waited for at 1001 s, asks at 1002 s */
        assert_string_equal(exchange(scene, "restart\n"), "failed: too soon after the last time; in 300 s\n");
        clock_step = 0;
        clock_now = 1301 * PD_SEC + PD_SEC / 2;
        assert_string_equal(exchange(scene, "restart\n"), "done: something was made\n");
}

static void
without_a_stamp_nothing_is_done(void **state)
{
        struct scene *scene = *state;

        scene->exchange.stamp = "/nowhere/last";
        assert_non_null(strstr(exchange(scene, "restart\n"), "nothing is done without it"));
        assert_int_equal(scene->n_acts, 0);
}

/* Tests run as root in some places, who is always let in. */
static void
a_stranger_is_not_listened_to(void **state)
{
        struct scene *scene = *state;
        int pair[2];
        char answer[128] = "";

        scene->exchange.allowed = 4242;
        if (getuid() == 0)
                assert_int_equal(seteuid(4243), 0);
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        if (getuid() == 0)
                assert_int_equal(seteuid(0), 0);
        assert_int_equal(send(pair[0], "restart\n", 8, MSG_NOSIGNAL), 8);
        assert_int_equal(pd_exchange_serve(&scene->exchange, pair[1]), 0);
        assert_true(recv(pair[0], answer, sizeof(answer) - 1, MSG_DONTWAIT) > 0);
        assert_non_null(strstr(answer, "failed: only the daemon's user"));
        assert_int_equal(scene->n_acts, 0);
        close(pair[0]);
        close(pair[1]);
}

static void
who_leaves_before_the_answer_is_noticed(void **state)
{
        struct scene *scene = *state;
        int pair[2];

        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
        assert_int_equal(send(pair[0], "restart\n", 8, MSG_NOSIGNAL), 8);
        close(pair[0]);
        assert_true(pd_exchange_serve(&scene->exchange, pair[1]) < 0);
        close(pair[1]);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(a_line_is_done_and_answered_with_a_line),
                T(what_is_no_such_line_is_refused_and_costs_nobody_his_turn),
                T(the_next_within_five_minutes_is_told_how_long_to_wait),
                T(the_time_of_an_act_is_when_it_is_asked_for_and_not_when_somebody_came),
                T(without_a_stamp_nothing_is_done),
                T(a_stranger_is_not_listened_to),
                T(who_leaves_before_the_answer_is_noticed),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
