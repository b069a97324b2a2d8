/* SPDX-License-Identifier: MIT */
/* A wedged adapter: every state with every input, then that nobody is
 * alarmed for nothing, that steps are rare, and that it never ends. */
#include "bluez/ladder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define START (100000 * PD_SEC)

/* Refused often enough; the last time at the returned instant. */
static pd_usec
refuse(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_action expected)
{
        for (int i = 0; i < 5; i++, now += 40 * PD_SEC)
                assert_int_equal(pd_ladder_feed(ladder, now, PD_LADDER_REFUSED), i < 4 ? PD_LADDER_NOTHING : expected);
        return now - 40 * PD_SEC;
}

/* From 5 min after the last step on: the next is decided. */
static pd_usec
still_refuse(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_action expected)
{
        enum pd_ladder_action action;

        for (int i = 0; i < 5; i++)
                assert_int_equal(pd_ladder_feed(ladder, now += 40 * PD_SEC, PD_LADDER_REFUSED), PD_LADDER_NOTHING);
        action = pd_ladder_feed(ladder, ladder->wake, PD_LADDER_TIMER);
        assert_int_equal(action, expected);
        return ladder->since;
}

/* Entered at RET. */
static pd_usec
lead_to(struct pd_ladder *ladder, enum pd_ladder_state state)
{
        pd_usec now = START;

        pd_ladder_init(ladder, PD_LADDER_STOP, PD_LADDER_REACH_POWER);
        if (state == PD_LADDER_SUSPECT)
                pd_ladder_feed(ladder, now, PD_LADDER_REFUSED);
        if (state >= PD_LADDER_ASKING) {
                now = refuse(ladder, now, PD_LADDER_CLIMB);
                if (state != PD_LADDER_STEPPING)
                        pd_ladder_feed(ladder, now, PD_LADDER_DONE);
                if (state == PD_LADDER_ASKING || state == PD_LADDER_RESTING)
                        now = still_refuse(ladder, now, PD_LADDER_ASK);
                if (state == PD_LADDER_RESTING) {
                        assert_int_equal(pd_ladder_feed(ladder, now, PD_LADDER_FREE), PD_LADDER_CLIMB);
                        pd_ladder_feed(ladder, now, PD_LADDER_FAILED);
                        now = still_refuse(ladder, now, PD_LADDER_RESIGN);
                }
        }
        assert_int_equal(ladder->state, state);
        return now;
}

struct outcome {
        enum pd_ladder_state state;
        enum pd_ladder_action action;
};

/* clang-format off */
#define STAY {PD_LADDER_STATE_COUNT, PD_LADDER_NOTHING}
#define TO(state) {PD_LADDER_##state, PD_LADDER_NOTHING}
#define HELP {PD_LADDER_SOUND, PD_LADDER_HELPED}
#define STEP {PD_LADDER_STEPPING, PD_LADDER_CLIMB}
#define GIVE {PD_LADDER_RESTING, PD_LADDER_RESIGN}

/* Allowed no more than a power cycle; the trouble is that scans are refused;
 * one second after the state was entered, but for the timer, which is late. */
static const struct outcome matrix[PD_LADDER_INPUT_COUNT][PD_LADDER_STATE_COUNT] = {
        /*                          sound        suspect    asking     stepping      watching  resting */
        [PD_LADDER_UNANSWERED] = { TO(SUSPECT), STAY,      STAY,      STAY,         STAY,     STAY },
        [PD_LADDER_REFUSED]    = { TO(SUSPECT), STAY,      STAY,      STAY,         STAY,     STAY },
        [PD_LADDER_ABORTED]    = { TO(SUSPECT), STAY,      STAY,      STAY,         STAY,     STAY },
        [PD_LADDER_DEAF]       = { TO(SUSPECT), STAY,      STAY,      STAY,         STAY,     STAY },
        [PD_LADDER_ANSWERED]   = { STAY,        STAY,      STAY,      STAY,         STAY,     STAY },
        [PD_LADDER_SCANS]      = { STAY,        TO(SOUND), TO(SOUND), STAY,         HELP,     STAY },
        [PD_LADDER_HEARD]      = { STAY,        TO(SOUND), TO(SOUND), STAY,         HELP,     STAY },
        [PD_LADDER_LINKED]     = { STAY,        TO(SOUND), TO(SOUND), STAY,         HELP,     TO(SOUND) },
        [PD_LADDER_LIVE]       = { STAY,        TO(SOUND), TO(SOUND), STAY,         HELP,     TO(SOUND) },
        [PD_LADDER_FREE]       = { STAY,        STAY,      STEP,      STAY,         STAY,     STAY },
        [PD_LADDER_TAKEN]      = { STAY,        STAY,      TO(SOUND), STAY,         STAY,     STAY },
        [PD_LADDER_DONE]       = { STAY,        STAY,      STAY,      TO(WATCHING), STAY,     STAY },
        [PD_LADDER_FAILED]     = { STAY,        STAY,      GIVE,      TO(WATCHING), STAY,     STAY },
        [PD_LADDER_CANNOT]     = { STAY,        STAY,      GIVE,      {PD_LADDER_ASKING, PD_LADDER_ASK}, STAY, STAY },
        [PD_LADDER_GONE]       = { STAY,        TO(SOUND), TO(SOUND), STAY,         STAY,     STAY },
        [PD_LADDER_TIMER]      = { STAY,        STAY,      GIVE,      TO(WATCHING), STAY,     TO(SOUND) },
};
/* clang-format on */

static void
every_state_answers_every_input_as_written(void **state)
{
        (void) state;
        for (int s = 0; s < PD_LADDER_STATE_COUNT; s++)
                for (int i = 0; i < PD_LADDER_INPUT_COUNT; i++) {
                        struct outcome expected = matrix[i][s];
                        enum pd_ladder_action action;
                        struct pd_ladder ladder;
                        pd_usec now = lead_to(&ladder, (enum pd_ladder_state) s) + PD_SEC;

                        if (i == PD_LADDER_TIMER && ladder.wake != PD_NEVER)
                                now = ladder.wake;
                        if (expected.state == PD_LADDER_STATE_COUNT)
                                expected.state = (enum pd_ladder_state) s;
                        action = pd_ladder_feed(&ladder, now, (enum pd_ladder_input) i);
                        if (ladder.state != expected.state || action != expected.action)
                                fail_msg("state %d, input %d: %d, action %d; expected %d, %d", s, i, ladder.state, action,
                                        expected.state, expected.action);
                }
}

static void
a_timer_that_is_early_does_nothing(void **state)
{
        (void) state;
        for (int s = 0; s < PD_LADDER_STATE_COUNT; s++) {
                struct pd_ladder ladder, before;
                pd_usec now = lead_to(&ladder, (enum pd_ladder_state) s);

                before = ladder;
                assert_int_equal(pd_ladder_feed(&ladder, ladder.wake == PD_NEVER ? now : ladder.wake - 1, PD_LADDER_TIMER),
                        PD_LADDER_NOTHING);
                assert_memory_equal(&ladder, &before, sizeof(ladder));
        }
}

/* How many of each sign it takes at one a minute, and how many in a burst are not enough. */
static void
each_sign_needs_its_number_and_its_time(void **state)
{
        static const struct {
                enum pd_ladder_input sign;
                unsigned enough;
                pd_usec apart;
        } rows[] = {
                {PD_LADDER_UNANSWERED, 4, 20 * PD_SEC},
                {PD_LADDER_REFUSED, 5, 30 * PD_SEC},
                {PD_LADDER_ABORTED, 20, 32 * PD_SEC},
                {PD_LADDER_DEAF, 8, 5 * PD_MINUTE},
        };

        (void) state;
        for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
                struct pd_ladder ladder;

                pd_ladder_init(&ladder, PD_LADDER_STOP, PD_LADDER_REACH_HARDWARE);
                for (int i = 0; i < 100; i++) /* in one moment */
                        assert_int_equal(pd_ladder_feed(&ladder, START, rows[r].sign), PD_LADDER_NOTHING);

                pd_ladder_init(&ladder, PD_LADDER_STOP, PD_LADDER_REACH_HARDWARE);
                for (unsigned i = 1; i <= rows[r].enough; i++)
                        assert_int_equal(pd_ladder_feed(&ladder, START + i * rows[r].apart, rows[r].sign),
                                i < rows[r].enough ? PD_LADDER_NOTHING : PD_LADDER_CLIMB);
                assert_int_equal(ladder.reason, rows[r].sign);
        }
}

static void
signs_an_hour_apart_are_no_trouble(void **state)
{
        struct pd_ladder ladder;

        (void) state;
        pd_ladder_init(&ladder, PD_LADDER_STOP, PD_LADDER_REACH_HARDWARE);
        for (int i = 0; i < 1000; i++)
                assert_int_equal(pd_ladder_feed(&ladder, START + i * (PD_LADDER_MEMORY + 1), PD_LADDER_REFUSED), PD_LADDER_NOTHING);
}

/* What each proof leaves standing of each sign. */
static void
a_proof_takes_back_what_it_disproves_and_nothing_else(void **state)
{
        /* clang-format off */
        static const bool stays[][PD_LADDER_SIGN_COUNT] = {
                /*                                          unanswered refused aborted deaf */
                [PD_LADDER_ANSWERED - PD_LADDER_ANSWERED] = {false,    true,   true,   true},
                [PD_LADDER_SCANS - PD_LADDER_ANSWERED]    = {false,    false,  true,   true},
                [PD_LADDER_HEARD - PD_LADDER_ANSWERED]    = {false,    false,  true,   false},
                [PD_LADDER_LINKED - PD_LADDER_ANSWERED]   = {false,    false,  false,  false},
                [PD_LADDER_LIVE - PD_LADDER_ANSWERED]     = {false,    false,  false,  false},
        };
        /* clang-format on */

        (void) state;
        for (int proof = PD_LADDER_ANSWERED; proof <= PD_LADDER_LIVE; proof++)
                for (int sign = 0; sign < PD_LADDER_SIGN_COUNT; sign++) {
                        struct pd_ladder ladder;

                        pd_ladder_init(&ladder, PD_LADDER_STOP, PD_LADDER_REACH_POWER);
                        pd_ladder_feed(&ladder, START, (enum pd_ladder_input) sign);
                        pd_ladder_feed(&ladder, START, (enum pd_ladder_input) proof);
                        assert_int_equal(ladder.signs[sign].n > 0, stays[proof - PD_LADDER_ANSWERED][sign]);
                }
}

static void
a_link_that_delivers_keeps_every_step_away(void **state)
{
        struct pd_ladder ladder;

        (void) state;
        pd_ladder_init(&ladder, PD_LADDER_STOP, PD_LADDER_REACH_HARDWARE);
        for (int i = 0; i < 10000; i++) {
                pd_usec now = START + i * 10 * PD_SEC;

                assert_int_equal(pd_ladder_feed(&ladder, now, (enum pd_ladder_input) (i % PD_LADDER_SIGN_COUNT)), PD_LADDER_NOTHING);
                assert_int_equal(pd_ladder_feed(&ladder, now + PD_SEC, PD_LADDER_LIVE), PD_LADDER_NOTHING);
        }
        assert_int_equal(ladder.state, PD_LADDER_SOUND);
}

/* Which steps are taken in a row when nothing helps, as far as they are allowed. */
static void
nothing_is_done_beyond_what_is_allowed(void **state)
{
        static const struct {
                enum pd_ladder_reach reach;
                enum pd_ladder_rung lowest;
                unsigned steps; /* 1 << rung */
        } rows[] = {
                {PD_LADDER_REACH_OFF, PD_LADDER_STOP, 0},
                {PD_LADDER_REACH_POWER, PD_LADDER_STOP, 1u << PD_LADDER_STOP | 1u << PD_LADDER_POWER},
                {PD_LADDER_REACH_SERVICE, PD_LADDER_STOP, 1u << PD_LADDER_STOP | 1u << PD_LADDER_POWER | 1u << PD_LADDER_SERVICE},
                {PD_LADDER_REACH_HARDWARE, PD_LADDER_STOP, (1u << PD_LADDER_RUNG_COUNT) - 1},
                {PD_LADDER_REACH_POWER, PD_LADDER_SERVICE, 0},
                {PD_LADDER_REACH_SERVICE, PD_LADDER_SERVICE, 1u << PD_LADDER_SERVICE},
                {PD_LADDER_REACH_HARDWARE, PD_LADDER_SERVICE, 1u << PD_LADDER_SERVICE},
        };

        (void) state;
        for (size_t r = 0; r < sizeof(rows) / sizeof(rows[0]); r++) {
                struct pd_ladder ladder;
                unsigned steps = 0;

                pd_ladder_init(&ladder, rows[r].lowest, rows[r].reach);
                for (pd_usec now = START; now < START + 60 * PD_MINUTE; now += 20 * PD_SEC) {
                        enum pd_ladder_action action = pd_ladder_feed(&ladder, now, PD_LADDER_UNANSWERED);

                        if (action == PD_LADDER_NOTHING)
                                action = pd_ladder_feed(&ladder, now, PD_LADDER_TIMER);
                        if (action == PD_LADDER_ASK)
                                action = pd_ladder_feed(&ladder, now, PD_LADDER_FREE);
                        if (action != PD_LADDER_CLIMB)
                                continue;
                        steps |= 1u << ladder.rung;
                        pd_ladder_feed(&ladder, now, PD_LADDER_DONE);
                }
                assert_int_equal(steps, rows[r].steps);
        }
}

/* A month of a controller that is dead for good. */
static void
a_ladder_in_vain_is_climbed_for_ever_but_rarely(void **state)
{
        pd_usec last = 0;
        unsigned steps = 0, resigned = 0;
        struct pd_ladder ladder;

        (void) state;
        pd_ladder_init(&ladder, PD_LADDER_STOP, PD_LADDER_REACH_HARDWARE);
        for (pd_usec now = START; now < START + 30 * 24 * 60 * PD_MINUTE; now += 5 * PD_MINUTE / 8) {
                enum pd_ladder_action action = pd_ladder_feed(&ladder, now, PD_LADDER_REFUSED);

                if (action == PD_LADDER_NOTHING)
                        action = pd_ladder_feed(&ladder, now, PD_LADDER_TIMER);
                resigned += action == PD_LADDER_RESIGN;
                if (action != PD_LADDER_CLIMB)
                        continue;
                if (last > 0)
                        assert_true(now - last >= PD_LADDER_PAUSE);
                last = now;
                steps++;
                pd_ladder_feed(&ladder, now, PD_LADDER_FAILED);
        }
        assert_int_equal(steps / PD_LADDER_RUNG_COUNT, resigned);
        assert_in_range(resigned, 30, 36); /* 1, 2, 4, 8, 16 h, then one a day */
        assert_true(START + 30 * 24 * 60 * PD_MINUTE - last <= 25 * 60 * PD_MINUTE);
}

static void
what_helped_without_data_is_not_done_again_for_an_hour_and_with_data_from_the_bottom(void **state)
{
        struct pd_ladder ladder;
        pd_usec now = lead_to(&ladder, PD_LADDER_ASKING);

        (void) state;
        pd_ladder_feed(&ladder, now, PD_LADDER_FREE);
        pd_ladder_feed(&ladder, now, PD_LADDER_DONE);
        assert_int_equal(pd_ladder_feed(&ladder, now + PD_SEC, PD_LADDER_HEARD), PD_LADDER_HELPED);
        assert_int_equal(ladder.rung, PD_LADDER_POWER);
        now = refuse(&ladder, now + PD_LADDER_PAUSE, PD_LADDER_NOTHING);
        assert_true(ladder.wake - now > 30 * PD_MINUTE);
        assert_int_equal(pd_ladder_feed(&ladder, ladder.wake, PD_LADDER_TIMER), PD_LADDER_ASK);

        now = lead_to(&ladder, PD_LADDER_RESTING);
        pd_ladder_feed(&ladder, now, PD_LADDER_LIVE);
        assert_int_equal(ladder.rung, PD_LADDER_STOP);
        assert_int_equal(ladder.vain, 0);
}

/* A scan may be as far away as the next step. */
static void
a_step_is_judged_by_what_comes_first_however_late(void **state)
{
        struct pd_ladder ladder;
        pd_usec now = lead_to(&ladder, PD_LADDER_WATCHING) + PD_LADDER_PAUSE;

        (void) state;
        pd_ladder_feed(&ladder, now, PD_LADDER_TIMER);
        assert_int_equal(ladder.wake, PD_NEVER);
        assert_int_equal(pd_ladder_feed(&ladder, now + 60 * PD_MINUTE, PD_LADDER_SCANS), PD_LADDER_HELPED);

        now = lead_to(&ladder, PD_LADDER_WATCHING) + PD_LADDER_PAUSE;
        pd_ladder_feed(&ladder, now, PD_LADDER_TIMER);
        refuse(&ladder, now, PD_LADDER_ASK);
}

static void
a_restart_waits_while_another_adapter_delivers(void **state)
{
        struct pd_ladder ladder;
        pd_usec now;

        (void) state;
        pd_ladder_init(&ladder, PD_LADDER_SERVICE, PD_LADDER_REACH_SERVICE);
        ladder.live_elsewhere = true;
        now = refuse(&ladder, START, PD_LADDER_NOTHING);
        assert_int_equal(ladder.state, PD_LADDER_SOUND);
        ladder.live_elsewhere = false;
        refuse(&ladder, now + PD_LADDER_PAUSE, PD_LADDER_CLIMB);
}

/* Else it would be refused, and count as a step that did not help. */
static void
what_the_helper_does_waits_while_it_is_busy_with_another_ladder(void **state)
{
        (void) state;
        for (int rung = PD_LADDER_STOP; rung <= PD_LADDER_HARDWARE; rung++) {
                bool needs_it = rung >= PD_LADDER_SERVICE;
                struct pd_ladder ladder;
                pd_usec now;

                pd_ladder_init(&ladder, PD_LADDER_STOP, PD_LADDER_REACH_HARDWARE);
                ladder.rung = (enum pd_ladder_rung) rung;
                ladder.helper_busy = true;
                now = refuse(&ladder, START, needs_it ? PD_LADDER_NOTHING : PD_LADDER_CLIMB);
                if (!needs_it)
                        continue;
                assert_int_equal(ladder.state, PD_LADDER_SOUND);
                ladder.helper_busy = false;
                refuse(&ladder, now + PD_LADDER_PAUSE, PD_LADDER_CLIMB);
                assert_int_equal(ladder.rung, rung);
        }
}

static void
a_step_that_nobody_can_take_is_none(void **state)
{
        struct pd_ladder ladder;
        pd_usec now;

        (void) state;
        pd_ladder_init(&ladder, PD_LADDER_SERVICE, PD_LADDER_REACH_SERVICE);
        now = refuse(&ladder, START, PD_LADDER_CLIMB);
        assert_int_equal(pd_ladder_feed(&ladder, now, PD_LADDER_CANNOT), PD_LADDER_RESIGN);

        pd_ladder_init(&ladder, PD_LADDER_STOP, PD_LADDER_REACH_HARDWARE);
        now = refuse(&ladder, START, PD_LADDER_CLIMB);
        for (int rung = PD_LADDER_STOP; rung < PD_LADDER_HARDWARE; rung++) {
                assert_int_equal(ladder.rung, rung);
                assert_int_equal(pd_ladder_feed(&ladder, now, PD_LADDER_CANNOT), PD_LADDER_CLIMB);
        }
}

static void
an_answer_that_is_lost_ends_the_step(void **state)
{
        struct pd_ladder ladder;
        pd_usec now = lead_to(&ladder, PD_LADDER_STEPPING);

        (void) state;
        pd_ladder_feed(&ladder, now + PD_LADDER_STEP_MAX, PD_LADDER_TIMER);
        assert_int_equal(ladder.state, PD_LADDER_WATCHING);
        assert_int_equal(ladder.rung, PD_LADDER_POWER);
}

/* 1 h, 2 h, …: after a whole ladder, and after a step that helped without data since. */
static void
what_was_in_vain_is_paid_with_a_longer_rest_each_time(void **state)
{
        struct pd_ladder ladder;
        pd_usec now = lead_to(&ladder, PD_LADDER_RESTING);

        (void) state;
        assert_true(ladder.wake - now == PD_LADDER_REST);
        for (int i = 1; i <= 2; i++) {
                now = lead_to(&ladder, PD_LADDER_ASKING);
                ladder.vain = i == 2;
                pd_ladder_feed(&ladder, now, PD_LADDER_FREE);
                pd_ladder_feed(&ladder, now, PD_LADDER_DONE);
                assert_int_equal(pd_ladder_feed(&ladder, now, PD_LADDER_SCANS), PD_LADDER_HELPED);
                assert_int_equal(ladder.vain, i);
                assert_true(ladder.next - now == i * PD_LADDER_REST);
        }
}

/* Signs need not go on until the time has come. */
static void
a_step_that_is_due_but_too_soon_is_taken_when_its_time_has_come(void **state)
{
        struct pd_ladder ladder;
        pd_usec now = lead_to(&ladder, PD_LADDER_ASKING);

        (void) state;
        pd_ladder_feed(&ladder, now, PD_LADDER_TAKEN);
        refuse(&ladder, now + PD_SEC, PD_LADDER_NOTHING);
        assert_int_equal(ladder.state, PD_LADDER_SUSPECT);
        assert_true(ladder.wake == now + PD_LADDER_PAUSE);
        assert_int_equal(pd_ladder_feed(&ladder, ladder.wake, PD_LADDER_TIMER), PD_LADDER_ASK);
}

/* Whoever takes the step still has to know which it was. */
static void
data_in_the_middle_of_a_step_does_not_make_it_another_one(void **state)
{
        struct pd_ladder ladder;
        pd_usec now = lead_to(&ladder, PD_LADDER_ASKING);

        (void) state;
        pd_ladder_feed(&ladder, now, PD_LADDER_FREE);
        pd_ladder_feed(&ladder, now, PD_LADDER_LIVE);
        assert_int_equal(ladder.rung, PD_LADDER_POWER);
        pd_ladder_feed(&ladder, now, PD_LADDER_DONE);
        assert_int_equal(pd_ladder_feed(&ladder, now, PD_LADDER_LIVE), PD_LADDER_HELPED);
        assert_int_equal(ladder.rung, PD_LADDER_STOP);
}

static void
everything_has_a_name(void **state)
{
        (void) state;
        for (int sign = 0; sign < PD_LADDER_SIGN_COUNT; sign++)
                assert_string_not_equal(pd_ladder_reason_name((enum pd_ladder_input) sign), "nothing");
        for (int rung = 0; rung < PD_LADDER_RUNG_COUNT; rung++)
                assert_string_not_equal(pd_ladder_rung_name((enum pd_ladder_rung) rung), "nothing");
        assert_string_equal(pd_ladder_rung_name(PD_LADDER_RUNG_COUNT), "nothing");
        assert_string_equal(pd_ladder_reason_name(PD_LADDER_LIVE), "nothing");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_state_answers_every_input_as_written),
                cmocka_unit_test(a_timer_that_is_early_does_nothing),
                cmocka_unit_test(each_sign_needs_its_number_and_its_time),
                cmocka_unit_test(signs_an_hour_apart_are_no_trouble),
                cmocka_unit_test(a_proof_takes_back_what_it_disproves_and_nothing_else),
                cmocka_unit_test(a_link_that_delivers_keeps_every_step_away),
                cmocka_unit_test(nothing_is_done_beyond_what_is_allowed),
                cmocka_unit_test(a_ladder_in_vain_is_climbed_for_ever_but_rarely),
                cmocka_unit_test(what_helped_without_data_is_not_done_again_for_an_hour_and_with_data_from_the_bottom),
                cmocka_unit_test(a_step_is_judged_by_what_comes_first_however_late),
                cmocka_unit_test(a_restart_waits_while_another_adapter_delivers),
                cmocka_unit_test(what_the_helper_does_waits_while_it_is_busy_with_another_ladder),
                cmocka_unit_test(a_step_that_nobody_can_take_is_none),
                cmocka_unit_test(an_answer_that_is_lost_ends_the_step),
                cmocka_unit_test(what_was_in_vain_is_paid_with_a_longer_rest_each_time),
                cmocka_unit_test(a_step_that_is_due_but_too_soon_is_taken_when_its_time_has_come),
                cmocka_unit_test(data_in_the_middle_of_a_step_does_not_make_it_another_one),
                cmocka_unit_test(everything_has_a_name),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
