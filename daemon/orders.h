/* SPDX-License-Identifier: MIT */
/*
 * The one desk at which every order is taken, whoever brings it (D-Bus,
 * MQTT): read by the table of include/purposed/commands.def, an athlete found
 * for it, carried out, answered in words and in JSON.
 *
 *   RUN               the engine of the athlete, through the pump; where no
 *                     session runs, whoever serves the verb for sessions
 *                     that are over ("rpe 6" in the evening)
 *   DAY, PAST, NODE   whoever serves the verb
 *
 * To serve verbs, a file of the root has a table of them, which daemon.c
 * hands in once:
 *
 *   static void
 *   list_sessions(void *user, const struct pd_order *order, struct pd_reply *reply)
 *   {
 *           struct pd_history *history = user;
 *           if (…)
 *                   pd_reply_say(reply, -ENOENT, "There is no session %s.", …);
 *           else
 *                   pd_reply_say(reply, 0, "Done.");
 *   }
 *
 *   const struct pd_order_service pd_history_services[] = {
 *           {PD_COMMAND_SESSION, true, list_sessions},
 *   };
 *
 * A verb that nobody serves is answered honestly: "This build cannot do that."
 */
#pragma once

#include "reply.h"
#include "state_file.h"

#include "purposed/command.h"
#include "purposed/pump.h"

struct pd_orders;

/* An order at which somebody works. Borrowed for the call. */
struct pd_order {
        const struct pd_command *command; /* its text: all words, with a blank between */
        const char *athlete;              /* id of one who is here; "" where nobody was named, and anyone will do */
        const char *const *words;         /* as they came: a word may have blanks in it */
        size_t n_words;
        pd_usec at;                       /* the daemon's time */
};

/* Answers by pd_reply_say(), pd_reply_add() and, if scripts have use for more
 * than result and text, pd_reply_write_json(). Never blocks: it is on the loop. */
typedef void (*pd_order_func)(void *user, const struct pd_order *order, struct pd_reply *reply);

struct pd_order_service {
        enum pd_command_verb verb;
        bool anyone; /* may be asked without an athlete: then none is looked for */
        pd_order_func carry_out;
};

/* What the root lends; outlives the desk. */
struct pd_orders_context {
        struct pd_pump *pump;
        pd_usec (*now)(void *user);
        void *user;
        struct pd_state_files *files; /* what orders keep there is on the card before they are answered; NULL: nothing is waited for */
        const char *state_dir;        /* theirs */
};

struct pd_orders *pd_orders_new(const struct pd_orders_context *context);
struct pd_orders *pd_orders_free(struct pd_orders *orders);

/* SERVICES, borrowed for good, are called with USER. The last one who serves
 * a verb has it. */
void pd_orders_serve(struct pd_orders *orders, const struct pd_order_service *services, size_t n, void *user);

/* ATHLETE NULL or "": the only one there is, or the only one who runs; if
 * that is not clear, the answer asks and names them. REPLY is initialised by
 * the caller, who clears it; it always has text and JSON afterwards. -EAGAIN:
 * ask again (pledge.h). */
void pd_orders_take(struct pd_orders *orders, const char *athlete, const char *verb, const char *const *words, size_t n_words,
        struct pd_reply *reply);
