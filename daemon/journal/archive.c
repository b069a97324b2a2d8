/* SPDX-License-Identifier: MIT */
#include "journal/archive.h"

#include "journal/card.h"
#include "journal/tail.h"
#include "journal/whole_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRACES "traces"
#define SUFFIX ".trace"
#define NAME_SIZE 64

static int
enter(int parent, const char *name)
{
        int fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);

        return fd < 0 ? -errno : fd;
}

/* The descriptor of traces/ATHLETE, or of traces for NULL. */
static int
open_folder(const char *state_dir, const char *athlete, bool make)
{
        int state = open(state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), traces, folder;

        if (state < 0)
                return -errno;
        if (make)
                (void) mkdirat(state, TRACES, 0700);
        traces = enter(state, TRACES);
        (void) close(state);
        if (traces < 0 || athlete == NULL)
                return traces;
        if (make)
                (void) mkdirat(traces, athlete, 0700);
        folder = enter(traces, athlete);
        if (make && folder >= 0)
                (void) fsync(traces);
        (void) close(traces);
        return folder;
}

/* Takes FOLDER. 0 for a folder that is not there. */
static int
each(int folder, pd_archive_func func, void *user)
{
        DIR *dir = folder >= 0 ? fdopendir(folder) : NULL;
        int r = 0;

        if (dir == NULL) {
                r = folder >= 0 ? -errno : folder;
                if (folder >= 0)
                        (void) close(folder);
                return r == -ENOENT ? 0 : r;
        }
        for (const struct dirent *entry; r >= 0 && (entry = readdir(dir)) != NULL;)
                if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
                        r = func(user, entry->d_name);
        (void) closedir(dir);
        return r < 0 ? r : 0;
}

struct filter {
        pd_archive_func func;
        void *user;
};

static int
only_athletes(void *user, const char *name)
{
        const struct filter *filter = user;

        return pd_id_valid(name) ? filter->func(filter->user, name) : 0;
}

static int
only_sessions(void *user, const char *name)
{
        const struct filter *filter = user;
        char session[PD_SESSION_ID_SIZE];
        size_t length = strlen(name);

        if (length <= strlen(SUFFIX) || length - strlen(SUFFIX) >= sizeof(session) || strcmp(name + length - strlen(SUFFIX), SUFFIX) != 0)
                return 0;
        memcpy(session, name, length - strlen(SUFFIX));
        session[length - strlen(SUFFIX)] = '\0';
        return pd_session_id_valid(session) ? filter->func(filter->user, session) : 0;
}

int
pd_archive_athletes(const char *state_dir, pd_archive_func func, void *user)
{
        struct filter filter = {func, user};

        return each(open_folder(state_dir, NULL, false), only_athletes, &filter);
}

int
pd_archive_sessions(const char *state_dir, const char *athlete, pd_archive_func func, void *user)
{
        struct filter filter = {func, user};

        return each(open_folder(state_dir, athlete, false), only_sessions, &filter);
}

int
pd_archive_read(const char *state_dir, const char *athlete, const char *session, char **ret, size_t *ret_size)
{
        return pd_card_read(state_dir, athlete, session, ret, ret_size);
}

static int
open_trace(const char *state_dir, const char *athlete, const char *session)
{
        int folder = open_folder(state_dir, athlete, false), fd;
        char name[NAME_SIZE];

        if (folder < 0)
                return folder;
        snprintf(name, sizeof(name), "%.23s" SUFFIX, session);
        fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (fd < 0)
                fd = -errno;
        (void) close(folder);
        return fd;
}

int
pd_archive_read_beginning(const char *state_dir, const char *athlete, const char *session, size_t size, char **ret, size_t *ret_size)
{
        int fd = open_trace(state_dir, athlete, session), r = 0;
        char *bytes = fd >= 0 ? malloc(size) : NULL;
        size_t have = 0;
        ssize_t n = 1;

        if (fd < 0)
                return fd;
        if (bytes == NULL)
                r = -ENOMEM;
        while (r == 0 && n != 0 && have < size) {
                n = read(fd, bytes + have, size - have);
                if (n < 0 && errno != EINTR)
                        r = -errno;
                have += n > 0 ? (size_t) n : 0;
        }
        (void) close(fd);
        if (r < 0) {
                free(bytes);
                return r;
        }
        *ret = bytes;
        *ret_size = have;
        return 0;
}

int
pd_archive_write(const char *state_dir, const char *athlete, const char *session, const char *bytes, size_t size)
{
        char name[NAME_SIZE];
        int folder, r;

        if (!pd_session_id_valid(session))
                return -EINVAL;
        folder = open_folder(state_dir, athlete, true);
        if (folder < 0)
                return folder;
        snprintf(name, sizeof(name), "%.23s" SUFFIX, session);
        r = pd_whole_file_write(folder, name, bytes, size);
        (void) close(folder);
        return r;
}

int
pd_archive_put_aside(const char *state_dir, const char *athlete, const char *session, const char *why)
{
        int folder = open_folder(state_dir, athlete, false), r = 0;
        char name[NAME_SIZE], aside[NAME_SIZE];

        if (folder < 0)
                return folder;
        snprintf(name, sizeof(name), "%.23s" SUFFIX, session);
        snprintf(aside, sizeof(aside), "%.23s" SUFFIX ".%.16s", session, why);
        if (renameat(folder, name, folder, aside) < 0 || fsync(folder) < 0)
                r = -errno;
        (void) close(folder);
        return r;
}

struct removal {
        int folder;
        const char *session; /* NULL: everybody's */
        int error;
};

static int
remove_one(void *user, const char *name)
{
        struct removal *removal = user;
        const char *plain = name[0] == '.' ? name + 1 : name; /* one that a power cut left half written */
        size_t length = removal->session != NULL ? strlen(removal->session) : 0;

        if (removal->session != NULL && strncmp(plain, removal->session, length) != 0)
                return 0;
        if (removal->session != NULL && strncmp(plain + length, SUFFIX, strlen(SUFFIX)) != 0)
                return 0;
        if (unlinkat(removal->folder, name, 0) < 0 && errno != ENOENT)
                removal->error = -errno;
        return 0;
}

static int
remove_from(const char *state_dir, const char *athlete, const char *session)
{
        struct removal removal = {.folder = open_folder(state_dir, athlete, false), .session = session};
        int r;

        if (removal.folder < 0)
                return removal.folder == -ENOENT ? 0 : removal.folder;
        r = each(dup(removal.folder), remove_one, &removal);
        if (r == 0)
                r = removal.error;
        if (fsync(removal.folder) < 0 && r == 0)
                r = -errno;
        (void) close(removal.folder);
        return r;
}

int
pd_archive_remove(const char *state_dir, const char *athlete, const char *session)
{
        return remove_from(state_dir, athlete, session);
}

int
pd_archive_forget(const char *state_dir, const char *athlete)
{
        int r = remove_from(state_dir, athlete, NULL), traces;

        if (r < 0)
                return r;
        traces = open_folder(state_dir, NULL, false);
        if (traces < 0)
                return traces == -ENOENT ? 0 : traces;
        if (unlinkat(traces, athlete, AT_REMOVEDIR) < 0 && errno != ENOENT)
                r = -errno;
        (void) fsync(traces);
        (void) close(traces);
        return r;
}
