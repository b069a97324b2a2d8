/* SPDX-License-Identifier: MIT */
#include "ctl/spool.h"

#include "import_folder.h"
#include "journal/whole_file.h"
#include "listing.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_SIZE 256
#define PATH_SIZE (NAME_SIZE + 32)
#define LINE_SIZE (PD_LISTING_LINE_SIZE + PD_SENTENCE_SIZE + PD_IMPORT_REASON_SIZE + 16)

/* Takes PARENT, which may be a negative errno. */
static int
enter(int parent, const char *name)
{
        int fd;

        if (parent < 0)
                return parent;
        fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd < 0)
                fd = -errno;
        (void) close(parent);
        return fd;
}

int
pd_spool_open(struct pd_spool *spool, const char *state_dir, const char *athlete)
{
        int state = open(state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        spool->fd = enter(enter(state < 0 ? -errno : state, PD_IMPORT_SPOOL), athlete);
        return spool->fd < 0 ? spool->fd : 0;
}

void
pd_spool_close(struct pd_spool *spool)
{
        if (spool->fd >= 0)
                (void) close(spool->fd);
        spool->fd = -1;
}

static int
copy_bytes(int from, int to)
{
        char bytes[65536];
        int r = 0;
        ssize_t n;

        while (r == 0 && (n = read(from, bytes, sizeof(bytes))) != 0) {
                if (n < 0 && errno == EINTR)
                        continue;
                r = n < 0 ? -errno : pd_whole_file_append(to, bytes, (size_t) n);
        }
        return r;
}

static int
give_to_owner(const struct pd_spool *spool, int fd)
{
        struct stat st;

        if (geteuid() != 0)
                return 0;
        return fstat(spool->fd, &st) < 0 || fchown(fd, st.st_uid, st.st_gid) < 0 ? -errno : 0;
}

/* A pipe would be waited for without end. */
static int
open_file(const char *path)
{
        int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        struct stat st;

        if (fd < 0)
                return -errno;
        if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
                return fd;
        (void) close(fd);
        return S_ISDIR(st.st_mode) ? -EISDIR : -ENODEV;
}

/* Under a name with a dot until it is whole: the daemon passes over those. */
int
pd_spool_hand_in(const struct pd_spool *spool, const char *path, const char *name)
{
        int from = open_file(path), to, r;
        char part[PATH_SIZE];

        if (from < 0)
                return from;
        snprintf(part, sizeof(part), ".%.240s.part", name);
        to = openat(spool->fd, part, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
        r = to < 0 ? -errno : copy_bytes(from, to);
        if (r == 0)
                r = give_to_owner(spool, to);
        if (to >= 0 && close(to) < 0 && r == 0)
                r = -errno;
        (void) close(from);
        if (r == 0 && renameat(spool->fd, part, spool->fd, name) < 0)
                r = -errno;
        if (r < 0 && to >= 0)
                (void) unlinkat(spool->fd, part, 0);
        return r;
}

static FILE *
open_word(const struct pd_spool *spool, const char *path)
{
        int fd = openat(spool->fd, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        struct stat st;

        if (fd < 0)
                return NULL;
        if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0)
                return fdopen(fd, "r");
        (void) close(fd);
        return NULL;
}

bool
pd_spool_take_word(const struct pd_spool *spool, const char *name, pd_spool_line_func func, void *user)
{
        static const char *const places[] = {PD_IMPORT_DONE, PD_IMPORT_REFUSED_FOLDER};
        char path[PATH_SIZE], line[LINE_SIZE];
        FILE *file = NULL;

        for (size_t i = 0; file == NULL && i < 2; i++) {
                snprintf(path, sizeof(path), "%s/%.240s.txt", places[i], name);
                file = open_word(spool, path);
        }
        if (file == NULL)
                return false;
        while (fgets(line, sizeof(line), file) != NULL) {
                line[strcspn(line, "\n")] = '\0';
                func(user, line);
        }
        fclose(file);
        (void) unlinkat(spool->fd, path, 0);
        path[strlen(path) - strlen(".txt")] = '\0';
        (void) unlinkat(spool->fd, path, 0);
        return true;
}
