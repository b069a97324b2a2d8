/* SPDX-License-Identifier: MIT */
/*
 * Whatever a trace holds, a summary adds up, alerts are counted as they are
 * spoken and only while she runs, and no number of a session is missing.
 * And who works harder is never judged easier.
 */
#include "core/effort/effort.h"

#include "property/ticks.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>

static uint64_t seed;

struct audit {
        uint32_t sequence;
        int32_t alerts; /* of the coach, in this session */
        enum pd_session_state state;
        int summaries, remarks;
};

static void
audit_summary(struct audit *audit, const struct pd_summary *summary)
{
        int32_t sum = 0;

        for (int i = 0; i < PD_INTENSITY_COUNT; i++)
                sum += summary->seconds[i];
        assert_int_equal(sum, summary->moving_s);
        if (summary->moving_s > summary->duration_s)
                fail_msg("moving %d s of %d s", summary->moving_s, summary->duration_s);
        assert_true(summary->duration_s >= 0 && summary->start <= summary->end);
        assert_true(summary->grey_s <= summary->seconds[PD_INTENSITY_MODERATE]);
        assert_true(summary->heeded <= summary->alerts);
        assert_int_equal(summary->alerts, audit->alerts);
        audit->summaries++;
}

static void
audit_alert(struct audit *audit, const struct pd_alert *alert)
{
        switch (alert->type) {
        case PD_ALERT_TOO_HARD:
        case PD_ALERT_TOO_EASY:
        case PD_ALERT_GREY_ZONE:
                audit->alerts++;
                audit->remarks++;
                assert_int_equal(audit->state, PD_SESSION_RUNNING);
                return;
        case PD_ALERT_BACK_ON_TARGET:
                assert_true(audit->alerts > 0);
                assert_int_equal(audit->state, PD_SESSION_RUNNING);
                return;
        case PD_ALERT_DRIFT:
        case PD_ALERT_STEP:
        case PD_ALERT_BRIEF:
        case PD_ALERT_REST_DAY:
        case PD_ALERT_NO_PLAN:
        case PD_ALERT_SENSOR_LOST:
        case PD_ALERT_SENSOR_BACK:
        case PD_ALERT_CANNOT_TELL:
        case PD_ALERT_UNUSUAL_HR:
        case PD_ALERT_QUESTION:
        case PD_ALERT_PROPOSAL:
        case PD_ALERT_SESSION_STARTED:
        case PD_ALERT_SESSION_ENDED:
        case PD_ALERT_TYPE_COUNT:
                return;
        }
}

static void
listen(void *user, const struct pd_event *event)
{
        struct audit *audit = user;

        if (event->sequence != 0) {
                if (event->sequence == 1)
                        audit->sequence = (uint32_t) (audit->alerts = 0);
                assert_int_equal(event->sequence, ++audit->sequence);
        }
        if (event->kind == PD_EVENT_SESSION)
                audit->state = event->session_change.state;
        else if (event->kind == PD_EVENT_SUMMARY)
                audit_summary(audit, &event->summary);
        else if (event->kind == PD_EVENT_ALERT)
                audit_alert(audit, &event->alert);
}

static void
summaries_add_up_and_alerts_are_counted(void **state)
{
        static const char *const workouts[] = {NULL, "recovery 30m", "easy", "5m easy, 4x (1m hard, 90s rest), 5m easy",
                "tempo: 20m moderate", "400mtr easy, 5x (400mtr hard, 90s rest)"};
        struct audit audit = {.summaries = 0};

        (void) state;
        for (uint64_t i = 0; i < 120; i++) {
                struct rig_inputs inputs = {NULL, 0, 0};
                struct pd_athlete athlete;
                struct pd_workout *plan = malloc(sizeof(*plan));
                struct rig *rig = malloc(sizeof(*rig));
                uint64_t inputs_seed = seed * 1000 + i;

                rig_runner_a(&athlete);
                athlete.auto_start = (int32_t) (i / 6 % 4);
                pd_workout_init(plan);
                if (workouts[i % 6] != NULL)
                        rig_workout(plan, workouts[i % 6], &athlete);
                rig_init(rig, &athlete, plan);
                rig->also = listen;
                rig->also_user = &audit;
                ticks_random_inputs(&inputs, &inputs_seed);
                audit.state = PD_SESSION_IDLE;
                for (size_t n = 0; n < inputs.n; n++)
                        rig_feed(rig, &inputs.items[n]);
                rig_inputs_clear(&inputs);
                rig_clear(rig);
                free(rig);
                free(plan);
        }
        printf("%d summaries, %d remarks\n", audit.summaries, audit.remarks);
        assert_true(audit.summaries > 100 && audit.remarks > 10); /* there was something to look at */
}

static struct pd_anchor
random_anchor(uint64_t *state, int32_t from, int32_t span)
{
        if (ticks_below(state, 6) == 0)
                return (struct pd_anchor) {0, 0, PD_PROVENANCE_UNKNOWN};
        int32_t value = from + (int32_t) ticks_below(state, span);

        return (struct pd_anchor) {value, (int32_t) ticks_below(state, span / 4 + 1), PD_PROVENANCE_FIELD};
}

static struct pd_testimony
random_testimony(uint64_t *state)
{
        int32_t bpm = ticks_below(state, 8) == 0 ? PD_UNKNOWN : 90 + (int32_t) ticks_below(state, 100);
        int32_t mm_s = ticks_below(state, 8) == 0 ? PD_UNKNOWN : 500 + (int32_t) ticks_below(state, 4000);

        return (struct pd_testimony) {
                .hr_bpm = bpm,
                .hr_newest_bpm = bpm,
                .hr_settled = ticks_below(state, 4) != 0,
                .speed_mm_s = mm_s,
                .speed_newest_mm_s = mm_s,
                .heart_decides = ticks_below(state, 2) == 0,
        };
}

/* A second of both: the same, and so much more. */
static void
assert_never_easier(const struct pd_athlete *athlete, struct pd_effort_past *past, struct pd_effort_past *past_harder, uint64_t *draws,
        int32_t bpm, int32_t mm_s)
{
        struct pd_testimony testimony = random_testimony(draws), harder = testimony;
        struct pd_effort before, after;

        if (harder.hr_bpm != PD_UNKNOWN)
                harder.hr_newest_bpm = harder.hr_bpm += bpm;
        if (harder.speed_mm_s != PD_UNKNOWN)
                harder.speed_newest_mm_s = harder.speed_mm_s += mm_s;
        pd_effort_second(past, athlete, &testimony, &before);
        pd_effort_second(past_harder, athlete, &harder, &after);
        if (after.intensity < before.intensity)
                fail_msg("%d bpm, %d mm/s: class %d; %d bpm, %d mm/s: class %d", testimony.hr_bpm, testimony.speed_mm_s,
                        before.intensity, harder.hr_bpm, harder.speed_mm_s, after.intensity);
}

static void
who_works_harder_is_never_judged_easier(void **state)
{
        uint64_t draws = seed;

        (void) state;
        for (int i = 0; i < 20000; i++) {
                struct pd_athlete athlete;
                struct pd_effort_past past, past_harder;
                int32_t bpm = (int32_t) ticks_below(&draws, 30), mm_s = (int32_t) ticks_below(&draws, 500);
                int seconds = 1 + (int) ticks_below(&draws, 40);

                pd_athlete_init(&athlete, "anna");
                athlete.lt1_hr = random_anchor(&draws, 130, 24);
                athlete.lt2_hr = random_anchor(&draws, 155, 24);
                athlete.lt1_speed = random_anchor(&draws, 2500, 600);
                athlete.lt2_speed = random_anchor(&draws, 3200, 600);
                pd_effort_forget(&past);
                pd_effort_forget(&past_harder);
                while (seconds-- > 0)
                        assert_never_easier(&athlete, &past, &past_harder, &draws, bpm, mm_s);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(summaries_add_up_and_alerts_are_counted),
                cmocka_unit_test(who_works_harder_is_never_judged_easier),
        };

        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
