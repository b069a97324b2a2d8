/* SPDX-License-Identifier: MIT */
/* Other people's sensors that BlueZ connected for our sake. */
#include "bluez/stranger.h"

#include "support/cm.h"

#include <stdio.h>
#include <string.h>

#define DEVICE "/org/bluez/hci0/dev_C0_00_00_00_00_09"
#define ADDRESS "C0:00:00:00:00:09"

static struct pd_strangers strangers;
static struct pd_stranger list[PD_STRANGERS_MAX];
static const struct pd_stranger *news;
static bool classic; /* who is judged speaks BR/EDR as well */

struct face {
        const char *uuid;
        bool connected, trusted, pulled;
};

#define RATE "0000180d-0000-1000-8000-00805f9b34fb"
#define KEYBOARD "00001812-0000-1000-8000-00805f9b34fb"
#define BATTERY "0000180f-0000-1000-8000-00805f9b34fb"

static enum pd_stranger_verdict
judge(pd_usec now, const char *path, const char *address, struct face face)
{
        const struct pd_property properties[] = {
                {.name = "Address", .type = 's', .text = address},
                {.name = "Alias", .type = 's', .text = "Somebody's \n strap"},
                {.name = "Connected", .type = 'b', .truth = face.connected},
                {.name = "Trusted", .type = 'b', .truth = face.trusted},
                {.name = "UUIDs", .type = 'S', .text = BATTERY},
                {.name = "UUIDs", .type = 'S', .text = face.uuid},
                {.name = classic ? "Class" : "RSSI", .type = classic ? 'u' : 'n', .number = classic ? 0x240404 : -60}, /* audio */
        };

        return pd_strangers_judge(&strangers, now, face.pulled, path, properties, sizeof(properties) / sizeof(properties[0]), &news);
}

static int
set_up(void **state)
{
        (void) state;
        memset(&strangers, 0, sizeof(strangers));
        classic = false;
        return 0;
}

static void
only_a_sensor_that_our_profile_may_have_pulled_in_is_let_go(void **state)
{
        static const struct {
                struct face face;
                enum pd_stranger_verdict verdict;
        } cases[] = {
                {{RATE, true, false, true}, PD_STRANGER_LET_GO},
                {{RATE, true, true, true}, PD_STRANGER_LEFT_ALONE},
                {{RATE, false, false, true}, PD_STRANGER_NO_MATTER},
                {{RATE, true, false, false}, PD_STRANGER_NO_MATTER},
                {{KEYBOARD, true, false, true}, PD_STRANGER_NO_MATTER},
                {{KEYBOARD, true, true, true}, PD_STRANGER_NO_MATTER},
                {{"6e400003-b5a3-f393-e0a9-e50e24dcca9e", true, false, true}, PD_STRANGER_NO_MATTER},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                memset(&strangers, 0, sizeof(strangers));
                if (judge(0, DEVICE, ADDRESS, cases[i].face) != cases[i].verdict)
                        fail_msg("case %zu", i);
                assert_int_equal(pd_strangers_list(&strangers, list, PD_STRANGERS_MAX), cases[i].verdict != PD_STRANGER_NO_MATTER);
                assert_true((news != NULL) == (cases[i].verdict != PD_STRANGER_NO_MATTER));
        }
}

/* Ear-buds tell the heart rate, too: a Disconnect would end the music. */
static void
who_speaks_the_other_bluetooth_is_never_touched(void **state)
{
        (void) state;
        classic = true;
        assert_int_equal(judge(0, DEVICE, ADDRESS, (struct face){RATE, true, false, true}), PD_STRANGER_NO_MATTER);
        assert_int_equal(pd_strangers_list(&strangers, list, PD_STRANGERS_MAX), 0);
}

static void
it_is_let_go_once_and_again_when_it_is_another_object(void **state)
{
        const struct face face = {RATE, true, false, true};

        (void) state;
        assert_int_equal(judge(1, DEVICE, ADDRESS, face), PD_STRANGER_LET_GO);
        assert_non_null(news);
        assert_string_equal(news->address, ADDRESS);
        assert_string_equal(news->name, "Somebody's ? strap");
        assert_int_equal(judge(2, DEVICE, ADDRESS, face), PD_STRANGER_LEFT_ALONE); /* another program wants it */
        assert_null(news);
        pd_strangers_vanish(&strangers, "/org/bluez/hci0/dev_C0_00_00_00_00_08");
        assert_int_equal(judge(3, DEVICE, ADDRESS, face), PD_STRANGER_LEFT_ALONE);
        pd_strangers_vanish(&strangers, DEVICE);
        assert_int_equal(judge(4, DEVICE, ADDRESS, face), PD_STRANGER_LET_GO);
        assert_null(news); /* it was said who it is */
        pd_strangers_vanish(&strangers, "/org/bluez/hci1");
        pd_strangers_vanish(&strangers, "/org/bluez/hci");
        assert_int_equal(judge(4, DEVICE, ADDRESS, face), PD_STRANGER_LEFT_ALONE);
        pd_strangers_vanish(&strangers, "/org/bluez/hci0");
        assert_int_equal(judge(4, DEVICE, ADDRESS, face), PD_STRANGER_LET_GO);
        pd_strangers_vanish(&strangers, NULL);
        assert_int_equal(judge(5, DEVICE, ADDRESS, face), PD_STRANGER_LET_GO);
        assert_int_equal(pd_strangers_list(&strangers, list, PD_STRANGERS_MAX), 1);
        assert_int_equal(list[0].at, 5);
}

static void
who_is_enrolled_is_no_stranger_any_more(void **state)
{
        (void) state;
        judge(1, DEVICE, ADDRESS, (struct face){RATE, true, false, true});
        pd_strangers_forget(&strangers, "C0:00:00:00:00:08");
        assert_int_equal(pd_strangers_list(&strangers, list, PD_STRANGERS_MAX), 1);
        pd_strangers_forget(&strangers, ADDRESS);
        assert_int_equal(pd_strangers_list(&strangers, list, PD_STRANGERS_MAX), 0);
}

static void
a_crowd_is_told_by_the_last_ones(void **state)
{
        char path[64], address[PD_ADDRESS_SIZE];

        (void) state;
        for (unsigned i = 0; i < 3 * PD_STRANGERS_MAX; i++) {
                snprintf(path, sizeof(path), "/org/bluez/hci0/dev_C0_00_00_00_01_%02X", i);
                snprintf(address, sizeof(address), "C0:00:00:00:01:%02X", i & 255);
                judge(i, path, address, (struct face){RATE, true, false, true});
        }
        assert_int_equal(pd_strangers_list(&strangers, list, PD_STRANGERS_MAX), PD_STRANGERS_MAX);
        for (unsigned i = 0; i < PD_STRANGERS_MAX; i++)
                assert_int_equal(list[i].at, 3 * PD_STRANGERS_MAX - 1 - i);
        assert_int_equal(pd_strangers_list(&strangers, list, 2), 2);
        assert_int_equal(list[1].at, 3 * PD_STRANGERS_MAX - 2);
}

static void
nonsense_is_no_matter(void **state)
{
        char path[2 * PD_OBJECT_PATH_SIZE];

        (void) state;
        memset(path, 'a', sizeof(path) - 1);
        path[0] = '/';
        path[sizeof(path) - 1] = '\0';
        assert_int_equal(judge(0, path, ADDRESS, (struct face){RATE, true, false, true}), PD_STRANGER_NO_MATTER);
        assert_int_equal(judge(0, DEVICE, "nonsense", (struct face){RATE, true, false, true}), PD_STRANGER_NO_MATTER);
        assert_int_equal(judge(0, DEVICE, ADDRESS, (struct face){"", true, false, true}), PD_STRANGER_NO_MATTER);
        assert_int_equal(pd_strangers_judge(&strangers, 0, true, DEVICE, NULL, 0, NULL), PD_STRANGER_NO_MATTER);
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup(function, set_up)
        const struct CMUnitTest tests[] = {
                TEST(only_a_sensor_that_our_profile_may_have_pulled_in_is_let_go),
                TEST(who_speaks_the_other_bluetooth_is_never_touched),
                TEST(it_is_let_go_once_and_again_when_it_is_another_object),
                TEST(who_is_enrolled_is_no_stranger_any_more),
                TEST(a_crowd_is_told_by_the_last_ones),
                TEST(nonsense_is_no_matter),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
