/* SPDX-License-Identifier: MIT */
/* A file is opened whatever its format, packed or not, or refused by the right errno. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "replay/replay.h"
#include "support/telling.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#define TABLE "t_s,hr_bpm\n0,90\n"

static char path[] = "/tmp/purposed-replay-XXXXXX";

static int
make_path(void **state)
{
        const int fd = mkstemp(path);

        (void) state;
        return fd < 0 || close(fd) < 0 ? -1 : 0;
}

static int
remove_path(void **state)
{
        (void) state;
        return unlink(path);
}

static void
write_plain(const char *bytes, size_t size)
{
        FILE *const file = fopen(path, "w");

        assert_non_null(file);
        assert_int_equal(fwrite(bytes, 1, size, file), size);
        assert_int_equal(fclose(file), 0);
}

static void
write_packed(const char *text)
{
        const gzFile file = gzopen(path, "w");

        assert_non_null(file);
        assert_int_equal(gzwrite(file, text, (unsigned) strlen(text)), (int) strlen(text));
        assert_int_equal(gzclose(file), Z_OK);
}

static void
assert_read(void)
{
        static struct telling telling;
        const struct pd_recording_ops ops = telling_ops(&telling);
        struct pd_replay *replay = NULL;

        assert_int_equal(pd_replay_open(path, &replay), 0);
        assert_int_equal(pd_replay_read(replay, &ops, &telling.skipped, &telling.error), 0);
        assert_string_equal(telling.text, "0.0 strap 90\n");
        assert_null(pd_replay_free(replay));
}

/* Mapped, it would kill whoever reads. */
static void
what_was_read_stays_when_the_file_is_cut(void **state)
{
        struct pd_replay *replay;
        size_t size;

        (void) state;
        write_plain(TABLE, strlen(TABLE));
        assert_int_equal(pd_replay_open(path, &replay), 0);
        assert_int_equal(truncate(path, 0), 0);
        assert_memory_equal(pd_replay_bytes(replay, &size), TABLE, strlen(TABLE));
        assert_int_equal(size, strlen(TABLE));
        assert_null(pd_replay_free(replay));
}

/* Nobody writes into it: who waited for that would wait for ever. */
static void
a_pipe_is_no_recording(void **state)
{
        struct pd_replay *replay;
        char pipe[64];

        (void) state;
        snprintf(pipe, sizeof(pipe), "%s.pipe", path);
        assert_int_equal(mkfifo(pipe, 0600), 0);
        assert_int_equal(pd_replay_open(pipe, &replay), -ENODEV);
        assert_int_equal(unlink(pipe), 0);
}

static void
a_file_has_its_limit_before_it_is_read(void **state)
{
        struct pd_replay *replay;

        (void) state;
        write_plain(TABLE, strlen(TABLE));
        assert_int_equal(pd_replay_open_within(path, (int64_t) strlen(TABLE) - 1, &replay), -EFBIG);
        assert_int_equal(pd_replay_open_within(path, (int64_t) strlen(TABLE), &replay), 0);
        assert_null(pd_replay_free(replay));
}

static void
a_file_is_read_as_it_is_or_unpacked(void **state)
{
        (void) state;
        write_plain(TABLE, strlen(TABLE));
        assert_read();
        write_packed(TABLE);
        assert_read();
}

static void
what_cannot_be_read_is_refused(void **state)
{
        static const struct {
                const char *bytes;
                size_t size;
                int error;
        } cases[] = {{"", 0, -ENODATA}, {"hello", 5, -ENOTSUP}, {"\x1f\x8b\x08\0\0", 5, -EBADMSG}};
        struct pd_replay *replay = NULL;

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                write_plain(cases[i].bytes, cases[i].size);
                assert_int_equal(pd_replay_open(path, &replay), cases[i].error);
        }
        write_packed("hello");
        assert_int_equal(pd_replay_open(path, &replay), -ENOTSUP);
        write_packed("");
        assert_int_equal(pd_replay_open(path, &replay), -ENODATA);
        assert_int_equal(pd_replay_open("/nowhere/run.fit", &replay), -ENOENT);
        assert_int_equal(pd_replay_open("/tmp", &replay), -EISDIR);
        assert_int_equal(pd_replay_open("/dev/null", &replay), -ENODEV);
        assert_null(replay);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_file_is_read_as_it_is_or_unpacked),
                cmocka_unit_test(what_was_read_stays_when_the_file_is_cut),
                cmocka_unit_test(a_pipe_is_no_recording),
                cmocka_unit_test(a_file_has_its_limit_before_it_is_read),
                cmocka_unit_test(what_cannot_be_read_is_refused),
        };

        return cmocka_run_group_tests(tests, make_path, remove_path);
}
