/* SPDX-License-Identifier: MIT */
#include "replay/replay.h"

#include "formats/gz.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct pd_replay {
        char *bytes;
        size_t size;
        const struct pd_format *format;
};

static int
read_all(int fd, char *bytes, size_t size)
{
        while (size > 0) {
                ssize_t n = read(fd, bytes, size);

                if (n < 0 && errno == EINTR)
                        continue;
                if (n <= 0)
                        return n < 0 ? -errno : -ETXTBSY;
                bytes += n;
                size -= (size_t) n;
        }
        return 0;
}

static int
check(const struct stat *status, int64_t size_max)
{
        if (S_ISDIR(status->st_mode))
                return -EISDIR;
        if (!S_ISREG(status->st_mode))
                return -ENODEV;
        if (status->st_size == 0)
                return -ENODATA;
        return status->st_size > size_max ? -EFBIG : 0;
}

static bool
is_unchanged(int fd, const struct stat *before)
{
        struct stat now;

        return fstat(fd, &now) == 0 && now.st_size == before->st_size && now.st_mtim.tv_sec == before->st_mtim.tv_sec
                && now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

/* Not mapped: whoever cuts a file that is mapped kills us. */
static int
read_file(struct pd_replay *replay, int fd, int64_t size_max)
{
        struct stat status;
        int r = fstat(fd, &status) < 0 ? -errno : check(&status, size_max);

        if (r < 0)
                return r;
        replay->bytes = malloc((size_t) status.st_size);
        if (replay->bytes == NULL)
                return -ENOMEM;
        replay->size = (size_t) status.st_size;
        r = read_all(fd, replay->bytes, replay->size);
        return r == 0 && !is_unchanged(fd, &status) ? -ETXTBSY : r;
}

static int
inflate(struct pd_replay *replay)
{
        char *bytes;
        size_t size;
        int r = pd_gz_inflate(replay->bytes, replay->size, &bytes, &size);

        if (r < 0)
                return r;
        free(replay->bytes);
        replay->bytes = bytes;
        replay->size = size;
        return size > 0 ? 0 : -ENODATA;
}

/* Without waiting for whom nobody sees: a pipe opens at once, and is refused. */
int
pd_replay_open_within(const char *path, int64_t size_max, struct pd_replay **ret)
{
        struct pd_replay *replay = calloc(1, sizeof(*replay));
        int fd, r;

        if (replay == NULL)
                return -ENOMEM;
        fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
        if (fd < 0) {
                r = -errno;
                pd_replay_free(replay);
                return r;
        }
        r = read_file(replay, fd, size_max);
        close(fd);
        if (r == 0 && pd_gz_probe(replay->bytes, replay->size))
                r = inflate(replay);
        if (r == 0) {
                replay->format = pd_format_probe(replay->bytes, replay->size);
                r = replay->format != NULL ? 0 : -ENOTSUP;
        }
        if (r < 0) {
                pd_replay_free(replay);
                return r;
        }
        *ret = replay;
        return 0;
}

int
pd_replay_open(const char *path, struct pd_replay **ret)
{
        return pd_replay_open_within(path, PD_REPLAY_FILE_MAX, ret);
}

struct pd_replay *
pd_replay_free(struct pd_replay *replay)
{
        if (replay == NULL)
                return NULL;
        free(replay->bytes);
        free(replay);
        return NULL;
}

const char *
pd_replay_bytes(const struct pd_replay *replay, size_t *ret_size)
{
        *ret_size = replay->size;
        return replay->bytes;
}

int
pd_replay_read(struct pd_replay *replay, const struct pd_recording_ops *ops, uint64_t *ret_skipped, struct pd_format_error *ret_error)
{
        return replay->format->read(replay->bytes, replay->size, ops, ret_skipped, ret_error);
}
