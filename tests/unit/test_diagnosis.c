/* SPDX-License-Identifier: MIT */
/* What the doctor prints, for people and for scripts. */
#include "ctl/doctor/diagnosis.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

static struct pd_diagnosis diagnosis; /* large */
static char said[131072];

static const char *
printed(int width, bool colour, bool json)
{
        FILE *to = tmpfile();
        size_t n;

        assert_non_null(to);
        if (json)
                pd_diagnosis_print_json(&diagnosis, to);
        else
                pd_diagnosis_print(&diagnosis, to, width, colour);
        rewind(to);
        n = fread(said, 1, sizeof(said) - 1, to);
        said[n] = '\0';
        fclose(to);
        return said;
}

static void
each_line_has_health_and_subject_and_the_last_one_is_the_sum(void **state)
{
        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_diagnosis_add(&diagnosis, PD_HEALTH_WELL, "kernel", NULL, "%s", "6.1.0");
        pd_diagnosis_add(&diagnosis, PD_HEALTH_ILL, "rfkill", "sudo rfkill unblock bluetooth", "hci%d is blocked", 0);
        assert_string_equal(printed(100, false, false),
                "well  kernel              6.1.0\n"
                "ILL   rfkill              hci0 is blocked\n"
                "                       -> sudo rfkill unblock bluetooth\n"
                "\n"
                "1 ill, 0 to note, 1 well.\n");
        assert_int_equal(pd_diagnosis_count(&diagnosis, PD_HEALTH_ILL), 1);
}

static void
long_lines_are_folded_at_the_width_and_words_stay_whole(void **state)
{
        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_diagnosis_add(&diagnosis, PD_HEALTH_NOTE, "clock", NULL,
                "not synchronised: a session that a reboot interrupts cannot be resumed");
        for (const char *line = printed(60, false, false), *end; (end = strchr(line, '\n')) != NULL; line = end + 1)
                assert_in_range(end - line, 0, 60);
        assert_non_null(strstr(said, "\n                          "));
        assert_non_null(strstr(said, " interrupts "));
}

static void
a_command_stands_whole_on_a_line_of_its_own(void **state)
{
        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_diagnosis_add(&diagnosis, PD_HEALTH_NOTE, "main.conf", "put it there, then:\nsudo systemctl restart bluetooth", "old");
        assert_non_null(strstr(printed(200, false, false),
                "-> put it there, then:\n                          sudo systemctl restart bluetooth\n"));
}

static void
colours_are_for_a_terminal_alone(void **state)
{
        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_diagnosis_add(&diagnosis, PD_HEALTH_ILL, "broker", NULL, "gone");
        assert_null(strchr(printed(80, false, false), '\033'));
        assert_non_null(strstr(printed(80, true, false), "\033[1;31mILL"));
}

static void
scripts_get_all_of_it_as_json(void **state)
{
        (void) state;
        diagnosis = (struct pd_diagnosis) {0};
        pd_diagnosis_add(&diagnosis, PD_HEALTH_NOTE, "plan", NULL, "\"x\"");
        assert_string_equal(printed(0, false, true),
                "[{\"health\":\"note\",\"subject\":\"plan\",\"text\":\"\\\"x\\\"\",\"remedy\":null}]\n");
}

/* The longest that there can be. */
static void
what_there_is_no_room_for_is_counted(void **state)
{
        char text[PD_DIAGNOSIS_TEXT_SIZE];

        (void) state;
        memset(text, '"', sizeof(text) - 1);
        text[sizeof(text) - 1] = '\0';
        diagnosis = (struct pd_diagnosis) {0};
        for (int i = 0; i < PD_DIAGNOSIS_MAX + 2; i++)
                pd_diagnosis_add(&diagnosis, PD_HEALTH_NOTE, text, text, "%s", text);
        assert_int_equal(diagnosis.n, PD_DIAGNOSIS_MAX);
        assert_non_null(strstr(printed(200, false, false), "... and 2 more.\n"));
        assert_int_equal(printed(0, false, true)[0], '[');
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_line_has_health_and_subject_and_the_last_one_is_the_sum),
                cmocka_unit_test(long_lines_are_folded_at_the_width_and_words_stay_whole),
                cmocka_unit_test(a_command_stands_whole_on_a_line_of_its_own),
                cmocka_unit_test(colours_are_for_a_terminal_alone),
                cmocka_unit_test(scripts_get_all_of_it_as_json),
                cmocka_unit_test(what_there_is_no_room_for_is_counted),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
