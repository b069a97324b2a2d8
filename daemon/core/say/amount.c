/* SPDX-License-Identifier: MIT */
#include "core/say/amount.h"

#include "core/say/say.h"

#include "purposed/pace.h"
#include "purposed/time.h"

#define NUMBER_SIZE 24
#define WORDS_SIZE 48
#define METRE_MM 1000

static struct pd_amount
many(enum pd_phrase phrase, int32_t n)
{
        return (struct pd_amount) {phrase, phrase, n, PD_AMOUNT_NONE};
}

static struct pd_amount
one(enum pd_phrase said, enum pd_phrase shown)
{
        return (struct pd_amount) {said, shown, PD_AMOUNT_NONE, PD_AMOUNT_NONE};
}

/* Up to two minutes in seconds, as on a track: "ninety seconds". */
struct pd_amount
pd_amount_of_time(pd_usec span)
{
        int32_t seconds = (int32_t) (span / PD_SEC), minutes = seconds / 60;

        if (seconds == 1)
                return one(PD_PHRASE_AMOUNT_SECOND_SAID, PD_PHRASE_AMOUNT_SECOND);
        if (seconds == 60)
                return one(PD_PHRASE_AMOUNT_MINUTE_SAID, PD_PHRASE_AMOUNT_MINUTE);
        if (seconds % 60 == 0 && seconds > 0)
                return many(PD_PHRASE_AMOUNT_MINUTES, minutes);
        if (seconds < 120)
                return many(PD_PHRASE_AMOUNT_SECONDS, seconds);
        return (struct pd_amount) {PD_PHRASE_AMOUNT_MINUTES_SECONDS, PD_PHRASE_AMOUNT_MINUTES_SECONDS, minutes, seconds % 60};
}

struct pd_amount
pd_amount_of_clock(pd_usec span)
{
        int32_t seconds = (int32_t) (span / PD_SEC);

        if (seconds < 60 || seconds % 60 == 0)
                return pd_amount_of_time(span);
        if (seconds % 60 < 10)
                return (struct pd_amount) {PD_PHRASE_AMOUNT_CLOCK_NOUGHT_SAID, PD_PHRASE_AMOUNT_CLOCK_NOUGHT, seconds / 60, seconds % 60};
        return (struct pd_amount) {PD_PHRASE_AMOUNT_CLOCK_SAID, PD_PHRASE_AMOUNT_CLOCK, seconds / 60, seconds % 60};
}

/* A unit's phrases, in the order of phrases.def: one of it, the same said,
 * many, tenths. */
enum { ONE, ONE_SAID, MANY, POINT };
_Static_assert(PD_PHRASE_AMOUNT_KILOMETRES_POINT == PD_PHRASE_AMOUNT_KILOMETRE + POINT, "the order of phrases.def");
_Static_assert(PD_PHRASE_AMOUNT_MILES_POINT == PD_PHRASE_AMOUNT_MILE + POINT, "the order of phrases.def");

/* Whole units, or tenths of them. */
static struct pd_amount
amount_in(int64_t mm, int64_t unit, enum pd_phrase phrases)
{
        int32_t tenths = (int32_t) ((10 * mm + unit / 2) / unit);

        if (tenths % 10 != 0)
                return (struct pd_amount) {phrases + POINT, phrases + POINT, tenths / 10, tenths % 10};
        return tenths == 10 ? one(phrases + ONE_SAID, phrases + ONE) : many(phrases + MANY, tenths / 10);
}

/* Is it a multiple of UNIT, to the millimetre to which a text is rounded? */
static bool
is_multiple(int64_t mm, int64_t unit)
{
        int64_t rest = mm % unit;

        return mm >= unit && (rest <= 1 || unit - rest <= 1);
}

/* Up to two kilometres in metres, as on a track. A runner of miles means
 * miles, unless it is a round number of kilometres; a mile in whole metres is
 * 1609 of them. */
struct pd_amount
pd_amount_of_way(int64_t mm, bool imperial)
{
        bool kilometres = is_multiple(mm, PD_KILOMETRE_MM);

        if (imperial && !kilometres && mm + METRE_MM > PD_MILE_MM)
                return amount_in(mm, PD_MILE_MM, PD_PHRASE_AMOUNT_MILE);
        if (kilometres || mm >= 2 * PD_KILOMETRE_MM)
                return amount_in(mm, PD_KILOMETRE_MM, PD_PHRASE_AMOUNT_KILOMETRE);
        if (mm / METRE_MM == 1)
                return one(PD_PHRASE_AMOUNT_METRE_SAID, PD_PHRASE_AMOUNT_METRE);
        return many(PD_PHRASE_AMOUNT_METRES, (int32_t) (mm / METRE_MM));
}

/* What a rep is called: "each four hundred", "each mile". */
void
pd_amount_call_rep(struct pd_amount *amount)
{
        if (amount->said == PD_PHRASE_AMOUNT_METRES)
                amount->said = PD_PHRASE_AMOUNT_REP_METRES;
        else if (amount->said == PD_PHRASE_AMOUNT_KILOMETRE_SAID)
                amount->said = PD_PHRASE_AMOUNT_REP_KILOMETRE;
        else if (amount->said == PD_PHRASE_AMOUNT_MILE_SAID)
                amount->said = PD_PHRASE_AMOUNT_REP_MILE;
}

static void
fill(char *ret, const char *phrase, const char *n, const char *point, const char *m)
{
        pd_sentence_write(ret, PD_AMOUNT_SIZE, phrase, (struct pd_place[]) {{"n", n}, {"point", point}, {"m", m}, {NULL, NULL}});
}

static void
digits(char *ret, int32_t number)
{
        struct pd_sentence sentence;

        pd_sentence_init(&sentence, ret, NUMBER_SIZE);
        pd_sentence_add_number(&sentence, number);
}

/* No noun follows the number. */
static bool
stands_alone(enum pd_phrase said)
{
        return said == PD_PHRASE_AMOUNT_KILOMETRES_POINT || said == PD_PHRASE_AMOUNT_MILES_POINT || said == PD_PHRASE_AMOUNT_CLOCK_SAID
                || said == PD_PHRASE_AMOUNT_CLOCK_NOUGHT_SAID;
}

void
pd_amount_texts(const struct pd_amount *amount, const struct pd_language *language, char *ret_said, char *ret_shown)
{
        bool counting = !stands_alone(amount->said);
        char n_words[WORDS_SIZE], m_words[WORDS_SIZE], n[NUMBER_SIZE], m[NUMBER_SIZE];

        language->number(amount->n, counting, n_words, sizeof(n_words));
        language->number(amount->m, false, m_words, sizeof(m_words));
        digits(n, amount->n);
        digits(m, amount->m);
        fill(ret_said, language->phrases[amount->said], n_words, language->phrases[PD_PHRASE_POINT_SAID], m_words);
        fill(ret_shown, language->phrases[amount->shown], n, language->phrases[PD_PHRASE_POINT_SHOWN], m);
}
