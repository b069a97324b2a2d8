/* SPDX-License-Identifier: MIT */
/* What a listener is told who comes late. */
#include "support/rig.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define REAL ((pd_usec) 1795342503 * PD_SEC) /* 2026-11-22 10:15:03 UTC at engine time 0 */

static struct rig rig;

static int
set_up(void **state)
{
        struct pd_athlete athlete;
        struct pd_workout *workout = calloc(1, sizeof(*workout));

        (void) state;
        assert_non_null(workout);
        rig_runner_a(&athlete);
        pd_workout_init(workout);
        rig_init(&rig, &athlete, workout);
        free(workout);
        rig_clock(&rig, 0, "0123456789abcdef0123456789abcdef", REAL, true);
        return 0;
}

static int
tear_down(void **state)
{
        (void) state;
        rig_clear(&rig);
        return 0;
}

/* A strap, each second from FROM to TO, and at SPEED, if any, a pod. */
static void
hear(int from, int to, int32_t speed)
{
        for (int second = from; second <= to; second++) {
                struct pd_input strap = rig_strap_frame(second * PD_SEC, 120);
                struct pd_input pod = rig_pod_frame(second * PD_SEC, speed, (int64_t) (second - from) * speed / 100);

                rig_feed(&rig, &strap);
                if (speed > 0)
                        rig_feed(&rig, &pod);
        }
}

static const char *
told_again(void)
{
        rig_text_clear(&rig.published);
        pd_pump_restate(rig.pump);
        return rig.published.bytes;
}

static void
idle_since_nobody_knows_when(void **state)
{
        (void) state;
        assert_non_null(strstr(told_again(), "\"state\":\"idle\",\"id\":null,\"since\":null"));
}

static void
a_state_is_not_younger_for_being_told_again(void **state)
{
        (void) state;
        hear(7, 60, 0);
        assert_non_null(strstr(told_again(), "\"state\":\"armed\",\"id\":null,\"since\":\"2026-11-22T10:15:10.000Z\""));
}

static void
a_run_lasts_since_its_start(void **state)
{
        (void) state;
        hear(7, 100, 2800);
        assert_non_null(strstr(told_again(), "\"state\":\"running\",\"id\":\"20261122T101510Z\",\"since\":\"2026-11-22T10:15:10.000Z\""));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(idle_since_nobody_knows_when, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_state_is_not_younger_for_being_told_again, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_run_lasts_since_its_start, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
