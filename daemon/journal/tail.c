/* SPDX-License-Identifier: MIT */
/* A trace's file in memory (tail.h). Nothing here waits for a disk,
 * unless the machine swaps: the unit says MemorySwapMax=0, so that it does
 * not swap these pages where the kernel counts whose they are. */
#include "journal/tail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool
pd_session_id_valid(const char *session)
{
        const size_t length = strspn(session, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

        return length > 0 && length < PD_SESSION_ID_SIZE && !session[length];
}

void
pd_tail_name(char ret[static PD_TAIL_NAME_SIZE], const char *athlete, const char *session, const char *suffix)
{
        (void) snprintf(ret, PD_TAIL_NAME_SIZE, "%.32s%s%.23s%.5s", athlete, session[0] ? "." : "", session, suffix);
}

bool
pd_tail_name_parse(const char *name, const char *athlete, const char *suffix, char ret_session[static PD_SESSION_ID_SIZE])
{
        const size_t prefix = strlen(athlete), length = strlen(name), end = strlen(suffix);
        char session[PD_SESSION_ID_SIZE] = "";

        if (strncmp(name, athlete, prefix) || length < prefix + end || strcmp(name + length - end, suffix))
                return false;
        const size_t middle = length - end - prefix; /* ".20261122T101503Z" or nothing */
        if (middle) {
                if (name[prefix] != '.' || middle > sizeof session)
                        return false;
                memcpy(session, name + prefix + 1, middle - 1);
                if (!pd_session_id_valid(session))
                        return false;
        }
        memcpy(ret_session, session, sizeof session);
        return true;
}

int
pd_tail_create(int run_fd, const char *name)
{
        const int fd = openat(run_fd, name, O_CREAT | O_TRUNC | O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);

        return fd < 0 ? -errno : fd;
}

int
pd_tail_adopt(int run_fd, const char *name, uint64_t length)
{
        const int fd = openat(run_fd, name, O_CREAT | O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);

        if (fd < 0)
                return -errno;
        if (ftruncate(fd, (off_t) length) < 0) {
                const int r = -errno;
                (void) close(fd);
                return r;
        }
        return fd;
}

int
pd_tail_rename(int run_fd, const char *from, const char *to)
{
        return renameat2(run_fd, from, run_fd, to, RENAME_NOREPLACE) < 0 ? -errno : 0;
}

int
pd_tail_append(int fd, uint64_t length, const char *bytes, size_t size)
{
        ssize_t n;

        do
                n = write(fd, bytes, size);
        while (n < 0 && errno == EINTR);
        if (n == (ssize_t) size)
                return 0;
        const int r = n < 0 ? -errno : -ENOSPC;
        /* Half a line would swallow the next one. Taking bytes away from a
         * file in memory needs no room. */
        if (n > 0 && ftruncate(fd, (off_t) length) < 0)
                return -errno;
        return r;
}

uint64_t
pd_tail_punch(int fd, uint64_t start, uint64_t synced)
{
        const uint64_t page = (uint64_t) sysconf(_SC_PAGESIZE);
        const uint64_t whole = synced - synced % page;

        if (whole <= start)
                return start;
        if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 0, (off_t) whole) < 0)
                return start;
        return whole;
}
