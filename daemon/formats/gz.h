/* SPDX-License-Identifier: MIT */
/* Recordings as archives keep them: packed by gzip. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Larger ones are refused, whatever the packed size: a day at 1 Hz as TCX is a fifth of it. */
#define PD_GZ_MAX ((size_t) 160 << 20)

bool pd_gz_probe(const char *bytes, size_t size);

/* Bytes that the caller frees. -EBADMSG: damaged, or cut off; -EFBIG; -ENOMEM. */
int pd_gz_inflate(const char *bytes, size_t size, char **ret, size_t *ret_size);
