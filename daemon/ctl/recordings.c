/* SPDX-License-Identifier: MIT */
#include "ctl/recordings.h"

#include <errno.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct pd_recordings *walking; /* nftw(3) takes no user data */

static int
add_file(const char *path)
{
        if (walking->n == PD_RECORDINGS_MAX) {
                fprintf(stderr, "purposectl: more than %d files at once\n", PD_RECORDINGS_MAX);
                return -1;
        }
        walking->paths[walking->n] = strdup(path);
        if (walking->paths[walking->n] == NULL) {
                fprintf(stderr, "purposectl: %s\n", strerror(ENOMEM));
                return -1;
        }
        walking->n++;
        return 0;
}

static int
walk(const char *path, const struct stat *st, int kind, struct FTW *place)
{
        (void) st;
        if (kind == FTW_DNR)
                fprintf(stderr, "purposectl: %s cannot be looked into: %s\n", path, strerror(EACCES));
        return kind != FTW_F || path[place->base] == '.' ? 0 : add_file(path);
}

static int
by_name(const void *a, const void *b)
{
        return strcmp(*(char *const *) a, *(char *const *) b);
}

int
pd_recordings_gather(struct pd_recordings *recordings, int n, char **paths)
{
        struct stat st;

        walking = recordings;
        for (int i = 0; i < n; i++) {
                size_t first = recordings->n;
                bool folder = stat(paths[i], &st) == 0 && S_ISDIR(st.st_mode);

                if (folder ? nftw(paths[i], walk, 16, FTW_PHYS) != 0 : add_file(paths[i]) < 0)
                        return -EINVAL;
                qsort(recordings->paths + first, recordings->n - first, sizeof(recordings->paths[0]), by_name);
        }
        return 0;
}

void
pd_recordings_clear(struct pd_recordings *recordings)
{
        for (size_t i = 0; i < recordings->n; i++)
                free(recordings->paths[i]);
        recordings->n = 0;
}
