/* SPDX-License-Identifier: MIT */
/* The brief: what today is for, why, and how it went last time. */
#include "core/say/language.h"
#include "core/say/speech.h"
#include "core/say/spoken.h"

#include <string.h>

/* The texts for what today is. */
struct today {
        enum pd_phrase title, sentence;
        bool runs; /* there is a workout, and a reason for it */
};

static struct today
today_of(const struct pd_listener *listener)
{
        enum pd_purpose purpose = listener->workout->purpose;

        switch ((enum pd_condition) listener->athlete->condition) {
        case PD_CONDITION_ILL:
                return (struct today) {PD_PHRASE_TITLE_BRIEF_ILL, PD_PHRASE_BRIEF_ILL, false};
        case PD_CONDITION_INJURED:
                return (struct today) {PD_PHRASE_TITLE_BRIEF_INJURED, PD_PHRASE_BRIEF_INJURED, false};
        case PD_CONDITION_VACATION:
                return (struct today) {PD_PHRASE_TITLE_BRIEF_VACATION, PD_PHRASE_BRIEF_VACATION, false};
        case PD_CONDITION_WELL:
                break;
        }
        return (struct today) {
                .title = purpose == PD_PURPOSE_NONE ? PD_PHRASE_TITLE_BRIEF_NONE : PD_PHRASE_TITLE_BRIEF,
                .sentence = (enum pd_phrase) (PD_PHRASE_BRIEF_NONE + purpose),
                .runs = purpose != PD_PURPOSE_NONE && purpose != PD_PURPOSE_REST,
        };
}

static const char *
phrase(const struct pd_listener *listener, enum pd_phrase which)
{
        return pd_language_find(listener->athlete->language)->phrases[which];
}

static const char *
purpose_name(const struct pd_listener *listener, enum pd_purpose purpose)
{
        return phrase(listener, (enum pd_phrase) (PD_PHRASE_PURPOSE_NONE + purpose));
}

/* To whoever is ill or away nobody holds up the past. */
static bool
has_last(const struct pd_listener *listener)
{
        return listener->athlete->condition == PD_CONDITION_WELL && listener->athlete->yesterday != PD_PURPOSE_NONE;
}

static void
write_message(const struct pd_listener *listener, const struct today *today, struct pd_alert *alert)
{
        const struct pd_athlete *athlete = listener->athlete;
        struct pd_sentence message;
        char text[PD_SENTENCE_SIZE];

        pd_sentence_init(&message, alert->message, sizeof(alert->message));
        if (today->runs && listener->workout->title[0] != '\0')
                (void) pd_sentence_follow(&message, listener->workout->title);
        else
                (void) pd_sentence_follow(&message, phrase(listener, today->sentence));
        if (today->runs)
                (void) pd_sentence_follow(&message, athlete->why);
        if (!has_last(listener))
                return;
        pd_sentence_write(text, sizeof(text), phrase(listener, (enum pd_phrase) (PD_PHRASE_MESSAGE_LAST_MET + athlete->yesterday_result)),
                (struct pd_place[]) {{"last", purpose_name(listener, (enum pd_purpose) athlete->yesterday)}, {NULL, NULL}});
        (void) pd_sentence_follow(&message, text);
}

static void
write_say(const struct pd_listener *listener, const struct today *today, struct pd_alert *alert)
{
        const struct pd_athlete *athlete = listener->athlete;
        struct pd_sentence say;

        pd_sentence_init(&say, alert->say, sizeof(alert->say));
        pd_spoken_follow(&say, phrase(listener, today->sentence));
        if (today->runs && pd_spoken_is_plain(athlete->why))
                pd_spoken_follow(&say, athlete->why);
        if (has_last(listener))
                pd_spoken_follow(&say, phrase(listener, (enum pd_phrase) (PD_PHRASE_SAY_LAST_MET + athlete->yesterday_result)));
        memcpy(alert->say_public, alert->say, sizeof(alert->say_public));
}

void
pd_speech_brief(const struct pd_listener *listener, struct pd_alert *alert)
{
        struct today today = today_of(listener);

        pd_sentence_write(alert->title, sizeof(alert->title), phrase(listener, today.title),
                (struct pd_place[]) {{"purpose", purpose_name(listener, listener->workout->purpose)}, {NULL, NULL}});
        write_message(listener, &today, alert);
        write_say(listener, &today, alert);
}
