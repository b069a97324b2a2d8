/* SPDX-License-Identifier: MIT */
/*
 * A trace's file in the run directory, which is memory (tmpfs): it outlives
 * any crash of ours, not the machine's. A byte has the same offset here as
 * in the file on the card. What the card has for certain is punched out of
 * the tail page by page and reads as NUL, which no trace contains: the
 * first byte that is none says where the tail begins to count.
 *
 *   anna.tail                       before a session: the pre-roll
 *   anna.20261122T101503Z.tail      from the session's start
 *   anna.20261122T101503Z.gone      discarded: the card is still to forget it
 */
#pragma once

#include "purposed/event.h"
#include "purposed/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_TAIL_NAME_SIZE (PD_ID_SIZE + PD_SESSION_ID_SIZE + 8)

/* [A-Za-z0-9_-]{1,23}: what may stand in a file's name. */
bool pd_session_id_valid(const char *session);

#define PD_TAIL_SUFFIX ".tail"
#define PD_TAIL_GONE_SUFFIX ".gone"

/* SESSION "" is the pre-roll. */
void pd_tail_name(char ret[static PD_TAIL_NAME_SIZE], const char *athlete, const char *session, const char *suffix);
/* Is it the name of one of ATHLETE's files with that suffix? Then whose session. */
bool pd_tail_name_parse(const char *name, const char *athlete, const char *suffix, char ret_session[static PD_SESSION_ID_SIZE]);

/* The descriptor, or a negative errno. */
int pd_tail_create(int run_fd, const char *name);                 /* empty, whatever was there */
int pd_tail_adopt(int run_fd, const char *name, uint64_t length); /* what is there, cut or filled up to LENGTH */

/* -EEXIST rather than losing another tail. */
int pd_tail_rename(int run_fd, const char *from, const char *to);

/* All of the bytes or none: -ENOSPC and the like leave LENGTH bytes. */
int pd_tail_append(int fd, uint64_t length, const char *bytes, size_t size);

/* Gives the whole pages below SYNCED back to the machine. Returns where the
 * tail begins now; START where the file system has no holes. */
uint64_t pd_tail_punch(int fd, uint64_t start, uint64_t synced);
