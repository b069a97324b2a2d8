/* SPDX-License-Identifier: MIT */
/*
 * What commands change, kept below the state directory: small files, each
 * replaced as a whole (written beside, synced, renamed, the folder synced).
 * A card may take seconds for that, so a thread does it; files that are kept
 * again meanwhile wait for their turn, and the last state of each wins.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define PD_STATE_FILE_MAX 65536 /* bytes */
/* What four athletes' orders and evenings write while somebody waits for one of them, and more. */
#define PD_STATE_FAILURES_MAX 32

struct pd_state_files;

/* FOLDER is made if it is not there; NULL if memory or threads are out. */
struct pd_state_files *pd_state_files_new(const char *folder);
/* Waits until everything is written. Takes NULL. */
struct pd_state_files *pd_state_files_free(struct pd_state_files *files);

/* NAME is below the folder, "life/anna"; its folders are made. Without BYTES
 * (SIZE 0) it is removed. Returns at once; what cannot be written is said in the log. -ENOMEM; -EFBIG. */
int pd_state_files_keep(struct pd_state_files *files, const char *name, const char *bytes, size_t size);

/* The same, only if what was kept last under FORMER, before, is on the card by then: else it fails as that did. */
int pd_state_files_keep_after(
        struct pd_state_files *files, const char *former, const char *name, const char *bytes, size_t size);

/* How many were kept so far: what an order keeps lies between two of these. */
uint64_t pd_state_files_count(struct pd_state_files *files);

/* What has become of those behind the first FROM, up to the TOth. 0: the card has them, or what was kept after them under their
 * names; -EAGAIN: it has not yet; else why one could not be written, which is known of the last PD_STATE_FAILURES_MAX. */
int pd_state_files_outcome(struct pd_state_files *files, uint64_t from, uint64_t to);

/* What was kept last, be it on the card yet or not: the bytes, NUL behind
 * them, for the caller to free. -ENOENT: there is none; -EFBIG; what the system says. */
int pd_state_files_read(struct pd_state_files *files, const char *name, char **ret_bytes, size_t *ret_size);
