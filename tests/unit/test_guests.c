/* SPDX-License-Identifier: MIT */
/* A guest's sessions, a day later. */
#include "guests.h"

#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <stdio.h>

#define BOOTED (5 * PD_HOUR) /* the daemon's time at HOUSE_STARTED */

static struct pd_clock
after(pd_usec passed)
{
        return (struct pd_clock) {.boot = BOOTED + passed, .real = HOUSE_STARTED + passed, .synchronised = true};
}

static void
keep_session(struct house *house, const char *id, pd_usec start)
{
        struct pd_event event = {.kind = PD_EVENT_SUMMARY, .real = HOUSE_STARTED + start + PD_HOUR, .at = PD_HOUR};
        struct pd_athlete guest;

        pd_athlete_init(&guest, PD_GUEST_ID);
        event.athlete = &guest;
        event.summary.end = PD_HOUR;
        event.summary.final = true;
        snprintf(event.session, sizeof(event.session), "%s", id);
        pd_history_add(house->history, &event, "{}");
}

static void
a_session_leaves_when_it_is_a_day_old_and_nobody_looks_before(void **state)
{
        struct pd_guests guests;
        struct house house;
        struct pd_clock now = after(2 * PD_HOUR);

        house_open(&house, *state);
        pd_guests_init(&guests, house.history);
        assert_true(guests.due == PD_NEVER);
        keep_session(&house, "20261122T101503Z", 0);
        keep_session(&house, "20261122T161503Z", 6 * PD_HOUR);
        pd_guests_look(&guests, &now);
        assert_int_equal(pd_history_count(house.history, PD_GUEST_ID), 2);
        assert_true(guests.due == BOOTED + 24 * PD_HOUR + 1);

        now = after(guests.due - BOOTED);
        pd_guests_look(&guests, &now);
        assert_int_equal(pd_history_count(house.history, PD_GUEST_ID), 1);
        assert_true(guests.due == BOOTED + 30 * PD_HOUR + 1);

        now = after(40 * PD_HOUR); /* the machine slept */
        pd_guests_look(&guests, &now);
        assert_int_equal(pd_history_count(house.history, PD_GUEST_ID), 0);
        assert_true(guests.due == PD_NEVER);
        house_close(&house);
}

static void
without_a_wall_clock_nothing_grows_old(void **state)
{
        const struct pd_clock now = {.boot = BOOTED, .real = PD_MINUTE};
        struct pd_guests guests;
        struct house house;

        house_open(&house, *state);
        pd_guests_init(&guests, house.history);
        keep_session(&house, "20261122T101503Z", 0);
        pd_guests_look(&guests, &now);
        assert_int_equal(pd_history_count(house.history, PD_GUEST_ID), 1);
        assert_true(guests.due == PD_NEVER); /* the clock will be set */
        house_close(&house);
}

static void
the_end_of_a_guests_session_sets_the_hour(void **state)
{
        struct pd_guests guests;
        struct pd_athlete anna, guest;

        (void) state;
        pd_athlete_init(&anna, "anna");
        pd_athlete_init(&guest, PD_GUEST_ID);
        pd_guests_init(&guests, NULL);
        pd_guests_session_over(&guests, &anna, BOOTED);
        assert_true(guests.due == PD_NEVER);
        pd_guests_session_over(&guests, &guest, BOOTED);
        assert_true(guests.due == BOOTED + PD_GUEST_KEPT_FOR);
        pd_guests_session_over(&guests, &guest, BOOTED + PD_HOUR); /* the first is first */
        assert_true(guests.due == BOOTED + PD_GUEST_KEPT_FOR);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_session_leaves_when_it_is_a_day_old_and_nobody_looks_before),
                TEST(without_a_wall_clock_nothing_grows_old),
                cmocka_unit_test(the_end_of_a_guests_session_sets_the_hour),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
