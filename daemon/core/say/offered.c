/* SPDX-License-Identifier: MIT */
/* A proposal of an anchor: the value is for the eye, the speaker only says that there is one. */
#include "core/say/language.h"
#include "core/say/say.h"
#include "core/say/speech.h"

#include "purposed/pace.h"

#include <stdio.h>
#include <string.h>

/* "152 bpm \u00b1 4", "4:37 min/km \u00b1 4 %": as it is run. */
static void
write_value(const struct pd_offer *offer, int32_t units, char ret[static PD_TEXT_SIZE])
{
        const struct pd_anchor *anchor = &offer->anchor;
        const bool is_speed = offer->setting->kind == PD_SETTING_SPEED;
        int length;

        if (is_speed) {
                const int seconds = (int) pd_pace_seconds(units, anchor->value);
                length = snprintf(ret, PD_TEXT_SIZE, "%d:%02d %s", seconds / 60, seconds % 60, pd_pace_unit(units));
        } else {
                length = snprintf(ret, PD_TEXT_SIZE, "%d %s", anchor->value, pd_setting_unit(offer->setting));
        }
        if (anchor->width > 0)
                snprintf(ret + length, PD_TEXT_SIZE - (size_t) length, " \u00b1 %d%s",
                        is_speed ? (int) ((anchor->width * INT64_C(100) + anchor->value / 2) / anchor->value) : anchor->width,
                        is_speed ? " %" : "");
}

void
pd_speech_offer(const struct pd_listener *listener, const struct pd_offer *offer, struct pd_alert *alert)
{
        const char *const *phrases = pd_language_find(listener->athlete->language)->phrases;
        char value[PD_TEXT_SIZE];
        const struct pd_place places[] = {
                {"anchor", pd_anchor_title(offer->setting)}, {"value", value}, {"key", offer->setting->key}, {NULL, NULL}};

        write_value(offer, listener->athlete->units, value);
        pd_sentence_write(alert->title, sizeof(alert->title), phrases[PD_PHRASE_TITLE_OFFER], places);
        pd_sentence_write(alert->message, sizeof(alert->message), phrases[PD_PHRASE_MESSAGE_OFFER], places);
        pd_sentence_write(alert->say, sizeof(alert->say), phrases[PD_PHRASE_SAY_OFFER], places);
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}
