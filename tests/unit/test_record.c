/* SPDX-License-Identifier: MIT */
/* A summary becomes a record and a record's text a summary; what a trace tells unreplayed. */
#include "record.h"

#include "formats/payload.h"
#include "formats/trace.h"
#include "support/cm.h"
#include "support/rig.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define ENDED ((pd_usec) 1795342503 * PD_SEC) /* 2026-11-22 10:15:03 UTC */

/* An hour, told a second late. */
struct session {
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct pd_event event;
        struct pd_record record;
        struct pd_telling telling;
        struct rig_text trace;
        char page[PD_TRACE_SUMMARY_SIZE], json[PD_PAYLOAD_SIZE];
};

static struct session *
session_new(void)
{
        struct session *session = calloc(1, sizeof(*session));

        assert_non_null(session);
        rig_runner_a(&session->athlete);
        rig_workout(&session->workout, "easy 1h", &session->athlete);
        session->event = (struct pd_event) {
                .kind = PD_EVENT_SUMMARY, .at = 3701 * PD_SEC, .real = ENDED + PD_SEC, .utc_offset_s = 3600,
                .athlete = &session->athlete, .workout = &session->workout, .session = "20261122T091503Z",
                .summary = {.start = 100 * PD_SEC, .end = 3700 * PD_SEC, .final = true, .revision = 2, .duration_s = 3600,
                        .moving_s = 3500, .distance_m = 10019, .distance_unheard_m = 70, .seconds = {0, 0, 3400, 100},
                        .grey_s = 9, .trimp_tenths = 77, .rpe = 4, .stopped = true, .stop_reason = PD_STOP_PAIN, .note = "the knee",
                        .purpose_result = PD_PURPOSE_RESULT_PARTLY, .verdict = PD_VERDICT_TRAINING, .sentence = "Nearly."},
        };
        return session;
}

static void
session_free(struct session *session)
{
        rig_text_clear(&session->trace);
        free(session);
}

static void
a_record_has_what_the_summary_says(void **state)
{
        struct session *session = session_new();
        const struct pd_record *record = &session->record;

        (void) state;
        pd_record_of(&session->event, &session->record);
        assert_string_equal(record->athlete, session->athlete.id);
        assert_string_equal(record->past.id, "20261122T091503Z");
        assert_int_equal(record->past.start_real, ENDED - PD_HOUR); /* not when it was told */
        assert_int_equal(record->end_real, ENDED);
        assert_string_equal(record->past.workout, session->workout.id);
        assert_int_equal(record->past.purpose, PD_PURPOSE_EASY);
        assert_int_equal(record->past.result, PD_PURPOSE_RESULT_PARTLY);
        assert_int_equal(record->past.verdict, PD_VERDICT_TRAINING);
        assert_int_equal(record->past.moving_s, 3500);
        assert_int_equal(record->past.distance_m, 10019);
        assert_memory_equal(record->past.seconds, session->event.summary.seconds, sizeof(record->past.seconds));
        assert_int_equal(record->past.grey_s, 9);
        assert_int_equal(record->past.trimp_tenths, 77);
        assert_int_equal(record->past.rpe, 4);
        assert_int_equal(record->revision, 2);
        assert_int_equal(record->duration_s, 3600);
        assert_int_equal(record->unheard_m, 70);
        assert_true(record->stopped);
        assert_int_equal(record->stop_reason, PD_STOP_PAIN);
        assert_string_equal(record->note, "the knee");
        assert_string_equal(record->sentence, "Nearly.");
        assert_int_equal(record->source, PD_SOURCE_LIVE);
        assert_int_equal(record->fate, PD_FATE_KEPT);
        session_free(session);
}

/* It began at 09:15:03 UTC. */
static void
the_day_is_that_of_its_start_where_she_is(void **state)
{
        static const struct {
                int32_t utc_offset_s, day_starts;
                int day; /* after the one of UTC */
        } rows[] = {{0, 0, 0}, {14 * 3600, 0, 0}, {15 * 3600, 0, 1}, {-10 * 3600, 0, -1}, {0, 555, 0}, {0, 556, -1}};
        const pd_day utc = pd_day_at(ENDED, 0, 0);

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct session *session = session_new();

                session->event.utc_offset_s = rows[i].utc_offset_s;
                session->athlete.day_starts = rows[i].day_starts;
                pd_record_of(&session->event, &session->record);
                assert_int_equal(session->record.past.day, utc + rows[i].day);
                session_free(session);
        }
}

static void
without_a_clock_or_a_plan_there_is_no_date_and_no_workout(void **state)
{
        struct session *session = session_new();

        (void) state;
        session->event.real = PD_NEVER;
        session->event.workout = NULL;
        pd_record_of(&session->event, &session->record);
        assert_int_equal(session->record.past.start_real, PD_NEVER);
        assert_int_equal(session->record.end_real, PD_NEVER);
        assert_int_equal(session->record.past.day, PD_DAY_NONE);
        assert_string_equal(session->record.past.workout, "");
        pd_workout_init(&session->workout); /* nothing was asked */
        session->event.workout = &session->workout;
        pd_record_of(&session->event, &session->record);
        assert_string_equal(session->record.past.workout, "");
        session_free(session);
}

/* Its trace, with or without the summary that closes it. */
static void
write_trace(struct session *session, bool closed)
{
        const struct pd_input clocks[] = {
                {.at = 0, .kind = PD_INPUT_CLOCK, .clock = {.real = ENDED - PD_HOUR, .synchronised = true, .utc_offset_s = 3600}},
                {.at = PD_HOUR, .kind = PD_INPUT_CLOCK, .clock = {.real = ENDED, .synchronised = true, .utc_offset_s = 7200}},
        };
        struct pd_snapshot *snapshot = calloc(1, sizeof(*snapshot));
        struct rig_text *trace = &session->trace;
        char *page = session->page;
        size_t length;

        assert_non_null(snapshot);
        snapshot->engine_version = PD_ENGINE_VERSION;
        snapshot->athlete = session->athlete;
        snapshot->workout = session->workout;
        rig_text_add(trace, page, (size_t) pd_trace_write_snapshot(snapshot, page, sizeof(session->page)));
        free(snapshot);
        for (size_t i = 0; i < 2; i++)
                rig_text_add(trace, page, (size_t) pd_trace_write_input(&clocks[i], page, sizeof(session->page)));
        if (!closed)
                return;
        assert_int_equal(pd_payload_event(&session->event, session->json, sizeof(session->json), &length), 0);
        rig_text_add(trace, page, (size_t) pd_trace_write_summary(session->json, length, page, sizeof(session->page)));
}

static void
assert_same(const struct pd_record *a, const struct pd_record *b)
{
        assert_string_equal(a->athlete, b->athlete);
        assert_string_equal(a->past.id, b->past.id);
        assert_int_equal(a->past.day, b->past.day);
        assert_int_equal(a->past.start_real, b->past.start_real);
        assert_int_equal(a->end_real, b->end_real);
        assert_string_equal(a->past.workout, b->past.workout);
        assert_int_equal(a->past.purpose, b->past.purpose);
        assert_int_equal(a->past.result, b->past.result);
        assert_int_equal(a->past.verdict, b->past.verdict);
        assert_int_equal(a->past.moving_s, b->past.moving_s);
        assert_int_equal(a->past.distance_m, b->past.distance_m);
        assert_memory_equal(a->past.seconds, b->past.seconds, sizeof(a->past.seconds));
        assert_int_equal(a->past.grey_s, b->past.grey_s);
        assert_int_equal(a->past.rpe, b->past.rpe);
        assert_int_equal(a->revision, b->revision);
        assert_int_equal(a->duration_s, b->duration_s);
        assert_int_equal(a->unheard_m, b->unheard_m);
        assert_int_equal(a->stopped, b->stopped);
        assert_int_equal(a->stop_reason, b->stop_reason);
        assert_string_equal(a->note, b->note);
        assert_string_equal(a->sentence, b->sentence);
}

static void
a_closed_trace_leads_to_the_same_record(void **state)
{
        struct session *session = session_new();
        struct pd_telling *telling = &session->telling;
        struct pd_record again;
        struct pd_event event;

        (void) state;
        write_trace(session, true);
        assert_int_equal(pd_telling_read(session->trace.bytes, session->trace.length, telling), 0);
        assert_true(telling->closed);
        assert_int_equal(telling->utc_offset_s, 3600); /* of the first */
        assert_string_equal(telling->snapshot.workout.id, session->workout.id);
        pd_record_event(&telling->text, &session->athlete, &telling->snapshot.workout, telling->utc_offset_s, &event);
        assert_int_equal(event.summary.end, 0);
        assert_int_equal(event.summary.start, -PD_HOUR);
        pd_record_of(&session->event, &session->record);
        pd_record_of(&event, &again);
        assert_same(&again, &session->record);
        session_free(session);
}

static void
without_a_date_the_duration_says_when_it_began(void **state)
{
        struct session *session = session_new();
        struct pd_event event;

        (void) state;
        session->telling.text = (struct pd_summary_text) {
                .id = "t123", .start_real = PD_NEVER, .end_real = PD_NEVER, .summary = {.duration_s = 90},
        };
        pd_record_event(&session->telling.text, &session->athlete, &session->workout, 0, &event);
        assert_string_equal(event.session, "t123");
        assert_int_equal(event.real, PD_NEVER);
        assert_int_equal(event.t_s, 90);
        assert_int_equal(event.summary.start, -90 * PD_SEC);
        session_free(session);
}

static void
of_a_trace_the_beginning_tells_no_summary(void **state)
{
        struct session *session = session_new();
        struct pd_telling *telling = &session->telling;

        (void) state;
        write_trace(session, true);
        assert_int_equal(pd_telling_begin(session->trace.bytes, session->trace.length, telling), 0);
        assert_false(telling->closed);
        assert_int_equal(telling->utc_offset_s, 3600);
        assert_string_equal(telling->snapshot.athlete.id, session->athlete.id);
        session_free(session);
}

static void
what_is_no_whole_trace_is_said_to_be_none(void **state)
{
        struct session *session = session_new();
        struct pd_telling *telling = &session->telling;

        (void) state;
        write_trace(session, false);
        assert_int_equal(pd_telling_read(session->trace.bytes, session->trace.length, telling), 0);
        assert_false(telling->closed);
        assert_int_equal(pd_telling_read(session->trace.bytes, 30, telling), -EBADMSG); /* no inputs yet */
        assert_int_equal(pd_telling_begin(session->trace.bytes, 30, telling), -EBADMSG);
        rig_text_add(&session->trace, "7 nonsense\n", 11);
        assert_int_equal(pd_telling_read(session->trace.bytes, session->trace.length, telling), -EBADMSG);
        assert_int_equal(pd_telling_begin(session->trace.bytes, session->trace.length, telling), 0); /* that far it is one */
        session_free(session);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_record_has_what_the_summary_says),
                cmocka_unit_test(the_day_is_that_of_its_start_where_she_is),
                cmocka_unit_test(without_a_clock_or_a_plan_there_is_no_date_and_no_workout),
                cmocka_unit_test(a_closed_trace_leads_to_the_same_record),
                cmocka_unit_test(without_a_date_the_duration_says_when_it_began),
                cmocka_unit_test(of_a_trace_the_beginning_tells_no_summary),
                cmocka_unit_test(what_is_no_whole_trace_is_said_to_be_none),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
