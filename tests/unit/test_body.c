/* SPDX-License-Identifier: MIT */
/* What the sensors say: which of them is heard, and what is believed. */
#include "core/signal/body.h"

#include "support/cm.h"

#define STRAP 0
#define SECOND_STRAP 1
#define POD 2
#define SECOND_POD 3

static struct pd_body_news
hear(struct pd_body *body, pd_usec at, unsigned sensor, const struct pd_sample *samples, size_t n)
{
        struct pd_body_news news;

        pd_body_frame(body, at, sensor, samples, n, &news);
        return news;
}

static struct pd_body_news
hear_hr(struct pd_body *body, pd_usec at, unsigned sensor, int32_t bpm)
{
        return hear(body, at, sensor, (struct pd_sample[]) {{PD_QUANTITY_HEART_RATE, bpm}}, 1);
}

/* MM: PD_UNKNOWN if the frame has no odometer, or it stands. */
static struct pd_body_news
hear_pod(struct pd_body *body, pd_usec at, unsigned sensor, int32_t mm_s, int32_t mm)
{
        const struct pd_sample samples[] = {{PD_QUANTITY_SPEED, mm_s}, {PD_QUANTITY_CADENCE, 164}, {PD_QUANTITY_DISTANCE, mm}};

        return hear(body, at, sensor, samples, mm == PD_UNKNOWN ? 2 : 3);
}

static void
before_a_word_nothing_is_known(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        assert_int_equal(pd_body_hr(&body, 0), PD_UNKNOWN);
        assert_int_equal(pd_body_hr_mean(&body, 0), PD_UNKNOWN);
        assert_int_equal(pd_body_speed(&body, 0), PD_UNKNOWN);
        assert_int_equal(pd_body_speed_newest(&body, 0), PD_UNKNOWN);
        assert_int_equal(pd_body_cadence(&body, 0), PD_UNKNOWN);
        assert_int_equal(pd_body_lost_at(&body), PD_NEVER);
}

static void
a_heart_rate_of_zero_is_no_measurement(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_hr(&body, 0, STRAP, 150);
        assert_int_equal(hear_hr(&body, PD_SEC, STRAP, 0).hr_bpm, PD_UNKNOWN);
        assert_int_equal(pd_body_hr(&body, PD_SEC), PD_UNKNOWN);
        assert_int_equal(pd_body_hr_mean(&body, PD_SEC), PD_UNKNOWN);
        hear_hr(&body, 2 * PD_SEC, STRAP, 152);
        assert_int_equal(pd_body_hr_mean(&body, 2 * PD_SEC), 151); /* the zero is in no mean */
}

static void
no_skin_is_believed_unless_beats_come_with_it(void **state)
{
        const struct pd_sample denied[] = {{PD_QUANTITY_HEART_RATE, 150}, {PD_QUANTITY_CONTACT, 0}};
        const struct pd_sample beats[] = {{PD_QUANTITY_HEART_RATE, 150}, {PD_QUANTITY_CONTACT, 0}, {PD_QUANTITY_RR, 410}};
        const struct pd_sample skin[] = {{PD_QUANTITY_HEART_RATE, 150}, {PD_QUANTITY_CONTACT, 1}};
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        assert_int_equal(hear(&body, 0, STRAP, denied, 2).hr_bpm, PD_UNKNOWN);
        assert_int_equal(hear(&body, PD_SEC, STRAP, beats, 3).hr_bpm, 150);
        assert_int_equal(hear(&body, 2 * PD_SEC, STRAP, skin, 2).hr_bpm, 150);
}

static void
the_first_strap_is_heard_while_it_speaks(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_hr(&body, 0, STRAP, 140);
        assert_int_equal(hear_hr(&body, PD_SEC, SECOND_STRAP, 99).hr_bpm, PD_UNKNOWN);
        assert_int_equal(pd_body_hr(&body, PD_SEC), 140);
        hear_hr(&body, 5 * PD_SEC, SECOND_STRAP, 99);
        assert_int_equal(pd_body_hr(&body, 5 * PD_SEC), 140);
        hear_hr(&body, 5 * PD_SEC + 1, SECOND_STRAP, 99); /* the first has been silent for more than 5 s */
        assert_int_equal(pd_body_hr(&body, 5 * PD_SEC + 1), 99);
        assert_int_equal(hear_hr(&body, 6 * PD_SEC, STRAP, 141).hr_bpm, PD_UNKNOWN); /* and now it is the second's turn */
}

static void
what_is_old_is_not_told(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_hr(&body, 0, STRAP, 140);
        hear_pod(&body, 0, POD, 2500, PD_UNKNOWN);
        assert_int_equal(pd_body_hr(&body, 5 * PD_SEC), 140);
        assert_int_equal(pd_body_speed_newest(&body, 5 * PD_SEC), 2500);
        assert_int_equal(pd_body_hr(&body, 5 * PD_SEC + 1), PD_UNKNOWN);
        assert_int_equal(pd_body_hr_mean(&body, 5 * PD_SEC + 1), PD_UNKNOWN);
        assert_int_equal(pd_body_speed(&body, 5 * PD_SEC + 1), PD_UNKNOWN);
        assert_int_equal(pd_body_speed_newest(&body, 5 * PD_SEC + 1), PD_UNKNOWN);
        assert_int_equal(pd_body_cadence(&body, 5 * PD_SEC + 1), PD_UNKNOWN);
}

static void
speed_is_the_mean_of_three_seconds(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        for (int i = 0; i < 5; i++)
                hear_pod(&body, i * PD_SEC, POD, 2000 + 100 * i, PD_UNKNOWN);
        assert_int_equal(pd_body_speed(&body, 4 * PD_SEC), 2300); /* 2200, 2300, 2400 */
        assert_int_equal(pd_body_speed_newest(&body, 4 * PD_SEC), 2400);
}

static void
the_odometer_counts_over_a_gap(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_pod(&body, 0, POD, 2500, PD_UNKNOWN);
        assert_int_equal(hear_pod(&body, PD_SEC, POD, 2500, 2500).distance_mm, 2500);
        assert_int_equal(hear_pod(&body, 61 * PD_SEC, POD, 2500, 150000).distance_mm, 150000);
}

static void
an_odometer_that_stands_adds_nothing(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_pod(&body, 0, POD, 2500, PD_UNKNOWN);
        hear_pod(&body, PD_SEC, POD, 2500, 2500);
        assert_int_equal(hear_pod(&body, 2 * PD_SEC, POD, 2500, PD_UNKNOWN).distance_mm, 0);
}

static void
a_leap_that_nobody_ran_adds_nothing(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_pod(&body, 0, POD, 2500, PD_UNKNOWN);
        assert_int_equal(hear_pod(&body, 10 * PD_SEC, POD, 2500, 80000).distance_mm, 80000); /* 7.5 m/s and 5 m */
        assert_int_equal(hear_pod(&body, 20 * PD_SEC, POD, 2500, 80001).distance_mm, 0);
        assert_int_equal(hear_pod(&body, 21 * PD_SEC, POD, 2500, 2500).distance_mm, 2500); /* and counts on */
}

static void
without_an_odometer_it_is_speed_by_time_for_five_seconds(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        assert_int_equal(hear_pod(&body, 0, POD, 3000, PD_UNKNOWN).distance_mm, 0);
        assert_int_equal(hear_pod(&body, PD_SEC, POD, 3000, PD_UNKNOWN).distance_mm, 3000);
        assert_int_equal(hear_pod(&body, 6 * PD_SEC, POD, 3000, PD_UNKNOWN).distance_mm, 15000);
        assert_int_equal(hear_pod(&body, 66 * PD_SEC, POD, 3000, PD_UNKNOWN).distance_mm, 15000);
}

static void
a_pod_without_odometer_takes_over_from_one_that_had_one(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_pod(&body, 0, POD, 3000, PD_UNKNOWN);
        hear_pod(&body, PD_SEC, POD, 3000, 3000);
        hear_pod(&body, 10 * PD_SEC, SECOND_POD, 3000, PD_UNKNOWN);
        assert_int_equal(hear_pod(&body, 11 * PD_SEC, SECOND_POD, 3000, PD_UNKNOWN).distance_mm, 3000);
}

static void
a_battery_is_no_sign_of_life_of_the_measurement(void **state)
{
        const struct pd_sample battery[] = {{PD_QUANTITY_BATTERY, 80}};
        struct pd_body body;
        struct pd_body_news news;

        (void) state;
        pd_body_init(&body);
        hear_hr(&body, 0, STRAP, 140);
        news = hear(&body, 20 * PD_SEC, STRAP, battery, 1);
        assert_int_equal(news.hr_bpm, PD_UNKNOWN);
        assert_int_equal(news.speed_mm_s, PD_UNKNOWN);
        assert_int_equal(news.distance_mm, PD_UNKNOWN);
        assert_int_equal(pd_body_lost_at(&body), 30 * PD_SEC);
}

static void
each_sensor_is_lost_once_with_what_it_gave(void **state)
{
        struct pd_body body;
        enum pd_witness gave;
        pd_usec last;

        (void) state;
        pd_body_init(&body);
        hear_hr(&body, 0, STRAP, 140);
        hear_pod(&body, 10 * PD_SEC, POD, 2500, PD_UNKNOWN);
        assert_int_equal(pd_body_lost_at(&body), 30 * PD_SEC);
        assert_false(pd_body_lose(&body, 30 * PD_SEC - 1, &gave, &last));
        assert_true(pd_body_lose(&body, 30 * PD_SEC, &gave, &last));
        assert_int_equal(gave, PD_WITNESS_HEART_RATE);
        assert_int_equal(last, 0);
        assert_int_equal(pd_body_lost_at(&body), 40 * PD_SEC);
        assert_true(pd_body_lose(&body, 40 * PD_SEC, &gave, &last));
        assert_int_equal(gave, PD_WITNESS_SPEED);
        assert_int_equal(pd_body_lost_at(&body), PD_NEVER);
}

static void
beats_are_those_of_one_strap_in_a_row(void **state)
{
        const struct pd_sample beat[] = {{PD_QUANTITY_HEART_RATE, 60}, {PD_QUANTITY_RR, 1024}};
        const struct pd_sample off[] = {{PD_QUANTITY_HEART_RATE, 60}, {PD_QUANTITY_CONTACT, 0}};
        struct pd_body body;
        pd_usec at = 0;

        (void) state;
        pd_body_init(&body);
        for (; at < 20 * PD_SEC; at += PD_SEC) {
                hear(&body, at, STRAP, beat, 2);
                hear(&body, at, SECOND_STRAP, beat, 2); /* of the same heart, or not: not heard */
        }
        assert_int_equal(body.beats.rr.n, 20);
        hear(&body, at, STRAP, off, 2);
        assert_int_equal(body.beats.rr.n, 0);
        hear(&body, at += PD_SEC, STRAP, beat, 2);
        assert_int_equal(body.beats.rr.n, 1);
        for (int i = 0; i < 15; i++) /* the first has fallen silent */
                hear(&body, at += PD_SEC, SECOND_STRAP, beat, 2);
        assert_int_equal(body.strap, SECOND_STRAP);
        assert_in_range(body.beats.rr.n, 1, 15);
}

static void
what_is_doubted_is_not_told_and_why_is(void **state)
{
        struct pd_body body;
        struct pd_body_news news;
        pd_usec since;

        (void) state;
        pd_body_init(&body);
        for (int s = 0; s < 60; s++) {
                hear_hr(&body, s * PD_SEC, STRAP, 140 + s % 2);
                hear_pod(&body, s * PD_SEC, POD, 2500, PD_UNKNOWN);
        }
        assert_int_equal(pd_body_gravest_doubt(&body, 60 * PD_SEC), PD_DOUBT_NONE);
        news = hear_hr(&body, 60 * PD_SEC, STRAP, 199);
        assert_int_equal(news.hr_bpm, PD_UNKNOWN);
        assert_true(news.going);
        assert_int_equal(pd_body_hr(&body, 60 * PD_SEC), PD_UNKNOWN);
        assert_int_equal(pd_body_hr_mean(&body, 60 * PD_SEC), PD_UNKNOWN);
        assert_int_equal(pd_body_doubt(&body, 60 * PD_SEC, PD_WITNESS_HEART_RATE, &since), PD_DOUBT_SPIKE);
        assert_int_equal(since, 60 * PD_SEC);
        assert_int_equal(pd_body_doubt(&body, 60 * PD_SEC, PD_WITNESS_SPEED, &since), PD_DOUBT_NONE);
        for (int s = 60; s < 64; s++)
                news = hear_pod(&body, s * PD_SEC, POD, 0, PD_UNKNOWN); /* at 164 steps */
        assert_int_equal(news.speed_mm_s, PD_UNKNOWN);
        assert_true(news.going);
        assert_int_equal(pd_body_doubt(&body, 63 * PD_SEC, PD_WITNESS_SPEED, &since), PD_DOUBT_DROPOUT);
        assert_int_equal(pd_body_gravest_doubt(&body, 63 * PD_SEC), PD_DOUBT_SPIKE); /* the heart's comes first */
        assert_int_equal(pd_body_doubt(&body, 120 * PD_SEC, PD_WITNESS_HEART_RATE, &since), PD_DOUBT_NONE); /* but silent */
        hear_hr(&body, 120 * PD_SEC, STRAP, 140);
        hear_hr(&body, 130 * PD_SEC, SECOND_STRAP, 190); /* another strap, another trust */
        assert_int_equal(pd_body_hr(&body, 130 * PD_SEC), 190);
}

static void
what_nobody_runs_is_no_way(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_pod(&body, 0, POD, 2500, 2500);
        assert_int_equal(hear_pod(&body, PD_SEC, POD, 14000, 3000).distance_mm, 0);
        assert_int_equal(hear_pod(&body, 2 * PD_SEC, POD, 2500, 2500).distance_mm, 2500);
}

static void
hear_power(struct pd_body *body, pd_usec at, unsigned sensor, int32_t watts)
{
        const struct pd_body_news news = hear(body, at, sensor, (struct pd_sample[]) {{PD_QUANTITY_POWER, watts}}, 1);

        assert_int_equal(news.speed_mm_s, PD_UNKNOWN);
        assert_int_equal(news.distance_mm, PD_UNKNOWN);
}

static void
a_pod_that_tells_power_is_heard_and_a_bike_is_not(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_power(&body, 0, POD, 230); /* before it has told a speed, it may be a bike */
        assert_int_equal(pd_body_power(&body, 0), PD_UNKNOWN);
        hear_pod(&body, 0, POD, 2800, PD_UNKNOWN);
        hear_power(&body, 0, POD, 240);
        hear_power(&body, PD_SEC / 2, SECOND_POD, 600);
        hear_pod(&body, PD_SEC, POD, 2800, PD_UNKNOWN);
        hear_power(&body, PD_SEC, POD, 250);
        assert_int_equal(pd_body_power_newest(&body, PD_SEC), 250);
        assert_int_equal(pd_body_power(&body, PD_SEC), 245);
        assert_int_equal(pd_body_speed(&body, PD_SEC), 2800);
}

/* Power alone says nothing of a run, nor does it keep a pod alive whose speed is silent. */
static void
power_is_no_sign_of_life_of_a_speed(void **state)
{
        struct pd_body body;
        enum pd_witness gave;
        pd_usec last;

        (void) state;
        pd_body_init(&body);
        hear_pod(&body, 0, POD, 2800, PD_UNKNOWN);
        for (int s = 0; s <= 40; s++)
                hear_power(&body, s * PD_SEC, POD, 240 + s % 3);
        assert_int_equal(pd_body_power(&body, 40 * PD_SEC), PD_UNKNOWN);
        assert_int_equal(pd_body_speed(&body, 40 * PD_SEC), PD_UNKNOWN);
        assert_int_equal(pd_body_lost_at(&body), 30 * PD_SEC);
        assert_true(pd_body_lose(&body, 30 * PD_SEC, &gave, &last));
        assert_int_equal(gave, PD_WITNESS_SPEED);
}

/* Its speed goes on: nobody is lost. */
static void
a_power_that_falls_silent_is_unknown_and_not_missed(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        hear_pod(&body, 0, POD, 2800, PD_UNKNOWN);
        hear_power(&body, 0, POD, 240);
        for (int s = 1; s <= 40; s++)
                hear_pod(&body, s * PD_SEC, POD, 2800, PD_UNKNOWN);
        assert_int_equal(pd_body_power(&body, 5 * PD_SEC), 240);
        assert_int_equal(pd_body_power(&body, 6 * PD_SEC), PD_UNKNOWN);
        assert_int_equal(pd_body_lost_at(&body), 70 * PD_SEC);
        assert_int_equal(pd_body_gravest_doubt(&body, 40 * PD_SEC), PD_DOUBT_NONE);
}

/* Another pod, which does not tell it. */
static void
power_of_the_pod_before_is_not_that_of_the_next(void **state)
{
        struct pd_body body;

        (void) state;
        pd_body_init(&body);
        for (int s = 0; s <= 40; s++) {
                hear_pod(&body, s * PD_SEC, POD, 2800, PD_UNKNOWN);
                if (s % 4 == 0) /* so seldom that it lasts for 16 s */
                        hear_power(&body, s * PD_SEC, POD, 240 + s);
        }
        assert_int_equal(pd_body_power_newest(&body, 44 * PD_SEC), 280);
        hear_pod(&body, 50 * PD_SEC, SECOND_POD, 2800, PD_UNKNOWN);
        assert_int_equal(pd_body_speed(&body, 50 * PD_SEC), 2800);
        assert_int_equal(pd_body_power_newest(&body, 50 * PD_SEC), PD_UNKNOWN);
}

static void
a_doubted_power_is_not_told(void **state)
{
        struct pd_body body;
        pd_usec since;

        (void) state;
        pd_body_init(&body);
        for (int s = 0; s <= 20; s++) {
                hear_pod(&body, s * PD_SEC, POD, 2800, PD_UNKNOWN);
                hear_power(&body, s * PD_SEC, POD, s < 5 ? 240 + s : 0);
                assert_int_equal(pd_body_power_newest(&body, s * PD_SEC), s < 5 ? 240 + s : PD_UNKNOWN);
        }
        assert_int_equal(pd_body_power(&body, 20 * PD_SEC), PD_UNKNOWN);
        assert_int_equal(pd_body_doubt(&body, 20 * PD_SEC, PD_WITNESS_POWER, &since), PD_DOUBT_POWER);
        assert_int_equal(since, 5 * PD_SEC);
        assert_int_equal(pd_body_gravest_doubt(&body, 20 * PD_SEC), PD_DOUBT_POWER);
        assert_int_equal(pd_body_speed(&body, 20 * PD_SEC), 2800);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(before_a_word_nothing_is_known),
                cmocka_unit_test(a_heart_rate_of_zero_is_no_measurement),
                cmocka_unit_test(no_skin_is_believed_unless_beats_come_with_it),
                cmocka_unit_test(the_first_strap_is_heard_while_it_speaks),
                cmocka_unit_test(what_is_old_is_not_told),
                cmocka_unit_test(speed_is_the_mean_of_three_seconds),
                cmocka_unit_test(the_odometer_counts_over_a_gap),
                cmocka_unit_test(an_odometer_that_stands_adds_nothing),
                cmocka_unit_test(a_leap_that_nobody_ran_adds_nothing),
                cmocka_unit_test(without_an_odometer_it_is_speed_by_time_for_five_seconds),
                cmocka_unit_test(a_pod_without_odometer_takes_over_from_one_that_had_one),
                cmocka_unit_test(a_battery_is_no_sign_of_life_of_the_measurement),
                cmocka_unit_test(each_sensor_is_lost_once_with_what_it_gave),
                cmocka_unit_test(beats_are_those_of_one_strap_in_a_row),
                cmocka_unit_test(what_is_doubted_is_not_told_and_why_is),
                cmocka_unit_test(what_nobody_runs_is_no_way),
                cmocka_unit_test(a_pod_that_tells_power_is_heard_and_a_bike_is_not),
                cmocka_unit_test(power_is_no_sign_of_life_of_a_speed),
                cmocka_unit_test(a_power_that_falls_silent_is_unknown_and_not_missed),
                cmocka_unit_test(power_of_the_pod_before_is_not_that_of_the_next),
                cmocka_unit_test(a_doubted_power_is_not_told),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
