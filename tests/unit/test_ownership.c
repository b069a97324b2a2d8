/* SPDX-License-Identifier: MIT */
/* Who is not root has nothing to give: then all stays as it is. */
#include "ctl/ownership.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DAEMON 4711

static void
path_of(const char *folder, const char *name, char ret[static 256])
{
        snprintf(ret, 256, "%s/%s", folder, name);
}

static void
make_file(const char *folder, const char *name)
{
        char path[256];

        path_of(folder, name, path);
        fclose(fopen(path, "we"));
}

static uid_t
owner_of(const char *folder, const char *name)
{
        struct stat st;
        char path[256];

        path_of(folder, name, path);
        assert_int_equal(lstat(path, &st), 0);
        return st.st_uid;
}

static void
what_root_left_behind_is_given_and_nothing_else(void **state)
{
        uid_t me = geteuid(), daemon = me == 0 ? DAEMON : me;
        char daemons[256], traces[256], link[256], outside[256];

        path_of(*state, "state", daemons);
        path_of(*state, "state/traces", traces);
        path_of(*state, "outside", outside);
        assert_int_equal(mkdir(daemons, 0700), 0);
        assert_int_equal(mkdir(traces, 0700), 0);
        assert_int_equal(mkdir(outside, 0700), 0);
        make_file(*state, "state/history.sqlite");
        make_file(*state, "state/traces/run.trace");
        make_file(*state, "outside/shadow");
        make_file(*state, "outside/sudoers");
        path_of(*state, "outside/shadow", outside);
        path_of(*state, "state/traces/hard", link);
        assert_int_equal(linkat(-1, outside, -1, link, 0), 0);
        path_of(*state, "state/traces/soft", link);
        assert_int_equal(symlink("../../outside", link), 0);
        assert_int_equal(chown(daemons, daemon, (gid_t) -1), 0);

        assert_int_equal(pd_ownership_give_back(daemons), 0);
        assert_int_equal(owner_of(*state, "state/history.sqlite"), daemon);
        assert_int_equal(owner_of(*state, "state/traces"), daemon);
        assert_int_equal(owner_of(*state, "state/traces/run.trace"), daemon);
        assert_int_equal(owner_of(*state, "outside"), me);
        assert_int_equal(owner_of(*state, "outside/shadow"), me); /* by its other name */
        assert_int_equal(owner_of(*state, "outside/sudoers"), me);
        assert_int_equal(pd_ownership_give_back("/nowhere"), -ENOENT);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(what_root_left_behind_is_given_and_nothing_else, scratch_set_up, scratch_tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
