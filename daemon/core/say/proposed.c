/* SPDX-License-Identifier: MIT */
/* A proposal: what came between, what may be done about it, and by which command. */
#include "core/say/language.h"
#include "core/say/say.h"
#include "core/say/speech.h"

#include <string.h>

static const char *
phrase(const struct pd_listener *listener, enum pd_phrase which)
{
        return pd_language_find(listener->athlete->language)->phrases[which];
}

static const char *
weekday_name(const struct pd_listener *listener, pd_day day)
{
        return day == PD_DAY_NONE ? "" : phrase(listener, (enum pd_phrase) (PD_PHRASE_WEEKDAY_MONDAY + pd_day_weekday(day)));
}

void
pd_speech_proposal(const struct pd_listener *listener, const struct pd_proposal *proposal, struct pd_alert *alert)
{
        const struct pd_place places[] = {
                {"purpose", phrase(listener, (enum pd_phrase) (PD_PHRASE_PURPOSE_NONE + proposal->purpose))},
                {"from", weekday_name(listener, proposal->about)}, {"to", weekday_name(listener, proposal->to)},
                {"command", proposal->command}, {NULL, NULL},
        };

        pd_sentence_write(alert->title, sizeof(alert->title),
                phrase(listener, (enum pd_phrase) (PD_PHRASE_TITLE_PROPOSAL_EASIER + proposal->kind)), places);
        pd_sentence_write(alert->message, sizeof(alert->message),
                phrase(listener, (enum pd_phrase) (PD_PHRASE_MESSAGE_PROPOSAL_EASIER + proposal->kind)), places);
        pd_sentence_write(alert->say, sizeof(alert->say),
                phrase(listener, (enum pd_phrase) (PD_PHRASE_SAY_PROPOSAL_EASIER + proposal->kind)), places);
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}
