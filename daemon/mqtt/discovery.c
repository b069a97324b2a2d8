/* SPDX-License-Identifier: MIT */
/* Rows of the table as Home Assistant's discovery messages. */
#include "mqtt/discovery.h"

#include "purposed/athlete.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define OBJECT_ID_SIZE (sizeof("purposed__athlete_") + 2 * (PD_ID_SIZE - 1))
#define NAME_SIZE (OBJECT_ID_SIZE + PD_ID_SIZE)
#define PLATFORM_MOST 24 /* characters; the longest of today has 13 */
#define MIGRATE "{\"migrate_discovery\":true}"

/* --- who ---------------------------------------------------------------------- */

void
pd_device_of_bridge(struct pd_device *ret)
{
        memset(ret, 0, sizeof(*ret));
        ret->kind = PD_DEVICE_BRIDGE;
        snprintf(ret->id, sizeof(ret->id), "bridge");
}

void
pd_device_address_id(const char *address, char ret[static PD_ID_SIZE])
{
        size_t length = 0;

        for (; *address && length < PD_ID_SIZE - 1; address++)
                if (*address != ':')
                        ret[length++] = (char) tolower((unsigned char) *address);
        ret[length] = '\0';
}

static void
device_of_sensor(const struct pd_sensor_report *report, struct pd_device *ret)
{
        ret->kind = PD_DEVICE_SENSOR;
        pd_device_address_id(report->address, ret->id);
        memcpy(ret->address, report->address, sizeof(ret->address));
        snprintf(ret->name, sizeof(ret->name), "%s", report->name);
        snprintf(ret->maker, sizeof(ret->maker), "%s", report->maker);
        snprintf(ret->model, sizeof(ret->model), "%s", report->model);
        snprintf(ret->firmware, sizeof(ret->firmware), "%s", report->firmware);
        ret->type = report->type;
}

int
pd_device_of_event(const struct pd_event *event, struct pd_device *ret)
{
        memset(ret, 0, sizeof(*ret));
        if (event->kind == PD_EVENT_SENSOR) {
                device_of_sensor(event->sensor, ret);
                return 0;
        }
        if (event->kind != PD_EVENT_PLAN || !event->athlete || pd_athlete_is_guest(event->athlete))
                return -ENOMSG;
        ret->kind = PD_DEVICE_ATHLETE;
        ret->units = event->athlete->units;
        snprintf(ret->id, sizeof(ret->id), "%s", event->athlete->id);
        snprintf(ret->name, sizeof(ret->name), "%s", event->athlete->name);
        return 0;
}

/* --- where ------------------------------------------------------------------------ */

static void
write_object_id(const char *node, enum pd_device_kind kind, const char *id, char ret[static OBJECT_ID_SIZE])
{
        if (kind == PD_DEVICE_BRIDGE)
                snprintf(ret, OBJECT_ID_SIZE, "purposed_%.*s_bridge", PD_ID_SIZE - 1, node);
        else
                snprintf(ret, OBJECT_ID_SIZE, "purposed_%.*s_%s_%.*s", PD_ID_SIZE - 1, node, pd_device_kind_name(kind), PD_ID_SIZE - 1, id);
}

void
pd_discovery_place(const struct pd_discovery *discovery, enum pd_device_kind kind, const char *id, struct pd_announced_device *ret)
{
        memset(ret, 0, sizeof(*ret));
        ret->mode = discovery->mode;
        ret->kind = kind;
        snprintf(ret->prefix, sizeof(ret->prefix), "%s", discovery->prefix);
        snprintf(ret->node, sizeof(ret->node), "%s", discovery->topics->node);
        snprintf(ret->id, sizeof(ret->id), "%s", id);
}

void
pd_discovery_birth_topic(const struct pd_discovery *discovery, char ret[static PD_TOPIC_SIZE])
{
        snprintf(ret, PD_TOPIC_SIZE, "%.*s/status", PD_DISCOVERY_PREFIX_MAX, discovery->prefix);
}

static void
set_device_topic(const struct pd_announced_device *place, struct pd_message *message)
{
        char object_id[OBJECT_ID_SIZE];

        write_object_id(place->node, place->kind, place->id, object_id);
        snprintf(message->topic, sizeof(message->topic), "%s/device/%s/config", place->prefix, object_id);
}

static void
set_entity_topic(const struct pd_announced_device *place, const char *platform, const char *key, struct pd_message *message)
{
        char object_id[OBJECT_ID_SIZE];

        write_object_id(place->node, place->kind, place->id, object_id);
        snprintf(message->topic, sizeof(message->topic), "%s/%.*s/%s/%.*s/config", place->prefix, PLATFORM_MOST, platform, object_id,
                 PD_ID_SIZE - 1, key);
}

/* --- what ------------------------------------------------------------------------- */

static void
put_known_text(struct pd_json *json, const char *key, const char *text)
{
        if (text && text[0])
                pd_json_text(json, key, text);
}

/* What a person calls it who has not named it. */
static void
write_name(const struct pd_discovery *discovery, const struct pd_device *device, char ret[static NAME_SIZE])
{
        if (device->kind == PD_DEVICE_BRIDGE)
                snprintf(ret, NAME_SIZE, "purposed on %s", discovery->topics->node);
        else if (device->name[0])
                snprintf(ret, NAME_SIZE, "%s", device->name);
        else if (device->kind == PD_DEVICE_ATHLETE)
                snprintf(ret, NAME_SIZE, "%s", device->id);
        else
                snprintf(ret, NAME_SIZE, "%s %s", device->type && device->type->title ? device->type->title : "sensor", device->address);
}

static const char *
model_of(const struct pd_device *device)
{
        switch (device->kind) {
        case PD_DEVICE_BRIDGE:
                return "bridge";
        case PD_DEVICE_ATHLETE:
                return "runner";
        case PD_DEVICE_SENSOR:
        case PD_DEVICE_KIND_COUNT:
                break;
        }
        if (device->model[0])
                return device->model;
        return device->type && device->type->title ? device->type->title : NULL;
}

static void
put_device(struct pd_json *json, const struct pd_discovery *discovery, const struct pd_device *device)
{
        const char *node = discovery->topics->node;
        char id[OBJECT_ID_SIZE], name[NAME_SIZE];

        write_object_id(node, device->kind, device->id, id);
        write_name(discovery, device, name);
        pd_json_object(json, "dev");
        pd_json_array(json, "ids");
        pd_json_text(json, NULL, id);
        pd_json_array_end(json);
        pd_json_text(json, "name", name);
        put_known_text(json, "mf", device->kind == PD_DEVICE_SENSOR ? device->maker : "purposed");
        put_known_text(json, "mdl", model_of(device));
        put_known_text(json, "sw", device->kind == PD_DEVICE_SENSOR ? device->firmware : discovery->version);
        if (device->kind != PD_DEVICE_BRIDGE) {
                write_object_id(node, PD_DEVICE_BRIDGE, "", id);
                pd_json_text(json, "via_device", id);
        }
        pd_json_object_end(json);
}

static void
put_origin(struct pd_json *json, const struct pd_discovery *discovery)
{
        pd_json_object(json, "o");
        pd_json_text(json, "name", "purposed");
        pd_json_text(json, "sw", discovery->version);
        pd_json_object_end(json);
}

static void
write_state_topic(const struct pd_discovery *discovery, const struct pd_device *device, const char *leaf, char ret[static PD_TOPIC_SIZE])
{
        char own[sizeof("sensor/") + PD_ADDRESS_SIZE];

        switch (device->kind) {
        case PD_DEVICE_ATHLETE:
                pd_topics_of_athlete(discovery->topics, device->id, leaf, ret);
                return;
        case PD_DEVICE_SENSOR:
                snprintf(own, sizeof(own), "sensor/%s", device->address);
                pd_topics_of_bridge(discovery->topics, own, ret);
                return;
        case PD_DEVICE_BRIDGE:
        case PD_DEVICE_KIND_COUNT:
                pd_topics_of_bridge(discovery->topics, leaf, ret);
                return;
        }
}

static void
put_availability(struct pd_json *json, const struct pd_discovery *discovery, const struct pd_device *device,
                 const struct pd_entity *entity)
{
        bool linked = device->kind == PD_DEVICE_SENSOR && entity->needs == PD_NEEDS_DEVICE;
        char topic[PD_TOPIC_SIZE];

        if (entity->needs == PD_NEEDS_NOTHING)
                return;
        pd_json_array(json, "avty");
        pd_json_object(json, NULL);
        pd_topics_of_bridge(discovery->topics, "status", topic);
        pd_json_text(json, "t", topic);
        pd_json_object_end(json);
        if (linked) {
                pd_json_object(json, NULL);
                write_state_topic(discovery, device, NULL, topic);
                pd_json_text(json, "t", topic);
                pd_json_text(json, "val_tpl", "{{ 'online' if value_json.available else 'offline' }}");
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
        if (linked)
                pd_json_text(json, "avty_mode", "all");
}

/* A letter, a digit, single low lines between: what an entity's id may hold. */
static void
put_entity_id(struct pd_json *json, const struct pd_discovery *discovery, const struct pd_device *device, const struct pd_entity *entity)
{
        char text[NAME_SIZE], slug[2 * NAME_SIZE];
        size_t length = (size_t) snprintf(slug, sizeof(slug), "%s.", entity->platform), start = length;

        if (device->kind == PD_DEVICE_ATHLETE)
                snprintf(text, sizeof(text), "%s_%s", device->id, entity->key);
        else
                snprintf(text, sizeof(text), "purposed_%s_%s", device->kind == PD_DEVICE_BRIDGE ? discovery->topics->node : device->id,
                         entity->key);
        for (const char *c = text; *c; c++) {
                if (*c != '_' && *c != '-')
                        slug[length++] = *c;
                else if (length > start && slug[length - 1] != '_')
                        slug[length++] = '_';
        }
        slug[length] = '\0';
        pd_json_text(json, "def_ent_id", slug);
}

static void
put_choices(struct pd_json *json, const struct pd_device *device)
{
        pd_json_array(json, "ops");
        for (size_t i = 0; i < device->n_choices; i++)
                pd_json_text(json, NULL, device->choices[i]);
        pd_json_array_end(json);
}

static void
put_options(struct pd_json *json, const struct pd_device *device, const struct pd_entity *entity)
{
        const char *word;

        if (entity->chooses)
                put_choices(json, device);
        if (!entity->option)
                return;
        pd_json_array(json, strcmp(entity->platform, "event") == 0 ? "evt_typ" : "ops");
        for (unsigned i = 0; (word = entity->option(i)) != NULL; i++)
                if (word[0])
                        pd_json_text(json, NULL, word);
        pd_json_array_end(json);
}

/* How it is shown. */
static void
put_manner(struct pd_json *json, const struct pd_device *device, const struct pd_entity *entity)
{
        bool imperial = device->units == PD_UNITS_IMPERIAL;

        put_known_text(json, "dev_cla", entity->device_class);
        put_known_text(json, "unit_of_meas", imperial && entity->unit_imperial ? entity->unit_imperial : entity->unit);
        put_known_text(json, "stat_cla", entity->state_class);
        put_options(json, device, entity);
        if (entity->places > 0)
                pd_json_integer(json, "sug_dsp_prc", entity->places - 1);
        put_known_text(json, "pl_on", entity->on);
        put_known_text(json, "pl_off", entity->off);
        if (entity->expires)
                pd_json_integer(json, "exp_aft", PD_STATE_EXPIRY_S);
        put_known_text(json, "ic", entity->icon);
        if (entity->diagnostic)
                pd_json_text(json, "ent_cat", "diagnostic");
        if (entity->config)
                pd_json_text(json, "ent_cat", "config");
        if (entity->off_at_first)
                pd_json_bool(json, "en", false);
}

/* Today's workout, if it is one of those that may be chosen: of any other Home
 * Assistant would say in its log that it is none of the options. */
static void
put_choice(struct pd_json *json, const struct pd_device *device)
{
        char text[128 + PD_CHOICES_MAX * (PD_ID_SIZE + sizeof("'', "))];
        size_t length = (size_t) snprintf(text, sizeof(text), "{{ (value_json.workout.id if value_json.workout.id in [");

        for (size_t i = 0; i < device->n_choices; i++)
                length += (size_t) snprintf(text + length, sizeof(text) - length, "%s'%s'", i > 0 ? ", " : "", device->choices[i]);
        snprintf(text + length, sizeof(text) - length, "] else none) if value_json.workout else none }}");
        pd_json_text(json, "val_tpl", text);
}

/* Where its value comes from. */
static void
put_value(struct pd_json *json, const struct pd_discovery *discovery, const struct pd_device *device, const struct pd_entity *entity)
{
        bool imperial = device->units == PD_UNITS_IMPERIAL;
        char topic[PD_TOPIC_SIZE];

        if (entity->command && !entity->leaf)
                return;
        write_state_topic(discovery, device, entity->leaf, topic);
        pd_json_text(json, "stat_t", topic);
        if (entity->chooses)
                put_choice(json, device);
        put_known_text(json, "val_tpl", imperial && entity->value_imperial ? entity->value_imperial : entity->value);
        if (entity->attributes)
                pd_json_text(json, "json_attr_t", topic);
        put_known_text(json, "json_attr_tpl", entity->attributes_template);
}

static void
put_ends(struct pd_json *json, int64_t least, int64_t most, const char *mode)
{
        pd_json_integer(json, "min", least);
        pd_json_integer(json, "max", most);
        pd_json_integer(json, "step", 1);
        pd_json_text(json, "mode", mode);
}

/* "set hr_max 186": what is accepted there is what may be written here. */
static void
put_anchor(struct pd_json *json, const char *key)
{
        const struct pd_setting *anchor = pd_setting_find(pd_athlete_settings, key);
        char text[sizeof("set  {{ value | int }}") + PD_ID_SIZE];

        snprintf(text, sizeof(text), "set %s {{ value | int }}", key);
        pd_json_text(json, "cmd_tpl", text);
        put_ends(json, anchor->min, anchor->max, "box");
}

/* Where it commands, and what it says there. Never retained: the next daemon
 * would be told to stop. */
static void
put_command(struct pd_json *json, const struct pd_discovery *discovery, const struct pd_device *device, const struct pd_entity *entity)
{
        char leaf[sizeof("cmd/") + PD_ID_SIZE], topic[PD_TOPIC_SIZE];

        if (!entity->command)
                return;
        snprintf(leaf, sizeof(leaf), "cmd/%s", entity->command);
        pd_topics_of_athlete(discovery->topics, device->id, leaf, topic);
        pd_json_text(json, "cmd_t", topic);
        pd_json_bool(json, "ret", false);
        if (!entity->leaf) /* its own word would be "PRESS" */
                pd_json_text(json, "pl_prs", entity->press ? entity->press : "");
        if (entity->anchor)
                put_anchor(json, entity->anchor);
        else if (entity->most > 0)
                put_ends(json, entity->least, entity->most, "slider");
}

static void
put_component(struct pd_json *json, const struct pd_discovery *discovery, const struct pd_device *device, const struct pd_entity *entity)
{
        char id[OBJECT_ID_SIZE], unique[NAME_SIZE];

        write_object_id(discovery->topics->node, device->kind, device->id, id);
        snprintf(unique, sizeof(unique), "%s_%s", id, entity->key);
        pd_json_text(json, "name", entity->name);
        pd_json_text(json, "uniq_id", unique);
        put_entity_id(json, discovery, device, entity);
        put_value(json, discovery, device, entity);
        put_command(json, discovery, device, entity);
        put_manner(json, device, entity);
        put_availability(json, discovery, device, entity);
}

/* A choice of nothing: it is taken back until there is one. */
static bool
is_idle(const struct pd_device *device, const struct pd_entity *entity)
{
        return entity->chooses && device->n_choices == 0;
}

static bool
has(const struct pd_device *device, const struct pd_entity *entity)
{
        if (entity->of != device->kind)
                return false;
        return !entity->sensor_type || (device->type && strcmp(device->type->key, entity->sensor_type) == 0);
}

/* Of the kind, and no row any more. */
static bool
has_gone(const struct pd_announced_component *component, enum pd_device_kind kind)
{
        return component->kind == kind && !pd_entity_exists(kind, component->key);
}

/* --- messages --------------------------------------------------------------------- */

/* HA reads what arrives at QoS 1 with QoS 1: alerts are worth it. */
static void
put_head(struct pd_json *json, const struct pd_discovery *discovery, const struct pd_device *device)
{
        put_device(json, discovery, device);
        put_origin(json, discovery);
        pd_json_integer(json, "qos", 1);
}

static int
announce_device(const struct pd_discovery *discovery, const struct pd_device *device, const struct pd_announced *announced,
                const struct pd_announced_device *place, struct pd_message *message)
{
        struct pd_json json;

        set_device_topic(place, message);
        pd_json_init(&json, message->payload, sizeof(message->payload));
        pd_json_object(&json, NULL);
        put_head(&json, discovery, device);
        pd_json_object(&json, "cmps");
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++) {
                if (!has(device, entity))
                        continue;
                pd_json_object(&json, entity->key);
                pd_json_text(&json, "p", entity->platform);
                if (!is_idle(device, entity))
                        put_component(&json, discovery, device, entity);
                pd_json_object_end(&json);
        }
        for (size_t i = 0; i < announced->n_components; i++) {
                if (!has_gone(&announced->components[i], device->kind))
                        continue;
                pd_json_object(&json, announced->components[i].key);
                pd_json_text(&json, "p", announced->components[i].platform);
                pd_json_object_end(&json);
        }
        pd_json_object_end(&json);
        pd_json_object_end(&json);
        return pd_json_finish(&json, &message->length);
}

static int
announce_entity(const struct pd_discovery *discovery, const struct pd_device *device, const struct pd_entity *entity,
                const struct pd_announced_device *place, struct pd_message *message)
{
        struct pd_json json;

        set_entity_topic(place, entity->platform, entity->key, message);
        if (is_idle(device, entity))
                return 0;
        pd_json_init(&json, message->payload, sizeof(message->payload));
        pd_json_object(&json, NULL);
        put_head(&json, discovery, device);
        put_component(&json, discovery, device, entity);
        pd_json_object_end(&json);
        return pd_json_finish(&json, &message->length);
}

int
pd_discovery_announce(const struct pd_discovery *discovery, const struct pd_device *device, const struct pd_announced *announced, size_t i,
                      struct pd_message *message)
{
        struct pd_announced_device place;

        pd_topics_retained(message);
        pd_discovery_place(discovery, device->kind, device->id, &place);
        if (discovery->mode == PD_DISCOVERY_DEVICE)
                return i == 0 ? announce_device(discovery, device, announced, &place, message) : -ENOENT;
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++)
                if (has(device, entity) && i-- == 0)
                        return announce_entity(discovery, device, entity, &place, message);
        for (size_t c = 0; c < announced->n_components; c++) {
                const struct pd_announced_component *component = &announced->components[c];

                if (has_gone(component, device->kind) && i-- == 0) {
                        set_entity_topic(&place, component->platform, component->key, message);
                        return 0;
                }
        }
        return -ENOENT;
}

int
pd_discovery_withdraw(const struct pd_announced_device *place, const struct pd_announced *announced, bool migrates, size_t i,
                      struct pd_message *message)
{
        pd_topics_retained(message);
        if (migrates) {
                memcpy(message->payload, MIGRATE, sizeof(MIGRATE));
                message->length = sizeof(MIGRATE) - 1;
        }
        if (place->mode == PD_DISCOVERY_DEVICE) {
                set_device_topic(place, message);
                return i == 0 ? 0 : -ENOENT;
        }
        for (size_t c = 0; c < announced->n_components; c++) {
                const struct pd_announced_component *component = &announced->components[c];

                if (component->kind == place->kind && i-- == 0) {
                        set_entity_topic(place, component->platform, component->key, message);
                        return 0;
                }
        }
        return -ENOENT;
}
