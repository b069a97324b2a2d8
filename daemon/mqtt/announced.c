/* SPDX-License-Identifier: MIT */
#include "mqtt/announced.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define LINE_SIZE 192 /* the longest has 150 characters */

const char *const pd_discovery_modes[] = { "device", "entity", "off", NULL };

static const char *const kinds[PD_DEVICE_KIND_COUNT] = {
        [PD_DEVICE_BRIDGE] = "bridge",
        [PD_DEVICE_ATHLETE] = "athlete",
        [PD_DEVICE_SENSOR] = "sensor",
};

const char *
pd_device_kind_name(enum pd_device_kind kind)
{
        return kinds[kind];
}

bool
pd_announced_is(const struct pd_announced_device *a, const struct pd_announced_device *b)
{
        return a->mode == b->mode && a->kind == b->kind && strcmp(a->id, b->id) == 0 && strcmp(a->node, b->node) == 0 &&
               strcmp(a->prefix, b->prefix) == 0;
}

size_t
pd_announced_find(const struct pd_announced *announced, const struct pd_announced_device *device)
{
        for (size_t i = 0; i < announced->n_devices; i++)
                if (pd_announced_is(&announced->devices[i], device))
                        return i;
        return SIZE_MAX;
}

int
pd_announced_add(struct pd_announced *announced, const struct pd_announced_device *device)
{
        size_t i = pd_announced_find(announced, device);

        if (i == SIZE_MAX && announced->n_devices == PD_ANNOUNCED_DEVICES_MAX)
                return -ENOSPC;
        if (i == SIZE_MAX) {
                announced->devices[announced->n_devices++] = *device;
                return 1;
        }
        announced->devices[i].leaving = false;
        return 0;
}

static int
add_component(struct pd_announced *announced, const struct pd_announced_component *component)
{
        for (size_t i = 0; i < announced->n_components; i++) {
                const struct pd_announced_component *other = &announced->components[i];

                if (other->kind == component->kind && strcmp(other->key, component->key) == 0 &&
                    strcmp(other->platform, component->platform) == 0)
                        return 0;
        }
        if (announced->n_components == PD_ANNOUNCED_COMPONENTS_MAX)
                return -ENOSPC;
        announced->components[announced->n_components++] = *component;
        return 1;
}

int
pd_announced_add_components(struct pd_announced *announced)
{
        int r = 0;

        for (const struct pd_entity *entity = pd_entities; entity->key && r >= 0; entity++) {
                struct pd_announced_component component = { .kind = entity->of };
                int added;

                snprintf(component.platform, sizeof(component.platform), "%s", entity->platform);
                snprintf(component.key, sizeof(component.key), "%s", entity->key);
                added = add_component(announced, &component);
                r = added < 0 || added > r ? added : r;
        }
        return r;
}

void
pd_announced_remove(struct pd_announced *announced, size_t i)
{
        announced->n_devices--;
        memmove(&announced->devices[i], &announced->devices[i + 1], (announced->n_devices - i) * sizeof(announced->devices[0]));
}

/* --- as text ------------------------------------------------------------------ */

/* The index of WORD in NAMES, or -1. */
static int
index_of(const char *word, const char *const *names, int n)
{
        for (int i = 0; i < n; i++)
                if (strcmp(names[i], word) == 0)
                        return i;
        return -1;
}

/* The next word of AT, which is moved behind it. False: there is none, or it is too long. */
static bool
next_word(const char **at, char *ret, size_t size)
{
        size_t length;

        *at += strspn(*at, " ");
        length = strcspn(*at, " ");
        if (length == 0 || length >= size)
                return false;
        memcpy(ret, *at, length);
        ret[length] = '\0';
        *at += length;
        return true;
}

static bool
next_id(const char **at, char ret[static PD_ID_SIZE])
{
        return next_word(at, ret, PD_ID_SIZE) && pd_id_valid(ret);
}

/* The next word's index in NAMES, or -1. */
static int
next_of(const char **at, const char *const *names, int n)
{
        char word[PD_ID_SIZE];

        return next_word(at, word, sizeof(word)) ? index_of(word, names, n) : -1;
}

static void
read_component(struct pd_announced *announced, const char *at)
{
        int kind = next_of(&at, kinds, PD_DEVICE_KIND_COUNT);
        struct pd_announced_component component = { .kind = (enum pd_device_kind) kind };

        if (kind >= 0 && next_id(&at, component.platform) && next_id(&at, component.key))
                (void) add_component(announced, &component);
}

static void
read_device(struct pd_announced *announced, const char *at)
{
        int mode = next_of(&at, pd_discovery_modes, PD_DISCOVERY_OFF), kind;
        struct pd_announced_device device = { .mode = (enum pd_discovery_mode) mode };

        if (mode < 0 || !next_word(&at, device.prefix, sizeof(device.prefix)) || strpbrk(device.prefix, "+#") || !next_id(&at, device.node))
                return;
        kind = next_of(&at, kinds, PD_DEVICE_KIND_COUNT);
        if (kind < 0 || !next_id(&at, device.id))
                return;
        device.kind = (enum pd_device_kind) kind;
        (void) pd_announced_add(announced, &device);
}

static void
read_line(struct pd_announced *announced, const char *line)
{
        char what[PD_ID_SIZE];

        if (!next_word(&line, what, sizeof(what)))
                return;
        if (strcmp(what, "component") == 0)
                read_component(announced, line);
        else if (strcmp(what, "announced") == 0)
                read_device(announced, line);
}

void
pd_announced_read(struct pd_announced *announced, const char *text)
{
        char line[LINE_SIZE];

        while (*text) {
                size_t length = strcspn(text, "\n");

                if (length < sizeof(line)) {
                        memcpy(line, text, length);
                        line[length] = '\0';
                        read_line(announced, line);
                }
                text += length + (text[length] == '\n');
        }
}

size_t
pd_announced_write(const struct pd_announced *announced, char ret[static PD_ANNOUNCED_TEXT_SIZE])
{
        size_t length = (size_t) snprintf(ret, PD_ANNOUNCED_TEXT_SIZE,
                                          "# What Home Assistant was told of; `purposectl mqtt purge` takes it back.\n");

        for (size_t i = 0; i < announced->n_components; i++) {
                const struct pd_announced_component *component = &announced->components[i];

                length += (size_t) snprintf(ret + length, PD_ANNOUNCED_TEXT_SIZE - length, "component %s %s %s\n", kinds[component->kind],
                                            component->platform, component->key);
        }
        for (size_t i = 0; i < announced->n_devices; i++) {
                const struct pd_announced_device *device = &announced->devices[i];

                length += (size_t) snprintf(ret + length, PD_ANNOUNCED_TEXT_SIZE - length, "announced %s %s %s %s %s\n",
                                            pd_discovery_modes[device->mode], device->prefix, device->node, kinds[device->kind],
                                            device->id);
        }
        return length;
}
