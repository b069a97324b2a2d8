/* SPDX-License-Identifier: MIT */
/* How many file descriptors this process has. */
#pragma once

#include "support/cm.h"

#include <dirent.h>

static inline int
count_descriptors(void)
{
        DIR *dir = opendir("/proc/self/fd");
        int n = 0;

        assert_non_null(dir);
        while (readdir(dir) != NULL)
                n++;
        closedir(dir);
        return n;
}
