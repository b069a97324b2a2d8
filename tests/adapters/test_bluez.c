/* SPDX-License-Identifier: MIT */
/* The source of frames against a bluetoothd of the test's own, which is
 * another implementation of D-Bus. */
#include "support/source_bench.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

static void
a_strap_and_a_pod_are_connected_subscribed_and_heard(void **state)
{
        struct bench *bench = *state;
        pd_usec before;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        assert_int_equal(bench->ups, 2);
        assert_int_equal(bench->downs, 0);
        assert_string_equal(bench->name, "Virtual Strap");
        before = bench_now(bench);
        hear_both(bench);
        /* contact, 72 bpm, one RR of 1024/1024 s */
        assert_int_equal(decoded(find(bench, STRAP, 0x2A37), PD_QUANTITY_HEART_RATE), 72);
        /* 2.5 m/s, 85 steps a minute of one foot */
        assert_int_equal(decoded(find(bench, POD, 0x2A53), PD_QUANTITY_SPEED), 2500);
        for (size_t i = 0; i < bench->n_frames; i++)
                assert_in_range(bench->at[i], before, bench_now(bench));
}

static void
labels_are_read_once_and_the_battery_is_a_frame(void **state)
{
        static const struct {
                const char *address;
                uint16_t characteristic;
        } labels[] = {{STRAP, 0x2A38}, {STRAP, 0x2A29}, {STRAP, 0x2A24}, {STRAP, 0x2A19}, {POD, 0x2A24}, {POD, 0x2A5D}};
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
                wait_for_frames(bench, labels[i].address, labels[i].characteristic, 1);
        tell(bench, "battery " STRAP);
        tell(bench, "send " STRAP " 0048"); /* what was announced a second time comes before this */
        tell(bench, "send " POD " 00800255");
        wait_for_frames(bench, STRAP, 0x2A37, 1);
        wait_for_frames(bench, POD, 0x2A53, 1);
        for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
                assert_int_equal(count(bench, labels[i].address, labels[i].characteristic), 1);
        assert_int_equal(find(bench, STRAP, 0x2A19)->bytes[0], 87);
        assert_memory_equal(find(bench, POD, 0x2A24)->bytes, "Pod", 3);
        bench->n_frames = 0;
        tell(bench, "drop " STRAP);
        wait_for_frames(bench, STRAP, 0x2A19, 1);
        assert_int_equal(find(bench, STRAP, 0x2A19)->bytes[0], 87);
}

/* A Stryd: a pod, and beside it a power meter that says once more where it sits. */
static void
hear_two_services(struct bench *bench, bool acquire)
{
        static const uint16_t labels[] = {0x2A19, 0x2A24, 0x2A54, 0x2A65, 0x2A5D}; /* the last once, of two */

        bench->acquire = acquire;
        begin_fake(bench, "--power");
        begin_bluez(bench, POD, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++)
                wait_for_frames(bench, POD, labels[i], 1);
        tell(bench, "send " POD " 00800255");
        tell_when_possible(bench, "send " POD " 2a63:00001e01");
        wait_for_frames(bench, POD, 0x2A53, 1);
        wait_for_frames(bench, POD, 0x2A63, 1);
        assert_int_equal(decoded(find(bench, POD, 0x2A53), PD_QUANTITY_SPEED), 2500);
        assert_int_equal(decoded(find(bench, POD, 0x2A63), PD_QUANTITY_POWER), 286);
        assert_int_equal(bench->downs, 0);
}

static void
a_sensor_of_two_services_is_heard_by_both(void **state)
{
        hear_two_services(*state, false);
}

static void
a_sensor_of_two_services_is_acquired_by_both(void **state)
{
        hear_two_services(*state, true);
}

static void
bluez_may_come_after_us(void **state)
{
        struct bench *bench = *state;

        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "BlueZ is not running");
        begin_fake(bench, NULL);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
}

static void
bluez_may_restart_under_us(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, POD);
        for (unsigned i = 1; i <= 3; i++) {
                wait_for_status(bench, "2 of 2 sensors live");
                hear_both(bench);
                tell(bench, i == 1 ? "restart 50" : "restart");
                wait_for_links(bench, 2 * i, 2 * i);
        }
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
}

static void
bluez_may_die_and_another_one_take_its_place(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        bench->fake = pd_fake_peer_free(bench->fake);
        wait_for_status(bench, "BlueZ is not running");
        begin_fake(bench, NULL);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
}

static void
the_bus_may_die_and_come_back(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        assert_int_equal(pd_private_bus_restart(bench->bus), 0);
        wait_for_links(bench, 2, 2);
        begin_fake(bench, NULL);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
}

static void
the_bus_may_come_after_us(void **state)
{
        struct bench *bench = *state;
        const char *real = pd_private_bus_address(bench->bus) + strlen("unix:path=");
        char folder[] = "/tmp/test-bluez-XXXXXX", path[64], target[256], address[96];

        assert_non_null(mkdtemp(folder));
        snprintf(path, sizeof(path), "%s/bus", folder);
        snprintf(target, sizeof(target), "%.*s", (int) strcspn(real, ","), real);
        snprintf(address, sizeof(address), "unix:path=%s", path);
        begin_fake(bench, NULL);
        begin_bluez_at(bench, address, STRAP, POD);
        wait_for_status(bench, "no bus to BlueZ");
        for (int i = 0; i < 20; i++)
                turn(bench);
        assert_int_equal(symlink(target, path), 0);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
        unlink(path);
        rmdir(folder);
}

static void
a_link_that_is_lost_is_made_again(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, POD);
        for (unsigned i = 1; i <= 5; i++) {
                wait_for_status(bench, "2 of 2 sensors live");
                hear_both(bench);
                tell(bench, i % 2 ? "drop " STRAP : "drop " POD);
                wait_for_links(bench, 2 + i, i);
        }
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
        assert_int_equal(bench->ups, 7);
        assert_int_equal(bench->downs, 5);
}

static void
a_sensor_that_is_connected_already_is_adopted(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        tell(bench, "link " STRAP); /* still under way, or done, when we come */
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        bench->bluez = pd_bluez_free(bench->bluez);
        begin_bluez(bench, STRAP, NULL); /* certainly done */
        wait_for_status(bench, "1 of 1 sensors live");
        assert_int_equal(bench->ups, 2);
        assert_int_equal(bench->downs, 0);
        bench->n_frames = 0;
        tell(bench, "send " STRAP " 0048");
        wait_for_frames(bench, STRAP, 0x2A37, 1);
}

/* The I-th frame of the strap's heart rate. */
static const struct pd_frame *
beat(const struct bench *bench, size_t i)
{
        for (size_t k = 0; k < bench->n_frames; k++)
                if (bench->frames[k].characteristic == 0x2A37 && i-- == 0)
                        return &bench->frames[k];
        fail_msg("too few frames");
        return NULL;
}

static void
short_and_senseless_values_pass_through_as_they_are(void **state)
{
        static const struct {
                const char *hex;
                size_t length;
        } values[] = {{"", 0}, {"16", 1}, {"1648ff", 3}, {"ffffffffffff", 6}, {"00", 1}, {"00", 1}};
        struct bench *bench = *state;
        size_t n = sizeof(values) / sizeof(values[0]);
        char line[1200], *end = line + snprintf(line, sizeof(line), "send " STRAP " ");

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        bench->n_frames = 0;
        for (size_t i = 0; i < n; i++) {
                char command[64];

                snprintf(command, sizeof(command), "send " STRAP " %s", values[i].hex);
                tell(bench, command);
        }
        wait_for_frames(bench, STRAP, 0x2A37, n); /* equal ones are not merged */
        for (size_t i = 0; i < n; i++)
                assert_int_equal(beat(bench, i)->length, values[i].length);
        assert_memory_equal(beat(bench, 3)->bytes, "\xff\xff\xff\xff\xff\xff", 6);

        /* As long as a frame can be. */
        memset(end, 'a', 2 * PD_FRAME_BYTES_MAX);
        end[2 * PD_FRAME_BYTES_MAX] = '\0';
        tell(bench, line);
        wait_for_frames(bench, STRAP, 0x2A37, n + 1);
        assert_int_equal(beat(bench, n)->length, PD_FRAME_BYTES_MAX);
}

static void
a_subscription_that_was_forgotten_is_made_again(void **state)
{
        struct bench *bench = *state;

        bench->speed = 50; /* 10 s of silence in 0.2 s */
        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        lose_subscription(bench);
}

static void
an_unknown_sensor_is_scanned_for(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, "--unknown");
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
}

static void
a_scan_that_began_without_our_knowledge_is_stopped_all_the_same(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        bench->speed = 20;
        begin_fake(bench, "--unknown");
        person = begin_person(bench);
        tell(bench, "off " STRAP);
        tell(bench, "muddle");
        begin_bluez(bench, STRAP, NULL);
        for (int i = 0; i < 2; i++) { /* and the next one is a scan as any other */
                wait_for_discovering(bench, person, true);
                wait_for_discovering(bench, person, false);
        }
        tell(bench, "on " STRAP);
        wait_for_status(bench, "1 of 1 sensors live");
        sd_bus_flush_close_unref(person);
}

static void
a_bus_that_denies_us_the_tree_is_told_of_once(void **state)
{
        struct bench *bench = *state;

        bench->speed = 100;
        begin_fake(bench, NULL);
        tell(bench, "deny");
        begin_bluez(bench, STRAP, NULL);
        let_pass(bench, 2 * PD_MINUTE);
        assert_int_equal(count_logged("does not say"), 1);
        assert_int_equal(count_logged("group bluetooth"), 1);
        tell(bench, "allow");
        wait_for_status(bench, "1 of 1 sensors live");
}

static void
a_scan_that_is_denied_is_told_of_once(void **state)
{
        struct bench *bench = *state;

        bench->speed = 100;
        begin_fake(bench, "--unknown");
        tell(bench, "off " STRAP);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "0 of 1 sensors live");
        tell(bench, "deny");
        let_pass(bench, 3 * PD_MINUTE); /* of the second and the third scan at least */
        assert_int_equal(count_logged("the scan is tried again"), 1);
        assert_int_equal(count_logged("group bluetooth"), 1);
}

static void
assert_adapters(const struct bench *bench, const char *expected)
{
        char text[64], little[8];

        pd_bluez_adapters(bench->bluez, text, sizeof(text));
        assert_string_equal(text, expected);
        pd_bluez_adapters(bench->bluez, little, sizeof(little)); /* all of one or nothing */
        assert_string_equal(little, "");
}

static void
the_adapter_may_be_unplugged_and_plugged_in_again(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, POD);
        assert_adapters(bench, "");
        wait_for_status(bench, "2 of 2 sensors live");
        assert_adapters(bench, "hci0 C0:00:00:00:00:AA 2 links");
        assert_string_equal(bench->trouble, "");
        tell(bench, "unplug");
        wait_for_status(bench, "no Bluetooth adapter");
        assert_string_equal(bench->trouble, "down");
        assert_adapters(bench, "");
        wait_for_links(bench, 2, 2);
        tell(bench, "plug");
        wait_for_status(bench, "2 of 2 sensors live");
        assert_string_equal(bench->trouble, "");
        hear_both(bench);
        tell(bench, "unplug");
        wait_for_status(bench, "no Bluetooth adapter");
        assert_int_equal(pd_bluez_release(bench->bluez, STRAP), 0); /* that it is away is as it should be */
        assert_string_equal(bench->trouble, "");
}

static void
a_sensor_in_a_drawer_does_not_keep_the_other_from_connecting(void **state)
{
        struct bench *bench = *state;
        pd_usec begun;

        bench->speed = 5;
        begin_fake(bench, NULL);
        tell(bench, "off " STRAP);
        begun = bench_now(bench);
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "1 of 2 sensors live");
        assert_true(bench_now(bench) - begun < 40 * PD_SEC); /* a Connect by itself may take 45 */
        tell(bench, "on " STRAP);
        wait_for_status(bench, "2 of 2 sensors live");
}

static void
a_worn_sensor_comes_back_in_seconds_while_one_in_a_drawer_has_its_turn(void **state)
{
        struct bench *bench = *state;
        pd_usec lost;

        bench->speed = 5;
        begin_fake(bench, NULL);
        tell(bench, "off " STRAP);
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "1 of 2 sensors live");
        tell(bench, "send " POD " 00800255");
        wait_for_frames(bench, POD, 0x2A53, 1);
        tell_when_possible(bench, "called " STRAP);
        tell(bench, "drop " POD);
        lost = bench_now(bench);
        wait_for_links(bench, 2, 1);
        assert_true(bench_now(bench) - lost < 7 * PD_SEC); /* 2 and what the machine takes; a whole turn is 10 */
}

static void
a_connect_that_bluez_forgets_does_not_keep_the_sensor_away(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        tell(bench, "off " STRAP);
        begin_bluez(bench, STRAP, NULL);
        tell_when_possible(bench, "vanish " STRAP);
        tell(bench, "on " STRAP);
        wait_for_status(bench, "1 of 1 sensors live");
}

static void
whoever_is_enrolled_later_is_found_and_nobody_else_is_touched(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        assert_int_equal(bench->ups, 1);
        assert_false(pd_fake_peer_command(bench->fake, "send " POD " 00800255"));
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = POD}), 0);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = POD}), -EEXIST);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = "c0:00:00:00:00:03"}), -EINVAL);
}

static void
whoever_is_forgotten_is_let_go_and_may_come_back(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        pd_bluez_forget(bench->bluez, "C0:00:00:00:00:99"); /* nobody's */
        pd_bluez_forget(bench->bluez, POD);
        wait_for_links(bench, 2, 1);
        wait_for_status(bench, "1 of 1 sensors live");
        let_pass(bench, 5 * PD_SEC); /* and is not connected again */
        assert_false(pd_fake_peer_command(bench->fake, "send " POD " 00800255"));
        assert_int_equal(bench->ups, 2);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = POD}), 0);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
}

static void
whoever_is_forgotten_in_the_middle_of_a_connect_is_not_connected(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        tell(bench, "off " POD);
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "1 of 2 sensors live");
        tell_when_possible(bench, "called " POD);
        pd_bluez_forget(bench->bluez, POD);
        wait_for_status(bench, "1 of 1 sensors live");
        tell(bench, "on " POD);
        let_pass(bench, 5 * PD_SEC);
        assert_false(pd_fake_peer_command(bench->fake, "send " POD " 00800255"));
        assert_int_equal(bench->ups, 1);
}

static void
whoever_is_forgotten_at_any_moment_may_come_back_at_once(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        for (int turns = 0; turns < 40; turns++) {
                begin_bluez(bench, STRAP, POD);
                for (int i = 0; i < turns; i++)
                        assert_true(sd_event_run(bench->context.loop, 5 * PD_MSEC) >= 0);
                pd_bluez_forget(bench->bluez, POD);
                if (turns % 2 == 0)
                        assert_true(sd_event_run(bench->context.loop, 5 * PD_MSEC) >= 0);
                assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = POD}), 0);
                wait_for_status(bench, "2 of 2 sensors live");
                bench->bluez = pd_bluez_free(bench->bluez);
        }
}

static void
whoever_is_near_is_told_without_being_enrolled(void **state)
{
        struct bench *bench = *state;
        struct pd_near_peer near[PD_NEAR_MAX];
        const struct pd_near_peer *pod = NULL;

        begin_fake(bench, "--unknown");
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        for (pd_usec end = boottime_now() + WAIT; !pod && boottime_now() < end; turn(bench)) {
                size_t n = pd_bluez_scan(bench->bluez, near, PD_NEAR_MAX);

                for (size_t i = 0; i < n; i++) /* the strap was heard as well, when it was looked for */
                        pod = strcmp(near[i].address, POD) == 0 ? &near[i] : pod;
        }
        assert_non_null(pod);
        assert_string_not_equal(pod->name, "");
        assert_int_equal(pod->rssi_dbm, -60);
        wait_for_status(bench, "1 of 1 sensors live");
}

static void
nobody_is_near_where_there_is_no_adapter(void **state)
{
        struct bench *bench = *state;
        struct pd_near_peer near[PD_NEAR_MAX];
        pd_usec end = boottime_now() + WAIT;

        begin_bluez(bench, STRAP, NULL);
        assert_non_null(pd_bluez_obstacle(bench->bluez)); /* BlueZ is not there yet */
        begin_fake(bench, "--unknown");
        wait_for_status(bench, "1 of 1 sensors live");
        assert_null(pd_bluez_obstacle(bench->bluez));
        while (pd_bluez_scan(bench->bluez, near, PD_NEAR_MAX) < 2 && boottime_now() < end)
                turn(bench);
        assert_int_equal(pd_bluez_scan(bench->bluez, near, PD_NEAR_MAX), 2);
        tell(bench, "unplug");
        wait_for_status(bench, "no Bluetooth adapter");
        assert_string_equal(pd_bluez_obstacle(bench->bluez), "no Bluetooth adapter");
        assert_int_equal(pd_bluez_scan(bench->bluez, near, PD_NEAR_MAX), 0);
}

static void
it_may_be_freed_at_any_moment(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        for (int turns = 0; turns < 40; turns++) {
                begin_bluez(bench, STRAP, POD);
                for (int i = 0; i < turns; i++)
                        assert_true(sd_event_run(bench->context.loop, 5 * PD_MSEC) >= 0);
                bench->bluez = pd_bluez_free(bench->bluez);
        }
}

static void
a_bus_that_hangs_up_is_called_less_and_less_often(void **state)
{
        struct bench *bench = *state;
        struct sockaddr_un name = {.sun_family = AF_UNIX};
        char folder[] = "/tmp/test-bluez-XXXXXX", address[128];
        int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        unsigned calls = 0;

        bench->speed = 20;
        assert_non_null(mkdtemp(folder));
        snprintf(name.sun_path, sizeof(name.sun_path), "%s/bus", folder);
        snprintf(address, sizeof(address), "unix:path=%s/bus", folder);
        assert_int_equal(bind(listener, (const struct sockaddr *) &name, sizeof(name)), 0);
        assert_int_equal(listen(listener, 8), 0);
        begin_bluez_at(bench, address, STRAP, NULL);
        while (bench_now(bench) - bench->start < 15 * PD_SEC) {
                int call = accept(listener, NULL, NULL);

                if (call >= 0) {
                        close(call);
                        calls++;
                }
                turn(bench);
        }
        assert_in_range(calls, 2, 7); /* at 0, 0.25, 0.75, 1.75, 3.75, 7.75 s and not again before 15.75 s */
        wait_for_status(bench, "no bus to BlueZ");
        close(listener);
        unlink(name.sun_path);
        rmdir(folder);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_strap_and_a_pod_are_connected_subscribed_and_heard),
                TEST(labels_are_read_once_and_the_battery_is_a_frame),
                TEST(a_sensor_of_two_services_is_heard_by_both),
                TEST(a_sensor_of_two_services_is_acquired_by_both),
                TEST(bluez_may_come_after_us),
                TEST(bluez_may_restart_under_us),
                TEST(bluez_may_die_and_another_one_take_its_place),
                TEST(the_bus_may_die_and_come_back),
                TEST(the_bus_may_come_after_us),
                TEST(a_link_that_is_lost_is_made_again),
                TEST(a_sensor_that_is_connected_already_is_adopted),
                TEST(short_and_senseless_values_pass_through_as_they_are),
                TEST(a_subscription_that_was_forgotten_is_made_again),
                TEST(an_unknown_sensor_is_scanned_for),
                TEST(a_scan_that_began_without_our_knowledge_is_stopped_all_the_same),
                TEST(a_bus_that_denies_us_the_tree_is_told_of_once),
                TEST(a_scan_that_is_denied_is_told_of_once),
                TEST(the_adapter_may_be_unplugged_and_plugged_in_again),
                TEST(a_sensor_in_a_drawer_does_not_keep_the_other_from_connecting),
                TEST(a_worn_sensor_comes_back_in_seconds_while_one_in_a_drawer_has_its_turn),
                TEST(a_connect_that_bluez_forgets_does_not_keep_the_sensor_away),
                TEST(whoever_is_enrolled_later_is_found_and_nobody_else_is_touched),
                TEST(a_bus_that_hangs_up_is_called_less_and_less_often),
                TEST(whoever_is_forgotten_is_let_go_and_may_come_back),
                TEST(whoever_is_forgotten_in_the_middle_of_a_connect_is_not_connected),
                TEST(whoever_is_forgotten_at_any_moment_may_come_back_at_once),
                TEST(whoever_is_near_is_told_without_being_enrolled),
                TEST(nobody_is_near_where_there_is_no_adapter),
                TEST(it_may_be_freed_at_any_moment),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
