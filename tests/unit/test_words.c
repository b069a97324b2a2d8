/* SPDX-License-Identifier: MIT */
/* Every enumeration has a word for each value, and the words lead back. */
#include "purposed/command.h"
#include "purposed/event.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define CHECK_DISTINCT(name_of, type, n)                                                                                                   \
        do {                                                                                                                               \
                for (int i = 0; i < (int) (n); i++) {                                                                                      \
                        assert_true(pd_id_valid(name_of((enum type) i)));                                                                  \
                        for (int k = 0; k < i; k++)                                                                                        \
                                assert_string_not_equal(name_of((enum type) i), name_of((enum type) k));                                   \
                }                                                                                                                          \
        } while (0)

static void
every_word_is_an_id_and_no_two_are_the_same(void **test_state)
{
        (void) test_state;
        CHECK_DISTINCT(pd_alert_type_name, pd_alert_type, PD_ALERT_TYPE_COUNT);
        CHECK_DISTINCT(pd_command_verb_name, pd_command_verb, PD_COMMAND_VERB_COUNT);
        CHECK_DISTINCT(pd_intensity_name, pd_intensity, PD_INTENSITY_COUNT);
        CHECK_DISTINCT(pd_provenance_name, pd_provenance, PD_PROVENANCE_TEST + 1);
        CHECK_DISTINCT(pd_purpose_name, pd_purpose, PD_PURPOSE_COUNT);
        CHECK_DISTINCT(pd_purpose_result_name, pd_purpose_result, PD_PURPOSE_RESULT_FREE + 1);
        CHECK_DISTINCT(pd_session_state_name, pd_session_state, PD_SESSION_AWAY + 1);
        CHECK_DISTINCT(pd_target_state_name, pd_target_state, PD_TARGET_UNKNOWN + 1);
}

static void
words_stand_at_their_values(void **test_state)
{
        (void) test_state;
        assert_string_equal(pd_alert_type_name(PD_ALERT_BACK_ON_TARGET), "back_on_target");
        assert_string_equal(pd_provenance_name(PD_PROVENANCE_TEST), "test");
        assert_string_equal(pd_purpose_result_name(PD_PURPOSE_RESULT_CANNOT_TELL), "cannot_tell");
        assert_string_equal(pd_session_state_name(PD_SESSION_RUNNING), "running");
        assert_string_equal(pd_target_state_name(PD_TARGET_BORDERLINE), "borderline");
        assert_string_equal(pd_verdict_name(PD_VERDICT_TRAINING), "training");
        assert_string_equal(pd_verdict_name(PD_VERDICT_EXERCISING), "exercising");
        assert_null(pd_verdict_name(PD_VERDICT_UNKNOWN));
}

static void
how_it_went_is_read_back(void **test_state)
{
        enum pd_purpose_result result = PD_PURPOSE_RESULT_MET;
        enum pd_verdict verdict = PD_VERDICT_UNKNOWN;

        (void) test_state;
        for (int i = 0; i <= PD_PURPOSE_RESULT_FREE; i++) {
                assert_int_equal(pd_purpose_result_parse(pd_purpose_result_name((enum pd_purpose_result) i), &result), 0);
                assert_int_equal(result, i);
        }
        for (int i = PD_VERDICT_TRAINING; i <= PD_VERDICT_EXERCISING; i++) {
                assert_int_equal(pd_verdict_parse(pd_verdict_name((enum pd_verdict) i), &verdict), 0);
                assert_int_equal(verdict, i);
        }
        assert_int_equal(pd_purpose_result_parse("", &result), -EINVAL);
        assert_int_equal(pd_verdict_parse("", &verdict), -EINVAL);
        assert_int_equal(result, PD_PURPOSE_RESULT_FREE);
        assert_int_equal(verdict, PD_VERDICT_EXERCISING);
}

static void
words_lead_back_to_their_values(void **test_state)
{
        (void) test_state;
        for (int i = 0; i < PD_COMMAND_VERB_COUNT; i++) {
                enum pd_command_verb verb = PD_COMMAND_VERB_COUNT;

                assert_int_equal(pd_command_verb_parse(pd_command_verb_name((enum pd_command_verb) i), &verb), 0);
                assert_int_equal(verb, i);
        }
        for (int i = 0; i < PD_INTENSITY_COUNT; i++) {
                enum pd_intensity intensity = PD_INTENSITY_COUNT;

                assert_int_equal(pd_intensity_parse(pd_intensity_name((enum pd_intensity) i), &intensity), 0);
                assert_int_equal(intensity, i);
        }
        for (int i = 0; i < PD_PURPOSE_COUNT; i++) {
                enum pd_purpose purpose = PD_PURPOSE_COUNT;

                assert_int_equal(pd_purpose_parse(pd_purpose_name((enum pd_purpose) i), &purpose), 0);
                assert_int_equal(purpose, i);
        }
}

static void
an_unknown_word_writes_nothing(void **test_state)
{
        enum pd_command_verb verb = PD_COMMAND_STOP;
        enum pd_intensity intensity = PD_INTENSITY_EASY;
        enum pd_purpose purpose = PD_PURPOSE_LONG;

        (void) test_state;
        assert_int_equal(pd_command_verb_parse("Start", &verb), -EINVAL);
        assert_int_equal(pd_intensity_parse("", &intensity), -EINVAL);
        assert_int_equal(pd_purpose_parse("recover", &purpose), -EINVAL);
        assert_int_equal(verb, PD_COMMAND_STOP);
        assert_int_equal(intensity, PD_INTENSITY_EASY);
        assert_int_equal(purpose, PD_PURPOSE_LONG);
}

static void
a_session_is_under_way_while_it_runs_pauses_or_is_away(void **state)
{
        (void) state;
        assert_false(pd_session_state_is_run(PD_SESSION_IDLE));
        assert_false(pd_session_state_is_run(PD_SESSION_ARMED));
        assert_true(pd_session_state_is_run(PD_SESSION_RUNNING));
        assert_true(pd_session_state_is_run(PD_SESSION_PAUSED));
        assert_true(pd_session_state_is_run(PD_SESSION_AWAY));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_word_is_an_id_and_no_two_are_the_same),
                cmocka_unit_test(words_stand_at_their_values),
                cmocka_unit_test(words_lead_back_to_their_values),
                cmocka_unit_test(how_it_went_is_read_back),
                cmocka_unit_test(an_unknown_word_writes_nothing),
                cmocka_unit_test(a_session_is_under_way_while_it_runs_pauses_or_is_away),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
