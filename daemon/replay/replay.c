/* SPDX-License-Identifier: MIT */
#include "replay/replay.h"

#include "formats/gz.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct pd_replay {
        char *bytes;
        size_t size;
        bool inflated; /* bytes are allocated, not mapped */
        const struct pd_format *format;
};

static int
map(struct pd_replay *replay, int fd)
{
        struct stat status;
        void *bytes;

        if (fstat(fd, &status) < 0)
                return -errno;
        if (S_ISDIR(status.st_mode))
                return -EISDIR;
        if (status.st_size == 0)
                return -ENODATA;
        if (status.st_size > PD_REPLAY_FILE_MAX)
                return -EFBIG;
        bytes = mmap(NULL, (size_t) status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes == MAP_FAILED)
                return -errno;
        replay->bytes = bytes;
        replay->size = (size_t) status.st_size;
        return 0;
}

static void
let_go(struct pd_replay *replay)
{
        if (replay->inflated)
                free(replay->bytes);
        else if (replay->bytes != NULL)
                munmap(replay->bytes, replay->size);
}

static int
inflate(struct pd_replay *replay)
{
        char *bytes;
        size_t size;
        int r = pd_gz_inflate(replay->bytes, replay->size, &bytes, &size);

        if (r < 0)
                return r;
        let_go(replay);
        replay->bytes = bytes;
        replay->size = size;
        replay->inflated = true;
        return size > 0 ? 0 : -ENODATA;
}

int
pd_replay_open(const char *path, struct pd_replay **ret)
{
        struct pd_replay *replay = calloc(1, sizeof(*replay));
        int fd, r;

        if (replay == NULL)
                return -ENOMEM;
        fd = open(path, O_RDONLY | O_CLOEXEC);
        if (fd < 0) {
                r = -errno;
                pd_replay_free(replay);
                return r;
        }
        r = map(replay, fd);
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

struct pd_replay *
pd_replay_free(struct pd_replay *replay)
{
        if (replay == NULL)
                return NULL;
        let_go(replay);
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
