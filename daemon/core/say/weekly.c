/* SPDX-License-Identifier: MIT */
/* A week in a sentence: how many, how it stands, what comes next. Nobody is driven to catch up. */
#include "core/say/amount.h"
#include "core/say/language.h"
#include "core/say/say.h"
#include "core/say/speech.h"
#include "core/season/week.h"

#include <stdio.h>

#define NUMBER_SIZE 12

/* What is filled in. */
struct words {
        char done[NUMBER_SIZE], planned[NUMBER_SIZE], grey[NUMBER_SIZE];
        char way[PD_AMOUNT_SIZE];
        const char *purpose, *day;
};

static void
add(struct pd_sentence *sentence, const struct pd_language *language, enum pd_phrase which, const struct words *words)
{
        const struct pd_place places[] = {
                {"done", words->done}, {"planned", words->planned}, {"grey", words->grey}, {"way", words->way},
                {"purpose", words->purpose}, {"day", words->day}, {NULL, NULL},
        };
        char text[PD_SENTENCE_SIZE];

        pd_sentence_write(text, sizeof(text), language->phrases[which], places);
        (void) pd_sentence_follow(sentence, text);
}

static void
write_words(const struct pd_athlete *athlete, const struct pd_week *week, const struct pd_language *language, struct words *ret)
{
        const struct pd_amount way = pd_amount_of_way(week->distance_m * (int64_t) 1000, athlete->units == PD_UNITS_IMPERIAL);
        char said[PD_AMOUNT_SIZE];

        *ret = (struct words) {.purpose = "", .day = ""};
        snprintf(ret->done, sizeof(ret->done), "%d", week->sessions);
        snprintf(ret->planned, sizeof(ret->planned), "%d", week->sessions_planned);
        snprintf(ret->grey, sizeof(ret->grey), "%d", week->grey_sessions);
        if (week->distance_m > 0)
                pd_amount_texts(&way, language, said, ret->way);
        if (week->n_left == 0)
                return;
        ret->purpose = language->phrases[PD_PHRASE_PURPOSE_NONE + week->left[0].purpose];
        ret->day = language->phrases[PD_PHRASE_WEEKDAY_MONDAY + pd_day_weekday(week->left[0].day)];
}

/* WAY of COUNT: where it was measured. */
static enum pd_phrase
count_of(const struct pd_week *week)
{
        const bool way = week->distance_m > 0;

        if (week->sessions == 0)
                return week->final ? PD_PHRASE_WEEK_NONE : PD_PHRASE_WEEK_NONE_YET;
        if (week->sessions_planned == PD_UNKNOWN)
                return way ? PD_PHRASE_WEEK_COUNT_WAY : PD_PHRASE_WEEK_COUNT;
        return way ? PD_PHRASE_WEEK_COUNT_PLANNED_WAY : PD_PHRASE_WEEK_COUNT_PLANNED;
}

/* What is said of a standing, while the week runs and once it is over; PD_PHRASE_COUNT: nothing. */
static const struct {
        enum pd_phrase running, over;
} standings[PD_WEEK_STANDING_COUNT] = {
        [PD_WEEK_AWAY] = {PD_PHRASE_WEEK_AWAY, PD_PHRASE_WEEK_AWAY},
        [PD_WEEK_NO_PLAN] = {PD_PHRASE_COUNT, PD_PHRASE_COUNT},
        [PD_WEEK_MORE] = {PD_PHRASE_WEEK_MORE, PD_PHRASE_WEEK_MORE},
        [PD_WEEK_BEHIND] = {PD_PHRASE_WEEK_BEHIND, PD_PHRASE_WEEK_BEHIND_OVER},
        [PD_WEEK_AHEAD] = {PD_PHRASE_WEEK_AHEAD, PD_PHRASE_WEEK_AHEAD},
        [PD_WEEK_OPEN] = {PD_PHRASE_COUNT, PD_PHRASE_COUNT},
        [PD_WEEK_ON_PLAN] = {PD_PHRASE_WEEK_ON_PLAN, PD_PHRASE_WEEK_ON_PLAN_OVER},
};

/* That it is always medium goes before how it stands. */
static enum pd_phrase
standing_of(const struct pd_week *week)
{
        if (pd_season_is_medium(week))
                return PD_PHRASE_WEEK_MEDIUM;
        return week->final ? standings[week->standing].over : standings[week->standing].running;
}

/* After more than was planned nothing else is held out to her at once. */
static bool
names_next(const struct pd_week *week)
{
        return week->n_left > 0 && week->standing != PD_WEEK_MORE;
}

void
pd_speech_week(const struct pd_athlete *athlete, struct pd_week *week)
{
        const struct pd_language *language = pd_language_find(athlete->language);
        struct pd_sentence sentence;
        struct words words;

        write_words(athlete, week, language, &words);
        pd_sentence_init(&sentence, week->sentence, sizeof(week->sentence));
        add(&sentence, language, count_of(week), &words);
        if (standing_of(week) != PD_PHRASE_COUNT)
                add(&sentence, language, standing_of(week), &words);
        if (names_next(week))
                add(&sentence, language, PD_PHRASE_WEEK_NEXT, &words);
}
