/* SPDX-License-Identifier: MIT */
#include "bluez/paths.h"

#include <string.h>

static size_t
index_of(const struct pd_paths *paths, const char *path)
{
        size_t i = 0;

        while (i < paths->n && strcmp(paths->paths[i], path) != 0)
                i++;
        return i;
}

bool
pd_paths_has(const struct pd_paths *paths, const char *path)
{
        return index_of(paths, path) < paths->n;
}

bool
pd_paths_add(struct pd_paths *paths, const char *path)
{
        size_t length = strlen(path);

        if (paths->n == PD_PATHS_MAX || length >= PD_OBJECT_PATH_SIZE || pd_paths_has(paths, path))
                return false;
        memcpy(paths->paths[paths->n++], path, length + 1);
        return true;
}

bool
pd_paths_drop(struct pd_paths *paths, const char *path)
{
        size_t before = paths->n, length = strlen(path);

        for (size_t i = paths->n; i-- > 0;) {
                const char *one = paths->paths[i];

                if (strncmp(one, path, length) != 0 || (one[length] != '\0' && one[length] != '/'))
                        continue;
                memmove(paths->paths[i], paths->paths[--paths->n], PD_OBJECT_PATH_SIZE);
        }
        return paths->n < before;
}
