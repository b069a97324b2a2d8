/* SPDX-License-Identifier: MIT */
/* What the doctor sees of the machine itself: a folder stands for its /sys. */
#include "ctl/doctor/inside.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static struct pd_diagnosis diagnosis; /* large */

static void
make_folder(const char *root, const char *path)
{
        char all[256];

        snprintf(all, sizeof(all), "%s/%s", root, path);
        assert_int_equal(mkdir(all, 0700), 0);
}

static void
add_switch(const char *root, int i, const char *type, const char *soft, const char *hard)
{
        static const char *const names[] = {"type", "name", "soft", "hard"};
        const char *const words[] = {type, "hci0", soft, hard};
        char path[64];

        snprintf(path, sizeof(path), "sys/class/rfkill/rfkill%d", i);
        make_folder(root, path);
        for (size_t k = 0; k < 4; k++) {
                char file[96], text[32];

                snprintf(file, sizeof(file), "%s/%s", path, names[k]);
                snprintf(text, sizeof(text), "%s\n", words[k]);
                scratch_write(root, file, text);
        }
}

/* Its line about switches, or NULL. */
static const struct pd_complaint *
look(const char *root)
{
        struct pd_patient patient = {.diagnosis = &diagnosis, .root = root};

        diagnosis = (struct pd_diagnosis) {0};
        pd_doctor_machine(&patient);
        for (size_t i = 0; i < diagnosis.n; i++)
                if (strcmp(diagnosis.items[i].subject, "rfkill") == 0)
                        return &diagnosis.items[i];
        return NULL;
}

static int
set_up(void **state)
{
        if (scratch_set_up(state) != 0)
                return -1;
        make_folder(*state, "sys");
        make_folder(*state, "sys/class");
        make_folder(*state, "sys/class/rfkill");
        return 0;
}

static void
a_blocked_radio_is_ill_and_the_remedy_is_the_command(void **state)
{
        static const struct {
                const char *soft, *hard;
                enum pd_health health;
                const char *remedy;
        } cases[] = {
                {"0", "0", PD_HEALTH_WELL, ""},
                {"1", "0", PD_HEALTH_ILL, "rfkill unblock bluetooth"},
                {"0", "1", PD_HEALTH_ILL, "flip it"},
                {"1", "1", PD_HEALTH_ILL, "flip it"}, /* to unblock it would not help */
        };

        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                const struct pd_complaint *complaint;

                add_switch(*state, 0, "bluetooth", cases[i].soft, cases[i].hard);
                complaint = look(*state);
                assert_non_null(complaint);
                assert_int_equal(complaint->health, cases[i].health);
                assert_non_null(strstr(complaint->remedy, cases[i].remedy));
                scratch_tear_down(state);
                set_up(state);
        }
}

static void
other_radios_are_nobodys_business(void **state)
{
        add_switch(*state, 0, "wlan", "1", "0");
        assert_null(look(*state));
}

static void
a_machine_without_switches_is_well(void **state)
{
        (void) state;
        assert_null(look("/nowhere"));
        assert_true(diagnosis.n >= 2); /* kernel and clock */
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(a_blocked_radio_is_ill_and_the_remedy_is_the_command, set_up, scratch_tear_down),
                cmocka_unit_test_setup_teardown(other_radios_are_nobodys_business, set_up, scratch_tear_down),
                cmocka_unit_test(a_machine_without_switches_is_well),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
