/* SPDX-License-Identifier: MIT */
#include "core/plan/life.h"

#include "core/word.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WORDS_MAX 4

static const char *const conditions[] = {
        [PD_CONDITION_WELL] = "well",
        [PD_CONDITION_ILL] = "ill",
        [PD_CONDITION_INJURED] = "injured",
        [PD_CONDITION_VACATION] = "vacation",
};
#define N_CONDITIONS (sizeof conditions / sizeof conditions[0])

/* The words of an order, one by one. */
struct order {
        char text[PD_TEXT_SIZE]; /* cut at its blanks */
        size_t n;
        const char *words[WORDS_MAX + 1];
        pd_day today;
        char *error; /* PD_SENTENCE_SIZE */
};

static int __attribute__((format(printf, 2, 3)))
refuse(struct order *order, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        (void) vsnprintf(order->error, PD_SENTENCE_SIZE, format, arguments);
        va_end(arguments);
        return -EINVAL;
}

static void
split(struct order *order, const char *words)
{
        char *at = order->text;

        pd_text_copy(order->text, sizeof order->text, words, strlen(words));
        order->n = 0;
        while (order->n <= WORDS_MAX) {
                at += strspn(at, " ");
                if (*at == '\0')
                        return;
                order->words[order->n++] = at;
                at += strcspn(at, " ");
                if (*at != '\0')
                        *at++ = '\0';
        }
}

/* A weekday is the next one, today included. */
static bool
day_of_word(const char *word, pd_day today, pd_day *ret)
{
        enum pd_weekday weekday;

        if (strcmp(word, "today") == 0)
                *ret = today;
        else if (strcmp(word, "tomorrow") == 0)
                *ret = today + 1;
        else if (strcmp(word, "yesterday") == 0)
                *ret = today - 1;
        else if (pd_weekday_parse(word, &weekday) == 0)
                *ret = today + ((int32_t) weekday - (int32_t) pd_day_weekday(today) + PD_DAYS_A_WEEK) % PD_DAYS_A_WEEK;
        else
                return pd_day_parse(word, ret) == 0;
        return true;
}

static int
take_day(struct order *order, const char *word, pd_day *ret)
{
        char example[PD_DATE_SIZE];

        if (day_of_word(word, order->today, ret))
                return 0;
        pd_day_format(order->today, example);
        return refuse(order, "'%.20s' is no day; write today, tomorrow, a weekday or a date such as %s.", word, example);
}

/* CONDITION [FROM [TO]] */
static int
read_away(struct order *order, struct pd_life_entry *entry)
{
        size_t condition = order->n == 0 ? N_CONDITIONS : pd_word_index(conditions, N_CONDITIONS, order->words[0]);
        int r = 0;

        if (condition == N_CONDITIONS)
                return refuse(order,
                        "After away stands ill, injured or vacation and the dates, such as 'away ill today tomorrow'; or well.");
        if (order->n > 3)
                return refuse(order, "After away %s stand two days, the first and the last.", order->words[0]);
        entry->kind = condition == PD_CONDITION_WELL ? PD_LIFE_WELL : PD_LIFE_AWAY;
        entry->condition = (enum pd_condition) condition;
        entry->from = order->today;
        entry->to = PD_LIFE_OPEN;
        if (order->n > 1)
                r = take_day(order, order->words[1], &entry->from);
        if (r == 0 && order->n > 2)
                r = take_day(order, order->words[2], &entry->to);
        if (r < 0)
                return r;
        if (entry->kind == PD_LIFE_WELL)
                entry->to = entry->from;
        if (order->n > 2 && entry->kind == PD_LIFE_WELL)
                return refuse(order, "After away well stands one day at most: the first on which you are well.");
        if (entry->to < entry->from)
                return refuse(order, "%s lies before %s: write the first day, then the last.", order->words[2], order->words[1]);
        return 0;
}

static int
read_swap(struct order *order, struct pd_life_entry *entry)
{
        int r;

        if (order->n != 2)
                return refuse(order, "After swap stand two days, such as 'swap today tomorrow' or 'swap tue thu'.");
        r = take_day(order, order->words[0], &entry->from);
        if (r == 0)
                r = take_day(order, order->words[1], &entry->to);
        if (r < 0)
                return r;
        if (entry->from == entry->to)
                return refuse(order, "%s and %s are the same day; swap takes two.", order->words[0], order->words[1]);
        return 0;
}

static int
read_one_day(struct order *order, const char *verb, struct pd_life_entry *entry)
{
        int r = 0;

        if (order->n > 1)
                return refuse(order, "After %s stands one day, such as today, tomorrow or fri.", verb);
        entry->from = order->today;
        if (order->n == 1)
                r = take_day(order, order->words[0], &entry->from);
        entry->to = entry->from;
        return r;
}

/* ID [DAY], DAY ID */
static int
read_workout(struct order *order, struct pd_life_entry *entry)
{
        pd_day day = order->today;
        const char *id;
        int r = 0;

        if (order->n < 1 || order->n > 2)
                return refuse(order, "After workout stand the workout's name in the plan and, if it is not for today, the day.");
        id = order->words[0];
        if (order->n == 2 && day_of_word(id, order->today, &day)) {
                r = take_day(order, order->words[0], &day);
                id = order->words[1];
        } else if (order->n == 2) {
                r = take_day(order, order->words[1], &day);
        }
        if (r < 0)
                return r;
        if (!pd_id_valid(id))
                return refuse(order, "'%.32s' is no workout's name; those of the plan are made of a-z, 0-9, _ and -.", id);
        entry->from = entry->to = day;
        memcpy(entry->workout, id, strlen(id) + 1);
        return 0;
}

int
pd_life_read(enum pd_command_verb verb, const char *words, pd_day today, struct pd_life_entry *ret,
        char ret_error[static PD_SENTENCE_SIZE])
{
        struct pd_life_entry entry = {.condition = PD_CONDITION_WELL};
        struct order order = {.today = today, .error = ret_error};
        int r;

        split(&order, words);
        if (verb == PD_COMMAND_AWAY) {
                r = read_away(&order, &entry);
        } else if (verb == PD_COMMAND_SWAP) {
                entry.kind = PD_LIFE_SWAP;
                r = read_swap(&order, &entry);
        } else if (verb == PD_COMMAND_EASIER || verb == PD_COMMAND_SKIP_DAY) {
                entry.kind = verb == PD_COMMAND_EASIER ? PD_LIFE_EASIER : PD_LIFE_SKIP;
                r = read_one_day(&order, pd_command_verb_name(verb), &entry);
        } else if (verb == PD_COMMAND_WORKOUT) {
                entry.kind = PD_LIFE_WORKOUT;
                r = read_workout(&order, &entry);
        } else {
                r = refuse(&order, "'%s' does not change what a day asks for.", pd_command_verb_name(verb));
        }
        if (r == 0)
                *ret = entry;
        return r;
}

static int
check_reach(struct order *order, pd_day day)
{
        char date[PD_DATE_SIZE];

        if (day == PD_LIFE_OPEN)
                return 0;
        pd_day_format(day, date);
        if (day < order->today - PD_LIFE_BACK_DAYS)
                return refuse(order, "%s is over; a change reaches back %d days at most.", date, PD_LIFE_BACK_DAYS);
        if (day > order->today + PD_LIFE_AHEAD_DAYS)
                return refuse(order, "%s is too far ahead; %d days at most.", date, PD_LIFE_AHEAD_DAYS);
        return 0;
}

int
pd_life_order(enum pd_command_verb verb, const char *words, pd_day today, struct pd_life_entry *ret,
        char ret_error[static PD_SENTENCE_SIZE])
{
        struct order order = {.today = today, .error = ret_error};
        struct pd_life_entry entry;
        int r = pd_life_read(verb, words, today, &entry, ret_error);

        if (r == 0)
                r = check_reach(&order, entry.from);
        if (r == 0)
                r = check_reach(&order, entry.to);
        if (r == 0)
                *ret = entry;
        return r;
}

enum pd_command_verb
pd_life_verb(const struct pd_life_entry *entry)
{
        switch (entry->kind) {
        case PD_LIFE_AWAY:
        case PD_LIFE_WELL:
                return PD_COMMAND_AWAY;
        case PD_LIFE_SWAP:
                return PD_COMMAND_SWAP;
        case PD_LIFE_EASIER:
                return PD_COMMAND_EASIER;
        case PD_LIFE_SKIP:
                return PD_COMMAND_SKIP_DAY;
        case PD_LIFE_WORKOUT:
                break;
        }
        return PD_COMMAND_WORKOUT;
}

void
pd_life_words(const struct pd_life_entry *entry, char ret[static PD_TEXT_SIZE])
{
        char from[PD_DATE_SIZE], to[PD_DATE_SIZE] = "";

        pd_day_format(entry->from, from);
        if (entry->to != PD_LIFE_OPEN)
                pd_day_format(entry->to, to);
        switch (entry->kind) {
        case PD_LIFE_AWAY:
                (void) snprintf(ret, PD_TEXT_SIZE, "%s %s%s%s", conditions[entry->condition], from, to[0] != '\0' ? " " : "", to);
                break;
        case PD_LIFE_WELL:
                (void) snprintf(ret, PD_TEXT_SIZE, "well %s", from);
                break;
        case PD_LIFE_SWAP:
                (void) snprintf(ret, PD_TEXT_SIZE, "%s %s", from, to);
                break;
        case PD_LIFE_EASIER:
        case PD_LIFE_SKIP:
                (void) snprintf(ret, PD_TEXT_SIZE, "%s", from);
                break;
        case PD_LIFE_WORKOUT:
                (void) snprintf(ret, PD_TEXT_SIZE, "%s %s", from, entry->workout);
                break;
        }
}

/* "Wednesday 2026-11-25" */
static void
write_day(pd_day day, char *ret, size_t size)
{
        char date[PD_DATE_SIZE];
        const char *const name = pd_weekday_name(pd_day_weekday(day));

        pd_day_format(day, date);
        (void) snprintf(ret, size, "%c%s %s", name[0] - 'a' + 'A', name + 1, date);
}

void
pd_life_sentence(const struct pd_life_entry *entry, char ret[static PD_SENTENCE_SIZE])
{
        char from[32], to[32] = "until you say 'away well'";

        write_day(entry->from, from, sizeof from);
        if (entry->to != PD_LIFE_OPEN)
                write_day(entry->to, to, sizeof to);
        switch (entry->kind) {
        case PD_LIFE_AWAY:
                (void) snprintf(ret, PD_SENTENCE_SIZE, "Nothing is asked of you from %s %s%s: %s.", from,
                        entry->to != PD_LIFE_OPEN ? "to " : "", to, conditions[entry->condition]);
                break;
        case PD_LIFE_WELL:
                (void) snprintf(ret, PD_SENTENCE_SIZE, "The plan counts again from %s.", from);
                break;
        case PD_LIFE_SWAP:
                (void) snprintf(ret, PD_SENTENCE_SIZE, "%s and %s are exchanged.", from, to);
                break;
        case PD_LIFE_EASIER:
                (void) snprintf(ret, PD_SENTENCE_SIZE, "%s: an easy run of the same length.", from);
                break;
        case PD_LIFE_SKIP:
                (void) snprintf(ret, PD_SENTENCE_SIZE, "%s asks for nothing.", from);
                break;
        case PD_LIFE_WORKOUT:
                (void) snprintf(ret, PD_SENTENCE_SIZE, "%s: %s.", from, entry->workout);
                break;
        }
}

static pd_day
ends(const struct pd_life_entry *entry)
{
        return entry->from > entry->to ? entry->from : entry->to;
}

static void
drop(struct pd_life *life, size_t index)
{
        life->n--;
        memmove(&life->entries[index], &life->entries[index + 1], (life->n - index) * sizeof life->entries[0]);
}

/* Does a later exchange lead to a day of this entry, and so perhaps on to one that is to come? */
static bool
is_led_to(const struct pd_life *life, size_t index)
{
        const struct pd_life_entry *const entry = &life->entries[index];

        for (size_t i = index + 1; i < life->n; i++) {
                const struct pd_life_entry *const later = &life->entries[i];

                if (later->kind == PD_LIFE_SWAP && (later->from == entry->from || later->from == entry->to || later->to == entry->from ||
                                                           later->to == entry->to))
                        return true;
        }
        return false;
}

static void
drop_old(struct pd_life *life, pd_day today)
{
        for (size_t i = life->n; i > 0; i--)
                if (ends(&life->entries[i - 1]) < today - PD_LIFE_KEPT_DAYS && !is_led_to(life, i - 1))
                        drop(life, i - 1);
}

static bool
away_on(const struct pd_life_entry *entry, pd_day day)
{
        return entry->kind == PD_LIFE_AWAY && entry->from <= day && day <= entry->to;
}

/* Whoever is away on DAY was so until the day before. */
static int
end_away(struct pd_life *life, pd_day day)
{
        int r = -ENOENT;

        for (size_t i = life->n; i > 0; i--) {
                struct pd_life_entry *const entry = &life->entries[i - 1];

                if (!away_on(entry, day))
                        continue;
                r = 0;
                entry->to = day - 1;
                if (entry->to < entry->from)
                        drop(life, i - 1);
        }
        return r;
}

static bool
same(const struct pd_life_entry *a, const struct pd_life_entry *b)
{
        return a->kind == b->kind && a->condition == b->condition && a->from == b->from && a->to == b->to &&
               strcmp(a->workout, b->workout) == 0;
}

int
pd_life_add(struct pd_life *life, const struct pd_life_entry *entry, pd_day today)
{
        struct pd_life changed = *life;

        drop_old(&changed, today);
        if (entry->kind == PD_LIFE_WELL) {
                if (end_away(&changed, entry->from) < 0)
                        return -ENOENT;
        } else if (entry->kind == PD_LIFE_SWAP || changed.n == 0 || !same(&changed.entries[changed.n - 1], entry)) {
                if (changed.n == PD_LIFE_MAX)
                        return -ENOSPC;
                changed.entries[changed.n++] = *entry;
        }
        *life = changed;
        return 0;
}

enum pd_condition
pd_life_condition(const struct pd_life *life, pd_day day)
{
        enum pd_condition condition = PD_CONDITION_WELL;

        for (size_t i = 0; i < life->n; i++)
                if (away_on(&life->entries[i], day))
                        condition = life->entries[i].condition;
        return condition;
}
