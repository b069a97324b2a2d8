/* SPDX-License-Identifier: MIT */
/*
 * Messages that command: the verb, a line break, the payload. Words that the
 * desk can read, or a sentence that says what is wrong; in either case an
 * answer that is JSON.
 */
#include "fuzz/fuzz.h"

#include "core/text.h"
#include "formats/json_read.h"
#include "mqtt/command_answer.h"

#include <errno.h>
#include <string.h>

static void
check_words(const struct pd_command_letter *letter)
{
        struct pd_command command;
        const char *expected;

        FUZZ_EXPECT(letter->error == PD_COMMAND_ERROR_NONE && letter->sentence[0] == '\0');
        FUZZ_EXPECT(letter->n_words <= PD_COMMAND_LETTER_WORDS_MAX);
        FUZZ_EXPECT(pd_command_parse(pd_command_types[letter->verb].word, letter->words, letter->n_words, &command, &expected) == 0);
        for (size_t i = 0; i < letter->n_words; i++)
                for (const char *at = letter->words[i]; *at != '\0';) {
                        size_t n = pd_text_character(at, strlen(at));

                        FUZZ_EXPECT(n > 0 || strchr("\t\r\n", *at) != NULL);
                        at += n > 0 ? n : 1;
                }
}

static void
check_answer(const struct pd_command_letter *letter, const char *verb)
{
        static const struct pd_topics topics = {.base = "purposed", .node = "pi"};
        static struct pd_message message;
        const struct pd_command_answer answer = {.real = PD_NEVER, .verb = verb, .transaction = &letter->transaction,
                .error = letter->error, .text = letter->sentence, .most = SIZE_MAX};
        struct json_t *object;

        pd_command_answer_write(&topics, "anna", &answer, &message);
        FUZZ_EXPECT(pd_json_read(message.payload, message.length, &object) == 0);
        pd_json_read_free(object);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        static struct pd_command_letter letter;
        const char *line = size > 0 ? memchr(bytes, '\n', size) : NULL;
        char verb[64] = "";
        int r;

        if (line == NULL || (size_t) (line - (const char *) bytes) >= sizeof(verb))
                return 0;
        memcpy(verb, bytes, (size_t) (line - (const char *) bytes));
        r = pd_command_letter_read(verb, line + 1, size - (size_t) (line + 1 - (const char *) bytes), &letter);
        FUZZ_EXPECT(r == 0 || r == -EBADMSG);
        if (r == 0)
                check_words(&letter);
        else
                FUZZ_EXPECT(pd_command_error_name(letter.error) != NULL && letter.sentence[0] != '\0');
        check_answer(&letter, verb);
        return 0;
}
