/* SPDX-License-Identifier: MIT */
#include "pledge.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct pledge {
        char *order; /* verb, athlete and words, a NUL behind each; NULL: none is held here */
        size_t size;
        char athlete[PD_ID_SIZE];
        pd_usec asked_at;
        uint64_t from, to; /* what it kept */
        struct pd_reply reply;
};

struct pd_pledges {
        struct pd_state_files *files;
        char *folder;
        struct pledge held[PD_PLEDGES_MAX];
};

struct pd_pledges *
pd_pledges_new(struct pd_state_files *files, const char *folder)
{
        struct pd_pledges *pledges = calloc(1, sizeof(*pledges));

        if (pledges == NULL)
                return NULL;
        pledges->files = files;
        pledges->folder = strdup(folder);
        return pledges->folder != NULL ? pledges : pd_pledges_free(pledges);
}

static void
drop(struct pledge *pledge)
{
        free(pledge->order);
        pd_reply_clear(&pledge->reply);
        *pledge = (struct pledge) {.order = NULL};
}

struct pd_pledges *
pd_pledges_free(struct pd_pledges *pledges)
{
        if (pledges == NULL)
                return NULL;
        for (size_t i = 0; i < PD_PLEDGES_MAX; i++)
                drop(&pledges->held[i]);
        free(pledges->folder);
        free(pledges);
        return NULL;
}

/* ---- which it is ------------------------------------------------------------- */

/* The piece behind SIZE bytes of RET, or only how long all are: RET NULL. */
static size_t
append(char *ret, size_t size, const char *piece)
{
        const size_t length = strlen(piece) + 1;

        if (ret != NULL)
                memcpy(ret + size, piece, length);
        return size + length;
}

static size_t
write_order(const struct pd_pledge_order *order, char *ret)
{
        size_t size = append(ret, 0, pd_command_types[order->verb].word);

        size = append(ret, size, order->athlete != NULL ? order->athlete : "");
        for (size_t i = 0; i < order->n_words; i++)
                size = append(ret, size, order->words[i]);
        return size;
}

/* NULL: no memory. */
static char *
copy_order(const struct pd_pledge_order *order, size_t *ret_size)
{
        char *copy;

        *ret_size = write_order(order, NULL);
        copy = malloc(*ret_size);
        if (copy != NULL)
                (void) write_order(order, copy);
        return copy;
}

static void
drop_forgotten(struct pd_pledges *pledges, pd_usec now)
{
        for (size_t i = 0; i < PD_PLEDGES_MAX; i++)
                if (pledges->held[i].order != NULL && now - pledges->held[i].asked_at > PD_PLEDGE_PATIENCE)
                        drop(&pledges->held[i]);
}

static struct pledge *
find(struct pd_pledges *pledges, const char *order, size_t size)
{
        for (size_t i = 0; i < PD_PLEDGES_MAX; i++) {
                struct pledge *pledge = &pledges->held[i];

                if (pledge->order != NULL && pledge->size == size && memcmp(pledge->order, order, size) == 0)
                        return pledge;
        }
        return NULL;
}

static struct pledge *
find_free(struct pd_pledges *pledges)
{
        for (size_t i = 0; i < PD_PLEDGES_MAX; i++)
                if (pledges->held[i].order == NULL)
                        return &pledges->held[i];
        return NULL;
}

/* ---- what is answered ------------------------------------------------------- */

static void
say_wait(struct pd_reply *reply)
{
        pd_reply_say(reply, -EAGAIN, "The card is being written to; ask once more in a second.");
}

/* A plan counts as a file, and the old one is still there; anything else counts in memory already. */
static void
say_unwritten(const struct pd_pledges *pledges, enum pd_command_verb verb, const char *text, int r, struct pd_reply *reply)
{
        if (verb == PD_COMMAND_PLAN) {
                pd_reply_say(reply, r, "The plan cannot be written below %s: %s. The old one still holds. See that there is room and that "
                                       "it can be written, and send the plan once more.", pledges->folder, strerror(-r));
                return;
        }
        pd_reply_say(reply, r, "%s But that cannot be written below %s: %s. It holds until purposed is started again; see that there is "
                               "room and that it can be written, and order it once more.", text, pledges->folder, strerror(-r));
}

static void
give(struct pd_pledges *pledges, struct pledge *pledge, enum pd_command_verb verb, struct pd_reply *reply)
{
        const int r = pd_state_files_outcome(pledges->files, pledge->from, pledge->to);

        if (r == -EAGAIN) {
                say_wait(reply);
                return;
        }
        if (r < 0) {
                say_unwritten(pledges, verb, pd_reply_text(&pledge->reply), r, reply);
        } else {
                pd_reply_clear(reply);
                *reply = pledge->reply;
                pd_reply_init(&pledge->reply);
        }
        drop(pledge);
}

bool
pd_pledges_answer(struct pd_pledges *pledges, const struct pd_pledge_order *order, struct pd_reply *reply,
        char ret_athlete[static PD_ID_SIZE])
{
        size_t size;
        char *copy = copy_order(order, &size);
        struct pledge *pledge;

        ret_athlete[0] = '\0';
        if (copy == NULL) {
                pd_reply_say(reply, -ENOMEM, "Memory is out.");
                return true;
        }
        drop_forgotten(pledges, order->at);
        pledge = find(pledges, copy, size);
        free(copy);
        if (pledge == NULL && find_free(pledges) != NULL)
                return false;
        if (pledge == NULL) {
                say_wait(reply);
                return true;
        }
        memcpy(ret_athlete, pledge->athlete, PD_ID_SIZE);
        pledge->asked_at = order->at;
        give(pledges, pledge, order->verb, reply);
        return true;
}

void
pd_pledges_hold(struct pd_pledges *pledges, const struct pd_pledge_order *order, const char *athlete, uint64_t before,
        struct pd_reply *reply)
{
        const uint64_t kept = pd_state_files_count(pledges->files);
        struct pledge *pledge = kept > before && reply->result == 0 ? find_free(pledges) : NULL;

        if (pledge == NULL)
                return;
        pledge->order = copy_order(order, &pledge->size);
        if (pledge->order == NULL) /* it was carried out, whatever comes of it: the log says it */
                return;
        snprintf(pledge->athlete, sizeof(pledge->athlete), "%s", athlete != NULL ? athlete : "");
        pledge->asked_at = order->at;
        pledge->from = before;
        pledge->to = kept;
        pledge->reply = *reply;
        pd_reply_init(reply);
        say_wait(reply);
}
