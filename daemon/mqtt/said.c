/* SPDX-License-Identifier: MIT */
/* A list without order: a house has some ten, and the largest takes a few microseconds. */
#include "mqtt/said.h"

#include <string.h>

/* FNV-1a, 64 bits. */
static uint64_t
sum(const char *bytes, size_t length)
{
        uint64_t h = 14695981039346656037u;

        for (size_t i = 0; i < length; i++)
                h = (h ^ (unsigned char) bytes[i]) * 1099511628211u;
        return h;
}

static bool
holds(const struct pd_message *message)
{
        return message->retain && message->expiry_s == 0;
}

static size_t
find(const struct pd_said *said, uint64_t topic)
{
        for (size_t i = 0; i < said->n; i++)
                if (said->entries[i].topic == topic)
                        return i;
        return SIZE_MAX;
}

static size_t
place_for(struct pd_said *said)
{
        size_t i;

        if (said->n < PD_SAID_MAX)
                return said->n++;
        i = said->next;
        said->next = (i + 1) % PD_SAID_MAX;
        return i;
}

static void
take_out(struct pd_said *said, size_t i)
{
        said->entries[i] = said->entries[--said->n];
}

bool
pd_said_already(struct pd_said *said, const struct pd_message *message)
{
        uint64_t topic = sum(message->topic, strlen(message->topic)), payload;
        size_t i = find(said, topic);
        bool same;

        if (!holds(message)) {
                if (i != SIZE_MAX)
                        take_out(said, i);
                return false;
        }
        payload = sum(message->payload, message->length);
        same = i != SIZE_MAX && said->entries[i].payload == payload;
        if (i == SIZE_MAX)
                i = place_for(said);
        said->entries[i].topic = topic;
        said->entries[i].payload = payload;
        return same && message->sequence == 0;
}

void
pd_said_forget(struct pd_said *said)
{
        said->n = said->next = 0;
}
