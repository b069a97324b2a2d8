/* SPDX-License-Identifier: MIT */
#include "formats/workout_title.h"

#include "formats/numbers.h"

#include <string.h>

void
pd_workout_title_init(struct pd_workout_title *title)
{
        title->length = 0;
        title->before = PD_TOKEN_OPEN;
}

static void
put(struct pd_workout_title *title, char c)
{
        if (title->length < sizeof title->text - 1)
                title->text[title->length++] = c;
}

static void
put_number(struct pd_workout_title *title, int64_t value, char unit)
{
        char digits[PD_NUMBER_MAX];
        const char *const end = pd_number_write(digits, value);

        for (const char *digit = digits; digit < end; digit++)
                put(title, *digit);
        put(title, unit);
}

/* 90s, 1m30 and 1'30" are all 1m30s. */
static void
put_duration(struct pd_workout_title *title, pd_usec span)
{
        const int64_t seconds = (span + PD_SEC / 2) / PD_SEC;

        if (seconds >= 3600)
                put_number(title, seconds / 3600, 'h');
        if (seconds / 60 % 60)
                put_number(title, seconds / 60 % 60, 'm');
        if (seconds % 60 || seconds == 0)
                put_number(title, seconds % 60, 's');
}

static void
put_words(struct pd_workout_title *title, const struct pd_token *token)
{
        if (token->kind == PD_TOKEN_TIME) {
                put_duration(title, token->value);
                return;
        }
        for (const char *at = token->start; at < token->end; at++)
                if (*at != ' ' && *at != '\t') /* "4 mi" is 4mi */
                        put(title, pd_token_lower(*at));
}

void
pd_workout_title_put(struct pd_workout_title *title, const struct pd_token *token)
{
        const enum pd_token_kind kind = token->kind;

        if (title->before != PD_TOKEN_OPEN && kind != PD_TOKEN_COMMA && kind != PD_TOKEN_CLOSE && kind != PD_TOKEN_COLON)
                put(title, ' ');
        put_words(title, token);
        title->before = kind;
}

void
pd_workout_title_sign(struct pd_workout_title *title, enum pd_token_kind kind, const char *sign)
{
        const struct pd_token token = {.kind = kind, .start = sign, .end = sign + 1};

        pd_workout_title_put(title, &token);
}

/* "6x (3m hard, 2m easy)" becomes 6x-3m-hard-2m-easy. */
static void
write_id(struct pd_workout *workout)
{
        size_t length = 0;

        for (const char *at = workout->title; *at && length < PD_ID_SIZE - 1; at++) {
                const bool plain = pd_token_is_letter(*at) || pd_number_is_digit(*at);

                if (plain || (length > 0 && workout->id[length - 1] != '-'))
                        workout->id[length++] = plain ? *at : '-';
        }
        while (length > 0 && workout->id[length - 1] == '-')
                length--;
        workout->id[length] = '\0';
}

void
pd_workout_title_finish(const struct pd_workout_title *title, struct pd_workout *workout)
{
        memcpy(workout->title, title->text, title->length);
        workout->title[title->length] = '\0';
        write_id(workout);
}
