/* SPDX-License-Identifier: MIT */
/*
 * Anna and Ben have a strap each and one pod between them. He takes the pod
 * and forgets his strap; nobody knows whose run it is, and it is asked. He
 * says start. Later both run, and the pod stays with whom it measures. What
 * each lane was fed, fed again alone, says the same.
 */
#include "support/rig.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

#define STRAP_OF_ANNA "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"
#define STRAP_OF_BEN "C0:00:00:00:00:03"
#define LANES 3

static const char *const ids[LANES] = {"anna", "ben", PD_GUEST_ID};

struct outing {
        struct pd_pump *pump;
        struct pd_workout none;
        struct rig_inputs fed[LANES]; /* what the tap of each lane saw */
        size_t n_said[LANES];
        char said[LANES][64][PD_SENTENCE_SIZE]; /* alerts, in their order */
        size_t n_summaries[LANES];
        struct pd_summary summary[LANES]; /* the last */
};

static size_t
lane_of(const char *id)
{
        size_t lane = 0;

        while (strcmp(ids[lane], id) != 0)
                lane++;
        return lane;
}

static void
hear(void *user, const struct pd_event *event)
{
        struct outing *outing = user;
        size_t lane = lane_of(event->athlete->id);

        if (event->kind == PD_EVENT_ALERT) {
                assert_true(outing->n_said[lane] < 64);
                strcpy(outing->said[lane][outing->n_said[lane]++], event->alert.message);
        } else if (event->kind == PD_EVENT_SUMMARY && event->summary.final) {
                outing->n_summaries[lane]++;
                outing->summary[lane] = event->summary;
        }
}

static void
tap(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        rig_inputs_add(&((struct outing *) user)->fed[lane_of(snapshot->athlete.id)], input);
}

static struct outing *
outing_new(bool with_tap)
{
        struct outing *outing = calloc(1, sizeof(*outing));
        const struct pd_pump_ports ports = {.tap = with_tap ? tap : NULL, .event = hear, .user = outing};
        struct pd_athlete athlete;

        pd_workout_init(&outing->none);
        outing->pump = pd_pump_new(&ports);
        for (size_t i = 0; i < LANES; i++) {
                rig_runner_a(&athlete);
                strcpy(athlete.id, ids[i]);
                strcpy(athlete.name, i == 2 ? "Anna, Ben" : ids[i]);
                assert_int_equal(pd_pump_add_athlete(outing->pump, &athlete, &outing->none), 0);
        }
        pd_pump_enroll(outing->pump, "anna", STRAP_OF_ANNA, "");
        pd_pump_enroll(outing->pump, "anna", POD, "");
        pd_pump_enroll(outing->pump, "ben", STRAP_OF_BEN, "");
        pd_pump_enroll(outing->pump, "ben", POD, "");
        return outing;
}

static void
outing_free(struct outing *outing)
{
        pd_pump_free(outing->pump);
        for (size_t i = 0; i < LANES; i++)
                rig_inputs_clear(&outing->fed[i]);
        free(outing);
}

static void
beat(struct outing *outing, pd_usec at, const char *strap, int32_t bpm)
{
        struct pd_input input = rig_strap_frame(at, bpm);

        strcpy(input.frame.address, strap);
        pd_pump_frame(outing->pump, at, &input.frame);
}

/* The pod at 2.5 m/s from FROM to UNTIL, in seconds, and a strap that is worn. */
static void
run(struct outing *outing, int32_t from, int32_t until, const char *strap)
{
        for (int32_t s = from; s < until; s++) {
                struct pd_input input = rig_pod_frame(s * PD_SEC, 2500, s * 25);

                pd_pump_frame(outing->pump, s * PD_SEC, &input.frame);
                if (strap != NULL)
                        beat(outing, s * PD_SEC + 1, strap, 125);
        }
}

static void
play(struct outing *outing)
{
        const struct pd_command start = {.verb = PD_COMMAND_START}, stop = {.verb = PD_COMMAND_STOP};
        struct pd_answer answer;

        run(outing, 0, 600, NULL); /* whose? */
        assert_int_equal(pd_pump_command(outing->pump, 600 * PD_SEC, "ben", &start, &answer), 0);
        run(outing, 600, 1200, NULL);
        run(outing, 1200, 1800, STRAP_OF_ANNA); /* she puts hers on meanwhile: the pod stays on his foot */
        assert_int_equal(pd_pump_command(outing->pump, 1800 * PD_SEC, "ben", &stop, &answer), 0);
        run(outing, 3600, 4200, STRAP_OF_ANNA); /* hers by her strap */
        pd_pump_wake(outing->pump, 9 * PD_HOUR);
}

static size_t
count(const struct outing *outing, size_t lane, const char *sentence)
{
        size_t n = 0;

        for (size_t i = 0; i < outing->n_said[lane]; i++)
                n += strcmp(outing->said[lane][i], sentence) == 0;
        return n;
}

static void
one_pod_and_two_runners(void **state)
{
        struct outing *outing = outing_new(true);

        (void) state;
        play(outing);
        assert_int_equal(count(outing, 2, "Whose run is this? Anna, Ben"), 1);
        assert_int_equal(outing->n_summaries[2], 1);
        assert_in_range(outing->summary[2].distance_m, 1480, 1500);
        assert_int_equal(outing->n_summaries[1], 1);
        assert_in_range(outing->summary[1].distance_m, 2980, 3000);
        assert_true(outing->summary[1].hr_avg_bpm == PD_UNKNOWN); /* Anna's strap is nobody else's */
        assert_int_equal(outing->n_summaries[0], 1);
        assert_in_range(outing->summary[0].distance_m, 1480, 1500);
        assert_int_equal(outing->summary[0].hr_avg_bpm, 125);
        assert_int_equal(pd_pump_stray_frames(outing->pump), 0);
        outing_free(outing);
}

static void
what_each_one_was_fed_says_the_same_alone(void **state)
{
        struct outing *live = outing_new(true);

        (void) state;
        play(live);
        for (size_t i = 0; i < LANES; i++) {
                struct outing *alone = outing_new(false);

                for (size_t k = 0; k < live->fed[i].n; k++)
                        assert_int_equal(pd_pump_feed(alone->pump, ids[i], &live->fed[i].items[k]), 0);
                pd_pump_wake(alone->pump, 9 * PD_HOUR);
                assert_int_equal(alone->n_said[i], live->n_said[i]);
                for (size_t k = 0; k < live->n_said[i]; k++)
                        assert_string_equal(alone->said[i][k], live->said[i][k]);
                assert_int_equal(alone->n_summaries[i], live->n_summaries[i]);
                assert_int_equal(alone->summary[i].distance_m, live->summary[i].distance_m);
                assert_int_equal(alone->summary[i].start, live->summary[i].start);
                assert_int_equal(alone->summary[i].end, live->summary[i].end);
                outing_free(alone);
        }
        outing_free(live);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(one_pod_and_two_runners),
                cmocka_unit_test(what_each_one_was_fed_says_the_same_alone),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
