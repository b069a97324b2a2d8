/* SPDX-License-Identifier: MIT */
#include "support/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int
folder_make(void **state)
{
        char *path = strdup("/tmp/pd-test-XXXXXX");

        if (path == NULL || mkdtemp(path) == NULL)
                return -1;
        *state = path;
        return 0;
}

static int
remove_one(const char *path, const struct stat *st, int kind, struct FTW *place)
{
        (void) st, (void) kind, (void) place;
        return remove(path);
}

int
folder_remove(void **state)
{
        int r = nftw(*state, remove_one, 8, FTW_DEPTH | FTW_PHYS);

        free(*state);
        return r;
}
