/* SPDX-License-Identifier: MIT */
/* A question to somebody with more privileges: each way in which it can end. */
#include "bluez/errand.h"
#include "support/scratch.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#include <cmocka.h>

static struct scene {
        char folder[SCRATCH_SIZE], path[SCRATCH_SIZE + 16];
        int listener;
        sd_event *loop;
        struct pd_errand *errand;
        bool ended;
        int result;
        char text[256];
} scene;

static int
set_up(void **state)
{
        struct sockaddr_un address = {.sun_family = AF_UNIX};

        (void) state;
        memset(&scene, 0, sizeof(scene));
        scratch_make(scene.folder);
        snprintf(scene.path, sizeof(scene.path), "%s/socket", scene.folder);
        memcpy(address.sun_path, scene.path, sizeof(scene.path));
        scene.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (scene.listener < 0 || bind(scene.listener, (struct sockaddr *) &address, sizeof(address)) < 0 || listen(scene.listener, 1) < 0)
                return -1;
        return sd_event_new(&scene.loop);
}

static int
tear_down(void **state)
{
        (void) state;
        pd_errand_free(scene.errand);
        sd_event_unref(scene.loop);
        if (scene.listener >= 0)
                close(scene.listener);
        scratch_remove(scene.folder);
        return 0;
}

/* As its owner does: it is free before the next turn. */
static void
on_answer(void *user, int result, const char *text)
{
        struct scene *s = user;

        s->ended = true;
        s->result = result;
        snprintf(s->text, sizeof(s->text), "%s", text);
        s->errand = pd_errand_free(s->errand);
}

/* Sends an errand and answers it, piece by piece; NULL ends, and the other side hangs up. */
static void
answer_with(const char *const *pieces)
{
        char line[64] = "";
        int visitor;

        scene.ended = false;
        assert_int_equal(pd_errand_new(scene.loop, scene.path, "restart\n", on_answer, &scene, &scene.errand), 0);
        visitor = accept(scene.listener, NULL, NULL);
        assert_true(visitor >= 0);
        assert_int_equal(recv(visitor, line, sizeof(line), 0), 8);
        assert_memory_equal(line, "restart\n", 8);
        for (; *pieces; pieces++) {
                assert_false(scene.ended);
                assert_int_equal(send(visitor, *pieces, strlen(*pieces), MSG_NOSIGNAL), strlen(*pieces));
                assert_true(sd_event_run(scene.loop, 5 * PD_SEC) > 0);
        }
        close(visitor);
        while (!scene.ended)
                assert_true(sd_event_run(scene.loop, 5 * PD_SEC) > 0);
        assert_null(scene.errand);
}

static void
what_is_answered_is_told_and_what_is_no_answer_too(void **state)
{
        static char endless[300];
        const struct {
                const char *pieces[4];
                int result;
                const char *text;
        } rows[] = {
                {{"done: bluetooth.service was restarted\n"}, 0, "bluetooth.service was restarted"},
                {{"do", "ne: it", " is\n"}, 0, "it is"},
                {{"failed: too soon\n"}, -EIO, "too soon"},
                {{"done\n"}, -EPROTO, ""},
                {{"\n"}, -EPROTO, ""},
                {{"done: half a li"}, -ECONNRESET, ""},
                {{NULL}, -ECONNRESET, ""},
                {{endless}, -EPROTO, ""},
        };

        (void) state;
        memset(endless, 'x', sizeof(endless) - 1);
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                answer_with(rows[i].pieces);
                assert_int_equal(scene.result, rows[i].result);
                assert_string_equal(scene.text, rows[i].text);
        }
}

static void
without_anybody_there_it_is_not_even_begun(void **state)
{
        (void) state;
        close(scene.listener);
        scene.listener = -1;
        assert_int_equal(pd_errand_new(scene.loop, scene.path, "restart\n", on_answer, &scene, &scene.errand), -ECONNREFUSED);
        assert_int_equal(pd_errand_new(scene.loop, "/nowhere/socket", "restart\n", on_answer, &scene, &scene.errand), -ENOENT);
        assert_null(scene.errand);
}

static void
one_that_is_given_up_is_never_answered(void **state)
{
        (void) state;
        assert_int_equal(pd_errand_new(scene.loop, scene.path, "restart\n", on_answer, &scene, &scene.errand), 0);
        scene.errand = pd_errand_free(scene.errand);
        assert_int_equal(sd_event_run(scene.loop, 0), 0);
        assert_false(scene.ended);
        assert_null(pd_errand_free(NULL));
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(what_is_answered_is_told_and_what_is_no_answer_too),
                T(without_anybody_there_it_is_not_even_begun),
                T(one_that_is_given_up_is_never_answered),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
