/* SPDX-License-Identifier: MIT */
/* An hour's run for an engine alone. */
#include "bench/hour.h"

#include "support/cm.h"

static void
an_engine_has_run_for_an_hour_after_it(void **state)
{
        (void) state;
        for (int rr = 0; rr <= 1; rr++) {
                struct hour *hour = hour_new(1, rr);
                struct pd_engine *engine = hour_engine();

                /* Two sensors a second, less one frame in a hundred and 30 s of each. */
                assert_in_range(hour_n_samples(hour), 7202 * 98 / 100 - 60, 7202 * 995 / 1000 - 60);
                hour_feed(hour, engine, 100 * PD_SEC);
                assert_int_equal(pd_engine_session_state(engine), PD_SESSION_RUNNING);
                assert_int_equal(pd_engine_late_inputs(engine), 0);
                assert_in_range(pd_engine_now(engine), 3690 * PD_SEC, 3701 * PD_SEC);
                pd_engine_free(engine);
                hour_free(hour);
        }
}

static void
without_rr_there_are_as_many_samples(void **state)
{
        struct hour *with = hour_new(2, true), *without = hour_new(2, false);

        (void) state;
        assert_int_equal(hour_n_samples(with), hour_n_samples(without));
        hour_free(with);
        hour_free(without);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_engine_has_run_for_an_hour_after_it),
                cmocka_unit_test(without_rr_there_are_as_many_samples),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
