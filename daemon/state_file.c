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

#define NAME_SIZE 128

struct job {
        char name[NAME_SIZE], former[NAME_SIZE]; /* FORMER "": it depends on none */
        char *bytes;
        size_t size;
        uint64_t first, last; /* the one that was kept, from the first whose place it took */
        struct job *next;
};

struct failure {
        char name[NAME_SIZE];
        uint64_t first, last; /* as of its job; 0: none */
        int error;
};

struct pd_state_files {
        char folder[PATH_SIZE / 2];
        pthread_t thread;
        pthread_mutex_t lock;
        pthread_cond_t news;
        struct job *jobs; /* the oldest first */
        const struct job *at_work; /* the one that is being written; NULL */
        bool ends;
        uint64_t n_kept;
        size_t n_failures; /* ever; the last of them: */
        struct failure failures[PD_STATE_FAILURES_MAX];
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

/* What is written under a name mends what could not be. */
static void
note(struct pd_state_files *files, const struct job *job, int r)
{
        struct failure *failure = &files->failures[files->n_failures % PD_STATE_FAILURES_MAX];

        for (size_t i = 0; i < PD_STATE_FAILURES_MAX; i++)
                if (strcmp(files->failures[i].name, job->name) == 0)
                        files->failures[i].name[0] = '\0';
        if (r == 0)
                return;
        *failure = (struct failure) {.first = job->first, .last = job->last, .error = r};
        memcpy(failure->name, job->name, sizeof(failure->name));
        files->n_failures++;
}

static void
put_down(struct pd_state_files *files, struct job *job, int r)
{
        pthread_mutex_lock(&files->lock);
        files->at_work = NULL;
        note(files, job, r);
        pthread_mutex_unlock(&files->lock);
        free_job(job);
}

/* Why what was written last under NAME could not be; 0: it was. */
static int
failure_of(struct pd_state_files *files, const char *name)
{
        int r = 0;

        pthread_mutex_lock(&files->lock);
        for (size_t i = 0; name[0] != '\0' && i < PD_STATE_FAILURES_MAX; i++)
                if (strcmp(files->failures[i].name, name) == 0)
                        r = files->failures[i].error;
        pthread_mutex_unlock(&files->lock);
        return r;
}

static void *
work(void *user)
{
        struct pd_state_files *files = user;
        struct job *job;

        for (job = next_job(files); job != NULL; job = next_job(files)) {
                int r = failure_of(files, job->former);

                if (r == 0)
                        r = carry_out(files, job);
                if (r < 0)
                        pd_log(LOG_WARNING, "%s/%s cannot be written: %s; what was ordered is not kept", files->folder,
                                job->name, strerror(-r));
                put_down(files, job, r);
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

/* One that waits for its turn under the same name is no longer wanted, unless it is not sure that the new one is written. */
static void
append(struct pd_state_files *files, struct job *job)
{
        struct job **at = &files->jobs;

        while (*at != NULL) {
                struct job *other = *at;

                if (strcmp(other->name, job->name) == 0 && (job->former[0] == '\0' || strcmp(other->former, job->former) == 0)) {
                        *at = other->next;
                        job->first = other->first < job->first ? other->first : job->first;
                        free_job(other);
                } else {
                        at = &other->next;
                }
        }
        *at = job;
}

int
pd_state_files_keep_after(
        struct pd_state_files *files, const char *former, const char *name, const char *bytes, size_t size)
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
        snprintf(job->former, sizeof(job->former), "%s", former);
        pthread_mutex_lock(&files->lock);
        job->first = job->last = ++files->n_kept;
        append(files, job);
        pthread_cond_signal(&files->news);
        pthread_mutex_unlock(&files->lock);
        return 0;
}

int
pd_state_files_keep(struct pd_state_files *files, const char *name, const char *bytes, size_t size)
{
        return pd_state_files_keep_after(files, "", name, bytes, size);
}

uint64_t
pd_state_files_count(struct pd_state_files *files)
{
        uint64_t n;

        pthread_mutex_lock(&files->lock);
        n = files->n_kept;
        pthread_mutex_unlock(&files->lock);
        return n;
}

static bool
is_among(const struct job *job, uint64_t from, uint64_t to)
{
        return job->first <= to && job->last > from;
}

int
pd_state_files_outcome(struct pd_state_files *files, uint64_t from, uint64_t to)
{
        int r = 0;

        pthread_mutex_lock(&files->lock);
        for (size_t i = 0; i < PD_STATE_FAILURES_MAX; i++) {
                const struct failure *failure = &files->failures[i];

                if (failure->name[0] != '\0' && failure->first <= to && failure->last > from)
                        r = failure->error;
        }
        for (const struct job *job = files->jobs; job != NULL; job = job->next)
                if (is_among(job, from, to))
                        r = -EAGAIN;
        if (files->at_work != NULL && is_among(files->at_work, from, to))
                r = -EAGAIN;
        pthread_mutex_unlock(&files->lock);
        return r;
}

/* What was kept under NAME and is not on the card yet; NULL: nothing. */
static const struct job *
pending(const struct pd_state_files *files, const char *name)
{
        const struct job *last = files->at_work != NULL && strcmp(files->at_work->name, name) == 0 ? files->at_work : NULL;

        for (const struct job *job = files->jobs; job != NULL; job = job->next)
                if (strcmp(job->name, name) == 0)
                        last = job;
        return last;
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
