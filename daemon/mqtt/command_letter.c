/* SPDX-License-Identifier: MIT */
#include "mqtt/command_letter.h"

#include "core/text.h"
#include "core/word.h"
#include "formats/instant.h"
#include "formats/json_read.h"

#include "purposed/event.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static const char *const errors[PD_COMMAND_ERROR_COUNT] = {
        [PD_COMMAND_ERROR_RETAINED] = "retained",   [PD_COMMAND_ERROR_TOO_OLD] = "too_old",   [PD_COMMAND_ERROR_IN_FUTURE] = "in_future",
        [PD_COMMAND_ERROR_TOO_LONG] = "too_long",   [PD_COMMAND_ERROR_MALFORMED] = "malformed", [PD_COMMAND_ERROR_UNKNOWN] = "unknown",
        [PD_COMMAND_ERROR_NOT_HERE] = "not_here",   [PD_COMMAND_ERROR_REFUSED] = "refused",   [PD_COMMAND_ERROR_BUSY] = "busy",
};

/* In an object, what the verb takes. */
static const char *const keys[] = {
        [PD_ARGUMENT_NONE] = NULL,       [PD_ARGUMENT_STOP_REASON] = "reason", [PD_ARGUMENT_MINUTES] = "minutes",
        [PD_ARGUMENT_RATING] = "rating", [PD_ARGUMENT_TEXT] = "text",          [PD_ARGUMENT_WORDS] = "words",
        [PD_ARGUMENT_PLAN] = "words",
};

const char *
pd_command_error_name(enum pd_command_error error)
{
        return pd_word_at(errors, PD_COMMAND_ERROR_COUNT, error);
}

int
pd_command_letter_refuse(struct pd_command_letter *letter, enum pd_command_error error, const char *format, ...)
{
        char sentence[sizeof(letter->sentence)];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(sentence, sizeof(sentence), format, arguments);
        va_end(arguments);
        letter->error = error;
        pd_text_copy(letter->sentence, sizeof(letter->sentence), sentence, strlen(sentence));
        return -EBADMSG;
}

static int
malformed(struct pd_command_letter *letter, const char *what)
{
        return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_MALFORMED, "%s", what);
}

/* ---- words ---------------------------------------------------------------- */

static bool
is_blank(char c)
{
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* LINES: line breaks and tabs may stand in it. */
static bool
is_text(const char *text, size_t length, bool lines)
{
        for (size_t at = 0, n; at < length; at += n) {
                n = pd_text_character(text + at, length - at);
                if (n == 0 && lines && is_blank(text[at]))
                        n = 1;
                if (n == 0)
                        return false;
        }
        return true;
}

static void
trim(const char **text, size_t *length)
{
        while (*length > 0 && is_blank((*text)[0])) {
                (*text)++;
                (*length)--;
        }
        while (*length > 0 && is_blank((*text)[*length - 1]))
                (*length)--;
}

/* Split at blanks, in place. */
static int
take_words(struct pd_command_letter *letter)
{
        for (char *at = letter->text; *at != '\0';) {
                char *end = strchr(at, ' ');

                if (end == at) {
                        at++;
                        continue;
                }
                if (letter->n_words == PD_COMMAND_LETTER_WORDS_MAX)
                        return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_TOO_LONG, "'%s' takes no more than %d words.",
                                pd_command_types[letter->verb].word, PD_COMMAND_LETTER_WORDS_MAX);
                letter->words[letter->n_words++] = at;
                if (end == NULL)
                        return 0;
                *end = '\0';
                at = end + 1;
        }
        return 0;
}

/* What there is of it, as the verb takes it. */
static int
take_text(struct pd_command_letter *letter, const char *text, size_t length)
{
        trim(&text, &length);
        if (!is_text(text, length, false))
                return malformed(letter, "The text is not UTF-8, or holds control characters.");
        if (length > PD_COMMAND_LETTER_MAX)
                return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_TOO_LONG, "A command has at most %d bytes.",
                        PD_COMMAND_LETTER_MAX);
        memcpy(letter->text, text, length);
        letter->text[length] = '\0';
        if (pd_command_types[letter->verb].argument != PD_ARGUMENT_TEXT)
                return take_words(letter);
        letter->words[0] = letter->text;
        letter->n_words = length > 0;
        return 0;
}

static int
take_plan(struct pd_command_letter *letter, const char *yaml, size_t length)
{
        if (!is_text(yaml, length, true))
                return malformed(letter, "The plan is not UTF-8, or holds control characters.");
        memcpy(letter->text, yaml, length);
        letter->text[length] = '\0';
        letter->words[0] = PD_COMMAND_INSTALL;
        letter->words[1] = letter->text;
        letter->n_words = 2;
        return 0;
}

static bool
says(const char *text, size_t length, const char *word)
{
        return length == strlen(word) && strncasecmp(text, word, length) == 0;
}

/* What Home Assistant sends where nothing else is agreed on: a switch has one
 * topic for both of its ways, and a button says that it is one. */
static bool
is_pressed(struct pd_command_letter *letter, const char *text, size_t length)
{
        bool off = says(text, length, "OFF");

        if (letter->verb != PD_COMMAND_MUTE)
                return pd_command_types[letter->verb].argument == PD_ARGUMENT_NONE && says(text, length, "PRESS");
        if (!off && !says(text, length, "ON"))
                return false;
        letter->verb = off ? PD_COMMAND_UNMUTE : PD_COMMAND_MUTE;
        return true;
}

static int
read_plain(struct pd_command_letter *letter, const char *payload, size_t length)
{
        const char *text = payload;
        size_t n = length;

        trim(&text, &n);
        if (is_pressed(letter, text, n))
                return 0;
        if (letter->verb == PD_COMMAND_PLAN && memchr(text, '\n', n) != NULL)
                return take_plan(letter, payload, length);
        return take_text(letter, text, n);
}

/* ---- an object -------------------------------------------------------------- */

/* A fraction is not rounded: -EINVAL. */
static int
read_whole(const struct json_t *object, const char *key, int64_t *ret)
{
        int64_t thousandths, number;
        int r = pd_json_read_number(object, key, 3, &thousandths);

        if (r == 0)
                r = pd_json_read_number(object, key, 0, &number);
        if (r == 0 && thousandths != number * 1000)
                r = -EINVAL;
        if (r == 0)
                *ret = number;
        return r;
}

static int
read_transaction(struct pd_command_letter *letter, const struct json_t *object)
{
        struct pd_transaction *transaction = &letter->transaction;
        const char *text = NULL;
        size_t length = 0;
        int64_t number;
        int r = pd_json_read_string(object, "transaction", &text, &length);

        if (r == -ENOENT)
                return 0;
        if (r == 0 && length > 0 && length <= PD_TRANSACTION_MAX && is_text(text, length, false)) {
                memcpy(transaction->text, text, length + 1);
                return 0;
        }
        if (r == -EINVAL && read_whole(object, "transaction", &number) == 0) {
                snprintf(transaction->text, sizeof(transaction->text), "%" PRId64, number);
                transaction->number = true;
                return 0;
        }
        return malformed(letter, "\"transaction\" is a text of 1 to 64 bytes, or an integer of at most 15 digits.");
}

static int
read_time(struct pd_command_letter *letter, const struct json_t *object)
{
        const char *text;
        size_t length;
        int32_t offset;
        int r = pd_json_read_string(object, "time", &text, &length);

        if (r == -ENOENT)
                return 0;
        if (r == 0 && length > 0 && pd_instant_read(text, &letter->sent_real, &offset) && (offset != PD_UNKNOWN || text[length - 1] == 'Z'))
                return 0;
        letter->sent_real = PD_NEVER;
        return malformed(letter, "\"time\" is ISO 8601 with its zone, such as \"2026-11-22T10:15:03Z\" or \"2026-11-22T11:15:03+01:00\".");
}

static int
refuse_stranger(struct pd_command_letter *letter, const char *key)
{
        const struct pd_command_type *type = &pd_command_types[letter->verb];
        const char *own = keys[type->argument];
        char shown[PD_ID_SIZE];

        pd_text_copy(shown, sizeof(shown), key, strlen(key));
        if (own == NULL)
                return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_MALFORMED,
                        "'%s' has no \"%s\"; it takes nothing but \"transaction\" and \"time\".", type->word, shown);
        return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_MALFORMED,
                "'%s' has no \"%s\"; it takes \"%s\"%s, \"transaction\" and \"time\".", type->word, shown, own,
                type->argument == PD_ARGUMENT_PLAN ? " or \"plan\"" : "");
}

static int
read_keys(struct pd_command_letter *letter, const struct json_t *object)
{
        enum pd_command_argument argument = pd_command_types[letter->verb].argument;
        const char *known[] = { "transaction", "time", keys[argument] != NULL ? keys[argument] : "time",
                                argument == PD_ARGUMENT_PLAN ? "plan" : "time" };
        const char *stranger = pd_json_read_stranger(object, known, sizeof(known) / sizeof(known[0]));

        return stranger != NULL ? refuse_stranger(letter, stranger) : 0;
}

static int
read_argument(struct pd_command_letter *letter, const struct json_t *object)
{
        const struct pd_command_type *type = &pd_command_types[letter->verb];
        const char *key = keys[type->argument], *text;
        char digits[24];
        int64_t number;
        size_t length;

        if (key == NULL)
                return 0;
        switch (pd_json_read_string(object, key, &text, &length)) {
        case 0:
                return take_text(letter, text, length);
        case -ENOENT:
                return 0;
        }
        if ((type->argument != PD_ARGUMENT_MINUTES && type->argument != PD_ARGUMENT_RATING) ||
            read_whole(object, key, &number) < 0)
                return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_MALFORMED, "\"%s\" of '%s' is a text%s.", key, type->word,
                        type->argument == PD_ARGUMENT_MINUTES || type->argument == PD_ARGUMENT_RATING ? " or a whole number" : "");
        return take_text(letter, digits, (size_t) snprintf(digits, sizeof(digits), "%" PRId64, number));
}

static int
read_plan_key(struct pd_command_letter *letter, const struct json_t *object)
{
        const char *yaml, *words;
        size_t length, n_words;
        int r = pd_json_read_string(object, "plan", &yaml, &length);

        if (r == -ENOENT)
                return read_argument(letter, object);
        if (r < 0)
                return malformed(letter, "\"plan\" is the plan's YAML, as one text.");
        if (pd_json_read_string(object, "words", &words, &n_words) != -ENOENT)
                return malformed(letter, "\"plan\" installs a plan, \"words\" asks for something else: one of them at a time.");
        return take_plan(letter, yaml, length);
}

static int
read_object(struct pd_command_letter *letter, const struct json_t *object)
{
        int r = read_transaction(letter, object);

        if (r == 0)
                r = read_time(letter, object);
        if (r == 0)
                r = read_keys(letter, object);
        if (r == 0 && letter->verb == PD_COMMAND_PLAN)
                return read_plan_key(letter, object);
        return r == 0 ? read_argument(letter, object) : r;
}

static int
read_json(struct pd_command_letter *letter, const char *payload, size_t length)
{
        struct json_t *object;
        int r = pd_json_read(payload, length, &object);

        if (r == -ENOMEM)
                return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_BUSY, "Memory is short; try again later.");
        if (r < 0)
                return malformed(letter, "What begins with { is one JSON object, each key once, such as {\"transaction\": 7}.");
        r = read_object(letter, object);
        pd_json_read_free(object);
        return r;
}

/* ---- the verb ---------------------------------------------------------------- */

/* What concerns an athlete alone; the rest is done where the machine is. */
static bool
is_carried(enum pd_command_verb verb)
{
        enum pd_command_scope scope = pd_command_types[verb].scope;

        return scope == PD_SCOPE_RUN || scope == PD_SCOPE_DAY || verb == PD_COMMAND_ANCHORS ||
               (scope == PD_SCOPE_PAST && verb != PD_COMMAND_ASSIGN);
}

static enum pd_command_error
judge_verb(const char *word, enum pd_command_verb *ret)
{
        if (pd_command_verb_parse(word, ret) < 0)
                return PD_COMMAND_ERROR_UNKNOWN;
        return is_carried(*ret) ? PD_COMMAND_ERROR_NONE : PD_COMMAND_ERROR_NOT_HERE;
}

/* Templates leave blanks before what they write. */
static bool
is_object(const char *payload, size_t length)
{
        trim(&payload, &length);
        return length > 0 && payload[0] == '{';
}

/* Whoever sent it waits for an answer with its transaction all the same. */
static int
refuse_verb(struct pd_command_letter *letter, enum pd_command_error error, const char *word, const char *payload, size_t length)
{
        struct json_t *object;

        if (is_object(payload, length) && pd_json_read(payload, length, &object) == 0) {
                (void) read_transaction(letter, object);
                pd_json_read_free(object);
        }
        if (error == PD_COMMAND_ERROR_UNKNOWN)
                return pd_command_letter_refuse(letter, error, "There is no command '%.*s'; purposectl --help lists them.", PD_ID_SIZE,
                        word);
        if (pd_command_types[letter->verb].scope == PD_SCOPE_OWN)
                return pd_command_letter_refuse(letter, error, "'%s' is the daemon's own order; nobody else gives it.", word);
        return pd_command_letter_refuse(letter, error,
                "'%s' is about the machine itself and is not taken from MQTT; there, ask purposectl %s.", word, word);
}

/* As the desk will read them. */
static int
check_words(struct pd_command_letter *letter)
{
        const char *verb = pd_command_types[letter->verb].word, *expected;
        struct pd_command command;

        if (pd_command_parse(verb, letter->words, letter->n_words, &command, &expected) == 0)
                return 0;
        return pd_command_letter_refuse(letter, PD_COMMAND_ERROR_MALFORMED, "'%s' takes %s.", verb, expected);
}

int
pd_command_letter_read(const char *verb, const char *payload, size_t length, struct pd_command_letter *ret)
{
        size_t most = strcmp(verb, pd_command_types[PD_COMMAND_PLAN].word) == 0 ? PD_COMMAND_LETTER_PLAN_MAX : PD_COMMAND_LETTER_MAX;
        enum pd_command_error error;
        int r;

        ret->n_words = 0;
        ret->transaction = (struct pd_transaction) { .text = "" };
        ret->sent_real = PD_NEVER;
        ret->error = PD_COMMAND_ERROR_NONE;
        ret->sentence[0] = '\0';
        if (length > most)
                return pd_command_letter_refuse(ret, PD_COMMAND_ERROR_TOO_LONG,
                        "%zu bytes are too many: at most %zu are taken here.", length, most);
        error = judge_verb(verb, &ret->verb);
        if (error != PD_COMMAND_ERROR_NONE)
                return refuse_verb(ret, error, verb, payload, length);
        r = is_object(payload, length) ? read_json(ret, payload, length) : read_plain(ret, payload, length);
        return r == 0 ? check_words(ret) : r;
}

int
pd_command_letter_judge_age(struct pd_command_letter *letter, pd_usec now_real)
{
        pd_usec age = letter->sent_real == PD_NEVER ? 0 : now_real - letter->sent_real;

        if (age <= PD_COMMAND_FRESH && age >= -PD_COMMAND_FRESH)
                return 0;
        if (age > 0)
                (void) pd_command_letter_refuse(letter, PD_COMMAND_ERROR_TOO_OLD,
                        "It was sent %lld s ago; after %d s it is not carried out.",
                        (long long) (age / PD_SEC), (int) (PD_COMMAND_FRESH / PD_SEC));
        else
                (void) pd_command_letter_refuse(letter, PD_COMMAND_ERROR_IN_FUTURE,
                        "It bears a time %lld s from now: the sender's clock is wrong, or this machine's.", (long long) (-age / PD_SEC));
        return -ESTALE;
}
