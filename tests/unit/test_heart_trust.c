/* SPDX-License-Identifier: MIT */
/* May the strap's heart rate be believed? */
#include "core/signal/heart_trust.h"

#include "purposed/event.h"

#include "support/cm.h"

#define NO_BEATS 0

/* A strap at 1 Hz; RR_BPM: what the beats say, NO_BEATS. */
struct strap {
        struct pd_heart_trust trust;
        int now;
        int32_t cadence_spm;
};

static struct strap
strap_new(void)
{
        struct strap strap = {.cadence_spm = PD_UNKNOWN};

        pd_heart_trust_init(&strap.trust);
        return strap;
}

static enum pd_doubt
beat(struct strap *strap, int32_t bpm, int32_t rr_bpm)
{
        const int32_t rr[] = {rr_bpm == NO_BEATS ? 0 : 60 * 1024 / rr_bpm, rr_bpm == NO_BEATS ? 0 : 60 * 1024 / rr_bpm + 2};
        const struct pd_heart_frame frame = {bpm, rr, rr_bpm == NO_BEATS ? 0 : 2, strap->cadence_spm, 2800};

        return pd_heart_trust_frame(&strap->trust, ++strap->now * PD_SEC, &frame);
}

static enum pd_doubt
on(struct strap *strap, int seconds, int32_t bpm, int32_t rr_bpm)
{
        enum pd_doubt doubt = PD_DOUBT_NONE;

        for (int i = 0; i < seconds; i++)
                doubt = beat(strap, bpm, rr_bpm);
        return doubt;
}

/* A heart wavers by a beat every few seconds. */
static enum pd_doubt
live_on(struct strap *strap, int seconds, int32_t bpm, int32_t rr_bpm)
{
        enum pd_doubt doubt = PD_DOUBT_NONE;

        for (int i = 0; i < seconds; i++)
                doubt = beat(strap, bpm + i / 4 % 3, rr_bpm);
        return doubt;
}

static void
nothing_measured_is_no_contact(void **state)
{
        struct strap strap = strap_new();

        (void) state;
        assert_int_equal(on(&strap, 5, PD_UNKNOWN, NO_BEATS), PD_DOUBT_CONTACT);
        assert_int_equal(strap.trust.since, PD_SEC);
        assert_int_equal(live_on(&strap, 5, 140, NO_BEATS), PD_DOUBT_NONE);
        assert_int_equal(strap.trust.since, PD_NEVER);
}

static void
a_value_that_stands_still_for_too_long_is_frozen(void **state)
{
        struct strap strap = strap_new();

        (void) state;
        live_on(&strap, 60, 140, NO_BEATS);
        assert_int_equal(on(&strap, 150, 145, NO_BEATS), PD_DOUBT_NONE);
        assert_int_equal(on(&strap, 1, 145, NO_BEATS), PD_DOUBT_FROZEN);
        assert_int_equal(strap.trust.since, 61 * PD_SEC);
        assert_int_equal(on(&strap, 1, 175, NO_BEATS), PD_DOUBT_NONE); /* it lives, wherever it has gone meanwhile */
}

static void
what_beats_bore_out_is_not_frozen_after_a_silence(void **state)
{
        struct strap strap = strap_new();

        (void) state;
        assert_int_equal(on(&strap, 200, 145, 145), PD_DOUBT_NONE);
        strap.now += 20; /* out of earshot: the next beats are too few to tell */
        for (int i = 0; i < 100; i++)
                assert_int_equal(on(&strap, 1, 145, 145), PD_DOUBT_NONE);
}

static void
beats_that_agree_make_it_a_living_heart(void **state)
{
        struct strap strap = strap_new();

        (void) state;
        assert_int_equal(on(&strap, 1200, 145, 146), PD_DOUBT_NONE);
        assert_int_equal(on(&strap, 160, 145, NO_BEATS), PD_DOUBT_NONE); /* so long as nobody has borne it out any more */
        assert_int_equal(on(&strap, 10, 145, NO_BEATS), PD_DOUBT_FROZEN);
}

static void
beats_that_say_otherwise_for_long_leave_nobody_to_believe(void **state)
{
        struct strap strap = strap_new();

        (void) state;
        live_on(&strap, 60, 140, 141);
        assert_int_equal(live_on(&strap, 20, 140, 165), PD_DOUBT_NONE);
        assert_int_equal(live_on(&strap, 10, 140, 165), PD_DOUBT_BEATS);
        assert_in_range(strap.trust.since / PD_SEC, 61, 68); /* the median of some beats comes a little later */
        assert_int_equal(live_on(&strap, 10, 140, 141), PD_DOUBT_NONE);
        live_on(&strap, 10, 140, 165); /* not for long: an artefact */
        assert_int_equal(live_on(&strap, 60, 140, 141), PD_DOUBT_NONE);
        live_on(&strap, 30, 140, 165);
        assert_int_equal(live_on(&strap, 20, 140, NO_BEATS), PD_DOUBT_NONE); /* nobody says otherwise any more */
}

/* Six of sixteen beats missed, as in the worst of recordings. */
static void
artefacts_do_not_outvote_the_beats(void **state)
{
        struct strap strap = strap_new();

        (void) state;
        for (int i = 0; i < 600; i++) {
                const int32_t rr[] = {i % 3 ? 439 : 878, i % 7 ? 440 : 300};
                const struct pd_heart_frame frame = {139 + i / 4 % 3, rr, 2, PD_UNKNOWN, PD_UNKNOWN};
                assert_int_equal(pd_heart_trust_frame(&strap.trust, i * PD_SEC, &frame), PD_DOUBT_NONE);
        }
}

static void
a_spike_is_no_heart_rate(void **state)
{
        struct strap strap = strap_new();

        (void) state;
        live_on(&strap, 300, 140, NO_BEATS);
        assert_int_equal(live_on(&strap, 5, 195, NO_BEATS), PD_DOUBT_SPIKE);
        assert_int_equal(strap.trust.since, 301 * PD_SEC);
        assert_int_equal(live_on(&strap, 1, 141, NO_BEATS), PD_DOUBT_NONE);
}

static enum pd_doubt
lock(struct strap *strap, int seconds, int32_t rr_bpm)
{
        enum pd_doubt doubt = PD_DOUBT_NONE;

        for (int i = 0; i < seconds; i++) {
                strap->cadence_spm = 170 + i / 5 % 3;
                doubt = beat(strap, strap->cadence_spm, rr_bpm);
        }
        return doubt;
}

static void
a_lock_on_the_steps_is_no_heart_rate_unless_beats_say_so(void **state)
{
        struct strap strap = strap_new();

        (void) state;
        strap.cadence_spm = 170;
        live_on(&strap, 300, 140, NO_BEATS);
        assert_int_equal(lock(&strap, 60, NO_BEATS), PD_DOUBT_CADENCE_LOCK);
        assert_in_range(strap.trust.since / PD_SEC, 290, 310);
        assert_int_equal(live_on(&strap, 15, 143, NO_BEATS), PD_DOUBT_NONE); /* it has let go: no spike */
        strap = strap_new();
        strap.cadence_spm = 170;
        live_on(&strap, 300, 140, 141);
        for (int s = 0; s < 30; s++)
                beat(&strap, 141 + s, 141 + s);
        assert_int_equal(lock(&strap, 120, 171), PD_DOUBT_NONE);
}

/* The pod speaks after the strap: what it says of the same instant is looked at at once. */
static void
the_steps_of_the_same_instant_count(void **state)
{
        struct strap strap = strap_new();
        enum pd_doubt doubt = PD_DOUBT_NONE;

        (void) state;
        strap.cadence_spm = 180; /* of the row before, and wrong */
        for (int i = 0; i < 400 && doubt != PD_DOUBT_CADENCE_LOCK; i++) {
                int32_t cadence = 168 + i / 5 % 3;
                beat(&strap, i < 300 ? 140 + i / 4 % 3 : cadence, NO_BEATS);
                doubt = pd_heart_trust_steps(&strap.trust, strap.now * PD_SEC + PD_SEC / 4, cadence, 2800);
        }
        assert_int_equal(doubt, PD_DOUBT_CADENCE_LOCK);
        assert_in_range(strap.now, 335, 360);
}

/* ---- state and input ------------------------------------------------------- */

static struct strap
enter(enum pd_doubt doubt)
{
        struct strap strap = strap_new();

        strap.cadence_spm = 170;
        live_on(&strap, 300, 140, NO_BEATS);
        if (doubt == PD_DOUBT_CONTACT)
                on(&strap, 3, PD_UNKNOWN, NO_BEATS);
        if (doubt == PD_DOUBT_FROZEN)
                on(&strap, 160, 143, NO_BEATS);
        if (doubt == PD_DOUBT_SPIKE)
                on(&strap, 1, 190, NO_BEATS);
        if (doubt == PD_DOUBT_BEATS)
                live_on(&strap, 40, 140, 170);
        if (doubt == PD_DOUBT_CADENCE_LOCK)
                lock(&strap, 60, NO_BEATS);
        assert_int_equal(strap.trust.doubt, doubt);
        return strap;
}

#define NO PD_DOUBT_NONE
#define CT PD_DOUBT_CONTACT
#define FR PD_DOUBT_FROZEN
#define SP PD_DOUBT_SPIKE
#define BE PD_DOUBT_BEATS
#define LO PD_DOUBT_CADENCE_LOCK

static void
each_state_meets_each_input(void **state)
{
        static const enum pd_doubt states[] = {NO, CT, FR, SP, BE, LO};
        static const struct {
                int32_t bpm, rr_bpm;
                enum pd_doubt then[6]; /* after each of the states */
        } rows[] = {
                /*                   NO  CT  FR  SP  BE  LO */
                {PD_UNKNOWN, NO_BEATS, {CT, CT, CT, CT, CT, CT}},
                {141, NO_BEATS, {NO, NO, NO, NO, BE, LO}},
                {143, NO_BEATS, {NO, NO, FR, NO, BE, LO}},
                {172, NO_BEATS, {SP, SP, NO, SP, BE, LO}},
                {200, NO_BEATS, {SP, SP, NO, SP, BE, LO}},
                {225, NO_BEATS, {SP, SP, SP, SP, BE, LO}},
                {141, 141, {NO, NO, NO, NO, BE, LO}}, /* two beats are no median */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (size_t s = 0; s < sizeof(states) / sizeof(states[0]); s++) {
                        struct strap strap = enter(states[s]);

                        if (beat(&strap, rows[i].bpm, rows[i].rr_bpm) != rows[i].then[s])
                                fail_msg("input %zu in state %zu: %d", i, s, (int) strap.trust.doubt);
                        assert_int_equal(strap.trust.since == PD_NEVER, strap.trust.doubt == PD_DOUBT_NONE);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_measured_is_no_contact),
                cmocka_unit_test(a_value_that_stands_still_for_too_long_is_frozen),
                cmocka_unit_test(what_beats_bore_out_is_not_frozen_after_a_silence),
                cmocka_unit_test(beats_that_agree_make_it_a_living_heart),
                cmocka_unit_test(beats_that_say_otherwise_for_long_leave_nobody_to_believe),
                cmocka_unit_test(artefacts_do_not_outvote_the_beats),
                cmocka_unit_test(a_spike_is_no_heart_rate),
                cmocka_unit_test(a_lock_on_the_steps_is_no_heart_rate_unless_beats_say_so),
                cmocka_unit_test(the_steps_of_the_same_instant_count),
                cmocka_unit_test(each_state_meets_each_input),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
