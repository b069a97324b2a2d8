/* SPDX-License-Identifier: MIT */
#include "core/say/say.h"

#include <string.h>

void
pd_sentence_init(struct pd_sentence *sentence, char *text, size_t size)
{
        *sentence = (struct pd_sentence) {text, size, 0};
        text[0] = '\0';
}

/* The later bytes of a character in UTF-8. */
static bool
is_within_character(char byte)
{
        return ((unsigned char) byte & 0xc0) == 0x80;
}

static void
add_bytes(struct pd_sentence *sentence, const char *text, size_t length)
{
        size_t room = sentence->size - 1 - sentence->length;
        bool fits = length <= room;

        if (!fits)
                for (length = room; length > 0 && is_within_character(text[length]); length--)
                        continue;
        memcpy(sentence->text + sentence->length, text, length);
        sentence->length += length;
        sentence->text[sentence->length] = '\0';
        if (!fits) /* what is cut goes on nowhere */
                sentence->size = sentence->length + 1;
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

/* Latin-1's letters are C3 A0 to C3 BE in UTF-8, their capitals 20 below; C3 B7
 * is a sign, and sharp s has none. */
static void
capitalise(char *first)
{
        unsigned char *second = (unsigned char *) first + 1;

        if (*first >= 'a' && *first <= 'z')
                *first = (char) (*first - 'a' + 'A');
        else if ((unsigned char) *first == 0xc3 && *second >= 0xa0 && *second <= 0xbe && *second != 0xb7)
                *second = (unsigned char) (*second - 0x20);
}

/* Does the next word begin a sentence, behind the end of one? */
static bool
has_ended(const struct pd_sentence *sentence)
{
        const char *end = sentence->text + sentence->length;

        return sentence->length >= 2 && end[-1] == ' ' && (end[-2] == '.' || end[-2] == '!' || end[-2] == '?');
}

static void
fill_place(struct pd_sentence *sentence, const char *text)
{
        size_t begin = sentence->length;
        bool capital = has_ended(sentence);

        pd_sentence_add(sentence, text);
        if (capital)
                capitalise(sentence->text + begin);
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
                        fill_place(sentence, text);
                else
                        add_bytes(sentence, open, (size_t) (close - open + 1));
                phrase = close + 1;
        }
}

void
pd_sentence_write(char *ret, size_t size, const char *phrase, const struct pd_place *places)
{
        struct pd_sentence sentence;

        pd_sentence_init(&sentence, ret, size);
        pd_sentence_fill(&sentence, phrase, places);
}

void
pd_sentence_capitalise(struct pd_sentence *sentence)
{
        capitalise(sentence->text);
}

static bool
ends_a_sentence(const char *text)
{
        size_t n = strlen(text);

        return n > 0 && (text[n - 1] == '.' || text[n - 1] == '!' || text[n - 1] == '?');
}

bool
pd_sentence_follow(struct pd_sentence *sentence, const char *text)
{
        size_t blank = sentence->length > 0, length = strlen(text), stop = !ends_a_sentence(text);
        size_t begin = sentence->length + blank;

        if (length == 0 || begin + length + stop >= sentence->size)
                return false;
        pd_sentence_add(sentence, blank ? " " : "");
        pd_sentence_add(sentence, text);
        pd_sentence_add(sentence, stop ? "." : "");
        capitalise(sentence->text + begin);
        return true;
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
