/* SPDX-License-Identifier: MIT */
#include "athletes.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const struct pd_athlete *
athlete_at(const struct pd_history *history, size_t i)
{
        const struct pd_history_context *context = pd_history_context(history);

        return context->athlete(context->user, i);
}

/* What was learnt; null before. */
static void
write_heart(struct pd_json *json, const struct pd_kinetics *kinetics)
{
        if (kinetics->sessions == 0) {
                pd_json_null(json, "heart");
                return;
        }
        pd_json_object(json, "heart");
        pd_json_decimal(json, "gain_bpm_per_m_s", kinetics->gain_tenths, 1);
        pd_json_decimal(json, "tau_on_s", kinetics->tau_on_tenths, 1);
        pd_json_decimal(json, "tau_off_s", kinetics->tau_off_tenths, 1);
        pd_json_decimal(json, "drift_bpm_per_min", kinetics->drift_milli, 3);
        pd_json_decimal(json, "sd_bpm", kinetics->sd_tenths, 1);
        pd_json_integer(json, "sessions", kinetics->sessions);
        pd_json_object_end(json);
}

static void
write_athletes(struct pd_json *json, void *user)
{
        struct pd_history *history = user;
        const struct pd_athlete *athlete;

        pd_json_array(json, NULL);
        for (size_t i = 0; (athlete = athlete_at(history, i)) != NULL; i++) {
                pd_json_object(json, NULL);
                pd_json_text(json, "id", athlete->id);
                pd_json_text(json, "name", athlete->name[0] != '\0' ? athlete->name : NULL);
                pd_json_text(json, "goal", athlete->goal[0] != '\0' ? athlete->goal : NULL);
                pd_json_integer(json, "sessions", pd_history_count(history, athlete->id));
                write_heart(json, &athlete->kinetics);
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
}

static void
say_heart(struct pd_reply *reply, const struct pd_kinetics *kinetics)
{
        if (kinetics->sessions == 0)
                return;
        pd_reply_add(reply, "\n%14sheart: %d.%d bpm per m/s, tau %d s up and %d s down, +-%d.%d bpm; learnt from %d session%s", "",
                kinetics->gain_tenths / 10, kinetics->gain_tenths % 10, (kinetics->tau_on_tenths + 5) / 10,
                (kinetics->tau_off_tenths + 5) / 10, kinetics->sd_tenths / 10, kinetics->sd_tenths % 10, kinetics->sessions,
                kinetics->sessions == 1 ? "" : "s");
}

static void
list(struct pd_history *history, struct pd_reply *reply)
{
        const struct pd_athlete *athlete;

        pd_reply_say(reply, 0, "%s", athlete_at(history, 0) != NULL ? "" : "No athlete is configured.");
        for (size_t i = 0; (athlete = athlete_at(history, i)) != NULL; i++) {
                int64_t n = pd_history_count(history, athlete->id);
                pd_reply_add(reply, "%s%-12s  %4d session%s%s%s", i > 0 ? "\n" : "", athlete->id, (int) n, n == 1 ? " " : "s",
                        athlete->name[0] != '\0' ? "  " : "", athlete->name);
                say_heart(reply, &athlete->kinetics);
        }
        pd_reply_write_json(reply, write_athletes, history);
}

/* Somebody who is not here any more may have left traces. */
static void
forget(struct pd_history *history, const char *id, struct pd_reply *reply)
{
        bool unknown = pd_history_athlete(history, id) == NULL && pd_history_count(history, id) == 0;
        int r = pd_id_valid(id) ? pd_history_forget(history, id) : -EINVAL;

        if (r == -EBUSY)
                pd_reply_say(reply, r, "Somebody runs; try again when nobody does.");
        else if (r == -EAGAIN)
                pd_reply_say(reply, r, "The card is being written to; try again in a few seconds.");
        else if (r < 0)
                pd_reply_say(reply, r, "%.32s cannot be forgotten: %s.", id, strerror(-r));
        else if (unknown)
                pd_reply_say(reply, 0, "No session of %s was on record. If you meant somebody else: purposectl athlete list", id);
        else
                pd_reply_say(reply, 0, "Traces, record and retained topics of %s are gone.%s", id,
                        pd_history_athlete(history, id) != NULL ? " The configuration is yours to change." : "");
}

static void
athlete_order(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        if (order->n_words == 0 || (order->n_words == 1 && strcmp(order->words[0], "list") == 0))
                list(user, reply);
        else if (order->n_words == 2 && strcmp(order->words[0], "forget") == 0)
                forget(user, order->words[1], reply);
        else
                pd_reply_say(reply, -EINVAL, "athlete takes: list, or forget and an athlete's id");
}

const struct pd_order_service pd_athletes_services[] = {
        {PD_COMMAND_ATHLETE, true, athlete_order},
};
const size_t pd_athletes_n_services = sizeof(pd_athletes_services) / sizeof(pd_athletes_services[0]);
