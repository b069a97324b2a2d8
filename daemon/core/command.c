/* SPDX-License-Identifier: MIT */
/* The words of commands, and what stands after them. */
#include "purposed/command.h"

#include "core/word.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

const struct pd_command_type pd_command_types[PD_COMMAND_VERB_COUNT] = {
#define PD_COMMAND(symbol, word, scope, argument, help)                                                                                    \
        [PD_COMMAND_##symbol] = {word, PD_SCOPE_##scope, PD_ARGUMENT_##argument, help},
#include "purposed/commands.def"
#undef PD_COMMAND
};

static const char *const stop_reasons[PD_STOP_REASON_COUNT] = {
        [PD_STOP_DONE] = "done",
        [PD_STOP_PAIN] = "pain",
        [PD_STOP_ILL] = "ill",
        [PD_STOP_WEATHER] = "weather",
};

#define MUTE_MOST_MINUTES 600

const char *
pd_stop_reason_name(enum pd_stop_reason reason)
{
        return pd_word_at(stop_reasons, PD_STOP_REASON_COUNT, reason);
}

int
pd_stop_reason_parse(const char *word, enum pd_stop_reason *ret)
{
        size_t i = pd_word_index(stop_reasons, PD_STOP_REASON_COUNT, word);

        if (i == PD_STOP_REASON_COUNT)
                return -EINVAL;
        *ret = (enum pd_stop_reason) i;
        return 0;
}

const char *
pd_command_verb_name(enum pd_command_verb verb)
{
        return (unsigned) verb < PD_COMMAND_VERB_COUNT ? pd_command_types[verb].word : NULL;
}

bool
pd_command_is_input(enum pd_command_verb verb)
{
        return pd_command_types[verb].scope == PD_SCOPE_RUN || pd_command_types[verb].scope == PD_SCOPE_OWN;
}

int
pd_command_verb_parse(const char *word, enum pd_command_verb *ret)
{
        for (unsigned i = 0; i < PD_COMMAND_VERB_COUNT; i++) {
                if (strcmp(pd_command_types[i].word, word) != 0)
                        continue;
                *ret = (enum pd_command_verb) i;
                return 0;
        }
        return -EINVAL;
}

/* Nothing, or ".0": dashboards keep whole numbers as fractions, too. */
static bool
ends_whole(const char *rest)
{
        if (*rest == '\0')
                return true;
        return rest[0] == '.' && rest[1] == '0' && rest[1 + strspn(rest + 1, "0")] == '\0';
}

/* A whole number in [least, most]. */
static bool
read_number(const char *word, int32_t least, int32_t most, int32_t *ret)
{
        const char *c = word;
        int64_t value = 0;

        for (; *c >= '0' && *c <= '9'; c++) {
                value = value * 10 + (*c - '0');
                if (value > most)
                        return false;
        }
        if (c == word || !ends_whole(c) || value < least)
                return false;
        *ret = (int32_t) value;
        return true;
}

/* WORDS with one blank between them; false if they do not fit. */
static bool
join_words(const char *const *words, size_t n_words, char ret[static PD_TEXT_SIZE])
{
        size_t length = 0;

        for (size_t i = 0; i < n_words; i++) {
                size_t size = strlen(words[i]);
                if (length + (i > 0) + size >= PD_TEXT_SIZE)
                        return false;
                if (i > 0)
                        ret[length++] = ' ';
                memcpy(ret + length, words[i], size);
                length += size;
        }
        ret[length] = '\0';
        return true;
}

static bool
read_stop_reason(const char *const *words, size_t n_words, int32_t *ret)
{
        enum pd_stop_reason reason = PD_STOP_DONE;

        if (n_words > 1 || (n_words == 1 && pd_stop_reason_parse(words[0], &reason) < 0))
                return false;
        *ret = (int32_t) reason;
        return true;
}

/* A plan is a file's worth, and stays with who sent it. */
static bool
read_plan_words(const char *const *words, size_t n_words, char ret[static PD_TEXT_SIZE])
{
        bool installs = n_words > 0 && strcmp(words[0], PD_COMMAND_INSTALL) == 0;

        return join_words(words, installs ? 1 : n_words, ret) && (!installs || n_words == 2);
}

/* NULL, or what was expected. */
static const char *
read_argument(enum pd_command_argument argument, const char *const *words, size_t n_words, struct pd_command *ret)
{
        switch (argument) {
        case PD_ARGUMENT_NONE:
                return n_words == 0 ? NULL : "nothing after it";
        case PD_ARGUMENT_STOP_REASON:
                return read_stop_reason(words, n_words, &ret->number) ? NULL : "done, pain, ill or weather";
        case PD_ARGUMENT_MINUTES:
                if (n_words == 0 || (n_words == 1 && read_number(words[0], 1, MUTE_MOST_MINUTES, &ret->number)))
                        return NULL;
                return "a number of minutes from 1 to 600, or nothing";
        case PD_ARGUMENT_RATING:
                return n_words == 1 && read_number(words[0], 1, 10, &ret->number) ? NULL : "a number from 1 (very easy) to 10 (all out)";
        case PD_ARGUMENT_TEXT:
                return n_words > 0 && join_words(words, n_words, ret->text) ? NULL : "a text of at most 63 bytes in all";
        case PD_ARGUMENT_WORDS:
                return join_words(words, n_words, ret->text) ? NULL : "words of at most 63 bytes in all";
        case PD_ARGUMENT_PLAN:
                return read_plan_words(words, n_words, ret->text) ? NULL : "today, show, restore, or install and a plan";
        }
        return "nothing after it";
}

int
pd_command_parse(const char *verb, const char *const *words, size_t n_words, struct pd_command *ret, const char **ret_expected)
{
        struct pd_command command = {0};
        const char *expected;

        if (pd_command_verb_parse(verb, &command.verb) < 0)
                return -ENOENT;
        expected = read_argument(pd_command_types[command.verb].argument, words, n_words, &command);
        if (expected != NULL) {
                *ret_expected = expected;
                return -EINVAL;
        }
        *ret = command;
        return 0;
}

static void
write_number(int32_t number, char *ret)
{
        char digits[12];
        size_t n = 0, length = 0;

        for (; number > 0; number /= 10)
                digits[n++] = (char) ('0' + number % 10);
        while (n > 0)
                ret[length++] = digits[--n];
        ret[length] = '\0';
}

void
pd_command_words(const struct pd_command *command, char ret[static PD_TEXT_SIZE])
{
        const char *word = "";

        switch (pd_command_types[command->verb].argument) {
        case PD_ARGUMENT_NONE:
                break;
        case PD_ARGUMENT_STOP_REASON:
                if (command->number != PD_STOP_DONE)
                        word = pd_stop_reason_name((enum pd_stop_reason) command->number);
                break;
        case PD_ARGUMENT_MINUTES:
        case PD_ARGUMENT_RATING:
                write_number(command->number, ret);
                return;
        case PD_ARGUMENT_TEXT:
        case PD_ARGUMENT_WORDS:
        case PD_ARGUMENT_PLAN:
                word = command->text;
                break;
        }
        pd_text_copy(ret, PD_TEXT_SIZE, word, strlen(word));
}
