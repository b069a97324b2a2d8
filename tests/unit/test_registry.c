/* SPDX-License-Identifier: MIT */
/* The list of sensors: complete, without two that claim the same, and safe against any bytes. */
#include "tables/row.h"

#include "sensors/types.h"

static void
every_line_of_the_list_is_a_sensor_of_that_name(void **test_state)
{
        static const char *const names[] = {
#define PD_SENSOR(name) #name,
#include "sensors.def"
#undef PD_SENSOR
        };

        (void) test_state;
        for (size_t i = 0; i < N_ROWS(names); i++) {
                assert_non_null(pd_sensor_types[i]);
                assert_string_equal(pd_sensor_types[i]->key, names[i]);
        }
        assert_null(pd_sensor_types[N_ROWS(names)]);
}

static void
a_characteristic_leads_to_its_sensor(void **test_state)
{
        const struct pd_characteristic *characteristic = NULL;

        (void) test_state;
        assert_ptr_equal(pd_sensor_type_of(0x2a37, &characteristic), &pd_sensor_heart_rate);
        assert_int_equal(characteristic->uuid, 0x2a37);
        assert_int_equal(characteristic->delivery, PD_DELIVERY_NOTIFY);
        assert_ptr_equal(pd_sensor_type_of(0x2a53, &characteristic), &pd_sensor_running_speed);
        assert_int_equal(characteristic->delivery, PD_DELIVERY_NOTIFY);
        assert_ptr_equal(pd_sensor_type_of(0x2a5d, NULL), &pd_sensor_running_speed);
        assert_ptr_equal(pd_sensor_type_of(0x2a63, &characteristic), &pd_sensor_cycling_power);
        assert_int_equal(characteristic->delivery, PD_DELIVERY_NOTIFY);
        assert_ptr_equal(pd_sensor_type_of(0x2a19, NULL), &pd_sensor_battery);
        assert_ptr_equal(pd_sensor_type_of(0x2a26, &characteristic), &pd_sensor_device_info);
        assert_string_equal(characteristic->text_key, "firmware");
}

static void
a_stranger_leads_nowhere_and_writes_nothing(void **test_state)
{
        const struct pd_characteristic *characteristic = NULL;

        (void) test_state;
        assert_null(pd_sensor_type_of(0x2acd, &characteristic));
        assert_null(characteristic);
}

/* Any byte in it is the same to both. */
static void
check_alike(const struct pd_sensor_type *type, const struct pd_sensor_type *other, uint16_t uuid)
{
        for (unsigned byte = 0; byte < 256; byte++) {
                const struct pd_frame frame = {.characteristic = uuid, .length = 1, .bytes = {(uint8_t) byte}};
                struct pd_sensor_state states[2] = {{{0}}, {{0}}};
                struct pd_decoded decoded[2] = {{0}, {0}};

                type->decode(&states[0], &frame, &decoded[0]);
                other->decode(&states[1], &frame, &decoded[1]);
                assert_memory_equal(&decoded[0], &decoded[1], sizeof(decoded[0]));
        }
}

static void
no_two_sensors_claim_the_same_unless_it_is_read_and_told_alike_by_both(void **test_state)
{
        (void) test_state;
        for (const struct pd_sensor_type *const *type = pd_sensor_types; *type; type++) {
                for (const struct pd_sensor_type *const *other = pd_sensor_types; other != type; other++)
                        assert_int_not_equal((*other)->service, (*type)->service);
                for (size_t i = 0; i < (*type)->n_characteristics; i++) {
                        const struct pd_characteristic *own = &(*type)->characteristics[i], *found = NULL;
                        const struct pd_sensor_type *owner = pd_sensor_type_of(own->uuid, &found);

                        if (owner == *type) {
                                assert_ptr_equal(found, own);
                                continue;
                        }
                        assert_int_equal(own->delivery, PD_DELIVERY_READ);
                        assert_int_equal(found->delivery, PD_DELIVERY_READ);
                        check_alike(owner, *type, own->uuid);
                }
        }
}

static void
every_fault_has_a_name_of_its_own(void **test_state)
{
        (void) test_state;
        assert_string_equal(pd_frame_fault_name(PD_FAULT_SHORT), "short");
        assert_string_equal(pd_frame_fault_name(PD_FAULT_RESERVED_VALUE), "reserved_value");
        for (unsigned i = 0; i < PD_FAULT_COUNT; i++)
                for (unsigned k = 0; k < i; k++)
                        assert_string_not_equal(pd_frame_fault_name(i), pd_frame_fault_name(k));
}

/* Any bytes on any characteristic: samples in bounds, a text that ends, and no value that the spec does not have. */
static void
garbage_breaks_no_decoder(void **test_state)
{
        uint32_t random = 77003;
        struct pd_sensor_state states[8] = {0};
        size_t n_decoded = 0, n_types = 0;

        (void) test_state;
        while (pd_sensor_types[n_types] != NULL)
                n_types++;
        assert_true(n_types <= N_ROWS(states));
        print_message("seed %u\n", random);
        for (int i = 0; i < 50000; i++) {
                size_t t = (size_t) i % n_types, c;
                const struct pd_sensor_type *type = pd_sensor_types[t];
                struct pd_frame frame;
                struct pd_decoded decoded;

                for (size_t k = 0; k < sizeof(frame.bytes); k++) {
                        random = random * 1664525 + 1013904223;
                        frame.bytes[k] = (uint8_t) (random >> 24);
                }
                c = (random >> 8) % type->n_characteristics;
                frame.characteristic = type->characteristics[c].uuid;
                frame.length = (uint16_t) ((random >> 16) % (PD_FRAME_BYTES_MAX + 2));
                memset(&decoded, 0xa5, sizeof(decoded));
                type->decode(&states[t], &frame, &decoded);
                assert_true(decoded.n_samples <= PD_SAMPLES_MAX);
                assert_true(memchr(decoded.text, 0, sizeof(decoded.text)) != NULL);
                for (size_t k = 0; k < decoded.n_samples; k++)
                        assert_true(decoded.samples[k].quantity < PD_QUANTITY_COUNT && decoded.samples[k].value >= 0);
                n_decoded += decoded.n_samples;
        }
        assert_true(n_decoded > 10000);
}

/* What is subscribed to must be missed when it does not come. */
static void
every_sensor_of_its_own_may_be_silent_for_a_while_and_not_for_ever(void **test_state)
{
        (void) test_state;
        for (const struct pd_sensor_type *const *type = pd_sensor_types; *type; type++) {
                if ((*type)->title)
                        assert_in_range((*type)->silence, 2 * PD_SEC, 60 * PD_SEC);
                else
                        assert_int_equal((*type)->silence, 0);
        }
        assert_int_equal(pd_sensor_heart_rate.silence, 10 * PD_SEC);
        assert_int_equal(pd_sensor_running_speed.silence, 15 * PD_SEC);
}

static void
a_frame_alone_tells_how_fast_it_goes(void **test_state)
{
        const struct pd_frame running = {.characteristic = 0x2a53, .length = 4, .bytes = {0x04, 0x80, 0x02, 82}};
        const struct pd_frame short_one = {.characteristic = 0x2a53, .length = 2, .bytes = {0x04, 0x80}};
        const struct pd_frame heart = {.characteristic = 0x2a37, .length = 2, .bytes = {0x06, 140}};
        const struct pd_frame strange = {.characteristic = 0xffff, .length = 4};

        (void) test_state;
        assert_int_equal(pd_sensor_speed_in(&running), 2500);
        assert_int_equal(pd_sensor_speed_in(&short_one), -1);
        assert_int_equal(pd_sensor_speed_in(&heart), -1);
        assert_int_equal(pd_sensor_speed_in(&strange), -1);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_line_of_the_list_is_a_sensor_of_that_name),
                cmocka_unit_test(a_characteristic_leads_to_its_sensor),
                cmocka_unit_test(a_stranger_leads_nowhere_and_writes_nothing),
                cmocka_unit_test(a_frame_alone_tells_how_fast_it_goes),
                cmocka_unit_test(no_two_sensors_claim_the_same_unless_it_is_read_and_told_alike_by_both),
                cmocka_unit_test(every_sensor_of_its_own_may_be_silent_for_a_while_and_not_for_ever),
                cmocka_unit_test(every_fault_has_a_name_of_its_own),
                cmocka_unit_test(garbage_breaks_no_decoder),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
