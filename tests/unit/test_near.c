/* SPDX-License-Identifier: MIT */
/* Who was heard while somebody looked around. */
#include "bluez/near.h"

#include "purposed/event.h"

#include "support/cm.h"

#include <stdio.h>
#include <string.h>

#define PATH "/org/bluez/hci0/dev_C0_00_00_00_00_"

static struct pd_near near;
static struct pd_near_peer list[PD_NEAR_MAX];

static void
hear(pd_usec at, const char *path, const char *name, int rssi)
{
        const struct pd_property properties[] = {
                {.name = "RSSI", .type = 'n', .number = rssi},
                {.name = "Name", .type = 's', .text = name},
        };

        pd_near_see(&near, at, path, properties, name != NULL ? 2 : 1);
}

static void
the_nearest_come_first_by_name_and_signal(void **state)
{
        (void) state;
        memset(&near, 0, sizeof(near));
        hear(0, PATH "01", "HRM", -80);
        hear(0, PATH "02", NULL, -60);
        hear(PD_SEC, PATH "01", NULL, -50);
        assert_int_equal(pd_near_list(&near, PD_SEC, list, PD_NEAR_MAX), 2);
        assert_string_equal(list[0].address, "C0:00:00:00:00:01");
        assert_string_equal(list[0].name, "HRM");
        assert_int_equal(list[0].rssi_dbm, -50);
        assert_string_equal(list[1].name, "");
        assert_int_equal(pd_near_list(&near, PD_SEC, list, 1), 1);
}

static void
whoever_was_not_heard_lately_is_not_near(void **state)
{
        const struct pd_property name = {.name = "Name", .type = 's', .text = "Paired phone"};

        (void) state;
        memset(&near, 0, sizeof(near));
        pd_near_see(&near, 0, PATH "01", &name, 1);
        hear(0, PATH "02", NULL, -60);
        assert_int_equal(pd_near_list(&near, PD_NEAR_FOR, list, PD_NEAR_MAX), 1);
        assert_int_equal(pd_near_list(&near, PD_NEAR_FOR + 1, list, PD_NEAR_MAX), 0);
        hear(PD_SEC, PATH "01", NULL, -70);
        assert_int_equal(pd_near_list(&near, PD_NEAR_FOR + 1, list, PD_NEAR_MAX), 1);
        assert_string_equal(list[0].name, "Paired phone");
}

/* 127 is HCI's word for it; some controllers have no other. */
static void
one_whose_signal_is_not_told_is_near_and_comes_last(void **state)
{
        (void) state;
        memset(&near, 0, sizeof(near));
        hear(0, PATH "01", NULL, 127);
        hear(0, PATH "02", NULL, -90);
        assert_int_equal(pd_near_list(&near, 0, list, PD_NEAR_MAX), 2);
        assert_string_equal(list[1].address, "C0:00:00:00:00:01");
        assert_int_equal(list[1].rssi_dbm, PD_UNKNOWN);
}

static void
what_is_no_device_is_passed_over(void **state)
{
        (void) state;
        memset(&near, 0, sizeof(near));
        hear(0, "/org/bluez/hci0", NULL, -60);
        hear(0, "/org/bluez/hci0/dev_C0_00_00_00_00_01/service000a", NULL, -60);
        hear(0, "/org/bluez/hci0/dev_nonsense_of_17ch", NULL, -60);
        assert_int_equal(pd_near_list(&near, 0, list, PD_NEAR_MAX), 0);
}

static void
in_a_crowd_the_last_ones_are_kept(void **state)
{
        char path[64];

        (void) state;
        memset(&near, 0, sizeof(near));
        for (int i = 0; i < 3 * PD_NEAR_MAX; i++) {
                snprintf(path, sizeof(path), PATH "%02X", (unsigned) i);
                hear(i, path, NULL, -90 + i / 2);
        }
        assert_int_equal(pd_near_list(&near, 3 * PD_NEAR_MAX, list, PD_NEAR_MAX), PD_NEAR_MAX);
        assert_string_equal(list[0].address, "C0:00:00:00:00:5E");
        assert_string_equal(list[PD_NEAR_MAX - 1].address, "C0:00:00:00:00:41");
}

static void
advertise(pd_usec at, const uint8_t *bytes, size_t size)
{
        const struct pd_property properties[] = {
                {.name = "RSSI", .type = 'n', .number = -60},
                {.name = "ManufacturerData", .type = 'A', .key = 0x006B, .bytes = bytes, .size = size},
        };

        pd_near_see(&near, at, PATH "01", properties, 2);
}

static int32_t
hr_at(pd_usec now)
{
        assert_int_equal(pd_near_list(&near, now, list, PD_NEAR_MAX), 1);
        return list[0].hr_bpm;
}

static void
services_tell_the_kind(void **state)
{
        const struct pd_property properties[] = {
                {.name = "RSSI", .type = 'n', .number = -60},
                {.name = "UUIDs", .type = 'S', .text = "0000180d-0000-1000-8000-00805f9b34fb"},
                {.name = "UUIDs", .type = 'S', .text = "0000180a-0000-1000-8000-00805f9b34fb"},
                {.name = "UUIDs", .type = 'S', .text = "6217ff4b-fb31-1140-ad5a-a45545d7ecf3"},
                {.name = "UUIDs", .type = 'S', .text = "00001814-0000-1000-8000-00805f9b34fb"},
        };
        char kinds[PD_TEXT_SIZE];

        (void) state;
        memset(&near, 0, sizeof(near));
        pd_near_see(&near, 0, PATH "01", properties, 5);
        assert_int_equal(pd_near_list(&near, 0, list, PD_NEAR_MAX), 1);
        pd_near_kinds(list[0].kinds, kinds, sizeof(kinds));
        assert_string_equal(kinds, "heart-rate strap, footpod");
        pd_near_kinds(list[0].kinds, kinds, sizeof("heart-rate strap, "));
        assert_string_equal(kinds, "heart-rate strap");
        pd_near_kinds(0, kinds, sizeof(kinds));
        assert_string_equal(kinds, "");
}

/* Flags with the counter in bits 2 to 4, a clock code, the rate. */
static void
an_advertised_heart_rate_is_shown_while_it_moves(void **state)
{
        (void) state;
        memset(&near, 0, sizeof(near));
        advertise(0, (uint8_t[]) {0x27, 0x00, 150, 152}, 4);
        assert_int_equal(hr_at(0), PD_UNKNOWN); /* as old as it likes */
        advertise(PD_SEC, (uint8_t[]) {0x2B, 0x00, 150, 153}, 4);
        assert_int_equal(hr_at(PD_SEC), 153);
        for (pd_usec at = 2 * PD_SEC; at <= PD_SEC + PD_NEAR_HR_FOR; at += PD_SEC)
                advertise(at, (uint8_t[]) {0x2B, 0x00, 150, 153}, 4); /* it lies on the table */
        assert_int_equal(hr_at(PD_SEC + PD_NEAR_HR_FOR), 153);
        assert_int_equal(hr_at(PD_SEC + PD_NEAR_HR_FOR + 1), PD_UNKNOWN);
        advertise(12 * PD_SEC, (uint8_t[]) {0x2F, 0x00, 99}, 3);
        assert_int_equal(hr_at(12 * PD_SEC), 99);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_nearest_come_first_by_name_and_signal),
                cmocka_unit_test(whoever_was_not_heard_lately_is_not_near),
                cmocka_unit_test(one_whose_signal_is_not_told_is_near_and_comes_last),
                cmocka_unit_test(what_is_no_device_is_passed_over),
                cmocka_unit_test(in_a_crowd_the_last_ones_are_kept),
                cmocka_unit_test(services_tell_the_kind),
                cmocka_unit_test(an_advertised_heart_rate_is_shown_while_it_moves),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
