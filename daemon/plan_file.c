/* SPDX-License-Identifier: MIT */
#include "plan_file.h"

#include "conf_file.h"

#include "formats/plan_yaml.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

void
pd_plan_file_folder(const char *path, char ret[static PD_PLAN_FOLDER_SIZE])
{
        const char *slash = strrchr(path, '/');

        snprintf(ret, PD_PLAN_FOLDER_SIZE, "%.*splans", slash != NULL ? (int) (slash - path + 1) : 0, path);
}

void
pd_plan_file_init(struct pd_plan_file *file, const struct pd_config_athlete *athlete, const char *plans_dir, const char *state_dir)
{
        const char *id = athlete->athlete.id;

        memset(file, 0, sizeof(*file));
        if (athlete->plan != NULL) {
                snprintf(file->paths[file->n_paths++], sizeof(file->paths[0]), "%s", athlete->plan);
                return;
        }
        snprintf(file->paths[file->n_paths++], sizeof(file->paths[0]), "%s/%s.yaml", plans_dir, id);
        snprintf(file->paths[file->n_paths++], sizeof(file->paths[0]), "%s/plans/%s.yaml", state_dir, id);
}

void
pd_plan_file_clear(struct pd_plan_file *file)
{
        file->plan = pd_plan_yaml_free(file->plan);
}

static const char *
kept_or_none(const struct pd_plan_file *file)
{
        return file->plan != NULL ? "the last plan that did is kept" : "there is no plan until it does";
}

static void
cannot_read(struct pd_plan_file *file, int r)
{
        snprintf(file->trouble, sizeof(file->trouble), "%s cannot be read: %s", file->path,
                r == -EFBIG ? "it is larger than a plan may be" : strerror(-r));
        pd_log(LOG_ERR, "%s; %s", file->trouble, kept_or_none(file));
}

static void
does_not_read(struct pd_plan_file *file, const struct pd_plan_faults *faults)
{
        for (size_t i = 0; i < faults->n; i++)
                pd_log(LOG_ERR, "%s:%zu:%zu: %s", file->path, faults->items[i].line, faults->items[i].column, faults->items[i].text);
        pd_log(LOG_ERR, "%s does not read; %s", file->path, kept_or_none(file));
        snprintf(file->trouble, sizeof(file->trouble), "%s does not read, line %zu: %s", file->path,
                faults->n > 0 ? faults->items[0].line : 0, faults->n > 0 ? faults->items[0].text : "");
}

static void
read_plan(struct pd_plan_file *file)
{
        struct pd_plan_faults *faults = calloc(1, sizeof(*faults));
        struct pd_plan *plan = NULL;
        bool world_readable;
        char *bytes = NULL;
        size_t size = 0;
        int r = faults != NULL ? pd_conf_load(file->path, &bytes, &size, &world_readable) : -ENOMEM;

        if (r == 0)
                r = size > PD_PLAN_FILE_MAX ? -EFBIG : pd_plan_yaml_read(bytes, size, &plan, faults);
        if (r == 0) {
                pd_plan_yaml_free(file->plan);
                file->plan = plan;
                file->trouble[0] = '\0';
        } else if (r == -EBADMSG) {
                does_not_read(file, faults);
        } else {
                cannot_read(file, r);
        }
        free(bytes);
        free(faults);
}

static bool
is_same(const struct stat *a, const struct stat *b)
{
        return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size
                && a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Taken away: there is no plan any more, and that is no error. */
static bool
drop(struct pd_plan_file *file)
{
        bool was_there = file->path != NULL;

        file->path = NULL;
        file->plan = pd_plan_yaml_free(file->plan);
        file->trouble[0] = '\0';
        return was_there;
}

bool
pd_plan_file_look(struct pd_plan_file *file)
{
        for (size_t i = 0; i < file->n_paths; i++) {
                struct stat status = {0}; /* of one that cannot be looked at, too */

                if (stat(file->paths[i], &status) < 0 && (errno == ENOENT || errno == ENOTDIR))
                        continue;
                if (file->path == file->paths[i] && is_same(&file->stamp, &status))
                        return false;
                file->path = file->paths[i];
                file->stamp = status;
                read_plan(file);
                return true;
        }
        return drop(file);
}
