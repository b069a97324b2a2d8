/* SPDX-License-Identifier: MIT */
/* Answers that are remembered: by whom, for how long, how many. */
#include "mqtt/transactions.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
set_up(void **state)
{
        *state = pd_transactions_new();
        return *state != NULL ? 0 : -1;
}

static int
take_down(void **state)
{
        *state = pd_transactions_free(*state);
        return 0;
}

static struct pd_transaction
named(const char *text, bool number)
{
        struct pd_transaction transaction = {.number = number};

        strcpy(transaction.text, text);
        return transaction;
}

static void
keep(void **state, pd_usec now, const char *athlete, const char *verb, const char *text, const char *answer)
{
        const struct pd_transaction transaction = named(text, false);

        pd_transactions_keep(*state, now, athlete, verb, &transaction, answer, strlen(answer));
}

static const char *
find(void **state, pd_usec now, const char *athlete, const char *verb, const char *text)
{
        const struct pd_transaction transaction = named(text, false);
        size_t length = 0;
        const char *answer = pd_transactions_find(*state, now, athlete, verb, &transaction, &length);

        assert_int_equal(length, answer != NULL ? strlen(answer) : 0);
        return answer;
}

static void
an_answer_is_found_by_athlete_verb_and_transaction(void **state)
{
        const struct pd_transaction number = named("7", true);
        size_t length;

        keep(state, 0, "anna", "lap", "7", "A");
        keep(state, 0, "ben", "lap", "7", "B");
        keep(state, 0, "anna", "rpe", "7", "C");
        assert_string_equal(find(state, 1, "anna", "lap", "7"), "A");
        assert_string_equal(find(state, 1, "ben", "lap", "7"), "B");
        assert_string_equal(find(state, 1, "anna", "rpe", "7"), "C");
        assert_null(find(state, 1, "anna", "lap", "8"));
        assert_null(pd_transactions_find(*state, 1, "anna", "lap", &number, &length)); /* 7 is not "7" */
        keep(state, 0, "anna", "lap", "", "D");
        assert_null(find(state, 1, "anna", "lap", "")); /* none is no name */
}

static void
it_is_remembered_for_ten_minutes(void **state)
{
        keep(state, PD_SEC, "anna", "lap", "7", "A");
        assert_non_null(find(state, PD_SEC + PD_TRANSACTIONS_FOR, "anna", "lap", "7"));
        assert_null(find(state, PD_SEC + PD_TRANSACTIONS_FOR + 1, "anna", "lap", "7"));
        keep(state, 2 * PD_TRANSACTIONS_FOR, "anna", "lap", "7", "B");
        assert_string_equal(find(state, 2 * PD_TRANSACTIONS_FOR, "anna", "lap", "7"), "B");
}

static void
the_oldest_make_room_in_number(void **state)
{
        char text[16];

        for (int i = 0; i <= PD_TRANSACTIONS_MAX; i++) {
                snprintf(text, sizeof(text), "%d", i);
                keep(state, i, "anna", "lap", text, text);
        }
        assert_null(find(state, PD_SEC, "anna", "lap", "0"));
        assert_string_equal(find(state, PD_SEC, "anna", "lap", "1"), "1");
        assert_string_equal(find(state, PD_SEC, "anna", "lap", text), text);
}

static void
the_oldest_make_room_in_bytes(void **state)
{
        const struct pd_transaction large = named("large", false);
        char *answer = calloc(1, PD_TRANSACTIONS_BYTES_MAX + 1);
        size_t length;

        assert_non_null(answer);
        keep(state, 0, "anna", "lap", "1", "A");
        keep(state, 0, "anna", "lap", "2", "B");
        pd_transactions_keep(*state, 1, "anna", "session", &large, answer, PD_TRANSACTIONS_BYTES_MAX - 1);
        assert_null(find(state, 1, "anna", "lap", "1"));
        assert_non_null(find(state, 1, "anna", "lap", "2"));
        assert_non_null(pd_transactions_find(*state, 1, "anna", "session", &large, &length));
        assert_int_equal(length, PD_TRANSACTIONS_BYTES_MAX - 1);
        pd_transactions_keep(*state, 1, "anna", "plan", &large, answer, PD_TRANSACTIONS_BYTES_MAX + 1);
        assert_null(pd_transactions_find(*state, 1, "anna", "plan", &large, &length));
        assert_non_null(find(state, 1, "anna", "lap", "2"));
        free(answer);
}

static void
what_was_forgotten_or_is_over_takes_no_room(void **state)
{
        const struct pd_transaction large = named("large", false);
        char *answer = calloc(1, PD_TRANSACTIONS_BYTES_MAX);
        size_t length;

        assert_non_null(answer);
        pd_transactions_keep(*state, 0, "anna", "session", &large, answer, PD_TRANSACTIONS_BYTES_MAX);
        pd_transactions_forget(*state, "anna");
        keep(state, 0, "ben", "lap", "1", "A");
        keep(state, 0, "ben", "lap", "2", "B");
        assert_string_equal(find(state, 0, "ben", "lap", "1"), "A");
        pd_transactions_keep(*state, 1, "ben", "session", &large, answer, PD_TRANSACTIONS_BYTES_MAX - 1);
        assert_null(find(state, 1, "ben", "lap", "1"));
        assert_string_equal(find(state, 1, "ben", "lap", "2"), "B");
        keep(state, 2 * PD_TRANSACTIONS_FOR, "anna", "lap", "3", "C");
        keep(state, 2 * PD_TRANSACTIONS_FOR, "anna", "lap", "4", "D");
        assert_string_equal(find(state, 2 * PD_TRANSACTIONS_FOR, "anna", "lap", "3"), "C");
        assert_null(pd_transactions_find(*state, 2 * PD_TRANSACTIONS_FOR, "ben", "session", &large, &length));
        free(answer);
}

static void
a_verb_that_is_cut_is_not_taken_for_another(void **state)
{
        char verb[PD_ID_SIZE + 1];

        memset(verb, 'x', PD_ID_SIZE);
        verb[PD_ID_SIZE] = '\0';
        keep(state, 0, "anna", verb, "1", "A");
        assert_null(find(state, 0, "anna", verb, "1"));
        verb[PD_ID_SIZE - 1] = '\0';
        assert_null(find(state, 0, "anna", verb, "1"));
        keep(state, 0, "anna", verb, "1", "B");
        assert_string_equal(find(state, 0, "anna", verb, "1"), "B");
}

static void
who_is_forgotten_has_answers_no_more(void **state)
{
        keep(state, 0, "anna", "lap", "1", "A");
        keep(state, 0, "ben", "lap", "1", "B");
        pd_transactions_forget(*state, "anna");
        assert_null(find(state, 1, "anna", "lap", "1"));
        assert_string_equal(find(state, 1, "ben", "lap", "1"), "B");
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(an_answer_is_found_by_athlete_verb_and_transaction),
                T(it_is_remembered_for_ten_minutes),
                T(the_oldest_make_room_in_number),
                T(the_oldest_make_room_in_bytes),
                T(what_was_forgotten_or_is_over_takes_no_room),
                T(a_verb_that_is_cut_is_not_taken_for_another),
                T(who_is_forgotten_has_answers_no_more),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
