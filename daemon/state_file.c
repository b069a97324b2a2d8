/* SPDX-License-Identifier: MIT */
#include "state_file.h"

#include "conf_file.h"
#include "journal/whole_file.h"

#include "purposed/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#define PATH_SIZE 512

struct job {
        char name[128];
        char *bytes;
        size_t size;
        struct job *next;
};

struct pd_state_files {
        char folder[PATH_SIZE / 2];
        pthread_t thread;
        pthread_mutex_t lock;
        pthread_cond_t news;
        struct job *jobs; /* the oldest first */
        const struct job *at_work; /* the one that is being written; NULL */
        bool ends;
};

/* ---- one file --------------------------------------------------------------- */

/* The state directory itself may be a link, as systemd makes it; one in it leads outside. */
static int
open_folder(const char *path, bool in_state)
{
        int fd;

        if (mkdir(path, 0700) < 0 && errno != EEXIST)
                return -errno;
        fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (in_state ? O_NOFOLLOW : 0));
        return fd < 0 ? -errno : fd;
}

static int
remove_from(int folder, const char *name)
{
        if (unlinkat(folder, name, 0) < 0)
                return errno == ENOENT ? 0 : -errno;
        return fsync(folder) < 0 ? -errno : 0;
}

static int
carry_out(const struct pd_state_files *files, const struct job *job)
{
        char path[PATH_SIZE], *slash;
        int folder, r;

        snprintf(path, sizeof(path), "%s/%s", files->folder, job->name);
        slash = strrchr(path, '/');
        *slash = '\0';
        folder = open_folder(path, strchr(job->name, '/') != NULL);
        if (folder < 0)
                return folder;
        r = job->size > 0 ? pd_whole_file_write(folder, slash + 1, job->bytes, job->size) : remove_from(folder, slash + 1);
        (void) close(folder);
        return r;
}

/* ---- the thread --------------------------------------------------------------- */

static struct job *
free_job(struct job *job)
{
        if (job != NULL)
                free(job->bytes);
        free(job);
        return NULL;
}

static struct job *
next_job(struct pd_state_files *files)
{
        struct job *job;

        pthread_mutex_lock(&files->lock);
        while (files->jobs == NULL && !files->ends)
                pthread_cond_wait(&files->news, &files->lock);
        job = files->jobs;
        if (job != NULL)
                files->jobs = job->next;
        files->at_work = job;
        pthread_mutex_unlock(&files->lock);
        return job;
}

static void
put_down(struct pd_state_files *files, struct job *job)
{
        pthread_mutex_lock(&files->lock);
        files->at_work = NULL;
        pthread_mutex_unlock(&files->lock);
        free_job(job);
}

static void *
work(void *user)
{
        struct pd_state_files *files = user;
        struct job *job;

        for (job = next_job(files); job != NULL; job = next_job(files)) {
                int r = carry_out(files, job);

                if (r < 0)
                        pd_log(LOG_WARNING, "%s/%s cannot be written: %s; what was ordered is not kept", files->folder,
                                job->name, strerror(-r));
                put_down(files, job);
        }
        return NULL;
}

/* ---- outside -------------------------------------------------------------------- */

struct pd_state_files *
pd_state_files_new(const char *folder)
{
        struct pd_state_files *files = calloc(1, sizeof(*files));

        if (files == NULL)
                return NULL;
        snprintf(files->folder, sizeof(files->folder), "%s", folder);
        if (mkdir(folder, 0700) < 0 && errno != EEXIST)
                pd_log(LOG_WARNING, "%s cannot be made: %s", folder, strerror(errno));
        pthread_mutex_init(&files->lock, NULL);
        pthread_cond_init(&files->news, NULL);
        if (pthread_create(&files->thread, NULL, work, files) == 0)
                return files;
        pthread_cond_destroy(&files->news);
        pthread_mutex_destroy(&files->lock);
        free(files);
        return NULL;
}

struct pd_state_files *
pd_state_files_free(struct pd_state_files *files)
{
        if (files == NULL)
                return NULL;
        pthread_mutex_lock(&files->lock);
        files->ends = true;
        pthread_cond_signal(&files->news);
        pthread_mutex_unlock(&files->lock);
        pthread_join(files->thread, NULL);
        pthread_cond_destroy(&files->news);
        pthread_mutex_destroy(&files->lock);
        free(files);
        return NULL;
}

/* One that waits for its turn under the same name is no longer wanted. */
static void
append(struct pd_state_files *files, struct job *job)
{
        struct job **at = &files->jobs;

        while (*at != NULL) {
                struct job *other = *at;

                if (strcmp(other->name, job->name) == 0) {
                        *at = other->next;
                        free_job(other);
                } else {
                        at = &other->next;
                }
        }
        *at = job;
}

int
pd_state_files_keep(struct pd_state_files *files, const char *name, const char *bytes, size_t size)
{
        struct job *job;

        if (size > PD_STATE_FILE_MAX)
                return -EFBIG;
        job = calloc(1, sizeof(*job));
        if (job == NULL)
                return -ENOMEM;
        job->bytes = malloc(size + 1);
        if (job->bytes == NULL) {
                free(job);
                return -ENOMEM;
        }
        memcpy(job->bytes, bytes, size);
        job->size = size;
        snprintf(job->name, sizeof(job->name), "%s", name);
        pthread_mutex_lock(&files->lock);
        append(files, job);
        pthread_cond_signal(&files->news);
        pthread_mutex_unlock(&files->lock);
        return 0;
}

/* What was kept under NAME and is not on the card yet; NULL: nothing. */
static const struct job *
pending(const struct pd_state_files *files, const char *name)
{
        for (const struct job *job = files->jobs; job != NULL; job = job->next)
                if (strcmp(job->name, name) == 0)
                        return job;
        return files->at_work != NULL && strcmp(files->at_work->name, name) == 0 ? files->at_work : NULL;
}

/* -ENOENT: it is removed; -ENODATA: nothing is on its way. */
static int
read_pending(struct pd_state_files *files, const char *name, char **ret_bytes, size_t *ret_size)
{
        const struct job *job;
        char *bytes = NULL;
        int r = -ENODATA;

        pthread_mutex_lock(&files->lock);
        job = pending(files, name);
        if (job != NULL && job->size > 0)
                bytes = malloc(job->size + 1);
        if (job != NULL)
                r = job->size == 0 ? -ENOENT : bytes == NULL ? -ENOMEM : 0;
        if (r == 0) {
                memcpy(bytes, job->bytes, job->size);
                bytes[job->size] = '\0';
                *ret_size = job->size;
                *ret_bytes = bytes;
        }
        pthread_mutex_unlock(&files->lock);
        return r;
}

int
pd_state_files_read(struct pd_state_files *files, const char *name, char **ret_bytes, size_t *ret_size)
{
        char path[PATH_SIZE];
        char *bytes;
        bool world_readable;
        size_t size;
        int r = read_pending(files, name, ret_bytes, ret_size);

        if (r != -ENODATA)
                return r;
        snprintf(path, sizeof(path), "%s/%s", files->folder, name);
        r = pd_conf_load(path, &bytes, &size, &world_readable);
        if (r < 0)
                return r;
        if (size > PD_STATE_FILE_MAX) {
                free(bytes);
                return -EFBIG;
        }
        bytes[size] = '\0';
        *ret_bytes = bytes;
        *ret_size = size;
        return 0;
}
