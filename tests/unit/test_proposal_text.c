/* SPDX-License-Identifier: MIT */
/* A proposal as words, there and back. */
#include "core/plan/calendar.h"

#include "support/cm.h"

#include <errno.h>

static void
what_is_written_can_be_read_and_obeyed(void **state)
{
        static const struct {
                const char *text, *command, *tag;
        } rows[] = {
                {"easier tempo 2026-11-25", "easier 2026-11-25", "easier-2026-11-25"},
                {"move intervals 2026-11-24 2026-11-26", "swap 2026-11-24 2026-11-26", "move-2026-11-24"},
                {"no-room threshold 2026-11-24", "", "no-room-2026-11-24"},
                {"let-go recovery 2026-11-24", "", "let-go-2026-11-24"},
                {"week-over hills 2026-11-22", "", "week-over-2026-11-22"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                char text[PD_TEXT_SIZE], tag[PD_ID_SIZE];
                struct pd_proposal proposal;

                assert_int_equal(pd_proposal_read(rows[i].text, &proposal), 0);
                assert_int_equal(proposal.kind, i);
                assert_string_equal(proposal.command, rows[i].command);
                pd_proposal_write(&proposal, text);
                assert_string_equal(text, rows[i].text);
                pd_proposal_tag(&proposal, tag);
                assert_string_equal(tag, rows[i].tag);
        }
}

static void
other_words_are_no_proposal(void **state)
{
        static const char *const rows[] = {
                "", "move", "sing easy 2026-11-24", "let-go lazy 2026-11-24", "let-go easy", "let-go easy 2026-11-31",
                "move tempo 2026-11-24", "let-go easy 2026-11-24 2026-11-25", "move tempo 2026-11-24 2026-11-26 2026-11-27",
                "let-go easy 2026-11-24 ",
        };
        struct pd_proposal proposal;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                if (pd_proposal_read(rows[i], &proposal) != -EINVAL)
                        fail_msg("'%s' was read", rows[i]);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_written_can_be_read_and_obeyed),
                cmocka_unit_test(other_words_are_no_proposal),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
