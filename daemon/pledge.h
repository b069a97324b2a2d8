/* SPDX-License-Identifier: MIT */
/*
 * Answers that wait for the card. An order that kept something (state_file.h)
 * says what has come of it only once that is written; until then it is
 * answered -EAGAIN, and whoever ordered asks again, as purposectl and MQTT do
 * by themselves:
 *
 *   anchors set …   carried out, kept ─▶ held    -EAGAIN
 *   the same        being written                -EAGAIN
 *   the same        written ─▶ given             "LT1 is 152 bpm, from …"
 *                   failed  ─▶ given             "… cannot be written: No space left on device. …"
 *
 * An answer that nobody asks for any more is dropped PD_PLEDGE_PATIENCE after
 * it was asked for last: the same order is a new one then.
 */
#pragma once

#include "reply.h"
#include "state_file.h"

#include "purposed/command.h"
#include "purposed/time.h"

/* Both ask four times a second; a loop that stalls is given some of it. */
#define PD_PLEDGE_PATIENCE (3 * PD_SEC)
/* Held at once: an order of each athlete's, twice. */
#define PD_PLEDGES_MAX 16

struct pd_pledges;

/* What somebody orders. Borrowed for the call. */
struct pd_pledge_order {
        enum pd_command_verb verb;
        const char *athlete; /* as it was named; NULL or "" */
        const char *const *words;
        size_t n_words;
        pd_usec at; /* CLOCK_BOOTTIME: whoever asks again does so by the machine's time */
};

/* FILES, borrowed, in FOLDER, for the words of an answer. */
struct pd_pledges *pd_pledges_new(struct pd_state_files *files, const char *folder);
struct pd_pledges *pd_pledges_free(struct pd_pledges *pledges);

/* True: ORDER was carried out before, or has to wait for others, and REPLY says how it stands.
 * RET_ATHLETE: whom it was about; "": nobody, or nobody knows yet. */
bool pd_pledges_answer(struct pd_pledges *pledges, const struct pd_pledge_order *order, struct pd_reply *reply,
        char ret_athlete[static PD_ID_SIZE]);

/* ORDER, about ATHLETE, has been carried out, with REPLY; BEFORE is pd_state_files_count() before that. What it kept is
 * waited for: then REPLY is -EAGAIN. */
void pd_pledges_hold(struct pd_pledges *pledges, const struct pd_pledge_order *order, const char *athlete, uint64_t before,
        struct pd_reply *reply);
