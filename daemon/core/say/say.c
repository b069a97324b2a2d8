/* SPDX-License-Identifier: MIT */
#include "core/say/say.h"

#include <string.h>

void
pd_sentence_init(struct pd_sentence *sentence, char *text, size_t size)
{
        *sentence = (struct pd_sentence) {text, size, 0};
        text[0] = '\0';
}

static void
add_bytes(struct pd_sentence *sentence, const char *text, size_t length)
{
        size_t room = sentence->size - 1 - sentence->length;

        if (length > room)
                length = room;
        memcpy(sentence->text + sentence->length, text, length);
        sentence->length += length;
        sentence->text[sentence->length] = '\0';
}

void
pd_sentence_add(struct pd_sentence *sentence, const char *text)
{
        add_bytes(sentence, text, strlen(text));
}

void
pd_sentence_add_number(struct pd_sentence *sentence, int64_t number)
{
        char digits[20];
        size_t n = sizeof(digits);
        uint64_t rest = number < 0 ? 0 - (uint64_t) number : (uint64_t) number;

        do {
                digits[--n] = (char) ('0' + rest % 10);
                rest /= 10;
        } while (rest != 0 && n > 0);
        if (number < 0)
                add_bytes(sentence, "-", 1);
        add_bytes(sentence, digits + n, sizeof(digits) - n);
}

static const char *
text_of(const struct pd_place *places, const char *name, size_t length)
{
        for (; places->name != NULL; places++)
                if (strlen(places->name) == length && memcmp(places->name, name, length) == 0)
                        return places->text;
        return NULL;
}

void
pd_sentence_fill(struct pd_sentence *sentence, const char *phrase, const struct pd_place *places)
{
        while (*phrase != '\0') {
                const char *open = strchr(phrase, '{');
                const char *close = open != NULL ? strchr(open, '}') : NULL;
                const char *text;

                if (close == NULL) {
                        pd_sentence_add(sentence, phrase);
                        return;
                }
                add_bytes(sentence, phrase, (size_t) (open - phrase));
                text = text_of(places, open + 1, (size_t) (close - open - 1));
                if (text != NULL)
                        pd_sentence_add(sentence, text);
                else
                        add_bytes(sentence, open, (size_t) (close - open + 1));
                phrase = close + 1;
        }
}

void
pd_sentence_capitalise(struct pd_sentence *sentence)
{
        char *first = sentence->text;

        if (*first >= 'a' && *first <= 'z')
                *first = (char) (*first - 'a' + 'A');
}

static void
add_two_digits(struct pd_sentence *sentence, int64_t number)
{
        if (number < 10)
                pd_sentence_add(sentence, "0");
        pd_sentence_add_number(sentence, number);
}

void
pd_sentence_add_clock(struct pd_sentence *sentence, int64_t seconds)
{
        int64_t minutes = seconds / 60;

        if (minutes < 60) {
                pd_sentence_add_number(sentence, minutes);
        } else {
                pd_sentence_add_number(sentence, minutes / 60);
                pd_sentence_add(sentence, ":");
                add_two_digits(sentence, minutes % 60);
        }
        pd_sentence_add(sentence, ":");
        add_two_digits(sentence, seconds % 60);
}
