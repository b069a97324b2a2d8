/* SPDX-License-Identifier: MIT */
/* Heart rate lags: how long it may not accuse. */
#include "core/signal/settling.h"

#include "support/cm.h"

static bool
done_at(const struct pd_settling *settling, int64_t seconds)
{
        return pd_settling_done(settling, seconds * PD_SEC);
}

/* Of somebody of whose heart nothing was learnt. */
static struct pd_settling
unlearnt(void)
{
        const struct pd_kinetics nothing = {.sessions = 0};
        struct pd_settling settling;

        pd_settling_init(&settling, &nothing);
        return settling;
}

/* One value a second, from FROM to before TO. */
static void
beat(struct pd_settling *settling, int from, int to, int32_t bpm, int32_t step)
{
        for (int i = from; i < to; i++)
                pd_settling_heart_rate(settling, i * PD_SEC, bpm + (i - from) * step);
}

static void
rising_takes_a_minute(void **state)
{
        struct pd_settling settling = unlearnt();

        (void) state;
        pd_settling_rise(&settling, 0);
        beat(&settling, 0, 100, 100, 1);
        assert_false(done_at(&settling, 59));
        assert_true(done_at(&settling, 60));
}

static void
falling_takes_a_minute_and_a_half(void **state)
{
        struct pd_settling settling = unlearnt();

        (void) state;
        pd_settling_fall(&settling, 0);
        beat(&settling, 0, 20, 150, -1);
        assert_false(done_at(&settling, 89));
        assert_true(done_at(&settling, 90));
}

static void
a_heart_that_still_falls_has_not_settled(void **state)
{
        struct pd_settling settling = unlearnt();

        (void) state;
        pd_settling_fall(&settling, 0);
        beat(&settling, 0, 20, 180, -1);
        pd_settling_heart_rate(&settling, 60 * PD_SEC, 155);
        assert_false(done_at(&settling, 104));
        assert_true(done_at(&settling, 105)); /* no new lowest for 45 s */
        pd_settling_heart_rate(&settling, 106 * PD_SEC, 154);
        assert_false(done_at(&settling, 107)); /* it does fall on */
}

static void
the_same_value_again_is_no_fall(void **state)
{
        struct pd_settling settling = unlearnt();

        (void) state;
        pd_settling_fall(&settling, 0);
        beat(&settling, 0, 120, 150, 0);
        assert_true(done_at(&settling, 90));
}

static void
after_four_time_constants_it_is_no_lag_any_more(void **state)
{
        struct pd_settling settling = unlearnt();

        (void) state;
        pd_settling_fall(&settling, 0);
        for (int i = 0; i < 300; i += 3)
                pd_settling_heart_rate(&settling, i * PD_SEC, 200 - i / 3);
        assert_false(done_at(&settling, 291));
        assert_true(done_at(&settling, 292));
}

static void
a_new_change_begins_anew(void **state)
{
        struct pd_settling settling = unlearnt();

        (void) state;
        pd_settling_rise(&settling, 0);
        assert_true(done_at(&settling, 60));
        pd_settling_fall(&settling, 60 * PD_SEC);
        assert_false(done_at(&settling, 60 + 89));
        assert_true(done_at(&settling, 60 + 90));
}

static void
a_heart_that_is_known_has_its_own_time(void **state)
{
        static const struct {
                int32_t on_tenths, off_tenths;
                int64_t rise_s, fall_s, most_s;
        } rows[] = {
                {390, 730, 60, 89, 292},
                {520, 940, 80, 115, 376},
                {170, 320, 45, 62, 128},    /* no shorter than the quickest quarter's */
                {770, 1300, 90, 116, 520},  /* nor longer than the laziest quarter's */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const struct pd_kinetics kinetics = {
                        .tau_on_tenths = rows[i].on_tenths, .tau_off_tenths = rows[i].off_tenths, .sessions = 1};
                struct pd_settling settling;

                pd_settling_init(&settling, &kinetics);
                pd_settling_rise(&settling, 0);
                assert_false(done_at(&settling, rows[i].rise_s - 1));
                assert_true(done_at(&settling, rows[i].rise_s + 1));
                pd_settling_fall(&settling, 0);
                assert_false(done_at(&settling, rows[i].fall_s - 1));
                assert_true(done_at(&settling, rows[i].fall_s + 1));
                beat(&settling, 0, 600, 1000, -1); /* falling for ever */
                assert_false(done_at(&settling, rows[i].most_s - 1));
                assert_true(done_at(&settling, rows[i].most_s + 1));
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(rising_takes_a_minute),
                cmocka_unit_test(a_heart_that_is_known_has_its_own_time),
                cmocka_unit_test(falling_takes_a_minute_and_a_half),
                cmocka_unit_test(a_heart_that_still_falls_has_not_settled),
                cmocka_unit_test(the_same_value_again_is_no_fall),
                cmocka_unit_test(after_four_time_constants_it_is_no_lag_any_more),
                cmocka_unit_test(a_new_change_begins_anew),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
