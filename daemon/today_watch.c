/* SPDX-License-Identifier: MIT */
/*
 * Plans that are written while the daemon runs. A folder that is not there
 * yet is waited for in the nearest one above it:
 *
 *             made, moved here
 *   waiting ───────────────────▶ there ──▶ a file is written: plans are looked at
 *      ▲                           │
 *      └───────────────────────────┘
 *             removed, moved away
 */
#include "today_inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <syslog.h>

#define GONE (IN_DELETE_SELF | IN_MOVE_SELF)
#define NEWS (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | GONE)
#define NEWS_ABOVE (IN_CREATE | IN_MOVED_TO | GONE)

static void watch(struct pd_plan_folder *folder);

static void
look_at_plans(struct pd_today *today)
{
        pd_today_look_at_clock(today);
        for (size_t i = 0; i < today->n_diaries; i++)
                if (pd_plan_file_look(&today->diaries[i].file))
                        pd_today_renew(today, &today->diaries[i]);
}

static int
on_news(sd_event_source *source, const struct inotify_event *event, void *user)
{
        struct pd_plan_folder *folder = user;

        (void) source;
        if (!folder->there || (event->mask & (GONE | IN_IGNORED | IN_UNMOUNT)) != 0)
                watch(folder);
        look_at_plans(folder->today); /* a new folder may have come with files in it */
        return 0;
}

/* PATH without its last part; false at the root, and where a relative one begins. */
static bool
climb(char *path)
{
        char *slash = strrchr(path, '/');

        if (strcmp(path, "/") == 0 || strcmp(path, ".") == 0)
                return false;
        if (slash == NULL)
                memcpy(path, ".", 2);
        else
                slash[slash == path] = '\0';
        return true;
}

/* Of PATH, if the folder is there; of the nearest above it otherwise. */
static int
watch_nearest(struct pd_plan_folder *folder, char *path)
{
        int r;

        folder->there = true;
        do {
                r = sd_event_add_inotify(folder->today->loop, &folder->watch, path, (folder->there ? NEWS : NEWS_ABOVE) | IN_ONLYDIR,
                        on_news, folder);
                if (r != -ENOENT)
                        return r;
                folder->there = false;
        } while (climb(path));
        return r;
}

/* Whatever comes to be between a look and the watch is seen by the next look. */
static void
watch(struct pd_plan_folder *folder)
{
        struct stat stamp;
        int r;

        do {
                char path[sizeof(folder->path)];

                memcpy(path, folder->path, sizeof(path));
                folder->watch = sd_event_source_disable_unref(folder->watch);
                r = watch_nearest(folder, path);
        } while (r >= 0 && !folder->there && stat(folder->path, &stamp) == 0 && S_ISDIR(stamp.st_mode));
        if (r < 0)
                pd_log(LOG_WARNING, "%s is not watched: %s; plans there are read when a day begins", folder->path, strerror(-r));
}

/* That of the file at PATH. */
static void
add_folder_of(struct pd_today *today, const char *path)
{
        struct pd_plan_folder *folder = &today->folders[today->n_folders];

        if (today->n_folders == PD_TODAY_FOLDERS_MAX)
                return;
        today->n_folders++;
        folder->today = today;
        snprintf(folder->path, sizeof(folder->path), "%s", path);
        (void) climb(folder->path);
        watch(folder);
}

void
pd_today_watch(struct pd_today *today, sd_event *loop)
{
        char path[sizeof(today->folders[0].path)];

        today->loop = loop;
        snprintf(path, sizeof(path), "%s/*", today->context->plans_dir);
        add_folder_of(today, path);
        snprintf(path, sizeof(path), "%s/plans/*", today->context->state_dir);
        add_folder_of(today, path);
        for (size_t i = 0; i < today->n_diaries; i++)
                if (today->diaries[i].config->plan != NULL)
                        add_folder_of(today, today->diaries[i].config->plan);
}

void
pd_today_watch_no_more(struct pd_today *today)
{
        for (size_t i = 0; i < today->n_folders; i++)
                sd_event_source_disable_unref(today->folders[i].watch);
}
