/* SPDX-License-Identifier: MIT */
#include "outlets.h"

#include <errno.h>
#include <string.h>

#define ANSWER_SIZE 256

static struct pd_sink *
find(const struct pd_outlets *outlets, const char *key)
{
        for (size_t i = 0; i < outlets->n_sinks; i++)
                if (strcmp(outlets->sinks[i]->type->key, key) == 0)
                        return outlets->sinks[i];
        return NULL;
}

static void
mqtt(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_sink *sink = find(user, "mqtt");
        char answer[ANSWER_SIZE];

        if (order->n_words != 1 || strcmp(order->words[0], "purge") != 0) {
                pd_reply_say(reply, -EINVAL, "mqtt takes one word: purge.");
                return;
        }
        if (sink == NULL || sink->type->purge == NULL) {
                pd_reply_say(reply, -ENOENT, "There is no section [mqtt] in the configuration: nothing is announced.");
                return;
        }
        sink->type->purge(sink, answer, sizeof(answer));
        pd_reply_say(reply, 0, "%s", answer);
}

const struct pd_order_service pd_outlet_services[] = {
        {PD_COMMAND_MQTT, true, mqtt},
};
const size_t pd_outlet_n_services = sizeof(pd_outlet_services) / sizeof(pd_outlet_services[0]);
