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

/* An absolute name is its own place. */
static int
place(const char *file, char ret[static PATH_MAX])
{
        const char *directory = getenv("CREDENTIALS_DIRECTORY");
        int length;

        if (file[0] != '/' && !directory)
                return -ENOENT;
        if (file[0] == '/')
                length = snprintf(ret, PATH_MAX, "%s", file);
        else
                length = snprintf(ret, PATH_MAX, "%s/%s", directory, file);
        return length >= 0 && length < PATH_MAX ? 0 : -ENAMETOOLONG;
}

static int
open_secret(const char *file, char ret_path[static PATH_MAX], struct stat *ret_status)
{
        int fd, r = place(file, ret_path);

        if (r < 0)
                return r;
        fd = open(ret_path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK); /* a FIFO must not hold us up */
        if (fd < 0)
                return -errno;
        if (fstat(fd, ret_status) < 0) {
                r = -errno;
                close(fd);
                return r;
        }
        return fd;
}

static bool
is_shared(const char *file, const struct stat *status)
{
        return file[0] == '/' && (status->st_mode & (S_IRGRP | S_IROTH)) != 0;
}

int
pd_secret_locate(const char *file, char ret_path[static PATH_MAX], bool *ret_shared)
{
        struct stat status;
        int fd = open_secret(file, ret_path, &status);

        if (fd < 0)
                return fd;
        close(fd);
        *ret_shared = is_shared(file, &status);
        return 0;
}

int
pd_secret_read(const char *file, char ret[static PD_SECRET_SIZE], bool *ret_shared)
{
        char bytes[PD_SECRET_SIZE + 1], path[PATH_MAX]; /* the longest, a line's end, and NUL */
        struct stat status;
        ssize_t n;
        size_t length;
        int fd = open_secret(file, path, &status), r = 0;

        if (fd < 0)
                return fd;
        n = read(fd, bytes, sizeof(bytes) - 1);
        if (n < 0)
                r = -errno;
        close(fd);
        if (r < 0)
                return r;

        bytes[n] = '\0';
        length = strcspn(bytes, "\r\n");
        if (bytes[length] == '\0' && length < (size_t) n) {
                r = -EBADMSG; /* what is sent would not be what stands there */
        } else if (length == 0) {
                r = -ENODATA;
        } else if (length >= PD_SECRET_SIZE) {
                r = -E2BIG;
        } else {
                memcpy(ret, bytes, length);
                ret[length] = '\0';
                *ret_shared = is_shared(file, &status);
        }
        explicit_bzero(bytes, sizeof(bytes));
        return r;
}

const char *
pd_secret_fault(int error)
{
        switch (-error) {
        case EACCES:
                return "no permission to read it, which the user purposed needs";
        case ENODATA:
                return "its first line is empty";
        case E2BIG:
                return "its first line is longer than 256 bytes";
        case EBADMSG:
                return "its first line holds a NUL byte, which no secret may";
        default:
                return strerror(-error);
        }
}
