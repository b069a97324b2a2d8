/* SPDX-License-Identifier: MIT */
/* A sensor that may have a new address: which, and by which command it is made so, is for the eye. */
#include "core/say/language.h"
#include "core/say/say.h"
#include "core/say/speech.h"

#include <string.h>

void
pd_speech_renewal(const struct pd_listener *listener, const struct pd_renewal *renewal, struct pd_alert *alert)
{
        const char *const *phrases = pd_language_find(listener->athlete->language)->phrases;
        const struct pd_place places[] = {{"name", renewal->name}, {"was", renewal->was}, {"is", renewal->is}, {NULL, NULL}};

        pd_sentence_write(alert->title, sizeof(alert->title), phrases[PD_PHRASE_TITLE_RENEWAL], places);
        pd_sentence_write(alert->message, sizeof(alert->message), phrases[PD_PHRASE_MESSAGE_RENEWAL], places);
        pd_sentence_write(alert->say, sizeof(alert->say), phrases[PD_PHRASE_SAY_RENEWAL], places);
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}
