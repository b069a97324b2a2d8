/* SPDX-License-Identifier: MIT */
#include "journal/whole_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int
pd_whole_file_append(int fd, const char *bytes, size_t size)
{
        while (size > 0) {
                ssize_t n = write(fd, bytes, size);

                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0)
                        return -errno;
                bytes += n;
                size -= (size_t) n;
        }
        return 0;
}

int
pd_whole_file_write(int folder, const char *name, const char *bytes, size_t size)
{
        char next[PD_WHOLE_FILE_NAME_SIZE + 8];
        int fd, r;

        if (strlen(name) >= PD_WHOLE_FILE_NAME_SIZE)
                return -ENAMETOOLONG;
        snprintf(next, sizeof(next), ".%s.next", name);
        fd = openat(folder, next, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0)
                return -errno;
        r = pd_whole_file_append(fd, bytes, size);
        if (r == 0 && fsync(fd) < 0)
                r = -errno;
        if (close(fd) < 0 && r == 0)
                r = -errno;
        if (r == 0 && (renameat(folder, next, folder, name) < 0 || fsync(folder) < 0))
                r = -errno;
        if (r < 0)
                (void) unlinkat(folder, next, 0);
        return r;
}
