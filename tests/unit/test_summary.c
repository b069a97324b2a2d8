/* SPDX-License-Identifier: MIT */
#include "formats/summary.h"

#include "formats/payload.h"
#include "support/cm.h"
#include "support/rig.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int
read_text(const char *json, struct pd_summary_text *ret)
{
        return pd_summary_read(json, strlen(json), ret);
}

static void
same_crossing(const struct pd_crossing *a, const struct pd_crossing *b)
{
        assert_int_equal(a->bpm, b->bpm);
        assert_int_equal(a->width_bpm, b->width_bpm);
}

static void
same_proof(const struct pd_proof *a, const struct pd_proof *b)
{
        assert_int_equal(a->anchors, b->anchors);
        assert_int_equal(a->all_out, b->all_out);
        assert_int_equal(a->hr_held_bpm, b->hr_held_bpm);
        assert_int_equal(a->test_speed_mm_s, b->test_speed_mm_s);
        same_crossing(&a->test, &b->test);
        same_crossing(&a->lt1, &b->lt1);
        same_crossing(&a->lt2, &b->lt2);
        for (size_t i = 0; i < PD_STRETCHES; i++) {
                assert_int_equal(a->stretches[i].speed_mm_s, b->stretches[i].speed_mm_s);
                assert_int_equal(a->stretches[i].hr_bpm, b->stretches[i].hr_bpm);
                assert_int_equal(a->stretches[i].whole, b->stretches[i].whole);
        }
}

static void
what_the_payload_writes_is_read_back(void **state)
{
        struct pd_summary_text *text = malloc(sizeof(*text));
        struct pd_step_done step = {.duration_s = 60, .in_target_s = 50, .distance_m = 199, .hr_avg_bpm = 150, .speed_avg_mm_s = 3321,
                .hr_peak_bpm = PD_UNKNOWN, .as_meant = 1};
        struct pd_athlete athlete;
        char json[PD_PAYLOAD_SIZE];
        size_t length;
        struct pd_event event = {
                .kind = PD_EVENT_SUMMARY, .at = 100 * PD_SEC, .real = (pd_usec) 1795342503 * PD_SEC, .athlete = &athlete,
                .session = "20261122T101503Z",
                .summary = {.start = 40 * PD_SEC, .end = 100 * PD_SEC, .final = true, .revision = 3, .duration_s = 60, .moving_s = 59,
                        .distance_m = 199, .distance_unheard_m = 0, .hr_avg_bpm = 150, .hr_max_bpm = 160, .speed_avg_mm_s = 3321,
                        .cadence_avg_spm = PD_UNKNOWN, .seconds = {1, 2, 3, 4, 5, 44}, .rpe = 7, .reps_done = PD_UNKNOWN,
                        .trimp_tenths = 1031,
                        .reps_meant = PD_UNKNOWN, .stopped = true, .stop_reason = PD_STOP_PAIN, .note = "a \"quote\" \\ and ö\n",
                        .purpose_result = PD_PURPOSE_RESULT_MISSED, .verdict = PD_VERDICT_EXERCISING, .reason = "too_hard",
                        .sentence = "Easy? No.", .went_wrong_s = 17,
                        .n_laps = 2, .laps = {{0, 40, 39, 150, 149}, {40, 20, 20, 49, PD_UNKNOWN}}, .n_steps = 1, .steps = &step},
        };

        (void) state;
        rig_runner_a(&athlete);
        pd_proof_init(&event.summary.proof);
        event.summary.proof.anchors = 0xff2a91c0;
        event.summary.proof.all_out = true;
        event.summary.proof.hr_held_bpm = 181;
        event.summary.proof.test = (struct pd_crossing) {170, 3};
        event.summary.proof.test_speed_mm_s = 3801;
        event.summary.proof.lt2 = (struct pd_crossing) {169, 6};
        event.summary.proof.stretches[3] = (struct pd_stretch) {4321, PD_UNKNOWN, true};
        event.summary.proof.stretches[9] = (struct pd_stretch) {4021, 179, false};
        assert_int_equal(pd_payload_event(&event, json, sizeof(json), &length), 0);
        assert_int_equal(pd_summary_read(json, length, text), 0);
        assert_string_equal(text->id, event.session);
        assert_int_equal(text->start_real, event.real - 60 * PD_SEC);
        assert_int_equal(text->end_real, event.real);
        assert_true(text->summary.final);
        assert_int_equal(text->summary.revision, 3);
        assert_int_equal(text->summary.speed_avg_mm_s, 3321);
        assert_int_equal(text->summary.cadence_avg_spm, PD_UNKNOWN);
        assert_memory_equal(text->summary.seconds, event.summary.seconds, sizeof(event.summary.seconds));
        assert_int_equal(text->summary.rpe, 7);
        assert_int_equal(text->summary.trimp_tenths, 1031);
        assert_true(text->summary.stopped);
        assert_int_equal(text->summary.stop_reason, PD_STOP_PAIN);
        assert_int_equal(text->summary.purpose_result, PD_PURPOSE_RESULT_MISSED);
        assert_int_equal(text->summary.verdict, PD_VERDICT_EXERCISING);
        assert_string_equal(text->summary.reason, "too_hard");
        assert_string_equal(text->summary.note, "a \"quote\" \\ and ö?"); /* no control characters in what is shown */
        same_proof(&text->summary.proof, &event.summary.proof);
        assert_int_equal(text->summary.n_laps, 2);
        assert_memory_equal(text->summary.laps, event.summary.laps, 2 * sizeof(struct pd_lap));
        assert_int_equal(text->summary.n_steps, 1);
        assert_memory_equal(&text->steps[0], &step, sizeof(step));
        free(text);
}

static void
what_lacks_is_unknown_and_what_is_new_is_passed_over(void **state)
{
        struct pd_summary_text *text = malloc(sizeof(*text));

        (void) state;
        assert_int_equal(read_text(" { \"id\" : \"t0\", \"splits\":[{\"a\":[1,2,{}]},null], \"later\":{\"x\":-1.5},"
                                   " \"moving_s\":-12, \"hr_max_bpm\":3000000000, \"rpe\":\"7\" } ", text), 0);
        assert_string_equal(text->id, "t0");
        assert_true(text->start_real == PD_NEVER);
        assert_int_equal(text->summary.moving_s, -12);
        assert_int_equal(text->summary.hr_max_bpm, PD_UNKNOWN);
        assert_int_equal(text->summary.rpe, PD_UNKNOWN);
        assert_int_equal(text->summary.purpose_result, PD_PURPOSE_RESULT_CANNOT_TELL);
        assert_null(text->summary.reason);
        assert_int_equal(text->summary.distance_m, PD_UNKNOWN);
        assert_int_equal(text->summary.verdict, PD_VERDICT_UNKNOWN);
        free(text);
}

static void
what_is_no_summary_is_refused(void **state)
{
        static const char *const cases[] = {
                "", "[]", "{}", "{\"id\":\"t0\"", "{\"id\" \"t0\"}", "{\"id\":tru}", "{\"id\":\"t", "{\"id\":17}", "{\"id\":\"\"}",
                "{\"id\":\"t0\"} and more", "{\"id\":\"t0\",\"id\":\"t1\"}", "{\"id\":\"t0\",\"steps\":[1]}",
                "{\"id\":\"t0\",\"laps\":[{},null]}",
        };
        struct pd_summary_text *text = malloc(sizeof(*text));

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
                assert_int_equal(read_text(cases[i], text), -EBADMSG);
        free(text);
}

static void
no_more_steps_are_read_than_a_workout_has(void **state)
{
        static const char begin[] = "{\"id\":\"t0\",\"steps\":[{}";
        struct pd_summary_text *text = malloc(sizeof(*text));
        char json[sizeof(begin) + 3 * PD_STEPS_MAX + 8];

        (void) state;
        for (size_t n = PD_STEPS_MAX; n <= PD_STEPS_MAX + 1; n++) {
                strcpy(json, begin);
                for (size_t i = 1; i < n; i++)
                        strcpy(json + sizeof(begin) - 1 + 3 * (i - 1), ",{}");
                strcat(json, "]}");
                assert_int_equal(read_text(json, text), n == PD_STEPS_MAX ? 0 : -EBADMSG);
        }
        free(text);
}

static void
an_instant_is_one_of_the_payloads_or_none(void **state)
{
        static const struct {
                const char *json;
                pd_usec start;
        } cases[] = {
                {"{\"id\":\"t\",\"start\":\"1970-01-02T00:00:01.250Z\"}", 86401250 * PD_MSEC},
                {"{\"id\":\"t\",\"start\":\"1970-02-30T00:00:01.250Z\"}", PD_NEVER},
                {"{\"id\":\"t\",\"start\":\"1970-01-02 00:00:01.250Z\"}", PD_NEVER},
                {"{\"id\":\"t\",\"start\":\"yesterday\"}", PD_NEVER},
                {"{\"id\":\"t\",\"start\":17}", PD_NEVER},
        };
        struct pd_summary_text *text = malloc(sizeof(*text));

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                assert_int_equal(read_text(cases[i].json, text), 0);
                assert_true(text->start_real == cases[i].start);
        }
        free(text);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_the_payload_writes_is_read_back),
                cmocka_unit_test(what_lacks_is_unknown_and_what_is_new_is_passed_over),
                cmocka_unit_test(what_is_no_summary_is_refused),
                cmocka_unit_test(no_more_steps_are_read_than_a_workout_has),
                cmocka_unit_test(an_instant_is_one_of_the_payloads_or_none),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
