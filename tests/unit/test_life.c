/* SPDX-License-Identifier: MIT */
/* Orders that change what a day asks for, in an athlete's words. */
#include "core/plan/life.h"

#include "support/some_plan.h"

#include <errno.h>
#include <stdio.h>

#define TODAY "2026-11-25" /* a Wednesday */

static void
orders_are_read_as_they_are_spoken(void **state)
{
        static const struct {
                enum pd_command_verb verb;
                const char *words, *written;
        } rows[] = {
                {PD_COMMAND_AWAY, "ill 2026-11-25 2026-11-28", "ill 2026-11-25 2026-11-28"},
                {PD_COMMAND_AWAY, "ill", "ill 2026-11-25"},
                {PD_COMMAND_AWAY, "injured yesterday", "injured 2026-11-24"},
                {PD_COMMAND_AWAY, "vacation sat sunday", "vacation 2026-11-28 2026-11-29"},
                {PD_COMMAND_AWAY, "vacation 2026-12-29 2027-01-02", "vacation 2026-12-29 2027-01-02"},
                {PD_COMMAND_AWAY, "well", "well 2026-11-25"},
                {PD_COMMAND_AWAY, "well tomorrow", "well 2026-11-26"},
                {PD_COMMAND_SWAP, "today tomorrow", "2026-11-25 2026-11-26"},
                {PD_COMMAND_SWAP, "wed fri", "2026-11-25 2026-11-27"}, /* a weekday may be today */
                {PD_COMMAND_SWAP, "Tuesday  Monday", "2026-12-01 2026-11-30"},
                {PD_COMMAND_EASIER, "", "2026-11-25"},
                {PD_COMMAND_EASIER, "tomorrow", "2026-11-26"},
                {PD_COMMAND_SKIP_DAY, "thu", "2026-11-26"},
                {PD_COMMAND_WORKOUT, "long", "2026-11-25 long"},
                {PD_COMMAND_WORKOUT, "long sat", "2026-11-28 long"},
                {PD_COMMAND_WORKOUT, "sat long", "2026-11-28 long"},
                {PD_COMMAND_SKIP_DAY, "2026-11-11", "2026-11-11"}, /* a fortnight back */
        };

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                char words[PD_TEXT_SIZE], error[PD_SENTENCE_SIZE] = "", sentence[PD_SENTENCE_SIZE];
                struct pd_life_entry entry, again;

                if (pd_life_order(rows[i].verb, rows[i].words, some_day(TODAY), &entry, error) < 0)
                        fail_msg("%s: %s", rows[i].words, error);
                pd_life_words(&entry, words);
                assert_string_equal(words, rows[i].written);
                assert_int_equal(pd_life_verb(&entry), rows[i].verb);
                assert_int_equal(pd_life_read(rows[i].verb, words, some_day("2030-01-01"), &again, error), 0);
                assert_int_equal(again.kind, entry.kind);
                assert_int_equal(again.from, entry.from);
                assert_int_equal(again.to, entry.to);
                assert_string_equal(again.workout, entry.workout);
                pd_life_sentence(&entry, sentence);
                assert_int_equal(sentence[strlen(sentence) - 1], '.');
        }
}

static void
what_is_no_order_is_answered_with_what_to_write(void **state)
{
        static const struct {
                enum pd_command_verb verb;
                const char *words, *error;
        } rows[] = {
                {PD_COMMAND_AWAY, "",
                        "After away stands ill, injured or vacation and the dates, such as 'away ill today tomorrow'; or well."},
                {PD_COMMAND_AWAY, "sick",
                        "After away stands ill, injured or vacation and the dates, such as 'away ill today tomorrow'; or well."},
                {PD_COMMAND_AWAY, "ill 2026-11-31",
                        "'2026-11-31' is no day; write today, tomorrow, a weekday or a date such as 2026-11-25."},
                {PD_COMMAND_AWAY, "ill tomorrow today", "today lies before tomorrow: write the first day, then the last."},
                {PD_COMMAND_AWAY, "ill today tomorrow fri", "After away ill stand two days, the first and the last."},
                {PD_COMMAND_AWAY, "well today tomorrow", "After away well stands one day at most: the first on which you are well."},
                {PD_COMMAND_SWAP, "today", "After swap stand two days, such as 'swap today tomorrow' or 'swap tue thu'."},
                {PD_COMMAND_SWAP, "today wed", "today and wed are the same day; swap takes two."},
                {PD_COMMAND_SWAP, "today someday",
                        "'someday' is no day; write today, tomorrow, a weekday or a date such as 2026-11-25."},
                {PD_COMMAND_EASIER, "today tomorrow", "After easier stands one day, such as today, tomorrow or fri."},
                {PD_COMMAND_SKIP_DAY, "2026-11-10", "2026-11-10 is over; a change reaches back 14 days at most."},
                {PD_COMMAND_SKIP_DAY, "2028-11-10", "2028-11-10 is too far ahead; 400 days at most."},
                {PD_COMMAND_WORKOUT, "",
                        "After workout stand the workout's name in the plan and, if it is not for today, the day."},
                {PD_COMMAND_WORKOUT, "Long!", "'Long!' is no workout's name; those of the plan are made of a-z, 0-9, _ and -."},
                {PD_COMMAND_LAP, "", "'lap' does not change what a day asks for."},
        };

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_life_entry entry = {.from = 7};
                char error[PD_SENTENCE_SIZE] = "";

                assert_int_equal(pd_life_order(rows[i].verb, rows[i].words, some_day(TODAY), &entry, error), -EINVAL);
                assert_string_equal(error, rows[i].error);
                assert_int_equal(entry.from, 7);
        }
}

static int
give(struct pd_life *life, enum pd_command_verb verb, const char *words, const char *today)
{
        char error[PD_SENTENCE_SIZE];
        struct pd_life_entry entry;

        if (pd_life_order(verb, words, some_day(today), &entry, error) < 0)
                fail_msg("%s", error);
        return pd_life_add(life, &entry, some_day(today));
}

static void
whoever_is_well_was_away_until_the_day_before(void **state)
{
        struct pd_life life = {.n = 0};

        (void) state;
        assert_int_equal(give(&life, PD_COMMAND_AWAY, "well", TODAY), -ENOENT);
        assert_int_equal(give(&life, PD_COMMAND_AWAY, "ill", TODAY), 0);
        assert_int_equal(pd_life_condition(&life, some_day("2026-11-24")), PD_CONDITION_WELL);
        assert_int_equal(pd_life_condition(&life, some_day("2027-03-01")), PD_CONDITION_ILL);
        assert_int_equal(give(&life, PD_COMMAND_AWAY, "well", "2026-11-28"), 0);
        assert_int_equal(pd_life_condition(&life, some_day("2026-11-27")), PD_CONDITION_ILL);
        assert_int_equal(pd_life_condition(&life, some_day("2026-11-28")), PD_CONDITION_WELL);
        assert_int_equal(give(&life, PD_COMMAND_AWAY, "vacation sat sun", "2026-11-28"), 0);
        assert_int_equal(life.n, 2);
        assert_int_equal(give(&life, PD_COMMAND_AWAY, "well", "2026-11-28"), 0);
        assert_int_equal(life.n, 1);
}

static void
what_is_over_for_long_falls_out_and_there_is_a_limit(void **state)
{
        struct pd_life life = {.n = 0}, before;

        (void) state;
        assert_int_equal(give(&life, PD_COMMAND_SKIP_DAY, "today", TODAY), 0);
        assert_int_equal(give(&life, PD_COMMAND_SKIP_DAY, "today", TODAY), 0); /* the same again is one */
        assert_int_equal(life.n, 1);
        assert_int_equal(give(&life, PD_COMMAND_EASIER, "today", "2027-01-06"), 0);
        assert_int_equal(life.n, 2); /* 42 days later it still counts */
        assert_int_equal(give(&life, PD_COMMAND_EASIER, "today", "2027-01-07"), 0);
        assert_int_equal(life.n, 2);
        assert_int_equal(life.entries[0].kind, PD_LIFE_EASIER);
        while (life.n < PD_LIFE_MAX)
                assert_int_equal(give(&life, PD_COMMAND_SWAP, "today tomorrow", "2027-01-07"), 0);
        before = life;
        assert_int_equal(give(&life, PD_COMMAND_SWAP, "today tomorrow", "2027-01-07"), -ENOSPC);
        assert_memory_equal(&life, &before, sizeof life);
}

static void
what_an_exchange_leads_to_does_not_fall_out_before_it(void **state)
{
        struct pd_life life = {.n = 0};

        (void) state;
        assert_int_equal(give(&life, PD_COMMAND_EASIER, "2026-11-25", TODAY), 0);
        assert_int_equal(give(&life, PD_COMMAND_SKIP_DAY, "2026-11-24", TODAY), 0);
        assert_int_equal(give(&life, PD_COMMAND_SWAP, "2026-11-25 2026-11-26", TODAY), 0);
        assert_int_equal(give(&life, PD_COMMAND_SWAP, "2026-11-26 2027-01-26", TODAY), 0);
        assert_int_equal(give(&life, PD_COMMAND_EASIER, "today", "2027-01-20"), 0);
        assert_int_equal(life.n, 4); /* the skipped day alone is gone */
        assert_int_equal(life.entries[0].kind, PD_LIFE_EASIER);
        assert_int_equal(life.entries[1].kind, PD_LIFE_SWAP);
        assert_int_equal(give(&life, PD_COMMAND_EASIER, "today", "2027-03-10"), 0);
        assert_int_equal(life.n, 1);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(orders_are_read_as_they_are_spoken),
                cmocka_unit_test(what_is_no_order_is_answered_with_what_to_write),
                cmocka_unit_test(whoever_is_well_was_away_until_the_day_before),
                cmocka_unit_test(what_is_over_for_long_falls_out_and_there_is_a_limit),
                cmocka_unit_test(what_an_exchange_leads_to_does_not_fall_out_before_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
