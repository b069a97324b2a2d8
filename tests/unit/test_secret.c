/* SPDX-License-Identifier: MIT */
/* Where a password comes from, and what is no password. */
#include "support/cm.h"

#include "mqtt/secret.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[32], path[64];

static int
set_up(void **state)
{
        (void) state;
        strcpy(directory, "/tmp/pd-secret-XXXXXX");
        if (!mkdtemp(directory))
                return -1;
        snprintf(path, sizeof(path), "%s/mqtt", directory);
        return unsetenv("CREDENTIALS_DIRECTORY");
}

static int
tear_down(void **state)
{
        (void) state;
        unlink(path);
        return rmdir(directory);
}

static void
write_secret(const char *text)
{
        FILE *f = fopen(path, "we");

        assert_non_null(f);
        fputs(text, f);
        fclose(f);
}

static void
the_first_line_is_the_secret(void **state)
{
        static const char *const rows[][2] = { { "a#b c", "a#b c" }, { "a\n", "a" }, { "a\r\nb\n", "a" }, { " ö ", " ö " } };
        char secret[PD_SECRET_SIZE];
        bool shared;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                write_secret(rows[i][0]);
                assert_int_equal(pd_secret_read(path, secret, &shared), 0);
                assert_string_equal(secret, rows[i][1]);
        }
}

static void
a_relative_name_is_a_credential(void **state)
{
        char secret[PD_SECRET_SIZE] = "before";
        bool shared;

        (void) state;
        write_secret("s\n");
        assert_int_equal(pd_secret_read("mqtt", secret, &shared), -ENOENT);
        setenv("CREDENTIALS_DIRECTORY", directory, 1);
        assert_int_equal(pd_secret_read("other", secret, &shared), -ENOENT);
        assert_string_equal(secret, "before");
        assert_int_equal(pd_secret_read("mqtt", secret, &shared), 0);
        assert_string_equal(secret, "s");
}

static void
an_empty_or_endless_secret_is_none(void **state)
{
        char secret[PD_SECRET_SIZE], longest[PD_SECRET_SIZE + 1];
        bool shared;

        (void) state;
        write_secret("\n");
        assert_int_equal(pd_secret_read(path, secret, &shared), -ENODATA);
        memset(longest, 'x', sizeof(longest));
        longest[PD_SECRET_SIZE] = '\0';
        write_secret(longest);
        assert_int_equal(pd_secret_read(path, secret, &shared), -E2BIG);
        longest[PD_SECRET_SIZE - 1] = '\0';
        write_secret(longest);
        assert_int_equal(pd_secret_read(path, secret, &shared), 0);
        assert_int_equal(strlen(secret), PD_SECRET_SIZE - 1);
}

static void
write_bytes(const char *bytes, size_t size)
{
        FILE *f = fopen(path, "we");

        assert_non_null(f);
        assert_int_equal(fwrite(bytes, 1, size, f), size);
        fclose(f);
}

static void
a_secret_is_never_cut_at_a_nul(void **state)
{
        char secret[PD_SECRET_SIZE] = "before";
        bool shared;

        (void) state;
        write_bytes("s\0x\n", 4);
        assert_int_equal(pd_secret_read(path, secret, &shared), -EBADMSG);
        write_bytes("\0", 1);
        assert_int_equal(pd_secret_read(path, secret, &shared), -EBADMSG);
        assert_string_equal(secret, "before");
        write_bytes("s\n\0", 3); /* the second line is none of it */
        assert_int_equal(pd_secret_read(path, secret, &shared), 0);
        assert_string_equal(secret, "s");
}

static void
what_is_no_file_of_one_line_is_refused(void **state)
{
        char secret[PD_SECRET_SIZE], long_name[PATH_MAX + 1], much[4096];
        bool shared;
        int first = dup(0), last; /* the lowest that is free, before and after */

        (void) state;
        close(first);
        assert_int_equal(pd_secret_read(directory, secret, &shared), -EISDIR);
        memset(long_name, 'x', sizeof(long_name));
        long_name[0] = '/';
        long_name[PATH_MAX] = '\0';
        assert_int_equal(pd_secret_read(long_name, secret, &shared), -ENAMETOOLONG);
        memset(much, 'x', sizeof(much));
        write_bytes(much, sizeof(much));
        assert_int_equal(pd_secret_read(path, secret, &shared), -E2BIG);
        last = dup(0);
        close(last);
        assert_int_equal(last, first);
}

static void
each_fault_of_a_secret_is_told_in_words(void **state)
{
        static const struct {
                int error;
                const char *words;
        } rows[] = {
                { -EACCES, "user purposed" }, { -ENODATA, "empty" },          { -E2BIG, "256 bytes" },
                { -EBADMSG, "NUL" },          { -ENOENT, "No such file" },
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
                assert_non_null(strstr(pd_secret_fault(rows[i].error), rows[i].words));
}

static void
who_else_may_read_it_is_noticed(void **state)
{
        static const struct {
                mode_t mode;
                bool shared;
        } rows[] = {{0400, false}, {0600, false}, {0440, true}, {0604, true}};
        char secret[PD_SECRET_SIZE];
        bool shared;

        (void) state;
        write_secret("a");
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(chmod(path, rows[i].mode), 0);
                assert_int_equal(pd_secret_read(path, secret, &shared), 0);
                assert_int_equal(shared, rows[i].shared);
        }
        setenv("CREDENTIALS_DIRECTORY", directory, 1);
        assert_int_equal(pd_secret_read("mqtt", secret, &shared), 0);
        assert_false(shared); /* 0604, but systemd's */
}

static void
whoever_reads_it_himself_is_told_where_it_stands(void **state)
{
        char found[PATH_MAX] = "before";
        bool shared = false;

        (void) state;
        write_secret("s\n");
        assert_int_equal(chmod(path, 0640), 0);
        assert_int_equal(pd_secret_locate(path, found, &shared), 0);
        assert_string_equal(found, path);
        assert_true(shared);
        assert_int_equal(pd_secret_locate("mqtt", found, &shared), -ENOENT); /* not started by systemd */
        setenv("CREDENTIALS_DIRECTORY", directory, 1);
        assert_int_equal(pd_secret_locate("mqtt", found, &shared), 0);
        assert_string_equal(found, path);
        assert_false(shared);
        assert_int_equal(pd_secret_locate("other", found, &shared), -ENOENT);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(the_first_line_is_the_secret, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_relative_name_is_a_credential, set_up, tear_down),
                cmocka_unit_test_setup_teardown(an_empty_or_endless_secret_is_none, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_secret_is_never_cut_at_a_nul, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_is_no_file_of_one_line_is_refused, set_up, tear_down),
                cmocka_unit_test(each_fault_of_a_secret_is_told_in_words),
                cmocka_unit_test_setup_teardown(who_else_may_read_it_is_noticed, set_up, tear_down),
                cmocka_unit_test_setup_teardown(whoever_reads_it_himself_is_told_where_it_stands, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
