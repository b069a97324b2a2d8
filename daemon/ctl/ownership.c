/* SPDX-License-Identifier: MIT */
#include "ctl/ownership.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEPTH_MAX 8 /* traces/anna/…, import/anna/done/… */

static int give_all(int folder, const struct stat *owner, int depth);

/* Looked at and given by one descriptor: nobody exchanges it in between. */
static int
give(int folder, const char *name, const struct stat *owner, int depth)
{
        int fd = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC), r = 0;
        struct stat st;

        if (fd < 0)
                return errno == ENOENT ? 0 : -errno;
        if (fstat(fd, &st) < 0)
                r = -errno;
        else if (S_ISDIR(st.st_mode))
                r = depth < DEPTH_MAX ? give_all(openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), owner, depth + 1) : -ELOOP;
        if (r == 0 && st.st_uid == 0 && (S_ISDIR(st.st_mode) || st.st_nlink == 1)
                && fchownat(fd, "", owner->st_uid, owner->st_gid, AT_EMPTY_PATH) < 0)
                r = -errno;
        (void) close(fd);
        return r;
}

/* Takes FOLDER. */
static int
give_all(int folder, const struct stat *owner, int depth)
{
        DIR *dir = folder >= 0 ? fdopendir(folder) : NULL;
        const struct dirent *entry;
        int r = 0;

        if (dir == NULL) {
                r = -errno;
                if (folder >= 0)
                        (void) close(folder);
                return r;
        }
        while ((entry = readdir(dir)) != NULL) {
                int error = 0;

                if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
                        error = give(dirfd(dir), entry->d_name, owner, depth);
                r = error < 0 ? error : r;
        }
        (void) closedir(dir);
        return r;
}

int
pd_ownership_give_back(const char *folder)
{
        int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        struct stat owner;

        if (fd < 0)
                return -errno;
        if (geteuid() == 0 && fstat(fd, &owner) == 0 && owner.st_uid != 0)
                return give_all(fd, &owner, 0);
        (void) close(fd);
        return 0;
}
