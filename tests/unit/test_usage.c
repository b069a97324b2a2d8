/* SPDX-License-Identifier: MIT */
/* What a person reads about a verb is true of it. */
#include "ctl/usage.h"

#include "support/cm.h"

#include <string.h>

#define WORDS_MAX 8

/* Without what is the client's own: options and their values. */
static size_t
words_of(char *line, const char *ret[static WORDS_MAX])
{
        size_t n = 0;

        for (char *rest, *word = strtok_r(line, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest)) {
                if (strcmp(word, "--athlete") == 0)
                        (void) strtok_r(NULL, " ", &rest);
                else if (strncmp(word, "--", 2) != 0)
                        ret[n++] = word;
        }
        return n;
}

static void
every_example_is_an_order_that_reads(void **state)
{
        const char *words[WORDS_MAX], *expected;
        struct pd_command command;
        char line[128];

        (void) state;
        for (int verb = 0; verb < PD_COMMAND_VERB_COUNT; verb++) {
                for (size_t i = 0; i < PD_CTL_EXAMPLES_MAX && pd_ctl_usages[verb].examples[i] != NULL; i++) {
                        size_t n;
                        strcpy(line, pd_ctl_usages[verb].examples[i]);
                        n = words_of(line, words);
                        assert_int_equal(pd_command_parse(words[0], words + 1, n - 1, &command, &expected), 0);
                        assert_int_equal(command.verb, verb);
                }
        }
}

static void
what_takes_words_says_which_and_shows_one(void **state)
{
        (void) state;
        for (int verb = 0; verb < PD_COMMAND_VERB_COUNT; verb++) {
                bool takes = pd_command_types[verb].scope != PD_SCOPE_OWN && pd_command_types[verb].argument != PD_ARGUMENT_NONE;
                bool told = pd_ctl_usages[verb].words != NULL && pd_ctl_usages[verb].words[0] != '\0';
                assert_int_equal(told, takes);
                if (takes)
                        assert_non_null(pd_ctl_usages[verb].examples[0]);
        }
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_example_is_an_order_that_reads),
                cmocka_unit_test(what_takes_words_says_which_and_shows_one),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
