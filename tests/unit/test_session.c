/* SPDX-License-Identifier: MIT */
/* The session machine: every stage against every stirring, and its stories. */
#include "core/session/session.h"

#include "purposed/event.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#define AT (100 * PD_SEC)

struct cell {
        enum pd_stage stage;
        enum pd_session_act act;
};

#define IDLE PD_STAGE_IDLE
#define ARMED PD_STAGE_ARMED
#define STARTING PD_STAGE_STARTING
#define RUNNING PD_STAGE_RUNNING
#define PAUSED PD_STAGE_PAUSED
#define AWAY PD_STAGE_AWAY

/* A session in STAGE since second 90, moving at second 95, started by the pod. */
static struct pd_session
session_in(enum pd_stage stage)
{
        struct pd_session session;

        pd_session_init(&session);
        session.stage = stage;
        session.since = session.start = 90 * PD_SEC;
        session.last_data = session.last_movement = 95 * PD_SEC;
        session.moving = true;
        return session;
}

static const struct cell matrix[PD_STAGE_COUNT][PD_STIR_COUNT] = {
        [PD_STAGE_IDLE] = {
                [PD_STIR_DATA] = {ARMED, PD_ACT_ARM},
                [PD_STIR_STILL] = {ARMED, PD_ACT_ARM},
                [PD_STIR_SLOW] = {ARMED, PD_ACT_ARM},
                [PD_STIR_WALK] = {ARMED, PD_ACT_ARM},
                [PD_STIR_RUN] = {ARMED, PD_ACT_ARM},
                [PD_STIR_HEART] = {ARMED, PD_ACT_ARM},
                [PD_STIR_KEEP] = {ARMED, PD_ACT_ARM},
                [PD_STIR_START] = {RUNNING, PD_ACT_BEGIN_AND_ANNOUNCE},
                [PD_STIR_STOP] = {IDLE, PD_ACT_NONE},
                [PD_STIR_PAUSE] = {IDLE, PD_ACT_NONE},
                [PD_STIR_RESUME] = {IDLE, PD_ACT_NONE},
                [PD_STIR_SILENT] = {IDLE, PD_ACT_NONE},
                [PD_STIR_TIME] = {IDLE, PD_ACT_NONE},
                [PD_STIR_LOST_TIME] = {IDLE, PD_ACT_NONE},
        },
        [PD_STAGE_ARMED] = {
                [PD_STIR_DATA] = {ARMED, PD_ACT_NONE},
                [PD_STIR_STILL] = {ARMED, PD_ACT_NONE},
                [PD_STIR_SLOW] = {ARMED, PD_ACT_NONE},
                [PD_STIR_WALK] = {ARMED, PD_ACT_NONE},
                [PD_STIR_RUN] = {STARTING, PD_ACT_BEGIN},
                [PD_STIR_HEART] = {STARTING, PD_ACT_BEGIN},
                [PD_STIR_KEEP] = {ARMED, PD_ACT_NONE},
                [PD_STIR_START] = {RUNNING, PD_ACT_BEGIN_AND_ANNOUNCE},
                [PD_STIR_STOP] = {ARMED, PD_ACT_NONE},
                [PD_STIR_PAUSE] = {ARMED, PD_ACT_NONE},
                [PD_STIR_RESUME] = {ARMED, PD_ACT_NONE},
                [PD_STIR_SILENT] = {ARMED, PD_ACT_NONE},
                [PD_STIR_TIME] = {IDLE, PD_ACT_DISARM},
                [PD_STIR_LOST_TIME] = {IDLE, PD_ACT_DISARM},
        },
        [PD_STAGE_STARTING] = {
                [PD_STIR_DATA] = {STARTING, PD_ACT_NONE},
                [PD_STIR_STILL] = {ARMED, PD_ACT_CANCEL},
                [PD_STIR_SLOW] = {ARMED, PD_ACT_CANCEL},
                [PD_STIR_WALK] = {ARMED, PD_ACT_CANCEL},
                [PD_STIR_RUN] = {STARTING, PD_ACT_NONE},
                [PD_STIR_HEART] = {STARTING, PD_ACT_NONE},
                [PD_STIR_KEEP] = {STARTING, PD_ACT_NONE},
                [PD_STIR_START] = {RUNNING, PD_ACT_ANNOUNCE},
                [PD_STIR_STOP] = {ARMED, PD_ACT_CANCEL},
                [PD_STIR_PAUSE] = {STARTING, PD_ACT_NONE},
                [PD_STIR_RESUME] = {STARTING, PD_ACT_NONE},
                [PD_STIR_SILENT] = {STARTING, PD_ACT_NONE},
                [PD_STIR_TIME] = {RUNNING, PD_ACT_ANNOUNCE},
                [PD_STIR_LOST_TIME] = {ARMED, PD_ACT_CANCEL},
        },
        [PD_STAGE_RUNNING] = {
                [PD_STIR_DATA] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_STILL] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_SLOW] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_WALK] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_RUN] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_HEART] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_KEEP] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_START] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_STOP] = {IDLE, PD_ACT_END},
                [PD_STIR_PAUSE] = {PAUSED, PD_ACT_PAUSE},
                [PD_STIR_RESUME] = {RUNNING, PD_ACT_NONE},
                [PD_STIR_SILENT] = {AWAY, PD_ACT_LEAVE},
                [PD_STIR_TIME] = {PAUSED, PD_ACT_PAUSE},
                [PD_STIR_LOST_TIME] = {IDLE, PD_ACT_END},
        },
        [PD_STAGE_PAUSED] = {
                [PD_STIR_DATA] = {PAUSED, PD_ACT_NONE},
                [PD_STIR_STILL] = {PAUSED, PD_ACT_NONE},
                [PD_STIR_SLOW] = {PAUSED, PD_ACT_NONE},
                [PD_STIR_WALK] = {RUNNING, PD_ACT_RESUME},
                [PD_STIR_RUN] = {RUNNING, PD_ACT_RESUME},
                [PD_STIR_HEART] = {PAUSED, PD_ACT_NONE},
                [PD_STIR_KEEP] = {PAUSED, PD_ACT_NONE},
                [PD_STIR_START] = {PAUSED, PD_ACT_NONE},
                [PD_STIR_STOP] = {IDLE, PD_ACT_END},
                [PD_STIR_PAUSE] = {PAUSED, PD_ACT_NONE},
                [PD_STIR_RESUME] = {RUNNING, PD_ACT_RESUME},
                [PD_STIR_SILENT] = {PAUSED, PD_ACT_NONE},
                [PD_STIR_TIME] = {IDLE, PD_ACT_END},
                [PD_STIR_LOST_TIME] = {IDLE, PD_ACT_END},
        },
        [PD_STAGE_AWAY] = {
                [PD_STIR_DATA] = {RUNNING, PD_ACT_RETURN},
                [PD_STIR_STILL] = {RUNNING, PD_ACT_RETURN},
                [PD_STIR_SLOW] = {RUNNING, PD_ACT_RETURN},
                [PD_STIR_WALK] = {RUNNING, PD_ACT_RETURN},
                [PD_STIR_RUN] = {RUNNING, PD_ACT_RETURN},
                [PD_STIR_HEART] = {RUNNING, PD_ACT_RETURN},
                [PD_STIR_KEEP] = {RUNNING, PD_ACT_RETURN},
                [PD_STIR_START] = {AWAY, PD_ACT_NONE},
                [PD_STIR_STOP] = {IDLE, PD_ACT_END},
                [PD_STIR_PAUSE] = {AWAY, PD_ACT_NONE},
                [PD_STIR_RESUME] = {RUNNING, PD_ACT_RETURN},
                [PD_STIR_SILENT] = {AWAY, PD_ACT_NONE},
                [PD_STIR_TIME] = {IDLE, PD_ACT_END},
                [PD_STIR_LOST_TIME] = {IDLE, PD_ACT_END},
        },
};

static void
every_stage_meets_every_stirring_as_the_table_says(void **state)
{
        (void) state;
        for (int stage = 0; stage < PD_STAGE_COUNT; stage++)
                for (int stir = 0; stir < PD_STIR_COUNT; stir++) {
                        struct pd_session session = session_in((enum pd_stage) stage);
                        enum pd_session_act act = pd_session_stir(&session, AT, (enum pd_stir) stir);
                        if (act != matrix[stage][stir].act || session.stage != matrix[stage][stir].stage)
                                fail_msg("stage %d, stir %d: stage %d, act %d", stage, stir, session.stage, act);
                }
}

static void
a_run_is_announced_after_thirty_seconds_and_dated_back(void **state)
{
        struct pd_session session;

        (void) state;
        pd_session_init(&session);
        pd_session_stir(&session, 0, PD_STIR_DATA);
        assert_int_equal(pd_session_stir(&session, 7 * PD_SEC, PD_STIR_RUN), PD_ACT_BEGIN);
        assert_int_equal(pd_session_deadline(&session), 37 * PD_SEC);
        pd_session_stir(&session, 36 * PD_SEC, PD_STIR_RUN);
        assert_int_equal(pd_session_stir(&session, 37 * PD_SEC, PD_STIR_TIME), PD_ACT_ANNOUNCE);
        assert_int_equal(session.start, 7 * PD_SEC);
}

static void
a_start_that_was_not_heard_on_is_cancelled(void **state)
{
        struct pd_session session;

        (void) state;
        pd_session_init(&session);
        pd_session_stir(&session, 0, PD_STIR_DATA);
        pd_session_stir(&session, PD_SEC, PD_STIR_RUN);
        pd_session_stir(&session, 4 * PD_SEC, PD_STIR_RUN);
        assert_int_equal(pd_session_stir(&session, 31 * PD_SEC, PD_STIR_TIME), PD_ACT_CANCEL);
}

static void
five_seconds_of_standing_pause_and_ten_minutes_end_at_the_last_movement(void **state)
{
        struct pd_session session = session_in(RUNNING);

        (void) state;
        pd_session_stir(&session, 200 * PD_SEC, PD_STIR_RUN);
        pd_session_stir(&session, 201 * PD_SEC, PD_STIR_STILL);
        pd_session_stir(&session, 202 * PD_SEC, PD_STIR_STILL);
        assert_int_equal(pd_session_deadline(&session), 206 * PD_SEC);
        assert_int_equal(pd_session_stir(&session, 206 * PD_SEC, PD_STIR_TIME), PD_ACT_PAUSE);
        assert_int_equal(pd_session_deadline(&session), 801 * PD_SEC);
        assert_int_equal(pd_session_stir(&session, 801 * PD_SEC, PD_STIR_TIME), PD_ACT_END);
        assert_int_equal(session.last_movement, 201 * PD_SEC);
}

static void
a_step_between_two_stills_is_no_pause(void **state)
{
        struct pd_session session = session_in(RUNNING);

        (void) state;
        pd_session_stir(&session, 201 * PD_SEC, PD_STIR_STILL);
        pd_session_stir(&session, 204 * PD_SEC, PD_STIR_SLOW);
        pd_session_stir(&session, 205 * PD_SEC, PD_STIR_STILL);
        assert_int_equal(pd_session_deadline(&session), 210 * PD_SEC);
}

static void
silence_of_everything_ends_a_run_after_ten_minutes(void **state)
{
        struct pd_session session = session_in(RUNNING);

        (void) state;
        assert_int_equal(pd_session_deadline(&session), 695 * PD_SEC);
        assert_int_equal(pd_session_stir(&session, 695 * PD_SEC, PD_STIR_TIME), PD_ACT_END);
}

static void
speeds_stir_by_their_bounds(void **state)
{
        (void) state;
        assert_int_equal(pd_session_stir_of_speed(0), PD_STIR_STILL);
        assert_int_equal(pd_session_stir_of_speed(499), PD_STIR_STILL);
        assert_int_equal(pd_session_stir_of_speed(500), PD_STIR_SLOW);
        assert_int_equal(pd_session_stir_of_speed(900), PD_STIR_SLOW);
        assert_int_equal(pd_session_stir_of_speed(901), PD_STIR_WALK);
        assert_int_equal(pd_session_stir_of_speed(1000), PD_STIR_WALK);
        assert_int_equal(pd_session_stir_of_speed(1001), PD_STIR_RUN);
}

static void
five_minutes_or_five_hundred_metres_make_a_session_unless_it_was_asked_for(void **state)
{
        struct pd_session session = session_in(RUNNING);

        (void) state;
        session.last_movement = session.start + 299 * PD_SEC;
        assert_true(pd_session_too_short(&session, PD_UNKNOWN));
        assert_true(pd_session_too_short(&session, 499999));
        assert_false(pd_session_too_short(&session, 500000));
        session.last_movement = session.start + 300 * PD_SEC;
        assert_false(pd_session_too_short(&session, PD_UNKNOWN));
        session.last_movement = session.start;
        session.by_command = true;
        assert_false(pd_session_too_short(&session, PD_UNKNOWN));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_stage_meets_every_stirring_as_the_table_says),
                cmocka_unit_test(a_run_is_announced_after_thirty_seconds_and_dated_back),
                cmocka_unit_test(a_start_that_was_not_heard_on_is_cancelled),
                cmocka_unit_test(five_seconds_of_standing_pause_and_ten_minutes_end_at_the_last_movement),
                cmocka_unit_test(a_step_between_two_stills_is_no_pause),
                cmocka_unit_test(silence_of_everything_ends_a_run_after_ten_minutes),
                cmocka_unit_test(speeds_stir_by_their_bounds),
                cmocka_unit_test(five_minutes_or_five_hundred_metres_make_a_session_unless_it_was_asked_for),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
