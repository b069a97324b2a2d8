/* SPDX-License-Identifier: MIT */
#include "support/home_rules.h"

#include "purposed/command.h"
#include "support/strict_json.h"
#include "support/template.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include <jansson.h>

#define COMPONENTS_MAX 256
#define DEVICES_MAX 32
#define LONGEST_STATE 255 /* MAX_LENGTH_STATE_STATE */
#define ATTRIBUTES_MOST (16384 - 512) /* MAX_STATE_ATTRS_BYTES of its recorder, which counts name, class and unit, too */

struct component {
        char topic[256], key[64]; /* of discovery */
        char platform[32], unique[160], entity[160];
        json_t *config;
        char value[16384];
        bool told;
};

struct home {
        const char *prefix;
        size_t n, n_devices;
        struct component components[COMPONENTS_MAX];
        char devices[DEVICES_MAX][160];
        char unhung[160];
};

struct home *
home_new(const char *prefix)
{
        struct home *home = calloc(1, sizeof(*home));

        assert_non_null(home);
        home->prefix = prefix;
        return home;
}

void
home_free(struct home *home)
{
        for (size_t i = 0; i < home->n; i++)
                json_decref(home->components[i].config);
        free(home);
}

static bool
one_of(const char *word, const char *words)
{
        size_t length = strlen(word);

        for (const char *at = strstr(words, word); at; at = strstr(at + 1, word))
                if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
                        return length > 0;
        return false;
}

static void
assert_keys(const json_t *object, const char *allowed)
{
        const char *key;
        json_t *value;

        assert_true(json_is_object(object));
        json_object_foreach((json_t *) object, key, value)
                if (!one_of(key, allowed))
                        fail_msg("the key %s is unknown to Home Assistant here", key);
}

static const char *
text_of(const json_t *object, const char *key)
{
        return json_string_value(json_object_get(object, key));
}

static bool
has(const json_t *object, const char *key)
{
        return json_object_get(object, key) != NULL;
}

static void
assert_topic(const char *topic)
{
        assert_non_null(topic);
        assert_true(topic[0] != '\0' && strlen(topic) < 65536);
        assert_null(strpbrk(topic, "+#"));
}

/* --- a component's configuration ---------------------------------------------- */

#define COMMON "p name uniq_id def_ent_id ic ent_cat en avty avty_mode qos dev o "
#define TOLD "stat_t val_tpl json_attr_t json_attr_tpl "
#define COMMANDS "cmd_t cmd_tpl ret opt "

static const struct {
        const char *platform, *keys, *classes;
} platforms[] = {
        { "sensor", COMMON TOLD "dev_cla unit_of_meas stat_cla ops sug_dsp_prc exp_aft",
          "speed distance duration power battery signal_strength data_size timestamp enum" },
        { "binary_sensor", COMMON TOLD "dev_cla pl_on pl_off exp_aft", "problem running connectivity" },
        { "event", COMMON TOLD "evt_typ", "" },
        { "button", COMMON "cmd_t cmd_tpl ret pl_prs dev_cla", "identify restart update" },
        { "switch", COMMON TOLD COMMANDS "pl_on pl_off stat_on stat_off dev_cla", "outlet switch" },
        { "select", COMMON TOLD COMMANDS "ops", "" },
        { "number", COMMON TOLD COMMANDS "min max step mode unit_of_meas dev_cla", "" },
};

/* DEVICE_CLASS_UNITS and DEVICE_CLASS_STATE_CLASSES of its sensor platform, as far as we are concerned. */
static const struct {
        const char *class, *units, *state_classes;
} classes[] = {
        { "speed", "m/s km/h mph ft/s kn", "measurement" },
        { "distance", "cm ft in km m mi mm yd", "measurement total total_increasing" },
        { "duration", "d h min ms s", "measurement total total_increasing" },
        { "power", "mW W kW MW GW TW", "measurement" },
        { "battery", "%", "measurement" },
        { "signal_strength", "dB dBm", "measurement" },
        { "data_size", "B kB KiB MB MiB GB GiB", "measurement total total_increasing" },
};

static void
assert_sensor(const json_t *config)
{
        const char *class = text_of(config, "dev_cla"), *unit = text_of(config, "unit_of_meas"), *state_class = text_of(config, "stat_cla");
        bool worded = class && (strcmp(class, "enum") == 0 || strcmp(class, "timestamp") == 0);

        assert_true(!has(config, "ops") || (class && strcmp(class, "enum") == 0));
        if (worded) {
                assert_false(unit || state_class || has(config, "sug_dsp_prc"));
                assert_true(strcmp(class, "enum") != 0 || json_array_size(json_object_get(config, "ops")) > 0);
                return;
        }
        assert_true(!state_class || one_of(state_class, "measurement total total_increasing"));
        for (size_t i = 0; class && i < sizeof(classes) / sizeof(classes[0]); i++) {
                if (strcmp(classes[i].class, class) != 0)
                        continue;
                assert_true(unit && one_of(unit, classes[i].units));
                assert_true(!state_class || one_of(state_class, classes[i].state_classes));
        }
        assert_true(!has(config, "sug_dsp_prc") || state_class || unit); /* of a number only */
}

static void
assert_words(const json_t *list)
{
        size_t i, j;
        json_t *word, *other;

        json_array_foreach((json_t *) list, i, word) {
                assert_true(json_is_string(word) && json_string_length(word) > 0);
                json_array_foreach((json_t *) list, j, other)
                        assert_true(i == j || strcmp(json_string_value(word), json_string_value(other)) != 0);
        }
}

static void
assert_availability(const json_t *config)
{
        const json_t *list = json_object_get(config, "avty");
        size_t i;
        json_t *item;

        assert_false(list && has(config, "avty_t"));
        assert_true(!has(config, "avty_mode") || one_of(text_of(config, "avty_mode"), "all any latest"));
        json_array_foreach((json_t *) list, i, item) {
                assert_keys(item, "t val_tpl pl_avail pl_not_avail");
                assert_topic(text_of(item, "t"));
        }
}

/* platform.object_id, as entities are named. */
static void
assert_entity_id(const char *id, const char *platform)
{
        size_t length = strlen(platform);

        assert_non_null(id);
        assert_int_equal(strncmp(id, platform, length), 0);
        assert_true(id[length] == '.' && id[length + 1] != '_');
        assert_int_equal(strspn(id + length + 1, "abcdefghijklmnopqrstuvwxyz0123456789_"), strlen(id + length + 1));
        assert_null(strstr(id, "__"));
        assert_true(id[strlen(id) - 1] != '_');
}

static bool
is_commanding(const char *platform)
{
        return one_of(platform, "button switch select number");
}

/* A number is a float there: what is said of the END that it may have is what the command takes. */
static void
assert_taken(const json_t *config, const char *end)
{
        const char *template = text_of(config, "cmd_tpl"), *verb = strrchr(text_of(config, "cmd_t"), '/') + 1, *expected = "";
        char value[32], text[256];
        const char *words[] = { text };
        struct pd_command command;

        snprintf(value, sizeof(value), "%lld.0", (long long) json_integer_value(json_object_get(config, end)));
        if (!template_render(template ? template : "{{ value }}", value, text, sizeof(text)))
                fail_msg("%s does not render for %s", template, value);
        if (pd_command_parse(verb, words, 1, &command, &expected) < 0)
                fail_msg("%s is said to %s, which takes %s", text, verb, expected);
}

/* It may be of any category but that of what is read only, and nothing that it says outlives its being heard. */
static void
assert_commanding(const char *platform, const json_t *config)
{
        const char *category = text_of(config, "ent_cat");

        assert_topic(text_of(config, "cmd_t"));
        assert_false(json_is_true(json_object_get(config, "ret")));
        assert_false(json_is_true(json_object_get(config, "opt"))); /* what is shown is what is so */
        assert_true(!category || one_of(category, "config diagnostic"));
        if (strcmp(platform, "select") == 0)
                assert_true(json_array_size(json_object_get(config, "ops")) > 0);
        if (strcmp(platform, "number") == 0) {
                assert_true(json_integer_value(json_object_get(config, "max")) > json_integer_value(json_object_get(config, "min")));
                assert_true(json_integer_value(json_object_get(config, "step")) > 0);
                assert_true(one_of(text_of(config, "mode"), "auto box slider"));
                assert_taken(config, "min");
                assert_taken(config, "max");
        }
}

/* ent_cat "config" on what is read only fails its set-up. */
static void
assert_telling(const json_t *config)
{
        assert_true(!has(config, "ent_cat") || strcmp(text_of(config, "ent_cat"), "diagnostic") == 0);
}

static void
assert_config(const char *platform, const json_t *config)
{
        for (size_t i = 0; i < sizeof(platforms) / sizeof(platforms[0]); i++) {
                if (strcmp(platforms[i].platform, platform) != 0)
                        continue;
                assert_keys(config, platforms[i].keys);
                assert_true(!has(config, "dev_cla") || one_of(text_of(config, "dev_cla"), platforms[i].classes));
                assert_non_null(text_of(config, "uniq_id"));
                assert_true(text_of(config, "name") && text_of(config, "name")[0]);
                assert_entity_id(text_of(config, "def_ent_id"), platform);
                if (strcmp(platform, "button") != 0)
                        assert_topic(text_of(config, "stat_t"));
                if (is_commanding(platform))
                        assert_commanding(platform, config);
                else
                        assert_telling(config);
                assert_availability(config);
                assert_true(!has(config, "ic") || strncmp(text_of(config, "ic"), "mdi:", 4) == 0);
                assert_true(!has(config, "exp_aft") || json_integer_value(json_object_get(config, "exp_aft")) > 0);
                assert_true(!has(config, "json_attr_tpl") || has(config, "json_attr_t"));
                assert_words(json_object_get(config, "ops"));
                if (strcmp(platform, "sensor") == 0)
                        assert_sensor(config);
                if (strcmp(platform, "event") == 0) {
                        assert_false(has(config, "ent_cat"));
                        assert_true(json_array_size(json_object_get(config, "evt_typ")) > 0);
                        assert_words(json_object_get(config, "evt_typ"));
                }
                return;
        }
        fail_msg("Home Assistant has no platform %s", platform);
}

/* --- discovery ------------------------------------------------------------------ */

static void
remove_at(struct home *home, size_t i)
{
        json_decref(home->components[i].config);
        home->components[i] = home->components[--home->n];
        memset(&home->components[home->n], 0, sizeof(home->components[0]));
}

/* KEY NULL: all of the topic. */
static void
take_off(struct home *home, const char *topic, const char *key)
{
        for (size_t i = home->n; i-- > 0;)
                if (strcmp(home->components[i].topic, topic) == 0 && (!key || strcmp(home->components[i].key, key) == 0))
                        remove_at(home, i);
}

static void
add(struct home *home, const char *topic, const char *key, const char *platform, json_t *config)
{
        struct component *component = NULL;
        const char *unique = text_of(config, "uniq_id"), *entity = text_of(config, "def_ent_id");

        assert_config(platform, config);
        for (size_t i = 0; i < home->n; i++) {
                struct component *other = &home->components[i];

                if (strcmp(other->topic, topic) == 0 && strcmp(other->key, key) == 0)
                        component = other;
                else if (strcmp(other->unique, unique) == 0 || strcmp(other->entity, entity) == 0)
                        fail_msg("%s or %s is there twice", unique, entity);
        }
        if (!component) {
                assert_in_range(home->n, 0, COMPONENTS_MAX - 1);
                component = &home->components[home->n++];
        }
        json_decref(component->config);
        component->config = json_incref(config);
        snprintf(component->topic, sizeof(component->topic), "%s", topic);
        snprintf(component->key, sizeof(component->key), "%s", key);
        snprintf(component->platform, sizeof(component->platform), "%s", platform);
        snprintf(component->unique, sizeof(component->unique), "%s", unique);
        snprintf(component->entity, sizeof(component->entity), "%s", entity);
}

static void
note_device(struct home *home, const json_t *dev, const json_t *origin)
{
        const char *id = json_string_value(json_array_get(json_object_get(dev, "ids"), 0)), *via = text_of(dev, "via_device");
        bool hung = !via, known = false;

        assert_keys(dev, "ids cns name mf mdl mdl_id hw sw sn sa cu via_device");
        assert_keys(origin, "name sw url");
        assert_non_null(id);
        assert_true(text_of(dev, "name") && text_of(dev, "name")[0]);
        assert_true(text_of(origin, "name") && text_of(origin, "name")[0]);
        for (size_t i = 0; i < home->n_devices; i++) {
                known |= strcmp(home->devices[i], id) == 0;
                hung |= via && strcmp(home->devices[i], via) == 0;
        }
        if (!hung)
                snprintf(home->unhung, sizeof(home->unhung), "%s", id);
        if (known)
                return;
        assert_in_range(home->n_devices, 0, DEVICES_MAX - 1);
        snprintf(home->devices[home->n_devices++], sizeof(home->devices[0]), "%s", id);
}

/* What the top says counts for each component that does not say it itself. */
static void
merge(json_t *component, const json_t *top)
{
        static const char *const shared[] = { "avty", "avty_mode", "avty_tpl", "avty_t", "cmd_t", "e", "pl_avail", "pl_not_avail",
                                              "stat_t", "qos" };

        for (size_t i = 0; i < sizeof(shared) / sizeof(shared[0]); i++)
                if (has(top, shared[i]) && !has(component, shared[i]))
                        json_object_set(component, shared[i], json_object_get(top, shared[i]));
}

static void
device_message(struct home *home, const char *topic, const json_t *top)
{
        const char *key;
        json_t *component, *components = json_object_get(top, "cmps");

        assert_keys(top, "dev o cmps avty avty_t avty_mode avty_tpl pl_avail pl_not_avail stat_t cmd_t qos e");
        assert_true(json_object_size(components) > 0);
        note_device(home, json_object_get(top, "dev"), json_object_get(top, "o"));
        json_object_foreach(components, key, component) {
                const char *platform = text_of(component, "p");

                assert_non_null(platform);
                if (json_object_size(component) == 1) {
                        take_off(home, topic, key);
                        continue;
                }
                merge(component, top);
                add(home, topic, key, platform, component);
        }
}

/* <prefix>/device/<object id>/config, or <prefix>/<platform>/<object id>/<key>/config */
static void
discovery_message(struct home *home, const char *topic, const char *payload)
{
        char parts[4][128] = { "", "", "", "" };
        int n = sscanf(topic + strlen(home->prefix) + 1, "%127[a-z_]/%127[a-zA-Z0-9_-]/%127[a-zA-Z0-9_-]/%127s", parts[0], parts[1],
                       parts[2], parts[3]);
        json_t *top;

        assert_string_equal(parts[n - 1], "config");
        assert_true(n == 3 || n == 4);
        assert_true((n == 3) == (strcmp(parts[0], "device") == 0));
        if (payload[0] == '\0') {
                take_off(home, topic, NULL);
                return;
        }
        top = json_loads(payload, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(top);
        if (has(top, "migrate_discovery")) { /* what was announced there is let go, and stays */
                take_off(home, topic, NULL);
        } else if (n == 3) {
                device_message(home, topic, top);
        } else {
                note_device(home, json_object_get(top, "dev"), json_object_get(top, "o"));
                add(home, topic, parts[2], parts[0], top);
        }
        json_decref(top);
}

/* --- what is told ------------------------------------------------------------------- */

static bool
in_list(const json_t *list, const char *word)
{
        size_t i;
        json_t *item;

        json_array_foreach((json_t *) list, i, item)
                if (strcmp(json_string_value(item), word) == 0)
                        return true;
        return false;
}

static void
assert_number(const char *value)
{
        char *end;

        (void) strtod(value, &end);
        assert_true(end != value && *end == '\0');
}

/* ISO 8601 with its zone, which is UTC. */
static void
assert_instant(const char *value)
{
        int year, month, day, hour, minute, n = 0;
        double second;

        assert_int_equal(sscanf(value, "%4d-%2d-%2dT%2d:%2d:%lfZ%n", &year, &month, &day, &hour, &minute, &second, &n), 6);
        assert_int_equal(value[n], '\0');
}

static void
assert_sensor_value(const struct component *component, const char *value)
{
        const char *class = text_of(component->config, "dev_cla");

        if (strcmp(value, "None") == 0)
                return;
        assert_true(value[0] != '\0');
        if (class && strcmp(class, "enum") == 0) {
                if (!in_list(json_object_get(component->config, "ops"), value))
                        fail_msg("%s says %s, which is no option of it", component->unique, value);
        } else if (class && strcmp(class, "timestamp") == 0) {
                assert_instant(value);
        } else if (has(component->config, "unit_of_meas") || has(component->config, "stat_cla") || class) {
                assert_number(value);
        } else {
                assert_in_range(strlen(value), 1, LONGEST_STATE);
        }
}

static void
assert_number_value(const struct component *component, const char *value)
{
        if (strcmp(value, "None") == 0) /* its payload_reset */
                return;
        assert_number(value);
        assert_in_range(strtol(value, NULL, 10), json_integer_value(json_object_get(component->config, "min")),
                        json_integer_value(json_object_get(component->config, "max")));
}

static void
assert_value(const struct component *component, const char *value)
{
        const char *on = text_of(component->config, "pl_on"), *off = text_of(component->config, "pl_off");
        char word[64];

        if (strcmp(component->platform, "sensor") == 0) {
                assert_sensor_value(component, value);
        } else if (strcmp(component->platform, "select") == 0) {
                if (strcmp(value, "None") != 0 && !in_list(json_object_get(component->config, "ops"), value))
                        fail_msg("%s says %s, which is no option of it", component->unique, value);
        } else if (strcmp(component->platform, "number") == 0) {
                assert_number_value(component, value);
        } else if (one_of(component->platform, "binary_sensor switch")) {
                assert_true(strcmp(value, on ? on : "ON") == 0 || strcmp(value, off ? off : "OFF") == 0 || strcmp(value, "None") == 0);
        } else {
                assert_true(strict_json_find(value, "event_type", word, sizeof(word)));
                word[strlen(word) - 1] = '\0';
                assert_true(in_list(json_object_get(component->config, "evt_typ"), word + 1));
        }
}

static void
render(const struct component *component, const char *template, const char *payload, char *ret, size_t size)
{
        if (!template)
                snprintf(ret, size, "%s", payload);
        else if (!template_render(template, payload, ret, size))
                fail_msg("%s: %s does not render for %s", component->unique, template, payload);
}

/* MQTT_ATTRIBUTES_BLOCKED, what its sensors block besides, and what the state itself writes there: dropped in silence. */
#define NO_ATTRIBUTES \
        "assumed_state available device_class device_info entity_category entity_picture entity_registry_enabled_default " \
        "extra_state_attributes force_update icon name should_poll state supported_features unique_id unit_of_measurement " \
        "last_reset state_class options friendly_name attribution restored"

static void
assert_attributes(const struct component *component, const char *text)
{
        json_t *object = json_loads(text, 0, NULL);
        const char *key;
        json_t *value;

        assert_true(strict_json_valid(text) && json_is_object(object));
        json_object_foreach(object, key, value)
                if (one_of(key, NO_ATTRIBUTES))
                        fail_msg("%s would lose its attribute %s", component->unique, key);
        if (strlen(text) > ATTRIBUTES_MOST)
                fail_msg("%s has %zu bytes of attributes, which are not recorded", component->unique, strlen(text));
        json_decref(object);
}

static void
tell(struct component *component, const char *topic, const char *payload)
{
        static char text[98304];
        size_t i;
        json_t *item;

        if (has(component->config, "stat_t") && strcmp(text_of(component->config, "stat_t"), topic) == 0) {
                render(component, text_of(component->config, "val_tpl"), payload, text, sizeof(text));
                assert_value(component, text);
                snprintf(component->value, sizeof(component->value), "%s", text);
                component->told = true;
        }
        if (has(component->config, "json_attr_t") && strcmp(text_of(component->config, "json_attr_t"), topic) == 0) {
                render(component, text_of(component->config, "json_attr_tpl"), payload, text, sizeof(text));
                assert_attributes(component, text);
        }
        json_array_foreach(json_object_get(component->config, "avty"), i, item) {
                if (strcmp(text_of(item, "t"), topic) != 0)
                        continue;
                render(component, text_of(item, "val_tpl"), payload, text, sizeof(text));
                assert_true(strcmp(text, "online") == 0 || strcmp(text, "offline") == 0);
        }
}

void
home_hears(struct home *home, const char *topic, const char *payload)
{
        size_t length = strlen(home->prefix);

        if (strncmp(topic, home->prefix, length) == 0 && topic[length] == '/') {
                discovery_message(home, topic, payload);
                return;
        }
        for (size_t i = 0; i < home->n; i++)
                tell(&home->components[i], topic, payload);
}

/* --- what is there -------------------------------------------------------------------- */

size_t
home_n_components(const struct home *home)
{
        return home->n;
}

bool
home_has(const struct home *home, const char *platform, const char *unique_id)
{
        for (size_t i = 0; i < home->n; i++)
                if (strcmp(home->components[i].unique, unique_id) == 0 && strcmp(home->components[i].platform, platform) == 0)
                        return true;
        return false;
}

const char *
home_value(const struct home *home, const char *unique_id)
{
        for (size_t i = 0; i < home->n; i++)
                if (strcmp(home->components[i].unique, unique_id) == 0)
                        return home->components[i].told ? home->components[i].value : NULL;
        fail_msg("there is no %s", unique_id);
        return NULL;
}

const char *
home_untold(const struct home *home)
{
        for (size_t i = 0; i < home->n; i++)
                if (!home->components[i].told && has(home->components[i].config, "stat_t"))
                        return home->components[i].unique;
        return NULL;
}

const char *
home_unhung(const struct home *home)
{
        return home->unhung[0] ? home->unhung : NULL;
}
