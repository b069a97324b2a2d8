/* SPDX-License-Identifier: MIT */
/* A sensor that is nobody's, listened to for some seconds because a person
 * chose it, and left as it was found. */
#include "support/cm.h"
#include "support/source_bench.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define POD_PATH ADAPTER_PATH "/dev_C0_00_00_00_00_02"

/* What came to who asked, and nowhere else. */
static struct {
        size_t n_frames;
        char name[PD_TEXT_SIZE];
} heard;

static void
frame(void *user, pd_usec at, const struct pd_frame *frame)
{
        (void) user;
        (void) at;
        assert_string_equal(frame->address, POD);
        heard.n_frames += frame->characteristic == 0x2A53;
}

static void
hint(void *user, const char *name, int32_t rssi_dbm)
{
        (void) user;
        (void) rssi_dbm;
        if (name)
                snprintf(heard.name, sizeof(heard.name), "%s", name);
}

static const struct pd_bluez_audience audience = {.frame = frame, .hint = hint, .patience = PD_VISIT_ASKED};

static struct pd_bluez_identified
ask(struct bench *bench, int expected)
{
        struct pd_bluez_identified how = {0};

        assert_int_equal(pd_bluez_identify(bench->bluez, POD, &audience, &how), expected);
        return how;
}

/* A person who asks each second of the daemon's time, until it is so. On a
 * machine that stands still for too long she has gone, and begins anew. */
static struct pd_bluez_identified
ask_until(struct bench *bench, enum pd_visit_state state)
{
        pd_usec end = boottime_now() + WAIT;
        struct pd_bluez_identified how = {0};

        while (how.state != state) {
                assert_true(boottime_now() < end);
                assert_true(pd_bluez_identify(bench->bluez, POD, &audience, &how) >= 0);
                if (how.state == state)
                        break;
                pd_fake_peer_command(bench->fake, "send " STRAP " 0048"); /* so that it is not made anew for its silence */
                pd_fake_peer_command(bench->fake, "send " POD " 00800255");
                let_pass(bench, PD_SEC);
        }
        return how;
}

enum { UNKNOWN = -1, APART, CONNECTED };

/* What a person who looks at BlueZ sees of the pod. */
static int
pod_is(sd_bus *person)
{
        int truth = UNKNOWN;

        (void) sd_bus_get_property_trivial(person, "org.bluez", POD_PATH, "org.bluez.Device1", "Connected", NULL, 'b', &truth);
        return truth;
}

static void
wait_for_pod(struct bench *bench, sd_bus *person, int expected)
{
        pd_usec end = boottime_now() + WAIT;

        while (pod_is(person) != expected) {
                if (boottime_now() > end)
                        fail_msg("still %d, expected %d", pod_is(person), expected);
                turn(bench);
        }
}

/* Who said his name. */
static struct {
        char address[PD_ADDRESS_SIZE];
        uint32_t kinds;
} stranger;

static void
hear_name(void *user, pd_usec at, const char *address, const char *name, uint32_t kinds)
{
        (void) user;
        (void) at;
        if (strcmp(name, "Virtual Strap") != 0 || strcmp(address, STRAP) == 0)
                return;
        memcpy(stranger.address, address, sizeof(stranger.address));
        stranger.kinds = kinds;
}

static void
begin_with(struct bench *bench, const char *option)
{
        memset(&heard, 0, sizeof(heard));
        bench->speed = 10; /* 15 s in 1.5 s */
        begin_fake(bench, option);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
}

/* BlueZ has known both for long. */
static void
begin(struct bench *bench)
{
        begin_with(bench, NULL);
}

static void
it_is_heard_for_some_seconds_and_let_go(void **state)
{
        struct bench *bench = *state;
        struct pd_bluez_identified how;
        char kinds[PD_TEXT_SIZE];
        sd_bus *person;

        begin_with(bench, "--unknown");
        person = begin_person(bench);
        how = ask(bench, 1);
        assert_int_equal(how.state, PD_VISIT_SEEKING);
        ask_until(bench, PD_VISIT_LISTENING);
        assert_int_equal(pod_is(person), CONNECTED);
        how = ask_until(bench, PD_VISIT_OVER);
        assert_true(how.heard && how.linked && how.seen);
        pd_near_kinds(how.kinds, kinds, sizeof(kinds));
        assert_string_equal(kinds, "footpod"); /* also where it stays silent */
        wait_for_pod(bench, person, UNKNOWN);
        assert_true(heard.n_frames > 2);
        assert_string_equal(heard.name, "Virtual Pod");
        assert_int_equal(count(bench, POD, 0x2A53), 0); /* nobody's session */
        assert_int_equal(count(bench, POD, 0x2A24), 0);
        assert_int_equal(bench->ups, 1);
        assert_int_equal(bench->downs, 0);
        wait_for_status(bench, "1 of 1 sensors live");
        sd_bus_flush_close_unref(person);
}

static void
the_others_go_on_meanwhile(void **state)
{
        struct bench *bench = *state;

        begin(bench);
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        bench->n_frames = 0;
        tell(bench, "send " STRAP " 0048");
        wait_for_frames(bench, STRAP, 0x2A37, 1);
        tell(bench, "drop " STRAP);
        wait_for_links(bench, 2, 1);
        wait_for_status(bench, "1 of 1 sensors live");
}

static void
who_goes_away_ends_it(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin_with(bench, "--unknown");
        person = begin_person(bench);
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        wait_for_pod(bench, person, UNKNOWN);
        assert_int_equal(ask(bench, 1).state, PD_VISIT_SEEKING); /* who comes later wants a look of his own */
        sd_bus_flush_close_unref(person);
}

static void
who_is_visited_when_the_daemon_ends_is_let_go(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin_with(bench, "--unknown");
        person = begin_person(bench);
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        bench->bluez = pd_bluez_free(bench->bluez);
        wait_for_pod(bench, person, UNKNOWN);
        sd_bus_flush_close_unref(person);
}

static void
one_at_a_time_and_none_that_is_enrolled(void **state)
{
        struct bench *bench = *state;
        struct pd_bluez_identified how;

        begin_bluez(bench, STRAP, NULL);
        assert_int_equal(pd_bluez_identify(bench->bluez, POD, &audience, &how), -ENETDOWN);
        bench->bluez = pd_bluez_free(bench->bluez);
        begin(bench);
        assert_int_equal(pd_bluez_identify(bench->bluez, STRAP, &audience, &how), -EEXIST);
        assert_int_equal(pd_bluez_identify(bench->bluez, "shoe", &audience, &how), -EINVAL);
        ask(bench, 1);
        assert_int_equal(pd_bluez_identify(bench->bluez, "C0:00:00:00:00:03", &audience, &how), -EBUSY);
        ask_until(bench, PD_VISIT_LISTENING);
        ask_until(bench, PD_VISIT_OVER);
        assert_int_equal(pd_bluez_identify(bench->bluez, "C0:00:00:00:00:03", &audience, &how), 1);
        assert_int_equal(how.state, PD_VISIT_SEEKING);
        assert_false(how.seen);
}

static void
one_that_is_not_there_is_given_up(void **state)
{
        struct bench *bench = *state;
        struct pd_bluez_identified how;

        begin(bench);
        tell(bench, "off " POD);
        ask(bench, 1);
        how = ask_until(bench, PD_VISIT_OVER);
        assert_false(how.heard);
        assert_false(how.linked);
}

static void
a_link_of_another_program_outlasts_it(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench);
        person = begin_person(bench);
        tell(bench, "link " POD);
        wait_for_pod(bench, person, CONNECTED);
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        ask_until(bench, PD_VISIT_OVER);
        let_pass(bench, 5 * PD_SEC);
        assert_int_equal(pod_is(person), CONNECTED);
        assert_false(pd_fake_peer_command(bench->fake, "send " POD " 00800255")); /* nobody is subscribed */
        sd_bus_flush_close_unref(person);
}

/* Whatever is tried with one of our own until it is heard: it is linked, and
 * no value comes. */
static void
ask_in_vain(struct bench *bench)
{
        pd_usec end = boottime_now() + WAIT;
        struct pd_bluez_identified how = {0};

        while (how.state != PD_VISIT_OVER || !how.linked) {
                assert_true(boottime_now() < end);
                assert_true(pd_bluez_identify(bench->bluez, POD, &audience, &how) >= 0);
                pd_fake_peer_command(bench->fake, "send " STRAP " 0048");
                let_pass(bench, PD_SEC);
        }
        assert_false(how.heard);
}

static void
a_link_of_another_program_is_not_torn_for_its_silence(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench);
        person = begin_person(bench);
        tell(bench, POD " silent for 30s");
        tell(bench, "link " POD);
        wait_for_pod(bench, person, CONNECTED);
        ask_in_vain(bench);
        let_pass(bench, 5 * PD_SEC);
        assert_int_equal(pod_is(person), CONNECTED);
        assert_int_equal(count_logged("why the link ended"), 0);
        sd_bus_flush_close_unref(person);
}

static void
one_that_measures_nothing_is_not_forgotten_for_it(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench);
        person = begin_person(bench);
        tell(bench, POD " characteristic missing");
        ask_in_vain(bench);
        assert_int_not_equal(pod_is(person), UNKNOWN);
        assert_int_equal(count_logged("has BlueZ forget it"), 0);
        sd_bus_flush_close_unref(person);
}

static void
one_that_was_known_before_us_stays_known(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench);
        person = begin_person(bench);
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        ask_until(bench, PD_VISIT_OVER);
        wait_for_pod(bench, person, APART);
        let_pass(bench, 5 * PD_SEC);
        assert_int_equal(pod_is(person), APART);
        sd_bus_flush_close_unref(person);
}

static void
one_that_somebody_trusts_stays_known(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench);
        person = begin_person(bench);
        assert_true(sd_bus_set_property(person, "org.bluez", POD_PATH, "org.bluez.Device1", "Trusted", NULL, "b", 1) >= 0);
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        ask_until(bench, PD_VISIT_OVER);
        let_pass(bench, 5 * PD_SEC);
        assert_int_not_equal(pod_is(person), UNKNOWN); /* BlueZ may connect it again: it was told so by who trusts it */
        assert_false(pd_fake_peer_command(bench->fake, "send " POD " 00800255")); /* nobody is subscribed */
        sd_bus_flush_close_unref(person);
}

static void
one_that_somebody_trusts_meanwhile_stays_known(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin_with(bench, "--unknown");
        person = begin_person(bench);
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        assert_true(sd_bus_set_property(person, "org.bluez", POD_PATH, "org.bluez.Device1", "Trusted", NULL, "b", 1) >= 0);
        ask_until(bench, PD_VISIT_OVER);
        let_pass(bench, 5 * PD_SEC);
        assert_int_not_equal(pod_is(person), UNKNOWN);
        sd_bus_flush_close_unref(person);
}

static void
one_that_another_program_found_stays_known(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        memset(&heard, 0, sizeof(heard));
        bench->speed = 10;
        begin_fake(bench, "--unknown");
        person = begin_person(bench);
        assert_true(sd_bus_call_method(person, "org.bluez", ADAPTER_PATH, "org.bluez.Adapter1", "StartDiscovery", NULL, NULL, "") >= 0);
        wait_for_pod(bench, person, APART);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        assert_true(sd_bus_call_method(person, "org.bluez", ADAPTER_PATH, "org.bluez.Adapter1", "StopDiscovery", NULL, NULL, "") >= 0);
        ask_until(bench, PD_VISIT_OVER);
        let_pass(bench, 5 * PD_SEC);
        assert_int_not_equal(pod_is(person), UNKNOWN);
        sd_bus_flush_close_unref(person);
}

static void
who_is_enrolled_meanwhile_is_a_guest_no_longer(void **state)
{
        struct bench *bench = *state;

        begin(bench);
        ask(bench, 1);
        ask_until(bench, PD_VISIT_LISTENING);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = POD}), 0);
        wait_for_status(bench, "2 of 2 sensors live");
        bench->n_frames = heard.n_frames = 0;
        tell(bench, "send " POD " 00800255");
        wait_for_frames(bench, POD, 0x2A53, 1);
        assert_int_equal(heard.n_frames, 0);
}

static void
many_looks_leave_no_more_than_one(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin_with(bench, "--unknown");
        person = begin_person(bench);
        for (int i = 0; i < 5; i++) {
                struct pd_bluez_identified how;

                ask(bench, 1);
                ask_until(bench, PD_VISIT_LISTENING);
                wait_for_pod(bench, person, UNKNOWN);
                /* another one is asked for, and left again */
                assert_int_equal(pd_bluez_identify(bench->bluez, "C0:00:00:00:00:03", &audience, &how), 1);
                let_pass(bench, 2 * PD_VISIT_ASKED);
        }
        wait_for_status(bench, "1 of 1 sensors live");
        sd_bus_flush_close_unref(person);
}

static void
one_with_a_new_address_says_its_old_name(void **state)
{
        struct bench *bench = *state;
        struct pd_near_peer near[PD_NEAR_MAX];
        char kinds[PD_TEXT_SIZE];

        memset(&stranger, 0, sizeof(stranger));
        bench->context.heard = hear_name;
        begin(bench);
        tell(bench, "strap address changes");
        wait_for_links(bench, 1, 1);
        for (pd_usec end = boottime_now() + WAIT; !*stranger.address; turn(bench)) {
                assert_true(boottime_now() < end);
                pd_bluez_scan(bench->bluez, near, PD_NEAR_MAX); /* a person looks why it is silent */
        }
        pd_near_kinds(stranger.kinds, kinds, sizeof(kinds));
        assert_string_equal(kinds, "heart-rate strap");
        pd_bluez_forget(bench->bluez, STRAP); /* replaced */
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = stranger.address}), 0);
        wait_for_status(bench, "1 of 1 sensors live");
}

/* Nobody scans: a session runs without it, and that is all. */
static void
one_that_a_session_misses_is_looked_for_under_another_address(void **state)
{
        struct bench *bench = *state;
        pd_usec lost;
        sd_bus *person;

        memset(&stranger, 0, sizeof(stranger));
        bench->context.heard = hear_name;
        bench->speed = 30; /* 3 min in 6 s */
        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        person = begin_person(bench);
        tell(bench, "strap address changes");
        wait_for_links(bench, 1, 1);
        let_pass(bench, PD_BLUEZ_MISSED_AFTER + 20 * PD_SEC);
        assert_string_equal(stranger.address, ""); /* without a session nobody misses it */
        lost = bench_now(bench);
        pd_bluez_set_running(bench->bluez, STRAP, true);
        for (pd_usec end = boottime_now() + WAIT; !*stranger.address; turn(bench))
                assert_true(boottime_now() < end);
        assert_in_range(bench_now(bench) - lost, PD_BLUEZ_MISSED_AFTER, PD_HOUR);
        let_pass(bench, PD_BLUEZ_MISSED_FOR);
        wait_for_discovering(bench, person, false);
        for (pd_usec end = bench_now(bench) + PD_MINUTE; bench_now(bench) < end; turn(bench)) {
                int truth = -1;

                assert_true(sd_bus_get_property_trivial(person, "org.bluez", ADAPTER_PATH, "org.bluez.Adapter1", "Discovering", NULL, 'b',
                                    &truth) >= 0);
                assert_int_equal(truth, false); /* once */
        }
        sd_bus_flush_close_unref(person);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(it_is_heard_for_some_seconds_and_let_go),
                TEST(the_others_go_on_meanwhile),
                TEST(who_goes_away_ends_it),
                TEST(who_is_visited_when_the_daemon_ends_is_let_go),
                TEST(one_at_a_time_and_none_that_is_enrolled),
                TEST(one_that_is_not_there_is_given_up),
                TEST(a_link_of_another_program_outlasts_it),
                TEST(a_link_of_another_program_is_not_torn_for_its_silence),
                TEST(one_that_measures_nothing_is_not_forgotten_for_it),
                TEST(one_that_was_known_before_us_stays_known),
                TEST(one_that_somebody_trusts_stays_known),
                TEST(one_that_somebody_trusts_meanwhile_stays_known),
                TEST(one_that_another_program_found_stays_known),
                TEST(who_is_enrolled_meanwhile_is_a_guest_no_longer),
                TEST(many_looks_leave_no_more_than_one),
                TEST(one_with_a_new_address_says_its_old_name),
                TEST(one_that_a_session_misses_is_looked_for_under_another_address),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
