/* SPDX-License-Identifier: MIT */
/* Values that come through a socket instead of the bus. */
#include "bluez/acquired.h"

#include "support/cm.h"
#include "support/descriptors.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#define UUID 0x2A37

struct bench {
        sd_event *loop;
        struct pd_acquired set;
        int remote; /* bluetoothd's end */
        pd_usec now;
        size_t n_frames, n_ended;
        size_t sizes[512];
        pd_usec at[512];
        uint8_t first[512];
        bool clears; /* the first frame ends it all */
};

static pd_usec
now(void *user)
{
        return ((struct bench *) user)->now;
}

static void
frame(void *user, uint16_t uuid, const uint8_t *bytes, size_t size, pd_usec at)
{
        struct bench *bench = user;

        assert_int_equal(uuid, UUID);
        bench->sizes[bench->n_frames] = size;
        bench->at[bench->n_frames] = at;
        bench->first[bench->n_frames++] = size > 0 ? bytes[0] : 0;
        bench->now += PD_SEC; /* whatever is done with it takes its time */
        if (bench->clears)
                pd_acquired_clear(&bench->set);
}

static void
ended(void *user, uint16_t uuid)
{
        assert_int_equal(uuid, UUID);
        ((struct bench *) user)->n_ended++;
}

static int
acquire(struct bench *bench)
{
        int ends[2];

        assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
        bench->remote = ends[0];
        return pd_acquired_take(&bench->set, bench->loop, UUID, ends[1]);
}

static int
set_up(void **state)
{
        struct bench *bench = calloc(1, sizeof(*bench));

        assert_int_equal(sd_event_new(&bench->loop), 0);
        pd_acquired_init(&bench->set, &(struct pd_acquired_ops) {now, frame, ended, bench});
        assert_int_equal(acquire(bench), 0);
        *state = bench;
        return 0;
}

static int
take_down(void **state)
{
        struct bench *bench = *state;

        pd_acquired_clear(&bench->set);
        close(bench->remote);
        sd_event_unref(bench->loop);
        free(bench);
        return 0;
}

static void
say(struct bench *bench, const char *bytes, size_t size)
{
        assert_int_equal(send(bench->remote, bytes, size, MSG_NOSIGNAL), size);
}

/* Wake-ups until there is nothing more to do. */
static size_t
drain(struct bench *bench)
{
        size_t n = 0;

        while (sd_event_run(bench->loop, 0) > 0)
                n++;
        return n;
}

static void
a_message_is_a_frame_and_an_empty_one_is_too(void **state)
{
        struct bench *bench = *state;

        bench->now = 7;
        say(bench, "\x10\x48\x00\x04", 4);
        say(bench, "", 0);
        say(bench, "\x00\x49", 2);
        drain(bench);
        assert_int_equal(bench->n_frames, 3);
        assert_int_equal(bench->sizes[0], 4);
        assert_int_equal(bench->first[0], 0x10);
        assert_int_equal(bench->at[0], 7);
        assert_int_equal(bench->sizes[1], 0);
        assert_int_equal(bench->sizes[2], 2);
        assert_int_equal(bench->n_ended, 0);
}

static void
a_burst_of_200_arrives_whole_in_bounded_batches(void **state)
{
        struct bench *bench = *state;

        for (int i = 0; i < 200; i++)
                say(bench, (char[]) {(char) i, 72}, 2);
        assert_int_equal(drain(bench), (200 + PD_ACQUIRED_BATCH - 1) / PD_ACQUIRED_BATCH);
        assert_int_equal(bench->n_frames, 200);
        for (int i = 0; i < 200; i++)
                assert_int_equal(bench->first[i], i);
}

static void
what_was_sent_before_the_end_is_heard(void **state)
{
        struct bench *bench = *state;

        say(bench, "\x00\x48", 2);
        close(bench->remote);
        bench->remote = -1;
        drain(bench);
        assert_int_equal(bench->n_frames, 1);
        assert_int_equal(bench->n_ended, 1);
        assert_null(bench->set.sockets[0].source);
}

static void
an_end_without_a_word_is_no_frame(void **state)
{
        struct bench *bench = *state;

        close(bench->remote);
        bench->remote = -1;
        drain(bench);
        assert_int_equal(bench->n_frames, 0);
        assert_int_equal(bench->n_ended, 1);
}

static void
it_may_be_given_up_by_what_a_frame_brought(void **state)
{
        struct bench *bench = *state;

        bench->clears = true;
        say(bench, "\x00\x48", 2);
        say(bench, "\x00\x49", 2);
        drain(bench);
        assert_int_equal(bench->n_frames, 1);
        assert_int_equal(bench->n_ended, 0);
        assert_int_equal(send(bench->remote, "", 1, MSG_NOSIGNAL), -1);
}

static void
a_thousand_links_leave_nothing_behind(void **state)
{
        struct bench *bench = *state;
        int before = count_descriptors();

        for (int i = 0; i < 1000; i++) {
                close(bench->remote);
                if (i % 2 == 0)
                        pd_acquired_clear(&bench->set);
                assert_int_equal(acquire(bench), 0); /* or in the place of the last one */
        }
        assert_int_equal(count_descriptors(), before);
}

static void
more_than_there_can_be_are_closed(void **state)
{
        struct bench *bench = *state;
        int ends[2];

        for (int i = 0; i <= PD_ACQUIRED_MAX; i++) {
                assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
                assert_int_equal(pd_acquired_take(&bench->set, bench->loop, (uint16_t) (UUID + i), ends[1]),
                        i < PD_ACQUIRED_MAX ? 0 : -ENOSPC);
                if (i == PD_ACQUIRED_MAX)
                        assert_int_equal(send(ends[0], "", 1, MSG_NOSIGNAL), -1);
                close(ends[0]);
        }
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(a_message_is_a_frame_and_an_empty_one_is_too),
                TEST(a_burst_of_200_arrives_whole_in_bounded_batches),
                TEST(what_was_sent_before_the_end_is_heard),
                TEST(an_end_without_a_word_is_no_frame),
                TEST(it_may_be_given_up_by_what_a_frame_brought),
                TEST(a_thousand_links_leave_nothing_behind),
                TEST(more_than_there_can_be_are_closed),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
