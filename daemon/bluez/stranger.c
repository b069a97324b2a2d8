/* SPDX-License-Identifier: MIT */
#include "bluez/stranger.h"

#include "bluez/uuid.h"

#include <stdlib.h>
#include <string.h>

/* What a Device1 says of itself, as far as it matters here. */
struct face {
        const char *address, *name;
        bool connected, trusted, serves;
        bool classic; /* it speaks BR/EDR: nothing else has a Class */
};

static void
read_face(struct face *face, const struct pd_property *properties, size_t n)
{
        for (size_t i = 0; i < n; i++) {
                const struct pd_property *property = &properties[i];

                if (property->type == 's' && strcmp(property->name, "Address") == 0)
                        face->address = property->text;
                else if (property->type == 's' && strcmp(property->name, "Alias") == 0)
                        face->name = property->text;
                else if (strcmp(property->name, "Class") == 0)
                        face->classic = true;
                else if (property->type == 'b' && strcmp(property->name, "Connected") == 0)
                        face->connected = property->truth;
                else if (property->type == 'b' && strcmp(property->name, "Trusted") == 0)
                        face->trusted = property->truth;
                else if (property->type == 'S' && strcmp(property->name, "UUIDs") == 0)
                        face->serves |= pd_uuid_is_sensors(property->text);
        }
}

static struct pd_stranger *
find(struct pd_strangers *strangers, const char *path)
{
        for (size_t i = 0; i < PD_STRANGERS_MAX; i++)
                if (strcmp(strangers->list[i].path, path) == 0)
                        return &strangers->list[i];
        return NULL;
}

/* A free place, or else that of the one seen longest ago. */
static struct pd_stranger *
make_room(struct pd_strangers *strangers)
{
        struct pd_stranger *found = &strangers->list[0];

        for (size_t i = 0; i < PD_STRANGERS_MAX; i++) {
                struct pd_stranger *stranger = &strangers->list[i];

                if (stranger->path[0] == '\0')
                        return stranger;
                if (stranger->at < found->at)
                        found = stranger;
        }
        return found;
}

enum pd_stranger_verdict
pd_strangers_judge(struct pd_strangers *strangers, pd_usec now, bool pulled, const char *path, const struct pd_property *properties,
        size_t n_properties, const struct pd_stranger **ret_news)
{
        struct pd_stranger *stranger = find(strangers, path);
        struct face face = {0};
        size_t length = strlen(path);

        if (ret_news)
                *ret_news = NULL;
        read_face(&face, properties, n_properties);
        if (!pulled || !face.connected || !face.serves || face.classic || !face.address || !pd_address_valid(face.address) ||
                length >= PD_OBJECT_PATH_SIZE)
                return PD_STRANGER_NO_MATTER;
        if (!stranger) {
                stranger = make_room(strangers);
                *stranger = (struct pd_stranger){0};
                memcpy(stranger->path, path, length + 1);
                if (ret_news)
                        *ret_news = stranger;
        }
        memcpy(stranger->address, face.address, PD_ADDRESS_SIZE);
        if (face.name)
                pd_text_copy(stranger->name, sizeof(stranger->name), face.name, strlen(face.name));
        stranger->at = now;
        stranger->trusted = face.trusted;
        if (face.trusted || stranger->let_go)
                return PD_STRANGER_LEFT_ALONE;
        stranger->let_go = true;
        return PD_STRANGER_LET_GO;
}

static bool
is_at_or_below(const char *path, const char *top)
{
        size_t length = strlen(top);

        return strncmp(path, top, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

void
pd_strangers_vanish(struct pd_strangers *strangers, const char *path)
{
        for (size_t i = 0; i < PD_STRANGERS_MAX; i++)
                if (!path || is_at_or_below(strangers->list[i].path, path))
                        strangers->list[i].let_go = false;
}

void
pd_strangers_forget(struct pd_strangers *strangers, const char *address)
{
        for (size_t i = 0; i < PD_STRANGERS_MAX; i++)
                if (strcmp(strangers->list[i].address, address) == 0)
                        strangers->list[i] = (struct pd_stranger){0};
}

static int
latest_first(const void *a, const void *b)
{
        const struct pd_stranger *left = a, *right = b;

        return (left->at < right->at) - (left->at > right->at);
}

size_t
pd_strangers_list(const struct pd_strangers *strangers, struct pd_stranger *ret, size_t limit)
{
        struct pd_stranger seen[PD_STRANGERS_MAX];
        size_t n = 0;

        for (size_t i = 0; i < PD_STRANGERS_MAX; i++)
                if (strangers->list[i].path[0] != '\0')
                        seen[n++] = strangers->list[i];
        qsort(seen, n, sizeof(seen[0]), latest_first);
        n = n < limit ? n : limit;
        memcpy(ret, seen, n * sizeof(seen[0]));
        return n;
}
