/* SPDX-License-Identifier: MIT */
#include "today_inside.h"

#include <string.h>

static bool
was_said(const struct pd_diary *diary, const char *tag)
{
        for (size_t i = 0; i < PD_TODAY_SAID_MAX; i++)
                if (strcmp(diary->said[i], tag) == 0)
                        return true;
        return false;
}

/* The oldest is forgotten: what it was about is weeks ago. */
static void
remember(struct pd_diary *diary, const char *tag)
{
        memmove(diary->said[1], diary->said[0], sizeof(diary->said) - sizeof(diary->said[0]));
        memcpy(diary->said[0], tag, strlen(tag) + 1);
}

void
pd_today_propose(struct pd_today *today, struct pd_diary *diary)
{
        const struct pd_today_context *context = today->context;
        char text[PD_TEXT_SIZE], tag[PD_ID_SIZE];
        struct pd_calendar calendar;
        struct pd_calendar_day asks;
        bool news = false;

        if (diary->day == PD_DAY_NONE || diary->since == PD_DAY_NONE)
                return;
        calendar = pd_today_calendar(today, diary);
        pd_calendar_day(&calendar, diary->day, &asks);
        for (size_t i = 0; i < asks.n_proposals; i++) {
                pd_proposal_tag(&asks.proposals[i], tag);
                if (was_said(diary, tag))
                        continue;
                news = true;
                remember(diary, tag);
                pd_proposal_write(&asks.proposals[i], text);
                context->propose(context->user, today->clock.boot, diary->config->athlete.id, text);
        }
        if (news)
                pd_today_keep_said(today, diary);
}
