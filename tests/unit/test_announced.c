/* SPDX-License-Identifier: MIT */
/* The list of what Home Assistant was told of: written, read again, and full. */
#include "support/cm.h"

#include "mqtt/announced.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static struct pd_announced list, again;
static char text[PD_ANNOUNCED_TEXT_SIZE];

static int
set_up(void **state)
{
        (void) state;
        memset(&list, 0, sizeof(list));
        memset(&again, 0, sizeof(again));
        return 0;
}

static struct pd_announced_device
device(enum pd_discovery_mode mode, enum pd_device_kind kind, const char *id)
{
        struct pd_announced_device ret = { .mode = mode, .kind = kind };

        strcpy(ret.prefix, "homeassistant");
        strcpy(ret.node, "pi");
        snprintf(ret.id, sizeof(ret.id), "%s", id);
        return ret;
}

static void
what_is_written_reads_the_same(void **state)
{
        struct pd_announced_device anna = device(PD_DISCOVERY_DEVICE, PD_DEVICE_ATHLETE, "anna");
        struct pd_announced_device strap = device(PD_DISCOVERY_ENTITY, PD_DEVICE_SENSOR, "00005e005300");
        size_t length;

        (void) state;
        assert_int_equal(pd_announced_add_components(&list), 1);
        assert_int_equal(pd_announced_add_components(&list), 0);
        assert_int_equal(pd_announced_add(&list, &anna), 1);
        assert_int_equal(pd_announced_add(&list, &anna), 0);
        assert_int_equal(pd_announced_add(&list, &strap), 1);
        length = pd_announced_write(&list, text);
        assert_int_equal(length, strlen(text));
        assert_non_null(strstr(text, "\ncomponent athlete event alert\n"));
        assert_non_null(strstr(text, "\nannounced device homeassistant pi athlete anna\n"
                                     "announced entity homeassistant pi sensor 00005e005300\n"));
        pd_announced_read(&again, text);
        assert_memory_equal(&again, &list, sizeof(list));
}

static void
what_does_not_read_is_passed_over(void **state)
{
        static const char *const lines[] = {
                "", "#", "announced", "announced device", "announced never homeassistant pi athlete anna",
                "announced off homeassistant pi athlete anna", "announced device homeassistant pi dog rex",
                "announced device homeassistant pi athlete ANNA", "announced device home#assistant pi athlete anna",
                "announced device homeassistant pi athlete", "component athlete sensor", "component dog sensor bark",
                "component athlete sensor ../x", "forgotten device homeassistant pi athlete anna",
                "announced device this-prefix-is-longer-than-one-is-allowed-to-be pi athlete anna",
                "announced device homeassistant pi athlete an-id-that-is-longer-than-32-characters",
        };

        (void) state;
        for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
                pd_announced_read(&list, lines[i]);
                if (list.n_devices + list.n_components > 0)
                        fail_msg("'%s' was read", lines[i]);
        }
        memset(text, 'x', sizeof(text) - 1);
        text[sizeof(text) - 1] = '\0';
        pd_announced_read(&list, text);
        pd_announced_read(&list, "rubbish\nannounced device homeassistant pi bridge bridge");
        assert_int_equal(list.n_devices, 1);
}

static void
a_full_list_takes_no_more_and_its_text_has_room(void **state)
{
        struct pd_announced_device one = device(PD_DISCOVERY_DEVICE, PD_DEVICE_ATHLETE, "");

        (void) state;
        memset(one.prefix, 'p', sizeof(one.prefix) - 1);
        memset(one.node, 'n', sizeof(one.node) - 1);
        for (int i = 0; i < PD_ANNOUNCED_DEVICES_MAX; i++) {
                snprintf(one.id, sizeof(one.id), "%032d", i);
                assert_int_equal(pd_announced_add(&list, &one), 1);
        }
        strcpy(one.id, "one-more");
        assert_int_equal(pd_announced_add(&list, &one), -ENOSPC);
        for (int i = 0; i < PD_ANNOUNCED_COMPONENTS_MAX + 1; i++) {
                snprintf(text, sizeof(text), "component athlete binary_sensor %032d\n", i);
                pd_announced_read(&list, text);
        }
        assert_int_equal(list.n_components, PD_ANNOUNCED_COMPONENTS_MAX);
        assert_int_equal(pd_announced_add_components(&list), -ENOSPC);
        assert_in_range(pd_announced_write(&list, text), 1, sizeof(text) - 1);
        pd_announced_read(&again, text);
        assert_int_equal(again.n_devices, PD_ANNOUNCED_DEVICES_MAX);
        assert_int_equal(again.n_components, PD_ANNOUNCED_COMPONENTS_MAX);
}

static void
who_is_announced_again_does_not_leave(void **state)
{
        struct pd_announced_device anna = device(PD_DISCOVERY_DEVICE, PD_DEVICE_ATHLETE, "anna");
        struct pd_announced_device ben = device(PD_DISCOVERY_DEVICE, PD_DEVICE_ATHLETE, "ben");

        (void) state;
        pd_announced_add(&list, &anna);
        pd_announced_add(&list, &ben);
        list.devices[0].leaving = true;
        assert_int_equal(pd_announced_add(&list, &anna), 0);
        assert_false(list.devices[0].leaving);
        pd_announced_remove(&list, 0);
        assert_int_equal(pd_announced_find(&list, &anna), SIZE_MAX);
        assert_int_equal(pd_announced_find(&list, &ben), 0);
}

static void
a_place_is_another_if_anything_of_it_is(void **state)
{
        struct pd_announced_device anna = device(PD_DISCOVERY_DEVICE, PD_DEVICE_ATHLETE, "anna"), other = anna;

        (void) state;
        assert_true(pd_announced_is(&anna, &other));
        other.leaving = true;
        assert_true(pd_announced_is(&anna, &other));
        other.mode = PD_DISCOVERY_ENTITY;
        assert_false(pd_announced_is(&anna, &other));
        other = anna;
        strcpy(other.prefix, "ha");
        assert_false(pd_announced_is(&anna, &other));
        other = anna;
        strcpy(other.node, "pi2");
        assert_false(pd_announced_is(&anna, &other));
        other = anna;
        other.kind = PD_DEVICE_SENSOR;
        assert_false(pd_announced_is(&anna, &other));
        assert_string_equal(pd_device_kind_name(PD_DEVICE_SENSOR), "sensor");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup(name, set_up)
        const struct CMUnitTest tests[] = {
                T(what_is_written_reads_the_same),
                T(what_does_not_read_is_passed_over),
                T(a_full_list_takes_no_more_and_its_text_has_room),
                T(who_is_announced_again_does_not_leave),
                T(a_place_is_another_if_anything_of_it_is),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
