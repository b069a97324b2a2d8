/* SPDX-License-Identifier: MIT */
#include "ctl/spool.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct heard {
        char text[256];
};

static void
hear(void *user, const char *line)
{
        struct heard *heard = user;

        snprintf(heard->text + strlen(heard->text), sizeof(heard->text) - strlen(heard->text), "%s|", line);
}

static void
path_of(const char *folder, const char *name, char ret[static 256])
{
        snprintf(ret, 256, "%s/%s", folder, name);
}

static void
put(const char *folder, const char *name, const char *text)
{
        char path[256];
        FILE *file;

        path_of(folder, name, path);
        file = fopen(path, "we");
        assert_non_null(file);
        fputs(text, file);
        fclose(file);
}

static void
make_folders(const char *folder)
{
        static const char *const names[] = {"import", "import/anna", "import/anna/done", "import/anna/refused"};
        char path[256];

        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
                path_of(folder, names[i], path);
                assert_int_equal(mkdir(path, 0700), 0);
        }
}

static void
a_copy_is_handed_in_and_the_word_is_taken(void **state)
{
        struct heard heard = {{0}};
        struct pd_spool spool;
        struct stat st;
        char path[256];

        assert_int_equal(pd_spool_open(&spool, *state, "anna"), -ENOENT);
        make_folders(*state);
        put(*state, "run.fit", "bytes");
        assert_int_equal(pd_spool_open(&spool, *state, "anna"), 0);
        path_of(*state, "run.fit", path);
        assert_int_equal(pd_spool_hand_in(&spool, path, "1-run.fit"), 0);
        path_of(*state, "import/anna/1-run.fit", path);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_size, 5);
        assert_int_equal(st.st_mode & 07777, 0600);
        path_of(*state, "import/anna/.1-run.fit.part", path);
        assert_int_equal(access(path, F_OK), -1);

        assert_false(pd_spool_take_word(&spool, "1-run.fit", hear, &heard));
        put(*state, "import/anna/refused/1-run.fit", "bytes");
        put(*state, "import/anna/refused/1-run.fit.txt", "refused   a reason\nrefused   another\n");
        assert_true(pd_spool_take_word(&spool, "1-run.fit", hear, &heard));
        assert_string_equal(heard.text, "refused   a reason|refused   another|");
        path_of(*state, "import/anna/refused/1-run.fit", path);
        assert_int_equal(access(path, F_OK), -1);
        assert_false(pd_spool_take_word(&spool, "1-run.fit", hear, &heard));
        pd_spool_close(&spool);
}

/* The folder is the daemon's user's, who comes here may be root. */
static void
no_link_is_followed_and_no_pipe_waited_for(void **state)
{
        struct heard heard = {{0}};
        struct pd_spool spool;
        char path[256];

        make_folders(*state);
        path_of(*state, "import/ben", path);
        assert_int_equal(symlink("anna", path), 0);
        assert_true(pd_spool_open(&spool, *state, "ben") < 0);
        assert_int_equal(pd_spool_open(&spool, *state, "anna"), 0);
        path_of(*state, "import/anna/done/x.txt", path);
        assert_int_equal(symlink("/etc/passwd", path), 0);
        assert_false(pd_spool_take_word(&spool, "x", hear, &heard));
        path_of(*state, "pipe", path);
        assert_int_equal(mkfifo(path, 0600), 0);
        assert_int_equal(pd_spool_hand_in(&spool, path, "pipe"), -ENODEV);
        assert_int_equal(pd_spool_hand_in(&spool, *state, "folder"), -EISDIR);
        pd_spool_close(&spool);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_copy_is_handed_in_and_the_word_is_taken),
                TEST(no_link_is_followed_and_no_pipe_waited_for),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
