/* SPDX-License-Identifier: MIT */
#include "orders.h"

#include "loop_clock.h"
#include "pledge.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define GUEST "guest" /* is nobody whom an order without a name could mean, unless a guest runs */

struct service {
        const struct pd_order_service *service; /* NULL: nobody serves the verb */
        void *user;
};

struct pd_orders {
        const struct pd_orders_context *context;
        struct service services[PD_COMMAND_VERB_COUNT];
        struct pd_pledges *pledges; /* NULL: nothing is waited for */
};

struct pd_orders *
pd_orders_new(const struct pd_orders_context *context)
{
        struct pd_orders *orders = calloc(1, sizeof(*orders));

        if (orders == NULL)
                return NULL;
        orders->context = context;
        if (context->files == NULL)
                return orders;
        orders->pledges = pd_pledges_new(context->files, context->state_dir);
        return orders->pledges != NULL ? orders : pd_orders_free(orders);
}

struct pd_orders *
pd_orders_free(struct pd_orders *orders)
{
        if (orders == NULL)
                return NULL;
        pd_pledges_free(orders->pledges);
        free(orders);
        return NULL;
}

void
pd_orders_serve(struct pd_orders *orders, const struct pd_order_service *services, size_t n, void *user)
{
        for (size_t i = 0; i < n; i++)
                orders->services[services[i].verb] = (struct service){&services[i], user};
}

/* ---- whom is it about ------------------------------------------------------ */

static const char *
athlete_at(const struct pd_pump *pump, size_t i)
{
        return pd_pump_snapshot(pump, i)->athlete.id;
}

/* "anna, ben and carla" behind what the reply says already. The guest, who
 * comes last and by itself, is nobody to choose. */
static void
add_names(struct pd_reply *reply, const struct pd_pump *pump)
{
        size_t n = pd_pump_n_athletes(pump);

        if (n > 1 && strcmp(athlete_at(pump, n - 1), GUEST) == 0)
                n--;
        for (size_t i = 0; i < n; i++)
                pd_reply_add(reply, "%s%s", i == 0 ? "" : i + 1 == n ? " and " : ", ", athlete_at(pump, i));
}

static const char *
named(const struct pd_pump *pump, const char *name, struct pd_reply *reply)
{
        for (size_t i = 0; i < pd_pump_n_athletes(pump); i++)
                if (strcmp(athlete_at(pump, i), name) == 0)
                        return athlete_at(pump, i);
        pd_reply_say(reply, -ENOENT, "There is no athlete '%.*s'; ", PD_ID_SIZE, name);
        if (pd_pump_n_athletes(pump) == 0)
                pd_reply_add(reply, "none is configured.");
        else
                pd_reply_add(reply, "I know ");
        add_names(reply, pump);
        pd_reply_add(reply, "%s", pd_pump_n_athletes(pump) > 0 ? "." : "");
        return NULL;
}

/* The only one, or for anything but a start the only one who runs; NULL if
 * that is not clear. */
static const char *
obvious(const struct pd_pump *pump, enum pd_command_verb verb)
{
        size_t n_here = 0, n_running = 0;
        const char *here = NULL, *running = NULL;

        for (size_t i = 0; i < pd_pump_n_athletes(pump); i++) {
                if (strcmp(athlete_at(pump, i), GUEST) != 0) {
                        here = athlete_at(pump, i);
                        n_here++;
                }
                if (pd_session_state_is_run(pd_engine_session_state(pd_pump_engine(pump, i)))) {
                        running = athlete_at(pump, i);
                        n_running++;
                }
        }
        if (n_running == 1 && verb != PD_COMMAND_START)
                return running;
        return n_here == 1 ? here : NULL;
}

static const char *
find_athlete(const struct pd_pump *pump, const char *name, enum pd_command_verb verb, struct pd_reply *reply)
{
        const char *found;

        if (name != NULL && name[0] != '\0')
                return named(pump, name, reply);
        found = obvious(pump, verb);
        if (found != NULL)
                return found;
        if (pd_pump_n_athletes(pump) == 0) {
                pd_reply_say(reply, -ENOENT, "No athlete is configured.");
                return NULL;
        }
        pd_reply_say(reply, -ENOTUNIQ, "Whom do you mean? I know ");
        add_names(reply, pump);
        pd_reply_add(reply, ".");
        return NULL;
}

/* ---- how it is carried out -------------------------------------------------- */

static void
serve(const struct service *service, const struct pd_order *order, struct pd_reply *reply)
{
        if (service->service == NULL)
                pd_reply_say(reply, -EOPNOTSUPP, "This build cannot do that.");
        else
                service->service->carry_out(service->user, order, reply);
}

static void
run(const struct pd_orders *orders, const struct pd_order *order, struct pd_reply *reply)
{
        const struct service *afterwards = &orders->services[order->command->verb];
        struct pd_answer answer;
        int r = pd_pump_command(orders->context->pump, order->at, order->athlete, order->command, &answer);

        if (r == -ESRCH && afterwards->service != NULL)
                serve(afterwards, order, reply);
        else
                pd_reply_say(reply, r, "%s", answer.text);
}

static void
take(const struct pd_orders *orders, const char *athlete, struct pd_order *order, struct pd_reply *reply)
{
        enum pd_command_verb verb = order->command->verb;
        const struct pd_order_service *service = orders->services[verb].service;
        bool is_run = pd_command_types[verb].scope == PD_SCOPE_RUN;

        if (pd_command_types[verb].scope == PD_SCOPE_OWN) {
                pd_reply_say(reply, -EPERM, "'%s' is the daemon's own order; nobody else gives it.", pd_command_verb_name(verb));
                return;
        }
        if (!is_run && service == NULL) {
                serve(&orders->services[verb], order, reply);
                return;
        }
        if (!is_run && service->anyone && (athlete == NULL || athlete[0] == '\0'))
                order->athlete = "";
        else
                order->athlete = find_athlete(orders->context->pump, athlete, verb, reply);
        if (order->athlete == NULL)
                return;
        if (is_run)
                run(orders, order, reply);
        else
                serve(&orders->services[verb], order, reply);
}

/* What a run is ordered never waits for the card. */
static void
take_and_hold(const struct pd_orders *orders, const char *athlete, struct pd_order *order, char ret_athlete[static PD_ID_SIZE],
        struct pd_reply *reply)
{
        const struct pd_pledge_order pledge = {.verb = order->command->verb, .athlete = athlete, .words = order->words,
                .n_words = order->n_words, .at = pd_boottime_now()};
        uint64_t before;

        if (orders->pledges == NULL || pd_command_types[pledge.verb].scope == PD_SCOPE_RUN) {
                take(orders, athlete, order, reply);
                return;
        }
        if (pd_pledges_answer(orders->pledges, &pledge, reply, ret_athlete)) {
                order->athlete = ret_athlete;
                return;
        }
        before = pd_state_files_count(orders->context->files);
        take(orders, athlete, order, reply);
        pd_pledges_hold(orders->pledges, &pledge, order->athlete, before, reply);
}

/* ---- what is answered at the least ------------------------------------------- */

struct outcome {
        const char *athlete, *verb;
        const struct pd_reply *reply;
};

static void
write_outcome(struct pd_json *json, void *user)
{
        const struct outcome *outcome = user;

        pd_json_object(json, NULL);
        pd_json_text(json, "verb", outcome->verb);
        pd_json_text(json, "athlete", outcome->athlete != NULL && outcome->athlete[0] != '\0' ? outcome->athlete : NULL);
        pd_json_integer(json, "result", outcome->reply->result);
        pd_json_text(json, "text", pd_reply_text(outcome->reply));
        pd_json_object_end(json);
}

void
pd_orders_take(struct pd_orders *orders, const char *athlete, const char *verb, const char *const *words, size_t n_words,
        struct pd_reply *reply)
{
        struct pd_command command;
        struct pd_order order = {
                .command = &command, .words = words, .n_words = n_words, .at = orders->context->now(orders->context->user)};
        struct outcome outcome = {.verb = verb, .reply = reply};
        const char *expected;
        char pledged_to[PD_ID_SIZE];
        int r = pd_command_parse(verb, words, n_words, &command, &expected);

        if (r == -ENOENT)
                pd_reply_say(reply, r, "There is no order '%.*s'.", PD_ID_SIZE, verb);
        else if (r < 0)
                pd_reply_say(reply, r, "'%s' takes %s.", verb, expected);
        else
                take_and_hold(orders, athlete, &order, pledged_to, reply);
        outcome.athlete = order.athlete;
        reply->plain = reply->json == NULL;
        if (reply->plain)
                pd_reply_write_json(reply, write_outcome, &outcome);
}
