/* SPDX-License-Identifier: MIT */
/* Sessions propose, the athlete accepts or declines, and /etc counts more. */
#include "anchors.h"

#include "core/anchors/offer.h"
#include "formats/payload.h"
#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TODAY 20779 /* 2026-11-22 */
#define PLACE "/etc/purposed/purposed.conf"

struct desk {
        struct house house;
        struct pd_config_athlete athlete;
        struct pd_config config;
        struct pd_state_files *files;
        struct pd_anchors_context context;
        struct pd_anchors *anchors;
        struct pd_reply reply;
        pd_day day;
        int changed;
        size_t n_proposed;
        char proposed[8][PD_TEXT_SIZE];
};

static pd_day
day(void *user, const struct pd_athlete *athlete)
{
        struct desk *desk = user;

        assert_string_equal(athlete->id, "anna");
        return desk->day;
}

static void
changed(void *user, const char *athlete)
{
        struct desk *desk = user;

        assert_string_equal(athlete, "anna");
        desk->changed++;
}

static void
propose(void *user, pd_usec at, const char *athlete, const char *text)
{
        struct desk *desk = user;

        assert_int_equal(at, 7);
        assert_string_equal(athlete, "anna");
        strcpy(desk->proposed[desk->n_proposed++], text);
}

static void
start(struct desk *desk)
{
        desk->files = desk->context.files = pd_state_files_new(desk->house.folder);
        assert_int_equal(pd_enrolment_new(&desk->config, desk->files, &desk->context.enrolment), 0);
        assert_int_equal(pd_anchors_new(&desk->context, &desk->anchors), 0);
}

static void
stop(struct desk *desk)
{
        pd_anchors_free(desk->anchors);
        pd_enrolment_free(desk->context.enrolment);
        pd_state_files_free(desk->files);
}

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));
        char folder[SCRATCH_SIZE];

        scratch_make(folder);
        house_open(&desk->house, folder);
        pd_athlete_init(&desk->athlete.athlete, "anna");
        desk->athlete.athlete.hr_max = (struct pd_anchor) {186, 0, PD_PROVENANCE_TEST};
        strcpy(desk->athlete.anchor_places[0].file, PLACE);
        desk->athlete.anchor_places[0].line = 12;
        desk->config = (struct pd_config) {.n_athletes = 1, .athletes = &desk->athlete};
        desk->day = TODAY;
        desk->context = (struct pd_anchors_context) {.config = &desk->config, .state_dir = desk->house.folder,
                .history = desk->house.history, .day = day, .changed = changed, .propose = propose, .user = desk};
        pd_reply_init(&desk->reply);
        start(desk);
        *state = desk;
        return 0;
}

static int
tear_down(void **state)
{
        struct desk *desk = *state;

        stop(desk);
        pd_reply_clear(&desk->reply);
        house_close(&desk->house);
        free(desk);
        return 0;
}

/* A session some days AGO, on record, that shows PROOF. */
static void
ran_again(struct desk *desk, pd_day ago, const struct pd_proof *proof, int number, int32_t revision)
{
        struct pd_event event = {
                .kind = PD_EVENT_SUMMARY,
                .at = PD_HOUR,
                .real = (pd_usec) (TODAY - ago) * 24 * PD_HOUR + 10 * PD_HOUR,
                .athlete = &desk->athlete.athlete,
                .summary = {.end = PD_HOUR, .final = true, .revision = revision, .moving_s = 3000, .purpose_result = PD_PURPOSE_RESULT_FREE,
                        .rpe = PD_UNKNOWN, .proof = *proof},
        };
        char json[PD_PAYLOAD_SIZE];
        size_t length;

        snprintf(event.session, sizeof(event.session), "20261101T1015%02dZ", number);
        assert_int_equal(pd_payload_event(&event, json, sizeof(json), &length), 0);
        pd_history_add(desk->house.history, &event, json);
}

/* Which one it was. */
static int
ran(struct desk *desk, pd_day ago, const struct pd_proof *proof)
{
        static int number;

        ran_again(desk, ago, proof, number, 1);
        return number++;
}

static void
ran_ramp(struct desk *desk, pd_day ago, int32_t lt1_bpm, int32_t width_bpm)
{
        struct pd_proof proof;

        pd_proof_init(&proof);
        proof.lt1 = (struct pd_crossing) {lt1_bpm, width_bpm};
        ran(desk, ago, &proof);
}

static int
ask_for(struct desk *desk, const char *athlete, const char *one, const char *two, const char *three, const char *four)
{
        const char *words[] = {one, two, three, four};
        struct pd_order order = {.athlete = athlete, .words = words};

        while (order.n_words < 4 && words[order.n_words] != NULL)
                order.n_words++;
        pd_reply_clear(&desk->reply);
        pd_anchors_services[0].carry_out(desk->anchors, &order, &desk->reply);
        return desk->reply.result;
}

static int
ask(struct desk *desk, const char *one, const char *two, const char *three, const char *four)
{
        return ask_for(desk, "", one, two, three, four);
}

static int32_t
lt1_in_force(const struct desk *desk)
{
        struct pd_athlete athlete = desk->athlete.athlete;

        pd_anchors_apply(desk->anchors, &athlete);
        return athlete.lt1_hr.value;
}

static void
each_anchor_is_listed_with_what_it_comes_from(void **state)
{
        struct desk *desk = *state;

        assert_int_equal(ask(desk, "list", NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "  hr_max          186 bpm, test; " PLACE ", line 12\n"));
        assert_non_null(strstr(pd_reply_text(&desk->reply), "  lt1_hr          158 bpm \u00b1 9, estimated; from hr_max\n"));
        assert_non_null(strstr(pd_reply_text(&desk->reply), "  d_prime         not known\n"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "{\"anchor\":\"hr_max\",\"value\":186,\"width\":0,\"provenance\":\"test\""));
        assert_int_equal(ask(desk, "set", "lt2_speed", "4:54/km", NULL), 0);
        assert_int_equal(ask(desk, "anna", NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply),
                "  lt2_speed       3.401 m/s (4:54 min/km) \u00b1 0.068, field; set on 2026-11-22\n"));
}

static void
what_the_weeks_show_is_proposed_once(void **state)
{
        struct desk *desk = *state;

        ran_ramp(desk, 90, 140, 4); /* too long ago */
        ran_ramp(desk, 20, 151, 4);
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 1);
        assert_string_equal(desk->proposed[0], "anchor lt1_hr 151 +-4 estimated");
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 1);
        ran_ramp(desk, 3, 153, 4);
        pd_anchors_session_over(desk->anchors, 7, "anna"); /* now there are two */
        assert_int_equal(desk->n_proposed, 2);
        assert_string_equal(desk->proposed[1], "anchor lt1_hr 152 +-4 field");
        stop(desk);
        start(desk);
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 2);
        assert_int_equal(lt1_in_force(desk), 0); /* and nothing is applied */
}

static void
what_is_accepted_counts_and_outlasts_a_start(void **state)
{
        struct desk *desk = *state;

        ran_ramp(desk, 20, 151, 4);
        ran_ramp(desk, 3, 153, 4);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply),
                "> 152 bpm \u00b1 4, field: alpha-1 crossed 0.75 in 2 ramps since 2026-11-02\n"));
        assert_int_equal(ask(desk, "accept", "lt1_hr", NULL, NULL), 0);
        assert_string_equal(pd_reply_text(&desk->reply),
                "LT1 is 152 bpm \u00b1 4, field, from the next session on. Sessions before keep what they were judged by.");
        assert_int_equal(desk->changed, 1);
        assert_int_equal(lt1_in_force(desk), 152);
        stop(desk);
        start(desk);
        assert_int_equal(lt1_in_force(desk), 152);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "152 bpm \u00b1 4, field; accepted on 2026-11-22\n"));
        assert_int_equal(ask(desk, "accept", "lt1_hr", NULL, NULL), -ENOENT);
        assert_int_equal(ask(desk, "unset", "lt1_hr", NULL, NULL), 0);
        assert_int_equal(lt1_in_force(desk), 0);
        assert_int_equal(desk->changed, 2);
}

static void
what_is_declined_is_not_proposed_again_until_the_evidence_is_better(void **state)
{
        struct desk *desk = *state;

        ran_ramp(desk, 20, 151, 6);
        assert_int_equal(ask(desk, "decline", "lt1_hr", NULL, NULL), 0);
        assert_string_equal(pd_reply_text(&desk->reply), "Declined. LT1 is proposed again only on better evidence.");
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 0);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "    declined\n"));
        ran_ramp(desk, 2, 152, 4);
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 1);
        assert_int_equal(lt1_in_force(desk), 0);
}

static void
ran_to(struct desk *desk, pd_day ago, int32_t held_bpm)
{
        struct pd_proof proof;

        pd_proof_init(&proof);
        proof.hr_held_bpm = held_bpm;
        ran(desk, ago, &proof);
}

/* One that a session alone shows is said by the session; one that takes two, behind the second. */
static void
a_highest_heart_rate_that_is_declined_is_no_more_said_by_sessions(void **state)
{
        struct desk *desk = *state;
        struct pd_athlete athlete;

        ran_to(desk, 9, 190);
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 0);
        assert_int_equal(ask(desk, "decline", "hr_max", NULL, NULL), 0);
        athlete = desk->athlete.athlete;
        pd_anchors_apply(desk->anchors, &athlete);
        assert_int_equal(athlete.declined_hr_max, 193);
        assert_int_equal(athlete.hr_max.value, 186);
        ran_to(desk, 5, 205);
        ran_to(desk, 4, 204);
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 1);
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 1);
}

static void
a_lower_highest_heart_rate_than_the_declined_one_is_no_better_evidence(void **state)
{
        struct desk *desk = *state;

        ran_to(desk, 40, 205);
        ran_to(desk, 39, 204);
        assert_int_equal(ask(desk, "decline", "hr_max", NULL, NULL), 0);
        desk->day += 30; /* those are too long ago, by then */
        ran_to(desk, -28, 193);
        ran_to(desk, -29, 194);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "> 194 bpm"));
        assert_non_null(strstr(pd_reply_text(&desk->reply), "    declined\n"));
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 0);
}

static void
what_was_accepted_and_contradicts_etc_later_is_said_with_what_to_do(void **state)
{
        struct desk *desk = *state;

        assert_int_equal(ask(desk, "set", "lt1_hr", "152", "test"), 0);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_null(strstr(pd_reply_text(&desk->reply), "does not count"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"left_out\":null"));
        stop(desk);
        desk->athlete.athlete.lt2_hr = (struct pd_anchor) {150, 2, PD_PROVENANCE_TEST};
        start(desk);
        assert_int_equal(lt1_in_force(desk), 0);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "! lt1_hr = 152 test, set on 2026-11-22, does not count, for lt1_hr must be"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "or take this back: purposectl anchors unset lt1_hr\""));
        assert_int_equal(ask(desk, "unset", "lt1_hr", NULL, NULL), 0);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_null(strstr(pd_reply_text(&desk->reply), "does not count"));
}

/* As it stands in its last revision; the same one is not read twice. */
static void
a_session_is_read_once_and_again_when_it_was_mended(void **state)
{
        struct desk *desk = *state;
        struct pd_proof proof;
        int number;

        pd_proof_init(&proof);
        proof.lt1 = (struct pd_crossing) {151, 4};
        number = ran(desk, 20, &proof);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "> 151 bpm"));
        proof.lt1.bpm = 146;
        ran_again(desk, 20, &proof, number, 1);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "> 151 bpm"));
        ran_again(desk, 20, &proof, number, 2);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "> 146 bpm"));
        assert_int_equal(pd_history_forget(desk->house.history, "anna"), 0);
        assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
        assert_null(strstr(pd_reply_text(&desk->reply), "> 146 bpm"));
}

/* Of a newcomer no more is known than the age; what her session proposes can be accepted. */
static void
what_is_more_than_the_age_says_can_be_accepted(void **state)
{
        struct desk *desk = *state;

        desk->athlete.athlete.hr_max = (struct pd_anchor) {0, 0, PD_PROVENANCE_PRIOR};
        desk->house.athletes[0].age = 41;
        ran_to(desk, 2, 190);
        assert_int_equal(ask(desk, "accept", "hr_max", NULL, NULL), 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "HRmax is 190 bpm \u00b1 3, field, from the next session on."));
}

static void
what_etc_says_is_not_for_a_command_to_change(void **state)
{
        struct desk *desk = *state;
        struct pd_proof proof;

        pd_proof_init(&proof);
        proof.hr_held_bpm = 190;
        ran(desk, 2, &proof);
        assert_int_equal(ask(desk, "accept", "hr_max", NULL, NULL), -EROFS);
        assert_string_equal(pd_reply_text(&desk->reply),
                "hr_max stands in " PLACE ", line 12, and counts: write there hr_max = 190 field and restart purposed.");
        assert_int_equal(ask(desk, "unset", "hr_max", NULL, NULL), -EROFS);
        assert_int_equal(desk->changed, 0);
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 0); /* the session said it itself */
}

static void
what_does_not_read_says_what_would(void **state)
{
        static const struct {
                const char *words[4];
                int result;
                const char *text;
        } rows[] = {
                {{"accept", "lt3_hr"}, -EINVAL, "There is no anchor 'lt3_hr'; did you mean lt1_hr?"},
                {{"set", "hr_rest", "fast"}, -EINVAL, "hr_rest takes a heart rate in bpm, such as 52."},
                {{"set", "lt1_hr", "20"}, -ERANGE, "lt1_hr = 20 is no runner's; expected a heart rate in bpm, such as 152, '152 test' or "
                                                   "'152 +-4 field'."},
                {{"set", "lt1_hr"}, -EINVAL, "lt1_hr takes a heart rate in bpm, such as 152, '152 test' or '152 +-4 field'."},
                {{"set", "lt1_hr", "190", "test"}, -EINVAL,
                        "lt1_hr must be below hr_max; change that first, or take it back: purposectl anchors unset hr_max"},
                {{"accept", "lt2_hr"}, -ENOENT,
                        "Nothing is proposed for lt2_hr; purposectl anchors shows what is, anchors set lt2_hr VALUE sets it."},
                {{"accept", "wind"}, -EINVAL, "There is no anchor 'wind'; purposectl anchors lists them."},
                {{"decline", "lt2_hr"}, -ENOENT,
                        "Nothing is proposed for lt2_hr; purposectl anchors shows what is, anchors set lt2_hr VALUE sets it."},
                {{"unset", "lt2_hr"}, -ENOENT, "lt2_hr was neither accepted nor set."},
                {{"accept"}, -EINVAL, "anchors takes: nothing or an athlete's id; accept, decline or unset and an anchor's name; set, a "
                                      "name and a value."},
        };
        struct desk *desk = *state;

        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(ask(desk, rows[i].words[0], rows[i].words[1], rows[i].words[2], rows[i].words[3]), rows[i].result);
                assert_string_equal(pd_reply_text(&desk->reply), rows[i].text);
        }
        assert_int_equal(desk->changed, 0);
}

static void
a_guest_who_runs_has_none(void **state)
{
        static const char *const orders[][2] = {{NULL}, {"list"}, {"accept", "lt1_hr"}, {"unset", "lt1_hr"}};
        struct desk *desk = *state;

        for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
                assert_int_equal(ask_for(desk, "guest", orders[i][0], orders[i][1], NULL, NULL), -ENOENT);
                assert_string_equal(pd_reply_text(&desk->reply), "A guest has no anchors.");
        }
}

static void
without_a_clock_nothing_is_proposed_or_taken(void **state)
{
        struct desk *desk = *state;

        ran_ramp(desk, 2, 152, 4);
        desk->day = PD_DAY_NONE;
        pd_anchors_session_over(desk->anchors, 7, "anna");
        assert_int_equal(desk->n_proposed, 0);
        assert_int_equal(ask(desk, "set", "lt1_hr", "152", NULL), -ENODATA);
}

static void
who_is_forgotten_has_no_anchors_left(void **state)
{
        struct desk *desk = *state;

        assert_int_equal(ask(desk, "set", "lt1_hr", "152", "test"), 0);
        pd_anchors_forget(desk->anchors, "anna");
        assert_int_equal(lt1_in_force(desk), 0);
        stop(desk);
        start(desk);
        assert_int_equal(lt1_in_force(desk), 0);
}

static void
a_guest_has_none(void **state)
{
        struct desk *desk = *state;
        const char *words[] = {"set", "lt1_hr", "152"};
        const struct pd_order order = {.athlete = "guest", .words = words, .n_words = 3};

        pd_anchors_services[0].carry_out(desk->anchors, &order, &desk->reply);
        assert_int_equal(desk->reply.result, -ENOENT);
        assert_string_equal(pd_reply_text(&desk->reply), "A guest has no anchors.");
        pd_anchors_session_over(desk->anchors, 7, "guest");
        assert_int_equal(desk->n_proposed, 0);
}

static void
who_asks_for_one_athlete_is_not_told_another_s(void **state)
{
        struct desk *desk = *state;

        assert_int_equal(ask_for(desk, "anna", "anna", NULL, NULL, NULL), 0);
        assert_int_equal(ask_for(desk, "ben", "anna", NULL, NULL, NULL), -EINVAL);
        assert_string_equal(pd_reply_text(&desk->reply), "You ask for ben: the anchors of anna are another's.");
}

/* A word that somebody wrote into the file by hand costs that line alone. */
static void
a_line_that_does_not_read_is_passed_over(void **state)
{
        struct desk *desk = *state;
        char bytes[4096];
        size_t size;
        FILE *file;
        char path[512];

        assert_int_equal(ask(desk, "set", "lt1_hr", "152", "test"), 0);
        stop(desk);
        snprintf(path, sizeof(path), "%s/anchors/anna", desk->house.folder);
        file = fopen(path, "r+");
        assert_non_null(file);
        size = fread(bytes, 1, sizeof(bytes), file);
        rewind(file);
        assert_true(fprintf(file, "%.*saccepted lt2_hr yesterday 170\n", (int) size, bytes) > 0);
        assert_int_equal(fclose(file), 0);
        start(desk);
        assert_int_equal(lt1_in_force(desk), 152);
}

/* How wide a speed is offered: a pod that nobody has calibrated may be 3 % off. */
static void
a_speed_is_as_sure_as_the_pod_that_measured_it(void **state)
{
        static const struct {
                int32_t factor;
                const char *owner, *says;
        } rows[] = {
                {0, "anna", "the pod is not calibrated\n"},
                {PD_FACTOR_ONE + 20, "anna", ", test: mean of the 30-min test on 2026-11-19\n"},
                {PD_FACTOR_ONE + 20, "lea", "the pod is not calibrated\n"},
        };
        struct desk *desk = *state;
        struct pd_config_sensor pod = {.address = "C0:FF:EE:00:00:01"};
        struct pd_proof proof;

        pd_proof_init(&proof);
        proof.test = (struct pd_crossing) {171, 3};
        proof.test_speed_mm_s = 3800;
        ran(desk, 3, &proof);
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                stop(desk);
                pod.factor = rows[i].factor;
                strcpy(pod.athlete, rows[i].owner);
                desk->config.sensors = &pod;
                desk->config.n_sensors = 1;
                start(desk);
                assert_int_equal(ask(desk, NULL, NULL, NULL, NULL), 0);
                if (strstr(pd_reply_text(&desk->reply), rows[i].says) == NULL)
                        fail_msg("row %zu:\n%s", i, pd_reply_text(&desk->reply));
        }
        stop(desk);
        desk->config.n_sensors = 0;
        start(desk);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(each_anchor_is_listed_with_what_it_comes_from, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_the_weeks_show_is_proposed_once, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_is_accepted_counts_and_outlasts_a_start, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_highest_heart_rate_that_is_declined_is_no_more_said_by_sessions, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_lower_highest_heart_rate_than_the_declined_one_is_no_better_evidence, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_was_accepted_and_contradicts_etc_later_is_said_with_what_to_do, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_session_is_read_once_and_again_when_it_was_mended, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_is_more_than_the_age_says_can_be_accepted, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_is_declined_is_not_proposed_again_until_the_evidence_is_better, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_etc_says_is_not_for_a_command_to_change, set_up, tear_down),
                cmocka_unit_test_setup_teardown(what_does_not_read_says_what_would, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_guest_who_runs_has_none, set_up, tear_down),
                cmocka_unit_test_setup_teardown(without_a_clock_nothing_is_proposed_or_taken, set_up, tear_down),
                cmocka_unit_test_setup_teardown(who_is_forgotten_has_no_anchors_left, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_guest_has_none, set_up, tear_down),
                cmocka_unit_test_setup_teardown(who_asks_for_one_athlete_is_not_told_another_s, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_line_that_does_not_read_is_passed_over, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_speed_is_as_sure_as_the_pod_that_measured_it, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
