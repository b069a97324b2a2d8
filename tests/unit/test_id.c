/* SPDX-License-Identifier: MIT */
/* Ids, addresses, and text that comes from outside. */
#include "purposed/id.h"

#include "core/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void
an_id_is_1_to_32_of_its_letters(void **test_state)
{
        (void) test_state;
        assert_true(pd_id_valid("a"));
        assert_true(pd_id_valid("jens_2-b"));
        assert_true(pd_id_valid("0123456789abcdef0123456789abcdef"));
        assert_false(pd_id_valid("0123456789abcdef0123456789abcdef0"));
        assert_false(pd_id_valid(""));
}

static void
every_other_byte_makes_no_id(void **test_state)
{
        (void) test_state;
        for (int c = 1; c < 256; c++) {
                char id[] = {'a', (char) c, 'b', '\0'};

                assert_int_equal(pd_id_valid(id), strchr("abcdefghijklmnopqrstuvwxyz0123456789_-", c) != NULL);
        }
}

static void
an_address_is_six_pairs_in_upper_case(void **test_state)
{
        static const char *const bad[] = {
                "", "AA:BB:CC:DD:EE", "AA:BB:CC:DD:EE:F", "AA:BB:CC:DD:EE:FF:", "AA:BB:CC:DD:EE:FF:00", "aa:bb:cc:dd:ee:ff",
                "AA-BB-CC-DD-EE-FF", "AABBCCDDEEFF", "AA:BB:CC:DD:EE:FG", "AAA:B:CC:DD:EE:FF", ":AA:BB:CC:DD:EE:F",
        };

        (void) test_state;
        assert_true(pd_address_valid("00:11:22:AA:BF:9C"));
        for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
                assert_false(pd_address_valid(bad[i]));
}

static void
check_copy(size_t size, const char *text, const char *expected)
{
        char ret[32];

        memset(ret, 0x5a, sizeof(ret));
        pd_text_copy(ret, size, text, strlen(text));
        assert_string_equal(ret, expected);
        for (size_t i = size; i < sizeof(ret); i++)
                assert_int_equal(ret[i], 0x5a);
}

static void
text_is_copied_as_it_is(void **test_state)
{
        (void) test_state;
        check_copy(20, "", "");
        check_copy(20, "4 mi recovery", "4 mi recovery");
        check_copy(20, "L\xc3\xa4uferin \xe2\x82\xac \xf0\x9f\x8f\x83", "L\xc3\xa4uferin \xe2\x82\xac \xf0\x9f\x8f\x83");
}

static void
a_character_is_never_cut_in_two(void **test_state)
{
        (void) test_state;
        check_copy(1, "abc", "");
        check_copy(3, "abc", "ab");
        check_copy(3, "a\xc3\xa4", "a");
        check_copy(4, "a\xc3\xa4", "a\xc3\xa4");
        check_copy(5, "a\xf0\x9f\x8f\x83", "a");
        check_copy(6, "a\xf0\x9f\x8f\x83", "a\xf0\x9f\x8f\x83");
        /* what follows the character that has no room has none either */
        check_copy(4, "ab\xc3\xa4" "c", "ab");
}

static void
what_is_no_utf8_or_a_control_becomes_a_question_mark(void **test_state)
{
        (void) test_state;
        check_copy(20, "a\nb\x7f\x1b[31m", "a?b??[31m");
        check_copy(20, "\xe4 \xff \x80", "? ? ?");
        check_copy(20, "\xc0\xaf", "??");           /* a slash, two bytes long */
        check_copy(20, "\xed\xa0\x80", "???");      /* half a surrogate pair */
        check_copy(20, "\xf4\x90\x80\x80", "????"); /* beyond U+10FFFF */
        check_copy(20, "\xe2\x82", "??");           /* cut */
        check_copy(20, "\xc2\x85", "??");           /* U+0085, next line */
        check_copy(20, "\xc2\xa0", "\xc2\xa0");     /* U+00A0, a space that holds */
        check_copy(20, "H\xe2\x80\xae" "10", "H???10"); /* U+202E: what follows from right to left */
}

/* Code points encoded by the definition, against what is accepted. */
static void
every_character_of_unicode_is_known_by_its_length(void **test_state)
{
        (void) test_state;
        for (uint32_t c = 0; c <= 0x11ffff; c++) {
                char text[4];
                size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
                int control = c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f
                        || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
                int none = (c >= 0xd800 && c < 0xe000) || c > 0x10ffff;

                for (size_t i = n; i-- > 1;)
                        text[i] = (char) (0x80 | ((c >> (6 * (n - 1 - i))) & 0x3f));
                text[0] = (char) (n == 1 ? c : (0xf00U >> n & 0xff) | c >> (6 * (n - 1)));
                assert_int_equal(pd_text_character(text, n), control || none ? 0 : n);
                assert_int_equal(pd_text_character(text, n - 1), 0);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_id_is_1_to_32_of_its_letters),
                cmocka_unit_test(every_other_byte_makes_no_id),
                cmocka_unit_test(an_address_is_six_pairs_in_upper_case),
                cmocka_unit_test(text_is_copied_as_it_is),
                cmocka_unit_test(a_character_is_never_cut_in_two),
                cmocka_unit_test(what_is_no_utf8_or_a_control_becomes_a_question_mark),
                cmocka_unit_test(every_character_of_unicode_is_known_by_its_length),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
