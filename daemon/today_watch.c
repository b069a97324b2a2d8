/* SPDX-License-Identifier: MIT */
#include "today_inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/inotify.h>
#include <syslog.h>

static int
on_file(sd_event_source *source, const struct inotify_event *event, void *user)
{
        struct pd_today *today = user;

        (void) source;
        (void) event;
        pd_today_look_at_clock(today);
        for (size_t i = 0; i < today->n_diaries; i++)
                if (pd_plan_file_look(&today->diaries[i].file))
                        pd_today_renew(today, &today->diaries[i]);
        return 0;
}

/* A folder that is not there is not watched: its files are looked for when
 * a day begins or a session is over. */
static void
watch_folder(struct pd_today *today, const char *path)
{
        const uint32_t news = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;
        int r;

        if (today->n_watches == PD_TODAY_WATCHES_MAX)
                return;
        r = sd_event_add_inotify(today->loop, &today->watches[today->n_watches], path, news, on_file, today);
        if (r >= 0)
                today->n_watches++;
        else if (r != -ENOENT)
                pd_log(LOG_WARNING, "%s is not watched: %s; plans there are read when a day begins", path, strerror(-r));
}

void
pd_today_watch(struct pd_today *today, sd_event *loop)
{
        char path[PATH_MAX];
        char *slash;

        today->loop = loop;
        watch_folder(today, today->context->plans_dir);
        snprintf(path, sizeof(path), "%s/plans", today->context->state_dir);
        watch_folder(today, path);
        for (size_t i = 0; i < today->n_diaries; i++) {
                if (today->diaries[i].config->plan == NULL)
                        continue;
                snprintf(path, sizeof(path), "%s", today->diaries[i].config->plan);
                slash = strrchr(path, '/');
                slash[slash == path] = '\0';
                watch_folder(today, path);
        }
}
