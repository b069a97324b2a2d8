/* SPDX-License-Identifier: MIT */
/* How long a sensor that is nobody's is listened to. */
#include "bluez/visit.h"

#include "support/cm.h"

#define NOW (1000 * PD_SEC)

static struct pd_visit
in(enum pd_visit_state state)
{
        struct pd_visit visit = {.patience = PD_VISIT_ASKED};

        if (state == PD_VISIT_NOBODY)
                return visit;
        pd_visit_feed(&visit, NOW, PD_VISIT_ASK);
        if (state == PD_VISIT_LISTENING)
                pd_visit_feed(&visit, NOW, PD_VISIT_VALUE);
        if (state == PD_VISIT_OVER)
                pd_visit_feed(&visit, NOW, PD_VISIT_STOP);
        assert_int_equal(visit.state, state);
        return visit;
}

static void
every_state_answers_every_input(void **state)
{
        enum { NOBODY = PD_VISIT_NOBODY, SEEKING, LISTENING, OVER };
        enum { NOTHING = PD_VISIT_NOTHING, BEGIN, LEAVE };
        static const struct {
                int to, action;
        } table[PD_VISIT_STATE_COUNT][PD_VISIT_INPUT_COUNT] = {
                /*             ASK                  VALUE                 STOP              TIMER, long after */
                [NOBODY] = {{SEEKING, BEGIN}, {NOBODY, NOTHING}, {NOBODY, NOTHING}, {NOBODY, NOTHING}},
                [SEEKING] = {{SEEKING, NOTHING}, {LISTENING, NOTHING}, {OVER, LEAVE}, {OVER, LEAVE}},
                [LISTENING] = {{LISTENING, NOTHING}, {LISTENING, NOTHING}, {OVER, LEAVE}, {OVER, LEAVE}},
                [OVER] = {{OVER, NOTHING}, {OVER, NOTHING}, {NOBODY, NOTHING}, {NOBODY, NOTHING}},
        };

        (void) state;
        for (int from = 0; from < PD_VISIT_STATE_COUNT; from++)
                for (int input = 0; input < PD_VISIT_INPUT_COUNT; input++) {
                        struct pd_visit visit = in((enum pd_visit_state) from);
                        pd_usec at = input == PD_VISIT_TIMER ? NOW + PD_HOUR : NOW;
                        enum pd_visit_action action = pd_visit_feed(&visit, at, (enum pd_visit_input) input);

                        if ((int) visit.state != table[from][input].to || (int) action != table[from][input].action)
                                fail_msg("state %d, input %d: state %d, action %d", from, input, (int) visit.state, (int) action);
                }
}

static void
a_wake_up_that_comes_early_does_nothing(void **state)
{
        (void) state;
        for (int from = 0; from < PD_VISIT_STATE_COUNT; from++) {
                struct pd_visit visit = in((enum pd_visit_state) from);
                pd_usec wake = pd_visit_wake(&visit);

                assert_int_equal(wake == PD_NEVER, from == PD_VISIT_NOBODY);
                assert_int_equal(pd_visit_feed(&visit, (wake == PD_NEVER ? NOW : wake) - 1, PD_VISIT_TIMER), PD_VISIT_NOTHING);
                assert_int_equal((int) visit.state, from);
                if (wake == PD_NEVER)
                        continue;
                pd_visit_feed(&visit, wake, PD_VISIT_TIMER);
                assert_int_not_equal((int) visit.state, from);
        }
}

/* Asked each second, and with a value each second from VALUE_AT on: when it is over, and how. */
static pd_usec
stay(struct pd_visit *visit, pd_usec value_at)
{
        pd_usec at = NOW;

        for (; visit->state != PD_VISIT_OVER; at += PD_SEC) {
                if (at >= value_at)
                        pd_visit_feed(visit, at, PD_VISIT_VALUE);
                pd_visit_feed(visit, at, PD_VISIT_ASK);
                pd_visit_feed(visit, at, PD_VISIT_TIMER);
        }
        return at - PD_SEC - NOW;
}

static void
it_ends_by_itself_however_long_it_is_asked_for(void **state)
{
        struct pd_visit visit = {.patience = PD_VISIT_ASKED};

        (void) state;
        assert_int_equal(stay(&visit, NOW + 3 * PD_SEC), 3 * PD_SEC + PD_VISIT_LISTEN);
        assert_true(visit.heard);
        visit = (struct pd_visit) {.patience = PD_VISIT_ASKED};
        assert_int_equal(stay(&visit, PD_NEVER), PD_VISIT_SEEK);
        assert_false(visit.heard);
}

static void
the_end_is_told_once_to_who_waits_for_it(void **state)
{
        struct pd_visit visit = in(PD_VISIT_OVER);

        (void) state;
        assert_int_equal(pd_visit_feed(&visit, NOW + PD_SEC, PD_VISIT_ASK), PD_VISIT_NOTHING);
        assert_int_equal(visit.state, PD_VISIT_OVER);
        assert_int_equal(pd_visit_feed(&visit, NOW + 2 * PD_SEC, PD_VISIT_ASK), PD_VISIT_BEGIN); /* once more, please */
        assert_int_equal(visit.state, PD_VISIT_SEEKING);
        visit = in(PD_VISIT_OVER);
        assert_int_equal(pd_visit_feed(&visit, NOW + PD_VISIT_ASKED + 1, PD_VISIT_ASK), PD_VISIT_BEGIN); /* he had gone */
}

static void
who_goes_away_ends_it(void **state)
{
        struct pd_visit visit = in(PD_VISIT_LISTENING);

        (void) state;
        pd_visit_feed(&visit, NOW + PD_SEC, PD_VISIT_ASK);
        assert_int_equal(pd_visit_wake(&visit), NOW + PD_SEC + PD_VISIT_ASKED);
}

static void
where_time_runs_fast_an_asker_stays_away_longer(void **state)
{
        struct pd_visit visit = {.patience = 30 * PD_VISIT_ASKED};

        (void) state;
        pd_visit_feed(&visit, NOW, PD_VISIT_ASK);
        pd_visit_feed(&visit, NOW, PD_VISIT_VALUE);
        assert_int_equal(pd_visit_feed(&visit, NOW + PD_VISIT_LISTEN - 1, PD_VISIT_TIMER), PD_VISIT_NOTHING);
        assert_int_equal(pd_visit_feed(&visit, NOW + PD_VISIT_LISTEN, PD_VISIT_TIMER), PD_VISIT_LEAVE);
        assert_int_equal(pd_visit_wake(&visit), NOW + PD_VISIT_LISTEN + 30 * PD_VISIT_ASKED);
        assert_int_equal(pd_visit_feed(&visit, NOW + 100 * PD_SEC, PD_VISIT_ASK), PD_VISIT_NOTHING);
        assert_int_equal((int) visit.state, PD_VISIT_OVER);
        assert_true(visit.told);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_state_answers_every_input),
                cmocka_unit_test(a_wake_up_that_comes_early_does_nothing),
                cmocka_unit_test(it_ends_by_itself_however_long_it_is_asked_for),
                cmocka_unit_test(the_end_is_told_once_to_who_waits_for_it),
                cmocka_unit_test(who_goes_away_ends_it),
                cmocka_unit_test(where_time_runs_fast_an_asker_stays_away_longer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
