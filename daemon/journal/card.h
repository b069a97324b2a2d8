/* SPDX-License-Identifier: MIT */
/*
 * A trace's file on the card, below the state directory. Every call may
 * wait for the card for as long as the card likes: only the writer's
 * thread, and the recovery before the loop runs, come here.
 *
 *   traces/anna/20261122T101503Z.trace          the session
 *   traces/anna/20261122T101503Z.trace.old      the clock went back and its name was given twice; the
 *                                               next are .old2 to .old99, and the last one makes way
 *   traces/anna/20261122T101503Z.trace.damaged  as it was found; the readable beginning went on. Or
 *                                               what followed a beginning that the card has lost
 *   traces/anna/newest                          link to the trace begun last: names sort by the wall
 *                                               clock, and a machine without a clock of its own may
 *                                               wake up in its past
 *   traces/anna/newest.1 to newest.4            links to those begun before it, the later first
 */
#pragma once

#include "purposed/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The file is filled with zeros ahead of the trace, in steps of this, so
 * that a sync overwrites blocks that are there already and needs no commit
 * of the file system's journal. Measured on ext4, one runner, a sync every
 * ten seconds: 6 KiB and one flush a sync, where room set aside without
 * zeros (FALLOC_FL_KEEP_SIZE) takes 17 KiB and two, for the length changes
 * each time. The time of change is left to the file system's own commit,
 * which on a machine where nobody else writes brings both to 18 KiB. A
 * runner with strap and pod fills a step in some ten minutes. */
#define PD_CARD_STEP (UINT64_C(1) << 16)

/* The longest trace that is read back: two days of ten sensors. */
#define PD_CARD_READ_MAX (UINT64_C(64) << 20)

#define PD_CARD_NEWEST_MAX 5 /* PD_JOURNAL_CLOSED_MAX, and the open one */

#define PD_CARD_NO_LEFTOVERS UINT64_MAX

/* fstat(2) refuses a file whose inode or length its types cannot hold, on
 * machines of 32 bits whose types were left as narrow as they are by default. */
_Static_assert(sizeof(off_t) == 8, "_FILE_OFFSET_BITS=64");

struct pd_card {
        int fd;            /* -1 between two rounds: a card may have been changed meanwhile */
        bool ours;         /* the file of that name is this trace's */
        bool announced;    /* `newest` has pointed at it */
        bool headless;     /* its beginning is lost: the file is the .damaged one */
        uint64_t leftover; /* bytes of an earlier life from here on, to be cut off first */
        uint64_t reserved; /* filled with zeros up to here */
        dev_t device;
        bool in_place; /* the file system overwrites blocks where they are */
        bool grown;    /* since it was opened more has changed than blocks that were there */
};

/* All return 0 or a negative errno. */
/* Makes it the newest, before it has a byte: what `newest` names may be blank
 * when the power goes, but no trace is without its link.
 * SYNCED bytes had been taken earlier. -ENODATA: the card does not have them
 * any more, somebody has removed or exchanged it; nothing is open. */
int pd_card_open(struct pd_card *card, const char *state_dir, const char *athlete, const char *session, uint64_t synced);
/* After -ENODATA. The tail has everything from START on, and gives it again:
 * to a file that is empty. If that is not all, it is no trace. */
void pd_card_begin_again(struct pd_card *card, uint64_t start);
/* For a write of FROM to TO: zeros beyond it, if there is room. */
void pd_card_reserve(struct pd_card *card, uint64_t from, uint64_t to);
int pd_card_copy(struct pd_card *card, int tail_fd, uint64_t from, uint64_t to);
int pd_card_trim(struct pd_card *card, uint64_t length); /* gives back what was reserved */

/* This file; with it the device's own cache is flushed. */
int pd_card_sync(const struct pd_card *card);
/* Hands this file's overwritten blocks to the device and waits until it has
 * taken them. They are safe with the next pd_card_sync() on the device if
 * the file is IN_PLACE and has not GROWN. */
int pd_card_push(const struct pd_card *card);
/* Everybody's files on the device. */
int pd_card_sync_device(const struct pd_card *card);

void pd_card_close(struct pd_card *card);
/* Its damaged one, too; fine if they are not there. */
int pd_card_remove(const char *state_dir, const char *athlete, const char *session);
/* A file that was made, but had got nothing when the power went. */
int pd_card_remove_blank(const char *state_dir, const char *athlete, const char *session);

/* How many traces of the athlete's sessions there are; 0 if that cannot be read. */
int32_t pd_card_count(const char *state_dir, const char *athlete);

/* For the recovery. How many there are, up to PD_CARD_NEWEST_MAX, in the order
 * of their beginning, the last first; -ENOENT: none. */
int pd_card_newest(const char *state_dir, const char *athlete, char ret_sessions[static PD_CARD_NEWEST_MAX][PD_SESSION_ID_SIZE]);
/* Up to the first NUL. *RET is to be freed. -EFBIG: beyond PD_CARD_READ_MAX. */
int pd_card_read(const char *state_dir, const char *athlete, const char *session, char **ret, size_t *ret_size);
int pd_card_keep_damaged(const char *state_dir, const char *athlete, const char *session, const char *bytes, size_t size);
