/* SPDX-License-Identifier: MIT */
#include "bluez/uuid.h"

#include "support/cm.h"

#include <errno.h>

static void
only_short_forms_of_the_base_uuid_are_sixteen_bits(void **state)
{
        uint16_t uuid = 1;

        (void) state;
        assert_int_equal(pd_uuid16_parse("00002a37-0000-1000-8000-00805f9b34fb", &uuid), 0);
        assert_int_equal(uuid, 0x2A37);
        assert_int_equal(pd_uuid16_parse("00002A53-0000-1000-8000-00805F9B34FB", &uuid), 0);
        assert_int_equal(uuid, 0x2A53);
        assert_int_equal(pd_uuid16_parse("10002a37-0000-1000-8000-00805f9b34fb", &uuid), -EINVAL);
        assert_int_equal(pd_uuid16_parse("00002a37-0000-1000-8000-00805f9b34fc", &uuid), -EINVAL);
        assert_int_equal(pd_uuid16_parse("00002a37", &uuid), -EINVAL);
        assert_int_equal(pd_uuid16_parse("2a37", &uuid), -EINVAL);
        assert_int_equal(pd_uuid16_parse("", &uuid), -EINVAL);
        assert_int_equal(uuid, 0x2A53);
}

static void
the_services_of_sensors_are_known_by_their_uuids(void **state)
{
        (void) state;
        assert_true(pd_uuid_is_sensors("0000180d-0000-1000-8000-00805f9b34fb"));  /* heart rate */
        assert_true(pd_uuid_is_sensors("00001814-0000-1000-8000-00805f9b34fb"));  /* running speed and cadence */
        assert_false(pd_uuid_is_sensors("0000180f-0000-1000-8000-00805f9b34fb")); /* a battery is in everything */
        assert_false(pd_uuid_is_sensors("6e400001-b5a3-f393-e0a9-e50e24dcca9e"));
        assert_false(pd_uuid_is_sensors(""));
}

static void
each_sensors_service_has_a_bit_of_its_own(void **state)
{
        uint32_t strap = pd_uuid_kind("0000180d-0000-1000-8000-00805f9b34fb"), pod = pd_uuid_kind("00001814-0000-1000-8000-00805f9b34fb");

        (void) state;
        assert_int_equal(strap & (strap - 1), 0);
        assert_int_equal(pod & (pod - 1), 0);
        assert_int_equal(strap & pod, 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(only_short_forms_of_the_base_uuid_are_sixteen_bits),
                cmocka_unit_test(the_services_of_sensors_are_known_by_their_uuids),
                cmocka_unit_test(each_sensors_service_has_a_bit_of_its_own),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
