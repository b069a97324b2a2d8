/* SPDX-License-Identifier: MIT */
/* A secret that stands in a file: never in a configuration, an argument or a log. */
#pragma once

#include <limits.h>
#include <stdbool.h>

#define PD_SECRET_SIZE 257 /* 256 bytes and NUL */

/* The first line of FILE, and whether others than its owner may read it, which
 * of a credential systemd sees to; a relative name is looked up in
 * $CREDENTIALS_DIRECTORY (systemd's LoadCredential=). -ENOENT without that
 * directory; -E2BIG: too long; -ENODATA: empty; -EBADMSG: a NUL is in it;
 * -errno of the file. */
int pd_secret_read(const char *file, char ret[static PD_SECRET_SIZE], bool *ret_shared);

/* Where the file of that name stands, whether its bytes are a secret or not:
 * for those who read files themselves. As above; a file that can be read. */
int pd_secret_locate(const char *file, char ret_path[static PATH_MAX], bool *ret_shared);

/* In words, what is wrong with it. */
const char *pd_secret_fault(int error);
