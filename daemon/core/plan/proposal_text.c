/* SPDX-License-Identifier: MIT */
/* A proposal as words: for a trace, for whoever follows it, for a memory of what was said. */
#include "core/plan/calendar.h"

#include "core/word.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char *const kinds[PD_PROPOSAL_KIND_COUNT] = {
        [PD_PROPOSAL_EASIER] = "easier",
        [PD_PROPOSAL_MOVE] = "move",
        [PD_PROPOSAL_NO_ROOM] = "no-room",
        [PD_PROPOSAL_LET_GO] = "let-go",
        [PD_PROPOSAL_WEEK_OVER] = "week-over",
};

void
pd_proposal_write(const struct pd_proposal *proposal, char ret[static PD_TEXT_SIZE])
{
        char about[PD_DATE_SIZE], to[PD_DATE_SIZE] = "";

        pd_day_format(proposal->about, about);
        if (proposal->kind == PD_PROPOSAL_MOVE)
                pd_day_format(proposal->to, to);
        (void) snprintf(ret, PD_TEXT_SIZE, "%s %s %s%s%s", kinds[proposal->kind], pd_purpose_name(proposal->purpose), about,
                to[0] != '\0' ? " " : "", to);
}

/* The next word of *TEXT, which moves behind it; false if it does not fit or there is none. */
static bool
take_word(const char **text, char ret[static PD_ID_SIZE])
{
        size_t length;

        *text += strspn(*text, " ");
        length = strcspn(*text, " ");
        if (length == 0 || length >= PD_ID_SIZE)
                return false;
        memcpy(ret, *text, length);
        ret[length] = '\0';
        *text += length;
        return true;
}

static bool
take_day(const char **text, pd_day *ret)
{
        char word[PD_ID_SIZE];

        return take_word(text, word) && pd_day_parse(word, ret) == 0;
}

int
pd_proposal_read(const char *text, struct pd_proposal *ret)
{
        struct pd_proposal proposal = {.to = PD_DAY_NONE};
        char kind[PD_ID_SIZE], purpose[PD_ID_SIZE];
        size_t i;

        if (!take_word(&text, kind) || !take_word(&text, purpose) || !take_day(&text, &proposal.about))
                return -EINVAL;
        i = pd_word_index(kinds, PD_PROPOSAL_KIND_COUNT, kind);
        if (i == PD_PROPOSAL_KIND_COUNT || pd_purpose_parse(purpose, &proposal.purpose) < 0)
                return -EINVAL;
        proposal.kind = (enum pd_proposal_kind) i;
        if (proposal.kind == PD_PROPOSAL_MOVE && !take_day(&text, &proposal.to))
                return -EINVAL;
        if (*text != '\0')
                return -EINVAL;
        pd_proposal_command(&proposal, proposal.command);
        *ret = proposal;
        return 0;
}

void
pd_proposal_command(const struct pd_proposal *proposal, char ret[static PD_TEXT_SIZE])
{
        char about[PD_DATE_SIZE], to[PD_DATE_SIZE];

        pd_day_format(proposal->about, about);
        ret[0] = '\0';
        if (proposal->kind == PD_PROPOSAL_EASIER)
                (void) snprintf(ret, PD_TEXT_SIZE, "easier %s", about);
        if (proposal->kind != PD_PROPOSAL_MOVE)
                return;
        pd_day_format(proposal->to, to);
        (void) snprintf(ret, PD_TEXT_SIZE, "swap %s %s", about, to);
}

void
pd_proposal_tag(const struct pd_proposal *proposal, char ret[static PD_ID_SIZE])
{
        char about[PD_DATE_SIZE];

        pd_day_format(proposal->about, about);
        (void) snprintf(ret, PD_ID_SIZE, "%s-%s", kinds[proposal->kind], about);
}
