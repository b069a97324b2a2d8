/* SPDX-License-Identifier: MIT */
/* A proposal of an anchor: the value is for the eye, the speaker only says that there is one. */
#include "core/say/language.h"
#include "core/say/say.h"
#include "core/say/speech.h"

#include <stdio.h>
#include <string.h>

static void
fill(const struct pd_listener *listener, char *ret, size_t size, enum pd_phrase which, const struct pd_place *places)
{
        struct pd_sentence sentence;

        pd_sentence_init(&sentence, ret, size);
        pd_sentence_fill(&sentence, pd_language_find(listener->athlete->language)->phrases[which], places);
}

void
pd_speech_offer(const struct pd_listener *listener, const struct pd_offer *offer, struct pd_alert *alert)
{
        struct pd_athlete holder = {.id = ""};
        char value[PD_TEXT_SIZE];
        const struct pd_place places[] = {
                {"anchor", pd_anchor_title(offer->setting)}, {"value", value}, {"key", offer->setting->key}, {NULL, NULL}};

        *pd_athlete_anchor(&holder, offer->setting) = offer->anchor;
        (void) pd_setting_format(offer->setting, &holder, value, sizeof(value));
        fill(listener, alert->title, sizeof(alert->title), PD_PHRASE_TITLE_OFFER, places);
        fill(listener, alert->message, sizeof(alert->message), PD_PHRASE_MESSAGE_OFFER, places);
        fill(listener, alert->say, sizeof(alert->say), PD_PHRASE_SAY_OFFER, places);
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}
