/* SPDX-License-Identifier: MIT */
#include "import_folder.h"

#include "listing.h"

#include "purposed/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <syslog.h>
#include <systemd/sd-event.h>
#include <time.h>
#include <unistd.h>

#define PATH_SIZE 768
#define NAME_SIZE 256
#define SAME_NAMES_MAX 99
#define LOOK_AT_CARD (10 * PD_MSEC) /* while it takes what came of a file: some milliseconds, and somebody may wait for the word */
#define PROMPT PD_MSEC               /* else a timer may come up to 250 ms late, for others' sake */
#define AGAIN (30 * PD_SEC) /* after a file that could not be dealt with, and while somebody runs */

struct pd_import_folder {
        struct pd_history *history;
        char athlete[PD_ID_SIZE];
        char path[PATH_SIZE / 2];
        int fd;
        sd_event_source *watch, *soon, *timer; /* soon: as soon as the loop has nothing else at hand */
        char last[NAME_SIZE];   /* dealt with */
        char failed[NAME_SIZE]; /* said to have failed */

        /* Of the file at hand. */
        bool waits; /* it has been read: the card is to have what came of it */
        char text[PD_IMPORT_FOLDER_TEXT];
        bool imperial, refused;
        size_t n_written;
        struct written {
                char session[PD_SESSION_ID_SIZE];
                int32_t revision;
        } written[PD_IMPORT_ACTIVITIES_MAX];
};

/* ---- a line --------------------------------------------------------------------------------- */

void
pd_import_write(const struct pd_import *import, bool imperial, char *ret, size_t size)
{
        char line[PD_LISTING_LINE_SIZE] = "";
        bool free = import->record.past.result == PD_PURPOSE_RESULT_FREE;
        const char *sentence = free ? "" : import->record.sentence; /* of most old files, and always the same one */

        if (import->outcome != PD_IMPORT_REFUSED)
                pd_listing_line(&import->record, imperial, line);
        snprintf(ret, size, "%-8s  %s%s%s%s%s%s", pd_import_outcome_name(import->outcome), line,
                line[0] != '\0' && sentence[0] != '\0' ? "  " : "", import->outcome != PD_IMPORT_REFUSED ? sentence : "",
                line[0] != '\0' && import->reason[0] != '\0' ? " (" : "", import->reason,
                line[0] != '\0' && import->reason[0] != '\0' ? ")" : "");
}

static void
hear(void *user, const struct pd_import *import)
{
        struct pd_import_folder *folder = user;
        size_t length = strlen(folder->text);
        char line[PD_LISTING_LINE_SIZE + PD_SENTENCE_SIZE + PD_IMPORT_REASON_SIZE + 16];

        pd_import_write(import, folder->imperial, line, sizeof(line));
        snprintf(folder->text + length, sizeof(folder->text) - length, "%s\n", line);
        folder->refused = folder->refused && import->outcome == PD_IMPORT_REFUSED;
        if (import->outcome > PD_IMPORT_BETTER || folder->n_written == PD_IMPORT_ACTIVITIES_MAX)
                return;
        memcpy(folder->written[folder->n_written].session, import->record.past.id, PD_SESSION_ID_SIZE);
        folder->written[folder->n_written++].revision = import->record.revision;
}

/* ---- a file ------------------------------------------------------------------------------------ */

/* A regular one, complete as far as can be told. */
static bool
is_for_us(const struct pd_import_folder *folder, const char *name)
{
        struct stat st;

        if (name[0] == '.' || fstatat(folder->fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
                return false;
        return S_ISREG(st.st_mode);
}

/* Does A come before B, counted from the one dealt with last? */
static bool
comes_before(const struct pd_import_folder *folder, const char *a, const char *b)
{
        bool a_later = strcmp(a, folder->last) > 0, b_later = strcmp(b, folder->last) > 0;

        return a_later != b_later ? a_later : strcmp(a, b) < 0;
}

static bool
next_file(const struct pd_import_folder *folder, char ret[static NAME_SIZE])
{
        int fd = openat(folder->fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
        const struct dirent *entry;
        bool found = false;

        if (dir == NULL) {
                if (fd >= 0)
                        (void) close(fd);
                return false;
        }
        while ((entry = readdir(dir)) != NULL)
                if ((!found || comes_before(folder, entry->d_name, ret)) && is_for_us(folder, entry->d_name)) {
                        snprintf(ret, NAME_SIZE, "%s", entry->d_name);
                        found = true;
                }
        (void) closedir(dir);
        return found;
}

/* Where nothing is lost by it. */
static int
move(const struct pd_import_folder *folder, const char *name, const char *where, char ret_to[static PATH_SIZE])
{
        snprintf(ret_to, PATH_SIZE, "%s/%.240s", where, name);
        for (int i = 2; renameat2(folder->fd, name, folder->fd, ret_to, RENAME_NOREPLACE) < 0; i++) {
                if (errno == EINVAL || i > SAME_NAMES_MAX) /* the file system cannot tell, or there is no end of it */
                        return renameat(folder->fd, name, folder->fd, ret_to) < 0 ? -errno : 0;
                if (errno != EEXIST)
                        return -errno;
                snprintf(ret_to, PATH_SIZE, "%s/%.240s.%d", where, name, i);
        }
        return 0;
}

/* The text comes last: who waits for it finds the file moved. */
static int
move_away(struct pd_import_folder *folder, const char *name)
{
        const char *where = folder->refused ? PD_IMPORT_REFUSED_FOLDER : PD_IMPORT_DONE;
        char to[PATH_SIZE], text[PATH_SIZE + 8];
        int fd, r;

        (void) mkdirat(folder->fd, where, 0700);
        r = move(folder, name, where, to);
        if (r < 0)
                return r;
        snprintf(text, sizeof(text), "%s.txt", to);
        fd = openat(folder->fd, text, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (fd < 0)
                return -errno;
        if (write(fd, folder->text, strlen(folder->text)) < 0)
                r = -errno;
        (void) close(fd);
        return r;
}

static int
import(struct pd_import_folder *folder, const char *name, const struct pd_athlete *athlete)
{
        char path[PATH_SIZE];
        int r;

        snprintf(path, sizeof(path), "%s/%s", folder->path, name);
        folder->text[0] = '\0';
        folder->n_written = 0;
        folder->refused = true;
        folder->imperial = athlete->units == PD_UNITS_IMPERIAL;
        r = pd_import_file(folder->history, path, athlete, PD_DAY_NONE, NULL, hear, folder);
        folder->waits = r == 0;
        return r;
}

/* Has the card taken all that was told? Else the log says why it has not. */
static int
check_written(const struct pd_import_folder *folder)
{
        struct pd_record record;

        for (size_t i = 0; i < folder->n_written; i++) {
                const struct written *written = &folder->written[i];
                int r = pd_store_get(pd_history_store(folder->history), folder->athlete, written->session, &record, NULL);

                if (r < 0 || record.revision < written->revision)
                        return -EIO;
        }
        return 0;
}

/* The file at hand: 0, or why it is to be dealt with once more. */
static int
finish(struct pd_import_folder *folder)
{
        int r = check_written(folder);

        folder->waits = false;
        if (r == 0)
                r = move_away(folder, folder->last);
        if (r == 0)
                pd_log(LOG_NOTICE, "%s/%s: %s", folder->path, folder->last,
                        folder->refused ? "refused, see " PD_IMPORT_REFUSED_FOLDER : "imported, see " PD_IMPORT_DONE);
        return r;
}

/* Once a file: it is tried again and again. */
static void
complain(struct pd_import_folder *folder, int r)
{
        if (strcmp(folder->failed, folder->last) != 0)
                pd_log(LOG_WARNING, "%s/%s cannot be imported: %s; trying again every %d s", folder->path, folder->last, strerror(-r),
                        (int) (AGAIN / PD_SEC));
        memcpy(folder->failed, folder->last, sizeof(folder->failed));
}

int
pd_import_folder_turn(struct pd_import_folder *folder)
{
        const struct pd_history_context *context = pd_history_context(folder->history);
        const struct pd_athlete *athlete = pd_history_athlete(folder->history, folder->athlete);
        char name[NAME_SIZE];
        int r = 0;

        if (!folder->waits) {
                if (athlete == NULL || !next_file(folder, name))
                        return 0;
                if (context->somebody_runs(context->user))
                        return -EBUSY;
                memcpy(folder->last, name, sizeof(folder->last));
                r = import(folder, name, athlete);
        }
        if (r == 0 && !pd_history_is_settled(folder->history))
                return 1;
        if (r == 0)
                r = finish(folder);
        if (r < 0)
                complain(folder, r);
        return r < 0 ? r : 1;
}

/* ---- forgotten ---------------------------------------------------------------------------------------- */

/* Files alone: the folders are watched. */
static int
empty(const char *path)
{
        DIR *dir = opendir(path);
        int r = 0;

        if (dir == NULL)
                return errno == ENOENT ? 0 : -errno;
        for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
                if (unlinkat(dirfd(dir), entry->d_name, 0) < 0 && errno != EISDIR && errno != EPERM && errno != ENOENT)
                        r = -errno;
        (void) closedir(dir);
        return r;
}

int
pd_import_forget(const char *state_dir, const char *athlete)
{
        static const char *const places[] = {"", "/" PD_IMPORT_DONE, "/" PD_IMPORT_REFUSED_FOLDER};
        char path[PATH_SIZE];
        int r = 0;

        for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
                int error;

                snprintf(path, sizeof(path), "%.512s/" PD_IMPORT_SPOOL "/%.32s%s", state_dir, athlete, places[i]);
                error = empty(path);
                r = error < 0 ? error : r;
        }
        return r;
}

/* ---- the loop --------------------------------------------------------------------------------------- */

static void
wake_in(struct pd_import_folder *folder, pd_usec span)
{
        (void) sd_event_source_set_time_relative(folder->timer, (uint64_t) span);
        (void) sd_event_source_set_enabled(folder->timer, SD_EVENT_ONESHOT);
}

static int
take_turn(struct pd_import_folder *folder)
{
        int r = pd_import_folder_turn(folder);

        if (r != 0)
                wake_in(folder, r < 0 ? AGAIN : folder->waits ? LOOK_AT_CARD : PD_MINUTE / PD_IMPORT_FOLDER_RATE);
        return 0;
}

static int
on_timer(sd_event_source *source, uint64_t usec, void *user)
{
        (void) source;
        (void) usec;
        return take_turn(user);
}

static int
on_soon(sd_event_source *source, void *user)
{
        (void) source;
        return take_turn(user);
}

static int
on_file(sd_event_source *source, const struct inotify_event *event, void *user)
{
        struct pd_import_folder *folder = user;

        (void) source;
        if (event->mask & (IN_CLOSE_WRITE | IN_MOVED_TO | IN_Q_OVERFLOW))
                (void) sd_event_source_set_enabled(folder->soon, SD_EVENT_ONESHOT);
        return 0;
}

static int
watch(struct pd_import_folder *folder, struct sd_event *loop)
{
        int r;

        if (mkdir(folder->path, 0700) < 0 && errno != EEXIST)
                return -errno;
        folder->fd = open(folder->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder->fd < 0)
                return -errno;
        r = sd_event_add_inotify(loop, &folder->watch, folder->path, IN_CLOSE_WRITE | IN_MOVED_TO | IN_ONLYDIR, on_file, folder);
        if (r >= 0)
                r = sd_event_add_defer(loop, &folder->soon, on_soon, folder); /* what lies there */
        if (r >= 0)
                r = sd_event_add_time_relative(loop, &folder->timer, CLOCK_BOOTTIME, 0, (uint64_t) PROMPT, on_timer, folder);
        if (r >= 0)
                r = sd_event_source_set_enabled(folder->timer, SD_EVENT_OFF);
        return r < 0 ? r : 0;
}

int
pd_import_folder_new(struct sd_event *loop, struct pd_history *history, const char *athlete, const char *path,
        struct pd_import_folder **ret)
{
        struct pd_import_folder *folder = calloc(1, sizeof(*folder));
        int r = -ENAMETOOLONG;

        if (folder == NULL)
                return -ENOMEM;
        folder->fd = -1;
        folder->history = history;
        snprintf(folder->athlete, sizeof(folder->athlete), "%s", athlete);
        if (snprintf(folder->path, sizeof(folder->path), "%s", path) < (int) sizeof(folder->path))
                r = watch(folder, loop);
        if (r < 0) {
                pd_import_folder_free(folder);
                return r;
        }
        *ret = folder;
        return 0;
}

struct pd_import_folder *
pd_import_folder_free(struct pd_import_folder *folder)
{
        if (folder == NULL)
                return NULL;
        sd_event_source_disable_unref(folder->watch);
        sd_event_source_disable_unref(folder->soon);
        sd_event_source_disable_unref(folder->timer);
        if (folder->fd >= 0)
                (void) close(folder->fd);
        free(folder);
        return NULL;
}
