/* SPDX-License-Identifier: MIT */
/* A sensor under a new address, perhaps: as words. */
#include "core/renewal.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

#define PAIR "C0:00:00:00:00:01 D0:00:00:00:00:09"

static void
it_is_read_as_it_was_written(void **state)
{
        const struct pd_renewal renewal = {"C0:00:00:00:00:01", "D0:00:00:00:00:09", "Polar H10 8C4CAF2E"};
        struct pd_renewal read;
        char text[PD_TEXT_SIZE], tag[PD_ID_SIZE];

        (void) state;
        pd_renewal_write(&renewal, text);
        assert_string_equal(text, "renewal " PAIR " Polar H10 8C4CAF2E");
        assert_int_equal(pd_renewal_read(text, &read), 0);
        assert_string_equal(read.was, renewal.was);
        assert_string_equal(read.is, renewal.is);
        assert_string_equal(read.name, renewal.name);
        pd_renewal_tag(&read, tag);
        assert_string_equal(tag, "battery-c00000000001");
        assert_true(pd_id_valid(tag));
}

static void
a_name_without_room_is_cut_between_characters(void **state)
{
        struct pd_renewal renewal = {"C0:00:00:00:00:01", "D0:00:00:00:00:09", ""}, read;
        char text[PD_TEXT_SIZE];

        (void) state;
        for (size_t i = 0; i + 2 < sizeof(renewal.name); i += 2)
                memcpy(renewal.name + i, "\u00e4", 3);
        pd_renewal_write(&renewal, text);
        assert_int_equal(strlen(text), strlen("renewal " PAIR " ") + 18);
        assert_int_equal(pd_renewal_read(text, &read), 0);
        assert_int_equal(strlen(read.name), 18);
}

static void
what_is_none_is_refused(void **state)
{
        static const char *const refused[] = {
                "", "renewal", "renewal ", "renewal C0:00:00:00:00:01", "renewal C0:00:00:00:00:01 ", "renewal " PAIR, "renewal " PAIR " ",
                "renewal C0:00:00:00:00:01 strap Polar H10 8C4CAF2E", "renewal C0-00-00-00-00-01 D0:00:00:00:00:09 H10",
                "anchor lt1_hr 152 +-4 field", "easier tempo 2026-11-25",
        };

        (void) state;
        for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
                struct pd_renewal renewal;

                if (pd_renewal_read(refused[i], &renewal) != -EINVAL)
                        fail_msg("'%s'", refused[i]);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(it_is_read_as_it_was_written),
                cmocka_unit_test(a_name_without_room_is_cut_between_characters),
                cmocka_unit_test(what_is_none_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
