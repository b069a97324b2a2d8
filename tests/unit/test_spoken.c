/* SPDX-License-Identifier: MIT */
/* A person's own words for the speaker: fourteen, and plain. */
#include "core/say/spoken.h"

#include "support/cm.h"

static void
plain_words_are_read_aloud_and_signs_are_for_the_eye(void **state)
{
        static const struct {
                const char *text;
                bool plain;
        } rows[] = {
                {"Stay tall", true}, {"Arme locker, Blick geradeaus!", true}, {"for the sub-forty", true},
                {"\xc3\x9c""ber die Br\xc3\xbc""cke", true},
                {"", false}, {"  ", false}, {"...", false}, {"Rep 3", false}, {"4:00/km", false}, {"Warmup: easy", false}, {"{hr}", false},
                {"50 %", false}, {"a@b", false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                if (pd_spoken_is_plain(rows[i].text) != rows[i].plain)
                        fail_msg("'%s'", rows[i].text);
}

static void
a_fifteenth_word_is_not_said(void **state)
{
        char text[160];
        struct pd_sentence sentence;

        (void) state;
        pd_sentence_init(&sentence, text, sizeof(text));
        pd_spoken_follow(&sentence, "one two three four five six seven");
        pd_spoken_follow(&sentence, "eight nine ten eleven twelve thirteen fourteen fifteen");
        assert_string_equal(text, "One two three four five six seven.");
        pd_spoken_follow(&sentence, "eight nine ten eleven twelve thirteen fourteen");
        assert_string_equal(text, "One two three four five six seven. Eight nine ten eleven twelve thirteen fourteen.");
        pd_spoken_follow(&sentence, "fifteen");
        assert_string_equal(text, "One two three four five six seven. Eight nine ten eleven twelve thirteen fourteen.");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(plain_words_are_read_aloud_and_signs_are_for_the_eye),
                cmocka_unit_test(a_fifteenth_word_is_not_said),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
