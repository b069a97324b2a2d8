/* SPDX-License-Identifier: MIT */
/* What a pod says, times its factor: nothing is lost by rounding. */
#include "core/seat.h"

#include "support/cm.h"
#include "support/rig.h"

#define POD "C0:00:00:00:00:02"

/* The pod's next second: RET_MM is added to. */
static int32_t
say(struct pd_seat *seat, pd_usec at, int32_t mm_s, int64_t dm, int64_t *ret_mm)
{
        struct pd_input input = rig_pod_frame(at, mm_s, dm);
        struct pd_decoded decoded;
        int32_t speed = PD_UNKNOWN;
        bool news;

        assert_true(pd_seat_decode(seat, &input.frame, &decoded, &news));
        for (size_t i = 0; i < decoded.n_samples; i++) {
                if (decoded.samples[i].quantity == PD_QUANTITY_SPEED)
                        speed = decoded.samples[i].value;
                if (decoded.samples[i].quantity == PD_QUANTITY_DISTANCE)
                        *ret_mm += decoded.samples[i].value;
        }
        return speed;
}

static void
init(struct pd_seat *seat, int32_t factor)
{
        pd_seat_init(seat, POD, "");
        seat->factor_next = factor;
        pd_seat_forget(seat);
}

static void
ten_kilometres_are_right_to_the_millimetre(void **state)
{
        static const int32_t factors[] = {PD_FACTOR_MIN, 9524, 9999, PD_FACTOR_ONE, 10001, 10323, PD_FACTOR_MAX};
        struct pd_seat seat;

        (void) state;
        for (size_t f = 0; f < sizeof(factors) / sizeof(factors[0]); f++) {
                int64_t mm = 0;

                init(&seat, factors[f]);
                for (int64_t dm = 0; dm <= 100000; dm += dm % 70 == 0 ? 23 : 27) /* uneven steps: each would round another way */
                        say(&seat, dm * 36000, 2500, dm, &mm);
                say(&seat, 100001 * (pd_usec) 36000, 2500, 100000, &mm);
                assert_int_equal(mm, (int64_t) 10000 * 1000 * factors[f] / PD_FACTOR_ONE);
        }
}

static void
speed_is_rounded_to_the_nearest(void **state)
{
        struct pd_seat seat;
        int64_t mm = 0;

        (void) state;
        init(&seat, 0);
        assert_int_equal(say(&seat, 0, 2500, 0, &mm), 2500);
        init(&seat, 9501);
        assert_int_equal(say(&seat, 0, 2500, 0, &mm), 2375); /* 2375.25 */
        init(&seat, 10323);
        assert_int_equal(say(&seat, 0, 2500, 0, &mm), 2581); /* 2580.75 */
}

static void
a_heart_has_no_factor(void **state)
{
        struct pd_input input = rig_strap_frame(0, 150);
        struct pd_decoded decoded;
        struct pd_seat seat;
        bool news;

        (void) state;
        init(&seat, PD_FACTOR_MAX);
        assert_true(pd_seat_decode(&seat, &input.frame, &decoded, &news));
        assert_int_equal(decoded.samples[0].quantity, PD_QUANTITY_HEART_RATE);
        assert_int_equal(decoded.samples[0].value, 150);
}

static void
a_new_factor_waits_for_the_next_trace(void **state)
{
        struct pd_seat seat;
        int64_t mm = 0;

        (void) state;
        init(&seat, 0);
        seat.factor_next = 9000;
        assert_int_equal(say(&seat, 0, 2500, 0, &mm), 2500);
        pd_seat_forget(&seat);
        assert_int_equal(say(&seat, PD_SEC, 2500, 0, &mm), 2250);
}

/* Linked, missed since second 0, gone: every state with everything that may happen to it. */
static void
presence_is_told_by_every_input_in_every_state(void **state)
{
        enum { LINK, LOSS, FRAME, SOON, LATE, GIVEN_UP, N };
        static const struct {
                bool connected, available;
                struct {
                        bool news, connected, available;
                } after[N];
        } rows[] = {
                {true, true, {{false, true, true}, {true, false, true}, {false, true, true}, {false, true, true}, {false, true, true},
                              {false, true, true}}},
                {false, true, {{true, true, true}, {false, false, true}, {true, true, true}, {false, false, true}, {false, false, false},
                               {false, false, false}}},
                {false, false, {{true, true, true}, {false, false, false}, {true, true, true}, {false, false, false},
                                {false, false, false}, {false, false, false}}},
        };
        const struct pd_input frame = rig_strap_frame(PD_SEC, 150);
        struct pd_decoded decoded;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]) * N; i++) {
                const size_t row = i / N, input = i % N;
                struct pd_seat seat;
                bool news = false;

                pd_seat_init(&seat, POD, "");
                assert_true(pd_seat_decode(&seat, &frame.frame, &decoded, &news)); /* or its values were news */
                if (!rows[row].connected)
                        assert_true(pd_seat_note_link(&seat, false, 0));
                if (!rows[row].available)
                        pd_seat_give_up(&seat);
                news = false;
                if (input == LINK || input == LOSS)
                        news = pd_seat_note_link(&seat, input == LINK, PD_SEC);
                else if (input == FRAME)
                        assert_true(pd_seat_decode(&seat, &frame.frame, &decoded, &news));
                else if (input == GIVEN_UP)
                        pd_seat_give_up(&seat);
                else
                        pd_seat_pass_time(&seat, PD_SEAT_GRACE - (input == SOON));
                assert_int_equal(news, rows[row].after[input].news);
                assert_int_equal(seat.report.connected, rows[row].after[input].connected);
                assert_int_equal(seat.report.available, rows[row].after[input].available);
                assert_int_equal(pd_seat_wake(&seat) != PD_NEVER, !seat.report.connected && seat.report.available);
        }
}

static enum pd_quantity
hear(struct pd_seat *seat, const struct pd_input *input)
{
        struct pd_decoded decoded;
        bool news;

        assert_true(pd_seat_decode(seat, &input->frame, &decoded, &news));
        assert_true(decoded.n_samples > 0);
        return decoded.samples[0].quantity;
}

/* Whichever of its frames comes first; what a factor makes of speed it does not of power. */
static void
a_pod_that_tells_power_is_a_pod(void **state)
{
        const struct pd_input pod = rig_pod_frame(0, 2500, 0), power = rig_power_frame(0, 240);
        struct pd_seat seat;

        (void) state;
        for (int first = 0; first < 2; first++) {
                init(&seat, 9524);
                assert_int_equal(hear(&seat, first == 0 ? &pod : &power), first == 0 ? PD_QUANTITY_SPEED : PD_QUANTITY_POWER);
                assert_string_equal(seat.report.type->key, first == 0 ? "running_speed" : "cycling_power");
                hear(&seat, first == 0 ? &power : &pod);
                assert_string_equal(seat.report.type->key, "running_speed");
        }
}

static void
a_bikes_power_meter_is_one_and_says_where_it_sits(void **state)
{
        const struct pd_input power = rig_power_frame(0, 240);
        struct pd_input place = power;
        struct pd_decoded decoded;
        struct pd_seat seat;
        bool news;

        (void) state;
        init(&seat, 9524);
        assert_true(pd_seat_decode(&seat, &power.frame, &decoded, &news));
        assert_int_equal(decoded.samples[0].value, 240);
        place.frame.characteristic = 0x2A5D;
        place.frame.length = 1;
        place.frame.bytes[0] = 6; /* right crank */
        hear(&seat, &place);
        assert_int_equal(seat.report.location, 6);
        assert_string_equal(seat.report.type->key, "cycling_power");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(ten_kilometres_are_right_to_the_millimetre),
                cmocka_unit_test(speed_is_rounded_to_the_nearest),
                cmocka_unit_test(a_heart_has_no_factor),
                cmocka_unit_test(presence_is_told_by_every_input_in_every_state),
                cmocka_unit_test(a_new_factor_waits_for_the_next_trace),
                cmocka_unit_test(a_pod_that_tells_power_is_a_pod),
                cmocka_unit_test(a_bikes_power_meter_is_one_and_says_where_it_sits),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
