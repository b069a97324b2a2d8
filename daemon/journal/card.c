/* SPDX-License-Identifier: MIT */
/* A trace's file on the card (card.h). */
#include "journal/card.h"

#include "journal/tail.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define TRACES "traces"
#define NEWEST "newest"
#define NEWEST_NEXT ".newest"
#define SUFFIX ".trace"
#define DAMAGED ".trace.damaged"

#define XFS_MAGIC 0x58465342 /* "XFSB"; not in linux/magic.h */

#define FILE_NAME_SIZE (PD_SESSION_ID_SIZE + 16)
#define CHUNK 16384
#define OLD_MAX 99

static void
file_name(char ret[static FILE_NAME_SIZE], const char *session, const char *suffix)
{
        (void) snprintf(ret, FILE_NAME_SIZE, "%.23s%s", session, suffix);
}

/* The folder NAME of PARENT, which is closed. */
static int
enter(int parent, const char *name, bool make)
{
        int r = 0;

        if (parent < 0)
                return parent;
        if (make && mkdirat(parent, name, 0700) == 0)
                r = fsync(parent) < 0 ? -errno : 0;
        else if (make && errno != EEXIST)
                r = -errno;
        if (r == 0) {
                r = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
                if (r < 0)
                        r = -errno;
        }
        (void) close(parent);
        return r;
}

static int
open_folder(const char *state_dir, const char *athlete, bool make)
{
        const int fd = open(state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

        return enter(enter(fd < 0 ? -errno : fd, TRACES, make), athlete, make);
}

/* "20261122T101503Z.trace" → the session. */
static bool
session_of(const char *name, char ret_session[static PD_SESSION_ID_SIZE])
{
        const size_t length = strlen(name), suffix = strlen(SUFFIX);
        char session[PD_SESSION_ID_SIZE] = "";

        if (length <= suffix || length - suffix >= sizeof session || strcmp(name + length - suffix, SUFFIX))
                return false;
        memcpy(session, name, length - suffix);
        if (!pd_session_id_valid(session))
                return false;
        memcpy(ret_session, session, sizeof session);
        return true;
}

static void
link_name(char ret[static FILE_NAME_SIZE], unsigned place)
{
        (void) snprintf(ret, FILE_NAME_SIZE, place > 0 ? NEWEST ".%u" : NEWEST, place);
}

/* Those that the links name, the one begun last first. A discarded session
 * leaves a link to nothing; a power cut between two renames names one twice. */
static unsigned
read_links(int folder, char ret_sessions[static PD_CARD_NEWEST_MAX][PD_SESSION_ID_SIZE])
{
        unsigned n = 0;

        for (unsigned place = 0; place < PD_CARD_NEWEST_MAX; place++) {
                char link[FILE_NAME_SIZE], name[FILE_NAME_SIZE] = "";
                link_name(link, place);
                if (readlinkat(folder, link, name, sizeof name - 1) <= 0 || !session_of(name, ret_sessions[n]))
                        continue;
                bool twice = false;
                for (unsigned i = 0; i < n; i++)
                        twice = twice || !strcmp(ret_sessions[i], ret_sessions[n]);
                if (!twice && faccessat(folder, name, F_OK, 0) == 0)
                        n++;
        }
        return n;
}

/* A link cannot be changed, but replaced. */
static int
set_link(int folder, unsigned place, const char *session)
{
        char link[FILE_NAME_SIZE], name[FILE_NAME_SIZE];

        link_name(link, place);
        file_name(name, session, SUFFIX);
        (void) unlinkat(folder, NEWEST_NEXT, 0);
        if (symlinkat(name, folder, NEWEST_NEXT) < 0 || renameat(folder, NEWEST_NEXT, folder, link) < 0)
                return -errno;
        return 0;
}

/* The oldest link first: none is lost if the power goes in between. */
static int
put_first(int folder, const char *session)
{
        char sessions[PD_CARD_NEWEST_MAX][PD_SESSION_ID_SIZE];
        const unsigned n = read_links(folder, sessions);
        unsigned before = 0; /* that are not SESSION itself */
        int r = 0;

        for (unsigned i = 0; i < n; i++)
                if (strcmp(sessions[i], session) != 0)
                        memmove(sessions[before++], sessions[i], sizeof sessions[i]);
        if (before == PD_CARD_NEWEST_MAX)
                before--;
        for (unsigned place = before; r == 0 && place > 0; place--)
                r = set_link(folder, place, sessions[place - 1]);
        return r == 0 ? set_link(folder, 0, session) : r;
}

/* A Pi without a clock of its own names sessions by the seconds since it
 * was switched on: the same name comes again and again. */
static int
put_aside(int folder, const char *session)
{
        char name[FILE_NAME_SIZE], old[FILE_NAME_SIZE], suffix[16] = SUFFIX ".old";

        file_name(name, session, SUFFIX);
        for (unsigned i = 2;; i++) {
                file_name(old, session, suffix);
                if (renameat2(folder, name, folder, old, i > OLD_MAX ? 0 : RENAME_NOREPLACE) == 0)
                        return 0;
                if (errno != EEXIST || i > OLD_MAX)
                        return -errno;
                (void) snprintf(suffix, sizeof suffix, SUFFIX ".old%u", i);
        }
}

static int
create(int folder, const char *session)
{
        const int flags = O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC;
        char name[FILE_NAME_SIZE];

        file_name(name, session, SUFFIX);
        int fd = openat(folder, name, flags, 0600);
        if (fd >= 0)
                return fd;
        const int r = errno == EEXIST ? put_aside(folder, session) : -errno;
        if (r < 0)
                return r;
        fd = openat(folder, name, flags, 0600);
        return fd < 0 ? -errno : fd;
}

static int
reopen(int folder, const char *session, bool headless)
{
        char name[FILE_NAME_SIZE];

        file_name(name, session, headless ? DAMAGED : SUFFIX);
        const int fd = openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | (headless ? O_CREAT : 0), 0600);
        if (fd < 0)
                return errno == ENOENT ? -ENODATA : -errno;
        return fd;
}

/* The link first: a file that no link names would be found by nobody, whenever
 * the power goes. */
static int
open_announced(struct pd_card *card, int folder, const char *session)
{
        int r = card->announced ? 0 : put_first(folder, session);

        if (r < 0)
                return r;
        const int fd = card->ours ? reopen(folder, session, card->headless) : create(folder, session);
        if (fd < 0 || card->announced)
                return fd;
        if (fsync(folder) < 0) {
                r = -errno;
                (void) close(fd);
                return r;
        }
        card->announced = true;
        return fd;
}

static int
check_length(const struct pd_card *card, int fd, uint64_t synced, dev_t *ret_device)
{
        struct stat st;

        if (fstat(fd, &st) < 0)
                return -errno;
        if ((uint64_t) st.st_size < synced)
                return -ENODATA;
        if ((uint64_t) st.st_size > card->leftover && ftruncate(fd, (off_t) card->leftover) < 0)
                return -errno;
        *ret_device = st.st_dev;
        return 0;
}

int
pd_card_open(struct pd_card *card, const char *state_dir, const char *athlete, const char *session, uint64_t synced)
{
        const int folder = open_folder(state_dir, athlete, true);
        struct statfs fs;

        if (folder < 0)
                return folder;
        const int fd = open_announced(card, folder, session);
        (void) close(folder);
        if (fd < 0)
                return fd;
        const int r = check_length(card, fd, card->ours ? synced : 0, &card->device);
        if (r < 0) {
                (void) close(fd);
                return r;
        }
        card->fd = fd;
        card->in_place = fstatfs(fd, &fs) == 0 && (fs.f_type == EXT4_SUPER_MAGIC || fs.f_type == XFS_MAGIC);
        card->grown = !card->ours || card->leftover != PD_CARD_NO_LEFTOVERS;
        card->ours = true;
        card->leftover = PD_CARD_NO_LEFTOVERS;
        return 0;
}

void
pd_card_begin_again(struct pd_card *card, uint64_t start)
{
        card->headless = start > 0;
        card->ours = card->headless; /* whatever stands under a trace's name is put aside */
        card->announced = card->headless;
        card->leftover = start > 0 ? 0 : PD_CARD_NO_LEFTOVERS;
        card->reserved = 0;
}

static int
write_at(int fd, const char *bytes, size_t size, uint64_t at)
{
        while (size > 0) {
                const ssize_t n = pwrite(fd, bytes, size, (off_t) at);
                if (n < 0 && errno == EINTR)
                        continue;
                if (n <= 0)
                        return n < 0 ? -errno : -EIO;
                bytes += n;
                size -= (size_t) n;
                at += (uint64_t) n;
        }
        return 0;
}

void
pd_card_reserve(struct pd_card *card, uint64_t from, uint64_t to)
{
        static const char zeros[4096];
        /* Where there was no room before, bytes of the trace may stand beyond what is reserved. */
        uint64_t at = card->reserved > from ? card->reserved : from;

        card->grown = card->grown || at < to;
        for (; at < to; card->reserved = at)
                for (const uint64_t end = at + PD_CARD_STEP; at < end; at += sizeof zeros)
                        if (write_at(card->fd, zeros, sizeof zeros, at) < 0)
                                return;
}

int
pd_card_copy(struct pd_card *card, int tail_fd, uint64_t from, uint64_t to)
{
        char bytes[CHUNK];

        card->grown = card->grown || to > card->reserved;
        while (from < to) {
                const size_t size = to - from < sizeof bytes ? (size_t) (to - from) : sizeof bytes;
                const ssize_t n = pread(tail_fd, bytes, size, (off_t) from);
                if (n < 0 && errno == EINTR)
                        continue;
                if (n <= 0)
                        return n < 0 ? -errno : -EIO;
                const int r = write_at(card->fd, bytes, (size_t) n, from);
                if (r < 0)
                        return r;
                from += (uint64_t) n;
        }
        return 0;
}

int
pd_card_trim(struct pd_card *card, uint64_t length)
{
        card->reserved = length;
        card->grown = true;
        return ftruncate(card->fd, (off_t) length) < 0 ? -errno : 0;
}

int
pd_card_sync(const struct pd_card *card)
{
        return fdatasync(card->fd) < 0 ? -errno : 0;
}

int
pd_card_push(const struct pd_card *card)
{
        const unsigned flags = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;

        return sync_file_range(card->fd, 0, 0, flags) < 0 ? -errno : 0;
}

int
pd_card_sync_device(const struct pd_card *card)
{
        return syncfs(card->fd) < 0 ? -errno : 0;
}

void
pd_card_close(struct pd_card *card)
{
        if (card->fd >= 0)
                (void) close(card->fd);
        card->fd = -1;
}

int
pd_card_remove(const char *state_dir, const char *athlete, const char *session)
{
        static const char *const suffixes[] = {SUFFIX, DAMAGED};
        const int folder = open_folder(state_dir, athlete, false);
        char name[FILE_NAME_SIZE];
        int r = 0;

        if (folder < 0)
                return folder == -ENOENT ? 0 : folder;
        for (size_t i = 0; r == 0 && i < sizeof suffixes / sizeof suffixes[0]; i++) {
                file_name(name, session, suffixes[i]);
                if (unlinkat(folder, name, 0) < 0 && errno != ENOENT)
                        r = -errno;
        }
        if (r == 0 && fsync(folder) < 0)
                r = -errno;
        (void) close(folder);
        return r;
}

/* A name without a date was given before the wall clock was known. */
static bool
sorts_after(const char *session, const char *other)
{
        const bool dated = session[0] >= '0' && session[0] <= '9', other_dated = other[0] >= '0' && other[0] <= '9';

        return dated != other_dated ? dated : strcmp(session, other) > 0;
}

/* For a folder whose links are gone: somebody has copied it. */
static int
newest_by_name(int folder, char ret_session[static PD_SESSION_ID_SIZE])
{
        char session[PD_SESSION_ID_SIZE], newest[PD_SESSION_ID_SIZE] = "";
        const int again = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *dir = again < 0 ? NULL : fdopendir(again);

        if (!dir) {
                const int r = -errno;
                if (again >= 0)
                        (void) close(again);
                return r;
        }
        for (const struct dirent *entry; (entry = readdir(dir));)
                if (session_of(entry->d_name, session) && sorts_after(session, newest))
                        memcpy(newest, session, sizeof newest);
        (void) closedir(dir);
        if (!newest[0])
                return -ENOENT;
        memcpy(ret_session, newest, sizeof newest);
        return 0;
}

int
pd_card_newest(const char *state_dir, const char *athlete, char ret_sessions[static PD_CARD_NEWEST_MAX][PD_SESSION_ID_SIZE])
{
        const int folder = open_folder(state_dir, athlete, false);

        if (folder < 0)
                return folder;
        int r = (int) read_links(folder, ret_sessions);
        if (r == 0) {
                r = newest_by_name(folder, ret_sessions[0]);
                r = r < 0 ? r : 1;
        }
        (void) close(folder);
        return r;
}

int32_t
pd_card_count(const char *state_dir, const char *athlete)
{
        const int folder = open_folder(state_dir, athlete, false);
        DIR *const dir = folder >= 0 ? fdopendir(folder) : NULL;
        char session[PD_SESSION_ID_SIZE];
        int32_t n = 0;

        if (!dir) {
                if (folder >= 0)
                        (void) close(folder);
                return 0;
        }
        for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir))
                n += session_of(entry->d_name, session);
        (void) closedir(dir);
        return n;
}

static int
read_all(int fd, char **ret, size_t *ret_size)
{
        struct stat st;
        size_t size = 0;

        if (fstat(fd, &st) < 0)
                return -errno;
        if ((uint64_t) st.st_size > PD_CARD_READ_MAX)
                return -EFBIG;
        char *const bytes = malloc((size_t) st.st_size + 1);
        if (!bytes)
                return -ENOMEM;
        while (size < (size_t) st.st_size) {
                const ssize_t n = pread(fd, bytes + size, (size_t) st.st_size - size, (off_t) size);
                if (n < 0 && errno == EINTR)
                        continue;
                if (n < 0) {
                        const int r = -errno;
                        free(bytes);
                        return r;
                }
                if (n == 0)
                        break;
                size += (size_t) n;
        }
        *ret = bytes;
        *ret_size = strnlen(bytes, size);
        return 0;
}

int
pd_card_read(const char *state_dir, const char *athlete, const char *session, char **ret, size_t *ret_size)
{
        const int folder = open_folder(state_dir, athlete, false);
        char name[FILE_NAME_SIZE];

        if (folder < 0)
                return folder;
        file_name(name, session, SUFFIX);
        const int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        int r = fd < 0 ? -errno : 0;
        (void) close(folder);
        if (r < 0)
                return r;
        r = read_all(fd, ret, ret_size);
        (void) close(fd);
        return r;
}

int
pd_card_keep_damaged(const char *state_dir, const char *athlete, const char *session, const char *bytes, size_t size)
{
        const int folder = open_folder(state_dir, athlete, true);
        char name[FILE_NAME_SIZE];

        if (folder < 0)
                return folder;
        file_name(name, session, DAMAGED);
        const int fd = openat(folder, name, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
        int r = fd < 0 ? -errno : write_at(fd, bytes, size, 0);
        if (r == 0 && fsync(fd) < 0)
                r = -errno;
        if (fd >= 0)
                (void) close(fd);
        (void) close(folder);
        return r;
}

/* Nothing but what pd_card_reserve() puts there. */
static bool
is_blank(int fd)
{
        char bytes[4096];
        ssize_t n;

        while ((n = read(fd, bytes, sizeof bytes)) > 0)
                for (ssize_t i = 0; i < n; i++)
                        if (bytes[i] != '\0')
                                return false;
        return n == 0;
}

int
pd_card_remove_blank(const char *state_dir, const char *athlete, const char *session)
{
        const int folder = open_folder(state_dir, athlete, false);
        char name[FILE_NAME_SIZE];
        int r = 0;

        if (folder < 0)
                return folder == -ENOENT ? 0 : folder;
        file_name(name, session, SUFFIX);
        const int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (fd >= 0 && is_blank(fd) && unlinkat(folder, name, 0) < 0)
                r = -errno;
        if (fd >= 0)
                (void) close(fd);
        (void) close(folder);
        return r;
}
