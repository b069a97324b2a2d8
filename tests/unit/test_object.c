/* SPDX-License-Identifier: MIT */
/* What is taken over from an object's properties, one by one. */
#include "bluez/object.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

#define DEVICE1 "org.bluez.Device1"
#define ADAPTER1 "org.bluez.Adapter1"

static int
take(struct pd_object *object, const char *interface, struct pd_property property)
{
        return pd_object_take(object, interface, &property, 1);
}

static void
services_that_are_resolved_prove_a_link_and_their_loss_does_not_end_it(void **state)
{
        struct pd_object device = {.kind = PD_OBJECT_DEVICE};

        (void) state;
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "ServicesResolved", .type = 'b', .truth = true}), 0);
        assert_true(device.device.resolved && device.device.connected);
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "ServicesResolved", .type = 'b'}), 0);
        assert_true(!device.device.resolved && device.device.connected);
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "Connected", .type = 'b'}), 0);
        assert_false(device.device.connected);
}

/* Each alone is somebody's wish that the device stays. */
static void
paired_bonded_and_trusted_are_three_things(void **state)
{
        struct pd_object device = {.kind = PD_OBJECT_DEVICE};

        (void) state;
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "Paired", .type = 'b', .truth = true}), 0);
        assert_true(device.device.paired && !device.device.bonded && !device.device.trusted);
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "Bonded", .type = 'b', .truth = true}), 0);
        assert_true(device.device.bonded && !device.device.trusted);
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "Trusted", .type = 'b', .truth = true}), 0);
        assert_true(device.device.trusted);
}

static void
what_is_of_another_type_interface_or_kind_changes_nothing(void **state)
{
        static const struct {
                const char *interface;
                struct pd_property property;
                int expected;
        } rows[] = {
                {DEVICE1, {.name = "Connected", .type = 's', .text = "yes"}, -EBADMSG},
                {DEVICE1, {.name = "Alias", .type = 'b', .truth = true}, -EBADMSG},
                {DEVICE1, {.name = "Powered", .type = 'b', .truth = true}, 0},
                {ADAPTER1, {.name = "Connected", .type = 'b', .truth = true}, 0},
                {ADAPTER1, {.name = "Powered", .type = 'b', .truth = true}, 0},
        };
        const struct pd_object before = {.kind = PD_OBJECT_DEVICE};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_object device = before;

                assert_int_equal(take(&device, rows[i].interface, rows[i].property), rows[i].expected);
                assert_memory_equal(&device, &before, sizeof(device));
        }
}

static void
a_name_that_a_person_gave_is_not_replaced_by_its_own(void **state)
{
        struct pd_object device = {.kind = PD_OBJECT_DEVICE};

        (void) state;
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "Name", .type = 's', .text = "HRM 12345"}), 0);
        assert_string_equal(device.device.name, "HRM 12345");
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "Alias", .type = 's', .text = "Anna's strap"}), 0);
        assert_int_equal(take(&device, DEVICE1, (struct pd_property){.name = "Name", .type = 's', .text = "HRM 12345"}), 0);
        assert_string_equal(device.device.name, "Anna's strap");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(services_that_are_resolved_prove_a_link_and_their_loss_does_not_end_it),
                cmocka_unit_test(paired_bonded_and_trusted_are_three_things),
                cmocka_unit_test(what_is_of_another_type_interface_or_kind_changes_nothing),
                cmocka_unit_test(a_name_that_a_person_gave_is_not_replaced_by_its_own),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
