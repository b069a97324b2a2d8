/* SPDX-License-Identifier: MIT */
/* Answers that wait for the card: written or not, asked for again, by another, or never. */
#include "pledge.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DONE "LT1 is 152 bpm, from the next session on."

static struct {
        char folder[SCRATCH_SIZE];
        struct pd_state_files *files;
        struct pd_pledges *pledges;
        struct pd_reply reply;
        pd_usec now;
        char about[PD_ID_SIZE];
} desk;

static const char *const words[] = {"set", "lt1_hr", "152"};

static int
set_up(void **state)
{
        (void) state;
        memset(&desk, 0, sizeof(desk));
        scratch_make(desk.folder);
        desk.files = pd_state_files_new(desk.folder);
        desk.pledges = pd_pledges_new(desk.files, desk.folder);
        assert_non_null(desk.pledges);
        pd_reply_init(&desk.reply);
        return 0;
}

static int
take_down(void **state)
{
        (void) state;
        pd_reply_clear(&desk.reply);
        pd_pledges_free(desk.pledges);
        pd_state_files_free(desk.files);
        scratch_remove(desk.folder);
        return 0;
}

static struct pd_pledge_order
order_of(enum pd_command_verb verb, const char *athlete, size_t n_words)
{
        return (struct pd_pledge_order) {.verb = verb, .athlete = athlete, .words = words, .n_words = n_words, .at = desk.now};
}

static bool
ask(const struct pd_pledge_order *order)
{
        pd_reply_clear(&desk.reply);
        return pd_pledges_answer(desk.pledges, order, &desk.reply, desk.about);
}

/* Until the card has taken it, or not. */
static void
ask_until_known(const struct pd_pledge_order *order)
{
        do
                assert_true(ask(order));
        while (desk.reply.result == -EAGAIN);
}

/* As whoever serves it does; NAME is what it keeps, NULL: nothing. */
static void
carry_out(const struct pd_pledge_order *order, const char *name, int result)
{
        const uint64_t before = pd_state_files_count(desk.files);

        assert_false(ask(order));
        if (name != NULL)
                assert_int_equal(pd_state_files_keep(desk.files, name, "152\n", 4), 0);
        pd_reply_say(&desk.reply, result, DONE);
        pd_pledges_hold(desk.pledges, order, "anna", before, &desk.reply);
}

static void
assert_answer(int result, const char *text)
{
        assert_int_equal(desk.reply.result, result);
        assert_string_equal(pd_reply_text(&desk.reply), text);
}

static void
what_is_written_is_answered_once_it_is(void **state)
{
        const struct pd_pledge_order order = order_of(PD_COMMAND_ANCHORS, "", 3);

        (void) state;
        carry_out(&order, "anchors", 0);
        assert_answer(-EAGAIN, "The card is being written to; ask once more in a second.");
        ask_until_known(&order);
        assert_answer(0, DONE);
        assert_string_equal(desk.about, "anna");
        assert_false(ask(&order)); /* the same once more is a new one */
}

static void
what_kept_nothing_or_was_refused_does_not_wait(void **state)
{
        const struct pd_pledge_order order = order_of(PD_COMMAND_ANCHORS, NULL, 1);

        (void) state;
        carry_out(&order, NULL, 0);
        assert_answer(0, DONE);
        carry_out(&order, "anchors", -EINPROGRESS);
        assert_answer(-EINPROGRESS, DONE);
        assert_false(ask(&order));
}

static void
what_cannot_be_written_is_said_with_what_counts(void **state)
{
        struct pd_pledge_order order = order_of(PD_COMMAND_ANCHORS, "anna", 3);
        char text[512];

        (void) state;
        scratch_write(desk.folder, "taken", "no folder");
        carry_out(&order, "taken/anna", 0);
        ask_until_known(&order);
        snprintf(text, sizeof(text), DONE " But that cannot be written below %s: Not a directory. It holds until purposed is started "
                "again; see that there is room and that it can be written, and order it once more.", desk.folder);
        assert_answer(-ENOTDIR, text);
        order.verb = PD_COMMAND_PLAN;
        carry_out(&order, "taken/anna", 0);
        ask_until_known(&order);
        snprintf(text, sizeof(text), "The plan cannot be written below %s: Not a directory. The old one still holds. See that there "
                "is room and that it can be written, and send the plan once more.", desk.folder);
        assert_answer(-ENOTDIR, text);
        carry_out(&order, "plans", 0); /* mended */
        ask_until_known(&order);
        assert_answer(0, DONE);
}

static void
another_order_is_another(void **state)
{
        const struct pd_pledge_order order = order_of(PD_COMMAND_ANCHORS, "anna", 3);
        const struct pd_pledge_order others[] = {order_of(PD_COMMAND_AWAY, "anna", 3), order_of(PD_COMMAND_ANCHORS, "ben", 3),
                order_of(PD_COMMAND_ANCHORS, "anna", 2), order_of(PD_COMMAND_ANCHORS, NULL, 3)};

        (void) state;
        carry_out(&order, "anchors", 0);
        for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
                assert_false(ask(&others[i]));
        ask_until_known(&order);
        assert_answer(0, DONE);
}

static void
an_answer_that_nobody_asks_for_is_dropped(void **state)
{
        struct pd_pledge_order order = order_of(PD_COMMAND_ANCHORS, "anna", 3);

        (void) state;
        carry_out(&order, "anchors", 0);
        order.at += PD_PLEDGE_PATIENCE + 1;
        assert_false(ask(&order));
}

static void
where_too_many_wait_the_next_is_not_carried_out_yet(void **state)
{
        struct pd_pledge_order order = order_of(PD_COMMAND_ANCHORS, NULL, 3);
        char athlete[16];

        (void) state;
        order.athlete = athlete;
        for (int i = 0; i < PD_PLEDGES_MAX; i++) {
                snprintf(athlete, sizeof(athlete), "runner%d", i);
                carry_out(&order, "anchors", 0);
        }
        strcpy(athlete, "late");
        assert_true(ask(&order));
        assert_int_equal(desk.reply.result, -EAGAIN);
        strcpy(athlete, "runner3");
        ask_until_known(&order);
        assert_answer(0, DONE);
        strcpy(athlete, "late");
        assert_false(ask(&order));
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, take_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(what_is_written_is_answered_once_it_is),
                T(what_kept_nothing_or_was_refused_does_not_wait),
                T(what_cannot_be_written_is_said_with_what_counts),
                T(another_order_is_another),
                T(an_answer_that_nobody_asks_for_is_dropped),
                T(where_too_many_wait_the_next_is_not_carried_out_yet),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
