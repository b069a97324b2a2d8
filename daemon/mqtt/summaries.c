/* SPDX-License-Identifier: MIT */
/*
 * The last summary of each athlete, kept to be said again. A broker that
 * lost its store knows no summary, and the engine does not know the last
 * session any more. What is said again is the message of then, under the
 * same id: who has it already sees that it is the same. Kept while the
 * daemon runs; after a start it is the record's business.
 */
#include "mqtt/inside.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Up to the payload's NUL: few summaries are as long as one may be. */
static size_t
size_of(const struct pd_message *message)
{
        return offsetof(struct pd_message, payload) + message->length + 1;
}

static struct pd_message **
place_of(struct pd_mqtt *self, const char *athlete)
{
        for (size_t i = 0; i < PD_ATHLETES_MAX; i++)
                if (!self->summaries[i] || strcmp(self->summaries[i]->athlete, athlete) == 0)
                        return &self->summaries[i];
        return NULL;
}

void
pd_mqtt_keep_summary(struct pd_mqtt *self)
{
        struct pd_message **place = place_of(self, self->message.athlete);

        void *kept;

        if (!place)
                return;
        kept = realloc(*place, size_of(&self->message));
        if (!kept) /* without memory it is said but once */
                return;
        memcpy(kept, &self->message, size_of(&self->message));
        *place = kept;
}

void
pd_mqtt_restate_summaries(struct pd_mqtt *self)
{
        for (size_t i = 0; i < PD_ATHLETES_MAX && self->summaries[i]; i++) {
                memcpy(&self->message, self->summaries[i], size_of(self->summaries[i]));
                pd_mqtt_offer(self);
        }
}

/* The last one takes its place: there is none behind the first that is free. */
void
pd_mqtt_forget_summary(struct pd_mqtt *self, const char *athlete)
{
        struct pd_message **place = place_of(self, athlete);
        size_t last = 0;

        if (!place || !*place)
                return;
        while (last + 1 < PD_ATHLETES_MAX && self->summaries[last + 1])
                last++;
        free(*place);
        *place = NULL;
        if (place != &self->summaries[last]) {
                *place = self->summaries[last];
                self->summaries[last] = NULL;
        }
}

void
pd_mqtt_forget_summaries(struct pd_mqtt *self)
{
        for (size_t i = 0; i < PD_ATHLETES_MAX; i++)
                free(self->summaries[i]);
}
