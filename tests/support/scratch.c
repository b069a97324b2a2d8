/* SPDX-License-Identifier: MIT */
#include "support/scratch.h"

#include "support/cm.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void
scratch_make(char ret_folder[static SCRATCH_SIZE])
{
        strcpy(ret_folder, "/tmp/purposed-test-XXXXXX");
        assert_non_null(mkdtemp(ret_folder));
}

void
scratch_write(const char *folder, const char *name, const char *text)
{
        char path[256];
        FILE *file;

        snprintf(path, sizeof(path), "%s/%s", folder, name);
        file = fopen(path, "we");
        assert_non_null(file);
        assert_true(fputs(text, file) >= 0);
        assert_int_equal(fclose(file), 0);
}

static int
remove_one(const char *path, const struct stat *status, int flag, struct FTW *walk)
{
        (void) status;
        (void) flag;
        (void) walk;
        return remove(path);
}

void
scratch_remove(const char *folder)
{
        assert_int_equal(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

int
scratch_set_up(void **state)
{
        char *folder = malloc(SCRATCH_SIZE);

        assert_non_null(folder);
        scratch_make(folder);
        *state = folder;
        return 0;
}

int
scratch_tear_down(void **state)
{
        scratch_remove(*state);
        free(*state);
        return 0;
}
