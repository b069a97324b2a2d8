/* SPDX-License-Identifier: MIT */
#include "recovery/allowance.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define STAMP_SIZE 32 /* an int64_t has 20 characters; with line break and NUL */

/* Microseconds since boot in decimal; NOW if it is nonsense, so that the
 * file is mended and nothing is granted for it. */
static pd_usec
read_stamp(int fd, pd_usec now)
{
        char text[STAMP_SIZE] = "", *end;
        ssize_t n = pread(fd, text, sizeof(text) - 1, 0);
        pd_usec stamp;

        if (n <= 0)
                return n < 0 ? now : now - PD_ALLOWANCE_EVERY; /* empty: it was just made */
        errno = 0;
        stamp = strtoll(text, &end, 10);
        return errno != 0 || *end != '\n' || stamp > now || stamp < 0 ? now : stamp;
}

static int
write_stamp(int fd, pd_usec now)
{
        char text[STAMP_SIZE];
        int length = snprintf(text, sizeof(text), "%lld\n", (long long) now);

        if (ftruncate(fd, 0) < 0)
                return -errno;
        if (pwrite(fd, text, (size_t) length, 0) != length)
                return -EIO;
        return 0;
}

static int
take(int fd, pd_usec now, pd_usec *ret_wait)
{
        pd_usec stamp;

        if (flock(fd, LOCK_EX | LOCK_NB) < 0)
                return errno == EWOULDBLOCK ? -EBUSY : -errno;
        stamp = read_stamp(fd, now);
        if (stamp == now) {
                int r = write_stamp(fd, now);

                if (r < 0)
                        return r;
        }
        if (now - stamp < PD_ALLOWANCE_EVERY) {
                *ret_wait = PD_ALLOWANCE_EVERY - (now - stamp);
                return -EAGAIN;
        }
        return write_stamp(fd, now);
}

int
pd_allowance_take(const char *path, pd_usec now, pd_usec *ret_wait)
{
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        int r;

        if (fd < 0)
                return -errno;
        r = take(fd, now, ret_wait);
        close(fd);
        return r;
}
