/* SPDX-License-Identifier: MIT */
/* Properties as they stand in a message. */
#include "bluez/property.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct bench {
        sd_bus *bus;
        sd_bus_message *message;
        struct pd_property properties[PD_PROPERTIES_MAX];
        size_t n;
};

/* A message needs a bus that has begun, not one at whose other end is anybody. */
static int
set_up(void **state)
{
        struct bench *bench = calloc(1, sizeof(*bench));
        int ends[2];

        assert_int_equal(pipe(ends), 0);
        assert_true(sd_bus_new(&bench->bus) >= 0);
        assert_true(sd_bus_set_fd(bench->bus, ends[0], ends[1]) >= 0);
        assert_true(sd_bus_start(bench->bus) >= 0);
        assert_true(sd_bus_message_new_signal(bench->bus, &bench->message, "/", "a.b", "C") >= 0);
        *state = bench;
        return 0;
}

static int
take_down(void **state)
{
        struct bench *bench = *state;

        sd_bus_message_unref(bench->message);
        sd_bus_close_unref(bench->bus);
        free(bench);
        return 0;
}

static void
read_back(struct bench *bench)
{
        assert_true(sd_bus_message_seal(bench->message, 1, 0) >= 0);
        assert_int_equal(pd_properties_read(bench->message, bench->properties, &bench->n), 0);
        assert_true(sd_bus_message_at_end(bench->message, true) > 0);
}

static void
each_type_comes_as_it_is(void **state)
{
        struct bench *bench = *state;
        const struct pd_property *p = bench->properties;

        assert_true(sd_bus_message_append(bench->message, "a{sv}", 6, "Connected", "b", 1, "Name", "s", "HRM", "RSSI", "n", -61, "Value",
                            "ay", 2, 0x10, 0x48, "Sets", "a{oa{sv}}", 0, "Tail", "u", 7) >= 0);
        read_back(bench);
        assert_int_equal(bench->n, 6);
        assert_true(p[0].type == 'b' && p[0].truth);
        assert_true(p[1].type == 's' && strcmp(p[1].text, "HRM") == 0);
        assert_true(p[2].type == 'n' && p[2].number == -61);
        assert_true(p[3].type == 'a' && p[3].size == 2 && p[3].bytes[1] == 0x48);
        assert_int_equal(p[4].type, 0); /* nobody wants it */
        assert_true(p[5].type == 'u' && p[5].number == 7);
}

static void
a_list_is_laid_out_element_by_element(void **state)
{
        struct bench *bench = *state;
        const struct pd_property *p = bench->properties;

        assert_true(sd_bus_message_append(bench->message, "a{sv}", 3, "UUIDs", "as", 2, "one", "two", "ManufacturerData", "a{qv}", 2,
                            0x006B, "ay", 1, 0x27, 0x004C, "s", "text", "RSSI", "n", -61) >= 0);
        read_back(bench);
        assert_int_equal(bench->n, 5);
        assert_true(p[0].type == 'S' && strcmp(p[0].name, "UUIDs") == 0 && strcmp(p[0].text, "one") == 0);
        assert_true(p[1].type == 'S' && strcmp(p[1].text, "two") == 0);
        assert_true(p[2].type == 'A' && p[2].key == 0x006B && p[2].size == 1 && p[2].bytes[0] == 0x27);
        assert_true(p[3].type == 0 && p[3].key == 0x004C);
        assert_true(p[4].type == 'n' && p[4].number == -61);
}

static void
append_list(struct bench *bench, const char *name, size_t n)
{
        sd_bus_message *m = bench->message;

        assert_true(sd_bus_message_open_container(m, 'e', "sv") >= 0 && sd_bus_message_append(m, "s", name) >= 0);
        assert_true(sd_bus_message_open_container(m, 'v', "as") >= 0 && sd_bus_message_open_container(m, 'a', "s") >= 0);
        for (size_t i = 0; i < n; i++)
                assert_true(sd_bus_message_append(m, "s", "x") >= 0);
        assert_true(sd_bus_message_close_container(m) >= 0 && sd_bus_message_close_container(m) >= 0);
        assert_true(sd_bus_message_close_container(m) >= 0);
}

static void
a_long_list_leaves_room_for_what_follows(void **state)
{
        struct bench *bench = *state;

        assert_true(sd_bus_message_open_container(bench->message, 'a', "{sv}") >= 0);
        append_list(bench, "UUIDs", 1000);
        assert_true(sd_bus_message_append(bench->message, "{sv}", "Connected", "b", 1) >= 0);
        for (int i = 0; i < 10; i++)
                append_list(bench, "More", 1000);
        assert_true(sd_bus_message_close_container(bench->message) >= 0);
        read_back(bench);
        assert_int_equal(bench->n, PD_PROPERTIES_MAX);
        assert_string_equal(bench->properties[PD_PROPERTY_ELEMENTS_MAX].name, "Connected");
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(each_type_comes_as_it_is),
                TEST(a_list_is_laid_out_element_by_element),
                TEST(a_long_list_leaves_room_for_what_follows),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
