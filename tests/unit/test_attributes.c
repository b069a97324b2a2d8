/* SPDX-License-Identifier: MIT */
/* What the virtual machine's sensors answer, byte by byte (Bluetooth Core, Vol 3 Part F 3.4). */
#include "machine/attributes.h"

#include "support/cm.h"

#include <string.h>

/*
 *   01 service 1801      02 service 180d
 *   03 characteristic, 04 its value 2a37, 05 its CCC
 *   06 characteristic, 07 its value 2a38
 */
static struct pd_attributes
strap(void)
{
        struct pd_attributes table;

        pd_attributes_init(&table);
        pd_attributes_add_service(&table, 0x1801);
        pd_attributes_add_service(&table, 0x180d);
        assert_int_equal(pd_attributes_add(&table, 0x2a37, PD_ATTRIBUTE_NOTIFY, NULL, 0), 4);
        assert_int_equal(pd_attributes_add(&table, 0x2a38, PD_ATTRIBUTE_READ, "\1", 1), 7);
        return table;
}

struct exchange {
        const char *what;
        uint8_t request[10], request_size;
        uint8_t answer[24], answer_size;
};

static const struct exchange exchanges[] = {
        {"services", {0x10, 1, 0, 0xff, 0xff, 0x00, 0x28}, 7, {0x11, 6, 1, 0, 1, 0, 0x01, 0x18, 2, 0, 7, 0, 0x0d, 0x18}, 14},
        {"services from the third handle on: none", {0x10, 3, 0, 0xff, 0xff, 0x00, 0x28}, 7, {0x01, 0x10, 3, 0, 0x0a}, 5},
        {"characteristics", {0x08, 2, 0, 7, 0, 0x03, 0x28}, 7,
                {0x09, 7, 3, 0, 0x10, 4, 0, 0x37, 0x2a, 6, 0, 0x02, 7, 0, 0x38, 0x2a}, 16},
        {"the service 180d", {0x06, 1, 0, 0xff, 0xff, 0x00, 0x28, 0x0d, 0x18}, 9, {0x07, 2, 0, 7, 0}, 5},
        {"the service 1814: none", {0x06, 1, 0, 0xff, 0xff, 0x00, 0x28, 0x14, 0x18}, 9, {0x01, 0x06, 1, 0, 0x0a}, 5},
        {"what stands at 5 and 6", {0x04, 5, 0, 6, 0}, 5, {0x05, 1, 5, 0, 0x02, 0x29, 6, 0, 0x03, 0x28}, 10},
        {"a range that ends before it begins", {0x04, 6, 0, 5, 0}, 5, {0x01, 0x04, 6, 0, 0x01}, 5},
        {"the body location", {0x0a, 7, 0}, 3, {0x0b, 1}, 2},
        {"its rest", {0x0c, 7, 0, 1, 0}, 5, {0x0d}, 1},
        {"beyond its end", {0x0c, 7, 0, 2, 0}, 5, {0x01, 0x0c, 7, 0, 0x07}, 5},
        {"a handle that is not", {0x0a, 8, 0}, 3, {0x01, 0x0a, 8, 0, 0x01}, 5},
        {"handle 0", {0x0a, 0, 0}, 3, {0x01, 0x0a, 0, 0, 0x01}, 5},
        {"writing the location", {0x12, 7, 0, 2, 0}, 5, {0x01, 0x12, 7, 0, 0x03}, 5},
        {"half a request", {0x0a, 7}, 2, {0x01, 0x0a, 0, 0, 0x04}, 5},
        {"a request that is not known", {0x16, 7, 0}, 3, {0x01, 0x16, 0, 0, 0x06}, 5},
        {"a command wants no answer", {0x52, 5, 0, 1, 0}, 5, {0}, 0},
        {"nor does a confirmation", {0x1e}, 1, {0}, 0},
        {"nor nothing", {0}, 0, {0}, 0},
};

static void
each_request_has_its_answer(void **state)
{
        (void) state;
        for (size_t i = 0; i < sizeof(exchanges) / sizeof(exchanges[0]); i++) {
                const struct exchange *exchange = &exchanges[i];
                struct pd_attributes table = strap();
                uint8_t answer[PD_ATT_MTU_MOST];
                size_t size = pd_attributes_answer(&table, exchange->request, exchange->request_size, answer);

                if (size != exchange->answer_size || memcmp(answer, exchange->answer, size) != 0)
                        fail_msg("%s: %zu bytes, the last one 0x%02x", exchange->what, size, size > 0 ? answer[size - 1] : 0);
        }
}

static void
a_subscription_lasts_as_long_as_the_link(void **state)
{
        const uint8_t on[] = {0x12, 5, 0, 1, 0}, off[] = {0x12, 5, 0, 0, 0};
        struct pd_attributes table = strap();
        uint8_t answer[PD_ATT_MTU_MOST];

        (void) state;
        assert_false(pd_attributes_subscribed(&table, 4));
        assert_int_equal(pd_attributes_answer(&table, on, sizeof(on), answer), 1);
        assert_int_equal(answer[0], 0x13);
        assert_true(pd_attributes_subscribed(&table, 4));
        assert_false(pd_attributes_subscribed(&table, 7));
        assert_int_equal(pd_attributes_answer(&table, off, sizeof(off), answer), 1);
        assert_false(pd_attributes_subscribed(&table, 4));
        assert_int_equal(pd_attributes_answer(&table, on, sizeof(on), answer), 1);
        pd_attributes_unlink(&table);
        assert_false(pd_attributes_subscribed(&table, 4));
}

static void
nothing_is_longer_than_what_was_agreed(void **state)
{
        const uint8_t less[] = {0x02, 5, 0}, more[] = {0x02, 0xff, 0xff}, read[] = {0x0a, 8, 0};
        const uint8_t services[] = {0x10, 1, 0, 0xff, 0xff, 0x00, 0x28};
        struct pd_attributes table = strap();
        uint8_t answer[PD_ATT_MTU_MOST], name[40] = "a name that is longer than 22 bytes";

        (void) state;
        pd_attributes_add_service(&table, 0x1800);
        pd_attributes_add_service(&table, 0x180a);
        assert_int_equal(pd_attributes_answer(&table, services, sizeof(services), answer), 2 + 3 * 6);
        assert_int_equal(pd_attributes_add(&table, 0x2a00, PD_ATTRIBUTE_READ, name, sizeof(name)), 11);
        assert_int_equal(pd_attributes_answer(&table, (const uint8_t[]){0x0a, 11, 0}, 3, answer), PD_ATT_MTU_LEAST);
        assert_int_equal(pd_attributes_answer(&table, less, sizeof(less), answer), 3);
        assert_int_equal(table.mtu, PD_ATT_MTU_LEAST);
        assert_int_equal(pd_attributes_answer(&table, more, sizeof(more), answer), 3);
        assert_int_equal(table.mtu, PD_ATT_MTU_MOST);
        assert_int_equal(pd_attributes_answer(&table, services, sizeof(services), answer), 2 + 4 * 6);
        assert_int_equal(pd_attributes_answer(&table, (const uint8_t[]){0x0a, 11, 0}, 3, answer), 41);
        assert_int_equal(pd_attributes_answer(&table, read, sizeof(read), answer), 3); /* the service at 8 */
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_request_has_its_answer),
                cmocka_unit_test(a_subscription_lasts_as_long_as_the_link),
                cmocka_unit_test(nothing_is_longer_than_what_was_agreed),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
