/* SPDX-License-Identifier: MIT */
#include "support/template.h"

#include "support/strict_json.h"

#include <ctype.h>
#include <stdlib.h>

/* Both branches of an `if` are read, so what is wrong is a value like others until somebody says it. */
enum kind { WRONG, NONE, BOOL, NUMBER, TEXT, OBJECT };

struct value {
        enum kind kind;
        bool truth; /* of a BOOL */
        double number;
        char text[16384]; /* as it is said, or an object's JSON */
};

struct reader {
        const char *at, *message;
        bool failed; /* it is no template */
};

static struct value *
new_value(enum kind kind)
{
        struct value *value = calloc(1, sizeof(*value));

        value->kind = kind;
        return value;
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
                strcpy(value->text, "None");
        } else if (strcmp(raw, "true") == 0 || strcmp(raw, "false") == 0) {
                value->kind = BOOL;
                value->truth = raw[0] == 't';
                strcpy(value->text, value->truth ? "True" : "False");
        } else if (raw[0] == '"') { /* escapes stay: nobody compares them */
                value->kind = TEXT;
                snprintf(value->text, sizeof(value->text), "%.*s", (int) length - 2, raw + 1);
        } else if (raw[0] == '{' || raw[0] == '[') {
                value->kind = OBJECT;
                snprintf(value->text, sizeof(value->text), "%s", raw);
        } else {
                value->kind = NUMBER;
                value->number = strtod(raw, NULL);
                snprintf(value->text, sizeof(value->text), "%s", raw);
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

        snprintf(value->text, sizeof(value->text), "%.*s", (int) length, reader->at);
        reader->at += length;
        need(reader, "'");
        return value;
}

/* {'a': x, 'b': y} as JSON, or {true: x, false: y}.get(key) */
static struct value *
dict(struct reader *reader)
{
        struct value *keys[8], *values[8], *ret = new_value(OBJECT);
        size_t n = 0;

        do {
                keys[n] = expression(reader);
                need(reader, ":");
                values[n++] = expression(reader);
        } while (n < 8 && !reader->failed && eat(reader, ","));
        need(reader, "}");
        if (eat(reader, ".get(")) {
                struct value *key = expression(reader);

                need(reader, ")");
                free(ret);
                ret = key->kind == WRONG ? new_value(WRONG) : value_of_json("null");
                for (size_t i = 0; i < n; i++)
                        if (equal(keys[i], key))
                                *ret = *values[i];
                free(key);
        } else {
                strcpy(ret->text, "{");
                for (size_t i = 0; i < n; i++) {
                        bool quoted = values[i]->kind == TEXT;

                        if (values[i]->kind == WRONG)
                                ret->kind = WRONG;
                        snprintf(ret->text + strlen(ret->text), sizeof(ret->text) - strlen(ret->text), "%s\"%s\": %s%s%s", i ? ", " : "",
                                 keys[i]->text, quoted ? "\"" : "", values[i]->kind == NONE ? "null" : values[i]->text, quoted ? "\"" : "");
                }
                strcat(ret->text, "}");
        }
        for (size_t i = 0; i < n; i++) {
                free(keys[i]);
                free(values[i]);
        }
        return ret;
}

static struct value *
operand(struct reader *reader)
{
        struct value *value;
        char *end;

        if (eat(reader, "value_json"))
                return member(reader);
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
        snprintf(value->text, sizeof(value->text), "%.*s", (int) (end - reader->at), reader->at);
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
                snprintf(value->text, sizeof(value->text), "%.15g", value->number);
                free(other);
        }
        return value;
}

static struct value *
filtered(struct reader *reader)
{
        struct value *value = product(reader);

        while (eat(reader, "|")) {
                if (eat(reader, "tojson"))
                        continue;
                need(reader, "round(");
                if (value->kind != NUMBER)
                        value->kind = WRONG;
                snprintf(value->text, sizeof(value->text), "%.*f", (int) strtol(reader->at, (char **) &reader->at, 10), value->number);
                need(reader, ")");
        }
        return value;
}

static struct value *
comparison(struct reader *reader)
{
        struct value *value = filtered(reader);
        bool found = false;

        if (eat(reader, "in")) {
                need(reader, "[");
                do {
                        struct value *other = filtered(reader);

                        found |= equal(value, other);
                        free(other);
                } while (eat(reader, ","));
                need(reader, "]");
        } else if (eat(reader, "is")) {
                bool negated = eat(reader, "not");

                need(reader, "none");
                found = (value->kind == NONE) != negated;
        } else {
                return value;
        }
        if (value->kind != WRONG) {
                free(value);
                value = value_of_json(found ? "true" : "false");
        }
        return value;
}

static struct value *
alternative(struct reader *reader)
{
        struct value *value = comparison(reader);

        while (eat(reader, "or")) {
                struct value *other = comparison(reader);

                if (value->kind != WRONG && !truth(value))
                        *value = *other;
                free(other);
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
        else if (!truth(condition))
                *value = *other;
        free(condition);
        free(other);
        return value;
}

bool
template_render(const char *template, const char *message, char *ret, size_t size)
{
        struct reader reader = { .at = template, .message = message };
        struct value *value;
        bool good;

        need(&reader, "{{");
        value = expression(&reader);
        need(&reader, "}}");
        good = !reader.failed && reader.at[0] == '\0' && value->kind != WRONG;
        snprintf(ret, size, "%s", value->text);
        free(value);
        return good;
}
