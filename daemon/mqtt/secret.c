/* SPDX-License-Identifier: MIT */
/* Reads a secret without leaving copies behind. */
#include "mqtt/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
open_secret(const char *file)
{
        char path[PATH_MAX];
        const char *directory = getenv("CREDENTIALS_DIRECTORY");
        int fd, length;

        if (file[0] != '/') {
                if (!directory)
                        return -ENOENT;
                length = snprintf(path, sizeof(path), "%s/%s", directory, file);
                if (length < 0 || (size_t) length >= sizeof(path))
                        return -ENAMETOOLONG;
                file = path;
        }
        fd = open(file, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* a FIFO must not hold us up */
        return fd < 0 ? -errno : fd;
}

int
pd_secret_read(const char *file, char ret[static PD_SECRET_SIZE], bool *ret_shared)
{
        char bytes[PD_SECRET_SIZE + 1]; /* the longest, a line's end, and NUL */
        struct stat status;
        ssize_t n;
        size_t length;
        int fd = open_secret(file), r = 0;

        if (fd < 0)
                return fd;
        n = read(fd, bytes, sizeof(bytes) - 1);
        if (n < 0 || fstat(fd, &status) < 0)
                r = -errno;
        close(fd);
        if (r < 0)
                return r;

        bytes[n] = '\0';
        length = strcspn(bytes, "\r\n");
        if (length == 0) {
                r = -ENODATA;
        } else if (length >= PD_SECRET_SIZE) {
                r = -E2BIG;
        } else {
                memcpy(ret, bytes, length);
                ret[length] = '\0';
                *ret_shared = file[0] == '/' && (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
        }
        explicit_bzero(bytes, sizeof(bytes));
        return r;
}
