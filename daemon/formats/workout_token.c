/* SPDX-License-Identifier: MIT */
#include "formats/workout_token.h"

#include "formats/line.h"
#include "formats/numbers.h"
#include "formats/workout_title.h"

#include <errno.h>

void
pd_scanner_line(struct pd_scanner *scanner, size_t line, const char *start, const char *at, const char *end)
{
        scanner->line = line;
        scanner->start = start;
        scanner->at = at;
        scanner->end = end;
        scanner->token = (struct pd_token){.kind = PD_TOKEN_END, .start = at, .end = at};
}

int
pd_scanner_fail(struct pd_scanner *scanner, const char *at, const char *sentence)
{
        return pd_line_fault(scanner->error, scanner->line, scanner->start, at, sentence);
}

char
pd_token_lower(char c)
{
        return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

bool
pd_token_is_letter(char c)
{
        return pd_token_lower(c) >= 'a' && pd_token_lower(c) <= 'z';
}

bool
pd_token_begins_word(const char *start, const char *at)
{
        return at == start || at[-1] == ' ' || at[-1] == '\t' || at[-1] == ',' || at[-1] == ':' || at[-1] == '(';
}

bool
pd_token_text_is(const char *start, const char *end, const char *word)
{
        for (; start < end && *word && pd_token_lower(*start) == *word; start++)
                word++;
        return start == end && !*word;
}

bool
pd_token_is_word(const struct pd_token *token, const char *word)
{
        return token->kind == PD_TOKEN_WORD && pd_token_text_is(token->start, token->end, word);
}

static void
take_sign(struct pd_token *token)
{
        static const struct {
                char sign;
                enum pd_token_kind kind;
        } signs[] = {
                {'(', PD_TOKEN_OPEN}, {')', PD_TOKEN_CLOSE}, {',', PD_TOKEN_COMMA}, {':', PD_TOKEN_COLON},
                {'<', PD_TOKEN_BELOW}, {'>', PD_TOKEN_ABOVE},
        };

        for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
                if (*token->start == signs[i].sign) {
                        token->kind = signs[i].kind;
                        token->end = token->start + 1;
                }
}

int
pd_scanner_advance(struct pd_scanner *scanner)
{
        struct pd_token *const token = &scanner->token;
        int r = 0;

        if (scanner->title && token->kind != PD_TOKEN_END)
                pd_workout_title_put(scanner->title, token);
        scanner->at = pd_line_skip_blanks(scanner->at, scanner->end);
        *token = (struct pd_token){.kind = PD_TOKEN_END, .start = scanner->at, .end = scanner->at};
        if (scanner->at == scanner->end)
                return 0;
        take_sign(token);
        if (pd_scanner_begins_target(scanner)) {
                r = pd_scanner_target(scanner);
        } else if (pd_token_is_letter(*scanner->at)) {
                token->kind = PD_TOKEN_WORD;
                while (token->end < scanner->end && pd_token_is_letter(*token->end))
                        token->end++;
        } else if (pd_number_is_digit(*scanner->at)) {
                r = pd_scanner_amount(scanner);
        }
        if (r == 0 && token->kind == PD_TOKEN_END)
                return pd_scanner_fail(scanner, scanner->at,
                        *scanner->at == ';' ? "Between steps stands ','." : "This sign means nothing here.");
        scanner->at = token->end;
        return r;
}
