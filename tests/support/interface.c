/* SPDX-License-Identifier: MIT */
#include "support/interface.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <jansson.h>
#include <regex.h>
#include <yaml.h>

#define LEVELS_MAX 16
#define TEXT_SIZE 512

/* --- the document ------------------------------------------------------------ */

static json_t *
read_scalar(const yaml_node_t *node)
{
        const char *text = (const char *) node->data.scalar.value;
        char *end;

        if (node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
                return json_string(text);
        if (strcmp(text, "null") == 0)
                return json_null();
        if (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)
                return json_boolean(text[0] == 't');
        long long integer = strtoll(text, &end, 10);
        return end != text && *end == '\0' ? json_integer(integer) : json_string(text);
}

static json_t *
read_node(yaml_document_t *document, int index)
{
        yaml_node_t *node = yaml_document_get_node(document, index);
        json_t *value;

        if (node->type == YAML_SCALAR_NODE)
                return read_scalar(node);
        value = node->type == YAML_SEQUENCE_NODE ? json_array() : json_object();
        if (node->type == YAML_SEQUENCE_NODE) {
                for (yaml_node_item_t *item = node->data.sequence.items.start; item < node->data.sequence.items.top; item++)
                        json_array_append_new(value, read_node(document, *item));
                return value;
        }
        for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top; pair++) {
                const char *key = (const char *) yaml_document_get_node(document, pair->key)->data.scalar.value;

                if (json_object_get(value, key))
                        fail_msg("conf/asyncapi.yaml has %s twice", key);
                json_object_set_new(value, key, read_node(document, pair->value));
        }
        return value;
}

/* Read once, and kept. */
static const json_t *
interface(void)
{
        static json_t *whole;
        FILE *f = whole ? NULL : fopen(PD_SOURCE_DIR "/conf/asyncapi.yaml", "re");
        yaml_document_t document;
        yaml_parser_t parser;

        if (whole)
                return whole;
        assert_non_null(f);
        assert_true(yaml_parser_initialize(&parser));
        yaml_parser_set_input_file(&parser, f);
        assert_true(yaml_parser_load(&parser, &document));
        whole = read_node(&document, 1); /* its root */
        yaml_document_delete(&document);
        yaml_parser_delete(&parser);
        fclose(f);
        return whole;
}

static const json_t *
get(const json_t *object, const char *key)
{
        return json_object_get(object, key);
}

static const char *
text_of(const json_t *object, const char *key)
{
        return json_string_value(get(object, key));
}

/* What "#/a/b" stands for. */
static const json_t *
at(const char *reference)
{
        const json_t *node = interface();
        char path[TEXT_SIZE], *rest = path, *key;

        snprintf(path, sizeof(path), "%s", reference + strlen("#/"));
        while ((key = strsep(&rest, "/")) != NULL) {
                node = get(node, key);
                if (!node)
                        fail_msg("%s leads nowhere", reference);
        }
        return node;
}

/* --- a value ------------------------------------------------------------------- */

static char trouble[2 * TEXT_SIZE];

static bool
refuse(const char *where, const char *format, ...)
{
        char what[TEXT_SIZE];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(what, sizeof(what), format, arguments);
        va_end(arguments);
        snprintf(trouble, sizeof(trouble), "%s: %s", where, what);
        return false;
}

static bool
is_of_type(const json_t *value, const char *type)
{
        switch (json_typeof(value)) {
        case JSON_OBJECT:
                return strcmp(type, "object") == 0;
        case JSON_ARRAY:
                return strcmp(type, "array") == 0;
        case JSON_STRING:
                return strcmp(type, "string") == 0;
        case JSON_INTEGER:
                return strcmp(type, "integer") == 0 || strcmp(type, "number") == 0;
        case JSON_REAL:
                return strcmp(type, "number") == 0;
        case JSON_TRUE:
        case JSON_FALSE:
                return strcmp(type, "boolean") == 0;
        case JSON_NULL:
                return strcmp(type, "null") == 0;
        }
        return false;
}

static bool
is_one_of(const json_t *value, const json_t *list, bool (*is)(const json_t *value, const json_t *item))
{
        size_t i;
        json_t *item;

        json_array_foreach((json_t *) list, i, item)
                if (is(value, item))
                        return true;
        return false;
}

static bool
has_type(const json_t *value, const json_t *type)
{
        return is_of_type(value, json_string_value(type));
}

static bool
is_equal(const json_t *value, const json_t *other)
{
        return json_equal((json_t *) value, (json_t *) other) != 0;
}

static bool
matches(const char *text, const char *pattern)
{
        regex_t regex;
        bool is;

        assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
        is = regexec(&regex, text, 0, NULL, 0) == 0;
        regfree(&regex);
        return is;
}

static bool
is_of_format(const char *text, const char *format)
{
        if (strcmp(format, "date") == 0)
                return matches(text, "^[0-9]{4}-[01][0-9]-[0-3][0-9]$");
        assert_string_equal(format, "date-time");
        return matches(text, "^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$");
}

static bool accepts(const json_t *schema, const json_t *value, const char *where);

/* Every key is asked for, or it would be left out some day. */
static bool
accepts_object(const json_t *schema, const json_t *value, const char *where)
{
        const json_t *properties = get(schema, "properties"), *property;
        size_t i;
        json_t *item;
        const char *key;
        char deeper[TEXT_SIZE];

        json_array_foreach((json_t *) get(schema, "required"), i, item)
                if (!get(value, json_string_value(item)))
                        return refuse(where, "%s is missing", json_string_value(item));
        json_object_foreach((json_t *) value, key, item) {
                property = get(properties, key);
                snprintf(deeper, sizeof(deeper), "%.300s/%.100s", where, key);
                if (!property && json_is_false(get(schema, "additionalProperties")))
                        return refuse(deeper, "there is no such key");
                if (property && !accepts(property, item, deeper))
                        return false;
        }
        return true;
}

static bool
accepts_array(const json_t *schema, const json_t *value, const char *where)
{
        size_t i;
        json_t *item;
        char deeper[TEXT_SIZE];

        json_array_foreach((json_t *) value, i, item) {
                snprintf(deeper, sizeof(deeper), "%.300s/%zu", where, i);
                if (!accepts(get(schema, "items"), item, deeper))
                        return false;
        }
        return true;
}

static bool
accepts_text(const json_t *schema, const char *text, const char *where)
{
        const char *pattern = text_of(schema, "pattern"), *format = text_of(schema, "format");
        const json_t *least = get(schema, "minLength"), *most = get(schema, "maxLength");
        json_int_t length = (json_int_t) strlen(text);

        if ((pattern && !matches(text, pattern)) || (format && !is_of_format(text, format)))
                return refuse(where, "'%s' is no %s", text, pattern ? pattern : format);
        if ((least && length < json_integer_value(least)) || (most && length > json_integer_value(most)))
                return refuse(where, "%lld bytes", (long long) length);
        return true;
}

static bool
accepts_number(const json_t *schema, double number, const char *where)
{
        const json_t *least = get(schema, "minimum"), *most = get(schema, "maximum");

        if ((least && number < (double) json_integer_value(least)) || (most && number > (double) json_integer_value(most)))
                return refuse(where, "%g is out of bounds", number);
        return true;
}

static void
assert_keywords(const json_t *schema)
{
        static const char *const known[] = { "$ref", "type", "enum", "anyOf", "properties", "required", "additionalProperties", "items",
                                             "minimum", "maximum", "minLength", "maxLength", "pattern", "format", "description",
                                             "x-unit", "x-verbs", NULL };
        const char *key;
        json_t *value;

        json_object_foreach((json_t *) schema, key, value) {
                size_t i = 0;

                while (known[i] && strcmp(known[i], key) != 0)
                        i++;
                if (!known[i])
                        fail_msg("conf/asyncapi.yaml: what %s means is not known here", key);
        }
}

static bool
accepts_kind(const json_t *schema, const json_t *value, const char *where)
{
        const json_t *type = get(schema, "type"), *words = get(schema, "enum");

        if (words && !is_one_of(value, words, is_equal))
                return refuse(where, "%s is no word of it", json_is_string(value) ? json_string_value(value) : "this");
        if (!type || (json_is_array(type) ? is_one_of(value, type, has_type) : has_type(value, type)))
                return true;
        return refuse(where, "it is of another type");
}

static bool
accepts_any(const json_t *list, const json_t *value, const char *where)
{
        size_t i;
        json_t *item;

        json_array_foreach((json_t *) list, i, item)
                if (accepts(item, value, where))
                        return true;
        return false;
}

static bool
accepts(const json_t *schema, const json_t *value, const char *where)
{
        const json_t *any = get(schema, "anyOf");

        assert_keywords(schema);
        if (get(schema, "$ref"))
                return accepts(at(text_of(schema, "$ref")), value, where);
        if (any)
                return accepts_any(any, value, where);
        if (!accepts_kind(schema, value, where))
                return false;
        if (json_is_object(value))
                return accepts_object(schema, value, where);
        if (json_is_array(value))
                return accepts_array(schema, value, where);
        if (json_is_string(value))
                return accepts_text(schema, json_string_value(value), where);
        return !json_is_number(value) || accepts_number(schema, json_number_value(value), where);
}

/* --- a message -------------------------------------------------------------------- */

/* Its last LEVELS_MAX levels, in place: the first of them may be several. */
static size_t
split(char *topic, const char *levels[static LEVELS_MAX])
{
        size_t n = 0;

        for (char *level; n < LEVELS_MAX && (level = strsep(&topic, "/")) != NULL;)
                levels[n++] = level;
        return n;
}

/* How many levels it shares with ADDRESS; 0: another one. The base may be several. */
static size_t
fits(const char *topic, const char *address)
{
        char said[TEXT_SIZE], meant[TEXT_SIZE];
        const char *has[LEVELS_MAX], *wants[LEVELS_MAX];
        size_t n, m;

        snprintf(said, sizeof(said), "%s", topic);
        snprintf(meant, sizeof(meant), "%s", address);
        n = split(said, has);
        m = split(meant, wants);
        if (n < m)
                return 0;
        for (size_t i = 1; i < m; i++)
                if (wants[m - i][0] != '{' && strcmp(wants[m - i], has[n - i]) != 0)
                        return 0;
        return m;
}

/* The deepest that fits: .../bridge/pi/status is not of somebody called bridge. */
static const json_t *
channel_of(const char *topic)
{
        const json_t *found = NULL;
        size_t deepest = 0, depth;
        const char *id;
        json_t *channel;

        json_object_foreach((json_t *) get(interface(), "channels"), id, channel) {
                depth = fits(topic, text_of(channel, "address"));
                if (depth > deepest) {
                        deepest = depth;
                        found = channel;
                }
        }
        return found;
}

const char *
interface_refusal(const char *topic, const char *payload)
{
        const json_t *channel = channel_of(topic), *message;
        json_t *value;
        bool is_text, taken;

        if (!channel)
                return "its topic is in no channel";
        message = at(text_of(json_object_iter_value(json_object_iter((json_t *) get(channel, "messages"))), "$ref"));
        is_text = get(message, "contentType") != NULL;
        value = is_text ? json_string(payload) : json_loads(payload, JSON_REJECT_DUPLICATES, NULL);
        if (!value)
                return "it is no JSON object";
        taken = accepts(get(message, "payload"), value, topic);
        json_decref(value);
        return taken ? NULL : trouble;
}
