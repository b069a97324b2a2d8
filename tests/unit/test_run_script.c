/* SPDX-License-Identifier: MIT */
/* Scripts of the virtual athlete: what is read, and what is complained about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fakes/run_script.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n"

static void
a_story_is_read_as_written(void **state)
{
        static const char text[] = "# a story\n" BODY "sensors strap\n\n0:00 speed 2.25 # at a jog\n12:00 ramp 2.98 by 12:30\n"
                                   "13:00 strap silent\n14:00 pulse locked\n47:14 stand\n1:02:00 end\n";
        struct pd_run_script script;
        struct pd_run_error error;
        (void) state;

        assert_int_equal(pd_run_script_parse(text, strlen(text), &script, &error), 0);
        assert_true(script.body.dead_s == 5 && script.body.up_s == 39 && script.body.down_s == 73);
        assert_true(script.body.line_hr == 152 && script.body.line_slope == 24 && script.body.line_speed == 2.90);
        assert_true(script.body.drift == 0.05 && script.body.rest_hr == 52 && script.body.max_hr == 186);
        assert_true(script.worn[PD_VIRTUAL_STRAP]);
        assert_false(script.worn[PD_VIRTUAL_POD]);
        assert_false(script.power);
        assert_int_equal(script.n_steps, 5);
        assert_int_equal(script.steps[1].verb, PD_RUN_RAMP);
        assert_int_equal(script.steps[1].at_s, 720);
        assert_int_equal(script.steps[1].by_s, 750);
        assert_int_equal(script.steps[2].verb, PD_RUN_AIR);
        assert_int_equal(script.steps[2].air, PD_VIRTUAL_AIR_SILENT);
        assert_int_equal(script.steps[3].verb, PD_RUN_PULSE);
        assert_int_equal(script.steps[3].pulse, PD_VIRTUAL_PULSE_LOCKED);
        assert_int_equal(script.steps[4].verb, PD_RUN_STAND);
        assert_int_equal(script.end_s, 3720);
}

static void
a_pod_may_tell_power(void **state)
{
        static const char text[] = BODY "sensors pod power\n0:10 end\n";
        struct pd_run_script script;
        struct pd_run_error error;
        (void) state;

        assert_int_equal(pd_run_script_parse(text, strlen(text), &script, &error), 0);
        assert_true(script.worn[PD_VIRTUAL_POD] && script.power);
        assert_false(script.worn[PD_VIRTUAL_STRAP]);
}

static void
faults_stand_beside_the_steps(void **state)
{
        static const char text[] = BODY "0:00 speed 2.25\nat 12s connect fails le-connection-abort-by-local 3 times\nat 12s link lost\n"
                                        "0:30 strap silent\n0:40 strap silent for 20s\nat 2m bluetoothd restarts\nat 1h end\n";
        struct pd_run_script script;
        struct pd_run_error error;
        (void) state;

        assert_int_equal(pd_run_script_parse(text, strlen(text), &script, &error), 0);
        assert_int_equal(script.n_steps, 2);
        assert_int_equal(script.n_faults, 4);
        assert_int_equal(script.faults[0].at_s, 12);
        assert_int_equal(script.faults[0].fault.kind, PD_FAULT_CONNECT_FAILS);
        assert_int_equal(script.faults[0].fault.times, 3);
        assert_int_equal(script.faults[2].fault.kind, PD_FAULT_SILENT);
        assert_string_equal(script.faults[2].fault.who, "C0:00:00:00:00:01");
        assert_int_equal(script.faults[3].at_s, 120);
        assert_int_equal(script.end_s, 3600);
}

static void
an_error_names_the_line_and_what_was_expected(void **state)
{
        static const struct {
                const char *text;
                size_t line;
                const char *expected;
        } cases[] = {
                {"", 0, "a line that begins with body"},
                {BODY, 1, "a last line such as 58:14 end"},
                {"body dead 5\n0:10 end\n", 1, "all of dead, up, down, line, drift, rest and max"},
                {"body dead five\n", 1, "'dead' and 0 to 60 s"},
                {"body heart 5\n", 1, "dead, up, down, line, drift, rest or max"},
                {"body rest nan\n", 1, "'rest' and 25 to 160 bpm"},
                {"body line 152 24\n", 1, "'line' and heart rate, bpm per m/s, and the speed where it holds"},
                {BODY "sensors watch\n", 2, "strap, pod or both, and power behind a pod"},
                {BODY "sensors strap power\n", 2, "strap, pod or both, and power behind a pod"},
                {BODY "sensors power pod\n", 2, "strap, pod or both, and power behind a pod"},
                {BODY "soon speed 2\n", 2, "body, sensors or a time such as 12:30, 1:02:00 or at 90s"},
                {BODY "0:5 speed 2\n", 2, "body, sensors or a time such as 12:30, 1:02:00 or at 90s"},
                {BODY "1:60 speed 2\n", 2, "body, sensors or a time such as 12:30, 1:02:00 or at 90s"},
                {BODY "0:10\n", 2, "speed, ramp, effort, stand, pulse, strap, pod or end"},
                {BODY "0:10 fly\n", 2, "speed, ramp, effort, stand, pulse, strap, pod or end"},
                {BODY "0:10 speed 2\n0:09 stand\n", 3, "a time that is not before the line above"},
                {BODY "0:10 speed 16\n", 2, "speed and 0 to 15 m/s"},
                {BODY "0:10 speed inf\n", 2, "speed and 0 to 15 m/s"},
                {BODY "0:10 ramp 3 by 0:10\n", 2, "ramp, 0 to 15 m/s, by and a later time"},
                {BODY "0:10 pulse gone\n", 2, "beats, optical, locked or loose"},
                {BODY "0:10 pod gone\n", 2, "on, silent or off"},
                {BODY "0:10 stand still\n", 2, "nothing after stand"},
                {BODY "0:10 end\n\n0:11 stand\n", 4, "nothing after the line with end"},
                {BODY "at soon link lost\n", 2, "body, sensors or a time such as 12:30, 1:02:00 or at 90s"},
                {BODY "at 500ms link lost\n", 2, "body, sensors or a time such as 12:30, 1:02:00 or at 90s"},
                {BODY "at 90s\n", 2, "speed, ramp, effort, stand, pulse, strap, pod or end"},
                {BODY "at 90s link flaps every moment\n", 2, "a span such as 500ms, 20s, 5m or 2h"},
                {BODY "1:00 speed 2\nat 59s link lost\n", 3, "a time that is not before the line above"},
                {BODY "25:00:00 end\n", 2, "body, sensors or a time such as 12:30, 1:02:00 or at 90s"},
        };
        (void) state;

        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_run_script script = {.end_s = -7};
                struct pd_run_error error = {0};
                print_message("case %zu\n", i);
                assert_int_equal(pd_run_script_parse(cases[i].text, strlen(cases[i].text), &script, &error), -EBADMSG);
                assert_int_equal(error.line, cases[i].line);
                assert_string_equal(error.expected, cases[i].expected);
                assert_int_equal(script.end_s, -7);
        }
}

static void
every_limit_is_an_error_and_not_a_crash(void **state)
{
        struct pd_run_script script;
        struct pd_run_error error;
        char *text = calloc(1, PD_RUN_TEXT_MAX + 1);
        (void) state;

        assert_non_null(text);
        memset(text, '#', PD_RUN_TEXT_MAX + 1);
        assert_int_equal(pd_run_script_parse(text, PD_RUN_TEXT_MAX + 1, &script, &error), -E2BIG);
        assert_int_equal(pd_run_script_parse(text, 300, &script, &error), -EBADMSG);
        assert_string_equal(error.expected, "a line of at most 255 bytes");

        size_t n = (size_t) snprintf(text, PD_RUN_TEXT_MAX, BODY);
        for (int i = 0; i <= PD_RUN_STEPS_MAX; i++)
                n += (size_t) snprintf(text + n, PD_RUN_TEXT_MAX - n, "0:01 stand\n");
        assert_int_equal(pd_run_script_parse(text, n, &script, &error), -EBADMSG);
        assert_int_equal(error.line, PD_RUN_STEPS_MAX + 2);
        assert_string_equal(error.expected, "at most 256 instructions");
        free(text);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_story_is_read_as_written),
                cmocka_unit_test(a_pod_may_tell_power),
                cmocka_unit_test(faults_stand_beside_the_steps),
                cmocka_unit_test(an_error_names_the_line_and_what_was_expected),
                cmocka_unit_test(every_limit_is_an_error_and_not_a_crash),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
