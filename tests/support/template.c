/* SPDX-License-Identifier: MIT */
#include "support/template.h"

#include "support/strict_json.h"

#include <ctype.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>

/* Both branches of an `if` are read, so what is wrong is a value like others until somebody says it. */
enum kind { WRONG, NONE, BOOL, NUMBER, TEXT, OBJECT };

struct value {
        enum kind kind;
        bool truth; /* of a BOOL */
        double number;
        char *text; /* as it is said, or an object's JSON; owned */
};

struct reader {
        const char *at, *message;
        bool failed; /* it is no template */
};

static void
say(struct value *value, const char *format, ...)
{
        char *text = NULL;
        va_list arguments;

        va_start(arguments, format);
        if (vasprintf(&text, format, arguments) < 0)
                abort();
        va_end(arguments);
        free(value->text); /* only now: it may be among the arguments */
        value->text = text;
}

static struct value *
new_value(enum kind kind)
{
        struct value *value = calloc(1, sizeof(*value));

        value->kind = kind;
        say(value, "%s", "");
        return value;
}

static void
free_value(struct value *value)
{
        free(value->text);
        free(value);
}

/* OTHER in its place. */
static struct value *
replace(struct value *value, struct value *other)
{
        free_value(value);
        return other;
}

static bool
eat(struct reader *reader, const char *token)
{
        size_t length = strlen(token);
        bool word = isalpha((unsigned char) token[length - 1]);

        reader->at += strspn(reader->at, " ");
        if (strncmp(reader->at, token, length) != 0 || (word && (isalnum((unsigned char) reader->at[length]) || reader->at[length] == '_')))
                return false;
        reader->at += length;
        return true;
}

static void
need(struct reader *reader, const char *token)
{
        reader->failed |= !eat(reader, token);
}

static bool
truth(const struct value *value)
{
        switch (value->kind) {
        case WRONG:
        case NONE:
                return false;
        case BOOL:
                return value->truth;
        case NUMBER:
                return value->number != 0;
        case TEXT:
                return value->text[0] != '\0';
        case OBJECT:
                return strcmp(value->text, "{}") != 0;
        }
        return false;
}

static bool
equal(const struct value *a, const struct value *b)
{
        return a->kind == b->kind && strcmp(a->text, b->text) == 0;
}

static struct value *
value_of_json(const char *raw)
{
        struct value *value = new_value(WRONG);
        size_t length = strlen(raw);

        if (strcmp(raw, "null") == 0) {
                value->kind = NONE;
                say(value, "None");
        } else if (strcmp(raw, "true") == 0 || strcmp(raw, "false") == 0) {
                value->kind = BOOL;
                value->truth = raw[0] == 't';
                say(value, value->truth ? "True" : "False");
        } else if (raw[0] == '"') { /* escapes stay: nobody compares them */
                value->kind = TEXT;
                say(value, "%.*s", (int) length - 2, raw + 1);
        } else if (raw[0] == '{' || raw[0] == '[') {
                value->kind = OBJECT;
                say(value, "%s", raw);
        } else {
                value->kind = NUMBER;
                value->number = strtod(raw, NULL);
                say(value, "%s", raw);
        }
        return value;
}

static struct value *expression(struct reader *reader);

/* value_json.a.b: what is below null is wrong, as is a key that is not there. */
static struct value *
member(struct reader *reader)
{
        char path[64] = "";
        static char raw[98304];

        while (reader->at[0] == '.' && strncmp(reader->at, ".get(", 5) != 0) {
                size_t length = strspn(reader->at + 1, "abcdefghijklmnopqrstuvwxyz_0123456789");

                snprintf(path + strlen(path), sizeof(path) - strlen(path), "%s%.*s", path[0] ? "." : "", (int) length, reader->at + 1);
                reader->at += 1 + length;
        }
        if (!strict_json_valid(reader->message) || !strict_json_find(reader->message, path, raw, sizeof(raw)))
                return new_value(WRONG);
        return value_of_json(raw);
}

static struct value *
text(struct reader *reader)
{
        struct value *value = new_value(TEXT);
        size_t length = strcspn(reader->at, "'");

        say(value, "%.*s", (int) length, reader->at);
        reader->at += length;
        need(reader, "'");
        return value;
}

/* What of a dict stands under KEY, which is used up; nothing is none. */
static struct value *
get(struct value *const *keys, struct value **values, size_t n, struct value *key)
{
        struct value *ret = key->kind == WRONG ? new_value(WRONG) : value_of_json("null");

        for (size_t i = 0; i < n; i++)
                if (equal(keys[i], key)) {
                        ret = replace(ret, values[i]);
                        values[i] = new_value(WRONG);
                }
        free_value(key);
        return ret;
}

static struct value *
object_of(struct value *const *keys, struct value *const *values, size_t n)
{
        struct value *ret = new_value(OBJECT);

        say(ret, "{");
        for (size_t i = 0; i < n; i++) {
                const char *quote = values[i]->kind == TEXT ? "\"" : "";

                if (values[i]->kind == WRONG)
                        ret->kind = WRONG;
                say(ret, "%s%s\"%s\": %s%s%s", ret->text, i ? ", " : "", keys[i]->text, quote,
                    values[i]->kind == NONE ? "null" : values[i]->text, quote);
        }
        say(ret, "%s}", ret->text);
        return ret;
}

/* {'a': x, 'b': y} as JSON, or {true: x, false: y}.get(key) */
static struct value *
dict(struct reader *reader)
{
        struct value *keys[8], *values[8], *ret;
        size_t n = 0;

        do {
                keys[n] = expression(reader);
                need(reader, ":");
                values[n++] = expression(reader);
        } while (n < 8 && !reader->failed && eat(reader, ","));
        need(reader, "}");
        if (eat(reader, ".get(")) {
                ret = get(keys, values, n, expression(reader));
                need(reader, ")");
        } else {
                ret = object_of(keys, values, n);
        }
        for (size_t i = 0; i < n; i++) {
                free_value(keys[i]);
                free_value(values[i]);
        }
        return ret;
}

/* dict(value_json, a=none, b=none): the message, but for some of its keys. */
static struct value *
copy(struct reader *reader)
{
        json_t *object = json_loads(reader->message, 0, NULL);
        struct value *ret = new_value(json_is_object(object) ? OBJECT : WRONG);
        char *text;

        need(reader, "value_json");
        while (!reader->failed && eat(reader, ",")) {
                char key[64];
                size_t length;

                reader->at += strspn(reader->at, " ");
                length = strspn(reader->at, "abcdefghijklmnopqrstuvwxyz_0123456789");
                snprintf(key, sizeof(key), "%.*s", (int) length, reader->at);
                reader->at += length;
                need(reader, "=");
                need(reader, "none");
                if (json_object_get(object, key) == NULL) /* a new key would be a slip of the pen */
                        ret->kind = WRONG;
                json_object_set_new(object, key, json_null());
        }
        need(reader, ")");
        text = json_dumps(object, JSON_COMPACT | JSON_ENCODE_ANY);
        say(ret, "%s", text ? text : "");
        free(text);
        json_decref(object);
        return ret;
}

static struct value *
operand(struct reader *reader)
{
        struct value *value;
        char *end;

        if (eat(reader, "value_json"))
                return member(reader);
        if (eat(reader, "value")) {
                value = new_value(TEXT);
                say(value, "%s", reader->message);
                return value;
        }
        if (eat(reader, "dict("))
                return copy(reader);
        if (eat(reader, "none"))
                return value_of_json("null");
        if (eat(reader, "true"))
                return value_of_json("true");
        if (eat(reader, "false"))
                return value_of_json("false");
        if (eat(reader, "'"))
                return text(reader);
        if (eat(reader, "{"))
                return dict(reader);
        if (eat(reader, "(")) {
                value = expression(reader);
                need(reader, ")");
                return value;
        }
        value = new_value(NUMBER);
        value->number = strtod(reader->at, &end);
        say(value, "%.*s", (int) (end - reader->at), reader->at);
        reader->failed |= end == reader->at;
        reader->at = end;
        return value;
}

static struct value *
product(struct reader *reader)
{
        struct value *value = operand(reader);
        bool by;

        while ((by = eat(reader, "*")) || eat(reader, "/")) {
                struct value *other = operand(reader);

                if (value->kind != NUMBER || other->kind != NUMBER)
                        value->kind = WRONG;
                value->number = by ? value->number * other->number : value->number / other->number;
                say(value, "%.15g", value->number);
                free_value(other);
        }
        return value;
}

/* In characters. */
static void
measure(struct value *value)
{
        size_t n = 0;

        if (value->kind != TEXT)
                value->kind = WRONG;
        for (const char *at = value->text; *at; at++)
                n += ((unsigned char) *at & 0xC0) != 0x80;
        value->kind = value->kind == WRONG ? WRONG : NUMBER;
        value->number = (double) n;
        say(value, "%zu", n);
}

/* What is no number would be 0, and nobody's meaning. */
static void
make_whole(struct value *value)
{
        char *end = value->text;
        double number = strtod(value->text, &end);

        value->kind = (value->kind == TEXT || value->kind == NUMBER) && end != value->text && *end == '\0' ? NUMBER : WRONG;
        value->number = (double) (long) number;
        say(value, "%ld", (long) number);
}

static struct value *
filtered(struct reader *reader)
{
        struct value *value = product(reader);

        while (eat(reader, "|")) {
                if (eat(reader, "tojson"))
                        continue;
                if (eat(reader, "length")) {
                        measure(value);
                        continue;
                }
                if (eat(reader, "int")) {
                        make_whole(value);
                        continue;
                }
                need(reader, "round(");
                if (value->kind != NUMBER)
                        value->kind = WRONG;
                say(value, "%.*f", (int) strtol(reader->at, (char **) &reader->at, 10), value->number);
                need(reader, ")");
        }
        return value;
}

static bool
in_list(struct reader *reader, const struct value *value)
{
        bool found = false;

        need(reader, "[");
        do {
                struct value *other = filtered(reader);

                found |= equal(value, other);
                free_value(other);
        } while (eat(reader, ","));
        need(reader, "]");
        return found;
}

static struct value *
comparison(struct reader *reader)
{
        struct value *value = filtered(reader);
        bool found;

        if (eat(reader, "in")) {
                found = in_list(reader, value);
        } else if (eat(reader, "is")) {
                bool negated = eat(reader, "not");

                need(reader, "none");
                found = (value->kind == NONE) != negated;
        } else if (eat(reader, "<")) {
                struct value *other = filtered(reader);

                if (value->kind != NUMBER || other->kind != NUMBER)
                        value->kind = WRONG;
                found = value->number < other->number;
                free_value(other);
        } else {
                return value;
        }
        return value->kind == WRONG ? value : replace(value, value_of_json(found ? "true" : "false"));
}

static struct value *
alternative(struct reader *reader)
{
        struct value *value = comparison(reader);

        while (eat(reader, "or")) {
                struct value *other = comparison(reader);

                if (value->kind != WRONG && !truth(value))
                        value = replace(value, other);
                else
                        free_value(other);
        }
        return value;
}

static struct value *
expression(struct reader *reader)
{
        struct value *value = alternative(reader), *condition, *other;

        if (!eat(reader, "if"))
                return value;
        condition = alternative(reader);
        need(reader, "else");
        other = expression(reader);
        if (condition->kind == WRONG)
                value->kind = WRONG;
        if (condition->kind == WRONG || truth(condition))
                free_value(other);
        else
                value = replace(value, other);
        free_value(condition);
        return value;
}

bool
template_render(const char *template, const char *message, char *ret, size_t size)
{
        size_t before = strcspn(template, "{");
        struct reader reader = { .at = template + before, .message = message };
        struct value *value;
        bool good;

        need(&reader, "{{");
        value = expression(&reader);
        need(&reader, "}}");
        good = !reader.failed && reader.at[0] == '\0' && value->kind != WRONG;
        snprintf(ret, size, "%.*s%s", (int) before, template, value->text);
        free_value(value);
        return good;
}
