/* SPDX-License-Identifier: MIT */
/*
 * What commands change, kept below the state directory: small files, each
 * replaced as a whole (written beside, synced, renamed, the folder synced).
 * A card may take seconds for that, so a thread does it; files that are kept
 * again meanwhile wait for their turn, and the last state of each wins.
 */
#pragma once

#include <stddef.h>

#define PD_STATE_FILE_MAX 65536 /* bytes */

struct pd_state_files;

/* FOLDER is made if it is not there; NULL if memory or threads are out. */
struct pd_state_files *pd_state_files_new(const char *folder);
/* Waits until everything is written. Takes NULL. */
struct pd_state_files *pd_state_files_free(struct pd_state_files *files);

/* NAME is below the folder, "life/anna"; its folders are made. Without BYTES
 * (SIZE 0) it is removed. Returns at once; what cannot be written is said in the log. -ENOMEM; -EFBIG. */
int pd_state_files_keep(struct pd_state_files *files, const char *name, const char *bytes, size_t size);

/* What was kept last, be it on the card yet or not: the bytes, NUL behind
 * them, for the caller to free. -ENOENT: there is none; -EFBIG; what the system says. */
int pd_state_files_read(struct pd_state_files *files, const char *name, char **ret_bytes, size_t *ret_size);
