/* SPDX-License-Identifier: MIT */
/*
 * A source: a recording on disk, whatever its format, as inputs.
 */
#pragma once

#include "purposed/format.h"

#include <stdint.h>

/* Larger files are refused: a day at 4 Hz is a tenth of it. */
#define PD_REPLAY_FILE_MAX ((int64_t) 1 << 30)

struct pd_replay;

/* Reads the file, unpacks one that gzip packed, and recognises its format.
 * -errno of opening it; -EFBIG, unpacked too; -EBADMSG: damaged or cut off as
 * a gzip file; -ENOTSUP: no format recognises it; -ENODATA: it is empty;
 * -ENODEV: a pipe, a device; -ETXTBSY: somebody was writing it meanwhile. */
int pd_replay_open(const char *path, struct pd_replay **ret);
/* The same of a file of at most SIZE_MAX bytes, as it lies there. */
int pd_replay_open_within(const char *path, int64_t size_max, struct pd_replay **ret);
struct pd_replay *pd_replay_free(struct pd_replay *replay);

/* What is in it, unpacked; borrowed. */
const char *pd_replay_bytes(const struct pd_replay *replay, size_t *ret_size);

/* Reads it from its beginning, as often as is wanted: see struct pd_format. */
int pd_replay_read(struct pd_replay *replay, const struct pd_recording_ops *ops, uint64_t *ret_skipped, struct pd_format_error *ret_error);
