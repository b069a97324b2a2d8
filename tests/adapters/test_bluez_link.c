/* SPDX-License-Identifier: MIT */
/*
 * One sensor's link on a real bus: each fault of the fake's that is one
 * sensor's, what is done about it and what is said. The daemon's time runs
 * faster than the fake's, so that its patience is soon at an end.
 */
#include "support/person.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define SPEED 50
#define FORGETS "has BlueZ forget it"

/* A strap that is heard. */
static void
begin(struct bench *bench, const char *option)
{
        bench->speed = SPEED;
        begin_live(bench, option, STRAP, NULL);
}

/* Whatever the strap sends from now on is heard within WAIT. The links of a
 * test may all fall within minutes: that is a trouble of its own. */
static void
hear_again(struct bench *bench)
{
        enum pd_trouble trouble;
        pd_usec end = boottime_now() + WAIT;

        bench->n_frames = 0;
        while (count(bench, STRAP, 0x2A37) == 0) {
                if (boottime_now() > end)
                        fail_msg("not heard again: %s", pd_trouble_text(pd_bluez_trouble(bench->bluez, STRAP)));
                turn(bench);
                pd_fake_peer_command(bench->fake, "send " STRAP " 0048");
        }
        trouble = pd_bluez_trouble(bench->bluez, STRAP);
        assert_true(trouble == PD_TROUBLE_NONE || trouble == PD_TROUBLE_DROPS);
}

static void
wait_for_trouble(struct bench *bench, enum pd_trouble expected)
{
        pd_usec end = boottime_now() + WAIT;

        while (pd_bluez_trouble(bench->bluez, STRAP) != expected) {
                if (boottime_now() > end)
                        fail_msg("still '%s'", pd_trouble_text(pd_bluez_trouble(bench->bluez, STRAP)));
                turn(bench);
        }
}

static void
whatever_goes_wrong_with_one_link_the_strap_is_heard_again(void **state)
{
        static const struct {
                const char *fault;
                unsigned forgotten; /* how often BlueZ is made to forget it */
        } rows[] = {
                {"connect fails le-connection-abort-by-local 3 times", 0},
                {"connect ok without link 2 times", 0},
                {"connect never answers", 0},
                {"InProgress stuck", 0},
                {"InProgress stuck until removed", 1},
                {"device vanishes during connect", 0},
                {"services never resolve", 1},
                {"services never resolve 1 times", 0},
                {"notify refused NotPermitted 3 times", 0},
                {"notify refused Failed 1 times", 0},
        };
        struct bench *bench = *state;
        unsigned forgotten = 0;
        char line[128];

        begin(bench, NULL);
        hear_again(bench);
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                print_message("%s\n", rows[i].fault);
                snprintf(line, sizeof(line), STRAP " %s", rows[i].fault);
                tell(bench, line);
                tell(bench, STRAP " link lost");
                wait_for_links(bench, bench->ups, bench->downs + 1);
                hear_again(bench);
                forgotten += rows[i].forgotten;
                assert_int_equal(count_logged(FORGETS), forgotten);
        }
}

/* Of a strap whose services bluetoothd does not know yet. */
static void
hear_for_the_first_time(struct bench *bench, int speed, const char *fault)
{
        bench->speed = speed;
        begin_fake(bench, NULL);
        tell(bench, fault);
        begin_bluez(bench, STRAP, NULL);
        hear_again(bench);
}

static void
measurements_that_are_shown_after_the_services_are_resolved_are_waited_for(void **state)
{
        hear_for_the_first_time(*state, 3, STRAP " objects out of order"); /* half a second late */
        assert_int_equal(count_logged(FORGETS), 0);
}

static void
measurements_that_are_shown_too_late_are_asked_for(void **state)
{
        hear_for_the_first_time(*state, 20, STRAP " characteristic late 150ms"); /* 3 s of the daemon's */
        assert_int_equal(count_logged(FORGETS), 0);
}

static void
measurements_that_are_never_shown_are_forgotten_with_all_that_bluez_knows_of_the_sensor(void **state)
{
        hear_for_the_first_time(*state, SPEED, STRAP " characteristic missing");
        assert_int_equal(count_logged(FORGETS), 1);
}

static void
a_strap_that_another_program_holds_is_not_torn_away_from_it(void **state)
{
        struct bench *bench = *state;

        bench->speed = SPEED;
        begin_fake(bench, NULL);
        tell(bench, STRAP " notify refused NotPermitted for 1s");
        begin_bluez(bench, STRAP, NULL);
        wait_for_trouble(bench, PD_TROUBLE_HELD);
        hear_again(bench);
        assert_int_equal(bench->ups, 1);
        assert_int_equal(bench->downs, 0);
        assert_int_equal(count_logged("another program on this machine"), 1);
}

static void
a_strap_whose_keys_do_not_fit_is_said_to_be_one_and_keeps_them(void **state)
{
        struct bench *bench = *state;

        begin(bench, NULL);
        tell(bench, STRAP " bond lost");
        tell_when_possible(bench, STRAP " link lost");
        wait_for_trouble(bench, PD_TROUBLE_AUTHENTICATION);
        let_pass(bench, PD_MINUTE);
        assert_int_equal(count_logged(FORGETS), 0);
        assert_int_equal(count_logged("bluetoothctl remove"), 1);

        begin_person(bench);
        assert_true(sd_bus_call_method(
                            bench->person, "org.bluez", ADAPTER_PATH, "org.bluez.Adapter1", "RemoveDevice", NULL, NULL, "o", STRAP_PATH)
                >= 0);
        hear_again(bench);
}

static void
a_silent_strap_is_subscribed_anew_and_its_loss_is_told_with_the_reason(void **state)
{
        struct bench *bench = *state;

        begin(bench, NULL);
        hear_again(bench);
        tell(bench, STRAP " silent");
        wait_for_trouble(bench, PD_TROUBLE_SILENT);
        hear_again(bench);
        assert_int_equal(count_logged("connected, but silent"), 1);
        tell(bench, STRAP " link lost");
        wait_for_links(bench, bench->ups, 1);
        hear_again(bench);
        assert_int_equal(count_logged("why the link ended: Connection timeout"), 1);
}

static void
an_object_that_bluez_does_not_know_any_more_is_forgotten_and_asked_for(void **state)
{
        hear_for_the_first_time(*state, SPEED, STRAP " connect fails DoesNotExist 1 times");
        assert_int_equal(count_logged("not heard"), 1); /* until BlueZ has told again what it has */
}

static void
links_that_fall_again_and_again_are_told_as_one_trouble(void **state)
{
        struct bench *bench = *state;

        begin(bench, NULL);
        for (unsigned i = 1; i <= 8; i++) {
                hear_again(bench);
                tell(bench, STRAP " link lost");
                wait_for_links(bench, i, i);
        }
        hear_again(bench);
        assert_int_equal(count_logged("link lost while"), PD_LINK_DROPS_MAX);
        assert_int_equal(count_logged("why the link ended"), PD_LINK_DROPS_MAX);
        assert_int_equal(count_logged("the link is lost every minute or two"), 1);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(whatever_goes_wrong_with_one_link_the_strap_is_heard_again),
                TEST(measurements_that_are_shown_after_the_services_are_resolved_are_waited_for),
                TEST(measurements_that_are_shown_too_late_are_asked_for),
                TEST(measurements_that_are_never_shown_are_forgotten_with_all_that_bluez_knows_of_the_sensor),
                TEST(a_strap_that_another_program_holds_is_not_torn_away_from_it),
                TEST(a_strap_whose_keys_do_not_fit_is_said_to_be_one_and_keeps_them),
                TEST(a_silent_strap_is_subscribed_anew_and_its_loss_is_told_with_the_reason),
                TEST(an_object_that_bluez_does_not_know_any_more_is_forgotten_and_asked_for),
                TEST(links_that_fall_again_and_again_are_told_as_one_trouble),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
