/* SPDX-License-Identifier: MIT */
#include "plan_watch.h"

#include "purposed/log.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#define ATTEMPTS 3
#define FOLDERS_MAX 256 /* two a plan, for twice as many athletes as there can be */

struct folder {
        struct pd_plan_watch *watch;
        char *path;
        bool wanted;             /* still, after the last look at where the plans are */
        bool refused;            /* that was said in the log */
        char awaited[NAME_MAX + 1]; /* it is not there; its next part, in the parent that is watched instead */
        sd_event_source *source; /* NULL: to be watched anew */
};

struct pd_plan_watch {
        sd_event *loop;
        void (*changed)(void *user);
        void *user;
        sd_event_source *turn; /* of the loop, at the end of which is looked */
        size_t n_paths;
        const char **paths;
        size_t n_folders;
        struct folder *folders[FOLDERS_MAX];
};

/* ---- one folder --------------------------------------------------------------- */

/* A file that was made is told when it is closed; a link is all there at once. */
static bool
is_link(const struct folder *folder, const char *name)
{
        char path[PATH_MAX];
        struct stat status;

        snprintf(path, sizeof(path), "%s/%s", folder->path, name);
        return lstat(path, &status) == 0 && S_ISLNK(status.st_mode);
}

static bool
matters(const struct folder *folder, const struct inotify_event *event)
{
        const char *name = event->len > 0 ? event->name : "";

        if (folder->awaited[0] != '\0')
                return strcmp(name, folder->awaited) == 0;
        return !(event->mask & IN_CREATE) || is_link(folder, name);
}

static int
on_news(sd_event_source *source, const struct inotify_event *event, void *user)
{
        struct folder *folder = user;
        bool gone = (event->mask & (IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0;

        (void) source;
        if (!gone && !(event->mask & IN_Q_OVERFLOW) && !matters(folder, event))
                return 0;
        if (gone || folder->awaited[0] != '\0')
                folder->source = sd_event_source_disable_unref(folder->source);
        return sd_event_source_set_enabled(folder->watch->turn, SD_EVENT_ONESHOT);
}

static int
add_watch(struct folder *folder, const char *path, uint32_t news)
{
        const uint32_t always = IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

        return sd_event_add_inotify(folder->watch->loop, &folder->source, path, news | always, on_news, folder);
}

/* PATH becomes its parent, RET its last part; false at the top. */
static bool
cut_last(char *path, char ret[static NAME_MAX + 1])
{
        char *slash = strrchr(path, '/');

        if (path[0] == '\0' || strcmp(path, "/") == 0 || strcmp(path, ".") == 0)
                return false;
        snprintf(ret, NAME_MAX + 1, "%s", slash != NULL ? slash + 1 : path);
        if (slash == NULL)
                strcpy(path, ".");
        else
                slash[slash == path] = '\0';
        return true;
}

/* The folder, or the nearest one above it that is there: -EAGAIN if the next
 * part came before that was watched. */
static int
add_nearest(struct folder *folder)
{
        char path[PATH_MAX], below[PATH_MAX] = "";
        int r = add_watch(folder, folder->path, IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE);

        folder->awaited[0] = '\0';
        snprintf(path, sizeof(path), "%s", folder->path);
        while (r == -ENOENT) {
                memcpy(below, path, sizeof(below));
                if (!cut_last(path, folder->awaited))
                        return r;
                r = add_watch(folder, path, IN_CREATE | IN_MOVED_TO);
        }
        if (r < 0 || folder->awaited[0] == '\0' || access(below, F_OK) < 0)
                return r;
        folder->source = sd_event_source_disable_unref(folder->source);
        return -EAGAIN;
}

static void
watch_folder(struct folder *folder)
{
        int r = -EAGAIN;

        for (int i = 0; r == -EAGAIN && i < ATTEMPTS; i++)
                r = add_nearest(folder);
        if (r < 0 && !folder->refused)
                pd_log(LOG_WARNING, "%s is not watched: %s; plans there are read when a day begins", folder->path, strerror(-r));
        folder->refused = r < 0;
}

/* ---- which folders there are ------------------------------------------------------ */

static struct folder *
free_folder(struct folder *folder)
{
        if (folder == NULL)
                return NULL;
        sd_event_source_disable_unref(folder->source);
        free(folder->path);
        free(folder);
        return NULL;
}

static struct folder *
folder_of(struct pd_plan_watch *watch, const char *path)
{
        struct folder *folder;

        for (size_t i = 0; i < watch->n_folders; i++)
                if (strcmp(watch->folders[i]->path, path) == 0)
                        return watch->folders[i];
        if (watch->n_folders == FOLDERS_MAX)
                return NULL;
        folder = calloc(1, sizeof(*folder));
        if (folder == NULL)
                return NULL;
        folder->watch = watch;
        folder->path = strdup(path);
        if (folder->path == NULL)
                return free_folder(folder);
        watch->folders[watch->n_folders++] = folder;
        return folder;
}

static void
want_folder_of(struct pd_plan_watch *watch, const char *file)
{
        char path[PATH_MAX], name[NAME_MAX + 1];
        struct folder *folder;

        snprintf(path, sizeof(path), "%s", file);
        if (!cut_last(path, name))
                return;
        folder = folder_of(watch, path);
        if (folder != NULL)
                folder->wanted = true;
}

/* Where the plans stand now, links followed. */
static void
settle(struct pd_plan_watch *watch)
{
        char real[PATH_MAX];
        size_t n = 0;

        for (size_t i = 0; i < watch->n_folders; i++)
                watch->folders[i]->wanted = false;
        for (size_t i = 0; i < watch->n_paths; i++) {
                want_folder_of(watch, watch->paths[i]);
                if (realpath(watch->paths[i], real) != NULL)
                        want_folder_of(watch, real);
        }
        for (size_t i = 0; i < watch->n_folders; i++) {
                if (watch->folders[i]->wanted)
                        watch->folders[n++] = watch->folders[i];
                else
                        free_folder(watch->folders[i]);
        }
        watch->n_folders = n;
        for (size_t i = 0; i < n; i++)
                if (watch->folders[i]->source == NULL)
                        watch_folder(watch->folders[i]);
}

static int
on_turn(sd_event_source *source, void *user)
{
        struct pd_plan_watch *watch = user;

        (void) source;
        settle(watch); /* first, so that nothing which comes after the look is missed */
        watch->changed(watch->user);
        return 0;
}

/* ---- outside ------------------------------------------------------------------------ */

struct pd_plan_watch *
pd_plan_watch_new(sd_event *loop, void (*changed)(void *user), void *user)
{
        struct pd_plan_watch *watch = calloc(1, sizeof(*watch));

        if (watch == NULL)
                return NULL;
        watch->loop = loop;
        watch->changed = changed;
        watch->user = user;
        if (sd_event_add_defer(loop, &watch->turn, on_turn, watch) < 0 || sd_event_source_set_enabled(watch->turn, SD_EVENT_OFF) < 0)
                return pd_plan_watch_free(watch);
        return watch;
}

struct pd_plan_watch *
pd_plan_watch_free(struct pd_plan_watch *watch)
{
        if (watch == NULL)
                return NULL;
        for (size_t i = 0; i < watch->n_folders; i++)
                free_folder(watch->folders[i]);
        sd_event_source_disable_unref(watch->turn);
        free(watch->paths);
        free(watch);
        return NULL;
}

int
pd_plan_watch_add(struct pd_plan_watch *watch, const char *path)
{
        const char **paths = reallocarray(watch->paths, watch->n_paths + 1, sizeof(*paths));

        if (paths == NULL)
                return -ENOMEM;
        watch->paths = paths;
        watch->paths[watch->n_paths++] = path;
        return 0;
}

void
pd_plan_watch_begin(struct pd_plan_watch *watch)
{
        settle(watch);
}
